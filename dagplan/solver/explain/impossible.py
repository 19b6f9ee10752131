"""Why a request can't be booked at all: arithmetic of dates, people, their time and the sequence of its visits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property

from dagplan.models import PlanRequest
from dagplan.models.competences import competence_key
from dagplan.models.plan import LimitName, Reason
from dagplan.models.request import Request, Visit
from dagplan.words.message import Said, Value
from dagplan.words.messages.limits import ListWords
from dagplan.words.messages.reasons import ReasonWords

from .clash import clash_at
from .leeway import Leeway
from .limit_words import (
    few,
    in_words,
    own_locked,
    span_in_words,
    visits_in_words,
)
from .limits import binding, limits_of
from .meant import Meant

_MOST_LOOKED_AT = 100_000
"""So much is gone through for the limits that bind (about a second); after that they are not looked for any more."""


class Impossible:
    """Gives the reasons of requests that have no room even beside nothing but what is locked.

    Parameters
    ----------
    leeway
        What room requests have.
    """

    def __init__(self, leeway: Leeway) -> None:
        self.leeway = leeway
        self.asked = leeway.asked

    def reasons(self, case: Request) -> tuple[Reason, ...]:
        """The first that is so: no date, nobody able, nobody (or nothing) with time, no common date, no sequence."""
        no_date = self._no_date(case)
        if no_date is not None:
            return (no_date,)
        lacking = tuple(
            proven(
                "no_one_has_competence",
                case,
                self._nobody_can(case, one),
                (one,),
            )
            for one in self._free(case)
            if not self.leeway.able.get(competence_key(one.competence))
        )
        if lacking:
            return lacking
        leeway, limits = self.leeway, limits_of(self.leeway, case)
        if leeway.looked_at > _MOST_LOOKED_AT:
            return (proven("no_room_within_limits", case, ReasonWords.NO_ROOM_WITHIN_LIMITS(request=case.id), ()),)
        free = [position for position, visit in enumerate(case.visits) if visit.id not in leeway.facts]
        nobody = [position for position in free if not leeway.alone(case, position, limits)]
        if nobody:
            return tuple(self._nobody(case, position) for position in nobody)
        if not leeway.together(case, limits):
            return (self._no_common_date(case),)
        if not leeway.agreed(case, limits):
            return (self._no_such_people(case),)
        return (self._no_sequence(case),)

    def _nobody_can(self, case: Request, visit: Visit) -> Said:
        values = {"request": case.id, "competence": visit.competence, "visit": visit.id}
        meant = self._meant.get(competence_key(visit.competence))
        if meant is None:
            return ReasonWords.NO_ONE_HAS_COMPETENCE(**values)
        return ReasonWords.NO_ONE_HAS_COMPETENCE_NEAR(**values, near=meant)

    @cached_property
    def _meant(self) -> Mapping[str, str]:
        return Meant(self.asked).competences

    def _no_date(self, case: Request) -> Reason | None:
        asked = self.asked
        if case.earliest is not None and case.earliest > asked.last_date:
            said = ReasonWords.NO_DATE_EARLIEST(request=case.id, earliest=case.earliest, last=asked.last_date)
            return proven("no_possible_date", case, said, (), limits=("earliest",))
        if case.latest is not None and case.latest < asked.first_date:
            said = ReasonWords.NO_DATE_LATEST(request=case.id, latest=case.latest, first=asked.first_date)
            return proven("no_possible_date", case, said, (), limits=("latest",))
        first, last = _first_and_last(asked, case)
        if _comes(first, last, case):
            return None
        if first == last:
            said = ReasonWords.NO_DATE_ON(request=case.id, date=first)
        else:
            said = ReasonWords.NO_DATE(request=case.id, first=first, last=last)
        a_day = timedelta(days=1)
        narrowed: tuple[LimitName, ...] = ()
        if first > asked.first_date and _comes(asked.first_date, first - a_day, case):
            narrowed += ("earliest",)
        if last < asked.last_date and _comes(last + a_day, asked.last_date, case):
            narrowed += ("latest",)
        return proven("no_possible_date", case, said, (), limits=("excluded_dates", *narrowed))

    def _nobody(self, case: Request, position: int) -> Reason:
        visit = case.visits[position]
        limits = binding(self.leeway, case, lambda some: self.leeway.alone(case, position, some))
        if "own_locked" in limits:
            return self._not_joining(case, [visit], limits)
        if "equipment" in limits:
            return self._no_equipment(case, visit, limits)
        if set(limits) - {"earliest", "latest"}:
            clauses = in_words(self.leeway, case, [visit], limits)
            said = ReasonWords.NOBODY_WITHIN_LIMITS(request=case.id, visits=visits_in_words([visit]), limits=clauses)
            return proven("nobody_within_limits", case, said, (visit,), limits=limits)
        several = len(self.asked.units) > 1
        words = ReasonWords.NO_ONE_AVAILABLE_AT_ONE_UNIT if several else ReasonWords.NO_ONE_AVAILABLE
        first, last = _first_and_last(self.asked, case)
        dates = span_in_words(
            first if "earliest" in limits else self.asked.first_date,
            last if "latest" in limits else self.asked.last_date,
        )
        said = words(request=case.id, competence=visit.competence, needed=visit.duration, visit=visit.id, dates=dates)
        return proven("no_one_available", case, said, (visit,), limits=limits)

    def _no_equipment(self, case: Request, visit: Visit, limits: tuple[LimitName, ...]) -> Reason:
        """A visit for which there are people, but no item of equipment."""
        unknown = self.leeway.items.unknown(visit)
        if unknown:
            said = ReasonWords.NO_EQUIPMENT(request=case.id, visit=visit.id, kinds=unknown)
            return proven("no_equipment_free", case, said, (visit,), limits=limits)
        clauses = in_words(self.leeway, case, [visit], [limit for limit in limits if limit != "equipment"])
        words = ReasonWords.NO_EQUIPMENT_FREE_WITHIN if clauses else ReasonWords.NO_EQUIPMENT_FREE
        values: dict[str, Value] = {"limits": clauses} if clauses else {}
        said = words(request=case.id, visit=visit.id, needed=visit.duration, kinds=visit.equipment, **values)
        return proven("no_equipment_free", case, said, (visit,), limits=limits)

    def _no_such_people(self, case: Request) -> Reason:
        """Visits that each find somebody, but not the same person (or different ones) as they ask."""
        free = self._free(case)
        limits = binding(self.leeway, case, lambda some: self.leeway.agreed(case, some))
        if "own_locked" in limits:
            return self._not_joining(case, free, limits)
        clauses = in_words(self.leeway, case, free, limits)
        said = ReasonWords.NO_SUCH_PEOPLE(request=case.id, visits=visits_in_words(free), limits=clauses)
        return proven("no_such_people", case, said, tuple(free), limits=limits)

    def _not_joining(
        self, case: Request, visits: list[Visit], limits: tuple[LimitName, ...], clash: Said | None = None
    ) -> Reason:
        """Visits that find no room where other visits of the request are locked."""
        others = tuple(limit for limit in limits if limit != "own_locked")
        told, locked = visits_in_words(visits), own_locked(self.asked, case)
        said = ReasonWords.LOCKED_IN_CONFLICT(request=case.id, visits=told, locked=locked)
        if others:
            clauses = in_words(self.leeway, case, visits, others)
            said = ReasonWords.LOCKED_IN_CONFLICT_WITHIN(request=case.id, visits=told, locked=locked, limits=clauses)
        facts = tuple(visit for visit in case.visits if visit.id in self.leeway.facts)
        return proven("locked_in_conflict", case, _and_where(said, clash), (*visits, *facts), limits=limits)

    def _no_common_date(self, case: Request) -> Reason:
        free = self._free(case)
        limits = binding(self.leeway, case, lambda some: self.leeway.together(case, some))
        every = ReasonWords.BOTH() if len(free) == 2 else ReasonWords.ALL()
        told, several = visits_in_words(free), len(self.asked.units) > 1
        if limits:
            within = ReasonWords.NO_COMMON_DATE_AT_ONE_UNIT_WITHIN if several else ReasonWords.NO_COMMON_DATE_WITHIN
            clauses = in_words(self.leeway, case, free, limits)
            said = within(request=case.id, visits=told, every=every, limits=clauses)
        else:
            words = ReasonWords.NO_COMMON_DATE_AT_ONE_UNIT if several else ReasonWords.NO_COMMON_DATE
            said = words(request=case.id, visits=told, every=every)
        return proven("no_common_date", case, said, tuple(free), limits=limits)

    def _no_sequence(self, case: Request) -> Reason:
        leeway, free = self.leeway, self._free(case)
        own = limits_of(leeway, case)
        limits = binding(leeway, case, lambda some: leeway.whole(case, some))
        places = [
            place
            for place in sorted(leeway.places(case, own), key=lambda one: (one[1], one[0]))
            if all(leeway.starts(case, position, place, own) for position in range(len(case.visits)))
        ]
        clash = next((said for place in places if (said := clash_at(leeway, case, place, own))), None)
        if "own_locked" in limits:
            return self._not_joining(case, free, limits, clash)
        days = tuple(dict.fromkeys(day for _, day in places))
        on, visits = few(ListWords.MORE_DATES, days), [one.id for one in free]
        said = ReasonWords.NO_SEQUENCE(request=case.id, dates=on, visits=visits)
        if limits:
            clauses = in_words(leeway, case, free, limits)
            said = ReasonWords.NO_SEQUENCE_WITHIN(request=case.id, dates=on, visits=visits, limits=clauses)
        return proven("sequence_does_not_fit", case, _and_where(said, clash), tuple(free), days, limits)

    def _free(self, case: Request) -> list[Visit]:
        return [visit for visit in case.visits if visit.id not in self.leeway.facts]


def _and_where(said: Said, clash: Said | None) -> Said:
    """A reason, and where the sequence breaks, if that is known."""
    return said if clash is None else ReasonWords.AND_WHERE(reason=said, where=clash)


def proven(
    code: str,
    case: Request,
    said: Said,
    visits: tuple[Visit, ...],
    dates: tuple[date, ...] = (),
    limits: tuple[LimitName, ...] = (),
) -> Reason:
    """A reason that is proven by arithmetic, of one request and some of its visits."""
    return Reason(
        code=code,
        **said.fields,
        ids=(case.id, *(visit.id for visit in visits)),
        dates=dates,
        proof="proven",
        limits=limits,
    )


def _first_and_last(asked: PlanRequest, case: Request) -> tuple[date, date]:
    first = max(case.earliest or asked.first_date, asked.first_date)
    return first, min(case.latest or asked.last_date, asked.last_date)


def _comes(first: date, last: date, case: Request) -> bool:
    """Whether the patient can come on some date from one to another."""
    return (last - first).days + 1 > len({day for day in case.excluded_dates if first <= day <= last})
