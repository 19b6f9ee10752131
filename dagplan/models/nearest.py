"""The words that look most like one that is not known: what somebody may have meant to type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Characters that take no room: soft hyphen, zero-width blanks and joiners, byte order mark."""
_ALIKE = 0.6
"""How alike two words are, of 1, where one may have been meant for the other: ``difflib``'s own measure and bound."""
_MOST_NAMED = 3
_MOST_COMPARED = 50_000
"""So many pairs are compared for one input: about a second. A faulty input may hold a million unknown words."""


@lru_cache(maxsize=16_384)
def folded(word: str) -> str:
    """A word in normal form C, without regard to case and to repeated, unusual or unseen blanks.

    Examples
    --------
    >>> folded("Spirometri") == folded(" spirometri\u00a0")
    True
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", word))
    # Folding case may take a text out of normal form, so it is brought back.
    return unicodedata.normalize("NFC", " ".join(seen.split()).casefold())


class Nearest:
    """Finds the nearest of the words that are known.

    Parameters
    ----------
    known
        The words as they are written.

    Examples
    --------
    >>> Nearest(["physician", "Spirometri"]).of("spirometrri"), Nearest(["r1", "r2"]).of("r7")
    (('Spirometri',), ())
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {folded(one): one for one in known}
        self._found: dict[str, tuple[str, ...]] = {}
        self._left = _MOST_COMPARED

    def of(self, word: str) -> tuple[str, ...]:
        """At most three, the nearest first; none if none looks like it, or too many have been looked for."""
        key = folded(word)
        if key not in self._found:
            self._left -= len(self._known)
            self._found[key] = self._look(key) if self._left >= 0 else ()
        return self._found[key]

    def _look(self, key: str) -> tuple[str, ...]:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(key)
        found: list[tuple[float, str]] = []
        for one, written in self._known.items():
            matcher.set_seq1(one)
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                alike = matcher.ratio()
                if alike >= _ALIKE:
                    found.append((-alike, written))
        found.sort()
        return tuple(written for alike, written in found if alike == found[0][0])[:_MOST_NAMED]
