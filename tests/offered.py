"""Every claim of an offer, held against enumeration that shares no code with the package."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import timedelta
from itertools import product

from dagplan import PlanRequest, plan
from dagplan.models.replanning import with_bookings
from dagplan.solver.offers import desk as offers
from tests.loosened import facts_of
from tests.oracle import Oracle, at, clash, minutes

NAMES = ("visit", "practitioner", "unit", "start", "end")


def entry(booking):
    """A booking of the package as the oracle's tuple."""
    return (booking.visit, booking.practitioner, booking.unit, booking.start, booking.end)


def as_bookings(entries):
    """The oracle's tuples as plain bookings."""
    return [dict(zip(NAMES, (*one[:3], one[3].isoformat(), one[4].isoformat()))) for one in entries]


class Desk:
    """The bookings of a request, and one case to place beside them."""

    def __init__(self, fields, case_id, loose=()):
        self.fields = fields
        self.oracle = Oracle(fields)
        self.case = next(case for case in fields["requests"] if case["id"] == case_id)
        self.own = {visit["id"] for visit in self.case["visits"]}
        facts = {one["visit"] for one in facts_of(fields)}
        held = deepcopy(fields)
        held["settings"].pop("max_moved", None)
        for one in held["bookings"]:
            one["locked"] = one["visit"] in facts or one["visit"] not in self.own | set(loose)
        held["settings"].pop("freeze_before", None)
        # What each has, it has beside all the others, the case's own among them.
        held["held"] = self.oracle.items.held
        self.held = Oracle(held)
        self.facts = self.held.facts()
        self.most = fields["settings"].get("max_moved")

    @property
    def others(self):
        """All bookings but the case's own that are not locked, as they stand."""
        entries = [self.oracle.fact(v) for v in self.oracle.locked]
        return entries + [self.oracle.wish(v) for v in self.oracle.wishes if v not in self.own]

    def cost(self, booked, moves=()):
        """What a placement adds to the objective, with these visits of others elsewhere."""
        oracle = self.oracle
        moved = {one[0]: one for one in moves}
        before = oracle.cost_of(as_bookings(self.others))
        kept = [moved.get(one[0], one) for one in self.others if one[0] not in self.own]
        lacking = [visit for visit in self.own if visit not in oracle.locked]
        loss = len(lacking) * oracle.loss[self.case.get("priority", "routine")]
        return oracle.cost_of(as_bookings([*kept, *booked])) - before + loss

    def moved(self, booked):
        """How many of the case's own visits leave their booking."""
        return self.oracle.counted(self.case, booked, set())

    def options(self, most=None):
        """Every placement beside what stands, with no more of its own visits moved than may be."""
        most = self.most if most is None else most
        for booked in self.held.placements(self.case):
            new = [one for one in booked if one[0] not in self.held.locked]
            if not self.held.fits(new, self.case["patient"], self.facts):
                continue
            if most is None or self.moved(booked) <= most:
                yield booked


def false_offers(fields, case_id, found, n, allow_moves=0):
    """What is not so of the offers for one request."""
    desk = Desk(fields, case_id)
    every = {tuple(booked): desk.cost(booked) for booked in desk.options()}
    costs = [offer.cost for offer in found]
    if costs != sorted(costs):
        yield "not cheapest first"
    for offer in found:
        booked, moves = [entry(one) for one in offer.bookings], [entry(one) for one in offer.moves]
        if desk.cost(booked, moves) != offer.cost:
            yield f"costs {desk.cost(booked, moves)}, not {offer.cost}"
        if desk.most is not None and desk.moved(booked) + len(moves) > desk.most:
            yield "an offer moves more than max_moved"
        if not moves and tuple(booked) not in every:
            yield "an offer breaks a rule"
        entries = [one for one in desk.others if one[0] not in desk.own | {move[0] for move in moves}]
        named = desk.oracle.items.held | {one.visit: list(one.equipment) for one in (*offer.bookings, *offer.moves)}
        changed = Desk(fields, case_id, [move[0] for move in moves]).held.items
        if not changed.conform([*entries, *moves, *booked], named):
            yield "an offer has items that it may not have"
        if moves:
            yield from _false_moves(fields, desk, booked, moves, allow_moves, named)
    if not allow_moves:
        if bool(found) != bool(every):
            yield f"{len(every)} places, {len(found)} offers"
        elif found and costs[0] != min(every.values()):
            yield "the first is not the cheapest"
        days = {offer.bookings[0].start.date() for offer in found}
        if len(days) != min(n, len({key[0][3].date() for key in every})):
            yield "not spread over dates"


def _false_moves(fields, desk, booked, moves, allow_moves, named):
    oracle = desk.oracle
    names = {one[0] for one in moves}
    if len(names) > allow_moves or names & desk.own or names & set(oracle.locked) or not names <= set(oracle.wishes):
        yield "moves what may not move"
        return
    if any(one == oracle.wish(one[0]) for one in moves):
        yield "a move that moves nothing"
    requests = {oracle.visits[name][0]["id"] for name in names}
    loose = [visit["id"] for case in fields["requests"] if case["id"] in requests for visit in case["visits"]]
    looser = Desk(fields, desk.case["id"], loose)
    kept = [one for one in desk.others if one[0] not in names | desk.own]
    bookings = as_bookings([*kept, *moves, *booked])
    if not looser.held.conforms([{**one, "equipment": named.get(one["visit"], [])} for one in bookings]):
        yield "an offer that moves others breaks a rule"


def all_conform(fields):
    """Whether the bookings that are not locked keep every rule as they are, all together and whole."""
    oracle = Oracle({**fields, "settings": {**fields["settings"], "max_moved": 10**6}})
    entries = [oracle.fact(v) for v in oracle.locked] + [oracle.wish(v) for v in oracle.wishes]
    return oracle.conforms([{**one, "equipment": oracle.items.held[one["visit"]]} for one in as_bookings(entries)])


def cheapest_with_moves(fields, case_id, most):
    """On each date the least that a placement adds with at most so many visits of others moved, by brute force."""
    desk = Desk(fields, case_id, list(Oracle(fields).wishes))
    oracle, held = desk.oracle, desk.held
    facts = [(oracle.fact(v), oracle.visits[v][0]["patient"]) for v in oracle.locked]
    menus = []
    for case in fields["requests"]:
        ids = [v["id"] for v in case["visits"]]
        if case["id"] != case_id and not any(i in oracle.wishes for i in ids):
            menus.append([(0, [oracle.fact(i) for i in ids if i in oracle.locked])])
            continue
        menu = []
        for booked in held.placements(case):
            new = [one for one in booked if one[0] not in oracle.locked]
            moved = oracle.counted(case, booked, set())
            few = case["id"] == case_id or moved <= most
            if few and not any(clash(one, case["patient"], *fact) for one in new for fact in facts):
                menu.append((moved, booked))
        menus.append(menu)
    size = 1
    for menu in menus:
        size *= len(menu)
    if size > 20_000:
        return None
    which = [case["id"] for case in fields["requests"]].index(case_id)
    best = {}
    for chosen in product(*menus):
        others = sum(moved for number, (moved, _) in enumerate(chosen) if number != which)
        if others > most or (desk.most is not None and others + chosen[which][0] > desk.most):
            continue
        placed = [(one, oracle.visits[one[0]][0]["patient"]) for _, booked in chosen for one in booked]
        free = [i for i, (one, _) in enumerate(placed) if one[0] not in oracle.locked]
        if any(clash(*placed[i], *placed[j]) for i in free for j in range(len(placed)) if j != i):
            continue
        # Who stays has the items that it has: a change of these is no move.
        staying = [
            one[0]
            for one, _ in placed
            if one[0] in oracle.wishes and one[0] not in desk.own and one == oracle.wish(one[0])
        ]
        if not held.items.enough([one for one, _ in placed], {name: oracle.items.held[name] for name in staying}):
            continue
        booked = chosen[which][1]
        moves = [
            one
            for one, _ in placed
            if one[0] in oracle.wishes and one[0] not in desk.own and one != oracle.wish(one[0])
        ]
        day = booked[0][3].date()
        cost = desk.cost(booked, moves)
        best[day] = min(cost, best.get(day, cost))
    return best


def free_times(fields):
    """Times to ask for: the first windows, and half of each."""
    for one in fields["availability"][:3]:
        start, end = at(one["start"]), at(one["end"])
        for until in (end, start + timedelta(minutes=minutes(end - start) // 2)):
            if start < until:
                yield one["practitioner"], start, until


def best_in(fields, case_id, person, start, end):
    """The least that a placement adds with a visit of this person wholly in this time; None if there is none."""
    desk = Desk(fields, case_id)
    costs = [
        desk.cost(booked)
        for booked in desk.options()
        if any(
            one[1] == person and start <= one[3] and one[4] <= end for one in booked if one[0] not in desk.held.locked
        )
    ]
    return min(costs, default=None)


def false_free_time(fields, found, person, start, end):
    """What is not so of the offers for a free time: who fits it, at what cost, in which order."""
    booked = {one["visit"] for one in fields["bookings"]}
    oracle = Oracle(fields)
    waiting = [case for case in fields["requests"] if not {visit["id"] for visit in case["visits"]} <= booked]
    best = {case["id"]: best_in(fields, case["id"], person, start, end) for case in waiting}
    fitting = {name: cost for name, cost in best.items() if cost is not None}
    if all_conform(fields) and {one.request: one.cost for one in found} != fitting:
        yield f"others fit, or at other costs: {best}"
    lacking = {case["id"]: sum(visit["id"] not in oracle.locked for visit in case["visits"]) for case in waiting}
    loss = {case["id"]: oracle.loss[case.get("priority", "routine")] * lacking[case["id"]] for case in waiting}
    gains = [loss[one.request] - one.cost for one in found]
    if gains != sorted(gains, reverse=True):
        yield "those that gain most are not first"


def stands_with_bookings(fields, seed):
    """The request with its own bookings, or with those of a plan of it, of which one may be out."""
    draw = random.Random(seed)
    request = PlanRequest.model_validate(fields)
    if draw.random() < 0.4:
        return request, fields
    made = plan(request)
    booked = sorted({one.request for one in made.bookings})
    if booked and draw.random() < 0.6:
        out = draw.choice(booked)
        made = made.model_copy(update={"bookings": tuple(one for one in made.bookings if one.request != out)})
    request = with_bookings(request, made)
    return request, request.model_dump(mode="json", by_alias=True, exclude_none=True)


def every_false_offer(fields, seed, seen):
    """All that is false of what is offered beside the bookings of one instance, each as (kind, what)."""
    draw = random.Random(seed)
    request, fields = stands_with_bookings(fields, seed)
    desk = offers.Desk(request)
    locked = Oracle(fields).locked
    for case in fields["requests"]:
        if all(visit["id"] in locked for visit in case["visits"]):
            continue
        for moves in (0, draw.choice([1, 2])):
            found = desk.offers(case["id"], 10, allow_moves=moves)
            seen["offers"] += len(found)
            seen["that move others"] += sum(bool(one.moves) for one in found)
            for wrong in false_offers(fields, case["id"], found, 10, moves):
                yield wrong.split(",")[0], (case["id"], moves, wrong)
            best = cheapest_with_moves(fields, case["id"], moves) if moves and all_conform(fields) else None
            if best is not None:
                seen["asked for, with moves enumerated"] += 1
                cheapest = {}
                for one in found:
                    cheapest.setdefault(one.bookings[0].start.date(), one.cost)
                if cheapest != best:
                    yield "not the cheapest of each date", (case["id"], moves, cheapest, best)
    for person, start, end in free_times(fields):
        found = desk.for_free_time(person, start, end, 10)
        seen["for a free time"] += len(found)
        for wrong in false_free_time(fields, found, person, start, end):
            yield "free time", (person, start, end, wrong)
