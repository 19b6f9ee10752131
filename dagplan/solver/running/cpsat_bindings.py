"""OR-Tools' CP-SAT without pandas, which it brings in for columns of variables; nothing here has any.

That is half a second of processor time in each process that solves. So the one statement in OR-Tools that imports it
gets a stand-in, which becomes pandas as soon as anything is asked of it: whoever uses CP-SAT's columns in the same
process has them. Where pandas is there already, or OR-Tools is packed in another way, all is as ever.
"""

from __future__ import annotations

import builtins
import importlib
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any

_CP_MODEL = "ortools.sat.python.cp_model"
_PANDAS = "pandas"
_IN_ANNOTATIONS = "Index", "Series"
"""What the module names of pandas while it is imported, in annotations only."""


class _Later(ModuleType):
    """Pandas, imported when something is asked of it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(_PANDAS), name)


class _Loader(SourceFileLoader):
    """Loads the module with an ``import`` of its own: nobody else's imports are touched, in other threads neither."""

    def exec_module(self, module: ModuleType) -> None:
        pandas = _Later(_PANDAS)
        for name in _IN_ANNOTATIONS:
            setattr(pandas, name, type(name, (), {}))

        def import_(name: str, *args: Any, **named: Any) -> ModuleType:
            return pandas if name == _PANDAS else builtins.__import__(name, *args, **named)

        module.__dict__["__builtins__"] = {**vars(builtins), "__import__": import_}
        super().exec_module(module)
        for name in _IN_ANNOTATIONS:
            delattr(pandas, name)


class _Finder(MetaPathFinder):
    """Finds this one module."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        found = PathFinder.find_spec(fullname, path, target) if fullname == _CP_MODEL else None
        if found is None or type(found.loader) is not SourceFileLoader or _PANDAS in sys.modules:
            return None
        found.loader = _Loader(found.loader.name, found.loader.path)
        return found


_finder = _Finder()
sys.meta_path.insert(0, _finder)
try:
    from ortools.sat.python import cp_model
finally:
    sys.meta_path.remove(_finder)

__all__ = ["cp_model"]
