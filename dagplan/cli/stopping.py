"""What a signal does to a run: Ctrl-C, a request to end, a terminal that goes away.

The main thread hears signals and does nothing else; the command works in a thread of its own. So a signal is
answered at once, whatever the command is at: an import, a file being read, a solver. Nothing is raised in the middle
of other code, where it might be swallowed. Helper processes end by themselves
(``solver.running.helpers``).

Nothing slow is imported here: what comes before ``attended`` answers Ctrl-C with a traceback of Python's own.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # ``signal`` without its enums, which take longer than all before it
import gc
import os
import sys

from . import streams

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType
    from typing import Any

SIGNALLED = 128
"""The exit status of a run that a signal has ended, less the signal's number: as a shell tells it."""

_WORDS = {"SIGINT": "Ctrl-C", "SIGBREAK": "Ctrl-Break", "SIGTERM": "SIGTERM", "SIGHUP": "SIGHUP"}
_NAMES = {getattr(_signal, name): words for name, words in _WORDS.items() if hasattr(_signal, name)}
_STACK_BYTES = 1 << 24
_STOPPED = "dagplan: stopped ({signal}){stands}"
_STOPPING = "dagplan: stopping with the best plan so far ({signal}); once more ends it without"
_POLL_SECONDS = 0.1
"""A signal may come to another thread, and where it does not wake this one."""


class Ending:
    """What the next signal does: end the run at once with one line, or first something that is worth waiting for.

    Attributes
    ----------
    stands
        What is said of the run when it ends at once, as ``: the plan is written``.
    stopped, stopping
        The sentences that are said, with places for the signal and what ``stands``; the language's, once it is known.
    """

    def __init__(self) -> None:
        self.stands = ""
        self.stopped, self.stopping = _STOPPED, _STOPPING
        self._first: Callable[[], object] | None = None
        self._saying: str | None = None

    def instead(self, act: Callable[[], object], saying: str | None = None) -> _Instead:
        """Within this block the first signal calls ``act``, which lets the run come to its end; the next ends it.

        What is said of it is ``stopping``, or another sentence with a place for the signal.
        """
        return _Instead(self, act, saying)

    def hear(self, number: int, _: FrameType | None) -> None:
        """A signal has come."""
        if self._first is not None:
            act, self._first = self._first, None
            act()
            streams.say((self._saying or self.stopping).format(signal=_NAMES[number]))
            return
        try:
            streams.say(self.stopped.format(signal=_NAMES[number], stands=self.stands), last=True)
            if abandon := getattr(sys.modules.get("dagplan.files.atomic"), "abandon", None):
                abandon()
        finally:
            os._exit(SIGNALLED + number)


class _Instead:
    def __init__(self, ending: Ending, act: Callable[[], object], saying: str | None) -> None:
        self.ending, self.act, self.saying = ending, act, saying

    def __enter__(self) -> None:
        self.ending._saying = self.saying
        self.ending._first = self.act

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ending._first = None


ending = Ending()


def attended(work: Callable[[], int]) -> int:
    """Do the work of this process, and hear signals meanwhile; its exit status. Signals mean nothing afterwards."""
    _set(ending.hear)
    streams.ready()
    import threading

    outcome: list[int | BaseException] = []

    def do() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            outcome.append(error)

    before = threading.stack_size(_STACK_BYTES)
    worker = threading.Thread(target=do, name="dagplan", daemon=True)
    try:
        worker.start()
    except RuntimeError:  # no room for a thread
        do()
    finally:
        threading.stack_size(before)
    while worker.is_alive():
        worker.join(_POLL_SECONDS)
    _set(_signal.SIG_IGN)
    gc.freeze()  # all that is left goes with the process: looking through it for rubbish takes 0.2 s
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _set(handler: Any) -> None:
    """Handle signals so, but for those that whoever started this process has it ignore (``nohup``)."""
    for number in _NAMES:
        if _signal.getsignal(number) != _signal.SIG_IGN:
            _signal.signal(number, handler)
