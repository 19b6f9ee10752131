"""Calendars: right across clock changes, read by two other programs, nothing of a patient but the pseudonym."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from dagplan import plan
from dagplan.cli import main
from dagplan.files import ics, json_file
from tests.build import asked, linked, plan_with, read, single, window
from tests.calendars import seen
from tests.strategies import small_requests

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def events(data):
    """In the order of the file, as one of the readers gives them."""
    return IcsCalendarStream.calendar_from_ics(data.decode()).events


def local(moment):
    return moment.astimezone(STOCKHOLM).replace(tzinfo=None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(small_requests())
def test_every_booking_is_an_event_at_its_local_time(fields):
    request = read(fields)
    made = plan(request)
    found = [one for one in seen(ics.plan_bytes(request, made)).values() if one.status != "CANCELLED"]
    assert sorted((local(event.start), local(event.end)) for event in found) == sorted(
        (booking.start, booking.end) for booking in made.bookings
    )


ODD = st.text(
    st.one_of(
        st.sampled_from(",;:\\\"'|^= åÄ😀👩‍⚕️שלוםمرحبا漢字क्ष e\u0301"),
        st.characters(categories=("L", "M", "N", "P", "S", "Zs")),
    ),
    min_size=1,
    max_size=200,
).filter(lambda text: text == text.strip() and len(text) <= 200)


@settings(max_examples=60, deadline=None)
@given(ODD, ODD)
def test_odd_names_come_through_and_lines_are_folded_between_characters(unit, person):
    request = read(
        asked(
            single(),
            units=[{"id": "u1", "name": unit}],
            practitioners=[{"id": "doctor", "name": person, "competences": ["physician"]}],
            availability=[window("doctor", "08:00", "12:00")],
        )
    )
    made = plan_with(request, ("r2-v", "doctor", "08:30"))
    ((name, data),) = ics.plan_files(request, made).items()
    assert name == "doctor.ics"
    ((uid, event),) = seen(data).items()
    assert (event.location, event.summary) == (unit, "p2: physician")
    assert IcsCalendarStream.calendar_from_ics(data.decode()).extras[0].value == person
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert uid.isascii()


@pytest.mark.parametrize("day", ["2026-03-27", "2026-03-29", "2026-03-30", "2026-10-23", "2026-10-25", "2026-10-26"])
def test_times_are_right_on_both_sides_of_a_clock_change(day):
    request = read(
        asked(single(), first_date=day, last_date=day, availability=[window("doctor", "08:00", "12:00", day=day)])
    )
    made = plan_with(request, ("r2-v", "doctor", "08:30", "u1", day))
    (event,) = events(ics.plan_bytes(request, made))
    wanted = datetime.fromisoformat(f"{day}T08:30").replace(tzinfo=STOCKHOLM)
    assert event.dtstart == wanted
    summer = "2026-03-29" <= day < "2026-10-25"
    assert event.dtstart.astimezone(UTC).hour == (6 if summer else 7)
    assert event.dtend - event.dtstart == timedelta(minutes=30)


def test_the_link_stands_in_words_and_in_relations():
    request = read(asked(linked(), single(), units=[{"id": "u1", "name": "Vårdcentral Ö, hus 1; \\ 2"}]))
    made = plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"), ("r2-v", "doctor", "08:00"))
    data = ics.plan_bytes(request, made, "en")
    by_start = {local(event.dtstart).hour: event for event in events(data)}
    alone, first, second = by_start[8], by_start[9], by_start[10]
    assert first.summary == "p1: spirometry (1 of 2)"
    assert alone.summary == "p2: physician"
    assert first.location == "Vårdcentral Ö, hus 1; \\ 2"
    assert "1. 09:30–10:00 spirometry, secondary with nurse (this visit)" in first.description
    assert "2. 10:00–10:30 physician, primary with doctor" in first.description
    assert [one.uid for one in first.related_to] == [second.uid]
    assert [one.uid for one in second.related_to] == [first.uid]
    lines = data.decode().replace("\r\n ", "").split("\r\n")  # this parser takes every relation for a parent
    assert f"RELATED-TO;RELTYPE=PARENT:{second.uid}" in lines
    assert f"RELATED-TO;RELTYPE=CHILD:{first.uid}" in lines
    assert not alone.related_to
    assert {event.status.value for event in by_start.values()} == {"TENTATIVE"}
    assert {event.classification.value for event in by_start.values()} == {"CONFIDENTIAL"}
    assert not any(line.startswith("METHOD") for line in lines)


def test_the_uid_stays_when_a_visit_moves_and_what_is_booked_already_is_confirmed():
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": "2026-10-05T08:00", "locked": True}
    request = read(asked(single(), bookings=[fact]))
    (stands,) = events(ics.plan_bytes(request, plan_with(request)))
    other = read(asked(single()))
    (moved,) = events(ics.plan_bytes(other, plan_with(other, ("r2-v", "doctor", "09:00"))))
    assert (stands.uid, stands.status.value) == (moved.uid, "CONFIRMED")
    assert ics.plan_bytes(other, plan_with(other, ("r2-v", "doctor", "09:00"))) == ics.plan_bytes(
        other, plan_with(other, ("r2-v", "doctor", "09:00"))
    )


def test_one_calendar_or_one_a_practitioner_on_the_command_line(tmp_path):
    request = read(asked())
    json_file.write_request(request, tmp_path / "week.json")
    one, each = tmp_path / "all.ics", tmp_path / "people.ics"
    call = ["plan", str(tmp_path / "week.json"), "--out", str(one), "--out", f"{each}/", "-q"]
    assert main(call) == 0
    assert sorted(path.name for path in each.iterdir()) == [".dagplan", "doctor.ics", "nurse.ics"]
    assert len(events(one.read_bytes())) == sum(len(events(path.read_bytes())) for path in each.glob("*.ics")) == 2
    assert main(call) == 0
    raw = one.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
