"""The families of inputs are what they are called, valid, and the same for a seed."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.families import FAMILIES, SIZES
from benchmarks.judge import judge
from benchmarks.rivals import by_hand
from dagplan.models.windows import free_windows

DRAWN = [name for name in FAMILIES if name != "own"]


def load(request):
    free = sum(end - start for spans in free_windows(request).values() for start, end in spans)
    return sum(visit.duration for case in request.requests for visit in case.visits) / free


def linked(request):
    return sum(case.linked for case in request.requests) / len(request.requests)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_plan_can_be_made_of_each(family):
    for seed in (1, 2):
        request = FAMILIES[family]("unit-day", seed)
        plan = judge(request, by_hand.solve(request, 1), 0)
        assert len(plan.unbooked) < len(request.requests) * 0.6
        assert FAMILIES[family]("unit-day", seed) == request
        assert FAMILIES[family]("unit-day", seed + 2) != request


@pytest.mark.parametrize("family", DRAWN)
def test_the_sizes(family):
    wanted = {"unit-day": (85, 150), "unit-week": (450, 650), "unit-month": (1800, 2500)}
    for size in SIZES:
        request = FAMILIES[family](size, 1)
        least, most = wanted[size]
        assert least <= len(request.requests) <= most
        assert len(request.practitioners) == 11
        assert len({one.start.date() for one in request.availability}) == SIZES[size]
    with pytest.raises(ValueError, match="region-week"):
        FAMILIES[family]("region-week", 1)


def test_two_people_are_in_most_chains_where_they_are_scarce():
    for seed in range(5):
        request = FAMILIES["scarce"]("unit-week", seed)
        able = Counter(word for person in request.practitioners for word in person.competences)
        assert able["lung_test"] == able["diet"] == 1
        chains = [{visit.competence for visit in case.visits} for case in request.requests if case.linked]
        assert sum(bool(chain & {"lung_test", "diet"}) for chain in chains) > 0.6 * len(chains)
        assert load(request) == pytest.approx(0.95, abs=0.02)
        assert 0.30 < linked(request) < 0.45
        assert {len(case.visits) for case in request.requests} == {1, 2, 3, 4}


def test_a_crowded_house_is_asked_for_more_than_it_can_take():
    for seed in range(5):
        request = FAMILIES["crowded"]("unit-week", seed)
        assert 1.3 < load(request) < 1.4
        assert linked(request) == pytest.approx(2 / 3, abs=0.05)


def test_mixed_units_share_people_who_can_do_much():
    request = FAMILIES["mixed"]("unit-week", 1)
    at = {(one.practitioner, one.unit) for one in request.availability}
    assert sum(count > 1 for count in Counter(person for person, _ in at).values()) >= 3
    able = Counter(word for person in request.practitioners for word in person.competences)
    assert min(count for word, count in able.items() if word != "training") >= 4
    hours = {one.start.hour for one in request.availability} | {one.end.hour for one in request.availability}
    assert (min(hours), max(hours)) == (7, 19)


def test_wishes_and_waits_are_as_told():
    cases = FAMILIES["scarce"]("unit-month", 1).requests
    visits = [visit for case in cases for visit in case.visits]
    assert sum(visit.preferred is not None for visit in visits) / len(visits) == pytest.approx(0.3, abs=0.03)
    assert {20, 25, 40, 45} < {visit.duration for visit in visits}
    assert (min(visit.duration for visit in visits), max(visit.duration for visit in visits)) == (10, 90)
    waits = [case.max_wait for case in cases if case.linked]
    assert {wait for wait in waits if wait is not None} <= set(range(30, 121))
    assert waits.count(None) < 0.12 * len(waits)
    assert {case.priority for case in cases} == {"routine", "urgent", "asap", "stat"}
    assert any(case.earliest for case in cases)
