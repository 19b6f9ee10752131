"""What the terms of the cost are called, in Swedish and English, in reports, workbooks and headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class TermTitles(NamedTuple):
    """The names of one term, each in Swedish and English: where a plan states its cost, and of its weight.

    ``unbooked`` has a weight a priority, named in ``headings``.
    """

    cost: tuple[str, str]
    weight: tuple[str, str] | None = None


TERM_TITLES: Mapping[str, TermTitles] = {
    "unbooked": TermTitles(("Inte bokade besök", "Visits not booked")),
    "day_deviation": TermTitles(
        ("Dagar från måldatum", "Days from target dates"),
        ("Vikt dag från måldatum", "Weight day deviation"),
    ),
    "wait": TermTitles(
        ("Väntan mellan länkade besök", "Waits between linked visits"),
        ("Vikt väntad minut", "Weight wait"),
    ),
    "not_preferred": TermTitles(
        ("Annan person än önskad", "Another than the preferred person"),
        ("Vikt annan än önskad", "Weight not preferred"),
    ),
    "moved": TermTitles(
        ("Flyttade bokningar", "Bookings moved"),
        ("Vikt flyttat besök", "Weight moved"),
    ),
    "apart": TermTitles(
        ("Önskade samma dag, men isär", "Wished for the same day, but apart"),
        ("Vikt skilda dagar", "Weight apart"),
    ),
}
"""The names of each term, in the order of the contract."""
