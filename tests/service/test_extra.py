"""What the service imports comes with it: ``pip install 'dagplan[service,postgres]'`` is enough."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.places import ROOT

NAME = re.compile(r"[A-Za-z0-9._-]+")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def imported():
    """The packages of others that the service and its commands import, each with a file that does."""
    found = {}
    for path in [*(ROOT / "dagplan" / "service").rglob("*.py"), *(ROOT / "dagplan" / "cli").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            for name in names:
                found.setdefault(name.split(".")[0], path.relative_to(ROOT).as_posix())
    return {
        name: path for name, path in found.items() if name not in {*sys.stdlib_module_names, "dagplan", "_signal"}
    }


def test_the_extra_names_all_that_is_imported():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    named = [*project["dependencies"], *extras["service"], *extras["postgres"], *extras["cluster"]]
    declared = {normal(NAME.match(one)[0]) for one in named}
    whose = packages_distributions()
    lacking = {
        (name, path)
        for name, path in imported().items()
        if not {normal(one) for one in whose.get(name, [name])} & declared
    }
    # starlette is what FastAPI's own interface is made of
    assert {one for one in lacking if one[0] != "starlette"} == set()
