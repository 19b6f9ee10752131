"""The marked copy of a workbook is that workbook: whatever was in it is still there, and the wrong cells are red."""

from __future__ import annotations

import io
import random
import re
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from python_calamine import CalamineWorkbook

from dagplan.cli import main
from dagplan.files.excel import marked_bytes, read_request
from dagplan.files.row_groups import rows_in
from dagplan.models import InputError
from dagplan.models.errors import Problem
from tests.files.test_sheet_cases import REFUSED
from tests.places import CASES
from tests.thorough import some
from tests.workbooks import OTHER_HANDS, SHEETS, book, edited, repacked

BOOKS = CASES / "c"
NUMBER = "19121212-1212"
RED = "00F8B4B4"
TABS = ["Inställningar", "Vårdenheter", "Vårdpersonal", "Schema", "Upptaget", "Vårdbegäran", "Besök"]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def red_cells(workbook: Any) -> list[str]:
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.start_color.rgb == RED
    ]


def cells_of(data: bytes) -> dict[str, list[list[Any]]]:
    """The values of each sheet as an independent reader sees them, without blanks at the end."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = {}
    for one in workbook.sheets_metadata:
        if "WorkSheet" in str(one.typ):
            rows = workbook.get_sheet_by_name(one.name).to_python(skip_empty_area=False)
            found[one.name] = [[str(cell) for cell in row] for row in rows if any(str(cell) for cell in row)]
            width = max((at for row in found[one.name] for at, cell in enumerate(row, 1) if cell), default=0)
            found[one.name] = [row[:width] for row in found[one.name]]
    return found


def marked(source: Path, *problems: tuple[str, str], language: Any = "sv") -> bytes:
    """The marked copy of a workbook, with the problems that it has, or these."""
    found = [Problem(f"{source}: {place}", message) for place, message in problems]
    if not found:
        with pytest.raises(InputError) as caught:
            read_request(source)
        found = list(caught.value.problems)
    return marked_bytes(source, found, language)


def is_whole(data: bytes) -> None:
    """Every part is XML where its name says so, has a type, and leads to parts that are there."""
    parts = parts_of(data)
    types = Xml.fromstring(parts["[Content_Types].xml"])
    known = {one.get("PartName") or f".{one.get('Extension')}" for one in types}
    assert len(known) == len(list(types))
    for name, text in parts.items():
        assert name == "[Content_Types].xml" or f"/{name}" in known or f".{name.rpartition('.')[2]}" in known
        if name.endswith((".xml", ".rels", ".vml")):
            Xml.fromstring(text)
        if name.endswith(".rels"):
            for link in Xml.fromstring(text):
                if link.get("Target", "").startswith("/"):
                    assert link.get("Target", "")[1:] in parts


@pytest.mark.parametrize("name", ["C3m.xlsx", "C3m-strict.xlsx", "C3m-prefix.xlsx"])
def test_all_sheets_are_kept_and_the_wrong_cells_are_red(tmp_path: Path, name: str) -> None:
    goal = tmp_path / "marked.xlsx"
    assert main(["plan", str(BOOKS / name), "--mark-errors", str(goal), "--language", "en"]) == 2
    data = goal.read_bytes()
    is_whole(data)
    workbook = opened(data)
    assert workbook.sheetnames == ["Problems", *TABS]
    assert red_cells(workbook) == ["Besök!D2", "Besök!E3"]
    assert workbook["Besök"]["D2"].comment.text == "write a whole number"
    assert workbook["Besök"]["E3"].comment.text == "this field is required"
    assert [[cell.value for cell in row] for row in workbook["Problems"].iter_rows()] == [
        ["Place", "What is wrong"],
        ["sheet Besök, row 2, column Längd (min)", "write a whole number"],
        ["sheet Besök, row 3, column Kompetens", "this field is required"],
    ]
    before, after = cells_of((BOOKS / name).read_bytes()), cells_of(data)
    assert {title: after[title] for title in TABS} == before
    workbook["Besök"]["D2"].value, workbook["Besök"]["E3"].value = 30, "physician"
    workbook.save(goal)
    assert read_request(goal) == read_request(BOOKS / "C0.xlsx")


@pytest.mark.parametrize("change", OTHER_HANDS)
def test_however_a_program_writes_a_workbook(tmp_path: Path, change: Any) -> None:
    enriched = edited(book(tmp_path), enrich)
    source = tmp_path / "other.xlsx"
    source.write_bytes(change(enriched.read_bytes()))
    data = marked(source)
    is_whole(data)
    assert {title: rows for title, rows in cells_of(data).items() if title != "Problem"} == cells_of(
        enriched.read_bytes()
    )
    workbook = opened(data)
    assert workbook.sheetnames == ["Problem", *opened(enriched.read_bytes()).sheetnames]
    assert red_cells(workbook) == ["Besök!D2"]
    assert workbook["Besök"]["D2"].comment.text == "kolla längden\ndagplan: skriv ett heltal"
    assert len(workbook["Besök"]._charts) == 1


@pytest.mark.parametrize("name", [name for name in REFUSED if name.endswith(".xlsx") and "norefs" not in name])
def test_every_case_that_is_refused_can_be_marked(name: str) -> None:
    data = marked(BOOKS / name)
    is_whole(data)
    before, after = cells_of((BOOKS / name).read_bytes()), cells_of(data)
    assert {title: after[title] for title in before} == before
    assert opened(data)["Problem"].max_row == 1 + len(REFUSED[name])
    places = {line.split(":")[0] for line in REFUSED[name]}
    rows = (re.search(r"rows ([\d–, ]+)(?=, column|$)", place) for place in places)
    assert len(red_cells(opened(data))) == sum(len(rows_in(found[1])) if found else 1 for found in rows)


def enrich(workbook: Any) -> None:
    """Put into a workbook what people put into theirs."""
    sheet = workbook["Besök"]
    sheet["D2"].value = "lång"
    sheet["D2"].font = Font(bold=True, color="FF0000FF")
    sheet["D2"].comment = Comment("kolla längden", "Anna")
    sheet["A1"].comment = Comment("rubrik", "Anna")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=3))
    sheet.add_chart(chart, "H2")
    own = BarChart()
    own.add_data(Reference(sheet, min_col=4, min_row=1, max_row=3))
    workbook.create_chartsheet("Diagram").add_chart(own)
    choice = DataValidation(type="list", formula1='"primär,sekundär"')
    choice.add("C2:C99")
    sheet.add_data_validation(choice)
    hidden = workbook.create_sheet("Gömt")
    hidden["A1"], hidden["A2"], hidden["B7"] = 1, "=A1*2", '<&> "q"'
    hidden.sheet_state = "veryHidden"
    hidden.merge_cells("C1:D2")
    hidden.row_dimensions[3].hidden = True
    hidden.column_dimensions["E"].hidden = True
    workbook["Vårdpersonal"].add_table(Table(displayName="T1", ref="A1:B3"))
    workbook["Schema"].print_title_rows = "1:1"
    workbook["Schema"].print_area = "A1:D7"
    workbook["Vårdenheter"]["B2"].fill = PatternFill("solid", start_color="FFFFEE00")
    workbook["Vårdenheter"].sheet_view.tabSelected = True
    workbook.defined_names["Namn"] = DefinedName("Namn", attr_text="'Besök'!$A$1")
    workbook.active = 3


def test_what_people_put_into_workbooks_is_kept(tmp_path: Path) -> None:
    source = edited(book(tmp_path), enrich)
    data = marked(source)
    is_whole(data)
    old, new = opened(source.read_bytes()), opened(data)
    assert new.sheetnames == ["Problem", *old.sheetnames]
    assert cells_of(source.read_bytes()) == {
        title: rows for title, rows in cells_of(data).items() if title != "Problem"
    }
    for sheet in old.worksheets:
        same = new[sheet.title]
        assert (same.sheet_state, len(same._charts)) == (sheet.sheet_state, len(sheet._charts))
        assert str(same.merged_cells) == str(sheet.merged_cells)
        assert list(same.tables) == list(sheet.tables)
        assert (same.print_title_rows, same.print_area) == (sheet.print_title_rows, sheet.print_area)
        assert len(same.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        for row in sheet.iter_rows():
            for cell in row:
                other = same[cell.coordinate]
                assert (other.value, other.number_format) == (cell.value, cell.number_format)
                assert repr(other.font) == repr(cell.font)
                if other.fill.start_color.rgb != RED:
                    assert repr(other.fill) == repr(cell.fill)
    assert red_cells(new) == ["Besök!D2"]
    assert new["Besök"]["D2"].comment.text == "kolla längden\ndagplan: skriv ett heltal"
    assert new["Besök"]["A1"].comment.text == "rubrik"
    assert new["Gömt"].row_dimensions[3].hidden
    assert new.defined_names["Namn"].attr_text == "'Besök'!$A$1"
    assert not [sheet.title for sheet in new.worksheets if sheet.sheet_view.tabSelected and sheet.title != "Problem"]
    before, after = parts_of(source.read_bytes()), parts_of(data)
    untouched = [name for name in before if re.search(r"chart|table|drawing\d|theme|docProps|sheet[135]\.xml$", name)]
    assert len(untouched) >= 10
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}


def with_macros(data: bytes) -> bytes:
    parts = parts_of(data)
    plain, macros = b"spreadsheetml.sheet.main+xml", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    types = parts["[Content_Types].xml"].replace(b"application/vnd.openxmlformats-officedocument." + plain, macros)
    types = types.replace(
        b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    link = b'<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
    links = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", link + b' Target="vbaProject.bin"/></Relationships>'
    )
    return repacked(
        data,
        {"[Content_Types].xml": types, "xl/_rels/workbook.xml.rels": links, "xl/vbaProject.bin": bytes(range(256))},
    )


def test_macros_are_kept_under_the_ending_that_has_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "week.xlsm"
    source.write_bytes(with_macros((BOOKS / "C3m.xlsx").read_bytes()))
    assert main(["plan", str(source), "--mark-errors", str(tmp_path / "marked.xlsx")]) == 2
    assert (
        f"{tmp_path}/marked.xlsx: the workbook has macros, so its copy must end in .xlsm" in capsys.readouterr().err
    )
    assert main(["plan", str(source), "--mark-errors", str(tmp_path / "marked.xlsm")]) == 2
    data = (tmp_path / "marked.xlsm").read_bytes()
    is_whole(data)
    assert parts_of(data)["xl/vbaProject.bin"] == bytes(range(256))
    assert b"macroEnabled" in parts_of(data)["[Content_Types].xml"]
    assert main(["plan", str(BOOKS / "C3m.xlsx"), "--mark-errors", str(tmp_path / "other.xlsm")]) == 2
    assert "has no macros, so its copy must end in .xlsx" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["marked.xlsm", "week.xlsm"]


def test_marking_again_takes_the_earlier_marks_away(tmp_path: Path) -> None:
    rows = [SHEETS["Besök"][0], ["r1", "v1", None, "lång", "ekg"], ["r2", "v2", None, None, "ekg"]]
    source = edited(
        book(tmp_path, Besök=rows),
        lambda workbook: setattr(workbook["Besök"]["D2"], "comment", Comment("kolla", "Anna")),
    )
    first = opened(marked(source, language="en"))
    assert red_cells(first) == ["Besök!D2", "Besök!D3"]
    assert first["Besök"]["D3"].comment.text == "this field is required"
    first["Besök"]["D3"].value = 30
    first["Besök"]["D3"].comment.author = "Okänd"  # some programs forget who wrote a note
    first.save(source)
    second = opened(marked(source, language="sv"))
    assert second.sheetnames == first.sheetnames
    assert red_cells(second) == ["Besök!D2"]
    assert second["Besök"]["D2"].comment.text == "kolla\ndagplan: skriv ett heltal"
    assert second["Besök"]["D3"].comment is None
    assert [row[0].value for row in second["Problems"].iter_rows()] == [
        "Plats",
        "blad Besök, rad 2, kolumn Längd",
    ]


def test_a_sheet_of_ones_own_with_that_name_is_kept(tmp_path: Path) -> None:
    source = book(tmp_path, Problem=[["Patienten väntade"]], Besök=None)
    workbook = opened(marked(source))
    assert workbook.sheetnames == ["Problem (2)", *[title for title in SHEETS if title != "Besök"], "Problem"]
    assert workbook["Problem"]["A1"].value == "Patienten väntade"


def test_where_marks_stand(tmp_path: Path) -> None:
    rows = [["Besök v. 50"], [], [None, *SHEETS["Besök"][0]], [None, "r1", "v1", None, 5, "ekg"]]
    source = book(tmp_path, Besök=rows, Schema=[[]])
    edited(source, lambda workbook: workbook["Besök"].merge_cells("B4:B6"))
    data = marked(
        source,
        ("sheet Besök, row 4, column Längd", "a"),
        ("sheet Besök, row 4, column Längd", "b"),
        ("sheet Besök, row 5, column Vårdbegäran", "merged"),
        ("sheet Besök, row 9, column competence", "no such row"),
        ("sheet Besök", "the sheet"),
        ("sheet Schema, row 3", "no such row, and no headings"),
    )
    is_whole(data)
    workbook = opened(data)
    sheet = workbook["Besök"]
    notes = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert notes == {"E4": "a\nb", "B4": "merged", "F9": "no such row", "B3": "the sheet"}
    assert red_cells(workbook) == ["Schema!A3", "Besök!B3", "Besök!B4", "Besök!E4", "Besök!F9"]


def hide_numbers(workbook: Any) -> None:
    workbook["Vårdenheter"]["B2"].comment = Comment(f"ring {NUMBER}", "Anna")
    workbook["Schema"].oddHeader.center.text = f"för {NUMBER}"
    workbook.defined_names["Anna"] = DefinedName("Anna", attr_text=f'"{NUMBER}"')
    workbook.properties.title = f"Anna {NUMBER}"
    notes = workbook.create_sheet(NUMBER)
    notes.sheet_state = "hidden"
    notes["A1"], notes["A2"], notes["A3"] = 191212121212, f"p {NUMBER}", 0.1912121212
    notes["B1"] = f'="{NUMBER}"'
    workbook["Vårdpersonal"]["D9"] = f"='{NUMBER}'!A3"
    choice = DataValidation(type="list", formula1=f'"{NUMBER},b"', promptTitle=NUMBER)
    choice.add("A5")
    notes.add_data_validation(choice)


def test_no_identity_number_is_left_anywhere(tmp_path: Path) -> None:
    source = edited(book(tmp_path, Besök=[*SHEETS["Besök"], ["r9", "v9", None, 5, "ekg"]]), hide_numbers)
    pieces = b'<c r="E2" t="inlineStr"><is><r><t>1912</t></r><r><t>1212-1212</t></r></is></c>'
    parts = parts_of(source.read_bytes())
    name = next(name for name in parts if b"spirometri" in parts[name] and b"Kompetens<" in parts[name])
    sheet = re.sub(rb'<c r="E2".*?</c>', pieces, parts[name])
    assert sheet != parts[name]
    source.write_bytes(repacked(source.read_bytes(), {name: sheet}))
    data = marked(source)
    is_whole(data)
    for part, text in parts_of(data).items():
        plain = re.sub(rb"<[^>]*>", b"", text) if part.endswith(".xml") else text
        assert b"1212-1212" not in plain, part
        assert b"1912121212" not in re.sub(rb"0\.1912121212", b"", text), part
    workbook = opened(data)
    hidden = workbook["upprepas inte här"]
    assert hidden.sheet_state == "hidden"
    assert (hidden["A1"].value, hidden["A2"].value) == ("(upprepas inte här)", "p upprepas inte här")
    assert hidden["A3"].value == pytest.approx(0.1912121212)
    assert workbook["Vårdpersonal"]["D9"].value == "='upprepas inte här'!A3"


def test_whatever_is_changed_in_a_part_it_is_marked_or_refused(tmp_path: Path) -> None:
    """Also with notes, charts and styles: never anything but a copy or a clear error."""
    source = edited(book(tmp_path), enrich)
    whole = parts_of(source.read_bytes())
    names = [name for name in whole if re.search(r"sheet7|styles|comment|workbook|Content_Types", name)]
    draw = random.Random(7)
    copies = 0
    count = some(150)
    for _ in range(count):
        name = draw.choice(names)
        text = bytearray(whole[name])
        for _ in range(draw.randint(1, 3)):
            at = draw.randrange(len(text))
            new = draw.choice(
                [b"", b"9", b"<", b'"', b" ", b"/>", b"x", b'r="A1"', bytes(draw.choices(range(256), k=2))]
            )
            text[at : at + draw.randint(0, 4)] = new
        file = tmp_path / "changed.xlsx"
        file.write_bytes(repacked(source.read_bytes(), {name: bytes(text)}))
        problem = Problem(f"{file}: sheet Besök, row 2, column Längd", "fel")
        with suppress(InputError):
            is_archive = marked_bytes(file, [problem])
            assert parts_of(is_archive)
            copies += 1
    assert copies > 2 * count / 15
