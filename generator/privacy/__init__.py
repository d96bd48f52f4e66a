"""The one gate from records to pages: what may be seen of donors, and nothing else of them, leaves here."""

from generator.privacy.identity import donor_key
from generator.privacy.private import private_archives, private_donors
from generator.privacy.view import public_view

__all__ = ["donor_key", "private_archives", "private_donors", "public_view"]
