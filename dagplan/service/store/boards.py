"""The table of boards: the truth about every board. What a write has returned is on the disk.

A write says which version it has seen. Where another came before it nothing is written, and the caller is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, insert, literal, select, update

from .board import Board, Loading, Step, Write
from .board_keys import BoardOrder, begun_by, note
from .forgetting import forget
from .jobs import Place
from .repeating import repeated
from .schema import board_requests, board_steps, board_writes, boards
from .transactions import reading, writing
from .ways import ways_of

_SHOWN = [boards.c[name] for name in Board.__dataclass_fields__]
_WRITES_KEPT = 200
"""So many versions back it is known what was changed."""


class BoardTable:
    """Boards in a store; from any thread, and from several processes at once.

    Parameters
    ----------
    store
        Where its tables lie (``open_store``).
    now
        Tells the time, in seconds since 1970, instead of this machine's clock, or of the database's.
    """

    def __init__(self, store: Engine, *, now: Callable[[], float] | None = None) -> None:
        self._store = store
        self._ways = ways_of(store, now)

    @repeated
    def begun_by(self, tenant: str, order: BoardOrder) -> Board | None:
        """The board that a tenant has begun by an order already.

        Raises
        ------
        OtherBodyError
            Here and below: if its key was used to begin something else.
        """
        with reading(self._store) as connection:
            return _begun_by(connection, tenant, order)

    @repeated
    def add(
        self,
        tenant: str,
        board_id: str,
        name: str,
        request: bytes,
        stamp: str,
        figures: str,
        order: BoardOrder | None = None,
    ) -> Board:
        """Begin a board with a request, under an id by which a second try finds what the first has done.

        Where it was begun by this order already it is that board, with another id.
        """
        with writing(self._store) as connection:
            found = self._there(connection, tenant, board_id, order)
            if found is not None:
                return found
            now = self._ways.now()
            values = {"id": board_id, "tenant": tenant, "name": name, "stamp": stamp, "figures": figures}
            row = connection.execute(
                insert(boards).values(**values, created=now, changed=now).returning(*_SHOWN)
            ).one()
            board = Board(*row)
            connection.execute(insert(board_requests).values(board=board.number, position=0, body=request))
            if order is not None:
                note(connection, tenant, board.number, order)
            return board

    def _there(self, connection: Connection, tenant: str, board_id: str, order: BoardOrder | None) -> Board | None:
        """What is there already of what is to be begun: one at a time, where an order has a name."""
        if order is not None:
            self._ways.take_turn(connection)
            if (begun := _begun_by(connection, tenant, order)) is not None:
                return begun
        return _found(connection, tenant, board_id)

    @repeated
    def get(self, tenant: str, board_id: str) -> Board | None:
        """A board of a tenant."""
        with reading(self._store) as connection:
            return _found(connection, tenant, board_id)

    @repeated
    def page(self, tenant: str, *, after: Place | None = None, most: int = 50) -> list[Board]:
        """A tenant's boards, the newest first; only those that come after one, which may be gone by now."""
        asked = select(*_SHOWN).where(boards.c.tenant == tenant)
        if after is not None:
            asked = asked.where(_comes_after(tenant, after))
        with reading(self._store) as connection:
            rows = connection.execute(asked.order_by(boards.c.number.desc()).limit(most))
            return [Board(*row) for row in rows]

    @repeated
    def write(self, board: Board, news: Write) -> Board | None:
        """Change a board that is still as it was seen; None where it is another by now, or gone."""
        with writing(self._store) as connection:
            # A first try may have done it, whose answer was lost: then the stamp is there already.
            done = _found(connection, board.tenant, board.id)
            if done is not None and done.stamp == news.stamp:
                return done
            now = self._ways.now()
            position = news.position if news.step is None else board.position + 1
            values = {"version": board.version + 1, "stamp": news.stamp, "figures": news.figures, "changed": now}
            values |= {"position": position} | ({} if news.step is None else {"steps": position})
            seen = boards.c.number == board.number, boards.c.stamp == board.stamp
            row = connection.execute(update(boards).where(*seen).values(**values).returning(*_SHOWN)).one_or_none()
            if row is None:
                return None
            if news.step is not None:
                _forget_after(connection, board)
                fields = {name: getattr(news.step, name) for name in ("changes", "many", "said", "origin")}
                added = insert(board_steps).values(board=board.number, number=position, at=now, **fields)
                connection.execute(added)
            if news.request is not None:
                connection.execute(
                    insert(board_requests).values(board=board.number, position=position, body=news.request)
                )
            told = insert(board_writes).values(board=board.number, version=board.version + 1, said=news.said)
            connection.execute(told)
            old = board_writes.c.version <= board.version + 1 - _WRITES_KEPT
            connection.execute(delete(board_writes).where(board_writes.c.board == board.number, old))
            return Board(*row)

    @repeated
    def loading(self, board: Board, back: int = 0) -> Loading | None:
        """What a board as it was seen is laid out from, with at least so many of its last steps as changes.

        None where it is another by now, or gone.
        """
        most = max(0, board.position - back)
        here = board_requests.c.board == board.number
        kept = select(board_requests.c.position, board_requests.c.body).where(here, board_requests.c.position <= most)
        with reading(self._store) as connection:
            first = connection.execute(kept.order_by(board_requests.c.position.desc()).limit(1)).one_or_none()
            if first is None:
                return None
            between = board_steps.c.number > first.position, board_steps.c.number <= board.position
            asked = select(board_steps.c.changes).where(board_steps.c.board == board.number, *between)
            found = Loading(
                first.body, [row.changes for row in connection.execute(asked.order_by(board_steps.c.number))]
            )
            # Asked last: what was read before is of this version where it is still there.
            same = select(boards.c.number).where(boards.c.number == board.number, boards.c.stamp == board.stamp)
            return None if connection.execute(same).one_or_none() is None else found

    @repeated
    def step(self, board: Board, number: int) -> Step | None:
        """A step of a board; None where there is none."""
        shown = [board_steps.c[name] for name in ("changes", "many", "said", "origin", "number", "at")]
        asked = select(*shown).where(board_steps.c.board == board.number, board_steps.c.number == number)
        with reading(self._store) as connection:
            row = connection.execute(asked).one_or_none()
        return None if row is None else Step(*row)

    @repeated
    def changes_since_kept(self, board: Board) -> int:
        """How many changes have to be made again to lay out a board."""
        kept = select(func.max(board_requests.c.position)).where(
            board_requests.c.board == board.number, board_requests.c.position <= board.position
        )
        between = board_steps.c.number > kept.scalar_subquery(), board_steps.c.number <= board.position
        asked = select(func.sum(board_steps.c.many)).where(board_steps.c.board == board.number, *between)
        with reading(self._store) as connection:
            return connection.execute(asked).scalar_one() or 0

    @repeated
    def steps(self, board: Board) -> list[Step]:
        """All steps of a board, those too that were taken back, without their changes."""
        shown = [board_steps.c[name] for name in ("many", "said", "origin", "number", "at")]
        asked = select(*shown).where(board_steps.c.board == board.number).order_by(board_steps.c.number)
        with reading(self._store) as connection:
            return [Step(b"", *row) for row in connection.execute(asked)]

    @repeated
    def since(self, board: Board, version: int) -> list[bytes]:
        """What has changed in a board since a version, as far as it is known: what each write said, oldest first."""
        asked = select(board_writes.c.said).where(
            board_writes.c.board == board.number, board_writes.c.version > version
        )
        with reading(self._store) as connection:
            return [row.said for row in connection.execute(asked.order_by(board_writes.c.version))]

    @repeated
    def branch(
        self, board: Board, board_id: str, name: str, stamp: str, order: BoardOrder | None = None
    ) -> Board | None:
        """Another board with the steps that count in this one; None where it is no longer as it was seen."""
        with writing(self._store) as connection:
            done = self._there(connection, board.tenant, board_id, order)
            if done is not None:
                return done
            seen = boards.c.number == board.number, boards.c.stamp == board.stamp
            if connection.execute(select(boards.c.number).where(*seen).with_for_update()).one_or_none() is None:
                return None
            now = self._ways.now()
            values: dict[str, Any] = {"id": board_id, "tenant": board.tenant, "name": name, "parent": board.id}
            values |= {"stamp": stamp, "position": board.position, "steps": board.position, "figures": board.figures}
            row = connection.execute(
                insert(boards).values(**values, created=now, changed=now).returning(*_SHOWN)
            ).one()
            made = Board(*row)
            for table, place in ((board_requests, "position"), (board_steps, "number")):
                names = [one.name for one in table.c]
                copied: Select[tuple[object, ...]] = select(
                    literal(made.number), *(one for one in table.c if one.name != "board")
                ).where(table.c.board == board.number, table.c[place] <= board.position)
                connection.execute(insert(table).from_select(names, copied))
            if order is not None:
                note(connection, board.tenant, made.number, order)
            return made

    @repeated
    def ordered(self, board: Board, job_id: str) -> Board | None:
        """Note which plan was ordered last, of which version; None where the board is gone."""
        noted = {"job": job_id, "job_version": board.version}
        with writing(self._store) as connection:
            changed = update(boards).where(boards.c.number == board.number).values(**noted).returning(*_SHOWN)
            row = connection.execute(changed).one_or_none()
            return None if row is None else Board(*row)

    def delete(self, tenant: str, board_id: str) -> bool:
        """Forget a board with all that belongs to it; whether there was one."""
        return forget(self._store, self._ways, boards, *_of(tenant, board_id)) > 0


def _of(tenant: str, board_id: str) -> tuple[ColumnElement[bool], ...]:
    return boards.c.tenant == tenant, boards.c.id == board_id


def _found(connection: Connection, tenant: str, board_id: str) -> Board | None:
    row = connection.execute(select(*_SHOWN).where(*_of(tenant, board_id))).one_or_none()
    return None if row is None else Board(*row)


def _begun_by(connection: Connection, tenant: str, order: BoardOrder) -> Board | None:
    number = begun_by(connection, tenant, order)
    return (
        None if number is None else Board(*connection.execute(select(*_SHOWN).where(boards.c.number == number)).one())
    )


def _forget_after(connection: Connection, board: Board) -> None:
    """Forget the steps that were taken back: something else is done instead."""
    later = board_steps.c.board == board.number, board_steps.c.number > board.position
    connection.execute(delete(board_steps).where(*later))
    kept = board_requests.c.board == board.number, board_requests.c.position > board.position
    connection.execute(delete(board_requests).where(*kept))


def _comes_after(tenant: str, place: Place) -> ColumnElement[bool]:
    """Whether a tenant's board comes after this one in its list; where that is gone, by when it was begun."""
    there = select(boards.c.number - 1).where(*_of(tenant, place.id)).scalar_subquery()
    then = select(func.max(boards.c.number)).where(boards.c.tenant == tenant, boards.c.created <= place.created)
    return boards.c.number <= func.coalesce(there, then.scalar_subquery())
