"""The tables of a request: their names, their columns, and what kind of value stands in a cell.

The names are the contract's; what else they may be called is in ``headings``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dagplan.models.objective import UnbookedWeights, Weights

from .typed_cells import Kind

LIST_SEPARATOR = "|"
LISTS = ("ids", "texts", "dates", "weekdays", "spans")
"""The kinds of columns that hold several values."""


@dataclass(frozen=True)
class Table:
    """One table: its name, its columns in order, those that it can't do without, and whether an input needs it.

    ``informing``: columns that are read and not written, which say again what follows from the rest (``informing``).
    """

    name: str
    columns: Mapping[str, Kind]
    needed: tuple[str, ...]
    required: bool = False
    informing: Mapping[str, Kind] = field(default_factory=dict)

    @cached_property
    def read(self) -> Mapping[str, Kind]:
        """All columns that may stand in it."""
        return {**self.columns, **self.informing}

    @property
    def filled(self) -> frozenset[str]:
        """The columns in which every row has something: an empty list is nothing, and may be what is meant."""
        return frozenset(name for name in self.needed if self.columns[name] not in LISTS)


UNITS = Table("units", {"id": "id", "name": "text", "kind": "code"}, ("id",), required=True)
PRACTITIONERS = Table(
    "practitioners", {"id": "id", "name": "text", "competences": "texts"}, ("id", "competences"), required=True
)
AVAILABILITY = Table(
    "availability",
    {"practitioner": "id", "unit": "id", "start": "moment", "end": "moment"},
    ("practitioner", "unit", "start", "end"),
)
BUSY = Table("busy", {"practitioner": "id", "start": "from", "end": "until"}, ("practitioner", "start", "end"))
PATIENT_BUSY = Table("patient_busy", {"patient": "id", "start": "from", "end": "until"}, ("patient", "start", "end"))
EQUIPMENT = Table("equipment", {"id": "id", "unit": "id", "kind": "text", "name": "text"}, ("id", "unit", "kind"))
EQUIPMENT_BUSY = Table(
    "equipment_busy", {"equipment": "id", "start": "from", "end": "until"}, ("equipment", "start", "end")
)
REQUESTS = Table(
    "requests",
    {
        "id": "id",
        "patient": "id",
        "units": "ids",
        "priority": "code",
        "earliest": "date",
        "latest": "date",
        "target": "date",
        "not_before": "clock",
        "not_after": "last_clock",
        "excluded_dates": "dates",
        "min_wait": "minutes",
        "max_wait": "minutes",
        "same_day_as": "ids",
    },
    ("id", "patient"),
    required=True,
)
VISITS = Table(
    "visits",
    {
        "request": "id",
        "sequence": "whole",
        "id": "id",
        "role": "code",
        "duration": "minutes",
        "competence": "text",
        "practitioners": "ids",
        "preferred": "id",
        "equipment": "texts",
        "same_practitioner_as": "ids",
        "different_practitioner_from": "ids",
        "min_wait": "minutes",
        "max_wait": "minutes",
        "booking_mode": "code",
        "visit_type": "text",
        "visit_form": "text",
    },
    ("request", "id", "duration", "competence"),
    required=True,
)
BOOKINGS = Table(
    "bookings",
    {
        "visit": "id",
        "practitioner": "id",
        "unit": "id",
        "start": "moment",
        "locked": "flag",
        "equipment": "ids",
        "source": "text",
        "revision": "whole",
    },
    ("visit", "practitioner", "unit", "start"),
    informing={"request": "id", "patient": "id", "role": "code", "end": "moment"},
)
"""With the columns of a plan's own bookings (``PLAN_BOOKINGS``): its sheet is input as it is."""
SETTINGS = Table("settings", {"key": "text", "value": "raw"}, ("key",), required=True)

PLAN_BOOKINGS = Table(
    "bookings",
    {
        "request": "id",
        "visit": "id",
        "patient": "id",
        "role": "code",
        "unit": "id",
        "practitioner": "id",
        "start": "moment",
        "end": "moment",
        "equipment": "ids",
        "source": "text",
        "revision": "whole",
    },
    ("request", "visit", "patient", "unit", "practitioner", "start", "end"),
    required=True,
    informing={"locked": "flag"},
)
"""A plan's own bookings, which say all that a plan has to state."""

TABLES: tuple[Table, ...] = (  # those of the contract
    *(SETTINGS, UNITS, PRACTITIONERS, AVAILABILITY, BUSY, PATIENT_BUSY),
    *(EQUIPMENT, EQUIPMENT_BUSY, REQUESTS, VISITS, BOOKINGS),
)

WEEKLY = Table(
    "weekly",
    {"practitioner": "id", "unit": "id", "weekdays": "weekdays", "start": "clock", "end": "clock", "lunch": "spans"},
    ("practitioner", "unit", "weekdays", "start", "end"),
)
"""Hours that come again each week: in a workbook or CSV files only, and windows in the request."""
EXCEPTIONS = Table(
    "exceptions",
    {"dates": "dates", "practitioner": "id", "unit": "id", "start": "clock", "end": "clock", "lunch": "spans"},
    ("dates",),
)
"""Dates on which the weekly hours are others, or none."""
ENGINE = Table("engine", {"key": "text", "value": "raw"}, ("key",))
"""Settings of how the plan is looked for; any setting may stand here, or on the sheet of settings."""

ALL_TABLES: tuple[Table, ...] = (
    *(SETTINGS, UNITS, PRACTITIONERS, WEEKLY, EXCEPTIONS, AVAILABILITY, BUSY, PATIENT_BUSY),
    *(EQUIPMENT, EQUIPMENT_BUSY, REQUESTS, VISITS, BOOKINGS, ENGINE),
)
"""All that is read, in the order of a workbook's sheets."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": ("primary_care_centre", "hospital_clinic"),
    "priority": tuple(UnbookedWeights.model_fields),
    "role": ("primary", "secondary"),
    "booking_mode": ("booked", "drop_in"),
}
"""The words that may stand in the columns of fixed words."""

_PRIORITIES = tuple(UnbookedWeights.model_fields)
_WEIGHTS = tuple(name for name in Weights.model_fields if name != "unbooked")

SETTING_KEYS: Mapping[str, tuple[tuple[str, ...], Kind]] = {
    "schema": (("schema",), "text"),
    "time_zone": (("time_zone",), "text"),
    "first_date": (("first_date",), "date"),
    "last_date": (("last_date",), "date"),
    "grid": (("settings", "grid"), "minutes"),
    "time_limit": (("settings", "time_limit"), "seconds"),
    "seed": (("settings", "seed"), "whole"),
    "workers": (("settings", "workers"), "whole"),
    "deterministic": (("settings", "deterministic"), "flag"),
    "max_moved": (("settings", "max_moved"), "whole"),
    "freeze_before": (("settings", "freeze_before"), "moment"),
    "aim": (("settings", "aim"), "code"),
    **{f"weights.unbooked.{one}": (("settings", "weights", "unbooked", one), "whole") for one in _PRIORITIES},
    **{f"weights.{word}": (("settings", "weights", word), "whole") for word in _WEIGHTS},
}
"""Each key of the settings table, with its place in the request and its kind; ``aim`` stands for weights."""

ENGINE_KEYS = frozenset(
    key
    for key in SETTING_KEYS
    if key.startswith("weights.") or key in ("schema", "time_limit", "seed", "workers", "deterministic")
)
"""The settings that a workbook has on the sheet of the engine."""
