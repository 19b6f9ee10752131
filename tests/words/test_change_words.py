"""What changes did, and why one is refused, in Swedish; and what is said is what the values say."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import InputError
from dagplan.models import apply
from dagplan.words.messages.changes import ChangeFaults, ChangeWords
from dagplan.words.registry import said_of
from tests.build import DAY, at, read, single
from tests.models.test_changes import BASE, NOTHING, UNKNOWN, absent, any_change, change, crowd, present
from tests.strategies import small_requests
from tests.thorough import some

PLACED = {"practitioner": "doctor", "unit": "u1", "start": at("10:00")}
NAMED = change("set_visit", visit="b", practitioners=["doctor", "locum"])
LEARNED = change("add_competence", practitioner="nurse", competence="physician")
PERSON = {"id": "n2", "competences": ["a", "b", "c", "d", "e", "f", "g"]}

DONE = [
    (present("nurse", "11:00", "13:00"), "nurse är på u1 den 5 oktober 11:00–13:00 (60 minuter mer i schemat)."),
    (absent("nurse", "11:59", "12:30"), "nurse är borta den 5 oktober 11:59–12:30 (1 minut mindre i schemat)."),
    (
        change("remove_availability", practitioner="nurse", start=at("09:00"), end=at("09:00", "2026-10-06")),
        "nurse är borta den 5 oktober 09:00 – den 6 oktober 09:00 (180 minuter mindre i schemat).",
    ),
    (
        change("set_request", request="r1", max_wait=None, units=None, not_before="08:30", earliest=DAY),
        "r1: units u1 → alla, earliest den första planerade dagen → 2026-10-05, not_before inget → 08:30, "
        "max_wait 60 → inget.",
    ),
    (
        change("set_visit", visit="a", preferred="nurse", min_wait=5, practitioners=["nurse"]),
        "a: practitioners vem som helst med kompetensen → nurse, preferred inget → nurse, "
        "min_wait som i begäran → 5.",
    ),
    (
        change("set_settings", time_limit=2.5, workers=None, deterministic=True, weights={"wait": 2}),
        "Inställningar: time_limit 10 → 2,5, workers 1 → inget, deterministic nej → ja, weights.wait 1 → 2.",
    ),
    (
        change("set_booking", visit="b", **PLACED),
        "b: inte bokat → bokat hos doctor på u1 den 5 oktober 10:00 (inte låst).",
    ),
    (
        change("set_booking", visit="a", start=at("10:05"), locked=True),
        "a: bokat hos nurse på u1 den 5 oktober 09:00, med spiro-1 (inte låst) → "
        "hos nurse på u1 den 5 oktober 10:05, med spiro-1 (låst).",
    ),
    (
        change("set_booking", visit="a"),
        "a: bokningen hos nurse på u1 den 5 oktober 09:00, med spiro-1 (inte låst) tas bort.",
    ),
    (change("add_request", value=single("r4", "p4")), "r4 läggs till: patient p4, 1 besök, 30 minuter."),
    (change("drop_request", request="r1"), "r1 tas bort (2 besök; 1 bokning)."),
    (change("drop_request", request="r2"), "r2 tas bort (1 besök; 1 bokning, varav 1 låst)."),
    (change("drop_request", request="r3"), "r3 tas bort (1 besök; 0 bokningar)."),
    (change("add_practitioner", value=PERSON), "n2 läggs till, med a, b, c, d, e och 2 till."),
    (change("add_practitioner", value={"id": "n2", "competences": []}), "n2 läggs till, utan kompetens."),
    (LEARNED, "nurse har nu kompetensen physician."),
    (
        change("remove_competence", practitioner="doctor", competence="physician"),
        "doctor har inte längre kompetensen physician.",
    ),
    (
        change("add_equipment", value={"id": "spiro-2", "unit": "u2", "kind": "spirometer"}),
        "spiro-2 (spirometer) läggs till på u2.",
    ),
    (change("remove_equipment", equipment="room-1"), "room-1 (treatment room) tas bort från u1."),
    (
        change("remove_equipment", equipment="spiro-1"),
        "spiro-1 (spirometer) tas bort från u1, och ur bokningarna av a.",
    ),
    (
        change("equipment_busy", equipment="spiro-1", start=at("09:00"), end=at("11:00")),
        "spiro-1 är upptagen den 5 oktober 09:00–11:00.",
    ),
    (
        change("set_booking", visit="r2-v", equipment=["room-1"]),
        "r2-v: bokat hos doctor på u1 den 5 oktober 09:00 (låst) → "
        "hos doctor på u1 den 5 oktober 09:00, med room-1 (låst).",
    ),
    (
        change("scale_duration", competence="physician", minutes=-10),
        "Längden på besök med physician -10 minuter: 3 av 3 besök ändrade, tillsammans 90 → 60 minuter.",
    ),
    (
        change("scale_duration", competence="spirometry", factor=1.5),
        "Längden på besök med spirometry × 1,5: 1 av 1 besök ändrat, tillsammans 30 → 45 minuter.",
    ),
]


def told(data):
    """The Swedish of a message's JSON, as another program would read it."""
    return said_of(json.loads(json.dumps(data))).told("sv")


@pytest.mark.parametrize(("one", "swedish"), DONE, ids=[f"{one[0]['kind']} {i}" for i, one in enumerate(DONE)])
def test_what_a_change_did(one, swedish):
    applied = apply(BASE, [one])
    (said,) = applied.said
    assert (said.told("sv"), told(said.params)) == (swedish, swedish)
    assert (str(said_of(said.params)),) == applied.words


def test_a_competence_that_visits_named_the_person_for():
    lost = change("remove_competence", practitioner="doctor", competence="physician")
    assert apply(BASE, [NAMED, lost]).said[1].told("sv") == (
        "doctor har inte längre kompetensen physician, och räknas inte längre till dem som får ta b."
    )


def test_more_and_less_demand():
    one = apply(BASE, [change("drop_request", request="r3"), change("drop_request", request="r1")]).request
    (more,) = apply(one, [change("scale_demand", factor=2.5)]).said
    assert more.told("sv") == "Efterfrågan × 2,5 (frö 0): 1 vårdbegäran → 3, tillagda: r2-copy-2, r2-copy-3."
    (less,) = apply(crowd(2), [change("scale_demand", factor=0.5, seed=7)]).said
    assert less.told("sv").startswith("Efterfrågan × 0,5 (frö 7): 2 vårdbegäranden → 1, borttagna: r-")


LOCKED = [change("set_booking", visit=one, **PLACED, locked=True) for one in ("b", "r2-v", "r3-v")]
REFUSED = [
    ([present("nobody", "08:00", "09:00")], "det finns ingen person nobody"),
    ([present("nurse", "12:00", "13:00", "u9")], "det finns ingen vårdenhet u9"),
    ([change("drop_request", request="r9")], "det finns ingen vårdbegäran r9"),
    ([change("set_visit", visit="zz", duration=1)], "det finns inget besök zz"),
    (
        [absent("nurse", "01:30", "02:30", day="2026-10-25")],
        "den 25 oktober 02:30 finns inte eller kommer två gånger: då ställs klockan om i Europe/Stockholm",
    ),
    ([present("nurse", "08:30", "12:00")], "nurse är redan på u1 den 5 oktober 08:30–12:00"),
    ([absent("locum", "08:00", "12:00")], "locum har ingen tid i schemat den 5 oktober 08:00–12:00"),
    (
        [change("set_visit", visit="a", competence="x")],
        "ingen har kompetensen x, och inget besök kräver den",
    ),
    ([change("set_request", request="r1", max_wait=60)], "ingenting ändras i r1: det är redan så"),
    ([change("set_settings", grid=5)], "ingenting ändras i inställningarna: det är redan så"),
    ([change("set_settings")], "skriv vad som ska ändras"),
    ([change("set_booking", visit="b")], "besöket b har ingen bokning att ta bort"),
    (
        [change("set_booking", visit="b", locked=True)],
        "fältet måste finnas: besöket b har ingen bokning att hämta det från",
    ),
    (
        [change("set_booking", visit="a", locked=False)],
        "besöket a är redan bokat hos nurse på u1 den 5 oktober 09:00, med spiro-1 (inte låst)",
    ),
    ([change("remove_equipment", equipment="spiro-8")], "det finns ingen utrustning spiro-8"),
    (
        [change("add_equipment", value={"id": "spiro-1", "unit": "u1", "kind": "spirometer"})],
        "det finns redan en utrustning spiro-1",
    ),
    (
        [change("equipment_busy", equipment="room-1", start=at("08:00"), end=at("09:00"))],
        "room-1 är redan upptagen den 5 oktober 08:00–09:00",
    ),
    ([change("add_request", value=single("r1"))], "det finns redan en vårdbegäran r1"),
    (
        [change("add_request", value=single("r4", visits=single()["visits"]))],
        "det finns redan ett besök r2-v",
    ),
    (
        [change("add_practitioner", value={"id": "nurse", "competences": []})],
        "det finns redan en person nurse",
    ),
    (
        [change("add_competence", practitioner="nurse", competence="spirometry")],
        "nurse har redan kompetensen spirometry",
    ),
    (
        [change("remove_competence", practitioner="nurse", competence="physician")],
        "nurse har inte kompetensen physician",
    ),
    (
        [
            change("set_visit", visit="b", practitioners=["doctor"]),
            change("remove_competence", practitioner="doctor", competence="physician"),
        ],
        "bara doctor får ta b: ändra först vem som får det",
    ),
    (
        [change("scale_duration", competence="leader", minutes=5)],
        "inget besök kräver kompetensen leader",
    ),
    (
        [change("scale_duration", competence="physician", factor=1)],
        "inget besök med physician får en annan längd",
    ),
    (
        [*LOCKED[:1], LOCKED[2], change("scale_demand", factor=0.3)],
        "ingen av 3 vårdbegäranden tas bort eller kopieras: alla har låsta bokningar och blir kvar",
    ),
    (
        [change("scale_demand", factor=1)],
        "ingen av 3 vårdbegäranden tas bort eller kopieras: avrundat blir antalet detsamma",
    ),
    ([{"request": "r1"}], "fältet måste fyllas i"),
    ([change("set_wether")], "måste vara någon av add_availability, remove_availability, "),
    ([absent("nurse", "09:00", "08:00")], "slutet måste vara senare än början"),
    (
        [{**present("nurse", "09:00", "10:00"), "end": at("10:00", "2026-10-06")}],
        "en tid i schemat ligger på en dag: skriv en för varje dag",
    ),
    ([change("set_visit", visit="a", duration=None)], "varje besök måste ha ett värde här: det kan inte tas bort"),
    ([change("scale_duration", competence="physician")], "skriv antingen factor eller minutes"),
    ("drop", "skriv en lista"),
]


@pytest.mark.parametrize(("changes", "swedish"), REFUSED, ids=[str(i) for i in range(len(REFUSED))])
def test_why_a_change_is_refused(changes, swedish):
    with pytest.raises(InputError) as caught:
        apply(BASE, changes)
    assert all(str(said_of(one.params)) == one.message for one in caught.value.problems)
    assert any(one.message_in("sv").startswith(swedish) for one in caught.value.problems)


@pytest.mark.parametrize("index", range(len(UNKNOWN + NOTHING)))
def test_every_refusal_has_its_values(index):
    with pytest.raises(InputError) as caught:
        apply(BASE, [(UNKNOWN + NOTHING)[index][0]])
    assert all(str(said_of(one.params)) == one.message for one in caught.value.problems)


def test_an_outcome_that_does_not_fit_together():
    wait = change("set_request", request="r1", min_wait=90)
    fine = [change("set_request", request="r3", priority=one) for one in ("stat", "asap", "urgent")]
    for changes, swedish in (
        ([wait], "(i underlaget efter 1 ändring: r1: min_wait 0 → 90.)"),
        ([wait, fine[0]], "(i underlaget efter 2 ändringar: r1: min_wait 0 → 90. r3: priority routine → stat.)"),
        (
            [wait, *fine],
            "(i underlaget efter 4 ändringar: r1: min_wait 0 → 90. r3: priority routine → stat. "
            "r3: priority stat → asap. … och 1 till)",
        ),
    ):
        with pytest.raises(InputError) as caught:
            apply(BASE, changes)
        (problem,) = caught.value.problems
        assert str(said_of(problem.params)) == problem.message
        assert problem.message_in("sv").endswith(f" {swedish}")


@settings(max_examples=some(60), deadline=None)
@given(st.data(), small_requests())
def test_whatever_changes_do_is_what_their_values_say(draw, data):
    try:
        applied = apply(read(data), draw.draw(st.lists(any_change(data), min_size=1, max_size=4)))
    except InputError:
        return
    for said, english in zip(applied.said, applied.words, strict=True):
        assert str(said_of(json.loads(json.dumps(said.params)))) == english == str(said)
        assert told(said.params) == said.told("sv")


def test_every_sentence_stands_here():
    found = {said.code for one, _ in DONE for said in apply(BASE, [one]).said}
    assert found | {
        ChangeWords.COMPETENCE_REMOVED_FROM_VISITS,
        ChangeWords.MORE_DEMAND,
        ChangeWords.LESS_DEMAND,
    } == set(ChangeWords)
    refused = set()
    for changes, _ in REFUSED:
        with pytest.raises(InputError) as caught:
            apply(BASE, changes)
        refused |= {one.params["text"] for one in caught.value.problems}
    unfit = {ChangeFaults.UNFIT.value, ChangeFaults.UNFIT_AFTER_MORE.value}
    assert {one.value for one in ChangeFaults} == refused | unfit
