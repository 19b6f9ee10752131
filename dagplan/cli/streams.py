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
