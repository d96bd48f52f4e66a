"""Exports of other systems to content files that Nianlun itself reads; one module a source."""
