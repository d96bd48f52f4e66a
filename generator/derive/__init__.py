"""What the ledger implies: matches, allocations, funds, medals, years, digests, recaps, totals."""

from generator.derive.insights import Insights, derive

__all__ = ["Insights", "derive"]
