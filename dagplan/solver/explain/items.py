"""What each start of a visit asks of equipment: an item that is free, whom it is held by, or one item more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from dagplan.models.competences import competence_key
from dagplan.models.equipment import items_by_kind
from dagplan.models.request import PlanRequest, Visit

from . import change_costs
from .change_costs import Kind
from .meant import Meant
from .minute_counts import MinuteCounts

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Place = tuple[str, date]

_LONGEST = 40


@dataclass(frozen=True)
class NewItem:
    """An item of equipment that there is not yet."""

    id: str
    unit: str
    kind: str


class Items:
    """Finds what visits ask of equipment beside one plan.

    Parameters
    ----------
    asked, minute_counts, worth
        As for the least change.
    """

    def __init__(self, asked: PlanRequest, minute_counts: MinuteCounts, worth: Mapping[str, int]) -> None:
        self.minute_counts = minute_counts
        self.worth = worth
        self.stock = items_by_kind(asked)
        self.ids = {item.id for item in asked.equipment}
        self.mistyped = Meant(asked).kinds

    def asks(self, visit: Visit, place: Place, starts: Ints, allowed: frozenset[Kind]) -> Floats:
        """What starts of a visit ask of equipment at a place, in all."""
        total = np.zeros(len(starts))
        for kind in visit.equipment:
            more = self._one_more(kind, allowed)
            least = np.full(len(starts), more)
            for item in self._there(kind, place):
                least = np.minimum(least, self._of_item(item, visit, place, starts, allowed))
            total += least
        return total

    def chosen(self, visit: Visit, place: Place, start: int, allowed: frozenset[Kind]) -> tuple[str | NewItem, ...]:
        """Of each kind that a visit needs the item that asks the least at one start."""
        at = np.array([start], dtype=np.int64)
        found: list[str | NewItem] = []
        for kind in visit.equipment:
            asks = [
                (float(self._of_item(item, visit, place, at, allowed)[0]), number, item)
                for number, item in enumerate(self._there(kind, place))
            ]
            ask, _, item = min(asks, default=(change_costs.NEVER, 0, ""))
            found.append(item if ask <= self._one_more(kind, allowed) and item else self.new(kind, place[0]))
        return tuple(found)

    def new(self, kind: str, unit: str) -> NewItem:
        """One item more of a kind at a unit, under an id of its own."""
        word = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", competence_key(kind)))[:_LONGEST].strip("-._")
        word = "".join(sign for sign in word if sign.isalnum() or sign in "_.-")
        stem = word if word[:1].isalpha() else f"item-{word}".rstrip("-")
        number = 1
        while f"{stem}-{number}" in self.ids:
            number += 1
        return NewItem(f"{stem}-{number}", unit, kind)

    def _there(self, kind: str, place: Place) -> list[str]:
        return [item.id for item in self.stock.get((place[0], competence_key(kind)), ())]

    def _one_more(self, kind: str, allowed: frozenset[Kind]) -> float:
        if competence_key(kind) in self.mistyped:
            return change_costs.NEVER
        return change_costs.FIXED + change_costs.ONE_ITEM_MORE if Kind.EQUIPMENT in allowed else change_costs.NEVER

    def _of_item(self, item: str, visit: Visit, place: Place, starts: Ints, allowed: frozenset[Kind]) -> Floats:
        """What starts ask of one item: of those who hold it, where they may be put out."""
        ask = np.zeros(len(starts))
        for owner, (first, end) in self.minute_counts.of_item(item, place[1]):
            crossing = (starts < end) & (starts + visit.duration > first)
            ask[crossing] += (
                self.worth.get(owner, change_costs.NEVER) if Kind.PUT_OUT in allowed else change_costs.NEVER
            )
        return ask
