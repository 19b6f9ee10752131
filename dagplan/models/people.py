"""Visits of one request that the same person takes, or two: what they ask of one another's people."""

from __future__ import annotations

from .entries import Request


def asks_of_people(case: Request) -> bool:
    """Whether visits of a request ask for the same person, or for another."""
    return any(visit.same_practitioner_as or visit.different_practitioner_from for visit in case.visits)


def groups_of_one(case: Request) -> dict[str, str]:
    """For each visit of a request one visit that stands for all with whom it shares its person."""
    leader = {visit.id: visit.id for visit in case.visits}

    def find(visit: str) -> str:
        while leader[visit] != visit:
            visit = leader[visit]
        return visit

    for visit in case.visits:
        for other in visit.same_practitioner_as:
            if other in leader:
                leader[find(other)] = find(visit.id)
    return {visit.id: find(visit.id) for visit in case.visits}


def same_pairs(case: Request) -> list[tuple[int, int]]:
    """Positions of visits that the same person takes, the earlier first, each pair once."""
    return _pairs(case, "same_practitioner_as")


def different_pairs(case: Request) -> list[tuple[int, int]]:
    """Positions of visits that two different people take, the earlier first, each pair once."""
    return _pairs(case, "different_practitioner_from")


def _pairs(case: Request, name: str) -> list[tuple[int, int]]:
    at = {visit.id: position for position, visit in enumerate(case.visits)}
    found = {
        (min(position, at[other]), max(position, at[other]))
        for position, visit in enumerate(case.visits)
        for other in getattr(visit, name)
        if other in at and at[other] != position
    }
    return sorted(found)
