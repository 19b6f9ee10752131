"""``dagplan backup``: the store as it was at one moment, in one file, whatever is written meanwhile."""

from __future__ import annotations

import sqlite3
import stat
import sys
import threading
from contextlib import closing

import pytest

from dagplan.cli import main
from dagplan.models import InputError
from dagplan.service.store.backup import back_up
from dagplan.service.store.jobs import Order, State
from dagplan.service.store.opening import open_store
from dagplan.service.store.table import JobTable

JSON = "application/json"


@pytest.fixture
def data(tmp_path):
    """A folder that a service keeps its jobs in."""
    return tmp_path / "data"


@pytest.fixture
def table(data):
    made = JobTable(open_store(data / "dagplan.sqlite"))
    yield made
    made.close()


def test_a_backup_that_is_put_back_has_all_that_was_there(tmp_path, data, table, capsys):
    job, _ = table.add("north", Order(b"{}", JSON, key="k", tags=frozenset(["t"])))
    table.end(table.take(), State.DONE, came={"plan": b"1"})
    goal = tmp_path / "copy.sqlite"
    assert main(["backup", str(goal), "--data", str(data), "--language", "en"]) == 0
    kilobytes = round(goal.stat().st_size / 1000)
    assert capsys.readouterr().out.splitlines() == [
        f"A backup of {data / 'dagplan.sqlite'} is in {goal}, {kilobytes} kB."
    ]
    if sys.platform != "win32":
        assert stat.S_IMODE(goal.stat().st_mode) == 0o600
    elsewhere = tmp_path / "elsewhere" / "dagplan.sqlite"
    elsewhere.parent.mkdir()
    goal.rename(elsewhere)
    other = JobTable(open_store(elsewhere))
    assert other.get("north", job.id) == table.get("north", job.id)
    assert other.document("north", job.id, "plan") == b"1"
    assert other.page("north", tag="t") == table.page("north", tag="t")
    assert other.add("north", Order(b"{}", JSON))[0].number == 2
    other.close()


def test_it_is_whole_while_the_service_writes(tmp_path, data, table):
    """Each backup holds a job with all that belongs to it or nothing of it, and all that were there before."""
    over, known = threading.Event(), []

    def add():
        while not over.is_set():
            known.append(table.add("north", Order(b"x" * 20_000, JSON, tags=frozenset(["t"])))[0].id)

    adding = threading.Thread(target=add)
    adding.start()
    try:
        for number in range(5):
            before = len(known)
            goal = tmp_path / f"copy-{number}.sqlite"
            back_up(data / "dagplan.sqlite", goal)
            with closing(sqlite3.connect(goal)) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                ids = {row[0] for row in copy.execute("SELECT id FROM jobs")}
                documents = copy.execute("SELECT count(*) FROM documents").fetchone()[0]
            assert ids >= set(known[:before])
            assert documents == len(ids)
    finally:
        over.set()
        adding.join()
    assert {path.name for path in tmp_path.iterdir()} == {"data", *(f"copy-{number}.sqlite" for number in range(5))}


def said(capsys, *arguments):
    status = main(["backup", *map(str, arguments), "--language", "en"])
    return status, capsys.readouterr().err.splitlines()


def test_what_is_there_is_replaced_only_where_that_is_said(tmp_path, data, table, capsys):
    goal = tmp_path / "copy.sqlite"
    goal.write_bytes(b"mine")
    refused = f"{goal}: is there already, and is replaced only with --overwrite"
    assert said(capsys, goal, "--data", data) == (2, [refused])
    assert goal.read_bytes() == b"mine"
    assert said(capsys, goal, "--data", data, "--overwrite", "-q") == (0, [])
    assert goal.read_bytes().startswith(b"SQLite format 3")
    if sys.platform != "win32":
        assert stat.S_IMODE(goal.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["dagplan.sqlite", "dagplan.sqlite-wal", "../data/dagplan.sqlite-shm", "link"])
def test_the_store_itself_is_never_written_over(data, table, capsys, name):
    table.add("north", Order(b"{}", JSON))
    (data / "link").hardlink_to(data / "dagplan.sqlite")
    status, lines = said(capsys, data / name, "--data", data, "--overwrite")
    assert (status, lines) == (2, [f"{data / name}: is the store itself: a backup needs a file of its own"])
    assert table.states()[State.QUEUED] == 1


def test_all_that_is_wrong_is_told_at_once(tmp_path, capsys):
    status, lines = said(capsys, tmp_path / "no" / "copy.sqlite", "--data", tmp_path / "nothing")
    assert status == 2
    assert lines == [
        f"{tmp_path / 'nothing' / 'dagplan.sqlite'}: there is no store here",
        f"{tmp_path / 'no' / 'copy.sqlite'}: the folder to write it in does not exist",
    ]
    assert not (tmp_path / "nothing").exists()
    assert said(capsys, tmp_path, "--data", tmp_path / "nothing")[1][1] == f"{tmp_path}: is a folder, not a file"


@pytest.mark.parametrize("content", [b"no database, but a text that is long enough to be taken for one" * 9, b""])
def test_what_is_no_store_is_not_copied(tmp_path, data, capsys, content):
    data.mkdir()
    (data / "dagplan.sqlite").write_bytes(content)
    status, lines = said(capsys, tmp_path / "copy.sqlite", "--data", data)
    assert status == 2
    assert lines[0].startswith(f"{data / 'dagplan.sqlite'}: is no store of Dagplan: ")
    assert {path.name for path in tmp_path.iterdir()} == {"data"}
    assert (data / "dagplan.sqlite").read_bytes() == content


def test_a_store_in_a_database_is_backed_up_by_its_own_tools(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("DAGPLAN_DATABASE", "postgresql://dagplan@localhost/dagplan")
    assert said(capsys, tmp_path / "copy") == (
        2,
        ["backup: jobs are kept in PostgreSQL here: its own pg_dump makes the backup"],
    )


def test_where_the_disk_is_full_nothing_is_left(tmp_path, data, table, monkeypatch):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("dagplan.service.store.backup._copy", full)
    with pytest.raises(InputError, match="can't be backed up there: database or disk is full"):
        back_up(data / "dagplan.sqlite", tmp_path / "copy.sqlite")
    assert {path.name for path in tmp_path.iterdir()} == {"data"}
