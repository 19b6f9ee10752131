"""One resource of a Bundle with its place, and how its parts are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dagplan.files.places import shown
from dagplan.models.errors import json_path

from .names import HSA_ID, OLD_HSA_ID, Json


@dataclass(frozen=True, eq=False)
class Entry:
    """One resource, and its place in the file.

    ``url`` is its ``fullUrl`` in the one form in which they are compared, ``root`` the server in it; both are empty
    where there is none. ``holder`` is the resource that contains it.
    """

    resource: Json
    place: str
    url: str = ""
    root: str = ""
    holder: Entry | None = None
    written_url: str = ""
    contained: dict[str, Entry] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Its resource type."""
        return str(self.resource["resourceType"])

    @property
    def id(self) -> str:
        """Its logical id; empty where it has none."""
        return str(self.resource.get("id", ""))

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from every other resource of the Bundle."""
        if self.holder is not None:
            return (*self.holder.key, f"#{self.id}")
        return ("url", self.url) if self.url else ("place", self.place)

    def at(self, *steps: str | int) -> str:
        """The place of an element in it."""
        return self.place + json_path(steps)[1:]


def identifiers_of(resource: Json) -> list[tuple[str, str]]:
    """System (empty: none) and value of each identifier, those no longer in use last; both HSA systems are one."""
    written = resource.get("identifier")
    several = written if isinstance(written, list) else [written]
    found = [one for one in several if isinstance(one, dict) and one.get("value")]
    found.sort(key=lambda one: one.get("use") == "old")
    return [(one_system(str(one.get("system", ""))), str(one["value"])) for one in found]


def one_system(system: str) -> str:
    """An identifier system as it is compared: the older system of HSA-ids is the newer."""
    return HSA_ID if system == OLD_HSA_ID else system


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
