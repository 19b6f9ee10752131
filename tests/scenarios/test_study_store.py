"""The results of a study on disk: what is torn or edited is told and done again; nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagplan import InputError, __version__
from dagplan.scenarios.archive import Archive
from dagplan.scenarios.batch import run_study
from dagplan.scenarios.cases import study_hash
from dagplan.scenarios.one_writer import LOCK, alone_in
from dagplan.scenarios.sealed import SealBrokenError, opened, sealed
from dagplan.scenarios.study_file import read_study
from tests.scenarios.test_study_run import Threads, command, files, told
from tests.studies import CASES, STUDY, written

RECORD = {"schema": "x", "name": "Vårdcentral", "figures": {"booked": 3, "share": 0.25}, "plan": None}
SEALED = sealed(RECORD, indent=1)


def test_what_is_sealed_is_plain_json():
    assert opened(SEALED) == json.loads(SEALED)
    assert {name: value for name, value in opened(SEALED).items() if name != "checksum"} == RECORD


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_any_byte_that_is_another_is_noticed(position, difference):
    data = bytearray(SEALED)
    data[position] ^= difference
    with pytest.raises(SealBrokenError):
        opened(bytes(data))


@given(st.integers(0, len(SEALED) - 1), st.binary(max_size=3))
def test_a_file_that_ends_too_early_or_too_late_is_noticed(length, more):
    with pytest.raises(SealBrokenError):
        opened(SEALED[:length])
    if more:
        with pytest.raises(SealBrokenError):
            opened(SEALED + more)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A study that was run, its results, and the bytes of its folder."""
    folder = tmp_path_factory.mktemp("study")
    study = read_study(written(folder))
    result = run_study(study, executor=Threads(), out=folder / "r")
    store = {
        path.relative_to(folder / "r"): path.read_bytes() for path in (folder / "r").rglob("*") if path.is_file()
    }
    return study, told(result), store


@pytest.fixture
def store(finished, tmp_path):
    """A copy of those results."""
    for name, data in finished[2].items():
        (tmp_path / "r" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "r" / name).write_bytes(data)
    return tmp_path / "r"


DAMAGE = {
    "empty": (lambda data: b"", "is empty"),
    "torn": (lambda data: data[: len(data) // 2], "was changed, or is not whole"),
    "zeros": (lambda data: bytes(len(data)), "has no checksum"),
    "text": (lambda data: b"half a line", "has no checksum"),
    "other JSON": (lambda data: b'{"schema": "dagplan.case/1"}', "has no checksum"),
    "a bit": (lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:], "was changed"),
    "a figure": (lambda data: data.replace(b'"seconds": ', b'"seconds": 1', 1), "was changed"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_case_is_told_and_done_again(kind, finished, store):
    study, wanted, _ = finished
    damage, words = DAMAGE[kind]
    path = store / "cases" / "hours.2.seed-1.json"
    before = files(store)
    path.write_bytes(damage(path.read_bytes()))
    lines = []
    result = run_study(study, executor=Threads(), out=store, on_damage=lambda one: lines.append(str(one)))
    (line,) = lines
    assert line.startswith(f"{path}: {words}")
    assert line.endswith("it is done again")
    assert told(result) == wanted
    assert {one for one, kept in files(store).items() if kept != before[one]} == {path}
    assert opened(path.read_bytes())["scenario"] == "hours.2"


def test_a_case_in_the_place_of_another_is_told_and_done_again(finished, store):
    study, wanted, _ = finished
    one, other = store / "cases" / "base.seed-1.json", store / "cases" / "base.seed-2.json"
    other.write_bytes(one.read_bytes())
    lines = []
    assert told(run_study(study, executor=Threads(), out=store, on_damage=lambda p: lines.append(str(p)))) == wanted
    assert lines == [f"{other}: is a case of something else: it is done again"]


@pytest.mark.parametrize("data", [None, b"", b"{", b'{"schema": "dagplan.study-results/1", "hash": "sha256:0"}'])
def test_without_its_head_the_cases_tell_which_study_it_is(data, finished, store, tmp_path):
    study, wanted, _ = finished
    head = store / "study.json"
    head.unlink() if data is None else head.write_bytes(data)
    (store / "cases" / "base.seed-1.json").write_bytes(b"")
    before, lines = files(store), []
    other = read_study(written(tmp_path, STUDY.replace("[30, 200]", "[30, 210]")))
    with pytest.raises(InputError, match="another study"):
        run_study(other, executor=Threads(), out=store)
    assert files(store) == before
    result = run_study(study, executor=Threads(), out=store, on_damage=lambda one: lines.append(str(one)))
    assert told(result) == wanted
    assert [line.split(": ")[0] for line in lines] == [
        *([str(head)] if data is not None else []),
        str(store / "cases" / "base.seed-1.json"),
    ]
    assert opened(head.read_bytes())["hash"] == study_hash(study)


def test_where_nothing_tells_which_study_it_is_nothing_is_touched(finished, store):
    for path in store.rglob("*.json"):
        path.write_bytes(b"")
    before = files(store)
    with pytest.raises(InputError, match=r"study\.json is damaged .* choose another folder"):
        run_study(finished[0], executor=Threads(), out=store)
    assert files(store) == before


def test_results_of_another_version_are_said_to_be_that(finished, store):
    head = opened((store / "study.json").read_bytes())
    head |= {"hash": "sha256:0", "versions": {"dagplan": "0.0.1"}}
    (store / "study.json").write_bytes(sealed({k: v for k, v in head.items() if k != "checksum"}, indent=2))
    (problem,) = Archive(store, study_hash(finished[0])).problems()
    assert problem.message == f"holds results of dagplan 0.0.1, and this is {__version__}: choose another folder"


def test_one_run_at_a_time_writes_in_a_folder(finished, store):
    study, wanted, _ = finished
    before = files(store)
    with alone_in(store), pytest.raises(InputError, match="another run is writing its results here"):
        run_study(study, executor=Threads(), out=store)
    assert files(store) == before
    assert told(run_study(study, executor=Threads(), out=store)) == wanted


def test_a_killed_run_leaves_no_lock(finished, store):
    holds = "import sys; from dagplan.scenarios.one_writer import alone_in; from pathlib import Path\n"
    holds += f"with alone_in(Path({str(store)!r})): print('in', flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout.readline() == "in\n"
    with pytest.raises(InputError, match="another run"):
        run_study(finished[0], executor=Threads(), out=store)
    other.kill()
    other.communicate()
    assert (store / LOCK).exists()
    assert told(run_study(finished[0], executor=Threads(), out=store)) == finished[1]


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO])
def test_a_disk_that_takes_no_more_is_one_clear_line_and_loses_nothing(fault, finished, tmp_path, monkeypatch):
    study, wanted, _ = finished
    left, sync = [3], os.fsync

    def full(descriptor):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(fault, os.strerror(fault))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="can't be written") as caught:
        run_study(study, executor=Threads(1), out=tmp_path / "r")
    assert os.strerror(fault).lower()[1:] in str(caught.value).lower()
    assert len(caught.value.problems) == 1
    kept = files(tmp_path / "r")
    assert len(kept) == 2  # and study.json
    monkeypatch.setattr(os, "fsync", sync)
    assert told(run_study(study, executor=Threads(), out=tmp_path / "r")) == wanted
    assert kept.items() <= files(tmp_path / "r").items()
    assert len(files(tmp_path / "r")) == CASES


def test_a_folder_that_can_not_be_made_is_one_clear_line(finished):
    with pytest.raises(InputError, match=r"can't be written|does not exist"):
        run_study(finished[0], executor=Threads(), out="/proc/dagplan-results")


def test_the_command_line_tells_each_damaged_file_in_one_line(finished, store, tmp_path):
    written(tmp_path)
    (store / "cases" / "base.seed-1.json").write_bytes(b"")
    (store / "cases" / "hours.1.seed-2.json").write_bytes(b"{}")
    call = command("whatif", tmp_path / "small.toml", "--out", store, "--workers", 1)
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"{store}/cases/base.seed-1.json: is empty: it is done again",
        f"{store}/cases/hours.1.seed-2.json: has no checksum: it is done again",
    ]
    assert "doctor-away" in done.stdout
