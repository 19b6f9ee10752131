"""A client that a standard generator makes of the committed OpenAPI document, against the service itself."""

from __future__ import annotations

import importlib
import json
import sys

import pytest
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from dagplan.service.store.keys import KeyTable
from dagplan.service.store.sqlite import sqlite_store
from tests.docs.pages import block
from tests.places import EXAMPLES, ROOT
from tests.service.served import served

SETTINGS = block("docs/service.md", "json", "content_type_overrides")
PACKAGE = "dagplan_client"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The package, as the call in docs/service.md makes it; what the generator leaves out is an error."""
    folder = tmp_path_factory.mktemp("generated")
    settings = Config.from_sources(
        ConfigFile.model_validate({**json.loads(SETTINGS), "post_hooks": []}),
        MetaType.NONE,
        ROOT / "schemas" / "dagplan.service-1.openapi.json",
        "utf-8",
        overwrite=True,
        output_path=folder / PACKAGE,
    )
    assert [(one.header, one.detail) for one in generate(config=settings)] == []
    sys.path.insert(0, str(folder))
    yield lambda name: importlib.import_module(f"{PACKAGE}.{name}" if name else PACKAGE)
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The address of a service, and a key to it."""
    folder = tmp_path_factory.mktemp("data")
    store = sqlite_store(folder / "dagplan.sqlite")
    _, secret = KeyTable(store).make("north")
    store.dispose()
    with served(folder, "--workers", "1") as (url, _):
        yield url, secret


@pytest.fixture
def connection(client, service):
    address, secret = service
    with client("").AuthenticatedClient(base_url=address, token=secret, timeout=60) as opened:
        yield opened


def test_what_the_page_shows_is_so(client, service, capsys):
    address, secret = service
    shown = block("docs/service.md", "python", "AuthenticatedClient").replace("http://127.0.0.1:8000", address)
    exec(shown, {"KEY": secret, "REQUEST": json.loads((EXAMPLES / "asthma.request.json").read_bytes())})
    assert capsys.readouterr().out == "done 0\n"


def test_the_example_is_planned_by_it(client, connection):
    models, plans = client("models"), "api.plans"
    request = models.PlanRequest.from_dict(json.loads((EXAMPLES / "asthma.request.json").read_bytes()))

    ordered = client(f"{plans}.order_plan").sync(client=connection, body=request, idempotency_key="a", tag=["tried"])
    assert isinstance(ordered, models.JobInList)
    job = client(f"{plans}.get_plan").sync(ordered.id, client=connection, wait=60)
    assert isinstance(job, models.PlanJob)
    assert job.state == models.State.DONE
    assert [(one.visit, one.start) for one in job.plan.bookings] == [
        ("r1-spirometry", "2026-12-08T09:30"),
        ("r1-physician", "2026-12-08T10:00"),
    ]
    assert (job.figures.booked, job.plan.objective.cost, job.problems) == (1, 0, [])

    again = client(f"{plans}.order_plan").sync_detailed(
        client=connection, body=request, idempotency_key="a", tag=["tried"]
    )
    assert (again.parsed.id, again.headers["idempotency-replayed"]) == (ordered.id, "true")
    listed = client(f"{plans}.list_plans").sync(client=connection, tag="tried")
    assert [one.id for one in listed.items] == [ordered.id]
    deleted = client(f"{plans}.stop_or_delete_plan").sync_detailed(ordered.id, client=connection)
    assert deleted.status_code == 204


def test_what_is_refused_is_told_typed(client, connection):
    models = client("models")
    request = models.PlanRequest.from_dict(json.loads((EXAMPLES / "asthma.request.json").read_bytes()))
    for visit in request.requests[0].visits:
        visit.duration = 0

    answer = client("api.plans.order_plan").sync_detailed(client=connection, body=request, accept_language="sv")
    assert answer.status_code == 422
    assert isinstance(answer.parsed, models.ProblemDetails)
    assert answer.parsed.code == "invalid_input"
    assert [one.place for one in answer.parsed.problems] == [
        "$.requests[0].visits[0].duration",
        "$.requests[0].visits[1].duration",
    ]
    assert answer.parsed.detail == "2 saker är fel i det som skickades"
    missing = client("api.plans.get_plan").sync("nothing", client=connection)
    assert isinstance(missing, models.ProblemDetails)
    assert (missing.status, missing.code) == (404, "not_found")
