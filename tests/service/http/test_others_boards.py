"""Nobody learns of another's boards: every route of them, as the OpenAPI document has it, asked by somebody else."""

from __future__ import annotations

import pytest

from dagplan import to_bytes
from tests.service.http.boarded import REQUEST
from tests.service.http.planned import BOTH, JSON, asking, planned
from tests.service.http.test_others import BODIES, NOBODY, operations, told

QUERIES = {
    "/allowed": {"of": "r1"},
    "/placing": {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": "2026-10-05T10:00"},
    "/offers": {"request": "r2"},
}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with asking(tmp_path_factory.mktemp("data")) as client:
        yield client


@pytest.fixture(scope="module")
def names(client):
    """The headers of two tenants who each have a key."""
    keys = client.app.state.resources.keys
    return {name: {"Authorization": f"Bearer {keys.make(name)[1]}"} for name in ("north", "south")}


def board_of(client, who):
    """The id of a board of somebody's."""
    headers = {**who, "Content-Type": JSON}
    return client.post("/v1/boards", content=to_bytes(REQUEST, "json"), headers=headers).json()["id"]


def ask(client, headers, method, path, board, **more):
    url = path.replace("{board_id}", board).replace("{form}", "json")
    query = {**next((one for end, one in QUERIES.items() if path.endswith(end)), {}), **more}
    seen = {"If-Match": '"1"', "Content-Type": JSON}
    return client.request(method, url, params=query, content=BODIES.get(path), headers={**headers, **seen})


def with_boards(app):
    for method, path, _ in operations(app):
        if "{board_id}" in path:
            yield method, path


def test_every_route_says_of_anothers_board_what_it_says_of_one_that_never_was(client, names):
    norths = board_of(client, names["north"])
    plan = planned(client, BOTH, tenant="south")
    asked = 0
    for method, path in with_boards(client.app):
        more = {"plan": plan} if path.endswith("/difference") else {}
        others = ask(client, names["south"], method, path, norths, **more)
        assert others.status_code == 404, (method, path, others.text)
        assert told(others) == told(ask(client, names["south"], method, path, NOBODY, **more)), (method, path)
        asked += 1
    assert asked >= 16
    kept = client.get(f"/v1/boards/{norths}", headers=names["north"])
    assert (kept.status_code, kept.headers["etag"]) == (200, '"1"')


def test_the_same_routes_know_it_when_its_owner_asks(client, names):
    """So that what is said to others is said because of who they are."""
    plan = planned(client, BOTH, tenant="north")
    for method, path in with_boards(client.app):
        if path.endswith("/accept"):  # of a plan that isn't there it says so
            continue
        more = {"plan": plan} if path.endswith("/difference") else {}
        answer = ask(client, names["north"], method, path, board_of(client, names["north"]), **more)
        assert answer.status_code not in (401, 404, 422), (method, path, answer.text)


def test_a_plan_or_a_board_that_a_question_names_is_nobody_elses(client, names):
    mine, others = board_of(client, names["south"]), board_of(client, names["north"])
    plan = planned(client, BOTH, tenant="north")
    for name, foreign in (("plan", plan), ("board", others)):
        refused = [
            client.get(f"/v1/boards/{mine}/difference", params={name: one}, headers=names["south"])
            for one in (foreign, NOBODY)
        ]
        assert [one.status_code for one in refused] == [404, 404]
        assert told(refused[0]) == told(refused[1])
    refused = [
        client.post(f"/v1/boards/{mine}/accept", json={"plan": one}, headers={**names["south"], "If-Match": '"1"'})
        for one in (plan, NOBODY)
    ]
    assert [one.status_code for one in refused] == [404, 404]
    assert told(refused[0]) == told(refused[1])


def test_a_list_holds_nothing_of_anothers(client, names):
    others = board_of(client, names["north"])
    nobody = {"Authorization": f"Bearer {client.app.state.resources.keys.make('nobody')[1]}"}
    assert client.get("/v1/boards", headers=nobody).json() == {"items": [], "next": None}
    assert others in {one["id"] for one in client.get("/v1/boards", headers=names["north"]).json()["items"]}
