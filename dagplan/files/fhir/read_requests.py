"""Requests and their visits from RequestGroups and ServiceRequests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import Entry, code_in, extension_of, word_of
from .identity import as_our_id
from .names import NEED, ROLE_CODES, VISIT, Json
from .occurrence import Planned, wanted
from .periods import minutes_of
from .read_groups import Steps
from .read_people import People
from .shelf import Shelf
from .sourced import Sourced

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
_OTHER_VISITS = {
    "samePractitionerAs": "same_practitioner_as",
    "differentPractitionerFrom": "different_practitioner_from",
}
_SHARED = {
    "patient": "subject",
    "units": "locationReference",
    "priority": "priority",
    "requisition": "requisition",
    "wanted": "occurrencePeriod",
}
"""What linked visits have in common, and the element that tells it."""
_QUANTITIES = ("quantityQuantity", "quantityRatio", "quantityRange")
_NOT_READ = ("performerType", "locationCode")
"""Elements that would limit who or where, in codes that nothing else here has."""

Visit = tuple[str, str, str, int]
"""Of a visit: the ids of its request, itself and its patient, and its duration."""


@dataclass
class RequestReader:
    """Reads requests one by one into the contract's form."""

    people: People
    request: Sourced
    planned: Planned
    visits: dict[Entry, Visit] = field(default_factory=dict)
    """The visit that each ServiceRequest stands for."""
    _shared_numbers: Counter[str] = field(default_factory=Counter)

    @property
    def shelf(self) -> Shelf:
        """The resources of the Bundle."""
        return self.people.shelf

    def read_all(self, waiting: Sequence[tuple[Entry, Steps]]) -> None:
        """Every request that waits, in the order given."""
        self.request.data.setdefault("requests", [])
        self._shared_numbers = Counter(_requisition(steps.visits[0]) for _holder, steps in waiting)
        for holder, steps in waiting:
            self.read(holder, steps)

    def read(self, holder: Entry, steps: Steps) -> None:
        """One request; ``holder`` is its group, or its only service request."""
        first, need = steps.visits[0], extension_of(holder, NEED)
        common = [self._common(entry, steps) for entry in steps.visits]
        self._agree(steps.visits, common, holder)
        own = common[0]
        case: Json = {
            "id": self._id(holder, first),
            "patient": own["patient"] or "",
            "units": list(own["units"]),
            "priority": own["priority"] or holder.resource.get("priority"),
            **own["wanted"].fields,
            "excluded_dates": [value for value, _place in need.get("excludedDate", ())],
            "same_day_as": [value for value, _place in need.get("sameDayAs", ())],
        }
        when = next((name for name in first.resource if name.startswith("occurrence")), "occurrencePeriod")
        places = {"patient": first.at("subject"), "units": first.at("locationReference")}
        places |= {name: first.at(when) for name in ("earliest", "latest", "not_before", "not_after")}
        places["priority"] = first.at("priority")
        for part, (value, place) in _single(need):
            if part in ("notBefore", "notAfter") and case.get(_NEED_FIELDS[part]):
                self._narrow(case, _NEED_FIELDS[part], value, place, places)
            elif part in _NEED_FIELDS:
                case[_NEED_FIELDS[part]], places[_NEED_FIELDS[part]] = value, place
            elif part not in ("excludedDate", "sameDayAs"):
                self.shelf.note(place, FhirFaults.UNKNOWN_PART(), "unknown_part")
        index = self.request.add("requests", case, places, holder.place)
        made = self.request.data["requests"][index]
        made["visits"] = [self._visit(entry, made, (index, at)) for at, entry in enumerate(steps.visits)]
        self._waits(made, steps)

    def _common(self, entry: Entry, steps: Steps) -> Json:
        """What one service request says that is one thing for the whole request here."""
        length = extension_of(entry, VISIT).get("duration", [(None, "")])[-1][0]
        linked = len(steps.visits) > 1
        self._quantity(entry)
        for name in _NOT_READ:
            if entry.resource.get(name):
                why, what = PassedOverWords.CODES_NOT_READ, PassedOverThings.ELEMENT
                self.shelf.pass_over(entry.at(name), "element", why, what, name=name, kind="ServiceRequest")
        return {
            "patient": self.people.patient(entry.resource["subject"], entry, entry.at("subject")),
            "units": self._units(entry),
            "priority": entry.resource.get("priority"),
            "requisition": _requisition(entry),
            "wanted": wanted(self.shelf, entry, minutes_of(length), self.planned, linked=linked),
        }

    def _agree(self, visits: list[Entry], common: list[Json], holder: Entry) -> None:
        """Linked visits share what is one thing for the whole request here, and the group is of the same patient."""
        for entry, said in zip(visits[1:], common[1:], strict=True):
            for name, element in _SHARED.items():
                if said[name] != common[0][name]:
                    differs = FhirFaults.DIFFERS(place=visits[0].at(element))
                    self.shelf.note(entry.at(element), differs, "disagreement")
        subject = holder.resource.get("subject") if holder.kind == "RequestGroup" else None
        if subject and self.people.patient(subject, holder, holder.at("subject")) != common[0]["patient"]:
            another = FhirFaults.ANOTHER_PATIENT_THAN(place=visits[0].at("subject"))
            self.shelf.note(holder.at("subject"), another, "disagreement")

    def _narrow(self, case: Json, name: str, value: Any, place: str, places: dict[str, str]) -> None:
        """A clock time that stands in an extension and in the occurrence: both hold."""
        later = str(value)[:5] > case[name]
        if later == (name == "not_before"):
            case[name], places[name] = value, place

    def _quantity(self, entry: Entry) -> None:
        for name in _QUANTITIES:
            said = entry.resource.get(name)
            if said is None:
                continue
            if (
                name == "quantityQuantity"
                and said.get("value") == 1
                and not ({"code", "unit", "comparator"} & set(said))
            ):
                continue
            self.shelf.note(entry.at(name), FhirFaults.QUANTITY(), "quantity")

    def _visit(self, entry: Entry, case: Json, at: tuple[int, int]) -> Json:
        parts = extension_of(entry, VISIT)
        visit: Json = {
            "id": self.shelf.named(entry, "ServiceRequest"),
            "role": code_in(entry.resource.get("category", []), ROLE_CODES),
            "competence": word_of(entry.resource.get("code", {})),
            "practitioners": self._performers(entry, case),
        }
        here = ("requests", at[0], "visits", at[1])
        places = {"role": entry.at("category"), "competence": entry.at("code")}
        places["practitioners"] = entry.at("performer")
        several: dict[str, list[tuple[Any, str]]] = {}
        for part, (value, place) in _single(parts):
            if part == "duration":
                visit["duration"], places["duration"] = self._minutes(value, place), place
            elif part == "preferred":
                visit["preferred"], places["preferred"] = self._person(value, entry, place), place
            elif part in _VISIT_FIELDS:
                visit[_VISIT_FIELDS[part]], places[_VISIT_FIELDS[part]] = value, place
            elif part == "equipment":
                visit["equipment"] = [self._kind(*one) for one in parts[part]]
                several[part] = parts[part]
            elif part in _OTHER_VISITS:
                visit[_OTHER_VISITS[part]] = [self._other_visit(one, entry, where) for one, where in parts[part]]
                several[_OTHER_VISITS[part]] = parts[part]
            else:
                self.shelf.note(place, FhirFaults.UNKNOWN_PART(), "unknown_part")
        if "duration" not in parts:
            self.shelf.note(entry.place, FhirFaults.NO_DURATION(url=VISIT), "no_duration")
            visit["duration"] = 1
        if visit["competence"] is None:
            self.shelf.note(entry.place, FhirFaults.NO_COMPETENCE(), "no_competence")
            visit["competence"] = "?"
        self.request.places[here] = entry.place
        self.request.places |= {(*here, name): place for name, place in places.items()}
        for name, values in several.items():
            self.request.places |= {(*here, name, number): place for number, (_, place) in enumerate(values)}
        self.visits[entry] = (case["id"], visit["id"], case["patient"], visit["duration"])
        return {name: value for name, value in visit.items() if value is not None}

    def _id(self, holder: Entry, first: Entry) -> str:
        """The requisition, where it is one request's; else the id of the holder."""
        requisition = _requisition(first)
        # Without a group, service requests of one requisition are requests of their own (rule R11).
        made = as_our_id(requisition) if requisition and self._shared_numbers[requisition] == 1 else None
        return made or self.shelf.named(holder, holder.kind)

    def _units(self, entry: Entry) -> tuple[str, ...]:
        found = [
            self.people.units.of_reference(reference, entry, entry.at("locationReference", index))
            for index, reference in enumerate(entry.resource.get("locationReference", ()))
        ]
        return tuple(dict.fromkeys(unit for unit in found if unit))

    def _performers(self, entry: Entry, case: Json) -> list[str]:
        """Only these people; where all are roles at one unit, only there too."""
        found: list[str] = []
        units: list[str | None] = []
        references = entry.resource.get("performer", ())
        for index, reference in enumerate(references):
            person = self._person(reference, entry, entry.at("performer", index))
            found += [person] if person and person not in found else []
            role = self.shelf.follow(reference, entry, "PractitionerRole")
            units.append(self.people.unit_of_role(role) if role else None)
        self._limit_to(set(units), entry, case)
        return found

    def _limit_to(self, units: set[str | None], entry: Entry, case: Json) -> None:
        """Where those who may perform a visit are named as roles, their care unit is the one it may be at."""
        known = units - {None}
        allowed = [unit for unit in case["units"] if unit in known] if case["units"] else sorted(filter(None, known))
        if not known or (case["units"] and set(case["units"]) <= known):
            return
        if len(known) > 1 or None in units or not allowed:
            self.shelf.note(entry.at("performer"), FhirFaults.ROLES_LIMIT(), "several_units")
        else:
            case["units"] = allowed

    def _person(self, reference: Any, entry: Entry, place: str) -> str | None:
        if not isinstance(reference, dict):
            self.shelf.note(place, FhirFaults.NO_PRACTITIONER(), "no_practitioner")
            return None
        return self.people.person(reference, entry, place)

    def _kind(self, value: Any, place: str) -> Any:
        """A kind of equipment, coded or as a text; what is neither the contract refuses in its own words."""
        if not isinstance(value, dict):
            return value
        found = word_of(value) if value.keys() <= {"id", "extension", "coding", "text"} else None
        if found is None:
            self.shelf.note(place, FhirFaults.NO_KIND(), "no_kind")
        return found or "?"

    def _other_visit(self, value: Any, entry: Entry, place: str) -> str:
        """The visit that a reference to another service request means; a problem if it means none."""
        reference = value if isinstance(value, dict) else {}
        found = self.shelf.needed(reference, entry, place, "ServiceRequest")
        return self.shelf.named(found, "ServiceRequest") if found else ""

    def _minutes(self, value: Any, place: str) -> int:
        found = minutes_of(value)
        if found is None:
            self.shelf.note(place, FhirFaults.DURATION(), "duration")
        return 1 if found is None else found

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
                self.shelf.note(place, FhirFaults.OTHER_WAITS(), "disagreement")


def _requisition(entry: Entry) -> str:
    return str(entry.resource.get("requisition", {}).get("value", ""))


def _single(parts: dict[str, list[tuple[Any, str]]]) -> list[tuple[str, tuple[Any, str]]]:
    """The last of each part; those that may repeat are read elsewhere."""
    return [(name, values[-1]) for name, values in parts.items()]
