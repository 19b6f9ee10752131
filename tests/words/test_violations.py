"""Violations in Swedish: a broken plan for each sentence, and what is said is what the values say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan.models import check, warnings_of
from dagplan.models.plan import Moves
from dagplan.words import use_language
from dagplan.words.messages.violations import Violations
from dagplan.words.registry import in_language, said_of
from tests.build import DAY, asked, at, linked, plan_of, plan_with, read, single, window
from tests.models.test_rulebook import facts
from tests.strategies import small_requests
from tests.thorough import some

NEXT = "2026-10-06"
DAYS = {"last_date": NEXT}
BOTH = [("a", "nurse", "09:00"), ("b", "doctor", "09:30")]
DOCTOR_TWICE = [window("doctor", "08:00", "12:00"), window("doctor", "08:00", "12:00", day=NEXT)]
BOOKED = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("09:00")}

SPIRO = {"id": "spiro-1", "unit": "u1", "kind": "spirometer"}
HELD = [("r2-v", "doctor", "09:00")]


def needing(*kinds, name="r2", patient="p2", **fields):
    """A request of one visit with the physician, who needs these kinds of equipment."""
    asked_for = single(name, patient, **fields)
    return {**asked_for, "visits": [{**asked_for["visits"][0], "equipment": list(kinds)}]}


def people(**of_b):
    """Two visits that both could take, with what the second asks of the people."""
    visits = [{**one, "competence": "physician"} for one in linked()["visits"]]
    return asked(
        linked(visits=[visits[0], {**visits[1], **of_b}]),
        practitioners=[{"id": one, "competences": ["physician"]} for one in ("doctor", "nurse")],
    )


BROKEN = [
    (
        Violations.IN_PART,
        asked(),
        BOTH[:1],
        "whole (R1): r1 är bara bokad till en del: b saknas",
    ),
    (
        Violations.TWO_DATES,
        asked(**DAYS, availability=[window("nurse", "08:00", "12:00"), *DOCTOR_TWICE]),
        [BOTH[0], ("b", "doctor", "09:30", "u1", NEXT)],
        "same_date (R2): a och b är länkade men ligger på två dagar: den 5 oktober och den 6 oktober",
    ),
    (
        Violations.TWO_UNITS,
        asked(units=[{"id": "u1"}, {"id": "u2"}]),
        [BOTH[0], ("b", "doctor", "09:30", "u2")],
        "same_unit (R7): a och b är länkade men ligger på två vårdenheter: u1 och u2",
    ),
    (
        Violations.BEFORE_THE_END,
        asked(),
        [("a", "nurse", "09:30"), ("b", "doctor", "09:55")],
        "sequence (R3, R4): b börjar den 5 oktober 09:55, innan a slutar 10:00",
    ),
    (
        Violations.TOO_SOON,
        asked(linked(min_wait=15)),
        [BOTH[0], ("b", "doctor", "09:40")],
        "sequence (R3, R4): 10 minuter mellan a och b; det måste vara minst 15",
    ),
    (
        Violations.TOO_LATE,
        asked(linked(max_wait=60)),
        [BOTH[0], ("b", "doctor", "10:35")],
        "sequence (R3, R4): 65 minuter mellan a och b; det får vara högst 60",
    ),
    (
        Violations.NO_COMPETENCE,
        asked(),
        [("a", "doctor", "09:00"), BOTH[1]],
        "competence: doctor har inte kompetensen spirometry, som a kräver",
    ),
    (
        Violations.OTHER_PERSON,
        asked(
            {**single(), "visits": [{**single()["visits"][0], "practitioners": ["locum"]}]},
            practitioners=[{"id": one, "competences": ["physician"]} for one in ("doctor", "locum")],
            availability=[window("doctor", "08:00", "12:00")],
        ),
        [("r2-v", "doctor", "09:00")],
        "competence: r2-v får bara vara hos locum, inte hos doctor",
    ),
    (
        Violations.NOT_AVAILABLE,
        asked(),
        [BOTH[0], ("b", "doctor", "11:35")],
        "inside_window: doctor har ingen tid på u1 den 5 oktober 11:35 till 12:05, när b är bokat",
    ),
    (
        Violations.OFF_THE_GRID,
        asked(settings={"grid": 15}),
        [BOTH[0], ("b", "doctor", "09:40")],
        "on_grid: b börjar den 5 oktober 09:40, inte på en multipel av 15 minuter",
    ),
    (
        Violations.NO_SUCH_TIME,
        asked(single(), first_date="2026-10-25", last_date="2026-10-25", availability=[]),
        [("r2-v", "doctor", "02:30", "u1", "2026-10-25")],
        "on_grid: r2-v börjar den 25 oktober 02:30, en tid som inte finns eller kommer två gånger den dagen",
    ),
    (
        Violations.AT_ONCE,
        asked(single("r2", "p2"), single("r3", "p3")),
        [("r2-v", "doctor", "09:00"), ("r3-v", "doctor", "09:25")],
        "practitioner_once: doctor har r2-v och r3-v samtidigt, den 5 oktober 09:25",
    ),
    (
        Violations.AT_ONCE,
        asked(single("r2", "p1"), single("r3", "p1", "spirometry")),
        [("r2-v", "doctor", "09:00"), ("r3-v", "nurse", "09:25")],
        "patient_once (R4): p1 har r2-v och r3-v samtidigt, den 5 oktober 09:25",
    ),
    (
        Violations.PATIENT_BUSY,
        asked(single(), patient_busy=[{"patient": "p2", "start": at("09:00"), "end": at("10:00")}]),
        [("r2-v", "doctor", "09:30")],
        "patient_free: p2 är upptagen av annat när r2-v är bokat, den 5 oktober 09:30",
    ),
    (
        Violations.OTHER_UNIT,
        asked(single(units=["u2", "u3"]), units=[{"id": "u1"}, {"id": "u2"}, {"id": "u3"}]),
        [("r2-v", "doctor", "09:00")],
        "patient_limits: r2-v är bokat på u1; r2 får bara vara på u2, u3",
    ),
    (
        Violations.EXCLUDED_DATE,
        asked(single(excluded_dates=[DAY]), **DAYS, availability=DOCTOR_TWICE),
        [("r2-v", "doctor", "09:00")],
        "patient_limits: r2-v är bokat den 5 oktober, då patienten inte kan komma",
    ),
    (
        Violations.TOO_EARLY,
        asked(single(earliest=NEXT), **DAYS, availability=DOCTOR_TWICE),
        [("r2-v", "doctor", "09:00")],
        "patient_limits: r2-v är bokat den 5 oktober, före den tidigaste dagen den 6 oktober",
    ),
    (
        Violations.TOO_LATE_A_DATE,
        asked(single(latest=DAY), **DAYS, availability=DOCTOR_TWICE),
        [("r2-v", "doctor", "09:00", "u1", NEXT)],
        "patient_limits: r2-v är bokat den 6 oktober, efter den senaste dagen den 5 oktober",
    ),
    (
        Violations.TOO_EARLY_IN_THE_DAY,
        asked(single(not_before="09:00")),
        [("r2-v", "doctor", "08:55")],
        "patient_limits: r2-v är bokat klockan 08:55, före 09:00",
    ),
    (
        Violations.TOO_LATE_IN_THE_DAY,
        asked(single(not_after="10:00")),
        [("r2-v", "doctor", "09:35")],
        "patient_limits: r2-v är bokat till 10:05, efter 10:00",
    ),
    (
        Violations.TOO_MANY_MOVED,
        asked(single(), settings={"max_moved": 0}, bookings=[BOOKED]),
        [("r2-v", "doctor", "10:00")],
        "few_moved: 1 besök lämnar sin bokning; högst 0 får göra det",
    ),
    (
        Violations.TWO_PEOPLE,
        people(same_practitioner_as=["a"]),
        BOTH,
        "same_practitioner: a och b ska vara hos samma person, men är hos nurse och doctor",
    ),
    (
        Violations.ONE_PERSON,
        people(different_practitioner_from=["a"]),
        [("a", "doctor", "09:00"), BOTH[1]],
        "different_practitioner: a och b ska vara hos olika personer, men båda är hos doctor",
    ),
]

HOLDING = [
    # (sentence, request, the items that the plan names for each visit, what is said)
    (
        Violations.NO_ITEM,
        asked(needing("spirometer"), equipment=[SPIRO]),
        {"r2-v": ()},
        "equipment: r2-v kräver spirometer, men är bokat utan",
    ),
    (
        Violations.TOO_MANY_ITEMS,
        asked(needing("spirometer"), equipment=[SPIRO, {**SPIRO, "id": "spiro-2"}]),
        {"r2-v": ("spiro-1", "spiro-2")},
        "equipment: r2-v ska ha en enda spirometer, men är bokat med spiro-1 och spiro-2",
    ),
    (
        Violations.ITEM_NOT_NEEDED,
        asked(needing(), equipment=[SPIRO]),
        {"r2-v": ("spiro-1",)},
        "equipment: r2-v är bokat med spiro-1, som det inte behöver",
    ),
    (
        Violations.NO_SUCH_ITEM,
        asked(needing("spirometer"), equipment=[SPIRO]),
        {"r2-v": ("spiro-1", "spiro-9")},
        "equipment: r2-v är bokat med spiro-9, som inte finns",
    ),
    (
        Violations.ITEM_ELSEWHERE,
        asked(needing("spirometer"), units=[{"id": "u1"}, {"id": "u2"}], equipment=[{**SPIRO, "unit": "u2"}]),
        {"r2-v": ("spiro-1",)},
        "equipment: r2-v är bokat på u1 med spiro-1, som finns på u2",
    ),
    (
        Violations.ITEM_BUSY,
        asked(
            needing("spirometer"),
            equipment=[SPIRO],
            equipment_busy=[{"equipment": "spiro-1", "start": at("09:29"), "end": at("10:00")}],
        ),
        {"r2-v": ("spiro-1",)},
        "equipment_free: spiro-1 är upptagen när r2-v är bokat, den 5 oktober 09:00",
    ),
    (
        Violations.OTHER_ITEMS,
        asked(
            needing("spirometer"),
            equipment=[SPIRO, {**SPIRO, "id": "spiro-2"}],
            bookings=[{**BOOKED, "locked": True}],
        ),
        {"r2-v": ("spiro-2",)},
        "locked_stand: r2-v är låst med spiro-1, men står i planen med annan utrustning",
    ),
]


def in_swedish(violations):
    for one in violations:
        assert str(said_of(one.params)) == one.message
    with use_language("sv"):
        return {one.shown for one in violations}


def told(one):
    return in_language(one.params, one.message, "sv")


@pytest.mark.parametrize(("code", "data", "placed", "swedish"), BROKEN, ids=[one[0].value for one in BROKEN])
def test_a_broken_rule(code, data, placed, swedish):
    request = read(data)
    found = check(request, plan_with(request, *placed))
    assert code.value in {one.params["text"] for one in found}
    assert swedish in in_swedish(found)


@pytest.mark.parametrize(("code", "data", "items", "swedish"), HOLDING, ids=[one[0].value for one in HOLDING])
def test_a_broken_rule_of_equipment(code, data, items, swedish):
    request = read(data)
    bookings = [one.model_copy(update={"equipment": items[one.visit]}) for one in plan_with(request, *HELD).bookings]
    found = check(request, plan_of(request, bookings))
    assert {one.params["text"] for one in found} == {code.value}
    assert in_swedish(found) == {swedish}


def test_an_item_at_two_visits_at_once():
    request = read(
        asked(
            needing("spirometer"),
            needing("spirometer", name="r3", patient="p3", competence="spirometry"),
            equipment=[SPIRO],
        )
    )
    plan = plan_with(request, *HELD, ("r3-v", "nurse", "09:25"))
    bookings = [one.model_copy(update={"equipment": ("spiro-1",)}) for one in plan.bookings]
    assert in_swedish(check(request, plan_of(request, bookings))) == {
        "equipment_once: spiro-1 har r2-v och r3-v samtidigt, den 5 oktober 09:25"
    }


def test_a_locked_booking_that_does_not_stand():
    request = read(asked(bookings=facts(BOTH)))
    moved = [one.model_copy(update={"unit": "u9"}) for one in plan_with(request).bookings]
    assert ("locked_stand: a är låst hos nurse på u1, den 5 oktober 09:00, men står inte så i planen") in in_swedish(
        check(request, plan_of(request, moved))
    )


def test_what_locked_bookings_break():
    request = read(asked(bookings=facts([("a", "nurse", "09:02"), ("b", "doctor", "09:35")])))
    (warning,) = [one for one in warnings_of(request) if one.code == "locked_breaks_on_grid"]
    assert warning.message == ("Locked, so it stands: a starts 2026-10-05 09:02, not at a multiple of 5 minutes.")
    assert warning.params["breach"]["text"] == "violation.on_grid"
    assert str(said_of(warning.params)) == warning.message
    assert told(warning) == (
        "Låst, alltså står det kvar: a börjar den 5 oktober 09:02, inte på en multipel av 5 minuter."
    )


WRONG = [
    ({"request": "r9"}, "a hör till begäran r1, men bokningen säger r9"),
    ({"patient": "p9"}, "a gäller patienten p1, men bokningen säger p9"),
    ({"role": "primary"}, "a är sekundärt, men bokningen säger primärt"),
]


@pytest.mark.parametrize(("update", "swedish"), WRONG, ids=[next(iter(one[0])) for one in WRONG])
def test_a_booking_that_says_something_else_than_the_request(update, swedish):
    request = read(asked())
    true = plan_with(request, *BOTH)
    wrong = true.model_copy(update={"bookings": (true.bookings[0].model_copy(update=update), true.bookings[1])})
    assert f"right_length: {swedish}" in in_swedish(check(request, wrong))


def test_other_facts_of_bookings():
    request = read(asked())
    true = plan_with(request, *BOTH)
    first, second = true.bookings

    def found(*bookings):
        return in_swedish(check(request, true.model_copy(update={"bookings": bookings})))

    secondary = second.model_copy(update={"role": "secondary"})
    assert "right_length: b är primärt, men bokningen säger sekundärt" in found(first, secondary)
    longer = second.model_copy(update={"end": second.end.replace(minute=35)})
    assert ("right_length: b tar 30 minuter, men är bokat den 5 oktober 09:30 till 10:35") in found(first, longer)
    assert "known_visit: underlaget har inget besök zz" in found(first.model_copy(update={"visit": "zz"}), second)
    assert "booked_once: b är bokat 2 gånger" in found(first, second, second)
    assert "bookings_ordered: bokningarna står inte i ordning efter starttid och person" in found(second, first)


def test_false_claims():
    request = read(asked(linked(target=DAY)))
    true = plan_with(request, ("a", "nurse", "09:00"), ("b", "doctor", "09:35"))
    cost = true.objective.cost
    assert cost > 0

    def found(plan=true, **update):
        return in_swedish(check(request, plan.model_copy(update=update)))

    def figures(**update):
        return found(objective=true.objective.model_copy(update=update))

    assert "day_plans_match: dagplanerna visar inte samma besök som bokningarna" in found(day_plans=())
    assert f"cost_true: planen kostar {cost}, men säger {cost + 1}" in figures(cost=cost + 1)
    wrong = true.objective.terms.model_copy(update={"moved": 7})
    assert "cost_true: termen moved kostar 0, men planen säger 7" in figures(terms=wrong)
    assert (
        f"bound_true: planen kostar {cost}, mindre än den undre gräns {cost + 1} som den säger är bevisad"
    ) in figures(lower_bound=cost + 1)
    assert (f"status_true: status är optimal med kostnaden {cost} och den undre gränsen 0") in found(status="optimal")
    assert any(one.startswith("gap_true: gapet är 0,") and one.endswith("säger 0,500000") for one in figures(gap=0.5))
    empty = plan_with(request)
    assert "unbooked_listed: r1 är inte bokad men står inte bland de obokade" in found(empty, unbooked=())
    assert "unbooked_listed: r1 står bland de obokade, men hör inte dit" in found(unbooked=empty.unbooked)
    twice = empty.unbooked * 2
    assert "unbooked_listed: r1 står 2 gånger bland de obokade" in found(empty, unbooked=twice)


def test_false_claims_of_moves():
    request = read(asked(single(), bookings=[BOOKED]))
    plan = plan_with(request, ("r2-v", "doctor", "10:00"))

    def found(**update):
        claim = {"booked_before": 1, "moved": 1, "dropped": 0, "at_least": 0, "proven_least": False, "message": ""}
        moves = Moves.model_validate({**claim, **update})
        return in_swedish(check(request, plan.model_copy(update={"moves": moves})))

    assert found() == set()
    assert ("moves_true: av 1 tidigare bokade besök flyttas 1 och stryks 0; planen säger något annat") in found(
        moved=0
    )
    assert ("moves_true: 1 besök lämnar sin bokning, och planen säger att minst 2 måste göra det") in found(
        at_least=2
    )


def test_every_sentence_has_a_broken_plan_here():
    elsewhere = {
        Violations.NOT_AS_LOCKED,
        Violations.OTHER_LENGTH,
        Violations.OTHER_REQUEST,
        Violations.OTHER_PATIENT,
        Violations.PRIMARY,
        Violations.SECONDARY,
        Violations.NO_SUCH_VISIT,
        Violations.BOOKED_AGAIN,
    }
    assert {one[0] for one in (*BROKEN, *HOLDING)} | elsewhere == set(Violations)


@settings(max_examples=some(60), deadline=None)
@given(small_requests(), st.data())
def test_whatever_a_plan_breaks_is_what_its_values_say(data, draw):
    request = read(data) if isinstance(data, dict) else data
    days = sorted({request.first_date, request.last_date})
    people, units = [one.id for one in request.practitioners], [one.id for one in request.units]
    minutes = st.integers(0, 23 * 60 + 59).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
    placed = [
        (
            visit.id,
            draw.draw(st.sampled_from(people)),
            draw.draw(minutes),
            draw.draw(st.sampled_from(units)),
            str(day),
        )
        for case in request.requests
        for visit in case.visits
        if (day := draw.draw(st.sampled_from([*days, None]))) is not None
    ]
    plan = plan_with(request, *placed)
    false = plan.model_copy(update={"status": "optimal", "unbooked": plan.unbooked[1:]})
    for one in (*check(request, plan), *check(request, false), *warnings_of(request)):
        assert str(said_of(one.params)) == one.message
        assert told(one) != one.message


def test_one_minute_and_one_visit_are_one():
    request = read(asked(linked(min_wait=15)))
    found = check(request, plan_with(request, ("a", "nurse", "09:00"), ("b", "doctor", "09:31")))
    assert "1 minute between a and b; at least 15 are needed" in {one.message for one in found}
    request = read(asked(single(), settings={"max_moved": 0}, bookings=[BOOKED]))
    found = check(request, plan_with(request, ("r2-v", "doctor", "10:00")))
    assert "1 visit leaves its existing booking; at most 0 may" in {one.message for one in found}
