"""The problem falls apart: requests that share no person, no patient and no wish are planned apart."""

from __future__ import annotations

from collections import defaultdict

from .problem import Problem


def independent_parts(problem: Problem) -> list[list[int]]:
    """Requests (indices) in groups that share nothing, each in order, the largest first.

    Two requests belong together if one person on one date could take visits of both, or if they have a
    patient or a ``same_day_as`` wish in common.
    """
    leader: dict[object, object] = {}

    def find(one: object) -> object:
        while leader.setdefault(one, one) != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    people_at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for segment in problem.segments:
        people_at[segment.unit, segment.day].append(segment.person)
    for request in problem.requests.values():
        own: object = ("request", request.index)
        leader[find(("patient", request.patient))] = find(own)
        for partner in request.partners:
            leader[find(("request", partner))] = find(own)
        for visit in request.free:
            for day, _ in request.days:
                for unit in request.units:
                    pool = ("pool", visit.kind, unit, day)
                    if pool not in leader:
                        for person in people_at.get((unit, day), ()):
                            if person in problem.kinds[visit.kind].people:
                                leader[find(("person", person, day))] = find(pool)
                    leader[find(pool)] = find(own)
    groups: dict[object, list[int]] = defaultdict(list)
    for index in problem.requests:
        groups[find(("request", index))].append(index)
    return sorted(groups.values(), key=lambda group: (-len(group), group))
