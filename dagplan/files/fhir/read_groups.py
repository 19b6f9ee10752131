"""What waits to be booked: RequestGroups of linked visits with their waits, and service requests of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagplan.models.errors import json_path
from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import Entry
from .names import WAITING, Json
from .periods import minutes_of
from .shelf import Shelf

_UNREAD = ("condition", "participant", "timingDateTime", "timingAge", "timingPeriod", "timingDuration", "timingRange")
_UNREAD_TIMING = "timingTiming"


@dataclass
class Steps:
    """The visits of one request in sequence, and the waits its RequestGroup states."""

    visits: list[Entry] = field(default_factory=list)
    waits: list[tuple[int, int | None, str] | None] = field(default_factory=list)
    """Least and most minutes before each visit, with their place; None where nothing is stated."""


def waiting_requests(shelf: Shelf) -> list[tuple[Entry, Steps]]:
    """Each request that waits, in the order of the Bundle: its group, or its only service request, and its visits.

    Whatever does not wait is passed over, with its reason.
    """
    groups = {entry: _steps_of(shelf, entry) for entry in shelf.of("RequestGroup")}
    grouped = {visit: group for group, steps in groups.items() for visit in steps.visits}
    replaced = _replaced(shelf)
    found: list[tuple[Entry, Steps]] = []
    for entry in shelf.entries:
        if entry.kind == "RequestGroup":
            if _waits(shelf, entry, replaced) and groups[entry].visits:
                found.append((entry, groups[entry]))
        elif entry.kind == "ServiceRequest":
            group = grouped.get(entry)
            if group is None:
                if _waits(shelf, entry, replaced):
                    found.append((entry, Steps([entry], [None])))
            elif not _active(group) and entry.resource.get("status") in WAITING:
                why = PassedOverWords.BOOKED_WHOLE
                shelf.pass_over(entry.place, "group_status", why, PassedOverThings.OF_A_GROUP)
    return found


def _active(entry: Entry) -> bool:
    return entry.resource.get("status") in WAITING and not _why_not(entry)


def _waits(shelf: Shelf, entry: Entry, replaced: set[Entry]) -> bool:
    """Whether a request waits to be booked; why not is told."""
    status = entry.resource.get("status")
    if status not in WAITING:
        why = PassedOverWords.ONLY_ACTIVE
        shelf.pass_over(
            entry.place, "request_status", why, PassedOverThings.REQUEST, kind=entry.kind, status=str(status)
        )
        return False
    not_to_be_booked = _why_not(entry)
    if not_to_be_booked:
        reason, why, what, values = not_to_be_booked
        shelf.pass_over(entry.place, reason, why, what, kind=entry.kind, **values)
        return False
    subject = _subject(shelf, entry)
    if subject is not None and subject.resource.get("active") is False:
        why, what = PassedOverWords.NOT_IN_USE, PassedOverThings.OF_AN_INACTIVE_PATIENT
        shelf.pass_over(entry.place, "inactive", why, what, kind=entry.kind)
        return False
    if entry in replaced:
        why = PassedOverWords.REPLACING_COUNTS
        shelf.pass_over(entry.place, "replaced", why, PassedOverThings.REPLACED, kind=entry.kind)
        return False
    return True


def _subject(shelf: Shelf, entry: Entry) -> Entry | None:
    """The patient of a service request, or of the first in a group."""
    holder: Entry | None = entry
    if entry.kind == "RequestGroup":
        holder = next(iter(_visits_in_any(shelf, entry, entry.resource.get("action", []))), None)
    subject = holder.resource.get("subject") if holder else None
    return shelf.follow(subject, holder, "Patient") if holder and subject else None


def _why_not(entry: Entry) -> tuple[str, PassedOverWords, PassedOverThings, dict[str, str]] | None:
    """Why an active request is none to be booked: reason, the rule, how it is described, and with what."""
    resource = entry.resource
    if resource.get("doNotPerform") is True:
        return "do_not_perform", PassedOverWords.NOT_TO_BE_DONE, PassedOverThings.NOT_TO_BE_DONE, {}
    if resource.get("intent") == "proposal" or (
        entry.kind == "ServiceRequest" and resource.get("intent") == "option"
    ):
        return "intent", PassedOverWords.NOT_ORDERED, PassedOverThings.REQUEST, {"status": str(resource["intent"])}
    if resource.get("asNeededBoolean") is True or resource.get("asNeededCodeableConcept"):
        return "as_needed", PassedOverWords.WHEN_NEEDED, PassedOverThings.AS_NEEDED, {}
    return None


def _replaced(shelf: Shelf) -> set[Entry]:
    """What another request that waits takes the place of."""
    found = set()
    for kind in ("ServiceRequest", "RequestGroup"):
        for entry in shelf.of(kind):
            if entry.resource.get("status") in WAITING:
                others = (shelf.follow(one, entry, kind) for one in entry.resource.get("replaces", ()))
                found |= {other for other in others if other is not None and other is not entry}
    return found


def _steps_of(shelf: Shelf, group: Entry) -> Steps:
    """The visits of a group in sequence, with the waits between them."""
    outer = group.resource.get("action", [])
    if not _active(group):
        return Steps(_visits_in_any(shelf, group, outer))
    whole = len(outer) == 1 and outer[0].get("selectionBehavior") == "all-or-none" and outer[0].get("action")
    if not whole:
        shelf.note(group.at("action"), FhirFaults.NOT_ALL_OR_NONE(), "not_all_or_none")
        visits = _visits_in_any(shelf, group, outer)
        return Steps(visits, [None] * len(visits))
    actions = outer[0]["action"]
    here = group.at("action", 0)
    for place, action in [(here, outer[0]), *((f"{here}.action[{i}]", one) for i, one in enumerate(actions))]:
        for name in (*_UNREAD, _UNREAD_TIMING):
            if action.get(name):
                shelf.note(f"{place}.{name}", FhirFaults.UNREAD_ACTION(), "unread_action")
    steps = Steps(_visits_of(shelf, group, actions, here))
    idle = [visit for visit in steps.visits if visit.resource.get("status") not in WAITING]
    for visit in idle:
        shelf.note(visit.at("status"), FhirFaults.NOT_ACTIVE_TOO(), "disagreement")
    for visit in steps.visits:
        name = "doNotPerform" if visit.resource.get("doNotPerform") is True else "asNeededBoolean"
        if visit.resource.get(name) is True or visit.resource.get("asNeededCodeableConcept"):
            shelf.note(visit.at(name), FhirFaults.WHOLE_GROUP(), "disagreement")
            idle.append(visit)
    steps.waits = _waits_of(shelf, actions, here)
    return Steps() if len(steps.visits) < len(actions) or idle else steps


def _visits_in_any(shelf: Shelf, group: Entry, actions: list[Json]) -> list[Entry]:
    """The visits in a group that is not read, however deep: they are not requests of their own."""
    found: list[Entry] = []
    for action in actions:
        entry = shelf.follow(action["resource"], group, "ServiceRequest") if action.get("resource") else None
        found += [entry] if entry else []
        found += _visits_in_any(shelf, group, action.get("action", []))
    return found


def _visits_of(shelf: Shelf, group: Entry, actions: list[Json], place: str) -> list[Entry]:
    found = []
    for index, action in enumerate(actions):
        where = f"{place}{json_path(('action', index, 'resource'))[1:]}"
        entry = shelf.needed(action.get("resource", {}), group, where, "ServiceRequest")
        found += [entry] if entry else []
    return found


def _waits_of(shelf: Shelf, actions: list[Json], place: str) -> list[tuple[int, int | None, str] | None]:
    """Least and most minutes before each visit, from ``before-start`` of the one before it."""
    ids = [action.get("id") for action in actions]
    found: list[tuple[int, int | None, str] | None] = [None] * len(actions)
    for index, action in enumerate(actions):
        for number, related in enumerate(action.get("relatedAction", ())):
            where = f"{place}{json_path(('action', index, 'relatedAction', number))[1:]}"
            follows = index + 1 < len(actions) and related.get("actionId") == ids[index + 1]
            if related.get("relationship") != "before-start" or not follows:
                shelf.note(where, FhirFaults.UNKNOWN_RELATION(), "unknown_relation")
                continue
            span = _span(related)
            if span is None:
                shelf.note(where, FhirFaults.WAIT(), "wait")
            else:
                found[index + 1] = (*span, where)
    return found


def _span(related: Json) -> tuple[int, int | None] | None:
    """The least and most minutes of an offset; None if they can't be read."""
    exact = related.get("offsetDuration")
    ends = [exact, exact] if exact else [related.get("offsetRange", {}).get(name) for name in ("low", "high")]
    counts: list[int | None] = []
    for end in ends:
        count = None if end is None else minutes_of(end)
        if end is not None and (count is None or count < 0):
            return None
        counts.append(count)
    return counts[0] or 0, counts[1]
