"""How many visits leave their existing booking, and how to place a request within what is left of the budget.

A visit counts when it is booked elsewhere, and when its request is left out though its bookings could stand
(``dagplan.models.moves``). The budget (``settings.max_moved``) is the whole plan's, so the parts that hold existing
bookings are one part (``parts``), and each process of a round gets a share of what is left (``rounds``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import combinations

from dagplan.models import PlanRequest
from dagplan.models.bookings import movable_in
from dagplan.models.moves import able_to_stand, disturbance
from dagplan.models.plan import Booking, Moves
from dagplan.solver.instance.bits import span_mask
from dagplan.solver.instance.instance import Domains, Instance, Placement, Request, Slot, keep_in_sequence
from dagplan.words import Said
from dagplan.words.messages.moves import MovesWords

from .calendars import Calendars
from .insertion import Full, Prices, cheapest_insertion, cheapest_within
from .params import SearchParams


def disturbed_by(instance: Instance, placed: Mapping[int, Placement], requests: Iterable[int]) -> int:
    """Visits of some requests that count against the budget where these are placed."""
    return sum(instance.disturbed(instance.requests[index], placed.get(index)) for index in requests)


def spare_moves(calendars: Calendars) -> int | None:
    """What is left of the budget; None where there is none."""
    most = calendars.instance.max_moved
    if most is None:
        return None
    return most - disturbed_by(calendars.instance, calendars.placed, calendars.instance.requests)


def insertion_within(
    calendars: Calendars,
    request: Request,
    same_day: tuple[int, ...],
    left: int | None,
    *,
    prices: Prices | None = None,
    days: Collection[int] | None = None,
    full: Full | None = None,
    combinations: int = SearchParams.most_combinations,
) -> Placement | None:
    """The cheapest place for a request, or its existing one where the budget doesn't reach; None to leave it out.

    Parameters
    ----------
    left
        So many of its visits may leave their booking; None for as many as pay.
    prices, days, full, combinations
        As of ``cheapest_insertion``.
    """
    instance = calendars.instance
    found = cheapest_insertion(calendars, request, same_day, prices, days=days, full=full, combinations=combinations)
    if left is None or not request.existing:
        return found
    if found is not None and instance.disturbed(request, found) <= left:
        return found
    stays = existing_placement(calendars, request)
    if stays is None or (days is not None and stays.day not in days):
        return None
    # Leaving it out counts as moves too where its bookings could stand: then it has to stay, though it doesn't pay.
    cost = stays.cost + calendars.apart_cost(request, stays.day, same_day)
    cost += calendars.uneven_cost(request, stays.unit, stays.day)
    return stays if cost < request.unbooked_cost or instance.disturbed(request, None) > left else None


def existing_placement(calendars: Calendars, request: Request) -> Placement | None:
    """Where a request is booked already, if it is wholly booked and keeps the rules there."""
    free = request.free
    if any(visit.existing is None for visit in free):
        return None
    places = {visit.existing[1:3] for visit in free if visit.existing is not None}
    if len(places) != 1:
        return None
    unit, day = places.pop()
    if unit not in request.units or day not in request.day_cost:
        return None
    domains = calendars.domains(request, unit, day)
    if domains is None:
        return None
    slots = []
    for visit, candidates in zip(request.visits, domains, strict=True):
        if visit.fixed is not None or visit.existing is None:
            slots.append(Slot(-1, visit.fixed or 0))
            continue
        person, *_, start = visit.existing
        held = _at(calendars.instance, candidates, person, start)
        if not held:
            return None
        slots.append(Slot(held[0], start))
    placement = calendars.instance.placement(request, unit, day, slots)
    if not in_sequence(request, [slot.start for slot in slots]) or not _people_agree(
        calendars.instance, request, placement
    ):
        return None
    return calendars.equipped(request, placement)


def least_disturbed(instance: Instance, standing: Collection[int]) -> int:
    """So many visits, at the least, leave their existing booking in any plan that keeps the rules.

    Proven one request at a time: of each whose bookings can't stand (not in ``standing``), the most visits that can
    stay in one whole sequence on empty calendars do so.
    """
    return sum(
        len(request.existing) - most_kept(instance, request)
        for index, request in instance.requests.items()
        if request.existing and index not in standing
    )


def moves_of(asked: PlanRequest, instance: Instance, bookings: Iterable[Booking]) -> Moves | None:
    """What a plan's bookings do to the existing ones, and what is proven of it; None where there are none."""
    before = len(movable_in(asked))
    if not before:
        return None
    # Reckoned from the bookings, as the checker does, and not from what the search counted.
    done = disturbance(asked, bookings)
    standing = able_to_stand(asked)
    names = {index: asked.requests[index].id for index in instance.requests}
    at_least = least_disturbed(instance, {index for index, name in names.items() if name in standing})
    left = len(done.moved) + len(done.dropped)
    return Moves(
        booked_before=before,
        moved=len(done.moved),
        dropped=len(done.dropped),
        at_least=at_least,
        proven_least=left == at_least,
        **_in_words(before, len(done.moved), len(done.dropped), at_least).fields,
    )


def _in_words(before: int, moved: int, dropped: int, at_least: int) -> Said:
    if not moved + dropped:
        return MovesWords.ALL_STAY(n=before)
    proof = MovesWords.FEWEST()
    if moved + dropped > at_least:
        proof = MovesWords.AT_LEAST(least=at_least) if at_least else MovesWords.NONE_HAD_TO()
    leaving = MovesWords.MOVED(n=moved, before=before)
    if not dropped:
        return MovesWords.LEFT(moved=leaving, proof=proof)
    return MovesWords.LEFT_OR_DROPPED(moved=leaving, dropped=MovesWords.DROPPED(n=dropped), proof=proof)


def most_kept(instance: Instance, request: Request, places: Iterable[tuple[int, int]] | None = None) -> int:
    """So many of a request's visits can stay where they are booked in one whole sequence, on empty calendars.

    Parameters
    ----------
    places
        Units and dates where it may be; left out: wherever it is booked.
    """
    wishes = [(visit.position, visit.existing) for visit in request.visits if visit.existing is not None]
    best = 0
    for unit, day in {was[1:3] for _, was in wishes} if places is None else places:
        if unit not in request.units or day not in request.day_cost:
            continue
        domains = instance.domains(request, unit, day)
        if domains is None:
            continue
        here = {
            position: was[3]
            for position, was in wishes
            if was[1:3] == (unit, day) and _at(instance, domains[position], was[0], was[3])
        }
        # The most first; fewer than were kept at another place are of no interest.
        sizes = range(len(here), best, -1)
        some_fit = partial(_some_agree, instance) if request.visits.asks_of_people else _some_fit
        best = next((size for size in sizes if some_fit(request, domains, here, size)), best)
    return best


def _some_fit(request: Request, domains: Domains, here: Mapping[int, int], size: int) -> bool:
    """Whether so many of these visits can stay where they are in one sequence."""
    unions = []
    for visit, options in zip(request.visits, domains, strict=True):
        union = 0 if visit.fixed is None else 1 << visit.fixed
        for _, starts in options:
            union |= starts
        unions.append(union)
    return any(
        keep_in_sequence(request, [1 << here[i] if i in kept else union for i, union in enumerate(unions)])
        is not None
        for kept in combinations(here, size)
    )


def _some_agree(instance: Instance, request: Request, domains: Domains, here: Mapping[int, int], size: int) -> bool:
    """The same where who takes one visit depends on who takes another."""
    unit, day = next(visit.existing[1:3] for visit in request.existing if visit.existing and visit.position in here)
    people = {visit.position: visit.existing[0] for visit in request.existing if visit.existing}
    for kept in combinations(here, size):
        some = [
            [
                (index, 1 << here[at])
                for index, starts in options
                if starts >> here[at] & 1 and instance.segments[index].person == people[at]
            ]
            if at in kept
            else options
            for at, options in enumerate(domains)
        ]
        if cheapest_within(Calendars(instance), request, unit, day, some) is not None:
            return True
    return False


def _at(instance: Instance, candidates: list[tuple[int, int]], person: int, start: int) -> list[int]:
    """Segments of a person in which a visit may start at this minute."""
    return [
        index for index, starts in candidates if starts >> start & 1 and instance.segments[index].person == person
    ]


def _people_agree(instance: Instance, request: Request, placement: Placement) -> bool:
    if not request.visits.asks_of_people:
        return True
    return request.visits.agree(
        [instance.segments[slot.segment].person if slot.segment >= 0 else -1 for slot in placement.slots]
    )


def in_sequence(request: Request, starts: Sequence[int]) -> bool:
    """Whether the visits of a request keep their sequence and waits when they start at these minutes."""
    own = 0
    for position, visit in enumerate(request.visits):
        minutes = span_mask(starts[position], starts[position] + visit.duration)
        # Two locked facts may overlap: that is no concern of the plan.
        if own & minutes and visit.fixed is None:
            return False
        own |= minutes
        before = request.visits[position - 1] if position else None
        if before is None or (before.fixed is not None and visit.fixed is not None):
            continue
        wait = starts[position] - starts[position - 1] - before.duration
        if not visit.least <= wait <= visit.most:
            return False
    return True
