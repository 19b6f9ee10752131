"""Every problem of a request at once, each with its place and in a planner's words.

pydantic judges the fields one by one; the checks here judge how they fit together. An entry with a wrong
field is left out of the second part, but the ids it names stay known, so that one slip gives one problem.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ModelWrapValidatorHandler, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from .clock import exists_once, load_zone
from .errors import InputError, Problem, json_path, shown_field
from .fields import DEFAULT_ZONE, zone_for_reading

if TYPE_CHECKING:
    from .request import Availability, ExistingBooking, PlanRequest, Request

Location = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_LISTS = ("units", "practitioners", "availability", "busy", "requests", "bookings")
_WORDS: Mapping[str, str] = {
    "missing": "this field is required",
    "extra_forbidden": "no such field; unknown fields are refused, never ignored",
    "string_type": "write a text",
    "string_pattern_mismatch": "an id is a letter followed by at most 63 letters, digits, '_', '.' or '-'",
    "string_too_short": "may not be empty",
    "string_too_long": "is too long (at most 200 characters)",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "finite_number": "write a number",
    "bool_type": "write true or false",
    "tuple_type": "write a list",
    "model_type": "write an object with the fields of the contract",
    "model_attributes_type": "write an object with the fields of the contract",
    "dict_type": "write an object with the fields of the contract",
    "too_short": "at least one is needed",
}


@dataclass
class Finding:
    """One problem with its location, before it becomes an error."""

    location: Location
    message: str
    code: str


@dataclass
class _Draft:
    """What could be read of a request, with the original index of each entry."""

    zone: str
    units: dict[int, Any] = field(default_factory=dict)
    practitioners: dict[int, Any] = field(default_factory=dict)
    availability: dict[int, Availability] = field(default_factory=dict)
    busy: dict[int, Any] = field(default_factory=dict)
    requests: dict[int, Request] = field(default_factory=dict)
    bookings: dict[int, ExistingBooking] = field(default_factory=dict)
    first_date: date | None = None
    last_date: date | None = None
    known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    broken_practitioners: set[str] = field(default_factory=set)
    broken_requests: set[str] = field(default_factory=set)


def validate_whole(model: type[Model], data: Any, handler: ModelWrapValidatorHandler[Model]) -> Model:
    """Run pydantic and the cross-checks, and raise all findings as one ``ValidationError``."""
    with zone_for_reading(_zone_of(data)):
        try:
            request = handler(data)
        except ValidationError as error:
            findings = _without_echoes(_in_words(detail) for detail in error.errors(include_url=False))
            draft = _draft_of_broken(data, findings)
        else:
            findings = []
            draft = _draft_of(cast("PlanRequest", request))
    for check in CHECKS:
        findings.extend(check(draft))
    if findings:
        raise ValidationError.from_exception_data(
            model.__name__, [_as_detail(finding) for finding in findings], hide_input=True
        )
    return request


def _without_echoes(findings: Iterable[Finding]) -> list[Finding]:
    """A list is not too short because an entry of it is wrong: pydantic counts only the right ones."""
    found = list(findings)
    holders = {one.location[:depth] for one in found for depth in range(len(one.location))}
    return [one for one in found if one.code != "too_short" or one.location not in holders]


def as_input_error(error: ValidationError, place: Callable[[Location], str] = json_path) -> InputError:
    """Turn a pydantic error of any of our models into the program's own, places written by ``place``."""
    problems = []
    for detail in error.errors(include_url=False):
        finding = _in_words(detail)
        problems.append(Problem(place(finding.location), finding.message, finding.code))
    return InputError(dict.fromkeys(problems))


def _zone_of(data: Any) -> ZoneInfo:
    name = data.get("time_zone", DEFAULT_ZONE) if isinstance(data, Mapping) else DEFAULT_ZONE
    try:
        return load_zone(str(name))
    except PydanticCustomError:
        return ZoneInfo(DEFAULT_ZONE)


def _in_words(detail: Any) -> Finding:
    kind, context = detail["type"], detail.get("ctx", {})
    if "message" in context:  # in words already: a finding of a whole request
        message = context["message"]
    elif kind in ("literal_error", "enum"):
        message = f"must be {context['expected']}"
    elif kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        words = {
            "greater_than_equal": ("at least", "ge"),
            "less_than_equal": ("at most", "le"),
            "greater_than": ("more than", "gt"),
            "less_than": ("less than", "lt"),
        }
        phrase, bound = words[kind]
        message = f"must be {phrase} {context[bound]}"
    else:
        message = _WORDS.get(kind, detail["msg"])
    location = tuple(step if isinstance(step, int) else shown_field(step) for step in detail["loc"])
    return Finding(location, message, kind)


def _as_detail(finding: Finding) -> InitErrorDetails:
    # The braces are a template's in pydantic_core: the message goes in as a value, not as the template.
    error = PydanticCustomError(finding.code, "{message}", {"message": finding.message})
    return InitErrorDetails(type=error, loc=finding.location, input=None)


def _draft_of(request: PlanRequest) -> _Draft:
    draft = _Draft(zone=request.time_zone, first_date=request.first_date, last_date=request.last_date)
    for name in _LISTS:
        setattr(draft, name, dict(enumerate(getattr(request, name))))
    return draft


def _draft_of_broken(data: Any, findings: Iterable[Finding]) -> _Draft:
    """Read again each entry that has no problem of its own; note the ids that the others name."""
    from . import request as models

    kinds: dict[str, type[BaseModel]] = {
        "units": models.Unit,
        "practitioners": models.Practitioner,
        "availability": models.Availability,
        "busy": models.Busy,
        "requests": models.Request,
        "bookings": models.ExistingBooking,
    }
    draft = _Draft(zone=str(_zone_of(data)))
    if not isinstance(data, Mapping):
        return draft
    wrong = {finding.location[:2] for finding in findings}
    for name, kind in kinds.items():
        entries = data.get(name)
        if not isinstance(entries, list | tuple):
            draft.known[name].add("*")
            continue
        for index, entry in enumerate(entries):
            if (name, index) in wrong or (name,) in wrong:
                _note_ids(draft, name, entry)
            else:
                getattr(draft, name)[index] = kind.model_validate(entry)
    if isinstance(data.get("requests"), list | tuple) is False:
        draft.known["visits"].add("*")
    for name in ("first_date", "last_date"):
        value = data.get(name)
        if (name,) not in {finding.location for finding in findings}:
            setattr(draft, name, value if isinstance(value, date) else date.fromisoformat(str(value)))
    return draft


def _note_ids(draft: _Draft, name: str, entry: Any) -> None:
    if isinstance(entry, BaseModel):
        entry = entry.model_dump(by_alias=True)
    own_id = entry.get("id") if isinstance(entry, Mapping) else None
    draft.known[name].add(own_id if isinstance(own_id, str) else "*")
    if name == "practitioners" and isinstance(own_id, str):
        draft.broken_practitioners.add(own_id)
    if name == "requests":
        draft.broken_requests.add(str(own_id))
        visits = entry.get("visits") if isinstance(entry, Mapping) else None
        for visit in visits if isinstance(visits, list | tuple) else [None]:
            visit_id = visit.get("id") if isinstance(visit, Mapping) else None
            draft.known["visits"].add(visit_id if isinstance(visit_id, str) else "*")


# --- the cross-checks, one function each -------------------------------------------------------


def _duplicate_ids(draft: _Draft) -> Iterator[Finding]:
    """Ids are unique: units, practitioners, requests, and visits over all requests."""
    tables: dict[str, Iterable[tuple[Location, str]]] = {
        name: [((name, i, "id"), entry.id) for i, entry in getattr(draft, name).items()]
        for name in ("units", "practitioners", "requests")
    }
    tables["visits"] = [
        (("requests", i, "visits", j, "id"), visit.id)
        for i, request in draft.requests.items()
        for j, visit in enumerate(request.visits)
    ]
    for name, entries in tables.items():
        seen = {known: None for known in draft.known[name] if known != "*"}
        first: dict[str, Location | None] = dict(seen)
        for location, value in entries:
            if value in first:
                earlier = first[value]
                where = f", first at {json_path(earlier)}" if earlier else ""
                yield Finding(location, f"the id {value} is used twice{where}", "duplicate_id")
            else:
                first[value] = location


def _unknown_ids(draft: _Draft) -> Iterator[Finding]:
    """Every id that is named stands somewhere as a unit, practitioner, request or visit."""
    known: dict[str, set[str]] = {
        name: draft.known[name] | {entry.id for entry in getattr(draft, name).values()}
        for name in ("units", "practitioners", "requests")
    }
    known["visits"] = draft.known["visits"] | {v.id for r in draft.requests.values() for v in r.visits}
    words = {"units": "care unit", "practitioners": "practitioner", "requests": "request", "visits": "visit"}
    for location, table, value in _named_ids(draft):
        if value not in known[table] and "*" not in known[table]:
            yield Finding(location, f"there is no {words[table]} {value}", "unknown_id")


def _named_ids(draft: _Draft) -> Iterator[tuple[Location, str, str]]:
    for i, window in draft.availability.items():
        yield ("availability", i, "practitioner"), "practitioners", window.practitioner
        yield ("availability", i, "unit"), "units", window.unit
    for i, busy in draft.busy.items():
        yield ("busy", i, "practitioner"), "practitioners", busy.practitioner
    for i, booking in draft.bookings.items():
        yield ("bookings", i, "visit"), "visits", booking.visit
        yield ("bookings", i, "practitioner"), "practitioners", booking.practitioner
        yield ("bookings", i, "unit"), "units", booking.unit
    for i, request in draft.requests.items():
        for j, unit in enumerate(request.units):
            yield ("requests", i, "units", j), "units", unit
        for j, other in enumerate(request.same_day_as):
            yield ("requests", i, "same_day_as", j), "requests", other
        for j, visit in enumerate(request.visits):
            for k, person in enumerate(visit.practitioners):
                yield ("requests", i, "visits", j, "practitioners", k), "practitioners", person
            if visit.preferred is not None:
                yield ("requests", i, "visits", j, "preferred"), "practitioners", visit.preferred


def _planned_dates(draft: _Draft) -> Iterator[Finding]:
    """The first planned date is not after the last."""
    if draft.first_date and draft.last_date and draft.first_date > draft.last_date:
        message = f"the last date {draft.last_date} is before the first date {draft.first_date}"
        yield Finding(("last_date",), message, "reversed_dates")


def _times_exist(draft: _Draft) -> Iterator[Finding]:
    """Every local time exists, and only once."""
    times: list[tuple[Location, datetime]] = []
    for name in ("availability", "busy"):
        for i, span in getattr(draft, name).items():
            times += [((name, i, "start"), span.start), ((name, i, "end"), span.end)]
    times += [(("bookings", i, "start"), booking.start) for i, booking in draft.bookings.items()]
    for location, local in times:
        if not exists_once(draft.zone, local):
            when = f"{local:%H:%M} on {local:%Y-%m-%d}"
            message = f"{when} does not exist or comes twice: the clocks change then in {draft.zone}"
            yield Finding(location, message, "clock_change")


def _windows(draft: _Draft) -> Iterator[Finding]:
    """Windows and busy times end after they start; a window lies on one date."""
    for name in ("availability", "busy"):
        for i, span in getattr(draft, name).items():
            if span.end <= span.start:
                word = "empty" if span.end == span.start else "reversed"
                message = f"the time from {span.start:%Y-%m-%d %H:%M} to {span.end:%Y-%m-%d %H:%M} is {word}"
                yield Finding((name, i, "end"), message, f"{word}_window")
            elif name == "availability" and span.start.date() != span.end.date():
                message = "a window lies on one date: write one for each date"
                yield Finding((name, i, "end"), message, "window_over_dates")


def _windows_at_two_units(draft: _Draft) -> Iterator[Finding]:
    """One person's windows at two units don't overlap."""
    by_person: dict[str, list[tuple[datetime, datetime, str, int]]] = defaultdict(list)
    for i, window in draft.availability.items():
        if window.start < window.end:
            by_person[window.practitioner].append((window.start, window.end, window.unit, i))
    for person, windows in by_person.items():
        windows.sort()
        open_until: dict[str, tuple[datetime, int]] = {}
        for start, end, unit, i in windows:
            for other, (until, j) in open_until.items():
                if other != unit and start < until:
                    message = (
                        f"{person} would be at {unit} and {other} at once from {start:%Y-%m-%d %H:%M}"
                        f" (see {json_path(('availability', j))})"
                    )
                    yield Finding(("availability", i), message, "overlapping_windows")
            if unit not in open_until or open_until[unit][0] < end:
                open_until[unit] = (end, i)


def _roles(draft: _Draft) -> Iterator[Finding]:
    """A linked request has exactly one primary visit; a single visit is not secondary (rule R1)."""
    for i, request in draft.requests.items():
        if not request.linked:
            if request.visits[0].role == "secondary":
                message = "a secondary visit needs a primary visit in the same request"
                yield Finding(("requests", i, "visits", 0, "role"), message, "lone_secondary")
            continue
        primaries = [visit.id for visit in request.visits if visit.role == "primary"]
        if len(primaries) != 1:
            found = "none" if not primaries else " and ".join(primaries)
            message = f"a request of {len(request.visits)} visits has exactly one primary visit; here: {found}"
            yield Finding(("requests", i, "visits"), message, "no_primary" if not primaries else "two_primaries")
        for j, visit in enumerate(request.visits):
            if visit.role is None and len(primaries) == 1:
                message = "say primary or secondary: the request has two or more visits"
                yield Finding(("requests", i, "visits", j, "role"), message, "missing_role")


def _drop_ins(draft: _Draft) -> Iterator[Finding]:
    """A drop-in is part of an existing visit, never a linked visit (rule R5)."""
    for i, request in draft.requests.items():
        for j, visit in enumerate(request.visits):
            if request.linked and visit.booking_mode == "drop_in":
                message = "a drop-in can't be linked: it is part of an existing visit, not a secondary"
                yield Finding(("requests", i, "visits", j, "booking_mode"), message, "linked_drop_in")


def _request_limits(draft: _Draft) -> Iterator[Finding]:
    """A request's dates and clock times are not reversed."""
    for i, request in draft.requests.items():
        if request.earliest and request.latest and request.earliest > request.latest:
            message = f"latest {request.latest} is before earliest {request.earliest}"
            yield Finding(("requests", i, "latest"), message, "reversed_dates")
        if request.not_before and request.not_after and request.not_before >= request.not_after:
            message = f"not_after {request.not_after:%H:%M} is not later than not_before {request.not_before:%H:%M}"
            yield Finding(("requests", i, "not_after"), message, "reversed_times")


def _waits(draft: _Draft) -> Iterator[Finding]:
    """The least wait is not more than the most."""
    for i, request in draft.requests.items():
        if request.max_wait is not None and request.min_wait > request.max_wait:
            message = f"min_wait {request.min_wait} is more than max_wait {request.max_wait}"
            yield Finding(("requests", i, "max_wait"), message, "impossible_wait")
            continue
        for j, visit in enumerate(request.visits):
            least, most = request.waits_before(j)
            both = visit.min_wait is not None and visit.max_wait is not None
            if most is not None and least > most and (j > 0 or both):
                message = f"before this visit min_wait {least} is more than max_wait {most}"
                yield Finding(("requests", i, "visits", j), message, "impossible_wait")


def _named_people(draft: _Draft) -> Iterator[Finding]:
    """The people a visit is limited to have its competence."""
    competences = {person.id: set(person.competences) for person in draft.practitioners.values()}
    for i, request in draft.requests.items():
        for j, visit in enumerate(request.visits):
            for k, person in enumerate(visit.practitioners):
                if person in competences and visit.competence not in competences[person]:
                    message = f"{person} does not have the competence {visit.competence}"
                    location = ("requests", i, "visits", j, "practitioners", k)
                    yield Finding(location, message, "lacks_competence")


def _same_day_as(draft: _Draft) -> Iterator[Finding]:
    """same_day_as joins two different requests of one patient."""
    patient = {request.id: request.patient for request in draft.requests.values()}
    for i, request in draft.requests.items():
        for j, other in enumerate(request.same_day_as):
            if other == request.id:
                yield Finding(
                    ("requests", i, "same_day_as", j), "a request can't be joined to itself", "same_request"
                )
            elif other in patient and patient[other] != request.patient:
                message = f"{other} is of another patient; same_day_as joins requests of one patient"
                yield Finding(("requests", i, "same_day_as", j), message, "another_patient")


def _one_booking_a_visit(draft: _Draft) -> Iterator[Finding]:
    """A visit is booked at most once, on a date that another one follows."""
    first: dict[str, int] = {}
    for i, booking in draft.bookings.items():
        if booking.start.date() == date.max:
            yield Finding(("bookings", i, "start"), "no visit is booked on the last date there is", "local_time")
        if booking.visit in first:
            where = json_path(("bookings", first[booking.visit]))
            message = f"the visit {booking.visit} is booked twice, first at {where}"
            yield Finding(("bookings", i, "visit"), message, "duplicate_booking")
        first.setdefault(booking.visit, i)


CHECKS: tuple[Callable[[_Draft], Iterator[Finding]], ...] = (
    _planned_dates,
    _duplicate_ids,
    _unknown_ids,
    _times_exist,
    _windows,
    _windows_at_two_units,
    _roles,
    _drop_ins,
    _request_limits,
    _waits,
    _named_people,
    _same_day_as,
    _one_booking_a_visit,
)
