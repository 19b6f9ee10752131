"""The service, and the pages that ask it."""

from __future__ import annotations

from fastapi import FastAPI

from dagplan.service.http.app import make_app as make_service
from dagplan.service.http.problems import UNDESCRIBED
from dagplan.service.settings import Settings

from . import pages


def make_app(settings: Settings) -> FastAPI:
    """The service with the board at ``/``; the API knows nothing of the pages.

    Parameters
    ----------
    settings
        Those of the service.
    """
    app = make_service(settings)
    app.include_router(pages.router)
    setattr(app.state, UNDESCRIBED, pages.router.routes)
    return app
