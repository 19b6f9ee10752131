"""What holds in every year: nobody is lost, the same people come, and it goes on as if it had never stopped."""

from __future__ import annotations

import json
from itertools import islice
from statistics import fmean

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagplan.simulation.folder import Folder
from dagplan.simulation.measures import figures_of
from dagplan.simulation.policies import WEEKDAYS, Illness, Inflow, NoShow, Patients, Policy, Reserve
from dagplan.simulation.running import as_bytes, live
from dagplan.simulation.year import Year
from tests.simulation.worlds import one_room, two_people, world_of

QUICK = {"time_limit": 0.02}
BUSY = Inflow(per_week=20)
SHARES = st.sampled_from([0.0, 0.1, 0.5])
POLICIES = st.builds(
    Policy,
    name=st.just("drawn"),
    plan_on=st.sets(st.sampled_from(WEEKDAYS), min_size=1, max_size=3).map(tuple),
    horizon=st.integers(8, 28),
    notice=st.integers(0, 3),
    freeze=st.integers(0, 10),
    max_moved=st.none() | st.integers(0, 3),
    at_once=st.sampled_from([(), ("urgent", "asap", "stat"), ("routine", "urgent", "asap", "stat")]),
    reserve=st.sampled_from([(), (Reserve(weekday="tuesday", competence="physician", minutes=60),)]),
    linked=st.booleans(),
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(policy=POLICIES, seed=st.integers(0, 99), gives_up=SHARES, another=SHARES, stays_away=SHARES)
def test_nobody_is_lost_in_any_week(policy, seed, gives_up, another, stays_away):
    """Arrived = served + missed + withdrawn + those who wait or are booked; each is over once, after they arrived."""
    world = world_of(
        two_people(),
        policy,
        weeks=3,
        warm_up=0,
        demand=BUSY,
        settings=QUICK,
        illness=Illness(spells_per_year=40),
        patients=Patients(
            withdraw_per_week=gives_up, another_time=another, no_show=(NoShow(days=0, share=stays_away),)
        ),
    )
    year = Year(world, policy, seed)
    over, arrived = [], 0
    for week in year.weeks():
        over += week.over
        arrived += int(week.figures["arrived"])
        numbers = [one.number for one in over]
        assert len(set(numbers)) == len(numbers)
        assert set(numbers) | set(year.unit.ledger.cases) == set(range(arrived))
        assert week.figures["waiting"] + week.figures["booked"] == len(year.unit.ledger.cases)
        assert all(one.waited >= 0 for one in week.over)


def arrivals_in(policy: Policy) -> list[tuple[object, ...]]:
    world = world_of(two_people(), policy, demand=BUSY, weeks=2, warm_up=0, settings=QUICK)
    year = Year(world, policy, 7)
    seen = {}
    for week in year.weeks():
        seen.update({one.number: (one.arrived, one.kind, one.priority) for one in week.over})
        for number, case in year.unit.ledger.cases.items():
            seen[number] = (case.arrival.moment, case.arrival.kind, case.arrival.priority)
    return [seen[number] for number in sorted(seen)]


def test_two_policies_meet_the_same_patients():
    weekly, daily = Policy(name="weekly"), Policy(name="daily", plan_on=WEEKDAYS, linked=False, horizon=14)
    assert len(arrivals_in(weekly)) > 10
    assert arrivals_in(weekly) == arrivals_in(daily)


def world_with_everything():
    return world_of(
        two_people(),
        Policy(name="a", plan_on=("tuesday",)),
        Policy(name="b", linked=False, reserve=(Reserve(weekday="monday", competence="physician", minutes=45),)),
        seeds=(1, 2),
        weeks=3,
        warm_up=1,
        demand=BUSY,
        settings=QUICK,
        illness=Illness(spells_per_year=20),
        patients=Patients(withdraw_per_week=0.05, another_time=0.2, no_show=(NoShow(days=0, share=0.1),)),
    )


def test_a_year_goes_on_as_if_it_had_never_stopped():
    world = world_with_everything()
    for policy in world.file.policy:
        whole = [week.plain for week in Year(world, policy, 1).weeks()]
        first = Year(world, policy, 1)
        begun = [week.plain for week in islice(first.weeks(), 2)]
        later = Year(world, policy, 1)
        later.go_on(json.loads(json.dumps(first.state)))
        assert begun + [week.plain for week in later.weeks()] == whole


def test_a_run_that_is_stopped_goes_on_and_a_torn_file_is_made_again(tmp_path):
    world = world_with_everything()
    whole = Folder(tmp_path / "whole", as_bytes(world))
    with whole.alone(world.file.name):
        live(world, whole, workers=1)

    class StoppedError(Exception):
        pass

    def stop(progress):
        if progress.done == 5:
            raise StoppedError

    parts = Folder(tmp_path / "parts", as_bytes(world))
    with pytest.raises(StoppedError), parts.alone(world.file.name):
        live(world, parts, workers=1, on_progress=stop)
    torn = tmp_path / "parts" / "years" / "a.seed-1" / "week-001.json"
    torn.write_bytes(torn.read_bytes()[:-20])
    told = []
    with parts.alone(world.file.name):
        live(world, parts, workers=2, on_progress=told.append)
    assert told[0].done < told[0].total == told[-1].done == 16
    for key in (("a", 1), ("a", 2), ("b", 1), ("b", 2)):
        assert list(parts.weeks(key)) == list(whole.weeks(key))
        assert len(list(parts.weeks(key))) == 4


def test_a_damaged_week_costs_no_more_than_the_quarter_that_it_is_in(tmp_path):
    told = []
    folder, key = Folder(tmp_path, b"a world", told.append), ("a", 1)
    for number in range(30):
        folder.keep(key, {"number": number}, {"done": number + 1})
    home = tmp_path / "years" / "a.seed-1"
    assert {path.name for path in home.glob("state-*")} == {f"state-{one:03}.json" for one in (13, 26, 29, 30)}
    assert folder.state(key) == {"done": 30}
    for week, done in ((29, 29), (27, 26), (25, 13), (13, 13)):
        (home / f"week-{week:03}.json").write_bytes(b"")
        assert folder.state(key) == {"done": done}
    assert "after its first 13 weeks" in told[-1].shown
    (home / "week-012.json").write_bytes(b"")
    assert folder.state(key) is None


def test_twice_the_people_never_lengthens_the_wait():
    def wait(people: int, seed: int) -> float:
        demand = Inflow(per_week=6.0, weekdays=(1.0,) * 7)
        policy = Policy(name="as-today", plan_on=WEEKDAYS, horizon=40, notice=0, at_once=())
        world = world_of(one_room(people=people), policy, demand=demand, weeks=4, warm_up=1, settings=QUICK)
        weeks = [one for one in Year(world, policy, seed).weeks() if one.number >= 1]
        return figures_of(weeks, world.base, world.file.demand)["wait_mean"]

    ones, twos = ([wait(people, seed) for seed in range(3)] for people in (1, 2))
    assert all(two <= one for one, two in zip(ones, twos, strict=True))
    assert fmean(twos) < fmean(ones)
