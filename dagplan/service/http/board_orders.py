"""Beginning a board under a name of the caller's own, so that it is safe to send again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Header

from dagplan.service.store.board_keys import BoardOrder
from dagplan.service.store.jobs import OtherBodyError

from .jobs import KEY_PATTERN, problems_of_order
from .problems import invalid, other_body
from .resources import Resources

BoardKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Your own name for this beginning: sent again with the same body, it is the same board.",
        json_schema_extra={"pattern": KEY_PATTERN},
    ),
]


async def order_of(has: Resources, key: str | None, *parts: bytes) -> BoardOrder | None:
    """What a board is begun by: its caller's name for it, and what is to be begun; None without a name.

    Raises
    ------
    RefusalError
        422, if the name can't be one.
    """
    if found := await problems_of_order(has, (), key):
        raise invalid(found)
    return BoardOrder.of(key, *parts)


@contextmanager
def one_order_a_key() -> Iterator[None]:
    """Refuse a name that was used to begin something else.

    Raises
    ------
    RefusalError
        422, if it was.
    """
    try:
        yield
    except OtherBodyError:
        raise other_body() from None
