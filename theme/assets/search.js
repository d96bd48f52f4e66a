/* Plain substring search over search/search_index.json: right for Chinese, which has no spaces to split at. */
(function () {
  "use strict";
  var found = document.getElementById("found");
  var field = document.getElementById("q");
  if (!found || !field || !window.fetch) return;
  var docs = null;
  var asked = false;
  var said = found.dataset;
  var LIMIT = 40;

  /* The index knows these tags and these escapes alone; what is made here becomes text and never HTML. */
  function plain(html) {
    return (html || "").replace(/<\/?(?:p|pre|ul|ol|li)>/g, " ").replace(/<\/?(?:code|sub|sup)>/g, "")
      .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&").replace(/\s+/g, " ").trim();
  }

  /* One entry a page: the index also holds a page's sections, whose words belong to the page. */
  function pages(entries) {
    var known = new Map();
    entries.forEach(function (entry) {
      var url = entry.location.split("#")[0];
      var page = known.get(url) || { url: url, title: plain(entry.title), text: "" };
      page.text += (page.text ? " " + plain(entry.title) + " " : "") + plain(entry.text);
      known.set(url, page);
    });
    return Array.from(known.values()).map(function (page) {
      page.low = (page.title + " " + page.text).toLowerCase();
      page.head = page.title.toLowerCase();
      page.home = said.home ? page.url.indexOf(said.home) === 0 : !/^[a-z]{2}(-[a-z]+)?\//.test(page.url);
      return page;
    });
  }

  function score(page, words) {
    return (page.home ? 1000 : 0) + words.reduce(function (sum, word) {
      return sum + (page.head.indexOf(word) >= 0 ? 100 : 0) + Math.min(page.low.split(word).length - 1, 20);
    }, 0);
  }

  function excerpt(page, word) {
    var at = page.text.toLowerCase().indexOf(word);
    var line = document.createElement("p");
    if (at < 0) {
      line.textContent = page.text.slice(0, 80);
      return line;
    }
    var start = Math.max(0, at - 30);
    var mark = document.createElement("mark");
    mark.textContent = page.text.slice(at, at + word.length);
    line.append((start ? "…" : "") + page.text.slice(start, at), mark, page.text.slice(at + word.length, at + word.length + 60) + "…");
    return line;
  }

  function show() {
    var words = field.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    found.textContent = "";
    if (words.length) load();
    if (!words.length || !docs) return;
    var hits = docs.filter(function (page) {
      return words.every(function (word) { return page.low.indexOf(word) >= 0; });
    }).sort(function (a, b) { return score(b, words) - score(a, words); });
    var count = document.createElement("p");
    count.className = "k";
    count.textContent = hits.length ? said.some.replace("{n}", hits.length) : said.none;
    var list = document.createElement("ol");
    list.className = "rows";
    hits.slice(0, LIMIT).forEach(function (page) {
      var item = document.createElement("li");
      var link = document.createElement("a");
      link.href = said.root + page.url;
      link.textContent = page.title;
      item.append(link, excerpt(page, words[0]));
      list.append(item);
    });
    found.append(count, list);
  }

  /* Some readers only come by: the index is fetched for one who begins to search. */
  function load() {
    if (asked) return;
    asked = true;
    fetch(said.index).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (index) {
      docs = pages(index.docs);
      show();
    }).catch(function () {
      asked = false;
      found.textContent = said.wrong;
    });
  }

  field.value = new URLSearchParams(location.search).get("q") || "";
  field.form.addEventListener("submit", function (event) {
    event.preventDefault();
    history.replaceState(null, "", "?q=" + encodeURIComponent(field.value));
    show();
  });
  field.addEventListener("focus", load);
  field.addEventListener("input", show);
  show();
})();
