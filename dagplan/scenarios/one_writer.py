"""A folder that one process at a time writes to.

The lock is the operating system's, on an empty file: it goes with the process that holds it, however that ends.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from dagplan.files.places import reading, shown_path
from dagplan.models import InputError, Problem


class OneWriter:
    """The right to write in a folder.

    Parameters
    ----------
    folder
        It exists when the right is asked for.
    """

    NAME = ".dagplan-lock"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None

    def enter(self) -> None:
        """Take the right.

        Raises
        ------
        InputError
            If another process has it.
        """
        if self._file is not None:
            return
        with reading(self._folder, "written"):
            file = os.open(self._folder / self.NAME, os.O_RDWR | os.O_CREAT, 0o644)
        if not _locked(file):
            os.close(file)
            message = "another run is writing its results here: wait for it to end, or choose another folder"
            raise InputError([Problem(shown_path(self._folder), message, "folder_in_use")])
        self._file = file

    def leave(self) -> None:
        """Give the right back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


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
