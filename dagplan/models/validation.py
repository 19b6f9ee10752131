"""Every problem of a request at once, each with its place and in a planner's words.

pydantic judges the fields one by one; the checks here judge how they fit together. An entry with a wrong
field is left out of the second part, but the ids it names stay known, so that one slip gives one problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ModelWrapValidatorHandler, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from .clock import load_zone
from .cross_checks import CHECKS, Draft, Finding
from .errors import InputError, Location, Problem, json_path, shown_field
from .fields import DEFAULT_ZONE, NO_ID, zone_for_reading

if TYPE_CHECKING:
    from .request import PlanRequest

Model = TypeVar("Model", bound=BaseModel)

_LISTS = ("units", "practitioners", "availability", "busy", "patient_busy", "requests", "bookings")
_WORDS: Mapping[str, str] = {
    "missing": "this field is required",
    "extra_forbidden": "no such field; unknown fields are refused, never ignored",
    "string_type": "write a text",
    "string_pattern_mismatch": NO_ID,
    "string_unicode": "holds half a character: write whole ones",
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


def _draft_of(request: PlanRequest) -> Draft:
    draft = Draft(zone=request.time_zone, first_date=request.first_date, last_date=request.last_date)
    for name in _LISTS:
        setattr(draft, name, dict(enumerate(getattr(request, name))))
    return draft


def _draft_of_broken(data: Any, findings: Iterable[Finding]) -> Draft:
    """Read again each entry that has no problem of its own; note the ids that the others name."""
    from . import request as models

    kinds: dict[str, type[BaseModel]] = {
        "units": models.Unit,
        "practitioners": models.Practitioner,
        "availability": models.Availability,
        "busy": models.Busy,
        "patient_busy": models.PatientBusy,
        "requests": models.Request,
        "bookings": models.ExistingBooking,
    }
    draft = Draft(zone=str(_zone_of(data)))
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


def _note_ids(draft: Draft, name: str, entry: Any) -> None:
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
