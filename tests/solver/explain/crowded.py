"""Crowded tiny requests and plans of them, drawn by seed, in which one request waits for want of little.

Nothing of the solver is used: plans are drawn, not made.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from dagplan import PlanRequest
from dagplan.models.bookings import booking_of
from dagplan.solver.explain.standing import Standing
from tests.build import plan_of
from tests.instances import clock
from tests.offered import as_bookings
from tests.oracle import Oracle, clash

DAYS = ["2026-10-02", "2026-10-05", "2026-10-06"]  # Friday, Monday, Tuesday


def crowded(seed, *, grid=15):
    """One crowded tiny request of the contract as a plain dict."""
    draw = random.Random(seed)
    days = DAYS[: draw.choice([1, 2, 2, 3])]
    units = ["u1", "u2"][: draw.choice([1, 1, 2])]
    people = ["n0", "n1", "n2"][: draw.choice([1, 2, 2, 3])]
    practitioners = [
        {"id": person, "competences": draw.choice([["a"], ["b"], ["a", "b"]]) if number else ["a", "b"]}
        for number, person in enumerate(people)
    ]
    availability = []
    for person in people:
        for day in days:
            first = 480 + draw.choice([0, 0, 15, 30])
            times = {
                "start": f"{day}T{clock(first)}",
                "end": f"{day}T{clock(first + draw.choice([30, 45, 60, 60, 75]))}",
            }
            if draw.random() < 0.85:
                availability.append({"practitioner": person, "unit": draw.choice(units), **times})
    asked = {
        "schema": "dagplan.request/1",
        "first_date": days[0],
        "last_date": days[-1],
        "units": [{"id": unit} for unit in units],
        "practitioners": practitioners,
        "availability": availability,
        "requests": [_request(draw, number, days, people) for number in range(draw.choice([2, 3, 4, 4]))],
        "bookings": [],
        "settings": {"grid": grid, "time_limit": 10, "workers": 1},
    }
    return asked | {"bookings": _bookings(draw, asked), "settings": asked["settings"] | _budget(draw)}


def _request(draw, number, days, people):
    count = draw.choice([1, 1, 2])
    primary = draw.randrange(count)
    visits = []
    for position in range(count):
        visit = {
            "id": f"r{number}-v{position}",
            "duration": draw.choice([15, 15, 30]),
            "competence": draw.choice("ab"),
        }
        if count > 1:
            visit["role"] = "primary" if position == primary else "secondary"
        if draw.random() < 0.2:
            visit["preferred"] = draw.choice(people)
        visits.append(visit)
    request = {"id": f"r{number}", "patient": draw.choice(["p0", "p1", "p2", "p3", "p4"]), "visits": visits}
    if count > 1 and draw.random() < 0.4:
        request["max_wait"] = draw.choice([0, 15])
    if number == 0:
        request["excluded_dates"] = draw.sample(days, len(days) - draw.choice([1, 1, min(2, len(days))]))
        if draw.random() < 0.7:
            first = 480 + draw.choice([0, 15, 30])
            request |= {"not_before": clock(first), "not_after": clock(first + draw.choice([15, 30, 45]))}
    return request


def _bookings(draw, asked):
    """Where some requests are booked already, one in three of them locked."""
    oracle, bookings = Oracle(asked), []
    for request in asked["requests"]:
        places = oracle.placements(request) if draw.random() < 0.4 else []
        if places:
            locked = draw.random() < 0.33
            names = ("visit", "practitioner", "unit", "start")
            booked = [dict(zip(names, one)) for one in draw.choice(places)]
            bookings += [{**one, "start": one["start"].isoformat(), "locked": locked} for one in booked]
    return bookings


def _budget(draw):
    return {"max_moved": draw.choice([0, 0, 1, 2])} if draw.random() < 0.4 else {}


class Drawn:
    """A request, a plan of it that is drawn, and all that stands in it.

    Attributes
    ----------
    booked
        The bookings of each request that is booked whole and not all locked, as the oracle's tuples.
    stands
        Every booking of the plan.
    """

    def __init__(self, fields, seed):
        self.fields, self.oracle = fields, Oracle(fields)
        self.request = PlanRequest.model_validate(fields)
        self.booked, self.stands = {}, [self.oracle.fact(visit) for visit in self.oracle.locked]
        draw = random.Random(seed)
        last, *order = fields["requests"]
        draw.shuffle(order)
        for case in [*order, last]:
            places = [booked for booked in self.places(case) if self.new(booked) and self.free(booked, self.stands)]
            if places and draw.random() < 0.9:
                self.booked[case["id"]] = draw.choice(places)
                self.stands += self.new(self.booked[case["id"]])
        self.kept = self.within(self.stands)

    def places(self, case):
        """Every way to book a request whole, were nothing booked."""
        return self.oracle.placements(case)

    def new(self, booked):
        """What of a booking is not locked."""
        return [one for one in booked if one[0] not in self.oracle.locked]

    def patient(self, one):
        return self.oracle.visits[one[0]][0]["patient"]

    def free(self, booked, others):
        """Whether a booking crosses none of these, its own locked visits aside."""
        own = {one[0] for one in booked}
        return not any(
            clash(one, self.patient(one), other, self.patient(other))
            for one in self.new(booked)
            for other in others
            if other[0] not in own
        )

    def within(self, bookings):
        """Whether so many visits may leave their booking."""
        most = self.oracle.most_moved
        return most is None or self.oracle.all_counted(as_bookings(bookings)) <= most

    def waiting(self):
        """The requests that are not booked whole."""
        for case in self.fields["requests"]:
            if any(one["id"] not in {entry[0] for entry in self.stands} for one in case["visits"]):
                yield case

    def plan(self):
        return plan_with_entries(self.request, self.stands)

    def standing(self):
        return Standing(self.request, self.plan())


def plan_with_entries(request, entries):
    """A plan of the oracle's tuples."""
    where = {visit.id: (case, position) for case in request.requests for position, visit in enumerate(case.visits)}
    bookings = [booking_of(*where[visit], person, unit, start) for visit, person, unit, start, _ in entries]
    return plan_of(request, sorted(bookings, key=lambda one: (one.start, one.practitioner)))


def every_date(fields):
    first, last = (date.fromisoformat(fields[name]) for name in ("first_date", "last_date"))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
