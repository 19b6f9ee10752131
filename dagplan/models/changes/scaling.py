"""More or less demand, longer or shorter visits: exact arithmetic, and draws that a seed repeats."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

from dagplan.models.clock import MINUTES_A_DAY
from dagplan.models.request import Request, Visit

Entry = TypeVar("Entry")

_MAX_ID = 64


def scaled_duration(duration: int, factor: float | None, minutes: int | None) -> int:
    """A duration in minutes, times a factor or plus minutes, within what the contract allows.

    >>> scaled_duration(30, 1.15, None), scaled_duration(30, None, -40)
    (35, 1)
    """
    exact = Fraction(duration + minutes) if minutes is not None else _times(duration, factor or 1.0)
    return min(max(_half_up(exact), 1), MINUTES_A_DAY)


def scaled_count(number: int, factor: float) -> int:
    """A number of requests times a factor, as a whole number.

    >>> scaled_count(15, 0.7), scaled_count(15, 1.1)
    (11, 17)
    """
    return _half_up(_times(number, factor))


def drawn(entries: Sequence[Entry], number: int, seed: int) -> list[Entry]:
    """So many of these (all, if there are fewer), drawn by a seed, in their own order."""
    places = Random(seed).sample(range(len(entries)), min(number, len(entries)))
    return [entries[place] for place in sorted(places)]


def copied(requests: Sequence[Request], number: int, seed: int) -> list[Request]:
    """So many copies under new ids and patients, spread as evenly as can be, the rest drawn by a seed."""
    requests_taken = {case.id for case in requests}
    patients_taken = {case.patient for case in requests}
    visits_taken = {visit.id for case in requests for visit in case.visits}
    each, rest = divmod(number, len(requests))
    originals = [case for case in requests for _ in range(each)] + drawn(requests, rest, seed)
    return [
        case.model_copy(
            update={
                "id": fresh_id(case.id, requests_taken),
                "patient": fresh_id(case.patient, patients_taken),
                "same_day_as": (),
                "visits": copied_visits(case.visits, visits_taken),
            }
        )
        for case in originals
    ]


def copied_visits(visits: Sequence[Visit], taken: set[str]) -> tuple[Visit, ...]:
    """The visits of a request under new ids, noted in ``taken``; what they say of one another is of the copies."""
    new = {visit.id: fresh_id(visit.id, taken) for visit in visits}

    def copy_of(visit: Visit) -> Visit:
        fields: dict[str, Any] = {"id": new[visit.id]}
        for name in ("same_practitioner_as", "different_practitioner_from"):
            if others := getattr(visit, name):
                fields[name] = tuple(new[other] for other in others)
        return visit.model_copy(update=fields)

    return tuple(map(copy_of, visits))


def fresh_id(base: str, taken: set[str]) -> str:
    """An id for a copy that nothing has yet, noted in ``taken``.

    >>> fresh_id("r-17", {"r-17", "r-17-copy-2"})
    'r-17-copy-3'
    """
    number = 2
    while (found := _numbered(base, number)) in taken:
        number += 1
    taken.add(found)
    return found


def _numbered(base: str, number: int) -> str:
    suffix = f"-copy-{number}"
    if len(base) + len(suffix) > _MAX_ID:
        # Digits cut in two could look like an identity number that they never were.
        base = base[: _MAX_ID - len(suffix)].rstrip("0123456789")
    return base + suffix


def _times(number: int, factor: float) -> Fraction:
    """The product of what was written: 1.15 is 23/20 here, not the binary fraction next to it."""
    return number * Fraction(str(factor))


def _half_up(number: Fraction) -> int:
    return math.floor(number + Fraction(1, 2))
