"""The build hook: wheels have the search kernel compiled, and where that can't be done they are pure Python.

An editable install has it beside its source; ``DAGPLAN_KERNEL_TARGET`` makes a wheel for another machine.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


@cache
def _tool() -> ModuleType:
    """``tools/build_kernel.py``, which a build can't import by its name."""
    path = Path(__file__).resolve().parent / "tools" / "build_kernel.py"
    spec = importlib.util.spec_from_file_location("dagplan_build_kernel", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


class KernelHook(BuildHookInterface[Any]):
    """Compiles the kernel for a wheel, or in place for an editable one."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """A compiler from the package index, where the machine has none."""
        return list(_tool().requirements())

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and say what the wheel is for; warn where that fails.

        Raises
        ------
        BuildError
            If it fails and the wheel was asked for another machine.
        """
        tool = _tool()
        self._scratch = tempfile.mkdtemp()
        target = None if version == "editable" else tool.asked_target()
        library = tool.in_place()
        try:
            if target or not tool.is_fresh(library):
                if version != "editable":
                    library = Path(self._scratch, (target or tool.here()).library)
                tool.build(library, target)
        except tool.BuildError as error:
            if target:
                raise
            tool.in_place().unlink(missing_ok=True)  # of other sources than those that stand here
            self.app.display_warning(f"The search kernel is not compiled, so the search in Python is used: {error}")
            return
        if version != "editable":
            inside = tool.FOLDER.relative_to(tool.ROOT) / library.name
            build_data["force_include"][str(library)] = inside.as_posix()
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{(target or tool.here()).tag}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled, now that it stands in the wheel."""
        shutil.rmtree(self._scratch, ignore_errors=True)
