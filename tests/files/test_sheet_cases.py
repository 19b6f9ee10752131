"""Workbooks and CSV folders as people save them: read as they are meant, or refused in a line that helps.

Each case stands for a kind of complaint that users of other programs have made in public. What must come out of each
was written down before the program was run: the request that `C0` makes, with a few fields changed, or these lines.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from dagplan.files import read_request
from dagplan.models import InputError, PlanRequest
from tests.places import CASES

BOOKS = CASES / "c"
DAYS = ("2026-12-08", "2026-12-09", "2026-12-10")

C0: dict[str, Any] = {
    "first_date": "2026-12-08",
    "last_date": "2026-12-10",
    "units": [{"id": "vc-1", "name": "Vårdcentral Åby"}],
    "practitioners": [{"id": "nurse-1", "competences": ["ecg"]}, {"id": "doc-1", "competences": ["physician"]}],
    "availability": [
        {"practitioner": who, "unit": "vc-1", "start": f"{day}T08:00", "end": f"{day}T12:00"}
        for who in ("nurse-1", "doc-1")
        for day in DAYS
    ],
    "requests": [
        {
            "id": "r1",
            "patient": "p1",
            "not_before": "09:00",
            "max_wait": 60,
            "visits": [
                {"id": "v1", "role": "secondary", "duration": 30, "competence": "ecg"},
                {"id": "v2", "role": "primary", "duration": 30, "competence": "physician"},
            ],
        }
    ],
    "settings": {"time_limit": 2, "workers": 1},
}


def c0(**changes: Any) -> PlanRequest:
    """The request of `C0` with changes at paths such as ``requests__0__visits__0__competence``."""
    data = deepcopy(C0)
    for path, value in changes.items():
        *steps, last = path.split("__")
        part: Any = data
        for step in steps:
            part = part[int(step) if step.isdigit() else step]
        part[int(last) if last.isdigit() else last] = value
    return PlanRequest.model_validate(data)


def away(end: str, start: str = "2026-12-08T00:00") -> list[dict[str, str]]:
    return [{"practitioner": "nurse-1", "start": start, "end": end}]


FIRST, SECOND = "practitioners__0__competences", "requests__0__visits__0__competence"
SECOND_REQUEST = {
    "id": "r2",
    "patient": "p2",
    "visits": [{"id": "v3", "role": "primary", "duration": 30, "competence": "ecg"}],
}
BOOKED = [
    {"visit": "v1", "practitioner": "nurse-1", "unit": "vc-1", "start": "2026-12-09T09:00", "locked": True},
    {"visit": "v2", "practitioner": "doc-1", "unit": "vc-1", "start": "2026-12-09T10:00"},
]

SAME: dict[str, tuple[str, ...]] = {
    "the plain ones": ("C0.xlsx", "C0f"),
    "odd blanks in headings": (
        *(f"C1-head-{kind}.xlsx" for kind in ("bom", "nbsp", "thin", "zwsp")),
        *(f"C1-headf-{kind}" for kind in ("bom", "nbsp", "thin", "zwsp")),
    ),
    "odd blanks after ids and words": (
        *(f"C1-id-{kind}.xlsx" for kind in ("bom", "nbsp", "thin", "zwsp")),
        *(f"C1-idf-{kind}" for kind in ("bom", "nbsp", "thin", "zwsp")),
    ),
    "odd blanks between date and time": tuple(f"C1-mom-{kind}.xlsx" for kind in ("bom", "nbsp", "thin", "zwsp")),
    "a clock time of the day after day 0, and one formatted as Swedes write it": ("C2.xlsx", "C2-sv.xlsx"),
    "Strict, merged down a column": ("C3-strict.xlsx", "C3merge.xlsx", "C3merge-strict.xlsx"),
    "days counted from 1900, said outright": ("C4-0.xlsx", "C4-false.xlsx"),
    "number formats": tuple(f"C5-{n:02}.xlsx" for n in range(22) if n not in (7, 8)),
    "formats of dates": tuple(f"C5d-{n:02}.xlsx" for n in range(9)),
    "titles, blank rows and columns": (
        *("C6-blank.xlsx", "C6-blankf", "C6-cols.xlsx", "C6-merged.xlsx", "C6-title.xlsx", "C6-titlef"),
    ),
    "lines, hyphens, commas in headings": (
        *("C7.xlsx", "C7-crlf.xlsx", "C7-hyph.xlsx", "C7-x000D.xlsx", "C7-crlff", "C7comma", "C7f", "G24"),
    ),
    "how the archive and its XML are written": (
        *("C9-abs.xlsx", "C9-case.xlsx", "C9-prefix.xlsx", "C9-rich.xlsx", "C10-str.xlsx"),
    ),
    "encodings": (
        *("C11-cp437", "C11-cp850", "C11-latin-1", "C11-mac_roman", "C11-macroman-cr"),
        *("C11-utf-16", "C11-utf-16-le", "C11-utf-32"),
    ),
    "times written in words": (
        *("C13-00.xlsx", "C13-03.xlsx", "C13-04.xlsx", "C13-05.xlsx", "C13-06.xlsx", "C13-07.xlsx"),
        *("C13-08.xlsx", "C13-09.xlsx", "C13-12.xlsx", "C13-14.xlsx", "C13-date.xlsx"),
    ),
    "what is hidden, drawn or beside": (
        *("C16-chart.xlsx", "C16-copyhidden.xlsx", "C16-hiddencol.xlsx", "C16-hiddensheet.xlsx"),
    ),
    "a sum, or when it was printed, below the table": ("C6-foot.xlsx", "C17.xlsx"),
    "endings": ("C18.XLSX", "C18.xlsm"),
}

CHANGED: dict[str, PlanRequest] = {
    "C1-case.xlsx": c0(**{SECOND: "ECG"}),
    "C1-inner-double.xlsx": c0(**{FIRST: ["vilo ekg"], SECOND: "vilo  ekg"}),
    "C1-nfd.xlsx": c0(**{FIRST: ["h\u00f6rselprov"], SECOND: "ho\u0308rselprov"}),
    "C1-inner-nbsp.xlsx": c0(**{FIRST: ["vilo ekg"], SECOND: "vilo\xa0ekg"}),
    "C8": c0(settings__time_limit=2.5),
    "C8-one": c0(settings__time_limit=2.5, units__0={"id": "vc-1"}),
    "C8-onecomma": c0(settings__time_limit=2.5, units__0={"id": "vc-1"}),
    "C12-same.xlsx": c0(busy=away("2026-12-08T24:00")),
    "C12-text-same.xlsx": c0(busy=away("2026-12-08T24:00")),
    "C12f-same": c0(busy=away("2026-12-08T24:00")),
    "C12-span.xlsx": c0(busy=away("2026-12-09T24:00")),
    "C12-text-span.xlsx": c0(busy=away("2026-12-09T24:00")),
    "C12f-span": c0(busy=away("2026-12-09T24:00")),
    "C13-11.xlsx": c0(),
    "C13-clock9n.xlsx": c0(requests__0__not_before="09:00"),
    "C13-clock900.xlsx": c0(requests__0__not_before="09:00"),
    "C13-clock900n.xlsx": c0(requests__0__not_before="09:00"),
    "C13-clock9c.xlsx": c0(requests__0__not_before="09:30"),
    "C13-clockkl.xlsx": c0(requests__0__not_before="09:30"),
    "C16-hidden.xlsx": c0(requests=[*C0["requests"], SECOND_REQUEST]),
    "C19-x.xlsx": c0(bookings=BOOKED),
    "C11-en-cp850": c0(**{FIRST: ["hörselprov"], SECOND: "hörselprov"}),
    "C11-en-mac_roman": c0(**{FIRST: ["hörselprov"], SECOND: "hörselprov"}),
}

MINUTES = "sheet Besök, rows 2–3, column Längd (min)"
WAIT = "sheet Vårdbegäran, row 2, column Längsta väntan (min)"
CLOCK = "sheet Vårdbegäran, row 2, column Inte före: write a clock time as HH:MM"
MOMENT = "sheet Schema, row 2, column Start"
AS_MOMENT = f"{MOMENT}: write a date and a clock time as YYYY-MM-DD HH:MM"
NO_ID = "an id is a letter followed by at most 63 letters, digits, '_', '.' or '-'"
MADE_A_DATE = "the spreadsheet made a date of what was typed here ({}): format the cell as Text and type it anew"


def no_minutes(half_an_hour: str, an_hour: str) -> list[str]:
    wrong, advice = "write a whole number; here stands", "format the cell as a number"
    return [
        f"{MINUTES}: {wrong} {half_an_hour}: {advice}",
        f"{WAIT}: {wrong} {an_hour}: {advice}",
    ]


EITHER = "which may mean 2026-12-08 08:00 or 2026-08-12 08:00"
REFUSED: dict[str, list[str]] = {
    "C5-07.xlsx": no_minutes("a span of 720:00", "a span of 1440:00"),
    "C5-08.xlsx": no_minutes("a span of 720:00", "a span of 1440:00"),
    "C5-22.xlsx": no_minutes("the time 1900-01-30 00:00", "the time 1900-02-28 00:00"),
    "C5-23.xlsx": no_minutes("the date 1900-01-30", "the date 1900-02-28"),
    "C5-24.xlsx": no_minutes("the time 1900-01-30 00:00", "the time 1900-02-28 00:00"),
    "C9-norefs.xlsx": ["has cells that don't say where they stand; open it in Excel and save it anew"],
    "C12-avail.xlsx": [
        "sheet Schema, row 2, column Slut: the date has no clock time; write both, as 2026-12-08 08:00",
        f"{MOMENT}: the date has no clock time; write both, as 2026-12-08 08:00",
    ],
    "C13-01.xlsx": [f"{AS_MOMENT}; here stands 8/12/2026 08:00, {EITHER}"],
    "C13-02.xlsx": [f"{AS_MOMENT}; here stands 8.12.2026 08:00, {EITHER}"],
    "C13-10.xlsx": [f"{AS_MOMENT}; here stands tis 2026-12-08 08:00"],
    "C13-13.xlsx": [f"{MOMENT}: the date has no clock time; write both, as 2026-12-08 08:00"],
    "C13-15.xlsx": [f"{MOMENT}: 24:00 is the end of a date; only an end may be written so"],
    "C13-clock1.xlsx": [f"{CLOCK}; here stands the number 1"],
    "C13-clock93n.xlsx": [f"{CLOCK}; here stands the number 9,3, which may mean 09:30 or 09:18"],
    "C13-date2.xlsx": [
        "sheet Inställningar, row 2, column Värde: write a date as YYYY-MM-DD; here stands 8/12/2026, "
        "which may mean 2026-12-08 or 2026-08-12",
    ],
    "C15-007.xlsx": [f"sheet Vårdbegäran, row 2, column Patient: {NO_ID}; here stands the number 7"],
    "C15-1e5.xlsx": [f"sheet Vårdbegäran, row 2, column Patient: {NO_ID}; here stands the number 100000"],
    "C15-1e5t.xlsx": [f"sheet Vårdbegäran, row 2, column Patient: {NO_ID}"],
    "C15-mar1.xlsx": [f"sheet Vårdbegäran, row 2, column Patient: {MADE_A_DATE.format('2026-03-01')}"],
    "C15-compdate.xlsx": [f"sheet Besök, row 2, column Kompetens: {MADE_A_DATE.format('2026-04-03')}"],
    "C15-dup.xlsx": ["sheet Besök, row 1, column Längd (min): this column stands more than once, also as Längd"],
    "C16-copy.xlsx": ["sheet Besök (2): this table stands twice, also as Besök"],
    "C16-sv-en-hidden.xlsx": ["sheet Visits: this table stands twice, also as Besök"],
    "C18.ods": ["can't be read; these work: .xlsx, .xlsm, .json, a folder of CSV files (no ending)"],
    "C18.xls": ["can't be read; these work: .xlsx, .xlsm, .json, a folder of CSV files (no ending)"],
    "C18.xlsb": ["can't be read; these work: .xlsx, .xlsm, .json, a folder of CSV files (no ending)"],
}


@pytest.mark.parametrize("name", [name for names in SAME.values() for name in names])
def test_the_same_request(name: str) -> None:
    assert read_request(BOOKS / name) == c0()


@pytest.mark.parametrize("name", CHANGED)
def test_the_request_that_is_meant(name: str) -> None:
    assert read_request(BOOKS / name) == CHANGED[name]


@pytest.mark.parametrize("name", REFUSED)
def test_the_lines_that_help(name: str) -> None:
    with pytest.raises(InputError) as caught:
        read_request(BOOKS / name)
    assert [str(one).removeprefix(f"{BOOKS / name}: ") for one in caught.value.problems] == REFUSED[name]


@pytest.mark.parametrize("name", ["C4-1.xlsx", "C4-true.xlsx"])
def test_days_counted_from_1904_are_those_on_the_screen(name: str) -> None:
    request = read_request(BOOKS / name)
    assert [f"{request.first_date}", f"{request.last_date}"] == ["2030-12-09", "2030-12-11"]
    assert f"{request.availability[0].start:%Y-%m-%d %H:%M}" == "2030-12-09 08:00"
    assert f"{request.requests[0].not_before:%H:%M}" == "09:00"


def test_every_case_has_its_answer() -> None:
    told = {name for names in SAME.values() for name in names} | set(CHANGED) | set(REFUSED)
    marked = {"C3m.xlsx", "C3m-strict.xlsx", "C3m-prefix.xlsx"}  # in test_excel_marking
    rest = {"C4-1.xlsx", "C4-true.xlsx", "C5.txt"}
    assert {path.name for path in BOOKS.iterdir()} == told | marked | rest
