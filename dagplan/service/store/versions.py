"""The version of a store: an older one is brought up to date when it is opened, a newer one is refused.

A change of a table is a number more in ``VERSION`` and a step in ``STEPS``; the tests have the tables of the versions
before. A table more is neither: it is made where it is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Column, Connection, Integer, Table, insert, inspect, select, update

from .schema import metadata

VERSION = 1
"""Of the stores that this program writes."""

STEPS: Mapping[int, Callable[[Connection], None]] = {}
"""What makes a store of the version before into one of this version."""

store = Table("store", metadata, Column("version", Integer, primary_key=True, autoincrement=False))
"""One row."""


class NewerStoreError(Exception):
    """A newer program has written the store.

    Attributes
    ----------
    found, known
        Its version, and the newest that this program knows.
    """

    def __init__(self, found: int, known: int) -> None:
        super().__init__(found, known)
        self.found, self.known = found, known


def make_ready(
    connection: Connection, *, version: int = VERSION, steps: Mapping[int, Callable[[Connection], None]] = STEPS
) -> None:
    """Make the tables that are not there, and bring those of an older version up to date, in this transaction.

    Raises
    ------
    NewerStoreError
        If the store is of a newer version: nothing is changed then.
    """
    found = _version(connection)
    if found is not None and found > version:
        raise NewerStoreError(found, version)
    if found is None:
        metadata.create_all(connection)
        connection.execute(insert(store).values(version=version))
        return
    for number in range(found + 1, version + 1):
        steps[number](connection)
    metadata.create_all(connection)
    if found < version:
        connection.execute(update(store).values(version=version))


def _version(connection: Connection) -> int | None:
    """Of what is there; None where nothing is."""
    if not inspect(connection).has_table(store.name):
        return None
    return connection.execute(select(store.c.version)).scalar_one_or_none()
