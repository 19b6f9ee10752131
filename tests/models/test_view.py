"""What is told of a plan, on plans of two or three visits where all of it can be seen."""

from datetime import date
from typing import Any

import pytest

from dagplan.models import PlanRequest
from dagplan.models.view import Place, PlanView, Share
from tests.build import DAY, asked, linked, plan_of, plan_with, read, single, window

MONDAY = date.fromisoformat(DAY)
UNITS = [{"id": "u2", "name": "Torget"}, {"id": "u1"}]
PEOPLE = [
    {"id": "nurse", "name": "Nora", "competences": ["spirometry"]},
    {"id": "doctor", "competences": ["physician"]},
]


def view(*placed: tuple[str, ...], **fields: Any) -> PlanView:
    """A chain, a single visit that is urgent and one that is not; the nurse is away from 9 to 10."""
    busy = [{"practitioner": "nurse", "start": f"{DAY}T09:00", "end": f"{DAY}T10:00"}]
    cases = linked(), single("r2", "p2", priority="urgent"), single("r3", "p3")
    request = PlanRequest.model_validate(
        asked(*cases, **{"units": UNITS, "practitioners": PEOPLE, "busy": busy, **fields})
    )
    return PlanView(plan_with(request, *placed), request)


def test_names_are_those_of_their_own_kind() -> None:
    people = [{"id": "u1", "name": "Ulla", "competences": ["physician"]}, *PEOPLE]
    seen = view(practitioners=people)
    assert [seen.unit_name(one) for one in ("u2", "u1", "u9")] == ["Torget", None, None]
    assert [seen.person_name(one) for one in ("nurse", "doctor", "u1")] == ["Nora", None, "Ulla"]


def test_who_is_where_in_the_order_of_the_request_and_of_time() -> None:
    seen = view(("r2-v", "doctor", "08:00"), ("a", "nurse", "08:00"), ("b", "doctor", "08:30"))
    assert list(seen.days) == [MONDAY]
    assert seen.units_on([MONDAY]) == ["u1"]
    assert seen.people_at("u1", [MONDAY]) == ["nurse", "doctor"]
    assert [one.visit for one in seen.booked_at("u1", MONDAY)] == ["r2-v", "a", "b"]
    assert seen.booked_at("u2", MONDAY) == ()
    assert [one.visit for one in seen.by_day[MONDAY]] == ["r2-v", "a", "b"]
    assert (seen.unit_rank("u2"), seen.unit_rank("u1"), seen.unit_rank("new")) == ((0, "u2"), (1, "u1"), (2, "new"))


def test_minutes_booked_and_free_without_absences() -> None:
    seen = view(("r2-v", "doctor", "08:00"), ("a", "nurse", "08:00"), ("b", "doctor", "08:30"))
    assert (seen.minutes_booked("doctor", "u1", MONDAY), seen.minutes_free("doctor", "u1", MONDAY)) == (60, 240)
    assert (seen.minutes_booked("nurse", "u1", MONDAY), seen.minutes_free("nurse", "u1", MONDAY)) == (30, 180)
    assert seen.hours.windows["nurse", "u1", MONDAY] == [(480, 720)]
    assert seen.hours.busy["nurse", MONDAY] == [(540, 600)]
    assert seen.hours.free["nurse", "u1", MONDAY] == [(480, 540), (600, 720)]


def test_the_hour_that_a_clock_change_takes_is_no_time_to_book() -> None:
    """On 25 October 2026 the clock strikes from two to three twice in Stockholm."""
    day = "2026-10-25"
    seen = view(first_date=day, last_date=day, busy=[], availability=[window("nurse", "00:00", "08:00", day=day)])
    assert seen.minutes_free("nurse", "u1", date.fromisoformat(day)) == 7 * 60


def test_a_chain_has_places_an_order_and_others() -> None:
    seen = view(("a", "nurse", "08:00"), ("b", "doctor", "08:30"), ("r2-v", "doctor", "10:00"))
    first, second, alone = seen.in_time
    assert [seen.place(one) for one in (first, second, alone)] == [
        Place(1, 2, asked=True),
        Place(2, 2, asked=True),
        Place(1, 1, asked=True),
    ]
    assert seen.others(second) == [first]
    assert [(visit.id, at) for visit, at in seen.sequence(seen.cases["r1"])] == [("a", first), ("b", second)]
    assert [seen.competence(one) for one in (first, second, alone)] == ["spirometry", "physician", "physician"]
    assert list(seen.joined) == ["r1"]


def test_of_what_is_not_asked_for_the_order_in_time_is_told() -> None:
    known = view(("a", "nurse", "08:00"), ("b", "doctor", "08:30"))
    for request in (None, PlanRequest.model_validate(asked(single("r2", "p2")))):
        seen = PlanView(known.plan, request)
        assert [seen.place(one) for one in seen.in_time] == [Place(1, 2, asked=False), Place(2, 2, asked=False)]
        assert [seen.competence(one) for one in seen.in_time] == [None, None]


def test_a_request_is_booked_when_all_its_visits_are() -> None:
    half = view(("a", "nurse", "08:00"), ("r3-v", "doctor", "10:00")).shares
    assert (half.all, half.linked, half.single) == (Share(1, 3), Share(0, 1), Share(1, 2))
    assert list(half.by_priority) == [
        ("urgent", Share(0, 1), Share(0, 0), Share(0, 1)),
        ("routine", Share(1, 2), Share(0, 1), Share(1, 1)),
    ]
    seen = view(("a", "nurse", "08:00"), ("r3-v", "doctor", "10:00"))
    assert [(entry.request, case and case.patient) for entry, case in seen.unbooked] == [("r1", "p1"), ("r2", "p2")]


def test_without_a_request_the_plan_says_how_many() -> None:
    whole = view(("a", "nurse", "08:00"), ("b", "doctor", "08:30"))
    assert PlanView(whole.plan).shares.all == Share(1, 3)
    nothing = PlanRequest.model_validate({**asked(), "requests": []})
    assert PlanView(whole.plan, nothing).shares.all == Share(0, 0)
    assert [case for _entry, case in PlanView(whole.plan).unbooked] == [None, None]


@pytest.mark.parametrize(("gap", "percent"), [(0.0041, 0.5), (0.004, 0.4), (0.0001, 0.1), (1.0, 100.0)])
def test_what_can_be_missing_is_rounded_up(gap: float, percent: float) -> None:
    request = PlanRequest.model_validate(asked())
    assert PlanView(plan_of(request, [], gap=gap), request).missing_percent == percent


def test_of_the_best_plan_nothing_is_missing() -> None:
    request = PlanRequest.model_validate(asked())
    made = plan_with(request, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"))
    assert made.status == "optimal"
    assert PlanView(made, request).missing_percent is None


@pytest.mark.parametrize(
    ("last", "count"), [("2026-10-11", 5), ("2026-12-05", 45), ("2026-12-06", 1), ("2036-10-05", 1)]
)
def test_weekdays_on_which_nobody_works_are_seen_in_two_months_and_not_in_years(last, count):
    """Monday 5 October is the only date with hours; 5 December, a Saturday, is the 62nd."""
    request = read(asked(single(), last_date=last))
    view = PlanView(plan_with(request), request)
    assert len(view.calendar) == count
    assert view.days == [date(2026, 10, 5)]
