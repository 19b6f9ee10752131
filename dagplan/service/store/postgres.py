"""A store in a PostgreSQL database, for several machines: the same tables there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, func, select

from .repeating import repeated
from .transactions import writing
from .versions import make_ready

WAIT_SECONDS = 30
"""So long a statement waits for its turn, and a transaction may lie idle before it is undone."""

_OPENING = 0x44_61_67_70  # the key of an advisory lock, of one database: any number of our own
_CONNECTION = {
    "application_name": "dagplan",
    "connect_timeout": "10",
    # A server that went away without a word is noticed within a minute, not after the two hours that are usual.
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
_SESSION = (
    f"SELECT set_config('lock_timeout', '{WAIT_SECONDS}s', false)",
    f"SELECT set_config('idle_in_transaction_session_timeout', '{WAIT_SECONDS}s', false)",
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
)


def postgres_store(url: str | URL) -> Engine:
    """The store in a database, in which the tables are made if they are not there.

    Parameters
    ----------
    url
        As libpq has it, ``postgresql://user@host/database``; ``PGPASSWORD``, ``~/.pgpass`` and so on count.

    Raises
    ------
    NewerStoreError
        If a newer program has written it.
    SQLAlchemyError
        If it can't be reached or used.
    """
    address = _with_driver(url)
    settings = {name: value for name, value in _CONNECTION.items() if name not in address.query}
    engine = create_engine(address, pool_pre_ping=True, connect_args=settings)
    event.listen(engine, "connect", _prepare)
    try:
        _open(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@repeated
def _open(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_OPENING)))  # several open it at once
        make_ready(connection)


def _with_driver(url: str | URL) -> URL:
    from sqlalchemy import make_url

    text = url if isinstance(url, URL) else make_url(url)
    return text.set(drivername="postgresql+psycopg")


def _prepare(connection: Any, _: Any) -> None:
    for statement in _SESSION:
        connection.execute(statement).close()
    connection.commit()
