"""What is answered in passing: in processes of its own, so many at once, each within its time.

A check, an explanation or a report is Python that takes from milliseconds to many seconds. In the process of the
service it would hold up everybody else's answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from typing import ParamSpec, TypeVar

from dagplan.service.operations.warming import ready_to_answer
from dagplan.solver.running.helpers import Helpers
from dagplan.words.messages.service import ServiceFaults

from .problems import busy

P = ParamSpec("P")
T = TypeVar("T")


class Askers:
    """Processes that answer.

    Parameters
    ----------
    count
        So many.
    seconds
        What an answer may take, waiting not counted; its process is ended then.
    most_waiting
        One more is refused.
    """

    def __init__(self, count: int, seconds: float, most_waiting: int) -> None:
        self._seconds = seconds
        self._most = count + most_waiting
        self._asked = 0
        self._free: asyncio.Queue[Helpers] = asyncio.Queue()
        for _ in range(count):
            self._free.put_nowait(Helpers(1))

    async def warm_up(self) -> None:
        """Start every process, and what it needs of the program, before anybody waits for it."""
        await asyncio.gather(*(self.ask(ready_to_answer) for _ in range(self._free.qsize())))

    async def ask(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of a module gives.

        Raises
        ------
        RefusalError
            If too many wait, it takes too long, or its process is lost.
        Exception
            What the function raises.
        """
        if self._asked >= self._most:
            raise busy(ServiceFaults.BUSY())
        self._asked += 1
        try:
            return await self._ask(function, *args, **kwargs)
        finally:
            self._asked -= 1

    async def _ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        helpers = await self._free.get()
        answered = False
        try:
            future = asyncio.wrap_future(helpers.submit(function, *args, **kwargs))
            async with asyncio.timeout(self._seconds):
                answer = await future
            answered = True
            return answer
        except TimeoutError:
            raise busy(ServiceFaults.TOOK_TOO_LONG(n=round(self._seconds))) from None
        except (BrokenExecutor, OSError):
            raise busy(ServiceFaults.BUSY()) from None
        except Exception:
            answered = True
            raise
        finally:
            if not answered:  # whatever it is at, or they went away: it is at nobody's service any more
                helpers.shutdown(wait=False)
                helpers = Helpers(1)
            self._free.put_nowait(helpers)

    def close(self) -> None:
        """End the processes."""
        while not self._free.empty():
            self._free.get_nowait().shutdown()
