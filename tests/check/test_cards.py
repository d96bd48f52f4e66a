"""What rules take for a page's cards is what the built pages of the sample show."""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import join, normpath

from generator.check.cards import Card, cards
from generator.records import inspect
from generator.settings import read

ROOT = Path(__file__).resolve().parents[2]
CARD = re.compile(r'<li class="?card"?[^>]*>(.*?)</li>|<section class="?story"?.*?</section>', re.DOTALL)


def _address(card: Card) -> str:
    return f"{type(card.record).__name__.lower()}s/{card.record.id}/"


def _pictured(html: str, page: str) -> set[str]:
    """Addresses of the cards with a picture on a page."""
    found = (part[0] for part in CARD.finditer(html) if "<img" in part[0])
    links = (link for part in found if (link := re.search(r"""href=["']?([^"' >]+)""", part)))
    return {normpath(join(page or ".", link[1])) + "/" for link in links}


def test_cards_are_those_of_the_built_pages(sample_site: Path) -> None:
    ledger, _, today = inspect(read(ROOT / "site_config.yml"))
    seen = 0
    for record, shown in cards(ledger, today):
        page = f"{type(record).__name__.lower()}s/{record.id}/" if record else ""
        html = (sample_site / page / "index.html").read_text("utf-8")
        assert {_address(card) for card in shown if card.picture} == _pictured(html, page), page
        for card in shown:
            assert card.record.words["zh-CN"].title in html, page
        seen += sum(card.picture is not None for card in shown)
    assert seen > 10
