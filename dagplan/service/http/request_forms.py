"""The forms in which a request of the contract can be sent."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import Request

from dagplan import documents
from dagplan.words.messages.service import ServiceFaults

from .problems import RefusalError

_FORMS = tuple(dict.fromkeys(documents.MEDIA_TYPES[name] for name in ("json", "xlsx", "csv", "fhir")))
BODIES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The contract's request, in any form that can be read.",
        "content": {
            form: {"schema": {"$ref": "#/components/schemas/PlanRequest"}}
            if form.endswith("/json")
            else {"schema": {"$ref": "#/components/schemas/Bundle"}}
            if form.endswith("+json")
            else {"schema": {"type": "string", "format": "binary"}}
            for form in _FORMS
        },
    }
}
"""What OpenAPI says of such a body."""


def form_of(request: Request) -> str:
    """The media type of a body that is a request.

    Raises
    ------
    RefusalError
        415, if it can't be read.
    """
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if documents.can_read(given):
        return given
    raise RefusalError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        ServiceFaults.UNKNOWN_FORM(forms=_FORMS),
        headers={"Accept-Post": ", ".join(_FORMS)},
    )
