"""Equipment, and people that hang together, for a synthetic request: drawn apart, so that all else stays as it is."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from random import Random

from dagplan.models import PlanRequest
from dagplan.models.request import Equipment, EquipmentBusy, Request, Visit
from dagplan.models.windows import whole_windows

from .practices import Practice

_FILLED = 0.9
"""So much of the time of a kind's items is asked for, about: then they bind here and there."""
_SAME = 0.7
"""Share of the requests with two visits of one competence in which the same person takes both."""
_AWAY = 0.3
"""Share of the items that are away half a day."""


def equipped(request: PlanRequest, practice: Practice, seed: int) -> PlanRequest:
    """The request with items of what such a unit shares, as few as it can do with, and visits that need them.

    Visits of one competence in one request are with the same person now and then.
    """
    draw = Random(f"{seed} equipment")
    requests = tuple(_with_needs(case, practice, draw) for case in request.requests)
    items: list[Equipment] = []
    for unit in request.units:
        here = [case for case in requests if unit.id in case.units or not case.units]
        items += _items(request, here, practice, unit.id)
    busy = [span for item in items for span in _away(request, item, draw)]
    return request.model_copy(update={"equipment": tuple(items), "equipment_busy": tuple(busy), "requests": requests})


def _with_needs(case: Request, practice: Practice, draw: Random) -> Request:
    first: dict[str, Visit] = {}
    together = draw.random() < _SAME
    visits = []
    for visit in case.visits:
        update: dict[str, object] = {
            "equipment": tuple(one.kind for one in practice.shared if visit.competence in one.competences)
        }
        before = first.setdefault(visit.competence, visit)
        if before is not visit and together:
            update["same_practitioner_as"] = (before.id,)
        visits.append(visit.model_copy(update=update))
    return case.model_copy(update={"visits": tuple(visits)})


def _items(request: PlanRequest, cases: list[Request], practice: Practice, unit: str) -> list[Equipment]:
    """As many items of each kind as the minutes asked for need, where the unit is open all day."""
    asked: Counter[str] = Counter()
    for case in cases:
        for visit in case.visits:
            asked.update(dict.fromkeys(visit.equipment, visit.duration))
    open_at: dict[object, list[int]] = defaultdict(list)
    for (_, at, day), spans in whole_windows(request).items():
        if at == unit:
            open_at[day] += [minute for span in spans for minute in span]
    minutes = sum(max(ends) - min(ends) for ends in open_at.values())
    counts = {one.kind: math.ceil(asked[one.kind] / (_FILLED * max(1, minutes))) for one in practice.shared}
    return [
        Equipment(id=f"{unit}-{kind}-{number}", unit=unit, kind=kind)
        for kind, count in counts.items()
        for number in range(1, count + 1)
    ]


def _away(request: PlanRequest, item: Equipment, draw: Random) -> list[EquipmentBusy]:
    """Now and then a morning or an afternoon when an item is not to be had."""
    days = sorted({window.start.date() for window in request.availability})
    if draw.random() >= _AWAY or not days:
        return []
    day, (start, end) = draw.choice(days), draw.choice([("00:00", "12:00"), ("12:00", "24:00")])
    return [EquipmentBusy.model_validate({"equipment": item.id, "start": f"{day}T{start}", "end": f"{day}T{end}"})]
