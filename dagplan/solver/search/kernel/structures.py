"""The structures of ``kernel.h``, for ctypes: the same fields in the same order."""

from __future__ import annotations

import ctypes

import numpy as np

INT = ctypes.c_int32
LONG = ctypes.c_int64
REAL = ctypes.c_double
ARRAY = ctypes.c_void_p

VISIT = np.dtype(
    [
        (name, np.int32)
        for name in (
            "request",
            "minutes",
            "slots",
            "kind",
            "fixed",
            "linked",
            "soonest",
            "latest",
            "asked",
            "from",
            "until",
            "preference",
            "booked",
            "person",
            "place",
            "slot",
            "group",
            "length",
        )
    ]
)
"""``struct visit``, for an array of them."""

LAYOUT_NUMBERS = (
    "grid",
    "first_slot",
    "slots",
    "requests",
    "visits",
    "needs",
    "segments",
    "places",
    "kinds",
    "days",
    "units",
    "people",
    "patients",
    "stocks",
    "equipment",
    "lengths",
    "date_sets",
    "unit_sets",
    "most_visits",
    "most_candidates",
    "most_clock",
    "evenness",
)

LAYOUT_COSTS = ("wait", "moved", "apart", "uneven")

LAYOUT_ARRAYS = {
    "visit_first": np.int32,
    "unbooked": np.int64,
    "minutes": np.int32,
    "least_wait": np.int32,
    "dates": np.int32,
    "at_units": np.int32,
    "patient": np.int32,
    "busy_first": np.int32,
    "partner_first": np.int32,
    "partner": np.int32,
    "stays": np.int32,
    "clash_first": np.int32,
    "clash": np.int32,
    "stands": np.uint8,
    "simple": np.uint8,
    "asks": np.uint8,
    "visit": VISIT,
    "scarce": np.int32,
    "need_first": np.int32,
    "need": np.int32,
    "held_first": np.int32,
    "held": np.int32,
    "date_first": np.int32,
    "date_day": np.int32,
    "date_cost": np.int64,
    "cost_on": np.int64,
    "unit_first": np.int32,
    "unit": np.int32,
    "has_unit": np.uint8,
    "place_at": np.int32,
    "place_unit": np.int32,
    "place_day": np.int32,
    "here_first": np.int32,
    "here": np.int32,
    "segment_person": np.int32,
    "segment_place": np.int32,
    "segment_free": np.uint64,
    "candidate_first": np.int32,
    "candidate": np.int32,
    "starts": np.uint64,
    "busy_day": np.int32,
    "busy_starts": np.int32,
    "patient_starts": np.uint64,
    "person_cost": np.int64,
    "clock_first": np.int32,
    "clock_cost": np.int64,
    "clock_slots": np.uint64,
    "stock_first": np.int32,
    "stock": np.int32,
    "stock_count": np.int32,
    "stock_from": np.int32,
    "stock_until": np.int32,
    "stock_free": np.uint64,
    "stock_starts": np.uint64,
    "column": np.int32,
    "open_first": np.int32,
    "open_minutes": np.int64,
    "locked_minutes": np.int64,
}
"""The arrays of ``struct layout`` in order, each with the type of its numbers."""


PARAMS_REALS = (
    "hottest",
    "coldest",
    "penalty_step",
    "penalty_height",
    "least_penalty",
    "most_penalty",
    "ramp",
    "waiting_first",
    "centre_first",
    "noise",
)

PARAMS_NUMBERS = ("tries", "near_days", "other_people", "most_neighbours", "most_waiting", "most_combinations")


class LayoutStructure(ctypes.Structure):
    """``struct layout``."""

    _fields_ = [
        *((name, INT) for name in LAYOUT_NUMBERS),
        *((name, LONG) for name in LAYOUT_COSTS),
        *((name, ARRAY) for name in LAYOUT_ARRAYS),
    ]


class ParamsStructure(ctypes.Structure):
    """``struct params``."""

    _fields_ = [
        *((name, REAL) for name in PARAMS_REALS),
        *((name, INT) for name in (*PARAMS_NUMBERS, "waits", "slacks")),
        ("wait", ARRAY),
        ("slack", ARRAY),
    ]


class TaskStructure(ctypes.Structure):
    """``struct task``."""

    _fields_ = [
        ("seed", ctypes.c_uint64),
        ("movable", INT),
        ("most_moved", INT),
        *((name, ARRAY) for name in ("request", "day", "place", "segment", "slot", "stock", "penalty", "elsewhere")),
    ]


class Standing(ctypes.Structure):
    """``struct standing``: where a search stands.

    Costs of its part as it stands and at best (with how unevenly dates are filled); steps done, gone on from, and
    better than all before; requests that wait; visits that count as moved.
    """

    _fields_ = [
        ("cost", LONG),
        ("best", LONG),
        ("steps", LONG),
        ("accepted", LONG),
        ("improved", LONG),
        ("waiting", INT),
        ("moved", INT),
    ]


STRUCTURE_SIZES = (
    VISIT.itemsize,
    ctypes.sizeof(LayoutStructure),
    ctypes.sizeof(ParamsStructure),
    ctypes.sizeof(TaskStructure),
    ctypes.sizeof(Standing),
)
"""What ``dagplan_kernel_size`` must say of each, in this order."""
