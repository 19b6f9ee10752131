"""An older store is brought up to date in one transaction; a newer one is refused; nothing is half done."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, inspect, text

from dagplan.models import InputError
from dagplan.service.store import versions
from dagplan.service.store.jobs import State
from dagplan.service.store.opening import open_store
from dagplan.service.store.schema import metadata
from dagplan.service.store.table import JobTable
from dagplan.service.store.transactions import writing
from dagplan.service.store.versions import VERSION, make_ready
from dagplan.words import set_language

FIRST = """
CREATE TABLE store (version INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE jobs (
    number {number}, id VARCHAR(32) NOT NULL UNIQUE, tenant VARCHAR(200) NOT NULL, kind VARCHAR(8) NOT NULL,
    state VARCHAR(8) NOT NULL, form VARCHAR(200) NOT NULL, key VARCHAR(200), digest VARCHAR(64) NOT NULL,
    tags JSON NOT NULL, parent VARCHAR(32), hook TEXT, attempt INTEGER NOT NULL, lost INTEGER NOT NULL,
    worker VARCHAR(100), seen FLOAT, stopping BOOLEAN NOT NULL, version INTEGER NOT NULL, created FLOAT NOT NULL,
    begun FLOAT, ended FLOAT, until FLOAT, progress TEXT, UNIQUE (tenant, key));
CREATE INDEX jobs_by_state ON jobs (state, number);
CREATE INDEX jobs_by_tenant ON jobs (tenant, number);
CREATE TABLE tags (
    job INTEGER NOT NULL REFERENCES jobs (number) ON DELETE CASCADE, tag VARCHAR(100) NOT NULL,
    PRIMARY KEY (job, tag));
CREATE INDEX jobs_by_tag ON tags (tag, job);
CREATE TABLE documents (
    job INTEGER NOT NULL REFERENCES jobs (number) ON DELETE CASCADE, name VARCHAR(16) NOT NULL, body {bytes} NOT NULL,
    PRIMARY KEY (job, name));
INSERT INTO store VALUES (1);
INSERT INTO jobs (id, tenant, kind, state, form, digest, tags, attempt, lost, stopping, version, created)
    VALUES ('old-1', 'north', 'plan', 'queued', 'application/json', 'd', '["a"]', 0, 0, FALSE, 1, 1000.5);
INSERT INTO tags VALUES (1, 'a');
INSERT INTO documents VALUES (1, 'request', {body})
"""
"""A store of version 1, written by hand."""

KINDS = {
    "sqlite": {"number": "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", "bytes": "BLOB", "body": "X'7B7D'"},
    "postgresql": {"number": "SERIAL PRIMARY KEY", "bytes": "BYTEA", "body": "'\\x7b7d'"},
}


def bare(where):
    """The store with nothing in it."""
    engine = open_store(where)
    with writing(engine) as connection:
        for table in reversed(inspect(connection).get_table_names()):
            if not table.startswith("sqlite_"):
                suffix = " CASCADE" if engine.dialect.name == "postgresql" else ""
                connection.execute(text(f"DROP TABLE {table}{suffix}"))
    return engine


def first(where):
    """A store of version 1, with a job in it."""
    engine = bare(where)
    with writing(engine) as connection:
        for statement in FIRST.format(**KINDS[engine.dialect.name]).split(";\n"):
            connection.exec_driver_sql(statement)
    return engine


def version_of(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT version FROM store")).scalar_one()


def test_a_store_of_version_1_is_opened_and_its_jobs_are_there(where):
    first(where).dispose()
    table = JobTable(open_store(where))
    (job,) = table.page("north", tag="a")
    assert (job.id, job.state, job.created, job.tags) == ("old-1", State.QUEUED, 1000.5, ("a",))
    table.end(table.take(), State.DONE, came={"plan": b"1"})
    assert (table.document("north", "old-1", "request"), table.document("north", "old-1", "plan")) == (b"{}", b"1")
    assert table.delete("north", "old-1")
    table.close()


def test_the_steps_lead_to_the_tables_of_today(anew):
    """Whoever changes a table and forgets the version, or the step, is told here."""

    def tables(engine):
        with engine.connect() as connection:
            found = inspect(connection)
            return {
                table.name: {
                    (one["name"], str(one["type"]), one["nullable"]) for one in found.get_columns(table.name)
                }
                for table in metadata.sorted_tables
            }

    old = anew()
    first(old).dispose()
    engines = [open_store(old), open_store(anew())]
    stepped, made = [tables(one) for one in engines]
    assert stepped == made
    assert [version_of(one) for one in engines] == [VERSION, VERSION]
    for one in engines:
        one.dispose()


def test_steps_are_taken_in_order_and_all_or_none(where):
    engine = first(where)

    def more(connection):
        connection.execute(text("ALTER TABLE jobs ADD COLUMN room VARCHAR(10)"))

    def fill(connection):
        connection.execute(text("UPDATE jobs SET room = 'blue'"))

    def fail(connection):
        connection.execute(text("UPDATE jobs SET room = 'red'"))
        raise RuntimeError

    def rooms():
        with engine.connect() as connection:
            if "room" not in {one["name"] for one in inspect(connection).get_columns("jobs")}:
                return None
            return connection.execute(text("SELECT room FROM jobs")).scalar_one()

    with pytest.raises(RuntimeError), writing(engine) as connection:
        make_ready(connection, version=4, steps={2: more, 3: fill, 4: fail})
    assert (version_of(engine), rooms()) == (1, None)
    with writing(engine) as connection:
        make_ready(connection, version=3, steps={2: more, 3: fill})
    assert (version_of(engine), rooms()) == (3, "blue")
    with writing(engine) as connection:
        make_ready(connection, version=3, steps={2: more, 3: fill})  # nothing is done twice
    assert (version_of(engine), rooms()) == (3, "blue")
    engine.dispose()


def test_a_newer_store_is_refused_and_left_as_it_is(where):
    engine = bare(where)
    with writing(engine) as connection:
        versions.store.create(connection)
        connection.execute(insert(versions.store).values(version=VERSION + 1))
    with pytest.raises(InputError) as caught:
        open_store(where)
    (problem,) = caught.value.problems
    assert problem.code == "store.newer"
    assert problem.message == (
        f"was written by a newer Dagplan (store version {VERSION + 1}; this one knows up to {VERSION}): use that "
        "one, or a newer one still"
    )
    set_language("sv")
    assert problem.message_in("sv").startswith("är skrivet av en nyare Dagplan")
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["store"]
    engine.dispose()


def test_a_table_more_is_made_where_it_is_not_there(where):
    engine = open_store(where)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE tags"))
    engine.dispose()
    engine = open_store(where)
    with engine.connect() as connection:
        assert inspect(connection).has_table("tags")
    engine.dispose()
