"""The search kernel, compiled: ``python -m tools.build_kernel`` puts it beside its source.

``--if-older`` does so only where a source is newer. The build hook (``hatch_build.py``) loads this file by its path,
before anything is installed: standard library only.

The compiler is $CC, or cc, gcc or clang, or else zig, a compiler that pip installs (``ziglang``); zig also builds for
other machines. Never for the processor at hand, nor with arithmetic of its own: the same plan comes out everywhere.
"""

from __future__ import annotations

import argparse
import ast
import os
import platform
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "dagplan" / "solver" / "search" / "kernel"
SOURCE = FOLDER / "kernel.c"
SOURCES = (SOURCE, FOLDER / "kernel.h", FOLDER / "slots.py", Path(__file__).resolve())
"""What the library is made from; the widths stand in ``slots.py``."""
FLAGS = (
    *("-std=c11", "-O2", "-fPIC", "-fvisibility=hidden", "-Wall", "-Wextra"),
    *("-ffp-contract=off", "-fno-math-errno"),  # a fused multiplication rounds otherwise than two steps do
)
CALLED = ("calloc", "free", "memcpy", "memmove", "memset", "realloc")
"""What it calls of C's library."""
ZIG = "ziglang>=0.13"
"""What pip installs where a machine has no compiler."""


class BuildError(Exception):
    """The kernel could not be compiled."""


@dataclass(frozen=True)
class Target:
    """A kind of machine.

    Attributes
    ----------
    zig
        Its name for zig: processor, system, and what it has at least.
    tag
        What a wheel for it is called, the last part of its tag.
    """

    zig: str
    tag: str

    @property
    def is_mac(self) -> bool:
        """Whether it is a Mac."""
        return "-macos" in self.zig

    @property
    def is_windows(self) -> bool:
        """Whether it has Windows."""
        return "-windows" in self.zig

    @property
    def library(self) -> str:
        """The library's file name there."""
        return "_kernel.dll" if self.is_windows else "_kernel.so"


TARGETS = {
    "x86_64-linux-gnu.2.17": Target("x86_64-linux-gnu.2.17", "manylinux_2_17_x86_64.manylinux2014_x86_64"),
    "aarch64-linux-gnu.2.17": Target("aarch64-linux-gnu.2.17", "manylinux_2_17_aarch64.manylinux2014_aarch64"),
    "x86_64-macos": Target("x86_64-macos.11.0", "macosx_11_0_x86_64"),
    "aarch64-macos": Target("aarch64-macos.11.0", "macosx_11_0_arm64"),
    "x86_64-windows-gnu": Target("x86_64-windows-gnu", "win_amd64"),
}
"""What ``DAGPLAN_KERNEL_TARGET`` may be."""


def here() -> Target:
    """The machine at hand."""
    machine = platform.machine()
    processor = {"AMD64": "x86_64", "ARM64": "aarch64", "arm64": "aarch64"}.get(machine, machine)
    if sys.platform == "darwin":  # Python may be built for several processors, the library is for one
        return Target(f"{processor}-macos.11.0", f"macosx_11_0_{machine}")
    system = "windows-gnu" if sys.platform == "win32" else "linux-gnu"
    return Target(f"{processor}-{system}", sysconfig.get_platform().replace("-", "_").replace(".", "_"))


def widths() -> tuple[int, ...]:
    """The numbers of words that the kernel is compiled for, read of ``slots.py`` without importing it."""
    for one in ast.parse((FOLDER / "slots.py").read_text("utf-8")).body:
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and one.targets[0].id == "WIDTHS":
            return tuple(ast.literal_eval(one.value))
    raise BuildError("slots.py has no WIDTHS")


def in_place() -> Path:
    """Where the library stands in a checkout."""
    return FOLDER / here().library


def is_fresh(library: Path) -> bool:
    """Whether there is a library, and none of its sources is newer."""
    return library.exists() and library.stat().st_mtime >= max(one.stat().st_mtime for one in SOURCES)


def system_compiler() -> tuple[str, ...] | None:
    """The machine's own C compiler: $CC whether it works or not, else the first that can make a library."""
    if sys.platform == "win32" or sys.maxsize < 2**32:  # the kernel's sets are of 64-bit words
        return None
    chosen = shlex.split(os.environ.get("CC", ""))
    if chosen:
        return tuple(chosen)
    return next(((name,) for name in ("cc", "gcc", "clang") if shutil.which(name) and _works(name)), None)


def _works(name: str) -> bool:
    """Whether a compiler has all that it needs: some are there without the system's headers."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "try.c")
        source.write_text("#include <math.h>\n#include <stdlib.h>\nint works(void) { return abs(-1); }\n")
        command = [name, "-fPIC", "-shared", str(source), "-o", str(source.with_suffix(".so")), "-lm"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def zig() -> tuple[str, ...]:
    """The compiler that pip installs, if it is installed.

    Raises
    ------
    BuildError
        If it isn't.
    """
    if not find_spec("ziglang"):
        raise BuildError("there is no C compiler: no cc, gcc or clang that works, and no zig (pip install ziglang)")
    return sys.executable, "-m", "ziglang"


def can_be_zig() -> bool:
    """Whether pip can get zig here; true where pip can't be asked."""
    if sys.maxsize < 2**32:
        return False
    # By PYTHONPATH pip hides what is installed, itself too, from what it builds.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    asked = [sys.executable, "-m", "pip", "index", "versions", "ziglang"]
    done = subprocess.run(asked, capture_output=True, text=True, env=env, check=False)
    return done.returncode == 0 or "No matching distribution" not in done.stderr


def requirements() -> list[str]:
    """What has to be installed before the kernel can be made."""
    if os.environ.get("DAGPLAN_KERNEL_TARGET"):
        return [ZIG]
    if is_fresh(in_place()) or system_compiler() or not can_be_zig():
        return []
    return [ZIG]


def asked_target() -> Target | None:
    """The machine that ``DAGPLAN_KERNEL_TARGET`` names; None if it doesn't."""
    name = os.environ.get("DAGPLAN_KERNEL_TARGET")
    if not name:
        return None
    if name not in TARGETS:
        raise BuildError(f"DAGPLAN_KERNEL_TARGET is {name}, not one of {', '.join(TARGETS)}")
    return TARGETS[name]


def build(to: Path, target: Target | None = None, *, flags: tuple[str, ...] = ()) -> None:
    """Compile the kernel, its widths side by side, and put the library in its place when it is whole.

    Parameters
    ----------
    to
        The library's path.
    target
        Another machine to build it for; None for the one at hand.
    flags
        More of them, for compiling and linking.

    Raises
    ------
    BuildError
        If there is no compiler, or it says no: then with what it said.
    """
    system = None if target else system_compiler()
    target = target or here()
    with tempfile.TemporaryDirectory(prefix=".kernel-", dir=to.parent) as folder:
        scratch = Path(folder)
        if not system:
            compiler: tuple[str, ...] = (*zig(), "cc", "-target", target.zig)
        elif target.is_mac:
            compiler = (*system, "-arch", platform.machine(), "-mmacosx-version-min=11.0")
        else:
            compiler = system
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # the widest first, which takes longest
            each = partial(_object, (*compiler, *FLAGS, *flags), scratch)
            objects = list(pool.map(each, sorted(widths(), reverse=True)))
        made = scratch / to.name
        if system:
            _run((*compiler, *flags, "-shared", *objects, "-o", str(made), "-lm"), scratch)
        else:
            _link_by_zig(target, objects, made, scratch)
        os.replace(made, to)


def _object(compiler: tuple[str, ...], folder: Path, words: int) -> str:
    made = str(folder / f"kernel-{words}.o")
    _run((*compiler, f"-DWORDS={words}", "-c", str(SOURCE), "-o", made), folder)
    return made


def _link_by_zig(target: Target, objects: list[str], made: Path, folder: Path) -> None:
    """Link with nothing of zig's own, which it would compile first, for a minute.

    What the kernel calls of C's library, a few functions for memory, any Python has with it; on Windows the library
    that is part of the system has them.
    """
    if target.is_windows:
        wanted, stub = folder / "c.def", str(folder / "c.lib")
        wanted.write_text("LIBRARY msvcrt.dll\nEXPORTS\n" + "\n".join(CALLED) + "\n")
        machine = "arm64" if target.zig.startswith("aarch64") else "i386:x86-64"
        _run((*zig(), "dlltool", "-m", machine, "-d", str(wanted), "-l", stub), folder)
        _run((*zig(), "lld-link", "-dll", "-noentry", "-Brepro", f"-out:{made}", *objects, stub), folder)
    elif target.is_mac:
        kind = "-target", target.zig, "-shared", "-nostdlib", f"-Wl,-install_name,@rpath/{made.name}"
        _run((*zig(), "cc", *kind, *objects, "-o", str(made), "-lSystem"), folder)
    else:
        _run((*zig(), "ld.lld", "-shared", "--strip-all", *objects, "-o", str(made)), folder)


def _run(command: tuple[str, ...], folder: Path) -> None:
    env = {"ZIG_LOCAL_CACHE_DIR": str(folder / "zig"), "ZIG_GLOBAL_CACHE_DIR": str(folder / "zig"), **os.environ}
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", env=env, check=False)
    except OSError as error:
        raise BuildError(f"{command[0]} can't be run: {error}") from error
    if done.returncode:
        raise BuildError(f"{shlex.join(command)} failed:\n{done.stderr or done.stdout}")


def main() -> int:
    """Compile, in place if nothing else is said; 1 if that can't be done."""
    parser = argparse.ArgumentParser(description="compile the search kernel")
    parser.add_argument("--if-older", action="store_true", help="only where a source is newer than the library")
    parser.add_argument("--to", type=Path, default=in_place(), metavar="FILE", help="the library, if not in place")
    parser.add_argument("--flags", type=shlex.split, default=(), help="more of them, as one argument")
    asked = parser.parse_args()
    if asked.if_older and is_fresh(asked.to):
        return 0
    try:
        asked.to.parent.mkdir(parents=True, exist_ok=True)
        build(asked.to, flags=tuple(asked.flags))
    except BuildError as error:
        asked.to.unlink(missing_ok=True)  # of other sources than those that stand here
        print(f"The search kernel is not compiled, so the search in Python is used: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
