"""Weeks as SVG: a line for the mean of the years, a band from the least to the most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .study_drawings import GRID, INK, SOFT, cut, framed, small
from .study_words import localised
from .svg import element, ticks

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#aa4499", "#8a6d00", "#56606b")
"""Told apart also by those who see fewer colours; more policies begin again."""
_WIDTH, _HEIGHT = 620, 230


@dataclass(frozen=True)
class Course:
    """A figure week by week; None where a week has none.

    Attributes
    ----------
    name
        Of the policy.
    mean, least, most
        Over the years, a week each.
    """

    name: str
    mean: Sequence[float | None]
    least: Sequence[float | None]
    most: Sequence[float | None]


def course_drawing(courses: Sequence[Course], before: int, words: str, along: str) -> str:
    """Courses on one axis.

    Parameters
    ----------
    courses
        At least one, all of as many weeks.
    before
        So many weeks do not count.
    words
        What the drawing shows, for those who can't see it.
    along
        What the axis counts.
    """
    weeks = max(len(one.mean) for one in courses)
    top = max((value for one in courses for value in one.most if value is not None), default=1.0) or 1.0

    def x(week: float) -> float:
        return week * _WIDTH / max(1, weeks - 1)

    def y(value: float) -> float:
        return _HEIGHT * (1 - value / (1.05 * top))

    drawn = []
    if before:
        grey = {"fill": "#eef1f4", "stroke": "none"}
        drawn.append(element("rect", x=0, y=0, width=x(min(before, weeks) - 0.5), height=_HEIGHT, **grey))
    for mark in ticks(0.0, 1.05 * top, 5):
        drawn.append(element("line", x1=0, y1=y(mark), x2=_WIDTH, y2=y(mark), stroke="#e3e8ec"))
        drawn.append(small(localised(f"{mark:,g}"), -8, y(mark) + 4, "end"))
    drawn += [small(f"{mark:g}", x(mark), _HEIGHT + 16, "middle") for mark in ticks(0.0, weeks - 1.0, 8)]
    drawn.append(element("path", d=f"M0,0V{_HEIGHT}H{_WIDTH}", fill="none", stroke=GRID))
    drawn.append(small(along, _WIDTH / 2, _HEIGHT + 33, "middle", SOFT))
    for number, one in enumerate(courses):
        colour = COLOURS[number % len(COLOURS)]
        there = [week for week, value in enumerate(one.mean) if value is not None]
        over = [f"{x(week):.1f},{y(one.most[week] or 0.0):.1f}" for week in there]
        under = [f"{x(week):.1f},{y(one.least[week] or 0.0):.1f}" for week in reversed(there)]
        drawn.append(element("polygon", points=" ".join(over + under), fill=colour, fill_opacity="0.15"))
        line = " ".join(f"{x(week):.1f},{y(one.mean[week] or 0.0):.1f}" for week in there)
        drawn.append(element("polyline", points=line, fill="none", stroke=colour, stroke_width=2))
        left, below = 14 + 200 * (number % 3), _HEIGHT + 56 + 20 * (number // 3)
        drawn.append(element("rect", x=left, y=below - 9, width=16, height=10, fill=colour))
        drawn.append(small(cut(one.name), left + 22, below, "start", INK))
    return framed(words, 56, _WIDTH + 24, _HEIGHT + 66 + 20 * ((len(courses) - 1) // 3), drawn)
