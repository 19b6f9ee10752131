"""One Bundle told in many ways that R4 calls the same: other references, servers, versions, types, containers.

``dagplan.files.fhir`` writes one way only (``urn:uuid`` everywhere, a collection). What is drawn here says the same
again as other systems would.
"""

from __future__ import annotations

import json
from copy import deepcopy
from urllib.parse import quote

from hypothesis import strategies as st

SERVERS = ["https://a.example/fhir", "https://b.example/r4/api"]
IDENTIFIED = ("Practitioner", "Patient", "Organization", "ServiceRequest", "RequestGroup")
"""Resources that we write with an identifier of ours, unique among its type."""
CONTAINABLE = {
    ("Slot", "schedule"): "Schedule",
    ("Schedule", "actor"): "PractitionerRole",
    ("Appointment", "participant"): "PractitionerRole",
}


def references(value):
    """Every Reference in a resource, as the object that it is."""
    if isinstance(value, list):
        for one in value:
            yield from references(one)
    elif isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value
        for one in value.values():
            yield from references(one)


class Teller:
    """Tells a Bundle of ours otherwise, as drawn."""

    def __init__(self, draw, bundle):
        self.draw = draw
        self.entries = deepcopy(bundle["entry"])
        self.by_urn = {entry["fullUrl"]: entry["resource"] for entry in self.entries}
        self.homes = {}
        self.urns = {}

    def tell(self):
        one_server = self.draw(st.booleans())
        servers = SERVERS[:1] if one_server else SERVERS
        for entry in self.entries:
            resource = entry["resource"]
            kind = resource["resourceType"]
            keeps_urn = kind == "Parameters" or (kind == "Appointment") or self.draw(st.integers(0, 3)) == 0
            self.homes[entry["fullUrl"]] = None if keeps_urn else self.draw(st.sampled_from(servers))
        for entry in self.entries:
            for found in references(entry["resource"]):
                self._refer(found, entry)
        for entry in self.entries:
            home = self.homes[entry["fullUrl"]]
            resource = entry["resource"]
            if home:
                entry["fullUrl"] = self._spelled(f"{home}/{resource['resourceType']}/{resource['id']}")
        self._contain()
        return self._bundle()

    def _spelled(self, url):
        """The same address: scheme and server in any case (3.1.0.1.1)."""
        how = self.draw(st.integers(0, 3))
        if how == 1:
            return url.replace("https://", "http://")
        return url.replace(".example", ".EXAMPLE") if how == 2 else url

    def _refer(self, found, entry):
        urn = found["reference"]
        target, home, here = self.by_urn[urn], self.homes[urn], self.homes[entry["fullUrl"]]
        kind = target["resourceType"]
        ways = ["as it is"] if home is None else ["absolute", "versioned"]
        if home is not None and home == here:
            ways += ["relative", "relative", "relative versioned"]
        if kind in IDENTIFIED:
            ways += ["identifier", "identifier typed", "conditional", "both"]
        way = self.draw(st.sampled_from(ways))
        url = f"{home}/{kind}/{target['id']}"
        identifier = (target.get("identifier") or [{}])[0]
        if not self.draw(st.booleans()):
            found.pop("type", None)
        if way == "absolute":
            found["reference"] = self._spelled(url)
        elif way == "versioned":
            found["reference"] = f"{self._spelled(url)}/_history/{self.draw(st.integers(1, 9))}"
        elif way == "relative":
            found["reference"] = f"{kind}/{target['id']}"
        elif way == "relative versioned":
            found["reference"] = f"{kind}/{target['id']}/_history/2"
        elif way.startswith("identifier"):
            del found["reference"]
            found["identifier"] = dict(identifier)
            found.pop("type", None)
            found.update({"type": kind} if "typed" in way else {})
        elif way == "conditional":
            token = f"{identifier['system']}|{identifier['value']}"
            whole = quote(token, safe="") if self.draw(st.booleans()) else token
            # Of no server in particular: one of an entry's own would look there alone.
            prefix = f"{home}/" if home else ("" if here is None else None)
            if prefix is None:
                return
            found["reference"] = f"{prefix}{kind}?identifier={whole}"
            found.pop("type", None)
        elif way == "both":
            found["identifier"] = dict(identifier)

    def _contain(self):
        """Some resources that one other alone refers to move into it."""
        if not self.draw(st.booleans()):
            return
        plain = {entry["fullUrl"]: entry for entry in self.entries}
        uses = {}
        for entry in self.entries:
            for found in references(entry["resource"]):
                text = str(found.get("reference", ""))
                uses.setdefault(text, []).append((entry, found))
        for url, entry in list(plain.items()):
            users = uses.get(url, [])
            kind = entry["resource"]["resourceType"]
            if len(users) != 1 or kind != "PractitionerRole" or not url.startswith("urn:"):
                continue
            holder, found = users[0]
            if holder["resource"]["resourceType"] != "Schedule" or self.homes_of(entry) != self.homes_of(holder):
                continue
            inner = {**entry["resource"], "id": f"c{len(holder['resource'].get('contained', []))}"}
            holder["resource"].setdefault("contained", []).append(inner)
            found["reference"] = f"#{inner['id']}"
            self.entries.remove(entry)

    def homes_of(self, entry):
        url = entry["fullUrl"]
        return url.rsplit("/", 2)[0] if "://" in url else None

    def _bundle(self):
        kind = self.draw(
            st.sampled_from(["collection", "searchset", "history", "transaction", "batch-response", "nested"])
        )
        entries = self.entries
        if self.draw(st.booleans()):
            entries = self._shuffled(entries)
        if kind == "history":
            entries = [one for entry in entries for one in self._with_older(entry)]
        if kind == "transaction":
            entries = [{**one, "request": {"method": "PUT", "url": "x"}} for one in entries]
            entries.append({"request": {"method": "DELETE", "url": "Slot/never-here"}})
        if kind == "nested":
            cut = self.draw(st.integers(0, len(entries)))
            inner = [
                {"resourceType": "Bundle", "type": "searchset", "entry": part}
                for part in (entries[:cut], entries[cut:])
            ]
            return {
                "resourceType": "Bundle",
                "type": "batch-response",
                "entry": [{"resource": one, "response": {"status": "200"}} for one in inner if one["entry"]],
            }
        return {"resourceType": "Bundle", "type": kind, "entry": entries}

    def _shuffled(self, entries):
        """In another order, but for those whose order says something: times, requests and bookings keep theirs."""
        order = self.draw(st.permutations(["Patient", "Location", "PractitionerRole", "Schedule"]))
        moved = [one for kind in order for one in entries if one["resource"]["resourceType"] == kind]
        rest = [one for one in entries if one["resource"]["resourceType"] not in order]
        return [*moved, *rest] if self.draw(st.booleans()) else [*rest, *moved]

    def _with_older(self, entry):
        """A resource with an older version beside it, which would change what is asked."""
        if entry["resource"]["resourceType"] not in ("Slot", "Practitioner") or not self.draw(st.booleans()):
            return [entry]
        new, old = deepcopy(entry), deepcopy(entry)
        new["resource"]["meta"], old["resource"]["meta"] = {"versionId": "10"}, {"versionId": "9"}
        old["resource"].update({"status": "entered-in-error"} if "status" in old["resource"] else {"active": False})
        return [new, old] if self.draw(st.booleans()) else [old, new]


@st.composite
def told_otherwise(draw, bundle):
    """The Bundle, as another system might tell it."""
    return json.loads(json.dumps(Teller(draw, bundle).tell()))
