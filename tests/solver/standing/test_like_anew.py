"""After any changes what stands is what everything built anew from the changed request is, by other code too."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dagplan import Desk, InputError, PlanRequest, apply
from dagplan.models.case import Case
from dagplan.models.checker import broken_rules
from dagplan.models.cost import terms_of
from dagplan.models.moves import existing_case
from dagplan.solver import Standing
from tests.day_changes import drawn_changes
from tests.equipped_instances import equipped_drawn
from tests.strategies import small_requests
from tests.thorough import some

RANDOM = st.randoms(use_true_random=False)
REQUESTS = st.one_of(small_requests(), st.integers(0, 3000).map(equipped_drawn)).map(PlanRequest.model_validate)
FEW = settings(deadline=None, max_examples=some(12), suppress_health_check=list(HealthCheck))


def offered(standing):
    def changes(request_id):
        found = standing.offers(request_id, 2)
        return [one.model_dump(mode="json") for one in standing.taking(found[-1])] if found else []

    return changes


def seen(standing):
    """All that a board asks for, of everything."""
    ids = [case.id for case in standing.request.requests]
    visits = [visit.id for case in standing.request.requests for visit in case.visits]
    return {
        "request": standing.request,
        "bookings": standing.bookings,
        "violations": standing.violations,
        "terms": standing.terms,
        "unbooked": standing.unbooked,
        "booked": standing.booked,
        "allowed": {one: standing.allowed(one) for one in [*ids, *visits]},
        "offers": {one: standing.offers(one, 3) for one in ids},
        "free": {one.practitioner: free(standing, one) for one in standing.request.availability[:3]},
    }


def free(asked, window):
    try:
        return [(one.request, one.cost) for one in asked.for_free_time(window.practitioner, window.start, window.end)]
    except InputError:
        return []


def like_the_whole(standing):
    """The same from the functions that know nothing of a standing state."""
    request = standing.request
    case = existing_case(request)
    case = Case(request, standing.bookings)
    assert Counter((one.rule, one.message, one.ids) for one in standing.violations) == Counter(
        (charge.rule, str(charge.said), charge.ids) for charge in broken_rules(case)
    )
    assert sorted(map(str, standing.bookings)) == sorted(map(str, existing_case(request).bookings))
    assert standing.terms == terms_of(request, standing.bookings)
    desk = Desk(request)
    for one in request.requests:
        ours, theirs = standing.offers(one.id, 50), desk.offers(one.id, 50)
        assert cheapest_by_date(ours) == cheapest_by_date(theirs), one.id
    for window in request.availability[:3]:
        assert [cost for _, cost in free(standing, window)] == [cost for _, cost in free(desk, window)]


def cheapest_by_date(offers):
    found = {}
    for one in offers:
        found.setdefault(one.bookings[0].start.date(), one.cost)
    return found


def tried(request, changes):
    try:
        return apply(request, changes), None
    except InputError as error:
        return None, error.told


def each_once(violations, known):
    found = []
    for one in violations:
        if one not in known and one not in found:
            found.append(one)
    return found


@FEW
@given(REQUESTS, RANDOM)
def test_changed_is_like_laid_out_anew(request_, draw):
    changed_like_anew(request_, draw)


def changed_like_anew(request_, draw):
    """Four lists of changes, after each of which all is as if laid out anew; how many were quick."""
    standing, quick = Standing(request_), 0
    for _ in range(4):
        before = seen(standing)
        changes = drawn_changes(draw, standing.request, offered(standing))
        applied, refused = tried(standing.request, changes)
        if applied is None:
            with pytest.raises(InputError) as raised:
                standing.apply(changes)
            assert raised.value.told == refused
            assert seen(standing) == before
            continue
        update = standing.apply(changes)
        after = seen(standing)
        assert update.said == applied.said
        assert after["request"] == applied.request
        assert after == seen(Standing(applied.request))
        assert update.terms == after["terms"]
        assert update.before == before["terms"]
        told = {one.visit: one for one in before["bookings"]}
        for visit, (was, now) in update.moved.items():
            assert told.pop(visit, None) == was
            if now is not None:
                told[visit] = now
        assert sorted(told.values(), key=str) == sorted(after["bookings"], key=str)
        assert list(update.broken) == each_once(after["violations"], before["violations"])
        assert list(update.mended) == each_once(before["violations"], after["violations"])
        standing.undo()
        assert seen(standing) == before
        standing.redo()
        assert seen(standing) == after
        quick += not update.rebuilt
    return quick


@FEW
@given(REQUESTS, RANDOM)
def test_changed_is_what_checker_cost_and_desk_say(request_, draw):
    standing = Standing(request_)
    like_the_whole(standing)
    for _ in range(3):
        try:
            standing.apply(drawn_changes(draw, standing.request, offered(standing)))
        except InputError:
            continue
    like_the_whole(standing)


class Board(RuleBasedStateMachine):
    """A planner who changes, takes back and makes again; beside it only the requests there were."""

    @initialize(request_=REQUESTS)
    def lay_out(self, request_):
        self.standing = Standing(request_)
        self.line, self.at = [request_], 0

    @rule(draw=RANDOM)
    def change(self, draw):
        changes = drawn_changes(draw, self.line[self.at], offered(self.standing))
        try:
            after = apply(self.line[self.at], changes).request
        except InputError:
            with pytest.raises(InputError):
                self.standing.apply(changes)
            return
        self.standing.apply(changes)
        self.line[self.at + 1 :] = [after]
        self.at += 1

    @rule()
    def undo(self):
        assert (self.standing.undo() is None) == (self.at == 0)
        self.at = max(0, self.at - 1)

    @rule()
    def redo(self):
        assert (self.standing.redo() is None) == (self.at == len(self.line) - 1)
        self.at = min(self.at + 1, len(self.line) - 1)

    @invariant()
    def stands_as_built_anew(self):
        assert self.standing.request == self.line[self.at]
        anew = Standing(self.line[self.at])
        assert self.standing.violations == anew.violations
        assert self.standing.terms == anew.terms
        assert self.standing.bookings == anew.bookings
        assert self.standing.unbooked == anew.unbooked


Board.TestCase.settings = settings(deadline=None, max_examples=8, stateful_step_count=6)
test_board = Board.TestCase


def test_many_seeds_are_like_laid_out_anew():
    quick, count = 0, some(120)
    for seed in range(count):
        request = PlanRequest.model_validate(equipped_drawn(seed))
        quick += changed_like_anew(request, random.Random(seed))
    assert quick > 5 * count / 3


def test_many_seeds_are_what_checker_cost_and_desk_say():
    for seed in range(some(120)):
        draw = random.Random(seed)
        standing = Standing(PlanRequest.model_validate(equipped_drawn(seed)))
        for _ in range(2):
            try:
                standing.apply(drawn_changes(draw, standing.request, offered(standing)))
            except InputError:
                continue
        like_the_whole(standing)
