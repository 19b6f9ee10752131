"""A study on the screen: a few columns, with the differences that are clear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dagplan.scenarios.comparison import CLEAR, SAME
from dagplan.words.messages.screen import StudyOnScreen

from .study_page import shown
from .study_words import column_words

if TYPE_CHECKING:
    from dagplan.scenarios.comparison import StudyResult

_FIGURES = ("booked", "booked_linked", "days_from_target", "minutes_waited", "cost", "gap")
_MOST_ROWS = 40


def study_in_words(result: StudyResult) -> str:
    """The comparison as a table of text; a difference that may be noise stands in brackets."""
    head = [StudyOnScreen.SCENARIO().shown, *(column_words(name) for name in _FIGURES)]
    rows = [head]
    by_key = {(one["scenario"], one["figure"]): one for one in result.comparison.to_dict("records")}
    scenarios = result.scenarios.to_dict("records")
    for scenario in scenarios[:_MOST_ROWS]:
        name = scenario["scenario"]
        row = [f"{name}: {scenario['text']}" if scenario["grid"] else name]
        for figure in _FIGURES:
            found = by_key.get((name, figure))
            row.append("–" if found is None else _cell(figure, found))
        rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in pairs)
        for row in rows
        for pairs in [list(enumerate(zip(row, widths, strict=True)))]
    ]
    lines += [StudyOnScreen.MORE(n=len(scenarios) - _MOST_ROWS).shown] if len(scenarios) > _MOST_ROWS else []
    lines.append(StudyOnScreen.IN_BRACKETS().shown)
    failed = result.cases[result.cases["state"] == "failed"]
    lines += [
        StudyOnScreen.FAILED(scenario=one["scenario"], seed=one["seed"], error=one["error"]).shown
        for one in failed.to_dict("records")
    ]
    return "\n".join(lines)


def _cell(figure: str, found: Mapping[Any, Any]) -> str:
    mean = shown(figure, found["mean"])
    if found["reading"] in {"", SAME} or figure == "gap":
        return mean
    difference = shown(figure, found["difference"], signed=True)
    return f"{mean} {difference}" if found["reading"] == CLEAR else f"{mean} ({difference})"
