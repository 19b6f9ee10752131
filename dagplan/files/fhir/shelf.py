"""The resources of a Bundle: where each stands, and where its references lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dagplan.files.places import shown, shown_path
from dagplan.models.errors import Location, Problem, json_path

from .identity import as_our_id, our_id
from .names import Json


@dataclass(frozen=True, eq=False)
class Entry:
    """One resource, and its place in the file."""

    resource: Json
    place: str

    @property
    def kind(self) -> str:
        """Its resource type."""
        return str(self.resource["resourceType"])

    def at(self, *steps: str | int) -> str:
        """The place of an element in it."""
        return self.place + json_path(steps)[1:]


@dataclass
class Shelf:
    """All resources that are read, by type, with the problems found so far."""

    file: str
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _by_name: dict[str, Entry] = field(default_factory=dict)

    def put(self, entry: Entry, full_url: object) -> None:
        """Add a resource under its ``fullUrl`` and its ``Type/id``."""
        self.entries.append(entry)
        names = [full_url, f"{entry.kind}/{entry.resource.get('id')}" if entry.resource.get("id") else None]
        for name in names:
            if isinstance(name, str):
                self._by_name.setdefault(name, entry)

    def of(self, kind: str) -> Iterator[Entry]:
        """All resources of a type, in the order of the Bundle."""
        return (entry for entry in self.entries if entry.kind == kind)

    def note(self, place: str, message: str, code: str = "fhir") -> None:
        """Keep a problem."""
        self.problems.append(Problem(place, message, code))

    def follow(self, reference: Json | None, *kinds: str) -> Entry | None:
        """The resource of the Bundle that a reference leads to, if it is of one of these types."""
        target = str((reference or {}).get("reference", ""))
        found = self._by_name.get(target) or self._by_name.get("/".join(target.split("/")[-2:]))
        return found if found and found.kind in kinds else None

    def needed(self, reference: Json, place: str, *kinds: str) -> Entry | None:
        """As ``follow``, and a problem if it leads to none."""
        found = self.follow(reference, *kinds)
        if found is None:
            self.note(place, f"no {' or '.join(kinds)} in this Bundle stands where this leads", "dangling_reference")
        return found

    def id_of(self, entry: Entry) -> str:
        """The id of ours for a resource; a problem, and an empty id, if there can't be one."""
        made = our_id(entry.resource)
        if made is None:
            rule = "a letter followed by at most 63 letters, digits, '_', '.' or '-'"
            self.note(entry.place, f"nothing in this {entry.kind} can be an id: {rule}", "no_id")
        return made or ""

    def id_behind(self, reference: Json, kind: str) -> str | None:
        """The id of what a reference means: in this Bundle, by identifier, or by the end of the reference."""
        entry = self.follow(reference, kind)
        if entry:
            return self.id_of(entry)
        known = reference.get("identifier", {}).get("value")
        target = str(reference.get("reference", ""))
        if not known and kind not in (reference.get("type"), *target.split("/")):
            return None
        tail = target.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        return as_our_id(str(known or tail))


@dataclass
class Sourced:
    """JSON-like data of the contract, with the place in the file that each part came from."""

    data: Json
    file: str
    places: dict[Location, str] = field(default_factory=dict)

    def place(self, location: Location) -> str:
        """Where a value stands: the nearest part that is known."""
        for length in range(len(location), 0, -1):
            if location[:length] in self.places:
                return self.places[location[:length]]
        return f"{shown_path(self.file)}: $"

    def add(self, table: str, values: Json, places: dict[str, str], place: str) -> int:
        """Add an entry to a list of the contract; ``places`` of its fields, ``place`` of all others."""
        index = len(self.data.setdefault(table, []))
        self.data[table].append({name: value for name, value in values.items() if value is not None})
        self.places[table, index] = place
        for name, where in places.items():
            self.places[table, index, name] = where
        return index


def word_of(concept: Json) -> str | None:
    """The word of a coded concept: its text, or the first coding's display or code."""
    codings: list[Json] = concept.get("coding", [])
    first = codings[0] if codings else {}
    found = concept.get("text") or first.get("display") or first.get("code")
    return str(found) if found else None


def code_in(concepts: list[Json], system: str) -> str | None:
    """The code of a system among coded concepts."""
    codes = (
        coding.get("code")
        for concept in concepts
        for coding in concept.get("coding", ())
        if coding.get("system") == system
    )
    return next(codes, None)


def extension_of(entry: Entry, url: str) -> dict[str, list[tuple[Any, str]]]:
    """The parts of an extension by name: each value with its place; a simple one is its own part ``""``."""
    found: dict[str, list[tuple[Any, str]]] = {}
    for index, extension in enumerate(entry.resource.get("extension", ())):
        if extension.get("url") != url:
            continue
        inner = extension.get("extension", ())
        if not inner:
            found.setdefault("", []).append((value_of(extension), entry.at("extension", index)))
        for number, part in enumerate(inner):
            place = entry.at("extension", index, "extension", number)
            found.setdefault(shown(str(part.get("url"))), []).append((value_of(part), place))
    return found


def value_of(holder: Json) -> Any:
    """The one ``value[x]`` of an extension or a parameter."""
    return next((value for name, value in holder.items() if name.startswith("value")), None)
