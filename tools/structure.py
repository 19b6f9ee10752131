"""The picture of the structure, drawn from the imports: ``python -m tools.structure`` writes it (docs/pictures).

Layers and the solver's rooms are those that import-linter holds (``pyproject.toml``); what each box says is the first
sentence of that package's docstring; the arrows are the imports there are, without those that a longer way implies.
A test draws it anew and compares.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from collections.abc import Iterable
from html import escape
from pathlib import Path

import grimp

TOP = Path(__file__).parent.parent
PICTURE = TOP / "docs" / "pictures" / "structure.svg"

_WIDE, _HIGH, _ACROSS, _DOWN, _EDGE, _HEAD = 244, 84, 24, 30, 24, 64
_LINE = 34
"""Characters in a line of a box."""

_ABOUT = "The layers of the package, and the rooms of the solver and of the service"
_TITLES = (
    "dagplan: each layer uses those below",
    "dagplan.solver: each room uses those below",
    "dagplan.service: each room uses those below",
)
"""Of the contracts of import-linter, in their order."""

Arrows = dict[str, set[str]]


def layers(contract: dict[str, object]) -> list[str]:
    """The packages of one layers contract, from the top, side by side ones in their order."""
    rows = contract["layers"]
    assert isinstance(rows, list)
    return [name.strip() for row in rows for name in row.split("|")]


def arrows(packages: Iterable[str], graph: grimp.ImportGraph) -> Arrows:
    """For each package those of the others that it imports, at any depth of both."""
    known = list(packages)
    return {
        one: {
            other
            for other in known
            if other != one and graph.direct_import_exists(importer=one, imported=other, as_packages=True)
        }
        for one in known
    }


def reduced(all_arrows: Arrows) -> Arrows:
    """Without the arrows that a longer way implies.

    >>> sorted(reduced({"a": {"b", "c"}, "b": {"c"}, "c": set()})["a"])
    ['b']
    """
    return {
        one: {to for to in targets if not any(to in _reached(other, all_arrows) for other in targets if other != to)}
        for one, targets in all_arrows.items()
    }


def _reached(start: str, all_arrows: Arrows) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        for to in all_arrows[todo.pop()] - found:
            found.add(to)
            todo.append(to)
    return found


def ranks(all_arrows: Arrows) -> dict[str, int]:
    """Rows from the bottom: a package stands above all that it imports.

    Raises
    ------
    RecursionError
        If the packages import each other in a circle.
    """
    found: dict[str, int] = {}

    def rank(one: str) -> int:
        if one not in found:
            found[one] = max((rank(to) + 1 for to in all_arrows[one]), default=0)
        return found[one]

    for one in all_arrows:
        rank(one)
    return found


def says(package: str) -> str:
    """The first sentence of a package or module's docstring."""
    folder = TOP / Path(*package.split("."))
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    source = file.read_text(encoding="utf-8")
    about = (ast.get_docstring(ast.parse(source)) or "").split("\n\n")[0].replace("\n", " ").replace("``", "")
    return about.split(". ")[0].rstrip(".")


def panel(title: str, packages: list[str], graph: grimp.ImportGraph, left: int) -> tuple[list[str], int, int]:
    """The SVG of one column of boxes with its arrows, its width and its height."""
    there = arrows(packages, graph)
    row_of = ranks(there)
    count = max(row_of.values()) + 1
    rows = [[one for one in packages if row_of[one] == rank] for rank in reversed(range(count))]
    width = max(len(row) for row in rows) * (_WIDE + _ACROSS) - _ACROSS
    at = {}
    for number, row in enumerate(rows):
        indent = (width - len(row) * (_WIDE + _ACROSS) + _ACROSS) // 2
        for place, one in enumerate(row):
            at[one] = left + indent + place * (_WIDE + _ACROSS), _HEAD + number * (_HIGH + _DOWN)
    drawn = [f'<text x="{left}" y="{_HEAD - 22}" class="title">{escape(title)}</text>']
    for one, targets in reduced(there).items():
        for to in sorted(targets):
            begin, end = (at[one][0] + _WIDE // 2, at[one][1] + _HIGH), (at[to][0] + _WIDE // 2, at[to][1] - 3)
            drawn.append(f'<path d="M{begin[0]} {begin[1]} L{end[0]} {end[1]}" class="arrow"/>')
    for one, (x, y) in at.items():
        drawn.append(f'<rect x="{x}" y="{y}" width="{_WIDE}" height="{_HIGH}" rx="6" class="box"/>')
        drawn.append(f'<text x="{x + 12}" y="{y + 22}" class="name">{one.rsplit(".", 1)[-1]}</text>')
        for number, line in enumerate(textwrap.wrap(says(one), _LINE, max_lines=3, placeholder=" …")):
            drawn.append(f'<text x="{x + 12}" y="{y + 40 + 15 * number}" class="says">{escape(line)}</text>')
    return drawn, width, _HEAD + count * (_HIGH + _DOWN) - _DOWN


_STYLE = """
text { font-family: system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; fill: #1b2733; }
.title { font-size: 17px; font-weight: 600; }
.name { font-family: ui-monospace, "Liberation Mono", monospace; font-size: 15px; font-weight: 700; }
.says { font-size: 11.5px; fill: #44525f; }
.box { fill: #f3f7fb; stroke: #7a94ad; }
.arrow { stroke: #51697f; stroke-width: 1.5; fill: none; marker-end: url(#head); }
"""


def picture() -> str:
    """The whole picture as SVG: the layers of the package, and beside them the rooms of solver and service."""
    settings = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = [one for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    graph = grimp.build_graph("dagplan", cache_dir=None)
    drawn: list[str] = []
    left, height = _EDGE, 0
    for title, contract in zip(_TITLES, contracts, strict=True):
        if drawn:
            between = left - 3 * _ACROSS // 2
            drawn.append(f'<path d="M{between} {_EDGE} V{{bottom}}" stroke="#c9d4de"/>')
        column, width, below = panel(title, layers(contract), graph, left)
        drawn += column
        left, height = left + width + 3 * _ACROSS, max(height, below + _EDGE)
    whole_width = left - 3 * _ACROSS + _EDGE
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole_width} {height}" role="img" '
            f'width="{whole_width}" height="{height}">',
            f"<title>{_ABOUT}</title>",
            f"<style>{_STYLE}</style>",
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#51697f"/></marker></defs>',
            f'<rect width="{whole_width}" height="{height}" fill="#ffffff"/>',
            *(line.replace("{bottom}", str(height - _EDGE)) for line in drawn),
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
