"""What is sent as bytes is read as it is from a path: the same request, the same problems under the name given."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dagplan import files
from dagplan.files import Sent, csv_folder, excel, fhir, json_file, zipped
from dagplan.models import InputError, PlanRequest
from tests.build import asked, linked, plan_with, single
from tests.places import EXAMPLES

REQUEST = PlanRequest.model_validate(asked(linked(), single()))
PLAN = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"), ("r2-v", "doctor", "10:00"))
FHIR = (EXAMPLES / "asthma.fhir.json").read_bytes()
NUMBER = "191212121212"


def in_zip(held: Mapping[str, bytes], inside: str = "") -> bytes:
    """A zip of these files, maybe within a folder."""
    goal = io.BytesIO()
    with zipfile.ZipFile(goal, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(inside + name, data)
    return goal.getvalue()


def faulty(data: Mapping[str, bytes]) -> dict[str, bytes]:
    """Tables with faults: an unknown practitioner, a word for a number, a table that is none."""
    bad = {"availability.csv": data["availability.csv"].replace(b"nurse", b"nobody"), "rum.csv": b"id\r\n1\r\n"}
    return {**data, "visits.csv": data["visits.csv"].replace(b";30;", b";half;"), **bad}


def bad_workbook() -> bytes:
    """A workbook with a booking of no visit, and a person's competence that nobody has."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(excel.request_bytes(REQUEST, "en")))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "nurse" and sheet.title.startswith("Work"):
                    cell.value = "nobody"
                if cell.value == 30:
                    cell.value = "half"
    goal = io.BytesIO()
    book.save(goal)
    return goal.getvalue()


def whole(value: Any) -> bytes:
    return json.dumps(value).encode()


TABLES = csv_folder.request_files(REQUEST)
GOOD: dict[str, bytes] = {
    "week.json": json_file.request_bytes(REQUEST),
    "week.fhir.json": FHIR,
    "week.xlsx": excel.request_bytes(REQUEST, "en"),
}
BAD: dict[str, bytes] = {
    "empty.json": b"",
    "broken.json": b'{"units": [',
    "latin.json": '{"units": "å"}'.encode("latin-1"),
    "list.json": b"[]",
    "deep.json": b'{"a":' * 99 + b"1" + b"}" * 99,
    "odd.json": whole({**asked(single()), "first_date": "x", "units": []}),
    "other.json": json_file.plan_bytes(PLAN),
    "bad.fhir.json": FHIR.replace(b'"status": "free"', b'"status": "fre"'),
    "bad.xlsx": bad_workbook(),
    "cut.xlsx": excel.request_bytes(REQUEST, "en")[:3000],
    "page.xlsx": b"<html><table></table></html>",
    "empty.xlsx": b"",
    "text.docx": b"PK",
    "nothing": b"",
}


def problems_of(read: Callable[[], object], name: str) -> list[tuple[str, str, str]]:
    """What is refused: place, message and code, with THIS for the name of the file."""
    with pytest.raises(InputError) as caught:
        read()
    texts = [(one.place, one.message, one.code) for one in caught.value.told]
    return [(place.replace(name, "THIS"), message.replace(name, "THIS"), code) for place, message, code in texts]


@pytest.mark.parametrize("name", GOOD)
def test_the_same_request_from_bytes_and_from_a_stream(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(GOOD[name])
    there = files.read(tmp_path / name)
    assert files.read(GOOD[name], name=name) == there
    assert files.read(io.BytesIO(GOOD[name]), name=name) == there
    assert files.read_request(GOOD[name], form={"x": "xlsx", "n": "json"}[name[-1]]) == there.value  # type: ignore[arg-type]


@pytest.mark.parametrize("name", BAD)
def test_the_same_problems_under_the_name_given(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    there = problems_of(lambda: files.read(path), str(path))
    assert there
    sent = f"upload-{name}"
    assert problems_of(lambda: files.read(BAD[name], name=sent), sent) == there
    assert problems_of(lambda: files.read(io.BytesIO(BAD[name]), name=sent), sent) == there


def test_the_same_folder_by_names_and_in_a_zip(tmp_path: Path) -> None:
    csv_folder.write_request(REQUEST, tmp_path / "week")
    there = files.read_request(tmp_path / "week")
    assert files.read_request(TABLES, name="week") == there
    beside = {"__MACOSX/week/._units.csv": b"\0", "week/.DS_Store": b"\0", "readme.txt": b"hello"}
    for packed in (in_zip(TABLES), in_zip(TABLES, "week/"), in_zip(TABLES, "a\\week\\")):
        with zipfile.ZipFile(goal := io.BytesIO(packed), "a") as archive:
            for name, data in beside.items():
                archive.writestr(name, data)
        assert files.read_request(goal.getvalue(), name="upload.zip") == there
        assert files.read_request(goal.getvalue(), form="csv") == there


def test_the_same_problems_of_a_folder(tmp_path: Path) -> None:
    bad = faulty(TABLES)
    folder = tmp_path / "week"
    folder.mkdir()
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    there = problems_of(lambda: files.read(folder), str(folder))
    assert len(there) >= 3
    assert problems_of(lambda: files.read(bad, name="sent"), "sent") == there
    assert problems_of(lambda: files.read(in_zip(bad, "week/"), name="sent.zip"), "sent.zip") == there
    lacking = {name: data for name, data in TABLES.items() if name != "units.csv"}
    assert problems_of(lambda: files.read(in_zip(lacking), name="sent.zip"), "sent.zip") == [
        ("THIS/units.csv", "this file is needed", "missing_file")
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.json", json_file.plan_bytes(PLAN)),
        ("plan.xlsx", excel.plan_bytes(PLAN, REQUEST)),
        ("plan.zip", in_zip(csv_folder.plan_files(PLAN))),
        ("plan.fhir.json", fhir.plan_bytes(REQUEST, PLAN)),
    ],
)
def test_a_plan_and_its_problems(name: str, data: bytes) -> None:
    where = [(one.visit, one.practitioner, one.start) for one in PLAN.bookings]
    found = files.read_plan(data, REQUEST, name=name)
    assert [(one.visit, one.practitioner, one.start) for one in found.bookings] == where
    loaded = files.load(Sent(GOOD["week.xlsx"], "week.xlsx"), Sent(io.BytesIO(data), name))
    assert (loaded.request, loaded.plan, loaded.problems) == (REQUEST, found, ())
    both = files.load(Sent(b"", "week.xlsx"), Sent(b"", name))
    assert [str(one) for one in both.problems] == ["week.xlsx: the file is empty", f"{name}: the file is empty"]
    for part in ("request", "plan"):
        with pytest.raises(InputError) as caught:
            getattr(both, part)
        assert caught.value.problems == both.problems


def test_a_plan_alone_speaks_for_itself() -> None:
    found = files.load(plan=Sent(json_file.plan_bytes(PLAN), "plan.json"))
    assert (found.plan, found.asked, found.problems) == (PLAN, None, ())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"no zip", "is no zip file, or is cut short or broken"),
        (in_zip(TABLES)[:-40], "is no zip file, or is cut short or broken"),
        (
            in_zip({"a/units.csv": b"id", "b/visits.csv": b"id"}),
            "has files in more than one folder; pack the one folder with the tables",
        ),
        (in_zip({"a/units.csv": b"id", "a\\units.csv": b"id"}), "holds two files of one name"),
        (in_zip({"units.csv": b"1" * 1001}), "unpacks to more than 0 MB: too large, or made to fill the memory"),
        (in_zip({f"{n}.csv": b"" for n in range(21)}), "has 21 files: this is no folder of tables"),
    ],
)
def test_zips_that_are_refused(data: bytes, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_UNPACKED_BYTES", 1000)
    monkeypatch.setattr(zipped, "MAX_FILES", 20)
    found = problems_of(lambda: files.read(data, name="upload.zip"), "upload.zip")
    assert [(place, message) for place, message, _code in found] == [("THIS", says)]


def test_a_zip_with_a_password_is_told() -> None:
    data = bytearray(in_zip({"units.csv": b"id"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    found = problems_of(lambda: files.read(bytes(data), name="upload.zip"), "upload.zip")
    assert found == [("THIS", "has a password; pack it without one", "encrypted")]


def test_a_zip_that_lies_of_its_size_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_UNPACKED_BYTES", 10_000)
    data = bytearray(in_zip({"units.csv": b"1" * 1_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark) + at
        data[start : start + 4] = (5).to_bytes(4, "little")
    ((place, _message, code),) = problems_of(lambda: files.read(bytes(data), name="upload.zip"), "upload.zip")
    assert (place, code) == ("THIS", "not_a_zip")


def test_no_more_of_a_stream_is_read_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    from dagplan.files.excel import guard

    monkeypatch.setattr(guard, "MAX_FILE_BYTES", 2**20)
    stream = io.BytesIO(b"PK" * 2**20)
    found = problems_of(lambda: files.read(stream, name="upload.xlsx"), "upload.xlsx")
    assert found == [("THIS", "is too large: more than 1 MB", "too_large")]
    assert stream.tell() == 2**20 + 1


def test_a_name_that_is_a_persons_is_refused_and_never_repeated() -> None:
    with pytest.raises(InputError) as caught:
        files.read(GOOD["week.json"], name=f"{NUMBER}.json")
    assert [one.code for one in caught.value.problems] == ["identity_number"]
    assert NUMBER not in str(caught.value)


def test_a_sent_workbook_is_marked() -> None:
    source = Sent(io.BytesIO(BAD["bad.xlsx"]), "week.xlsx")
    problems = files.load(source).problems
    marked = excel.marked_bytes(source, problems)
    again = files.load(Sent(marked, "week.xlsx")).problems
    assert [str(one) for one in again] == [str(one) for one in problems]
    assert len(marked) > len(BAD["bad.xlsx"]) // 2


def test_files_by_name_are_no_workbook() -> None:
    found = problems_of(lambda: files.read(TABLES, name="week.xlsx", form="xlsx"), "week.xlsx")
    assert found == [("THIS", "is a folder, not a file", "is_a_folder")]
    found = problems_of(lambda: files.read(TABLES, name="week.json", form="json"), "week.json")
    assert found == [("THIS", "is a folder, not a JSON file", "is_a_folder")]


def test_a_form_is_stronger_than_an_ending(tmp_path: Path) -> None:
    path = tmp_path / "week.txt"
    path.write_bytes(GOOD["week.json"])
    assert files.read_request(path, form="json") == REQUEST
    assert files.read_request(GOOD["week.json"], name="week.xlsx", form="json") == REQUEST


@pytest.mark.parametrize("sent", [GOOD["week.json"], b'{"resourceType": "Basic", "id": "b"}', b"{}"])
def test_what_is_said_to_be_fhir_and_is_no_bundle_is_refused_in_words(sent: bytes) -> None:
    for read in (
        lambda: files.read(sent, name="x.json", form="fhir"),
        lambda: files.plan_in_file(sent, REQUEST, name="x.json", form="fhir"),
    ):
        with pytest.raises(InputError) as caught:
            read()
        (problem,) = caught.value.problems
        assert (problem.place, problem.code) == ("x.json: $.resourceType", "not_a_bundle")
        assert problem.message == "a Bundle is wanted, with all resources in it"
