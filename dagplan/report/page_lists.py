"""The lists of the page by patient: whom to call of what a plan made anew changed, and everybody's visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dagplan.models.booked import Booking
from dagplan.models.dates_in_words import short_date
from dagplan.models.view import Call, Change, groups_of
from dagplan.words.messages.call_words import CallWords

from .page_facts import Facts

_KINDS = {
    "moved": CallWords.MOVED,
    "cancelled": CallWords.CANCELLED,
    "new": CallWords.NEW,
    "equipment": CallWords.EQUIPMENT,
}


def call_groups(facts: Facts) -> Sequence[Mapping[str, Any]]:
    """The groups of the call list, each with its heading and its numbered calls; none where nothing changed."""
    number = 0
    groups = []
    for said, calls in groups_of(facts.view.calls):
        told = [_call(facts, place, call) for place, call in enumerate(calls, number + 1)]
        groups.append({"heading": said.told(facts.language), "calls": told})
        number += len(calls)
    return groups


def patients(facts: Facts) -> Sequence[Mapping[str, Any]]:
    """Each patient's visits in order of time."""
    view = facts.view
    found: dict[str, list[Booking]] = {}
    for one in view.in_time:
        found.setdefault(one.patient, []).append(one)
    return [
        {"patient": patient, "visits": [_visit(facts, one) for one in found[patient]]} for patient in sorted(found)
    ]


def _visit(facts: Facts, one: Booking) -> Mapping[str, str]:
    return {
        "date": short_date(facts.language, one.start.date()),
        "time": f"{one.start:%H:%M}–{one.end:%H:%M}",
        "who": facts.person(one.practitioner),
        "what": facts.competence(one),
        "link": facts.link(one),
        "unit": facts.unit(one.unit),
        "moved": facts.moved(one),
    }


def _call(facts: Facts, number: int, call: Call) -> Mapping[str, Any]:
    changes = [_change(facts, change) for change in call.changes]
    return {"number": number, "patient": call.patient, "changes": changes}


def _change(facts: Facts, change: Change) -> Mapping[str, str]:
    changed = change.changed
    with_unit, with_items = "unit" in changed, "equipment" in changed
    booking = change.booking
    return {
        "kind": change.what,
        "what": _KINDS[change.what]().told(facts.language),
        "visit": facts.competence(booking),
        "id": booking.visit,
        "link": facts.link(booking),
        "before": _place(facts, change.before, with_unit=with_unit, with_items=with_items),
        "after": _place(facts, change.after, with_unit=with_unit, with_items=with_items),
    }


def _place(facts: Facts, one: Booking | None, *, with_unit: bool, with_items: bool) -> str:
    """When and with whom; the unit and the items only where they are others."""
    if one is None:
        return ""
    parts = [f"{short_date(facts.language, one.start.date())} {one.start:%H:%M}", facts.person(one.practitioner)]
    parts += [facts.unit(one.unit)] if with_unit else []
    parts += [facts.equipment(one) or "–"] if with_items else []
    return ", ".join(parts)
