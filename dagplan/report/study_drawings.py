"""Heat maps on a study's page, as SVG, and what its drawings have in common."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .study_words import localised, say
from .svg import element, picture, text

INK, SOFT, GRID = "#17222d", "#526170", "#9aa7b4"
_LETTER = 6.2
"""Pixels that a letter takes, about: nothing measures it here."""
_LONGEST_NAME = 42
_CELL_WIDTH, _CELL_HEIGHT = 62, 30
_SLANT = 30
"""Degrees by which names under a heat map rise."""


@dataclass(frozen=True)
class Cell:
    """A figure in a heat map, by the names of its column and row."""

    x: str
    y: str
    value: float


@dataclass(frozen=True)
class Shades:
    """Colours (``#rrggbb``) at rising values, and between them; above ``dark`` figures are written in white."""

    values: tuple[float, ...]
    colours: tuple[str, ...]
    dark: float = float("inf")

    def at(self, value: float) -> str:
        """The colour of a value."""
        right = min(max(bisect_right(self.values, value), 1), len(self.values) - 1)
        low, high = self.values[right - 1], self.values[right]
        share = min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.0
        pairs = zip(_parts(self.colours[right - 1]), _parts(self.colours[right]), strict=True)
        return "#" + "".join(f"{round(one + share * (other - one)):02x}" for one, other in pairs)


DARK = Shades((0.0, 100.0), ("#f4f6f8", "#0b5570"), dark=60.0)
"""Per cent: the fuller, the darker."""


def heat_drawing(cells: Sequence[Cell], shades: Shades, words: str, x_title: str = "", y_title: str = "") -> str:
    """Figures in columns and rows, each on a colour for how large it is.

    Parameters
    ----------
    cells
        At least one. Columns and rows stand in the order in which they are met.
    shades
        The colours.
    words
        What it shows, for those who can't see it; from where to where the figures go is added.
    x_title, y_title
        What the columns and rows are. Without ``x_title`` the columns' names are long, and slant.
    """
    columns, rows = _numbered(one.x for one in cells), _numbered(one.y for one in cells)
    width, height = len(columns) * _CELL_WIDTH, len(rows) * _CELL_HEIGHT
    values = [one.value for one in cells]
    drawn = []
    for one in cells:
        left, top = columns[one.x] * _CELL_WIDTH, rows[one.y] * _CELL_HEIGHT
        fill, ink = shades.at(one.value), "#fff" if one.value > shades.dark else INK
        size = {"width": _CELL_WIDTH, "height": _CELL_HEIGHT}
        drawn.append(element("rect", x=left, y=top, **size, fill=fill, stroke="#fff"))
        shown = localised(f"{one.value:,.0f}" if max(values) >= 1000 else f"{one.value:.4g}")
        middle = left + _CELL_WIDTH / 2
        drawn.append(text(shown, x=middle, y=top + 19, text_anchor="middle", font_size=12, fill=ink))
    for name, number in rows.items():
        drawn.append(small(cut(name), -8, number * _CELL_HEIGHT + 19, "end"))
    names_left, names_below = width_of(rows) + 16, 22.0
    for name, number in columns.items():
        middle = (number + 0.5) * _CELL_WIDTH
        if x_title:
            drawn.append(small(cut(name), middle, height + 16, "middle"))
        else:
            turn = f"translate({middle:.0f},{height + 14}) rotate(-{_SLANT})"
            drawn.append(element("g", small(cut(name), 0, 0, "end"), transform=turn))
    if not x_title:
        names_below = width_of(columns) / 2 + 22
        names_left = max(names_left, width_of([cells[0].x]) - _CELL_WIDTH / 2 + 8)
    if x_title:
        drawn.append(small(x_title, width / 2, height + 34, "middle", SOFT))
        names_below += 18
    if y_title:
        turn = f"translate({-names_left - 4:.0f},{height / 2:.0f}) rotate(-90)"
        drawn.append(element("g", small(y_title, 0, 0, "middle", SOFT), transform=turn))
        names_left += 18
    said = say("from_to", what=words, low=localised(f"{min(values):.3g}"), high=localised(f"{max(values):.3g}"))
    return framed(said, names_left, width + 14, height + names_below, drawn)


def framed(words: str, left: float, right: float, below: float, drawn: Sequence[str]) -> str:
    """The picture in its own size, with so much to the left and right of the plot's corner and below it."""
    return picture(words, (-left, -6, left + right, below + 6), *drawn, width=left + right, height=below + 6)


def small(words: str, x: float, y: float, anchor: str, fill: str = INK) -> str:
    """A word or figure at a drawing's edge."""
    return text(words, x=x, y=y, text_anchor=anchor, font_size=11, fill=fill)


def cut(name: str) -> str:
    """A name that is not too long for a drawing."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _numbered(names: Iterable[str]) -> dict[str, int]:
    """Different names, numbered as they are met."""
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def width_of(names: Iterable[str]) -> float:
    """Pixels that the longest of some names takes."""
    return _LETTER * max(len(cut(name)) for name in names)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
