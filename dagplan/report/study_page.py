"""A study as one self-contained HTML page: what the template is filled with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dagplan.scenarios.case_figures import described
from dagplan.scenarios.comparison import CLEAR, READINGS, SAME
from dagplan.scenarios.study import BASE_SCENARIO
from dagplan.words import current_language

from .study_charts import difference_plot, grid_maps, is_share, use_map
from .study_words import column_words, reading_means, reading_words, say

if TYPE_CHECKING:
    from dagplan.scenarios.comparison import StudyResult

MAIN_FIGURES = (
    *("booked", "booked_linked", "unbooked_linked"),
    *("days_from_target", "minutes_waited", "preferred_met", "cost", "gap"),
)
"""The columns of the first table, those that the study has."""
PLOTTED = ("booked", "booked_linked", "cost", "days_from_target", "minutes_waited")
MOST_ITEMS = 40
"""So many requests of a scenario are listed; the others stand in items.csv."""
MOST_WORDS = 200
"""So many changes of a scenario are listed."""


def study_page(result: StudyResult) -> bytes:
    """A study's comparison as an HTML page that needs nothing else, in the language of this run.

    Parameters
    ----------
    result
        What came of the study.

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
            plots=[(described(name), plot) for name in PLOTTED if (plot := difference_plot(result, name))],
            maps=[(grid, maps) for grid in read.grid if (maps := _maps(result, grid))],
            use=use_map(result),
            scenarios=[_scenario(result, one) for one in result.scenarios.to_dict("records")],
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
    text = f"{scaled:{'+' if signed else ''}.{digits}f}".replace("-", "\N{MINUS SIGN}")
    return f"{text} %" if is_share(figure) and not signed else text


def _row(result: StudyResult, scenario: Mapping[Any, Any], columns: list[str]) -> dict[str, Any]:
    own = result.comparison[result.comparison["scenario"] == scenario["scenario"]].set_index("figure")
    cells: list[dict[str, Any] | None] = []
    for name in columns:
        if name not in own.index:
            cells.append(None)
            continue
        found = own.loc[name]
        low, high = (shown(name, found[end], signed=True) for end in ("difference_least", "difference_most"))
        cells.append(
            {
                "mean": shown(name, found["mean"]),
                "difference": shown(name, found["difference"], signed=True) if found["reading"] else "",
                "range": say("range", low=low, high=high) if found["reading"] and low != high else "",
                "reading": reading_words(found["reading"]),
                "effect": found["reading"] == CLEAR,
                "noise": found["reading"] not in {CLEAR, SAME, ""},
            }
        )
    return {"name": scenario["scenario"], "text": scenario["text"], "failed": scenario["failed"], "cells": cells}


def _maps(result: StudyResult, grid: Any) -> list[tuple[str, str]]:
    words = sorted({one["competence"] for one in grid.changes if isinstance(one.get("competence"), str)})
    figures = ("booked", "booked_linked", "cost", *(f"served.{word}" for word in words))
    return [one for name in figures for one in grid_maps(result, grid.name, name)]


def _scenario(result: StudyResult, scenario: Mapping[Any, Any]) -> dict[str, Any]:
    items = result.items[result.items["scenario"] == scenario["scenario"]]
    changes = scenario["changes"].splitlines()
    kinds = ("lost", "gained", "new, not booked")
    return {
        "name": scenario["scenario"],
        "text": scenario["text"],
        "base": scenario["scenario"] == BASE_SCENARIO,
        "changes": changes[:MOST_WORDS],
        "more_changes": max(0, len(changes) - MOST_WORDS),
        "count": {kind: int(((items["change"] == kind) & (items["seeds"] == items["of"])).sum()) for kind in kinds},
        "some": {kind: int(((items["change"] == kind) & (items["seeds"] < items["of"])).sum()) for kind in kinds},
        "items": items.head(MOST_ITEMS).to_dict("records"),
        "more_items": max(0, len(items) - MOST_ITEMS),
    }
