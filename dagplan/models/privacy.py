"""The guard against personal identity numbers (domain.md, Privacy).

Sources: Skatteverket SKV 704 (personnummer) and SKV 707 (samordningsnummer, day + 60); the region's
reserve number is YYYYMMDD, a letter K, M or X, two digits and a check digit. The check digit is not
looked at: a mistyped number is still somebody's number. Between the date and the last four may stand what people and
spreadsheets put there: any dash, blank or colon, also several; what takes no
room on paper is not seen here either. A date written with separators of its own
(``2026-10-05-0001``) is how other things are numbered, and passes.
"""

from __future__ import annotations

import re
import unicodedata

_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_BETWEEN = r"[-+: ]{0,3}"
_PERSONAL_NUMBER = rf"(?:18|19|20)?\d\d{_MONTH}{_DAY}{_BETWEEN}\d{{4}}"
_RESERVE_NUMBER = rf"(?:18|19|20)\d\d{_MONTH}{_DAY}{_BETWEEN}[KMXkmx]\d{{3}}"
_SHORTEST = 10
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES_AND_BLANKS = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]|\s")
_SHAPE = re.compile(rf"(?<!\d)(?:{_PERSONAL_NUMBER}|{_RESERVE_NUMBER})(?!\d)")

_UUID = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])", re.IGNORECASE)


def looks_like_identity_number(text: str) -> bool:
    """Whether a text holds anything shaped like a Swedish personal identity number.

    Examples
    --------
    >>> looks_like_identity_number("p-191212121212"), looks_like_identity_number("p-1912")
    (True, False)
    """
    if len(text) < _SHORTEST:
        return False
    if not text.isascii():
        text = _DASHES_AND_BLANKS.sub(
            lambda one: " " if one[0].isspace() else "-", unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
        )
    return _SHAPE.search(text) is not None


def without_uuids(text: str) -> str:
    """A text for the guard: no identity number hides in a whole UUID, but some look like one.

    >>> without_uuids("urn:uuid:20261208-4567-5abc-8def-0123456789ab")
    'urn:uuid:'
    """
    return _UUID.sub("", text)
