from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import sysconfig

import pytest

from dagplan.solver.search.kernel import slots
from tools import build_kernel

KERNEL = "#if WORDS == 1\nint answer(void) { return 42; }\n#endif\nint dummy_of(int x) { return x; }\n"


@pytest.fixture(autouse=True)
def _nothing_asked(monkeypatch):
    for name in ("CC", "DAGPLAN_KERNEL_TARGET"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def on_path(monkeypatch, tmp_path):
    """Programs by name, each with the status that it ends with, and no others."""

    def made(**programs):
        for name, status in programs.items():
            (tmp_path / name).write_text(f"#!{shell}\nexit {status}\n")
            (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))

    shell = shutil.which("sh")
    return made


def test_the_widths_are_those_of_the_slots():
    assert build_kernel.widths() == slots.WIDTHS


@pytest.mark.parametrize(
    ("programs", "chosen"),
    [
        ({"cc": 0, "gcc": 0, "clang": 0}, ("cc",)),
        ({"gcc": 0, "clang": 0}, ("gcc",)),
        ({"cc": 1, "gcc": 1, "clang": 0}, ("clang",)),  # those without the system's headers say no
        ({"cc": 1}, None),
        ({"c99": 0}, None),
    ],
)
def test_the_first_compiler_that_works(on_path, programs, chosen):
    on_path(**programs)
    assert build_kernel.system_compiler() == chosen


def test_the_compiler_that_is_named_is_taken_as_it_is(on_path, monkeypatch):
    on_path(cc=0)
    monkeypatch.setenv("CC", "ccache 'my gcc' -m64")
    assert build_kernel.system_compiler() == ("ccache", "my gcc", "-m64")


def test_no_compiler_of_the_system_on_windows(on_path, monkeypatch):
    on_path(cc=0)
    monkeypatch.setattr(sys, "platform", "win32")
    assert build_kernel.system_compiler() is None


@pytest.mark.parametrize(
    ("system", "machine", "zig", "tag", "library"),
    [
        ("linux", "x86_64", "x86_64-linux-gnu", "linux_x86_64", "_kernel.so"),
        ("linux", "aarch64", "aarch64-linux-gnu", "linux_aarch64", "_kernel.so"),
        ("darwin", "arm64", "aarch64-macos.11.0", "macosx_11_0_arm64", "_kernel.so"),
        ("darwin", "x86_64", "x86_64-macos.11.0", "macosx_11_0_x86_64", "_kernel.so"),
        ("win32", "AMD64", "x86_64-windows-gnu", "win_amd64", "_kernel.dll"),
        ("win32", "ARM64", "aarch64-windows-gnu", "win_arm64", "_kernel.dll"),
    ],
)
def test_the_machine_at_hand(monkeypatch, system, machine, zig, tag, library):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    # A Mac's Python for two kinds of processor says universal2; the wheel is for the one at hand all the same.
    said = {"darwin": "macosx-10.9-universal2", "win32": tag.replace("_", "-")}.get(system, f"linux-{machine}")
    monkeypatch.setattr(sysconfig, "get_platform", lambda: said)
    found = build_kernel.here()
    assert (found.zig, found.tag, found.library) == (zig, tag, library)


def test_targets(monkeypatch):
    assert build_kernel.asked_target() is None
    monkeypatch.setenv("DAGPLAN_KERNEL_TARGET", "aarch64-macos")
    assert build_kernel.asked_target().tag == "macosx_11_0_arm64"
    monkeypatch.setenv("DAGPLAN_KERNEL_TARGET", "vax")
    with pytest.raises(build_kernel.BuildError, match=r"vax, not one of x86_64-linux-gnu\.2\.17, "):
        build_kernel.asked_target()


@pytest.mark.parametrize(
    ("target", "fresh", "compiler", "to_be_had", "wanted"),
    [
        ("", False, ("cc",), True, []),
        ("", False, None, True, [build_kernel.ZIG]),
        ("", False, None, False, []),  # then the install goes on without
        ("", True, None, True, []),
        ("x86_64-macos", True, ("cc",), False, [build_kernel.ZIG]),
    ],
)
def test_zig_is_wanted_where_there_is_no_compiler(monkeypatch, target, fresh, compiler, to_be_had, wanted):
    monkeypatch.setenv("DAGPLAN_KERNEL_TARGET", target)
    monkeypatch.setattr(build_kernel, "is_fresh", lambda _: fresh)
    monkeypatch.setattr(build_kernel, "system_compiler", lambda: compiler)
    monkeypatch.setattr(build_kernel, "can_be_zig", lambda: to_be_had)
    assert build_kernel.requirements() == wanted


@pytest.mark.parametrize(
    ("status", "said", "can_be"),
    [
        (0, "", True),
        (1, "ERROR: No matching distribution found for ziglang", False),
        (1, "No module named pip", True),
    ],
)
def test_whether_zig_is_to_be_had_is_asked_of_pip(monkeypatch, status, said, can_be):
    monkeypatch.setattr(subprocess, "run", lambda asked, **_: subprocess.CompletedProcess(asked, status, "", said))
    assert build_kernel.can_be_zig() is can_be


@pytest.fixture
def small(monkeypatch, tmp_path):
    """A kernel of two lines, which is compiled in no time."""
    monkeypatch.setattr(build_kernel, "SOURCE", tmp_path / "kernel.c")
    monkeypatch.setattr(build_kernel, "SOURCES", (tmp_path / "kernel.c",))
    monkeypatch.setattr(build_kernel, "FOLDER", tmp_path)
    monkeypatch.setattr(build_kernel, "widths", lambda: (1,))
    (tmp_path / "kernel.c").write_text(KERNEL)
    return tmp_path / build_kernel.here().library


needs_compiler = pytest.mark.skipif(build_kernel.system_compiler() is None, reason="no C compiler")


@needs_compiler
def test_what_is_compiled_is_fresh_until_a_source_changes(small):
    assert not build_kernel.is_fresh(small)
    build_kernel.build(small)
    assert build_kernel.is_fresh(small)
    later = small.stat().st_mtime + 1
    os.utime(small.with_name("kernel.c"), (later, later))
    assert not build_kernel.is_fresh(small)
    assert sorted(one.name for one in small.parent.iterdir()) == [small.name, "kernel.c"]  # no objects are left


@needs_compiler
def test_what_does_not_compile_is_told_and_leaves_the_old_library(small):
    build_kernel.build(small)
    before = small.read_bytes()
    small.with_name("kernel.c").write_text("int answer(void) { return fortytwo; }\n")
    with pytest.raises(build_kernel.BuildError, match=r"(?s)kernel\.c.*fortytwo"):
        build_kernel.build(small)
    assert small.read_bytes() == before


def test_by_hand_an_old_library_goes_where_no_new_one_can_be_made(small, monkeypatch, capsys):
    small.write_bytes(b"old")
    os.utime(small, (0, 0))
    monkeypatch.setenv("CC", "no-such-compiler")
    monkeypatch.setattr(sys, "argv", ["build_kernel", "--if-older"])
    assert build_kernel.main() == 1
    assert not small.exists()
    assert "so the search in Python is used: no-such-compiler can't be run" in capsys.readouterr().err


def test_without_any_compiler(small, monkeypatch):
    monkeypatch.setattr(build_kernel, "system_compiler", lambda: None)
    monkeypatch.setattr(build_kernel, "find_spec", lambda _: None)
    with pytest.raises(build_kernel.BuildError, match="no C compiler"):
        build_kernel.build(small)


@pytest.mark.parametrize(
    ("target", "linkers"),
    [
        ("x86_64-linux-gnu.2.17", ["ld.lld -shared"]),
        ("x86_64-macos", ["cc -target x86_64-macos.11.0 -shared -nostdlib"]),
        ("x86_64-windows-gnu", ["dlltool -m i386:x86-64", "lld-link -dll"]),
    ],
)
def test_zig_compiles_for_other_machines(small, monkeypatch, target, linkers):
    ran = []
    monkeypatch.setattr(build_kernel, "zig", lambda: ("zig",))
    monkeypatch.setattr(build_kernel, "_run", lambda command, _: ran.append(" ".join(command)))
    monkeypatch.setattr(os, "replace", lambda *_: None)
    one = build_kernel.TARGETS[target]
    build_kernel.build(small, one)
    compiled, *linked = ran
    assert compiled.startswith(f"zig cc -target {one.zig} -std=c11 -O2 ")
    assert "-march" not in compiled  # with a target zig takes what all of its kind have
    assert [found.startswith(f"zig {wanted}") for found, wanted in zip(linked, linkers, strict=True)] == [True] * len(
        linkers
    )
