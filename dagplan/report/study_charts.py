"""What the drawings of a study's page show: differences with their ranges, and heat maps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from dagplan.scenarios.case_figures import described
from dagplan.scenarios.comparison import CLEAR
from dagplan.scenarios.study import BASE_SCENARIO

from .study_drawings import DARK, Cell, Range, Shades, difference_drawing, heat_drawing
from .study_words import say

if TYPE_CHECKING:
    from dagplan.scenarios.comparison import StudyResult

_WORSE, _AS_BASE, _BETTER = "#e5a97c", "#f7f8fa", "#84b8cf"  # light enough for dark figures upon them


def is_share(figure: str) -> bool:
    """Whether a figure is a share from 0 to 1, shown in per cent."""
    return figure in {"gap", "preferred_met"} or figure.startswith(("served.", "used."))


def difference_plot(result: StudyResult, figure: str) -> str:
    """The difference of each scenario to the base in one figure: a dot for the mean, a bar over the seeds."""
    rows = result.comparison
    rows = rows[(rows["figure"] == figure) & rows["difference"].notna()]
    factor = 100 if is_share(figure) else 1
    found = [
        Range(
            name=row["scenario"],
            mean=row["difference"] * factor,
            least=row["difference_least"] * factor,
            most=row["difference_most"] * factor,
            clear=row["reading"] == CLEAR,
        )
        for row in rows.to_dict("records")
    ]
    if not found:
        return ""
    axis = say("difference_axis_share" if is_share(figure) else "difference_axis")
    said = [f"{one.name} {one.mean:+.3g}" for one in found[:40]]
    return difference_drawing(found, axis, say("difference_words", figure=described(figure), differences=said))


def grid_maps(result: StudyResult, grid: str, figure: str) -> list[tuple[str, str]]:
    """Heat maps of one figure over the last two parameters of a grid: one for each combination of the others.

    Returns
    -------
    list of (title, SVG)
        Empty where the figure is in no case of the grid.
    """
    cells = result.scenarios[result.scenarios["grid"] == grid]
    names = [name for name in cells.columns if name.startswith("value.") and cells[name].notna().all()]
    means = result.table()
    if figure not in means:
        return []
    factor = 100 if is_share(figure) else 1
    maps: dict[str, list[Cell]] = {}
    for cell in cells.to_dict("records"):
        mean = float(means[figure].get(cell["scenario"], math.nan)) * factor
        if not math.isnan(mean):
            others = ", ".join(f"{_in_words(name)} {_plain(cell[name])}" for name in names[:-2])
            x, y = str(_plain(cell[names[-1]])), str(_plain(cell[names[-2]])) if names[1:] else ""
            maps.setdefault(others, []).append(Cell(x, y, mean))
    values = [one.value for cells in maps.values() for one in cells]
    if not values:
        return []
    high_is_worse = figure.startswith(("unbooked", "cost", "days", "minutes"))
    colours = (_BETTER, _AS_BASE, _WORSE) if high_is_worse else (_WORSE, _AS_BASE, _BETTER)
    base = float(means[figure].get(BASE_SCENARIO, math.nan)) * factor
    middle = sum(values) / len(values) if math.isnan(base) else base
    shades = Shades((min(*values, middle), middle, max(*values, middle)), colours)
    titles = _in_words(names[-1]), _in_words(names[-2]) if names[1:] else ""
    return [
        (f"{described(figure)}{others and ': '}{others}", heat_drawing(found, shades, described(figure), *titles))
        for others, found in maps.items()
    ]


def _in_words(name: str) -> str:
    return name.removeprefix("value.").replace("_", " ")


def use_map(result: StudyResult) -> str:
    """A heat map of scenarios × competences: how much of the time of those who have it is taken."""
    rows = result.comparison[result.comparison["figure"].str.startswith("used.") & result.comparison["mean"].notna()]
    found = [
        Cell(row["figure"].partition(".")[2], row["scenario"], row["mean"] * 100) for row in rows.to_dict("records")
    ]
    if not found:
        return ""
    return heat_drawing(found, DARK, say("use_words"))


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
