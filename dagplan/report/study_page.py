"""A study as one self-contained HTML page: what the template is filled with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dagplan.scenarios.case_figures import described
from dagplan.scenarios.readings import READINGS, SAME
from dagplan.scenarios.study import BASE_SCENARIO
from dagplan.words import Said, current_language
from dagplan.words.registry import in_language

from .study_charts import difference_plot, grid_maps, is_share, look, use_map
from .study_words import column_words, localised, other_words, reading_means, reading_words, say

if TYPE_CHECKING:
    from dagplan.scenarios.comparison import StudyResult

MAIN_FIGURES = (
    *("booked", "booked_linked", "unbooked_linked"),
    *("days_from_target", "minutes_waited", "preferred_met", "cost", "gap", "solver_gap"),
)
"""The columns of the first table, those that the study has."""
PLOTTED = ("booked", "booked_linked", "cost", "days_from_target", "minutes_waited")
MOST_ITEMS = 40
"""So many requests of a scenario are listed; the others stand in items.csv."""
MOST_WORDS = 200
"""So many changes of a scenario are listed."""


def study_page(result: StudyResult, pictures: str = "pictures") -> bytes:
    """A study's comparison as an HTML page that needs nothing else, in the language of this run.

    Parameters
    ----------
    result
        What came of the study.
    pictures
        The folder in which each picture stands by itself.

    Returns
    -------
    bytes
        The page as UTF-8.
    """
    from importlib.resources import files as package_files

    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("dagplan.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (package_files("dagplan.report") / "templates" / "page.css").read_text(encoding="utf-8")
    read = result.study.file
    columns = [name for name in MAIN_FIGURES if name in set(result.comparison["figure"])]
    figures = list(dict.fromkeys(result.comparison["figure"]))
    errors = result.cases[result.cases["state"] == "failed"]
    return (
        environment.get_template("study.html.j2")
        .render(
            say=say,
            language=current_language(),
            study=read,
            style=style,
            columns=[(column_words(name), described(name)) for name in columns],
            rows=[_row(result, scenario, columns) for scenario in result.scenarios.to_dict("records")],
            readings=[(reading_words(one), reading_means(one)) for one in READINGS],
            against=other_words(result.against),
            warnings=[one.shown for one in result.warnings],
            tested=result.tested,
            pictures=f"{pictures}/",
            plots=_plots(result, [name for name in PLOTTED if name in figures]),
            more_plots=_plots(result, [name for name in figures if name not in PLOTTED]),
            maps=[(grid, maps) for grid in read.grid if (maps := _maps(result, grid))],
            use=use_map(result),
            scenarios=_scenarios(result),
            failed=errors[["scenario", "seed", "error"]].to_dict("records"),
            total=len(result.cases),
            seeds=len(read.seeds),
        )
        .encode()
    )


def shown(figure: str, value: float | None, *, signed: bool = False) -> str:
    """A figure as it stands in a table; shares in per cent.

    >>> shown("booked", 3.0, signed=True), shown("gap", 0.0123), shown("cost", None)
    ('+3', '1.23 %', '')
    """
    if value is None or math.isnan(value):
        return ""
    scaled = value * 100 if is_share(figure) else value
    digits = 0 if float(scaled).is_integer() or abs(scaled) >= 1000 else 2 if abs(scaled) < 10 else 1
    text = localised(f"{scaled:{'+' if signed else ''}.{digits}f}").replace("-", "\N{MINUS SIGN}")
    return f"{text} %" if is_share(figure) and not signed else text


def _row(result: StudyResult, scenario: Mapping[Any, Any], columns: list[str]) -> dict[str, Any]:
    own = result.comparison[result.comparison["scenario"] == scenario["scenario"]].set_index("figure")
    cells: list[dict[str, Any] | None] = []
    for name in columns:
        if name not in own.index:
            cells.append(None)
            continue
        found = own.loc[name]
        low, high = (shown(name, found[end], signed=True) for end in ("interval_low", "interval_high"))
        differs = found["reading"] not in {SAME, ""}
        cells.append(
            {
                "mean": shown(name, found["mean"]),
                "difference": shown(name, found["difference"], signed=True) if found["reading"] else "",
                "range": say("range", low=low, high=high) if differs and low else "",
                "reading": reading_words(found["reading"]) if differs else "",
                "look": look(found["reading"]).replace(" ", "-"),
            }
        )
    return {"name": scenario["scenario"], "text": _text(scenario), "failed": scenario["failed"], "cells": cells}


def _text(scenario: Mapping[Any, Any]) -> str:
    return say("base_text") if scenario["scenario"] == BASE_SCENARIO else str(scenario["text"])


def _plots(result: StudyResult, figures: list[str]) -> list[tuple[str, str]]:
    return [(described(name), plot) for name in figures if (plot := difference_plot(result, name))]


def _maps(result: StudyResult, grid: Any) -> list[tuple[str, str]]:
    words = sorted({one["competence"] for one in grid.changes if isinstance(one.get("competence"), str)})
    figures = ("booked", "booked_linked", "cost", *(f"served.{word}" for word in words))
    return [one for name in figures for one in grid_maps(result, grid.name, name)]


def _scenarios(result: StudyResult) -> list[dict[str, Any]]:
    """Each scenario with what changed, and the requests gained and lost, in the language of this run."""
    said = {one.scenario: one.said for one in result.outcomes}
    params = {why.message: why.params for one in result.outcomes for why in one.unbooked.values()}
    return [_scenario(result, one, said, params) for one in result.scenarios.to_dict("records")]


def _scenario(
    result: StudyResult,
    scenario: Mapping[Any, Any],
    said: Mapping[str, Sequence[Said]],
    params: Mapping[str, Mapping[str, Any] | None],
) -> dict[str, Any]:
    items = result.items[result.items["scenario"] == scenario["scenario"]]
    changes = [one.shown for one in said[scenario["scenario"]]]
    kinds = ("lost", "gained", "new, not booked")
    return {
        "name": scenario["scenario"],
        "text": _text(scenario),
        "against": scenario["scenario"] == result.against,
        "changes": changes[:MOST_WORDS],
        "more_changes": max(0, len(changes) - MOST_WORDS),
        "count": {kind: int(((items["change"] == kind) & (items["seeds"] == items["of"])).sum()) for kind in kinds},
        "some": {kind: int(((items["change"] == kind) & (items["seeds"] < items["of"])).sum()) for kind in kinds},
        "items": [
            {**one, "reason": in_language(params.get(one["reason"]), one["reason"])}
            for one in items.head(MOST_ITEMS).to_dict("records")
        ],
        "more_items": max(0, len(items) - MOST_ITEMS),
    }
