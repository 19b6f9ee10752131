"""The entries of a Bundle, one version of each resource: what histories, transactions and answers come down to.

Source: https://hl7.org/fhir/R4/bundle.html (uses of a Bundle, bdl-5, bdl-7, bdl-8) and
https://hl7.org/fhir/R4/http.html#history (the newest version first).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dagplan.files.places import shown
from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import Entry
from .names import OF_R5, READ, Json
from .references import literal
from .shelf import Shelf
from .versions import Version, newest, newest_first

TYPES = (
    *("collection", "batch", "transaction", "searchset", "batch-response", "transaction-response", "history"),
    *("document", "message"),
)
_DEEPEST = 3
"""A batch of searches is answered by a Bundle of Bundles; deeper than this nothing is."""


def unpack(shelf: Shelf, bundle: Json, top: str) -> list[Entry]:
    """One entry for each resource that is to be read; the others are noted as problems or as passed over."""
    found = _Found(shelf)
    found.take(bundle, top, 0)
    return found.chosen()


@dataclass
class _Found:
    """Every version of every resource, by what tells it from others."""

    shelf: Shelf
    versions: dict[tuple[str, ...], list[Version]] = field(default_factory=dict)
    count: int = 0

    def take(self, bundle: Json, top: str, depth: int) -> None:
        """All entries of a Bundle, and of the Bundles in it."""
        shelf, kind = self.shelf, bundle.get("type")
        if kind not in TYPES:
            shelf.note(f"{top}.type", FhirFaults.ONE_OF(codes=list(TYPES)), "unknown_code")
        if bundle.get("implicitRules"):
            shelf.note(f"{top}.implicitRules", FhirFaults.RULED(), "implicit_rules")
        entries = bundle.get("entry", [])
        if not isinstance(entries, list):
            shelf.note(f"{top}.entry", FhirFaults.A_LIST(), "not_fhir")
            return
        _tell_page(shelf, bundle, top, entries)
        for index, entry in enumerate(entries):
            place = f"{top}.entry[{index}]"
            if not isinstance(entry, dict):
                shelf.note(place, FhirFaults.ENTRY_RESOURCE(), "not_fhir")
                continue
            if entry.get("modifierExtension"):
                shelf.note(f"{place}.modifierExtension", FhirFaults.MODIFIED(), "modifier")
            self._entry(entry, place, str(kind), depth)

    def _entry(self, entry: Json, place: str, kind: str, depth: int) -> None:
        shelf = self.shelf
        request, response = _dict(entry, "request"), _dict(entry, "response")
        method = request.get("method")
        if method == "DELETE":
            self._deleted(entry, request, response, place, kind)
            return
        if method == "PATCH" and kind in ("batch", "transaction"):
            shelf.note(place, FhirFaults.PATCH(), "patch")
            return
        if isinstance(response.get("outcome"), dict):
            _other(shelf, {"resourceType": "OperationOutcome", **response["outcome"]}, f"{place}.response.outcome")
        status = str(response.get("status", ""))
        if status[:1] in ("4", "5"):
            why, what = PassedOverWords.MAY_BE_MISSING, PassedOverThings.FAILED
            shelf.pass_over(place, "failed", why, what, status=shown(status[:3]))
        if "resource" not in entry and (request or response):
            if status[:1] not in ("4", "5"):
                shelf.pass_over(place, "no_resource", PassedOverWords.NOTHING_TO_READ, PassedOverThings.NO_RESOURCE)
            return
        resource = entry.get("resource")
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            shelf.note(place, FhirFaults.ENTRY_RESOURCE(), "not_fhir")
        elif resource["resourceType"] == "Bundle" and depth < _DEEPEST:
            self.take(resource, f"{place}.resource", depth + 1)
        elif resource["resourceType"] in READ:
            self._keep(entry, resource, place, kind, response)
        else:
            _other(shelf, resource, f"{place}.resource")
            url, root = self._address(entry, resource, place)
            shelf.index(Entry(resource, f"{place}.resource", url, root))

    def _keep(self, entry: Json, resource: Json, place: str, kind: str, response: Json) -> None:
        url, root = self._address(entry, resource, place)
        target = literal(url)
        named = resource if target is None or not target.id else {"id": target.id, **resource}
        made = Entry(named, f"{place}.resource", url, root, written_url=str(entry.get("fullUrl", "")))
        tags = _dict(resource, "meta").get("tag")
        if any(isinstance(tag, dict) and tag.get("code") == "SUBSETTED" for tag in tags or ()):
            why, what = PassedOverWords.LEFT_OUT_BY_SENDER, PassedOverThings.SUBSETTED
            self.shelf.pass_over(made.place, "subsetted", why, what, kind=made.kind)
        known = ("name", made.kind, made.id) if made.id else ("place", place)
        key = ("url", url) if url else known
        self._add(key, Version(made, made.place, kind == "history", response, self.count))

    def _address(self, entry: Json, resource: Json, place: str) -> tuple[str, str]:
        """The ``fullUrl`` in one form, and the server in it."""
        written = entry.get("fullUrl")
        if written is None:
            return "", ""
        target = literal(written) if isinstance(written, str) else None
        if target is None or target.relative:
            self.shelf.note(f"{place}.fullUrl", FhirFaults.FULL_URL(), "not_fhir")
            return "", ""
        if target.version:
            self.shelf.note(f"{place}.fullUrl", FhirFaults.BDL_8(), "bdl-8")
        if not target.kind or not isinstance(resource.get("id", ""), str):
            return target.url, ""
        if (target.kind, target.id) != (resource["resourceType"], resource.get("id", target.id)):
            self.shelf.note(f"{place}.fullUrl", FhirFaults.OTHER_NAME(), "disagreement")
        return target.url, target.root

    def _deleted(self, entry: Json, request: Json, response: Json, place: str, kind: str) -> None:
        written = entry.get("fullUrl") or request.get("url")
        target = literal(written) if isinstance(written, str) and "?" not in written else None
        gone = Version(None, place, kind == "history", response, self.count)
        if target is None or not target.kind:
            self.shelf.pass_over(place, "deleted", PassedOverWords.FOR_A_SERVER, PassedOverThings.DELETION)
            return
        key = ("url", target.url) if target.root else ("name", target.kind, target.id)
        self._add(key, gone)

    def _add(self, key: tuple[str, ...], version: Version) -> None:
        self.count += 1
        self.versions.setdefault(key, []).append(version)

    def chosen(self) -> list[Entry]:
        """The newest version of each resource that is not deleted, in the order of the Bundle."""
        self._place_nameless()
        in_order = newest_first(self.versions.values())
        found = [newest(self.shelf, versions, in_order=in_order) for versions in self.versions.values()]
        kept = [(one.order, one.entry) for one in found if one is not None and one.entry is not None]
        return [entry for _order, entry in sorted(kept, key=lambda pair: pair[0])]

    def _place_nameless(self) -> None:
        """What has a type and an id but no server is the one resource that has them, whatever its server."""
        owners: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for key, versions in self.versions.items():
            first = next((one.entry for one in versions if one.entry), None)
            if first is not None and first.root:
                owners.setdefault(("name", first.kind, first.id), []).append(key)
        for key in [key for key in self.versions if key in owners]:
            if len(owners[key]) == 1:
                together = [*self.versions[owners[key][0]], *self.versions.pop(key)]
                self.versions[owners[key][0]] = sorted(together, key=lambda one: one.order)
            else:
                self.shelf.note(self.versions.pop(key)[0].place, FhirFaults.AMBIGUOUS(), "ambiguous")


def _tell_page(shelf: Shelf, bundle: Json, top: str, entries: list[Any]) -> None:
    """A search or a history may come in pages: one alone lacks what stands on the others."""
    if bundle.get("type") not in ("searchset", "history"):
        return
    total = bundle.get("total")
    relations = [link.get("relation") for link in bundle.get("link", ()) if isinstance(link, dict)]
    here = sum(1 for entry in entries if _is_match(entry))
    if {"next", "previous", "prev"} & {one for one in relations if isinstance(one, str)}:
        if isinstance(total, int):
            shelf.tell_page(f"{top}.link", PassedOverWords.PAGE_OF_TOTAL, here=here, total=total)
        else:
            shelf.tell_page(f"{top}.link", PassedOverWords.PAGE, here=here)
    elif isinstance(total, int) and bundle["type"] == "searchset" and total > here:
        shelf.tell_page(f"{top}.total", PassedOverWords.SHORT_OF_TOTAL, here=here, total=total)


def _is_match(entry: Any) -> bool:
    mode = _dict(entry, "search").get("mode")
    return isinstance(entry, dict) and mode in (None, "match")


def _other(shelf: Shelf, resource: Json, place: str) -> None:
    """A resource of a type that is not read."""
    kind = shown(resource["resourceType"])
    if kind in OF_R5:
        shelf.note(place, FhirFaults.NOT_R4(found=kind, wanted=OF_R5[kind]), "not_r4")
    elif kind == "OperationOutcome":
        issues = [one.get("severity") for one in resource.get("issue", ()) if isinstance(one, dict)]
        bad = any(one in ("error", "fatal") for one in issues)
        why = PassedOverWords.ALARMING_REMARK if bad else PassedOverWords.REMARK
        shelf.pass_over(place, "other_kind", why, PassedOverThings.OTHER_KIND, kind=kind)
    else:
        shelf.pass_over(place, "other_kind", PassedOverWords.TYPE_NOT_READ, PassedOverThings.OTHER_KIND, kind=kind)


def _dict(holder: Any, name: str) -> Json:
    value = holder.get(name) if isinstance(holder, dict) else None
    return value if isinstance(value, dict) else {}
