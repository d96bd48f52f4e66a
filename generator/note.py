"""News to the script that notes it on a page as it was before: in words, or with everything that is wrong."""

from __future__ import annotations

import json

from generator.waiting import News

# In a shadow, so that neither the site's styles nor the note's reach the other. Policies let no <style> in, but a sheet
# that a script makes. What is said becomes text, never HTML. The note folds, and stays so until there is other news.
_STYLE = """
:host { position: fixed; z-index: 9; left: 16px; bottom: 16px; max-width: min(34rem, calc(100% - 32px)); }
@media print { :host { display: none } }
* { box-sizing: border-box; margin: 0; padding: 0; }
#note {
  max-height: min(60vh, 32rem); overflow: auto; overscroll-behavior: contain; font-size: .86rem; line-height: 1.55;
  background: var(--sheet, #f3ecdc); color: var(--ink, #29231c); border: solid var(--line, #ddd0b8);
  border-width: 1px 1px 1px 0; border-left: 3px solid var(--petal, #c5392e); overflow-wrap: anywhere;
}
p { padding: 12px 16px 0; }
p + p { padding-top: 4px; }
p:last-child { padding-bottom: 12px; }
p[lang=en], span[lang=en], div[lang=en] { color: var(--soft, #574d41); }
summary { cursor: pointer; padding: 10px 16px; min-height: 44px; }
summary::marker { color: var(--petal, #c5392e); }
summary:focus-visible { outline: 3px solid var(--petal, #c5392e); outline-offset: -3px; }
summary b { font-weight: 600; margin-right: .6em; }
#note > summary { position: sticky; top: 0; background: var(--sheet, #f3ecdc); }
#note > summary + p { padding-top: 0; }
ol { list-style: none; padding: 4px 16px 12px; }
li { padding: 10px 0; border-top: 1px solid var(--line, #ddd0b8); }
li:first-child { border: 0; }
code { display: block; font: .94em/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--bark, #7a4b2a); }
li b { font-weight: 600; }
details details { border-top: 1px solid var(--line, #ddd0b8); }
"""
_NOTE = """(function (news, style) {
  var host = document.createElement("aside"), root = host.attachShadow({mode: "open"}), sheet = new CSSStyleSheet();
  sheet.replaceSync(style); root.adoptedStyleSheets = [sheet];
  function put(parent, tag, text, language) {
    var made = parent.appendChild(document.createElement(tag));
    if (text) made.textContent = text;
    if (language) made.lang = language;
    return made;
  }
  function say(parent, tags, both) { put(parent, tags[0], both[0], "zh-CN"); put(parent, tags[1], both[1], "en"); }
  function list(parent, listed) {
    var items = put(parent, "ol");
    listed.lines.forEach(function (line) {
      var item = put(items, "li", "", "en");
      put(item, "code", line[0]);
      if (line[1]) { put(item, "b", line[1] + ":"); item.append(" "); }
      put(item, "span", line[2]);
    });
    if (listed.more) say(put(items, "li"), ["div", "div"], listed.more);
  }
  var note = put(root, news.wrong ? "details" : "div");
  note.id = "note";
  if (news.wrong) {
    say(put(note, "summary"), ["b", "span"], news.title);
    say(note, ["p", "p"], news.note);
    list(note, news.wrong);
    if (news.warned) {
      var folded = put(note, "details");
      say(put(folded, "summary"), ["b", "span"], news.warned[0]);
      list(folded, news.warned[1]);
    }
    var now = JSON.stringify(news), key = "nianlun-folded";
    note.open = sessionStorage.getItem(key) !== now;
    note.addEventListener("toggle", function () {
      if (note.open) sessionStorage.removeItem(key); else sessionStorage.setItem(key, now);
    });
  } else {
    note.setAttribute("role", "status");
    say(note, ["p", "p"], news.note);
  }
  document.body.appendChild(host);
})("""


def script(news: News) -> bytes:
    """A script that says so on a page as it was before."""
    said = {
        "title": news.title,
        "note": news.note,
        "wrong": news.wrong and news.wrong._asdict(),
        "warned": news.warned and (news.warned[0], news.warned[1]._asdict()),
    }
    return f"{_NOTE}{json.dumps(said)}, {json.dumps(_STYLE)});\n".encode()
