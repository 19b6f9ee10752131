"""Writing that leaves either the whole new file or folder, or what was there before.

Everything is written beside its goal under a temporary name and then renamed. A folder is replaced only if
it is empty, or if a list in it (``.dagplan``) says that this program wrote every file there. A process that is to end
at once, whatever its threads are at, calls ``abandon`` first. What one leaves behind that is killed (``kill -9``) is
swept away by the next that writes there, an hour later: until then it may be another's that is still at work.
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dagplan.models.errors import InputError, Problem
from dagplan.words import Said
from dagplan.words.messages.file_faults import FileFaults

from .places import reading, shown, shown_path

MARKER = ".dagplan"
"""The file in a folder of ours: what the folder holds, then the name of each file, one a line."""

_PREFIX, _SUFFIX = ".dagplan-", ".tmp"
_LEFT_BEHIND_SECONDS = 3600
_begun: set[Path] = set()
_swept: set[Path] = set()
_step = threading.Lock()
"""Held while names change on the disk: ``abandon`` takes it, and never gives it back."""


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write a file, whole or not at all; an existing file keeps its permissions.

    Raises
    ------
    InputError
        If it can't be written there. What was there before is untouched.
    """
    goal = Path(path).resolve()
    with (
        reading(path, "written"),
        _beside(goal) as temporary,
    ):
        with _step:
            file = temporary.open("xb")
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if goal.exists():
            shutil.copymode(goal, temporary)
        with _step:
            temporary.replace(goal)


@contextmanager
def written_beside(path: str | Path) -> Iterator[Path]:
    """A path beside a file, for whoever writes it without holding it all: what stands there is renamed in the end.

    Raises
    ------
    InputError
        If it can't be written there. What was there before is untouched.
    """
    goal = Path(path).resolve()
    with reading(path, "written"), _beside(goal) as temporary:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        with _step:
            temporary.replace(goal)


def write_folder(path: str | Path, files: Mapping[str, bytes], kind: str) -> None:
    """Write a folder with these files, whole or not at all.

    Parameters
    ----------
    path
        The folder; its parent exists.
    files
        Contents by file name.
    kind
        What the folder holds. A folder of another kind is not replaced.

    Raises
    ------
    InputError
        If it can't be written there, or holds what this program did not write. Nothing is changed then.
    """
    problems = folder_problems(path, kind)
    if problems:
        raise InputError(problems)
    goal = Path(path).resolve()
    with (
        reading(path, "written"),
        _beside(goal) as temporary,
    ):
        with _step:
            temporary.mkdir()
        for name, data in {**files, MARKER: _marker_text(kind, files).encode()}.items():
            with _step:
                (temporary / name).write_bytes(data)
        with _step:
            _swap(temporary, goal)


def folder_problems(path: str | Path, kind: str) -> list[Problem]:
    """Why a folder can't be written here; empty if it can."""
    goal = Path(path)
    if not goal.exists():
        return []
    if not goal.is_dir():
        return [Problem.of(shown_path(path), FileFaults.NOT_A_FOLDER())]
    with reading(path):
        names = {entry.name for entry in goal.iterdir()}
        head = (goal / MARKER).read_text("utf-8", "replace").splitlines() if MARKER in names else []
    known = {*head[1:], MARKER}
    # Some file systems give letters back decomposed.
    strangers = {name for name in names - known if unicodedata.normalize("NFC", name) not in known - names}
    why: Said | None = None
    if names and not head:
        why = FileFaults.FOLDER_OF_OTHERS()
    elif names and head[0] != kind:
        why = FileFaults.FOLDER_OF_ANOTHER_KIND(found=shown(head[0]), wanted=kind)
    elif strangers:
        why = FileFaults.FOLDER_WITH_STRANGERS(n=len(strangers))
    return [Problem.of(shown_path(path), why, "folder_in_use")] if why else []


def _marker_text(kind: str, names: Mapping[str, bytes]) -> str:
    return "\n".join([kind, *sorted(names)]) + "\n"


def _swap(temporary: Path, goal: Path) -> None:
    """Put the new folder in place of the old one; the old one comes back if that fails."""
    if not goal.exists():
        temporary.rename(goal)
        return
    old = goal.with_name(f"{temporary.name}.old")
    goal.rename(old)
    try:
        temporary.rename(goal)
    except BaseException:
        old.rename(goal)
        raise
    shutil.rmtree(old, ignore_errors=True)


def abandon() -> None:
    """Take away all that is half-written, in a process that ends now: none of its threads writes any more."""
    if _step.acquire(timeout=1):
        for temporary in tuple(_begun):
            _remove(temporary)


@contextmanager
def _beside(goal: Path) -> Iterator[Path]:
    """A temporary path beside the goal; whatever stands there is taken away when the block fails."""
    _sweep(goal.parent)
    temporary = goal.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")
    _begun.add(temporary)
    try:
        yield temporary
    except BaseException:
        _remove(temporary)
        raise
    finally:
        _begun.discard(temporary)


def _sweep(folder: Path) -> None:
    """Take away what a killed process left here, once a folder."""
    if folder in _swept:
        return
    _swept.add(folder)
    long_ago = time.time() - _LEFT_BEHIND_SECONDS
    for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        try:
            if left.lstat().st_mtime < long_ago:
                _remove(left)
        except OSError:  # another has been quicker
            continue


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
