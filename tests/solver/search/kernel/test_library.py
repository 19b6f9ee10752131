from __future__ import annotations

import logging
import re
import subprocess

import pytest

from dagplan.solver.search.kernel import library as loader
from dagplan.solver.search.kernel.structures import STRUCTURE_SIZES
from tools.build_kernel import in_place, system_compiler

SIZES = ", ".join(map(str, STRUCTURE_SIZES))


@pytest.fixture(autouse=True)
def _nothing_asked(monkeypatch):
    monkeypatch.delenv("DAGPLAN_KERNEL", raising=False)


@pytest.fixture
def compiled(tmp_path):
    """A library of a text in C."""

    def made(text):
        compiler = system_compiler()
        if compiler is None:
            pytest.skip("no C compiler")
        source = tmp_path / "small.c"
        source.write_text(text)
        subprocess.run([*compiler, "-shared", "-fPIC", source, "-o", tmp_path / "small.so"], check=True)
        return str(tmp_path / "small.so")

    return made


def kernel(version=loader.VERSION, sizes=SIZES):
    return (
        f"int dagplan_kernel_version(void) {{ return {version}; }}\n"
        f"int dagplan_kernel_size(int which) {{ static const int sizes[] = {{{sizes}}}; return sizes[which]; }}\n"
    )


def loaded(caplog):
    """What is loaded, and the one line that is logged."""
    with caplog.at_level(logging.INFO, logger="dagplan"):
        found = loader.library.__wrapped__()
    return found, [(one.levelname, one.getMessage()) for one in caplog.records]


def test_a_kernel_that_fits_is_loaded_and_nothing_is_said(monkeypatch, caplog, compiled):
    monkeypatch.setenv("DAGPLAN_KERNEL", compiled(kernel()))
    found, said = loaded(caplog)
    assert (found.dagplan_kernel_version(), said) == (loader.VERSION, [])


def test_off_is_off(monkeypatch, caplog):
    monkeypatch.setenv("DAGPLAN_KERNEL", "off")
    assert loaded(caplog) == (None, [("INFO", "The search is the one in Python: DAGPLAN_KERNEL is off")])


def test_an_install_without_a_kernel_is_no_fault(monkeypatch, caplog, tmp_path):
    monkeypatch.setattr(loader, "FILE", tmp_path / "_kernel.so")
    found, [(level, line)] = loaded(caplog)
    assert (found, level) == (None, "INFO")
    assert line == "The search is the one in Python: the kernel in C was not compiled when Dagplan was installed"


def test_a_kernel_that_was_asked_for_and_is_missing_is_a_fault(monkeypatch, caplog, tmp_path):
    monkeypatch.setenv("DAGPLAN_KERNEL", str(tmp_path / "nothing.so"))
    found, [(level, line)] = loaded(caplog)
    assert (found, level) == (None, "WARNING")
    assert "nothing.so" in line


def test_a_file_that_is_no_library(monkeypatch, caplog, tmp_path):
    garbage = tmp_path / "_kernel.so"
    garbage.write_bytes(b"\x7fELF and then nothing of the sort")
    monkeypatch.setattr(loader, "FILE", garbage)
    found, [(level, line)] = loaded(caplog)
    assert (found, level) == (None, "WARNING")
    assert line.startswith("The search is the one in Python: the kernel in C can't be loaded: ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (kernel(version=loader.VERSION + 1), "another version"),
        (kernel(sizes=SIZES.replace(str(STRUCTURE_SIZES[1]), "8")), "another version"),
        ("int something_else(void) { return 1; }\n", "another library"),
    ],
    ids=["version", "sizes", "names"],
)
def test_a_library_that_does_not_fit(monkeypatch, caplog, compiled, text, why):
    monkeypatch.setenv("DAGPLAN_KERNEL", compiled(text))
    found, [(level, line)] = loaded(caplog)
    assert (found, level) == (None, "WARNING")
    assert why in line


@pytest.mark.parametrize(("found", "name"), [(None, "python"), (object(), "native")])
def test_the_engine_follows_the_library(monkeypatch, found, name):
    monkeypatch.setattr(loader, "library", lambda: found)
    assert loader.engine() == name


def test_the_version_is_that_of_the_header():
    assert re.findall(r"#define KERNEL_VERSION (\d+)", in_place().with_name("kernel.h").read_text()) == [
        str(loader.VERSION)
    ]


def test_where_it_is_looked_for_is_where_it_is_built():
    assert in_place() == loader.FILE
