"""The structures of ``kernel.h``, for ctypes: the same fields in the same order.

Without NumPy, whose types stand here by their names: what is here is needed to know whether there is a kernel at all.
"""

from __future__ import annotations

import ctypes

INT = ctypes.c_int32
LONG = ctypes.c_int64
REAL = ctypes.c_double
ARRAY = ctypes.c_void_p

VISIT = [
    (name, "int32")
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

LAYOUT_ARRAYS: dict[str, str | list[tuple[str, str]]] = {
    "visit_first": "int32",
    "unbooked": "int64",
    "minutes": "int32",
    "least_wait": "int32",
    "dates": "int32",
    "at_units": "int32",
    "patient": "int32",
    "busy_first": "int32",
    "partner_first": "int32",
    "partner": "int32",
    "stays": "int32",
    "clash_first": "int32",
    "clash": "int32",
    "stands": "uint8",
    "simple": "uint8",
    "asks": "uint8",
    "visit": VISIT,
    "scarce": "int32",
    "need_first": "int32",
    "need": "int32",
    "held_first": "int32",
    "held": "int32",
    "date_first": "int32",
    "date_day": "int32",
    "date_cost": "int64",
    "cost_on": "int64",
    "unit_first": "int32",
    "unit": "int32",
    "has_unit": "uint8",
    "place_at": "int32",
    "place_unit": "int32",
    "place_day": "int32",
    "here_first": "int32",
    "here": "int32",
    "segment_person": "int32",
    "segment_place": "int32",
    "segment_free": "uint64",
    "candidate_first": "int32",
    "candidate": "int32",
    "starts": "uint64",
    "busy_day": "int32",
    "busy_starts": "int32",
    "patient_starts": "uint64",
    "person_cost": "int64",
    "clock_first": "int32",
    "clock_cost": "int64",
    "clock_slots": "uint64",
    "stock_first": "int32",
    "stock": "int32",
    "stock_count": "int32",
    "stock_from": "int32",
    "stock_until": "int32",
    "stock_free": "uint64",
    "stock_starts": "uint64",
    "column": "int32",
    "open_first": "int32",
    "open_minutes": "int64",
    "locked_minutes": "int64",
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
    len(VISIT) * ctypes.sizeof(INT),
    ctypes.sizeof(LayoutStructure),
    ctypes.sizeof(ParamsStructure),
    ctypes.sizeof(TaskStructure),
    ctypes.sizeof(Standing),
)
"""What ``dagplan_kernel_size`` must say of each, in this order."""
