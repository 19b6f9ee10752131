"""The results of a study on disk: each finished case at once, so that a run that is stopped can go on.

``study.json`` says which study it is; ``cases/`` has a file a case. Nothing of another study is ever mixed in.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dagplan import __version__
from dagplan.files.atomic import write_text
from dagplan.files.file_names import file_name
from dagplan.files.places import reading, shown_path
from dagplan.models import InputError, Problem

from .cases import Case

_SCHEMA, _CASE_SCHEMA = "dagplan.study-results/1", "dagplan.case/1"


class Archive:
    """The folder of a study's results.

    Parameters
    ----------
    folder
        Made if it does not exist; its parent exists.
    study_hash
        See ``cases.study_hash``.
    """

    def __init__(self, folder: str | Path, study_hash: str) -> None:
        self.folder = Path(folder)
        self.cases = self.folder / "cases"
        self._hash = study_hash

    def problems(self) -> list[Problem]:
        """Why these results can't be kept here; empty if they can. Nothing is written."""
        place, folder = shown_path(self.folder), self.folder
        if not folder.exists():
            if not folder.resolve().parent.is_dir():
                return [Problem(place, "the folder to write it in does not exist", "no_such_folder")]
            return []
        if not folder.is_dir():
            return [Problem(place, "is a file, not a folder", "not_a_folder")]
        with reading(folder):
            names = {entry.name for entry in folder.iterdir() if not entry.name.endswith(".tmp")}
        if names <= {"cases"} and not (self.cases.is_dir() and any(self.cases.glob("*.json"))):
            return []
        try:
            found = json.loads((folder / "study.json").read_text("utf-8"))
            old_hash = found["hash"] if found["schema"] == _SCHEMA else None
        except (OSError, ValueError, KeyError, TypeError):
            old_hash = None
        if old_hash is None:
            return [Problem(place, "is not empty, and holds no results of a study", "folder_in_use")]
        if old_hash != self._hash:
            message = (
                "holds results of another study, or of this one before it, its base or the program was changed: "
                "choose another folder"
            )
            return [Problem(place, message, "study_changed")]
        return []

    def open(self, name: str) -> None:
        """Get the folder ready; what a killed run left half-written is swept away."""
        problems = self.problems()
        if problems:
            raise InputError(problems)
        with reading(self.folder, "written"):
            self.cases.mkdir(parents=True, exist_ok=True)
            for left in (*self.folder.glob(".dagplan-*.tmp"), *self.cases.glob(".dagplan-*.tmp")):
                left.unlink(missing_ok=True)
        head = {"schema": _SCHEMA, "study": name, "hash": self._hash, "versions": {"dagplan": __version__}}
        write_text(self.folder / "study.json", json.dumps(head, indent=2, ensure_ascii=False) + "\n")

    def record(self, case: Case) -> dict[str, Any] | None:
        """What is known of a case that was finished before; None if it is to be done."""
        try:
            found = json.loads(self._path(case).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        same = isinstance(found, dict) and (found.get("schema"), found.get("hash")) == (_CASE_SCHEMA, case.hash)
        return found if same else None

    def keep(self, case: Case, record: dict[str, Any]) -> None:
        """Write a finished case: beside, then renamed."""
        whole = {"schema": _CASE_SCHEMA, "hash": case.hash, **record}
        write_text(self._path(case), json.dumps(whole, indent=1, ensure_ascii=False) + "\n")

    def _path(self, case: Case) -> Path:
        named = case.variant.grid or case.variant.name
        return self.cases / f"{file_name(named)}{case.key.removeprefix(named)}.json"
