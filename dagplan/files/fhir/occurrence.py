"""When a service request is to happen, as dates and clock times of the contract: exactly so, or a problem.

Source: https://hl7.org/fhir/R4/servicerequest-definitions.html (occurrence[x]) and the rules of ``periods``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dagplan.words.messages.fhir_faults import FhirFaults

from .entry import Entry
from .names import Json
from .periods import dates_of, moment_of
from .shelf import Shelf

_ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Wanted:
    """The dates, both included, and the clock times within which every visit lies; None is open."""

    earliest: date | None = None
    latest: date | None = None
    not_before: time | None = None
    not_after: time | None = None

    @property
    def fields(self) -> Json:
        """The same as fields of a request."""
        names = ("earliest", "latest", "not_before", "not_after")
        values = {name: getattr(self, name) for name in names}
        texts = {name: value.isoformat() for name, value in values.items() if isinstance(value, date)}
        return texts | {name: f"{value:%H:%M}" for name, value in values.items() if isinstance(value, time)}


@dataclass(frozen=True)
class Planned:
    """The dates that are planned, both included, and their zone."""

    first: date
    last: date
    zone: ZoneInfo


def wanted(shelf: Shelf, entry: Entry, duration: Any, planned: Planned, *, linked: bool) -> Wanted:
    """When a service request is to happen; what can't be kept is a problem.

    ``duration`` is that of its visit in minutes: a moment without an end is where a single visit starts.
    """
    resource = entry.resource
    if "occurrenceTiming" in resource:
        events = _only_event(resource["occurrenceTiming"])
        if events is None:
            shelf.note(entry.at("occurrenceTiming"), FhirFaults.ONE_EVENT(), "timing")
            return Wanted()
        return _moment(shelf, entry.at("occurrenceTiming"), events, duration, planned, linked=linked)
    if "occurrenceDateTime" in resource:
        place = entry.at("occurrenceDateTime")
        return _moment(shelf, place, resource["occurrenceDateTime"], duration, planned, linked=linked)
    period = resource.get("occurrencePeriod", {})
    return _period(shelf, entry.at("occurrencePeriod"), period, planned)


def _only_event(timing: Json) -> str | None:
    told = {name for name in timing if name not in ("id", "extension")}
    events = timing.get("event", [])
    return str(events[0]) if told == {"event"} and len(events) == 1 else None


def _moment(shelf: Shelf, place: str, text: str, duration: Any, planned: Planned, *, linked: bool) -> Wanted:
    days = dates_of(text)
    if days is not None:
        return Wanted(*days)
    start = moment_of(text)
    if start is None:
        shelf.note(place, FhirFaults.NO_SUCH_MOMENT(), "not_fhir")
        return Wanted()
    local = start.astimezone(planned.zone).replace(tzinfo=None)
    if linked or not isinstance(duration, int):
        shelf.note(place, FhirFaults.LINKED_CLOCK(), "clock_time")
        return Wanted()
    end = local + timedelta(minutes=duration)
    if local.second or local.microsecond or (end - _ONE_MINUTE).date() != local.date():
        shelf.note(place, FhirFaults.WHOLE_MINUTE(), "clock_time")
        return Wanted()
    not_after = None if end.date() != local.date() else end.time()
    return Wanted(local.date(), local.date(), local.time(), not_after)


def _period(shelf: Shelf, place: str, period: Json, planned: Planned) -> Wanted:
    """The dates of a period; its clock times where they hold on the one date there is to plan."""
    (first, after), (last, until) = _start(period.get("start"), planned), _end(period.get("end"), planned)
    # What lies outside the dates that are planned limits nothing, so its clock times don't either.
    after = after if first is not None and first >= planned.first else None
    until = until if last is not None and last <= planned.last else None
    if after is None and until is None:
        return Wanted(first, last)
    low, high = max(first or planned.first, planned.first), min(last or planned.last, planned.last)
    if low > high:
        return Wanted(first, last)
    if low < high:
        shelf.note(place, FhirFaults.SAME_CLOCK(), "clock_time")
        return Wanted(first, last)
    if after is not None and until is not None and after >= until:
        shelf.note(place, FhirFaults.NO_MINUTE_BETWEEN(), "clock_time")
        return Wanted(first, last)
    return Wanted(first, last, after, until)


def _start(text: Any, planned: Planned) -> tuple[date | None, time | None]:
    """The first date of a period, and the clock time from which it counts that date; up to the whole minute."""
    days = dates_of(text) if isinstance(text, str) else None
    moment = moment_of(text)
    if days is not None or moment is None:
        return (days[0] if days else None), None
    local = _local(moment, planned)
    if local.second or local.microsecond:
        local = local.replace(second=0, microsecond=0) + _ONE_MINUTE
    return local.date(), local.time() if local.time() != time.min else None


def _end(text: Any, planned: Planned) -> tuple[date | None, time | None]:
    """The last date of a period, and the clock time until which it counts that date; down to the whole minute."""
    days = dates_of(text) if isinstance(text, str) else None
    moment = moment_of(text)
    if days is not None or moment is None:
        return (days[1] if days else None), None
    local = _local(moment, planned)
    if local.time() >= time(23, 59):
        return local.date(), None
    if local.time() == time.min:
        return local.date() - timedelta(days=1), None
    return local.date(), local.time().replace(second=0, microsecond=0)


def _local(moment: datetime, planned: Planned) -> datetime:
    return moment.astimezone(planned.zone).replace(tzinfo=None)
