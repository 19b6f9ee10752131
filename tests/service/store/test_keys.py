"""API keys: what is shown once, who asks with it, and what the store knows of it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from dagplan.service.store.keys import KeyTable
from dagplan.service.store.opening import open_store
from dagplan.service.store.sqlite import sqlite_store


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def table(where, clock):
    store = open_store(where)
    yield KeyTable(store, now=clock)
    store.dispose()


def test_a_key_asks_in_the_name_of_its_tenant_until_it_is_revoked(table):
    assert not table.any_made()
    assert not table.any_holds()
    north, secret = table.make("north", "the board")
    assert table.any_made()
    south, other = table.make("south")
    assert (table.tenant_of(secret), table.tenant_of(other)) == ("north", "south")
    assert table.any_holds()
    assert table.revoke(north.id).revoked == 1_000_000.0
    assert (table.tenant_of(secret), table.tenant_of(other)) == (None, "south")
    table.revoke(south.id)
    assert not table.any_holds()
    assert table.any_made()


def test_a_key_that_is_revoked_is_refused_at_once_by_every_process(where, table):
    key, secret = table.make("north")
    elsewhere = open_store(where)
    theirs = KeyTable(elsewhere)
    assert theirs.tenant_of(secret) == "north"
    table.revoke(key.id)
    assert theirs.tenant_of(secret) is None
    elsewhere.dispose()


def test_a_key_is_revoked_once_and_what_is_no_key_never(table, clock):
    key, _ = table.make("north")
    first = table.revoke(key.id)
    clock.now += 100
    assert table.revoke(key.id) == first
    assert table.revoke("no-such-key") is None


def test_secrets_are_known_by_their_looks_and_differ(table):
    made = [table.make("north") for _ in range(50)]
    assert all(re.fullmatch(r"dagplan_[a-z0-9]{12}_[A-Za-z0-9]{43}", secret) for _, secret in made)
    assert all(secret.split("_")[1] == key.id for key, secret in made)
    assert len({secret.split("_")[2] for _, secret in made}) == 50
    assert {letter for _, secret in made for letter in secret.split("_")[2]} == set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    )


def test_the_store_holds_no_secret(tmp_path):
    store = sqlite_store(tmp_path / "jobs.sqlite")
    _, secret = KeyTable(store).make("north")
    KeyTable(store).tenant_of(secret)
    store.dispose()
    random = secret.split("_")[2].encode()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert random not in kept
    with closing(sqlite3.connect(tmp_path / "jobs.sqlite")) as looking:
        (digest,) = looking.execute("select digest from keys").fetchone()
    assert re.fullmatch("[0-9a-f]{64}", digest)


def test_what_is_nearly_a_key_is_none(table):
    key, secret = table.make("north")
    other, _ = table.make("south")
    random = secret.split("_")[2]
    for wrong in (
        "",
        random,
        secret[:-1],
        secret + "A",
        secret + "\n",
        secret[:-1] + ("b" if secret[-1] == "a" else "a"),
        secret.upper(),
        secret.replace("dagplan", "Dagplan"),
        f"dagplan_{other.id}_{random}",
        f"dagplan_{key.id}_",
        f"dagplan_{key.id}_{'0' * 43}",
        f"dagplan_{'z' * 12}_{random}",
        "dagplan_%_" + "A" * 43,
    ):
        assert table.tenant_of(wrong) is None, wrong


@pytest.fixture(scope="module")
def some_key(tmp_path_factory):
    store = sqlite_store(tmp_path_factory.mktemp("keys") / "jobs.sqlite")
    table = KeyTable(store)
    table.make("north")
    yield table
    store.dispose()


@given(st.text() | st.from_regex(r"dagplan_[a-z0-9]{12}_[A-Za-z0-9]{43}", fullmatch=True))
def test_no_other_text_is_a_key_nor_an_error(some_key, text):
    assert some_key.tenant_of(text) is None


def test_when_a_key_was_used_is_written_once_a_minute_and_to_the_minute(table, clock):
    _, secret = table.make("north")
    writes = []
    event.listen(
        table._store, "before_cursor_execute", lambda *args: writes.append(args[2]) if "UPDATE" in args[2] else None
    )
    seen = []
    for seconds in (0, 1, 38, 20, 1):  # at 1,000,000 + 0, 1, 39, 59, 60: minutes begin at 999,960 and 1,000,020
        clock.now += seconds
        table.tenant_of(secret)
        seen.append(table.all()[0].last_used)
    assert seen == [999_960, 999_960, 1_000_020, 1_000_020, 1_000_020]
    assert len(writes) == 2


def test_a_wrong_secret_or_a_revoked_one_is_no_use_of_the_key(table):
    key, secret = table.make("north")
    table.tenant_of(f"dagplan_{key.id}_{'0' * 43}")
    table.revoke(key.id)
    table.tenant_of(secret)
    assert table.all()[0].last_used is None


def test_a_store_that_takes_no_writes_keeps_nobody_out(table, caplog):
    _, secret = table.make("north")

    def refuse(_connection, _cursor, statement, *_):
        if statement.startswith("UPDATE"):
            raise OperationalError(statement, {}, Exception("database is locked"))

    event.listen(table._store, "before_cursor_execute", refuse)
    assert table.tenant_of(secret) == "north"
    assert "can't be written" in caplog.text
    assert secret not in caplog.text


def test_all_keys_are_listed_by_tenant(table, clock):
    second, _ = table.make("south", "b")
    clock.now += 1
    third, _ = table.make("south", "a")
    first, _ = table.make("north")
    table.revoke(third.id)
    assert [(one.id, one.name, one.revoked) for one in table.all()] == [
        (first.id, "", None),
        (second.id, "b", None),
        (third.id, "a", 1_000_001.0),
    ]
