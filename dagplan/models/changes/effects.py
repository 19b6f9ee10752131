"""What each kind of change does: one function a kind, which says in words what changed from what to what.

That the ids it names are known is seen to before (`applying`); that the outcome fits together, after.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import singledispatch

from dagplan.models.clock import end_minute, minute_of_day
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.findings import Finding
from dagplan.models.request import Availability, ExistingBooking, Visit
from dagplan.models.windows import Span, merge, subtract
from dagplan.words import Said, Value
from dagplan.words.messages.changes import ChangeFaults, ChangeParts, ChangeWords

from .effects_on_equipment import add_equipment, remove_equipment, take_equipment
from .scaling import copied, drawn, scaled_count, scaled_duration
from .vocabulary import (
    AddAvailability,
    AddCompetence,
    AddPractitioner,
    AddRequest,
    Change,
    DropRequest,
    RemoveAvailability,
    RemoveCompetence,
    ScaleDemand,
    ScaleDuration,
    SetBooking,
    SetRequest,
    SetSettings,
    SetVisit,
)
from .words import listed, span
from .workbench import ChangeRefusedError, Workbench, patched, refuse


@singledispatch
def effect(change: Change, bench: Workbench) -> Said:
    """Let a change take effect on the workbench, and say what changed.

    Raises
    ------
    ChangeRefusedError
        If it would change nothing, or can't be done.
    """
    raise TypeError(f"no change: {type(change).__name__}")


@effect.register
def _add_availability(change: AddAvailability, bench: Workbench) -> Said:
    person, unit, start, end = change.practitioner, change.unit, change.start, change.end
    there = [
        (minute_of_day(window.start), end_minute(window.end))
        for window in bench.availability
        if (window.practitioner, window.unit, window.start.date()) == (person, unit, start.date())
    ]
    more = _minutes(subtract([(minute_of_day(start), end_minute(end))], there))
    if not more:
        refuse(ChangeFaults.THERE_ALREADY(practitioner=person, unit=unit, span=span(start, end)))
    bench.availability.append(Availability(practitioner=person, unit=unit, start=start, end=end))
    return ChangeWords.MORE_TIME(practitioner=person, unit=unit, span=span(start, end), minutes=more)


@effect.register
def _remove_availability(change: RemoveAvailability, bench: Workbench) -> Said:
    person, start, end = change.practitioner, change.start, change.end
    left: list[Availability] = []
    cut: dict[date, list[Span]] = defaultdict(list)
    for window in bench.availability:
        if window.practitioner != person or window.end <= start or end <= window.start:
            left.append(window)
            continue
        away = max(window.start, start), min(window.end, end)
        cut[window.start.date()].append((minute_of_day(away[0]), end_minute(away[1])))
        left += [
            window.model_copy(update={"start": low, "end": high})
            for low, high in ((window.start, away[0]), (away[1], window.end))
            if low < high
        ]
    if not cut:
        refuse(ChangeFaults.NOT_THERE(practitioner=person, span=span(start, end)))
    bench.availability = left
    fewer = sum(_minutes(merge(spans)) for spans in cut.values())
    return ChangeWords.LESS_TIME(practitioner=person, span=span(start, end), minutes=fewer)


def _minutes(spans: list[Span]) -> int:
    return sum(end - start for start, end in spans)


@effect.register
def _set_request(change: SetRequest, bench: Workbench) -> Said:
    case, words = patched(bench.requests[change.request], change)
    _needs_words(words, change, ChangeFaults.NOTHING_CHANGES(id=change.request))
    bench.put(case)
    return ChangeWords.FIELDS(id=case.id, fields=words)


@effect.register
def _set_visit(change: SetVisit, bench: Workbench) -> Said:
    if change.competence is not None and not bench.knows_competence(change.competence):
        said = ChangeFaults.NO_SUCH_COMPETENCE(competence=change.competence)
        refuse(said, "competence", code="unknown_competence")
    visit, words = patched(bench.visit(change.visit), change)
    _needs_words(words, change, ChangeFaults.NOTHING_CHANGES(id=change.visit))
    case = bench.requests[bench.owners[visit.id]]
    visits = tuple(visit if one.id == visit.id else one for one in case.visits)
    bench.put(case.model_copy(update={"visits": visits}))
    return ChangeWords.FIELDS(id=visit.id, fields=words)


@effect.register
def _set_settings(change: SetSettings, bench: Workbench) -> Said:
    settings, words = patched(bench.settings, change)
    _needs_words(words, change, ChangeFaults.NO_SETTING_CHANGES())
    bench.settings = settings
    return ChangeWords.SETTINGS(fields=words)


def _needs_words(words: list[Said], change: SetRequest | SetVisit | SetSettings, nothing: Said) -> None:
    """Refuse a change of fields that all have these values already."""
    if not words:
        given = sorted(change.model_fields_set - {"kind", "request", "visit"})
        refuse(nothing if given else ChangeFaults.SAY_WHAT(), *(given if len(given) == 1 else ()))


@effect.register
def _set_booking(change: SetBooking, bench: Workbench) -> Said:
    visit, old = change.visit, bench.bookings.get(change.visit)
    fields = ("practitioner", "unit", "start", "locked", "equipment")
    given = {name: value for name in fields if (value := getattr(change, name)) is not None}
    if not given:
        if old is None:
            refuse(ChangeFaults.NO_BOOKING(visit=visit), "visit", code="unknown_booking")
        del bench.bookings[visit]
        return ChangeWords.BOOKING_TAKEN_AWAY(visit=visit, booking=_booked(old))
    if old is None:
        said = ChangeFaults.NO_BOOKING_TO_KEEP_FROM(visit=visit)
        missing = [name for name in fields[:3] if name not in given]
        if missing:
            raise ChangeRefusedError(*(Finding.of((name,), said, "unknown_booking") for name in missing))
        bench.bookings[visit] = ExistingBooking.model_validate({"visit": visit, **given})
        return ChangeWords.BOOKED(visit=visit, booking=_booked(bench.bookings[visit]))
    new = old.model_copy(update={**given, "equipment": _items_then(change, old, bench)})
    if new == old:
        refuse(ChangeFaults.BOOKED_SO(visit=visit, booking=_booked(old)), *(given if len(given) == 1 else ()))
    bench.bookings[visit] = new
    return ChangeWords.REBOOKED(visit=visit, old=_booked(old), new=_booked(new))


def _items_then(change: SetBooking, old: ExistingBooking, bench: Workbench) -> tuple[str, ...]:
    """The items of a booking after a change: those given, or those it had, without what stays at another unit."""
    if change.equipment is not None:
        return old.equipment if set(change.equipment) == set(old.equipment) else change.equipment
    if change.unit in {None, old.unit}:
        return old.equipment
    return tuple(item for item in old.equipment if bench.equipment[item].unit == change.unit)


def _booked(booking: ExistingBooking) -> Said:
    values: dict[str, Value] = {
        "practitioner": booking.practitioner,
        "unit": booking.unit,
        "start": booking.start,
    }
    if booking.equipment:
        said = ChangeParts.BOOKING_WITH_LOCKED if booking.locked else ChangeParts.BOOKING_WITH_NOT_LOCKED
        return said(**values, items=booking.equipment)
    return (ChangeParts.BOOKING_LOCKED if booking.locked else ChangeParts.BOOKING_NOT_LOCKED)(**values)


@effect.register
def _add_request(change: AddRequest, bench: Workbench) -> Said:
    case = change.value
    twice = []
    if case.id in bench.requests:
        twice.append(Finding.of(("value", "id"), ChangeFaults.REQUEST_TWICE(id=case.id), "duplicate_id"))
    ids = set(bench.owners)
    for position, visit in enumerate(case.visits):
        if visit.id in ids:
            said = ChangeFaults.VISIT_TWICE(id=visit.id)
            twice.append(Finding.of(("value", "visits", position, "id"), said, "duplicate_id"))
        ids.add(visit.id)
    if twice:
        raise ChangeRefusedError(*twice)
    bench.put(case)
    minutes = sum(visit.duration for visit in case.visits)
    return ChangeWords.REQUEST_ADDED(request=case.id, patient=case.patient, n=len(case.visits), minutes=minutes)


@effect.register
def _drop_request(change: DropRequest, bench: Workbench) -> Said:
    visits = ChangeParts.VISITS(n=len(bench.requests[change.request].visits))
    lost = bench.drop([change.request])
    locked = sum(booking.locked for booking in lost)
    every = ChangeParts.BOOKINGS_LOCKED(n=len(lost), locked=locked) if locked else ChangeParts.BOOKINGS(n=len(lost))
    return ChangeWords.REQUEST_DROPPED(request=change.request, visits=visits, bookings=every)


@effect.register
def _add_practitioner(change: AddPractitioner, bench: Workbench) -> Said:
    person = change.value
    if person.id in bench.practitioners:
        refuse(ChangeFaults.PERSON_TWICE(id=person.id), "value", "id", code="duplicate_id")
    bench.practitioners[person.id] = person
    if not person.competences:
        return ChangeWords.PERSON_WITHOUT_COMPETENCE(practitioner=person.id)
    return ChangeWords.PERSON_ADDED(practitioner=person.id, competences=listed(person.competences))


@effect.register
def _add_competence(change: AddCompetence, bench: Workbench) -> Said:
    person = bench.practitioners[change.practitioner]
    if competence_key(change.competence) in competence_keys(person.competences):
        refuse(ChangeFaults.COMPETENCE_TWICE(practitioner=person.id, competence=change.competence), "competence")
    competences = (*person.competences, change.competence)
    bench.practitioners[person.id] = person.model_copy(update={"competences": competences})
    return ChangeWords.COMPETENCE_ADDED(practitioner=person.id, competence=change.competence)


@effect.register
def _remove_competence(change: RemoveCompetence, bench: Workbench) -> Said:
    person, word = bench.practitioners[change.practitioner], change.competence
    key = competence_key(word)
    if key not in competence_keys(person.competences):
        refuse(ChangeFaults.COMPETENCE_LACKING(practitioner=person.id, competence=word), "competence")

    def without(visit: Visit) -> Visit:
        if competence_key(visit.competence) != key or person.id not in visit.practitioners:
            return visit
        others = tuple(one for one in visit.practitioners if one != person.id)
        return visit.model_copy(update={"practitioners": others})

    alone = [
        visit.id
        for case in bench.requests.values()
        for visit in case.visits
        if competence_key(visit.competence) == key and set(visit.practitioners) == {person.id}
    ]
    if alone:
        said = ChangeFaults.NOBODY_LEFT(practitioner=person.id, visits=listed(alone))
        refuse(said, "competence", code="nobody_left")
    visits = [new.id for _, new in bench.replace_visits(without)]
    competences = tuple(one for one in person.competences if competence_key(one) != key)
    bench.practitioners[person.id] = person.model_copy(update={"competences": competences})
    if not visits:
        return ChangeWords.COMPETENCE_REMOVED(practitioner=person.id, competence=word)
    return ChangeWords.COMPETENCE_REMOVED_FROM_VISITS(practitioner=person.id, competence=word, visits=listed(visits))


for _on_equipment in (add_equipment, remove_equipment, take_equipment):
    effect.register(_on_equipment)


@effect.register
def _scale_duration(change: ScaleDuration, bench: Workbench) -> Said:
    key = competence_key(change.competence)

    def scaled(visit: Visit) -> Visit:
        if competence_key(visit.competence) != key:
            return visit
        minutes = scaled_duration(visit.duration, change.factor, change.minutes)
        return visit.model_copy(update={"duration": minutes})

    every = [v for case in bench.requests.values() for v in case.visits if competence_key(v.competence) == key]
    if not every:
        said = ChangeFaults.NO_VISIT_OF_COMPETENCE(competence=change.competence)
        known = bench.knows_competence(change.competence)
        refuse(said, "competence", code="no_change" if known else "unknown_competence")
    pairs = bench.replace_visits(scaled)
    field = "minutes" if change.factor is None else "factor"
    if not pairs:
        refuse(ChangeFaults.NO_OTHER_DURATION(competence=change.competence), field)
    before, after = (sum(pair[side].duration for pair in pairs) for side in (0, 1))
    figures: dict[str, Value] = {"changed": len(pairs), "n": len(every), "before": before, "after": after}
    if change.factor is None:
        more = f"{change.minutes:+}"
        return ChangeWords.LONGER_BY_MINUTES(competence=change.competence, more=more, **figures)
    return ChangeWords.LONGER_BY_A_FACTOR(competence=change.competence, factor=f"{change.factor:g}", **figures)


@effect.register
def _scale_demand(change: ScaleDemand, bench: Workbench) -> Said:
    number = len(bench.requests)
    wanted = scaled_count(number, change.factor)
    how: dict[str, Value] = {"factor": f"{change.factor:g}", "seed": change.seed, "n": number}
    if wanted > number:
        copies = copied(tuple(bench.requests.values()), wanted - number, change.seed)
        for case in copies:
            bench.put(case)
        return ChangeWords.MORE_DEMAND(**how, wanted=wanted, requests=listed(case.id for case in copies))
    locked = {bench.owners[booking.visit] for booking in bench.bookings.values() if booking.locked}
    may_go = [request_id for request_id in bench.requests if request_id not in locked]
    gone = drawn(may_go, number - wanted, change.seed)
    if not gone:
        why = ChangeFaults.ALL_LOCKED if wanted < number else ChangeFaults.ROUNDED_SAME
        refuse(why(number=number), "factor")
    bench.drop(gone)
    return ChangeWords.LESS_DEMAND(**how, left=len(bench.requests), requests=listed(gone))
