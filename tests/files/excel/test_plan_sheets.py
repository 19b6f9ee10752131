"""A plan's workbook as a planner uses it: the call list first, days that print whole, ids that are not broken."""

from __future__ import annotations

import io
import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from dagplan.files import csv_folder, excel
from dagplan.files.excel.day_print import pages_for
from dagplan.files.excel.day_text import in_lines, signs_in, width_for
from dagplan.models.history import with_history
from dagplan.models.plan import to_json
from dagplan.models.replanning import with_bookings
from tests.build import asked, at, linked, plan_with, read, single, window

NOON = datetime(2026, 10, 1, 12, 0, 0, tzinfo=UTC)
NEXT = "2026-10-06"


def opened(plan, request, language="sv"):
    return load_workbook(io.BytesIO(excel.plan_bytes(plan, request, language)))


def values(sheet, first=1):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def replanned(language_of_names=None):
    """r1 (linked): its physician half an hour later and with another; r2 cancelled; r3 new."""
    people = [
        {"id": "nurse", "competences": ["spirometry"]},
        {"id": "doctor", "name": "Dr A", "competences": ["physician"]},
        {"id": "doctor-2", "competences": ["physician"]},
    ]
    windows = [window(who["id"], "08:00", "12:00") for who in people]
    request = read(asked(linked(), single(), single("r3", "p3"), practitioners=people, availability=windows))
    before = plan_with(request, ("a", "nurse", "09:00"), ("b", "doctor", "09:30"), ("r2-v", "doctor", "09:00"))
    before = with_history(request, before, NOON)
    known = with_bookings(request, before)
    after = plan_with(known, ("a", "nurse", "09:00"), ("b", "doctor-2", "10:00"), ("r3-v", "doctor", "11:00"))
    return request, known, with_history(known, after, NOON)


# The call list


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "sv",
            [
                ["Samtal", "Ringd", "Patient", "Vad", "Från", "Från (hos)", "Till", "Till (hos)"],
                ["2 patienter att ringa, den med närmast tid först: 1 flyttat besök och 1 inställt"],
                [1, None, "p2", "inställt", "09:00", "Dr A (doctor)", None, None, "physician", "r2-v", None],
                [2, None, "p1", "flyttat", "09:30", "Dr A (doctor)", "10:00", "doctor-2", "physician", "b"],
                ["1 patient har bara nya tider, att kalla till"],
                [3, None, "p3", "nytt", None, None, "11:00", "Dr A (doctor)", "physician", "r3-v", None],
            ],
        ),
        (
            "en",
            [
                ["Call", "Called", "Patient", "What", "From", "From (with)", "To", "To (with)"],
                ["2 patients to call, the soonest time first: 1 visit moved and 1 cancelled"],
                [1, None, "p2", "cancelled", "09:00", "Dr A (doctor)", None, None, "physician", "r2-v", None],
                [2, None, "p1", "moved", "09:30", "Dr A (doctor)", "10:00", "doctor-2", "physician", "b"],
                ["1 patient has only new times, to be sent out"],
                [3, None, "p3", "new", None, None, "11:00", "Dr A (doctor)", "physician", "r3-v", None],
            ],
        ),
    ],
)
def test_after_replanning_the_workbook_begins_with_whom_to_call(language, expected):
    _request, known, made = replanned()
    book = opened(made, known, language)
    assert book.sheetnames[0] == ("Ringlista" if language == "sv" else "Call list")
    assert book.active.title == book.sheetnames[0]
    rows = [
        [f"{value:%H:%M}" if isinstance(value, datetime) else value for value in row]
        for row in values(book.worksheets[0], 4)
    ]
    assert [row[: len(wanted)] for row, wanted in zip(rows, expected, strict=True)] == expected
    assert rows[3][-1] == "09:00 nurse", "what of the linked visits stays as it was"


def test_what_is_another_is_bold_and_there_is_a_box_to_tick_for_each_call():
    _request, known, made = replanned()
    sheet = opened(made, known).worksheets[0]
    titles = [cell.value for cell in sheet[4]]
    moved = dict(zip(titles, sheet[7], strict=True))
    assert [moved[title].font.bold for title in ("Från", "Från (hos)", "Till", "Till (hos)")] == [
        False,
        False,
        True,
        True,
    ]
    assert moved["Ringd"].border.left.style == "thin"
    assert moved["Till"].number_format == "[$-41D]ddd yyyy-mm-dd hh:mm"
    assert sheet.print_title_rows == "$4:$4"


def test_the_plan_alone_knows_its_call_list_too_and_a_first_plan_has_none():
    request, known, made = replanned()
    assert opened(made, request).sheetnames[0] == "Ringlista", "the request without the bookings before"
    assert load_workbook(io.BytesIO(excel.plan_bytes(made))).sheetnames[0] == "Ringlista"
    first = with_history(request, plan_with(request, ("r2-v", "doctor", "09:00")), NOON)
    assert opened(first, request).sheetnames[0] == "Översikt"
    assert "calls.csv" not in csv_folder.plan_files(first)
    again = with_history(known, plan_with(known, *[(v, p, f"{s:%H:%M}") for v, p, s in stood(known)]), NOON)
    assert opened(again, known).sheetnames[0] == "Översikt", "nothing changed"


def stood(request):
    return [(one.visit, one.practitioner, one.start) for one in request.bookings]


def test_units_and_items_have_columns_where_there_is_a_choice():
    equipment = [{"id": one, "unit": "u1", "kind": "spirometer", "name": f"Spiro {one}"} for one in ("s1", "s2")]
    request = read(asked(single("r1", "p1"), equipment=equipment))
    placed = ("r1-v", "doctor", "09:00")

    def made(known, item):
        plan = plan_with(known, placed)
        bookings = tuple(one.model_copy(update={"equipment": (item,)}) for one in plan.bookings)
        return with_history(known, plan.model_copy(update={"bookings": bookings}), NOON)

    known = with_bookings(request, made(request, "s1"))
    sheet = opened(made(known, "s2"), known).worksheets[0]
    rows = values(sheet, 4)
    told = dict(zip(rows[0], rows[2], strict=True))
    assert (told["Vad"], told["Från (utrustning)"], told["Till (utrustning)"]) == (
        "annan utrustning",
        "Spiro s1",
        "Spiro s2",
    )
    assert rows[1][0] == "1 besök har bara annan utrustning; patienten behöver inte ringas"
    assert "Från (vårdenhet)" not in told


def test_a_csv_folder_has_the_call_list_under_the_contract_s_names():
    _request, _known, made = replanned()
    text = csv_folder.plan_files(made)["calls.csv"].decode("utf-8-sig").splitlines()
    assert text == [
        "call;patient;what;request;visit;from_start;from_end;from_unit;from_practitioner;to_start;to_end;to_unit;to_practitioner",
        "1;p2;cancelled;r2;r2-v;2026-10-05T09:00;2026-10-05T09:30;u1;doctor;;;;",
        "2;p1;moved;r1;b;2026-10-05T09:30;2026-10-05T10:00;u1;doctor;2026-10-05T10:00;2026-10-05T10:30;u1;doctor-2",
        "3;p3;new;r3;r3-v;;;;;2026-10-05T11:00;2026-10-05T11:30;u1;doctor",
    ]


# The sheets of days


def test_moved_visits_are_marked_on_their_day_with_where_they_were():
    _request, known, made = replanned()
    day = opened(made, known)["2026-10-05"]
    cells = {cell.value: cell for row in day.iter_rows(min_row=5, min_col=2) for cell in row if cell.value}
    moved = cells["↔ 10:00–10:30  p1  2/2\nflyttat från 09:30 Dr A\nphysician, r1"]
    assert {moved.border.left.style, moved.border.top.style} == {"medium"}
    stays = next(cell for text, cell in cells.items() if text.startswith("09:00–09:30  p1"))
    assert stays.border.left.style == "thin"
    legend = next(text for text in cells if text.startswith("Samma färg"))
    assert legend.endswith("↔ och tjock kant: flyttat.")


def test_meetings_and_whole_absences_show_and_dates_without_visits_have_a_sheet():
    """Tuesday the doctor is away all day, Wednesday nobody works, Saturday is no weekday."""
    days = ["2026-10-05", NEXT, "2026-10-07", "2026-10-08", "2026-10-09", "2026-10-10"]
    busy = [
        {"practitioner": "doctor", "start": at("10:00"), "end": at("11:15")},
        {"practitioner": "doctor", "start": at("00:00", NEXT), "end": at("23:59", NEXT)},
    ]
    windows = [window(who, "08:00", "12:00", day=day) for who in ("nurse", "doctor") for day in days[:2]]
    request = read(asked(single(), first_date=days[0], last_date=days[-1], availability=windows, busy=busy))
    book = opened(plan_with(request, ("r2-v", "doctor", "08:00")), request)
    assert [one for one in book.sheetnames if one.startswith("2026")] == days[:5]
    monday, tuesday, wednesday = (book[day] for day in days[:3])
    assert "10:00–11:15  upptagen" in [cell.value for cell in monday["C"]]
    assert [cell.value for cell in tuesday[3]][1:3] == ["nurse", "doctor"]
    assert "08:00–12:00  upptagen" in [cell.value for cell in tuesday["C"]]
    assert "Inga besök är bokade." in [cell.value for cell in tuesday["B"]]
    assert wednesday["B1"].value == "Onsdag 7 oktober 2026"
    assert wednesday["B3"].value == "Ingen arbetar den här dagen."


def many_people(count, unit_of=lambda number: "u1", units=("u1",)):
    people = [{"id": f"läk-{number}", "competences": ["physician"]} for number in range(count)]
    windows = [window(one["id"], "08:00", "16:00", unit=unit_of(number)) for number, one in enumerate(people)]
    requests = [single(f"r{number}", f"p{number}", duration=20) for number in range(count)]
    request = read(
        asked(*requests, practitioners=people, availability=windows, units=[{"id": unit} for unit in units])
    )
    placed = [(f"r{number}-v", f"läk-{number}", "09:00", unit_of(number)) for number in range(count)]
    return request, plan_with(request, *placed)


def test_a_day_prints_whole_columns_of_people_with_their_names_on_each_page():
    request, made = many_people(17, lambda number: "u1" if number < 8 else "u2", ("u1", "u2"))
    day = opened(made, request)["2026-10-05"]
    assert (day.print_title_rows, day.print_title_cols) == ("$1:$4", "$A:$A")
    assert day.sheet_properties.pageSetUpPr.fitToPage is False, "programs heed no page breaks otherwise"
    assert 10 <= day.page_setup.scale <= 100
    ends = [brk.id for brk in day.col_breaks.brk]
    assert ends
    starts = [2, *(end + 1 for end in ends)]
    assert [day.cell(1, column).value for column in starts] == ["Måndag 5 oktober 2026"] * len(starts)
    assert all(day.cell(2, column).value in ("u1", "u2") for column in starts), "the unit stands above the people"
    last = 18
    for start, end in itertools.pairwise([*starts, last + 1]):
        width = sum(day.column_dimensions[get_column_letter(column)].width for column in range(start, end))
        assert (7 + width) * 7 * day.page_setup.scale / 100 <= 790, "A4 across, also in a broad typeface"
        for merged in day.merged_cells.ranges:
            assert not (merged.min_col < end <= merged.max_col), f"{merged} is cut by a page"
    height = sum(day.row_dimensions[row].height or 15 for row in range(1, day.max_row + 1))
    assert height * day.page_setup.scale / 100 <= 770, "and down: a person's day is on one page"


def test_visits_side_by_side_stay_on_one_page():
    pages = pages_for(1200.0, 40.0, [100.0, 100.0, 300.0, 100.0])
    assert sum(pages.columns) == 4
    assert pages.portrait
    narrow = pages_for(300.0, 40.0, [100.0])
    assert (narrow.percent, narrow.columns, narrow.portrait) == (100, [1], False)
    wide = pages_for(300.0, 40.0, [5000.0])
    assert wide.columns == [1]
    assert wide.percent == 15, "one person's lanes are wider than a page: printed smaller, not cut"


def test_letters_are_a_little_smaller_where_that_spares_a_page():
    """Four people of 147 points at full size are on two portrait pages, at 82 % on one: (49 + 4·147)·0.82 = 522."""
    one = pages_for(720.0, 49.0, [147.0] * 4)
    assert (one.columns, one.portrait) == ([4], True)
    assert one.percent == 82
    many = pages_for(720.0, 49.0, [147.0] * 40)
    assert many.percent >= 65, "but not smaller than five points"
    tall = pages_for(1800.0, 49.0, [147.0] * 40)
    assert 32 <= tall.percent <= 41, "nor a fifth smaller than the height of the day makes them: 745·0.98/1800 = 40 %"


@settings(deadline=None)
@given(
    st.floats(50, 5000),
    st.lists(st.floats(20, 900), min_size=1, max_size=60),
)
def test_every_column_is_on_a_page_that_it_fits_on(height, people):
    pages = pages_for(height, 49.0, people)
    across, down = (537, 745) if pages.portrait else (784, 498)
    assert sum(pages.columns) == len(people)
    assert pages.columns == [*pages.columns]
    assert all(count >= 1 for count in pages.columns)
    position = 0
    for count in pages.columns:
        on_page = 49.0 + sum(people[position : position + count])
        position += count
        assert on_page * pages.percent / 100 <= across + 1e-6
    assert height * pages.percent / 100 <= max(down, height / 10)


WORDS = st.text("abcdefghij-_0123456789", min_size=1, max_size=40)


@settings(deadline=None)
@given(WORDS, st.lists(WORDS, max_size=6), st.integers(10, 40), st.integers(1, 8))
def test_no_piece_is_broken_unless_it_is_longer_than_a_line_and_the_lines_fit(first, told, signs, lines):
    found = in_lines(first, told, signs, lines).split("\n")
    assert found[0] == first
    pieces = [piece for line in found[1:] for piece in line.split(", ")]
    assert pieces == told[: len(pieces)], "in their order, and what comes last goes first"
    assert all(len(line) <= signs or "," not in line for line in found[1:])
    needed = sum(-(-len(line) // signs) for line in found)
    assert needed <= lines or len(found) == 1


@pytest.mark.parametrize(
    ("pieces", "width"),
    [
        ([("08:00–08:30  p1", False)], 21),
        ([("08:00–08:30  vc-001-p-0164  1/2", False)], 26),  # 31 signs / 1.2
        ([("08:00–08:30  vc-001-p-0164  1/2", True)], 29),  # and fewer in bold
        ([("x" * 64, False)], 32),
        ([], 21),
    ],
)
def test_columns_are_as_wide_as_ids_need(pieces, width):
    assert width_for(pieces) == width
    if width < 32:
        assert all(len(text) <= signs_in(width, bold=bold) for text, bold in pieces)


def test_ids_are_whole_on_a_day_sheet():
    visit = {"id": "v", "duration": 30, "competence": "spirometri och annat"}
    case = {"id": "vårdbegäran-2026-000117", "patient": "patient-000117", "visits": [visit]}
    people = [{"id": "nurse", "competences": ["spirometri och annat"]}]
    request = read(asked(case, practitioners=people, availability=[window("nurse", "08:00", "12:00")]))
    day = opened(plan_with(request, ("v", "nurse", "08:00")), request)["2026-10-05"]
    (text,) = [cell.value for cell in day["B"] if str(cell.value).startswith("08:00–")]
    assert text.split("\n") == ["08:00–08:30  patient-000117", "spirometri och annat", "vårdbegäran-2026-000117"]
    signs = signs_in(day.column_dimensions["B"].width)
    assert all(len(line) <= signs for line in text.split("\n"))


# How the plan came about


@pytest.mark.parametrize(("search", "said"), [("native", "den kompilerade sökningen"), ("python", "Python")])
def test_the_overview_says_what_searched(search, said):
    request = read(asked(single()))
    made = plan_with(request)
    assert not any("Sökning" in str(row[0]) for row in values(opened(made, request)["Översikt"]))
    made = made.model_copy(update={"run": made.run.model_copy(update={"search": search})})
    (line,) = [row[0] for row in values(opened(made, request)["Översikt"]) if str(row[0]).startswith("Sökning: ")]
    assert said in line


def test_a_workbook_of_a_plan_made_anew_is_read_back_as_before(tmp_path):
    request, _known, made = replanned()
    (tmp_path / "new.xlsx").write_bytes(excel.plan_bytes(made, request))
    again = excel.read_plan(tmp_path / "new.xlsx", request)
    assert [one.visit for one in again.bookings] == [one.visit for one in made.bookings]
    assert to_json(again.bookings[0]) == to_json(made.bookings[0])
    assert date(2026, 10, 5) == again.bookings[0].start.date()
