"""The figures of a year: what waiting times came to, how busy people were, what it cost the patients."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from dagplan.models import PlanRequest
from dagplan.models.competences import competence_key, competence_keys

from .ledger import Over
from .policies import Inflow
from .year import Week

FEWEST = 20
"""Of fewer patients no figure of their own is told."""


def figures_of(weeks: Iterable[Week], base: PlanRequest, demand: Inflow, fewest: int = FEWEST) -> dict[str, float]:
    """The figures of the weeks that count, by name; what has nothing to be reckoned from is left out.

    Parameters
    ----------
    weeks
        The weeks that count, without those before.
    base
        Whose competences are told of.
    demand
        Within how many days a visit should come.
    fewest
        Of fewer patients a priority or kind has no figure of its own.

    Returns
    -------
    dict
        ``wait_mean``, ``wait_median`` and ``wait_p90`` in days, of all who were served, and the same of each priority
        (``wait_mean.urgent``) and kind of request; ``within`` (and of each priority): the share of those who were
        served or gave up that was served in time. Means of the Sundays: ``waiting``, how many have no time;
        ``overdue``, how many are not through though they should be; ``longest``, the days that one of those who are
        not through has waited at the most.
        ``used.*``: share of the time of those with a competence. ``moves`` and ``journeys``: a patient served.
        ``withdrawn`` and ``missed``: share of those who were through. ``at_once``: share of those to be offered a
        time when they asked that got one.
    """
    weeks = list(weeks)
    over = [one for week in weeks for one in week.over]
    served = [one for one in over if one.end == "served"]
    found: dict[str, float] = {}
    _waits(found, "", served, 1)
    by_priority: dict[str, list[Over]] = defaultdict(list)
    by_kind: dict[str, list[Over]] = defaultdict(list)
    for one in served:
        by_priority[one.priority].append(one)
        by_kind[one.kind].append(one)
    for name, some in (*sorted(by_priority.items()), *sorted(by_kind.items())):
        _waits(found, f".{name}", some, fewest)
    _within(found, over, demand, fewest)
    whole: Counter[str] = Counter()
    for week in weeks:
        whole.update(week.figures)
    if weeks:
        found |= {name: whole[name] / len(weeks) for name in ("waiting", "overdue", "longest")}
        found["served"] = whole["served"] / len(weeks)
    if over:
        found |= {end: sum(one.end == end for one in over) / len(over) for end in ("withdrawn", "missed")}
    if served:
        found["moves"] = sum(one.moves for one in served) / len(served)
        found["journeys"] = sum(one.journeys for one in served) / len(served)
    asked = whole["offered"] + whole["not_offered"]
    if asked:
        found["at_once"] = whole["offered"] / asked
    return {**found, **_use(whole, base)}


def figures_of_week(week: Week, base: PlanRequest, demand: Inflow) -> dict[str, float]:
    """What a week was like for those who were through in it, and how busy people were.

    Returns
    -------
    dict
        ``wait_*`` and ``within*`` as in ``figures_of``, however few they are of; ``share.*``: of the time of those
        with a competence, what visits took.
    """
    found = figures_of([week], base, demand, fewest=1)
    kept = {name: value for name, value in found.items() if name.startswith(("wait_", "within"))}
    return kept | {f"share.{name[5:]}": value for name, value in found.items() if name.startswith("used.")}


def quantile(values: Sequence[int], share: float) -> float:
    """The least value that so large a share does not go beyond.

    >>> quantile([1, 2, 3, 10], 0.5), quantile([1, 2, 3, 10], 0.9)
    (2, 10)
    """
    in_order = sorted(values)
    return in_order[max(0, ceil(len(in_order) * share) - 1)]


def _waits(found: dict[str, float], of: str, served: Sequence[Over], fewest: int) -> None:
    if len(served) < fewest:
        return
    days = [one.waited for one in served]
    found[f"wait_mean{of}"] = sum(days) / len(days)
    found[f"wait_median{of}"] = quantile(days, 0.5)
    found[f"wait_p90{of}"] = quantile(days, 0.9)


def _within(found: dict[str, float], over: Iterable[Over], demand: Inflow, fewest: int) -> None:
    """How many were served in time, of those who were served or gave up."""
    met: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for one in over:
        if one.end == "missed":
            continue
        in_time = one.end == "served" and one.waited <= demand.within(one.priority)
        for name in ("", f".{one.priority}"):
            of[name] += 1
            met[name] += in_time
    found |= {f"within{name}": met[name] / count for name, count in of.items() if not name or count >= fewest}


def _use(whole: Mapping[str, float], base: PlanRequest) -> dict[str, float]:
    words = {competence_key(visit.competence): visit.competence for case in base.requests for visit in case.visits}
    found = {}
    for key, word in words.items():
        people = [one.id for one in base.practitioners if key in competence_keys(one.competences)]
        there = sum(whole.get(f"there.{one}", 0) for one in people)
        if there:
            found[f"used.{word}"] = sum(whole.get(f"used.{one}", 0) for one in people) / there
    return found
