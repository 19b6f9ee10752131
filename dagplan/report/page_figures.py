"""The plan in figures, in words that a planner understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dagplan.models.view import Share
from dagplan.words.messages.terms import TermNames

from .page_facts import Facts
from .page_words import decimal, say, whole


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
    view, language = facts.view, facts.language
    said, missing = view.plan.objective, view.missing_percent
    cost, bound = whole(language, said.cost), whole(language, said.lower_bound)
    if missing is None:
        verdict, sentence = say(language, "best"), say(language, "best_long")
    else:
        share = decimal(language, missing)
        verdict = say(language, "missing", share=share)
        sentence = say(language, "missing_long", share=share, cost=cost, bound=bound)
    shares = view.shares
    terms = [(TermNames[name.upper()]().told(language), cost) for name, cost in view.terms.items() if cost]
    return Figures(
        verdict=verdict,
        verdict_long=sentence,
        visits=len(view.plan.bookings),
        booked=_pair(shares.all),
        linked=_pair(shares.linked),
        by_priority=[
            (say(language, priority), _pair(linked), _pair(single))
            for priority, _all, linked, single in shares.by_priority
        ],
        terms=sorted(terms, key=lambda term: -term[1]),
    )


def _pair(share: Share) -> tuple[int, int]:
    return share.booked, share.asked
