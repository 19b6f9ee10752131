"""Which requests a scenario gains and loses against another, seed by seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from .outcome import Outcome

LOST, GAINED, NEW_NOT_BOOKED = "lost", "gained", "new, not booked"
_ORDER = (LOST, GAINED, NEW_NOT_BOOKED)


def items(name: str, done: Sequence[Outcome], others: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Requests that a scenario gains and loses, those of most seeds first.

    Parameters
    ----------
    name
        The scenario.
    done, others
        Its cases with a plan, and those of the scenario it is held against.
    """
    by_seed = {one.seed: one for one in others}
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    pairs = [(one, by_seed[one.seed]) for one in done if one.seed in by_seed]
    for own, other in pairs:
        new, gone = _only_in(own, other), _only_in(other, own)
        for request, why in own.unbooked.items():
            if request not in other.unbooked:
                found[NEW_NOT_BOOKED if request in new else LOST, request].append(why)
        for request, why in other.unbooked.items():
            if request not in own.unbooked and request not in gone:
                found[GAINED, request].append(why)
    rows = [
        {
            "scenario": name,
            "request": request,
            "change": change,
            "seeds": len(whys),
            "of": len(pairs),
            "code": whys[0].code,
            "reason": whys[0].message,
            "proof": whys[0].proof,
        }
        for (change, request), whys in found.items()
    ]
    return sorted(rows, key=lambda row: (_ORDER.index(row["change"]), -row["seeds"], row["request"]))


def _only_in(one: Outcome, other: Outcome) -> frozenset[str]:
    """Requests that the one scenario has and the other has not; both are told by what the base has."""
    return (one.added - other.added) | (other.gone - one.gone)
