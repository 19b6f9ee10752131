"""A client of an application in this process."""

from __future__ import annotations

from contextlib import contextmanager
from unittest.mock import patch

from starlette.testclient import TestClient

from dagplan.service.http.app import make_app
from dagplan.service.http.asking import Askers
from dagplan.service.settings import Settings
from tests.service.build import JSON, SMALL


async def _cold(*_):
    """In place of what is made ready before anybody asks, which is most of the time that many a test would take."""


@contextmanager
def running(folder, **settings):
    """A client of a service that keeps everything in a folder."""
    given = Settings(**{"data": folder, "workers": 1, "askers": 1, "grace_seconds": 0.2, **settings})
    with (
        patch.object(Askers, "warm_up", _cold),
        TestClient(make_app(given), base_url="http://localhost") as client,
    ):
        yield client


def order(client, body=SMALL, *, form=JSON, query="", **headers):
    """The answer to an order of a plan."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"/v1/plans{query}", content=body, headers={"Content-Type": form, **named})


def ended(client, answer):
    """A job when it is over, by the answer to its order."""
    found = client.get(answer.headers["location"], params={"wait": 30})
    assert found.status_code == 200
    assert found.json()["ended"], found.text
    return found


def codes(answer):
    """Place and code of each problem."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return [(one["place"], one["code"]) for one in answer.json()["problems"]]
