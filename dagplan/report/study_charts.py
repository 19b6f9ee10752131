"""What the drawings of a study's page show: differences with their ranges, and heat maps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from dagplan.scenarios.case_figures import described
from dagplan.scenarios.readings import EFFECTS, WITHIN_GAPS
from dagplan.scenarios.study import BASE_SCENARIO
from dagplan.words.messages.study import StudyPage

from .study_differences import Look, Range, difference_drawing
from .study_drawings import DARK, Cell, Shades, heat_drawing
from .study_words import localised, other_words, reading_words, say

if TYPE_CHECKING:
    from dagplan.scenarios.comparison import StudyResult

_MOST_TOLD = 40
_WORSE, _AS_BASE, _BETTER = "#e5a97c", "#f7f8fa", "#84b8cf"  # light enough for dark figures upon them


def is_share(figure: str) -> bool:
    """Whether a figure is a share from 0 to 1, shown in per cent."""
    return figure in {"gap", "solver_gap", "preferred_met"} or figure.startswith(("served.", "used."))


def look(reading: str) -> Look:
    """How a difference is drawn that reads so."""
    return "effect" if reading in EFFECTS else "within" if reading == WITHIN_GAPS else "not shown"


def difference_plot(result: StudyResult, figure: str, *, titled: bool = False) -> str:
    """The difference of each scenario in one figure; with its name above, where it is to stand by itself.

    Empty where no scenario can be held against another in it.
    """
    table = result.comparison
    table = table[(table["figure"] == figure) & table["difference"].notna()]
    rows = table.to_dict("records")
    if not rows:
        return ""
    factor = 100 if is_share(figure) else 1
    found = [
        Range(
            name=row["scenario"],
            mean=row["difference"] * factor,
            least=row["difference_least"] * factor,
            most=row["difference_most"] * factor,
            low=None if math.isnan(row["interval_low"]) else row["interval_low"] * factor,
            high=None if math.isnan(row["interval_high"]) else row["interval_high"] * factor,
            look=look(row["reading"]),
        )
        for row in rows
    ]
    against = other_words(result.against)
    axis = say("difference_axis_share" if is_share(figure) else "difference_axis", against=against)
    said = [
        StudyPage.ONE_DIFFERENCE(
            scenario=one.name, difference=localised(f"{one.mean:+.3g}"), reading=reading_words(row["reading"])
        )
        for one, row in zip(found, rows, strict=True)
    ]
    words = say("difference_words", figure=described(figure), against=against, differences=said[:_MOST_TOLD])
    return difference_drawing(found, axis, words, described(figure) if titled else "")


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
