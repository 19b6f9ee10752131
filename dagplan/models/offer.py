"""Offers: whole placements that one request could have beside the bookings that stand."""

from __future__ import annotations

from pydantic import Field

from dagplan.words import Params

from .fields import PARAMS, Id, StrictModel
from .plan import Booking


class Offer(StrictModel):
    """One whole placement of a request: every visit's person and time."""

    request: Id = Field(description="Id of the request.")
    bookings: tuple[Booking, ...] = Field(description="The request's visits, in sequence.")
    moves: tuple[Booking, ...] = Field((), description="Other visits that would have to move, where they would go.")
    cost: int = Field(description="What this placement adds to the objective, moves and all.")
    message: str = Field(description="The placement, and why it ranks here, in words.")
    params: Params | None = Field(None, description=PARAMS)


class Offers(StrictModel):
    """The best offers of each request that was asked about."""

    offers: tuple[Offer, ...] = Field(
        description="Of each request, in the order asked: cheapest first; the first is the cheapest there is (with "
        "moves: of those looked at in time)."
    )
