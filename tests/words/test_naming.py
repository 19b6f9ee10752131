"""Sentences with names where their ids stand: every message knows what its ids are ids of, and says them by name."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from dagplan import suggest
from dagplan.models.view.names import Either, Names, NamesOfThings
from dagplan.solver import Standing, explain_plan, plan_as_it_stands
from dagplan.words import Value
from dagplan.words.messages.boards import BoardWords
from dagplan.words.messages.changes import ChangeFaults, ChangeParts, ChangeWords
from dagplan.words.messages.conflicts import ConflictWords
from dagplan.words.messages.fixes import FixChanges, Fixes
from dagplan.words.messages.limits import LimitWords, ListWords
from dagplan.words.messages.offers import OfferFaults, Offers
from dagplan.words.messages.plan_warnings import PlanWarnings
from dagplan.words.messages.reasons import ClashWords, LostWords, ReasonWords
from dagplan.words.messages.violations import FalseClaims, Violations
from dagplan.words.naming import by_name, in_names, kinds_at
from tests.build import asked, at, linked, read, single, window

NINE = datetime(2026, 10, 5, 9)
PEOPLE = [
    {"id": "nurse", "name": "Anna Berg", "competences": ["spirometry"]},
    {"id": "doctor", "name": "Bo Ek", "competences": ["physician"]},
    {"id": "stand-in", "competences": ["physician"]},
]
UNITS = [{"id": "u1", "name": "Mottagningen"}, {"id": "u2", "name": "Filialen"}]
ITEMS = [{"id": "i1", "unit": "u1", "kind": "spirometer", "name": "Den blå"}]
TWICE = linked(
    id="r3",
    patient="p3",
    visits=[
        {"id": "c", "role": "primary", "duration": 10, "competence": "physician"},
        {"id": "d", "role": "secondary", "duration": 10, "competence": "Physician"},
    ],
)
REQUEST = read(
    asked(
        linked(),
        single(),
        TWICE,
        single("r4", "p4"),
        single("r5", "p4"),
        units=UNITS,
        practitioners=PEOPLE,
        equipment=ITEMS,
    )
)
NAMES = Names(REQUEST)
PLACE: dict[str, Value] = {"practitioner": "nurse", "unit": "u1", "start": NINE}
SAID = [
    (
        Violations.NOT_AS_LOCKED(visit="a", **PLACE),
        "p1 · spirometry is locked with Anna Berg at Mottagningen, 2026-10-05 09:00, but the plan has it otherwise",
        "p1 · spirometry är låst hos Anna Berg på Mottagningen, den 5 oktober 09:00",
    ),
    (Violations.AT_ONCE(who="nurse", one="a", other="r2-v", start=NINE), "Anna Berg has p1 · spirometry and ", None),
    (Violations.AT_ONCE(who="p1", one="a", other="b", start=NINE), "p1 has p1 · spirometry and p1 · physician", None),
    (Violations.AT_ONCE(who="i1", one="a", other="b", start=NINE), "Den blå has p1 · ", "Den blå har "),
    (Violations.TWO_UNITS(one="a", other="b", first="u1", second="u2"), "units: Mottagningen and Filialen", None),
    (Violations.TWO_PEOPLE(one="a", other="b", first="nurse", second="doctor"), "with Anna Berg and Bo Ek", None),
    (Violations.ITEM_ELSEWHERE(visit="a", unit="u2", item="i1", other="u1"), "Den blå, which is at Motta", None),
    (Violations.IN_PART(request="r1", lacking=["b"]), "p1 is booked in part: physician is lacking", None),
    (Violations.OTHER_PERSON(visit="c", people=["doctor", "stand-in"], practitioner="nurse"), "with Bo Ek, st", None),
    # Two of one competence are told by their place; a patient with two requests by the request.
    (BoardWords.STAYS(visit="d"), "p3 · Physician 2/2 is locked", "p3 · Physician 2/2 är låst"),
    (BoardWords.STAYS(visit="r5-v"), "p4 (r5) · physician is locked", None),
    (ReasonWords.NO_ROOM_WITHIN_LIMITS(request="r4"), "p4 (r4): nowhere is there room", None),
    # Where the competence is said already it is not said again.
    (
        ReasonWords.NO_ONE_HAS_COMPETENCE(request="r1", visit="b", competence="physician"),
        "p1: nobody has the competence physician, which visit 2 needs.",
        "p1: ingen har kompetensen physician, som besök 2 kräver.",
    ),
    (
        ReasonWords.NO_ONE_HAS_COMPETENCE(request="r2", visit="r2-v", competence="physician"),
        "p2: nobody has the competence physician, which the visit needs.",
        "p2: ingen har kompetensen physician, som besöket kräver.",
    ),
    (
        ReasonWords.NOBODY_WITHIN_LIMITS(
            request="r1",
            visits=[ListWords.VISIT(visit="a", competence="spirometry", duration=30)],
            limits=[LimitWords.PRACTITIONERS(visit="a", people=["nurse", "doctor"])],
        ),
        "p1: nobody can take visit 1 (spirometry, 30 minutes): spirometry may only be with Anna Berg or Bo Ek.",
        None,
    ),
    (
        LostWords.LOST(
            request="r2",
            booked=LostWords.AS_DEAR_AND(
                day=NINE.date(), start="09:00", people=["doctor"], displaced=LostWords.PUT_OUT(requests=["r1"])
            ),
            sure=LostWords.NOT_FOUND(),
        ),
        "with Bo Ek it would leave the plan's cost as it is and put out p1",
        None,
    ),
    (ClashWords.VISIT(visit="a", who=["nurse", "doctor"]), "p1 · spirometry (Anna Berg or Bo Ek)", None),
    (
        Fixes.MOVE(
            visit="a",
            before=Fixes.PLACE(**PLACE),
            after=Fixes.PLACE(practitioner="doctor", unit="u2", start=NINE),
            day=NINE.date(),
            unit="u1",
            visits=[Fixes.VISIT(start="09:00", end="09:30", practitioner="doctor")],
        ),
        "Move p1 · spirometry from 2026-10-05 09:00 with Anna Berg at Mottagningen to 2026-10-05 09:00 with Bo Ek at "
        "Filialen; then it is booked 2026-10-05 at Mottagningen: 09:00–09:30 Bo Ek.",
        None,
    ),
    (
        ChangeWords.FIELDS(id="a", fields=[ChangeParts.FIELD(field="preferred", before="nurse", after="doctor")]),
        "p1 · spirometry: preferred Anna Berg → Bo Ek.",
        None,
    ),
    # A value that is no id stays, though something may have it for an id.
    (
        ChangeWords.FIELDS(id="a", fields=[ChangeParts.FIELD(field="competence", before="a", after="nurse")]),
        "p1 · spirometry: competence a → nurse.",
        None,
    ),
    (ChangeWords.COMPETENCE_ADDED(practitioner="nurse", competence="doctor"), "has the competence doctor now", None),
    (ChangeFaults.NO_PRACTITIONER(id="a"), "there is no practitioner a", None),
    (Offers.OFFER(day=NINE.date(), unit="u1", visits=[Offers.VISIT(practitioner="nurse", start="09:00", end="09:30")],
                  why=[Offers.NO_WAIT()], cost=0), "at Mottagningen: Anna Berg 09:00–09:30. no wait; cost 0.", None),
]  # fmt: skip


@pytest.mark.parametrize(("said", "english", "swedish"), SAID)
def test_a_sentence_has_names_where_its_ids_stand(said, english, swedish):
    params = said.params
    assert english in in_names(params, str(said), NAMES, "en")
    if swedish is not None:
        assert swedish in in_names(params, str(said), NAMES, "sv")
    assert said.params == params


def test_what_is_gone_or_has_no_name_keeps_its_id():
    said = BoardWords.STAYS(visit="gone")
    assert str(by_name(said, NAMES)) == str(said)
    assert in_names(None, "as it stands", NAMES) == "as it stands"
    assert in_names({"text": "of another version"}, "as it stands", NAMES) == "as it stands"
    before = Names(read(asked(single("gone-r", "p9"))))
    assert str(by_name(BoardWords.STAYS(visit="gone-r-v"), Either(NAMES, before))).startswith("p9 · physician is")


def test_two_of_one_name_are_told_by_their_ids_too():
    twins = [{"id": f"n{number}", "name": "Anna Berg", "competences": ["spirometry"]} for number in (1, 2)]
    names = Names(read(asked(practitioners=twins, availability=[window("n1", "08:00", "12:00")])))
    said = ChangeWords.PERSON_WITHOUT_COMPETENCE(practitioner="n2")
    assert str(by_name(said, names)) == "Anna Berg (n2) is added, with no competence."


def test_where_ids_of_requests_and_visits_stand_beside_only_things_are_named():
    said = Violations.NOT_AVAILABLE(**PLACE, end="09:30", visit="a")
    assert in_names(said.params, "", NamesOfThings(REQUEST), "en").endswith("when a is booked")
    assert in_names(said.params, "", NamesOfThings(REQUEST), "en").startswith("Anna Berg is not available at Mott")
    assert in_names(said.params, str(said), NamesOfThings(None), "en") == str(said)


_WORDS = """
added after allowed at_least before booked booking bookings bound breach changed changes clash clauses competence
competences conflicts cost count dates displaced document dropped every field fields instead kind kinds least left
less limit limits message more most moves n near new nights number old own patient place problem proof reason routine
rule seed span stated status sure term this times true unbooked unbooked_cost version violation wanted what where why
zone
"""
_NO_IDS = frozenset(_WORDS.split())
"""Places whose texts are no ids: words, numbers, other messages; and patients, who have no names."""
_UNKNOWN = {(code, "id") for code in ChangeFaults if code is not ChangeFaults.NOTHING_CHANGES}
"""Ids that nothing has, or two have."""
_FAMILIES = (
    *(BoardWords, ChangeFaults, ChangeParts, ChangeWords, ClashWords, ConflictWords, FalseClaims, FixChanges, Fixes),
    *(LimitWords, ListWords, LostWords, OfferFaults, Offers, PlanWarnings, ReasonWords, Violations),
)


@pytest.mark.parametrize("family", _FAMILIES, ids=lambda family: family.__name__)
def test_of_every_place_it_is_known_what_its_ids_are_of(family):
    """A new message with a place of a new name fails here until it is said what stands there."""
    plain = ("", "and", "or", "list", "then", "clauses", "opening", "sentences")
    open_questions = [
        (code.name, place)
        for code in family
        for place, kind in code.places.items()
        if kind in plain and not kinds_at(code, place) and place not in _NO_IDS and (code, place) not in _UNKNOWN
    ]
    assert open_questions == []


def test_nothing_that_is_said_of_a_board_has_an_id_where_there_is_a_name():
    """Reasons, fixes, offers, steps and broken rules of a crowded morning."""
    people = [{**one, "id": f"zz-{one['id']}"} for one in PEOPLE[:2]]
    hours = [window("zz-nurse", "08:00", "09:00", "zz-u1"), window("zz-doctor", "08:00", "09:00", "zz-u1")]
    requests = [
        linked(id=f"zz-r{number}", patient=f"pat{number}", visits=[
            {**visit, "id": f"zz-{visit['id']}{number}"} for visit in linked()["visits"]
        ])
        for number in range(4)
    ]  # fmt: skip
    booked = [
        {"visit": f"zz-{visit}{number}", "practitioner": f"zz-{who}", "unit": "zz-u1", "start": at(clock)}
        for number, visit, who, clock in [(0, "a", "nurse", "08:00"), (0, "b", "doctor", "08:30")]
    ]
    fields = {"units": [{"id": "zz-u1", "name": "Mottagningen"}], "practitioners": people, "availability": hours}
    request = read(asked(*requests, bookings=booked, **fields))
    names = Names(request)
    stands, plan = plan_as_it_stands(request)
    found = explain_plan(stands, plan, seconds=5)
    told = [one for entry in found.unbooked for one in (*entry.reasons, *entry.fixes)]
    assert len(told) > 3
    told += suggest(request, "zz-r0", 3)
    standing = Standing(request)
    update = standing.apply([{"kind": "set_booking", "visit": "zz-a0", "start": at("08:40")}])
    assert update.broken
    told += update.broken
    for language in ("en", "sv"):
        sentences = [in_names(one.params, one.message, names, language) for one in told]
        sentences += [by_name(said, names).told(language) for said in update.said]
        assert [one for one in sentences if re.search(r"\bzz-", one)] == []
    assert all("zz-" in one.message for one in told)
