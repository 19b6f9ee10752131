"""A board in the making: what stands on it, kept in a process from one question to the next.

The store has the truth; this is a copy of it, laid out. It is known by its board and a stamp, which is another after
every change. Asked for one that is not here, every function answers None: then the caller lays it out (``lay_out``)
and asks again.

A change is made here first, under the stamp that the board is to have then. If it can't be written in the store,
nobody ever asks by that stamp, and the board is laid out anew.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dagplan.models import InputError, PlanRequest, apply
from dagplan.models.fields import StrictModel
from dagplan.models.view.names import Names
from dagplan.service.limits import Limits

from .answers import PLAIN, Spoken, answer
from .board_answers import BoardFigures, BoardStanding, sentences
from .document import Document, both, opened
from .offering import stands_in

if TYPE_CHECKING:
    from dagplan.solver import Standing


@dataclass(frozen=True)
class At:
    """Which board, as it was when it had this stamp; and how many boards may be kept here."""

    board: str
    stamp: str
    most: int = 4


@dataclass
class Open:
    """A board that is laid out.

    Attributes
    ----------
    stamp
        By which it is asked for.
    standing
        What stands on it.
    made
        So many of its last steps can be taken back at once.
    written
        Its request as JSON, once that was asked for.
    names
        What planners call what is in it, once that was asked for.
    """

    stamp: str
    standing: Standing
    made: int = 0
    written: bytes | None = None
    names: Names | None = None


_open: OrderedDict[str, Open] = OrderedDict()
"""What this process has laid out, that which was asked about last at the end; nobody else is here to share it."""


def found(at: At) -> Open | None:
    """A board that is laid out here; None where it is not, or was changed since."""
    one = _open.get(at.board)
    if one is None or one.stamp != at.stamp:
        return None
    _open.move_to_end(at.board)
    return one


def _put(at: At, one: Open) -> None:
    _open[at.board] = one
    _open.move_to_end(at.board)
    while len(_open) > at.most:
        _open.popitem(last=False)


def forget(board: str) -> None:
    """Let go of a board."""
    _open.pop(board, None)


@dataclass(frozen=True)
class Begun:
    """A board that was begun: how it stands (``BoardFigures``), and in full (``BoardStanding``), as JSON."""

    figures: str
    standing: bytes


def begin(at: At, request: bytes, spoken: Spoken = PLAIN) -> Begun:
    """Lay out a board from a request of the contract as ``to_begin_with`` writes it."""
    lay_out(at, request, ())
    one = _open[at.board]
    return Begun(figures_of(one), standing_of(one, spoken))


def to_begin_with(request: Document, plan: Document | None, limits: Limits) -> bytes:
    """The request of a new board, its bookings those of a plan where one is given, as JSON.

    Raises
    ------
    InputError
        If they can't be read, or the request is larger than is taken.
    """
    if plan is None:
        asked = opened(request).request
    else:
        given, made = both(request, plan)
        asked = stands_in(given.request, made, plan.place)
    if beyond := limits.problems(asked):
        raise InputError(beyond)
    return asked.model_dump_json(by_alias=True).encode()


def lay_out(at: At, request: bytes, steps: Sequence[bytes], back: int = 0) -> None:
    """Lay out a board from a request and the changes of its steps.

    Parameters
    ----------
    request, steps
        The contract's request, and the changes of each step after it.
    back
        So many of the last steps, where there are as many, can be taken back at once then.
    """
    from dagplan.solver import Standing

    first = len(steps) - min(back, len(steps))
    asked = PlanRequest.model_validate_json(request)
    changes = [change for step in steps[:first] for change in json.loads(step)]
    one = Open(at.stamp, Standing(apply(asked, changes).request if changes else asked))
    for step in steps[first:]:
        one.standing.apply(json.loads(step))
        one.made += 1
    _put(at, one)


def standing(at: At, spoken: Spoken = PLAIN) -> bytes | None:
    """How a board stands (``BoardStanding``)."""
    one = found(at)
    return None if one is None else standing_of(one, spoken)


def request_as_it_stands(at: At) -> bytes | None:
    """The request with the bookings that stand, as JSON."""
    one = found(at)
    return None if one is None else written(one)


def written(one: Open) -> bytes:
    """The request of an open board, as JSON."""
    if one.written is None:
        one.written = one.standing.request.model_dump_json(by_alias=True).encode()
    return one.written


def standing_of(one: Open, spoken: Spoken) -> bytes:
    """How an open board stands, in a language."""
    return answer_of(one, BoardStanding.of_standing(one.standing), spoken)


def answer_of(one: Open, model: StrictModel, spoken: Spoken) -> bytes:
    """An answer about an open board, as JSON."""
    return answer(model, spoken.language, names_of(one, spoken))


def names_of(one: Open, spoken: Spoken) -> Names | None:
    """What stands for ids in what is told of an open board; None: ids do."""
    if not spoken.named:
        return None
    if one.names is None:
        one.names = Names(one.standing.request)
    return one.names


@contextmanager
def named_problems(one: Open, spoken: Spoken) -> Iterator[None]:
    """What is wrong with what is asked of an open board is told as its answers are."""
    try:
        yield
    except InputError as error:
        names = names_of(one, spoken)
        if names is None:
            raise
        raise error.elsewhere(lambda each: each.named(names)) from error


def sentences_of(at: At, kept: Sequence[bytes], spoken: Spoken) -> list[list[str]] | None:
    """What was kept of steps of a board, as it is told: the sentences of each."""
    one = found(at)
    return None if one is None else [sentences(each, spoken.language, names_of(one, spoken)) for each in kept]


def figures_of(one: Open) -> str:
    """How an open board stands in a few numbers, as JSON."""
    return BoardFigures.of_standing(one.standing).model_dump_json()
