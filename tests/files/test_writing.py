"""Each form of a plan is written by itself: what fails is told, and loses none of the others."""

from __future__ import annotations

import errno
import os
import re
import threading
import time
from pathlib import Path

import pytest

from dagplan import InputError, files
from dagplan.cli import main
from dagplan.files import FileFormat, FolderFormat, IncompleteError, atomic, excel, ics
from dagplan.models import Problem
from dagplan.models.faults import OutputError, fault_in_words
from dagplan.report import page
from tests.places import EXAMPLES

EXAMPLE = str(EXAMPLES / "asthma.request.json")
SECRET = "p-secret"


def failing(error):
    def make(_):
        raise error

    return make


def forms_of(**makers):
    """A table of forms, ``a`` being the ending ``.a``; JSON is always there."""
    return {".json": FileFormat(str.encode)} | {f".{name}": FileFormat(make) for name, make in makers.items()}


def test_json_is_made_and_written_first_and_the_others_as_asked_for(tmp_path):
    began = []

    def maker(name):
        def make(value):
            began.append((name, (tmp_path / "x.json").exists()))
            return value.encode()

        return make

    forms = forms_of(a=maker("a"), b=maker("b")) | {".json": FileFormat(maker("json"))}
    files.write_all("all", [tmp_path / f"x.{ending}" for ending in ("b", "a", "json")], forms)
    assert began == [("json", False), ("b", True), ("a", True)]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ZeroDivisionError(SECRET), "is not written: internal error, ZeroDivisionError"),
        (MemoryError(SECRET), "is not written: not enough memory"),
        (RecursionError(), "is not written: internal error, RecursionError"),
        (OSError(errno.ENOSPC, "No space left on device"), "is not written: internal error, OSError"),
        (
            InputError([Problem("$.id", "is too long"), Problem("$.id", "is odd")]),
            "is not written: $.id: is too long (and 1 more)",
        ),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_whatever_a_form_fails_with_the_others_are_written(error, told, place, tmp_path):
    paths = [tmp_path / "x.json", tmp_path / "x.c"]
    paths.insert(place, tmp_path / "x.bad")
    (tmp_path / "x.bad").write_text("old")
    with pytest.raises(OutputError) as raised:
        files.write_all("all", paths, forms_of(bad=failing(error), c=str.encode))
    (problem,) = raised.value.problems
    assert problem.place == str(tmp_path / "x.bad")
    assert problem.message.startswith(told)
    assert SECRET not in problem.message
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "x.json": "all",
        "x.c": "all",
        "x.bad": "old",
    }


def test_without_json_the_forms_are_independent_too_and_each_that_fails_is_told(tmp_path):
    forms = forms_of(a=failing(KeyError("a")), b=str.encode, c=failing(KeyError("c")))
    forms["/"] = FolderFormat(failing(KeyError("folder")), "a kind")
    with pytest.raises(OutputError) as raised:
        files.write_all("all", [tmp_path / f"x.{ending}" for ending in "abc"], forms)
    assert [Path(problem.place).name for problem in raised.value.problems] == ["x.a", "x.c"]
    assert [path.name for path in tmp_path.iterdir()] == ["x.b"]


def test_what_has_become_of_the_disk_meanwhile_loses_one_form_only(tmp_path):
    (tmp_path / "is-a-folder.c").mkdir()
    goals = [tmp_path / "gone" / "x.c", tmp_path / "is-a-folder.c", tmp_path / "x.json"]
    with pytest.raises(OutputError) as raised:
        files.write_all("all", goals, forms_of(c=str.encode))
    assert [problem.code for problem in raised.value.problems] == ["no_such_folder", "is_a_folder"]
    assert (tmp_path / "x.json").read_text() == "all"


def test_a_full_disk_is_told_in_a_line_and_leaves_what_was_there(tmp_path, monkeypatch):
    (tmp_path / "x.c").write_text("old")
    sync = os.fsync

    def full(descriptor):
        if os.fstat(descriptor).st_size == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError) as raised:
        files.write_all("all", [tmp_path / "x.c", tmp_path / "x.json"], forms_of(c=lambda _: b"more"))
    (problem,) = raised.value.problems
    assert str(problem) == f"{tmp_path / 'x.json'}: can't be written: no space left on device"
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"x.c": "more"}


def test_an_incomplete_form_is_written_and_told(tmp_path):
    def make(_):
        raise IncompleteError(b"most of it", "without a picture")

    with pytest.raises(OutputError) as raised:
        files.write_all("all", [tmp_path / "x.a"], forms_of(a=make))
    assert [problem.message for problem in raised.value.problems] == ["is written, but without a picture"]
    assert (tmp_path / "x.a").read_text() == "most of it"


def test_a_path_without_a_form_or_given_twice_writes_nothing(tmp_path):
    for wrong in ("x.pdf", "x.json"):
        with pytest.raises(InputError) as raised:
            files.write_all("all", [tmp_path / "x.json", tmp_path / wrong], forms_of())
        assert not isinstance(raised.value, OutputError)
        assert list(tmp_path.iterdir()) == []


def test_a_fault_is_told_by_its_kind_and_place_in_the_program():
    try:
        ics.plan_bytes(None, None)
    except AttributeError as error:
        words = fault_in_words(error)
    where = r"internal error, AttributeError at \w+\.py:\d+"
    assert re.fullmatch(where + r"; please report it \(DAGPLAN_DEBUG=1 in the environment shows more\)", words)


def test_the_traceback_is_shown_to_who_asks_for_it(monkeypatch, capsys):
    monkeypatch.setenv("DAGPLAN_DEBUG", "1")
    fault_in_words(ValueError("see me"))
    assert "ValueError: see me" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("module", "name", "broken"), [(ics, "plan_files", "c.ics/"), (excel, "plan_bytes", "plan.xlsx")]
)
def test_a_decoration_that_fails_loses_nothing_and_the_status_tells(
    module, name, broken, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(module, name, lambda *_, **__: 1 // 0)
    outputs = [tmp_path / one for one in ("c.ics", "plan.xlsx", "plan.html", "plan.json")]
    arguments = [part for one in outputs for part in ("--out", f"{one}/" if one.suffix == ".ics" else str(one))]
    assert main(["plan", EXAMPLE, "--time-limit", "5", "--workers", "1", *arguments]) == 3
    captured = capsys.readouterr()
    (line,) = captured.err.splitlines()
    assert line.startswith(f"{tmp_path}/{broken.rstrip('/')}")
    assert "is not written: internal error, ZeroDivisionError" in line
    assert "09:30–10:00" in captured.out
    assert {one.name for one in tmp_path.iterdir()} == {one.name for one in outputs} - {broken.rstrip("/")}
    assert main(["check", EXAMPLE, str(tmp_path / "plan.json")]) == 0


@pytest.mark.parametrize("error", [MemoryError(), ZeroDivisionError()])
def test_a_page_comes_out_without_a_drawing_that_fails_and_says_so(error, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(page, "timetable", lambda *_: failing(error)(None))
    out = tmp_path / "plan.html"
    arguments = ["plan", EXAMPLE, "--time-limit", "5", "--workers", "1", "--quiet", "--language", "sv"]
    assert main([*arguments, "--out", str(out)]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{out}: är skriven, men utan 2 av sina bilder: ")
    text = out.read_text("utf-8")
    assert "Bilden kunde inte ritas." in text
    assert "09:30–10:00" in text
    assert "<svg" not in text


def test_a_process_that_ends_at_once_leaves_nothing_half_written(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic, "_step", threading.Lock())
    begun, go_on = threading.Event(), threading.Event()
    copymode, ended = os.fsync, []

    def wait(descriptor):
        begun.set()
        go_on.wait(20)
        copymode(descriptor)

    monkeypatch.setattr(os, "fsync", wait)

    def write():
        atomic.write_bytes(tmp_path / "x", b"all of it")
        ended.append(True)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    assert begun.wait(20)
    assert len(list(tmp_path.glob(".dagplan-*"))) == 1
    atomic.abandon()
    assert list(tmp_path.iterdir()) == []
    go_on.set()
    writer.join(0.2)
    assert ended == []  # it waits for a turn that never comes


def test_what_a_killed_run_left_is_swept_away_and_what_another_writes_is_not(tmp_path):
    long_ago = time.time() - 4000
    (tmp_path / ".dagplan-1.tmp").mkdir()
    (tmp_path / ".dagplan-1.tmp" / "bookings.csv").touch()
    (tmp_path / ".dagplan-2.tmp").touch()
    for left in tmp_path.iterdir():
        os.utime(left, (long_ago, long_ago))
    (tmp_path / ".dagplan-3.tmp").touch()
    atomic.write_bytes(tmp_path / "x", b"x")
    assert sorted(one.name for one in tmp_path.iterdir()) == [".dagplan-3.tmp", "x"]
