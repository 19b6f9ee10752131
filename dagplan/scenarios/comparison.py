"""Scenarios held against the base: which differences are effects, and which may be noise.

A difference counts as clear only if it is larger than what the plans can be missing (their proven gaps) and larger
than what another seed changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

from .outcome import Outcome
from .study import BASE_SCENARIO, Study

if TYPE_CHECKING:
    import pandas as pd

SAME, WITHIN_GAPS, WITHIN_SPREAD, ONE_SEED, CLEAR = "same", "within gaps", "within spread", "one seed", "clear"
READINGS = (SAME, WITHIN_GAPS, WITHIN_SPREAD, ONE_SEED, CLEAR)
_BOOKED, _MISSED = "booked", "unbooked"


@dataclass(frozen=True)
class StudyResult:
    """What came of a study.

    Attributes
    ----------
    scenarios
        A row a scenario: what it means, what changed in words, a grid's values, cases done and failed.
    cases
        A row a case: seed, state, error, seconds, and every figure.
    comparison
        A row a scenario and figure: mean, least and most over the seeds, the base's mean, the difference
        (mean, least and most, seed by seed), and how it reads (``READINGS``).
    items
        A row a scenario and request that is gained or lost: with how many of the seeds, and why.
    """

    study: Study
    scenarios: pd.DataFrame
    cases: pd.DataFrame
    comparison: pd.DataFrame
    items: pd.DataFrame

    @property
    def failed(self) -> int:
        """Cases without a plan."""
        return int((self.cases["state"] == "failed").sum())

    def table(self) -> pd.DataFrame:
        """Scenarios × figures: the means over the seeds, in the order of the study."""
        wide = self.comparison.pivot_table(index="scenario", columns="figure", values="mean", sort=False)
        return wide.reindex([one for one in self.scenarios["scenario"] if one in wide.index])


def compared(study: Study, outcomes: Sequence[Outcome]) -> StudyResult:
    """Compare finished cases, given in the order of the study."""
    import pandas as pd

    by_scenario: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        by_scenario[one.scenario].append(one)
    base = [one for one in by_scenario[BASE_SCENARIO] if one.error is None]
    comparison: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    for name, found in by_scenario.items():
        done = [one for one in found if one.error is None]
        comparison += [_row(name, figure, done, base) for figure in _figure_names(done)]
        if name != BASE_SCENARIO:
            items += _items(name, done, base)
    return StudyResult(
        study,
        pd.DataFrame([_scenario(found) for found in by_scenario.values()]),
        pd.DataFrame([_case(one) for one in outcomes]),
        pd.DataFrame(comparison, columns=list(_COLUMNS)),
        pd.DataFrame(items, columns=["scenario", "request", "change", "seeds", "of", "code", "reason", "proof"]),
    )


_COLUMNS = (
    *("scenario", "figure", "cases", "mean", "least", "most"),
    *("base", "difference", "difference_least", "difference_most", "reading"),
)


def _scenario(found: list[Outcome]) -> dict[str, Any]:
    first = found[0]
    failed = sum(one.error is not None for one in found)
    return {
        "scenario": first.scenario,
        "text": first.text,
        "grid": first.grid,
        "done": len(found) - failed,
        "failed": failed,
        "changes": "\n".join(first.words),
        **{f"value.{name}": value for name, value in first.values.items()},
    }


def _case(one: Outcome) -> dict[str, Any]:
    return {
        "scenario": one.scenario,
        "seed": one.seed,
        "state": "done" if one.error is None else "failed",
        "error": one.error,
        "seconds": one.seconds,
        **one.figures,
    }


def _figure_names(done: list[Outcome]) -> list[str]:
    return list(dict.fromkeys(name for one in done for name in one.figures))


def _row(name: str, figure: str, done: list[Outcome], base: list[Outcome]) -> dict[str, Any]:
    own = {one.seed: one.figures[figure] for one in done if figure in one.figures}
    of_base = {one.seed: one.figures[figure] for one in base if figure in one.figures}
    pairs = [own[seed] - of_base[seed] for seed in own if seed in of_base]
    row: dict[str, Any] = {
        "scenario": name,
        "figure": figure,
        "cases": len(own),
        "mean": fmean(own.values()),
        "least": min(own.values()),
        "most": max(own.values()),
        "base": fmean(of_base.values()) if of_base else None,
        "difference": None,
        "difference_least": None,
        "difference_most": None,
        "reading": "",
    }
    if pairs and name != BASE_SCENARIO:
        row |= {
            "difference": fmean(pairs),
            "difference_least": min(pairs),
            "difference_most": max(pairs),
            "reading": reading(figure, done, base),
        }
    return row


def reading(figure: str, done: Sequence[Outcome], base: Sequence[Outcome]) -> str:
    """How a difference to the base reads: one of ``READINGS``.

    Parameters
    ----------
    figure
        Name of the figure.
    done, base
        Cases with a plan, of the scenario and of the base, one a seed.
    """
    own, other = ([one for one in side if figure in one.figures] for side in (done, base))
    values = [[one.figures[figure] for one in side] for side in (own, other)]
    difference = fmean(values[0]) - fmean(values[1])
    if sorted(values[0]) == sorted(values[1]):
        return SAME
    if figure in {"lower_bound", "gap"}:  # of the proof, not of the plan
        return CLEAR
    if figure == "cost" and all(low == high for low, high in map(_proven, (own, other))):
        return CLEAR  # both proven: no seed can change it
    if abs(difference) <= _within_gaps(figure, difference, own, other):
        return WITHIN_GAPS
    if min(map(len, values)) == 1:
        return ONE_SEED
    spread = max(max(side) - min(side) for side in values)
    return WITHIN_SPREAD if abs(difference) <= spread else CLEAR


def _within_gaps(figure: str, difference: float, own: Sequence[Outcome], other: Sequence[Outcome]) -> float:
    """So large a difference may be nothing but what the plans of both sides are missing."""
    if figure == "cost":
        (own_bound, own_cost), (base_bound, base_cost) = _proven(own), _proven(other)
        apart = own_bound > base_cost or base_bound > own_cost
        return 0.0 if apart else abs(difference)
    scenarios, bases = (fmean(_slack(figure, one) for one in side) for side in (own, other))
    if not _is_count(figure):
        return scenarios + bases
    # The truth of each side can only be better than its plan: only one of them brings the difference nearer 0.
    more_is_better = not figure.startswith(_MISSED)
    return scenarios if (difference < 0) == more_is_better else bases


def _proven(side: Sequence[Outcome]) -> tuple[float, float]:
    """Between what the least cost of all lies: the best bound and the best plan of any seed."""
    return max(one.figures["lower_bound"] for one in side), min(one.figures["cost"] for one in side)


def _is_count(figure: str) -> bool:
    return figure.startswith((_BOOKED, _MISSED))


def _slack(figure: str, one: Outcome) -> float:
    """How much of a figure a plan can be missing.

    Of requests, so many as the cost that is not proven pays for, at the cheapest priority (a linked request is two
    visits at least); of any other figure the share that the gap says, which is a rule of thumb and no proof.
    """
    if not _is_count(figure):
        return abs(one.figures[figure]) * one.figures["gap"]
    unproven = one.figures["cost"] - one.figures["lower_bound"]
    visits = 2 if figure.endswith("_linked") else 1
    return unproven / (one.least_loss * visits) if one.least_loss else 0.0


def _items(name: str, done: list[Outcome], base: list[Outcome]) -> list[dict[str, Any]]:
    """Requests gained and lost against the base with the same seed, those of most seeds first."""
    of_base = {one.seed: one for one in base}
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    pairs = [(one, of_base[one.seed]) for one in done if one.seed in of_base]
    for own, other in pairs:
        for request, why in own.unbooked.items():
            if request not in other.unbooked:
                found["new, not booked" if request in own.added else "lost", request].append(why)
        for request, why in other.unbooked.items():
            if request not in own.unbooked and request not in own.gone:
                found["gained", request].append(why)
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
    order = {"lost": 0, "gained": 1, "new, not booked": 2}
    return sorted(rows, key=lambda row: (order[row["change"]], -row["seeds"], row["request"]))
