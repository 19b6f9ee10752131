"""What a policy says holds: each expectation is written down from the days of a hand-made fortnight.

The room of ``one_room`` takes a visit of half an hour from 17:00 on every date; 2026-10-05 is a Monday. Whoever asks
on a date is known to the planner the morning after.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from dagplan.models.request import Busy, Request, Visit
from dagplan.simulation import days
from dagplan.simulation.policies import WEEKDAYS, Illness, Inflow, NoShow, Patients, Policy, Reserve
from dagplan.simulation.roster import Roster
from dagplan.simulation.year import Year
from tests.simulation.worlds import asked_on, ends, lived, one_room, two_people, world_of

QUICK = {"time_limit": 0.02}
TINY = {"weeks": 1, "warm_up": 0, "settings": QUICK}


def daily(**fields) -> Policy:
    return Policy(name="daily", **{"plan_on": WEEKDAYS, "horizon": 14, "notice": 0, "at_once": (), **fields})


def with_urgent(base):
    """The same with an urgent request beside the routine one."""
    visit = Visit(id="vu", duration=30, competence="nurse")
    return base.model_copy(
        update={"requests": (*base.requests, Request(id="u", patient="pu", visits=(visit,), priority="urgent"))}
    )


@pytest.mark.parametrize(("notice", "on", "waited"), [(0, "Tue 06", 1), (1, "Wed 07", 2), (3, "Fri 09", 4)])
def test_nothing_new_is_booked_within_the_notice(notice, on, waited):
    world = world_of(one_room(), daily(notice=notice), arrivals=asked_on(("2026-10-05T09:00", "r")), **TINY)
    assert ends(world) == [(0, "served", on, waited, 0, 1)]


def test_a_planning_day_a_week_lets_whoever_asks_on_it_wait_for_the_next():
    policy = daily(plan_on=("tuesday",))
    asked = asked_on(("2026-10-05T09:00", "r"), ("2026-10-06T09:00", "r"))
    world = world_of(one_room(), policy, arrivals=asked, **{**TINY, "weeks": 2})
    assert ends(world) == [(0, "served", "Tue 06", 1, 0, 1), (1, "served", "Tue 13", 7, 0, 1)]


@pytest.mark.parametrize(
    ("moment", "on", "waited"),
    [
        ("2026-10-05T09:00", "Mon 05", 0),
        ("2026-10-05T17:00", "Mon 05", 0),
        ("2026-10-05T17:01", "Tue 06", 1),
        ("2026-10-05T23:59", "Tue 06", 1),
    ],
)
def test_who_is_offered_a_time_at_once_gets_one_that_has_not_begun(moment, on, waited):
    world = world_of(with_urgent(one_room()), daily(at_once=("urgent",)), arrivals=asked_on((moment, "u")), **TINY)
    assert ends(world) == [(0, "served", on, waited, 0, 1)]


def test_what_is_left_of_today_comes_before_tomorrow():
    """Three half hours from 17:00; at 17:10 the one at 17:30 is still to be had, though 17:00 costs as little."""
    world = world_of(
        with_urgent(one_room(slots=3)),
        daily(at_once=("urgent",)),
        arrivals=asked_on(("2026-10-05T17:10", "u")),
        **TINY,
    )
    assert ends(world) == [(0, "served", "Mon 05", 0, 0, 1)]


FOUR = [("2026-10-05T09:00", "r")] * 4


def reserved(*, until: int) -> Policy:
    kept = Reserve(weekday="wednesday", competence="Nurse", minutes=30, until=until)
    return daily(at_once=("urgent",), reserve=(kept,))


def test_time_is_kept_free_for_those_who_are_offered_one_at_once():
    """Two a day: Tuesday takes two of the four, Wednesday one, since its last half hour is kept; Thursday the last.

    Who asks on Tuesday evening gets what was kept.
    """
    asked = asked_on(*FOUR, ("2026-10-06T19:00", "u"))
    world = world_of(with_urgent(one_room(slots=2)), reserved(until=1), arrivals=asked, **TINY)
    on = [one[2] for one in ends(world)]
    assert sorted(on[:4]) == ["Thu 08", "Tue 06", "Tue 06", "Wed 07"]
    assert ends(world)[4] == (4, "served", "Wed 07", 1, 0, 1)


def test_without_it_nothing_is_left():
    asked = asked_on(*FOUR, ("2026-10-06T19:00", "u"))
    world = world_of(with_urgent(one_room(slots=2)), daily(at_once=("urgent",)), arrivals=asked, **TINY)
    assert sorted(one[2] for one in ends(world)[:4]) == ["Tue 06", "Tue 06", "Wed 07", "Wed 07"]
    assert ends(world)[4] == (4, "served", "Thu 08", 2, 0, 1)


@pytest.mark.parametrize(("until", "on"), [(1, "Wed 07"), (0, "Thu 08")])
def test_what_was_kept_is_given_back(until, on):
    """Nobody urgent asks: on Wednesday morning its last half hour is anybody's, unless it is kept to the end."""
    asked = asked_on(*FOUR, ("2026-10-06T09:00", "r"))
    world = world_of(with_urgent(one_room(slots=2)), reserved(until=until), arrivals=asked, **TINY)
    assert ends(world)[4][2] == on


@pytest.mark.parametrize(
    ("escalate", "first"), [({}, 1), ({"routine": 7}, None), ({"routine": 7, "urgent": 7}, 0), ({"routine": 8}, 1)]
)
def test_who_has_waited_so_long_goes_before_a_higher_priority(escalate, first):
    """One visit a week, on Mondays; the routine patient asks on the 5th, the urgent one on the 6th.

    On the 12th the first has waited seven days, the other six: as routine it comes second, as urgent it is alike
    (whoever is first), and beyond that, as both limits are over, it comes first.
    """
    policy = daily(plan_on=("monday",), horizon=1, escalate=escalate)
    asked = asked_on(("2026-10-05T09:00", "r"), ("2026-10-06T09:00", "u"))
    world = world_of(with_urgent(one_room(days=1)), policy, arrivals=asked, **{**TINY, "weeks": 3})
    served = [one[:3] for one in ends(world)]
    order = [0, 1] if first == 0 else [1, 0]
    dates = {order[0]: "Mon 12", order[1]: "Mon 19"}
    wanted = [(number, "served", dates[number]) for number in (0, 1)]
    if first is None:
        assert {date for _, _, date in served} == {"Mon 12", "Mon 19"}
    else:
        assert served == wanted


def test_patients_keep_the_priority_that_they_came_with():
    """It is the planner who looks at them otherwise: in the figures they are what they were."""
    policy = daily(plan_on=("monday",), horizon=1, escalate={"routine": 1})
    world = world_of(one_room(days=1), policy, arrivals=asked_on(("2026-10-05T09:00", "r")), **{**TINY, "weeks": 2})
    year, seen = watched(world)
    assert [one.priority for week in year.weeks() for one in week.over] == ["routine"]
    assert [one.priority for request, _ in seen for one in request.requests] == ["urgent"]


def test_linked_visits_take_a_journey_and_visits_apart_take_two_in_their_order():
    asked = asked_on(("2026-10-05T09:00", "r2"))
    world = world_of(
        two_people(), daily(), daily(linked=False).model_copy(update={"name": "b"}), arrivals=asked, **TINY
    )
    assert ends(world, policy=0) == [(0, "served", "Tue 06", 1, 0, 1)]
    assert ends(world, policy=1) == [(0, "served", "Wed 07", 2, 0, 2)]


def test_who_asks_for_another_time_gets_one_on_another_date_and_that_is_no_move():
    """Planned on Tuesday for Friday; asks on Wednesday; planned anew on Thursday, three days ahead: Sunday."""
    world = world_of(
        one_room(),
        daily(notice=3),
        arrivals=asked_on(("2026-10-05T09:00", "r")),
        patients=Patients(another_time=1.0),
        **TINY,
    )
    assert ends(world) == [(0, "served", "Sun 11", 6, 0, 1)]


def test_who_does_not_come_takes_the_time_and_is_through():
    for no_show, end in (
        ((NoShow(days=0, share=1.0),), "missed"),
        ((NoShow(days=0, share=0.0), NoShow(days=1, share=1.0)), "served"),
        ((NoShow(days=0, share=1.0), NoShow(days=1, share=0.0)), "missed"),
    ):
        world = world_of(
            one_room(),
            daily(),
            arrivals=asked_on(("2026-10-05T09:00", "r")),
            patients=Patients(no_show=no_show),
            **TINY,
        )
        year = lived(world)
        assert [one.end for one in year.kept[0].over] == [end]
        assert year.kept[0].figures.get("used.n1", 0) == (30 if end == "served" else 0)


def test_fewer_may_stay_away_of_those_who_were_booked_long_before():
    """The last rate that applies, not the largest."""
    shares = (NoShow(days=0, share=1.0), NoShow(days=2, share=0.0))
    world = world_of(
        one_room(),
        daily(notice=2),
        arrivals=asked_on(("2026-10-05T09:00", "r")),
        patients=Patients(no_show=shares),
        **TINY,
    )
    assert [one[1] for one in ends(world)] == ["served"]


def test_nobody_works_on_a_holiday():
    world = world_of(
        one_room(), daily(), arrivals=asked_on(("2026-10-05T09:00", "r")), holidays=(date(2026, 10, 6),), **TINY
    )
    assert ends(world) == [(0, "served", "Wed 07", 2, 0, 1)]
    assert lived(world).kept[0].figures["there.n1"] == 6 * 30


def ill(monkeypatch, *spells: tuple[str, str, int]) -> None:
    """Let people be ill from a morning on, and nobody else."""
    found = {
        date.fromisoformat(first): Busy(
            practitioner=who,
            start=datetime.fromisoformat(first),
            end=datetime.fromisoformat(first) + timedelta(days=length),
        )
        for who, first, length in spells
    }
    monkeypatch.setattr(days, "spells", lambda people, illness, streams, day: [found[day]] if day in found else [])


def watched(world) -> tuple[Year, list]:
    """A year, and every plan that is made in it: the request and the plan."""
    year = Year(world, world.file.policy[0], 1)
    seen = []
    moments = year.unit._moments
    plan = moments.plan

    def watch(request):
        made = plan(request)
        seen.append((request, made))
        return made

    moments.plan = watch  # type: ignore[method-assign]
    return year, seen


def test_illness_is_known_on_its_morning_and_moves_those_whose_time_it_takes(monkeypatch):
    """One a day: Tuesday, Wednesday, Thursday are taken. Ill on Wednesday: that patient comes on Friday."""
    ill(monkeypatch, ("n1", "2026-10-07", 1))
    world = world_of(one_room(), daily(), arrivals=asked_on(*FOUR[:3]), **TINY)
    assert sorted(one[1:] for one in ends(world)) == [
        ("served", "Fri 09", 4, 1, 1),
        ("served", "Thu 08", 3, 0, 1),
        ("served", "Tue 06", 1, 0, 1),
    ]
    year, seen = watched(world)
    week = next(year.weeks())
    assert week.figures["displaced"] == 1
    knew = {request.first_date: bool(request.busy) for request, _ in seen}
    assert not knew[date(2026, 10, 6)]
    assert knew[date(2026, 10, 7)]


def test_nobody_is_offered_the_time_of_one_who_is_ill(monkeypatch):
    """Those of Wednesday must not think that n1 is there, though nobody was displaced and nothing planned anew."""
    ill(monkeypatch, ("n1", "2026-10-07", 2))
    asked = asked_on(("2026-10-05T09:00", "u"), ("2026-10-07T09:00", "u"))
    policy = daily(plan_on=("monday",), at_once=("urgent",))
    world = world_of(with_urgent(one_room()), policy, arrivals=asked, **TINY)
    assert ends(world) == [(0, "served", "Mon 05", 0, 0, 1), (1, "served", "Fri 09", 2, 0, 1)]


@pytest.mark.parametrize(("freeze", "most"), [(0, 1), (5, None)])
def test_bookings_within_the_freeze_stand_and_no_more_move_than_may(freeze, most):
    """Read from every plan: what an illness takes may go, and its visits come on top of what may move."""
    world = world_of(
        two_people(),
        daily(freeze=freeze, max_moved=most, horizon=10, notice=1),
        demand=Inflow(per_week=25),
        illness=Illness(spells_per_year=60),
        **TINY,
    )
    year, seen = watched(world)
    displaced_in_all = sum(int(week.figures.get("displaced", 0)) for week in year.weeks())
    assert displaced_in_all, "nobody was moved by illness: this says nothing"
    stood = 0
    for request, made in seen:
        now = {one.visit: (one.start, one.practitioner) for one in made.bookings}
        lengths = {visit.id: visit.duration for case in request.requests for visit in case.visits}
        owner = {visit.id: case.id for case in request.requests for visit in case.visits}
        taken = {
            owner[one.visit]
            for one in request.bookings
            for away in request.busy
            if one.practitioner == away.practitioner
            and one.start < away.end
            and away.start < one.start + timedelta(minutes=lengths[one.visit])
        }
        left = 0
        on_top = sum(owner[one.visit] in taken for one in request.bookings)
        for one in request.bookings:
            same = now.get(one.visit) == (one.start, one.practitioner)
            near = one.start.date() < request.first_date + timedelta(days=freeze)
            stood += near
            assert same or not near or owner[one.visit] in taken
            left += not same
        assert most is None or left <= most + on_top
    assert stood or not freeze


def test_what_changes_from_a_date_on_is_so_from_that_date_on():
    base = one_room()
    more = base.availability[0].model_copy(
        update={"start": datetime(2026, 10, 5, 8), "end": datetime(2026, 10, 5, 9)}
    )
    later = base.model_copy(update={"availability": (more, *base.availability)})
    roster = Roster(((date.min, base), (date(2026, 10, 13), later)), base.first_date, (date(2026, 10, 26),))
    mondays = [date(2026, 10, 5) + timedelta(days=7 * week) for week in range(4)]
    assert [len(list(roster.hours(day))) for day in mondays] == [1, 1, 2, 0]
    assert {one.start for one in roster.hours(date(2026, 10, 19))} == {
        datetime(2026, 10, 19, 8),
        datetime(2026, 10, 19, 17),
    }


def test_who_is_not_through_though_they_should_be_is_counted_on_sundays():
    """One visit a week, on Mondays; two ask on the 5th, one on the 7th; seven days are allowed.

    The 11th: 6, 6 and 4 days. The 18th, one has been there: 13 and 11 days, both beyond. The 25th, another: 18 days.
    """
    asked = asked_on(("2026-10-05T09:00", "r"), ("2026-10-05T10:00", "r"), ("2026-10-07T09:00", "r"))
    policy = daily(plan_on=("monday",), horizon=1, escalate={"routine": 7})
    demand = Inflow(target_days={"routine": 7})
    world = world_of(one_room(days=1), policy, arrivals=asked, demand=demand, **{**TINY, "weeks": 4})
    found = [(week.figures["overdue"], week.figures["longest"]) for week in lived(world).kept]
    assert found == [(0, 6), (2, 13), (1, 18), (0, 0)]
