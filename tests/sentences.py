"""Each sentence of a reason, read word by word, and held against what enumeration says of these words.

The patterns are written from the sentences as a planner reads them: what has no pattern here may not be said.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from tests.loosened import Place, all_limits, facts_of, has_room, with_only
from tests.oracle import Oracle, at, clash, minutes

D, ID, CLOCK = r"\d{4}-\d\d-\d\d", r"[\w.-]+", r"\d\d:\d\d"
SPAN = rf"(?:on (?P<on>{D})|from (?P<from>{D}) to (?P<to>{D}))"
MIN = r"minutes?"

LIMITS = {
    "practitioners": rf"{ID} may only be with .+",
    "units": rf"{ID} may only be at (?P<units>.+)",
    "earliest": rf"{ID} may not be before (?P<earliest>{D})",
    "latest": rf"{ID} may not be after (?P<latest>{D})",
    "excluded_dates": r"the patient can't come on (?P<excluded>.+)",
    "not_before": rf"{ID} may not begin before (?P<not_before>{CLOCK})",
    "not_after": rf"{ID} may not end after (?P<not_after>{CLOCK})",
    "min_wait": rf"{ID} comes at least .+",
    "max_wait": rf"{ID} comes at most .+",
    "grid": rf"visits start on the grid, at multiples of (?P<grid>\d+) {MIN} from midnight",
    "clock_change": r"no visit touches .+, when the clocks change",
    "locked": r"locked bookings of other patients stay: .+",
    "patient_visits": r"the patient's other locked visits stay: .+",
    "patient_busy": r"the patient has something else .+",
}


def false_words(fields, made, reason):
    """What a reason's sentence says that is not so; None if all of it is."""
    case = next(one for one in fields["requests"] if reason.message.startswith(f"{one['id']}: "))
    said = reason.message.removeprefix(f"{case['id']}: ")
    return _OF_CODE[reason.code](Facts(fields, made, case, reason), said) or None


class Facts:
    """A request, a plan and the case that a sentence speaks of."""

    def __init__(self, fields, made, case, reason):
        self.fields, self.made, self.case, self.reason = fields, made, case, reason
        self.oracle = Oracle(fields)
        self.locked = {one["visit"] for one in facts_of(fields)}
        self.free = [visit for visit in case["visits"] if visit["id"] not in self.locked]

    @property
    def planned(self):
        first, last = (date.fromisoformat(self.fields[name]) for name in ("first_date", "last_date"))
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def room(self, limits, level, visit=None):
        return has_room(self.fields, self.case["id"], limits, level, visit)


def matched(pattern, said):
    found = re.fullmatch(pattern, said)
    assert found, f"no such sentence: {said!r}"
    return found


def span(found):
    first, last = found["on"] or found["from"], found["on"] or found["to"]
    return date.fromisoformat(first), date.fromisoformat(last)


def limits_in(facts, text):
    """The limits that a list of clauses names; each clause true of the request."""
    names = []
    for clause in (text or "").split("; ") if text else []:
        name = next((name for name, pattern in LIMITS.items() if re.fullmatch(pattern, clause)), None)
        assert name, f"no such limit: {clause!r}"
        names.append(name)
        wrong = _false_clause(facts, name, re.fullmatch(LIMITS[name], clause), clause)
        assert not wrong, f"{clause!r}: {wrong}"
    assert tuple(names) == tuple(one for one in facts.reason.limits if one != "own_locked"), (names, facts.reason)
    return names


def _false_clause(facts, name, found, clause):
    case, visits = facts.case, {visit["id"]: visit for visit in facts.case["visits"]}
    if name in ("earliest", "latest", "not_before", "not_after"):
        return found[name] != case.get(name) and "another value"
    if name == "units":
        return set(re.split(r", | or ", found["units"])) != set(case["units"]) and "other units"
    if name == "grid":
        return int(found["grid"]) != facts.oracle.grid and "another grid"
    if name == "excluded_dates":
        few = re.findall(D, found["excluded"])
        return not set(few) <= set(case["excluded_dates"]) and "other dates"
    if name == "practitioners":
        for visit, people in re.findall(rf"({ID}) may only be with ((?:{ID}(?:, (?!{ID} may)| or )?)+)", clause):
            if set(re.split(r", | or ", people.strip(", "))) != set(visits[visit]["practitioners"]):
                return "other people"
    if name in ("min_wait", "max_wait"):
        for after, count, before in re.findall(rf"({ID}) comes at \w+ (\d+) {MIN} after ({ID})", clause):
            bound = visits[after].get(name, case.get(name))
            ids = list(visits)
            if int(count) != bound or ids.index(after) != ids.index(before) + 1:
                return "another wait"
    return None


def unneeded(facts, limits, level, visit=None):
    """A limit that is named though there is no room without it either."""
    for limit in limits:
        if not facts.room([one for one in limits if one != limit], level, visit):
            return f"{limit} is not needed"
    return None


def _no_date(facts, said):
    beyond = re.fullmatch(rf"it may be (from|until) ({D}), and the (first|last) planned date is ({D})\.", said)
    if beyond:
        own = facts.case.get("earliest" if beyond[1] == "from" else "latest")
        planned = facts.fields["last_date" if beyond[1] == "from" else "first_date"]
        true = own == beyond[2] and planned == beyond[4] and (own > planned if beyond[1] == "from" else own < planned)
        return None if true else "there are dates"
    first, last = span(matched(rf"there is no date {SPAN} on which the patient can come\.", said))
    low = max(facts.case.get("earliest", ""), facts.fields["first_date"])
    high = min(facts.case.get("latest", "9"), facts.fields["last_date"])
    if (first.isoformat(), last.isoformat()) != (low, high):
        return "other dates are planned"
    barred = set(facts.case.get("excluded_dates", []))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return None if all(day.isoformat() in barred for day in days) else "the patient can come"


def _no_competence(facts, said):
    found = matched(rf"nobody has the competence (.+), which ({ID}) needs\.", said)
    visit = next(visit for visit in facts.case["visits"] if visit["id"] == found[2])
    has = any(found[1] in words for words in facts.oracle.has.values())
    return "somebody has it" if has or visit["competence"] != found[1] else None


def _nobody(facts, said):
    found = matched(rf"nobody with (.+) has (\d+) {MIN} in a row( at one care unit)? for ({ID}) {SPAN}\.", said)
    first, last = span(found)
    whole = dict(facts.fields, time_zone="UTC")
    long_enough = [
        (person, unit, day)
        for (person, unit, day), free in Oracle(whole).windows.items()
        if found[1] in facts.oracle.has[person] and first <= day <= last and longest_run(free) >= int(found[2])
    ]
    if not found[3] and len(facts.fields["units"]) > 1:
        return "it does not say that they have to be at one care unit"
    low = facts.case["earliest"] if "earliest" in facts.reason.limits else facts.fields["first_date"]
    high = facts.case["latest"] if "latest" in facts.reason.limits else facts.fields["last_date"]
    if (first.isoformat(), last.isoformat()) != (low, high) or set(facts.reason.limits) - {"earliest", "latest"}:
        return "other dates bind"
    if long_enough:
        return f"{long_enough} have"
    return unneeded(facts, facts.reason.limits, "alone", found[4])


def longest_run(free):
    best = run = 0
    for minute in range(1440):
        run = run + 1 if minute in free else 0
        best = max(best, run)
    return best


def _within_limits(facts, said):
    found = matched(rf"nobody can take ({ID}) \((.+), (\d+) {MIN}\): (.+)\.", said)
    limits = limits_in(facts, found[4])
    if facts.room(limits, "alone", found[1]):
        return "somebody can, with only these limits"
    return unneeded(facts, limits, "alone", found[1])


def _no_common(facts, said):
    found = matched(
        r"there is no date on which (.+?) (both|all) find somebody( at one care unit)?(?:: (.+))?\.", said
    )
    limits = limits_in(facts, found[4])
    if not found[3] and len(facts.fields["units"]) > 1:
        return "it does not say that they have to be at one care unit"
    if facts.room(limits, "together"):
        return "there is one, with only these limits"
    return unneeded(facts, limits, "together")


CLASH = rf" On (?P<clash>{D} .+)"


def _no_sequence(facts, said):
    found = matched(
        rf"on (?P<days>.+?) (?P<ids>{ID}(?:, {ID})* and {ID}) each find somebody, "
        rf"but not one after the other(?:: (?P<limits>.+?))?\.(?:{CLASH})?",
        said,
    )
    limits = limits_in(facts, found["limits"])
    if len(facts.case["visits"]) == 1:
        return "one visit is not one after the other"
    place = Place(*with_only(facts.fields, facts.case["id"], all_limits(facts.fields, facts.case)))
    days = {
        day: all(any(one[3].date() == day for one in place.singles(v)) for v in facts.free) for day in facts.planned
    }
    named = [date.fromisoformat(day) for day in re.findall(D, found["days"])]
    if not all(days[day] for day in named):
        return "on one of these dates somebody is not found"
    if facts.room(limits, "whole"):
        return "there is room in sequence, with only these limits"
    return unneeded(facts, limits, "whole") or _false_clash(facts, place, found["clash"])


def _locked(facts, said):
    found = matched(
        rf"(?P<visits>.+?\)) can't join (?P<facts>{ID} \(.+?\)(?:(?:, | and ){ID} \(.+?\))*)"
        rf"(?:: (?P<limits>.+?))?\.(?:{CLASH})?",
        said,
    )
    limits = ["own_locked", *limits_in(facts, found["limits"])]
    names = re.findall(rf"({ID}) \(", found["visits"])
    if facts.room(limits, "whole"):
        return "they can join, with only these limits"
    needed = [unneeded(facts, limits, "whole")]
    if len(names) == 1:
        needed.append(unneeded(facts, limits, "alone", names[0]))
    place = Place(*with_only(facts.fields, facts.case["id"], all_limits(facts.fields, facts.case)))
    return (needed[0] if all(needed) else None) or _false_clash(facts, place, found["clash"])


WHO, AFTER = r"\((.+?)\)", rf"(?:, after ({ID}),)?"
ENDS = (
    rf"({ID}) {WHO}{AFTER} ends at ({CLOCK}(?: the next day)?) at the earliest, "
    rf"and ({ID}) {WHO} begins at ({CLOCK}) at the latest"
)
AT_MOST = (
    rf"at most (\d+) {MIN} lie between the end of ({ID}) {WHO}{AFTER} and the start of ({ID}) {WHO}, "
    r"and at least (\d+) are asked for"
)
SHORTEST = (
    rf"the shortest wait(?: of at least (\d+) minutes)? from ({ID}) {WHO}{AFTER} to ({ID}) {WHO} is (\d+) {MIN}, "
    r"and at most (\d+) are allowed"
)


def _false_clash(facts, place, said):
    """What is not so of where a sequence is said to break."""
    if not said:
        return None
    several = len(facts.fields["units"]) > 1
    day, *unit, rest = re.fullmatch(rf"({D}){f' at ({ID})' if several else ''} (.+)\.", said).groups()
    day, unit = date.fromisoformat(day), unit[0] if several else facts.fields["units"][0]["id"]
    ends, most, wait = (re.fullmatch(pattern, rest) for pattern in (ENDS, AT_MOST, SHORTEST))
    assert ends or most or wait, rest
    if ends:
        first, who_first, _, earliest, second, who_second, latest = ends.groups()
    elif most:
        count, first, who_first, _, second, who_second, least = most.groups()
    else:
        least, first, who_first, _, second, who_second, count, bound = wait.groups()
    visits = [visit["id"] for visit in facts.case["visits"]]
    position = visits.index(second)
    if visits.index(first) != position - 1:
        return "they don't follow one another"
    for name, people in ((first, who_first), (second, who_second)):
        there = {one[1] for one in place.at(facts.case["visits"][visits.index(name)], unit, day)}
        right = "locked" if name in facts.locked else None
        if people.startswith("any of"):
            right = f"any of {len(there)} people"
        if people != right and set(re.split(r", | or ", people)) != there:
            return f"{sorted(there)} can take {name}"
    ended = ends_in_sequence(facts, place, position - 1, unit, day)
    begun = [one[3] for one in place.at(facts.case["visits"][position], unit, day)]
    waits = [minutes(start - end) for end in ended for start in begun]
    if ends:
        return (clock_on(day, min(ended)), clock_on(day, max(begun))) != (earliest, latest) and "other times"
    low, high = bounds(facts.case, position)
    if most:
        return (max(waits), low) != (int(count), int(least)) and f"{max(waits)} can lie between"
    shortest = min(one for one in waits if one >= low)
    return (shortest, high, low) != (int(count), int(bound), int(least or 0)) and f"the shortest is {shortest}"


def clock_on(day, moment):
    """A clock time of a date; its end is 24:00."""
    if moment.date() == day:
        return f"{moment:%H:%M}"
    return f"{moment:%H:%M} the next day" if moment.time() > time.min else "24:00"


def bounds(case, position):
    visit = case["visits"][position]
    return visit.get("min_wait", case.get("min_wait", 0)), visit.get("max_wait", case.get("max_wait"))


def ends_in_sequence(facts, place, last, unit, day):
    """When a visit can end after all that come before it, each with its wait."""
    visits = facts.case["visits"]
    ended = None
    for position in range(last + 1):
        there = place.at(visits[position], unit, day)
        both = position and {visits[position]["id"], visits[position - 1]["id"]} <= facts.locked
        if ended is not None and not both:
            low, high = bounds(facts.case, position)
            there = [
                one
                for one in there
                if any(low <= minutes(one[3] - end) <= (high if high is not None else 1e9) for end in ended)
            ]
        ended = {one[4] for one in there}
    return ended


def alone_beside_locked(oracle, case):
    """Every way to book a case beside what is locked, were nothing else booked."""
    facts = [(oracle.fact(v), oracle.visits[v][0]["patient"]) for v in oracle.locked]
    for booked in oracle.placements(case):
        new = [one for one in booked if one[0] not in oracle.locked]
        if not any(clash(one, case["patient"], *fact) for one in new for fact in facts):
            yield booked


def _few_moves(facts, said):
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


def _costs(facts, said):
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


def _lost(facts, said):
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
    for booked in oracle.placements(facts.case):
        new = [one for one in booked if one[0] not in oracle.locked]
        if any(clash(one, facts.case["patient"], *other) for one in new for other in taken):
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
        least = facts.oracle.optimum(must=facts.case["id"], below=limit)
        return least < limit and f"one costs {least}"
    return said != "No better plan that books it was found in time" and f"no such words: {said!r}"


def _better(facts, said):
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
            bookings = [as_booking(one) for one in plan]
            cost = oracle.cost_of(bookings)
            return cost == made.objective.cost + more and oracle.conforms(bookings)
        for booked in menus[number]:
            new = [one for one in booked if one[0] not in oracle.locked]
            patient = oracle.visits[booked[0][0]][0]["patient"]
            taken = [(two, oracle.visits[two[0]][0]["patient"]) for two in plan]
            free = not any(clash(one, patient, *other) for one in new for other in taken)
            if free and search(number + 1, plan + new):
                return True
        return False

    return None if search(0, held) else "there is no such plan at this price"


def _no_fix(facts, said):
    locked = (
        " while the visits of .+ that are locked stay"
        if facts.locked & {v["id"] for v in facts.case["visits"]}
        else ""
    )
    matched(rf"no other wait, clock time, .+ would let it in{locked}\.", said)
    return could_ever_be(facts) and "something would"


def could_ever_be(facts):
    """Whether the case could be anywhere if everybody worked whenever they can, and others gave way."""
    fields = dict(facts.fields, requests=[dict(one) for one in facts.fields["requests"]])
    case = next(one for one in fields["requests"] if one["id"] == facts.case["id"])
    for name in ("units", "earliest", "latest", "excluded_dates", "not_before", "not_after", "min_wait", "max_wait"):
        case.pop(name, None)
    case["visits"] = [
        {k: v for k, v in visit.items() if k not in ("practitioners", "min_wait", "max_wait")} | {"competence": "any"}
        for visit in case["visits"]
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


_OF_CODE = {
    "no_possible_date": _no_date,
    "no_one_has_competence": _no_competence,
    "no_one_available": _nobody,
    "nobody_within_limits": _within_limits,
    "no_common_date": _no_common,
    "sequence_does_not_fit": _no_sequence,
    "locked_in_conflict": _locked,
    "too_few_moves": _few_moves,
    "costs_more_than_it_is_worth": _costs,
    "lost_to_others": _lost,
    "better_plan_exists": _better,
    "no_fix_exists": _no_fix,
}
