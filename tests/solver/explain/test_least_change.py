"""The least change against enumeration of all smaller ones, and on cases written by hand."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from dagplan import apply, check
from dagplan.solver.explain.allowance import Allowance
from dagplan.solver.explain.change_costs import EVERY, Kind
from dagplan.solver.explain.changes import changes_for, placement_of
from dagplan.solver.explain.least_change import LeastChange, OutOfTimeError
from dagplan.solver.explain.minute_counts import MinuteCounts
from dagplan.solver.running.deadlines import Deadline
from tests.build import DAY, asked, at, linked, plan_with, read, single, window
from tests.oracle import clash, minutes
from tests.solver.explain.crowded import Drawn, crowded, every_date, plan_with_entries
from tests.thorough import some

WITHOUT_GRID = tuple(kind for kind in EVERY if kind is not Kind.GRID)


def limited(seed):
    """A crowded tiny request, with more limits laid over each of its requests."""
    draw, fields = random.Random(f"limits {seed}"), crowded(seed, grid=random.Random(seed).choice([15, 15, 30]))
    days, people = every_date(fields), [one["id"] for one in fields["practitioners"]]
    for request in fields["requests"]:
        if draw.random() < 0.3:
            request["units"] = [draw.choice(fields["units"])["id"]]
        if draw.random() < 0.4:
            request[draw.choice(["earliest", "latest"])] = draw.choice(days).isoformat()
        if draw.random() < 0.3:
            request["target"] = draw.choice(days).isoformat()
        for position, visit in enumerate(request["visits"]):
            able = [one["id"] for one in fields["practitioners"] if visit["competence"] in one["competences"]]
            if able and draw.random() < 0.3:
                visit["practitioners"] = [draw.choice(able)]
            if position and draw.random() < 0.5:
                visit["min_wait"], visit["max_wait"] = draw.choice([(0, 0), (5, 10), (30, 45)])
    for person in people:
        if draw.random() < 0.3:
            day, first = draw.choice(days), 480 + draw.choice([0, 20, 40])
            times = [datetime(day.year, day.month, day.day) + timedelta(minutes=one) for one in (first, first + 25)]
            busy = {"practitioner": person, **dict(zip(("start", "end"), [one.isoformat() for one in times]))}
            fields["busy"] = [*fields.get("busy", []), busy]
    # What is booked keeps the limits that were laid over it, or is no booking.
    drawn = {visit["id"]: case for case in fields["requests"] for visit in case["visits"]}
    locked = {one["visit"] for one in fields["bookings"] if one["locked"]}
    fields["bookings"] = [
        one
        for one in fields["bookings"]
        if one["visit"] not in locked or len(drawn[one["visit"]]["visits"]) == 1 or one["visit"].endswith("v0")
    ]
    return fields


class Smaller:
    """All places of one request, with what each asks of the rules that may be loosened.

    10 for each change, and: a minute 1, of waits, clock times and hours; 120 who is not there that date; 20 another
    person; 60 another unit; 15 another date and 10 a day; 120 an excluded date; 480 a competence; 60 a visit moved.
    """

    def __init__(self, drawn, case):
        self.drawn, self.oracle, self.case, self.known = drawn, drawn.oracle, case, {}
        self.others = [one for one in drawn.stands if one[0] not in {visit["id"] for visit in case["visits"]}]
        own = self.oracle.counted(case, None, self.oracle.standing())
        bookings = [
            dict(
                zip(("visit", "practitioner", "unit", "start", "end"), (*one[:3], *(t.isoformat() for t in one[3:])))
            )
            for one in drawn.stands
        ]
        most = self.oracle.most_moved
        self.left = None if most is None else max(0, most - (self.oracle.all_counted(bookings) - own))

    def if_may(self, kind, ask):
        """What a change asks, if its kind may be made at all."""
        return 10 + ask if kind in self.kinds else None

    def of_place(self, unit, day):
        case, ask = self.case, 0
        first, last = (
            date.fromisoformat(case.get(name, self.drawn.fields[other]))
            for name, other in (("earliest", "first_date"), ("latest", "last_date"))
        )
        outside = max((first - day).days, (day - last).days, 0)
        asks = [
            self.if_may(Kind.DATE, 15 + 10 * outside) if outside else 0,
            (120 if Kind.DATE in self.kinds else None) if day.isoformat() in case.get("excluded_dates", ()) else 0,
            self.if_may(Kind.UNIT, 60) if unit not in case.get("units", [unit]) else 0,
        ]
        return None if None in asks else ask + sum(asks)

    def of_visit(self, visit, person, lacking, beyond):
        """What a visit asks of a person who lacks so many of its minutes, and what is beyond them."""
        asks = [
            self.if_may(Kind.HOURS, lacking + beyond) if lacking else 0,
            self.if_may(Kind.COMPETENCE, 480) if visit["competence"] not in self.oracle.has[person] else 0,
            self.if_may(Kind.PERSON, 20) if person not in visit.get("practitioners", [person]) else 0,
        ]
        return None if None in asks else sum(asks)

    def opening(self, unit):
        """When the first is at a unit, and the last; where nobody is, at any."""
        every = [(one[1], minute) for one, free in self.oracle.windows.items() for minute in free]
        here = [minute for of, minute in every if of == unit] or [minute for _, minute in every] or [0, 1439]
        return min(here), max(here) + 1

    def barred(self, person, unit, day):
        """Minutes in which a person is away, or at another unit."""
        midnight, found = datetime(day.year, day.month, day.day), set()
        elsewhere = [one for one in self.drawn.fields["availability"] if one["unit"] != unit]
        for one in [*self.drawn.fields.get("busy", ()), *elsewhere]:
            if one["practitioner"] == person and one["start"][:10] == day.isoformat():
                found |= set(
                    range(*(minutes(datetime.fromisoformat(one[name]) - midnight) for name in ("start", "end")))
                )
        return found

    def possible(self, visit, unit, day, grid):
        """Every person and start with nothing booked in the way, and no absence; and what hours are lacking."""
        key = visit["id"], unit, day, grid
        if key in self.known:
            return self.known[key]
        own = [self.oracle.fact(one["id"]) for one in self.case["visits"] if one["id"] in self.oracle.locked]
        stands = [(one, self.drawn.patient(one)) for one in [*self.others, *own]]
        (opens, closes), duration = self.opening(unit), visit["duration"]
        found = self.known[key] = []
        for person in self.oracle.has:
            free = self.oracle.windows.get((person, unit, day), set())
            barred = self.barred(person, unit, day) - free
            for start in range(0, 1441 - duration, grid):
                begins, span = (
                    datetime(day.year, day.month, day.day) + timedelta(minutes=start),
                    range(start, start + duration),
                )
                one = (visit["id"], person, unit, begins, begins + timedelta(minutes=duration))
                if barred.isdisjoint(span) and not any(clash(one, self.case["patient"], *other) for other in stands):
                    beyond = max(0, opens - start) + max(0, start + duration - closes) + (0 if free else 120)
                    found.append((one, sum(minute not in free for minute in span), beyond))
        return found

    def choices(self, visit, unit, day, grid):
        """What each person and start asks, the least first."""
        if visit["id"] in self.oracle.locked:
            return [(0, self.oracle.fact(visit["id"]))]
        asks = (
            (self.of_visit(visit, one[1], lacking, beyond), one)
            for one, lacking, beyond in self.possible(visit, unit, day, grid)
        )
        return sorted((one for one in asks if one[0] is not None), key=lambda one: one[0])

    def of_wait(self, before, visit, after):
        if before is None or {before[0], after[0]} <= self.oracle.locked.keys():
            return 0
        wait = minutes(after[3] - before[4])
        least, most = (visit.get(name, self.case.get(name)) for name in ("min_wait", "max_wait"))
        over = max(0, (least or 0) - wait) + (max(0, wait - most) if most is not None else 0)
        return None if wait < 0 else self.if_may(Kind.WAIT, over) if over else 0

    def of_whole(self, booked):
        """What the clock times and the budget of moves ask of a whole sequence."""
        new = self.drawn.new(booked)
        first, last = new[0][3], new[-1][4]
        low, high = (self.case.get(name) for name in ("not_before", "not_after"))
        early = minutes(datetime.fromisoformat(f"{first.date()}T{low}") - first) if low else 0
        late = minutes(last - datetime.fromisoformat(f"{first.date()}T{high}")) if high else 0
        moved = sum(one[0] in self.oracle.wishes and one != self.oracle.wish(one[0]) for one in new)
        over = 0 if self.left is None else moved - self.left
        asks = [
            self.if_may(Kind.CLOCK, early) if early > 0 else 0,
            self.if_may(Kind.CLOCK, late) if late > 0 else 0,
            self.if_may(Kind.MOVES_ALLOWED, 60 * over) if over > 0 else 0,
        ]
        return None if None in asks else sum(asks)

    def least(self, kinds, grid=None):
        """What the least change asks, and the least cost of a place that asks it; None if there is none."""
        self.kinds, self.best = frozenset(kinds), None
        grid = grid or self.oracle.grid
        facts = [self.oracle.fact(one["id"]) for one in self.case["visits"] if one["id"] in self.oracle.locked]
        for unit in self.drawn.fields["units"]:
            for day in every_date(self.drawn.fields):
                ask = self.of_place(unit["id"], day)
                here = all((fact[2], fact[3].date()) == (unit["id"], day) for fact in facts)
                if ask is not None and here:
                    menus = [self.choices(visit, unit["id"], day, grid) for visit in self.case["visits"]]
                    self._search(menus, ask, [])
        return self.best

    def _search(self, menus, ask, booked):
        if self.best is not None and ask > self.best[0]:
            return
        if len(booked) == len(menus):
            whole = self.of_whole(booked)
            if whole is not None:
                found = ask + whole, self.oracle.booked_cost(self.case, booked)
                self.best = found if self.best is None else min(self.best, found)
            return
        visit = self.case["visits"][len(booked)]
        for own, one in menus[len(booked)]:
            if self.best is not None and ask + own > self.best[0]:
                break
            wait = self.of_wait(booked[-1] if booked else None, visit, one)
            if wait is not None:
                self._search(menus, ask + own + wait, [*booked, one])


def waiting(seeds):
    """Drawn plans with each request that is not booked in them, and what the program looks for changes with."""
    for seed in seeds:
        drawn = Drawn(limited(seed), seed)
        if drawn.kept:
            plan = drawn.plan()
            counts, allowance = MinuteCounts(drawn.request, plan.bookings), Allowance(drawn.request, plan.bookings)
            least = LeastChange(drawn.request, counts, {}, allowance.left)
            cases = {case.id: case for case in drawn.request.requests}
            for case in drawn.waiting():
                yield seed, drawn, case, cases[case["id"]], least, allowance


def entries(bookings):
    return [(one.visit, one.practitioner, one.unit, one.start, one.end) for one in bookings]


BLOCK = 15
"""Seeds of one test."""


@pytest.mark.parametrize("first", [0, BLOCK, 2 * BLOCK, 3 * BLOCK][: some(4, least=1)])
def test_none_smaller_exists_and_of_those_as_small_none_is_cheaper(first):
    seen = Counter()
    for seed, drawn, case, own, least, _ in waiting(range(first, first + BLOCK)):
        three = tuple(random.Random(seed).sample(WITHOUT_GRID, 3))
        smaller = Smaller(drawn, case)
        for kinds in ((), WITHOUT_GRID, three, *((kind,) for kind in WITHOUT_GRID)):
            found, smallest = least.find(own, kinds), smaller.least(kinds)
            assert (found is None) == (smallest is None), (seed, case["id"], kinds)
            if found is None:
                seen["none"] += 1
                continue
            # The plan's own cost decides between those that ask the same: by less than half a minute.
            assert smallest[0] <= found.asks < smallest[0] + 0.5, (seed, case["id"], kinds)
            placement = placement_of(drawn.request, own, found)
            assert drawn.oracle.booked_cost(case, entries(placement)) == smallest[1], (seed, case["id"], kinds)
            seen["small" if smallest[0] else "nothing"] += 1
            seen[kinds] += smallest[0] > 0
    assert min(seen["none"], seen["small"], seen["nothing"]) > 10, seen
    assert seen[WITHOUT_GRID] > 5


@pytest.mark.parametrize("first", [100, 115, 130][: some(3, least=1)])
def test_with_the_changes_it_is_booked_so_beside_all_others(first):
    kinds = Counter()
    for seed, drawn, _, own, least, allowance in waiting(range(first, first + 15)):
        # Every minute of the day, twice over, takes its time.
        every = (EVERY,) if len(own.visits) == 1 else ()
        for allowed in (*every, WITHOUT_GRID, *((kind,) for kind in WITHOUT_GRID)):
            found = least.find(own, allowed)
            if found is None:
                continue
            placement = placement_of(drawn.request, own, found)
            used = allowance.used_with(placement)
            changes, words = changes_for(drawn.request, least.minute_counts, own, found, used)
            assert len(changes) == len(words)
            assert changes or found.asks < 0.5
            changed = apply(drawn.request, changes).request if changes else drawn.request
            visits = {one.visit for one in placement}
            after = [one for one in drawn.stands if one[0] not in visits] + entries(placement)
            assert check(changed, plan_with_entries(changed, after)) == [], (seed, own.id, allowed)
            kinds.update(change["kind"] for change in changes)
    assert {"add_availability", "set_request", "set_visit", "set_settings"} <= kinds.keys()


def least_of(*requests, bookings=(), worth=None, moves_left=None, plan=(), **fields):
    """What finds the least change for the first of these requests, and that request."""
    request = read(asked(*requests, bookings=list(bookings), **fields))
    counts = MinuteCounts(request, plan_with(request, *plan).bookings)
    return LeastChange(request, counts, worth or {}, lambda _: moves_left), request.requests[0]


def told(kinds, *requests, grid=None, **fields):
    """The date, unit, people and clock times of what is found, and what it asks in whole minutes."""
    least, case = least_of(*requests, **fields)
    found = least.find(case, kinds, grid=grid)
    if found is None:
        return None
    starts = [f"{start // 60:02d}:{start % 60:02d}" for start in found.starts]
    return [*zip(found.people, starts)], f"{found.unit} {found.day:%d}", int(found.asks)


def doctor(start, end, **fields):
    return window("doctor", start, end, **fields)


def locked(visit, person, clock):
    return {"visit": visit, "practitioner": person, "unit": "u1", "start": at(clock), "locked": True}


TODAY = "u1 05"


@pytest.mark.parametrize(("ends", "found"), [("08:30", ([("doctor", "08:00")], TODAY, 0)), ("08:29", None)])
def test_what_has_room_asks_nothing(ends, found):
    assert told((), single("r", "p"), availability=[doctor("08:00", ends)]) == found


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        # 10 for the change, 5 minutes more
        (("08:00", "08:25"), ([("doctor", "08:00")], TODAY, 15)),
        # 10 minutes more, and 5 of them after anybody else has left
        (("08:00", "08:20"), ([("doctor", "08:00")], TODAY, 10 + 10 + 5)),
    ],
)
def test_a_longer_day_asks_for_its_minutes_and_those_beyond_opening_hours(hours, found):
    beyond = [window("nurse", "08:00", "08:30" if hours[1] == "08:25" else "08:25")]
    there = [doctor(*hours), *beyond]
    assert told([Kind.HOURS], single("r", "p"), availability=there, settings={"grid": 30}) == found


def test_who_is_not_there_that_date_is_called_in_for_a_hundred_and_twenty():
    there = [window("nurse", "08:00", "12:00")]
    assert told([Kind.HOURS], single("r", "p"), availability=there)[2] == 10 + 30 + 120


@pytest.mark.parametrize("kind", ["busy", "elsewhere", "booked"])
def test_what_a_person_can_not_give_is_never_asked_for(kind):
    """All day but for the last half hour: no more is asked of them than that, four hours after the others left."""
    fields = {
        "busy": {"busy": [{"practitioner": "doctor", "start": at("00:00"), "end": at("23:30")}]},
        "elsewhere": {
            "availability": [doctor("00:00", "23:30", unit="u2"), window("nurse", "08:00", "12:00")],
            "units": [{"id": "u1"}, {"id": "u2"}],
            "plan": (),
        },
        "booked": {
            "availability": [doctor("00:00", "23:30"), window("nurse", "08:00", "12:00")],
            "plan": [("day-v", "doctor", "00:00")],
        },
    }[kind]
    case, day = single("r", "p", units=["u1"]), single("day", "q", duration=1410)
    found = told([Kind.HOURS], case, day, **{"availability": [window("nurse", "08:00", "12:00")], **fields})
    assert found == ([("doctor", "23:30")], TODAY, {"busy": 880, "elsewhere": 880, "booked": 70}[kind])


@pytest.mark.parametrize(("competences", "found"), [(["physician"], 10 + 20), (["spirometry"], 10 + 20 + 10 + 480)])
def test_another_person_and_another_competence(competences, found):
    case = single("r", "p")
    case["visits"][0]["practitioners"] = ["doctor"]
    people = [{"id": "doctor", "competences": ["physician"]}, {"id": "other", "competences": competences}]
    there = {"practitioners": people, "availability": [window("other", "08:00", "09:00")]}
    assert told([Kind.PERSON, Kind.COMPETENCE], case, **there) == ([("other", "08:00")], TODAY, found)
    assert told([Kind.COMPETENCE, Kind.HOURS], case, **there)[2] == 10 + 30 + 120


def test_another_unit_and_another_date():
    case = single("r", "p", units=["u1"], latest="2026-10-05")
    fields = {"units": [{"id": "u1"}, {"id": "u2"}], "last_date": "2026-10-09"}
    there = [doctor("08:00", "08:30", unit="u2"), doctor("08:00", "08:30", day="2026-10-08")]
    assert told([Kind.UNIT], case, availability=there, **fields) == ([("doctor", "08:00")], "u2 05", 10 + 60)
    assert told([Kind.DATE], case, availability=there, **fields) == ([("doctor", "08:00")], "u1 08", 10 + 15 + 30)
    assert told([Kind.DATE, Kind.UNIT], case, availability=there, **fields)[2] == 55
    case["excluded_dates"] = ["2026-10-08"]
    assert told([Kind.DATE], case, availability=there, **fields)[2] == 10 + 15 + 30 + 120
    assert told([Kind.DATE, Kind.UNIT], case, availability=there, **fields)[2] == 70


def test_clock_times_are_of_the_first_start_and_the_last_end():
    case = linked(not_before="09:00", not_after="10:00")
    early = [window("nurse", "08:30", "09:00"), doctor("09:00", "10:00")]
    assert told([Kind.CLOCK], case, availability=early) == ([("nurse", "08:30"), ("doctor", "09:00")], TODAY, 10 + 30)
    late = [window("nurse", "09:00", "10:00"), doctor("10:00", "10:30")]
    assert told([Kind.CLOCK], case, availability=late) == ([("nurse", "09:30"), ("doctor", "10:00")], TODAY, 10 + 30)
    both = [window("nurse", "08:50", "09:20"), doctor("09:45", "10:15")]
    assert told([Kind.CLOCK], case, availability=both)[2] == 10 + 10 + 10 + 15
    assert told([Kind.WAIT, Kind.HOURS], case, availability=both)[2] == 10 + 10 + 10 + 15


@pytest.mark.parametrize(
    ("fields", "ask"),
    [({"max_wait": 30}, 0), ({"max_wait": 29}, 11), ({"min_wait": 30}, 0), ({"min_wait": 40}, 20), ({}, 0)],
)
def test_a_wait_asks_for_the_minutes_it_is_too_short_or_too_long(fields, ask):
    there = [window("nurse", "08:00", "08:30"), doctor("09:00", "09:30")]
    found = ([("nurse", "08:00"), ("doctor", "09:00")], TODAY, ask)
    assert told([Kind.WAIT], linked(**fields), availability=there) == found
    assert told((), linked(**fields), availability=there) == (None if ask else found)


def test_no_wait_is_ever_less_than_none():
    there = [window("nurse", "08:05", "08:35"), doctor("08:30", "09:00")]
    assert told([Kind.WAIT], linked(), availability=there) is None


def test_a_wait_beside_a_locked_visit_counts_and_between_two_it_does_not():
    facts = [locked("a", "nurse", "08:00"), locked("b", "doctor", "09:00")]
    case = linked(max_wait=20)
    case["visits"].append({"id": "c", "role": "secondary", "duration": 30, "competence": "physician"})
    there = [window("nurse", "08:00", "09:00"), doctor("10:00", "10:30")]
    found = ([("nurse", "08:00"), ("doctor", "09:00"), ("doctor", "10:00")], TODAY, 10 + 10)
    assert told([Kind.WAIT], case, availability=there, bookings=facts) == found
    # with the second one free too the first wait is asked for as well
    assert told([Kind.WAIT], case, availability=[*there, doctor("09:00", "09:30")], bookings=facts[:1]) == (
        found[0],
        TODAY,
        10 + 10 + 10 + 10,
    )


@pytest.mark.parametrize(("left", "kinds", "ask"), [(1, [], 0), (0, [], None), (0, [Kind.MOVES_ALLOWED], 70)])
def test_a_visit_that_leaves_its_booking_is_one_of_those_that_may(left, kinds, ask):
    booked = {"visit": "r-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00")}
    found = told(kinds, single("r", "p"), availability=[doctor("08:30", "09:00")], bookings=[booked], moves_left=left)
    assert found == (None if ask is None else ([("doctor", "08:30")], TODAY, ask))
    # where it can stay it does
    there = [doctor("08:00", "09:00")]
    stays = told(kinds, single("r", "p"), availability=there, bookings=[booked], moves_left=left)
    assert stays == ([("doctor", "08:00")], TODAY, 0)


def test_of_two_visits_one_moves_where_one_may():
    booked = [
        {"visit": visit, "practitioner": person, "unit": "u1", "start": at(clock)}
        for visit, person, clock in (("a", "nurse", "08:00"), ("b", "doctor", "09:00"))
    ]
    there = [window("nurse", "08:30", "09:00"), doctor("09:00", "10:00")]
    found = told((), linked(), availability=there, bookings=booked, moves_left=1)
    assert found == ([("nurse", "08:30"), ("doctor", "09:00")], TODAY, 0)
    # the wait may be 20 at the least: then the second moves too
    fields = {"availability": there, "bookings": booked}
    assert told((), linked(min_wait=20), moves_left=1, **fields) is None
    both = ([("nurse", "08:30"), ("doctor", "09:20")], TODAY, 70)
    assert told([Kind.MOVES_ALLOWED], linked(min_wait=20), moves_left=1, **fields) == both
    assert told([Kind.MOVES_ALLOWED], linked(min_wait=20), moves_left=2, **fields) == (*both[:2], 0)


def test_the_first_of_two_stays_where_only_the_second_may_move():
    """Where both may, the first follows: 50 for its move is less than an hour's wait."""
    booked = [
        {"visit": visit, "practitioner": person, "unit": "u1", "start": at("08:00" if visit == "a" else "08:30")}
        for visit, person in (("a", "nurse"), ("b", "doctor"))
    ]
    fields = {"availability": [window("nurse", "08:00", "09:30"), doctor("09:30", "10:00")], "bookings": booked}
    assert told((), linked(), moves_left=1, **fields)[0] == [("nurse", "08:00"), ("doctor", "09:30")]
    assert told((), linked(), moves_left=2, **fields)[0] == [("nurse", "09:00"), ("doctor", "09:30")]


def test_clock_times_are_of_what_is_not_locked():
    first, there = locked("a", "nurse", "08:00"), [doctor("08:30", "09:00")]
    found = [("nurse", "08:00"), ("doctor", "08:30")]
    case = linked(not_before="09:00")
    assert told([Kind.CLOCK], case, availability=there, bookings=[first]) == (found, TODAY, 10 + 30)
    last, there = locked("b", "doctor", "10:00"), [window("nurse", "09:30", "10:00")]
    found = [("nurse", "09:30"), ("doctor", "10:00")]
    case = linked(not_after="09:30")
    assert told([Kind.CLOCK], case, availability=there, bookings=[last]) == (found, TODAY, 10 + 30)


def test_clock_times_hold_for_each_visit_where_locked_ones_stand_in_disorder():
    """The second is locked at ten, the third at eight: the fourth may come before the first, but not before nine."""
    case = linked(not_before="09:00", not_after="11:00")
    names = [("a", "secondary"), ("b", "primary"), ("c", "secondary"), ("d", "secondary")]
    case["visits"] = [{"id": name, "role": role, "duration": 30, "competence": "physician"} for name, role in names]
    facts = [locked("b", "nurse", "10:00"), locked("c", "nurse", "08:00")]
    found = told((), case, availability=[doctor("08:30", "12:00")], bookings=facts)
    assert found[0] == [("doctor", "09:30"), ("nurse", "10:00"), ("nurse", "08:00"), ("doctor", "09:00")]


def test_put_out_is_who_is_worth_the_least_and_never_who_is_locked():
    others = [single(name, f"p-{name}") for name in ("dear", "cheap", "held")]
    plan = [("dear-v", "doctor", "08:00"), ("cheap-v", "doctor", "08:30"), ("held-v", "doctor", "09:00")]
    fact = locked("held-v", "doctor", "09:00")
    fields = {"availability": [doctor("08:00", "09:30")], "plan": plan, "bookings": [fact]}
    worth = {"dear": 900, "cheap": 300, "held": 1}
    found = told([Kind.PUT_OUT], single("r", "p"), *others, worth=worth, **fields)
    assert found == ([("doctor", "08:30")], TODAY, 300)
    assert told([Kind.PUT_OUT], single("r", "p"), *others, worth={"dear": 900}, **fields)[2] == 900
    assert told([Kind.PUT_OUT], single("r", "p"), *others, worth={"held": 1}, **fields) is None
    # a patient's other visit is in the way as well
    elsewhere = [{"id": name, "competences": ["physician"]} for name in ("doctor", "other")]
    fields["availability"].append(window("other", "08:00", "08:30"))
    assert (
        told([Kind.PUT_OUT], single("r", "p-dear"), *others, worth=worth, practitioners=elsewhere, **fields)[2] == 300
    )
    assert told([], single("r", "p-dear"), *others, worth=worth, practitioners=elsewhere, **fields) is None
    assert told([], single("r", "p"), *others, worth=worth, practitioners=elsewhere, **fields)[0] == [
        ("other", "08:00")
    ]


def test_a_finer_grid():
    case, there = single("r", "p"), [doctor("08:03", "08:33")]
    settings = {"grid": 15}
    assert told((), case, availability=there, settings=settings) is None
    assert told((), case, availability=there, settings=settings, grid=5) is None
    assert told((), case, availability=there, settings=settings, grid=3) == ([("doctor", "08:03")], TODAY, 0)
    assert told([Kind.GRID], case, availability=there, settings=settings) == ([("doctor", "08:03")], TODAY, 0)


def test_the_cheapest_of_those_that_ask_the_same():
    case = single("r", "p", target="2026-10-06")
    case["visits"][0]["preferred"] = "other"
    people = [{"id": name, "competences": ["physician"]} for name in ("doctor", "other")]
    dates = ("2026-10-05", "2026-10-06", "2026-10-09")
    there = [doctor("08:00", "08:30", day=day) for day in dates[:2]] + [
        window("other", "08:00", "08:30", day=dates[2])
    ]
    fields = {"practitioners": people, "availability": there, "last_date": dates[2]}
    # 25 for another than the one preferred, or three days at 10 each
    assert told((), case, **fields) == ([("doctor", "08:00")], "u1 06", 0)
    settings = {"weights": {"not_preferred": 31}}
    assert told((), case, settings=settings, **fields) == ([("other", "08:00")], "u1 09", 0)


def test_after_the_deadline_nothing_is_said():
    least, case = least_of(single("r", "p"))
    assert least.find(case, (), Deadline(60)) is not None
    with pytest.raises(OutOfTimeError):
        least.find(case, (), Deadline(0))


def test_where_it_can_be_nowhere_there_is_nothing_to_run_out_of():
    least, case = least_of(single("r", "p", excluded_dates=[DAY]))
    assert least.find(case, (), Deadline(0)) is None
