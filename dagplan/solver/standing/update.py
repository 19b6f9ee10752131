"""What became of what stands with some changes: what is said of them, what moved, what is broken, what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from dagplan.models import Violation
from dagplan.models.plan import Booking, Terms
from dagplan.words import Said


@dataclass(frozen=True)
class Update:
    """What came of changes, or of taking them back.

    Attributes
    ----------
    said
        One sentence a change, in their order. Where changes are taken back, those that were.
    moved
        By visit the bookings that are others now, or locked or unlocked, before and after; None where there is none.
    broken, mended
        What breaks a rule now and did not, and what did and no longer does.
    before, terms
        The cost by term, before and now.
    rebuilt
        Whether all was laid out anew, since a change concerned everything (or could not be told to concern less).
    """

    said: tuple[Said, ...]
    moved: dict[str, tuple[Booking | None, Booking | None]]
    broken: tuple[Violation, ...]
    mended: tuple[Violation, ...]
    before: Terms
    terms: Terms
    rebuilt: bool
