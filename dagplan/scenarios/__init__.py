"""Synthetic inputs, what-if changes, studies, batch runs and comparison."""

from __future__ import annotations

from .generate import KINDS, Kind, generate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .batch import StudyProgress, run_study
    from .study import Study
    from .study_file import read_study

__all__ = ["KINDS", "Kind", "Study", "StudyProgress", "generate", "read_study", "run_study"]
_ON_DEMAND = {"Study": ".study", "StudyProgress": ".batch", "read_study": ".study_file", "run_study": ".batch"}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _ON_DEMAND:
        raise AttributeError(f"module 'dagplan.scenarios' has no attribute {name!r}")
    return getattr(import_module(_ON_DEMAND[name], __name__), name)
