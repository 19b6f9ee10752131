"""Synthetic care units by seed: the same kind, seed and options give the same request on every machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from types import MappingProxyType
from typing import Any

from dagplan.models import PlanRequest
from dagplan.models.request import Settings, Unit
from dagplan.models.windows import free_windows
from dagplan.words import Said
from dagplan.words.messages.study_faults import SyntheticFaults

from .demand import make_requests
from .equipping import equipped
from .practices import EYE_AND_EAR, PRIMARY_CARE, Practice
from .shapes import Supply, draw_shapes
from .staffing import Site, Staffing, staff_unit, weekdays_from

FIRST_DATE = date(2026, 10, 5)
"""A Monday, within the routine's validity; four weeks on are too."""


@dataclass(frozen=True)
class Kind:
    """A size of synthetic input.

    Parameters
    ----------
    description
        One line for people.
    staff
        People at each unit.
    dates
        Working days planned.
    units
        Number of care units.
    requests
        About how many requests come out at the default load.
    time_limit
        Seconds that a plan may take, put in the request's settings.
    practice
        What such a unit does.
    """

    description: str
    staff: int
    dates: int
    units: int
    requests: int
    time_limit: float
    practice: Practice = PRIMARY_CARE


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "unit-day": Kind("one vårdcentral, one day", 11, 1, 1, 110, 10),
        "unit-week": Kind("one vårdcentral, one week", 11, 5, 1, 530, 10),
        "unit-month": Kind("one vårdcentral, four weeks", 11, 20, 1, 2000, 60),
        "clinic-month": Kind("one hospital clinic, four weeks", 60, 20, 1, 6000, 120, EYE_AND_EAR),
        "region-week": Kind("200 vårdcentraler, one week", 11, 5, 200, 100_000, 2000),
    }
)


class OptionRefusedError(ValueError):
    """What is asked for can't be made; ``said`` says why."""

    def __init__(self, said: Said) -> None:
        self.said = said
        super().__init__(said)


def generate(
    kind: str,
    seed: int,
    *,
    load: float = 0.95,
    linked: float = 0.30,
    units: int | None = None,
    staff: int | None = None,
    days: int | None = None,
    equipment: bool = False,
) -> PlanRequest:
    """A synthetic request.

    Parameters
    ----------
    kind
        A name in ``KINDS``.
    seed
        From 0; decides everything that is drawn.
    load
        Minutes demanded as a share of all minutes available, over 0 to 3; each competence lies near it.
    linked
        Share of the requests that have two to four visits, 0 to 1 (see `shapes.draw_shapes` near 1).
    units
        Care units instead of the kind's, 1 to 999; each has its own people and requests.
    staff
        People at each unit instead of the kind's, 2 to 200.
    days
        Working days instead of the kind's, 1 to 60.
    equipment
        With things and rooms of which there are few, and visits that the same person takes; all else is the same.

    Raises
    ------
    ValueError
        If there is no such kind, or an option is out of its range.

    Examples
    --------
    >>> request = generate("unit-day", 1)
    >>> len(request.practitioners), request.first_date.isoformat()
    (11, '2026-10-05')
    """
    if kind not in KINDS:
        raise OptionRefusedError(SyntheticFaults.NO_SUCH_KIND(kind=repr(kind), kinds=list(KINDS)))
    size = KINDS[kind]
    units = size.units if units is None else units
    staff = size.staff if staff is None else staff
    days = size.dates if days is None else days
    _refuse_out_of_range(seed=seed, load=load, linked=linked, units=units, staff=staff, days=days)

    dates = weekdays_from(FIRST_DATE, days)
    source = Random(seed)
    parts: dict[str, list[Any]] = defaultdict(list)
    for number in range(1, units + 1):
        rng = Random(source.getrandbits(64))
        site = Site(_unit(size.practice, number, units), dates, one_of_several=units > 1)
        staffing = staff_unit(size.practice, site, staff, rng)
        supply = _supply(staffing)
        shapes = draw_shapes(size.practice, supply, load, linked, rng)
        parts["units"].append(site.unit)
        parts["practitioners"] += staffing.practitioners
        parts["availability"] += staffing.availability
        parts["busy"] += staffing.busy
        parts["requests"] += make_requests(shapes, supply, site, rng)
    made = PlanRequest(
        first_date=dates[0], last_date=dates[-1], settings=Settings(time_limit=size.time_limit), **parts
    )
    return equipped(made, size.practice, seed) if equipment else made


def _refuse_out_of_range(**options: float) -> None:
    bounds: dict[str, tuple[float, float]] = {
        "seed": (0, 2**63 - 1),
        "load": (0, 3),
        "linked": (0, 1),
        "units": (1, 999),
        "staff": (2, 200),
        "days": (1, 60),
    }
    for name, (least, most) in bounds.items():
        value = options[name]
        whole = name not in ("load", "linked")
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            raise OptionRefusedError((SyntheticFaults.WHOLE_NUMBER if whole else SyntheticFaults.NUMBER)(option=name))
        if not least <= value <= most or (name == "load" and value == 0):
            say = SyntheticFaults.OUT_OF_RANGE_OVER if name == "load" else SyntheticFaults.OUT_OF_RANGE
            raise OptionRefusedError(say(option=name, least=least, most=most, value=value))


def _unit(practice: Practice, number: int, units: int) -> Unit:
    label = f"{number:03}" if units > 1 else str(number)
    return Unit(id=f"{practice.unit_id}-{label}", name=f"{practice.unit_name} {number}", kind=practice.unit_kind)


def _supply(staffing: Staffing) -> Supply:
    """Each person's free minutes, shared out over their competences."""
    hours = PlanRequest(
        first_date=staffing.site.dates[0],
        last_date=staffing.site.dates[-1],
        units=(staffing.site.unit,),
        practitioners=tuple(staffing.practitioners),
        availability=tuple(staffing.availability),
        busy=tuple(staffing.busy),
        requests=(),
    )
    minutes: dict[str, float] = defaultdict(float)
    at_work: dict[str, set[date]] = defaultdict(set)
    people: dict[str, dict[str, None]] = defaultdict(dict)
    for (person, _unit_id, day), spans in free_windows(hours).items():
        free = sum(end - start for start, end in spans)
        for competence, share in staffing.shares[person].items():
            if free:
                minutes[competence] += free * share
                at_work[competence].add(day)
                people[competence][person] = None
    return Supply(
        minutes=minutes,
        dates={c: frozenset(days) for c, days in at_work.items()},
        people={c: tuple(names) for c, names in people.items()},
    )
