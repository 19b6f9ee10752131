"""Who and what works in a slot that a booking takes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Taken:
    """The practitioners and the items of equipment of the bookings that take a slot."""

    people: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
