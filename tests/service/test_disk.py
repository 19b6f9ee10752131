"""Folders that can't be written, are full, or are somebody else's: a clear word, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn

from dagplan.cli import main
from tests.service.build import JSON, SMALL, until
from tests.service.running import Service, serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file systems of POSIX")
FORM = {"Content-Type": JSON}


@pytest.fixture
def refused(capsys, monkeypatch):
    """What a command says that is refused."""

    def serves(*_, **__):
        raise AssertionError("it was to be refused, and serves")

    def said(*arguments):
        assert main([*map(str, arguments), "--language", "en"]) == 2
        return capsys.readouterr().err.strip()

    monkeypatch.setattr(uvicorn.Server, "run", serves)
    return said


@pytest.fixture
def mounted(tmp_path):
    """A small file system of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None or not _mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", folder):
        pytest.skip("no file system can be mounted here: none that is full or read-only is tested")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def _mount(*arguments):
    return subprocess.run(["mount", *map(str, arguments)], stderr=subprocess.DEVNULL).returncode == 0


def test_two_services_on_one_folder_the_second_is_refused(tmp_path, refused):
    with serving(tmp_path, workers=0) as service:
        said = refused("serve", "--port", "0", "--data", tmp_path)
        assert said == "--data: another dagplan serve works on this folder"
        assert service.ask("GET", "/readyz").status == 200


def test_of_several_that_are_started_at_once_one_works(tmp_path):
    """Each answers, or says why not; the folder was never there before, so they make the store at once too."""

    def start(_):
        try:
            return Service(tmp_path / "new", workers=1)
        except AssertionError as error:
            return str(error)

    with ThreadPoolExecutor(3) as pool:
        started = list(pool.map(start, range(3)))
    (service,) = [one for one in started if isinstance(one, Service)]
    try:
        others = [one for one in started if not isinstance(one, Service)]
        assert all("another dagplan serve works on this folder" in one for one in others)
        assert service.ended(service.order(SMALL))["state"] == "done"
    finally:
        assert service.end() == 0


def test_a_full_disk_refuses_orders_and_loses_none(mounted):
    padded = SMALL + b" " * 100_000
    with serving(mounted, workers=1, lease_seconds=4) as service:
        accepted = [service.order(SMALL)]
        service.ended(accepted[0])
        while (answer := service.ask("POST", "/v1/plans", padded, FORM)).status == 202:
            accepted.append(answer.json["id"])
            assert len(accepted) < 100
        assert (answer.status, answer.json["code"]) == (503, "store_unavailable")
        assert answer.headers["retry-after"]
        # What needs no room goes on.
        assert service.ask("GET", "/healthz").status == 200
        assert service.ask("GET", f"/v1/plans/{accepted[0]}").json["state"] == "done"
        assert service.ask("GET", "/v1/plans?limit=200").status == 200
        assert _mount("-o", "remount,size=64m", mounted)
        accepted.append(until(lambda: _order(service)))
        assert {service.ended(job, 120)["state"] for job in accepted} == {"done"}
    with sqlite3.connect(mounted / "dagplan.sqlite") as store:
        assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = {row[0] for row in store.execute("SELECT id FROM jobs")}
    store.close()
    assert kept == set(accepted)  # and none of those that were refused


def _order(service):
    answer = service.ask("POST", "/v1/plans", SMALL, FORM)
    return answer.json["id"] if answer.status == 202 else None


def test_a_disk_that_is_full_from_the_start_is_told(mounted, refused):
    with (mounted / "ballast").open("wb", buffering=0) as ballast:
        try:
            while ballast.write(bytes(4096)):
                pass
        except OSError:
            pass
    said = refused("serve", "--port", "0", "--data", mounted / "data")
    assert said.endswith(("can't be written: no space left on device", "disk is full"))


def test_a_folder_that_can_only_be_read_is_told(mounted, refused):
    (mounted / "data").mkdir()
    assert _mount("-o", "remount,ro", mounted)
    for where in (mounted / "data", mounted / "new"):
        said = refused("serve", "--port", "0", "--data", where)
        assert str(where) in said
        assert said.endswith("can't be written: read-only file system")


def test_a_path_that_is_no_folder_is_told(tmp_path, refused):
    there = tmp_path / "notes"
    there.write_text("mine")
    for where in (there, there / "below"):
        said = refused("serve", "--port", "0", "--data", where)
        assert str(there) in said
    assert there.read_text() == "mine"


@pytest.mark.parametrize(
    "garbage",
    [
        b"my own notes, which are longer than a header is\n" * 100,
        os.urandom(8192),
        b"SQLite format 3\0" + b"\xff" * 5000,
    ],
    ids=["text", "noise", "a header alone"],
)
def test_a_store_that_is_garbage_is_told_and_left_as_it_is(tmp_path, refused, garbage):
    store = tmp_path / "dagplan.sqlite"
    store.write_bytes(garbage)
    for command in (("serve", "--port", "0"), ("keys", "list")):
        said = refused(*command, "--data", tmp_path)
        assert said.startswith(f"{store}: is no store of Dagplan: ")
    assert store.read_bytes() == garbage


def test_a_store_that_goes_bad_beneath_it_is_told(tmp_path, refused):
    """Bits that rot: what can't be read is 503, never a wrong answer, and the service is there still."""
    with serving(tmp_path, workers=1) as service:
        job = service.order(SMALL)
        service.ended(job)
    path = tmp_path / "dagplan.sqlite"
    kept = bytearray(path.read_bytes())
    kept[4096:] = b"\xa5" * (len(kept) - 4096)
    path.write_bytes(bytes(kept))
    began = time.monotonic()
    said = refused("serve", "--port", "0", "--data", tmp_path)
    assert said.startswith(f"{path}: ")
    assert time.monotonic() - began < 60
    assert path.read_bytes() == bytes(kept)
