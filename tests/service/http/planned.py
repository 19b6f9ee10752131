"""A service whose plans are there already: nobody plans, and everything about them can be asked."""

from __future__ import annotations

import json
from contextlib import contextmanager

from starlette.testclient import TestClient

from dagplan import to_bytes
from dagplan.service.figures import Figures
from dagplan.service.http.app import make_app
from dagplan.service.settings import LOCAL_TENANT, Settings
from dagplan.service.store.jobs import Order
from tests.build import asked, linked, plan_with, read, single

JSON = "application/json"
REQUEST = read(asked(linked(), single()))
BOTH = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"), ("r2-v", "doctor", "10:00"))
LATER = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"), ("r2-v", "doctor", "10:30"))
FIRST_ONLY = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"))


@contextmanager
def asking(folder, **settings):
    """A client of a service that keeps everything in a folder, and plans nothing."""
    given = Settings(**{"data": folder, "workers": 0, "askers": 1, "grace_seconds": 0.2, **settings})
    with TestClient(make_app(given), base_url="http://localhost") as client:
        yield client


def table_of(client):
    return client.app.state.resources.table


def planned(client, plan=BOTH, request=REQUEST, tenant=LOCAL_TENANT, **order):
    """The id of a job whose plan is done."""
    progress = Figures.of_plan(request, plan, 0.0).model_dump_json()
    order = Order(to_bytes(request, "json"), JSON, **order)
    return table_of(client).add(tenant, order, came={"plan": to_bytes(plan, "json")}, progress=progress)[0].id


def waiting(client, tenant=LOCAL_TENANT, kind="plan", **order):
    """The id of a job that waits."""
    return table_of(client).add(tenant, Order(to_bytes(REQUEST, "json"), JSON, kind=kind, **order))[0].id


def begun(client, **order):
    """The id of a job that somebody has begun, and the right to write what comes of it."""
    table, job_id = table_of(client), waiting(client, **order)
    number = table.get(LOCAL_TENANT, job_id).number
    before = []
    while (attempt := table.take()).number != number:
        before.append(attempt)
    for one in before:
        table.put_back(one, lost=False, most_lost=1, problems=b"[]")
    return job_id, attempt


def ended(client, state, came=(), **order):
    """The id of a job that was begun and ended so."""
    job_id, attempt = begun(client, **order)
    table_of(client).end(attempt, state, came=dict(came))
    return job_id


def codes(answer):
    """Place and code of each problem."""
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == answer.status_code
    return [(one["place"], one["code"]) for one in found["problems"]]


def dumped(value):
    """A document as a plain object."""
    return json.loads(to_bytes(value, "json"))
