"""What an application has open while it runs, for its routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from dagplan.models import Problem
from dagplan.service.limits import Limits
from dagplan.service.settings import Settings
from dagplan.service.store.board import Board
from dagplan.service.store.boards import BoardTable
from dagplan.service.store.jobs import Job, Order, OtherBodyError, QueueFullError
from dagplan.service.store.keys import KeyTable
from dagplan.service.store.table import JobTable
from dagplan.service.webhooks.deliverer import Deliverer
from dagplan.service.webhooks.targets import Allowed, refusal_of
from dagplan.service.work.supervisor import Supervisor
from dagplan.words.messages.boards import BoardFaults
from dagplan.words.messages.service import ServiceFaults

from .asking import Askers
from .desks import Desks
from .following import Followers
from .problems import RefusalError, busy, not_found, other_body

_QUEUE_SECONDS = 10
WEBHOOK_HEADER = "Dagplan-Webhook"


@dataclass(frozen=True)
class Resources:
    """What is open.

    Attributes
    ----------
    settings
        Every limit.
    table
        The jobs.
    supervisor
        Who works on them.
    askers
        Who answers in passing.
    keys
        Who may ask.
    deliverer
        Who tells others when a job is over.
    followers
        Those who wait for a job.
    boards
        The boards.
    desks
        Who has them laid out.
    adding
        One at a time: orders are written one after the other in any case, and those that wait for their turn in the
        store would keep threads that others need to read.
    """

    settings: Settings
    table: JobTable
    supervisor: Supervisor
    askers: Askers
    keys: KeyTable
    deliverer: Deliverer
    followers: Followers
    boards: BoardTable
    desks: Desks
    adding: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    @property
    def limits(self) -> Limits:
        """How large a plan may be."""
        return Limits.of(self.settings)

    async def hook_problems(self, address: str | None) -> list[Problem]:
        """What is wrong with an address to tell when a job is over; its name is looked up."""
        if address is None:
            return []
        said = await run_in_threadpool(refusal_of, address, Allowed.of(self.settings))
        return [] if said is None else [Problem.of(WEBHOOK_HEADER, said)]

    async def job(self, tenant: str, job_id: str, kind: str = "plan") -> Job:
        """A job of a tenant.

        Raises
        ------
        RefusalError
            404, if there is none, or it is another's: nobody learns which.
        """
        job = await run_in_threadpool(self.table.get, tenant, job_id)
        if job is None or job.kind != kind:
            raise not_found()
        return job

    async def board(self, tenant: str, board_id: str) -> Board:
        """A board of a tenant.

        Raises
        ------
        RefusalError
            404, if there is none, or it is another's: nobody learns which.
        """
        board = await run_in_threadpool(self.boards.get, tenant, board_id)
        if board is None:
            raise RefusalError(HTTPStatus.NOT_FOUND, BoardFaults.NO_BOARD())
        return board

    async def document(self, job: Job, name: str) -> bytes | None:
        """What belongs to a job."""
        return await run_in_threadpool(self.table.document, job.tenant, job.id, name)

    async def accept(
        self, tenant: str, order: Order, *, came: Mapping[str, bytes] | None = None, progress: str | None = None
    ) -> tuple[Job, bool]:
        """Put a job on the disk, and have it begun, or as one that is done already; with it, whether it is new.

        Raises
        ------
        RefusalError
            422, if the key was used for something else; 429, if as many wait as may.
        """
        try:
            add = partial(self.table.add, tenant, order, came=came, progress=progress)
            job, new = await to_thread.run_sync(add, limiter=self.adding)
        except OtherBodyError:
            raise other_body() from None
        except QueueFullError as full:
            said = ServiceFaults.OWN_QUEUE_FULL() if full.own else ServiceFaults.QUEUE_FULL()
            raise busy(said, 429, _QUEUE_SECONDS) from None
        self.supervisor.wake()
        return job, new


def resources_of(request: Request) -> Resources:
    """Those of the application that answers."""
    found: Resources = request.app.state.resources
    return found


Has = Annotated[Resources, Depends(resources_of)]
