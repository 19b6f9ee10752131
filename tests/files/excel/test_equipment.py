"""Equipment, people that hang together, and an aim: filled in, refused, and shown in a plan."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from dagplan import PlanRequest, check
from dagplan.files import csv_folder, excel, plan_formats, read_plan, write_all
from dagplan.files.excel.plan_book import plan_bytes
from dagplan.models import InputError
from dagplan.models.bookings import booking_of
from tests.build import DAY, asked, at, plan_of, read, window
from tests.workbooks import book, edited

ITEMS = {
    "Utrustning": [
        ["Id", "Vårdenhet", "Typ", "Namn"],
        ["sp-1", "vc-1", "Spirometer", None],
        ["rum-1", "vc-1", "rum", "Rum 1"],
    ],
    "Utrustning upptagen": [["Utrustning", "Start", "Slut"], ["sp-1", "2026-12-08", "2026-12-08"]],
    "Besök": [
        ["Vårdbegäran", "Id", "Roll", "Längd", "Kompetens", "Utrustning", "Samma person som", "Annan person än"],
        ["r1", "v1", "Sekundär", 30, "spirometri", "spirometer|Rum"],
        ["r1", "v2", "primär", 30, "läkare", None, None, "v1"],
        ["r2", "v3", None, 30, "läkare"],
    ],
}


def problems_of(path):
    with pytest.raises(InputError) as caught:
        excel.read_request(path)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


def test_a_filled_in_workbook(tmp_path):
    request = excel.read_request(book(tmp_path, **ITEMS))
    assert [(item.id, item.unit, item.kind, item.name) for item in request.equipment] == [
        ("sp-1", "vc-1", "Spirometer", None),
        ("rum-1", "vc-1", "rum", "Rum 1"),
    ]
    (away,) = request.equipment_busy
    assert (f"{away.start:%d %H:%M}", f"{away.end:%d %H:%M}") == ("08 00:00", "09 00:00")
    first, second = request.requests[0].visits
    assert (first.equipment, second.different_practitioner_from) == (("spirometer", "Rum"), ("v1",))


def test_every_mistake_is_told_with_its_place(tmp_path):
    wrong = {
        "Utrustning": [*ITEMS["Utrustning"], ["sp-1", "vc-9", "", None]],
        "Utrustning upptagen": [["Utrustning", "Start", "Slut"], ["sp-9", "2026-12-08 10:00", "2026-12-08 09:00"]],
        "Besök": [
            ["Vårdbegäran", "Id", "Roll", "Längd", "Kompetens", "Utrustning", "Samma person som", "Annan person än"],
            ["r1", "v1", "Sekundär", 30, "spirometri", "rum|Rum", "v3"],
            ["r1", "v2", "primär", 30, "läkare", None, "v1", "v1"],
            ["r2", "v3", None, 30, "läkare", None, "v3"],
        ],
    }
    # That there is no sp-9 is not told: it may be what the second sp-1 was meant to be.
    assert problems_of(book(tmp_path, **wrong)) == [
        "week.xlsx: sheet Besök, row 2, column Samma person som: there is no visit v3 in the request r1",
        "week.xlsx: sheet Besök, row 2, column Utrustning: the kind Rum is named twice; a visit needs one item of a "
        "kind",
        "week.xlsx: sheet Besök, row 3, column Annan person än: v2 and v1 are to be with the same person, and with "
        "different people",
        "week.xlsx: sheet Besök, row 4, column Samma person som: a visit can't be compared with itself",
        "week.xlsx: sheet Utrustning upptagen, row 2, column Slut: the time from 2026-12-08 10:00 to 2026-12-08 "
        "09:00 is reversed",
        "week.xlsx: sheet Utrustning, row 4, column Id: the id sp-1 is used twice, first in row 2",
    ]


SETTINGS = [["Inställning", "Värde"], ["Första datum", "2026-12-07"], ["Sista datum", "2026-12-08"]]


@pytest.mark.parametrize(
    ("rows", "weights"),
    [
        ([], (10, 0)),
        ([["Inriktning", "jämnt"]], (2, 5)),
        ([["Aim", "Even"], ["Vikt ojämnhet", 9]], (2, 9)),
        ([["weights.day_deviation", 0], ["aim", "even"]], (0, 5)),
        ([["weights.day_deviation", 10], ["weights.uneven", 0], ["aim", "even"]], (2, 5)),
        ([["Inriktning", "på måldatum"]], (40, 0)),
        ([["Inriktning", None]], (10, 0)),
    ],
)
def test_an_aim_sets_the_weights_that_are_left_as_they_were(tmp_path, rows, weights):
    made = excel.read_request(book(tmp_path, Inställningar=[*SETTINGS, *rows])).settings.weights
    assert (made.day_deviation, made.uneven) == weights


def test_in_the_template_the_aim_stands_ready_to_be_changed(tmp_path):
    file = tmp_path / "week.xlsx"
    file.write_bytes(excel.template_bytes("sv", date(2026, 12, 7)))
    assert excel.read_request(file).settings.weights.uneven == 0

    def even(workbook):
        row = next(row for row in workbook["Inställningar"].iter_rows() if row[0].value == "Inriktning")
        assert row[1].value == "tidigt"
        row[1].value = "jämnt"

    weights = excel.read_request(edited(file, even)).settings.weights
    assert (weights.day_deviation, weights.uneven) == (2, 5)


def test_an_unknown_aim_is_told_with_its_row(tmp_path):
    rows = [*SETTINGS, ["Inriktning", "billigast"]]
    assert problems_of(book(tmp_path, Inställningar=rows)) == [
        "week.xlsx: sheet Inställningar, row 4, column Värde: here stands billigast; write tidigt, jämnt or på "
        "måldatum"
    ]


@pytest.fixture
def made():
    """Two spirometries one after the other with one spirometer, which is away the last hour of the morning."""
    visit = {"id": "r1-v", "duration": 30, "competence": "spirometry", "equipment": ["spirometer", "room"]}
    request = read(
        asked(
            {"id": "r1", "patient": "p1", "visits": [visit]},
            {"id": "r2", "patient": "p2", "visits": [{**visit, "id": "r2-v"}]},
            availability=[window("nurse", "08:00", "12:00")],
            equipment=[
                {"id": "sp-1", "unit": "u1", "kind": "spirometer", "name": "The spirometer"},
                {"id": "room-1", "unit": "u1", "kind": "room"},
                {"id": "room-2", "unit": "u1", "kind": "room"},
            ],
            equipment_busy=[{"equipment": "sp-1", "start": at("11:00"), "end": at("12:00")}],
        )
    )
    first, second = request.requests
    start = request.availability[0].start
    bookings = [
        booking_of(first, 0, "nurse", "u1", start, ("sp-1", "room-2")),
        booking_of(second, 0, "nurse", "u1", start.replace(minute=30), ("sp-1", "room-2")),
    ]
    plan = plan_of(request, bookings)
    assert check(request, plan) == []
    return request, plan


def test_the_day_sheet_shows_who_has_what_when(made):
    request, plan = made
    sheet = load_workbook(io.BytesIO(plan_bytes(plan, request, "en")))[DAY]
    assert [cell.value for cell in sheet[3]][1:] == [
        "nurse",
        "The spirometer",
        "room-2",
    ]  # what nobody uses has no column
    assert [cell.value for cell in sheet[4]][1:] == ["60 / 240 min", "60 min", "60 min"]
    columns = [[cell.value for cell in column if cell.value] for column in sheet.iter_cols(min_row=5, min_col=2)]
    assert columns[0] == [
        "08:00–08:30  p1\nspirometry\nThe spirometer, room-2\nr1",
        "08:30–09:00  p2\nspirometry\nThe spirometer, room-2\nr2",
        columns[0][-1],  # the legend
    ]
    assert columns[1] == ["08:00–08:30  p1\nnurse, r1", "08:30–09:00  p2\nnurse, r2", "11:00–12:00  busy"]


def test_the_lists_and_the_bookings_name_the_equipment(made):
    request, plan = made
    workbook = load_workbook(io.BytesIO(plan_bytes(plan, request, "en")))
    head, first, *_ = list(workbook["By practitioner"].values)
    assert first[head.index("Equipment")] == "The spirometer, room-2"
    head, first, *_ = list(workbook["Bookings"].values)
    assert first[head.index("Equipment")] == "sp-1|room-2"


@pytest.mark.parametrize("name", ["plan.xlsx", "plan"])
def test_a_plan_comes_back_with_its_equipment(tmp_path, made, name):
    request, plan = made
    path = tmp_path / name
    write_all(plan, [str(path)], plan_formats(request, "sv"))
    again = read_plan(str(path), request)
    assert [one.equipment for one in again.bookings] == [("sp-1", "room-2")] * 2
    assert check(request, again) == []


def test_a_plan_without_equipment_has_no_column_for_it(tmp_path):
    request = read(asked())
    first = request.requests[0]
    start = request.availability[0].start
    pairs = ((0, "nurse", start), (1, "doctor", start.replace(minute=30)))
    plan = plan_of(request, [booking_of(first, position, who, "u1", when) for position, who, when in pairs])
    head = next(iter(load_workbook(io.BytesIO(plan_bytes(plan, request, "en")))["Bookings"].values))
    assert "Equipment" not in head
    assert b"equipment" not in csv_folder.plan_files(plan)["bookings.csv"]
    assert "equipment" not in plan.model_dump_json()


def test_a_request_without_the_new_sheets_is_what_it_was(tmp_path):
    request = excel.read_request(book(tmp_path))
    assert isinstance(request, PlanRequest)
    assert (request.equipment, request.equipment_busy, request.settings.weights.uneven) == ((), (), 0)
    assert "equipment" not in request.model_dump_json()
