"""What authors may write, kind by kind, as pydantic models; `fields` holds the kinds of values."""
