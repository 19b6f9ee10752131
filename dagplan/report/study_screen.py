"""A study on the screen: a few columns, with the differences that are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dagplan.scenarios.readings import EFFECTS, SAME, WITHIN_GAPS
from dagplan.words.messages.screen import StudyOnScreen

from .study_page import shown
from .study_words import column_words, other_words

if TYPE_CHECKING:
    from dagplan.scenarios.comparison import StudyResult

_FIGURES = ("booked", "booked_linked", "days_from_target", "minutes_waited", "cost", "gap", "solver_gap")
_MOST_ROWS = 40


def study_in_words(result: StudyResult) -> str:
    """The comparison as a table of text; a difference that is not shown stands in brackets."""
    rows = [[StudyOnScreen.SCENARIO().shown, *(column_words(name) for name in _FIGURES)]]
    by_key = {(one["scenario"], one["figure"]): one for one in result.comparison.to_dict("records")}
    scenarios = result.scenarios.to_dict("records")
    for scenario in scenarios[:_MOST_ROWS]:
        name = scenario["scenario"]
        row = [f"{name}: {scenario['text']}" if isinstance(scenario["grid"], str) else name]
        for figure in _FIGURES:
            found = by_key.get((name, figure))
            row.append("–" if found is None else _cell(figure, found))
        rows.append(row)
    lines = in_columns(rows)
    lines += [StudyOnScreen.MORE(n=len(scenarios) - _MOST_ROWS).shown] if len(scenarios) > _MOST_ROWS else []
    lines.append("")
    lines += [one.shown for one in result.warnings]
    lines.append(StudyOnScreen.AGAINST(scenario=other_words(result.against)).shown)
    lines.append(StudyOnScreen.IN_BRACKETS().shown)
    if result.tested:
        lines.append(StudyOnScreen.CORRECTED(n=result.tested).shown)
    failed = result.cases[result.cases["state"] == "failed"]
    lines += [
        StudyOnScreen.FAILED(scenario=one["scenario"], seed=one["seed"], error=one["error"]).shown
        for one in failed.to_dict("records")
    ]
    return "\n".join(lines)


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of a table as lines: the first column to the left, figures to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _cell(figure: str, found: Mapping[Any, Any]) -> str:
    mean = shown(figure, found["mean"])
    if found["reading"] in {"", SAME}:
        return mean
    difference = shown(figure, found["difference"], signed=True)
    if found["reading"] in EFFECTS:
        return f"{mean} {difference}"
    return f"{mean} {difference}~" if found["reading"] == WITHIN_GAPS else f"{mean} ({difference})"
