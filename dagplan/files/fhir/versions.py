"""Which of several versions of a resource counts: the newest; and none, if it was deleted since."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import Entry
from .names import Json
from .shelf import Shelf

_ETAG = re.compile(r'(?:W/)?"([^"]*)"')


@dataclass(frozen=True)
class Version:
    """One version of a resource, or its deletion (no ``entry``), as an entry of a Bundle tells of it."""

    entry: Entry | None
    place: str
    history: bool = False
    """Whether it stands in a history, where the newest comes first."""
    response: Json = field(default_factory=dict)
    order: int = 0
    """How many versions of anything come before it."""

    @property
    def updated(self) -> datetime | None:
        """When it was made."""
        own = self.entry.resource.get("meta", {}) if self.entry else {}
        for text in (own.get("lastUpdated") if isinstance(own, dict) else None, self.response.get("lastModified")):
            moment = _moment(text)
            if moment is not None:
                return moment
        return None

    @property
    def number(self) -> int | None:
        """Its version, where that is a number."""
        own = self.entry.resource.get("meta", {}) if self.entry else {}
        found = _ETAG.fullmatch(str(self.response.get("etag", "")))
        text = str(own.get("versionId", "") if isinstance(own, dict) else "") or (found[1] if found else "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def newest_first(resources: Iterable[list[Version]]) -> bool:
    """Whether a history keeps R4's order, the newest first: none of its resources shows the other one."""
    for versions in resources:
        for of in ("updated", "number"):
            known = [value for one in versions if one.history and (value := getattr(one, of)) is not None]
            if any(earlier < later for earlier, later in pairwise(known)):
                return False
    return True


def newest(shelf: Shelf, versions: list[Version], *, in_order: bool) -> Version | None:
    """The version that counts, which may be a deletion; None if it can't be told (a problem).

    ``in_order`` says whether the order of a history can be relied on.
    """
    chosen = _newest_of(shelf, versions, in_order)
    if chosen is None:
        return None
    for one in versions:
        if one is not chosen and one.entry is not None and not _same(one, chosen):
            why, what = PassedOverWords.NEWEST_COUNTS, PassedOverThings.OLDER
            shelf.pass_over(one.place, "older_version", why, what, kind=one.entry.kind)
    if chosen.entry is None:
        shelf.pass_over(chosen.place, "deleted", PassedOverWords.DELETED, PassedOverThings.DELETION)
    return chosen


def _same(one: Version, other: Version) -> bool:
    return other.entry is not None and one.entry is not None and one.entry.resource == other.entry.resource


def _newest_of(shelf: Shelf, versions: list[Version], in_order: bool) -> Version | None:
    first = versions[0]
    if len(versions) == 1:
        return first
    if all(_same(one, first) for one in versions):
        return _said_twice(shelf, versions)
    for of in ("updated", "number"):
        known = [(getattr(one, of), one) for one in versions]
        if all(value is not None for value, _one in known) and len({value for value, _one in known}) == len(known):
            return max(known, key=lambda pair: pair[0])[1]
    if in_order and all(one.history for one in versions):
        return first
    if any(one.entry is None for one in versions):
        place = next(one.place for one in versions if one.entry is None)
        shelf.note(place, FhirFaults.DELETED_AND_WRITTEN(), "deleted_and_written")
        return None
    _repeated(shelf, versions)
    return None


def _said_twice(shelf: Shelf, versions: list[Version]) -> Version | None:
    """The same words twice: searches answered in one Bundle may each include a resource; one Bundle may not."""
    bundles = {one.place.rsplit(".entry[", 1)[0] for one in versions}
    if len(bundles) == len(versions):
        return versions[0]
    _repeated(shelf, versions)
    return None


def _repeated(shelf: Shelf, versions: list[Version]) -> None:
    for one in versions[1:]:
        shelf.note(one.place, FhirFaults.REPEATED_RESOURCE(place=versions[0].place), "repeated_resource")


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else None
