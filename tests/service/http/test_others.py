"""Nobody learns of another's jobs: every route, as the OpenAPI document has them, asked by somebody else.

A new route is asked too. One that takes a body, or an id anywhere but in its path, has to be named here first.
"""

from __future__ import annotations

import json

import pytest
from starlette.routing import BaseRoute

from dagplan import to_bytes
from dagplan.service.http.tenants import tenant_of
from dagplan.service.store.jobs import Order, State
from tests.service.http.planned import BOTH, JSON, REQUEST, asking, planned, table_of, waiting

NOBODY = "A" * 22
"""An id that never was."""
KINDS = {"plans": "plan", "studies": "study"}
HOOK = "https://192.0.2.1/hook"
BODIES = {
    "/v1/plans": to_bytes(REQUEST, "json"),
    "/v1/plans/{job_id}/replan": b'{"changes": [{"kind": "drop_request", "request": "r2"}]}',
    "/v1/plans/{job_id}/accept": b"{}",
    "/v1/check": to_bytes(BOTH, "json"),
    "/v1/plans/{job_id}/board": b"",
    "/v1/studies": b"{}",
    "/v1/marked": b"-",
    "/v1/boards": to_bytes(REQUEST, "json"),
    "/v1/boards/{board_id}/steps": b'[{"kind": "drop_request", "request": "r2"}]',
    "/v1/boards/{board_id}/undo": b"",
    "/v1/boards/{board_id}/redo": b"",
    "/v1/boards/{board_id}/accept": b'{"plan": "%b"}' % (b"A" * 22),
    "/v1/boards/{board_id}/variants": b"",
    "/v1/boards/{board_id}/plan": b"",
}
NAMES_A_JOB = {"against", "of"}
"""Parameters of a query that hold the id of a job."""
NAMES_A_BOARD = {"plan", "board"}
"""Of the routes of boards: those that hold the id of a plan or a board. There ``of`` holds none."""
OTHERS = {
    *("operation", "tag", "state", "limit", "cursor", "wait", "language", "seconds", "request", "free", "count"),
    *("allow_moves", "form", "table", "reckoned", "name", "visit", "practitioner", "unit", "start", "whole", "names"),
}
"""Those that hold none."""
NEVER_THE_SAME = {"x-request-id", "date"}


def operations(app):
    for path, methods in app.openapi()["paths"].items():
        for method, described in methods.items():
            if path.startswith("/v1/"):
                yield method.upper(), path, described


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with asking(tmp_path_factory.mktemp("data")) as client:
        yield client


@pytest.fixture(scope="module")
def names(client):
    """The headers of two tenants who each have a key."""
    keys = client.app.state.resources.keys
    return {name: {"Authorization": f"Bearer {keys.make(name)[1]}"} for name in ("north", "south")}


def studied(client):
    """The id of a study of north's that is over."""
    order = Order(b"{}", JSON, kind="study", tags=frozenset({"t"}))
    return table_of(client).add("north", order, came={"problems": b"[]"})[0].id


def hooked(client, kind="plan"):
    """The id of a job of north's whose end is told to an address."""
    job = waiting(client, tenant="north", kind=kind, hook=HOOK)
    table_of(client).stop("north", job)
    return job


@pytest.fixture
def norths(client, names):
    """The ids of a plan and a study of north's."""
    changes = json.dumps([]).encode()
    plan = planned(client, tenant="north", tags=frozenset({"t"}), beside={"changes": changes})
    study = studied(client)
    hooks = {f"/v1/{name}/{{job_id}}/webhook": hooked(client, kind) for name, kind in KINDS.items()}
    return {"plans": plan, "studies": study, **hooks}


def ask(client, headers, method, path, job):
    """The answer to a request of a job."""
    url = path.replace("{job_id}", job).replace("{form}", "json")
    query = {"against": job} if path.endswith("/diff") else {}
    body = BODIES[path] if method == "POST" else None
    return client.request(method, url, params=query, content=body, headers={**headers, "Content-Type": JSON})


def told(answer):
    headers = {name: value for name, value in answer.headers.items() if name not in NEVER_THE_SAME}
    return answer.status_code, headers, answer.content


def test_every_route_says_of_anothers_job_what_it_says_of_one_that_never_was(client, names, norths):
    asked = 0
    for method, path, _ in operations(client.app):
        if "{job_id}" not in path:
            continue
        job = norths.get(path) or norths[path.split("/")[2]]
        others = ask(client, names["south"], method, path, job)
        assert others.status_code == 404, (method, path, others.text)
        assert told(others) == told(ask(client, names["south"], method, path, NOBODY)), (method, path)
        asked += 1
    assert asked >= 15
    table = table_of(client)
    assert [table.get("north", job).state for job in norths.values()] == [
        State.DONE,
        State.DONE,
        State.STOPPED,
        State.STOPPED,
    ]


def test_the_same_routes_know_it_when_its_owner_asks(client, names):
    """So that what is said to others is said because of who they are."""
    for method, path, _ in operations(client.app):
        if "{job_id}" not in path:
            continue
        changes = json.dumps([]).encode()
        if path.endswith("/webhook"):
            mine = hooked(client, "study" if path.startswith("/v1/studies") else "plan")
        elif path.startswith("/v1/studies"):
            mine = studied(client)
        else:
            mine = planned(client, tenant="north", beside={"changes": changes})
        assert ask(client, names["north"], method, path, mine).status_code not in (401, 404), (method, path)


def test_a_job_that_a_query_names_is_nobody_elses(client, names, norths):
    found = set()
    for method, path, described in operations(client.app):
        known = {one["name"] for one in described.get("parameters", ()) if one.get("in") == "query"}
        if "{board_id}" in path:
            assert known <= NAMES_A_BOARD | {"of"} | OTHERS, (method, path, known)
            continue
        assert known <= NAMES_A_JOB | OTHERS, (method, path, known)
        for name in known & NAMES_A_JOB:
            mine = planned(client, tenant="south")
            url = path.replace("{job_id}", mine)

            def asked(job, name=name, url=url, method=method, path=path, who="south"):
                body = BODIES.get(path)
                headers = {**names[who], "Content-Type": JSON}
                return client.request(method, url, params={name: job}, content=body, headers=headers)

            others = asked(norths["plans"])
            assert others.status_code == 404, (method, path, name)
            assert told(others) == told(asked(NOBODY)), (method, path, name)
            assert asked(planned(client, tenant="south")).status_code == 200, (method, path, name)
            found.add(name)
    assert found == NAMES_A_JOB


@pytest.mark.parametrize("query", ["", "?tag=t", "?state=done", "?limit=1"])
def test_a_list_holds_nothing_of_anothers(client, names, norths, query):
    nobody = {"Authorization": f"Bearer {client.app.state.resources.keys.make('nobody')[1]}"}
    for method, path, _ in operations(client.app):
        if method != "GET" or "{" in path:
            continue
        answer = client.get(path + query, headers=nobody)
        assert answer.status_code == 200
        assert not set(norths.values()) & set(answer.text.split('"')), path
    assert client.get("/v1/plans", headers=nobody).json()["items"] == []
    assert client.get("/v1/studies", headers=nobody).json()["items"] == []


def test_a_cursor_opens_nothing_of_anothers(client, names, norths):
    planned(client, tenant="north")
    cursor = client.get("/v1/plans?limit=1", headers=names["north"]).json()["next"]
    assert client.get(f"/v1/plans?cursor={cursor}", headers=names["north"]).json()["items"]
    mine = {one["id"] for one in client.get("/v1/plans?limit=200", headers=names["south"]).json()["items"]}
    seen = {one["id"] for one in client.get(f"/v1/plans?cursor={cursor}", headers=names["south"]).json()["items"]}
    assert seen <= mine


def test_the_same_name_for_an_order_is_another_order_of_somebody_else(client, names):
    def order(who):
        headers = {**names[who], "Content-Type": JSON, "Idempotency-Key": "one"}
        return client.post("/v1/plans", content=BODIES["/v1/plans"], headers=headers)

    first, second, again = order("north"), order("south"), order("north")
    assert first.json()["id"] == again.json()["id"] != second.json()["id"]
    assert "idempotency-replayed" not in second.headers


def routes_of(routes):
    for route in routes:
        below = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        yield from routes_of(below) if below else [route]


def asks_who(dependant):
    return any(one.call is tenant_of or asks_who(one) for one in dependant.dependencies)


def test_every_route_below_v1_asks_who_it_is_also_one_that_is_not_described(client):
    found = 0
    for route in routes_of(client.app.routes):
        assert isinstance(route, BaseRoute)
        path = getattr(route, "path", "")
        if path in {"/healthz", "/readyz", "/metrics", "/openapi.json"}:
            continue
        assert asks_who(route.dependant), path
        found += 1
    assert found >= sum(1 for _ in operations(client.app))
