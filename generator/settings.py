"""How a site is built, read once from site_config.yml, which is MkDocs' configuration too.

Nianlun's own options stand under `plugins: - nianlun:`; `docs_dir`, `site_dir`, `site_url` and `theme.custom_dir`
are MkDocs' own and mean the same here. Tags that MkDocs knows (`!ENV`) are read as their plain text.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml

from generator import master
from generator.issues import ContentError, Issue, Source
from generator.master import Master
from generator.misspelt import explained
from generator.model.cells import FEWEST, SMALL_CELLS

_PSEUDONYMOUS = ("pseudonymous_dates", "pseudonymous_amounts")
_CELLS = ("small_cells", "small_cells_wait")
OPTIONS = ("today", "secret", "cache_dir", "private_dir", *_CELLS, *_PSEUDONYMOUS, *master.OPTIONS)
#: A site that waits for figures must not be forgotten.
LONGEST_WAIT = 366
SECRET_VARIABLE = "NIANLUN_SECRET"  # noqa: S105 - the variable's name, not a secret
PRIVATE_VARIABLE = "NIANLUN_PRIVATE"
#: The folder of personal records, where nothing names another.
PRIVATE = "private"
#: Names a file that the live site carries for the next build (brakes), where the published folder is not at hand.
LAST_VARIABLE = "NIANLUN_LAST"


@dataclass(frozen=True, slots=True)
class Settings:
    """All paths are absolute. `today` None: the day of the build in the organisation's time zone."""

    root: Path  # the folder of site_config.yml
    config_file: Path
    content: Path
    out: Path
    cache: Path
    private: Path | None
    themes: tuple[Path, ...]  # the site's own first, Nianlun's last
    site_url: str  # ends with "/", or is empty
    secret: str
    today: date | None
    jobs: int
    use_cache: bool = True
    accept: bool = False  # publish a change however large (brakes)
    last: Path | None = None  # what the last publication said of itself, where it is not in `out`
    small_cells: int = SMALL_CELLS  # hidden donors that a figure covers at least
    wait: int = 0  # days that a site stands for the next one's figures to move by so many of them
    by_month: bool = True  # pseudonymous donors' archives tell months and no days
    bands: bool = False  # and of amounts no more than the bands they lie in
    master: Master | None = None  # None: private archives are left out
    inherited: tuple[Path, ...] = ()  # files whose settings MkDocs takes where the config file has none (INHERIT)

    def but(self, **changes: Any) -> Settings:
        """These settings with some of them changed, as by the command line."""
        return replace(self, **{k: v for k, v in changes.items() if v is not None})

    def misplaced(self, out: str = "site_dir", private: str = "plugins.nianlun.private_dir") -> Issue | None:
        """What is wrong with where a folder lies: a site is replaced and a cache cleared with all that is in them.

        `out` and `private` are how these two were named.
        """
        kept = [folder for folder in (self.content, self.private, self.cache) if folder]
        found = (
            self._holding("docs_dir", self.content, [self.root], "content"),
            self._within(private, self.private, [self.content, self.cache], "private records", PRIVATE),
            self._holding(private, self.private, [self.root, self.content], PRIVATE),
            self._holding("plugins.nianlun.cache_dir", self.cache, [self.root, *kept[:-1]], ".cache"),
            self._within(out, self.out, kept, "sites", "site"),
            self._holding(out, self.out, [self.root, *kept], "site"),
        )
        return next((issue for issue in found if issue), None)

    def _within(self, field: str, folder: Path | None, others: list[Path], what: str, example: str) -> Issue | None:
        within = next((other for other in others if folder and folder.is_relative_to(other)), None)
        if within is None:
            return None
        where = Path(os.path.relpath(within)).as_posix()
        message = f"lies in {where}, which is not for {what}; choose another folder, such as {example}"
        return _issue(self.config_file, field, message)

    def _holding(self, field: str, folder: Path | None, others: list[Path], example: str) -> Issue | None:
        if not folder or not any(other.is_relative_to(folder) for other in others):
            return None
        message = f"is a folder that holds the settings or the content too; choose one of its own, such as {example}"
        return _issue(self.config_file, field, message)


def bundled_theme() -> Path:
    """Nianlun's own theme: beside the package in a checkout, inside it once installed."""
    here = Path(__file__).resolve().parent
    inside = here / "_theme"
    return inside if inside.is_dir() else here.parent / "theme"


def read(config_file: Path) -> Settings:
    """Settings from `config_file`; ContentError with every mistake in it."""
    file = config_file.resolve()
    text = ""
    try:
        text = file.read_text("utf-8")
        loader = _Loader(text)
        raw = loader.get_single_data()
    except FileNotFoundError:
        raise ContentError(
            [_issue(file, "", "there is no such file; run `nianlun new site DIR` to start one")]
        ) from None
    except UnicodeDecodeError:
        raise ContentError([_issue(file, "", "is not UTF-8 text; save the file as UTF-8")]) from None
    except yaml.MarkedYAMLError as wrong:
        line, column, words = explained(wrong, text)
        raise ContentError([Issue(Source(file.name, line, column), "", words)]) from None
    except yaml.YAMLError:
        raise ContentError([_issue(file, "", "has a character that YAML does not allow; delete it")]) from None
    if loader.repeated:
        raise ContentError(
            [Issue(Source(file.name, *place), name, message) for name, *place, message in loader.repeated]
        )
    return from_mapping(raw if isinstance(raw, dict) else {}, file)


def from_mapping(raw: Mapping[str, Any], file: Path) -> Settings:
    """Settings from a parsed site_config.yml that lies at `file`."""
    root = file.parent
    own = _own_options(raw, file)
    issues = [
        _issue(file, f"plugins.nianlun.{name}", f"is not an option; the options are {', '.join(OPTIONS)}")
        for name in own
        if name not in OPTIONS
    ]
    today: date | None = None
    if own.get("today"):
        try:
            today = date.fromisoformat(str(own["today"]))
        except ValueError:
            issues.append(_issue(file, "plugins.nianlun.today", "is not a day; write one such as 2026-03-15"))
    cells = str(own.get("small_cells", SMALL_CELLS))
    if not cells.isdecimal() or int(cells) < FEWEST:
        message = f"is not {FEWEST} or more; write how many hidden donors a figure must cover, or leave the option out"
        issues.append(_issue(file, "plugins.nianlun.small_cells", message))
    wait = str(own.get("small_cells_wait", 0))
    if not wait.isdecimal() or int(wait) > LONGEST_WAIT:
        message = f"is not a number of days up to {LONGEST_WAIT}; write how long a site may wait, such as 31, or 0"
        issues.append(_issue(file, "plugins.nianlun.small_cells_wait", message))
    dates = str(own.get("pseudonymous_dates", "month"))
    if dates not in ("month", "day"):
        message = "is neither month nor day; write month, and archives under a pseudonym tell no days"
        issues.append(_issue(file, "plugins.nianlun.pseudonymous_dates", message))
    amounts = str(own.get("pseudonymous_amounts", "exact"))
    if amounts not in ("exact", "band"):
        message = "is neither exact nor band; write band, and archives under a pseudonym tell amounts roughly"
        issues.append(_issue(file, "plugins.nianlun.pseudonymous_amounts", message))
    if not raw.get("site_name") and "INHERIT" not in raw:
        issues.append(_issue(file, "site_name", "is missing; write what the site is called"))
    url = str(raw.get("site_url") or "")
    if not url:
        issues.append(_issue(file, "site_url", "is missing; write the address the site will have, ending with /"))
    elif not url.startswith(("https://", "http://")):
        issues.append(_issue(file, "site_url", "is not an address; write one that begins with https://"))
    in_file = str(own.get("secret") or "")
    secret = os.environ.get(SECRET_VARIABLE) or in_file
    if not secret:
        issues.append(
            _issue(file, "plugins.nianlun.secret", f"is missing; set {SECRET_VARIABLE} to 32 or more random characters")
        )
    elif len(secret) < 16:
        issues.append(_issue(file, "plugins.nianlun.secret", "is too short; use 32 or more random characters"))
    given = os.environ.get(PRIVATE_VARIABLE)
    if given and not (root / given).is_dir():
        issues.append(_issue(file, "plugins.nianlun.private_dir", f"{PRIVATE_VARIABLE} names no folder that is there"))
    last = os.environ.get(LAST_VARIABLE)
    if last and not (root / last).is_file():
        issues.append(_issue(file, "", f"{LAST_VARIABLE} names no file that is there"))
    theme = raw.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    folders = {
        "docs_dir": raw.get("docs_dir"),
        "site_dir": raw.get("site_dir"),
        "theme.custom_dir": custom,
        "plugins.nianlun.cache_dir": own.get("cache_dir"),
        "plugins.nianlun.private_dir": own.get("private_dir"),
    }
    issues += [
        _issue(file, name, "is not a folder; write its name as text, in quotes, or leave the option out")
        for name, folder in folders.items()
        if not isinstance(folder, str | None)
    ]
    key, wrong = master.find(own, root)
    issues += [_issue(file, f"plugins.nianlun.{option}".rstrip("."), message) for option, message in wrong]
    if issues:
        raise ContentError(issues)
    themes = [root / str(custom)] if custom else []
    settings = Settings(
        root=root,
        config_file=file,
        content=(root / str(raw.get("docs_dir") or "content")).resolve(),
        out=(root / str(raw.get("site_dir") or "site")).resolve(),
        cache=(root / str(own.get("cache_dir") or ".cache")).resolve(),
        private=_private(root, given or own.get("private_dir")),
        themes=tuple(dict.fromkeys([*(t.resolve() for t in themes), bundled_theme().resolve()])),
        site_url=url.rstrip("/") + "/",
        secret=secret,
        today=today,
        jobs=os.cpu_count() or 1,
        small_cells=int(cells),
        wait=int(wait),
        by_month=dates == "month",
        bands=amounts == "band",
        master=key,
        last=(root / last).resolve() if last else None,
        inherited=tuple(_inherited(raw, root)),
    )
    if misplaced := settings.misplaced():
        raise ContentError([misplaced])
    return settings


def _private(root: Path, given: object) -> Path | None:
    """The folder of personal records: the one that is named, else private/ where there is one."""
    folder = (root / str(given or PRIVATE)).resolve()
    return folder if given or folder.is_dir() else None


def _inherited(raw: object, folder: Path) -> Iterator[Path]:
    """The file that settings in `folder` inherit from, then the one that this inherits from, as far as they are there.

    Whatever else is wrong with them MkDocs will say.
    """
    seen: set[Path] = set()
    while isinstance(raw, dict) and "INHERIT" in raw:
        file = (folder / str(raw["INHERIT"])).resolve()
        if file in seen:
            return
        seen.add(file)
        yield file
        try:
            raw, folder = _Loader(file.read_text("utf-8")).get_single_data(), file.parent
        except (OSError, ValueError, yaml.YAMLError):
            return


def _own_options(raw: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """What stands under the nianlun plugin of `file`, written as a list of plugins or as a mapping."""
    plugins = raw.get("plugins") or []
    entries = (
        plugins.items() if isinstance(plugins, dict) else [e for p in plugins if isinstance(p, dict) for e in p.items()]
    )
    own = dict(entries).get("nianlun") or {}
    if not isinstance(own, dict):
        raise ContentError([_issue(file, "plugins.nianlun", "holds no options; write each below it, as name: value")])
    return own


def _issue(file: Path, field: str, message: str) -> Issue:
    return Issue(Source(file.name), field, message)


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader, for which days and what MkDocs has tags for are plain text; `repeated`: keys that stand
    twice."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[str, int, int, str]] = []  # key, line, column, what would be right

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        first: dict[str, int] = {}
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
            if key.value in first:
                message = f"stands twice, on line {first[key.value]} too, and the last would count; keep one"
                self.repeated.append((key.value, line, column, message))
            first.setdefault(key.value, line)
        return super().construct_mapping(node, deep)


def _plain(loader: yaml.SafeLoader, _tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    return loader.construct_mapping(cast("yaml.MappingNode", node))


_STANDARD = "tag:yaml.org,2002:"
_Loader.add_constructor(f"{_STANDARD}timestamp", _Loader.yaml_constructors[f"{_STANDARD}str"])
_Loader.add_multi_constructor("!", _plain)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _plain)
