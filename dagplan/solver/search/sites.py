"""Where a step makes room: a whole sequence for one request, drawn as if the calendars were empty."""

from __future__ import annotations

from typing import NamedTuple

from dagplan.solver.instance.bits import later, nth_minute, span_mask
from dagplan.solver.instance.instance import Request, Visit

from .state import State

Span = tuple[int, int, int]
"""Segment (-1 for a locked fact), first minute, end."""


class Site(NamedTuple):
    """A unit and date, the span of each visit of a sequence, and the booked requests that stand in its way."""

    unit: int
    day: int
    spans: list[Span]
    in_the_way: set[int]


def draw_site(state: State, request: Request, tries: int) -> Site | None:
    """Of so many sequences drawn for a request, the one in whose way the least stands; None if none has room."""
    draw, placed, requests = state.random, state.placed, state.requests
    days = [day for day, _ in request.days if state.days is None or day in state.days]
    if not days or not request.units:
        return None
    best, least, noise = None, 0.0, state.params.noise
    for _ in range(tries):
        day, unit = draw.choice(days[: state.params.near_days]), draw.choice(request.units)
        spans = draw_sequence(state, request, unit, day)
        if spans is None:
            continue
        held = {index for segment, start, end in spans for index in state.holding(segment, start, end)}
        if request.visits.equipped:
            held |= _drawing(state, request, unit, day, spans)
        # With noise, since the same few requests would stand in the way for good.
        worth = sum(requests[index].unbooked_cost - placed[index].cost for index in held)
        loss = worth * draw.between(1 - noise, 1 + noise)
        if best is None or loss < least:
            best, least = Site(unit, day, spans, held), loss
    return best


def _drawing(state: State, request: Request, unit: int, day: int, spans: list[Span]) -> set[int]:
    """Booked requests of which each has an item that a sequence drawn for a request would need: enough of them."""
    held: set[int] = set()
    for visit, (_, start, end) in zip(request.visits, spans, strict=True):
        for kind in visit.needs if visit.fixed is None else ():
            minutes = span_mask(start, end)
            stocks = [
                one for one in state.instance.stocks_at.get((unit, day, kind), ()) if not minutes & ~one.minutes
            ]
            if not stocks or any(not minutes & ~state.calendars.stocks[one.index] for one in stocks):
                continue
            # Drawn, so that not always the same stock is emptied, and not always of the same visits.
            stock = state.random.choice(stocks).index
            lacking = minutes & ~state.calendars.stocks[stock]
            drawing = sorted(state.drawing(stock, start, end))
            state.random.mix(drawing, len(drawing))
            for index, taken in drawing:
                if lacking & taken:
                    held.add(index)
                    lacking &= ~taken
    return held


def draw_sequence(state: State, request: Request, unit: int, day: int) -> list[Span] | None:
    """A sequence on an empty calendar, rather with short waits than long; None where it can't be kept."""
    draw = state.random
    domains = state.instance.domains(request, unit, day)
    if domains is None:
        return None
    spans: list[Span] = []
    for position, (visit, options) in enumerate(zip(request.visits, domains, strict=True)):
        if visit.fixed is not None:
            spans.append((-1, visit.fixed, visit.fixed + visit.duration))
            continue
        if position:
            _, began, end = spans[-1]
            duration = end - began
            # Drawn evenly from all that are allowed, most waits would be long; long ones cost and rarely pay.
            soon = min(visit.most, visit.least + draw.choice(state.params.waits))
            follows = _after(options, began, duration + visit.least, duration + soon)
            follows = follows or _after(options, began, duration + visit.least, duration + visit.most)
        else:
            follows = options
        if visit.same or visit.different:
            follows = _agreeing(state, visit, spans, follows)
        if not follows:
            return None
        segment, starts = draw.choice(follows)
        start = nth_minute(starts, draw.below(starts.bit_count()))
        spans.append((segment, start, start + visit.duration))
    return spans


def _agreeing(state: State, visit: Visit, spans: list[Span], options: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of some (segment, starts) whose person is the same as of earlier visits, or another, as a visit asks."""
    segments = state.instance.segments
    same = {segments[spans[at][0]].person for at in visit.same if at < len(spans)}
    others = {segments[spans[at][0]].person for at in visit.different if at < len(spans)}
    return [option for option in options if same <= {person := segments[option[0]].person} and person not in others]


def _after(options: list[tuple[int, int]], began: int, least: int, most: int) -> list[tuple[int, int]]:
    """Those of some (segment, starts) that lie so many minutes after a start."""
    allowed = later(1 << began, least, most)
    return [(segment, starts & allowed) for segment, starts in options if starts & allowed]
