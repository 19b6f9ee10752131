"""Boards laid out: each in one process as long as it is asked about, so that a change of it takes milliseconds.

What a process has is a copy of the store. A process that is lost, or takes too long, is replaced by another, in which
its boards are laid out anew when they are asked about.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar
from weakref import WeakValueDictionary

from dagplan.service.operations.warming import ready_for_boards
from dagplan.solver.running.helpers import Helpers
from dagplan.words.messages.service import ServiceFaults

from .problems import RefusalError, busy

P = ParamSpec("P")
T = TypeVar("T")


class DeskLostError(Exception):
    """A process was lost while it was asked: what it had laid out is gone."""


@dataclass
class _Desk:
    """A process, and the boards that are its own, that which was asked about last at the end."""

    helpers: Helpers = field(default_factory=lambda: Helpers(1))
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    boards: OrderedDict[str, None] = field(default_factory=OrderedDict)


class Desks:
    """Processes with boards laid out.

    Parameters
    ----------
    count
        So many.
    each
        So many boards each keeps.
    seconds
        What an answer may take, waiting not counted; its process is ended then.
    most_waiting
        One more is refused.
    """

    def __init__(self, count: int, each: int, seconds: float, most_waiting: int) -> None:
        self.each = each
        self._seconds = seconds
        self._most = count + most_waiting
        self._asked = 0
        self._desks = [_Desk() for _ in range(count)]
        self._warming: asyncio.Task[None] | None = None
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def turn(self, board: str) -> asyncio.Lock:
        """Held by whoever reads the version of a board and asks about it, so that nobody changes it in between."""
        return self._turns.setdefault(board, asyncio.Lock())

    def get_ready(self) -> None:
        """Have every process started, and what it needs of the program, before anybody waits for it: once."""
        if self._warming is None:
            self._warming = asyncio.create_task(self._warm_up())

    async def _warm_up(self) -> None:
        for desk in self._desks:
            with suppress(DeskLostError, RefusalError):  # it is started anew when somebody asks
                await self._ask(desk, ready_for_boards)

    async def ask(self, board: str, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of a module gives, in the process of a board.

        Raises
        ------
        DeskLostError
            If the process is lost.
        RefusalError
            If too many wait, or it takes too long.
        Exception
            What the function raises.
        """
        if self._asked >= self._most:
            raise busy(ServiceFaults.BUSY())
        self._asked += 1
        try:
            return await self._ask(self._desk_of(board), function, *args, **kwargs)
        finally:
            self._asked -= 1

    def _desk_of(self, board: str) -> _Desk:
        """The process that has a board, or else that which has the fewest."""
        desk = next((one for one in self._desks if board in one.boards), None)
        if desk is None:
            desk = min(self._desks, key=lambda one: len(one.boards))
        desk.boards[board] = None
        desk.boards.move_to_end(board)
        while len(desk.boards) > self.each:
            desk.boards.popitem(last=False)
        return desk

    async def _ask(self, desk: _Desk, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with desk.turn:
            answered = False
            try:
                future = asyncio.wrap_future(desk.helpers.submit(function, *args, **kwargs))
                async with asyncio.timeout(self._seconds):
                    answer = await future
                answered = True
                return answer
            except TimeoutError:
                raise busy(ServiceFaults.TOOK_TOO_LONG(n=round(self._seconds))) from None
            except (BrokenExecutor, OSError):
                raise DeskLostError from None
            except Exception:
                answered = True
                raise
            finally:
                if not answered:  # whatever it is at, or they went away: its boards are laid out anew
                    desk.helpers.shutdown(wait=False)
                    desk.helpers = Helpers(1)
                    desk.boards.clear()

    def close(self) -> None:
        """End the processes."""
        if self._warming is not None:
            self._warming.cancel()
        for desk in self._desks:
            desk.helpers.shutdown()
