"""Sentences about moves, costs, prices and fixes, read word by word: the other part of ``sentences``."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.loosened import Place, facts_of
from tests.oracle import at
from tests.words_of_sentences import CLOCK, ID, D, matched


def alone_beside_locked(oracle, case):
    """Every way to book a case beside what is locked, were nothing else booked."""
    for booked in oracle.placements(case):
        new = [one for one in booked if one[0] not in oracle.locked]
        if oracle.fits(new, case["patient"], oracle.facts()):
            yield booked


def few_moves(facts, said):
    found = matched(
        r"wherever it is booked, at least (\d+) of its visits (?:leaves its|leave their) booking \((.+)\), "
        r"and at most (\d+) may \(max_moved\)\.",
        said,
    )
    oracle = facts.oracle
    least = min(oracle.counted(facts.case, booked, set()) for booked in alone_beside_locked(oracle, facts.case))
    for visit, day, clock, person, unit in re.findall(rf"({ID}) ({D}) ({CLOCK}) with ({ID}) at ({ID})", found[2]):
        was = oracle.wishes[visit]
        if (was["practitioner"], was["unit"], at(was["start"])) != (person, unit, at(f"{day}T{clock}")):
            return "it is booked elsewhere"
    return (least, oracle.most_moved) != (int(found[1]), int(found[3])) and f"{least} leave, {oracle.most_moved} may"


def costs_too_much(facts, said):
    found = matched(
        rf"even where it costs least, ({D}) at ({CLOCK}), booking it costs (\d+), and leaving it out (\d+)\.", said
    )
    oracle, case = facts.oracle, facts.case
    costs = {}
    for booked in alone_beside_locked(oracle, case):
        new = [one for one in booked if one[0] not in oracle.locked]
        cost = oracle.booked_cost(case, booked) - oracle.not_preferred([one for one in booked if one not in new])
        cost += oracle.weights["apart"] * sum(day != booked[0][3].date() for day in locked_partners(oracle, case))
        start = new[0][3]
        costs[start] = min(cost, costs.get(start, cost))
    lacking = len(case["visits"]) - len(facts.locked & {visit["id"] for visit in case["visits"]})
    left_out = lacking * oracle.loss[case.get("priority", "routine")]
    true = (min(costs.values()), costs.get(at(f"{found[1]}T{found[2]}")), left_out)
    claimed = (int(found[3]), int(found[3]), int(found[4]))
    return (true != claimed and f"{true}") or (claimed[0] < claimed[2] and "it is worth it") or None


def locked_partners(oracle, case):
    """The dates of wholly locked requests that one is wished on the same date with."""
    for other in oracle.asked["requests"]:
        ids = [visit["id"] for visit in other["visits"]]
        if frozenset((case["id"], other["id"])) in oracle.pairs and all(one in oracle.locked for one in ids):
            yield oracle.fact(ids[0])[3].date()


WHERE = rf"booked on (?P<day>{D}) at (?P<clock>{CLOCK}) with (?P<people>{ID}(?:, {ID})*)"
DISPLACED = rf"(?: and put out (?P<out>{ID}(?:, {ID})*))?(?: and move (?P<move>{ID}(?:, {ID})*))?"
SURE = r"(?P<sure>No (?:better )?plan that books it .+)"


def lost(facts, said):
    alone = re.fullmatch(
        rf"it would fit by itself, first on ({D}), but (no plan that books it costs less than this one|"
        r"beside the others no better plan that books it was found within the time limit)\.",
        said,
    )
    oracle = facts.oracle
    within = [
        booked[0][3].date()
        for booked in alone_beside_locked(oracle, facts.case)
        if oracle.most_moved is None or oracle.counted(facts.case, booked, set()) <= oracle.most_moved
    ]
    if alone:
        if not within or min(within).isoformat() != alone[1]:
            return f"first on {min(within, default=None)}"
        return alone[2].startswith("no plan") is not (facts.reason.proof == "proven") and "the proof is another"
    found = matched(
        rf"(?P<lead>.+?)?{WHERE} it would (?:make the plan cost (?P<more>\d+) more|leave the plan's cost as it is)"
        rf"{DISPLACED}\. {SURE}\.",
        said,
    )
    return (
        _false_lead(facts, found)
        or _false_sure(facts, found["sure"])
        or _false_plan(facts, found, int(found["more"] or 0))
    )


def _false_lead(facts, found):
    lead = found["lead"] or ""
    within, any_moves = (bool(list(beside(facts, moves))) for moves in (False, True))
    if lead == "there is no room for it beside the others; ":
        return any_moves and "there is room"
    if lead == "there is room for it only if more visits leave their booking than may (max_moved); ":
        return (within or not any_moves) and "the moves are not what is in the way"
    if lead == "there is room for it, but ":
        return (found["out"] or found["move"] or not within) and "there is no room"
    return lead and f"no such lead: {lead!r}"


def beside(facts, any_moves=False):
    """Every way to book the unbooked case beside the plan's bookings; ``any_moves``: whatever may move."""
    oracle = facts.oracle
    taken = [((b.visit, b.practitioner, b.unit, b.start, b.end), b.patient) for b in facts.made.bookings]
    holding = {b.visit: list(b.equipment) for b in facts.made.bookings}
    for booked in oracle.placements(facts.case):
        new = [one for one in booked if one[0] not in oracle.locked]
        if not oracle.fits(new, facts.case["patient"], taken, holding):
            continue
        plan = [*map(as_booking, (one for one, _ in taken)), *map(as_booking, booked)]
        if any_moves or oracle.most_moved is None or oracle.all_counted(plan) <= oracle.most_moved:
            yield booked


def as_booking(entry):
    visit, person, unit, start, end = entry
    times = {"start": f"{start:%Y-%m-%dT%H:%M}", "end": f"{end:%Y-%m-%dT%H:%M}"}
    return {"visit": visit, "practitioner": person, "unit": unit, **times}


def _false_sure(facts, said):
    more = re.fullmatch(r"No plan that books it costs less than (\d+) more than this one", said)
    if more or said == "No plan that books it costs less than this one":
        limit = facts.made.objective.cost + int(more[1] if more else 0)
        least = facts.oracle.optimum(must=facts.case["id"], below=limit, most_steps=1_000_000)
        return least < limit and f"one costs {least}"
    return said != "No better plan that books it was found in time" and f"no such words: {said!r}"


def better(facts, said):
    found = matched(
        rf"there is a better plan that books it: {WHERE}, the plan would cost (?P<less>\d+) less{DISPLACED}\. "
        r"Plan again, from this plan\.",
        said,
    )
    return _false_plan(facts, found, -int(found["less"]))


def _false_plan(facts, found, more):
    """Whether there is a plan as described: booked there, these put out, those elsewhere, all others as they are."""
    oracle, made = facts.oracle, facts.made
    if facts.reason.costs_more != more:
        return "costs_more is another"
    out, move = (set((found[name] or "").split(", ")) - {""} for name in ("out", "move"))
    start = at(f"{found['day']}T{found['clock']}")
    cases = {case["id"]: case for case in facts.fields["requests"]}
    held = [
        (b.visit, b.practitioner, b.unit, b.start, b.end)
        for b in made.bookings
        if b.request not in out | move | {facts.case["id"]} or b.visit in oracle.locked
    ]
    was = {b.visit: (b.visit, b.practitioner, b.unit, b.start, b.end) for b in made.bookings}
    menus = [
        [
            booked
            for booked in oracle.placements(facts.case)
            if booked[0][3] == start and list(dict.fromkeys(one[1] for one in booked)) == found["people"].split(", ")
        ]
    ]
    menus += [
        [booked for booked in oracle.placements(cases[name]) if booked != [was[one[0]] for one in booked]]
        for name in sorted(move)
    ]

    def search(number, plan):
        if number == len(menus):
            bookings = oracle.as_bookings(plan)
            cost = oracle.cost_of(bookings)
            return cost == made.objective.cost + more and oracle.conforms(bookings)
        for booked in menus[number]:
            new = [one for one in booked if one[0] not in oracle.locked]
            patient = oracle.visits[booked[0][0]][0]["patient"]
            taken = [(two, oracle.visits[two[0]][0]["patient"]) for two in plan]
            if oracle.fits(new, patient, taken) and search(number + 1, plan + new):
                return True
        return False

    return None if search(0, held) else "there is no such plan at this price"


def no_fix(facts, said):
    locked = (
        " while the visits of .+ that are locked stay"
        if facts.locked & {v["id"] for v in facts.case["visits"]}
        else ""
    )
    matched(rf"no other wait, clock time, .+ would let it in{locked}\.", said)
    return could_ever_be(facts) and "something would"


_OF_VISITS = (
    *("practitioners", "min_wait", "max_wait", "equipment", "same_practitioner_as", "different_practitioner_from"),
)


def could_ever_be(facts):
    """Whether the case could be anywhere if everybody worked whenever they can, and others gave way."""
    fields = dict(facts.fields, requests=[dict(one) for one in facts.fields["requests"]])
    case = next(one for one in fields["requests"] if one["id"] == facts.case["id"])
    for name in ("units", "earliest", "latest", "excluded_dates", "not_before", "not_after", "min_wait", "max_wait"):
        case.pop(name, None)
    case["visits"] = [
        {k: v for k, v in visit.items() if k not in _OF_VISITS} | {"competence": "any"} for visit in case["visits"]
    ]
    fields["practitioners"] = [dict(one, competences=[*one["competences"], "any"]) for one in fields["practitioners"]]
    fields["settings"] = dict(fields["settings"], grid=1)
    fields["bookings"] = facts_of(fields)
    fields["availability"] = [*fields["availability"], *whole_days(facts)]
    place = Place(fields, case)
    for unit in fields["units"]:
        for day in facts.planned:
            ended, was_locked = None, False
            for visit in case["visits"]:
                starts = sorted((one[3], one[4]) for one in place.at(visit, unit["id"], day))
                both = was_locked and visit["id"] in place.oracle.locked
                ended = next((end for start, end in starts if ended is None or start >= ended or both), None)
                was_locked = visit["id"] in place.oracle.locked
                if ended is None:
                    break
            if ended is not None:
                return True
    return False


def whole_days(facts):
    """Time of everybody at every unit on every planned date, but when they are at another unit."""
    elsewhere = {}
    for one in facts.fields["availability"]:
        start, end = at(one["start"]), at(one["end"])
        elsewhere.setdefault((one["practitioner"], start.date()), []).append((one["unit"], start, end))
    for person in facts.fields["practitioners"]:
        for unit in facts.fields["units"]:
            for day in facts.planned:
                cuts = [(s, e) for other, s, e in elsewhere.get((person["id"], day), []) if other != unit["id"]]
                begin = at(f"{day}T00:00")
                for start, end in [*sorted(cuts), (begin + timedelta(days=1), None)]:
                    if begin < start:
                        times = {"start": f"{begin:%Y-%m-%dT%H:%M}", "end": f"{start:%Y-%m-%dT%H:%M}"}
                        yield {"practitioner": person["id"], "unit": unit["id"], **times}
                    begin = max(begin, end) if end else begin
