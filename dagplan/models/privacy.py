"""The guard against personal identity numbers (domain.md, Privacy).

Sources: Skatteverket SKV 704 (personnummer) and SKV 707 (samordningsnummer, day + 60); the region's
reserve number is YYYYMMDD, a letter K, M or X, two digits and a check digit. The check digit is not
looked at: a mistyped number is still somebody's number.
"""

from __future__ import annotations

import re

_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_PERSONAL_NUMBER = rf"(?:18|19|20)?\d\d{_MONTH}{_DAY}[-+ ]?\d{{4}}"
_RESERVE_NUMBER = rf"(?:18|19|20)\d\d{_MONTH}{_DAY}[-+ ]?[KMXkmx]\d{{3}}"
_SHORTEST = 10
_SHAPE = re.compile(rf"(?<!\d)(?:{_PERSONAL_NUMBER}|{_RESERVE_NUMBER})(?!\d)")

REFUSAL = "looks like a personal identity number; use an opaque pseudonym (the value is not repeated here)"


def looks_like_identity_number(text: str) -> bool:
    """Whether a text holds anything shaped like a Swedish personal identity number.

    Examples
    --------
    >>> looks_like_identity_number("p-191212121212"), looks_like_identity_number("p-1912")
    (True, False)
    """
    return len(text) >= _SHORTEST and _SHAPE.search(text) is not None
