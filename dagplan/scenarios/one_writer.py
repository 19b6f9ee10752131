"""A folder that one process at a time writes to.

The lock is the operating system's, on an empty file: it goes with the process that holds it, however that ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagplan.files.places import reading, shown_path
from dagplan.models import InputError, Problem
from dagplan.words.messages.study_faults import ResultsFaults

LOCK = ".dagplan-lock"
"""The file's name."""


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Be the only one who writes in a folder while the block runs.

    Raises
    ------
    InputError
        If another process does.
    """
    with reading(folder, "written"):
        file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _locked(file):
            raise InputError([Problem.of(shown_path(folder), ResultsFaults.ANOTHER_RUN(), "folder_in_use")])
        yield
    finally:
        os.close(file)


def _locked(file: int) -> bool:
    """Whether the lock could be had; where the file system knows no locks, anybody has it."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
