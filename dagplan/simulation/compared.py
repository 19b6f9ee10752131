"""Policies held against one another: the figures of the same years, seed by seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from dagplan.scenarios.evidence import Evidence, evidence
from dagplan.scenarios.readings import CLEAR, NOT_SHOWN, ONE_SEED, SAME


@dataclass(frozen=True)
class Difference:
    """A figure of a policy, and how far it is from that of the policy it is held against.

    Attributes
    ----------
    policy, figure
        Names.
    seeds
        Years that have the figure.
    mean, least, most
        Of these.
    base
        The other's mean; None where it is this policy itself, or has no such figure.
    found
        What the seeds show of the difference (paired, corrected over the table); None where there is none.
    values
        The pairs.
    """

    policy: str
    figure: str
    seeds: int
    mean: float
    least: float
    most: float
    base: float | None
    found: Evidence | None
    values: tuple[tuple[float, float], ...] = field(default=(), repr=False)

    @property
    def reading(self) -> str:
        """How the difference reads: a word of the studies', or nothing where there is none."""
        if self.found is None:
            return ""
        if all(own == other for own, other in self.values):
            return SAME
        if self.found.pairs == 1:
            return ONE_SEED
        return CLEAR if self.found.shown else NOT_SHOWN


def differences(years: Mapping[str, Mapping[int, Mapping[str, float]]], against: str) -> list[Difference]:
    """Every figure of every policy.

    Parameters
    ----------
    years
        By policy and seed the figures of a year.
    against
        The policy that the others are held against.
    """
    rows: list[tuple[str, str, Sequence[float], list[tuple[float, float]]]] = []
    for policy, of_seeds in years.items():
        names = dict.fromkeys(name for figures in of_seeds.values() for name in figures)
        for name in names:
            own = {seed: figures[name] for seed, figures in of_seeds.items() if name in figures}
            other = {seed: years[against][seed][name] for seed in own if name in years[against].get(seed, {})}
            pairs = [] if policy == against else [(own[seed], other[seed]) for seed in own if seed in other]
            rows.append((policy, name, list(own.values()), pairs))
    tested = iter(evidence([pairs for *_, pairs in rows if pairs]))
    return [
        Difference(
            policy,
            name,
            len(values),
            fmean(values),
            min(values),
            max(values),
            fmean(other for _, other in pairs) if pairs else None,
            next(tested) if pairs else None,
            tuple(pairs),
        )
        for policy, name, values, pairs in rows
    ]
