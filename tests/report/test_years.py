"""The years on the screen and on their page, in both languages."""

from __future__ import annotations

import re

import pytest

from dagplan.report.years_page import years_page
from dagplan.report.years_screen import years_in_words
from dagplan.report.years_words import described, shown
from dagplan.words import set_language
from tests.simulation.made_up import some_years


@pytest.fixture(scope="module")
def years():
    return some_years()


def test_the_screen_has_a_row_a_figure_and_brackets_where_nothing_is_shown(years):
    """Everybody waits four days longer with each seed; all else is the same."""
    lines = years_in_words(years).splitlines()
    assert lines[0].split() == ["Figure", "som-i-dag", "var-for-sig", "som-i-dag-igen"]
    assert lines[1].startswith("Days waited, mean")
    assert re.search(r"7\.0 +11\.0 \+4\.0 +7\.0$", lines[1])
    assert lines[-1] == "Held against som-i-dag, year by year. In brackets: not shown by these years."


def test_the_page_speaks_swedish_and_tells_priorities_in_words(years):
    set_language("sv")
    page = years_page(years).decode()
    assert "I tid är: rutin inom 90 dagar." in page
    assert "Väntan i dagar, medel: rutin" in page
    assert "Genomlevda 6 gånger" in page
    assert "+4,0" in page
    assert "lika" in page
    for word in ("routine", "Policy", "Share", "weeks", "Figure"):
        assert word not in page.partition("</style>")[2], word


def test_the_page_speaks_english(years):
    page = years_page(years).decode().partition("</style>")[2]
    assert "Days waited, mean: routine" in page
    assert not re.search("[åäö]", page.replace("Vad det betyder.", ""))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_figure_has_a_name(years, language):
    set_language(language)
    for figure in {one.figure for one in years.differences}:
        assert described(figure)
        assert shown(figure, 0.0, signed=True).startswith("0")
