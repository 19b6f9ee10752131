"""Stores for the tests of the service: a file, and a PostgreSQL server of their own."""

from __future__ import annotations

import pytest

from tests.service.postgres import server_or_skip


@pytest.fixture(scope="session")
def postgres():
    server = server_or_skip()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgres"])
def anew(request, tmp_path):
    """Gives the path or the address of another empty store at each call, of either kind."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres").fresh
    made = iter(range(1000))
    return lambda: tmp_path / f"data{next(made)}" / "jobs.sqlite"


@pytest.fixture
def where(anew):
    """The path or the address of an empty store, of either kind."""
    return anew()
