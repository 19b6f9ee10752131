"""Files that are broken, too large, or made to do harm: a clear error, never a traceback or runaway memory."""

import io
import random
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagplan.files import csv_folder
from dagplan.files.excel import guard as guard_module
from dagplan.files.excel import package as package_module
from dagplan.files.excel import read_request, template_bytes
from dagplan.models import InputError
from tests.thorough import some
from tests.workbooks import DAY, SHEETS, book, repacked, sheet_xml, text_row, with_texts

FOURTH = "xl/worksheets/sheet4.xml"
ROWS = 20_000  # a hundred thousand take five times as long; they were read by hand


@pytest.fixture(scope="module")
def template():
    return template_bytes("sv", date(2026, 12, 7))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def archive(*names):
    goal = io.BytesIO()
    with zipfile.ZipFile(goal, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return goal.getvalue()


def refusal(tmp_path, data):
    file = tmp_path / "week.xlsx"
    file.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_request(file)
    (problem,) = caught.value.problems
    return str(problem).replace(f"{tmp_path}/", "")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"id;name\n", "is not a workbook (.xlsx)"),
        (random.Random(0).randbytes(5_000), "is not a workbook (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old .xls workbook or has a password"),
        (b"PK\x03\x04" + bytes(100), "is cut short or broken"),
    ],
)
def test_what_is_no_workbook(tmp_path, data, says):
    assert refusal(tmp_path, data).startswith(f"week.xlsx: {says}")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_truncated_workbook(tmp_path, template, share):
    assert "is cut short or broken" in refusal(tmp_path, template[: int(len(template) * share)])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (OLE + "Workbook".encode("utf-16-le") + bytes(600), "is an old .xls workbook; save it as .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600), "has a password; save it without one"),
        (
            b"\xef\xbb\xbf<html><table>",
            "is a web page under the name of a workbook; open it in Excel and save it as .xlsx",
        ),
        (b"\r\n<!DOCTYPE html>", "is a web page under the name of a workbook; open it in Excel and save it as .xlsx"),
        (b"MIME-Version: 1.0\n", "is a web page under the name of a workbook; open it in Excel and save it as .xlsx"),
        (
            b'<?xml version="1.0"?><Workbook/>',
            "is an XML file under the name of a workbook; open it in Excel and save",
        ),
        (b"%PDF-1.7\n", "is a PDF file under the name of a workbook"),
        (archive("content.xml", "mimetype"), "is an OpenDocument file (.ods); save it as .xlsx"),
        (archive("xl/workbook.bin"), "is a binary workbook (.xlsb); save it as .xlsx"),
        (archive("Index/Document.iwa"), "is a Numbers document; export it as Excel (.xlsx)"),
        (archive("week.xlsx"), "is not a workbook (.xlsx)"),
    ],
)
def test_what_is_a_file_of_another_form(tmp_path, data, says):
    assert refusal(tmp_path, data).startswith(f"week.xlsx: {says}")


def test_another_archive(tmp_path):
    file = tmp_path / "week.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "is not a workbook (.xlsx)" in refusal(tmp_path, file.read_bytes())


def test_a_zip_bomb_is_not_unpacked(tmp_path, template, monkeypatch):
    monkeypatch.setattr(package_module, "MAX_UNPACKED_BYTES", 16 * 2**20)
    half = sheet_xml(b" " * (8 * 2**20))
    bomb = repacked(template, {f"xl/worksheets/sheet{number}.xml": half for number in (2, 3, 4, 5)})
    assert len(bomb) < 100_000
    tracemalloc.start()
    try:
        assert "unpacks to more than 16 MB" in refusal(tmp_path, bomb)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_that_lies_of_its_size(tmp_path, template):
    large = sheet_xml(b" " * 3_000_000)
    bomb = repacked(template, {"xl/worksheets/sheet2.xml": large})
    size = len(large).to_bytes(4, "little")
    assert bomb.count(size) == 2  # in the archive's list and before the part itself
    assert "is cut short or broken" in refusal(tmp_path, bomb.replace(size, (1_000).to_bytes(4, "little")))


def test_too_large_a_file(tmp_path, template, monkeypatch):
    monkeypatch.setattr(guard_module, "MAX_FILE_BYTES", 1_000)
    assert "is too large" in refusal(tmp_path, template)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            "out to row",
        ),
        (b"<row><c><v>1</v></c></row>", "don't say where they stand"),
        (b"<row r='1'><c x='r=\"A1\"' r='XFD1048576'><v>1</v></c></row>", "out to row"),
        (b'<row r="1"><c r="A1"><v>1</v>', "its inside is broken"),
        (b'<row r="1"><c r="A1" t="s"><v>99999</v></c></row>', "its inside is broken"),
    ],
)
def test_sheets_made_to_fill_the_memory_or_broken(tmp_path, rows, says):
    data = repacked(book(tmp_path).read_bytes(), {FOURTH: sheet_xml(rows)})
    assert says in refusal(tmp_path, data)


def test_one_text_repeated_until_it_fills_the_memory(tmp_path):
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, 20_001))
    data = repacked(book(tmp_path).read_bytes(), {FOURTH: sheet_xml(cells)})
    assert "repeats texts" in refusal(tmp_path, with_texts(data, b"<si><t>" + b"x" * 30_000 + b"</t></si>"))


def test_entities_are_refused(tmp_path):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + sheet_xml(text_row(1, "&a;"))
    data = repacked(book(tmp_path).read_bytes(), {FOURTH: bomb})
    assert "holds XML that no spreadsheet program writes" in refusal(tmp_path, data)


def test_a_cell_formatted_far_out_is_nothing(tmp_path):
    far = b'<row r="3"><c r="XFD3" s="1"/></row>'
    rows = b"".join(text_row(row, *cells) for row, cells in enumerate(SHEETS["Schema"], 1))
    data = repacked(book(tmp_path).read_bytes(), {FOURTH: sheet_xml(rows + far)})
    (tmp_path / "week.xlsx").write_bytes(data)
    assert len(read_request(tmp_path / "week.xlsx").availability) == 1


@settings(max_examples=some(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_changed_in_a_sheet_it_is_read_or_refused(tmp_path, data):
    with zipfile.ZipFile(book(tmp_path)) as archive:
        part = data.draw(st.sampled_from(["xl/worksheets/sheet6.xml", "xl/workbook.xml", "xl/styles.xml"]))
        text = bytearray(archive.read(part))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.one_of(st.binary(max_size=3), st.sampled_from([b"9", b"<", b'"', b"&#0;", b'r="ZZ9"', b"</row>"]))
        )
    file = tmp_path / "changed.xlsx"
    file.write_bytes(repacked((tmp_path / "week.xlsx").read_bytes(), {part: bytes(text)}))
    with suppress(InputError):
        assert read_request(file).units


def windows():
    yield ["Vårdpersonal", "Vårdenhet", "Start", "Slut"]
    for number in range(ROWS):
        day, minute = 1 + number // 1_000, number % 1_000
        start, end = (f"2027-01-{day:02} {at // 60:02}:{at % 60:02}" for at in (minute, minute + 1))
        yield ["nurse", "vc-1", start, end]


def test_many_rows_in_a_workbook(tmp_path):
    rows = b"".join(text_row(number, *cells) for number, cells in enumerate(windows(), 1))
    data = repacked(book(tmp_path).read_bytes(), {FOURTH: sheet_xml(rows)})
    (tmp_path / "week.xlsx").write_bytes(data)
    assert len(read_request(tmp_path / "week.xlsx").availability) == ROWS


def test_many_rows_in_a_csv_file(tmp_path):
    for title, rows in {**SHEETS, "Schema": list(windows())}.items():
        text = "\r\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)
        (tmp_path / f"{title}.csv").write_text(text, "cp1252")
    request = csv_folder.read_request(tmp_path)
    assert len(request.availability) == ROWS
    assert f"{request.first_date}" == DAY
