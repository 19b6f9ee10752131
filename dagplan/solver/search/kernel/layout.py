"""An instance laid out for the kernel: everything a number in an array (see ``kernel.h`` for what each one is)."""

from __future__ import annotations

import ctypes
from typing import Any

from dagplan.solver.instance.instance import Instance

from .lay_calendars import lay_candidates, lay_evenness, lay_places, lay_stocks
from .lay_requests import lay_dates, lay_requests, lay_visits
from .sheet import Sheet
from .structures import LAYOUT_ARRAYS, LayoutStructure


class Layout:
    """The arrays, and what the numbers in them stand for.

    Attributes
    ----------
    instance
        What is laid out.
    sheet
        What each request, place and unit is by number.
    visit_first, need_first
        As in ``kernel.h``.
    structure
        ``struct layout``; valid as long as this object is.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.sheet = sheet = Sheet(instance)
        everyone = [instance.requests[index] for index in sheet.requests]
        lay_places(sheet)
        lay_visits(sheet, everyone)
        lay_dates(sheet, everyone)
        lay_requests(sheet, everyone)
        lay_candidates(sheet)
        lay_stocks(sheet)
        lay_evenness(sheet)
        self.visit_first: list[int] = sheet.arrays["visit_first"].tolist()
        self.need_first: list[int] = sheet.arrays["need_first"].tolist()
        self.structure = LayoutStructure()
        for name, number in (sheet.numbers | _sizes(sheet)).items():
            setattr(self.structure, name, number)
        for name in LAYOUT_ARRAYS:
            setattr(self.structure, name, sheet.arrays[name].ctypes.data)

    @property
    def address(self) -> Any:
        """Of the structure, to be handed to the kernel."""
        return ctypes.byref(self.structure)


def _sizes(sheet: Sheet) -> dict[str, int]:
    """What is said of an instance as a whole."""
    instance = sheet.instance
    weights, evenness = instance.weights, instance.evenness
    return {
        "grid": sheet.slots.grid,
        "first_slot": sheet.slots.first,
        "slots": sheet.slots.count,
        "requests": len(sheet.requests),
        "segments": len(instance.segments),
        "places": len(sheet.places),
        "days": sheet.days,
        "units": len(sheet.units),
        "people": len(sheet.people),
        "evenness": int(evenness is not None),
        "wait": weights.wait,
        "moved": weights.moved,
        "apart": weights.apart,
        "uneven": 0 if evenness is None else evenness.weight,
    }
