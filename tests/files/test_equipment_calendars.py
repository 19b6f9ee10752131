"""Calendars of items of equipment: what each visit has, and when each thing and room is used."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from dagplan.files import fhir, ics
from dagplan.files.changeover import changes_of
from dagplan.files.file_names import id_of
from dagplan.models.history import with_history
from dagplan.models.replanning import with_bookings
from tests.build import asked, plan_with, read, single
from tests.calendars import seen

NOON = datetime(2026, 10, 1, 12, 0, 0, tzinfo=UTC)
SPIRO = "Spirometern, rum 3; blå"


def equipped(*requests):
    """A spirometer with a name, and two rooms of which one has the id of the physician."""
    items = [("Spiro", "spirometer", SPIRO), ("doctor", "rum", None), ("rum-2", "rum", None)]
    equipment = [
        {"id": name, "unit": "u1", "kind": kind} | ({"name": shown} if shown else {}) for name, kind, shown in items
    ]
    return read(asked(*requests, equipment=equipment))


def planned(request, *placed, given, before=None, now=NOON):
    """A plan in which these visits have these items, made anew from a plan before."""
    known = request if before is None else with_bookings(request, before)
    made = plan_with(known, *placed)
    bookings = tuple(one.model_copy(update={"equipment": given.get(one.visit, ())}) for one in made.bookings)
    return with_history(known, made.model_copy(update={"bookings": bookings}), now)


def lines(data):
    """The content lines of a calendar, unfolded."""
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_a_visit_tells_its_items_as_resources_and_in_words():
    request = equipped(single("r1", "p1"), single("r2", "p2"))
    made = planned(
        request, ("r1-v", "doctor", "08:00"), ("r2-v", "doctor", "09:00"), given={"r1-v": ("Spiro", "rum-2")}
    )
    data = ics.plan_bytes(request, made, "en")
    first, second = sorted(seen(data).values(), key=lambda one: one.start)
    assert first.summary == "p1: physician"
    assert first.description == f"Request r1\nA visit by itself.\nEquipment for doctor: {SPIRO} and rum-2"
    assert second.description == "Request r2\nA visit by itself."
    told = [line for line in lines(data) if line.startswith("RESOURCES")]
    assert told == [r"RESOURCES:Spirometern\, rum 3\; blå", "RESOURCES:rum-2"]
    swedish = {one.description for one in seen(ics.plan_bytes(request, made)).values()}
    assert f"Vårdbegäran r1\nEtt besök för sig.\nUtrustning för doctor: {SPIRO} och rum-2" in swedish


def test_each_item_has_a_calendar_and_no_name_is_a_persons():
    request = equipped(single("r1", "p1"), single("r2", "p2"))
    given = {"r1-v": ("Spiro", "doctor"), "r2-v": ("doctor",)}
    made = planned(request, ("r1-v", "doctor", "08:00"), ("r2-v", "doctor", "09:00"), given=given)
    files = ics.plan_files(request, made, "en")
    assert list(files) == ["doctor.ics", "equipment=S~piro.ics", "equipment=doctor.ics"]
    assert id_of("S~piro") == "Spiro"
    people, spirometer, room = (seen(data) for data in files.values())
    assert [one.summary for one in spirometer.values()] == ["p1: physician"]
    assert people == room
    assert spirometer.items() <= people.items(), "the same event, to the letter"
    assert f"X-WR-CALNAME:{SPIRO}" in lines(files["equipment=S~piro.ics"])
    assert "X-WR-CALNAME:doctor" in lines(files["equipment=doctor.ics"])


@pytest.mark.parametrize("item", ["Spiro", "rum-2"])
def test_a_visit_that_moves_leaves_the_calendar_of_an_item_that_it_no_longer_has(item):
    request = equipped(single("r1", "p1"))
    first = planned(request, ("r1-v", "doctor", "08:00"), given={"r1-v": ("Spiro",)})
    later = NOON + timedelta(hours=1)
    second = planned(request, ("r1-v", "doctor", "09:00"), given={"r1-v": (item,)}, before=first, now=later)
    files = {name: list(seen(data).values()) for name, data in ics.plan_files(request, second, "en").items()}
    (spirometer,) = files["equipment=S~piro.ics"]
    if item == "Spiro":
        assert (spirometer.status, spirometer.sequence) == ("TENTATIVE", 1)
        return
    assert (spirometer.status, spirometer.sequence) == ("CANCELLED", 1)
    assert spirometer.description == "Request r1\nMoved to 2026-10-05 09:00 with doctor."
    (room,) = files["equipment=rum-2.ics"]
    assert (room.status, room.uid) == ("TENTATIVE", spirometer.uid)


def test_a_visit_that_only_gets_another_item_is_newer_and_cancelled_where_the_item_was():
    request = equipped(single("r1", "p1"), single("r2", "p2"))
    placed = ("r1-v", "doctor", "08:00"), ("r2-v", "doctor", "09:00")
    first = planned(request, *placed, given={"r1-v": ("Spiro",)})
    later = NOON + timedelta(hours=1)
    second = planned(request, *placed, given={"r1-v": ("rum-2",)}, before=first, now=later)
    third = planned(request, *placed, given={"r1-v": ("rum-2",)}, before=second, now=later + timedelta(hours=1))
    for made in (second, third):
        files = {name: list(seen(data).values()) for name, data in ics.plan_files(request, made, "en").items()}
        (gone,), (room,) = files["equipment=S~piro.ics"], files["equipment=rum-2.ics"]
        assert (gone.status, gone.sequence, gone.uid) == ("CANCELLED", 1, room.uid)
        assert (room.status, room.sequence) == ("CONFIRMED", 1)
        assert [one.sequence for one in files["doctor.ics"]] == [1, 1]
        assert room in files["doctor.ics"]
    last = later + timedelta(hours=2)
    fourth = planned(request, *placed, given={"r1-v": ("Spiro",)}, before=third, now=last)
    files = {name: list(seen(data).values()) for name, data in ics.plan_files(request, fourth, "en").items()}
    assert [(one.status, one.sequence) for one in files["equipment=S~piro.ics"]] == [("CONFIRMED", 3)]
    assert [(one.status, one.sequence) for one in files["equipment=rum-2.ics"]] == [("CANCELLED", 3)]
    # The booking is the same: nobody is told to make or to cancel one.
    assert changes_of(request, second) == []
    bundle = json.loads(fhir.plan_bytes(request, second))
    statuses = [
        one["resource"]["status"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Appointment"
    ]
    assert statuses == ["booked", "booked"]


def test_a_visit_that_gets_its_first_item_is_newer_where_a_plan_was_made_before():
    request = equipped(single("r1", "p1"))
    first = planned(request, ("r1-v", "doctor", "08:00"), given={})
    later = NOON + timedelta(hours=1)
    second = planned(request, ("r1-v", "doctor", "08:00"), given={"r1-v": ("Spiro",)}, before=first, now=later)
    assert [one.equipment for one in second.former] == [()]
    third = planned(request, ("r1-v", "doctor", "08:00"), given={"r1-v": ("Spiro",)}, before=second, now=later)
    assert third.former == second.former


def test_without_equipment_a_calendar_is_what_it_was():
    request = read(asked(single()))
    made = planned(request, ("r2-v", "doctor", "08:00"), given={})
    files = ics.plan_files(request, made)
    assert list(files) == ["doctor.ics"]
    assert not any(line.startswith("RESOURCES") for line in lines(files["doctor.ics"]))


def test_items_that_the_request_does_not_have_get_no_calendar():
    request = read(asked(single()))
    made = planned(request, ("r2-v", "doctor", "08:00"), given={"r2-v": ("gone",)})
    assert list(ics.plan_files(request, made)) == ["doctor.ics"]
