"""Calendars as two programs that have no part in writing them read them: ``ical`` and ``vobject``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import vobject
from ical.calendar_stream import IcsCalendarStream


@dataclass(frozen=True)
class Seen:
    """What a calendar program makes of an event."""

    uid: str
    sequence: int
    stamp: datetime
    modified: datetime
    start: datetime
    end: datetime
    status: str
    summary: str
    location: str
    description: str


def seen(data: bytes) -> dict[str, Seen]:
    """The events of a calendar by UID, as both readers see them."""
    text = data.decode()
    events: list[Any] = IcsCalendarStream.calendar_from_ics(text).events
    first = [
        Seen(
            one.uid,
            one.sequence,
            one.dtstamp,
            one.last_modified,
            one.dtstart,
            one.dtend,
            one.status.value,
            one.summary,
            one.location,
            one.description,
        )
        for one in events
    ]
    second = [
        Seen(
            one.uid.value,
            int(one.sequence.value),
            one.dtstamp.value.astimezone(UTC),
            one.last_modified.value.astimezone(UTC),
            one.dtstart.value.astimezone(UTC),
            one.dtend.value.astimezone(UTC),
            one.status.value,
            one.summary.value,
            one.location.value,
            one.description.value,
        )
        for one in getattr(vobject.readOne(text), "vevent_list", [])
    ]
    assert sorted(first, key=lambda one: one.uid) == sorted(second, key=lambda one: one.uid)
    found = {one.uid: one for one in first}
    assert len(found) == len(first)
    return found
