"""Clients as they are: many at once, gone in the middle, asking before they send, deleting what is being made."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.places import ROOT
from tests.service.build import JSON, SMALL, unit_day, until
from tests.service.running import received, serving

FORM = {"Content-Type": JSON}
HEAD = b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
DOCUMENT = json.loads((ROOT / "schemas" / "dagplan.service-1.openapi.json").read_bytes())
GETS = sorted(path for path, operations in DOCUMENT["paths"].items() if "get" in operations)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("data"), workers=1, read_seconds=2, grace_seconds=1) as service:
        yield service
    wrong = [line for line in service.said if '"error"' in line.lower() or "Traceback" in line or "Task " in line]
    assert not wrong


@pytest.fixture(scope="module")
def planned(service):
    """A plan that is done."""
    job = service.order(SMALL)
    assert service.ended(job)["state"] == "done"
    return job


@pytest.fixture(scope="module")
def board(service, planned):
    """A board of that plan, and a question for each route that wants one."""
    made = service.ask("POST", f"/v1/plans/{planned}/board")
    assert made.status == 201, made
    board_id = json.loads(made.body)["id"]
    (first, *_) = json.loads(service.ask("GET", f"/v1/boards/{board_id}/request").body)["bookings"]
    at = "&".join(f"{name}={first[name]}" for name in ("visit", "practitioner", "unit", "start"))
    wanted = {
        "allowed": f"of={first['visit']}",
        "difference": f"plan={planned}",
        "offers": "request=r2",
        "placing": at,
    }
    return board_id, wanted


def lines_of(connection):
    """The lines that come, until the connection is ended."""
    with connection.makefile("rb") as stream:
        return stream.read().decode().splitlines()


def test_a_hundred_streams_at_once_all_hear_the_end(service):
    job = service.order(unit_day(4))
    with ExitStack() as held:
        streams = [held.enter_context(service.connect(60)) for _ in range(100)]
        for stream in streams:
            stream.sendall(
                f"GET /v1/plans/{job}/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            )
        slowest = 0.0
        for _ in range(10):
            began = time.perf_counter()
            assert service.ask("GET", "/healthz").status == 200
            slowest = max(slowest, time.perf_counter() - began)
        with ThreadPoolExecutor(100) as pool:
            heard = list(pool.map(lines_of, streams))
    for lines in heard:
        assert lines[0] == "HTTP/1.1 200 OK"
        assert lines.count("event: end") == 1
        assert any('"state":"done"' in line for line in lines)
    assert slowest < 5


def test_clients_that_go_away_in_the_middle_leave_nothing_behind(service, planned):
    job = service.order(unit_day(60))
    until(lambda: service.ask("GET", f"/v1/plans/{job}").json["state"] == "running")
    before = open_connections(service)
    gone = [
        HEAD + b"Content-Length: 1000\r\n\r\n{",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
        HEAD + b"Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n",
        b"POST /v1/pl",
        *(
            f"GET /v1/plans/{name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
            for name in (f"{job}?wait=60", f"{job}/events", f"{planned}/report", f"{planned}/explain")
        ),
        HEAD + f"Content-Length: {len(SMALL)}\r\n\r\n".encode() + SMALL,
    ]
    for sent in gone * 3:
        connection = service.connect()
        connection.sendall(sent)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset, not closed
        connection.close()
    # Those that wait are looked at now and then; a minute is not waited for.
    until(lambda: open_connections(service) <= before, 15)
    assert service.ask("GET", "/readyz").status == 200
    assert service.ask("DELETE", f"/v1/plans/{job}").status == 202
    assert service.ended(job)["state"] == "stopped"


def open_connections(service):
    """How many connections the service has open."""
    return sum(one.status == "ESTABLISHED" for one in service.family[0].net_connections("tcp"))


def test_a_reader_who_does_not_read_is_given_up(service):
    large = SMALL + b" " * 20_000_000
    job = service.order(large)
    service.ended(job)
    with service.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        before = open_connections(service)
        connection.sendall(f"GET /v1/plans/{job}/request HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        until(lambda: open_connections(service) < before, 20)
    assert service.ask("GET", f"/v1/plans/{job}/request").body == large


def test_one_who_reads_slowly_but_reads_gets_it_all(service):
    large = SMALL + b" " * 4_000_000
    job = service.order(large)
    service.ended(job)
    with service.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        connection.sendall(
            f"GET /v1/plans/{job}/request HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        came = 0
        while part := connection.recv(65_536):
            came += len(part)
            time.sleep(0.04)
    assert came > len(large)


@pytest.mark.parametrize("path", GETS)
def test_head_is_get_without_its_body(service, planned, board, path):
    study = path.startswith("/v1/studies/{")
    told = path.replace("{job_id}", "none" if study else planned)
    told = told.replace("{form}", "json").replace("/examples/{name}", f"/examples/{example(service)}")
    told = told.replace("/schema/{name}", "/schema/request")
    board_id, wanted = board
    if "{board_id}" in told:
        told = told.replace("{board_id}", board_id)
        told += f"?{wanted[last]}" if (last := told.rpartition("/")[2]) in wanted else ""
    if path.endswith("/diff"):
        told += f"?against={planned}"
    got = service.ask("GET", told)
    assert got.status == (404 if study or path.endswith("/webhook") or "/changes" in path else 200), got
    asked = service.ask("HEAD", told, seconds=10)
    assert (asked.status, asked.body) == (got.status, b"")
    for name in ("content-type", "etag", "vary", "cache-control", "content-language", "allow", "link"):
        assert asked.headers.get(name) == got.headers.get(name), name
    # The connection can be used again: nothing of a body is in its way.
    with service.connect(10) as connection:
        once = f"HEAD {told} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        connection.sendall(once)
        time.sleep(0.3)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = received(connection)
    assert answer.count(b"HTTP/1.1 ") == 2
    assert b'"status":"ok"' in answer


def example(service):
    return service.ask("GET", "/v1/examples").json["items"][0]["name"]


def test_head_of_events_does_not_wait_for_the_end(service):
    job = service.order(unit_day(30))
    began = time.monotonic()
    asked = service.ask("HEAD", f"/v1/plans/{job}/events")
    assert (asked.status, asked.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert time.monotonic() - began < 10
    service.ask("DELETE", f"/v1/plans/{job}")
    service.ended(job)


def asked_first(service, head):
    """What comes before anything of the body was sent."""
    connection = service.connect(10)
    connection.sendall(head + b"Expect: 100-continue\r\n\r\n")
    return connection, connection.recv(65_536)


def test_who_asks_before_sending_is_told_to_go_on(service):
    connection, told = asked_first(service, HEAD + b"Connection: close\r\nContent-Length: %d\r\n" % len(SMALL))
    with connection:
        assert told == b"HTTP/1.1 100 \r\n\r\n" or told.startswith(b"HTTP/1.1 100 Continue\r\n")
        connection.sendall(SMALL)
        assert received(connection).startswith(b"HTTP/1.1 202 ")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (HEAD + b"Content-Length: 99000000\r\n", b"413"),
        (HEAD.replace(b"application/json", b"text/plain") + b"Content-Length: 5\r\n", b"415"),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n", b"415"),
        (HEAD.replace(b"/v1/plans", b"/v1/nothing") + b"Content-Length: 5\r\n", b"404"),
    ],
)
def test_who_asks_before_sending_what_is_refused_need_not_send_it(service, head, status):
    connection, told = asked_first(service, head)
    with connection:
        assert told.split()[1] == status


def test_what_is_deleted_while_it_is_made_stops_and_is_gone(service):
    job = service.order(unit_day(60))
    until(lambda: service.ask("GET", f"/v1/plans/{job}").json["state"] == "running")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: service.ask("DELETE", f"/v1/plans/{job}").status, range(8)))
    assert set(answers) <= {202, 204, 404}
    until(lambda: service.ask("DELETE", f"/v1/plans/{job}").status == 404, 30)
    for route in ("", "/request", "/events", "/explain"):
        assert service.ask("GET", f"/v1/plans/{job}{route}").status == 404
    assert service.ended(service.order(SMALL))["state"] == "done"  # and whoever made it makes the next one


def test_a_stream_of_what_is_deleted_ends(service):
    job = service.order(unit_day(60))
    with service.connect(60) as stream:
        stream.sendall(
            f"GET /v1/plans/{job}/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        until(lambda: service.ask("DELETE", f"/v1/plans/{job}").status == 404, 30)
        assert lines_of(stream)[0] == "HTTP/1.1 200 OK"
