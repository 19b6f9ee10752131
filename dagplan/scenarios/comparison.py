"""Scenarios held against the base, or any other of them: which differences are shown, and who is gained or lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, Any

from dagplan.words import Said
from dagplan.words.messages.study import StudyWarnings

from .evidence import FEW_SEEDS, Evidence, evidence
from .gained_and_lost import items
from .outcome import Outcome
from .readings import reading
from .result_columns import COMPARISON, ITEMS, names_of
from .study import BASE_SCENARIO, Study, check_scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class StudyResult:
    """What came of a study. The columns of its tables are those of ``result_columns``.

    Attributes
    ----------
    scenarios
        A row a scenario: what it means, what changed in words, a grid's values, cases done and failed.
    cases
        A row a case: seed, state, error, seconds, and every figure.
    comparison
        A row a scenario and figure: mean, least and most over the seeds, the other's mean, the difference (mean,
        least and most, seed by seed), what the seeds show of it (``evidence``), and how it reads (``READINGS``).
    items
        A row a scenario and request that is gained or lost: with how many of the seeds, and why.
    against
        The scenario that the others are held against.
    """

    study: Study
    scenarios: pd.DataFrame
    cases: pd.DataFrame
    comparison: pd.DataFrame
    items: pd.DataFrame
    against: str = BASE_SCENARIO
    outcomes: Sequence[Outcome] = field(default=(), repr=False)

    @property
    def failed(self) -> int:
        """Cases without a plan."""
        return int((self.cases["state"] == "failed").sum())

    @property
    def warnings(self) -> list[Said]:
        """What is to be known before a difference is believed, or not: seeds too few to show any."""
        seeds = len(self.study.file.seeds)
        if seeds < FEW_SEEDS:
            return [StudyWarnings.FEW_SEEDS(n=seeds, least=FEW_SEEDS)]
        done = {row["scenario"]: row["done"] for row in self.scenarios.to_dict("records")}
        few = {name: count for name, count in done.items() if count < FEW_SEEDS}
        return [StudyWarnings.FEW_DONE(scenario=name, n=count, least=FEW_SEEDS) for name, count in few.items()]

    @property
    def tested(self) -> int:
        """So many differences were tested, and share the correction."""
        return int(self.comparison["q"].notna().sum())

    def held_against(self, scenario: str) -> StudyResult:
        """The same plans, with every scenario held against another one than the base.

        Raises
        ------
        InputError
            If the study has no such scenario.
        """
        return compared(self.study, self.outcomes, scenario)

    def table(self) -> pd.DataFrame:
        """Scenarios × figures: the means over the seeds, in the order of the study."""
        wide = self.comparison.pivot_table(index="scenario", columns="figure", values="mean", sort=False)
        return wide.reindex([one for one in self.scenarios["scenario"] if one in wide.index])


def compared(study: Study, outcomes: Sequence[Outcome], against: str = BASE_SCENARIO) -> StudyResult:
    """Compare finished cases, given in the order of the study, with one of the scenarios.

    Raises
    ------
    InputError
        If the study has no scenario of that name.
    """
    import pandas as pd

    check_scenario(study.file, against, "against")
    by_scenario: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        by_scenario[one.scenario].append(one)
    done = {name: [one for one in found if one.error is None] for name, found in by_scenario.items()}
    numbers = {column.name: float for column in COMPARISON if column.kind == "number"}
    lost_and_gained = [row for name in done if name != against for row in items(name, done[name], done[against])]
    return StudyResult(
        study,
        pd.DataFrame([_scenario(found) for found in by_scenario.values()]),
        pd.DataFrame([_case(one) for one in outcomes]),
        pd.DataFrame(_comparison(done, against), columns=names_of(COMPARISON)).astype(numbers),
        pd.DataFrame(lost_and_gained, columns=names_of(ITEMS)),
        against,
        tuple(outcomes),
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
        "changes": "\n".join(map(str, first.said)),
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


def _comparison(done: Mapping[str, list[Outcome]], against: str) -> list[dict[str, Any]]:
    """A row a scenario and figure; what is shown is reckoned of all of them together."""
    rows = [
        _Difference(name, figure, found, done[against])
        for name, found in done.items()
        for figure in dict.fromkeys(figure for one in found for figure in one.figures)
    ]
    tested = [row for row in rows if row.name != against and row.pairs]
    shown = evidence([row.values for row in tested])
    by_row = {id(row): one for row, one in zip(tested, shown, strict=True)}
    return [row.told(against, by_row.get(id(row))) for row in rows]


class _Difference:
    """One figure of a scenario, and of the one it is held against: with the same seeds where both have it."""

    def __init__(self, name: str, figure: str, found: Sequence[Outcome], other: Sequence[Outcome]) -> None:
        self.name, self.figure = name, figure
        self.own = [one for one in found if figure in one.figures]
        self.other = [one for one in other if figure in one.figures]
        by_seed = {one.seed: one for one in self.other}
        self.pairs = [(one, by_seed[one.seed]) for one in self.own if one.seed in by_seed]

    @property
    def values(self) -> list[tuple[float, float]]:
        return [(one.figures[self.figure], other.figures[self.figure]) for one, other in self.pairs]

    def told(self, against: str, found: Evidence | None) -> dict[str, Any]:
        own, other = ([one.figures[self.figure] for one in side] for side in (self.own, self.other))
        row: dict[str, Any] = dict.fromkeys(names_of(COMPARISON))
        row |= {
            "scenario": self.name,
            "figure": self.figure,
            "cases": len(own),
            "mean": fmean(own),
            "least": min(own),
            "most": max(own),
            "against": against,
            "base": fmean(other) if other else None,
            "pairs": len(self.pairs),
            "reading": "",
        }
        if found is not None:
            differences = [one - other for one, other in self.values]
            row |= {
                "difference": found.difference,
                "difference_least": min(differences),
                "difference_most": max(differences),
                "interval_low": found.low,
                "interval_high": found.high,
                "p": found.p,
                "p_signs": found.p_signs,
                "q": found.q,
                "reading": reading(
                    self.figure, [one for one, _ in self.pairs], [other for _, other in self.pairs], found
                ),
            }
        return row
