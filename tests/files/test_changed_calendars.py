"""Calendars when plans change: what moved is newer, what is dropped is cancelled, what stays is the same event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan.cli import main
from dagplan.files import ics, json_file
from dagplan.files.file_names import id_of
from dagplan.models.history import with_history
from dagplan.models.replanning import with_bookings
from tests.build import asked, at, linked, plan_with, read, single, window
from tests.calendars import seen
from tests.places import CASES
from tests.thorough import some

NOON = datetime(2026, 10, 1, 12, 0, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def planned(request, *placed, before=None, now=NOON):
    """A plan made by hand, of a request or anew from a plan before."""
    known = request if before is None else with_bookings(request, before)
    return with_history(known, plan_with(known, *placed), now)


def calendar(request, made):
    """Its events by patient."""
    found = list(seen(ics.plan_bytes(request, made, "en")).values())
    return {one.summary.removeprefix("Cancelled: ").partition(":")[0]: one for one in found}


def two_doctors(*requests, **fields):
    return read(
        asked(
            *requests,
            practitioners=[
                {"id": "nurse", "competences": ["spirometry"]},
                {"id": "doctor", "competences": ["physician"]},
                {"id": "Doctor", "competences": ["physician"]},
            ],
            availability=[window(who, "08:00", "12:00") for who in ("nurse", "doctor", "Doctor")],
            **fields,
        )
    )


def test_what_moves_is_newer_what_is_dropped_is_cancelled_and_the_file_says_when():
    request = read(asked(single("r1", "p1"), single("r2", "p2"), single("r3", "p3")))
    first = planned(request, ("r1-v", "doctor", "08:00"), ("r2-v", "doctor", "09:00"), ("r3-v", "doctor", "10:00"))
    second = planned(request, ("r1-v", "doctor", "08:00"), ("r2-v", "doctor", "09:30"), before=first, now=LATER)
    old, new = calendar(request, first), calendar(request, second)
    assert {one.status for one in old.values()} == {"TENTATIVE"}
    assert {one.sequence for one in old.values()} == {0}
    assert {one.stamp for one in old.values()} == {one.modified for one in old.values()} == {NOON}
    assert all(old[patient].uid == new[patient].uid for patient in ("p1", "p2", "p3"))
    moved, dropped, stays = new["p2"], new["p3"], new["p1"]
    assert (moved.status, moved.sequence, moved.stamp, moved.modified) == ("TENTATIVE", 1, LATER, LATER)
    assert moved.start == old["p2"].start + timedelta(minutes=30)
    assert (dropped.status, dropped.sequence, dropped.stamp) == ("CANCELLED", 1, LATER)
    assert (dropped.start, dropped.end) == (old["p3"].start, old["p3"].end)
    assert dropped.summary == "Cancelled: p3: physician"
    assert dropped.description == "Request r3\nNot booked any more."
    assert (stays.status, stays.sequence, stays.stamp) == ("CONFIRMED", 1, LATER), "another status is a revision"
    third = planned(request, ("r1-v", "doctor", "08:00"), ("r2-v", "doctor", "09:30"), before=second, now=LATER)
    last = calendar(request, third)
    assert (last["p1"], last["p3"]) == (stays, dropped), "what stays is the same to the letter"
    assert (last["p2"].status, last["p2"].sequence) == ("CONFIRMED", 2)


def test_a_visit_that_comes_back_is_newer_than_its_cancellation():
    request = read(asked(single()))
    first = planned(request, ("r2-v", "doctor", "08:00"))
    second = planned(request, before=first)
    third = planned(request, ("r2-v", "doctor", "08:00"), before=second)
    sequences = [calendar(request, made)["p2"].sequence for made in (first, second, third)]
    assert sequences == [0, 1, 2]
    assert [calendar(request, made)["p2"].status for made in (first, second, third)] == [
        "TENTATIVE",
        "CANCELLED",
        "TENTATIVE",
    ]


def test_the_others_of_a_chain_are_newer_too_since_their_events_say_where_it_is():
    request = read(asked(linked()))
    first = planned(request, ("a", "nurse", "09:00"), ("b", "doctor", "09:30"))
    second = planned(request, ("a", "nurse", "09:00"), ("b", "doctor", "10:00"), before=first)
    found = {one.summary: one for one in seen(ics.plan_bytes(request, second, "en")).values()}
    stays = found["p1: spirometry (1 of 2)"]
    assert (stays.status, stays.sequence) == ("CONFIRMED", 1)
    assert "2. 10:00–10:30 physician" in stays.description


def test_a_booking_of_the_request_that_moves_or_is_dropped_needs_no_plan_before():
    facts = [
        {"visit": f"r{n}-v", "practitioner": "doctor", "unit": "u1", "start": at(f"0{n + 7}:00")} for n in (1, 2)
    ]
    request = read(asked(single("r1", "p1"), single("r2", "p2"), bookings=facts))
    found = calendar(request, planned(request, ("r1-v", "doctor", "11:00")))
    assert (found["p1"].status, found["p1"].sequence) == ("TENTATIVE", 1)
    assert (found["p2"].status, found["p2"].sequence) == ("CANCELLED", 1)
    foreign = plan_with(request, ("r1-v", "doctor", "11:00"))  # of another program: it says nothing of this
    assert calendar(request, foreign)["p2"].status == "CANCELLED"


def test_a_visit_that_changes_hands_is_cancelled_in_the_calendar_of_the_one_it_leaves():
    request = two_doctors(single("r1", "p1"), single("r2", "p2"))
    first = planned(request, ("r1-v", "doctor", "08:00"), ("r2-v", "Doctor", "08:00"))
    second = planned(request, ("r1-v", "Doctor", "09:00"), ("r2-v", "Doctor", "08:00"), before=first)
    files = {
        id_of(name.removesuffix(".ics")): list(seen(data).values())
        for name, data in ics.plan_files(request, second, "en").items()
    }
    assert files.keys() == {"doctor", "Doctor"}
    (left,) = files["doctor"]
    assert (left.status, left.sequence) == ("CANCELLED", 1)
    assert left.description == "Request r1\nMoved to 2026-10-05 09:00 with Doctor."
    assert {one.status for one in files["Doctor"]} == {"TENTATIVE", "CONFIRMED"}
    assert left.uid in {one.uid for one in files["Doctor"]}
    assert {one.status for one in seen(ics.plan_bytes(request, second)).values()} == {"TENTATIVE", "CONFIRMED"}
    third = planned(request, ("r1-v", "doctor", "08:00"), ("r2-v", "Doctor", "08:00"), before=second)
    back = {name: list(seen(data).values()) for name, data in ics.plan_files(request, third).items()}
    assert [(one.status, one.sequence) for one in back["doctor.ics"]] == [("TENTATIVE", 2)]
    assert sorted((one.status, one.sequence) for one in back["D~octor.ics"]) == [("CANCELLED", 2), ("CONFIRMED", 1)]


def test_swedish_calendars_say_it_in_swedish():
    request = read(asked(single()))
    second = planned(request, before=planned(request, ("r2-v", "doctor", "08:00")))
    (event,) = seen(ics.plan_bytes(request, second)).values()
    assert (event.summary, event.description) == ("Inställt: p2: physician", "Vårdbegäran r2\nInte bokat längre.")


def test_a_plan_that_claims_more_revisions_than_there_were_plans_is_written_all_the_same():
    request = read(asked(single()))
    made = planned(request, ("r2-v", "doctor", "08:00"))
    odd = made.model_copy(update={"bookings": tuple(one.model_copy(update={"revision": 9}) for one in made.bookings)})
    (event,) = seen(ics.plan_bytes(request, odd)).values()
    assert event.sequence == 0


STARTS = st.lists(st.sampled_from(["08:00", "09:00", "10:00", "11:00"]), min_size=3, max_size=3, unique=True)


@settings(max_examples=some(40), deadline=None)
@given(st.lists(st.tuples(STARTS, st.sets(st.integers(0, 2))), min_size=2, max_size=5))
def test_an_events_sequence_rises_just_when_its_event_changes(line):
    """Over any line of plans, as a calendar that has seen them all would have it."""
    request = read(asked(single("r1", "p1"), single("r2", "p2"), single("r3", "p3")))
    made, known = None, {}
    for step, (starts, dropped) in enumerate(line):
        placed = [(f"r{n + 1}-v", "doctor", start) for n, start in enumerate(starts) if n not in dropped]
        made = planned(request, *placed, before=made, now=NOON + timedelta(minutes=step))
        found = seen(ics.plan_bytes(request, made))
        assert known.keys() <= found.keys(), "nothing vanishes without a word"
        for uid, event in found.items():
            before = known.get(uid)
            if before is not None and event != before:
                assert event.sequence > before.sequence
                assert event.stamp > before.stamp
                assert event.modified > before.modified
        known = found


def test_on_the_command_line_a_day_off_moves_one_visit_and_drops_another(tmp_path):
    def dagplan(*words):
        assert main([*map(str, words)]) == 0

    old, new = tmp_path / "old.json", tmp_path / "new.json"
    dagplan("plan", CASES / "d" / "D1.json", "--out", old, "--out", tmp_path / "old.ics")
    call = ["plan", CASES / "d" / "D2.json", "--from", old, "--out", new, "--out", tmp_path / "new.ics"]
    dagplan(*call, "--out", f"{tmp_path / 'people.ics'}/")
    before, after = (seen((tmp_path / name).read_bytes()) for name in ("old.ics", "new.ics"))
    assert before.keys() == after.keys()
    assert len(after) == 3
    cancelled = [one for one in after.values() if one.status == "CANCELLED"]
    assert [one.start for one in cancelled] == [before[one.uid].start for one in cancelled]
    assert len(cancelled) == 1
    for uid, event in after.items():
        assert event.sequence > before[uid].sequence
        assert event.stamp > before[uid].stamp
        if event.status != "CANCELLED":
            assert event.start - before[uid].start == timedelta(days=1)
    physician = seen((tmp_path / "people.ics" / "physician-1.ics").read_bytes())
    assert sorted(one.status for one in physician.values()) == ["CANCELLED", "TENTATIVE"]
    dagplan("report", CASES / "d" / "D2.json", new, "--out", tmp_path / "again.ics")
    assert (tmp_path / "again.ics").read_bytes() == (tmp_path / "new.ics").read_bytes(), "the plan says it all"


def test_a_deterministic_plan_gives_the_same_calendar_again(tmp_path):
    call = ["plan", str(CASES / "d" / "D1.json"), "--deterministic", "-q", "--out"]
    for name in ("one", "two"):
        assert main([*call, str(tmp_path / f"{name}.ics")]) == 0
    assert (tmp_path / "one.ics").read_bytes() == (tmp_path / "two.ics").read_bytes()


def test_a_plan_of_another_request_is_refused_with_the_visits_it_books(tmp_path, capsys):
    request = read(asked(single("r9", "p9")))
    json_file.write_plan(plan_with(request, ("r9-v", "doctor", "08:00")), tmp_path / "p.json")
    json_file.write_request(read(asked()), tmp_path / "other.json")
    for ending in ("ics", "fhir.json"):
        out = tmp_path / f"x.{ending}"
        assert main(["report", str(tmp_path / "other.json"), str(tmp_path / "p.json"), "--out", str(out)]) in (2, 3)
        assert "$.bookings[0].visit: the request has no visit r9-v of p9" in capsys.readouterr().err
        assert not out.exists()


@pytest.mark.parametrize("folder", ["ics", "oracle"])
def test_files_named_from_odd_ids_are_each_their_own_on_every_system(tmp_path, folder):
    out = tmp_path / f"out.{folder}"
    assert main(["plan", str(CASES / "h" / "ids.json"), "--out", f"{out}/", "-q"]) == 0
    names = sorted(path.name for path in out.iterdir() if path.name not in (".dagplan", "steps.json", "undo.json"))
    ids = {one["id"] for one in json_file.read_object(CASES / "h" / "ids.json")[0]["practitioners"]}
    assert len(names) == len({name.casefold() for name in names}) == len(ids)
    stems = [name.partition("-")[2].removesuffix(".json") if folder == "oracle" else name[:-4] for name in names]
    assert {id_of(stem) for stem in stems} == ids
    assert not {name.split(".")[0].casefold() for name in names} & {"con", "nul", "aux", "com1", "lpt1"}
