"""What pages say where there is nothing, or one of a thing: a sentence that somebody would say, or none at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from generator import build as walk
from generator.fronts.mkdocs import front
from generator.settings import read

PLANNED = """---
title: 还没开始的厨房
summary: 明年。
status: planned
start: 2030-01-01
---
还没有。
"""
CAMPAIGN = """---
title: 一次活动
summary: 一次活动。
start: {start}
end: {end}
goal: "100.00"
projects: [lunch]
---
当时的话。
"""
GOODS = """name: 米行
visibility: public
consent: 2024-01-01
words: مرحبا بكم.
journey:
  - {date: 2024-07-02, gift: "50.00", in_kind: 一袋面, for: planned, campaign: goods}
  - {date: 2025-02-20, gift: "100.00", in_kind: 一袋米, for: lunch}
"""


OTHERS = """- id: whole
  name: 用完
  visibility: public
  consent: 2024-01-01
  journey:
    - {date: 2024-03-02, gift: "70.00", for: spent}
    - {date: 2024-03-03, gift: "80.00", for: waiting}
    - {date: 2024-04-03, gift: "30.00", for: twice}
    - {date: 2025-01-03, gift: "30.00", for: twice}
- id: alone
  name: 独自一人
  journey:
    - {date: 2024-03-04, gift: "90.00", for: withheld}
    - {date: 2024-03-05, gift: "20.00", for: unpaid}
"""
SPENT = "id,date,project,category,amount\ns1,2024-05-01,spent,programme,70.00\ns2,2024-05-02,withheld,programme,30.00\n"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, copy_small: Callable[[Path], Path]) -> Callable[[str], str]:
    """`page(address)` of the small site without a way to reach it, but with what nobody has given money for yet."""
    root = copy_small(tmp_path_factory.mktemp("nothing") / "charity")
    content = root / "content"
    (content / "projects/planned.md").write_text(PLANNED, "utf-8")
    (content / "campaigns/over.md").write_text(CAMPAIGN.format(start="2024-08-01", end="2024-08-05"), "utf-8")
    (content / "campaigns/goods.md").write_text(CAMPAIGN.format(start="2024-07-01", end="2024-07-05"), "utf-8")
    (content / "campaigns/soon.md").write_text(CAMPAIGN.format(start="2025-05-01", end="2025-05-05"), "utf-8")
    (content / "donors/rice.yml").write_text(GOODS, "utf-8")
    for name in ("spent", "waiting", "withheld", "unpaid", "twice"):
        words = PLANNED.replace("还没开始的厨房", name).replace("planned", "active").replace("2030", "2024")
        (content / f"projects/{name}.md").write_text(words, "utf-8")
    (content / "donors/others.yml").write_text(OTHERS, "utf-8")
    (content / "spending/spent.csv").write_text(SPENT, "utf-8")
    about = (content / "organisation.yml").read_text("utf-8")
    (content / "organisation.yml").write_text(about.replace("email: hello@small.example.org\n", ""), "utf-8")
    walk.build(read(root / "site_config.yml").but(jobs=1), front)

    def found(address: str) -> str:
        return (root / "site" / address / "index.html").read_text("utf-8")

    return found


def _words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html.partition("<main")[2].partition("</main>")[0])))


def test_a_campaign_to_which_nobody_gave_has_no_figure_and_no_empty_section(page: Callable[[str], str]) -> None:
    over, soon = page("campaigns/over"), page("campaigns/soon")
    assert "这次活动没有收到捐款。" in over
    assert "0位" not in over
    assert "目标¥100.00，筹到¥0.00。" in over  # without a matching fund, nothing is said of matching
    assert 'class="fig"' not in over + soon
    for html in (over, soon):
        assert [] == re.findall(r"</h2>\s*</section>", html)
    assert "“一次活动”那一次，没有收到捐款。" in _words(soon)


def test_a_campaign_of_goods_alone_is_not_told_of_money(page: Callable[[str], str]) -> None:
    html = page("campaigns/goods")
    words = _words(html)
    assert "截至2025年3月1日，这次活动有1位捐赠人给了物资，共1笔。" in words
    assert "目标是¥100.00。" in words
    assert "7月2日 1 物资" in words
    assert "¥0.00" not in html
    assert "<svg" not in html.partition("<main")[2]  # a chart of nothing
    assert "“一次活动”那一次，1位捐赠人给了物资。" in _words(page("campaigns/over"))
    assert '<td class="n">物资</td>' in page("transparency")
    goods = _words(page("projects/planned"))
    assert "还没有钱到账。 收到物资，估值¥50.00。" in goods


def test_a_project_without_money_says_so_once(page: Callable[[str], str]) -> None:
    html = page("projects/planned")
    assert "截至2025年3月1日，还没有钱到账。" in _words(html)
    assert "¥0.00" not in html
    assert "截至2025年3月1日，还没有钱到账" in _words(page("."))
    assert "¥0.00" not in page("projects")


def test_what_is_all_spent_or_not_spent_at_all_is_said_without_a_zero(page: Callable[[str], str]) -> None:
    spent, waiting = page("projects/spent"), page("projects/waiting")
    assert "已经全部用完。一共有1位捐赠人。 ¥70.00已经全部用完 全部用完 ¥70.00 " in _words(spent)
    assert "还没有开始使用。一共有1位捐赠人。 ¥80.00尚未使用 尚未使用 ¥80.00 " in _words(waiting)
    assert "¥0.00" not in spent.partition("<table")[0] + waiting
    cards = _words(page("."))
    assert "截至2025年3月1日，¥70.00已经全部用完" in cards
    assert "截至2025年3月1日，¥80.00尚未使用" in cards
    assert "¥0.00" not in page("projects")


def test_where_payments_are_listed_is_true_of_the_page_that_says_it(page: Callable[[str], str]) -> None:
    assert "已经付出¥30.00，每一笔都列在下面。" in _words(page("projects/withheld"))
    assert "每一笔都列在项目页上。" in _words(page("transparency"))
    unpaid = "截至2025年3月1日，还没有支出"
    assert f"{unpaid}。" in _words(page("projects/unpaid"))
    assert unpaid in _words(page("."))


def test_a_donor_of_goods_is_not_told_that_they_gave_no_money(page: Callable[[str], str]) -> None:
    (key,) = re.findall(r'href="\.\./d/([a-z2-7]+)/"[^>]*>(?:(?!</a>).)*米行', page("donors"), re.DOTALL)
    html = page(f"d/{key}")
    assert "您给了1次。" in html
    assert "一袋米" in html
    assert "¥0.00" not in html
    assert "<p dir=auto>مرحبا بكم." in html


def test_a_month_says_only_what_it_had(page: Callable[[str], str]) -> None:
    quiet, flower = page("digest/2024-03"), page("digest/2024-06")
    assert "0篇" not in quiet + flower
    assert "0朵" not in quiet
    assert "这个月收到1朵小红花。" in flower
    assert "没有收支。" in _words(flower)
    assert "¥0.00" not in quiet + flower
    assert 'content="2024年3月：这个月的收与支。"' in quiet
    assert 'content="2024年6月：1朵小红花。"' in flower


def test_a_month_of_goods_alone_is_not_told_of_money(page: Callable[[str], str]) -> None:
    assert "收到1笔捐赠，都是物资。用掉¥40.00。" in _words(page("digest/2025-02"))


def test_a_month_in_which_fees_alone_were_paid_is_not_told_of_spending(page: Callable[[str], str]) -> None:
    assert "支付渠道从中收了¥0.60手续费，没有别的支出。" in _words(page("digest/2024-03"))


def test_a_column_of_matches_stands_where_something_was_matched(page: Callable[[str], str]) -> None:
    head = '<th scope="col" class="n">配捐</th>'
    assert [True, False] == [head in page(f"projects/{name}") for name in ("lunch", "twice")]
    assert "2025 ¥30.00 ¥0.00 2024 ¥30.00 ¥0.00" in _words(page("projects/twice"))


def test_the_front_page_names_no_ways_to_reach_who_cannot_be_reached(page: Callable[[str], str]) -> None:
    words = _words(page("."))
    assert "我们每个月写一页" in words
    assert "下面任何一种办法" not in words
