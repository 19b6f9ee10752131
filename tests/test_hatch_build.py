"""Wheels are built of a project with a kernel of two lines."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.places import ROOT
from tools import build_kernel

KERNEL = "dagplan/solver/search/kernel"


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    (root / KERNEL).mkdir(parents=True)
    (root / "tools").mkdir()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "tools/build_kernel.py"):
        shutil.copy(ROOT / name, root / name)
    for name in ("__init__.py", "version.py"):
        shutil.copy(ROOT / "dagplan" / name, root / "dagplan" / name)
    (root / KERNEL / "slots.py").write_text("WIDTHS = (1, 2)\n")
    (root / KERNEL / "kernel.h").write_text("")
    (root / KERNEL / "kernel.c").write_text(
        "#if WORDS == 2\nint answer(void) { return 42; }\n#endif\ntypedef int x;\n"
    )
    return root


def built(project, what="wheel", **env):
    """What is built, and what was said."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CC", "DAGPLAN_KERNEL_TARGET")}
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", what, "-d", "out"],
        cwd=project,
        env=kept | env,
        capture_output=True,
        text=True,
        check=False,
    )
    return list((project / "out").glob("*")), done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(build_kernel.system_compiler() is None, reason="no C compiler")
def test_a_wheel_has_the_kernel_of_this_machine(project):
    (project / KERNEL / "kernel.o").write_bytes(b"")
    [wheel], _, _ = built(project)
    assert wheel.name.endswith(f"-py3-none-{build_kernel.here().tag}.whl")
    library = build_kernel.here().library
    with zipfile.ZipFile(wheel) as made:
        assert f"{KERNEL}/{library}" in made.namelist()
        assert f"{KERNEL}/kernel.c" not in made.namelist()
    assert not (project / KERNEL / library).exists()  # only an editable install puts it there


def test_where_compiling_fails_the_wheel_is_pure(project):
    [wheel], status, said = built(project, CC="no-such-compiler")
    assert (wheel.name.endswith("-py3-none-any.whl"), status) == (True, 0)
    assert "The search kernel is not compiled, so the search in Python is used: no-such-compiler can't be run" in said
    with zipfile.ZipFile(wheel) as made:
        assert not [name for name in made.namelist() if "_kernel" in name]


def test_a_wheel_for_a_machine_that_nobody_knows_is_not_built(project):
    made, status, said = built(project, DAGPLAN_KERNEL_TARGET="vax")
    assert (made, status) == ([], 1)
    assert "DAGPLAN_KERNEL_TARGET is vax" in said


def test_the_library_in_the_tree_is_taken_if_it_is_fresh(project):
    library = project / KERNEL / build_kernel.here().library
    library.write_bytes(b"as it stands")
    [wheel], _, _ = built(project, CC="no-such-compiler")
    with zipfile.ZipFile(wheel) as made:
        assert made.read(f"{KERNEL}/{library.name}") == b"as it stands"
