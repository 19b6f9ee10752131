"""The store in a file: who may read it, and what is left of what was deleted."""

from __future__ import annotations

import random
import stat
import sys

import pytest

from dagplan.service.store import sweeping
from dagplan.service.store.jobs import Order, State
from dagplan.service.store.sqlite import sqlite_store
from dagplan.service.store.table import JobTable

JSON = "application/json"


@pytest.mark.skipif(sys.platform == "win32", reason="who may read is told otherwise there")
def test_nobody_else_may_read_the_store_and_writes_are_on_the_disk(tmp_path):
    store = sqlite_store(tmp_path / "data" / "jobs.sqlite")
    with store.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
        found = {one: connection.exec_driver_sql(f"PRAGMA {one}").scalar_one() for one in asked}
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,  # MEMORY
    }
    JobTable(store).add("north", Order(b"{}", JSON))
    for path in (tmp_path / "data").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    store.dispose()


def written(table, word, draw):
    """A job that is over, with a word in all that is kept of it."""
    order = Order(
        word.encode() * draw.choice([1, 3, 300, 3000]),
        JSON,
        key=f"{word}-key",
        tags=frozenset([f"{word}-tag"]),
        hook=f"https://there.example/{word}",
        beside={"plan": word.encode() * draw.randrange(1, 400)},
    )
    job, _ = table.add(f"{word}-tenant", order)
    attempt = table.take(word)
    table.report(attempt, f'"{word * draw.randrange(1, 40)}"')
    table.keep_best(attempt, word.encode() * draw.randrange(1, 400))
    table.report(attempt, f'"{word * draw.randrange(1, 40)}"')
    table.end(attempt, State.DONE, came={"plan": word.encode() * draw.randrange(1, 400)})
    return job


def found_in(folder, words):
    """Those of these words that some file holds."""
    held = {path.name: path.read_bytes() for path in folder.iterdir()}
    return {word for word in words if any(word.encode() in one for one in held.values())}


@pytest.fixture(autouse=True)
def _always_its_turn(monkeypatch):
    monkeypatch.setattr(sweeping, "_SHARE", 0)


def test_what_is_deleted_is_in_no_file_any_more(tmp_path):
    """Neither in the file nor in the log beside it, at once, while the service goes on."""
    draw = random.Random(1)
    table = JobTable(sqlite_store(tmp_path / "jobs.sqlite"))
    jobs = {f"word{draw.getrandbits(64):016x}": None for _ in range(6)}
    for word in jobs:
        jobs[word] = written(table, word, draw)
    gone = set(draw.sample(sorted(jobs), 4))
    for word in gone:
        assert table.delete(jobs[word].tenant, jobs[word].id)
    assert found_in(tmp_path, jobs) == jobs.keys() - gone
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".sqlite-wal" and path.stat().st_size] == []
    table.close()


@pytest.mark.parametrize("seed", range(4))
def test_no_gap_between_rows_holds_what_was_deleted_either(tmp_path, seed):
    """Rows leave copies of themselves where tables grow: those go when the file is written anew."""
    draw = random.Random(seed)
    table = JobTable(sqlite_store(tmp_path / "jobs.sqlite"))
    there, gone = {}, set()
    for _ in range(60):
        if there and draw.random() < 0.4:
            word = draw.choice(sorted(there))
            job = there.pop(word)
            assert table.delete(job.tenant, job.id)
            gone.add(word)
        else:
            word = f"word{draw.getrandbits(64):016x}"
            there[word] = written(table, word, draw)
    assert table.sweep()
    assert found_in(tmp_path, {*there, *gone}) == set(there)
    table.close()


def test_a_file_is_written_anew_only_where_something_was_deleted_and_at_its_turn(tmp_path, monkeypatch):
    monkeypatch.setattr(sweeping, "_SHARE", 1e9)
    table = JobTable(sqlite_store(tmp_path / "jobs.sqlite"))
    first, second = (written(table, word, random.Random(1)) for word in ("first", "second"))
    before = (tmp_path / "jobs.sqlite").stat().st_mtime_ns
    assert table.sweep()
    assert (tmp_path / "jobs.sqlite").stat().st_mtime_ns == before
    table.delete(first.tenant, first.id)
    assert table.sweep()
    table.delete(second.tenant, second.id)
    assert not table.sweep()
    table.close()


def test_what_is_kept_no_longer_is_in_no_file_any_more(tmp_path):
    now = [0.0]
    table = JobTable(sqlite_store(tmp_path / "jobs.sqlite"), now=lambda: now[0])
    written(table, "oldest", random.Random(1))
    now[0] = 1000.0
    written(table, "newest", random.Random(2))
    assert table.forget_older(500) == 1
    assert found_in(tmp_path, ["oldest", "newest"]) == {"newest"}
    table.close()


def test_what_could_not_be_swept_away_is_swept_later_whoever_comes(tmp_path):
    store = sqlite_store(tmp_path / "jobs.sqlite")
    table = JobTable(store)
    job = written(table, "marker", random.Random(1))
    with store.connect() as reading, reading.begin():
        reading.exec_driver_sql("SELECT * FROM jobs").all()
        assert table.delete(job.tenant, job.id)
        assert not table.sweep()
        assert found_in(tmp_path, ["marker"]) == {"marker"}
    other = JobTable(sqlite_store(tmp_path / "jobs.sqlite"))
    assert other.sweep()
    assert found_in(tmp_path, ["marker"]) == set()
    other.close()
    table.close()


def test_a_large_file_is_written_anew_too(tmp_path, monkeypatch):
    monkeypatch.setattr(sweeping, "_IN_MEMORY_BYTES", 1)
    store = sqlite_store(tmp_path / "jobs.sqlite")
    table = JobTable(store)
    job = written(table, "marker", random.Random(1))
    table.delete(job.tenant, job.id)
    assert table.sweep()
    with store.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA temp_store").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 30_000
    table.close()
