"""The search in C, from Python: a task laid out, run in steps, read back.

The kernel works without Python's lock, so that searches run side by side in threads.
"""

from __future__ import annotations

import ctypes
import weakref
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dagplan.solver.instance.instance import Instance, Placement, Slot
from dagplan.solver.search.params import SearchParams
from dagplan.solver.search.task import Done, Placements, Task

from .layout import Layout
from .library import library
from .structures import PARAMS_NUMBERS, PARAMS_REALS, ParamsStructure, Standing, TaskStructure

Array = NDArray[Any]


def _address(array: Array) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


class _Columns(NamedTuple):
    """What is read of segments, slots and stocks, and where a request's visits and needs begin there."""

    segment: list[int]
    slot: list[int]
    stock: list[int]
    visit: int
    need: int


class NativeSearch:
    """A task in the kernel's hands.

    Parameters
    ----------
    instance, task, params
        As of ``improve``.

    Raises
    ------
    MemoryError
        If there is no room for it.
    """

    def __init__(self, instance: Instance, task: Task, params: SearchParams) -> None:
        kernel = library()
        assert kernel is not None
        self.layout = instance.once(Layout)
        self._call = {
            name: getattr(kernel, f"kernel_{name}_{self.layout.sheet.slots.words}")
            for name in ("new", "run", "standing", "read", "free", "cheapest")
        }
        self._call["new"].restype = ctypes.c_void_p
        self._arrays: list[Any] = []  # what the kernel reads of must not be given back
        self._params = self._laid_params(params)
        laid = self._laid_task(task)
        made = self._call["new"](self.layout.address, ctypes.byref(laid), ctypes.byref(self._params))
        if not made:
            raise MemoryError("no room for a search")
        self._search = ctypes.c_void_p(made)
        weakref.finalize(self, self._call["free"], self._search)

    def run(self, steps: int, progress: float, until: float) -> None:
        """So many steps, while progress goes from one value to another."""
        if not self._call["run"](
            self._search, ctypes.c_int64(steps), ctypes.c_double(progress), ctypes.c_double(until)
        ):
            raise MemoryError("no room to go on with a search")

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        found = Standing()
        self._call["standing"](self._search, ctypes.byref(found))
        return found

    def done(self) -> Done:
        """Where its requests stand, where they stood at best, and how dear they have become."""
        last, penalty = self._read(best=False)
        best, _ = self._read(best=True)
        return Done(last, best, penalty)

    @property
    def best(self) -> Placements:
        """Where its requests stood at best."""
        return self._read(best=True)[0]

    @property
    def best_cost(self) -> int:
        """What its part costs at best."""
        return int(self.standing.best)

    def cheapest(self, index: int) -> Placement | None:
        """The cheapest place for a request that isn't booked; None if leaving it out costs no more."""
        number = self.layout.sheet.number[index]
        place, cost = ctypes.c_int32(), ctypes.c_int64()
        segment, slot, stock = self._room_for_one()
        found = self._call["cheapest"](
            self._search,
            number,
            ctypes.byref(place),
            ctypes.byref(cost),
            *[_address(one) for one in (segment, slot, stock)],
        )
        if not found:
            return None
        at = _Columns(segment.tolist(), slot.tolist(), stock.tolist(), 0, 0)
        return self._placement(number, place.value, cost.value, at)

    def _room_for_one(self) -> tuple[Array, Array, Array]:
        """Arrays for the segments, slots and stocks of any one request."""
        visits = self.layout.structure.most_visits
        needs = max(1, len(self.layout.need_first))
        return np.zeros(visits, dtype=np.int32), np.zeros(visits, dtype=np.int32), np.zeros(needs, dtype=np.int32)

    def _laid_params(self, params: SearchParams) -> ParamsStructure:
        laid = ParamsStructure()
        for name in (*PARAMS_REALS, *PARAMS_NUMBERS):
            setattr(laid, name, getattr(params, name))
        waits, slacks = np.array(params.waits, dtype=np.int32), np.array(params.slacks, dtype=np.int32)
        self._arrays += [waits, slacks]
        laid.waits, laid.slacks = len(waits), len(slacks)
        laid.wait, laid.slack = waits.ctypes.data, slacks.ctypes.data
        return laid

    def _laid_task(self, task: Task) -> TaskStructure:
        layout = self.layout
        place = np.full(max(1, len(layout.sheet.requests)), -1, dtype=np.int32)
        visits, needs = layout.visit_first[-1], layout.need_first[-1]
        segment, slot = [-1] * max(1, visits), [0] * max(1, visits)
        stock = [0] * max(1, needs)
        of, slots = layout.sheet.number, layout.sheet.slots
        for index, placement in task.placed.items():
            number = of[index]
            place[number] = layout.sheet.place_of[placement.unit, placement.day]
            first = layout.visit_first[number]
            for at, one in enumerate(placement.slots, first):
                if one.segment >= 0:
                    segment[at] = one.segment
                    slot[at] = one.start // slots.grid - slots.first
                    if one.stocks:
                        begin = layout.need_first[at]
                        stock[begin : begin + len(one.stocks)] = one.stocks
        day = np.ones(max(1, layout.sheet.days), dtype=np.uint8)
        if task.days is not None:
            day[:] = 0
            day[sorted(task.days)] = 1
        penalty = np.zeros(max(1, len(layout.sheet.requests)), dtype=np.float64)
        for index, dearer in task.penalty.items():
            penalty[of[index]] = dearer
        elsewhere = np.zeros(max(1, layout.sheet.unit_days), dtype=np.int64)
        for (unit, on), minutes in task.elsewhere.items():
            elsewhere[layout.sheet.unit_day(unit, on)] = minutes
        arrays: dict[str, Array] = {
            "request": np.array([of[index] for index in task.movable] or [0], dtype=np.int32),
            "day": day,
            "place": place,
            "segment": np.array(segment, dtype=np.int32),
            "slot": np.array(slot, dtype=np.int32),
            "stock": np.array(stock, dtype=np.int32),
            "penalty": penalty,
            "elsewhere": elsewhere,
        }
        self._arrays += arrays.values()
        laid = TaskStructure()
        laid.seed = task.seed & ((1 << 64) - 1)
        laid.movable = len(task.movable)
        laid.most_moved = -1 if task.max_moved is None else task.max_moved
        for name, values in arrays.items():
            setattr(laid, name, values.ctypes.data)
        self._movable = frozenset(task.movable)
        return laid

    def _read(self, *, best: bool) -> tuple[Placements, dict[int, float]]:
        layout = self.layout
        requests, visits, needs = len(layout.sheet.requests), layout.visit_first[-1], max(1, layout.need_first[-1])
        place, cost = np.zeros(requests, dtype=np.int32), np.zeros(requests, dtype=np.int64)
        segment, slot = np.zeros(visits, dtype=np.int32), np.zeros(visits, dtype=np.int32)
        stock, penalty = np.zeros(needs, dtype=np.int32), np.zeros(requests, dtype=np.float64)
        self._call["read"](
            self._search, int(best), *[_address(one) for one in (place, cost, segment, slot, stock, penalty)]
        )
        columns = segment.tolist(), slot.tolist(), stock.tolist()
        costs = cost.tolist()
        placed = {}
        for number, where in enumerate(place.tolist()):
            if where >= 0 and layout.sheet.requests[number] in self._movable:
                first = layout.visit_first[number]
                at = _Columns(*columns, first, layout.need_first[first])
                placed[layout.sheet.requests[number]] = self._placement(number, where, costs[number], at)
        dearer = {
            layout.sheet.requests[number]: float(penalty[number]) for number in np.flatnonzero(penalty).tolist()
        }
        return placed, {index: more for index, more in dearer.items() if index in self._movable}

    def _placement(self, number: int, where: int, cost: int, at: _Columns) -> Placement:
        layout = self.layout
        request = layout.instance.requests[layout.sheet.requests[number]]
        unit, day = layout.sheet.places[where]
        slots, need = [], at.need
        for position, visit in enumerate(request.visits, at.visit):
            if visit.fixed is not None:
                slots.append(Slot(-1, visit.fixed))
                continue
            end = need + len(visit.needs)
            slots.append(
                Slot(at.segment[position], layout.sheet.slots.minute(at.slot[position]), tuple(at.stock[need:end]))
            )
            need = end
        return Placement(unit, day, tuple(slots), cost)
