"""Webhooks that wait to be sent: an outbox, written in the transaction that ends a job.

So no end of the service, at whatever moment, loses one. It is sent at least once, always with the same id and body.
While one is being sent its row is due later, when whoever sends it must have died: then it is sent again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, insert, select, update

from .jobs import State
from .repeating import repeated
from .schema import deliveries, jobs
from .transactions import reading, writing
from .ways import Moment, clock_of

NUMBERS = ("seconds", "requests", "booked", "unbooked", "cost", "lower_bound", "gap", "done", "failed", "total")
"""What a webhook tells of how a plan or a study stands, of all that a worker may write; and its ``status``."""
_STATUSES = ("optimal", "feasible")


@dataclass(frozen=True)
class Delivery:
    """A webhook as it stands.

    Attributes
    ----------
    id
        The same at each try: who gets it twice knows it by this.
    tenant
        Whose job it is of.
    address
        Where it goes.
    body
        What it says (JSON).
    tries
        How many were begun.
    due
        When to try next, in seconds since 1970, UTC; None: it is over.
    ended
        When it was over.
    outcome
        How the last try went; None: none has ended.
    """

    id: str
    tenant: str
    address: str
    body: bytes
    tries: int
    due: float | None
    ended: float | None
    outcome: str | None


_SHOWN = [deliveries.c[name] for name in Delivery.__dataclass_fields__]


def owe(connection: Connection, which: Iterable[ColumnElement[bool]], now: Moment) -> None:
    """Write a webhook for each of these jobs that is over and has an address to tell, in the same transaction."""
    over = jobs.c.state.in_([state for state in State if state.is_over])
    columns = (jobs.c.number, jobs.c.id, jobs.c.tenant, jobs.c.kind, jobs.c.state, jobs.c.ended, jobs.c.progress)
    asked = select(*columns, jobs.c.hook).where(*which, over, jobs.c.hook.is_not(None))
    for job in connection.execute(asked).all():
        values = {"job": job.number, "tenant": job.tenant, "address": job.hook, "body": _body(job)}
        connection.execute(
            insert(deliveries).values(id=f"msg_{secrets.token_urlsafe(16)}", created=now, due=now, tries=0, **values)
        )


class DeliveryTable:
    """Webhooks in a store; from any thread, and from several processes at once.

    Parameters
    ----------
    store
        Where its table lies.
    now
        Tells the time, in seconds since 1970, instead of the clock that counts.
    """

    def __init__(self, store: Engine, *, now: Callable[[], float] | None = None) -> None:
        self._store, self._now = store, clock_of(store, now)

    @repeated
    def take(self, *, seconds: float, passing_over: Collection[str] = ()) -> Delivery | None:
        """Begin a try of the one that has been due longest; None if none is. No two takers get the same.

        Parameters
        ----------
        seconds
            After so long it is due again, unless ``settle`` says how it went.
        passing_over
            Tenants whose turn it is not.
        """
        now = self._now()
        first = select(deliveries.c.id).where(deliveries.c.due <= now).order_by(deliveries.c.due).limit(1)
        if passing_over:
            first = first.where(deliveries.c.tenant.not_in(list(passing_over)))
        with reading(self._store) as connection:  # most of the time there is none: nobody waits for a turn then
            if connection.execute(first).scalar_one_or_none() is None:
                return None
        with writing(self._store) as connection:
            found = connection.execute(first.with_for_update(skip_locked=True)).scalar_one_or_none()
            if found is None:
                return None
            begun = update(deliveries).where(deliveries.c.id == found)
            row = connection.execute(
                begun.values(tries=deliveries.c.tries + 1, due=now + seconds).returning(*_SHOWN)
            ).one()
        return _delivery(row)

    @repeated
    def settle(self, delivery: Delivery, outcome: str, *, again: float | None = None) -> bool:
        """Write how a try went; whether it was still its own, and no later try was begun meanwhile.

        Parameters
        ----------
        delivery
            As it was taken.
        outcome
            How it went.
        again
            Seconds until the next try; None: this was the last.
        """
        now = self._now()
        news = {"due": None, "ended": now} if again is None else {"due": now + again}
        which = (deliveries.c.id == delivery.id, deliveries.c.tries == delivery.tries, deliveries.c.ended.is_(None))
        with writing(self._store) as connection:
            return connection.execute(update(deliveries).where(*which).values(outcome=outcome, **news)).rowcount > 0

    @repeated
    def give_up(self, tenant: str, address: str, outcome: str) -> int:
        """Try none any more that waits for an address of a tenant; how many those are."""
        which = (deliveries.c.tenant == tenant, deliveries.c.address == address, deliveries.c.ended.is_(None))
        with writing(self._store) as connection:
            news = {"due": None, "ended": self._now(), "outcome": outcome}
            return connection.execute(update(deliveries).where(*which).values(**news)).rowcount

    @repeated
    def of_job(self, tenant: str, job_id: str) -> Delivery | None:
        """The webhook of a tenant's job; None where it has none, or is not over yet."""
        asked = select(*_SHOWN).join(jobs).where(jobs.c.tenant == tenant, jobs.c.id == job_id)
        with reading(self._store) as connection:
            row = connection.execute(asked).one_or_none()
        return None if row is None else _delivery(row)


def _body(job: Row[*tuple[Any, ...]]) -> bytes:
    ended = datetime.fromtimestamp(round(job.ended, 3), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {"type": f"{job.kind}.{job.state}", "timestamp": ended, "id": job.id, "state": job.state}
    return json.dumps(told | {"figures": _figures(job.progress)}, separators=(",", ":")).encode()


def _figures(progress: str | None) -> dict[str, float | str] | None:
    """Of what a worker wrote, what a webhook tells."""
    stands = json.loads(progress) if progress else None
    if not isinstance(stands, dict):
        return None
    found = {name: stands[name] for name in NUMBERS if type(stands.get(name)) in (int, float)}
    return found | {"status": stands["status"]} if stands.get("status") in _STATUSES else found


def _delivery(row: Row[*tuple[Any, ...]]) -> Delivery:
    return Delivery(**{name: getattr(row, name) for name in Delivery.__dataclass_fields__})
