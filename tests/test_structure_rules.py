"""How the code is laid out: short modules, tests where what they test is, and commands that are told can be run."""

from __future__ import annotations

import re

import pytest

from tests.places import ROOT

MOST_LINES = 350
ELSEWHERE = {"docs", "benchmarks", "tools"}
"""Folders of tests of what is beside the package."""

MODULES = sorted((ROOT / "dagplan").rglob("*.py"))
TESTED = sorted({path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")})
TOLD = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", ".ci/run", ".ci/sanitize", ".ci/wheels", "test")),
    *(path for path in sorted((ROOT / "docs").rglob("*")) if path.suffix in (".md", ".py", ".rst")),
    *(path for name in ("tests", "tools", "benchmarks") for path in sorted((ROOT / name).rglob("*.py"))),
]
COMMAND = re.compile(r"python3? -m ((?:tests|tools|benchmarks)(?:\.\w+)+)")


def test_no_module_is_long():
    long = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert len(long) > 200
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


@pytest.mark.parametrize("folder", TESTED, ids=str)
def test_a_folder_of_tests_has_its_counterpart(folder):
    of = ROOT if folder.parts[:1] and folder.parts[0] in ELSEWHERE else ROOT / "dagplan"
    assert list((of / folder).glob("*.py")), f"nothing stands in {(of / folder).relative_to(ROOT)}"
    assert (ROOT / "tests" / folder / "__init__.py").exists()


def commands():
    """Each module that a text says to run, with the texts that say so."""
    found: dict[str, set[str]] = {}
    for path in TOLD:
        for module in COMMAND.findall(path.read_text("utf-8")):
            found.setdefault(module, set()).add(path.relative_to(ROOT).as_posix())
    return found


def runs(module):
    """Whether a module does something when it is run."""
    path = ROOT.joinpath(*module.split("."))
    if path.is_dir():
        return (path / "__main__.py").exists()
    path = path.with_suffix(".py")
    return path.exists() and 'if __name__ == "__main__":' in path.read_text("utf-8")


def test_every_command_that_is_told_can_be_run():
    told = commands()
    assert len(told) > 10
    assert {module: where for module, where in told.items() if not runs(module)} == {}


def test_what_can_not_be_run_is_seen():
    assert runs("benchmarks.rivals")  # a folder with a __main__
    assert not runs("tests.solver")  # a folder without
    assert not runs("tests.places")  # a module that only says where things are
    assert not runs("tools.no_such")
    assert COMMAND.findall("`.venv/bin/python -m tools.structure --x`, or so.") == ["tools.structure"]
