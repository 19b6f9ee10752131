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
from dagplan.words import Said
from dagplan.words.messages.fhir_faults import FhirFaults

from .names import Json

_WORDS = {
    "extra_forbidden": FhirFaults.NO_ELEMENT,
    "missing": FhirFaults.REQUIRED,
    "model_field_validation.missing": FhirFaults.REQUIRED,
    "string_type": FhirFaults.A_TEXT,
    "int_parsing": FhirFaults.A_WHOLE_NUMBER,
    "int_type": FhirFaults.A_WHOLE_NUMBER,
    "bool_parsing": FhirFaults.A_FLAG,
    "bool_type": FhirFaults.A_FLAG,
    "list_type": FhirFaults.A_LIST,
    "model_validation_format": FhirFaults.AN_OBJECT,
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


def shape_findings(resource: Json) -> Iterator[tuple[Location, Said, str]]:
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
            say = _WORDS.get(detail["type"], FhirFaults.OTHERWISE)
            if say is FhirFaults.NO_ELEMENT and location[-1] in _OF_R5:
                say = FhirFaults.NO_ELEMENT_BUT_IN_R5
            yield location, say(), "not_fhir"
    except (KeyError, TypeError, ValueError, AttributeError):  # its own slips on input that is odd enough
        yield (), FhirFaults.OTHERWISE(), "not_fhir"


@lru_cache(maxsize=32)
def _validator(kind: str) -> Callable[[Any], Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from fhir.resources.R4B import get_fhir_model_class
    except ImportError as error:
        raise InputError([Problem.of("FHIR", FhirFaults.MISSING_EXTRA())]) from error
    model: Callable[[Any], Any] = get_fhir_model_class(kind).model_validate
    return model
