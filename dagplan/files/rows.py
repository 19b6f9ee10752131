"""A request and a plan as plain tables: for each table its header and its rows, values as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dagplan.models.errors import InputError, Location, Problem, json_path
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest
from dagplan.models.view import Call, call_list
from dagplan.words.messages.file_faults import FileFaults

from .blanks import one_line
from .columns import LIST_SEPARATOR, SETTING_KEYS, SETTINGS, TABLES, VISITS
from .stated_cost import BOOKINGS_MARK, bookings_mark

TableRows = tuple[tuple[str, ...], list[tuple[Any, ...]]]
"""Header, and rows of values: text, whole number, decimal, true or false, list of texts, or None."""

_BOOKING = ("request", "visit", "patient", "role", "unit", "practitioner", "start", "end")
_OF_BOOKINGS = ("source", "revision")


def request_tables(request: PlanRequest) -> dict[str, TableRows]:
    """The tables of a request, all of them, with every column.

    Raises
    ------
    InputError
        If a text can't stand in a cell without loss, or something has no table.
    """
    data = request.model_dump(mode="json", by_alias=True)
    if request.earlier is not None:
        raise InputError([Problem.of("$.earlier", FileFaults.EARLIER_NEEDS_JSON(), "no_cell_for_it")])
    _refuse_what_cells_lose(data)
    visits = []
    for case in data["requests"]:
        for number, visit in enumerate(case["visits"], 1):
            visits.append({"request": case["id"], "sequence": number, **visit})
    entries = {**data, VISITS.name: visits, SETTINGS.name: _settings(data)}
    return {
        table.name: (
            tuple(table.columns),
            [tuple(entry.get(column) for column in table.columns) for entry in entries.get(table.name, ())],
        )
        for table in TABLES
    }


def locked_visits(request: PlanRequest | None) -> frozenset[str]:
    """The visits whose bookings are locked: pasted back into the request, a plan's sheet keeps what is a fact."""
    return frozenset(one.visit for one in (request.bookings if request else ()) if one.locked)


def plan_tables(plan: Plan, request: PlanRequest | None = None) -> dict[str, TableRows]:
    """The tables of a plan. What a fix changes and where it places the visits is only in the JSON form."""
    data = plan.model_dump(mode="json", by_alias=True)
    reasons = ("code", "message", "ids", "dates", "proof")
    # A plan without equipment looks as it did before there was any.
    equipped = any("equipment" in one for one in (*data["bookings"], *data["former"]))
    booking = (*_BOOKING, *(["equipment"] if equipped else []), *_OF_BOOKINGS)
    locked = locked_visits(request)
    stated = (*booking, "locked") if locked else booking
    entries = [{**one, "locked": one["visit"] in locked} for one in data["bookings"]] if locked else data["bookings"]
    calls = call_list(plan).all
    return {
        **({"calls": _calls(calls, equipped=equipped)} if calls else {}),
        "bookings": _table(stated, entries),
        "former": _table((*booking, "competence", "until"), data["former"]),
        "day_plans": _table(("date", "unit", "practitioner", "visits"), data["day_plans"]),
        "unbooked": _table(
            ("request", *reasons),
            [
                {"request": entry["request"], **reason}
                for entry in data["unbooked"]
                for reason in entry["reasons"] or [dict.fromkeys(reasons)]
            ],
        ),
        "fixes": _table(
            ("request", "message"),
            [{"request": entry["request"], **fix} for entry in data["unbooked"] for fix in entry["fixes"]],
        ),
        "objective": _pairs({"status": data["status"], **data["objective"]}),
        "warnings": _table(("code", "message", "ids"), data["warnings"]),
        "run": _pairs(
            {
                "schema": data["schema"],
                **data["run"],
                BOOKINGS_MARK: bookings_mark(plan.bookings),
                "rule": data["rule"],
            }
        ),
    }


_PLACE = ("start", "end", "unit", "practitioner")


def _calls(calls: Iterable[Call], *, equipped: bool) -> TableRows:
    """The call list, a change in each row; calls are numbered in the order in which they are to be made."""
    place = (*_PLACE, *(["equipment"] if equipped else []))
    header = (
        "call",
        "patient",
        "what",
        "request",
        "visit",
        *(f"{side}_{one}" for side in ("from", "to") for one in place),
    )
    rows = []
    for number, call in enumerate(calls, 1):
        for change in call.changes:
            both = (one.model_dump(mode="json") if one else {} for one in (change.before, change.after))
            where = [data.get(name) for data in both for name in place]
            rows.append((number, call.patient, change.what, change.booking.request, change.booking.visit, *where))
    return header, rows


def _table(columns: tuple[str, ...], entries: Iterable[Mapping[str, Any]]) -> TableRows:
    return columns, [tuple(entry.get(column) for column in columns) for entry in entries]


def _pairs(data: Mapping[str, Any]) -> TableRows:
    """Key and value; what lies within another is written ``outer.inner``."""
    rows: list[tuple[Any, ...]] = []
    for key, value in data.items():
        if isinstance(value, Mapping):
            rows += [(f"{key}.{inner}", part) for inner, part in _pairs(value)[1]]
        else:
            rows.append((key, value))
    return ("key", "value"), rows


def _settings(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    entries = []
    for key, (path, _kind) in SETTING_KEYS.items():
        value: Any = data
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        if value is not None:
            entries.append({"key": key, "value": value})
    return entries


def _refuse_what_cells_lose(data: object) -> None:
    """Blanks around a text are trimmed while reading, and a list can't hold its separator."""
    problems = []
    todo: list[tuple[Location, object]] = [((), data)]
    while todo:
        location, value = todo.pop()
        if isinstance(value, Mapping):
            todo.extend(((*location, key), part) for key, part in value.items())
        elif isinstance(value, list):
            todo.extend(((*location, index), part) for index, part in enumerate(value))
        elif isinstance(value, str):
            in_list = bool(location) and isinstance(location[-1], int)
            if value != one_line(value) or "\0" in value or (in_list and LIST_SEPARATOR in value):
                problems.append(Problem.of(json_path(location), FileFaults.NO_CELL()))
    if problems:
        raise InputError(sorted(problems))
