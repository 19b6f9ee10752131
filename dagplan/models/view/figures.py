"""A plan in figures: how much of what was asked for is booked, and how far it can be from the best plan."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dagplan.models.entries import Priority
from dagplan.models.plan import Plan
from dagplan.models.request import Request

PRIORITIES: tuple[Priority, ...] = ("stat", "asap", "urgent", "routine")
"""The most pressing first."""


@dataclass(frozen=True)
class Share:
    """How many requests have all their visits booked, of how many."""

    booked: int
    asked: int


@dataclass(frozen=True)
class Shares:
    """The share of all requests, of those with one visit and with several, and of each priority that is asked for.

    Attributes
    ----------
    by_priority
        Priority, and the shares of all, of linked and of single requests; the most pressing first.
    """

    all: Share
    linked: Share
    single: Share
    by_priority: Sequence[tuple[Priority, Share, Share, Share]]


def shares_of(cases: Iterable[Request], whole: Collection[str]) -> Shares:
    """The shares of requests, given the ids of those that are booked whole."""
    every = list(cases)
    return Shares(
        *_three(every, whole),
        by_priority=[
            (priority, *_three(own, whole))
            for priority in PRIORITIES
            if (own := [case for case in every if case.priority == priority])
        ],
    )


def missing_percent(plan: Plan) -> float | None:
    """What the plan can be missing of what is possible, in per cent; None if no plan is better.

    Rounded up to one decimal: never better than is proven.
    """
    if plan.status == "optimal":
        return None
    return math.ceil(round(plan.objective.gap * 1000, 6)) / 10


def _three(cases: Sequence[Request], whole: Collection[str]) -> tuple[Share, Share, Share]:
    """All of them, the linked and the single ones."""
    linked = [case for case in cases if case.linked]
    single = [case for case in cases if not case.linked]
    every, of_linked, of_single = (
        Share(sum(case.id in whole for case in some), len(some)) for some in (cases, linked, single)
    )
    return every, of_linked, of_single
