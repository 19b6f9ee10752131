"""Each fix in its words and at its size: the message says what the changes are, and nothing smaller would do."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from dagplan import InputError, apply
from tests.oracle import Oracle, at, minutes

D, ID, CLOCK = r"\d{4}-\d\d-\d\d", r"[\w.-]+", r"\d\d:\d\d"
MIN = r"(\d+) minutes?"
SPAN = rf"({D}) ({CLOCK})–({CLOCK})"


def clock(text):
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def false_fix_words(fields, made, request_id, fix):
    """What a fix's message says that its changes and placement do not; None if it is the same."""
    case = next(one for one in fields["requests"] if one["id"] == request_id)
    first, last = fix.placement[0], fix.placement[-1]
    spans = ", ".join(f"{b.start:%H:%M}–{end_of(b)} {b.practitioner}" for b in fix.placement)
    booked = f"it is booked {first.start:%Y-%m-%d} at {first.unit}: {spans}."
    if not fix.message.endswith(booked) or last.unit != first.unit:
        return "the placement is told otherwise"
    said = fix.message.removesuffix(booked)
    if not fix.changes:
        room = re.fullmatch(
            r"There is room as the plan stands(?: \(booking it costs \d+, leaving it out \d+\))?: ", said
        )
        return None if room else "no such words"
    clauses = [one for part in said.removesuffix("; then ").split("; ") for one in part.split(", and ")]
    wanted = {key: value for change in fix.changes for key, value in facts_in(change).items()}
    told = {}
    for clause in clauses:
        for key, value in _read(fields, case, made, fix, clause).items():
            # Each clause takes one wish away; of a visit with two of them none may be left.
            told[key] = [one for one in value if one in told.get(key, value)] if isinstance(value, list) else value
    return None if told == wanted else f"{told} is told, {wanted} is changed"


def end_of(booking):
    return "24:00" if f"{booking.end:%H:%M}" == "00:00" else f"{booking.end:%H:%M}"


def facts_in(change):
    """A change as (kind, whose, field): value."""
    kind = change["kind"]
    if kind == "add_availability":
        return {(kind, change["practitioner"], change["unit"], change["start"]): change["end"]}
    if kind == "add_competence":
        return {(kind, change["practitioner"]): change["competence"]}
    if kind == "add_equipment":
        return {(kind, change["value"]["id"]): (change["value"]["unit"], change["value"]["kind"])}
    if kind == "set_booking":
        change = {name: value for name, value in change.items() if name != "equipment"}
    owner = change.get("visit") or change.get("request") or ""
    fields = {name: value for name, value in change.items() if name not in ("kind", "visit", "request")}
    return {(kind, owner, name): value for name, value in fields.items()}


def _read(fields, case, made, fix, clause):
    clause = (
        clause[0].lower() + clause[1:]
        if re.match(r"Visits start|The patient|Move |Up to |One more ", clause)
        else clause
    )
    for pattern, meaning in _CLAUSES:
        found = re.fullmatch(pattern, clause)
        if found:
            return meaning(fields, case, made, fix, *found.groups())
    raise AssertionError(f"no such clause: {clause!r}")


def _hours(fields, case, made, fix, count, person, unit, day, opens, closes):
    assert clock(closes) - clock(opens) == int(count)
    end = at(f"{day}T00:00") + timedelta(minutes=clock(closes))
    return {("add_availability", person, unit, f"{day}T{opens}"): f"{end:%Y-%m-%dT%H:%M}"}


def _unit(fields, case, made, fix, owner, unit):
    return {("set_request", owner, "units"): [*case["units"], unit]}


def _date(word):
    def meaning(fields, case, made, fix, owner, day, count):
        assert abs((at(day) - at(case[word])).days) == int(count)
        return {("set_request", owner, word): day}

    return meaning


def _excluded(fields, case, made, fix, day):
    return {("set_request", case["id"], "excluded_dates"): [one for one in case["excluded_dates"] if one != day]}


def _clock(word):
    def meaning(fields, case, made, fix, owner, new, old):
        assert case[word] == old
        return {("set_request", owner, word): None if new == "24:00" else new}

    return meaning


def _wait(fields, case, made, fix, after, count, before, bound, old):
    visits = [visit["id"] for visit in case["visits"]]
    assert visits.index(after) == visits.index(before) + 1
    visit = case["visits"][visits.index(after)]
    word = "min_wait" if bound == "least" else "max_wait"
    assert int(old) == visit.get(word, case.get(word))
    booked = {one.visit: one for one in fix.placement}
    assert minutes(booked[after].start - booked[before].end) == int(count)
    return {("set_visit", after, word): int(count)}


def _person(fields, case, made, fix, name, person):
    visit = next(visit for visit in case["visits"] if visit["id"] == name)
    return {("set_visit", name, "practitioners"): [*visit["practitioners"], person]}


def _moved(fields, case, made, fix, count, old):
    assert fields["settings"]["max_moved"] == int(old)
    return {("set_settings", "", "max_moved"): int(count)}


def _grid(fields, case, made, fix, count, old):
    assert fields["settings"].get("grid", 5) == int(old)
    return {("set_settings", "", "grid"): int(count)}


def _move(fields, case, made, fix, visit, day, clock_, person, unit, new_day, new_clock, new_person, new_unit):
    was = next(one for one in made.bookings if one.visit == visit)
    assert (was.practitioner, was.unit, f"{was.start:%Y-%m-%d %H:%M}") == (person, unit, f"{day} {clock_}")
    return _placed(visit, new_day, new_clock, new_person, new_unit)


def _placed(visit, day, clock_, person, unit):
    values = {"practitioner": person, "unit": unit, "start": f"{day}T{clock_}"}
    return {("set_booking", visit, name): value for name, value in values.items()}


def _unlock(fields, case, made, fix, visit, *where):
    return {**_placed(visit, *where), ("set_booking", visit, "locked"): False}


def _competence(fields, case, made, fix, person, word):
    return {("add_competence", person): word}


def _apart(field):
    def meaning(fields, case, made, fix, name, other):
        found = {}
        for one, gone in ((name, other), (other, name)):
            asked_for = next(visit for visit in case["visits"] if visit["id"] == one).get(field, [])
            if gone in asked_for:
                found["set_visit", one, field] = [each for each in asked_for if each != gone]
        assert found
        return found

    return meaning


def _item(fields, case, made, fix, kind, unit, item):
    assert item not in {one["id"] for one in fields.get("equipment", [])}
    return {("add_equipment", item): (unit, kind)}


AT = rf"({D}) ({CLOCK}) with ({ID}) at ({ID})"
_CLAUSES = (
    (rf"{MIN} more of ({ID}) at ({ID}): {SPAN}", _hours),
    (rf"({ID}) may also be at ({ID})", _unit),
    (rf"({ID}) may be from ({D}), (\d+) days? earlier", _date("earliest")),
    (rf"({ID}) may be until ({D}), (\d+) days? later", _date("latest")),
    (rf"the patient comes on ({D}) after all", _excluded),
    (rf"({ID}) may begin at ({CLOCK}) instead of ({CLOCK})", _clock("not_before")),
    (rf"({ID}) may end at ({CLOCK}) instead of ({CLOCK})", _clock("not_after")),
    (rf"({ID}) may come {MIN} after ({ID}) \(instead of at (least|most) (\d+)\)", _wait),
    (rf"({ID}) may also be with ({ID})", _person),
    (rf"({ID}) may be with another person than ({ID})", _apart("same_practitioner_as")),
    (rf"({ID}) may be with the same person as ({ID})", _apart("different_practitioner_from")),
    (rf"one more (.+) at ({ID}) \(({ID})\)", _item),
    (r"up to (\d+) visits? may leave (?:its|their) booking \(max_moved, instead of (\d+)\)", _moved),
    (rf"visits start at multiples of {MIN} \(instead of (\d+)\)", _grid),
    (rf"move ({ID}) from {AT} to {AT}", _move),
    (rf"({ID}) is unlocked and moves to {AT}", _unlock),
    (rf"({ID}) may also take (.+)", _competence),
    (rf"({ID}) has ({D}) as its target", lambda f, c, m, x, owner, day: {("set_request", owner, "target"): day}),
    (rf"({ID}) has the priority (\w+)", lambda f, c, m, x, owner, word: {("set_request", owner, "priority"): word}),
)


def smaller(fields, case, fix):
    """Fixes of the same kind that ask a little less."""
    if len(fix.changes) != 1:
        return
    change = fix.changes[0]
    visit = next((one for one in case["visits"] if one["id"] == change.get("visit")), {})
    for name, value in change.items():
        old = visit.get(name, case.get(name))
        if name == "max_wait" and value > old:
            yield change | {name: value - 1}
        if name == "min_wait" and value < (old or 0):
            yield change | {name: value + 1}
        if name in ("not_before", "not_after") and change["kind"] == "set_request":
            closer = (clock(value) if value else 1440) + (1 if name == "not_before" else -1)
            yield change | {name: f"{closer // 60:02d}:{closer % 60:02d}"}
        if name in ("earliest", "latest"):
            closer = at(value) + timedelta(days=1 if name == "earliest" else -1)
            yield change | {name: f"{closer:%Y-%m-%d}"}
        if name == "max_moved":
            yield change | {name: value - 1}
        if name == "grid":
            grid = fields["settings"].get("grid", 5)
            yield from (change | {name: step} for step in range(value + 1, grid) if not grid % step)
    if change["kind"] == "add_availability":
        start, end = datetime.fromisoformat(change["start"]), datetime.fromisoformat(change["end"])
        minute = timedelta(minutes=1)
        for low, high in ((start + minute, end), (start, end - minute)):
            if low < high:
                yield change | {"start": f"{low:%Y-%m-%dT%H:%M}", "end": f"{high:%Y-%m-%dT%H:%M}"}


def not_the_least(request, fields, made, request_id, fix):
    """A smaller change of the same kind that lets the request in beside the others as well."""
    case = next(one for one in fields["requests"] if one["id"] == request_id)
    for change in smaller(fields, case, fix):
        try:
            changed = apply(request, [change]).request
        except InputError:
            changed = request  # it changes nothing: then there was room as it is
        told = changed.model_dump(mode="json", by_alias=True, exclude_none=True)
        if room_beside(told, made, request_id):
            return change
    return None


def room_beside(told, made, request_id):
    """Whether an unbooked request has room beside the plan's bookings, its own locked ones among them."""
    oracle = Oracle(told)
    case = next(one for one in told["requests"] if one["id"] == request_id)
    taken = [((b.visit, b.practitioner, b.unit, b.start, b.end), b.patient) for b in made.bookings]
    holding = {b.visit: list(b.equipment) for b in made.bookings}
    names = ("visit", "practitioner", "unit", "start", "end")
    kept = [dict(zip(names, (*one[:3], f"{one[3]:%Y-%m-%dT%H:%M}", f"{one[4]:%Y-%m-%dT%H:%M}"))) for one, _ in taken]
    for booked in oracle.placements(case):
        new = [one for one in booked if one[0] not in oracle.locked]
        if not oracle.fits(new, case["patient"], taken, holding):
            continue
        own = [dict(zip(names, (*one[:3], f"{one[3]:%Y-%m-%dT%H:%M}", f"{one[4]:%Y-%m-%dT%H:%M}"))) for one in booked]
        if oracle.most_moved is None or oracle.all_counted([*kept, *own]) <= oracle.most_moved:
            return True
    return False
