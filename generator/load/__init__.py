"""Content files to a Ledger: the only room that reads what authors write."""

from generator.load.ledger import load

__all__ = ["load"]
