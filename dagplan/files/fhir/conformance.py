"""Whether each resource has the elements and types of FHIR R4, by the models of ``fhir.resources`` (R4B).

R4B differs from R4 in none of the resources that are read here.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from dagplan.models.errors import InputError, Location, Problem

from .names import Json

_WORDS = {
    "extra_forbidden": "FHIR R4 has no such element here",
    "missing": "this element is required",
    "model_field_validation.missing": "this element is required",
    "string_type": "write a text",
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "list_type": "write a list",
    "model_validation_format": "write an object with the elements of FHIR R4",
}
_OF_R5 = frozenset(
    (
        *(
            "concept",
            "reason",
            "location",
            "focus",
            "bodyStructure",
            "cancellationReason",
            "cancellationDate",
            "class",
        ),
        *("subject", "account", "virtualService", "recurrenceId", "occurrenceChanged", "previousAppointment"),
        *("originatingAppointment", "recurrenceTemplate", "replaces", "note", "name", "form", "contact", "display"),
        *("characteristic", "availability", "communication", "qualification", "description"),
    )
)
"""Elements that R5 gave to resources read here, and that R4 doesn't have there."""
_OTHERWISE = "is not what FHIR R4 has here (a wrong type, an empty value, an instant without offset, or two values)"


def shape_findings(resource: Json) -> Iterator[tuple[Location, str, str]]:
    """Where a resource of a known type is not shaped as FHIR R4 says.

    Raises
    ------
    InputError
        If the package with the models is not installed.
    """
    validate = _validator(resource["resourceType"])
    try:
        validate(resource)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False, include_input=False):
            location = tuple(step for step in detail["loc"] if step != "root")
            words = _WORDS.get(detail["type"], _OTHERWISE)
            if detail["type"] == "extra_forbidden" and location[-1] in _OF_R5:
                words = f"{words}; it is one of FHIR R5"
            yield location, words, "not_fhir"
    except (KeyError, TypeError, ValueError, AttributeError):  # its own slips on input that is odd enough
        yield (), _OTHERWISE, "not_fhir"


@lru_cache(maxsize=32)
def _validator(kind: str) -> Callable[[Any], Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from fhir.resources.R4B import get_fhir_model_class
    except ImportError as error:
        message = "reading FHIR needs the package fhir.resources; install it with: pip install 'dagplan[fhir]'"
        raise InputError([Problem("FHIR", message, "missing_extra")]) from error
    model: Callable[[Any], Any] = get_fhir_model_class(kind).model_validate
    return model
