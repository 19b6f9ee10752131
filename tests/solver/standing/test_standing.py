"""What stands, on the routine's own case: spirometry by a nurse, then the physician, with every number by hand."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest

from dagplan import InputError, PlanRequest, apply
from dagplan.models.checker import RULES
from dagplan.solver import Desk, Standing
from dagplan.solver.standing.judgement import LOOKS_AT
from dagplan.words import set_language

NEW = {"id": "n0", "duration": 5, "competence": "physician"}


def at(clock):
    return datetime.fromisoformat(f"2026-12-08T{clock}")


def named(letter, chain):
    return [{"id": f"{letter}{number}", **visit} for number, visit in enumerate(chain)]


def asked(**more):
    """A nurse and two physicians from 9 to 11 on one date; a chain that is booked, one that waits, and a visit."""
    chain = [
        {"duration": 30, "competence": "spirometry", "role": "secondary"},
        {"duration": 30, "competence": "physician", "role": "primary"},
    ]
    value = {
        "first_date": "2026-12-08",
        "last_date": "2026-12-08",
        "units": [{"id": "vc"}],
        "practitioners": [
            {"id": "nurse", "competences": ["spirometry"]},
            {"id": "dr-a", "competences": ["physician"]},
            {"id": "dr-b", "competences": ["physician"]},
        ],
        "availability": [
            {"practitioner": one, "unit": "vc", "start": "2026-12-08T09:00", "end": "2026-12-08T11:00"}
            for one in ("nurse", "dr-a", "dr-b")
        ],
        "requests": [
            {
                "id": "asthma",
                "patient": "p1",
                "max_wait": 30,
                "visits": named("a", chain),
            },
            {"id": "kol", "patient": "p2", "visits": named("k", chain)},
            {"id": "call", "patient": "p3", "visits": [{"id": "c0", "duration": 30, "competence": "physician"}]},
        ],
        "bookings": [
            {"visit": "a0", "practitioner": "nurse", "unit": "vc", "start": "2026-12-08T09:00"},
            {"visit": "a1", "practitioner": "dr-a", "unit": "vc", "start": "2026-12-08T09:30"},
            {"visit": "c0", "practitioner": "dr-b", "unit": "vc", "start": "2026-12-08T09:30"},
        ],
        "settings": {"grid": 30},
    }
    return PlanRequest.model_validate(value | more)


def move(visit, clock, **more):
    return {"kind": "set_booking", "visit": visit, "start": f"2026-12-08T{clock}", **more}


def starts(standing, which):
    return {(one.visit, one.practitioner): one.starts for one in standing.allowed(which)}


def test_what_stands_is_told():
    standing = Standing(asked())
    assert standing.violations == ()
    assert (standing.booked, standing.unbooked) == (("asthma", "call"), ("kol",))
    # Two visits of kol at 1000 each are not booked; all on the wished date, none waits.
    assert standing.terms.model_dump(exclude_defaults=True) == {"unbooked": 2000}
    assert [one.visit for one in standing.bookings] == ["a0", "a1", "c0"]


def test_a_visit_moves_within_its_chain():
    standing = Standing(asked())
    update = standing.apply([move("a1", "10:00")])
    was, now = ("with dr-a at vc 2026-12-08 09:30 (not locked)", "with dr-a at vc 2026-12-08 10:00 (not locked)")
    assert [str(one) for one in update.said] == [f"a1: booked {was} → {now}."]
    assert (update.broken, update.mended, update.rebuilt) == ((), (), False)
    assert (update.before.wait, update.terms.wait) == (0, 30)
    before, after = update.moved["a1"]
    assert (before.start, after.start, after.end) == (at("09:30"), at("10:00"), at("10:30"))


def test_a_move_that_breaks_rules_is_made_and_told():
    standing = Standing(asked())
    update = standing.apply([move("a1", "09:30", practitioner="dr-b")])
    assert [(one.rule, one.ids) for one in update.broken] == [("practitioner_once", ("a1", "c0", "dr-b"))]
    assert standing.violations == update.broken
    # Half an hour may be waited, not an hour and a half; and at 11 nobody is there.
    update = standing.apply([move("a1", "11:00")])
    assert [one.rule for one in update.broken] == ["sequence", "inside_window"]
    assert [one.rule for one in update.mended] == ["practitioner_once"]


def test_undo_and_redo_walk_along_the_changes():
    standing = Standing(asked())
    assert standing.undo() is None
    assert standing.redo() is None
    start = standing.request
    standing.apply([move("a1", "10:00")])
    moved = standing.request
    standing.apply([{"kind": "drop_request", "request": "call"}])
    standing.apply([{"kind": "set_settings", "grid": 15}])
    requests = [standing.request]
    for _ in range(3):
        standing.undo()
        requests.append(standing.request)
    assert requests[-2:] == [moved, start]
    assert requests[0].settings.grid == 15
    assert standing.undo() is None
    assert standing.redo().terms.wait == 30
    standing.apply([{"kind": "set_booking", "visit": "c0"}])  # and the two that had been taken back are gone
    assert standing.redo() is None
    assert standing.unbooked == ("kol", "call")


def test_a_request_comes_is_booked_and_goes():
    standing = Standing(asked())
    new = {"id": "new", "patient": "p9", "visits": [NEW]}
    book = {"kind": "set_booking", "visit": "n0", "practitioner": "dr-a", "unit": "vc", "start": "2026-12-08T09:00"}
    update = standing.apply([{"kind": "add_request", "value": new}, book])
    assert (update.rebuilt, update.moved["n0"][0], update.moved["n0"][1].end) == (False, None, at("09:05"))
    assert standing.booked == ("asthma", "call", "new")
    update = standing.apply([{"kind": "drop_request", "request": "new"}])
    assert update.moved["n0"][1] is None
    assert standing.request == asked()


def test_a_wait_is_loosened_as_a_fix_says():
    standing = Standing(asked())
    standing.apply([move("a1", "10:30")])
    assert [one.rule for one in standing.violations] == ["sequence"]
    update = standing.apply([{"kind": "set_request", "request": "asthma", "max_wait": 60}])
    assert ([one.rule for one in update.mended], update.rebuilt) == (["sequence"], False)
    assert standing.terms.wait == 60


def test_a_change_of_everything_says_that_all_was_laid_out_anew():
    standing = Standing(asked())
    assert standing.apply([{"kind": "set_settings", "grid": 7}]).rebuilt
    assert [one.rule for one in standing.violations] == ["on_grid"] * 3
    assert standing.undo().rebuilt
    assert standing.violations == ()
    # Time on a date on which nobody was there before is one too.
    wider = Standing(asked(last_date="2026-12-09"))
    more = {"practitioner": "nurse", "unit": "vc", "start": "2026-12-09T09:00", "end": "2026-12-09T10:00"}
    assert wider.apply([{"kind": "add_availability", **more}]).rebuilt


def test_a_sick_call_and_back():
    standing = Standing(asked())
    ill = {"practitioner": "dr-b", "start": "2026-12-08T09:00", "end": "2026-12-08T10:00"}
    update = standing.apply([{"kind": "remove_availability", **ill}])
    assert [(one.rule, one.ids) for one in update.broken] == [("inside_window", ("c0", "dr-b", "vc"))]
    assert not update.rebuilt
    assert starts(standing, "c0") == {("c0", "dr-a"): ((540, 540), (600, 630)), ("c0", "dr-b"): ((600, 630),)}
    update = standing.apply([{"kind": "add_availability", "unit": "vc", **ill}])
    assert [one.rule for one in update.mended] == ["inside_window"]


def test_where_a_chain_may_be():
    # Asthma has the nurse at 9 and dr-a at 9.30, the call dr-b at 9.30: spirometry from 9.30, a physician from 10.
    assert starts(Standing(asked()), "kol") == {
        ("k0", "nurse"): ((570, 600),),
        ("k1", "dr-a"): ((600, 630),),
        ("k1", "dr-b"): ((600, 630),),
    }


def test_where_a_visit_may_be_while_the_rest_of_its_chain_stays():
    # a0 ends at 9.30; at most half an hour later a1 begins: 9.30 or 10.00, and dr-b is taken at 9.30.
    assert starts(Standing(asked()), "a1") == {("a1", "dr-a"): ((570, 600),), ("a1", "dr-b"): ((600, 600),)}
    # The whole chain may go later: a0 until 10, a1 until 10.30.
    assert starts(Standing(asked()), "asthma")["a0", "nurse"] == ((540, 600),)


def test_a_locked_visit_goes_nowhere():
    bookings = [one.model_dump() for one in asked().bookings]
    standing = Standing(asked(bookings=[one | {"locked": True} for one in bookings]))
    assert standing.allowed("a1") == ()
    assert standing.offers("asthma") == []
    assert standing.placing("a1", "dr-a", "vc", at("10:00")) is None
    assert not standing.apply([{"kind": "set_booking", "visit": "a1", "locked": False}]).rebuilt
    assert starts(standing, "a1")


@pytest.mark.parametrize(
    ("place", "rules"),
    [
        (("dr-b", "vc", "10:00"), []),
        (("dr-b", "vc", "09:30"), ["practitioner_once"]),
        (("nurse", "vc", "10:00"), ["competence"]),
        (("dr-b", "vc", "10:30"), ["sequence"]),
        (("dr-b", "vc", "09:50"), ["on_grid", "practitioner_once"]),
        (("dr-b", "vc", "09:00"), ["sequence", "patient_once"]),
    ],
)
def test_why_a_visit_may_not_be_somewhere(place, rules):
    standing = Standing(asked())
    person, unit, clock = place
    why = standing.why_not("a1", person, unit, at(clock))
    assert [one.rule for one in why] == rules
    assert all("a1" in one.ids for one in why)


def test_why_a_visit_of_a_chain_that_waits_may_not_be_somewhere():
    standing = Standing(asked())
    [why] = standing.why_not("k1", "dr-a", "vc", at("09:00"))  # nothing comes before it then
    assert (why.rule, why.message) == ("whole", "kol is booked in part: k0 is lacking")
    set_language("sv")
    assert why.shown == "whole (R1): kol är bara bokad till en del: k0 saknas"
    assert standing.why_not("k1", "dr-a", "vc", at("10:00")) == ()


def test_a_chain_dragged_by_one_of_its_visits():
    standing = Standing(asked())
    offer = standing.placing("k1", "dr-b", "vc", at("10:30"))
    assert [(one.visit, one.practitioner, one.start) for one in offer.bookings] == [
        ("k0", "nurse", at("10:00")),
        ("k1", "dr-b", at("10:30")),
    ]
    assert standing.displaced(offer.bookings) == ()
    standing.apply(standing.taking(offer))
    assert standing.unbooked == ()
    assert standing.violations == ()
    assert standing.taking(offer) == ()


def test_what_a_place_displaces():
    standing = Standing(asked())
    [one] = [one for one in standing.bookings if one.visit == "a1"]
    there = one.model_copy(update={"practitioner": "dr-b"})
    assert [other.visit for other in standing.displaced([there])] == ["c0"]


def test_offers_and_who_fits_a_free_time_as_a_desk_has_them():
    standing, desk = Standing(asked()), Desk(asked())
    assert standing.offers("kol") == desk.offers("kol")
    assert standing.offers("kol", allow_moves=1) == desk.offers("kol", allow_moves=1)
    free = "dr-a", at("10:00"), at("11:00")
    assert standing.for_free_time(*free) == desk.for_free_time(*free)
    standing.apply([{"kind": "set_booking", "visit": "c0"}])
    assert {one.request for one in standing.for_free_time(*free)} == {"kol", "call"}
    assert standing.offers("kol", allow_moves=1) == Desk(standing.request).offers("kol", allow_moves=1)


def test_offers_that_move_others_are_of_what_stands_now():
    standing = Standing(asked())
    # The nurse is free at 9.30 and 10; once asthma is gone, at 9 too, and a physician at 9.30 with no wait.
    assert standing.offers("kol", allow_moves=1)[0].bookings[0].start == at("09:30")
    standing.apply([{"kind": "drop_request", "request": "asthma"}])
    assert standing.offers("kol", allow_moves=1)[0].bookings[0].start == at("09:00")


@pytest.mark.parametrize(
    "changes",
    [
        [{"kind": "set_booking", "visit": "nobody", "locked": True}],
        [{"kind": "set_booking", "visit": "a0", "locked": False}],
        [{"kind": "set_request", "request": "asthma", "min_wait": 90}],
        [{"kind": "add_request", "value": {"id": "kol", "patient": "p9", "visits": [NEW]}}],
        [{"kind": "nothing"}],
        [move("a1", "10:00"), {"kind": "drop_request", "request": "none"}],
    ],
)
def test_what_is_refused_is_refused_as_it_is_elsewhere(changes):
    standing = Standing(asked())
    with pytest.raises(InputError) as elsewhere:
        apply(asked(), changes)
    with pytest.raises(InputError) as here:
        standing.apply(changes)
    assert here.value.told == elsewhere.value.told
    assert standing.request == asked()
    assert standing.undo() is None


def test_questions_for_what_is_not_there_are_refused_with_every_problem():
    standing = Standing(asked())
    with pytest.raises(InputError) as refused:
        standing.why_not("a9", "dr-z", "vc-z", datetime(2026, 12, 8, 9, 0, 30))
    assert [one.place for one in refused.value.told] == ["visit", "practitioner", "unit", "start"]
    with pytest.raises(InputError):
        standing.allowed("nobody")
    with pytest.raises(InputError):
        standing.offers("nobody", 0)
    with pytest.raises(TypeError):
        Standing({"requests": []})


def test_every_rule_is_held_against_something():
    assert list(LOOKS_AT) == [one.id for one in RULES]
    nothing = {rule for rule, what in LOOKS_AT.items() if what == "nothing"}
    assert nothing == {"locked_stand", "few_moved"}


def test_frozen_bookings_count_as_locked():
    standing = Standing(asked(settings={"grid": 30, "freeze_before": "2026-12-08T09:30"}))
    assert standing.allowed("a0") == ()
    assert starts(standing, "a1")


def test_threads_see_all_of_a_change_or_nothing_of_it():
    standing = Standing(asked())
    seen, stop = set(), threading.Event()

    def look():
        while not stop.is_set():
            seen.add((standing.terms.wait, len(standing.violations)))

    lookers = [threading.Thread(target=look) for _ in range(3)]
    for one in lookers:
        one.start()
    for _ in range(40):
        standing.apply([move("a1", "10:00")])
        standing.undo()
    stop.set()
    for one in lookers:
        one.join()
    assert seen <= {(0, 0), (30, 0)}
    assert seen
