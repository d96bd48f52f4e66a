"""A table that the style sheet lays out anew on a phone is a table still to those who hear it read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

PARTS = {"table", "row", "rowheader", "columnheader", "cell"}


def test_the_accounts_are_tables_on_a_phone_too(visit: Callable[..., Any]) -> None:
    page = visit("transparency/").page
    tree = page.context.new_cdp_session(page)
    heard = []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        nodes = tree.send("Accessibility.getFullAXTree")["nodes"]
        heard.append(Counter(role for node in nodes if (role := node["role"]["value"]) in PARTS))
    phone, desk = heard
    assert phone == desk
    assert set(phone) == PARTS
