"""What is answered of a board: how it stands, what a step changed, where a visit may be instead."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from dagplan.models import Violation
from dagplan.models.fields import Id, LocalDate, StrictModel, judged
from dagplan.models.objective import Cost, Terms
from dagplan.models.offer import Offer
from dagplan.models.plan import Booking
from dagplan.words import Language, Said
from dagplan.words.message import Message
from dagplan.words.naming import Names, by_name, in_names
from dagplan.words.registry import said_of

if TYPE_CHECKING:  # the process that answers over HTTP needs no solver
    from dagplan.solver import Standing
    from dagplan.solver.standing.update import Update

_MOST_VIOLATIONS = 1000


class BoardFigures(BaseModel):
    """How a board stands, in a few numbers; none of them names a patient."""

    model_config = ConfigDict(frozen=True)

    cost: int = Field(description="What stands costs: less is better.")
    booked: int = Field(description="Requests that are booked whole.")
    of: int = Field(description="Requests there are.")
    violations: int = Field(description="Ways in which what stands breaks a rule.")

    @classmethod
    def of_standing(cls, standing: Standing) -> BoardFigures:
        """Of what stands."""
        booked = len(standing.booked)
        return cls(
            cost=standing.terms.total,
            booked=booked,
            of=booked + len(standing.unbooked),
            violations=len(standing.violations),
        )


class BoardStanding(StrictModel):
    """How a board stands."""

    terms: Terms = Field(description="What stands costs, by term.")
    cost: Cost = Field(description="The sum of the terms.")
    booked: int = Field(ge=0, description="Requests that are booked whole.")
    of: int = Field(ge=0, description="Requests there are.")
    unbooked: tuple[Id, ...] = Field(description="Requests that lack a visit or more, in the order of the request.")
    violations: tuple[Violation, ...] = Field(
        description=f"Ways in which what stands breaks a rule, at most {_MOST_VIOLATIONS} of them."
    )
    more_violations: int = Field(0, ge=0, description="So many more there are.")

    @classmethod
    def of_standing(cls, standing: Standing) -> BoardStanding:
        """Of what stands."""
        terms, violations = standing.terms, standing.violations
        booked, unbooked = len(standing.booked), standing.unbooked
        return cls(
            terms=terms,
            cost=terms.total,
            booked=booked,
            of=booked + len(unbooked),
            unbooked=unbooked,
            violations=violations[:_MOST_VIOLATIONS],
            more_violations=max(0, len(violations) - _MOST_VIOLATIONS),
        )


class StandingBooking(Booking):
    """A booking that stands on a board."""

    locked: bool = Field(description="Whether it stays as it is.")


class MovedVisit(StrictModel):
    """The booking of a visit, before and after."""

    before: StandingBooking | None = Field(description="As it was; null: there was none.")
    after: StandingBooking | None = Field(description="As it is; null: there is none.")


class BoardChanges(StrictModel):
    """What became of a board."""

    messages: tuple[str, ...] = Field(description="What was done, a sentence a change.")
    moved: Mapping[str, MovedVisit] = Field(
        description="By visit the bookings that are others now, or locked or unlocked."
    )
    broken: tuple[Violation, ...] = Field(description="What breaks a rule now and did not.")
    mended: tuple[Violation, ...] = Field(description="What did, and no longer does.")
    request_changed: bool = Field(
        description="Whether something other than bookings is another: then fetch the request again."
    )


class AllowedPlace(StrictModel):
    """When one visit may start with one person at one unit on one date."""

    visit: Id = Field(description="Id of the visit.")
    date: LocalDate = Field(description="The date.")
    unit: Id = Field(description="Id of the care unit.")
    practitioner: Id = Field(description="Id of the person.")
    starts: tuple[tuple[int, int], ...] = Field(
        description="First and last start of each run, in minutes from midnight, every step of the grid between them."
    )


class AllowedPlaces(StrictModel):
    """Where a visit, or each visit of a request, may be instead."""

    of: Id = Field(description="The id that was asked about.")
    places: tuple[AllowedPlace, ...] = Field(description="By date, unit, visit and person; empty: nowhere.")
    grid: int = Field(description="Minutes between two starts of a run.")


class PlacingAnswer(StrictModel):
    """Whether a visit may be just there."""

    offer: Offer | None = Field(description="The cheapest placement with the visit there; null: it may not be there.")
    violations: tuple[Violation, ...] = Field(description="The rules that forbid it, by their names.")
    displaced: tuple[Booking, ...] = Field(
        description="What has the person, the patient or the item at that time already."
    )


def kept(said: Iterable[Said]) -> bytes:
    """What is said, as it is kept with a step."""
    return json.dumps([one.fields for one in said], ensure_ascii=False).encode()


def sentences(kept_as: bytes, language: Language, names: Names | None = None) -> list[str]:
    """What was kept, in a language, maybe with names."""
    return [in_names(one["params"], one["message"], names, language) for one in json.loads(kept_as)]


def again(kept_as: bytes, say: Message) -> tuple[Said, ...]:
    """What was kept, each as the ``what`` of something that is said."""
    return tuple(say(what=said_of(one["params"]) or one["message"]) for one in json.loads(kept_as))


def changes_of(
    update: Update,
    said: Iterable[Said],
    locked: tuple[Collection[str], Collection[str]],
    language: Language,
    names: Names | None,
    *,
    more: bool,
) -> BoardChanges:
    """What became of a board.

    Parameters
    ----------
    update
        What has moved, is broken and mended.
    said
        What is said of it.
    locked
        The visits that were locked before, and those that are.
    language, names
        Of what is said, and what stands for the ids in it.
    more
        Whether something other than bookings is another.
    """
    before, after = locked
    return BoardChanges(
        messages=tuple((one if names is None else by_name(one, names)).told(language) for one in said),
        moved={
            visit: MovedVisit(before=_standing(was, before), after=_standing(now, after))
            for visit, (was, now) in update.moved.items()
        },
        broken=update.broken,
        mended=update.mended,
        request_changed=more,
    )


def _standing(one: Booking | None, locked: Collection[str]) -> StandingBooking | None:
    return None if one is None else judged(StandingBooking, dict(one) | {"locked": one.visit in locked})
