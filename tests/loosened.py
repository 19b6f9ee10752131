"""A request with only some of its limits, and whether there is room then: the dict changed, the oracle asked.

Nothing of the package is used: what a reason says of limits is held against this.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import combinations, product

from tests.oracle import Oracle, at, minutes

NO_BOUND = 1_000_000


def facts_of(fields):
    """The locked (or frozen) bookings."""
    freeze = fields.get("settings", {}).get("freeze_before")
    return [
        one for one in fields.get("bookings", []) if one.get("locked") or (freeze and at(one["start"]) < at(freeze))
    ]


def with_only(fields, case_id, limits):
    """The request with only these limits on one of its cases; what other cases ask is out of the way."""
    changed = deepcopy(fields)
    case = next(one for one in changed["requests"] if one["id"] == case_id)
    owner = {visit["id"]: one for one in changed["requests"] for visit in one["visits"]}
    for name in ("units", "earliest", "latest", "excluded_dates", "not_before", "not_after"):
        if name not in limits:
            case.pop(name, None)
    if "practitioners" not in limits:
        for visit in case["visits"]:
            visit.pop("practitioners", None)
    changed["held"] = Oracle(fields).items.held
    if "equipment" not in limits:
        for visit in case["visits"]:
            visit.pop("equipment", None)
    if "grid" not in limits:
        changed["settings"]["grid"] = 1
    if "clock_change" not in limits:
        changed["time_zone"] = "UTC"
    if "patient_busy" not in limits:
        changed["patient_busy"] = [
            one for one in changed.get("patient_busy", []) if one["patient"] != case["patient"]
        ]
    own = {one["visit"] for one in facts_of(fields)} & {visit["id"] for visit in case["visits"]}
    _waits(case, limits, own)

    def stays(booking):
        one = owner[booking["visit"]]
        kind = "own_locked" if one is case else "patient_visits" if one["patient"] == case["patient"] else "locked"
        return kind in limits

    changed["bookings"] = [one for one in facts_of(fields) if stays(one)]
    if "own_locked" not in limits:
        case["visits"] = [visit for visit in case["visits"] if visit["id"] not in own]
    there = {visit["id"] for visit in case["visits"]}
    for visit in case["visits"]:
        for name in ("same_practitioner_as", "different_practitioner_from"):
            others = [one for one in visit.pop(name, []) if one in there and name in limits]
            visit.update({name: others} if others else {})
    return changed, case


def _waits(case, limits, own):
    """The waits that hold, written out at each visit; none after a locked visit that is not there any more."""
    least, most = case.pop("min_wait", 0), case.pop("max_wait", None)
    for before, visit in zip([None, *case["visits"]], case["visits"]):
        alone = before is None or ("own_locked" not in limits and {before["id"], visit["id"]} & own)
        low, high = visit.get("min_wait", least), visit.get("max_wait", most)
        visit["min_wait"] = 0 if alone or "min_wait" not in limits else low
        visit["max_wait"] = NO_BOUND if alone or "max_wait" not in limits or high is None else high


def all_limits(fields, case):
    """Every limit there can be."""
    return {
        *("units", "earliest", "latest", "excluded_dates", "not_before", "not_after", "practitioners", "grid"),
        *("clock_change", "patient_busy", "min_wait", "max_wait", "own_locked", "locked", "patient_visits"),
        *("equipment", "same_practitioner_as", "different_practitioner_from"),
    }


class Place:
    """What room one case has, on the oracle of a request."""

    def __init__(self, fields, case):
        self.oracle, self.case = Oracle(fields), case
        self.facts = [(self.oracle.fact(v), self.oracle.visits[v][0]["patient"]) for v in self.oracle.locked]
        self.own = [one for one, _ in self.facts if self.oracle.visits[one[0]][0]["id"] == case["id"]]

    def singles(self, visit):
        """Every way to book one visit by itself, where its case's locked visits are, and beside all locked ones."""
        if visit["id"] in self.oracle.locked:
            return [self.oracle.fact(visit["id"])]
        return [
            one
            for one in self.oracle.singles(self.case, visit)
            if all((fact[2], fact[3].date()) == (one[2], one[3].date()) for fact in self.own)
            and self.oracle.fits([one], self.case["patient"], self.facts)
        ]

    def at(self, visit, unit, day):
        """Those at one unit on one date."""
        return [one for one in self.singles(visit) if (one[2], one[3].date()) == (unit, day)]

    def alone(self, name):
        """Whether one visit by itself has room."""
        return bool(self.singles(next(visit for visit in self.case["visits"] if visit["id"] == name)))

    def together(self):
        """Whether some unit and date have room for each visit by itself."""
        places = [{(one[2], one[3].date()) for one in self.singles(visit)} for visit in self.case["visits"]]
        return bool(set.intersection(*places))

    def whole(self):
        """Whether the visits have room in sequence at some unit and date."""
        singles = [self.singles(visit) for visit in self.case["visits"]]
        return any(
            self._whole_at(some, place)
            for place in {(one[2], one[3].date()) for one in singles[0]}
            for some in self._with_people(singles, place)
        )

    def agreed(self):
        """Whether some unit and date have room for each visit by itself, with the people that they ask for."""
        singles = [self.singles(visit) for visit in self.case["visits"]]
        return any(
            True
            for place in {(one[2], one[3].date()) for one in singles[0]}
            for _ in self._with_people(singles, place)
        )

    def _with_people(self, singles, place):
        """The ways to book each visit at a place, for each choice of people that are as asked."""
        there = [[one for one in every if (one[2], one[3].date()) == place] for every in singles]
        if not all(there):
            return
        asked = self.oracle.same | self.oracle.different
        names = [visit["id"] for visit in self.case["visits"]]
        paired = [any(name in pair for pair in asked) for name in names]
        menus = [
            sorted({one[1] for one in every}) if pair else [None] for every, pair in zip(there, paired, strict=True)
        ]
        for people in product(*menus):
            booked = [(name, person) for name, person in zip(names, people, strict=True) if person is not None]
            if all(
                self.oracle.right_people(one, other) or {one[0], other[0]} <= self.oracle.locked.keys()
                for one, other in combinations(booked, 2)
            ):
                yield [
                    [one for one in every if person in (None, one[1])]
                    for every, person in zip(there, people, strict=True)
                ]

    def _whole_at(self, singles, place):
        """The same at one of them: when each visit can end, after all that come before it."""
        ended, before = None, None
        for visit, every in zip(self.case["visits"], singles):
            there = [one for one in every if (one[2], one[3].date()) == place]
            both = before is not None and {before["id"], visit["id"]} <= self.oracle.locked.keys()
            if ended is not None and not both:
                there = [one for one in there if any(self._follows(visit, end, one) for end in ended)]
            ended, before = {one[4] for one in there}, visit
            if not ended:
                return False
        return True

    def _follows(self, visit, end, one):
        least, most = (visit.get(name, self.case.get(name)) for name in ("min_wait", "max_wait"))
        wait = minutes(one[3] - end)
        return wait >= (least or 0) and (most is None or wait <= most)


def has_room(fields, case_id, limits, level, visit=None):
    """Whether a case has room with only these limits; ``level`` is alone, together, agreed or whole."""
    changed, case = with_only(fields, case_id, limits)
    place = Place(changed, case)
    return place.alone(visit) if level == "alone" else getattr(place, level)()
