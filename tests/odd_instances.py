"""Tiny requests that seek the corners: odd grids and lengths, overlapping windows, facts that break every rule.

Where ``tests.instances`` draws what a planner would write, this draws what the contract allows.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.instances import with_later_weights

WEEK = ["2026-10-05", "2026-10-06", "2026-10-07"]
AUTUMN = ["2026-10-24", "2026-10-25", "2026-10-26"]  # the clocks go back on the 25th
SPRING = ["2027-03-27", "2027-03-28", "2027-03-29"]  # the clocks go forward on the 28th
WEIGHTS = [0, 1, 7, 30, 100, 999, 5000]


def clock(minute):
    return f"{minute // 60:02d}:{minute % 60:02d}"


class Draw:
    """One tiny request, a part at a time."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.calendar = self.one_of([WEEK, WEEK, WEEK, AUTUMN, SPRING])
        self.days = self.calendar[: self.one_of([1, 1, 2, 3])]
        night = self.calendar is not WEEK and self.chance(0.5)
        self.opening = 60 if night else self.one_of([480, 480, 477, 1320])
        self.grid = self.one_of([5, 7, 10, 15, 20, 30, 60])
        self.units = ["u1", "u2"][: self.one_of([1, 2, 2])]
        self.people = [f"n{i}" for i in range(self.random.randint(1, 4))]
        self.words = ["a", "b", "c"][: self.random.randint(1, 3)]
        self.competences = {
            person: self.random.sample(self.words, self.random.randint(1, len(self.words))) for person in self.people
        }

    def one_of(self, values):
        return self.random.choice(values)

    def chance(self, share):
        return self.random.random() < share

    def some(self, values):
        return self.random.sample(values, self.random.randint(1, len(values)))

    def able(self, word):
        return [person for person in self.people if word in self.competences[person]]

    def minute(self):
        return min(1439, self.opening + self.one_of([0, 3, 5, 10, 15, 20, 30, 45, 60, 75, 115]))

    def time(self, day, minute):
        odd_hour = day in ("2026-10-25", "2027-03-28") and 120 <= minute < 180
        return f"{day}T{clock(180 if odd_hour else min(minute, 1439))}"

    def availability(self):
        """Windows that touch or overlap at one unit, and touch at two; some outside the planned dates."""
        windows = []
        for person in self.people:
            for day in self.calendar if self.chance(0.2) else self.days:
                unit, free_from = self.one_of(self.units), self.opening
                for _ in range(self.one_of([0, 1, 1, 2, 3])):
                    step = self.one_of([0, 0, 5, 20])
                    if self.chance(0.4):
                        unit = self.one_of(self.units)
                    elif windows and windows[-1]["unit"] == unit:
                        step -= self.one_of([0, 10])
                    last = windows[-1] if windows else {}
                    same = last.get("practitioner") == person and last["unit"] == unit and last["start"][:10] == day
                    start = max(self.opening, free_from + (step if same else max(0, step)))
                    end = start + self.one_of([15, 25, 40, 60, 90])
                    begins, ends = self.time(day, start), self.time(day, end)
                    if begins < ends:
                        windows.append({"practitioner": person, "unit": unit, "start": begins, "end": ends})
                        free_from = max(free_from, end, 180 if ends.endswith("T03:00") else 0)
        self.random.shuffle(windows)
        return windows

    def busy(self):
        spans = []
        for person in self.people:
            if self.chance(0.2):
                day = self.one_of(self.days)
                until = self.one_of([day, self.calendar[-1]])
                low, high = sorted((self.minute(), self.minute()))
                start, end = self.time(day, low), self.time(until, high)
                if start < end:
                    spans.append({"practitioner": person, "start": start, "end": end})
        return spans

    def patient_busy(self):
        """Other things of patients, some over midnight, some of patients that ask for nothing."""
        spans = []
        for patient in ("p1", "p2", "p3", "p9"):
            if self.chance(0.2):
                low, high = sorted((self.minute(), self.minute()))
                start, end = self.time(self.one_of(self.days), low), self.time(self.one_of(self.calendar), high)
                if start < end:
                    spans.append({"patient": patient, "start": start, "end": end})
        return spans

    def until_midnight(self, windows):
        """Windows that ended a minute before midnight end with the date, in either way to write that."""
        for window in windows:
            if window["end"].endswith("T23:59"):
                day = date.fromisoformat(window["end"][:10])
                window["end"] = self.one_of([f"{day}T24:00", f"{day + timedelta(days=1)}T00:00"])
        return windows

    def visit(self, name, position):
        word = self.one_of(self.words)
        visit = {"id": name, "duration": self.one_of([1, 5, 10, 15, 15, 20, 23, 30]), "competence": word}
        if self.chance(0.35):
            visit["preferred"] = self.one_of(self.people)
        if self.chance(0.15) and self.able(word):
            visit["practitioners"] = self.some(self.able(word))
        if position and self.chance(0.25):
            visit["min_wait"], visit["max_wait"] = self.one_of([(0, 0), (3, 20), (15, 60), (0, 1440)])
        return visit

    def request(self, number):
        count = self.one_of([1, 1, 2, 2, 3])
        visits = [self.visit(f"r{number}-v{j}", j) for j in range(count)]
        if count > 1 or self.chance(0.3):
            primary = self.random.randrange(count)
            for j, visit in enumerate(visits):
                visit["role"] = "primary" if j == primary else "secondary"
        request = {"id": f"r{number}", "patient": self.one_of(["p1", "p1", "p2", "p3"]), "visits": visits}
        fields = {
            "priority": (0.6, lambda: self.one_of(["routine", "urgent", "asap", "stat"])),
            "max_wait": (0.3, lambda: self.one_of([10, 15, 30])),
            "min_wait": (0.2, lambda: self.one_of([0, 5, 10])),
            "units": (0.25, lambda: self.some(self.units)),
            "target": (0.3, lambda: self.one_of(["2026-09-30", "2026-12-24", *self.calendar])),
            "excluded_dates": (0.15, lambda: self.some(self.calendar)),
            "not_before": (0.15, lambda: clock(self.opening + self.one_of([0, 7, 20]))),
            "not_after": (0.15, lambda: clock(min(1439, self.opening + self.one_of([25, 47, 60, 90])))),
        }
        request.update({name: draw() for name, (share, draw) in fields.items() if self.chance(share)})
        low, high = sorted((self.one_of(self.calendar), self.one_of(self.calendar)))
        request.update(
            {"earliest": low} if self.chance(0.25) else {}, **({"latest": high} if self.chance(0.25) else {})
        )
        return request

    def bookings(self, requests):
        """Wishes and facts, many of which break a rule: at any time, with anyone, on any date."""
        bookings = []
        for request in requests:
            if not self.chance(0.35):
                continue
            day, unit, locked = self.one_of(self.days), self.one_of(self.units), self.chance(0.6)
            minute = self.minute()
            for visit in request["visits"]:
                if self.chance(0.3):
                    continue
                if self.chance(0.2):
                    day, unit, minute = self.one_of(self.calendar), self.one_of(self.units), self.minute()
                person = self.one_of(self.able(visit["competence"]) or self.people)
                booking = {
                    "visit": visit["id"],
                    "practitioner": person if self.chance(0.9) else self.one_of(self.people),
                    "unit": unit,
                    "start": self.time(day, minute),
                    "locked": locked if self.chance(0.85) else not locked,
                }
                bookings.append(booking)
                minute = min(1439, minute + visit["duration"])
        return bookings

    def settings(self):
        settings = {"grid": self.grid, "time_limit": 20, "workers": 1}
        if self.chance(0.5):
            names = ("day_deviation", "wait", "not_preferred", "moved", "apart")
            settings["weights"] = {name: self.one_of(WEIGHTS) for name in names if self.chance(0.6)}
            priorities = ("routine", "urgent", "asap", "stat")
            settings["weights"]["unbooked"] = {name: self.one_of(WEIGHTS) for name in priorities if self.chance(0.4)}
        return settings


def odd(seed):
    """One odd tiny request of the contract as a plain dict."""
    draw = Draw(seed)
    requests = [draw.request(number) for number in range(draw.random.randint(1, 5))]
    for request in requests:
        others = [one["id"] for one in requests if one["patient"] == request["patient"] and one is not request]
        if others and draw.chance(0.5):
            request["same_day_as"] = draw.some(others)
    availability, busy = draw.availability(), draw.busy()
    bookings, settings = draw.bookings(requests), with_later_weights(draw.settings(), seed)
    return {
        "schema": "dagplan.request/1",
        "first_date": draw.days[0],
        "last_date": draw.days[-1],
        "units": [{"id": unit} for unit in draw.units],
        "practitioners": [{"id": person, "competences": draw.competences[person]} for person in draw.people],
        "availability": draw.until_midnight(availability),
        "busy": busy,
        "patient_busy": draw.patient_busy(),
        "requests": requests,
        "bookings": bookings,
        "settings": settings,
    }
