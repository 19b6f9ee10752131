"""Steps on a board: changes that are made, taken back and made again, offers and plans that are taken over.

Each is made in the process that has the board laid out, under the stamp that it is to have then (``boarding``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dagplan.models import InputError, Plan, Problem
from dagplan.models.view.names import Either, Names
from dagplan.service.limits import Limits
from dagplan.words import Said, naming
from dagplan.words.messages.boards import BoardFaults, BoardWords

from .answers import PLAIN, Spoken
from .board_answers import again, changes_of, kept
from .boarding import At, Open, answer_of, figures_of, found, named_problems, names_of, standing_of, written
from .bodies import StepBody
from .changing import placed, sent_changes
from .growth import most_requests
from .taking_over import as_changes

if TYPE_CHECKING:
    from dagplan.solver.standing.update import Update


@dataclass(frozen=True)
class Stepped:
    """A step that was made, taken back or made again.

    Attributes
    ----------
    changes, many
        Its changes, as JSON, and how many they are; none: all is as it was.
    said
        What was said of it, to be kept (JSON).
    figures
        How the board stands then.
    standing, answer
        The same in full, and what has become of it (``BoardChanges``), as JSON in the language asked for.
    request
        The request as it stands then, where that was asked for.
    """

    changes: bytes
    many: int
    said: bytes
    figures: str
    standing: bytes
    answer: bytes
    request: bytes | None = None


def step(
    at: At, stamp: str, body: bytes, limits: Limits, spoken: Spoken = PLAIN, *, most: int | None = None
) -> Stepped | None:
    """Let changes take effect, or take an offer.

    Parameters
    ----------
    at, stamp
        The board, and the stamp it is to have.
    body
        As it was sent (``StepBody``), or a list of changes alone.
    limits
        How large the request may become.
    spoken
        How it is told.
    most
        If it has more changes than this, the request as it stands then is asked for; None: never.

    Raises
    ------
    InputError
        With every problem at its place in the body; then nothing has changed.
    """
    one = found(at)
    if one is None:
        return None
    with named_problems(one, spoken):
        return _asked_for(one, stamp, body, limits, spoken, most=most)


def _asked_for(one: Open, stamp: str, body: bytes, limits: Limits, spoken: Spoken, *, most: int | None) -> Stepped:
    """What a body asks for."""
    sent, here = sent_changes(StepBody, body)
    if sent.offer is not None and not sent.changes:
        here = "$.offer"
        taken = one.standing.taking(sent.offer)
        changes: list[Any] = [each.model_dump(mode="json") for each in taken]
        if not changes:
            raise InputError([Problem.of(here, BoardFaults.STANDS_SO())])
        return _offered(one, stamp, changes, spoken, most=most)
    if sent.offer is not None or not sent.changes:
        raise InputError([Problem.of(here, BoardFaults.NOTHING())])
    changes = list(sent.changes)
    growth = most_requests(len(one.standing.request.requests), changes)
    if beyond := limits.beyond(growth, 0, 0.0):
        raise InputError(replace(each, place=here) for each in beyond)

    def fits() -> None:
        if too_large := limits.problems(one.standing.request):
            raise InputError(too_large)

    try:
        return _made(one, stamp, changes, spoken, most=most, fits=fits)
    except InputError as error:
        raise error.elsewhere(lambda each: placed(each, here)) from error


def _offered(one: Open, stamp: str, changes: list[Any], spoken: Spoken, *, most: int | None) -> Stepped:
    try:
        return _made(one, stamp, changes, spoken, most=most)
    except InputError as error:
        raise error.elsewhere(lambda each: replace(each, place="$.offer")) from error


def take_over(at: At, stamp: str, plan: bytes, spoken: Spoken = PLAIN, *, most: int | None = None) -> Stepped | None:
    """Have the bookings be those of a plan of this board.

    Raises
    ------
    InputError
        If the board can't have them.
    """
    one = found(at)
    if one is None:
        return None
    changes, said = as_changes(one.standing, Plan.model_validate_json(plan))
    if not changes:
        from dagplan.solver.standing.update import Update

        terms = one.standing.terms
        nothing = Update((), {}, (), (), terms, terms, rebuilt=False)
        told = changes_of(nothing, (said,), ((), ()), spoken.language, names_of(one, spoken), more=False)
        stands = figures_of(one), standing_of(one, spoken)
        return Stepped(b"[]", 0, kept((said,)), *stands, answer_of(one, told, spoken))
    with named_problems(one, spoken):
        return _made(one, stamp, changes, spoken, most=most, said=(said,))


def take_back(at: At, stamp: str, changes: bytes, said: bytes, spoken: Spoken = PLAIN) -> Stepped | None:
    """Take the last step back; None also where it can't be taken back at once.

    ``changes`` and ``said`` are what is kept of it.
    """
    one = found(at)
    if one is None or not one.made:
        return None
    locked, names = one.standing.locked, names_of(one, spoken)
    update = one.standing.undo()
    assert update is not None
    one.made -= 1
    before, words = _Before(locked, names), again(said, BoardWords.TAKEN_BACK)
    return _stepped(one, stamp, json.loads(changes), update, words, before, spoken)


def make_again(at: At, stamp: str, changes: bytes, said: bytes, spoken: Spoken = PLAIN) -> Stepped | None:
    """Make the step again that was taken back."""
    one = found(at)
    if one is None:
        return None
    return _made(one, stamp, json.loads(changes), spoken, said=again(said, BoardWords.MADE_AGAIN))


def _made(
    one: Open,
    stamp: str,
    changes: list[Any],
    spoken: Spoken,
    *,
    most: int | None = None,
    said: Iterable[Said] | None = None,
    fits: Callable[[], None] = lambda: None,
) -> Stepped:
    """Let changes take effect; where they don't fit then, nothing has changed."""
    locked, names = one.standing.locked, names_of(one, spoken)
    update = one.standing.apply(changes)
    try:
        fits()
    except InputError:
        one.standing.undo()
        raise
    one.made += 1
    words = update.said if said is None else said
    return _stepped(one, stamp, changes, update, words, _Before(locked, names), spoken, most=most)


@dataclass(frozen=True)
class _Before:
    """What was locked before a step, and what things were called; None: as their ids are."""

    locked: frozenset[str]
    names: Names | None


def _stepped(
    one: Open,
    stamp: str,
    changes: list[Any],
    update: Update,
    said: Iterable[Said],
    before: _Before,
    spoken: Spoken,
    *,
    most: int | None = None,
) -> Stepped:
    one.stamp, one.written = stamp, None
    words = tuple(said)
    more = any(not isinstance(each, Mapping) or each.get("kind") != "set_booking" for each in changes)
    if more:
        one.names = None
    names: naming.Names | None = names_of(one, spoken)
    if names is not None and before.names is not None and names is not before.names:
        names = Either(names, before.names)  # what is said may be of something that is gone
    told = changes_of(update, words, (before.locked, one.standing.locked), spoken.language, names, more=more)
    return Stepped(
        json.dumps(changes, ensure_ascii=False).encode(),
        len(changes),
        kept(words),
        figures_of(one),
        standing_of(one, spoken),
        answer_of(one, told, spoken),
        written(one) if most is not None and len(changes) > most else None,
    )
