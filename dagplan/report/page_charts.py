"""The drawings of the page, as finished SVG: nothing is left to draw in the browser.

Colours are CSS variables, so that light, dark and print are the stylesheet's business. What a shape stands
for goes into its ``data-tip``, for the pointer and the arrow keys; a table beside each drawing says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise

from .svg import element, picture, text

NAMES_WIDTH, DRAWING_WIDTH = 150, 900
GAP_MINUTES = 25
"""Blank minutes between two dates drawn side by side."""
LONGEST_NAME = 20
"""Longer names are cut in a drawing; its details and its table have them whole."""

_BAR = 0.82
"""Of the height of a row."""
_BELOW_MIDDLE = 3
"""Pixels from the middle of a row to the foot of its text."""


@dataclass(frozen=True)
class Shape:
    """A visit (or a cell) in a row: from one position along to another.

    Attributes
    ----------
    tip
        What it is, one fact a line.
    group
        Shapes of one group (a linked request) are joined in their order and light up together.
    mark
        A class of the stylesheet.
    """

    row: str
    start: float
    end: float
    fill: str
    tip: str = ""
    ink: str = ""
    label: str = ""
    group: str = ""
    mark: str = ""


@dataclass
class Drawing:
    """Rows of people against time.

    Attributes
    ----------
    rows
        Key and shown name, from the top.
    length
        The last position along.
    ticks
        Position, label and whether it is a heading (a date).
    """

    rows: Sequence[tuple[str, str]]
    length: float
    row_height: int
    ticks: list[tuple[float, str, bool]] = field(default_factory=list)
    free: list[Shape] = field(default_factory=list)
    busy: list[Shape] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def svg(self, title: str) -> str:
        """The drawing as an SVG element to put in a page."""
        height = len(self.rows) * self.row_height
        above = 40 if any(big for _, _, big in self.ticks) else 18
        box = (-NAMES_WIDTH, -above, NAMES_WIDTH + DRAWING_WIDTH + 4, above + height + 4)
        groups = {
            "rect-free": chain(self._spans(self.free, fill="var(--free)"), self._spans(self.busy, class_="busy")),
            "rule-ticks": self._rules(height),
            "text-ticks": self._times(),
            "text-names": self._names(),
            "rule-joins": self._joins(),
            "rect-bars": self._bars(),
            "text-labels": self._labels(),
        }
        return picture(title, box, *(element("g", *found, class_=name) for name, found in groups.items()))

    def _x(self, position: float) -> float:
        return position * DRAWING_WIDTH / self.length if self.length else 0.0

    def _middle(self, row: str) -> float:
        return (self._row[row] + 0.5) * self.row_height

    @cached_property
    def _row(self) -> dict[str, int]:
        return {key: number for number, (key, _) in enumerate(self.rows)}

    def _spans(self, spans: Sequence[Shape], **look: str) -> Iterator[str]:
        """The time in which each person works, or is busy, as one shape."""
        height = self.row_height * _BAR
        corners = [
            (self._x(one.start), self._middle(one.row) - height / 2, self._x(one.end) - self._x(one.start))
            for one in spans
        ]
        path = "".join(f"M{x:.5g},{y:.5g}h{width:.5g}v{height:.4g}h{-width:.5g}Z" for x, y, width in corners)
        if path:
            yield element("path", d=path, **look)

    def _rules(self, height: float) -> Iterator[str]:
        for at, _, big in self.ticks:
            x = self._x(at)
            stroke = "var(--rule-strong)" if big else "var(--rule)"
            yield element("line", x1=x, y1=-32 if big else -2, x2=x, y2=height, stroke=stroke)

    def _times(self) -> Iterator[str]:
        for at, label, big in self.ticks:
            look = {"font_size": 12, "font_weight": 600} if big else {"font_size": 10}
            fill = "var(--ink)" if big else "var(--soft)"
            yield text(label, x=self._x(at) + 3, y=-20 if big else -4, **look, fill=fill)

    def _names(self) -> Iterator[str]:
        for key, name in self.rows:
            cut = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
            yield text(cut, x=-10, y=self._middle(key) + _BELOW_MIDDLE, fill="var(--ink)")

    def _joins(self) -> Iterator[str]:
        """Lines between the shapes of a group, under them."""
        chains: dict[str, list[Shape]] = {}
        for shape in self.shapes:
            if shape.group:
                chains.setdefault(shape.group, []).append(shape)
        for members in chains.values():
            for one, other in pairwise(members):
                yield element(
                    "line",
                    x1=self._x(one.end),
                    y1=self._middle(one.row),
                    x2=self._x(other.start),
                    y2=self._middle(other.row),
                    stroke=one.fill.replace("--s", "--h"),
                    stroke_width=1.5,
                )

    def _bars(self) -> Iterator[str]:
        height = self.row_height * _BAR
        for one in self.shapes:
            yield element(
                "rect",
                x=self._x(one.start),
                y=self._middle(one.row) - height / 2,
                width=self._x(one.end) - self._x(one.start),
                height=height,
                fill=one.fill,
                data_tip=one.tip,
                data_group=one.group or None,
                class_=one.mark or None,
            )

    def _labels(self) -> Iterator[str]:
        for one in self.shapes:
            if one.label:
                y = self._middle(one.row) + _BELOW_MIDDLE
                yield text(one.label, x=self._x(one.start) + 4, y=y, fill=one.ink)
