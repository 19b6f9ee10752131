"""Forgetting rows, with all that belongs to them, so that nothing of them is left in the store."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Engine, Table, delete

from .repeating import repeated
from .transactions import writing
from .ways import Ways


def forget(store: Engine, ways: Ways, table: Table, *which: ColumnElement[bool]) -> int:
    """Forget rows of a table and what hangs on them; how many there were."""
    many = _deleted(store, ways, table, *which)
    if many:
        ways.after_deletion()
    return many


@repeated
def _deleted(store: Engine, ways: Ways, table: Table, *which: ColumnElement[bool]) -> int:
    with writing(store) as connection:
        many = connection.execute(delete(table).where(*which)).rowcount
        if many:
            ways.note_deletion(connection)
    return many
