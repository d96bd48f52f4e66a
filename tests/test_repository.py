"""What the repository's frame promises: documents, lock, workflow and message catalogs agree with the code."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
LOCK, DEV_LOCK = ((ROOT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-dev.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
MESSAGES = sorted((ROOT / "theme/messages").glob("*.yml"))


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, with its full name."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            below = command.get_command(context, part)
            assert below
            yield from commands(below, f"{name} {part}")
    else:
        yield name, command


def test_every_command_and_its_options_are_in_the_readme() -> None:
    from generator.cli import main

    rows = [row for row in README.splitlines() if row.startswith("| `nianlun ")]
    for name, command in commands(main, "nianlun"):
        row = next((r for r in rows if r.startswith(f"| `{name}")), None)
        assert row is not None, f"README's table has no row for {name}"
        said = {o for p in command.params if isinstance(p, click.Option) for o in p.opts if o.startswith("--")}
        # what many commands share is told once, by build
        shared = {"--help", "--format", "--today", "--private"} if name != "nianlun build" else {"--help", "--format"}
        assert set() == {o for o in said - shared if o not in row}, name


def test_the_two_commands_of_the_readme_exist_and_ci_runs_them() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", README))
    run = (ROOT / ".ci/run").read_text("utf-8")

    assert {"site", "test"} <= named
    assert set() == named - targets
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "NIANLUN_REQUIRE_BROWSER=1 make test" in run
    assert re.search("^make site$", run, re.MULTILINE)


def locked(lock: str) -> dict[str, str]:
    """Each package of a lock with its version, what it is for and its hashes."""
    packages = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]
    return {package.partition("==")[0]: package.partition("==")[2] for package in packages}


def test_no_lock_names_an_address() -> None:
    assert [] == re.findall(r"^-.*|.*://.*", LOCK + DEV_LOCK, re.MULTILINE)


SITE = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["setup"]]


@pytest.mark.parametrize(
    ("lock", "text"),
    [(LOCK, t) for t in SITE] + [(DEV_LOCK, t) for t in (*SITE, *PROJECT["optional-dependencies"]["dev"])],
)
def test_a_lock_holds_each_dependency_at_a_version_within_its_range(lock: str, text: str) -> None:
    wanted = Requirement(text)
    assert wanted.specifier.contains(locked(lock)[wanted.name.lower()].split()[0])


def test_the_lock_for_the_site_is_a_part_of_the_other_and_holds_no_tool() -> None:
    assert locked(LOCK).items() < locked(DEV_LOCK).items()
    assert set() == {Requirement(t).name for t in PROJECT["optional-dependencies"]["dev"]} & locked(LOCK).keys()


def test_every_locked_package_has_a_hash() -> None:
    packages = {**locked(LOCK), **locked(DEV_LOCK)}
    assert len(packages) > 20
    assert [] == [name for name, rest in packages.items() if "--hash=sha256:" not in rest]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda p: p.name)
def test_actions_are_pinned_by_commit_with_their_version_beside(workflow: Path) -> None:
    uses = re.findall(r"uses:\s*(.+)", workflow.read_text("utf-8"))
    assert uses
    assert [] == [u for u in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", u)]


def test_pull_requests_meet_no_secret_and_no_right_to_write() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text("utf-8"))["jobs"]
    meet = {name: job for name, job in jobs.items() if "event_name != 'pull_request'" not in str(job.get("if", ""))}

    assert ["test", "deploy"] == list(meet)
    assert "needs.build.result == 'success'" in meet.pop("deploy")["if"]  # and no pull request meets `build`
    assert {"contents": "read"} == meet["test"]["permissions"]
    assert "secrets." not in str(meet)


def test_personal_records_meet_only_the_protected_job_and_leave_nothing_behind() -> None:
    text = (ROOT / ".github/workflows/publish.yml").read_text("utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    secret = {name for name, job in jobs.items() if "secrets." in str(job) or "PRIVATE_REPOSITORY" in str(job)}

    assert {"build"} == secret
    assert "site" == jobs["build"]["environment"]
    assert "pull_request" in jobs["build"]["if"] and "refs/heads/main" in jobs["build"]["if"]
    assert {"contents": "read"} == jobs["build"]["permissions"]
    assert not re.search(r"actions/cache|^ +cache:|upload-artifact@", text, re.MULTILINE)
    (kept,) = (s for s in jobs["build"]["steps"] if "upload-pages-artifact" in s.get("uses", ""))
    assert {"path": "site", "retention-days": 1} == kept["with"]
    assert all(
        s["with"]["persist-credentials"] is False
        for job in jobs.values()
        for s in job["steps"]
        if "actions/checkout" in s.get("uses", "")
    )


def catalog(file: Path) -> dict[str, str]:
    loaded = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def stems(keys: Iterator[str] | dict[str, str]) -> set[str]:
    """Keys without their plural form: Chinese has one form where English has two."""
    return {re.sub(r"\.(zero|one|other)$", "", key) for key in keys}


def test_catalogs_say_the_same_things_with_the_same_places() -> None:
    chinese, english = (catalog(ROOT / f"theme/messages/{lang}.yml") for lang in ("zh-CN", "en"))

    assert set() == stems(chinese) ^ stems(english)
    for key in chinese.keys() & english.keys():
        places = [set(re.findall(r"\{(\w+)\}", words[key])) for words in (chinese, english)]
        assert places[0] == places[1], key


def used_messages() -> set[str]:
    """Keys in t("...") of the templates and say(language, "...") of the planners; one that ends with a dot is a stem
    to which the template adds something."""
    found: set[str] = set()
    for file in [*(ROOT / "theme").rglob("*.html"), *(ROOT / "theme").rglob("*.svg")]:
        found |= set(re.findall(r"""\bt\(\s*["']([\w.-]+)["']""", file.read_text("utf-8")))
    for file in (ROOT / "generator").rglob("*.py"):
        found |= set(re.findall(r"""\bsay(?:_html)?\(\s*[\w.]+,\s*f?["']([\w.-]+)["'{]""", file.read_text("utf-8")))
    return found


def test_every_message_that_is_used_is_in_the_catalogs() -> None:
    used = used_messages()
    assert used
    for file in MESSAGES:
        keys = catalog(file)
        known = stems(keys) | set(keys)
        missing = {u for u in used if not (any(k.startswith(u) for k in known) if u.endswith(".") else u in known)}
        assert set() == missing, file.name


def test_every_point_of_the_required_behaviour_has_tests_that_exist() -> None:
    rows = re.findall(r"^\| (\d+) .*\| (.*) \|$", (ROOT / "tests/README.md").read_text("utf-8"), re.M)
    assert [int(point) for point, _ in rows] == list(range(1, 27))
    for point, cell in rows:
        named = re.findall(r"`([^`]+)::([^`]+)`", cell)
        assert named, point
        missing = [n for file, n in named if f"def {n}(" not in (ROOT / "tests" / file).read_text("utf-8")]
        assert [] == missing, point
