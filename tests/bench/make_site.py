"""A seeded charity of any size as a whole site folder: projects, campaigns, updates, spending and donors in YAML.

    python tests/bench/make_site.py DIR --donors 10000

The same seed and number give the same bytes. Donors lie in files of 500; each has 1 to 40 gifts (8 on average), flowers
and visits over ten years, and most agreed to be shown. `plain.json` beside the content holds what the plain page of the
peers needs: name, three totals, gifts and years of each donor who is shown.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 3, 15)
FIRST = date(2016, 4, 1)
A_FILE = 500
PROJECTS, CAMPAIGNS, UPDATES, EVENTS = 20, 6, 60, 6
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = "子涵雨欣浩宇梓轩思远佳怡明哲晓雯志强秀英建国小雪春燕文博静怡天佑若溪安然乐彤"
FORENAMES = ("Ann", "Ben", "Clara", "David", "Ella", "Finn", "Grace", "Henry", "Ida", "Jonas", "Kate", "Leo", "Maya")
FAMILIES = ("Smith", "O'Brien", "Müller", "García", "Novak", "Rossi", "Khan", "Silva", "Berg", "Laurent", "Kim")
THEMES = ("午餐", "图书", "宿舍", "饮水", "操场", "音乐", "眼镜", "校车", "冬衣", "老师")
FLOWERS = ("steps", "quiz", "share", "letter", "other")


def write_site(root: Path, donors: int, seed: int = 20260315) -> None:
    """A site folder at `root` with `donors` donors; what stands there is overwritten."""
    dice = random.Random(seed)
    content = root / "content"
    for folder in ("projects", "campaigns", "updates", "events", "spending", "donors"):
        (content / folder).mkdir(parents=True, exist_ok=True)
    _settings(root)
    _organisation(content)
    campaigns = _campaigns(content)
    received: dict[tuple[str, date], int] = defaultdict(int)
    plain: list[dict[str, object]] = []
    for start in range(0, donors, A_FILE):
        lines: list[str] = []
        for number in range(start, min(start + A_FILE, donors)):
            _donor(number, dice, campaigns, received, lines, plain)
        (content / "donors" / f"d{start // A_FILE:04}.yml").write_text("".join(lines), "utf-8")
    _spending(content, received)
    (root / "plain.json").write_text(json.dumps(plain, ensure_ascii=False), "utf-8")


def _settings(root: Path) -> None:
    (root / "site_config.yml").write_text(
        "site_name: 长桥公益\nsite_url: https://example.org/\ndocs_dir: content\nsite_dir: site\n"
        "theme:\n  name: material\n  language: zh\n  font: false\n"
        f"plugins:\n  - search\n  - nianlun:\n      today: {TODAY}\n"
        "      secret: a-secret-for-measuring-and-nothing-else\n",
        "utf-8",
    )


def _page(file: Path, front: str, body: str) -> None:
    file.write_text(f"---\n{front}---\n\n{body}\n", "utf-8")


def _organisation(content: Path) -> None:
    (content / "organisation.yml").write_text(
        "name: {zh-CN: 长桥公益, en: Long Bridge}\n"
        "tagline: {zh-CN: 陪乡村的孩子长大。, en: Growing up with children.}\n"
        'registration: "53320000MJ0000001X"\nfounded: 2016-03-01\ncurrency: CNY\ntime_zone: Asia/Shanghai\n'
        "languages: [zh-CN, en]\nemail: post@example.org\nsample: yes\n",
        "utf-8",
    )
    _page(content / "index.md", "title: 长桥公益\nsummary: 陪乡村的孩子长大。\n", "我们和老师、家长一起做事。")
    for n in range(PROJECTS):
        what = THEMES[n % len(THEMES)]
        parent = f"parent: p{n - 10:02}\n" if n >= 15 else ""
        _page(
            content / "projects" / f"p{n:02}.md",
            f"title: {what}项目{n + 1}\nsummary: 让孩子们有{what}。\nstatus: active\nstart: 2016-01-01\n{parent}"
            f"indicators:\n  - {{id: served, label: 受益人次, unit: 人次, baseline: '0', target: '90000', "
            f"actual: '{4000 + 137 * n}', as_of: 2026-01-01, unit_cost: '5.00', people: yes}}\n",
            f"## 为什么\n\n{what}是每天的事。\n",
        )
    for n in range(UPDATES):
        day = date(2016, 8, 10) + timedelta(days=n * 58)
        _page(
            content / "updates" / f"{day}-story-{n:02}.md",
            f"title: {THEMES[n % len(THEMES)]}的一天，第{n + 1}篇\nsummary: 这个月发生的事。\n"
            f"projects: [p{n % PROJECTS:02}]\n",
            "今天下雨，路不好走，老师还是来了。\n\n孩子们等在门口。",
        )
    for n in range(EVENTS):
        _page(
            content / "events" / f"visit-{n}.md",
            f"title: 第{n + 1}次走访\nsummary: 捐赠人来看孩子们。\ndate: {2019 + n}-05-18\nkind: visit\n"
            f"projects: [p{n:02}]\n",
            "我们一起走了山路。",
        )


def _campaigns(content: Path) -> list[tuple[str, date, date]]:
    found = []
    for n in range(CAMPAIGNS):
        start, end = date(2018 + n, 9, 1), date(2018 + n, 9, 30)
        projects = ", ".join(f"p{(n + k) % PROJECTS:02}" for k in range(3))
        matching = "matching: {funder: 长风基金会, amount: '2000000.00', rate: '1:2', per_gift: '100.00'}\n"
        _page(
            content / "campaigns" / f"autumn-{2018 + n}.md",
            f"title: {2018 + n} 秋天\nsummary: 一个月，三个项目。\nstart: {start}\nend: {end}\n"
            f"projects: [{projects}]\n" + (matching if n % 2 else ""),
            "谢谢大家。",
        )
        found.append((f"autumn-{2018 + n}", start, end))
    return found


def _donor(
    number: int,
    dice: random.Random,
    campaigns: list[tuple[str, date, date]],
    received: dict[tuple[str, date], int],
    lines: list[str],
    plain: list[dict[str, object]],
) -> None:
    chinese = dice.random() < 0.8
    name = (
        dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=2))
        if chinese
        else f"{dice.choice(FORENAMES)} {dice.choice(FAMILIES)}"
    )
    draw = dice.random()
    visibility = "public" if draw < 0.55 else "pseudonymous" if draw < 0.9 else "private"
    joined = FIRST + timedelta(days=int(dice.random() ** 0.7 * 3300))
    reach = (TODAY - joined).days - 1
    lines.append(f"- id: donor-{number:07}\n  name: {name}\n")
    if visibility != "private":
        lines.append(f"  visibility: {visibility}\n  consent: {joined}\n")
    if visibility == "pseudonymous":
        lines.append(f"  pseudonym: 山里的树{number}\n")
    if not chinese:
        lines.append("  language: en\n")
    lines.append("  journey:\n")
    gifts = []
    count = min(40, 1 + int(dice.expovariate(1 / 7.35)))
    for day in sorted(joined + timedelta(days=n) for n in dice.sample(range(reach + 1), count)):
        project = f"p{dice.randrange(PROJECTS):02}" if dice.random() < 0.75 else ""
        minor = dice.choice((500, 1000, 1990, 2000, 5000, 5000, 10000, 20000, 50000))
        during = next((c for c, start, end in campaigns if start <= day <= end), "")
        more = (f", for: {project}" if project else "") + (f", campaign: {during}" if during else "")
        lines.append(f'    - {{date: {day}, gift: "{_money(minor)}"{more}}}\n')
        received[project, date(day.year, day.month // 4 * 3 + 3, 28)] += minor
        gifts.append((str(day), minor, project))
    for _ in range(dice.choice((0, 0, 1, 2, 5))):
        day = joined + timedelta(days=dice.randint(0, reach))
        lines.append(f"    - {{date: {day}, flower: {dice.choice(FLOWERS)}, count: '{dice.randint(1, 9000)}'}}\n")
    if dice.random() < 0.05:
        event = dice.randrange(EVENTS)
        if joined <= date(2019 + event, 5, 18):
            lines.append(f"    - {{date: {2019 + event}-05-18, visit: visit-{event}}}\n")
    if visibility != "private":
        given = sum(minor for _, minor, _ in gifts)
        plain.append(
            {
                "key": f"k{number:07}",
                "name": f"山里的树{number}" if visibility == "pseudonymous" else name,
                "count": len(gifts),
                "given": _money(given),
                "since": gifts[0][0],
                "gifts": [(day, _money(minor), project) for day, minor, project in gifts],
                "years": sorted({day[:4] for day, _, _ in gifts}),
            }
        )


def _money(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"


def _spending(content: Path, received: dict[tuple[str, date], int]) -> None:
    """Nine tenths of what came in for a project a quarter, spent after it in three parts; unrestricted in turn."""
    rows = ["date,project,category,amount,receiver,document\n"]
    for n, ((project, end), minor) in enumerate(sorted(received.items(), key=lambda r: (r[0][1], r[0][0]))):
        for part, category in enumerate(("programme", "programme", "admin")):
            day = end + timedelta(days=40 + 9 * part)
            share = minor * (42, 42, 6)[part] // 100
            if day < TODAY and share:
                paid = project or f"p{n % PROJECTS:02}"
                rows.append(f"{day},{paid},{category},{share // 100}.{share % 100:02},镇粮店,V{n:05}-{part}\n")
    (content / "spending" / "all.csv").write_text("".join(rows), "utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("dir", type=Path)
    arguments.add_argument("--donors", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=20260315)
    given = arguments.parse_args()
    write_site(given.dir, given.donors, given.seed)
