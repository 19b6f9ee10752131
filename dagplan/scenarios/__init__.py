"""Synthetic inputs, what-if changes, studies, batch runs and comparison."""

from __future__ import annotations

from .batch import StudyProgress, run_study
from .generate import KINDS, Kind, generate
from .study import Study
from .study_file import read_study

__all__ = ["KINDS", "Kind", "Study", "StudyProgress", "generate", "read_study", "run_study"]
