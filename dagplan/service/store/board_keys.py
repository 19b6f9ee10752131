"""Boards begun under a name of the caller's own: sent again, the same order is the same board."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from .jobs import OtherBodyError
from .schema import board_keys


@dataclass(frozen=True)
class BoardOrder:
    """What a board is begun by.

    Attributes
    ----------
    key
        The caller's name for it.
    digest
        Of what is to be begun, not of how it is called.
    """

    key: str
    digest: str

    @classmethod
    def of(cls, key: str | None, *parts: bytes) -> BoardOrder | None:
        """From all that makes it what it is; None without a key."""
        if key is None:
            return None
        digest = hashlib.sha256()
        for part in parts:
            digest.update(len(part).to_bytes(8, "big") + part)
        return cls(key, digest.hexdigest())


def begun_by(connection: Connection, tenant: str, order: BoardOrder) -> int | None:
    """The number of the board that a tenant has begun by an order; None where there is none, or it was deleted.

    Raises
    ------
    OtherBodyError
        If the key was used to begin something else.
    """
    asked = select(board_keys.c.board, board_keys.c.digest).where(
        board_keys.c.tenant == tenant, board_keys.c.key == order.key
    )
    row = connection.execute(asked).one_or_none()
    if row is None:
        return None
    if row.digest != order.digest:
        raise OtherBodyError
    number: int = row.board
    return number


def note(connection: Connection, tenant: str, board: int, order: BoardOrder) -> None:
    """Write down by what a board was begun."""
    connection.execute(insert(board_keys).values(board=board, tenant=tenant, key=order.key, digest=order.digest))
