"""Requests and their visits from RequestGroups and ServiceRequests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from dagplan.models.errors import json_path

from .identity import as_our_id
from .names import NEED, ROLE_CODES, VISIT, Json
from .read_people import People
from .shelf import Entry, Shelf, Sourced, code_in, extension_of, word_of

WAITING = ("draft", "active")
"""Statuses of what is still to be booked; all others are passed over."""
_AGREED = ("subject", "requisition", "occurrencePeriod", "occurrenceDateTime", "priority", "locationReference")
_PER_HOUR = {"min": 1, "h": 60}
_NEED_FIELDS = {
    "target": "target",
    "notBefore": "not_before",
    "notAfter": "not_after",
    "minWait": "min_wait",
    "maxWait": "max_wait",
}
_VISIT_FIELDS = {
    "minWait": "min_wait",
    "maxWait": "max_wait",
    "bookingMode": "booking_mode",
    "visitType": "visit_type",
    "visitForm": "visit_form",
}


@dataclass
class Steps:
    """The visits of one request in sequence, and the waits its RequestGroup states."""

    visits: list[Entry] = field(default_factory=list)
    waits: list[tuple[int, int | None, str] | None] = field(default_factory=list)
    """Least and most minutes before each visit, with their place; None where nothing is stated."""


@dataclass
class RequestReader:
    """Reads requests one by one into the contract's form."""

    people: People
    request: Sourced
    zone: ZoneInfo
    visit_ids: dict[Entry, str] = field(default_factory=dict)
    """The visit that each ServiceRequest stands for."""

    @property
    def shelf(self) -> Shelf:
        """The resources of the Bundle."""
        return self.people.shelf

    def read_all(self) -> None:
        """Every group of linked visits, and every service request of its own, in the order of the Bundle."""
        self.request.data.setdefault("requests", [])
        groups = {entry: steps_of(self.shelf, entry) for entry in self.shelf.of("RequestGroup")}
        grouped = {visit for steps in groups.values() for visit in steps.visits}
        for entry in self.shelf.entries:
            if entry.resource.get("status") not in WAITING:
                continue
            if entry.kind == "RequestGroup" and groups[entry].visits:
                self.read(entry, groups[entry])
            elif entry.kind == "ServiceRequest" and entry not in grouped:
                self.read(entry, Steps([entry], [None]))

    def read(self, holder: Entry, steps: Steps) -> None:
        """One request; ``holder`` is its group, or its only service request."""
        first = steps.visits[0]
        self._agree(steps.visits)
        need = extension_of(holder, NEED)
        case: Json = {
            "id": self._id(holder, first),
            "patient": self._patient(first),
            "units": self._units(first),
            "priority": first.resource.get("priority") or holder.resource.get("priority"),
            **self._dates(first),
            "excluded_dates": [value for value, _place in need.get("excludedDate", ())],
            "same_day_as": [value for value, _place in need.get("sameDayAs", ())],
        }
        places = {
            "patient": first.at("subject"),
            "units": first.at("locationReference"),
            "earliest": first.at("occurrencePeriod"),
            "latest": first.at("occurrencePeriod"),
            "priority": first.at("priority"),
        }
        for part, (value, place) in _single(need):
            if part in _NEED_FIELDS:
                case[_NEED_FIELDS[part]], places[_NEED_FIELDS[part]] = value, place
            elif part not in ("excludedDate", "sameDayAs"):
                self.shelf.note(place, "this extension has no such part", "unknown_part")
        index = self.request.add("requests", case, places, holder.place)
        made = self.request.data["requests"][index]
        made["visits"] = [self._visit(entry, (index, place)) for place, entry in enumerate(steps.visits)]
        self._waits(made, steps)

    def _visit(self, entry: Entry, at: tuple[int, int]) -> Json:
        parts = extension_of(entry, VISIT)
        visit: Json = {
            "id": self.shelf.id_of(entry),
            "role": code_in(entry.resource.get("category", []), ROLE_CODES),
            "competence": word_of(entry.resource.get("code", {})),
            "practitioners": self._performers(entry),
        }
        here = ("requests", at[0], "visits", at[1])
        places = {"role": entry.at("category"), "competence": entry.at("code")}
        places["practitioners"] = entry.at("performer")
        for part, (value, place) in _single(parts):
            if part == "duration":
                visit["duration"], places["duration"] = self._minutes(value, place), place
            elif part == "preferred":
                visit["preferred"], places["preferred"] = self._person(value, place), place
            elif part in _VISIT_FIELDS:
                visit[_VISIT_FIELDS[part]], places[_VISIT_FIELDS[part]] = value, place
            else:
                self.shelf.note(place, "this extension has no such part", "unknown_part")
        if "duration" not in parts:
            self.shelf.note(entry.place, f"how long the visit is must stand in the extension {VISIT}", "no_duration")
            visit["duration"] = 1
        if visit["competence"] is None:
            self.shelf.note(entry.place, "the competence wanted must stand in code", "no_competence")
            visit["competence"] = "?"
        self.request.places[here] = entry.place
        self.request.places |= {(*here, name): place for name, place in places.items()}
        self.visit_ids[entry] = visit["id"]
        return {name: value for name, value in visit.items() if value is not None}

    def _id(self, holder: Entry, first: Entry) -> str:
        """The requisition, where it is one request's; else the id of the holder."""
        requisition = first.resource.get("requisition", {}).get("value")
        alone = holder.kind == "ServiceRequest"
        shared = alone and self._requisitions[requisition] > 1
        made = as_our_id(str(requisition)) if requisition and not shared else None
        return made or self.shelf.id_of(holder)

    @cached_property
    def _requisitions(self) -> Counter[str | None]:
        """How many service requests name each requisition: without a group they are requests of their own (R11)."""
        return Counter(one.resource.get("requisition", {}).get("value") for one in self.shelf.of("ServiceRequest"))

    def _patient(self, first: Entry) -> str:
        found = self.shelf.id_behind(first.resource["subject"], "Patient")
        if found is None:
            self.shelf.note(first.at("subject"), "no pseudonym of a patient stands here", "no_patient")
        return found or ""

    def _units(self, first: Entry) -> list[str]:
        references = first.resource.get("locationReference", [])
        places = [first.at("locationReference", index) for index in range(len(references))]
        found = [self.people.unit_of(reference, place) for reference, place in zip(references, places, strict=True)]
        return list(dict.fromkeys(unit for unit in found if unit))

    def _performers(self, entry: Entry) -> list[str]:
        found = []
        for index, reference in enumerate(entry.resource.get("performer", ())):
            person = self._person(reference, entry.at("performer", index))
            found += [person] if person else []
        return found

    def _person(self, reference: Json, place: str) -> str | None:
        found = self.people.person(reference) if isinstance(reference, dict) else None
        if found is None:
            self.shelf.note(place, "no practitioner stands here", "no_practitioner")
        return found

    def _minutes(self, value: Any, place: str) -> Any:
        unit = value.get("code") if isinstance(value, dict) else None
        if unit not in _PER_HOUR:
            self.shelf.note(place, "write a Duration in minutes (code min) or hours (code h)", "duration")
            return 1
        length = value.get("value", 0) * _PER_HOUR[unit]
        return int(length) if length == int(length) else length

    def _dates(self, first: Entry) -> Json:
        period = first.resource.get("occurrencePeriod", {})
        moment = first.resource.get("occurrenceDateTime")
        start, end = (moment, moment) if moment else (period.get("start"), period.get("end"))
        return {"earliest": self._date(start), "latest": self._date(end)}

    def _date(self, text: str | None) -> str | None:
        """The local date of a date, or of a moment with an offset."""
        if text is None or "T" not in text:
            return text
        return datetime.fromisoformat(text).astimezone(self.zone).date().isoformat()

    def _agree(self, visits: list[Entry]) -> None:
        """What FHIR says of each service request is one thing for the whole request here."""
        for entry in visits[1:]:
            for name in _AGREED:
                if entry.resource.get(name) != visits[0].resource.get(name):
                    message = f"differs from {visits[0].at(name)}; linked visits share it"
                    self.shelf.note(entry.at(name), message, "disagreement")

    def _waits(self, case: Json, steps: Steps) -> None:
        """Waits from the group; where our extension says them too, both must say the same."""
        for visit, stated in zip(case["visits"], steps.waits, strict=True):
            if stated is None:
                continue
            least, most, place = stated
            if "min_wait" not in visit and "min_wait" not in case and least:
                visit["min_wait"] = least
            if "max_wait" not in visit and "max_wait" not in case and most is not None:
                visit["max_wait"] = most
            ours = (visit.get("min_wait", case.get("min_wait", 0)), visit.get("max_wait", case.get("max_wait")))
            if ours != (least, most):
                self.shelf.note(place, "the waits here and in our extension are not the same", "disagreement")


def steps_of(shelf: Shelf, group: Entry) -> Steps:
    """The visits of a group in sequence, with the waits between them."""
    if group.resource.get("status") not in WAITING:
        return Steps(list(_visits_of(shelf, group.resource.get("action", ()), group.place, ask=False)))
    outer = group.resource.get("action", [])
    whole = len(outer) == 1 and outer[0].get("selectionBehavior") == "all-or-none" and outer[0].get("action")
    if not whole:
        message = "one action, all-or-none, must hold the visits in sequence: linked visits are booked whole or not"
        shelf.note(group.at("action"), message, "not_all_or_none")
        return Steps(list(_visits_of(shelf, outer, group.place, ask=False)))
    actions = outer[0]["action"]
    steps = Steps(list(_visits_of(shelf, actions, group.at("action", 0))))
    inactive = [visit for visit in steps.visits if visit.resource.get("status") not in WAITING]
    for visit in inactive:
        shelf.note(visit.at("status"), "its RequestGroup is active, so it must be active too", "disagreement")
    steps.waits = _waits_of(shelf, actions, group.at("action", 0))
    return Steps() if len(steps.visits) < len(actions) or inactive else steps


def _visits_of(shelf: Shelf, actions: list[Json], place: str, *, ask: bool = True) -> list[Entry]:
    found = []
    for index, action in enumerate(actions):
        where = f"{place}{json_path(('action', index, 'resource'))[1:]}"
        reference = action.get("resource", {})
        entry = shelf.needed(reference, where, "ServiceRequest") if ask else shelf.follow(reference, "ServiceRequest")
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
                message = "only before-start of the next action in the list can be read: the list is the sequence"
                shelf.note(where, message, "unknown_relation")
                continue
            span = _span(related)
            if span is None:
                shelf.note(
                    where, "write offsetRange or offsetDuration in minutes (code min) or hours (code h)", "wait"
                )
            else:
                found[index + 1] = (*span, where)
    return found


def _span(related: Json) -> tuple[int, int | None] | None:
    """The least and most minutes of an offset; None if they can't be read."""
    exact = related.get("offsetDuration")
    ends = [exact, exact] if exact else [related.get("offsetRange", {}).get(name) for name in ("low", "high")]
    counts: list[int | None] = []
    for end in ends:
        count = None if end is None else end.get("value", -1) * _PER_HOUR.get(end.get("code"), -1)
        if count is not None and (count < 0 or count != int(count)):
            return None
        counts.append(None if count is None else int(count))
    return counts[0] or 0, counts[1]


def _single(parts: dict[str, list[tuple[Any, str]]]) -> list[tuple[str, tuple[Any, str]]]:
    """The last of each part; those that may repeat are read elsewhere."""
    return [(name, values[-1]) for name, values in parts.items()]
