"""What a plan made anew begins with, on the screen and on the page: whom to call, of what, and whom first."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from rich.console import Console

from dagplan import plan
from dagplan.files import csv_folder, excel
from dagplan.models.history import with_history
from dagplan.models.replanning import with_bookings
from dagplan.models.view import PlanView
from dagplan.report import screen
from dagplan.report.calls import MOST_CALLS
from dagplan.report.page import plan_page
from dagplan.words.catalogue import use_language
from tests.build import asked, at, linked, plan_with, read, single, window
from tests.report.test_page import Page
from tests.strategies import small_requests
from tests.thorough import some

NOON = datetime(2026, 10, 1, 12, 0, 0, tzinfo=UTC)
NEXT = "2026-10-06"


def replanned():
    """The request with what was booked, and the plan made anew.

    p1's physician is half an hour later and another, p2 is cancelled, p3 new, and p4 only has another spirometer.
    """
    people = [
        {"id": "nurse", "competences": ["spirometry"]},
        {"id": "doctor", "name": "Dr A", "competences": ["physician"]},
        {"id": "doctor-2", "competences": ["physician"]},
    ]
    windows = [window(who["id"], "08:00", "12:00", day=day) for who in people for day in ("2026-10-05", NEXT)]
    busy = [{"practitioner": "doctor", "start": at("08:00"), "end": at("08:45")}]
    equipment = [{"id": one, "unit": "u1", "kind": "spirometer"} for one in ("s1", "s2")]
    cases = [linked(), single(), single("r3", "p3"), single("r4", "p4")]
    more = {"practitioners": people, "availability": windows, "busy": busy, "equipment": equipment}
    request = read(asked(*cases, last_date="2026-10-07", **more))

    def made(known, items, *placed):
        plan = plan_with(known, *placed, ("r4-v", "doctor", "11:00", "u1", NEXT))
        bookings = tuple(
            one.model_copy(update={"equipment": items}) if one.visit == "r4-v" else one for one in plan.bookings
        )
        return with_history(known, plan.model_copy(update={"bookings": bookings}), NOON)

    stays = ("a", "nurse", "09:00")
    before = made(request, ("s1",), stays, ("b", "doctor", "09:30"), ("r2-v", "doctor", "09:00"))
    known = with_bookings(request, before)
    return known, made(known, ("s2",), stays, ("b", "doctor-2", "10:00"), ("r3-v", "doctor", "11:00"))


def printed(request, plan, *, show_all=False):
    console = Console(file=io.StringIO(), width=100)
    screen.print_plan(request, plan, console, show_all=show_all)
    return console.file.getvalue()


ENGLISH = """\
2 patients to call, the soonest time first: 1 visit moved and 1 cancelled:
 1. p2
    2026-10-05 r2-v: cancelled, 09:00 doctor at u1
 2. p1
    2026-10-05 b: 09:30 doctor → 10:00 doctor-2

1 patient has only new times, to be sent out:
 3. p3
    2026-10-05 r3-v: new, 11:00 doctor at u1

1 visit only has other equipment; its patient need not be called:
 4. p4
    2026-10-06 r4-v: 11:00 doctor [s1] → [s2]

2026-10-05  u1  3 visits
"""
SWEDISH = """\
2 patienter att ringa, den med närmast tid först: 1 flyttat besök och 1 inställt:
 1. p2
    2026-10-05 r2-v: inställt, 09:00 doctor på u1
 2. p1
    2026-10-05 b: 09:30 doctor → 10:00 doctor-2

1 patient har bara nya tider, att kalla till:
 3. p3
    2026-10-05 r3-v: nytt, 11:00 doctor på u1

1 besök har bara annan utrustning; patienten behöver inte ringas:
 4. p4
    2026-10-06 r4-v: 11:00 doctor [s1] → [s2]

2026-10-05  u1  3 besök
"""


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("sv", SWEDISH)])
def test_the_screen_begins_with_whom_to_call(language, expected):
    with use_language(language):
        assert printed(*replanned()).startswith(expected)


def test_many_calls_are_counted_on_the_screen_and_all_are_there_on_request():
    count = MOST_CALLS + 7
    names = [f"{number:02}" for number in range(count)]
    days = [f"2026-10-{day:02}" for day in range(5, 10)]
    windows = [window("doctor", "06:00", "20:00", day=day) for day in days]
    request = read(asked(*(single(f"r{n}", f"p{n}") for n in names), last_date=days[-1], availability=windows))
    place = [(f"{6 + number % 14:02}:00", days[number // 14]) for number in range(count)]
    late = [
        (f"r{n}-v", "doctor", clock.replace(":00", ":30"), "u1", day)
        for n, (clock, day) in zip(names, place, strict=True)
    ]
    soon = [(f"r{n}-v", "doctor", clock, "u1", day) for n, (clock, day) in zip(names, place, strict=True)]
    known = with_bookings(request, with_history(request, plan_with(request, *late), NOON))
    made = with_history(known, plan_with(known, *soon), NOON)
    lines = printed(known, made).splitlines()
    assert lines[0] == f"{count} patients to call, the soonest time first: {count} visits moved:"
    assert [line for line in lines if line.startswith(" … and")] == [" … and 7 more patients"]
    everything = printed(known, made, show_all=True)
    assert f" {count}. p{count - 1}\n" in everything
    assert "more patients" not in everything


def test_a_plan_that_changed_nothing_begins_with_its_days():
    known, made = replanned()
    again = with_bookings(known, made)
    bookings = {"bookings": made.bookings}
    same = with_history(again, made.model_copy(update=bookings), NOON)
    assert printed(again, same).startswith("2026-10-05  u1  3 visits\n")
    assert "calls" not in Page(plan_page(again, same)).values("id")


def test_the_page_begins_with_whom_to_call():
    page = Page(plan_page(*replanned(), "sv"))
    ids = page.values("id")
    assert ids.index("calls") < ids.index("figures")
    assert page.values("href")[2] == "#calls", "after the icon and the way past the navigation"
    told = page.text.partition(" Ringlista ")[2].partition("Ringlista ")[2]
    assert told.startswith(
        "2 patienter att ringa, den med närmast tid först: 1 flyttat besök och 1 inställt "
        "Ordningen är den närmaste av gamla och nya tider, av allt som ändrats för patienten. "
        "Samtal Patient Vad Från Till Besök "
        "1 p2 inställt mån 5 okt 09:00, Dr A – physician r2-v "
        "2 p1 flyttat mån 5 okt 09:30, Dr A mån 5 okt 10:00, doctor-2 physician, primärt 2 av 2 b "
    )
    assert "4 p4 annan utrustning tis 6 okt 11:00, Dr A, s1 tis 6 okt 11:00, Dr A, s2 physician r4-v" in page.text


def test_moved_visits_are_marked_on_the_page_in_drawings_lists_and_by_patient():
    page = Page(plan_page(*replanned(), "sv"))
    marked = [
        attrs["data-tip"] for _tag, attrs in page.elements if attrs.get("class") == "moved" and "data-tip" in attrs
    ]
    assert [tip.split("\n")[0] for tip in marked] == ["10:00–10:30  doctor-2"] * 2, "at a glance and on its day"
    assert "flyttat från 09:30 Dr A" in marked[0].split("\n")
    assert page.text.count("flyttat från 09:30 Dr A") == 2
    assert "Flyttat sedan förra planen" in page.text
    assert "Flyttat sedan förra planen" not in Page(plan_page(*first(), "sv")).text


def first():
    request = read(asked(single()))
    return request, with_history(request, plan_with(request, ("r2-v", "doctor", "09:00")), NOON)


def test_meetings_and_dates_on_which_nobody_works_stand_on_the_page():
    page = Page(plan_page(*replanned(), "sv"))
    assert "08:00–08:45 upptagen" in page.text
    assert "Möte eller frånvaro" in page.text
    assert [value for value in page.values("id") if value and value.startswith("d2026")] == [
        "d2026-10-05",
        "d2026-10-06",
        "d2026-10-07",
    ]
    assert "onsdag 7 oktober 2026 0 besök Ingen arbetar den här dagen." in page.text


def test_somebody_who_is_away_all_day_is_on_the_page():
    busy = [{"practitioner": "doctor", "start": at("00:00"), "end": at("23:59")}]
    request = read(asked(linked(), busy=busy))
    page = Page(plan_page(request, plan_with(request)))
    assert "doctor 0 of 0 min booked Time Patient Visit 08:00–12:00 busy" in page.text


@settings(max_examples=some(15), deadline=None)
@given(small_requests(), st.data())
def test_any_plan_made_anew_has_its_list_in_every_form(fields, data):
    """Requests are withdrawn, the plan before is thinned: whatever becomes of a visit, it can be told."""
    request = read(fields)
    before = plan(request)
    kept = [one for one in before.bookings if data.draw(st.booleans())]
    wanted = {case.id for case in request.requests if data.draw(st.booleans())}
    fewer = {
        "requests": tuple(
            case.model_copy(update={"same_day_as": tuple(one for one in case.same_day_as if one in wanted)})
            for case in request.requests
            if case.id in wanted
        ),
        "bookings": tuple(
            fact
            for fact in request.bookings
            if any(fact.visit == visit.id for case in request.requests if case.id in wanted for visit in case.visits)
        ),
    }
    known = with_bookings(request.model_copy(update=fewer), before.model_copy(update={"bookings": tuple(kept)}))
    made = plan(known)
    changes = [change for call in PlanView(made, known).calls.all for change in call.changes]
    text = printed(known, made, show_all=True)
    page = Page(plan_page(known, made))
    sheets = load_workbook(io.BytesIO(excel.plan_bytes(made, known, "en")))
    assert ("Call list" in sheets.sheetnames) == bool(changes) == ("calls" in page.values("id"))
    files = csv_folder.plan_files(made)
    assert len(files.get("calls.csv", b"").splitlines()) == (len(changes) + 1 if changes else 0)
    for change in changes:
        assert f" {change.booking.visit}: " in text
        assert change.booking.visit in page.text


@pytest.mark.parametrize(
    ("search", "said"),
    [("native", "den kompilerade sökningen"), ("python", "referenssökningen i Python"), (None, None)],
)
def test_the_page_says_what_searched(search, said):
    request, made = first()
    run = made.run.model_copy(update={"search": search})
    text = Page(plan_page(request, made.model_copy(update={"run": run}), "sv")).text
    assert ("Sökning " in text) == bool(said)
    assert said is None or f"Sökning {said}" in text
