"""When items of equipment are not to be had, of what their Schedules say is free.

An item is free always but when it is busy. A Schedule with a ``planningHorizon`` and free Slots says all that is free
within it: the rest of the horizon is busy time. Without a horizon free Slots say nothing that doesn't hold anyway.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .periods import Span, without
from .read_equipment import Items
from .sourced import Sourced

_MINUTE = timedelta(minutes=1)


@dataclass
class _Said:
    """What is said of one item: each horizon with its place, and what is free."""

    horizons: dict[str, Span] = field(default_factory=dict)
    free: list[Span] = field(default_factory=list)


@dataclass
class ItemTimes:
    """Gathers the free time of items, and turns it into busy time."""

    _said: dict[str, _Said] = field(default_factory=dict)

    def add(self, item: str, free: Span, horizon: Span, place: str) -> None:
        """Free time of an item within a horizon, which stands at ``place``."""
        said = self._said.setdefault(item, _Said())
        said.horizons[place] = horizon
        said.free.append(free)

    def finish(self, items: Items, request: Sourced, planned: Span) -> None:
        """Busy time on the planned dates: outside what is free, and all the time of what is not in use."""
        if planned.cut(planned) is None:
            return  # the dates are a problem already
        for item, place in items.idle.items():
            _busy(request, item, planned, place)
        for item, said in self._said.items():
            told: list[Span] = []
            for place, horizon in said.horizons.items():
                within = planned.cut(horizon) if item not in items.idle else None
                for piece in _outside(within, [*said.free, *told]) if within else ():
                    _busy(request, item, piece, place)
                told.append(horizon)


def _outside(within: Span, free: list[Span]) -> list[Span]:
    """A span without any of the free ones."""
    left = [within]
    for one in sorted(free, key=lambda span: span.start.timestamp() if span.start else float("-inf")):
        # They come in order of time: only the last piece may reach into this one, but for open ends.
        left = [*left[:-1], *without(left[-1], one)] if left else []
    return left


def _busy(request: Sourced, item: str, span: Span, place: str) -> None:
    assert span.start is not None
    assert span.end is not None
    times = {"start": _down(span.start).isoformat(), "end": _up(span.end).isoformat()}
    request.add("equipment_busy", {"equipment": item, **times}, {"start": place, "end": place}, place)


def _down(moment: datetime) -> datetime:
    """To the whole minute: of a minute that is not free throughout nothing is."""
    return moment.replace(second=0, microsecond=0)


def _up(moment: datetime) -> datetime:
    whole = _down(moment)
    return whole if whole == moment else whole + _MINUTE
