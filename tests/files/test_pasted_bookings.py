"""A plan's sheet of bookings is input as it is, and what it says again is held against the rest."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dagplan import InputError, PlanRequest, files, plan
from dagplan.files import csv_folder, excel
from dagplan.files.columns import BOOKINGS, PLAN_BOOKINGS
from dagplan.models.replanning import with_bookings
from tests.equipped_instances import equipped
from tests.thorough import some
from tests.workbooks import DAY, book, edited

HEADINGS = ["Vårdbegäran", "Besök", "Patient", "Roll", "Vårdenhet", "Vårdpersonal", "Start", "Slut"]
ROW = ["r1", "v1", "p1", "sekundär", "vc-1", "nurse", f"{DAY} 08:00", f"{DAY} 08:30"]


def quick(asked):
    """Any plan of it, in no time."""
    settings = asked["settings"] | {"time_limit": 0.01, "workers": 1}
    request = PlanRequest.model_validate(trimmed(asked | {"settings": settings}))
    return request, plan(request)


def trimmed(value):
    """The same with no blanks around its texts, which no cell can hold."""
    if isinstance(value, dict):
        return {name: trimmed(part) for name, part in value.items()}
    if isinstance(value, list):
        return [trimmed(part) for part in value]
    return value.strip() if isinstance(value, str) else value


def pasted(request, made, language, where):
    """The request in a workbook, with its sheet of bookings in place of which stands the plan's."""
    whole = load_workbook(io.BytesIO(excel.request_bytes(request, language)))
    source = load_workbook(io.BytesIO(excel.plan_bytes(made, request, language)))
    title = "Bokningar" if language == "sv" else "Bookings"
    own = whole[title]
    if where == "beside":  # as Excel copies a sheet to a workbook that has one of the name
        own.delete_rows(2, own.max_row)
        goal = whole.create_sheet(f"{title} (2)")
    else:
        own.delete_rows(1, own.max_row)
        goal = own
    for row in source[title].iter_rows():
        for cell in row:
            copy = goal.cell(cell.row, cell.column, cell.value)
            copy.number_format = cell.number_format
    data = io.BytesIO()
    whole.save(data)
    return data.getvalue()


def as_set(bookings):
    return {one.visit: one for one in bookings}


@settings(max_examples=some(20), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["sv", "en"]), st.sampled_from(["in place", "beside"]))
def test_the_bookings_of_a_plan_are_the_same_by_every_way_in(seed, language, where):
    request, made = quick(equipped(seed))
    first = with_bookings(request, made)
    # A plan of the second generation knows since when each stands.
    made = plan(first)
    stands = as_set(with_bookings(request, made).bookings)
    bare = request.model_copy(update={"earlier": None})
    read = files.read_request(pasted(bare, made, language, where), name="week.xlsx")
    assert as_set(read.bookings) == stands
    assert read.model_copy(update={"bookings": ()}) == bare.model_copy(update={"bookings": ()})
    tables = csv_folder.request_files(bare) | {"bookings.csv": csv_folder.plan_files(made, bare)["bookings.csv"]}
    assert as_set(files.read_request(tables, name="week").bookings) == stands
    for form in (
        {"given": excel.plan_bytes(made, bare, language), "name": "plan.xlsx"},
        {"given": csv_folder.plan_files(made, bare), "name": "plan"},
    ):
        assert as_set(with_bookings(request, files.read_plan(request=request, **form)).bookings) == stands


def test_every_column_of_a_plans_sheet_is_known_to_a_request():
    assert set(PLAN_BOOKINGS.read) <= set(BOOKINGS.read)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"Patient": ""}, None),
        ({"Roll": None, "Slut": None, "Vårdbegäran": None, "Patient": None}, None),
        ({"Slut": f"{DAY}T08:30+01:00"}, None),
        (
            {"Patient": "p2"},
            "column Patient: here stands p2, but v1 has p1 (week.xlsx: sheet Vårdbegäran, row 2, column Patient): "
            "one of the two is wrong",
        ),
        (
            {"Vårdbegäran": "r2"},
            "column Vårdbegäran: here stands r2, but v1 has r1 (week.xlsx: sheet Besök, row 2, column Vårdbegäran): "
            "one of the two is wrong",
        ),
        (
            {"Roll": "primär"},
            "column Roll: here stands primary, but v1 has secondary (week.xlsx: sheet Besök, row 2, column Roll): "
            "one of the two is wrong",
        ),
        ({"Roll": "ledare"}, "column Roll: here stands ledare; write primär or sekundär"),
        (
            {"Slut": f"{DAY} 08:45"},
            f"column Slut: here stands {DAY} 08:45, but v1 takes 30 minutes and begins {DAY} 08:00, so it ends "
            f"{DAY} 08:30",
        ),
        (
            {"Start": f"{DAY} 23:30", "Slut": f"{DAY} 08:30"},
            f"column Slut: here stands {DAY} 08:30, but v1 takes 30 minutes and begins {DAY} 23:30, so it ends "
            "2026-12-08 00:00",
        ),
        ({"Start": f"{DAY} 23:30", "Slut": f"{DAY} 24:00"}, None),
        ({"Slut": "2026-02-30 08:30"}, "column Slut: write a date and a clock time as YYYY-MM-DD HH:MM"),
        (
            {"Patient": "Anna Andersson"},
            "column Patient: an id is a letter followed by at most 63 letters, digits, '_', '.' or '-'",
        ),
        (
            {"Patient": "19121212-1212"},
            "column Patient: looks like a personal identity number; use an opaque pseudonym (the value is not "
            "repeated here)",
        ),
        ({"Besök": "v9"}, "column Besök: there is no visit v9"),
        ({"Vårdpersonal": "nobody"}, "column Vårdpersonal: there is no practitioner nobody"),
    ],
)
def test_what_contradicts_the_rest_is_told_with_its_cell(tmp_path, changes, said):
    row = [changes.get(heading, value) for heading, value in zip(HEADINGS, ROW)]
    file = book(tmp_path, Bokningar=[HEADINGS, row])
    if said is None:
        (one,) = files.read_request(file).bookings
        assert (one.visit, one.practitioner, one.locked) == ("v1", "nurse", False)
        return
    with pytest.raises(InputError) as refused:
        files.read_request(file)
    told = [str(one).replace(str(file), "week.xlsx") for one in refused.value.problems]
    assert told == [f"week.xlsx: sheet Bokningar, row 2, {said}"]


def test_all_contradictions_are_told_at_once_in_swedish_and_marked(tmp_path):
    other = ["r2", "v3", "p1", "sekundär", "vc-1", "doctor", f"{DAY} 09:00", f"{DAY} 09:00"]
    file = book(tmp_path, Bokningar=[HEADINGS, ["r2", *ROW[1:]], other])
    with pytest.raises(InputError) as refused:
        files.read_request(file)
    told = [(one.place_in("sv").rpartition(": ")[2], one.code) for one in refused.value.problems]
    assert told == [
        ("blad Bokningar, rad 2, kolumn Vårdbegäran", "contradiction"),
        ("blad Bokningar, rad 3, kolumn Patient", "contradiction"),
        ("blad Bokningar, rad 3, kolumn Roll", "contradiction"),
        ("blad Bokningar, rad 3, kolumn Slut", "contradiction.end"),
    ]
    assert refused.value.problems[2].message_in("sv").startswith("här står sekundär, men v3 har primär (")
    marked = load_workbook(io.BytesIO(excel.marked_bytes(file, refused.value.problems, "sv")))["Bokningar"]
    assert {cell.coordinate for row in marked for cell in row if cell.comment} == {"A2", "C3", "D3", "H3"}


def test_other_faults_are_told_beside_contradictions(tmp_path):
    def broken(workbook):
        workbook["Besök"]["D2"] = "lång"

    file = edited(book(tmp_path, Bokningar=[HEADINGS, [*ROW[:2], "p2", *ROW[3:]]]), broken)
    with pytest.raises(InputError) as refused:
        files.read_request(file)
    assert [one.place.rpartition(": ")[2] for one in refused.value.problems] == [
        "sheet Besök, row 2, column Längd",
        "sheet Bokningar, row 2, column Patient",
    ]


def test_a_request_where_a_plan_is_wanted_is_one_problem(tmp_path):
    own = ["Besök", "Vårdpersonal", "Vårdenhet", "Start", "Låst"]
    request = files.read_request(book(tmp_path, Bokningar=[own]))
    files.write_request(request, tmp_path / "folder")
    for source in (tmp_path / "week.xlsx", tmp_path / "folder"):
        with pytest.raises(InputError, match="this file is a request, and a plan is asked for here") as refused:
            files.read_plan(source, request)
        assert len(refused.value.problems) == 1
    # With a plan's sheet of bookings in it, it is as good as that plan.
    whole = book(tmp_path, Bokningar=[[*HEADINGS, "Låst"], [*ROW, "ja"]])
    assert [one.visit for one in files.read_plan(whole, request).bookings] == ["v1"]
