"""The plan in figures, in words that a planner understands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dagplan.models.request import Request
from dagplan.words.messages.terms import TermNames

from .page_facts import Facts
from .page_words import decimal, say, whole

PRIORITIES = ("stat", "asap", "urgent", "routine")


@dataclass(frozen=True)
class Figures:
    """What is told first.

    Attributes
    ----------
    verdict, verdict_long
        How good the plan is, in a few words and in a sentence.
    booked, linked
        How many of how many requests have all their visits, of all and of the linked ones.
    by_priority
        Priority, linked and single: how many of how many.
    terms
        What the cost is made of: name and cost, the dearest first.
    """

    verdict: str
    verdict_long: str
    visits: int
    booked: tuple[int, int]
    linked: tuple[int, int]
    by_priority: Sequence[tuple[str, tuple[int, int], tuple[int, int]]]
    terms: Sequence[tuple[str, int]]


def figures(facts: Facts) -> Figures:
    """The figures of a plan."""
    said, language = facts.plan.objective, facts.language
    cost, bound = whole(language, said.cost), whole(language, said.lower_bound)
    if facts.plan.status == "optimal":
        verdict, sentence = say(language, "best"), say(language, "best_long")
    else:
        # rounded up: never better than is proven
        share = decimal(language, math.ceil(round(said.gap * 1000, 6)) / 10)
        verdict = say(language, "missing", share=share)
        sentence = say(language, "missing_long", share=share, cost=cost, bound=bound)
    cases = facts.request.requests
    whole_ones = {case.id for case in cases if len(facts.of_request.get(case.id, ())) == len(case.visits)}
    terms = [
        (TermNames[name.upper()]().told(language), cost) for name, cost in said.terms.model_dump().items() if cost
    ]
    return Figures(
        verdict=verdict,
        verdict_long=sentence,
        visits=len(facts.plan.bookings),
        booked=_share(cases, whole_ones),
        linked=_share([case for case in cases if case.linked], whole_ones),
        by_priority=[
            (
                say(language, priority),
                _share([case for case in own if case.linked], whole_ones),
                _share([case for case in own if not case.linked], whole_ones),
            )
            for priority in PRIORITIES
            if (own := [case for case in cases if case.priority == priority])
        ],
        terms=sorted(terms, key=lambda term: -term[1]),
    )


def _share(cases: Sequence[Request], booked: set[str]) -> tuple[int, int]:
    return sum(case.id in booked for case in cases), len(cases)
