import contextlib
import os
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from dagplan.files import csv_folder, json_file
from dagplan.files.columns import PLAN_BOOKINGS, SETTING_KEYS, UNITS
from dagplan.files.columns import TABLES as TABLES_IN_FILES
from dagplan.files.csv_encoding import decoded
from dagplan.files.csv_text import escaped, rows_of, unescaped
from dagplan.models import InputError, PlanRequest
from dagplan.models import request as models
from dagplan.models.booked import Booking, EarlierPlan
from tests.places import EXAMPLES

NUMBER = "19121212-1212"
TABLES = {
    "settings": "key;value\nfirst_date;2026-12-07\nlast_date;2026-12-08\n",
    "units": "id;name\nvc-1;Vårdcentral Åby\n",
    "practitioners": "id;competences\nnurse;spirometry | ecg\ndoctor;physician\n",
    "requests": "id;patient;max_wait\nr1;p1;60\nr2;p2;\n",
    "visits": (
        "request;id;role;duration;competence\n"
        "r1;v1;secondary;30;spirometry\nr2;v3;;30;physician\nr1;v2;primary;30,0;physician\n"
    ),
}

RICH: dict[str, Any] = {
    "time_zone": "Europe/Helsinki",
    "first_date": "2026-12-07",
    "last_date": "2026-12-11",
    "units": [
        {"id": "vc-1", "name": '=HYPERLINK("x";1)', "kind": "primary_care_centre"},
        {"id": "k-1", "name": 'Klinik; "rad två"', "kind": "hospital_clinic"},
    ],
    "practitioners": [
        {"id": "n1", "name": "'-Åsa", "competences": ["@ecg", "spirometry"]},
        {"id": "d1", "competences": ["physician"]},
        {"id": "x1", "competences": []},
    ],
    "availability": [{"practitioner": "n1", "unit": "vc-1", "start": "2026-12-07T08:00", "end": "2026-12-07T12:00"}],
    "busy": [{"practitioner": "n1", "start": "2026-12-07T09:00", "end": "2026-12-08T10:00"}],
    "patient_busy": [{"patient": "p1", "start": "2026-12-10T00:00", "end": "2026-12-10T24:00"}],
    "requests": [
        {
            "id": "r1",
            "patient": "p1",
            "units": ["vc-1", "k-1"],
            "priority": "stat",
            "earliest": "2026-12-08",
            "latest": "2026-12-10",
            "target": "2026-12-09",
            "not_before": "08:15",
            "not_after": "16:00",
            "excluded_dates": ["2026-12-09", "2026-12-10"],
            "min_wait": 5,
            "max_wait": 60,
            "same_day_as": ["r2"],
            "visits": [
                {
                    "id": "a",
                    "role": "secondary",
                    "duration": 20,
                    "competence": "@ecg",
                    "practitioners": ["n1"],
                    "equipment": ["EKG-apparat", "=rum"],
                },
                {"id": "b", "role": "primary", "duration": 30, "competence": "physician", "preferred": "d1"}
                | {"min_wait": 0, "max_wait": 15, "visit_type": "+ny", "visit_form": "på plats"}
                | {"different_practitioner_from": ["a"]},
            ],
        },
        {
            "id": "r2",
            "patient": "p1",
            "visits": [{"id": "c", "duration": 10, "competence": "physician", "booking_mode": "drop_in"}],
        },
    ],
    "equipment": [
        {"id": "e1", "unit": "vc-1", "kind": "ekg-apparat", "name": "Den nya"},
        {"id": "rum-2", "unit": "vc-1", "kind": "=rum"},
    ],
    "equipment_busy": [{"equipment": "e1", "start": "2026-12-07T12:00", "end": "2026-12-08T00:00"}],
    "bookings": [
        {"visit": "a", "practitioner": "n1", "unit": "vc-1", "start": "2026-12-07T08:00", "locked": True}
        | {"equipment": ["e1", "rum-2"]},
        {
            "visit": "c",
            "practitioner": "d1",
            "unit": "k-1",
            "start": "2026-12-07T08:05",
            "source": "Appointment/7",
            "revision": 3,
        },
    ],
    "settings": {
        "grid": 15,
        "time_limit": 0.25,
        "seed": 7,
        "workers": 2,
        "weights": {"unbooked": {"urgent": 3}, "wait": 0, "moved": 9, "uneven": 4},
    },
}


def folder(path: Path, **changes: str | bytes | None) -> Path:
    for name, text in {**TABLES, **changes}.items():
        if text is not None:
            (path / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def problems_of(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        csv_folder.read_request(path)
    return [str(problem).replace(f"{path}/", "") for problem in caught.value.problems]


def test_every_field_comes_back(tmp_path: Path) -> None:
    request = PlanRequest.model_validate(RICH)
    csv_folder.write_request(request, tmp_path / "in")
    assert csv_folder.read_request(tmp_path / "in") == request
    csv_folder.write_request(request, tmp_path / "in")  # over a folder of ours


def test_the_example_comes_back(tmp_path: Path) -> None:
    request = json_file.read_request(EXAMPLES / "asthma.request.json")
    csv_folder.write_request(request, tmp_path / "in")
    assert csv_folder.read_request(tmp_path / "in") == request


def test_files_are_as_swedish_excel_wants_them(tmp_path: Path) -> None:
    csv_folder.write_request(PlanRequest.model_validate(RICH), tmp_path / "in")
    units = (tmp_path / "in" / "units.csv").read_bytes()
    assert units.startswith(b"\xef\xbb\xbfid;name;kind\r\nvc-1;\"'=HYPERLINK(")
    assert b"time_limit;0,25\r\n" in (tmp_path / "in" / "settings.csv").read_bytes()


def test_visits_come_in_the_order_of_their_rows(tmp_path: Path) -> None:
    request = csv_folder.read_request(folder(tmp_path))
    assert [[visit.id for visit in case.visits] for case in request.requests] == [["v1", "v2"], ["v3"]]
    assert request.practitioners[0].competences == ("spirometry", "ecg")
    assert request.requests[1].max_wait is None


def test_a_sequence_column_decides(tmp_path: Path) -> None:
    head = "request;sequence;id;role;duration;competence\n"
    rows = "r1;2;v1;primary;30;physician\nr1;1;v2;secondary;30;ecg\nr2;;v3;;5;ecg\n"
    request = csv_folder.read_request(folder(tmp_path, visits=head + rows))
    assert [visit.id for visit in request.requests[0].visits] == ["v2", "v1"]


@pytest.mark.parametrize(
    ("numbers", "row", "says"),
    [
        (("1", ""), 3, "number all visits of a request, or none"),
        (("1", "1"), 3, "the number 1 stands twice in this request, first in row 2"),
        (("1", "first"), 3, "write a whole number"),
    ],
)
def test_a_broken_sequence(tmp_path: Path, numbers: tuple[str, str], row: int, says: str) -> None:
    head = "request;sequence;id;role;duration;competence\n"
    rows = "r1;{};v1;primary;30;physician\nr1;{};v2;secondary;30;ecg\nr2;;v3;;5;ecg\n".format(*numbers)
    assert problems_of(folder(tmp_path, visits=head + rows)) == [f"visits.csv: row {row}, column sequence: {says}"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = TABLES["units"].replace(";", delimiter).replace("\n", "\r\n")
    request = csv_folder.read_request(folder(tmp_path, units=text.encode(encoding)))
    assert request.units[0].name == "Vårdcentral Åby"


def test_what_excel_does_to_cells(tmp_path: Path) -> None:
    windows = "Practitioner ; UNIT;start;end\nnurse;vc-1;2026-12-07 8:00;2026-12-07 12:00:00\n;;;\n"
    bookings = "sep=;\nvisit;practitioner;unit;start;locked;\nv3;doctor;vc-1;2026-12-07T09:00;SANT;\n"
    requests = "id;patient;not_before\nr1;p1;8:30\nr2;p2\n"
    request = csv_folder.read_request(folder(tmp_path, availability=windows, bookings=bookings, requests=requests))
    assert f"{request.availability[0].start:%H:%M}" == "08:00"
    assert f"{request.requests[0].not_before:%H:%M}" == "08:30"
    assert request.bookings[0].locked is True


@pytest.mark.parametrize(
    "units",
    [
        "id;name\nvc-1;Vårdcentral Åby\n",
        "id,name\nvc-1,Vårdcentral Åby\n",
        "id\tname\nvc-1\tVårdcentral Åby\n",
        "id|name\nvc-1|Vårdcentral Åby\n",
        "sep=,\nid,name\nvc-1,Vårdcentral Åby\n",
        '"sep=|"\r\nid|name\r\nvc-1|Vårdcentral Åby\r\n',
        "SEP=;\rid;name\rvc-1;Vårdcentral Åby\r",
        '"Id (eget)","Namn (t.ex. a; b; c; d)"\n"vc-1","Vårdcentral Åby"\n',
        'Id;"Namn\n(a, b, c,\nd)"\nvc-1;"Vårdcentral Åby"\n',
        'Id ; "Namn (a;b)"\nvc-1;Vårdcentral Åby\n',
        "Enheter, vecka 50, utkast\n\nid;name\nvc-1;Vårdcentral Åby\n",
        ";;;\n;id;name;\n;vc-1;Vårdcentral Åby;\n",
        "id;name\nvc-1;Vårdcentral Åby\nAntal enheter: 1\n",
    ],
)
def test_what_stands_between_cells_is_told_by_the_headings(tmp_path: Path, units: str) -> None:
    request = csv_folder.read_request(folder(tmp_path, units=units))
    assert [(unit.id, unit.name) for unit in request.units] == [("vc-1", "Vårdcentral Åby")]


UNTOLD = ("sjö", "08–12")
"""In Mac Roman alone in their file, these are other words in another encoding."""


@pytest.mark.parametrize("text", ["Åby", "sjö", "Ångström", "André", "Müller", "Sørensen", "“ekg”", "08–12", "S. Ek"])
@pytest.mark.parametrize(
    "encoding", ["cp1252", "cp850", "cp437", "mac_roman", "utf-8", "utf-16", "utf-16-be", "utf-32-le"]
)
def test_letters_are_right_or_the_file_is_refused(text: str, encoding: str) -> None:
    try:
        data = f"id;name\nvc-1;{text}\n".encode(encoding)
    except UnicodeEncodeError:
        data = f"id;name\nvc-1;{text}\n".encode()
    if encoding == "mac_roman" and text in UNTOLD:
        with pytest.raises(InputError, match="x: its encoding can't be told; save it as UTF-8"):
            decoded(data, "x")
    else:
        assert decoded(data, "x") == f"id;name\nvc-1;{text}\n"


def test_files_from_one_hand_tell_each_others_encoding() -> None:
    word, others = "hörselprov".encode("mac_roman"), ["sekundär för Åsa".encode("mac_roman"), "på dagen".encode()]
    with pytest.raises(InputError, match="encoding can't be told"):
        decoded(word, "x")
    assert decoded(word, "x", others) == "hörselprov"


def test_absences_given_by_dates_take_the_whole_dates(tmp_path: Path) -> None:
    busy = "practitioner;start;end\nnurse;2026-12-07;2026-12-08\nnurse;2026-12-10 13:00;2026-12-11\n"
    own = "patient;start;end\np1;2026-12-07;2026-12-07\np1;2026-12-08 00:00;2026-12-08 24:00\n"
    request = csv_folder.read_request(folder(tmp_path, busy=busy, patient_busy=own))
    spans: list[Any] = [*request.busy, *request.patient_busy]
    assert [(f"{one.start:%d %H:%M}", f"{one.end:%d %H:%M}") for one in spans] == [
        ("07 00:00", "09 00:00"),
        ("10 13:00", "12 00:00"),
        ("07 00:00", "08 00:00"),
        ("08 00:00", "09 00:00"),
    ]


def test_every_field_of_the_contract_has_a_column() -> None:
    fields: dict[str, type[BaseModel]] = {
        "units": models.Unit,
        "practitioners": models.Practitioner,
        "availability": models.Availability,
        "busy": models.Busy,
        "patient_busy": models.PatientBusy,
        "equipment": models.Equipment,
        "equipment_busy": models.EquipmentBusy,
        "requests": models.Request,
        "visits": models.Visit,
        "bookings": models.ExistingBooking,
    }
    for table in TABLES_IN_FILES:
        if table.name != "settings":
            own = {"request", "sequence"} if table.name == "visits" else set()
            assert set(table.columns) - own == set(fields[table.name].model_fields) - {"visits"}
    assert set(PLAN_BOOKINGS.columns) == set(Booking.model_fields)
    top = {name for name in PlanRequest.model_fields if name not in (*fields, "settings", "earlier")}
    assert {path[0].replace("schema", "schema_") for path, _kind in SETTING_KEYS.values()} - {"settings"} == top


def test_every_problem_with_its_row_and_column(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        settings="key;value\nfirst_date;2026-12-07\nlast_date;x\ngrid;five\ncolour;red\ngrid;5\n",
        units="id;name\nvc-1;\nvc-1;\n",
        availability="practitioner;unit;start;end\nghost;vc-1;2026-12-07T08:00;2026-12-07T07:00\n",
        visits="request;id;role;duration;competence;room\nr1;v1;primary;1,5;physician;3\n\nr9;v2;;30;ecg;\n",
    )
    assert problems_of(path) == [
        "availability.csv: row 2, column end: the time from 2026-12-07 08:00 to 2026-12-07 07:00 is reversed",
        "availability.csv: row 2, column practitioner: there is no practitioner ghost",
        "settings.csv: row 3, column value: write a date as YYYY-MM-DD",
        "settings.csv: row 4, column value: write a whole number",
        "settings.csv: row 5, column key: there is no setting colour",
        "settings.csv: row 6, column key: grid stands more than once, first at settings.csv: row 4",
        "units.csv: row 3, column id: the id vc-1 is used twice, first in row 2",
        "visits.csv: row 1, column room: there is no such column; write it as [room] if it is your own. "
        "The columns are request, sequence, id, role, duration, competence, practitioners, preferred, equipment, "
        "same_practitioner_as, different_practitioner_from, min_wait, max_wait, "
        "booking_mode, visit_type, visit_form",
        "visits.csv: row 2, column duration: write a whole number; here stands 1,5",
        "visits.csv: row 4, column request: there is no request r9",
    ]


SHED = "here stands shed; write primary care centre or hospital clinic"


def test_of_many_problems_each_is_counted_once(tmp_path: Path) -> None:
    requests = "id;patient\n" + "".join(f"r{n};p{n}\n" for n in range(300))
    visits = "request;id;duration;competence\n" + "".join(f"r{n};v{n};long;ecg\n" for n in range(300))
    units = "id;kind\n" + "".join(f"u{n};shed\n" for n in range(50))
    with pytest.raises(InputError) as caught:
        csv_folder.read_request(folder(tmp_path, units=units, requests=requests, visits=visits))
    assert [(one.place.rpartition("/")[2], one.message) for one in caught.value.problems] == [
        ("units.csv: rows 2–51, column kind", SHED),
        ("visits.csv: rows 2–301, column duration", "write a whole number"),
    ]
    assert caught.value.more == 0


def test_missing_cells_and_headings(tmp_path: Path) -> None:
    path = folder(tmp_path, settings="key;value\nfirst_date;2026-12-07\n", units="id;name\n;Åby\nvc-2;b;c\n")
    assert problems_of(path) == [
        "settings.csv: key last_date: this field is required",
        "units.csv: row 2, column id: this field is required",
        "units.csv: row 3: cell 3 has no heading above it",
    ]


@pytest.mark.parametrize("missing", ["settings", "units", "practitioners", "requests", "visits"])
def test_a_missing_table_is_one_problem(tmp_path: Path, missing: str) -> None:
    assert problems_of(folder(tmp_path, **{missing: None})) == [f"{missing}.csv: this file is needed"]


@pytest.mark.parametrize(
    ("units", "says"),
    [
        (b"", "the file is empty"),
        (b"\n;;\n", "the file is empty"),
        (b"id;name\nvc-1;\0\n", "row 2: a NUL character"),
        (b'id;name\nvc-1;b\nvc-2;"c\n', 'row 3: a quote (") is opened'),
        (b'id;name\nvc-1;"b"c\n', "row 2: something stands after a closing quote"),
        (b"id;name\nvc-1;" + b"x" * 200_000, "row 2: a cell is too large"),
        (b"id;id\nvc-1;vc-2\n", "row 1, column id: this column stands more than once"),
        (b"id/name\nvc-1/a\n", "row 1: no row holds the names of the columns; the first row should: id, name, kind"),
        (b"\xff\xfei\0d", "is not text in the encoding of its byte order mark"),
        (b"id;name\nvc-1;Du\x9aan\n", "its encoding can't be told; save it as UTF-8"),
    ],
)
def test_nasty_files(tmp_path: Path, units: bytes, says: str) -> None:
    assert f"units.csv: {says}" in "\n".join(problems_of(folder(tmp_path, units=units)))


def test_a_table_that_is_not_ours_or_stands_twice(tmp_path: Path) -> None:
    path = folder(tmp_path, rooms="id\n")
    (path / "Units.CSV").write_text("id\n")
    (path / ".~lock.units.csv#").touch()
    (path / "notes.txt").touch()
    first, second = problems_of(path)
    assert first.startswith("rooms.csv: there is no such table; the tables are availability, ")
    assert second == "units.csv: this table stands twice, also as Units.CSV"


@pytest.mark.parametrize(
    "changes",
    [
        {"requests": f"id;patient\nr1;{NUMBER}\nr2;p2\n"},
        {"requests": "id;patient\nr1;191212121212\nr2;p2\n"},
        {"requests": f"id;patient;priority\nr1;p1;{NUMBER}\nr2;p2;\n"},
        {"requests": f"id;patient;{NUMBER}\nr1;p1;\nr2;p2;\n"},
        {"requests": f"id;patient;units\nr1;p1;vc-1|{NUMBER}\nr2;p2;\n"},
        {"visits": TABLES["visits"] + f"{NUMBER};v9;;5;ecg\n"},
        {"settings": TABLES["settings"] + f"{NUMBER};1\n"},
        {"settings": TABLES["settings"] + f"seed;{NUMBER}\n"},
        {NUMBER: "id\n"},
    ],
)
def test_identity_numbers_are_refused_and_never_repeated(tmp_path: Path, changes: dict[str, str]) -> None:
    found = "\n".join(problems_of(folder(tmp_path, **changes)))
    assert found
    assert "1212" not in found


def test_formula_cells_are_escaped_and_come_back() -> None:
    for text in ("=1", "+46", "-a", "@b", "\tc", "'=1", "''-2", "'plain", "plain"):
        assert unescaped(escaped(text)) == text
    assert escaped("=1") == "'=1"
    assert escaped("r-1") == "r-1"


def test_what_no_cell_can_hold_is_refused_not_changed(tmp_path: Path) -> None:
    data = {**RICH, "practitioners": [*RICH["practitioners"], {"id": "q", "competences": ["a|b", " c"]}]}
    with pytest.raises(InputError) as caught:
        csv_folder.write_request(PlanRequest.model_validate(data), tmp_path / "in")
    assert [problem.place for problem in caught.value.problems] == [
        "$.practitioners[3].competences[0]",
        "$.practitioners[3].competences[1]",
    ]
    assert list(tmp_path.iterdir()) == []


def test_what_no_table_holds_is_refused_not_dropped(tmp_path: Path) -> None:
    request = PlanRequest.model_validate({**RICH, "earlier": EarlierPlan().model_dump()})
    with pytest.raises(InputError, match=r"\$.earlier: no table holds what is known of an earlier plan: write JSON"):
        csv_folder.write_request(request, tmp_path / "in")


def test_nothing_is_left_when_writing_fails_midway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = PlanRequest.model_validate(RICH)
    csv_folder.write_request(request, tmp_path / "in")
    before = {path.name: path.read_bytes() for path in (tmp_path / "in").iterdir()}
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == "requests.csv":
            raise OSError(28, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    for name in ("in", "new"):
        with pytest.raises(InputError, match="no space left"):
            csv_folder.write_request(request, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "in").iterdir()} == before


def test_the_old_folder_comes_back_when_the_swap_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = PlanRequest.model_validate(RICH)
    csv_folder.write_request(request, tmp_path / "in")
    rename = Path.rename

    def fail(self: Path, goal: Path) -> Path:
        if self.suffix == ".tmp":
            raise OSError(13, "Permission denied")
        return rename(self, goal)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(InputError, match="permission denied"):
        csv_folder.write_request(request, tmp_path / "in")
    assert os.listdir(tmp_path) == ["in"]
    assert csv_folder.read_request(tmp_path / "in") == request


def test_a_folder_with_other_things_is_never_replaced(tmp_path: Path) -> None:
    request = PlanRequest.model_validate(RICH)
    mine = tmp_path / "mine"
    mine.mkdir()
    folder(mine)
    with pytest.raises(InputError, match="was not written by dagplan"):
        csv_folder.write_request(request, mine)
    csv_folder.write_request(request, tmp_path / "in")
    (tmp_path / "in" / "letter.docx").touch()
    with pytest.raises(InputError, match=r"files that dagplan did not write \(1\)"):
        csv_folder.write_request(request, tmp_path / "in")


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    rows = rows_of(b'id;name\n\na;"two\nlines"\nb;c\n', "x.csv", UNITS)
    assert [number for number, _cells in rows] == [1, 3, 4]


def test_a_request_of_many_visits_is_read_in_linear_time(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        path = tmp_path / str(count)
        path.mkdir()
        folder(path)
        rows = "".join(f"r1;v{i};30;ekg\n" for i in range(count))
        (path / "visits.csv").write_text(f"request;id;duration;competence\n{rows}", "utf-8")
        began = time.process_time()
        with contextlib.suppress(InputError):
            csv_folder.read_request(path)
        return time.process_time() - began

    seconds(100)  # what is imported
    assert seconds(8000) < 12 * seconds(2000)
