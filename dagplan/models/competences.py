"""Competences are words of the planner's own: two that read the same are one.

They are compared in normal form C, without regard to case and to repeated or unusual blanks, and shown as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Characters that take no room: soft hyphen, zero-width blanks and joiners, byte order mark."""


@lru_cache(maxsize=16_384)
def competence_key(word: str) -> str:
    """What a competence is compared by.

    Examples
    --------
    >>> competence_key("Spirometri") == competence_key(" spirometri\u00a0")
    True
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", word))
    # Folding case may take a text out of normal form, so it is brought back.
    return unicodedata.normalize("NFC", " ".join(seen.split()).casefold())


def competence_keys(words: Iterable[str]) -> frozenset[str]:
    """What each of these competences is compared by."""
    return frozenset(map(competence_key, words))


def nearest_competences(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The known competences that look most like a word, as written; none if none looks like it.

    Examples
    --------
    >>> nearest_competences("spirometr", ["physician", "Spirometri"])
    ('Spirometri',)
    """
    written = {competence_key(one): one for one in known}
    return tuple(written[key] for key in get_close_matches(competence_key(word), written, count))
