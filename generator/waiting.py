"""Why a preview's reader sees nothing newer, in words for a note (`note.py`) and for a waiting page, which is here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from generator.issues import Issue, counted, errors

Both = tuple[str, str]  # in Chinese and in English


class Listed(NamedTuple):
    """What is wrong: the place, the field and what would be right of so many, and words for the rest, if any."""

    lines: tuple[tuple[str, str, str], ...]
    more: Both | None


class News(NamedTuple):
    """Why what is shown is not of this moment."""

    title: Both
    wait: Both  # on the waiting page
    note: Both  # on a page as it was before
    motion: str = "none"  # of the living edge, on the waiting page
    wrong: Listed | None = None
    warned: tuple[Both, Listed] | None = None  # below a line that counts them


MAKING = News(
    ("正在准备预览", "The preview is being made"),
    (
        "好了会自动打开。捐赠人很多时，第一次要几分钟。",
        "It opens by itself. With very many donors, the first time takes some minutes.",
    ),
    (
        "这是上次的样子，新的预览好了会自动换上。",
        "As it was last time; the new preview opens by itself.",
    ),
    motion="grow 9s ease-in-out infinite",
)
_MOST = 10  # mistakes told one by one


def wrong(issues: Iterable[Issue]) -> News:
    """The content, the theme or the settings are wrong: where it is wrong and what would be right, errors first."""
    found = sorted(set(issues))
    stop = errors(found)
    rest = [issue for issue in found if issue not in stop]
    n, mistakes = len(stop), counted(len(stop), "mistake")
    warnings = counted(len(rest), "warning")
    return News(
        (f"有 {n} 处要改", f"{mistakes} to correct"),
        (
            "预览没有做成。照下面写的改好存盘，这里会自动打开。",
            "The preview could not be made. Correct what stands below and save, and this page opens by itself.",
        ),
        (
            "页面还是上次的样子；改好存盘，会自动换新。",
            "This page is as it was last time; correct and save, and it renews itself.",
        ),
        wrong=_listed(stop),
        warned=((f"另有 {len(rest)} 处提醒", f"and {warnings}"), _listed(rest)) if rest else None,
    )


def broken(why: Exception) -> News:
    """Not the content is wrong, but a template of the theme, say, or the machine, or we are."""
    return News(
        ("预览没有做成", "The preview could not be made"),
        (
            "原因在下面，细节在终端里。改好存盘，这里会自动打开。",
            "Why stands below, and more in the terminal. Correct it and save, and this page opens by itself.",
        ),
        (
            "页面还是上次的样子，细节在终端里；改好存盘，会自动换新。",
            "This page is as it was last time, and the terminal says more; correct and save, and it renews itself.",
        ),
        wrong=Listed(((type(why).__name__, "", str(why)),), None),
    )


def _listed(issues: Sequence[Issue]) -> Listed:
    more = len(issues) - _MOST
    return Listed(
        tuple((str(issue.source), issue.field, issue.message) for issue in issues[:_MOST]),
        (f"还有 {more} 处，终端里写着", f"and {more} more, as the terminal says") if more > 0 else None,
    )


# A tree of five years; the living edge grows round it.
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title[0]} · {title[1]}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{
  color-scheme: light dark; --paper: #fbf7ee; --ink: #29231c; --soft: #574d41; --petal: #c5392e; --wood: #b48a5e;
  --late: #d6ba90; --pale: #ecdfc6;
}}
@media (prefers-color-scheme: dark) {{
  :root {{
    --paper: #12161d; --ink: #ebe3d5; --soft: #bab0a0; --petal: #e8705f; --wood: #a67c52; --late: #6e5239;
    --pale: #3a3029;
  }}
}}
html {{ font-size: 106.25%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }}
body {{
  margin: 0; min-height: 100vh; display: grid; place-content: center; justify-items: start; gap: 36px 64px;
  box-sizing: border-box; padding: 32px 28px 12vh; background: var(--paper); color: var(--ink); line-height: 1.8;
  font-family: -apple-system, "Segoe UI", Roboto, "PingFang SC", "HarmonyOS Sans SC", MiSans, "Noto Sans CJK SC",
    "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", sans-serif; text-autospace: normal;
}}
@media (min-width: 760px) {{ body {{ grid-template-columns: auto 24em; align-items: center; }} }}
svg {{ width: 176px; height: 176px; fill: none; stroke-linecap: round; }}
.wood {{ fill: var(--pale); }}
.late {{ stroke: var(--late); stroke-width: 13; }}
.ring {{ stroke: var(--wood); stroke-width: 3.5; }}
.pith {{ fill: var(--wood); }}
.now {{ stroke: var(--petal); stroke-width: 6; stroke-dasharray: 1; animation: {motion}; }}
@keyframes grow {{ from {{ stroke-dashoffset: 1; }} 70%, to {{ stroke-dashoffset: 0; }} }}
@media (prefers-reduced-motion: reduce) {{ .now {{ animation: none; }} }}
main {{ max-width: 24em; }}
h1, h2 {{
  margin: 0; line-height: 1.35; font-family: Charter, "Source Serif 4", "Noto Serif", "Songti SC",
    "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", STSong, serif;
}}
h1 {{ font-size: 1.75rem; }}
h2 {{ font-size: 1.12rem; font-weight: 600; }}
p {{ margin: 8px 0 0; word-break: keep-all; text-wrap: pretty; }}
[lang=en] {{ line-height: 1.55; color: var(--soft); }}
h2[lang=en] {{ margin-top: 28px; line-height: 1.25; }}
section {{ grid-column: 1 / -1; width: 0; min-width: 100%; font-size: .92rem; overflow-wrap: anywhere; }}
ol {{ list-style: none; margin: 0; padding: 0; }}
li {{ padding: 12px 0; border-top: 1px solid var(--late); line-height: 1.55; }}
li[lang=en] {{ color: inherit; }}
code {{ display: block; font: .94em/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--soft); }}
b {{ font-weight: 600; }}
summary {{ cursor: pointer; padding: 12px 0; border-top: 1px solid var(--late); }}
</style></head>
<body><svg viewBox="-350 -339 636 636" aria-hidden="true">
<path class="wood" d="m248-136q56 116 6 237t-171 162-239-4-165-162 0-235 165-163 233 2 171 163"/>
<use class="late" href="#r" transform="translate(6,-1)scale(.98)"/>
<g class="ring"><path id="r" d="m42-25q10 21 2 43t-30 33-48 3-32-33 3-48 32-31 43 2 30 31m49-27q21 44 3 90t-64 65-94 1\
-62-65 2-93 62-66 89 2 64 66m40-19q31 61 5 126t-91 88-128-3-86-88-1-126 86-88 124 3 91 88m57-31q42 88 5 180t-129 124\
-178-7-121-124-5-176 121-127 178 3 129 127"/></g>
<path class="now" pathLength="1" d="m248-136q56 116 6 237t-171 162-239-4-165-162 0-235 165-163 233 2 171 163"/>
<circle class="pith" r="6"/></svg>
<main><h1>{title[0]}</h1><p>{wait[0]}</p><h2 lang="en">{title[1]}</h2><p lang="en">{wait[1]}</p></main>
{found}</body></html>
"""


def page(news: News) -> bytes:
    """Where there is nothing to show yet."""
    found = _items(news.wrong) if news.wrong else ""
    if news.warned:
        (chinese, english), listed = news.warned
        found += f'<details><summary>{chinese} <span lang="en">{english}</span></summary>{_items(listed)}</details>'
    return _PAGE.format(**news._asdict(), found=f"<section>{found}</section>" if found else "").encode()


def _items(listed: Listed) -> str:
    items = "".join(
        f'<li lang="en"><code>{escape(place)}</code>{f"<b>{escape(field)}:</b> " * bool(field)}{escape(message)}</li>'
        for place, field, message in listed.lines
    )
    more = f'<li>{listed.more[0]} <span lang="en">{listed.more[1]}</span></li>' if listed.more else ""
    return f"<ol>{items}{more}</ol>"
