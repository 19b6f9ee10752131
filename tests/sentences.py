"""Each sentence of a reason, read word by word, and held against what enumeration says of these words.

The patterns are written from the sentences as a planner reads them: what has no pattern here may not be said.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from tests.items import word
from tests.loosened import Place, all_limits, facts_of, has_room, with_only
from tests.oracle import Oracle, minutes
from tests.price_sentences import better, costs_too_much, few_moves, lost, no_fix
from tests.words_of_sentences import CLOCK, ID, MIN, D, matched

SPAN = rf"(?:on (?P<on>{D})|from (?P<from>{D}) to (?P<to>{D}))"

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
    "equipment": rf"{ID} needs .+",
    "same_practitioner_as": r".+ are with the same person",
    "different_practitioner_from": r".+ are with different people",
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
    if name == "equipment":
        for visit, kinds in re.findall(rf"({ID}) needs ((?:(?!{ID} needs).)+?)(?=, {ID} needs|$)", clause):
            if re.split(r", | and ", kinds) != visits[visit]["equipment"]:
                return "other equipment"
    if name == "same_practitioner_as":
        told = set(re.findall(ID, clause.removesuffix(" are with the same person").replace(" and ", " ")))
        return told != {one for pair in facts.oracle.same & own_pairs(case) for one in pair} and "other visits"
    if name == "different_practitioner_from":
        told = {frozenset(pair) for pair in re.findall(rf"({ID}) and ({ID}) are with different people", clause)}
        return told != facts.oracle.different & own_pairs(case) and "other visits"
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


def own_pairs(case):
    """Every pair of visits of a case."""
    return {frozenset((one["id"], other["id"])) for one in case["visits"] for other in case["visits"] if one != other}


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


def _no_equipment(facts, said):
    none = re.fullmatch(rf"there is no (.+), which ({ID}) needs\.", said)
    limits = list(facts.reason.limits)
    if none:
        visit = next(visit for visit in facts.case["visits"] if visit["id"] == none[2])
        told = re.split(r", | or ", none[1])
        if not set(map(word, told)) <= set(map(word, visit["equipment"])):
            return "it needs something else"
        if any(word(kind) in map(word, told) for _, kind in facts.oracle.items.place.values()):
            return "there is one"
        return (facts.room(limits, "alone", none[2]) and "there is room") or unneeded(facts, limits, "alone", none[2])
    found = matched(
        rf"there are people for ({ID}), but (?:never|not) (.+) free at the same time for (\d+) {MIN}(?:: (.+))?\.",
        said,
    )
    visit = next(visit for visit in facts.case["visits"] if visit["id"] == found[1])
    if (re.split(r", | and ", found[2]), int(found[3])) != (visit["equipment"], visit["duration"]):
        return "it needs something else"
    clauses = [clause for clause in (found[4] or "").split("; ") if clause]
    names = [next(name for name, pattern in LIMITS.items() if re.fullmatch(pattern, one)) for one in clauses]
    if sorted([*names, "equipment"]) != sorted(limits):
        return "other limits bind"
    if facts.room(limits, "alone", found[1]):
        return "there is one, with only these limits"
    return unneeded(facts, limits, "alone", found[1])


def _no_such_people(facts, said):
    found = matched(r"(.+\)) each find somebody, but not the people asked for: (.+)\.", said)
    limits = limits_in(facts, found[2])
    if facts.room(limits, "agreed"):
        return "they do, with only these limits"
    return unneeded(facts, limits, "agreed")


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
    needed = [unneeded(facts, limits, level) for level in ("whole", "agreed")]
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


_OF_CODE = {
    "no_possible_date": _no_date,
    "no_one_has_competence": _no_competence,
    "no_one_available": _nobody,
    "nobody_within_limits": _within_limits,
    "no_equipment_free": _no_equipment,
    "no_such_people": _no_such_people,
    "no_common_date": _no_common,
    "sequence_does_not_fit": _no_sequence,
    "locked_in_conflict": _locked,
    "too_few_moves": few_moves,
    "costs_more_than_it_is_worth": costs_too_much,
    "lost_to_others": lost,
    "better_plan_exists": better,
    "no_fix_exists": no_fix,
}
