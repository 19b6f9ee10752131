"""Workbooks as people fill them in: every type of cell, titles and headings of both languages, places of problems."""

from datetime import date, datetime, time, timedelta

import pytest
from openpyxl.styles import numbers

from dagplan import plan
from dagplan.files.excel import plan_bytes, read_request
from dagplan.models import InputError
from tests.workbooks import DAY, SHEETS, book, edited

NUMBER = "19121212-1212"
MORNING = datetime(2026, 12, 7, 8)


def problems_of(file):
    with pytest.raises(InputError) as caught:
        read_request(file)
    return [str(problem).replace(f"{file.parent}/", "") for problem in caught.value.problems]


def window(tmp_path, start, end, form=None):
    """The window that two cells make, as two texts."""
    file = book(tmp_path, Schema=[SHEETS["Schema"][0], ["nurse", "vc-1", start, end]])
    if form:
        edited(file, lambda workbook: [setattr(cell, "number_format", form) for cell in workbook["Schema"][2][2:]])
    request = read_request(file)
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in (request.availability[0].start, request.availability[0].end)]


def test_swedish_titles_headings_and_words(tmp_path):
    request = read_request(book(tmp_path))
    assert [visit.role for visit in request.requests[0].visits] == ["secondary", "primary"]
    assert request.requests[0].max_wait == 60
    assert request.practitioners[0].competences == ("spirometri", "ekg")
    assert f"{request.availability[0].end:%H:%M}" == "12:00"


def test_english_titles_in_any_case(tmp_path):
    english = {
        "SETTINGS": [["setting", "VALUE"], ["first date", DAY], ["Last_Date", DAY], ["Weight unbooked stat", 7]],
        "units": [["ID"], ["vc-1"]],
        "Practitioners": [["id", "competences"], ["doctor", "physician"]],
        "REQUESTS": [["id", "patient", "Not before", "priority"], ["r2", "p2", "9.30", "STAT"]],
        "Visits": [["Request", "Id", "Duration (min)", "Competence"], ["r2", "v3", 30, "physician"]],
    }
    request = read_request(book(tmp_path, **dict.fromkeys(SHEETS), **english))
    assert request.settings.weights.unbooked.stat == 7
    assert request.requests[0].not_before == time(9, 30)
    assert request.requests[0].priority == "stat"


@pytest.mark.parametrize(
    "cells",
    [
        (MORNING, datetime(2026, 12, 7, 12)),
        (f"{DAY} 8:00", f"{DAY}T12:00"),
        (f"{DAY} 08.00", f"{DAY} 12.00:00"),
        (46363 + 1 / 3, 46363.5),
        (datetime(2026, 12, 7, 7, 59, 59, 999_900), datetime(2026, 12, 7, 12, 0, 0, 100)),
    ],
)
def test_a_local_time_in_every_type_of_cell(tmp_path, cells):
    assert window(tmp_path, *cells) == [f"{DAY} 08:00", f"{DAY} 12:00"]


def test_midnight_in_a_cell_of_dates_and_times(tmp_path):
    start = window(tmp_path, date(2026, 12, 7), datetime(2026, 12, 7, 12), form="yyyy-mm-dd hh:mm")
    assert start == [f"{DAY} 00:00", f"{DAY} 12:00"]


@pytest.mark.parametrize(
    "cell",
    [
        time(9, 30),
        "09:30",
        "9:30",
        "9.30",
        "09:30:00",
        0.395833333333333,
        timedelta(hours=9, minutes=30),
        datetime(1899, 12, 30, 9, 30),
        datetime(1900, 1, 1, 9, 30),
    ],
)
def test_a_clock_time_in_every_type_of_cell(tmp_path, cell):
    rows = [["Id", "Patient", "Inte före"], ["r1", "p1", cell], ["r2", "p2"]]
    assert read_request(book(tmp_path, Vårdbegäran=rows)).requests[0].not_before == time(9, 30)


@pytest.mark.parametrize(
    ("cell", "stands"),
    [
        ("half past nine", ""),
        ("9,3", "; here stands 9,3, which may mean 09:30 or 09:18"),
        (9.3, "; here stands the number 9,3, which may mean 09:30 or 09:18"),
        (9.25, "; here stands the number 9,25, which may mean 09:25 or 09:15"),
        (970, "; here stands the number 970"),
        (1.0, "; here stands the number 1"),
        (timedelta(hours=30), "; here stands a span of 30:00"),
        (datetime(2026, 12, 7, 9, 30), "; here stands the time 2026-12-07 09:30"),
        (date(2026, 12, 7), "; here stands the date 2026-12-07"),
        (True, "; here stands the value TRUE"),
    ],
)
def test_no_clock_time(tmp_path, cell, stands):
    rows = [["Id", "Patient", "Inte före"], ["r1", "p1", cell], ["r2", "p2"]]
    assert problems_of(book(tmp_path, Vårdbegäran=rows)) == [
        f"week.xlsx: sheet Vårdbegäran, row 2, column Inte före: write a clock time as HH:MM{stands}"
    ]


@pytest.mark.parametrize("cell", [date(2026, 12, 8), datetime(2026, 12, 8), "2026-12-08", 46364, 46364.0])
def test_a_date_in_every_type_of_cell(tmp_path, cell):
    rows = [["Id", "Patient", "Måldatum", "Ej datum"], ["r1", "p1", cell, date(2026, 12, 7)], ["r2", "p2"]]
    settings = [["Inställning", "Värde"], ["Första datum", date(2026, 12, 7)], ["last_date", cell]]
    request = read_request(book(tmp_path, Vårdbegäran=rows, Inställningar=settings))
    assert request.requests[0].target == request.last_date == date(2026, 12, 8)
    assert request.requests[0].excluded_dates == (date(2026, 12, 7),)


@pytest.mark.parametrize("cell", [30, 30.0, "30", "30,0", time(0, 30), timedelta(minutes=30), 29.9999999999])
def test_minutes_in_every_type_of_cell(tmp_path, cell):
    rows = [["Vårdbegäran", "Id", "Längd", "Kompetens"], ["r1", "v1", cell, "ekg"], ["r2", "v2", 5, "ekg"]]
    assert read_request(book(tmp_path, Besök=rows)).requests[0].visits[0].duration == 30


def test_words_of_digits_come_as_numbers_and_ids_of_digits_are_refused(tmp_path):
    people = [["Id", "Namn", "Kompetenser"], ["nurse", 12, 101.0], ["doctor", 1.5, "läkare"]]
    visits = [["Vårdbegäran", "Id", "Längd", "Kompetens"], ["r1", "v1", 5, 101], ["r2", "v2", 5, "läkare"]]
    request = read_request(book(tmp_path, Vårdpersonal=people, Besök=visits))
    assert [person.name for person in request.practitioners] == ["12", "1,5"]
    assert request.practitioners[0].competences == (request.requests[0].visits[0].competence,) == ("101",)
    found = problems_of(book(tmp_path, Vårdenheter=[["Id"], [7]], Schema=None))
    assert found == [
        "week.xlsx: sheet Vårdenheter, row 2, column Id: "
        "an id is a letter followed by at most 63 letters, digits, '_', '.' or '-'; here stands the number 7"
    ]


def test_merged_cells_hold_the_value_of_the_first(tmp_path):
    rows = [["Vårdpersonal", "Vårdenhet", "Start", "Slut"]]
    for hour in (8, 10, 13):
        rows.append(["nurse" if hour == 8 else None, "vc-1" if hour == 8 else None, *spans(hour)])
    file = book(tmp_path, Schema=rows)
    edited(file, lambda workbook: [workbook["Schema"].merge_cells(cells) for cells in ("A2:A4", "B2:B6", "C1:C1")])
    request = read_request(file)
    assert [(one.practitioner, one.unit, one.start.hour) for one in request.availability] == [
        ("nurse", "vc-1", hour) for hour in (8, 10, 13)
    ]
    edited(file, lambda workbook: workbook["Schema"].merge_cells("C3:D3"))
    assert problems_of(file) == [
        "week.xlsx: sheet Schema, row 3: cells are merged over columns 3 to 4; each cell needs a value of its own",
        "week.xlsx: sheet Schema, row 3, column Slut: this field is required",
    ]


def spans(hour):
    return datetime(2026, 12, 7, hour), datetime(2026, 12, 7, hour + 1)


def test_empty_rows_and_what_is_hidden(tmp_path):
    rows = [SHEETS["Besök"][0], [], ["  ", None], *SHEETS["Besök"][1:], ["r9", "v9", None, 5, "x"]]
    file = book(tmp_path, Besök=rows, Anteckningar=[["vad som helst", 1]])

    def hide(workbook):
        workbook["Anteckningar"].sheet_state = "veryHidden"
        workbook["Besök"].sheet_state = "hidden"
        workbook["Besök"].row_dimensions[7].hidden = True
        workbook["Besök"].column_dimensions["B"].hidden = True

    assert problems_of(edited(file, hide)) == [
        "week.xlsx: sheet Besök, row 7, column Vårdbegäran: there is no request r9"
    ]


def test_every_problem_with_sheet_row_and_column(tmp_path):
    file = book(
        tmp_path,
        Inställningar=[["Inställning", "Värde"], ["Första datum", DAY], ["Sista datum", "i morgon"], ["Färg", "röd"]],
        Schema=[["Vårdpersonal", "Vårdenhet", "Start", "Slut"], ["ghost", "vc-1", MORNING, MORNING]],
        Besök=[
            ["Vårdbegäran", "Id", "Längd", "Kompetens", "Rum"],
            ["r1", "v1", 1.5, "läkare", 3],
            ["r2", "v2", 30, "läkare"],
        ],
        Rooms=[["id"]],
        visits=[["id"]],
    )
    assert problems_of(file) == [
        "week.xlsx: sheet Besök, row 1, column Rum: there is no such column; write it as [Rum] if it is your own. "
        "The columns are Vårdbegäran, Ordning, Id, Roll, Längd, Kompetens, Endast vårdpersonal, Helst, Utrustning, "
        "Samma person som, Annan person än, Minsta väntan, Längsta väntan, Bokningssätt, Besökstyp, Besöksform",
        "week.xlsx: sheet Besök, row 2, column Längd: write a whole number; here stands the number 1,5",
        "week.xlsx: sheet Inställningar, row 3, column Värde: write a date as YYYY-MM-DD",
        "week.xlsx: sheet Inställningar, row 4, column Inställning: there is no setting Färg",
        "week.xlsx: sheet Rooms: there is no such table; a sheet of your own has a name that begins with Note, or "
        "is hidden. The tables are Inställningar, Vårdenheter, Vårdpersonal, Schema, Upptaget, Patienten upptagen, "
        "Utrustning, Utrustning upptagen, Vårdbegäran, Besök, Bokningar, Veckoschema, Avvikelser, Beräkning",
        "week.xlsx: sheet Schema, row 2, column Slut: the time from 2026-12-07 08:00 to 2026-12-07 08:00 is empty",
        "week.xlsx: sheet Schema, row 2, column Vårdpersonal: there is no practitioner ghost",
        "week.xlsx: sheet visits: this table stands twice, also as Besök",
    ]


@pytest.mark.parametrize("missing", ["Inställningar", "Vårdenheter", "Vårdpersonal", "Vårdbegäran", "Besök"])
def test_a_missing_sheet_is_one_problem(tmp_path, missing):
    assert problems_of(book(tmp_path, **{missing: None})) == [f"week.xlsx: sheet {missing}: this sheet is needed"]
    says = "the sheet is empty; its first row must hold the names of the columns"
    assert problems_of(book(tmp_path, **{missing: []})) == [f"week.xlsx: sheet {missing}: {says}"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_plan_given_as_a_request_is_one_problem(tmp_path, language):
    request = read_request(book(tmp_path))
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_bytes(plan(request), request, language))
    with pytest.raises(InputError) as caught:
        read_request(path)
    assert [str(one) for one in caught.value.problems] == [
        f"{path}: this file is a plan, and a request is asked for here"
    ]


def test_formulas_without_a_value_and_with_an_error(tmp_path):
    rows = [["Vårdbegäran", "Id", "Längd", "Kompetens"], ["r1", "v1", "=15+15", "ekg"], ["r2", "v2", "#N/A", "ekg"]]
    found = problems_of(book(tmp_path, Besök=rows))
    assert found == [
        "week.xlsx: sheet Besök, row 2, column Längd: "
        "a formula without its value; open and save the workbook in Excel",
        "week.xlsx: sheet Besök, row 3, column Längd: a formula gives an error here",
    ]


def test_dates_from_1904_are_those_on_the_screen(tmp_path):
    rows = [*SHEETS["Schema"][:1], ["nurse", "vc-1", 46363 - 1462 + 1 / 3, 46363.5 - 1462]]
    busy = [["Vårdpersonal", "Start", "Slut"], ["nurse", date(2026, 12, 7), datetime(2026, 12, 7, 9)]]
    file = book(tmp_path, Schema=rows, Upptaget=busy)
    edited(file, lambda workbook: setattr(workbook, "epoch", datetime(1904, 1, 1)))
    request = read_request(file)
    assert [f"{one:%Y-%m-%d %H:%M}" for one in (request.availability[0].start, request.availability[0].end)] == [
        f"{DAY} 08:00",
        f"{DAY} 12:00",
    ]
    assert f"{request.busy[0].start} {request.busy[0].end}" == f"{DAY} 00:00:00 {DAY} 09:00:00"


@pytest.mark.parametrize(
    "changes",
    [
        {"Vårdbegäran": [["Id", "Patient"], ["r1", NUMBER], ["r2", "p2"]]},
        {"Vårdbegäran": [["Id", "Patient"], ["r1", 191212121212], ["r2", "p2"]]},
        {"Vårdbegäran": [["Id", "Patient"], ["r1", 1212121212.0], ["r2", "p2"]]},
        {"Vårdbegäran": [["Id", "Patient", "Prioritet"], ["r1", "p1", NUMBER], ["r2", "p2"]]},
        {"Vårdbegäran": [["Id", "Patient", NUMBER], ["r1", "p1"], ["r2", "p2"]]},
        {"Vårdbegäran": [["Id", "Patient", "Ej datum"], ["r1", "p1", NUMBER], ["r2", "p2"]]},
        {"Besök": [*SHEETS["Besök"], [NUMBER, "v9", None, 5, "ekg"]]},
        {"Inställningar": [*SHEETS["Inställningar"], [NUMBER, 1]]},
        {"Inställningar": [*SHEETS["Inställningar"], ["Slumpfrö", NUMBER]]},
        {NUMBER: [["id"]]},
    ],
)
def test_identity_numbers_are_refused_and_never_repeated(tmp_path, changes):
    found = "\n".join(problems_of(book(tmp_path, **changes)))
    assert found
    assert "1212" not in found


def test_number_formats_are_those_of_excel():
    assert numbers.is_date_format("yyyy-mm-dd hh:mm")  # the form in which moments are written
