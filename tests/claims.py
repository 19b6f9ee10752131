"""Every claim of an explanation, held against enumeration that shares no code with the package.

``false_claims`` yields what is not so, each as (kind, sentence): the kinds are counted in long runs.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from dagplan import PlanRequest, apply, check, explain, plan
from tests.build import plan_of
from tests.fix_words import false_fix_words, not_the_least
from tests.oracle import Oracle, TooManyWaysError
from tests.sentences import false_words

MOST_STEPS = 1_000_000
"""So many steps of a search over all plans: some seconds."""

IMPOSSIBLE = {
    "no_possible_date",
    "no_one_has_competence",
    "no_one_available",
    "nobody_within_limits",
    "no_room_within_limits",
    "too_few_moves",
    "no_equipment_free",
    "no_such_people",
    "no_common_date",
    "sequence_does_not_fit",
    "locked_in_conflict",
}


def plain(bookings):
    return [booking.model_dump(mode="json") for booking in bookings]


def told(request):
    """A request of the package as the oracle reads it."""
    return request.model_dump(mode="json", by_alias=True, exclude_none=True)


def every_false(fields, seed, seen):
    """All that is false of the plan of one instance and of its explanation, each as (kind, sentence).

    ``seen`` counts what was said, so that a run tells how much it has held against enumeration.
    """
    request = PlanRequest.model_validate(fields)
    planned = plan(request)
    made = other_plan(request, planned, seed)
    found = explain(request, made, seconds=30)
    for of, unbooked in ((planned, planned.unbooked), (made, found.unbooked)):
        for reason in (reason for entry in unbooked for reason in entry.reasons):
            seen[reason.code, reason.proof] += 1
            wrong = read(seen, false_words, fields, of, reason)
            if wrong:
                yield f"{reason.code}: words", f"{reason.message} ## {wrong}"
    yield from false_claims(fields, made, found, seen)
    for entry in found.unbooked:
        seen["unbooked", "with a fix" if entry.fixes else "without"] += 1
        for fix in entry.fixes:
            seen["fix", "+".join(sorted({change["kind"] for change in fix.changes}))] += 1
            wrong = read(seen, false_fix_words, fields, made, entry.request, fix)
            if wrong:
                yield "a fix: words", f"{fix.message} ## {wrong}"
            less = not_the_least(request, fields, made, entry.request, fix)
            if less:
                yield "a fix is not the least", f"{fix.message} ## {less}"
    for spot in found.bottlenecks:
        seen["bottleneck", "an hour lets in" if spot.hour_lets_in else ""] += 1
    for wrong in false_hours(request, fields, made, found):
        yield "an hour more", wrong


def read(seen, reader, *sentence):
    """What is false of a sentence; words that nobody wrote down are. What takes too long to enumerate is counted."""
    try:
        return reader(*sentence)
    except AssertionError as error:
        return str(error)
    except TooManyWaysError:
        seen["not held against anything", "too many ways"] += 1
        return None


def other_plan(request, planned, seed):
    """A plan to explain: this one, the same with a request or two less, or one made under another budget."""
    draw = random.Random(seed)
    if request.settings.max_moved is not None and draw.random() < 0.2:
        # It calls itself the cheapest, and it is, of those that move nobody.
        settings = request.settings.model_copy(update={"max_moved": 0})
        stiff = plan(request.model_copy(update={"settings": settings}))
        return stiff if not check(request, stiff) else planned
    return less_booked(request, planned, seed)


def less_booked(request, made, seed):
    """The plan with a request or two taken out, if it is a plan still; else the plan."""
    draw = random.Random(seed)
    locked = {one.visit for one in request.bookings if one.locked}
    loose = sorted({one.request for one in made.bookings if one.visit not in locked})
    if not loose or draw.random() < 0.5:
        return made
    gone = set(draw.sample(loose, min(len(loose), draw.choice([1, 1, 2]))))
    left = plan_of(request, [one for one in made.bookings if one.request not in gone or one.visit in locked])
    return made if check(request, left) else left


def false_claims(fields, made, found, seen):
    """What an explanation says that is not so.

    Parameters
    ----------
    fields
        The request as a plain dict.
    made
        The plan that is explained.
    found
        Its explanation.
    seen
        Counts what was not held against anything.
    """
    request = PlanRequest.model_validate(fields)
    oracle = Oracle(fields)
    by_id = {case["id"]: case for case in fields["requests"]}
    ids = names_in(fields)
    for entry in found.unbooked:
        case = by_id[entry.request]
        if any(not set(reason.ids) <= ids for reason in entry.reasons):
            yield "an id that is none", entry.request
        if not entry.reasons or any(entry.request not in reason.ids for reason in entry.reasons):
            yield "no reason", entry.request
        alone = can_stand(oracle, case)
        for reason in entry.reasons:
            kinds = read(seen, lambda *told: list(false_reason(*told)), oracle, case, made, entry, reason, alone)
            for kind in kinds or ():
                yield kind, reason.message
        for fix in entry.fixes:
            for kind in false_fix(request, made, entry.request, fix):
                yield kind, fix.message


def names_in(fields):
    """Every id of a request and a visit."""
    return {case["id"] for case in fields["requests"]} | {v["id"] for c in fields["requests"] for v in c["visits"]}


def false_reason(oracle, case, made, entry, reason, alone):
    cost, proven = made.objective.cost, reason.proof == "proven"

    def some_plan_costs(most):
        return oracle.optimum(must=case["id"], below=most + 1, most_steps=MOST_STEPS) <= most

    if reason.code in IMPOSSIBLE and proven and alone:
        yield f"{reason.code}, but it can be placed"
    if reason.code in ("lost_to_others", "better_plan_exists") and not alone:
        yield f"{reason.code}, but it can't be placed at all"
    if reason.code == "lost_to_others" and proven and some_plan_costs(cost - 1):
        yield "no better plan, but there is one"
    if reason.costs_more is not None and not some_plan_costs(cost + reason.costs_more):
        yield f"{reason.code}: costs_more is too low"
    if reason.code == "better_plan_exists" and not some_plan_costs(cost - 1):
        yield f"better_plan_exists ({reason.proof}), but none does"
    if reason.code == "no_fix_exists" and entry.fixes:
        yield "no_fix_exists beside a fix"


def can_stand(oracle, case):
    """Whether a request has a place beside what is locked, were nothing else booked, within the budget of moves."""
    for booked in oracle.placements(case):
        new = [one for one in booked if one[0] not in oracle.locked]
        free = oracle.fits(new, case["patient"], oracle.facts())
        few = oracle.most_moved is None or oracle.counted(case, booked, set()) <= oracle.most_moved
        if free and few:
            return True
    return False


def after_fix(made, request_id, fix):
    """The plan's bookings with a fix in: its placement, and every other where it is or where the fix moves it."""
    moves = {change["visit"]: change for change in fix.changes if change["kind"] == "set_booking"}
    kept = []
    for booking in made.bookings:
        if booking.request == request_id:
            continue
        names = ("practitioner", "unit", "start", "equipment")
        change = moves.get(booking.visit, {})
        to = {name: change[name] for name in names if name in change}
        stands = booking.model_validate({**booking.model_dump(), **to})
        kept.append(stands.model_copy(update={"end": stands.start + (booking.end - booking.start)}))
    return sorted([*kept, *fix.placement], key=lambda one: (one.start, one.practitioner, one.end, one.visit))


def false_fix(request, made, request_id, fix):
    """What is wrong with a fix: applied in full, judged by the oracle and by the checker."""
    changed = apply(request, fix.changes).request
    after = after_fix(made, request_id, fix)
    case = next(case for case in request.requests if case.id == request_id)
    if [booking.visit for booking in fix.placement] != [visit.id for visit in case.visits]:
        yield "a fix books in part"
    broken = sorted({violation.rule for violation in check(changed, plan_of(changed, after))})
    if broken:
        yield f"a fix breaks {', '.join(broken)}"
    conforms = Oracle(told(changed)).conforms(plain(after))
    if conforms is bool(broken):
        yield "the checker and the oracle differ"
    # A booking that a fix moves has left the place it had in the input, whatever the changed input says.
    kept = [change for change in fix.changes if change["kind"] != "set_booking"]
    by_input = apply(request, kept).request if kept else request
    own = {visit.id for visit in case.visits}
    moved = {change["visit"] for change in fix.changes if change["kind"] == "set_booking"} - own
    oracle = Oracle(told(by_input))
    if moved and oracle.most_moved is not None and oracle.all_counted(plain(after)) > oracle.most_moved:
        yield "a fix moves more than may move"


def false_hours(request, fields, made, found):
    """What is said of an hour more that is not so: who gets in, and what it saves."""
    for spot in found.bottlenecks:
        if spot.practitioner is None or not spot.hour_lets_in:
            continue
        free = Oracle(fields).windows[spot.practitioner, spot.unit, spot.date]
        hour = datetime.combine(spot.date, datetime.min.time()) + timedelta(minutes=max(free) + 1)
        change = {"kind": "add_availability", "practitioner": spot.practitioner, "unit": spot.unit}
        times = {"start": f"{hour:%Y-%m-%dT%H:%M}", "end": f"{hour + timedelta(hours=1):%Y-%m-%dT%H:%M}"}
        longer = Oracle(told(apply(request, [change | times]).request))
        saved = most_saved(longer, made, spot.hour_lets_in, spot.hour_saves)
        if saved is None or saved < spot.hour_saves:
            yield f"{spot}: saves {saved}"
        for name in spot.hour_lets_in:
            as_it_is = most_saved(Oracle(fields), made, (name,), 1)
            if as_it_is is not None and as_it_is > 0:
                yield f"{spot}: {name} has room worth its cost as it is"


def plain_bookings(entries):
    """The oracle's tuples as plain bookings."""
    names = ("visit", "practitioner", "unit", "start", "end")
    times = [(f"{one[3]:%Y-%m-%dT%H:%M}", f"{one[4]:%Y-%m-%dT%H:%M}") for one in entries]
    return [dict(zip(names, (*one[:3], *span))) for one, span in zip(entries, times)]


def most_saved(oracle, made, names, enough):
    """What the plan costs less with these requests in it, all others as they are: enough, or the most there is."""
    cases = {case["id"]: case for case in oracle.asked["requests"]}
    held = [(b.visit, b.practitioner, b.unit, b.start, b.end) for b in made.bookings if b.request not in names]
    held += [oracle.fact(v) for v in oracle.locked if oracle.visits[v][0]["id"] in names]
    holding = {b.visit: list(b.equipment) for b in made.bookings if b.request not in names}
    best = None

    def search(left, plan):
        nonlocal best
        if not left:
            bookings = plain_bookings(plan)
            if oracle.most_moved is None or oracle.all_counted(bookings) <= oracle.most_moved:
                saved = made.objective.cost - oracle.cost_of(bookings)
                best = saved if best is None else max(best, saved)
            return best is not None and best >= enough
        for booked in oracle.placements(cases[left[0]]):
            new = [one for one in booked if one[0] not in oracle.locked]
            patient = cases[left[0]]["patient"]
            taken = [(two, oracle.visits[two[0]][0]["patient"]) for two in plan]
            # Whom the others are with, and which items they have, is as in the plan.
            if oracle.fits(new, patient, taken, holding) and search(left[1:], plan + new):
                return True
        return False

    search(list(names), held)
    return best
