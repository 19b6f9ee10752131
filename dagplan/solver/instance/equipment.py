"""Equipment in integers: the items of the kinds that visits need, on each date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dagplan.models import PlanRequest
from dagplan.models.competences import competence_key
from dagplan.models.equipment import equipment_busy_spans
from dagplan.models.plan import Booking
from dagplan.models.windows import by_date

from .bits import WHOLE_DAY, span_mask
from .instance import Item


def items_of(
    asked: PlanRequest,
    kinds: Mapping[str, int],
    units: Mapping[str, int],
    days: Mapping[date, int],
    facts: Iterable[Booking],
) -> Iterator[Item]:
    """The items of some kinds on some dates; what locked bookings have of them is taken out.

    Parameters
    ----------
    kinds, units, days
        The index of each kind (as it is compared), unit and date.
    facts
        The locked bookings.
    """
    away = equipment_busy_spans(asked, days)
    held: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
    for fact in facts:
        for day, span in by_date(fact.start, fact.end, asked.first_date, asked.last_date) if fact.equipment else ():
            for one in fact.equipment:
                held[one, day].append(span)
    number = 0
    for index, item in enumerate(asked.equipment):
        kind = kinds.get(competence_key(item.kind))
        if kind is None:
            continue
        for day, at in days.items():
            minutes = WHOLE_DAY
            for span in (*away.get((item.id, day), ()), *held.get((item.id, day), ())):
                minutes &= ~span_mask(*span)
            yield Item(number, index, kind, units[item.unit], at, minutes)
            number += 1
