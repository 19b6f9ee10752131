"""The years on the screen: a few columns, with the differences that are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagplan.scenarios.readings import CLEAR, SAME
from dagplan.words.messages.years import YearsOnScreen

from .study_screen import in_columns
from .years_page import MAIN_FIGURES
from .years_words import described, say, shown

if TYPE_CHECKING:
    from dagplan.simulation.compared import Difference
    from dagplan.simulation.tables import YearsResult


def years_in_words(result: YearsResult) -> str:
    """The comparison as a table of text, a row a figure; a difference that is not shown stands in brackets."""
    by_key = {(one.policy, one.figure): one for one in result.differences}
    policies = [one.name for one in result.world.file.policy]
    rows = [[say("figure"), *policies]]
    for figure in MAIN_FIGURES:
        found = [by_key.get((policy, figure)) for policy in policies]
        if any(found):
            rows.append([described(figure), *map(_cell, found)])
    return "\n".join([*in_columns(rows), "", YearsOnScreen.AGAINST(policy=result.against).shown])


def _cell(one: Difference | None) -> str:
    if one is None:
        return "–"
    mean = shown(one.figure, one.mean)
    if one.found is None or one.reading == SAME:
        return mean
    difference = shown(one.figure, one.found.difference, signed=True)
    return f"{mean} {difference}" if one.reading == CLEAR else f"{mean} ({difference})"
