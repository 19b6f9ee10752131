"""A store is opened by its path or its address; what can't be is told, with its place and without a password."""

from __future__ import annotations

import os
import sys
from urllib.parse import quote

import pytest

from dagplan.models import InputError
from dagplan.service.store import postgres as postgres_module
from dagplan.service.store.jobs import Order
from dagplan.service.store.opening import open_store
from dagplan.service.store.table import JobTable
from dagplan.words import set_language

EXAMPLE = "postgresql://dagplan@localhost/dagplan"


def refusal(where):
    with pytest.raises(InputError) as caught:
        open_store(where)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("name", ["jobs.sqlite", "what?is#this%20.sqlite", "åäö 1.sqlite"])
def test_any_path_is_that_file(tmp_path, name):
    for where in (tmp_path / name, str(tmp_path / name)):
        table = JobTable(open_store(where))
        table.add("north", Order(b"{}", "application/json"))
        table.close()
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://dagplan:verysecret@db/jobs",
        "sqlite:///jobs",
        "http://db:verysecret@here/",
        "://",
        "postgresql://db:port/x",
    ],
)
def test_only_postgres_is_a_database(url):
    problem = refusal(url)
    assert (problem.code, problem.message) == (
        "store.unknown_database",
        f"is no address of a database; one looks like {EXAMPLE}",
    )
    assert "verysecret" not in problem.shown


def test_a_file_that_is_no_store_is_left_as_it_is(tmp_path):
    path = tmp_path / "jobs.sqlite"
    path.write_bytes(b"my notes, which are longer than a header of a hundred bytes is, so that it reads them" * 3)
    before = path.read_bytes()
    problem = refusal(path)
    assert (problem.place, problem.code) == (str(path), "store.not_a_store")
    assert problem.message == "is no store of Dagplan: file is not a database"
    set_language("sv")
    assert problem.shown == f"{path}: är inget datalager från Dagplan: file is not a database"
    assert path.read_bytes() == before


def test_a_folder_is_no_file(tmp_path):
    problem = refusal(tmp_path)
    assert (problem.place, problem.message) == (str(tmp_path), "can't be written: is a directory")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_told(tmp_path):
    tmp_path.chmod(0o500)
    assert refusal(tmp_path / "jobs.sqlite").message == "can't be written: permission denied"


def test_a_database_that_is_not_there_is_told_without_its_password(tmp_path, monkeypatch):
    monkeypatch.setattr("dagplan.service.store.repeating.PAUSES", (0.01,))
    where = quote(str(tmp_path), safe="")
    for user, hidden, more in (
        ("dagplan:verysecret", "dagplan:***", ""),
        ("dagplan", "dagplan", "&password=verysecret"),
    ):
        problem = refusal(f"postgresql://{user}@/jobs?host={where}{more}")
        assert problem.place.startswith(f"postgresql://{hidden}@/jobs?host={where}")
        assert "verysecret" not in problem.shown
    assert problem.code == "store.away"
    assert problem.message.startswith("the database can't be used: connection")
    assert "\n" not in problem.shown


def test_a_database_without_psycopg_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.setattr(postgres_module, "create_engine", importing)
    assert refusal(EXAMPLE).message == (
        "psycopg, which PostgreSQL needs, is not installed: pip install 'dagplan[postgres]'"
    )


def importing(*_, **__):
    import psycopg  # noqa: F401 - as SQLAlchemy does


def test_an_unknown_database_of_a_server_is_told(postgres, monkeypatch):
    monkeypatch.setattr("dagplan.service.store.repeating.PAUSES", (0.01,))
    problem = refusal(postgres.url().replace("/postgres?", "/nothing?"))
    assert problem.code == "store.away"
    assert 'database "nothing" does not exist' in problem.message


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_database_is_called_as_everybody_calls_it(postgres, scheme):
    table = JobTable(open_store(postgres.fresh().replace("postgresql", scheme, 1)))
    job, _ = table.add("north", Order(b"{}", "application/json"))
    assert table.document("north", job.id, "request") == b"{}"
    table.close()
