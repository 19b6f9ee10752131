"""Equipment in integers: the items of the kinds that visits need, on each date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from dagplan.models import PlanRequest
from dagplan.models.competences import competence_key
from dagplan.models.plan import Booking
from dagplan.models.windows import by_date, equipment_busy_spans

from .bits import WHOLE_DAY, span_mask
from .instance import Stock


def stocks_of(
    asked: PlanRequest,
    kinds: Mapping[str, int],
    units: Mapping[str, int],
    days: Mapping[date, int],
    facts: Iterable[Booking],
    *,
    one_by_one: bool,
) -> tuple[Stock, ...]:
    """The items of some kinds on some dates; what locked bookings have of them is taken out.

    Parameters
    ----------
    kinds, units, days
        The index of each kind (as it is compared), unit and date.
    facts
        The locked bookings.
    one_by_one
        Each item by itself, also where several are alike.
    """
    away = equipment_busy_spans(asked, days)
    held: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
    for fact in facts:
        for day, span in by_date(fact.start, fact.end, asked.first_date, asked.last_date) if fact.equipment else ():
            for one in fact.equipment:
                held[one, day].append(span)
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for index, item in enumerate(asked.equipment):
        kind = kinds.get(competence_key(item.kind))
        if kind is None:
            continue
        for day, at in days.items():
            minutes = WHOLE_DAY
            for span in (*away.get((item.id, day), ()), *held.get((item.id, day), ())):
                minutes &= ~span_mask(*span)
            alike[kind, units[item.unit], at, minutes, index if one_by_one else -1].append(index)
    return tuple(
        Stock(number, tuple(items), kind, unit, day, minutes)
        for number, ((kind, unit, day, minutes, _), items) in enumerate(alike.items())
    )
