"""A copy of the store in a file, made while the service goes on: SQLite's own online backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from dagplan.files.atomic import written_beside
from dagplan.files.places import shown_path
from dagplan.files.writing import FileFormat, disk_problems
from dagplan.models import InputError, Problem
from dagplan.models.faults import OutputError
from dagplan.words.messages.store_faults import StoreFaults


def backup_problems(store: Path, goal: Path, *, overwrite: bool) -> list[Problem]:
    """Why there can be no backup of a store in a file; empty if there can."""
    found = [] if store.is_file() else [Problem.of(shown_path(store), StoreFaults.NOT_THERE())]
    if goal.resolve().name in {f"{store.resolve().name}{ending}" for ending in ("", "-wal", "-shm")} and (
        goal.resolve().parent == store.resolve().parent
    ):
        return [*found, Problem.of(shown_path(goal), StoreFaults.BACKUP_IS_STORE())]
    if goal.exists() and found == [] and goal.samefile(store):
        return [Problem.of(shown_path(goal), StoreFaults.BACKUP_IS_STORE())]
    found += disk_problems(goal, FileFormat(lambda _: b""))
    if goal.is_file() and not overwrite:
        found.append(Problem.of(shown_path(goal), StoreFaults.BACKUP_IS_THERE()))
    return found


def back_up(store: Path, goal: Path, *, overwrite: bool = False) -> int:
    """Copy a store as it is at one moment into one file, whole or not at all, readable by nobody else.

    Parameters
    ----------
    store
        The store's file; others may write to it meanwhile.
    goal
        The file to make.
    overwrite
        Whether what stands there is replaced.

    Returns
    -------
    int
        How large it is, in bytes.

    Raises
    ------
    InputError
        With each thing that stands in the way; nothing is written then.
    OutputError
        If it can't be written.
    """
    if problems := backup_problems(store, goal, overwrite=overwrite):
        raise InputError(problems)
    try:
        with written_beside(goal) as temporary:
            os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            _copy(store, temporary)
            size = temporary.stat().st_size
    except sqlite3.OperationalError as error:  # the disk is full, or the store is locked
        raise OutputError([Problem.of(shown_path(goal), StoreFaults.NOT_BACKED_UP(why=str(error)))]) from error
    except sqlite3.Error as error:
        raise InputError([Problem.of(shown_path(store), StoreFaults.NOT_A_STORE(why=str(error)))]) from error
    return size


def _copy(store: Path, copy: Path) -> None:
    with (
        closing(sqlite3.connect(f"{store.resolve().as_uri()}?mode=rw", uri=True, timeout=30)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        if not source.execute("SELECT 1 FROM sqlite_master WHERE name = 'store'").fetchall():
            raise sqlite3.DatabaseError("no such table: store")  # a database of something else
        source.backup(target)  # all pages in one transaction: whoever writes is not held up (WAL)
        target.execute("PRAGMA journal_mode = DELETE").close()  # one file, nothing beside it
