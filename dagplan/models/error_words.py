"""pydantic's errors in a planner's words, and findings as pydantic's errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from .errors import Location, more_problems, shown_field
from .fields import NO_ID
from .findings import Finding, Findings

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
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}
UNKNOWN_FIELD = "extra_forbidden"


def findings_in(error: ValidationError) -> Iterator[Finding]:
    """What pydantic found, in words."""
    for detail in _without_echoes(error.errors(include_url=False, include_input=False)):
        count = detail.get("ctx", {}).get("count", 1)
        params = detail.get("ctx", {}).get("params")
        yield Finding(detail["loc"], _in_words(detail), detail["type"], count, params)


def count_in(error: ValidationError) -> int:
    """How many findings there are in an error."""
    if error.error_count() == 1:
        return 1
    return len(_without_echoes(error.errors(include_url=False, include_input=False, include_context=False)))


def _without_echoes(details: list[Any]) -> list[Any]:
    """A list is not too short because an entry of it is wrong: pydantic counts only the right ones."""
    if not any(detail["type"] == "too_short" for detail in details):
        return details
    holders = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    return [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in holders]


def unknown_field(location: Location) -> Finding:
    """What is said of a field that the contract does not have."""
    return Finding(location, _WORDS[UNKNOWN_FIELD], UNKNOWN_FIELD)


def as_error(found: Findings, title: str) -> ValidationError:
    """Findings as one error of pydantic, the last of its lines a count of those that are not told."""
    told = found.told()
    if found.count > len(told):
        rest = more_problems(found.count - len(told))
        told.append(Finding((), rest.message, rest.code, rest.count, rest.params))
    return ValidationError.from_exception_data(title, [_as_detail(finding) for finding in told], hide_input=True)


def _in_words(detail: Any) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if "message" in context:  # in words already: a finding of a whole request
        return str(context["message"])
    if kind in ("literal_error", "enum"):
        return f"must be {context['expected']}"
    if kind in _BOUNDS:
        phrase, bound = _BOUNDS[kind]
        return f"must be {phrase} {context[bound]}"
    return _WORDS.get(kind, str(detail["msg"]))


def _as_detail(finding: Finding) -> InitErrorDetails:
    # The braces are a template's in pydantic_core: the message goes in as a value, not as the template.
    context = {"message": finding.message, "count": finding.count, "params": finding.params}
    error = PydanticCustomError(finding.code, "{message}", context)
    location = tuple(step if isinstance(step, int) else shown_field(step) for step in finding.location)
    return InitErrorDetails(type=error, loc=location, input=None)
