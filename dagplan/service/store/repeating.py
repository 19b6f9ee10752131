"""What a database that was started anew, or a line to it that broke, does to a call: it is made again for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError

Given = ParamSpec("Given")
Result = TypeVar("Result")

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before each further try: as long as a server takes to start after a crash."""

_UNDONE = frozenset({"40P01", "40001"})
"""Deadlock, and a transaction that could not be put in a row with others: nothing of it was done."""
_AWAY = ("08", "57P")
"""The line broke; the server ends, has crashed, or is starting."""


def repeated(call: Callable[Given, Result]) -> Callable[Given, Result]:
    """Make a call again where the database was away.

    Only for one that is a transaction of its own and may be done twice: when the line breaks while a transaction is
    being ended, nobody knows whether it was.
    """

    @wraps(call)
    def trying(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        for pause in PAUSES:
            try:
                return call(*args, **kwargs)
            except DBAPIError as error:
                if not is_passing(error):
                    raise
            time.sleep(pause)
        return call(*args, **kwargs)

    return trying


def is_passing(error: DBAPIError) -> bool:
    """Whether the same might go well soon: on PostgreSQL, since SQLite has waited itself."""
    if error.orig is None or not type(error.orig).__module__.startswith("psycopg"):
        return False
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is None:
        return error.connection_invalidated or isinstance(error, OperationalError)
    return state in _UNDONE or state.startswith(_AWAY)
