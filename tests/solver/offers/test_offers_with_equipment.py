"""Offers beside bookings that have items: against enumeration, and by hand."""

from __future__ import annotations

from collections import Counter

import pytest

from dagplan import suggest
from tests.build import asked, at, read, single
from tests.equipped_instances import equipped
from tests.offered import every_false_offer
from tests.thorough import some

SCOPE = [{"id": "s1", "unit": "u1", "kind": "scope"}]


@pytest.mark.parametrize("start", range(0, some(80), 10))
def test_nothing_that_is_offered_is_false(start):
    seen = Counter()
    for seed in range(start, start + 10):
        wrong = list(every_false_offer(equipped(seed), seed, seen))
        assert not wrong, (seed, wrong)
    assert seen["offers"] > 8, seen
    assert seen["asked for, with moves enumerated"] > 4, seen


def two(**fields):
    """One who needs the scope by 08:30, and one who has it then, with another person."""
    wanted = single("wanted", "p1", not_after="08:30")
    holder = single("holder", "p2", "spirometry")
    for request in (wanted, holder):
        request["visits"][0]["equipment"] = ["scope"]
    booked = {"visit": "holder-v", "practitioner": "nurse", "unit": "u1", "start": at("08:00")}
    return read(asked(wanted, holder, equipment=SCOPE, bookings=[booked], **fields))


def test_who_has_the_item_may_move():
    request = two()
    assert suggest(request, "wanted") == []
    offer = suggest(request, "wanted", allow_moves=1)[0]
    (move,) = offer.moves
    assert (offer.bookings[0].equipment, move.visit, move.equipment) == (("s1",), "holder-v", ("s1",))
    assert move.start >= offer.bookings[0].end


def test_a_second_item_is_enough():
    request = two()
    second = request.equipment[0].model_copy(update={"id": "s2"})
    more = request.model_copy(update={"equipment": (*request.equipment, second)})
    (offer, *_) = suggest(more, "wanted")
    assert offer.bookings[0].equipment == ("s2",)
