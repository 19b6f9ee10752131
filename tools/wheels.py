"""Wheels for other machines are looked into, as they can't be run: ``python -m tools.wheels dist`` (``.ci/wheels``).

Each has its library, of the right kind, with all that Python calls in it, and the tag of the machine it is for; the
source distribution has what the library is made from, and no library.
"""

from __future__ import annotations

import re
import struct
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from email.parser import Parser
from itertools import product
from pathlib import Path, PurePosixPath

from tools.build_kernel import CALLED, FOLDER, ROOT, SOURCE, TARGETS, Target, widths

KINDS = {
    "x86_64-linux-gnu.2.17": "ELF x86-64",
    "aarch64-linux-gnu.2.17": "ELF arm64",
    "x86_64-macos": "Mach-O x86-64",
    "aarch64-macos": "Mach-O arm64",
    "x86_64-windows-gnu": "PE x86-64",
}
"""What the library of each target is, as its first bytes say."""
_ELF_MACHINES = {62: "x86-64", 183: "arm64"}
_MACH_MACHINES = {0x0100_0007: "x86-64", 0x0100_000C: "arm64"}
_PE_MACHINES = {0x8664: "x86-64", 0xAA64: "arm64"}
_INSIDE = PurePosixPath(FOLDER.relative_to(ROOT).as_posix())


def kind(data: bytes) -> str:
    """The form and the processor of a shared library of 64 bits; what it is not, otherwise.

    >>> kind(b"#!/bin/sh")
    'no library'
    """
    if data[:6] == b"\x7fELF\x02\x01" and data[16] == 3:
        return f"ELF {_ELF_MACHINES.get(*struct.unpack_from('<H', data, 18))}"
    if data[:4] == b"\xcf\xfa\xed\xfe" and data[12] == 6:
        return f"Mach-O {_MACH_MACHINES.get(*struct.unpack_from('<I', data, 4))}"
    if data[:2] == b"MZ":
        (header,) = struct.unpack_from("<I", data, 60)
        machine, characteristics = struct.unpack_from("<H16xH", data, header + 4)
        if data[header : header + 4] == b"PE\0\0" and characteristics & 0x2000:
            return f"PE {_PE_MACHINES.get(machine)}"
    return "no library"


def exported() -> set[str]:
    """The functions that ``kernel.c`` exports, of all widths."""
    text = SOURCE.read_text("utf-8")
    of_each = re.findall(r"^EXPORT [^(;]*\bNAME\((\w+)\)\(", text, re.MULTILINE)
    return {
        *(f"{name}_{words}" for name, words in product(of_each, widths())),
        *re.findall(r"^EXPORT [\w *]*?(dagplan_\w+)\(", text, re.MULTILINE),
    }


def elf_names(data: bytes) -> set[str]:
    """What an ELF library gives and what it asks for, by name."""
    (sections,) = struct.unpack_from("<Q", data, 40)
    size, count = struct.unpack_from("<HH", data, 58)
    headers = [struct.unpack_from("<IIQQQQI", data, sections + size * number) for number in range(count)]
    (link,) = (
        header[6] for header in headers if header[1] == 11
    )  # of the dynamic symbols, the section of their names
    start, length = headers[link][4:6]
    return {name.decode() for name in data[start : start + length].split(b"\0") if name}


def faults_of_library(data: bytes, name: str) -> Iterable[str]:
    """What is wrong with the library of a target."""
    if kind(data) != KINDS[name]:
        yield f"its library is {kind(data)}, not {KINDS[name]}"
        return
    for function in sorted(exported()):
        if not re.search(rb"[\0_]" + function.encode() + rb"\0", data):
            yield f"its library has no {function}"
    if KINDS[name].startswith("ELF"):  # linked without C's library, so nobody else has looked
        for symbol in sorted(elf_names(data) - exported() - {*CALLED, TARGETS[name].library}):
            yield f"its library asks for {symbol}"


def faults_of_wheel(path: Path, name: str) -> Iterable[str]:
    """What is wrong with the wheel of a target."""
    target = TARGETS[name]
    with zipfile.ZipFile(path) as wheel:
        if wheel.testzip():
            yield "it is damaged"
        inside = {PurePosixPath(one) for one in wheel.namelist()}
        (about,) = (one for one in inside if one.name == "WHEEL")
        told = Parser().parsestr(wheel.read(str(about)).decode())
        tags = {f"py3-none-{one}" for one in target.tag.split(".")}
        if set(told.get_all("Tag", [])) != tags or told["Root-Is-Purelib"] != "false":
            yield f"it says that it is for {told.get_all('Tag')}, pure {told['Root-Is-Purelib']}"
        for wanted in (
            "dagplan/py.typed",
            "dagplan/cli/__init__.py",
            "dagplan/words/locale/sv/LC_MESSAGES/dagplan.mo",
        ):
            if PurePosixPath(wanted) not in inside:
                yield f"it has no {wanted}"
        top = {one.parts[0] for one in inside}
        if len(top) != 2:
            yield f"it has {', '.join(sorted(top))}"
        libraries = {one for one in inside if one.name.startswith("_kernel")}
        if libraries != {_INSIDE / target.library}:
            yield f"its libraries are {', '.join(map(str, sorted(libraries))) or 'none'}"
        else:
            yield from faults_of_library(wheel.read(str(_INSIDE / target.library)), name)


def faults_of_sdist(path: Path) -> Iterable[str]:
    """What is wrong with the source distribution."""
    with tarfile.open(path) as sdist:
        inside = {PurePosixPath(*PurePosixPath(one).parts[1:]) for one in sdist.getnames()}
    for wanted in (
        _INSIDE / "kernel.c",
        _INSIDE / "kernel.h",
        "hatch_build.py",
        "tools/build_kernel.py",
        "pyproject.toml",
    ):
        if PurePosixPath(wanted) not in inside:
            yield f"it has no {wanted}"
    for one in inside:
        if one.name.startswith("_kernel"):
            yield f"it has {one}"


def of_target(folder: Path, target: Target) -> Path | None:
    """The wheel for a target in a folder."""
    return next(folder.glob(f"dagplan-*-py3-none-{target.tag}.whl"), None)


def main(folder: Path) -> int:
    """Look into all of them, and say what is wrong; 1 if anything is."""
    looked: list[tuple[str, list[str]]] = []
    for name, target in TARGETS.items():
        wheel = of_target(folder, target)
        looked.append((f"wheel {name}", list(faults_of_wheel(wheel, name)) if wheel else ["there is none"]))
    sdist = next(folder.glob("dagplan-*.tar.gz"), None)
    looked.append(("sdist", list(faults_of_sdist(sdist)) if sdist else ["there is none"]))
    for what, faults in looked:
        print(f"{what}: {'; '.join(faults) or 'as it should be'}")
    return int(any(faults for _, faults in looked))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
