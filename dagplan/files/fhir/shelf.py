"""The resources of a Bundle, and where its references lead (R4, "Resolving references in Bundles")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dagplan.files.reading import PAGE, Tally
from dagplan.models.errors import Problem
from dagplan.words import Said, Value
from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import Entry, identifiers_of, one_system
from .names import Json
from .naming import Key, Named, Names
from .references import Search, Target, conditional, literal, tokens


@dataclass(frozen=True)
class Outside:
    """A resource that a reference names but that is not in the Bundle: by its address, or by an identifier."""

    kind: str
    id: str = ""
    root: str = ""
    identifier: tuple[str, str] | None = None

    @property
    def key(self) -> Key:
        """What tells it from every other."""
        return ("url", f"{self.root}/{self.kind}/{self.id}") if self.id else ("identifier", *(self.identifier or ()))


class Lead(NamedTuple):
    """Where a reference leads: a resource of the Bundle, one outside it, or nowhere, with the reason."""

    entry: Entry | None = None
    outside: Outside | None = None
    trouble: Said | None = None

    @property
    def kind(self) -> str:
        """The type of what it leads to; empty where that is not known."""
        return self.entry.kind if self.entry else self.outside.kind if self.outside else ""


@dataclass
class Shelf:
    """All resources that are read, with the problems found so far and what was passed over."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    entries: list[Entry] = field(default_factory=list)
    reached: set[Entry] = field(default_factory=set)
    """What any reference leads to."""
    _by_url: dict[str, Entry] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)
    _by_identifier: dict[tuple[str | None, str], list[Entry]] = field(default_factory=dict)
    _names: Names | None = None

    def put(self, entry: Entry) -> None:
        """Add a resource that is read."""
        self.entries.append(entry)
        for index, inner in enumerate(entry.resource.get("contained", ())):
            made = Entry(inner, entry.at("contained", index), root=entry.root, holder=entry)
            entry.contained.setdefault(made.id, made)
        self.index(entry)

    def index(self, entry: Entry) -> None:
        """Let references find a resource: by its ``fullUrl``, its type and id, and its identifiers."""
        if entry.url:
            self._by_url.setdefault(entry.url, entry)
        if entry.id:
            self._by_name.setdefault((entry.kind, entry.id), []).append(entry)
        for system, value in dict.fromkeys(identifiers_of(entry.resource)):
            self._by_identifier.setdefault((system, value), []).append(entry)
            self._by_identifier.setdefault((None, value), []).append(entry)

    def of(self, kind: str) -> Iterator[Entry]:
        """All resources of a type, in the order of the Bundle."""
        return (entry for entry in self.entries if entry.kind == kind)

    def note(self, place: str, said: Said, code: str) -> None:
        """Keep a problem."""
        self.problems.append(Problem.of(place, said, code))

    def pass_over(
        self, place: str, reason: str, why: PassedOverWords, what: PassedOverThings, **values: Value
    ) -> None:
        """Count something that is not used, with the rule that says so; ``values`` are those of ``what``."""
        self.tally.add(_in_file(place), reason, why, what, values)

    def tell_page(self, place: str, what: PassedOverWords, **values: Value) -> None:
        """Tell that others of what was looked for stand elsewhere; ``values`` are those of ``what``."""
        self.tally.add(_in_file(place), PAGE, None, what, values)

    @property
    def names(self) -> Names:
        """What everything is called; asked for when all is on the shelf."""
        if self._names is None:
            self._names = Names(self.entries)
            # Those outside are found by following references, which asks which resources are of one thing.
            self._names.add(self._named_outside())
        return self._names

    def _named_outside(self) -> Iterator[Named]:
        """Every patient and practitioner that a reference names but that is not in the Bundle."""
        for entry in self.entries:
            todo: list[object] = [entry.resource]
            while todo:
                part = todo.pop()
                if isinstance(part, list):
                    todo += part
                elif isinstance(part, dict):
                    todo += [one for one in part.values() if isinstance(one, list | dict)]
                    out = self.lead(part, entry).outside if _is_reference(part) else None
                    for kind in ("Patient", "Practitioner") if out else ():
                        if out and out.kind in (kind, ""):
                            yield Named(kind, out.key, out.id, out.root, out.identifier)

    def follow(self, reference: Json | None, source: Entry, *kinds: str) -> Entry | None:
        """The resource of the Bundle that a reference of ``source`` leads to, if it is of one of these types."""
        found = self.lead(reference or {}, source, *kinds).entry
        return found if found and found.kind in kinds else None

    def needed(self, reference: Json, source: Entry, place: str, *kinds: str) -> Entry | None:
        """As ``follow``, and a problem if it leads to none."""
        lead = self.lead(reference, source, *kinds)
        if lead.entry is None or lead.entry.kind not in kinds:
            self.lost(lead, place, *kinds)
            return None
        return lead.entry

    def lost(self, lead: Lead, place: str, *kinds: str) -> None:
        """The problem of a reference that leads to nothing of these types."""
        if lead.entry is not None:
            self.note(place, FhirFaults.WRONG_TYPE(found=lead.entry.kind, wanted=list(kinds)), "wrong_type")
        elif lead.trouble:
            self.note(place, lead.trouble, "dangling_reference")
        else:
            self.note(place, FhirFaults.DANGLING(wanted=list(kinds)), "dangling_reference")

    def named(self, entry: Entry, kind: str) -> str:
        """The id of ours for a resource; a problem, and an empty id, if there can't be one."""
        made = self.names.id_of(kind, entry.key)
        if made is None:
            self.note(entry.place, FhirFaults.NO_ID(kind=entry.kind), "no_id")
        return made or ""

    def lead(self, reference: Json, source: Entry, *kinds: str) -> Lead:
        """Where a reference leads; ``kinds`` are looked through where it has only an identifier, the first first."""
        found = self.look(reference, source, *kinds)
        if found.entry is not None:
            self.reached.add(found.entry)
        return found

    def look(self, reference: Json, source: Entry, *kinds: str) -> Lead:
        """As ``lead``, where what it leads to is not used for it."""
        return self._lead(reference, source, kinds)

    def _lead(self, reference: Json, source: Entry, kinds: tuple[str, ...]) -> Lead:
        text = reference.get("reference")
        identifier = reference.get("identifier")
        known = isinstance(identifier, dict) and bool(identifier.get("value"))
        if isinstance(text, str) and text:
            found = self._literal_or_conditional(text, source)
            if found.entry is None and known and not text.startswith("#"):
                other = self._identified(reference, kinds)
                if other.entry is not None or found.outside is None:
                    return other
                pair = other.outside.identifier if other.outside else None
                return Lead(outside=Outside(found.outside.kind, found.outside.id, found.outside.root, pair))
            return found
        if known:
            return self._identified(reference, kinds)
        if reference.get("display"):
            return Lead(trouble=FhirFaults.ONLY_DISPLAY())
        return Lead(trouble=FhirFaults.NO_REFERENCE())

    def _literal_or_conditional(self, text: str, source: Entry) -> Lead:
        if text.startswith("#"):
            return self._contained(text[1:], source.holder or source)
        search = conditional(text)
        if search is not None:
            return self._searched(search, source)
        target = literal(text)
        if target is None:
            return Lead(trouble=FhirFaults.IS_NO_REFERENCE())
        return self._target(target, source)

    def _contained(self, name: str, holder: Entry) -> Lead:
        found = holder.contained.get(name) if name else holder
        return Lead(found, trouble=None if found else FhirFaults.NOT_CONTAINED())

    def _target(self, target: Target, source: Entry) -> Lead:
        at_home = target.at(source.root) if target.relative and source.root else target
        found = self._by_url.get(at_home.url)
        if found is not None:
            return Lead(found)
        if not target.kind:
            return Lead(trouble=FhirFaults.NO_FULL_URL())
        same_name = self._by_name.get((target.kind, target.id), [])
        homeless = [one for one in same_name if not one.root and (not one.url or not at_home.root)]
        candidates = homeless if homeless or at_home.root else same_name
        if len(candidates) > 1:
            return Lead(trouble=FhirFaults.SEVERAL_OF_NAME())
        if candidates:
            return Lead(candidates[0])
        return Lead(outside=Outside(target.kind, target.id, at_home.root))

    def _searched(self, search: Search, source: Entry) -> Lead:
        if not search.readable:
            return Lead(trouble=FhirFaults.UNSEARCHABLE())
        root = search.root or source.root
        name, value = search.parameters[0]
        found = [one for one in self._having(name, tokens(value), search.kind) if not root or one.root in ("", root)]
        for name, value in search.parameters[1:]:
            wanted = tokens(value)
            found = [one for one in found if _matches(one, name, wanted)]
        if len({self.names.thing(one) for one in found}) == 1:
            return Lead(found[0])
        return Lead(trouble=FhirFaults.SEVERAL_MATCH() if found else FhirFaults.NONE_MATCHES())

    def _having(self, name: str, wanted: list[tuple[str | None, str]], kind: str) -> list[Entry]:
        """The resources of a type with one of these logical ids or identifiers."""
        if name == "_id":
            lists = [self._by_name.get((kind, value), []) for _system, value in wanted]
        elif all(value for _system, value in wanted):
            lists = [self._by_identifier.get((of and one_system(of), value), []) for of, value in wanted]
        else:
            lists = [[one for one in self.of(kind) if _matches(one, name, wanted)]]
        return list(dict.fromkeys(one for found in lists for one in found if one.kind == kind))

    def _identified(self, reference: Json, kinds: tuple[str, ...]) -> Lead:
        """By identifier: the one resource in the Bundle that has it, of the first of the types that has any."""
        identifier: Json = reference["identifier"]
        system = one_system(str(identifier["system"])) if identifier.get("system") else None
        value = str(identifier["value"])
        said = str(reference.get("type", "")).rsplit("/", 1)[-1]
        wanted = (said,) if said else kinds
        matches = self._by_identifier.get((system, value), [])
        for kind in wanted:
            found = [one for one in matches if one.kind == kind]
            if len({self.names.thing(one) for one in found}) > 1:
                return Lead(trouble=FhirFaults.SEVERAL_IDENTIFIED(kind=kind))
            if found:
                return Lead(found[0])
        return Lead(outside=Outside(said, identifier=(system or "", value)))


def _in_file(place: str) -> str:
    """A place without the name of the file."""
    return place.partition(": ")[2] or place


def _is_reference(part: Json) -> bool:
    return isinstance(part.get("reference"), str) or isinstance(part.get("identifier"), dict)


def _matches(entry: Entry, name: str, wanted: list[tuple[str | None, str]]) -> bool:
    """Whether a resource has one of these identifiers, or logical ids."""
    if name == "_id":
        return any(entry.id == value for _system, value in wanted)
    own = identifiers_of(entry.resource)
    return any(
        (system is None or one_system(system) == of) and (value == is_value or (not value and system is not None))
        for system, value in wanted
        for of, is_value in own
    )
