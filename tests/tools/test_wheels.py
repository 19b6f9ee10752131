from __future__ import annotations

import zipfile

import pytest

from tests.places import ROOT
from tools import wheels
from tools.build_kernel import TARGETS, in_place, widths


def elf(machine, form=3):
    return b"\x7fELF\x02\x01" + bytes(10) + form.to_bytes(2, "little") + machine.to_bytes(2, "little") + bytes(60)


def mach(machine, form=6):
    return b"\xcf\xfa\xed\xfe" + machine.to_bytes(4, "little") + bytes(4) + form.to_bytes(4, "little")


def pe(machine, traits=0x2000):
    header = b"PE\0\0" + machine.to_bytes(2, "little") + bytes(16) + traits.to_bytes(2, "little")
    return b"MZ" + bytes(58) + (64).to_bytes(4, "little") + header


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (elf(62), "ELF x86-64"),
        (elf(183), "ELF arm64"),
        (elf(62, form=2), "no library"),  # a program
        (mach(0x0100_0007), "Mach-O x86-64"),
        (mach(0x0100_000C), "Mach-O arm64"),
        (mach(0x0100_000C, form=2), "no library"),
        (pe(0x8664), "PE x86-64"),
        (pe(0x8664, traits=2), "no library"),
        (b"", "no library"),
    ],
)
def test_the_kind_of_a_library(data, kind):
    assert wheels.kind(data) == kind


def test_every_target_has_a_kind():
    assert list(wheels.KINDS) == list(TARGETS)


def test_what_the_kernel_exports():
    names = wheels.exported()
    assert {"dagplan_kernel_version", "dagplan_kernel_size", "kernel_run_23"} <= names
    assert len(names) == 2 + 6 * len(widths())


@pytest.mark.skipif(not in_place().exists(), reason="the kernel is not compiled")
def test_the_library_that_stands_here_has_all_names():
    data = in_place().read_bytes()
    assert wheels.exported() <= (wheels.elf_names(data) if wheels.kind(data).startswith("ELF") else wheels.exported())


def wheel(folder, name, *, tag=None, library=b"", **more):
    """A wheel with little in it."""
    target = TARGETS[name]
    path = folder / f"dagplan-0-py3-none-{target.tag}.whl"
    tags = "".join(f"Tag: py3-none-{one}\n" for one in (tag or target.tag).split("."))
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("dagplan-0.dist-info/WHEEL", f"Root-Is-Purelib: false\n{tags}")
        for one in ("py.typed", "cli/__init__.py", "words/locale/sv/LC_MESSAGES/dagplan.mo"):
            made.writestr(f"dagplan/{one}", "")
        if library is not None:
            made.writestr(f"dagplan/solver/search/kernel/{target.library}", library)
        for one, text in more.items():
            made.writestr(one, text)
    return path


def whole(name):
    head = {"x86_64-windows-gnu": pe(0x8664), "aarch64-macos": mach(0x0100_000C)}[name]
    return head + b"\0" + b"\0".join(one.encode() for one in wheels.exported()) + b"\0"


@pytest.mark.parametrize("name", ["x86_64-windows-gnu", "aarch64-macos"])
def test_a_wheel_as_it_should_be(tmp_path, name):
    assert list(wheels.faults_of_wheel(wheel(tmp_path, name, library=whole(name)), name)) == []


NAME = "x86_64-windows-gnu"


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        ({"library": None}, "its libraries are none"),
        ({"library": elf(62)}, "its library is ELF x86-64, not PE x86-64"),
        ({"library": whole(NAME).replace(b"kernel_run_23\0", b"")}, "its library has no kernel_run_23"),
        ({"library": whole(NAME), "tag": "any"}, "it says that it is for ['py3-none-any'], pure false"),
        ({"library": whole(NAME), "tests": ""}, "it has dagplan, dagplan-0.dist-info, tests"),
    ],
)
def test_a_wheel_with_a_fault(tmp_path, made, fault):
    assert list(wheels.faults_of_wheel(wheel(tmp_path, NAME, **made), NAME)) == [fault]


def test_wheels_that_are_not_there(tmp_path, capsys):
    wheel(tmp_path, NAME, library=whole(NAME))
    assert wheels.main(tmp_path) == 1
    said = capsys.readouterr().out.splitlines()
    assert f"wheel {NAME}: as it should be" in said
    assert len([one for one in said if one.endswith("there is none")]) == len(TARGETS)  # the sdist too


def test_the_script_asks_for_the_zig_that_the_hook_asks_for():
    from tools.build_kernel import ZIG

    assert f"'{ZIG}'" in (ROOT / ".ci" / "wheels").read_text("utf-8")
