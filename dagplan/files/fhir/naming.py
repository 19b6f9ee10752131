"""Who is the same, and what everybody is called in the contract.

One thing may have several resources (on two servers, or contained in others) and be referred to in many ways: it gets
one id. Two things never get the same id, whatever the order of the Bundle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from dagplan.models.fields import is_id

from .entry import Entry, identifiers_of
from .identity import as_our_id, marked
from .names import HSA_ID, KINDS, id_system

Key = tuple[str, ...]

_TELLING = ("Practitioner", "Patient", "Device")
"""Of these, two with an identifier in common (system and value) are one: it is given to persons and devices one by
one. An organization may share one with the whole it belongs to, so there only our own id and the HSA-id tell, and of
a room our own id."""


class Named(NamedTuple):
    """Something outside the Bundle that a reference names, by its address or an identifier."""

    kind: str
    key: Key
    id: str
    root: str
    identifier: tuple[str, str] | None


@dataclass
class Thing:
    """Something of the contract: the keys under which it is known, and what its id may be made of."""

    kind: str
    keys: set[Key] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    outside_id: str = ""
    root: str = ""

    @property
    def least(self) -> Key:
        """The key that stands for all: the same in any order."""
        return min(self.keys)

    def own_id(self) -> str | None:
        """The id that we gave it ourselves once."""
        system = id_system(KINDS[self.kind])
        found = (as_our_id(value) for of, value in self.identifiers if of == system)
        return next((one for one in found if one), None)

    def wanted_id(self) -> str | None:
        """Its id: of our own system, the HSA-id, any identifier, the FHIR id; None if nothing in it can be one."""
        hsa = [value for of, value in self.identifiers if of == HSA_ID]
        names = [_local_name(entry) for entry in self.entries]
        wanted = [self.own_id(), *hsa, *(value for _of, value in self.identifiers), *names, self.outside_id]
        return next((made for one in wanted if one and (made := as_our_id(one))), None)


class Names:
    """The id of every thing in a Bundle, and of those outside it that its references name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        everything = [*_with_contained(entries)]
        self._things: dict[tuple[str, Key], Thing] = {}
        for entry in everything:
            kind = _stands_for(entry)
            if kind:
                thing = Thing(kind, {entry.key}, [entry], identifiers_of(entry.resource), root=entry.root)
                self._merge(thing, _telling_keys(kind, thing.identifiers))
        roots = Counter(entry.root for entry in everything if entry.root and entry.holder is None)
        self._main = min(roots, key=lambda root: (-roots[root], root), default="")
        self._ids: dict[tuple[str, Key], str] = {}

    def add(self, outside: Iterable[Named]) -> None:
        """Put in those outside the Bundle, and give everything its id."""
        for one in outside:
            pairs = [one.identifier] if one.identifier else []
            thing = Thing(one.kind, {one.key}, identifiers=pairs, outside_id=one.id, root=one.root)
            self._merge(thing, _telling_keys(one.kind, pairs))
        self._ids = self._all_ids()

    def thing(self, entry: Entry) -> Key:
        """What tells what a resource is about from everything else of its type."""
        kind = _stands_for(entry)
        return self._things[kind, entry.key].least if kind else entry.key

    def id_of(self, kind: str, key: Key) -> str | None:
        """The id of a thing that a resource or an outside address is the key of; None if there can be none."""
        thing = self._things.get((kind, key))
        return self._ids.get((kind, thing.least)) if thing else None

    def _merge(self, thing: Thing, telling: set[Key]) -> None:
        """Make one of all things that share a key with this one."""
        thing.keys |= telling
        others = {id(one): one for key in thing.keys if (one := self._things.get((thing.kind, key)))}
        for other in others.values():
            thing = _one_of(other, thing)
        self._things.update({(thing.kind, key): thing for key in thing.keys})

    def _all_ids(self) -> dict[tuple[str, Key], str]:
        by_id: dict[tuple[str, str], list[Thing]] = defaultdict(list)
        for thing in {id(one): one for one in self._things.values()}.values():
            wanted = thing.wanted_id()
            if wanted:
                by_id[thing.kind, wanted].append(thing)
        given: dict[tuple[str, Key], str] = {}
        for (kind, wanted), things in by_id.items():
            names = self._told_apart(wanted, things, by_id) if len(things) > 1 else [wanted]
            for thing, name in zip(things, names, strict=True):
                given[kind, thing.least] = name
        return given

    def _told_apart(self, wanted: str, things: list[Thing], taken: Container[tuple[str, str]]) -> list[str]:
        """Ids for things that want the same: the nearest keeps it, the others are marked by where they are from."""
        ranks = [self._rank(thing) for thing in things]
        best = min(ranks)
        hosts = Counter(urlsplit(thing.root).netloc for thing in things)
        found = []
        for thing, rank in zip(things, ranks, strict=True):
            host = urlsplit(thing.root).netloc
            by_host = f"{wanted}-{host}".replace(":", "-")
            if rank == 0 or (rank == best and ranks.count(best) == 1):
                found.append(wanted)
            elif host and hosts[host] == 1 and is_id(by_host) and (thing.kind, by_host) not in taken:
                found.append(by_host)
            else:
                found.append(marked(wanted, *thing.least))
        return found

    def _rank(self, thing: Thing) -> int:
        """How near a thing is: ours, then of the server that most are of, then of none, then of another."""
        if thing.own_id():
            return 0
        place = 1 if thing.root == self._main else 3 if thing.root else 2
        return place if thing.entries else place + 3


def _one_of(first: Thing, second: Thing) -> Thing:
    """Two things that are one."""
    return Thing(
        first.kind,
        first.keys | second.keys,
        [*first.entries, *second.entries],
        [*first.identifiers, *second.identifiers],
        first.outside_id or second.outside_id,
        first.root or second.root,
    )


def _stands_for(entry: Entry) -> str:
    """The resource by which something of the contract is usually known; empty: a resource of nothing of its own."""
    if entry.kind == "PractitionerRole" and not entry.resource.get("practitioner"):
        return "Practitioner"
    return entry.kind if entry.kind in KINDS else ""


def _telling_keys(kind: str, identifiers: Iterable[tuple[str, str]]) -> set[Key]:
    own = {"Organization": (id_system("unit"), HSA_ID), "Location": (id_system("equipment"),)}.get(kind, ())
    return {
        ("identifier", system, value)
        for system, value in identifiers
        if (kind in _TELLING and system) or system in own
    }


def _with_contained(entries: Iterable[Entry]) -> Iterable[Entry]:
    for entry in entries:
        yield entry
        yield from entry.contained.values()


def _local_name(entry: Entry) -> str:
    """The logical id; that of a contained resource means something only beside that of its holder."""
    return f"{entry.holder.id}.{entry.id}" if entry.holder and entry.holder.id else entry.id
