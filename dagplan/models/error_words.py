"""pydantic's errors in a planner's words, and findings as pydantic's errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from dagplan.words import Message, Said
from dagplan.words.messages.input_faults import ValueFaults

from .errors import Location, more_problems, shown_field
from .findings import Finding, Findings

_WORDS: Mapping[str, Said] = {
    "missing": ValueFaults.REQUIRED(),
    "extra_forbidden": ValueFaults.UNKNOWN_FIELD(),
    "string_type": ValueFaults.TEXT(),
    "string_pattern_mismatch": ValueFaults.NO_ID(),
    "string_unicode": ValueFaults.HALF_A_CHARACTER(),
    "string_too_short": ValueFaults.EMPTY(),
    "int_type": ValueFaults.WHOLE_NUMBER(),
    "int_from_float": ValueFaults.WHOLE_NUMBER(),
    "float_type": ValueFaults.NUMBER(),
    "finite_number": ValueFaults.NUMBER(),
    "bool_type": ValueFaults.TRUE_OR_FALSE(),
    "tuple_type": ValueFaults.LIST(),
    "model_type": ValueFaults.OBJECT(),
    "model_attributes_type": ValueFaults.OBJECT(),
    "dict_type": ValueFaults.OBJECT(),
    "too_short": ValueFaults.NONE_THERE(),
}
_BOUNDS: Mapping[str, tuple[Message, str]] = {
    "greater_than_equal": (ValueFaults.AT_LEAST, "ge"),
    "less_than_equal": (ValueFaults.AT_MOST, "le"),
    "greater_than": (ValueFaults.MORE_THAN, "gt"),
    "less_than": (ValueFaults.LESS_THAN, "lt"),
}
_BETWEEN_CHOICES = re.compile(", | or ")
UNKNOWN_FIELD = "extra_forbidden"


def findings_in(error: ValidationError) -> Iterator[Finding]:
    """What pydantic found, in words."""
    return findings_of(error.errors(include_url=False, include_input=False))


def findings_of(details: Sequence[Any]) -> Iterator[Finding]:
    """The same from the details of an error, as frameworks pass them on."""
    for detail in _without_echoes(details):
        context = detail.get("ctx", {})
        yield Finding(
            detail["loc"], _in_words(detail), detail["type"], context.get("count", 1), context.get("params")
        )


def count_in(error: ValidationError) -> int:
    """How many findings there are in an error."""
    if error.error_count() == 1:
        return 1
    return len(_without_echoes(error.errors(include_url=False, include_input=False, include_context=False)))


def _without_echoes(details: Sequence[Any]) -> Sequence[Any]:
    """A list is not too short because an entry of it is wrong: pydantic counts only the right ones."""
    if not any(detail["type"] == "too_short" for detail in details):
        return details
    holders = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    return [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in holders]


def unknown_field(location: Location) -> Finding:
    """What is said of a field that the contract does not have."""
    return Finding.of(location, _WORDS[UNKNOWN_FIELD], UNKNOWN_FIELD)


def as_error(found: Findings, title: str) -> ValidationError:
    """Findings as one error of pydantic, the last of its lines a count of those that are not told."""
    told = found.told()
    if found.count > len(told):
        rest = more_problems(found.count - len(told))
        told.append(Finding((), rest.message, rest.code, rest.count, rest.params))
    return ValidationError.from_exception_data(title, [_as_detail(finding) for finding in told], hide_input=True)


def _in_words(detail: Any) -> str | Said:
    kind, context = detail["type"], detail.get("ctx", {})
    if "message" in context:  # in words already: a finding of a whole request, or of a validator of ours
        return str(context["message"])
    if kind in ("literal_error", "enum"):
        return ValueFaults.CHOICE(allowed=_BETWEEN_CHOICES.split(context["expected"]))
    if kind == "string_too_long":
        return ValueFaults.TOO_LONG(most=context["max_length"])
    if kind in _BOUNDS:
        say, bound = _BOUNDS[kind]
        return say(bound=context[bound])
    return _WORDS.get(kind) or str(detail["msg"])


def _as_detail(finding: Finding) -> InitErrorDetails:
    # The braces are a template's in pydantic_core: the message goes in as a value, not as the template.
    context = {"message": finding.message, "count": finding.count, "params": finding.params}
    error = PydanticCustomError(finding.code, "{message}", context)
    location = tuple(step if isinstance(step, int) else shown_field(step) for step in finding.location)
    return InitErrorDetails(type=error, loc=location, input=None)
