"""A plan in any form that there is."""

from __future__ import annotations

from dagplan.documents import MEDIA_TYPES, to_bytes
from dagplan.words import Language, use_language

from .document import Document, both

_ENDINGS = {"fhir": ".fhir.json", "csv": ".zip", "calendars": ".calendars.zip", "oracle": ".oracle.zip"}
FILE_ENDINGS = {form: _ENDINGS.get(form, f".{form}") for form in MEDIA_TYPES}
"""The ending of the file that each form is saved as."""


def plan_as_file(request: Document, plan: Document, form: str, language: Language = "en") -> bytes:
    """A plan as a file.

    Parameters
    ----------
    request, plan
        A plan of the request.
    form
        A name in ``MEDIA_TYPES``; what is a folder elsewhere is a zip.
    language
        Of workbooks, pages and calendars.

    Raises
    ------
    InputError
        If a document can't be read, or the form can't say what the plan holds.
    """
    given, made = both(request, plan)
    with use_language(language):
        return to_bytes(made, form, request=given.request, language=language)
