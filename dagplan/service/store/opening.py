"""Opening a store: a file, or a database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from .postgres import postgres_store
from .sqlite import sqlite_store
from .versions import NewerStoreError

if TYPE_CHECKING:
    from dagplan.models import InputError

EXAMPLE = "postgresql://dagplan@localhost/dagplan"
_SECRETS = ("password", "sslpassword")
_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


def open_store(where: str | Path) -> Engine:
    """The store at a path, or at the address of a PostgreSQL database (``postgresql://…``).

    Raises
    ------
    InputError
        If it can't be opened: not there, no store, of a newer program, no driver.
    """
    if is_database(where):
        return _database(str(where))
    path = Path(where)
    try:
        return sqlite_store(path)
    except (OSError, NewerStoreError, SQLAlchemyError, sqlite3.Error) as error:
        raise _refused(path, error) from error


def is_database(where: str | Path) -> bool:
    """Whether this is the address of a database, and not a path."""
    return isinstance(where, str) and "://" in where


def shown_address(url: str) -> str:
    """The address of a database as it may be shown: without its password."""
    try:
        known = make_url(url)
    except (ArgumentError, ValueError):
        return ""
    hidden = {name: "***" for name in _SECRETS if name in known.query}
    return known.update_query_dict(hidden).render_as_string(hide_password=True)


def reason(error: Exception) -> str:
    """What a database says was wrong, on one line."""
    said = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return " ".join(str(said).split()) or type(said).__name__


def _database(address: str) -> Engine:
    try:
        url = make_url(address)
        if url.drivername not in _SCHEMES:
            raise ArgumentError(url.drivername)
        return postgres_store(url)
    except (ArgumentError, ModuleNotFoundError, NewerStoreError, SQLAlchemyError, ValueError) as error:
        raise _refused(address, error) from error


def _refused(where: str | Path, error: Exception) -> InputError:
    # Imported when it is needed: every worker opens a store, and these take a second.
    from dagplan.files.places import shown_path, system_error
    from dagplan.models import InputError, Problem
    from dagplan.words.messages.file_faults import FileFaults
    from dagplan.words.messages.store_faults import StoreFaults

    match error:
        case NewerStoreError():
            said = StoreFaults.NEWER(found=error.found, known=error.known)
        case OSError():
            said = FileFaults.CANT_BE_WRITTEN(why=system_error(error))
        case ModuleNotFoundError():
            said = StoreFaults.NO_DRIVER()
        case ArgumentError() | ValueError():
            said = StoreFaults.UNKNOWN_DATABASE(example=EXAMPLE)
        case _ if isinstance(where, Path):
            said = StoreFaults.NOT_A_STORE(why=reason(error))
        case _:
            said = StoreFaults.AWAY(why=reason(error))
    place = shown_path(where) if isinstance(where, Path) else shown_address(where)
    return InputError([Problem.of(place, said)])
