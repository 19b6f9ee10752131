"""Weekdays and hours of a day as people write them: ``mån-fre``, ``tis, tors``, ``vardagar``; ``12:00-13:00``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .written_times import DASHES, WEEKDAYS, clock_in

_SEVERAL: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("vardagar", "vardag", "weekdays", "weekday"), (1, 2, 3, 4, 5)),
    **dict.fromkeys(("helg", "helger", "weekend", "weekends"), (6, 7)),
    **dict.fromkeys(
        ("alla", "alla dagar", "varje dag", "dagligen", "all", "all days", "every day", "daily"),
        (1, 2, 3, 4, 5, 6, 7),
    ),
}
_NAMES: Mapping[str, int] = {
    **WEEKDAYS,
    **{name: number for number, name in enumerate(("må", "ti", "on", "to", "fr", "lö", "sö"), 1)},
    **{name: number for number, name in enumerate(("mo", "tu", "we", "th", "fr", "sa", "su"), 1)},
    **{"tors": 4, "thur": 4, "thurs": 4, "tues": 2},
}
_BETWEEN = re.compile(r" ?(?:-| till | t\.?o\.?m\.? | to ) ?")
_AND = re.compile(r" ?(?:[|,;+&/]| och | and ) ?| ")


def weekdays_in(text: str) -> list[int] | None:
    """Weekdays by number, from Monday as 1; None if any word is none.

    >>> weekdays_in("mån-fre"), weekdays_in("Tisdagar, tors"), weekdays_in("mån och ons"), weekdays_in("fre–mån")
    ([1, 2, 3, 4, 5], [2, 4], [1, 3], [1, 5, 6, 7])
    >>> weekdays_in("vardagar"), weekdays_in("Mon Wed"), weekdays_in("måndg"), weekdays_in("mån-frre")
    ([1, 2, 3, 4, 5], [1, 3], None, None)
    """
    text = text.translate(DASHES).casefold().strip()
    if text in _SEVERAL:
        return list(_SEVERAL[text])
    ends = [_weekday(word) for word in _BETWEEN.split(text)]
    if len(ends) == 2 and all(ends):
        first, last = (end or 0 for end in ends)
        return sorted((first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1))
    words = _AND.split(text)
    found: set[int] = set()
    for word in words:
        several = _SEVERAL.get(word) or (weekdays_in(word) if "-" in word and len(words) > 1 else None)
        one = _weekday(word)
        if not several and one is None:
            return None
        found |= set(several or ()) | ({one} if one else set())
    return sorted(found)


def _weekday(word: str) -> int | None:
    """The number of one weekday, also of several of it: måndagar, mondays."""
    word = word.strip(" .")
    return _NAMES.get(word) or _NAMES.get(word.removesuffix("ar").removesuffix("s"))


def span_in(text: str) -> str | None:
    """From when to when on a day, as ``12:00-13:00``; None if it is neither.

    >>> span_in("12-13"), span_in("kl 12.00 – 12.45"), span_in("9.30 till 10"), span_in("13-12"), span_in("12")
    ('12:00-13:00', '12:00-12:45', '09:30-10:00', None, None)
    """
    ends = [clock_in(part.strip()) for part in _BETWEEN.split(text.translate(DASHES).casefold())]
    if len(ends) != 2 or None in ends:
        return None
    start, end = (str(one) for one in ends)
    return f"{start}-{end}" if start < end else None
