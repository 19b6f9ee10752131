"""Small plans of which every operator's doing can be told by hand: one doctor, one date, visits of half an hour."""

from __future__ import annotations

from dagplan.solver.instance.instance import Slot
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import same_day_requests
from dagplan.solver.search.params import SearchParams
from dagplan.solver.search.state import State
from tests.build import asked, read, single

PLAIN = SearchParams(waiting_first=1, tries=1, slacks=(0,), other_people=0, most_neighbours=0, most_waiting=0)
"""Only what stands in the way is taken out, and nothing but the centre comes in."""


def half_hours(count, first=0):
    """So many requests for half an hour with the doctor, ``r0`` and on."""
    return [single(f"r{number}", f"p{number}") for number in range(first, first + count)]


def at_half_past_eight(name, **fields):
    """A request for the half hour from 08:30, and no other."""
    return single(name, f"p-{name}", not_before="08:30", not_after="09:00", **fields)


def instance_of(*requests, **fields):
    return translate(read(asked(*requests, **fields)))[0]


def placed(instance, *places):
    """Calendars with these requests (index, segment, hour, minute) booked at the first unit on the first date."""
    calendars = Calendars(instance)
    for index, segment, hour, minute in places:
        request = instance.requests[index]
        calendars.book(request, instance.placement(request, 0, 0, [Slot(segment, 60 * hour + minute)]))
    return calendars


def state_of(calendars, seed=0, params=PLAIN, part=None, **fields):
    instance = calendars.instance
    part = list(instance.requests) if part is None else part
    return State(calendars, part, same_day_requests(instance), seed, params=params, **fields)


def segment_of(instance, person):
    """The only segment of a person (by position in the request)."""
    (found,) = [one.index for one in instance.segments if one.person == person]
    return found


NURSE, DOCTOR = 0, 1


def four_and_one_waiting(seed=0, params=PLAIN, **fields):
    """The doctor has r0 to r3 at 08:00, 08:30, 09:00 and 09:30; r4 waits, and can only be at 08:30."""
    instance = instance_of(*half_hours(4), at_half_past_eight("r4"))
    doctor = segment_of(instance, DOCTOR)
    calendars = placed(instance, (0, doctor, 8, 0), (1, doctor, 8, 30), (2, doctor, 9, 0), (3, doctor, 9, 30))
    return state_of(calendars, seed, params, **fields)
