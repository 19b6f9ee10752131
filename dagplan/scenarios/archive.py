"""The results of a study on disk: each finished case at once, so that a run that is stopped can go on.

``study.json`` says which study it is; ``cases/`` has a file a case. Nothing of another study is ever mixed in. Every
file begins with a checksum of the rest of it (``sealed``): one that is torn or edited is told, and done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagplan.files.atomic import write_bytes
from dagplan.files.file_names import file_name
from dagplan.files.places import reading, shown, shown_path
from dagplan.models import InputError, Problem
from dagplan.version import __version__
from dagplan.words.messages.file_faults import FileFaults
from dagplan.words.messages.study_faults import Damages, ResultsFaults

from .cases import Case
from .one_writer import LOCK, alone_in
from .sealed import SealBrokenError, opened, sealed

_SCHEMA, _CASE_SCHEMA = "dagplan.study-results/1", "dagplan.case/1"

OnDamage = Callable[[Problem], None]


class Archive:
    """The folder of a study's results.

    Parameters
    ----------
    folder
        Made if it does not exist; its parent exists.
    study_hash
        See ``cases.study_hash``.
    on_damage
        Told of each file that is torn or edited, and done again.
    """

    def __init__(self, folder: str | Path, study_hash: str, on_damage: OnDamage | None = None) -> None:
        self.folder = Path(folder)
        self.cases = self.folder / "cases"
        self._head = self.folder / "study.json"
        self._hash = study_hash
        self._on_damage = on_damage or (lambda _problem: None)

    def problems(self) -> list[Problem]:
        """Why these results can't be kept here; empty if they can. Nothing is written."""
        place, folder = shown_path(self.folder), self.folder
        if not folder.exists():
            if not folder.resolve().parent.is_dir():
                return [Problem.of(place, FileFaults.NO_SUCH_FOLDER())]
            return []
        if not folder.is_dir():
            return [Problem.of(place, FileFaults.NOT_A_FOLDER())]
        with reading(folder):
            names = {entry.name for entry in folder.iterdir() if not entry.name.endswith(".tmp")}
            cases = sorted(self.cases.glob("*.json")) if self.cases.is_dir() else []
        if names <= {"cases", LOCK} and not cases:
            return []
        if self._head.exists():
            try:
                return self._problems_of(_read(self._head, _SCHEMA), place)
            except SealBrokenError:
                pass
        return self._problems_without_head(cases, place)

    def _problems_of(self, head: dict[str, Any], place: str) -> list[Problem]:
        if head["hash"] == self._hash:
            return []
        made_by = head["versions"]["dagplan"]
        if made_by != __version__:
            said = ResultsFaults.OF_ANOTHER_VERSION(made_by=shown(made_by), version=__version__)
            return [Problem.of(place, said, "study_changed")]
        return [Problem.of(place, ResultsFaults.OF_ANOTHER_STUDY(), "study_changed")]

    def _problems_without_head(self, cases: list[Path], place: str) -> list[Problem]:
        """What ``study.json`` can't tell any more, the first case that is whole tells."""
        for path in cases:
            try:
                ours = _read(path, _CASE_SCHEMA)["study"] == self._hash
            except SealBrokenError:
                continue
            return [] if ours else [Problem.of(place, ResultsFaults.OF_ANOTHER_STUDY(), "study_changed")]
        if self._head.exists():
            return [Problem.of(place, ResultsFaults.OF_UNKNOWN_STUDY(), "folder_in_use")]
        return [Problem.of(place, ResultsFaults.NO_RESULTS(), "folder_in_use")]

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Keep the results of the study of this name there while the block runs; nobody else writes there then.

        What a killed run left half-written is swept away.

        Raises
        ------
        InputError
            If the folder can't be used, or another run writes there now.
        """
        problems = self.problems()
        if problems:
            raise InputError(problems)
        with reading(self.folder, "written"):
            self.cases.mkdir(parents=True, exist_ok=True)
        with alone_in(self.folder):
            self._get_ready(name)
            yield

    def _get_ready(self, name: str) -> None:
        with reading(self.folder, "written"):
            for left in (*self.folder.glob(".dagplan-*.tmp"), *self.cases.glob(".dagplan-*.tmp")):
                left.unlink(missing_ok=True)
        try:
            if self._head.exists():
                _read(self._head, _SCHEMA)
        except SealBrokenError as broken:
            said = ResultsFaults.WRITTEN_ANEW(damage=broken.said)
            self._on_damage(Problem.of(shown_path(self._head), said, "damaged"))
        head = {"schema": _SCHEMA, "study": name, "hash": self._hash, "versions": {"dagplan": __version__}}
        write_bytes(self._head, sealed(head, indent=2))

    def record(self, case: Case) -> dict[str, Any] | None:
        """What is known of a case that was finished before; None if it is to be done."""
        path = self._path(case)
        if not path.exists():
            return None
        try:
            found = _read(path, _CASE_SCHEMA)
            if (found["study"], found["hash"]) != (self._hash, case.hash):
                raise SealBrokenError(Damages.OTHER_CASE())
        except SealBrokenError as broken:
            said = ResultsFaults.DONE_AGAIN(damage=broken.said)
            self._on_damage(Problem.of(shown_path(path), said, "damaged"))
            return None
        return found

    def keep(self, case: Case, record: dict[str, Any]) -> None:
        """Write a finished case: beside, then renamed."""
        whole = {"schema": _CASE_SCHEMA, "study": self._hash, "hash": case.hash, **record}
        write_bytes(self._path(case), sealed(whole, indent=1))

    def _path(self, case: Case) -> Path:
        named = case.variant.grid or case.variant.name
        return self.cases / f"{file_name(named)}{case.key.removeprefix(named)}.json"


def _read(path: Path, schema: str) -> dict[str, Any]:
    """What a file of ours holds."""
    try:
        found = opened(path.read_bytes())
    except OSError as error:
        raise SealBrokenError(Damages.CANT_BE_READ(why=error.strerror or type(error).__name__)) from error
    if found.get("schema") != schema:
        raise SealBrokenError(Damages.OTHER_SCHEMA(schema=schema))
    return found
