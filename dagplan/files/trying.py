"""How long it takes to make a thing in its forms, tried out on a few of its kind."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from .writing import FileFormat, FolderFormat, IncompleteError

Model = TypeVar("Model")

_MARGIN = 1.25
_LEAST = 0.02
"""What is measured is taken so many times, and so many seconds are added a form: for the disk."""


def seconds_to_make(
    forms: Iterable[FileFormat[Model] | FolderFormat[Model]], least: Model, few: Model, share: float
) -> float:
    """Seconds that making and writing takes, with some to spare.

    Parameters
    ----------
    forms
        What is to be made.
    least, few
        Things like the one to be made: the smallest there is, and one with a part of what that has.
    share
        How large that part is: 0 (not included) to 1.
    """
    return sum(_LEAST + _MARGIN * _seconds(form, least, few, share) for form in forms)


def _seconds(form: FileFormat[Model] | FolderFormat[Model], least: Model, few: Model, share: float) -> float:
    make: Callable[[Model], object] = form.to_bytes if isinstance(form, FileFormat) else form.to_files
    _timed(make, least)  # imports what it needs
    fixed = _timed(make, least)
    return fixed + max(0.0, _timed(make, few) - fixed) / share


def _timed(make: Callable[[Model], object], value: Model) -> float:
    began = time.perf_counter()
    try:
        make(value)
    except IncompleteError:
        pass  # told when it is written
    except Exception:
        pass
    return time.perf_counter() - began
