"""Lets these tests use the sample and random ledgers of tests/derive."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "derive"))
