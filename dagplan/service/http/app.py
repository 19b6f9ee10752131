"""The application: what is open while it runs, and every route."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse

from dagplan.service.settings import Settings
from dagplan.service.store.boards import BoardTable
from dagplan.service.store.keys import KeyTable
from dagplan.service.store.opening import open_store
from dagplan.service.store.table import JobTable
from dagplan.service.webhooks.deliverer import Deliverer
from dagplan.service.webhooks.sending import Sender
from dagplan.service.webhooks.targets import Allowed
from dagplan.service.work.supervisor import Supervisor

from .asking import Askers
from .bodies import Bounds, LimitedBodies
from .describing import API_VERSION, described
from .desks import Desks
from .following import Followers
from .heads import Heads
from .problems import answer_with_problems
from .resources import Resources
from .routes import (
    answers,
    board_plans,
    board_questions,
    board_steps,
    boards,
    catalogue,
    checks,
    health,
    marked,
    plans,
    replanning,
    studies,
    webhooks,
)
from .watching import Meters, Watched

ROUTERS = (
    plans.router,
    answers.router,
    replanning.router,
    checks.router,
    marked.router,
    studies.router,
    boards.router,
    board_steps.router,
    board_questions.router,
    board_plans.router,
    catalogue.router,
    webhooks.router,
    health.router,
)


def make_app(settings: Settings) -> FastAPI:
    """The service as an ASGI application; while it runs, plans are made.

    Parameters
    ----------
    settings
        Where everything is kept, and every limit.
    """

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        resources = _opened(settings)
        app.state.resources = resources
        resources.supervisor.start()
        resources.deliverer.start()
        warming = asyncio.create_task(resources.askers.warm_up())
        try:
            yield
        finally:
            warming.cancel()
            resources.supervisor.stop(settings.grace_seconds)
            resources.deliverer.stop()
            resources.askers.close()
            resources.desks.close()
            resources.table.close()

    app = FastAPI(
        title="Dagplan",
        version=API_VERSION,
        summary="Day plans for linked outpatient visits, proven and explained.",
        lifespan=running,
        generate_unique_id_function=lambda route: route.name,
        webhooks=webhooks.outgoing,
        openapi_url=None,  # ``_description``
        docs_url=None,  # their scripts come from elsewhere
        redoc_url=None,
    )
    for router in ROUTERS:
        app.include_router(router)
    answer_with_problems(app)
    app.state.meters = Meters()
    # The last one is outermost: a refused body is told of too.
    app.add_middleware(Heads)
    app.add_middleware(LimitedBodies, bounds=Bounds.of(settings))
    app.add_middleware(Watched, meters=app.state.meters)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    app.add_route("/openapi.json", _description, include_in_schema=False)
    return app


async def _description(request: Request) -> JSONResponse:
    """The OpenAPI document. It is a second of work, and few ever ask for it: made for the first who does."""
    return JSONResponse(await asyncio.to_thread(request.app.openapi))


def _opened(settings: Settings) -> Resources:
    where = settings.database or settings.store
    store = open_store(where)
    table = JobTable(
        store,
        most_waiting=settings.most_waiting,
        most_waiting_each=settings.most_waiting_each,
    )
    return Resources(
        settings,
        table,
        Supervisor(table, str(where), settings, alone=settings.database is None),
        Askers(settings.askers, settings.asking_seconds, settings.most_asking),
        KeyTable(store),
        Deliverer(store, Sender(Allowed.of(settings))),
        Followers(table),
        BoardTable(store),
        Desks(settings.desks, settings.boards_each, settings.asking_seconds, settings.most_asking),
    )
