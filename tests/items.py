"""Things and rooms, and even load, written from the contract alone: parts of ``tests.oracle``.

A booking is the oracle's tuple (visit, person, unit, start, end).
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from datetime import datetime, timedelta


def at(text):
    if text.endswith("T24:00"):
        return datetime.fromisoformat(text.replace("T24", "T00")) + timedelta(days=1)
    return datetime.fromisoformat(text)


def minutes(delta):
    return int(delta.total_seconds()) // 60


def word(text):
    """A word of the planner's own, as it is compared."""
    normal = unicodedata.normalize("NFC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", normal).split())


def overlap(one, other):
    """Whether two spans (start, end) have a minute in common."""
    return one[0] < other[1] and other[0] < one[1]


class Items:
    """Who holds which item, and whether there are enough for these visits."""

    def __init__(self, asked, locked):
        self.place = {one["id"]: (one["unit"], word(one["kind"])) for one in asked.get("equipment", [])}
        self.busy = defaultdict(list)
        for one in asked.get("equipment_busy", []):
            self.busy[one["equipment"]].append((at(one["start"]), at(one["end"])))
        visits = {visit["id"]: visit for request in asked["requests"] for visit in request["visits"]}
        self.needs = {name: [word(kind) for kind in visit.get("equipment", [])] for name, visit in visits.items()}
        self.locked = set(locked)
        self.span = {}
        for one in asked.get("bookings", []):
            start = at(one["start"])
            self.span[one["visit"]] = (start, start + timedelta(minutes=visits[one["visit"]]["duration"]))
        # What bookings hold may be told beside the request, where it was found out with other bookings in it.
        known = asked.get("held")
        self.held = self._given(asked.get("bookings", [])) if known is None else known
        self.blocked = defaultdict(list, {item: list(spans) for item, spans in self.busy.items()})
        for visit in self.locked:
            for item in self.held.get(visit, ()):
                self.blocked[item].append(self.span[visit])
        self.found = {}

    def _given(self, bookings):
        """The items of each existing booking: those it names, and of the other kinds the first one free."""
        held = {one["visit"]: list(one.get("equipment") or []) for one in bookings}
        order = sorted(
            range(len(bookings)), key=lambda i: (bookings[i]["visit"] not in self.locked, at(bookings[i]["start"]), i)
        )
        for one in (bookings[i] for i in order):
            visit, span = one["visit"], self.span[one["visit"]]
            named = {self.place[item][1] for item in held[visit]}
            for kind in self.needs[visit]:
                free = [
                    item
                    for item, place in self.place.items()
                    if place == (one["unit"], kind)
                    and not any(overlap(span, busy) for busy in self.busy[item])
                    and not any(item in held[other] and overlap(span, self.span[other]) for other in held)
                ]
                if kind not in named and free:
                    held[visit].append(free[0])
        return held

    def some(self, visit, unit, start, end):
        """Whether there is an item of each kind that a visit needs, were there no other visits."""
        return all(
            any(
                place == (unit, kind) and not any(overlap((start, end), busy) for busy in self.busy[item])
                for item, place in self.place.items()
            )
            for kind in self.needs[visit]
        )

    def assigned(self, entries, holding=None):
        """An item of each kind for each of these visits beside the locked ones, or None; some hold what they have."""
        holding = holding or {}
        tasks, taken = defaultdict(list), []
        for visit, _person, unit, start, end in entries:
            if visit in self.locked:
                continue
            if visit in holding:
                taken += [(item, (start, end)) for item in holding[visit]]
                continue
            for kind in self.needs[visit]:
                tasks[unit, kind].append(((start, end), visit))
        outcome = {visit: list(holding[visit]) for visit, *_ in entries if visit in holding}
        for (unit, kind), wanted in tasks.items():
            key = unit, kind, tuple(span for span, _ in wanted), tuple(taken)
            if key not in self.found:
                mine = {item: list(self.blocked[item]) for item, place in self.place.items() if place == (unit, kind)}
                for item, span in taken:
                    mine.get(item, []).append(span)
                self.found[key] = shared_out([span for span, _ in wanted], mine)
            if self.found[key] is None:
                return None
            for (_, visit), item in zip(wanted, self.found[key]):
                outcome.setdefault(visit, []).append(item)
        return outcome

    def enough(self, entries, holding=None):
        """Whether each of these visits can have an item of each kind it needs, beside the locked ones."""
        return self.assigned(entries, holding) is not None

    def stands(self, entry):
        """Whether an existing booking holds just what its visit needs, where it is, and all of it is to be had."""
        visit, _person, unit, start, end = entry
        return self.just_what_is_needed(visit, unit, self.held[visit]) and not any(
            overlap((start, end), busy) for item in self.held[visit] for busy in self.busy[item]
        )

    def just_what_is_needed(self, visit, unit, items):
        """Whether these are exactly one item of each kind that a visit needs, at its unit."""
        places = sorted(self.place.get(item, ("", "")) for item in items)
        return places == sorted((unit, kind) for kind in self.needs[visit])

    def cross(self, one, other):
        """Whether two existing bookings hold one item at one time."""
        return bool(set(self.held[one[0]]) & set(self.held[other[0]])) and overlap(one[3:], other[3:])

    def conform(self, entries, named):
        """Whether the items that these bookings name keep every rule that is not broken by locked ones alone."""
        for visit, _person, unit, start, end in entries:
            if visit in self.locked:
                if not set(self.held[visit]) <= set(named[visit]):
                    return False
            elif not self.just_what_is_needed(visit, unit, named[visit]) or any(
                overlap((start, end), busy) for item in named[visit] for busy in self.busy[item]
            ):
                return False
        return not any(
            set(named[one[0]]) & set(named[other[0]]) and overlap(one[3:], other[3:])
            for i, one in enumerate(entries)
            for other in entries[:i]
            if one[0] not in self.locked or other[0] not in self.locked
        )


def shared_out(spans, taken):
    """One item for each span, by trying every way; None if there is none. ``taken``: when items are not to be had."""
    if not spans:
        return []
    first, *rest = spans
    for item, gone in taken.items():
        if not any(overlap(first, span) for span in gone):
            others = shared_out(rest, {**taken, item: [*gone, first]})
            if others is not None:
                return [item, *others]
    return None


class Load:
    """How full the dates of the units are."""

    def __init__(self, first, last, windows):
        self.there = Counter()
        for (_person, unit, day), free in windows.items():
            if first <= day <= last and free:
                self.there[unit, day] += len(free)

    def uneven(self, entries):
        """By how much the dates of each unit are fuller than all of them together, in whole percent, summed."""
        booked = Counter()
        for _visit, _person, unit, start, end in entries:
            booked[unit, start.date()] += minutes(end - start)
        total = 0
        for unit in {unit for unit, _ in self.there}:
            dates = [place for place in self.there if place[0] == unit]
            mean = 100 * sum(booked[place] for place in dates) // sum(self.there[place] for place in dates)
            total += sum(max(0, 100 * booked[place] // self.there[place] - mean) for place in dates)
        return total
