/* Opens a private archive (DGA1) in the donor's own browser. The key stands behind # in the link, so that no server
   ever sees it; it is taken out of the address first, and nothing is stored. */
(function () {
  "use strict";
  var MAGIC = [68, 71, 65, 49]; /* DGA1 */
  var HEAD = 68; /* magic, salt, commit */
  var NO_SALT = new Uint8Array(32); /* to HKDF the same as an empty salt, which some browsers choked on */
  var FAMILY = "donor-archive/1/";
  var LINK = /^#([A-Za-z0-9_-]{43})$/;
  var main = document.getElementById("main");
  var said = document.getElementById("said");
  var words = spoken();
  /* Where the browser knows Trusted Types, the page's policy lets only this one put HTML in. What comes here is
     authenticated by the donor's key, and that policy lets no script in it run. */
  var policy = window.trustedTypes ? window.trustedTypes.createPolicy("archive", { createHTML: as_is }) : { createHTML: as_is };
  var heading = main.querySelector("h1");
  var help = document.getElementById("help");
  var unopened = Array.from(main.childNodes);
  var FRAME = ["a.skip", "header.top", "footer.end"];
  var usual = { lang: document.documentElement.lang, parts: parts_in(document) };
  var frame = usual;
  var name_of_page = document.title;
  var turn = 0;

  function as_is(html) { return html; }

  /* The page's words in the first of the reader's languages that it speaks. */
  function spoken() {
    var all = Array.from(document.querySelectorAll("#words > [lang]"));
    var wanted = (navigator.languages || [navigator.language || ""]).map(function (code) { return code.toLowerCase().split("-")[0]; });
    var found = wanted.map(function (code) {
      return all.filter(function (one) { return one.lang.toLowerCase().split("-")[0] === code; })[0];
    }).filter(Boolean)[0];
    return found || all[0];
  }

  function say(name) {
    around(words.lang);
    document.title = frame === usual ? name_of_page : words.dataset.title + " · " + frame.parts[1].querySelector(".brand").textContent;
    tell(heading, "title");
    tell(said, name);
    if (help) tell(help, "help");
    said.dataset.state = name;
  }

  function tell(place, name) {
    place.lang = words.lang;
    place.textContent = words.dataset[name];
  }

  function parts_in(place) { return FRAME.map(function (part) { return place.querySelector(part); }); }

  /* Has the menu and the footer speak `lang`, or the site's main language where the site does not. */
  function around(lang) {
    if (lang === frame.lang) return;
    var other = Array.from(document.querySelectorAll("template[lang]")).filter(function (one) { return one.lang === lang; })[0];
    var next = other ? { lang: lang, parts: parts_in(other.content.cloneNode(true)) } : usual;
    frame.parts.forEach(function (part, n) { part.replaceWith(next.parts[n]); });
    document.documentElement.lang = next.lang;
    frame = next;
  }

  function Failure(name) { this.name = name; }

  function bytes_of(text) {
    var raw = atob(text.replace(/-/g, "+").replace(/_/g, "/") + "=");
    return Uint8Array.from(raw, function (letter) { return letter.charCodeAt(0); });
  }

  function hex(bytes) {
    return Array.from(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  }

  function same(a, b) {
    var differ = a.length ^ b.length;
    for (var i = 0; i < a.length; i++) differ |= a[i] ^ b[i];
    return differ === 0;
  }

  /* derive(info, salt, length): a promise of `length` bytes of HKDF-SHA256 under the link's key. */
  async function deriver(key) {
    var base = await crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]);
    return async function (info, salt, length) {
      var how = { name: "HKDF", hash: "SHA-256", salt: salt, info: new TextEncoder().encode(FAMILY + info) };
      return new Uint8Array(await crypto.subtle.deriveBits(how, base, length * 8));
    };
  }

  async function fetched(address) {
    var answer;
    try {
      answer = await fetch(address, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" });
    } catch (none) {
      throw new Failure("offline");
    }
    /* some hosts answer what is not there with a page */
    if (answer.status >= 500) throw new Failure("offline");
    if (!answer.ok || /text\/html/.test(answer.headers.get("content-type") || "")) throw new Failure("gone");
    try {
      return new Uint8Array(await answer.arrayBuffer());
    } catch (torn) {
      throw new Failure("offline");
    }
  }

  /* The archive's title, lang and html, or a Failure. */
  async function unsealed(derive, locator, blob) {
    var salt = blob.subarray(4, 36);
    if (blob.length < HEAD + 16 || !same(blob.subarray(0, 4), MAGIC)) throw new Failure("damaged");
    if (!same(blob.subarray(36, HEAD), await derive("commit", salt, 32))) throw new Failure("gone");
    var bound = new Uint8Array(HEAD + locator.length);
    bound.set(blob.subarray(0, HEAD));
    bound.set(locator, HEAD);
    var padded;
    try {
      var key = await crypto.subtle.importKey("raw", await derive("enc", salt, 32), "AES-GCM", false, ["decrypt"]);
      var how = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: bound, tagLength: 128 };
      padded = await crypto.subtle.decrypt(how, key, blob.subarray(HEAD));
    } catch (wrong) {
      throw new Failure("damaged");
    }
    var length = new DataView(padded).getUint32(0);
    return JSON.parse(new TextDecoder().decode(new Uint8Array(padded, 4, length)));
  }

  function show(archive) {
    var again = document.createElement("p");
    again.className = "k again";
    tell(again, "again");
    around(archive.lang);
    document.title = archive.title;
    main.lang = archive.lang;
    main.innerHTML = policy.createHTML(archive.html);
    main.append(again);
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  async function open(key) {
    var mine = ++turn;
    close();
    say("opening");
    try {
      var derive = await deriver(key);
      var locator = await derive("locator", NO_SALT, 16);
      var blob = await fetched(said.dataset.blobs + hex(locator) + ".bin");
      var archive = await unsealed(derive, locator, blob);
      if (mine === turn) show(archive);
    } catch (wrong) {
      if (mine === turn) say(wrong instanceof Failure ? wrong.name : "old");
    }
  }

  /* The page as it was before an archive stood in it. */
  function close() {
    if (main.contains(said)) return;
    main.removeAttribute("lang");
    main.textContent = "";
    unopened.forEach(function (node) { main.append(node); });
  }

  /* Reads the link and takes it out of the address, first of all, whatever comes of it. */
  function start() {
    var link = location.hash;
    var key = LINK.exec(link);
    if (link.length > 1) history.replaceState(null, "", location.pathname);
    if (window.isSecureContext && window.crypto && window.crypto.subtle && key) return open(bytes_of(key[1]));
    turn += 1;
    close();
    if (window.isSecureContext === false) return say("insecure");
    if (!window.crypto || !window.crypto.subtle) return say("old");
    return say(link.length < 2 ? "empty" : "broken");
  }

  /* Another link pasted into the same tab changes nothing but the part behind #. A jump within the page (#main) is
     shorter than any link. */
  window.addEventListener("hashchange", function () {
    if (location.hash.length > 20) start();
  });
  start();
})();
