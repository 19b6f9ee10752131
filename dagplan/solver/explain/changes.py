"""From a placement that would do to the contract's changes that let it in, and what they say."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from math import gcd
from typing import Any

import numpy as np

from dagplan.models import PlanRequest
from dagplan.models.bookings import booking_as, booking_of, locked_in
from dagplan.models.clock import MINUTES_A_DAY, at_minute, minute_of_day
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.plan import Booking
from dagplan.models.request import Request
from dagplan.words import Said
from dagplan.words.messages.fixes import FixChanges

from .items import NewItem
from .least_change import Loosened
from .minute_counts import MinuteCounts, Minutes
from .pairs import pairs_of

Change = dict[str, Any]
Told = tuple[Change, Said]


def placement_of(asked: PlanRequest, case: Request, found: Loosened) -> tuple[Booking, ...]:
    """The bookings of a placement, locked visits as they are."""
    facts = locked_in(asked)
    booked = []
    for position, (visit, start) in enumerate(zip(case.visits, found.starts, strict=True)):
        fact = facts.get(visit.id)
        if fact is not None:
            booked.append(booking_as(case, position, fact))
            continue
        items = tuple(one.id if isinstance(one, NewItem) else one for one in found.items[position])
        when = at_minute(found.day, start)
        booked.append(booking_of(case, position, found.people[position], found.unit, when, items))
    return tuple(booked)


def changes_for(
    asked: PlanRequest, minute_counts: MinuteCounts, case: Request, found: Loosened, max_moved: int | None
) -> tuple[list[Change], list[Said]]:
    """The fewest changes that make a placement keep every rule, and each in a planner's words.

    Parameters
    ----------
    max_moved
        So many visits of the whole plan leave their booking then, if that is limited.
    """
    changes: list[Change] = []
    words: list[Said] = []
    for change, said in (
        *_settings(asked, case, found, max_moved),
        *_competences(asked, case, found),
        *_hours(asked, minute_counts, case, found),
        *_equipment(found),
        *_request(asked, case, found),
        *_visits(asked, case, found),
    ):
        changes.append(change)
        words.append(said)
    return changes, words


def _settings(asked: PlanRequest, case: Request, found: Loosened, max_moved: int | None) -> list[Told]:
    """One change for a finer grid, and for more visits that may move."""
    facts = locked_in(asked)
    fields: dict[str, int] = {}
    said = []
    starts = [start for visit, start in zip(case.visits, found.starts, strict=True) if visit.id not in facts]
    grid = gcd(asked.settings.grid, *starts)
    if grid < asked.settings.grid:
        fields["grid"] = grid
        said.append(FixChanges.GRID(grid=grid, own=asked.settings.grid))
    allowed = asked.settings.max_moved
    if allowed is not None and max_moved is not None and max_moved > allowed:
        fields["max_moved"] = max_moved
        said.append(FixChanges.MAX_MOVED(n=max_moved, allowed=allowed))
    return [({"kind": "set_settings", **fields}, _together(said))] if fields else []


def _competences(asked: PlanRequest, case: Request, found: Loosened) -> list[Told]:
    facts = locked_in(asked)
    having = {one.id: competence_keys(one.competences) for one in asked.practitioners if one.id in found.people}
    lacking = dict.fromkeys(
        (person, visit.competence)
        for visit, person in zip(case.visits, found.people, strict=True)
        if visit.id not in facts and competence_key(visit.competence) not in having[person]
    )
    return [
        (
            {"kind": "add_competence", "practitioner": person, "competence": competence},
            FixChanges.COMPETENCE(practitioner=person, competence=competence),
        )
        for person, competence in lacking
    ]


def _hours(asked: PlanRequest, minute_counts: MinuteCounts, case: Request, found: Loosened) -> list[Told]:
    """The minutes that people lack, joined where they touch."""
    facts = locked_in(asked)
    lacking: dict[str, Minutes] = defaultdict(lambda: np.zeros(MINUTES_A_DAY, dtype=np.bool_))
    for visit, person, start in zip(case.visits, found.people, found.starts, strict=True):
        if visit.id not in facts:
            lacking[person] |= minute_counts.missing(person, found.unit, found.day, (start, start + visit.duration))
    more = []
    for person, missing in lacking.items():
        edges = np.flatnonzero(np.diff(np.concatenate([[False], missing, [False]])))
        for low, high in edges.reshape(-1, 2).tolist():
            opens, closes = at_minute(found.day, low), at_minute(found.day, high)
            change = {
                "kind": "add_availability",
                "practitioner": person,
                "unit": found.unit,
                "start": _moment(opens),
                "end": _moment(closes),
            }
            said = FixChanges.HOURS(
                more=high - low, practitioner=person, unit=found.unit, start=opens, end=clock_of(high)
            )
            more.append((change, said))
    return more


def _equipment(found: Loosened) -> list[Told]:
    """Each item that there is not yet, once."""
    new = dict.fromkeys(one for items in found.items for one in items if isinstance(one, NewItem))
    return [
        (
            {"kind": "add_equipment", "value": {"id": one.id, "unit": one.unit, "kind": one.kind}},
            FixChanges.EQUIPMENT(kind=one.kind, unit=one.unit, item=one.id),
        )
        for one in new
    ]


def _request(asked: PlanRequest, case: Request, found: Loosened) -> list[Told]:
    """One change for what is loosened in the request's own limits."""
    facts = locked_in(asked)
    fields: dict[str, Any] = {}
    said = []
    if case.units and found.unit not in case.units:
        fields["units"] = [*case.units, found.unit]
        said.append(FixChanges.UNIT(request=case.id, unit=found.unit))
    if case.earliest is not None and found.day < case.earliest:
        fields["earliest"] = found.day.isoformat()
        said.append(FixChanges.EARLIEST(request=case.id, day=found.day, n=(case.earliest - found.day).days))
    if case.latest is not None and found.day > case.latest:
        fields["latest"] = found.day.isoformat()
        said.append(FixChanges.LATEST(request=case.id, day=found.day, n=(found.day - case.latest).days))
    if found.day in case.excluded_dates:
        fields["excluded_dates"] = [day.isoformat() for day in case.excluded_dates if day != found.day]
        said.append(FixChanges.EXCLUDED(day=found.day))
    free = [position for position, visit in enumerate(case.visits) if visit.id not in facts]
    first = min(found.starts[position] for position in free)
    last = max(found.starts[position] + case.visits[position].duration for position in free)
    if case.not_before is not None and first < minute_of_day(case.not_before):
        fields["not_before"] = clock_of(first)
        said.append(FixChanges.NOT_BEFORE(request=case.id, clock=clock_of(first), limit=case.not_before))
    if case.not_after is not None and last > minute_of_day(case.not_after):
        # There is no clock time for the end of the day: then no limit is left.
        fields["not_after"] = clock_of(last) if last < MINUTES_A_DAY else None
        said.append(FixChanges.NOT_AFTER(request=case.id, clock=clock_of(last), limit=case.not_after))
    if not fields:
        return []
    return [({"kind": "set_request", "request": case.id, **fields}, _together(said))]


def _visits(asked: PlanRequest, case: Request, found: Loosened) -> list[Told]:
    """One change for each visit that may be with another person, or after another wait, or apart from another."""
    facts = locked_in(asked)
    changes = []
    broken = pairs_of(case, facts).broken(found.people)
    waits = {
        position: found.starts[position] - found.starts[before] - case.visits[before].duration
        for before, position in pairwise(range(len(case.visits)))
    }
    for position, (visit, person) in enumerate(zip(case.visits, found.people, strict=True)):
        fields: dict[str, Any] = {}
        said = []
        if visit.practitioners and person not in visit.practitioners and visit.id not in facts:
            fields["practitioners"] = [*visit.practitioners, person]
            said.append(FixChanges.PRACTITIONER(visit=visit.id, practitioner=person))
        before_locked = position and case.visits[position - 1].id in facts
        if position and not (visit.id in facts and before_locked):
            least, most = case.waits_before(position)
            wait = waits[position]
            if wait < least:
                fields["min_wait"] = wait
                before = case.visits[position - 1].id
                said.append(FixChanges.MIN_WAIT(visit=visit.id, wait=wait, before=before, limit=least))
            if most is not None and wait > most:
                fields["max_wait"] = wait
                before = case.visits[position - 1].id
                said.append(FixChanges.MAX_WAIT(visit=visit.id, wait=wait, before=before, limit=most))
        for name, pairs, words in (
            ("same_practitioner_as", broken.same, FixChanges.NOT_THE_SAME),
            ("different_practitioner_from", broken.different, FixChanges.NOT_DIFFERENT),
        ):
            gone = {case.visits[at].id for pair in pairs if position in pair for at in pair if at != position}
            asked_for = getattr(visit, name)
            if not gone.isdisjoint(asked_for):
                fields[name] = [one for one in asked_for if one not in gone]
                said += [words(visit=visit.id, other=one) for one in asked_for if one in gone]
        if fields:
            changes.append(({"kind": "set_visit", "visit": visit.id, **fields}, _together(said)))
    return changes


def move_of(booking: Booking) -> Change:
    """The change that puts a visit where this booking is, with the items that it has."""
    items = {"equipment": list(booking.equipment)} if booking.equipment else {}
    return {
        "kind": "set_booking",
        "visit": booking.visit,
        "practitioner": booking.practitioner,
        "unit": booking.unit,
        "start": _moment(booking.start),
        **items,
    }


def _moment(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M}"


def clock_of(minute: int) -> str:
    """A minute of the day as a clock time; the last one is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _together(said: list[Said]) -> Said:
    """What is changed of one thing, as one clause."""
    first, *more = said
    return FixChanges.BOTH(this=first, more=_together(more)) if more else first
