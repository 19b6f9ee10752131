"""The job table: the truth about every job.

What ``add`` has returned is on the disk. Every question of a tenant carries the tenant.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping

from sqlalchemy import ColumnElement, Engine, func, select

from .accepting import Made, Room, accept, known
from .attempts import Attempts
from .deliveries import owe
from .forgetting import forget
from .jobs import PLAN, PROBLEMS, REQUEST, Job, Kind, Order, Place, State
from .repeating import repeated
from .rows import SHOWN, change, job_in, of
from .schema import boards, documents, jobs, tags
from .transactions import reading, writing

__all__ = ["PLAN", "PROBLEMS", "REQUEST", "JobTable"]


class JobTable(Attempts):
    """Jobs in a store; from any thread, and from several processes at once.

    Parameters
    ----------
    store
        Where its tables lie (``open_store``).
    most_waiting
        More jobs than this may not wait at once.
    most_waiting_each
        Nor more than this of one tenant.
    now
        Tells the time, in seconds since 1970, instead of this machine's clock, or of the database's.
    """

    def __init__(
        self,
        store: Engine,
        *,
        most_waiting: int = 10_000,
        most_waiting_each: int = 10_000,
        now: Callable[[], float] | None = None,
    ) -> None:
        super().__init__(store, now)
        self._room = Room(most_waiting, most_waiting_each)

    def add(
        self, tenant: str, order: Order, *, came: Mapping[str, bytes] | None = None, progress: str | None = None
    ) -> tuple[Job, bool]:
        """Accept a job; with it, whether it is new: a tenant's key names one job for ever, until it is deleted.

        With the documents that came of it, and how it stands, it is done already and nobody works on it.

        Raises
        ------
        OtherBodyError
            If the key was used with another order.
        QueueFullError
            If too many wait.
        """
        made = None if came is None else Made(came, progress)
        job, new = self._add(tenant, order, secrets.token_urlsafe(16), made)
        if job.state is State.QUEUED:
            self._bell.ring()
        return job, new

    @repeated
    def _add(self, tenant: str, order: Order, job_id: str, made: Made | None) -> tuple[Job, bool]:
        """Accept a job under this id, by which a second try finds what the first has done."""
        with writing(self._store) as connection:
            self._ways.take_turn(connection)
            if (found := known(connection, tenant, order, job_id)) is not None:
                return found
            if made is None:
                self._room.stop_if_full(connection, tenant)
                self._ways.tell(connection)
            return accept(connection, tenant, order, job_id, self._now(), made), True

    @repeated
    def get(self, tenant: str, job_id: str) -> Job | None:
        """A job of a tenant."""
        with reading(self._store) as connection:
            row = connection.execute(select(*SHOWN).where(*of(tenant, job_id))).one_or_none()
        return None if row is None else job_in(row)

    @repeated
    def page(
        self,
        tenant: str,
        *,
        kind: Kind = "plan",
        after: Place | None = None,
        states: Collection[State] = (),
        tag: str | None = None,
        most: int = 50,
    ) -> list[Job]:
        """A tenant's jobs, the newest first.

        Parameters
        ----------
        tenant, kind
            Whose, and of which kind.
        after
            Only those that come after this one: the last job of the page before, which may be gone by now.
        states
            Only those in one of these; none given: all.
        tag
            Only those with this tag.
        most
            So many at most.
        """
        asked = select(*SHOWN).where(jobs.c.tenant == tenant, jobs.c.kind == kind)
        if after is not None:
            asked = asked.where(_comes_after(tenant, after))
        if states:
            asked = asked.where(jobs.c.state.in_(list(states)))
        if tag is not None:
            asked = asked.where(jobs.c.number.in_(select(tags.c.job).where(tags.c.tag == tag)))
        with reading(self._store) as connection:
            return [job_in(row) for row in connection.execute(asked.order_by(jobs.c.number.desc()).limit(most))]

    @repeated
    def versions(self, numbers: Collection[int]) -> dict[int, int]:
        """The versions of jobs, by their numbers; those that are gone are left out."""
        asked = select(jobs.c.number, jobs.c.version).where(jobs.c.number.in_(numbers))
        with reading(self._store) as connection:
            return {row.number: row.version for row in connection.execute(asked)}

    @repeated
    def states(self) -> dict[State, int]:
        """How many jobs there are in each state, of all tenants."""
        asked = select(jobs.c.state, func.count().label("many")).group_by(jobs.c.state)
        with reading(self._store) as connection:
            found = {State(row.state): row.many for row in connection.execute(asked)}
        return {state: found.get(state, 0) for state in State}

    @repeated
    def document(self, tenant: str, job_id: str, name: str) -> bytes | None:
        """What belongs to a job: its ``request`` as it came, its ``plan`` (the best so far, while it runs), ..."""
        asked = select(documents.c.body).join(jobs).where(*of(tenant, job_id), documents.c.name == name)
        with reading(self._store) as connection:
            body: bytes | None = connection.execute(asked).scalar_one_or_none()
        return body

    @repeated
    def stop(self, tenant: str, job_id: str) -> Job | None:
        """Have a job end soon with the best plan so far; one that waits has ended, and one that is over stays so."""
        job = of(tenant, job_id)
        with writing(self._store) as connection:
            # Held, lest it be put back between these: then it would neither have waited nor have run.
            connection.execute(select(jobs.c.number).where(*job).with_for_update())
            waits = {"state": State.STOPPED, "ended": self._now(), "stopping": True}
            if change(connection, (*job, jobs.c.state == State.QUEUED), waits):
                owe(connection, job, self._now())
            else:
                runs = (*job, jobs.c.state == State.RUNNING, jobs.c.stopping.is_(False))
                change(connection, runs, {"stopping": True})
        return self.get(tenant, job_id)

    def delete(self, tenant: str, job_id: str) -> bool:
        """Forget a job that is over, with all that belongs to it; whether there was one."""
        over = jobs.c.state.in_([state for state in State if state.is_over])
        return forget(self._store, self._ways, jobs, *of(tenant, job_id), over) > 0

    def forget_older(self, seconds: float) -> int:
        """Forget every job that ended, and every board last changed, longer ago than this; how many.

        All that belongs to them is forgotten with them.
        """
        before = self._now() - seconds
        old = [(jobs, jobs.c.ended < before), (boards, boards.c.changed < before)]
        return sum(forget(self._store, self._ways, *one) for one in old)

    def sweep(self) -> bool:
        """Do what is left to do lest anything of what was deleted be left in the store; whether that is so now.

        To be called from time to time: it may write the whole file anew.
        """
        return self._ways.sweep()

    def close(self) -> None:
        """Close what is open in this process."""
        self._ways.close()
        self._store.dispose()


def _comes_after(tenant: str, place: Place) -> ColumnElement[bool]:
    """Whether a tenant's job comes after this one in its list; where that is gone, by when it was accepted."""
    # Numbers count everybody's jobs: what leaves the store says only what the tenant knows.
    there = select(jobs.c.number - 1).where(*of(tenant, place.id)).scalar_subquery()
    then = select(func.max(jobs.c.number)).where(jobs.c.tenant == tenant, jobs.c.created <= place.created)
    return jobs.c.number <= func.coalesce(there, then.scalar_subquery())
