"""Workbooks that are written: requests come back, plans look like a planner's day, nothing runs as a formula."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from dagplan import PlanRequest, plan
from dagplan.cli import main
from dagplan.files import csv_folder, excel, json_file, plan_formats, read_plan, write_all
from dagplan.files.columns import ALL_TABLES, SETTING_KEYS
from dagplan.files.excel.notes import COLUMN_NOTES, SHEET_NOTES
from dagplan.files.excel.template import example
from dagplan.files.headings import (
    CODE_TITLES,
    COLUMN_TITLES,
    SETTING_TITLES,
    TABLE_TITLES,
    code_name,
    column_name,
    setting_name,
    table_name,
)
from dagplan.models import check
from dagplan.models.plan import Fix, Reason, Unbooked
from dagplan.models.request import Settings
from tests.build import asked, plan_with, read, single
from tests.files.test_csv_folder import RICH
from tests.strategies import small_requests
from tests.thorough import some
from tests.workbooks import SHEETS, book

MONDAY = date(2026, 12, 7)
NUMBER = "19121212-1212"


def opened(data):
    return load_workbook(io.BytesIO(data))


def again(request, path: Path, language="sv"):
    file = path / "again.xlsx"
    file.write_bytes(excel.request_bytes(request, language))
    return excel.read_request(file)


@settings(max_examples=some(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=small_requests())
def test_every_request_comes_back_from_a_workbook_and_from_csv(tmp_path, data):
    request = PlanRequest.model_validate(data)
    assert again(request, tmp_path) == request
    csv_folder.write_request(request, tmp_path / "csv")
    assert csv_folder.read_request(tmp_path / "csv") == request


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_field_comes_back(tmp_path, language):
    rich = {**RICH, "settings": {**RICH["settings"], "deterministic": True, "time_limit": 0.123456789}}
    request = PlanRequest.model_validate(rich)
    assert again(request, tmp_path, language) == request


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_template_can_be_planned_as_it_is_and_gives_the_same_plan_as_its_request(tmp_path, language):
    file = tmp_path / "week.xlsx"
    file.write_bytes(excel.template_bytes(language, MONDAY))
    request = excel.read_request(file)
    assert request == example(language, MONDAY)
    made = plan(request)
    assert made.unbooked == ()
    assert check(request, made) == []
    assert made.bookings == plan(example(language, MONDAY)).bookings


def test_dates_typed_over_the_template_s_absences_take_whole_dates(tmp_path):
    """A format with clock times would stay in the cell, and of the last date leave its first minute."""
    workbook = opened(excel.template_bytes("sv", MONDAY))
    for sheet in (workbook["Upptaget"], workbook["Patienten upptagen"], workbook["Utrustning upptagen"]):
        shown = {cell.number_format for cell in sheet[2][1:]}
        shown |= {sheet.column_dimensions[column].number_format for column in "BC"}
        assert shown == {"General"}  # in which a spreadsheet shows what is typed
        sheet["B2"].value, sheet["C2"].value = date(2026, 12, 8), date(2026, 12, 9)
    workbook.save(tmp_path / "week.xlsx")
    request = excel.read_request(tmp_path / "week.xlsx")
    absences = (request.busy, request.patient_busy, request.equipment_busy)
    assert [(one.start, one.end) for (one,) in absences] == [(datetime(2026, 12, 8), datetime(2026, 12, 10))] * 3


def test_the_template_explains_itself_and_offers_choices():
    workbook = opened(excel.template_bytes("sv", MONDAY))
    assert workbook.sheetnames[1:-1] == [TABLE_TITLES[table.name][0] for table in ALL_TABLES]
    for table in ALL_TABLES:
        sheet = workbook[TABLE_TITLES[table.name][0]]
        assert all(cell.comment and cell.comment.text for cell in sheet[1])
        assert (sheet.max_row > 1) == (table.name != "availability")  # its hours are those of the week
    offered = {
        (sheet.title, sheet.cell(1, column).value)
        for sheet in workbook.worksheets
        for choice in sheet.data_validations.dataValidation
        for column in {cells.min_col for cells in choice.sqref.ranges}
    }
    assert {
        ("Vårdbegäran", "Prioritet"),
        ("Besök", "Roll"),
        ("Besök", "Kompetens"),
        ("Schema", "Vårdpersonal"),
        ("Schema", "Vårdenhet"),
        ("Veckoschema", "Veckodagar"),
        ("Avvikelser", "Vårdpersonal"),
        ("Beräkning", "Inställning"),
        ("Inställningar", "Inställning"),
    } <= offered


def test_every_name_of_the_contract_has_one_title_in_each_language():
    assert set(TABLE_TITLES) == set(SHEET_NOTES) == {table.name for table in ALL_TABLES}
    assert all(set(table.needed) <= set(table.columns) for table in ALL_TABLES)
    assert set(COLUMN_TITLES) >= {column for table in ALL_TABLES for column in table.columns}
    assert set(COLUMN_NOTES) == {f"{table.name}.{column}" for table in ALL_TABLES for column in table.columns}
    assert set(SETTING_TITLES) == set(SETTING_KEYS)
    assert {path[1] for path, _kind in SETTING_KEYS.values() if path[0] == "settings"} == {
        *Settings.model_fields,
        "aim",
    }
    for index in (0, 1):
        for table in ALL_TABLES:
            assert table_name(TABLE_TITLES[table.name][index]) == table.name
            for column in table.columns:
                assert column_name(COLUMN_TITLES[column][index], table.columns) == column
        assert [setting_name(SETTING_TITLES[key][index]) for key in SETTING_KEYS] == list(SETTING_KEYS)
        assert [code_name(CODE_TITLES[name][index]) for name in CODE_TITLES] == list(CODE_TITLES)


def test_no_text_becomes_a_formula_on_the_way_out(tmp_path):
    request = PlanRequest.model_validate(RICH)
    for data in (excel.request_bytes(request), excel.plan_bytes(plan_with(request), request)):
        cells = [cell for sheet in opened(data).worksheets for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"]
        assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value[:1] in "=+-@"]
        assert any(str(cell.value).startswith("'=HYPERLINK(") for cell in cells)


def test_a_plan_is_laid_out_as_a_day():
    request = read(asked(asked()["requests"][0], single(name="r2", patient="p2")))
    made = plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"), ("r2-v", "doctor", "08:00"))
    workbook = opened(excel.plan_bytes(made, request))
    assert workbook.sheetnames == [
        "Översikt",
        "2026-10-05",
        "Per vårdpersonal",
        "Per patient",
        "Obokade",
        "Bokningar",
    ]
    day = workbook["2026-10-05"]
    assert day["B1"].value == "Måndag 5 oktober 2026"
    assert [day.cell(3, column).value for column in (2, 3)] == ["nurse", "doctor"]
    texts = {cell.value: cell for row in day.iter_rows(min_row=5, min_col=2) for cell in row if cell.value}
    first, second = "09:30–10:00  p1  1/2\nspirometry, r1", "10:00–10:30  p1  2/2\nphysician, r1"
    alone = "08:00–08:30  p2\nphysician, r2"
    assert {first, second, alone} <= set(texts)
    assert (
        texts[first].fill.start_color.rgb == texts[second].fill.start_color.rgb != texts[alone].fill.start_color.rgb
    )
    assert (texts[first].column, texts[second].column) == (2, 3)
    at = {str(cell.value): cell.row for cell in day["A"] if cell.value and cell.row > 4}
    assert texts[first].row == at["09:30:00"]
    assert texts[second].row == at["10:00:00"]
    assert any(cells.min_row == at["09:30:00"] and cells.max_row == at["10:00:00"] - 1 for cells in day.merged_cells)
    people = [[cell.value for cell in row] for row in workbook["Per vårdpersonal"].iter_rows(min_row=2)]
    assert [row[0] for row in people] == ["doctor", "doctor", "nurse"]
    assert people[2][4] == "p1"


def test_visits_at_the_same_time_stand_side_by_side_and_odd_minutes_have_rows():
    facts = [
        {"visit": "r1-v", "practitioner": "doctor", "unit": "u1", "start": "2026-10-05T08:01", "locked": True},
        {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": "2026-10-05T08:10", "locked": True},
    ]
    request = read(asked(single(name="r1"), single(name="r2"), bookings=facts))
    day = opened(excel.plan_bytes(plan_with(request), request))["2026-10-05"]
    found = [cell.coordinate for row in day.iter_rows(min_row=5, min_col=2) for cell in row if cell.value]
    assert found[:2] == ["C6", "D15"]


def test_the_unbooked_with_reasons_and_fixes():
    request = read(asked())
    reason = Reason(code="x", message="=nobody has it", proof="proven")
    entry = Unbooked(
        request="r1", reasons=(reason,), fixes=(Fix(changes=(), placement=(), message="30 more minutes"),)
    )
    made = plan_with(request).model_copy(update={"unbooked": (entry,)})
    rows = [[cell.value for cell in row] for row in opened(excel.plan_bytes(made, request))["Obokade"].iter_rows()]
    assert rows[1] == ["r1", "p1", "rutin", 2, "'=nobody has it", "bevisat", "30 more minutes"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_plan_is_read_back_from_its_workbook_and_from_csv(tmp_path, language):
    request = example(language, MONDAY)
    made = plan(request)
    write_all(made, [tmp_path / "plan.xlsx", tmp_path / "plan"], plan_formats(request, language))
    for path in ("plan.xlsx", "plan"):
        found = read_plan(tmp_path / path, request)
        assert found.bookings == made.bookings
        assert check(request, found) == []


def test_problems_of_a_plan_with_their_places(tmp_path, capsys):
    rows = [
        ["Vårdbegäran", "Besök", "Patient", "Roll", "Vårdenhet", "Vårdpersonal", "Start", "Slut"],
        ["r2", "v3", "p2", None, "vc-1", "doctor", "nine", datetime(2026, 12, 7, 9)],
    ]
    (tmp_path / "plan").mkdir()
    made = book(tmp_path / "plan", Bokningar=rows)
    assert main(["check", str(book(tmp_path)), str(made)]) == 2
    says = "sheet Bokningar, row 2, column Start: write a date and a clock time as YYYY-MM-DD HH:MM"
    assert capsys.readouterr().err == f"{made}: {says}\n"
    assert main(["check", str(book(tmp_path)), str(book(tmp_path / "plan"))]) == 2
    assert "sheet Bokningar: this sheet is needed" in capsys.readouterr().err


def marked(tmp_path, capsys, **changes):
    """The marked workbook of a call that fails."""
    source, goal = book(tmp_path, **changes), tmp_path / "marked.xlsx"
    before = source.read_bytes()
    call = ["plan", str(source), "--mark-errors", str(goal), "--out", str(tmp_path / "plan.json")]
    assert main([*call, "--language", "sv"]) == 2
    assert source.read_bytes() == before
    assert not (tmp_path / "plan.json").exists()
    return load_workbook(goal), capsys.readouterr()


def test_errors_are_marked_in_a_copy(tmp_path, capsys):
    rows = [SHEETS["Besök"][0], ["r1", "v1", None, "lång", "ekg"], ["r9", "v2", None, 5, "ekg"]]
    workbook, said = marked(tmp_path, capsys, Besök=rows, Schema=None)
    sheet = workbook["Besök"]
    red = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.start_color.rgb == "00F8B4B4"]
    assert red == ["D2", "A3"]
    assert sheet["D2"].comment.text == "skriv ett heltal"
    assert sheet["D2"].value == "lång"
    assert workbook.sheetnames[0] == "Problem"
    assert workbook["Problem"]["A2"].value == "blad Besök, rad 2, kolumn Längd"
    assert len(said.err.splitlines()) == workbook["Problem"].max_row - 1 == 2
    assert f"2 fel markerade: {tmp_path / 'marked.xlsx'}" in said.out
    mended = tmp_path / "marked.xlsx"
    sheet["D2"].value, sheet["A3"].value = 5, "r2"
    workbook.save(mended)
    assert excel.read_request(mended).requests[1].visits[0].id == "v2"


def test_a_marked_copy_repeats_no_identity_number(tmp_path, capsys):
    rows = [["Id", "Patient"], ["r1", NUMBER], ["r2", 191212121212], ["r3", "p3"]]
    workbook, said = marked(tmp_path, capsys, Vårdbegäran=rows)
    texts = [str(cell.value) for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [text for text in (*texts, said.err, said.out) if "1212" in text]
    assert workbook["Vårdbegäran"]["B2"].comment.text.startswith("ser ut som ett personnummer")


@pytest.mark.parametrize("goal", ["week.xlsx", "plan.json", "no/such.xlsx", "marked.csv", f"{NUMBER}.xlsx"])
def test_marks_are_never_written_over_anything_else(tmp_path, capsys, goal):
    source = book(tmp_path, Besök=None)
    before = source.read_bytes()
    out = str(tmp_path / "plan.json")
    assert main(["plan", str(source), "--mark-errors", str(tmp_path / goal), "--out", out]) == 2
    assert source.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["week.xlsx"]
    assert "1212" not in capsys.readouterr().err.replace(str(tmp_path), "")


def test_only_a_workbook_is_marked_and_only_where_it_is_wrong(tmp_path, capsys):
    request = tmp_path / "week.json"
    json_file.write_request(excel.read_request(book(tmp_path)), request)
    goal = tmp_path / "marked.xlsx"
    assert main(["plan", str(request), "--mark-errors", str(goal)]) == 2
    assert "--mark-errors: only a workbook can be marked" in capsys.readouterr().err
    assert main(["plan", str(book(tmp_path)), "--mark-errors", str(goal), "-q", "--time-limit", "1"]) == 0
    (tmp_path / "week.xlsx").write_bytes(b"PK\x03\x04")
    assert main(["plan", str(tmp_path / "week.xlsx"), "--mark-errors", str(goal)]) == 2
    assert not goal.exists()


def test_template_and_generate_on_the_command_line(tmp_path, capsys):
    goal = tmp_path / "week.xlsx"
    assert main(["template", str(goal), "--language", "en"]) == 0
    assert "dagplan plan" in capsys.readouterr().out
    first = excel.read_request(goal).first_date
    assert first.weekday() == 0
    assert first > date.today()
    before = goal.read_bytes()
    assert main(["template", str(goal)]) == 2
    assert "it is not replaced" in capsys.readouterr().err
    assert goal.read_bytes() == before
    assert main(["template", str(tmp_path / "week.csv")]) == 2
    made = tmp_path / "day.xlsx"
    assert main(["generate", "unit-day", "--seed", "3", "--out", str(made), "--language", "en"]) == 0
    assert main(["generate", "unit-day", "--seed", "3", "--out", str(tmp_path / "day.json")]) == 0
    assert excel.read_request(made) == json_file.read_request(tmp_path / "day.json")
    assert "Visits" in load_workbook(made, read_only=True).sheetnames
