"""Where requests come from: each kind that has rates of its own, and all others together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dagplan.models import PlanRequest
from dagplan.models.competences import competence_key
from dagplan.models.request import Priority, Request

from .policies import Inflow

_WEEK = 7


@dataclass(frozen=True)
class Source:
    """Requests that come by the same rates.

    Attributes
    ----------
    likes
        What is asked for: one of these, each as often as the others.
    per_week
        How many a week on average, before season and trend.
    season
        Times so many, by month from January.
    trend
        Growth a year.
    priorities
        Weights by which the priority is drawn; empty: each as its request has it.
    """

    likes: tuple[Request, ...]
    per_week: float
    season: tuple[float, ...]
    trend: float
    priorities: Mapping[Priority, float]

    def a_week(self, day: date, years: float) -> float:
        """How many a week, as it is on a date so many years after the first."""
        return float(self.per_week * self.season[day.month - 1] * (1 + self.trend) ** years)


def sources_of(base: PlanRequest, demand: Inflow) -> Iterator[Source]:
    """The kinds set apart, in their order, and the rest.

    Parameters
    ----------
    base
        Its requests are what is asked for; those of each kind that is set apart are among them.
    demand
        The rates.
    """
    weeks = max(1, -(-((base.last_date - base.first_date).days + 1) // _WEEK))
    in_all = demand.per_week if demand.per_week is not None else len(base.requests) / weeks
    by_kind: dict[tuple[str, ...], list[Request]] = defaultdict(list)
    for one in base.requests:
        by_kind[kind_key(visit.competence for visit in one.visits)].append(one)
    for kind in demand.kind:
        likes = by_kind.pop(kind_key(kind.competences))
        yield Source(
            tuple(likes),
            in_all * len(likes) / len(base.requests) if kind.per_week is None else kind.per_week,
            demand.season if kind.season is None else kind.season,
            demand.trend if kind.trend is None else kind.trend,
            kind.priorities or demand.priorities,
        )
    rest = tuple(one for one in base.requests if kind_key(visit.competence for visit in one.visits) in by_kind)
    if rest:
        per_week = in_all * len(rest) / len(base.requests)
        yield Source(rest, per_week, demand.season, demand.trend, demand.priorities)


def kind_key(competences: Iterable[str]) -> tuple[str, ...]:
    """What makes requests of one kind: the competences of their visits, in sequence."""
    return tuple(competence_key(one) for one in competences)
