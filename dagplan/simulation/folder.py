"""The years on disk: each week as soon as it is over, so that a run that is stopped can go on.

``policies.json`` says which policies these are; ``years/POLICY.seed-N/`` has a file a week, and ``state.json``: how
it stands after the last of them. Every file begins with a checksum of the rest of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagplan.files.atomic import write_bytes
from dagplan.files.file_names import file_name
from dagplan.files.places import reading, shown_path
from dagplan.models import InputError, Problem
from dagplan.scenarios.one_writer import LOCK, alone_in
from dagplan.scenarios.sealed import SealBrokenError, opened, sealed
from dagplan.version import __version__
from dagplan.words.messages.file_faults import FileFaults
from dagplan.words.messages.study_faults import ResultsFaults

from .year import Week

_SCHEMA, _WEEK, _STATE = "dagplan.years/1", "dagplan.week/1", "dagplan.year-state/1"
_HEAD = "policies.json"


class Folder:
    """The folder of the years.

    Parameters
    ----------
    path
        Made if it does not exist; its parent exists.
    world
        What decides all that comes of them: ``running.as_bytes``.
    """

    def __init__(self, path: str | Path, world: bytes) -> None:
        self.path = Path(path)
        self.hash = "sha256:" + hashlib.sha256(__version__.encode() + world).hexdigest()

    def problems(self) -> list[Problem]:
        """Why these years can't be kept here; empty if they can."""
        place, path = shown_path(self.path), self.path
        if not path.exists():
            parent = path.resolve().parent
            return [] if parent.is_dir() else [Problem.of(place, FileFaults.NO_SUCH_FOLDER())]
        if not path.is_dir():
            return [Problem.of(place, FileFaults.NOT_A_FOLDER())]
        with reading(path):
            names = {entry.name for entry in path.iterdir() if not entry.name.endswith(".tmp")}
        if names <= {LOCK}:
            return []
        head = _read(path / _HEAD, _SCHEMA)
        if head is None:
            return [Problem.of(place, ResultsFaults.NO_RESULTS(), "folder_in_use")]
        if head["hash"] != self.hash:
            return [Problem.of(place, ResultsFaults.OF_ANOTHER_STUDY(), "study_changed")]
        return []

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Keep years here while the block runs; nobody else writes then.

        Raises
        ------
        InputError
            If the folder can't be used, or another run writes there now.
        """
        if problems := self.problems():
            raise InputError(problems)
        with reading(self.path, "written"):
            self.path.mkdir(exist_ok=True)
        with alone_in(self.path):
            with reading(self.path, "written"):
                for left in self.path.rglob(".dagplan-*.tmp"):
                    left.unlink(missing_ok=True)
            head = {"schema": _SCHEMA, "name": name, "hash": self.hash, "versions": {"dagplan": __version__}}
            write_bytes(self.path / _HEAD, sealed(head, indent=2))
            yield

    def state(self, key: tuple[str, int]) -> Mapping[str, Any] | None:
        """How a year stood after the last week that is kept whole; None: from the beginning."""
        found = _read(self._of(key) / "state.json", _STATE)
        if found is None or found["hash"] != self.hash:
            return None
        kept = all(self._week(key, number) is not None for number in range(found["state"]["done"]))
        state: Mapping[str, Any] = found["state"]
        return state if kept else None

    def keep(self, key: tuple[str, int], week: Mapping[str, Any], state: Mapping[str, Any]) -> None:
        """Write a week that is over, then how it stands: beside, then renamed."""
        folder = self._of(key)
        folder.mkdir(parents=True, exist_ok=True)
        write_bytes(
            self._path(key, week["number"]), sealed({"schema": _WEEK, "hash": self.hash, "week": week}, indent=1)
        )
        write_bytes(folder / "state.json", sealed({"schema": _STATE, "hash": self.hash, "state": state}, indent=1))

    def weeks(self, key: tuple[str, int]) -> Iterator[Week]:
        """The weeks of a year that are kept, in their order."""
        number = 0
        while (found := self._week(key, number)) is not None:
            yield found
            number += 1

    def _week(self, key: tuple[str, int], number: int) -> Week | None:
        found = _read(self._path(key, number), _WEEK)
        return None if found is None or found["hash"] != self.hash else Week.of(found["week"])

    def _of(self, key: tuple[str, int]) -> Path:
        policy, seed = key
        return self.path / "years" / f"{file_name(policy)}.seed-{seed}"

    def _path(self, key: tuple[str, int], number: int) -> Path:
        return self._of(key) / f"week-{number:03}.json"


def _read(path: Path, schema: str) -> dict[str, Any] | None:
    """What a file of ours holds; None where it is not there, or not whole."""
    try:
        found = opened(path.read_bytes())
    except (OSError, SealBrokenError):
        return None
    return found if found.get("schema") == schema else None
