"""Hours that come again each week, and dates on which they are others: what windows they are."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan.files import read_request
from dagplan.files.excel import template_bytes
from dagplan.files.excel.template import example
from dagplan.files.weekdays import weekdays_in
from dagplan.models import InputError
from tests.thorough import some
from tests.workbooks import book

MONDAY = date(2026, 12, 7)
HEADINGS = ["Vårdpersonal", "Vårdenhet", "Veckodagar", "Start", "Slut", "Lunch"]
OTHER = ["Datum", "Vårdpersonal", "Vårdenhet", "Start", "Slut", "Lunch"]
WEEK = [["Inställning", "Värde"], ["Första datum", "2026-12-07"], ["Sista datum", "2026-12-20"]]
TWO_UNITS = [["Id"], ["vc-1"], ["vc-2"]]


def windows(folder: Path, *, weekly: list[Any], other: list[Any] = (), **sheets: Any) -> list[str]:  # type: ignore[assignment]
    """The windows of a workbook in words: day and month, who, where, from, to."""
    changed = {"Inställningar": WEEK, "Schema": None, "Veckoschema": [HEADINGS, *weekly], **sheets}
    if other:
        changed["Avvikelser"] = [OTHER, *other]
    found = sorted(read_request(book(folder, **changed)).availability, key=lambda one: (one.start, one.practitioner))
    return [f"{one.start:%d} {one.practitioner} {one.unit} {one.start:%H:%M}-{one.end:%H:%M}" for one in found]


def told(folder: Path, *, weekly: list[Any], other: list[Any] = (), **sheets: Any) -> list[str]:  # type: ignore[assignment]
    with pytest.raises(InputError) as caught:
        windows(folder, weekly=weekly, other=other, **sheets)
    return [str(one).partition(": ")[2] for one in caught.value.told]


def test_weekdays_and_lunch(tmp_path: Path) -> None:
    rows = [["doctor", "vc-1", "mån, ons", "08:00", "16:00", "12-13"], ["nurse", "vc-1", "fredag", "9", "12.30"]]
    first = ["07 doctor vc-1 08:00-12:00", "07 doctor vc-1 13:00-16:00", "09 doctor vc-1 08:00-12:00"]
    assert windows(tmp_path, weekly=rows) == [
        *first,
        "09 doctor vc-1 13:00-16:00",
        "11 nurse vc-1 09:00-12:30",
        "14 doctor vc-1 08:00-12:00",
        "14 doctor vc-1 13:00-16:00",
        "16 doctor vc-1 08:00-12:00",
        "16 doctor vc-1 13:00-16:00",
        "18 nurse vc-1 09:00-12:30",
    ]


def test_a_row_of_exceptions_stands_instead_of_that_person_s_hours(tmp_path: Path) -> None:
    rows = [["doctor", "vc-1", "mån", "08:00", "16:00", "12:00-13:00"], ["nurse", "vc-1", "mån", "08:00", "12:00"]]
    other = [["2026-12-07", "doctor", None, "10:00", "15:00"], ["2026-12-14", "nurse"]]
    assert windows(tmp_path, weekly=rows, other=other) == [
        "07 nurse vc-1 08:00-12:00",
        "07 doctor vc-1 10:00-15:00",  # its own row says no lunch
        "14 doctor vc-1 08:00-12:00",
        "14 doctor vc-1 13:00-16:00",
    ]


def test_a_row_of_exceptions_for_all_cuts_the_hours(tmp_path: Path) -> None:
    rows = [["doctor", "vc-1", "mån", "08:00", "16:00", "12-13"], ["nurse", "vc-2", "mån", "07:00", "11:00"]]
    other = [["2026-12-07", None, None, "09:00", "14:00"], ["2026-12-14"]]
    sheets = {"Vårdenheter": TWO_UNITS}
    assert windows(tmp_path, weekly=rows, other=other, **sheets) == [
        "07 doctor vc-1 09:00-12:00",
        "07 nurse vc-2 09:00-11:00",
        "07 doctor vc-1 13:00-14:00",
    ]
    only_one_unit = [["2026-12-07|2026-12-14", None, "vc-1"]]
    assert windows(tmp_path, weekly=rows, other=only_one_unit, **sheets) == [
        "07 nurse vc-2 07:00-11:00",
        "14 nurse vc-2 07:00-11:00",
    ]


def test_hours_of_a_date_are_beside_those_of_the_week(tmp_path: Path) -> None:
    schema = [
        ["Vårdpersonal", "Vårdenhet", "Start", "Slut"],
        ["nurse", "vc-1", "2026-12-08 08:00", "2026-12-08 10:00"],
    ]
    assert windows(tmp_path, weekly=[["nurse", None, "mån", "8", "9"]], Schema=schema) == [
        "07 nurse vc-1 08:00-09:00",  # the only unit there is
        "08 nurse vc-1 08:00-10:00",
        "14 nurse vc-1 08:00-09:00",
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["ghost", "vc-1", "mån-fre", "8", "9"], "column Vårdpersonal: there is no practitioner ghost"),
        (["nurse", "vc-11", "alla", "8", "9"], "column Vårdenhet: there is no care unit vc-11; did you mean vc-1?"),
        (["nurse", "vc-1", None, "8", "9"], "column Veckodagar: this field is required"),
        (["nurse", "vc-1", "mån", "9", "9"], "column Slut: 09:00 is not later than 09:00"),
        (
            ["nurse", "vc-1", "mån", "9", "12", "12-13"],
            "column Lunch: 12:00-13:00 does not lie between 09:00 and 12:00",
        ),
        (
            ["nurse", "vc-1", "mån", "9,3", "12"],
            "column Start: write a clock time as HH:MM; here stands 9,3, which may mean 09:30 or 09:18",
        ),
    ],
)
def test_a_wrong_row_is_told_once_however_many_dates_it_is_for(tmp_path: Path, row: list[Any], says: str) -> None:
    assert told(tmp_path, weekly=[row]) == [f"sheet Veckoschema, row 2, {says}"]


def test_nobody_is_at_two_units_each_week(tmp_path: Path) -> None:
    rows = [["nurse", "vc-1", "mån-fre", "8", "12"], ["nurse", "vc-2", "fre", "11", "13"]]
    assert told(tmp_path, weekly=rows, Vårdenheter=TWO_UNITS) == [
        "sheet Veckoschema, row 3, column Vårdenhet: nurse would be at vc-2 and vc-1 at once (see row 2)"
    ]


def test_an_exception_says_all_its_hours_or_none(tmp_path: Path) -> None:
    rows = [["nurse", "vc-1", "mån", "8", "12"]]
    other = [["2026-12-07", "nurse", None, "9"], [None, "nurse"], ["2026-12-14", None, None, None, "11"]]
    assert told(tmp_path, weekly=rows, other=other) == [
        "sheet Avvikelser, row 2, column Slut: this field is required",
        "sheet Avvikelser, row 3, column Datum: this field is required",
        "sheet Avvikelser, row 4, column Start: this field is required",
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_template_s_ten_rows_are_its_example_s_windows(language: Any) -> None:
    request = read_request(template_bytes(language, MONDAY), name="x.xlsx")
    key = lambda one: (one.practitioner, one.start)  # noqa: E731
    assert sorted(request.availability, key=key) == sorted(example(language, MONDAY).availability, key=key)
    assert request.practitioners == example(language, MONDAY).practitioners
    assert len(request.availability) > 30


def test_csv_files_too(tmp_path: Path) -> None:
    texts = {
        "settings": "key;value\nfirst_date;2026-12-07\nlast_date;2026-12-07\n",
        "units": "id\nvc-1\n",
        "practitioners": "id;competences\nnurse;ecg\n",
        "weekly": "practitioner;unit;weekdays;start;end;lunch\nnurse;vc-1;mon-fri;08:00;16:00;12:00-12:30\n",
        "exceptions": "dates;practitioner\n2026-12-08;nurse\n",
        "requests": "id;patient\nr1;p1\n",
        "visits": "request;id;duration;competence\nr1;v1;1 h;ecg\n",
        "anteckningar": "vad som helst\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    request = read_request(tmp_path)
    assert [f"{one.start:%H:%M}-{one.end:%H:%M}" for one in request.availability] == ["08:00-12:00", "12:30-16:00"]
    assert request.requests[0].visits[0].duration == 60


Times = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda pair: pair[0] < pair[1])
Rows = st.lists(st.tuples(st.sets(st.integers(1, 7), min_size=1), Times), max_size=3)
Others = st.lists(st.tuples(st.integers(0, 8), st.booleans(), st.none() | Times), max_size=4)


@settings(max_examples=some(40), deadline=None)
@given(Rows, Others)
def test_each_quarter_of_an_hour_is_worked_if_the_rows_say_so(
    tmp_path_factory: Any, rows: list[Any], others: list[Any]
) -> None:
    """A person's own exceptions of that date if there are any, else the week, cut to the exceptions for all."""
    names = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
    weekly = [
        ["nurse", "vc-1", ", ".join(names[one - 1] for one in sorted(days)), *map(_clock, times)]
        for days, times in rows
    ]
    other = [
        [f"{MONDAY + timedelta(days=at)}", "nurse" if own else None, "vc-1", *(map(_clock, times) if times else ())]
        for at, own, times in others
    ]
    folder = tmp_path_factory.mktemp("week")
    found = windows(folder, weekly=weekly, other=other) if weekly or other else []
    worked = set()
    for window in found:
        day, _who, _unit, span = window.split()
        start, end = (int(one[:2]) * 4 + int(one[3:]) // 15 for one in span.split("-"))
        worked |= {(int(day), quarter) for quarter in range(start, end or 96)}
    meant = set()
    for at in range(14):
        here = MONDAY + timedelta(days=at)
        own = [times for one, of_person, times in others if one == at and of_person]
        limits = [times for one, of_person, times in others if one == at and not of_person]
        spans = [times for days, times in rows if here.isoweekday() in days]
        for start, end in filter(None, own) if own else spans:
            for quarter in range(start, end):
                if own or not limits or any(one and one[0] <= quarter < one[1] for one in limits):
                    meant.add((here.day, quarter))
    assert worked == meant


def _clock(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


@given(st.sets(st.integers(1, 7), min_size=1))
def test_weekdays_in_any_words_are_those_weekdays(days: set[int]) -> None:
    swedish = ("måndag", "tis", "onsdagar", "tors", "fr", "lördag", "sön")
    for separator in (", ", "|", " och ", "/", "; "):
        assert weekdays_in(separator.join(swedish[one - 1] for one in sorted(days))) == sorted(days)


@given(st.text("måntisog,-–/|;x 12"))
def test_no_text_is_too_odd_to_be_told_from_weekdays(text: str) -> None:
    """``mån-frre`` was looked for within itself for ever."""
    found = weekdays_in(text)
    assert found is None or set(found) <= set(range(1, 8))


@pytest.mark.parametrize("text", ["mån-frre", "mån-ons-fre", "-", "x-y", "mån-ons, fre-xx"])
def test_what_is_no_span_of_weekdays_is_none(text: str) -> None:
    assert weekdays_in(text) is None


def test_the_shipped_week_is_the_template_s(tmp_path: Path) -> None:
    """Otherwise: ``write_template("examples/vecka.xlsx", "sv", date(2026, 12, 7))``."""
    shipped = Path(__file__).parents[2] / "examples" / "vecka.xlsx"
    assert read_request(shipped) == read_request(template_bytes("sv", MONDAY), name="vecka.xlsx")
