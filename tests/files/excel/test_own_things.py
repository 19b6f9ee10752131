"""Columns and sheets of the planner's own, and engine settings on a sheet of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dagplan.files import read_request, write_template
from dagplan.models import InputError
from tests.workbooks import SHEETS, book, edited

SETTINGS = SHEETS["Inställningar"]


def told(file: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_request(file)
    return [str(one).partition(": ")[2] for one in caught.value.told]


@pytest.mark.parametrize("heading", ["[Ringlista]", "(Ringlista)", " [Ring\nlista] "])
def test_a_column_with_its_heading_in_brackets_is_not_read(tmp_path: Path, heading: str) -> None:
    rows = [[*SHEETS["Vårdbegäran"][0], heading], ["r1", "p1", 60, "ring efter kl 10"], ["r2", "p2", None, 3]]
    rows += [[], [None, None, None, "bara en anteckning"]]
    assert read_request(book(tmp_path, Vårdbegäran=rows)) == read_request(book(tmp_path))


def test_what_is_wrong_in_a_column_of_one_s_own_is_nobody_s_business(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[*SHEETS["Besök"][0], "[Fritt]", "[Också]"], *SHEETS["Besök"][1:]]

    def merge(workbook: Any) -> None:
        sheet = workbook["Besök"]
        sheet["F2"], sheet["F3"] = "två kolumner", "#N/A"
        sheet["F3"].data_type = "e"
        sheet.merge_cells("F2:G2")

    assert read_request(edited(book(tmp_path, Besök=rows), merge)) == read_request(book(tmp_path))


def test_an_identity_number_is_refused_there_too(tmp_path: Path) -> None:
    rows = [[*SHEETS["Vårdbegäran"][0], "[Ringlista]"], ["r1", "p1", 60, "19121212-1212"], ["r2", "p2"]]
    lines = told(book(tmp_path, Vårdbegäran=rows))
    assert len(lines) == 1
    assert lines[0].startswith("sheet Vårdbegäran, row 2: ")
    assert "identity number" in lines[0]
    assert "1212-1212" not in lines[0]


@pytest.mark.parametrize("title", ["Anteckningar v. 50", "anteckning", "Notes", "NOTE to self"])
def test_a_sheet_whose_name_begins_so_is_not_read(tmp_path: Path, title: str) -> None:
    own: dict[str, Any] = {title: [["vad", "som"], ["helst", 7]]}
    assert read_request(book(tmp_path, **own)) == read_request(book(tmp_path))


def test_a_sheet_or_column_that_is_not_marked_is_told_with_what_may_be_meant(tmp_path: Path) -> None:
    assert told(book(tmp_path, Ringlista=[["vem"], ["p1"]])) == [
        "sheet Ringlista: there is no such table; a sheet of your own has a name that begins with Note, or is "
        "hidden. The tables are Inställningar, Vårdenheter, Vårdpersonal, Schema, Upptaget, Patienten upptagen, "
        "Utrustning, Utrustning upptagen, Vårdbegäran, Besök, Bokningar, Veckoschema, Avvikelser, Beräkning"
    ]
    misnamed = book(tmp_path, Besök=None, Besökk=SHEETS["Besök"])
    assert told(misnamed) == [
        "sheet Besökk: there is no such table; did you mean Besök? A sheet of your own has a name that begins with "
        "Note, or is hidden"
    ]
    rows = [["Vårdbegäran", "Id", "Rol", "Längd", "Kompetens"], *SHEETS["Besök"][1:]]
    assert told(book(tmp_path, Besök=rows))[0] == (
        "sheet Besök, row 1, column Rol: there is no such column; did you mean Roll? Write it as [Rol] if it is "
        "your own"
    )


def test_engine_settings_are_read_from_either_sheet(tmp_path: Path) -> None:
    engine: list[list[Any]] = [["Inställning", "Värde"], ["Slumpfrö", 7], ["Tidsgräns (sekunder)", "20 s"]]
    apart = read_request(book(tmp_path, Beräkning=engine))
    assert (apart.settings.seed, apart.settings.time_limit) == (7, 20)
    assert read_request(book(tmp_path, Inställningar=[*SETTINGS, *engine[1:]])) == apart
    assert read_request(book(tmp_path, Engine=engine)) == apart
    assert told(book(tmp_path, Inställningar=[*SETTINGS, ["Slumpfrö", 8]], Beräkning=engine)) == [
        "sheet Beräkning, row 2, column Inställning: Slumpfrö stands more than once, first at "
        f"{tmp_path / 'week.xlsx'}: sheet Inställningar, row 4"
    ]
    assert told(book(tmp_path, Beräkning=[*engine[:1], ["Slumpfröö", 1], ["Slumpfrö", "x"]])) == [
        "sheet Beräkning, row 2, column Inställning: there is no setting Slumpfröö; did you mean Slumpfrö?",
        "sheet Beräkning, row 3, column Värde: write a whole number",
    ]


def test_the_template_has_them_apart_and_speaks_swedish(tmp_path: Path) -> None:
    from datetime import date

    write_template(tmp_path / "vecka.xlsx", "sv", date(2026, 12, 7))
    workbook = load_workbook(tmp_path / "vecka.xlsx")
    keys = {
        title: [row[0].value for row in workbook[title].iter_rows(min_row=2)]
        for title in ("Inställningar", "Beräkning")
    }
    assert keys["Inställningar"] == ["Tidszon", "Första datum", "Sista datum", "Minutsteg", "Inriktning"]
    assert {"Tidsgräns (sekunder)", "Slumpfrö", "Vikt väntad minut"} <= set(keys["Beräkning"])
    assert [row[0].value for row in workbook["Vårdpersonal"].iter_rows(min_row=2)] == [
        "astma-ssk",
        "dsk-1",
        "läk-1",
        "läk-2",
        "fys-1",
    ]
    assert workbook["Veckoschema"].max_row - 1 + workbook["Avvikelser"].max_row - 1 <= 10
    assert workbook["Schema"].max_row == 1
