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
from .words import counted, listed, shown, shown_span
from .workbench import ChangeRefusedError, Workbench, patched, refuse


@singledispatch
def effect(change: Change, bench: Workbench) -> str:
    """Let a change take effect on the workbench, and say what changed.

    Raises
    ------
    ChangeRefusedError
        If it would change nothing, or can't be done.
    """
    raise TypeError(f"no change: {type(change).__name__}")


@effect.register
def _add_availability(change: AddAvailability, bench: Workbench) -> str:
    person, unit, start, end = change.practitioner, change.unit, change.start, change.end
    there = [
        (minute_of_day(window.start), end_minute(window.end))
        for window in bench.availability
        if (window.practitioner, window.unit, window.start.date()) == (person, unit, start.date())
    ]
    more = _minutes(subtract([(minute_of_day(start), end_minute(end))], there))
    if not more:
        refuse(f"{person} is at {unit} {shown_span(start, end)} already")
    bench.availability.append(Availability(practitioner=person, unit=unit, start=start, end=end))
    return f"{person} is at {unit} {shown_span(start, end)} ({counted(more, 'minute')} of availability more)."


@effect.register
def _remove_availability(change: RemoveAvailability, bench: Workbench) -> str:
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
        refuse(f"{person} has no availability {shown_span(start, end)}")
    bench.availability = left
    fewer = sum(_minutes(merge(spans)) for spans in cut.values())
    return f"{person} is away {shown_span(start, end)} ({counted(fewer, 'minute')} of availability less)."


def _minutes(spans: list[Span]) -> int:
    return sum(end - start for start, end in spans)


@effect.register
def _set_request(change: SetRequest, bench: Workbench) -> str:
    case, words = patched(bench.requests[change.request], change)
    _needs_words(words, change, change.request)
    bench.put(case)
    return f"{case.id}: {', '.join(words)}."


@effect.register
def _set_visit(change: SetVisit, bench: Workbench) -> str:
    if change.competence is not None and not bench.knows_competence(change.competence):
        message = f"nobody has the competence {change.competence}, and no visit needs it"
        refuse(message, "competence", code="unknown_competence")
    visit, words = patched(bench.visit(change.visit), change)
    _needs_words(words, change, change.visit)
    case = bench.requests[bench.owners[visit.id]]
    visits = tuple(visit if one.id == visit.id else one for one in case.visits)
    bench.put(case.model_copy(update={"visits": visits}))
    return f"{visit.id}: {', '.join(words)}."


@effect.register
def _set_settings(change: SetSettings, bench: Workbench) -> str:
    settings, words = patched(bench.settings, change)
    _needs_words(words, change, "the settings")
    bench.settings = settings
    return f"Settings: {', '.join(words)}."


def _needs_words(words: list[str], change: SetRequest | SetVisit | SetSettings, whose: str) -> None:
    """Refuse a change of fields that all have these values already."""
    if not words:
        given = sorted(change.model_fields_set - {"kind", "request", "visit"})
        message = f"nothing changes in {whose}: it is so already" if given else "say what is to be changed"
        refuse(message, *(given if len(given) == 1 else ()))


@effect.register
def _set_booking(change: SetBooking, bench: Workbench) -> str:
    visit, old = change.visit, bench.bookings.get(change.visit)
    fields = ("practitioner", "unit", "start", "locked")
    given = {name: value for name in fields if (value := getattr(change, name)) is not None}
    if not given:
        if old is None:
            refuse(f"the visit {visit} has no booking to take away", "visit", code="unknown_booking")
        del bench.bookings[visit]
        return f"{visit}: the booking {_booked(old)} is taken away."
    if old is None:
        message = f"this field is required: the visit {visit} has no booking to keep it from"
        missing = [name for name in fields[:3] if name not in given]
        if missing:
            raise ChangeRefusedError(*(Finding((name,), message, "unknown_booking") for name in missing))
        bench.bookings[visit] = ExistingBooking.model_validate({"visit": visit, **given})
        return f"{visit}: not booked → booked {_booked(bench.bookings[visit])}."
    new = old.model_copy(update=given)
    if new == old:
        refuse(f"the visit {visit} is booked {_booked(old)} already", *(given if len(given) == 1 else ()))
    bench.bookings[visit] = new
    return f"{visit}: booked {_booked(old)} → {_booked(new)}."


def _booked(booking: ExistingBooking) -> str:
    lock = "locked" if booking.locked else "not locked"
    return f"with {booking.practitioner} at {booking.unit} {shown(booking.start)} ({lock})"


@effect.register
def _add_request(change: AddRequest, bench: Workbench) -> str:
    case = change.value
    twice = []
    if case.id in bench.requests:
        twice.append(Finding(("value", "id"), f"there is a request {case.id} already", "duplicate_id"))
    ids = set(bench.owners)
    for position, visit in enumerate(case.visits):
        if visit.id in ids:
            message = f"there is a visit {visit.id} already"
            twice.append(Finding(("value", "visits", position, "id"), message, "duplicate_id"))
        ids.add(visit.id)
    if twice:
        raise ChangeRefusedError(*twice)
    bench.put(case)
    minutes = counted(sum(visit.duration for visit in case.visits), "minute")
    return f"{case.id} is added: patient {case.patient}, {counted(len(case.visits), 'visit')}, {minutes}."


@effect.register
def _drop_request(change: DropRequest, bench: Workbench) -> str:
    visits = counted(len(bench.requests[change.request].visits), "visit")
    lost = bench.drop([change.request])
    locked = f", {sum(booking.locked for booking in lost)} locked" if any(booking.locked for booking in lost) else ""
    return f"{change.request} is dropped ({visits}; {counted(len(lost), 'booking')}{locked})."


@effect.register
def _add_practitioner(change: AddPractitioner, bench: Workbench) -> str:
    person = change.value
    if person.id in bench.practitioners:
        refuse(f"there is a practitioner {person.id} already", "value", "id", code="duplicate_id")
    bench.practitioners[person.id] = person
    return f"{person.id} is added, with {listed(person.competences) or 'no competence'}."


@effect.register
def _add_competence(change: AddCompetence, bench: Workbench) -> str:
    person = bench.practitioners[change.practitioner]
    if competence_key(change.competence) in competence_keys(person.competences):
        refuse(f"{person.id} has the competence {change.competence} already", "competence")
    competences = (*person.competences, change.competence)
    bench.practitioners[person.id] = person.model_copy(update={"competences": competences})
    return f"{person.id} has the competence {change.competence} now."


@effect.register
def _remove_competence(change: RemoveCompetence, bench: Workbench) -> str:
    person, word = bench.practitioners[change.practitioner], change.competence
    key = competence_key(word)
    if key not in competence_keys(person.competences):
        refuse(f"{person.id} does not have the competence {word}", "competence")

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
        message = f"only {person.id} may take {listed(alone)}: change who may take them first"
        refuse(message, "competence", code="nobody_left")
    visits = [new.id for _, new in bench.replace_visits(without)]
    competences = tuple(one for one in person.competences if competence_key(one) != key)
    bench.practitioners[person.id] = person.model_copy(update={"competences": competences})
    taken_out = f", and is taken out of the practitioners of {listed(visits)}" if visits else ""
    return f"{person.id} no longer has the competence {word}{taken_out}."


@effect.register
def _scale_duration(change: ScaleDuration, bench: Workbench) -> str:
    key = competence_key(change.competence)

    def scaled(visit: Visit) -> Visit:
        if competence_key(visit.competence) != key:
            return visit
        minutes = scaled_duration(visit.duration, change.factor, change.minutes)
        return visit.model_copy(update={"duration": minutes})

    every = [v for case in bench.requests.values() for v in case.visits if competence_key(v.competence) == key]
    if not every:
        message = f"no visit needs the competence {change.competence}"
        known = bench.knows_competence(change.competence)
        refuse(message, "competence", code="no_change" if known else "unknown_competence")
    pairs = bench.replace_visits(scaled)
    field = "minutes" if change.factor is None else "factor"
    if not pairs:
        refuse(f"no visit of {change.competence} gets another duration", field)
    how = f"{change.minutes:+} minutes" if change.factor is None else f"× {change.factor:g}"
    before, after = (sum(pair[side].duration for pair in pairs) for side in (0, 1))
    changed = f"{len(pairs)} of {counted(len(every), 'visit')} changed, {before} → {after} minutes in all"
    return f"Durations of {change.competence} {how}: {changed}."


@effect.register
def _scale_demand(change: ScaleDemand, bench: Workbench) -> str:
    number = len(bench.requests)
    wanted = scaled_count(number, change.factor)
    how = f"Demand × {change.factor:g} (seed {change.seed}): {counted(number, 'request')} → "
    if wanted > number:
        copies = copied(tuple(bench.requests.values()), wanted - number, change.seed)
        for case in copies:
            bench.put(case)
        return f"{how}{wanted}, added {listed(case.id for case in copies)}."
    locked = {bench.owners[booking.visit] for booking in bench.bookings.values() if booking.locked}
    may_go = [request_id for request_id in bench.requests if request_id not in locked]
    gone = drawn(may_go, number - wanted, change.seed)
    if not gone:
        why = "all have locked bookings, and stay" if wanted < number else "rounded, the number is the same"
        refuse(f"no request of {number} is dropped or copied: {why}", "factor")
    bench.drop(gone)
    return f"{how}{len(bench.requests)}, dropped {listed(gone)}."
