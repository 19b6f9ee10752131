"""Standard output and standard error, whatever has become of them."""

from __future__ import annotations

import io
import os
import sys


def ready() -> None:
    """Have all three standard streams, on nothing where they are closed, and able to show any text.

    A closed descriptor would be given to the next file that is opened, and what is printed would land in that.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a screen that can't show an arrow shows a question mark


class Unheard(io.TextIOBase):
    """Standard error for what is shown by the way: where it can't be written any more, that is no matter.

    It is what standard error was when this was made: a progress bar puts itself in its place.
    """

    def __init__(self) -> None:
        self._stream = sys.stderr

    def write(self, text: str) -> int:
        """Write what can be written."""
        try:
            return self._stream.write(text)
        except (OSError, ValueError):
            return len(text)

    def flush(self) -> None:
        """Flush what can be flushed."""
        try:
            self._stream.flush()
        except (OSError, ValueError):
            return

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The descriptor of standard error."""
        return self._stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """What the terminal can show."""
        return self._stream.encoding


def say(line: str, *, last: bool = False) -> None:
    """Write one line to standard error past all buffers, at any moment: also in the middle of a print.

    Parameters
    ----------
    line
        The line.
    last
        The process ends now: the cursor, which a line of progress hides, is shown again.
    """
    try:
        if os.isatty(2):
            line = f"\r\x1b[2K{line}" + "\x1b[?25h" * last
        os.write(2, f"{line}\n".encode(errors="replace"))
    except OSError:
        return


def silence(stream_number: int) -> None:
    """Let nothing more be written to a standard stream that is closed, also not at exit."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream_number)
        os.close(nowhere)
    except OSError:
        return
