"""What pages say on the day on which, before which or after which something begins, happens or ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from generator import build as walk
from generator.fronts.mkdocs import front
from generator.settings import read

# The small site's today is 2025-03-01.
DONORS = """- id: just-promised
  name: 新月
  visibility: public
  consent: 2025-03-01
  journey:
    - {date: 2025-03-01, pledge: "50.00", every: month, for: lunch}
- id: moved
  name: Mary
  language: en
  visibility: public
  consent: 2024-01-01
  journey:
    - {date: 2024-03-02, gift: "USD 5.00", for: lunch}
    - {date: 2025-01-01, milestone: Moved to another town}
- id: before-all
  name: 闰日
  visibility: public
  consent: 2024-02-29
  journey:
    - {date: 2024-02-29, gift: "29.00", for: lunch}
    - {date: 2024-03-01, gift: "30.00", for: eaters}
    - {date: 2025-02-11, gift: "10.00", for: lunch, campaign: matched}
- id: here-today
  name: 今来
  visibility: public
  consent: 2025-03-01
  journey:
    - {date: 2025-03-01, flower: share}
"""
EVENT = """---
title: 见面
summary: 一次见面。
date: {date}
kind: meeting
---
{body}
"""
CAMPAIGN = """---
title: 一次活动
summary: 一次活动。
start: {start}
end: {end}
projects: [lunch]
matching: {{funder: 一家公司, amount: "10.00", rate: "1:1"}}
next: 秋天再来。
{thanks}---
一口锅。
"""
PROJECT = """---
title: 晚饭
summary: 秋天开始。
status: {status}
start: {start}
{more}---

"""
PEOPLE = """parent: lunch
indicators:
  - {id: eaters, label: 孩子, unit: 人, baseline: "0", target: "20", actual: "12", as_of: 2025-02-01, people: yes}
  - {id: bowls, label: 碗, unit: 只, baseline: "3", target: "20", actual: "12", as_of: 2025-02-01}
"""
FILES = {
    "projects/eaters.md": PROJECT.format(status="active", start="2024-01-01", more=PEOPLE),
    "spending/audit.csv": "id,date,project,category,amount,document\na1,2024-06-01,eaters,admin,30.00,A-1\n",
    "donors/turns.yml": DONORS,
    "events/tomorrow.md": EVENT.format(date="2025-03-02", body="带上碗。"),
    "events/today.md": EVENT.format(date="2025-03-01", body="说了碗的事。"),
    "events/unwritten.md": EVENT.format(date="2025-02-20", body=""),
    "campaigns/tomorrow.md": CAMPAIGN.format(start="2025-03-02", end="2025-03-20", thanks=""),
    "campaigns/today.md": CAMPAIGN.format(start="2025-03-01", end="2025-03-01", thanks=""),
    "campaigns/today.en.md": '---\ntitle: "Today: a bowl"\nsummary: A campaign.\n---\n',
    "campaigns/matched.md": CAMPAIGN.format(start="2025-02-10", end="2025-02-12", thanks=""),
    "campaigns/yesterday.md": CAMPAIGN.format(start="2025-02-27", end="2025-02-28", thanks="thanks: 多谢。\n"),
    "projects/autumn.md": PROJECT.format(status="planned", start="2025-09-01", more=""),
    "projects/autumn.en.md": "---\ntitle: Supper\nsummary: From autumn.\n---\n",
    "projects/winter.md": PROJECT.format(status="completed", start="2024-12-30", more="end: 2025-01-02\n"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, copy_small: Callable[[Path], Path]) -> Path:
    root = copy_small(tmp_path_factory.mktemp("turns") / "charity")
    for name, text in FILES.items():
        (root / "content" / name).parent.mkdir(exist_ok=True)
        (root / "content" / name).write_text(text, "utf-8")
    walk.build(read(root / "site_config.yml").but(jobs=1), front)
    return root / "site"


def _page(built: Path, address: str) -> str:
    return (built / address / "index.html").read_text("utf-8")


def _archive(built: Path, name: str) -> str:
    pages = [f.read_text("utf-8") for f in built.glob("d/*/index.html")]
    (found,) = [html for html in pages if f"<bdi>{name}</bdi>" in html]
    return found


def _words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html.partition("<main")[2].partition("</main>")[0])))


def _headings(html: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]+)</h2>", html)


def test_a_year_without_gift_flower_or_letter_is_quiet_and_not_an_empty_line(built: Path) -> None:
    quiet = "This year, 2025A quiet ring so far; trees grow like that. What you gave before is kept below."
    assert quiet in _words(_archive(built, "Mary"))
    here = _words(_archive(built, "今来"))
    assert "送来1朵小红花。" in here
    assert "同行的第一年 2025同行的年数，按有往来的年份算。" in here


def test_who_has_only_promised_is_told_of_no_years_and_of_no_gifts(built: Path) -> None:
    html = _archive(built, "新月")
    words = _words(html)
    assert "2025年3月1日，我们初次相见。" in words
    assert "0个年头" not in html
    assert "今年还是安静的一圈，树也这样长。" in words
    assert "同行的年数" not in words
    assert "您从前给的" not in words
    assert "一圈是一年" not in words  # nor shown a tree without a ring
    assert "一圈是一年" in _words(_archive(built, "今来"))


def test_a_payment_by_the_matching_alone_is_not_told_as_nothing_of_the_gift(built: Path) -> None:
    html = _archive(built, "安然")
    assert re.search("2025年2月，配捐的¥[0-9.]+用在新灶", _words(html))
    assert "¥0.00" not in html


def test_an_event_ahead_has_no_minutes_and_one_without_words_no_heading(built: Path) -> None:
    ahead, now, unwritten = (_page(built, f"events/{name}") for name in ("tomorrow", "today", "unwritten"))
    assert [[], ["记录"], []] == [_headings(html) for html in (ahead, now, unwritten)]
    assert "即将开始 捐赠人见面会" in _words(ahead)
    assert "带上碗。" in ahead
    assert "即将开始" not in _words(now) + _words(unwritten)


def test_a_span_of_days_says_once_what_both_ends_share(built: Path) -> None:
    assert "即将开始 2025年3月2日至20日" in _words(_page(built, "campaigns/tomorrow"))
    ends = '<time datetime="2025-03-02">2025年3月2日</time>至<time datetime="2025-03-20">20日</time>'
    assert ends in _page(built, "campaigns/tomorrow")
    assert "正在进行 2025年3月1日 " in _words(_page(built, "campaigns/today"))
    assert '<time datetime="2025-03-01">2025年3月1日</time>' in _page(built, "campaigns/today")
    assert "正在进行的活动 一次活动 2025年3月1日 " in _words(_page(built, "."))
    assert "已完成 2024年12月30日至2025年1月2日" in _words(_page(built, "projects/winter"))
    assert "1–14 March 2024" in _words(_page(built, "en/campaigns"))


def test_a_voucher_and_its_number_stay_together(built: Path) -> None:
    assert re.search('<span class="whole">凭证[^<]+</span>', _page(built, "projects/lunch"))


def test_a_blank_line_is_no_story(built: Path) -> None:
    assert _headings(_page(built, "projects/winter")) == ["钱到了哪里"]


def test_a_project_that_has_not_begun_is_not_since_then(built: Path) -> None:
    assert "Planned from 1 September 2025" in _words(_page(built, "en/projects/autumn"))
    assert "since 1 March 2023" in _words(_page(built, "en/projects/lunch"))


def test_words_that_are_not_translated_are_marked_as_what_they_are(built: Path) -> None:
    assert '<span lang="zh-CN">食材</span>' in _page(built, "en/projects/lunch")
    assert "<span" not in _page(built, "projects/lunch").partition("食材")[0][-20:]


def test_a_project_and_its_parts_count_once_and_a_start_from_nothing_goes_without_saying(built: Path) -> None:
    assert "1个项目正在进行；到现在，一共惠及12人。" in _words(_page(built, "."))
    words = _words(_page(built, "projects/eaters"))
    assert "目标20人，到2025年2月1日实际12人。" in words
    assert "目标20只，到2025年2月1日实际12只（起点3）。" in words


def test_spending_that_is_no_programme_is_told_in_a_sentence(built: Path) -> None:
    assert "¥30.00用在晚饭的管理费用（凭证A-1）。" in _words(_archive(built, "闰日"))


def test_years_together_are_not_told_as_all_years_since(built: Path) -> None:
    assert "2024年2月29日，我们初次相见；同行2个年头。" in _words(_archive(built, "闰日"))


def test_an_event_is_not_called_a_letter(built: Path) -> None:
    assert 'aria-label="关于这一次"' in _page(built, "events/today")


def test_what_is_said_of_fees_is_true_of_the_figures_beside_it(built: Path) -> None:
    words = _words(_page(built, "transparency"))
    assert ("加上支付渠道收的手续费" in words) == ("减去支付渠道收的手续费" not in words)


def test_only_a_month_that_is_not_over_says_so(built: Path) -> None:
    assert "这个月还没有过完，这里写到2025年3月1日。" in _words(_page(built, "digest/2025-03"))
    assert "还没有过完" not in _page(built, "digest/2025-02")


def test_a_campaign_that_is_not_over_is_not_told_as_past(built: Path) -> None:
    for name in ("tomorrow", "today"):
        assert _headings(_page(built, f"campaigns/{name}"))[:2] == ["我们想说的", "谁一起来"]
    assert "谁一起做成的" in _headings(_page(built, "campaigns/spring"))


def test_a_campaign_that_nobody_gave_to_was_not_made_by_anybody(built: Path) -> None:
    html = _page(built, "campaigns/yesterday")
    assert _headings(html)[:2] == ["当时的话", "谁愿意一起来"]
    assert "一家公司拿出¥10.00来配捐。后来没有用上。" in _words(html)
    assert "没有用上" not in _page(built, "campaigns/today")


def test_a_matching_fund_that_is_used_up_says_so(built: Path) -> None:
    assert "一家公司拿出¥10.00来配捐。已经全部配完。" in _words(_page(built, "campaigns/matched"))
    assert "配完" not in _page(built, "campaigns/today") + _page(built, "campaigns/yesterday")


def test_a_campaign_is_compared_with_none_that_is_not_over(built: Path) -> None:
    assert "之前说过的" not in _headings(_page(built, "campaigns/tomorrow"))
    assert "之前说过的" in _headings(_page(built, "campaigns/yesterday"))


def test_the_wall_says_all_that_makes_a_year(built: Path) -> None:
    assert "给过、来过、出过力、送过小红花，或者有值得记下的事" in _words(_page(built, "donors"))


def test_a_gift_of_which_nothing_is_spent_is_not_told_as_zero_of_another_currency(built: Path) -> None:
    given = "As of 1 March 2025 you have given $5.00; it is not yet spent and waits for the next payment."
    assert given in _words(_archive(built, "Mary"))
    assert "CN¥0.00" not in _archive(built, "Mary")


def test_a_title_of_two_parts_breaks_between_them_and_keeps_its_space(built: Path) -> None:
    html = _page(built, "en/campaigns/today")
    assert '<h1><span class="whole">Today:</span> <span class="whole">a bowl</span></h1>' in html


def test_thanks_are_a_heading_only_where_somebody_is_thanked(built: Path) -> None:
    assert _headings(_page(built, "campaigns/today"))[-1] == "以后"
    assert _headings(_page(built, "campaigns/yesterday"))[-1] == "谢谢"
    assert "<h3>以后</h3>" in _page(built, "campaigns/yesterday")
