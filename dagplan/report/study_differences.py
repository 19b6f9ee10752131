"""Differences about zero as SVG: a row a scenario, with what the seeds show of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .study_drawings import GRID, INK, SOFT, cut, framed, small, width_of
from .study_words import localised
from .svg import element, text, ticks

Look = Literal["effect", "within", "not shown"]

_EFFECT_COLOUR, _GREY = "#0b5c7a", "#7f8c99"
_PLOT_WIDTH, _ROW_HEIGHT, _TITLE_HEIGHT = 420, 24, 30
_INTERVAL_BEYOND = 0.6
"""An interval may make the axis so much longer than the seeds do, as a share of their span; then it is cut off."""


@dataclass(frozen=True)
class Range:
    """A scenario's difference to another: its mean, from where to where it goes over the seeds, its interval.

    ``low`` and ``high`` are None where there is no interval: of one seed.
    """

    name: str
    mean: float
    least: float
    most: float
    low: float | None
    high: float | None
    look: Look


def difference_drawing(rows: Sequence[Range], along: str, words: str, title: str = "") -> str:
    """A row a scenario: a dot for the mean, a bar over the seeds, a line for the interval, and one at zero.

    Parameters
    ----------
    rows
        At least one.
    along
        What the axis measures.
    words
        What the drawing says, for those who can't see it.
    title
        Stands above; left out where the page has it.
    """
    low, high = _axis(rows)
    height = len(rows) * _ROW_HEIGHT

    def x(value: float) -> float:
        return (min(max(value, low), high) - low) * _PLOT_WIDTH / (high - low)

    marks = ticks(low, high, 6)
    step = marks[1] - marks[0] if marks[1:] else 1.0
    drawn = [element("path", d=f"M0,0V{height}H{_PLOT_WIDTH}", fill="none", stroke=GRID)]
    for mark in marks:
        drawn.append(element("line", x1=x(mark), y1=height, x2=x(mark), y2=height + 5, stroke=GRID))
        drawn.append(small(_signed(mark, step), x(mark), height + 16, "middle"))
    drawn.append(small(along, _PLOT_WIDTH / 2, height + 33, "middle", SOFT))
    drawn.append(element("line", x1=x(0), y1=0, x2=x(0), y2=height, stroke=INK))
    for number, one in enumerate(rows):
        middle = (number + 0.5) * _ROW_HEIGHT
        colour = _GREY if one.look == "not shown" else _EFFECT_COLOUR
        width = max(3.0, x(one.most) - x(one.least))
        drawn.append(small(cut(one.name), -8, middle + 4, "end"))
        drawn.append(
            element("rect", x=x(one.least), y=middle - 2.5, width=width, height=5, fill=colour, fill_opacity="0.45")
        )
        if one.low is not None and one.high is not None:
            drawn.append(element("line", x1=x(one.low), y1=middle, x2=x(one.high), y2=middle, stroke=colour))
        inside = "#fff" if one.look == "within" else colour
        drawn.append(element("circle", cx=x(one.mean), cy=middle, r=5, fill=inside, stroke=colour, stroke_width=1.6))
    left = width_of([one.name for one in rows]) + 16
    if not title:
        return framed(words, left, _PLOT_WIDTH + 20, height + 40, drawn)
    right = max(_PLOT_WIDTH + 20.0, 1.3 * width_of([title]) - left + 16)
    below = height + 40 + _TITLE_HEIGHT
    ground = element("rect", x=-left, y=-6, width=left + right, height=below + 6, fill="#fff")
    head = text(title, x=8 - left, y=14, font_size=14, font_weight="600", fill=INK)
    moved = element("g", *drawn, transform=f"translate(0,{_TITLE_HEIGHT})")
    return framed(words, left, right, below, [element("g", ground, head, moved, font_family="sans-serif")])


def _axis(rows: Sequence[Range]) -> tuple[float, float]:
    """From where to where the axis goes: over zero and all seeds, and over intervals that are not much wider."""
    low, high = min(0.0, *(one.least for one in rows)), max(0.0, *(one.most for one in rows))
    beyond = (high - low) * _INTERVAL_BEYOND
    lows = [one.low for one in rows if one.low is not None]
    highs = [one.high for one in rows if one.high is not None]
    low, high = max(min([low, *lows]), low - beyond), min(max([high, *highs]), high + beyond)
    margin = (high - low) * 0.02 or 1.0
    return low - margin, high + margin


def _signed(value: float, step: float) -> str:
    """A figure at an axis, with as many decimals as the steps between them need and a true minus."""
    decimals = next((count for count in range(9) if abs(step * 10**count - round(step * 10**count)) < 1e-6), 9)
    return localised(f"{value:,.{decimals}f}").replace("-", "−")
