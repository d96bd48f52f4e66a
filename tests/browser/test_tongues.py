"""Words in another language than the page's say so: a voice reads them right, and Han signs get their own forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

#: Chinese that is not said to be, in texts and in what stands for pictures; a donor's name is of no language.
UNMARKED = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  const chinese = (words, at) => /\\p{Script=Han}/u.test(words) && !at.closest("[lang]").lang.startsWith("zh");
  for (let node; node = texts.nextNode();) {
    if (chinese(node.data, node.parentElement) && !node.parentElement.closest("bdi")) found.push(node.data);
  }
  return found.concat([...document.images].filter(i => chinese(i.alt, i)).map(i => i.alt));
}"""


@pytest.mark.parametrize(
    ("path", "some"),
    [
        ("en/", ".rows li > [lang]"),
        ("en/projects/lunch/", ".led .k [lang]"),
        ("en/transparency/", ".facts dd [lang]"),
        ("en/campaigns/", "img[lang]"),
    ],
)
def test_chinese_in_a_page_in_english_is_marked(
    visit: Callable[..., Any], tabs: Callable[..., Any], path: str, some: str
) -> None:
    page = visit(path, tab=tabs()).page
    assert page.locator(some).count() > 0
    assert [] == page.evaluate(UNMARKED)
