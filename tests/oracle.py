"""Brute force, written from the contract alone: nothing of the package is used here.

A request is the plain JSON-like dict of the contract. Every placement of every request is enumerated, then every
combination is searched (``tests.enumeration``). Things and rooms, and how full dates are: ``tests.items``.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from tests.enumeration import Search, TooManyWaysError
from tests.items import Items, Load, at, minutes

__all__ = ["Oracle", "TooManyWaysError", "at", "clash", "cost_of", "minutes", "optimal"]

DEFAULT_WEIGHTS = {"day_deviation": 10, "wait": 1, "not_preferred": 25, "moved": 50, "apart": 100, "uneven": 0}
DEFAULT_LOSS = {"routine": 1000, "urgent": 2000, "asap": 4000, "stat": 8000}


class Oracle:
    """All that the contract says of one request, by enumeration."""

    def __init__(self, asked):
        self.asked = asked
        settings = asked.get("settings", {})
        self.grid = settings.get("grid", 5)
        weights = settings.get("weights", {})
        self.weights = {**DEFAULT_WEIGHTS, **{k: v for k, v in weights.items() if k != "unbooked"}}
        self.loss = {**DEFAULT_LOSS, **weights.get("unbooked", {})}
        self.first = date.fromisoformat(asked["first_date"])
        self.last = date.fromisoformat(asked["last_date"])
        self.has = {p["id"]: set(p["competences"]) for p in asked["practitioners"]}
        freeze = settings.get("freeze_before")
        facts = [b.get("locked") or (freeze and at(b["start"]) < at(freeze)) for b in asked.get("bookings", [])]
        self.locked = {b["visit"]: b for b, fact in zip(asked.get("bookings", []), facts) if fact}
        self.wishes = {b["visit"]: b for b, fact in zip(asked.get("bookings", []), facts) if not fact}
        self.most_moved = settings.get("max_moved")
        self.visits = {v["id"]: (r, v) for r in asked["requests"] for v in r["visits"]}
        self.windows = self._windows()
        # How many free minutes there are before each minute: a stretch is free if as many as its minutes are in it.
        self.free_before = {
            where: list(accumulate((minute in free for minute in range(1440)), initial=0))
            for where, free in self.windows.items()
        }
        self.elsewhere = [(b["patient"], at(b["start"]), at(b["end"])) for b in asked.get("patient_busy", [])]
        self.pairs = {frozenset((r["id"], other)) for r in asked["requests"] for other in r.get("same_day_as", [])}
        self.same, self.different = (
            {frozenset((name, other)) for name, (_, visit) in self.visits.items() for other in visit.get(field, [])}
            for field in ("same_practitioner_as", "different_practitioner_from")
        )
        self.items = Items(asked, self.locked)
        self.load = Load(self.first, self.last, self.windows)

    def _windows(self):
        """Maximal free stretches as sets of minutes, by (person, unit, date)."""
        free = {}
        for w in self.asked["availability"]:
            start, end = at(w["start"]), at(w["end"])
            key = w["practitioner"], w["unit"], start.date()
            span = range(start.hour * 60 + start.minute, end.hour * 60 + end.minute or 1440)
            free.setdefault(key, set()).update(span)
        for busy in self.asked.get("busy", []):
            start, end = at(busy["start"]), at(busy["end"])
            for (person, _unit, day), left in free.items():
                if person == busy["practitioner"]:
                    midnight = datetime(day.year, day.month, day.day)
                    left -= set(range(max(0, minutes(start - midnight)), min(1440, max(0, minutes(end - midnight)))))
        zone = ZoneInfo(self.asked.get("time_zone", "Europe/Stockholm"))
        for (_person, _unit, day), left in free.items():
            left -= {minute for minute in left if not exists_once(day, minute, zone)}
        return free

    def fact(self, visit_id):
        booking = self.locked[visit_id]
        start = at(booking["start"])
        duration = timedelta(minutes=self.visits[visit_id][1]["duration"])
        return (visit_id, booking["practitioner"], booking["unit"], start, start + duration)

    def singles(self, request, visit):
        """Every (visit, person, unit, start, end) that keeps the rules for one visit by itself."""
        low = max(self.first, date.fromisoformat(request["earliest"]) if request.get("earliest") else self.first)
        high = min(self.last, date.fromisoformat(request["latest"]) if request.get("latest") else self.last)
        barred = set(request.get("excluded_dates", []))
        for (person, unit, day), before in self.free_before.items():
            if not low <= day <= high or day.isoformat() in barred:
                continue
            if request.get("units") and unit not in request["units"]:
                continue
            if visit["competence"] not in self.has[person]:
                continue
            if visit.get("practitioners") and person not in visit["practitioners"]:
                continue
            for start in range(0, 1441 - visit["duration"], self.grid):
                end = start + visit["duration"]
                if before[end] - before[start] < visit["duration"]:
                    continue
                clock, until = f"{start // 60:02d}:{start % 60:02d}", f"{end // 60:02d}:{end % 60:02d}"
                if request.get("not_before") and clock < request["not_before"]:
                    continue
                if request.get("not_after") and until > request["not_after"]:
                    continue
                begins = datetime(day.year, day.month, day.day) + timedelta(minutes=start)
                ends = begins + timedelta(minutes=visit["duration"])
                if any(who == request["patient"] and begins < e and s < ends for who, s, e in self.elsewhere):
                    continue
                if not self.items.some(visit["id"], unit, begins, ends):
                    continue
                yield (visit["id"], person, unit, begins, ends)

    def facts(self):
        """The locked bookings, each with its patient."""
        return [(self.fact(visit), self.visits[visit][0]["patient"]) for visit in self.locked]

    def fits(self, new, patient, taken, holding=None):
        """Whether visits of a patient can be beside others: no person, patient or item is wanted twice."""
        if any(clash(one, patient, *other) for one in new for other in taken):
            return False
        return self.items.enough([*new, *(one for one, _ in taken)], holding)

    def right_people(self, one, other):
        """Whether two visits of a request have the same person, or different ones, as they should."""
        pair = frozenset((one[0], other[0]))
        if one[1] == other[1]:
            return pair not in self.different
        return pair not in self.same

    def follows(self, request, visit, before, after):
        least = visit.get("min_wait", request.get("min_wait", 0))
        most = visit.get("max_wait", request.get("max_wait"))
        wait = minutes(after[3] - before[4])
        return wait >= least and (most is None or wait <= most)

    def placements(self, request):
        """Every way to book a request whole, locked visits where they are."""
        partial = [[]]
        for visit in request["visits"]:
            fixed = visit["id"] in self.locked
            choices = [self.fact(visit["id"])] if fixed else list(self.singles(request, visit))
            at_place = defaultdict(list)
            for choice in choices:
                at_place[choice[2], choice[3].date()].append(choice)
            pairs = [
                (begun, choice)
                for begun in partial
                for choice in (choices if fixed or not begun else at_place[begun[0][2], begun[0][3].date()])
            ]
            extended = []
            for so_far, choice in pairs:
                ok = True
                for other in so_far:
                    both = fixed and other[0] in self.locked
                    ok &= both or (other[3].date() == choice[3].date() and other[2] == choice[2])
                    ok &= both or self.right_people(other, choice)
                if so_far and not (fixed and so_far[-1][0] in self.locked):
                    ok = ok and self.follows(request, visit, so_far[-1], choice)
                if ok:
                    extended.append([*so_far, choice])
            partial = extended
        return partial

    def booked_cost(self, request, booked):
        """Cost of a booked request: day, wait, preferred, moved."""
        w = self.weights
        target = request.get("target")
        if target is None:
            target = max(request.get("earliest") or self.asked["first_date"], self.asked["first_date"])
        cost = w["day_deviation"] * abs((booked[0][3].date() - date.fromisoformat(target)).days)
        for before, after in pairwise(booked):
            facts = before[0] in self.locked and after[0] in self.locked
            if not facts or before[3].date() == after[3].date():
                cost += w["wait"] * max(0, minutes(after[3] - before[4]))
        for visit, one in zip(request["visits"], booked):
            wish = self.wishes.get(visit["id"])
            if wish and (wish["practitioner"], wish["unit"], at(wish["start"])) != one[1:4]:
                cost += w["moved"]
        return cost + self.not_preferred(booked)

    def not_preferred(self, booked):
        wishes = [(self.visits[one[0]][1].get("preferred"), one[1]) for one in booked]
        return self.weights["not_preferred"] * sum(wish is not None and wish != person for wish, person in wishes)

    def unbooked_cost(self, request):
        facts = [self.fact(v["id"]) for v in request["visits"] if v["id"] in self.locked]
        lacking = len(request["visits"]) - len(facts)
        return lacking * self.loss[request.get("priority", "routine")] + self.not_preferred(facts)

    def wish(self, visit_id):
        booking = self.wishes[visit_id]
        start, duration = at(booking["start"]), timedelta(minutes=self.visits[visit_id][1]["duration"])
        return (visit_id, booking["practitioner"], booking["unit"], start, start + duration)

    def standing(self):
        """Requests whose unlocked bookings could all stay: right by themselves, and crossing no other right one."""
        facts = self.facts()
        right = {}
        for request in self.asked["requests"]:
            ids = [v["id"] for v in request["visits"]]
            if not any(i in self.wishes for i in ids) or not all(i in self.wishes or i in self.locked for i in ids):
                continue
            booked = [self.fact(i) if i in self.locked else self.wish(i) for i in ids]
            new = [one for one in booked if one[0] in self.wishes]
            alone = not any(
                clash(one, request["patient"], *fact) or self.items.cross(one, fact[0])
                for one in new
                for fact in facts
            )
            if alone and all(map(self.items.stands, new)) and booked in self.placements(request):
                right[request["id"]] = request["patient"], new
        return {
            name
            for name, (patient, new) in right.items()
            if not any(
                clash(one, patient, two, other_patient) or self.items.cross(one, two)
                for other, (other_patient, others) in right.items()
                if other != name
                for one in new
                for two in others
            )
        }

    def counted(self, request, booked, standing):
        """Visits of a request that count as moved where it is booked (or None: left out)."""
        wishes = [v["id"] for v in request["visits"] if v["id"] in self.wishes]
        if booked is None:
            return len(wishes) if request["id"] in standing else 0
        return sum(one[0] in self.wishes and one != self.wish(one[0]) for one in booked)

    def all_counted(self, bookings):
        """Visits of a plan that count as moved."""
        by_visit = {
            b["visit"]: (b["visit"], b["practitioner"], b["unit"], at(b["start"]), at(b["end"])) for b in bookings
        }
        standing, total = self.standing(), 0
        for request in self.asked["requests"]:
            ids = [v["id"] for v in request["visits"]]
            whole = all(i in by_visit for i in ids)
            total += self.counted(request, [by_visit[i] for i in ids] if whole else None, standing)
        return total

    def cost_of(self, bookings):
        """Cost of a plan's bookings (dicts with visit, practitioner, unit, start, end)."""
        by_visit = {
            b["visit"]: (b["visit"], b["practitioner"], b["unit"], at(b["start"]), at(b["end"])) for b in bookings
        }
        total, dates = self.weights["uneven"] * self.load.uneven(by_visit.values()), {}
        for request in self.asked["requests"]:
            booked = [by_visit[v["id"]] for v in request["visits"] if v["id"] in by_visit]
            if len(booked) == len(request["visits"]):
                total += self.booked_cost(request, booked)
                dates[request["id"]] = booked[0][3].date()
            else:
                lacking = len(request["visits"]) - len(booked)
                total += lacking * self.loss[request.get("priority", "routine")] + self.not_preferred(booked)
        return total + self.weights["apart"] * sum(
            len({dates[r] for r in pair}) == 2 for pair in self.pairs if pair <= dates.keys()
        )

    def optimum(self, must=None, below=float("inf"), most_steps=float("inf")):
        """The least cost of any plan that costs less than ``below`` (and books request ``must``), or infinity.

        ``best_visits`` is a plan that costs so much. After ``most_steps`` it is given up (``TooManyWaysError``).
        """
        search = Search(self, must, below, most_steps)
        search.run()
        self.best_visits = search.best_visits
        return search.best if search.best < below else float("inf")

    def as_bookings(self, entries):
        """A plan as bookings, each with its items."""
        given = {**{visit: self.items.held[visit] for visit in self.locked}, **self.items.assigned(entries)}
        names = ("visit", "practitioner", "unit", "start", "end")
        plain = [dict(zip(names, (*one[:3], one[3].isoformat(), one[4].isoformat()))) for one in entries]
        return [{**one, "equipment": list(given.get(one["visit"], []))} for one in plain]

    def conforms(self, bookings):
        """Whether these bookings keep every rule that is not broken by locked facts alone."""
        by_visit = {
            b["visit"]: (b["visit"], b["practitioner"], b["unit"], at(b["start"]), at(b["end"])) for b in bookings
        }
        if any(by_visit.get(visit) != self.fact(visit) for visit in self.locked):
            return False
        for request in self.asked["requests"]:
            visits = {v["id"] for v in request["visits"]}
            booked = [by_visit[v["id"]] for v in request["visits"] if v["id"] in by_visit]
            whole = len(booked) == len(visits) and booked in self.placements(request)
            if not whole and {one[0] for one in booked} != visits & set(self.locked):
                return False
        if self.most_moved is not None and self.all_counted(bookings) > self.most_moved:
            return False
        named = {b["visit"]: b.get("equipment") or [] for b in bookings}
        if not self.items.conform(list(by_visit.values()), named):
            return False
        taken = [(one, self.visits[one[0]][0]["patient"]) for one in by_visit.values()]
        return not any(
            clash(*one, *other)
            for i, one in enumerate(taken)
            for other in taken[:i]
            if one[0][0] not in self.locked or other[0][0] not in self.locked
        )


def clash(one, patient, other, other_patient):
    """Whether two visits want the same person or patient at the same time."""
    return (one[1] == other[1] or patient == other_patient) and one[3] < other[4] and other[3] < one[4]


def exists_once(day, minute, zone):
    """Whether a local minute of a date is neither skipped nor repeated by a clock change."""
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    return local.replace(tzinfo=zone, fold=0).utcoffset() == local.replace(tzinfo=zone, fold=1).utcoffset()


def optimal(asked):
    """The least cost of any plan, and the bookings of one plan that costs so."""
    oracle = Oracle(asked)
    cost = oracle.optimum()
    return cost, oracle.as_bookings(oracle.best_visits)


def cost_of(asked, bookings):
    """What these bookings (dicts with visit, practitioner, unit, start, end) cost as a plan."""
    return Oracle(asked).cost_of(bookings)
