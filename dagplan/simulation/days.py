"""A day of a care unit: who is ill, who asks and is offered a time, who gives up, who comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dagplan.models import PlanRequest
from dagplan.models.changes.vocabulary import AddRequest, DropRequest
from dagplan.models.offer import Offer
from dagplan.models.request import Busy, Request, Visit
from dagplan.solver import Standing

from .behaviour import Behaviour
from .demand import Arrival, Arrivals, ListedArrivals, each_by_itself
from .ledger import Case, Ledger, Over
from .moments import Moments, overlaps
from .policies import WEEKDAYS, Illness, Policy
from .roster import Roster, spells
from .streams import Streams


class Unit:
    """A care unit that books by a policy.

    Attributes
    ----------
    ledger
        Where its patients stand.
    counts
        What happened since they were set to nothing: ``arrived``, ``moved``, ``plans``, ``offered`` (times given at
        once), ``not_offered``, ``displaced``.
    used
        Minutes of visits that took place, by person.
    ill
        When people are away, as far as is known.
    """

    def __init__(
        self,
        policy: Policy,
        roster: Roster,
        arrivals: Arrivals | ListedArrivals,
        behaviour: Behaviour,
        illness: Illness,
        moments: Moments,
        streams: Streams,
    ) -> None:
        self._policy = policy
        self._roster = roster
        self._arrivals = arrivals
        self._behaviour = behaviour
        self._illness = illness
        self._moments = moments
        self._streams = streams
        self.ledger = Ledger()
        self.counts: Counter[str] = Counter()
        self.used: Counter[str] = Counter()
        self.ill: list[Busy] = []
        self._standing: Standing | None = None

    def begin_week(self) -> None:
        """Count anew, and keep nothing that a run which goes on from here would not have."""
        self.counts.clear()
        self.used.clear()
        self._standing = None

    def live(self, day: date) -> Iterator[Over]:
        """A day, from the morning on; those who are through at its end."""
        displaced = self._fall_ill(day)
        if WEEKDAYS[day.weekday()] in self._policy.plan_on:
            self._plan(day, list(self.ledger.cases.values()), displaced)
        elif displaced:
            self._plan(day, list(self.ledger.booked()), displaced)
        for arrival in self._arrivals.on(day, self.ledger.arrived):
            self._ask(arrival)
        yield from self._give_up(day)
        self._ask_for_another_time(day)
        yield from self._come(day)

    def _fall_ill(self, day: date) -> frozenset[int]:
        """Who is away from this morning on; the patients whose time that takes."""
        people = [one.id for one in self._roster.pattern(day).practitioners]
        new = list(spells(people, self._illness, self._streams, day))
        self.ill = [one for one in self.ill if one.end > datetime.combine(day, datetime.min.time())] + new
        if not new:
            return frozenset()
        self._standing = None  # their time is no longer free
        found = set()
        for case in self.ledger.booked():
            lengths = {visit.id: visit.duration for visit in case.ahead}
            if any(overlaps(one, lengths[one.visit], ill) for one in case.bookings.values() for ill in new):
                found.add(case.arrival.number)
        self.counts["displaced"] += len(found)
        return frozenset(found)

    def _plan(self, day: date, cases: list[Case], displaced: frozenset[int]) -> None:
        request = self._moments.request(day, cases, self.ill, displaced)
        made = self._moments.plan(request)
        self.counts["moved"] += self.ledger.take_in(made.bookings, day)
        self.counts["plans"] += 1
        self._standing = None

    def _standing_on(self, day: date) -> Standing:
        """What stands, for offers at once."""
        if self._standing is None:
            request = self._moments.request(day, list(self.ledger.booked()), self.ill, reserving=False)
            self._standing = Standing(_all_locked(request))
        return self._standing

    def visits_of(self, arrival: Arrival) -> tuple[Visit, ...]:
        """What is booked for somebody who asked: together, or each visit by itself."""
        return arrival.visits if self._policy.linked else each_by_itself(arrival.visits)

    def _ask(self, arrival: Arrival) -> None:
        """Somebody asks; who is to be offered a time at once gets the best one that is free."""
        visits = self.visits_of(arrival)
        ahead, later = (visits, ()) if self._policy.linked else (visits[:1], visits[1:])
        gives_up = self._behaviour.gives_up_on(arrival.number, arrival.moment.date())
        case = Case(arrival, ahead, later, gives_up)
        self.ledger.admit(case)
        self.counts["arrived"] += 1
        if arrival.priority in self._policy.at_once:
            self.counts["offered" if self._offer(case, arrival.moment) else "not_offered"] += 1

    def _offer(self, case: Case, moment: datetime) -> bool:
        day = moment.date()
        standing = self._standing_on(day)
        asked = self._moments.asked_for(case, day, 0)
        standing.apply([AddRequest(value=asked)])
        found = next(iter(standing.offers(asked.id, 1)), None)
        if found is not None and found.bookings[0].start < moment:
            # The morning is over: what is left of today, or another day, whichever is better.
            found = self._offer_from(standing, asked, moment)
        if found is None:
            standing.apply([DropRequest(request=asked.id)])
            return False
        standing.apply(standing.taking(found))
        self.ledger.book(case, found.bookings, day)
        return True

    def _offer_from(self, standing: Standing, asked: Request, moment: datetime) -> Offer | None:
        """The best place of a request of the ``Standing`` that begins at a moment or later."""
        found: list[Offer] = []
        tomorrow = moment.date() + timedelta(days=1)
        opens = max(moment.time(), asked.not_before or time.min)
        kinds = []
        if asked.not_after is None or opens < asked.not_after:
            kinds.append({"latest": moment.date(), "not_before": opens})
        if asked.latest is None or tomorrow <= asked.latest:
            kinds.append({"earliest": tomorrow})
        for fields in kinds:
            # The target stays the date of asking, so that the two are measured by the same.
            value = asked.model_copy(update=fields)
            standing.apply([DropRequest(request=asked.id)])
            standing.apply([AddRequest(value=value)])
            found += standing.offers(asked.id, 1)
        return min(found, key=lambda one: (one.cost, one.bookings[0].start), default=None)

    def _leave(self, case: Case) -> None:
        """A patient's time is anybody's again."""
        if self._standing is not None and case.bookings:
            self._standing.apply([DropRequest(request=case.request_id)])

    def _give_up(self, day: date) -> Iterator[Over]:
        for case in [one for one in self.ledger.cases.values() if one.gives_up <= day]:
            self._leave(case)
            yield self.ledger.end(case, "withdrawn", day)

    def _ask_for_another_time(self, day: date) -> None:
        """The day after they were given one, some ask for another; they wait again."""
        yesterday = day - timedelta(days=1)
        for case in self.ledger.booked():
            when = case.visit_date
            if case.asked_again or case.booked_on != yesterday or when is None or when <= day:
                continue
            if self._behaviour.asks_for_another_time(case.arrival.number):
                self._leave(case)
                case.asked_again = True
                case.not_on = (*case.not_on, when)
                self.ledger.free(case)

    def _come(self, day: date) -> Iterator[Over]:
        for case in [one for one in self.ledger.booked() if one.visit_date == day]:
            lead = (day - (case.booked_on or day)).days
            if not self._behaviour.comes(case.arrival.number, lead):
                yield self.ledger.end(case, "missed", day)
                continue
            lengths = {visit.id: visit.duration for visit in case.ahead}
            for one in case.bookings.values():
                self.used[one.practitioner] += lengths[one.visit]
            over = self.ledger.come(case, day)
            if over is not None:
                yield over


def _all_locked(request: PlanRequest) -> PlanRequest:
    bookings = tuple(one.model_copy(update={"locked": True}) for one in request.bookings)
    return request.model_copy(update={"bookings": bookings})
