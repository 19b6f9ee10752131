"""Fixes, offers, moves and conflicts in Swedish; what the program says of them is what their values say."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from dagplan import InputError, PlanRequest, explain, plan, suggest
from dagplan.models.plan import Booking
from dagplan.models.request import ExistingBooking
from dagplan.words import Said, Value
from dagplan.words.messages.conflicts import ConflictWords
from dagplan.words.messages.fixes import FixChanges, Fixes
from dagplan.words.messages.moves import MovesWords
from dagplan.words.messages.offers import Offers
from dagplan.words.messages.plan_warnings import PlanWarnings
from dagplan.words.registry import in_language, said_of
from tests.instances import tiny

FIELDS = [name for name in ExistingBooking.model_fields if name in Booking.model_fields]
DAY = date(2026, 12, 8)
BOOKED: dict[str, Value] = {
    "day": DAY,
    "unit": "u1",
    "visits": [
        Fixes.VISIT(start=time(9, 30), end="10:00", practitioner="ssk1"),
        Fixes.VISIT(start=time(23, 30), end="24:00", practitioner="lak1"),
    ],
}
THEN = "då bokas begäran den 8 december på u1: 09:30–10:00 ssk1, 23:30–24:00 lak1."
PLACE = Fixes.PLACE(start=datetime(2026, 12, 8, 9, 30), practitioner="ssk1", unit="u1")
LATER = Fixes.PLACE(start=datetime(2026, 12, 9, 13, 0), practitioner="ssk2", unit="u2")

CHANGES = [
    (FixChanges.GRID(grid=1, own=15), "besök börjar på multipler av 1 minut (i stället för 15)"),
    (FixChanges.MAX_MOVED(n=1, allowed=0), "högst ett besök får lämna sin bokning (max_moved, i stället för 0)"),
    (FixChanges.MAX_MOVED(n=3, allowed=2), "högst 3 besök får lämna sin bokning (max_moved, i stället för 2)"),
    (FixChanges.COMPETENCE(practitioner="ssk1", competence="spirometri"), "ssk1 får även ta spirometri"),
    (
        FixChanges.HOURS(more=30, practitioner="ssk1", unit="u1", start=datetime(2026, 12, 8, 16, 30), end="17:00"),
        "30 minuter till för ssk1 på u1: den 8 december 16:30–17:00",
    ),
    (FixChanges.UNIT(request="r1", unit="u2"), "r1 får även vara på u2"),
    (FixChanges.EARLIEST(request="r1", day=DAY, n=1), "r1 får vara från den 8 december, en dag tidigare"),
    (FixChanges.EARLIEST(request="r1", day=DAY, n=2), "r1 får vara från den 8 december, 2 dagar tidigare"),
    (FixChanges.LATEST(request="r1", day=DAY, n=1), "r1 får vara till den 8 december, en dag senare"),
    (FixChanges.LATEST(request="r1", day=DAY, n=4), "r1 får vara till den 8 december, 4 dagar senare"),
    (FixChanges.EXCLUDED(day=DAY), "patienten kommer den 8 december i alla fall"),
    (FixChanges.NOT_BEFORE(request="r1", clock="08:00", limit=time(9)), "r1 får börja 08:00 i stället för 09:00"),
    (FixChanges.NOT_AFTER(request="r1", clock="24:00", limit=time(16)), "r1 får sluta 24:00 i stället för 16:00"),
    (FixChanges.PRACTITIONER(visit="v1", practitioner="ssk2"), "v1 får även vara hos ssk2"),
    (
        FixChanges.MIN_WAIT(visit="v2", wait=1, before="v1", limit=30),
        "v2 får komma 1 minut efter v1 (i stället för minst 30)",
    ),
    (
        FixChanges.MAX_WAIT(visit="v2", wait=45, before="v1", limit=30),
        "v2 får komma 45 minuter efter v1 (i stället för högst 30)",
    ),
    (
        FixChanges.UNLOCKED(visit="v1", place=PLACE),
        "v1 låses upp och flyttas till den 8 december 09:30 hos ssk1 på u1",
    ),
    (FixChanges.NOT_THE_SAME(visit="v1", other="v2"), "v1 får vara hos en annan person än v2"),
    (FixChanges.NOT_DIFFERENT(visit="v1", other="v2"), "v1 får vara hos samma person som v2"),
    (
        FixChanges.EQUIPMENT(kind="spirometer", unit="u1", item="spirometer-2"),
        "mer utrustning på u1: spirometer (spirometer-2)",
    ),
    (FixChanges.TARGET(request="r1", day=DAY), "r1 får den 8 december som måldatum"),
    (FixChanges.PRIORITY_URGENT(request="r1"), "r1 får prioriteten brådskande"),
    (FixChanges.PRIORITY_ASAP(request="r1"), "r1 får prioriteten snarast"),
    (FixChanges.PRIORITY_STAT(request="r1"), "r1 får prioriteten omedelbart"),
    (
        FixChanges.BOTH(this=FixChanges.UNIT(request="r1", unit="u2"), more=FixChanges.EXCLUDED(day=DAY)),
        "r1 får även vara på u2, och patienten kommer den 8 december i alla fall",
    ),
]

OTHERS = [
    (
        Fixes.CHANGES(changes=[FixChanges.EXCLUDED(day=DAY), FixChanges.UNIT(request="r1", unit="u2")], **BOOKED),
        f"Patienten kommer den 8 december i alla fall; r1 får även vara på u2; {THEN}",
    ),
    (
        Fixes.ROOM(**BOOKED),
        f"Det finns plats i planen som den är: begäran bokas {THEN.removeprefix('då bokas begäran ')}",
    ),
    (
        Fixes.ROOM_NOT_WORTH_IT(cost=90, unbooked_cost=80, **BOOKED),
        "Det finns plats i planen som den är (att boka kostar 90, att låta bli 80): begäran bokas ",
    ),
    (
        Fixes.MOVE(visit="v9", before=PLACE, after=LATER, **BOOKED),
        "Flytta v9 från den 8 december 09:30 hos ssk1 på u1 till den 9 december 13:00 hos ssk2 på u2; " + THEN,
    ),
    (MovesWords.ALL_STAY(n=1), "Besöket som var bokat ligger kvar."),
    (MovesWords.ALL_STAY(n=7), "Alla 7 besök som var bokade ligger kvar."),
    (
        MovesWords.LEFT(moved=MovesWords.MOVED(n=1, before=7), proof=MovesWords.FEWEST()),
        "1 av 7 bokade besök flyttas; ingen plan låter fler ligga kvar.",
    ),
    (
        MovesWords.LEFT_OR_DROPPED(
            moved=MovesWords.MOVED(n=2, before=7),
            dropped=MovesWords.DROPPED(n=1),
            proof=MovesWords.AT_LEAST(least=1),
        ),
        "2 av 7 bokade besök flyttas, 1 är inte längre bokat; i varje plan lämnar minst 1 sin plats.",
    ),
    (
        MovesWords.LEFT_OR_DROPPED(
            moved=MovesWords.MOVED(n=0, before=7),
            dropped=MovesWords.DROPPED(n=2),
            proof=MovesWords.NONE_HAD_TO(),
        ),
        "0 av 7 bokade besök flyttas, 2 är inte längre bokade; inget hade behövt lämna sin plats.",
    ),
    (
        ConflictWords.NOT_WHOLE_UNLESS(request="r1", rest=["b"], locked=["a", "c"], unlock=["a"]),
        "r1 kan inte bokas hel: b får inte plats med a, c som är låst; om a låses upp går det",
    ),
    (
        PlanWarnings.LOCKED_IN_CONFLICT(conflicts=2, count=2, visits=["v1", "v2"], proof=PlanWarnings.NO_FEWER()),
        "Låsta bokningar går inte ihop (konflikter: 2). Lås upp 2 för att lösa det: v1, v2; färre räcker inte.",
    ),
    (
        PlanWarnings.LOCKED_IN_CONFLICT_AND_MORE(
            conflicts=9, count=2, visits=["v1"], proof=PlanWarnings.MAYBE_FEWER()
        ),
        "Låsta bokningar går inte ihop (konflikter: 9). Lås upp 2 för att lösa det: v1 med flera; "
        "kanske räcker det med färre.",
    ),
]

OFFER = {
    "day": DAY,
    "unit": "u1",
    "visits": [
        Offers.VISIT(practitioner="ssk1", start=time(9), end="09:30"),
        Offers.VISIT(practitioner="lak1", start=time(9, 45), end="10:00"),
    ],
    "cost": 12,
}
WHY = [
    ([Offers.ON_TARGET(), Offers.NO_WAIT()], "På måldatumet, ingen väntan"),
    ([Offers.AFTER_TARGET(n=1), Offers.WAITING(waits=15)], "En dag efter måldatumet, 15 minuter väntan"),
    ([Offers.AFTER_TARGET(n=2), Offers.NOT_PREFERRED(n=1)], "2 dagar efter måldatumet, ett av besöken inte hos önsk"),
    ([Offers.BEFORE_TARGET(n=1), Offers.NOT_PREFERRED(n=2)], "En dag före måldatumet, 2 av besöken inte hos önskad"),
    ([Offers.BEFORE_TARGET(n=3), Offers.MOVED(n=1)], "3 dagar före måldatumet, ett av besöken flyttat från sin bok"),
    ([Offers.ON_TARGET(), Offers.MOVED(n=2)], "På måldatumet, 2 av besöken flyttade från sina bokningar"),
]


@pytest.mark.parametrize(("said", "swedish"), CHANGES)
def test_each_change_in_swedish(said, swedish):
    assert said.told("sv") == swedish


@pytest.mark.parametrize(("said", "swedish"), OTHERS)
def test_each_sentence_in_swedish(said, swedish):
    assert said.told("sv").startswith(swedish)


@pytest.mark.parametrize(("why", "swedish"), WHY)
def test_each_offer_in_swedish(why, swedish):
    begin = "På u1 den 8 december: ssk1 09:00–09:30, sedan lak1 09:45–10:00. "
    assert Offers.OFFER(**OFFER, why=why).told("sv").startswith(begin + swedish)
    moves = [Offers.MOVE(visit="v9", start=datetime(2026, 12, 9, 13), practitioner="ssk2")]
    told = Offers.OFFER_WITH_MOVES(**OFFER, why=why, moves=moves).told("sv")
    assert told.endswith("; kostnad 12. Flyttar v9 till den 9 december 13:00 hos ssk2.")


def test_a_capital_at_the_beginning_but_not_in_an_id():
    begins = [Fixes.CHANGES(changes=[said], **BOOKED) for said in (CHANGES[0][0], CHANGES[5][0], CHANGES[4][0])]
    assert [str(one).split(" ")[0] for one in begins] == ["Visits", "r1", "30"]
    assert [one.told("sv").split(" ")[0] for one in begins] == ["Besök", "r1", "30"]


def test_a_minute_of_waiting():
    assert str(Offers.WAITING(waits=1)) == "1 minute of waiting"
    assert Offers.WAITING(waits=1).told("sv") == "1 minut väntan"


def test_what_is_said_of_drawn_requests_is_what_its_values_say():
    seen = {"fix": 0, "offer": 0, "moves": 0}
    for seed in range(60):
        request = PlanRequest.model_validate(tiny(seed))
        settings = request.settings.model_copy(update={"deterministic": True, "time_limit": 1.0, "workers": 1})
        request = request.model_copy(update={"settings": settings})
        made = plan(request)
        said = [("moves", made.moves)] if made.moves is not None else []
        said += [("warning", one) for one in made.warnings if one.code == "locked_in_conflict"]
        said += [("fix", fix) for entry in explain(request, made, seconds=1).unbooked for fix in entry.fixes]
        booked = tuple(
            ExistingBooking.model_validate({name: getattr(one, name) for name in FIELDS}) for one in made.bookings
        )
        standing = request.model_copy(update={"bookings": booked})
        said += [("offer", one) for one in suggest(standing, request.requests[0].id, 2, allow_moves=1)]
        for kind, one in said:
            values = said_of(one.params)
            assert isinstance(values, Said), one.message
            assert str(values) == one.message
            assert in_language(one.params, one.message, "sv") == values.told("sv") != one.message
            seen[kind] = seen.get(kind, 0) + 1
    assert min(seen.values()) >= 5, seen


def test_what_offers_are_wrongly_asked_for():
    request = PlanRequest.model_validate(tiny(1))
    with pytest.raises(InputError) as caught:
        suggest(request, "nobody", 0, allow_moves=-1)
    assert [one.message_in("sv") for one in caught.value.problems] == [
        "det finns ingen vårdbegäran nobody",
        "be om minst ett förslag",
        "skriv ett heltal från 0",
    ]
