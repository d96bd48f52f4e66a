"""What a preview's reader sees while there is nothing newer: a waiting page, or a note on pages as they were before."""

from __future__ import annotations

import json
from typing import NamedTuple


class News(NamedTuple):
    """Why what is shown is not of this moment, in Chinese and English."""

    title: tuple[str, str]
    wait: tuple[str, str]  # on the waiting page
    note: tuple[str, str]  # on a page as it was before
    motion: str = "none"  # of the living edge, on the waiting page


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
WRONG = News(
    ("预览没有做成", "The preview could not be made"),
    (
        "内容里有错，终端里写着在哪里、怎么改。改好存盘，这里会自动打开。",
        "Something in the content is wrong; the terminal says where, and what would be right. "
        "Save it, and this page opens by itself.",
    ),
    (
        "内容里有错，终端里写着；这是上次的样子。",
        "Something in the content is wrong, as the terminal says; this is as it was last time.",
    ),
)

_NOTE = """(function (said) {
  var note = document.createElement("aside");
  note.setAttribute("role", "status");
  note.style.cssText = "position:fixed;z-index:9;left:16px;bottom:16px;max-width:min(28rem,calc(100% - 32px));" +
    "padding:12px 16px;font-size:.86rem;line-height:1.55;background:var(--sheet,#f3ecdc);color:var(--ink,#29231c);" +
    "border-left:3px solid var(--petal,#c5392e)";
  ["zh-CN", "en"].forEach(function (language, n) {
    var line = note.appendChild(document.createElement("p"));
    line.lang = language; line.textContent = said[n]; line.style.margin = n ? "4px 0 0" : 0;
  });
  document.body.appendChild(note);
})("""

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
</style></head>
<body><svg viewBox="-350 -339 636 636" aria-hidden="true">
<path class="wood" d="m248-136q56 116 6 237t-171 162-239-4-165-162 0-235 165-163 233 2 171 163"/>
<use class="late" href="#r" transform="translate(6,-1)scale(.98)"/>
<g class="ring"><path id="r" d="m42-25q10 21 2 43t-30 33-48 3-32-33 3-48 32-31 43 2 30 31m49-27q21 44 3 90t-64 65-94 1\
-62-65 2-93 62-66 89 2 64 66m40-19q31 61 5 126t-91 88-128-3-86-88-1-126 86-88 124 3 91 88m57-31q42 88 5 180t-129 124\
-178-7-121-124-5-176 121-127 178 3 129 127"/></g>
<path class="now" pathLength="1" d="m248-136q56 116 6 237t-171 162-239-4-165-162 0-235 165-163 233 2 171 163"/>
<circle class="pith" r="6"/></svg>
<main><h1>{title[0]}</h1><p>{wait[0]}</p><h2 lang="en">{title[1]}</h2><p lang="en">{wait[1]}</p></main></body></html>
"""


def page(news: News) -> bytes:
    """Where there is nothing to show yet."""
    return _PAGE.format(**news._asdict()).encode()


def note(news: News) -> bytes:
    """A script that says so on a page as it was before; most pages' policy lets no style of theirs be inline."""
    return f"{_NOTE}{json.dumps(news.note)});\n".encode()
