"""The rules as constraints: one function a rule, and one ordered list that calls them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

from dagplan.solver.instance.bits import grid_mask, runs, starts_of_free, union_of
from dagplan.solver.instance.instance import NO_BOUND
from dagplan.solver.running.cpsat_bindings import cp_model

from .variables import Variables, steps_domain


def one_place_a_request(variables: Variables) -> None:
    """A request is booked whole: at one unit on one date, or not at all (R1, R2, R7)."""
    for request in variables.requests():
        variables.model.add(sum(variables.at[request.index]) == variables.booked[request.index])


def one_person_a_visit(variables: Variables) -> None:
    """Where its request is booked, each visit has one practitioner of that unit and date."""
    for request in variables.requests():
        for visit in request.free:
            for place, literal in enumerate(variables.at[request.index]):
                choices = variables.choices[request.index, visit.position, place]
                variables.model.add(sum(choice.literal for choice in choices) == literal)


def inside_window(variables: Variables) -> None:
    """A visit lies inside the window of the person who takes it, on the grid."""
    grid = variables.options.calendars.instance.grid
    for request in variables.requests():
        for visit in request.free:
            # The start's own domain is what anybody allows: only who allows less needs a condition.
            choices = variables.choices_of(request, visit)
            union = 0
            for choice in choices:
                union |= choice.starts
            for choice in choices:
                if choice.starts != union:
                    steps = variables.steps[request.index, visit.position]
                    allowed = steps_domain(choice.starts, grid)
                    variables.model.add_linear_expression_in_domain(steps, allowed).only_enforce_if(choice.literal)


def sequence(variables: Variables) -> None:
    """Each visit starts at or after the end of the one before, with the waits kept (R3, R4)."""
    for request in variables.requests():
        if not variables.at[request.index]:
            continue
        for before, after in pairwise(request.visits):
            # Two locked facts stand as they are, in whatever order.
            if before.fixed is not None and after.fixed is not None:
                continue
            wait = variables.start[request.index, after.position] - (
                variables.start[request.index, before.position] + before.duration
            )
            variables.model.add(wait >= after.least).only_enforce_if(variables.booked[request.index])
            if after.most < NO_BOUND:
                variables.model.add(wait <= after.most).only_enforce_if(variables.booked[request.index])


def practitioner_once(variables: Variables) -> None:
    """A practitioner has one visit at a time; the minutes of a window are not exceeded."""
    intervals: dict[int, list[cp_model.IntervalVar]] = defaultdict(list)
    minutes: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
    for request in variables.requests():
        for visit in request.free:
            start = variables.start[request.index, visit.position]
            for choice in variables.choices_of(request, visit):
                name = f"visit_{request.index}_{visit.position}_{choice.segment}"
                intervals[choice.segment].append(
                    variables.model.new_optional_fixed_size_interval_var(start, visit.duration, choice.literal, name)
                )
                minutes[choice.segment].append((visit.duration, choice.literal))
    for segment, visits in intervals.items():
        if len(visits) > 1:
            variables.model.add_no_overlap(visits)
            # Follows from no overlap, but is linear: with it the relaxation knows that a window is full.
            used = sum(duration * literal for duration, literal in minutes[segment])
            variables.model.add(used <= variables.options.minutes[segment])


def patient_once(variables: Variables) -> None:
    """A patient has one visit at a time, over all their requests (R4)."""
    instance = variables.options.calendars.instance
    intervals: dict[tuple[int, int], list[cp_model.IntervalVar]] = defaultdict(list)
    for request in variables.requests():
        # Visits of one request never overlap: their sequence sees to that.
        if request.patient not in instance.shared_patients:
            continue
        literals: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for place, literal in zip(variables.options.places[request.index], variables.at[request.index], strict=True):
            literals[place.day].append(literal)
        for day, on_day in literals.items():
            present = on_day[0]
            if len(on_day) > 1:
                present = variables.model.new_bool_var(f"on_{request.index}_{day}")
                variables.model.add(sum(on_day) == present)
            for visit in request.free:
                intervals[request.patient, day].append(
                    variables.model.new_optional_fixed_size_interval_var(
                        variables.start[request.index, visit.position],
                        visit.duration,
                        present,
                        f"patient_{request.index}_{visit.position}_{day}",
                    )
                )
    for visits in intervals.values():
        if len(visits) > 1:
            variables.model.add_no_overlap(visits)


def equipment_once(variables: Variables) -> None:
    """A visit has one item of each kind that it needs, for its whole time; an item serves one visit at a time."""
    options, model = variables.options, variables.model
    instance, calendars = options.calendars.instance, options.calendars
    intervals: dict[int, list[cp_model.IntervalVar]] = defaultdict(list)
    minutes: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
    for (index, position, place, _), holdings in variables.holdings.items():
        visit = instance.requests[index].visits[position]
        model.add(sum(one.literal for one in holdings) == variables.at[index][place])
        union = union_of([choice.starts for choice in variables.choices[index, position, place]])
        for one in holdings:
            starts = starts_of_free(calendars.stocks[one.stock], visit.duration) & grid_mask(instance.grid)
            # The start's domain is where any stock has something left: only one that has less needs a condition.
            if union & ~starts:
                allowed = steps_domain(starts, instance.grid)
                steps = variables.steps[index, position]
                model.add_linear_expression_in_domain(steps, allowed).only_enforce_if(one.literal)
            start, name = variables.start[index, position], f"held_{index}_{position}_{one.stock}"
            intervals[one.stock].append(
                model.new_optional_fixed_size_interval_var(start, visit.duration, one.literal, name)
            )
            minutes[one.stock].append((visit.duration, one.literal))
    for stock, visits in intervals.items():
        count, drawn = instance.stocks[stock].count, calendars.drawn(stock)
        # So few visits have an item each, whenever they are.
        if len(visits) <= count - sum(map(bool, drawn)):
            continue
        # What stands outside of the model takes its items too.
        fixed = [
            model.new_fixed_size_interval_var(first, end - first, f"drawn_{stock}_{n}_{first}")
            for n, some in enumerate(drawn)
            for first, end in runs(some)
        ]
        if count == 1:
            model.add_no_overlap(visits)
        else:
            model.add_cumulative([*visits, *fixed], [1] * (len(visits) + len(fixed)), count)
        there = instance.stocks[stock].minutes
        used = sum(duration * literal for duration, literal in minutes[stock])
        model.add(used <= sum((there & ~some).bit_count() for some in drawn))


def items_stay(variables: Variables) -> None:
    """Who has to keep what a booking has keeps its items where the booking stays."""
    options, model = variables.options, variables.model
    instance = options.calendars.instance
    for request in variables.requests():
        for visit in request.existing if request.index in options.keep_items else ():
            person, unit, day, start = visit.existing or (-1, -1, -1, -1)
            for number, place in enumerate(options.places[request.index]):
                if not visit.needs or (place.unit, place.day) != (unit, day):
                    continue
                for choice in variables.choices[request.index, visit.position, number]:
                    if instance.segments[choice.segment].person != person or not choice.starts >> start & 1:
                        continue
                    stays = model.new_bool_var(f"stays_{request.index}_{visit.position}_{choice.segment}")
                    steps = variables.steps[request.index, visit.position]
                    model.add(steps != start // instance.grid).only_enforce_if(choice.literal, ~stays)
                    for kind in visit.needs:
                        holdings = variables.holdings[request.index, visit.position, number, kind]
                        kept = [
                            one.literal
                            for one in holdings
                            if not set(instance.stocks[one.stock].equipment).isdisjoint(visit.held)
                        ]
                        model.add(sum(kept) == 1).only_enforce_if(stays)


def people_agree(variables: Variables) -> None:
    """Visits that ask for the same person, or another, of one another have that."""
    segments = variables.options.calendars.instance.segments
    for request in variables.requests():
        pairs = [(visit.position, other, True) for visit in request.free for other in visit.same]
        pairs += [(visit.position, other, False) for visit in request.free for other in visit.different]
        for one, other, same in pairs:
            if one > other:
                continue  # each pair once
            for place in range(len(variables.at[request.index])):
                of: list[dict[int, list[cp_model.IntVar]]] = [defaultdict(list), defaultdict(list)]
                for number, position in enumerate((one, other)):
                    for choice in variables.choices[request.index, position, place]:
                        of[number][segments[choice.segment].person].append(choice.literal)
                for person in sorted(of[0].keys() | of[1].keys()):
                    first, second = sum(of[0][person]), sum(of[1][person])
                    variables.model.add(first == second if same else first + second <= 1)


def as_required(variables: Variables) -> None:
    """Requests that have to be booked are, and no more of their visits leave their existing booking than allowed."""
    options = variables.options
    for index in options.required:
        variables.model.add(variables.booked[index] == 1)
    if options.max_moved is not None and options.counted:
        counted = [moved for index, moved in variables.moved_visits() if index in options.counted]
        counted += [
            len(request.existing) * (1 - variables.booked[request.index])
            for request in variables.requests()
            if request.stands and request.index in options.counted
        ]
        variables.model.add(sum(counted) <= options.max_moved)


RULES: tuple[Callable[[Variables], None], ...] = (
    one_place_a_request,
    one_person_a_visit,
    inside_window,
    sequence,
    practitioner_once,
    patient_once,
    equipment_once,
    items_stay,
    people_agree,
    as_required,
)
