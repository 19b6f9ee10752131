"""The objective: one function a term of the contract, each giving a linear expression of its cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

from dagplan.solver.instance.bits import WHOLE_DAY
from dagplan.solver.running.cpsat_bindings import cp_model

from .variables import Linear, Variables, steps_domain


def unbooked(variables: Variables) -> Linear:
    """What the requests left out cost."""
    return sum(request.unbooked_cost * (1 - variables.booked[request.index]) for request in variables.requests())


def place(variables: Variables) -> Linear:
    """Days from the target (and from requests already placed that it is wished beside)."""
    return sum(
        place.cost * literal
        for request in variables.requests()
        for place, literal in zip(variables.options.places[request.index], variables.at[request.index], strict=True)
        if place.cost
    )


def wait(variables: Variables) -> Linear:
    """Minutes between the visits of linked requests."""
    weight = variables.options.calendars.instance.weights.wait
    total: Linear = 0
    for request in variables.requests():
        if not (weight and request.waits and variables.at[request.index]):
            continue
        waited = variables.model.new_int_var(0, 1440, f"wait_{request.index}")
        starts = [variables.start[request.index, visit.position] for visit in request.visits]
        # From the first start to the last end, less the visits in between: two variables instead of one a visit.
        if all(visit.fixed is None for visit in request.visits):
            inner = sum(visit.duration for visit in request.visits[:-1])
            spent: Linear = starts[-1] - starts[0] - inner
        else:
            spent = 0
            for before, after in pairwise(request.visits):
                if before.fixed is not None and after.fixed is not None:
                    spent += max(0, after.fixed - before.fixed - before.duration)
                else:
                    spent += starts[after.position] - starts[before.position] - before.duration
        variables.model.add(waited >= spent).only_enforce_if(variables.booked[request.index])
        total += weight * waited
    return total


def people(variables: Variables) -> Linear:
    """What visits cost by who takes them: another than the preferred person."""
    segments = variables.options.calendars.instance.segments
    return sum(
        cost * choice.literal
        for request in variables.requests()
        for visit in request.free
        if visit.preference is not None
        for choice in variables.choices_of(request, visit)
        if (cost := visit.preference.of_person(segments[choice.segment].person))
    )


def clock(variables: Variables) -> Linear:
    """What visits cost by the clock time at which they start: one literal for all starts that cost the same."""
    total: Linear = 0
    grid = variables.options.calendars.instance.grid
    for request in variables.requests():
        for visit in request.free:
            steps = variables.steps.get((request.index, visit.position))
            if visit.preference is None or steps is None:
                continue
            free, costly = WHOLE_DAY, []
            for cost, starts in visit.preference.clock:
                literal = variables.model.new_bool_var(f"clock_{request.index}_{visit.position}_{cost}")
                costly.append(literal)
                free &= ~starts
                allowed = steps_domain(starts, grid)
                variables.model.add_linear_expression_in_domain(steps, allowed).only_enforce_if(literal)
                total += cost * literal
            if costly:
                booked, allowed = variables.booked[request.index], steps_domain(free, grid)
                variables.model.add_linear_expression_in_domain(steps, allowed).only_enforce_if(
                    booked, *(~literal for literal in costly)
                )
    return total


def moved(variables: Variables) -> Linear:
    """Visits that leave their existing booking."""
    weight = variables.options.calendars.instance.weights.moved
    return weight * sum(moved for _, moved in variables.moved_visits()) if weight else 0


def apart(variables: Variables) -> Linear:
    """Pairs wished on the same date, both booked, on different dates."""
    instance, model = variables.options.calendars.instance, variables.model
    total: Linear = 0
    for request in variables.requests():
        for other in request.partners:
            if other not in variables.booked or not instance.weights.apart:
                continue
            separate = model.new_bool_var(f"apart_{other}_{request.index}")
            # Apart where the one is here on this date and the other is booked, but not on this date.
            for day in {place.day for place in variables.options.places[request.index]}:
                here = sum(_on(variables, request.index, day))
                there = sum(_on(variables, other, day))
                model.add(separate >= here + variables.booked[other] - there - 1)
            total += instance.weights.apart * separate
    return total


def uneven(variables: Variables) -> Linear:
    """How unevenly the dates of units are filled: of each the share above its unit's mean, both rounded down."""
    load = variables.options.calendars.load
    if load is None:
        return 0
    minutes: dict[tuple[int, int], Linear] = defaultdict(int)
    for request in variables.requests():
        places = variables.options.places[request.index]
        for place, literal in zip(places, variables.at[request.index], strict=True):
            minutes[place.unit, place.day] += request.minutes * literal
    most: dict[tuple[int, int], int] = defaultdict(int)
    for request in variables.requests():
        for where in {(place.unit, place.day) for place in variables.options.places[request.index]}:
            most[where] += request.minutes
    total: Linear = 0
    for unit, dates in load.evenness.units.items():
        booked = load.booked(unit)
        more = {at: (minutes[unit, day], most[unit, day]) for day, at in dates.column.items() if (unit, day) in most}
        if not more:
            total += load.cost_of([unit])
            continue
        all_more = sum(expression for expression, _ in more.values())
        most_more = sum(so_many for _, so_many in more.values())
        model, named = variables.model, f"unit_{unit}"
        mean = _percent(model, sum(booked), all_more, most_more, sum(dates.available), f"mean_{named}")
        for at, available in enumerate(dates.available):
            share = _percent(model, booked[at], *more.get(at, (0, 0)), available, f"share_{named}_{at}")
            above = model.new_int_var(
                0, 100 * (booked[at] + more.get(at, (0, 0))[1]) // available, f"above_{named}_{at}"
            )
            model.add_max_equality(above, [share - mean, 0])
            total += load.evenness.weight * above
    return total


def _percent(
    model: cp_model.CpModel, booked: int, more: Linear, most: int, available: int, name: str
) -> cp_model.IntVar:
    """The share of available minutes that is booked, in whole percent rounded down.

    Parameters
    ----------
    booked, more, most
        Minutes that are booked already, those that the model books, and how many these can be.
    """
    least = 100 * booked // available
    percent = model.new_int_var(least, 100 * (booked + most) // available, name)
    rest = 100 * (booked + more) - available * percent
    model.add_linear_constraint(rest, 0, available - 1)
    return percent


def _on(variables: Variables, request: int, day: int) -> list[cp_model.IntVar]:
    places = variables.options.places[request]
    return [literal for place, literal in zip(places, variables.at[request], strict=True) if place.day == day]


TERMS: tuple[Callable[[Variables], Linear], ...] = (
    unbooked,
    place,
    wait,
    people,
    clock,
    moved,
    apart,
    uneven,
)
