"""What the documentation names is in the code: words of the glossary, paths, commands and their options."""

import re
import shlex
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import pytest
from typer.main import get_command

import dagplan.cli.commands  # noqa: F401 - all of them
from dagplan.cli.app import app
from tests.places import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_YET = {
    "dagplan/files/markdown.py",
    "dagplan/cli/sizes.py",
    "tests/files/test_markdown.py",
    "tests/cli/test_sizes.py",
}
"""Made in the walks of CONTRIBUTING.md."""
COMMANDS_NOT_YET = {"sizes"}
"""Likewise."""


@cache
def code():
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "dagplan").rglob("*.py")))


def glossary():
    rows = re.findall(r"^\|.*\|$", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.M)
    return sorted({name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[3])})


@pytest.mark.parametrize("name", glossary())
def test_a_name_of_the_glossary_is_in_the_code(name):
    if "/" in name:
        assert (ROOT / "dagplan" / name).exists()
    else:
        for part in name.split("."):
            assert re.search(rf"\b{re.escape(part)}\b", code()), part


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_path_that_is_named_is_there(page):
    text = page.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", text)
    named = re.findall(r"`((?:dagplan|docs|tests|examples|schemas|benchmarks|tools)/[\w/.-]+\.\w+)`", text)
    missing = [path for path in links if not (page.parent / path).exists()]
    missing += [path for path in named if path not in NOT_YET and not (ROOT / path).exists()]
    assert missing == []


def calls(page):
    """Each ``dagplan …`` of a page: whole lines of its blocks, and what stands within the text or a table."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"^```(?:\w*)\n(.*?)^```", text, re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    within = re.findall(r"`(dagplan [^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    for line in [*lines, *within]:
        line = line.removeprefix(".venv/bin/")
        if line.startswith("dagplan ") and "…" not in line:
            yield shlex.split(line.split(" > ")[0], comments=True)[1:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_that_is_shown_exists(page):
    group = get_command(app)
    for words in calls(page):
        name, *rest = words
        if name not in group.commands and name in COMMANDS_NOT_YET:
            continue
        options = [word.split("=")[0] for word in rest if word.startswith("-")]
        assert name in group.commands, words
        command = group.commands[name]
        if hasattr(command, "commands") and rest:
            assert rest[0] in command.commands, words
            command = command.commands[rest[0]]
        known = {option for part in command.params for option in part.opts}
        given = {f"-{letter}" for word in options if re.fullmatch(r"-[a-z]{2,}", word) for letter in word[1:]}
        given |= {word for word in options if not re.fullmatch(r"-[a-z]{2,}", word)}
        assert given <= known, words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_that_is_run_is_there(page):
    for module in re.findall(r"python -m ((?:benchmarks|tests|tools)[\w.]*)", page.read_text("utf-8")):
        assert find_spec(module), module


def resolved(dotted):
    """What a dotted name leads to."""
    parts = dotted.split(".")
    value = import_module(parts[0])
    for depth, part in enumerate(parts[1:], 2):
        if not hasattr(value, part):
            import_module(".".join(parts[:depth]))
        value = getattr(value, part)
    return value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_dotted_name_leads_somewhere(page):
    for dotted in re.findall(r"`(dagplan(?:\.[a-zA-Z_]\w*)+)\b[`(]", page.read_text("utf-8")):
        resolved(dotted)


def test_calls_are_found():
    assert ["template", "week.xlsx", "--language", "sv"] in list(calls(ROOT / "README.md"))
    assert sum(len(list(calls(page))) for page in PAGES) > 40
