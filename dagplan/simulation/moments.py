"""A planning moment: the request of what is known on a date, as the planner would get it, and the plan of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dagplan.models import Plan, PlanRequest, check
from dagplan.models.clock import at_minute, minute_of_day
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.request import Busy, ExistingBooking, Practitioner, Request
from dagplan.models.windows import Span, free_windows, subtract

from .demand import days_between, escalated, request_of
from .ledger import Case
from .plan_settings import plan_settings
from .policies import WEEKDAYS, Policy, Reserve
from .roster import Roster


class WrongPlanError(Exception):
    """A plan that breaks a rule, which no plan may; the text says which."""


class Moments:
    """What is asked of the planner, on whatever date.

    Parameters
    ----------
    roster
        Who is at work.
    policy
        How visits are booked.
    settings
        Of every plan; the policy's own go before.
    """

    def __init__(self, roster: Roster, policy: Policy, settings: Mapping[str, Any]) -> None:
        self._roster = roster
        self._policy = policy
        self._settings = settings

    def window(self, day: date) -> tuple[date, date]:
        """The dates that are planned on one."""
        return day, day + timedelta(days=self._policy.horizon - 1)

    def asked_for(self, case: Case, day: date, notice: int) -> Request:
        """What is asked for a patient on a date: as soon as can be, from so many days on."""
        first, last = self.window(day)
        earliest = max(first + timedelta(days=notice), case.not_before or first)
        made = request_of(
            case.arrival, earliest=earliest, target=case.arrival.moment.date(), latest=last, visits=case.ahead
        )
        other: dict[str, Any] = {"excluded_dates": case.not_on} if case.not_on else {}
        waited = (day - case.arrival.moment.date()).days
        other["priority"] = escalated(case.arrival.priority, self._policy.escalate, waited)
        return made.model_copy(update=other)

    def request(
        self,
        day: date,
        cases: Iterable[Case],
        ill: Sequence[Busy],
        displaced: frozenset[int] = frozenset(),
        *,
        reserving: bool = True,
    ) -> PlanRequest:
        """The request of a planning on the morning of a date.

        Parameters
        ----------
        day
            First date planned.
        cases
            Whoever is to be planned; the bookings of those who have one stand.
        ill
            When people are away, as far as is known.
        displaced
            Whose time an illness has taken: they are moved also where bookings stand.
        reserving
            Whether the time kept free for others is kept.
        """
        first, last = self.window(day)
        cases = [one for one in cases if (one.not_before or first) <= last]
        freeze = day + timedelta(days=self._policy.freeze)
        requests, bookings = [], []
        moving = 0
        for case in cases:
            is_displaced = case.arrival.number in displaced
            when = case.visit_date
            # A booking that stands may lie nearer than a new one might.
            notice = self._policy.notice if when is None else 0
            asked = self.asked_for(case, day, notice)
            requests.append(asked)
            for one in case.bookings.values():
                locked = when is not None and when < freeze and not is_displaced
                bookings.append(one.model_copy(update={"locked": locked}))
            moving += len(case.bookings) if is_displaced else 0
        made = self._without_reserve(day, requests, bookings, ill, moving)
        if reserving and self._policy.reserve:
            return made.model_copy(update={"busy": (*made.busy, *self._kept_free(made, day))})
        return made

    def _without_reserve(
        self,
        day: date,
        requests: Sequence[Request],
        bookings: Sequence[ExistingBooking],
        ill: Sequence[Busy],
        moving: int,
    ) -> PlanRequest:
        first, last = self.window(day)
        dates = list(days_between(first, last))
        now, then = self._roster.pattern(first), self._roster.pattern(last)
        people = _together(now.practitioners, then.practitioners)
        most = self._policy.max_moved
        settings = plan_settings(now.settings, self._settings, self._policy.settings)
        settings = settings.model_copy(update={"max_moved": None if most is None else most + moving})
        return PlanRequest(
            time_zone=now.time_zone,
            first_date=first,
            last_date=last,
            units=_together(now.units, then.units),
            practitioners=people,
            availability=tuple(window for one in dates for window in self._roster.hours(one)),
            busy=tuple(ill) + tuple(busy for one in dates for busy in self._roster.busy(one)),
            equipment=_together(now.equipment, then.equipment),
            equipment_busy=tuple(taken for one in dates for taken in self._roster.equipment_busy(one)),
            requests=tuple(requests),
            bookings=tuple(bookings),
            settings=settings,
        )

    def _kept_free(self, request: PlanRequest, day: date) -> Iterator[Busy]:
        """The time that the policy keeps for those who are offered a time at once, as far as nobody has it."""
        free = free_windows(request)
        lengths = {visit.id: visit.duration for case in request.requests for visit in case.visits}
        taken: dict[tuple[str, date], list[Span]] = defaultdict(list)
        for one in request.bookings:
            start = minute_of_day(one.start)
            taken[one.practitioner, one.start.date()].append((start, start + lengths[one.visit]))
        for date_ in days_between(request.first_date, request.last_date):
            for reserve in self._policy.reserve:
                if WEEKDAYS[date_.weekday()] != reserve.weekday or (date_ - day).days < reserve.until:
                    continue
                for person, span in _reserved(reserve, request.practitioners, free, date_):
                    for start, end in subtract([span], taken[person, date_]):
                        yield Busy(practitioner=person, start=at_minute(date_, start), end=at_minute(date_, end))

    def plan(self, request: PlanRequest) -> Plan:
        """The product's own plan.

        Raises
        ------
        WrongPlanError
            If the checker finds anything in it.
        """
        from dagplan.solver import plan

        made = plan(request)
        wrong = check(request, made)
        if wrong:
            raise WrongPlanError("; ".join(str(one) for one in wrong[:3]))
        return made


def _reserved(
    reserve: Reserve,
    people: Iterable[Practitioner],
    free: Mapping[tuple[str, str, date], list[Span]],
    day: date,
) -> Iterator[tuple[str, Span]]:
    """Whose time is kept, the latest of the day first; from those who have most."""
    key = competence_key(reserve.competence)
    able = [one.id for one in people if key in competence_keys(one.competences)]
    spans = {
        person: sorted(
            span for (who, _unit, when), some in free.items() if who == person and when == day for span in some
        )
        for person in able
    }
    left = reserve.minutes
    for person in sorted(able, key=lambda one: (-sum(end - start for start, end in spans[one]), one)):
        for start, end in reversed(spans[person]):
            if left <= 0:
                return
            begins = max(start, end - left)
            yield person, (begins, end)
            left -= end - begins


def _together(now: Sequence[Any], then: Sequence[Any]) -> tuple[Any, ...]:
    """What there is now or will be, by id; as it will be."""
    found = {one.id: one for one in now}
    found.update({one.id: one for one in then})
    return tuple(found.values())


def overlaps(one: ExistingBooking, length: int, busy: Busy) -> bool:
    """Whether a booking lies in somebody's absence."""
    start = minute_of_day(one.start)
    return (
        one.practitioner == busy.practitioner
        and one.start < busy.end
        and busy.start < at_minute(one.start.date(), min(start + length, 1440))
    )
