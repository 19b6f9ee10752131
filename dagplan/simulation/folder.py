"""The years on disk: each week as soon as it is over, so that a run that is stopped can go on.

``policies.json`` says which policies these are; ``years/POLICY.seed-N/`` has a file a week, and ``state-NNN.json``:
how it stands after so many of them, the last two and one a quarter. Every file begins with a checksum of the rest of
it: one that is torn or edited is told, and the year goes on from what is whole before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from dagplan.files.atomic import write_bytes
from dagplan.files.file_names import file_name
from dagplan.files.places import reading, shown_path
from dagplan.models import InputError, Problem
from dagplan.scenarios.one_writer import LOCK, alone_in
from dagplan.scenarios.sealed import SealBrokenError, opened, sealed
from dagplan.version import __version__
from dagplan.words import Said
from dagplan.words.messages.file_faults import FileFaults
from dagplan.words.messages.policy_faults import YearsDamages, YearsFaults
from dagplan.words.messages.study_faults import Damages, ResultsFaults

from .year import Week

_SCHEMA, _WEEK, _STATE = "dagplan.years/1", "dagplan.week/1", "dagplan.year-state/1"
_HEAD = "policies.json"
_QUARTER = 13
"""How it stands is kept every so many weeks."""

OnDamage = Callable[[Problem], None]


class Folder:
    """The folder of the years.

    Parameters
    ----------
    path
        Made if it does not exist; its parent exists.
    world
        What decides all that comes of them: ``running.as_bytes``.
    on_damage
        Told of each file that is torn or edited, and what is done about it.
    """

    def __init__(self, path: str | Path, world: bytes, on_damage: OnDamage = lambda _problem: None) -> None:
        self.path = Path(path)
        self._on_damage = on_damage
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
        try:
            known = _opened(path / _HEAD, _SCHEMA)["hash"]
        except SealBrokenError:
            known = self._hash_of_weeks()
        if known is None:
            return [Problem.of(place, YearsFaults.NO_YEARS(), "folder_in_use")]
        return [] if known == self.hash else [Problem.of(place, YearsFaults.OF_OTHER_POLICIES(), "policies_changed")]

    def _hash_of_weeks(self) -> str | None:
        """Of which policies the weeks are that are kept, where ``policies.json`` does not tell."""
        for path in sorted(self.path.glob("years/*/week-*.json")):
            with suppress(SealBrokenError):
                return str(_opened(path, _WEEK)["hash"])
        return None

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
            try:
                if (self.path / _HEAD).exists():
                    _opened(self.path / _HEAD, _SCHEMA)
            except SealBrokenError as broken:
                said = ResultsFaults.WRITTEN_ANEW(damage=broken.said)
                self._on_damage(Problem.of(shown_path(self.path / _HEAD), said, "damaged"))
            head = {"schema": _SCHEMA, "name": name, "hash": self.hash, "versions": {"dagplan": __version__}}
            write_bytes(self.path / _HEAD, sealed(head, indent=2))
            yield

    def state(self, key: tuple[str, int]) -> Mapping[str, Any] | None:
        """How a year stood after the last week up to which all is kept whole; None: from the beginning.

        What is damaged is told: those weeks are lived through again.
        """
        damaged: list[tuple[Path, Said]] = []
        whole = 0
        while self._whole(self._path(key, whole), _WEEK, damaged):
            whole += 1
        found = None
        for path in sorted(self._of(key).glob("state-*.json"), reverse=True):
            record = self._whole(path, _STATE, damaged)
            if record is not None and record["state"]["done"] <= whole:
                found = record["state"]
                break
        for path, said in damaged:
            self._on_damage(Problem.of(shown_path(path), _goes_on(said, key, found), "damaged"))
        return found

    def _whole(self, path: Path, schema: str, damaged: list[tuple[Path, Said]]) -> dict[str, Any] | None:
        """What a file of this run holds; None where it is not there, or is damaged, which is noted."""
        if not path.exists():
            return None
        try:
            found = _opened(path, schema)
            if found["hash"] != self.hash:
                raise SealBrokenError(Damages.OTHER_CASE())
        except SealBrokenError as broken:
            damaged.append((path, broken.said))
            return None
        return found

    def keep(self, key: tuple[str, int], week: Mapping[str, Any], state: Mapping[str, Any]) -> None:
        """Write a week that is over, then how it stands: beside, then renamed."""
        folder = self._of(key)
        folder.mkdir(parents=True, exist_ok=True)
        write_bytes(
            self._path(key, week["number"]), sealed({"schema": _WEEK, "hash": self.hash, "week": week}, indent=1)
        )
        done = int(state["done"])
        write_bytes(_state(folder, done), sealed({"schema": _STATE, "hash": self.hash, "state": state}, indent=1))
        # From one of these a year goes on where a week turns out to be damaged.
        stay = {_state(folder, one) for one in (done, done - 1, *range(0, done, _QUARTER))}
        for path in set(folder.glob("state-*.json")) - stay:
            path.unlink(missing_ok=True)

    def weeks(self, key: tuple[str, int]) -> Iterator[Week]:
        """The weeks of a year that are kept, in their order."""
        number = 0
        while (found := self._week(key, number)) is not None:
            yield found
            number += 1

    def _week(self, key: tuple[str, int], number: int) -> Week | None:
        found = self._whole(self._path(key, number), _WEEK, [])
        return None if found is None else Week.of(found["week"])

    def _of(self, key: tuple[str, int]) -> Path:
        policy, seed = key
        return self.path / "years" / f"{file_name(policy)}.seed-{seed}"

    def _path(self, key: tuple[str, int], number: int) -> Path:
        return self._of(key) / f"week-{number:03}.json"


def _state(folder: Path, done: int) -> Path:
    return folder / f"state-{done:03}.json"


def _goes_on(damage: Said, key: tuple[str, int], state: Mapping[str, Any] | None) -> Said:
    """What becomes of a year of which a file is damaged."""
    policy, seed = key
    if state is None:
        return YearsDamages.FROM_THE_BEGINNING(damage=damage, policy=policy, seed=seed)
    return YearsDamages.FROM_THE_WEEK_BEFORE(damage=damage, policy=policy, seed=seed, n=state["done"])


def _opened(path: Path, schema: str) -> dict[str, Any]:
    """What a file of ours holds."""
    try:
        found = opened(path.read_bytes())
    except OSError as error:
        raise SealBrokenError(Damages.CANT_BE_READ(why=error.strerror or type(error).__name__)) from error
    if found.get("schema") != schema:
        raise SealBrokenError(Damages.OTHER_SCHEMA(schema=schema))
    return found
