"""Bodies that mean harm and connections that never end: a clear refusal each, and the service answers all along."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.service import hostile
from tests.service.hostile import JSON
from tests.service.running import received, serving

MOST_MEGABYTES = 2500
"""The service and all that it started; docs/service.md states what was seen."""
READ_AS_THEY_ARE = {"utf-16": 202, "utf-32": 202}
TOO_LARGE = {"a million requests": 413, "ten million lists": 413, "four million names": 413}
CHEAP = hostile.cheap()


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    settings = {
        "workers": 0,
        "askers": 2,
        "body_seconds": 3,
        "head_seconds": 3,
        "most_connections": 400,
        "grace_seconds": 1,
    }
    with serving(tmp_path_factory.mktemp("data"), **settings) as service:
        service.ask("POST", "/v1/plans?operation=validate", hostile.example(), {"Content-Type": JSON})
        yield service


@contextmanager
def watched(service):
    """Within this block the service answers, and keeps within its memory."""
    seconds, megabytes, over = [], [], threading.Event()

    def watch():
        while not over.is_set():
            began = time.perf_counter()
            assert service.ask("GET", "/healthz", seconds=30).status == 200
            seconds.append(time.perf_counter() - began)
            megabytes.append(service.megabytes)
            over.wait(0.1)

    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(watch)
        try:
            yield
        finally:
            over.set()
        watching.result()
    assert sorted(seconds)[len(seconds) // 2] < 1.0
    assert max(megabytes) < MOST_MEGABYTES


def refused(answer, status):
    """A problem in the one shape, with a code, and no word of what was sent."""
    assert answer.status == status, answer
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json
    assert told["status"] == status
    assert told["code"]
    assert "Traceback" not in answer.body.decode()


@pytest.mark.parametrize("name", CHEAP)
def test_a_body_that_means_harm_is_refused_at_once(service, name):
    make, form = CHEAP[name]
    body = make()
    with watched(service):
        answer = service.ask("POST", "/v1/plans", body, {"Content-Type": form})
    status = READ_AS_THEY_ARE.get(name, 422)
    if status == 422:
        refused(answer, status)
        assert answer.json["problems"]
    else:
        assert answer.status == status


def test_a_body_that_would_take_long_or_much_is_refused_within_bounds(service):
    for name, (body, form) in hostile.dear().items():
        with watched(service):
            answer = service.ask("POST", "/v1/plans", body, {"Content-Type": form})
        refused(answer, TOO_LARGE.get(name, 422))


@pytest.mark.clock  # they have three seconds to arrive
def test_twenty_at_once_are_held_within_bounds(service):
    body = b'{"time_zone":"' + b"x" * 20_000_000 + b'"}'
    with watched(service), ThreadPoolExecutor(20) as pool:
        asked = [pool.submit(service.ask, "POST", "/v1/plans", body, {"Content-Type": JSON}) for _ in range(20)]
        statuses = {one.result().status for one in asked}
    assert statuses <= {422, 503}
    assert 422 in statuses
    assert service.ask("POST", "/v1/plans", hostile.example(), {"Content-Type": JSON}).status == 202


ENDED = 0
"""In place of a status: they ended the connection while we were sending, and their answer was lost with it."""
HEAD = b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
RAW = {
    "packed": (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00", 415),
    "packed twice": (HEAD + b"Content-Encoding: identity, gzip\r\nContent-Length: 2\r\n\r\n{}", 415),
    "a length too large": (HEAD + b"Content-Length: 900000000000\r\n\r\n{}", 413),
    "a length of a thousand digits": (HEAD + b"Content-Length: " + b"9" * 1000 + b"\r\n\r\n{}", (400, 413)),
    "a length below zero": (HEAD + b"Content-Length: -1\r\n\r\n{}", 400),
    "a length that is no number": (HEAD + b"Content-Length: 0x10\r\n\r\n{}", 400),
    "two lengths": (HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", 400),
    "a length and pieces": (HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (400, 422)),
    "a piece of no length": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400),
    "a piece too large": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}", (400, 408)),
    "an odd coding": (HEAD + b"Transfer-Encoding: gzip\r\n\r\n{}", (400, 501)),
    "a form": (
        b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        b"Content-Length: 5\r\n\r\n--x--",
        415,
    ),
    "no form": (b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}", 415),
    "no body": (HEAD + b"Connection: close\r\n\r\n", 422),
    "no host": (b"GET /healthz HTTP/1.1\r\n\r\n", 400),
    "a line of 2 MB": (b"GET /" + b"x" * 2_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", (400, ENDED)),
    "a header of 2 MB": (
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 2_000_000 + b"\r\n\r\n",
        (400, ENDED),
    ),
    "a line of 100 kB": (b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", (431, 400)),
    "a header of 100 kB": (
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        (431, 400),
    ),
    "many headers": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 300_000 + b"\r\n", (400, ENDED)),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100, 400),
    "two lines that end early": (b"GET /healthz HTTP/1.1\nHost: localhost\nConnection: close\n\n", 200),
    "an upgrade": (
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        200,
    ),
    "HTTP/1.0": (b"GET /healthz HTTP/1.0\r\n\r\n", 200),
    "HTTP/3.7": (b"GET /healthz HTTP/3.7\r\nHost: localhost\r\n\r\n", (200, 400)),
    "an odd method": (b"BREW /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405),
    "an absolute address": (
        b"GET http://x/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        (200, 400, 404),
    ),
    "a path that climbs": (b"GET /v1/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
    "a NUL in the path": (b"GET /v1/plans/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
    "half a character in the path": (
        b"GET /v1/plans/%ff%fe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        404,
    ),
    "half a character in the query": (
        b"GET /v1/plans?tag=%ff%00&state=%ed%a0%80 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        422,
    ),
    "bytes in a header": (
        b"GET /v1/plans/x HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \xff\xfe\xe5\r\nConnection: close\r\n\r\n",
        404,
    ),
}


@pytest.mark.parametrize("name", RAW)
def test_what_is_no_proper_request_is_refused_and_its_connection_ended(service, name):
    sent, statuses = RAW[name]
    with watched(service):
        answer = service.raw(sent, 15)
    assert not answer or answer.startswith(b"HTTP/1.1 "), answer
    status = int(answer.split()[1]) if answer else ENDED
    assert status in (statuses if isinstance(statuses, tuple) else (statuses,)), answer


def test_an_upload_that_never_ends_is_cut_off(service):
    with watched(service), service.connect(30) as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        sent = 0
        try:
            while sent < 400_000_000:
                connection.sendall(b"100000\r\n" + b" " * 0x100000 + b"\r\n")
                sent += 0x100000
        except OSError:
            pass
        answer = received(connection)
    assert sent < 150_000_000
    assert answer.startswith(b"HTTP/1.1 413 ") or not answer  # or the end of it came first


def trickled(connection, pieces, seconds=20.0):
    """What comes back while a byte comes now and then, and after how long the connection was ended."""
    began = time.monotonic()
    connection.settimeout(0.2)
    answer = b""
    for piece in pieces:
        try:
            connection.sendall(piece)
            part = connection.recv(65_536)
            answer += part
            if not part:
                break
        except TimeoutError:
            pass
        except OSError:
            break
        if time.monotonic() - began > seconds:
            return answer, None
    return answer, time.monotonic() - began


def test_a_body_that_comes_a_byte_at_a_time_is_refused(service):
    with watched(service), service.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
        answer, after = trickled(connection, [b" "] * 1000)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert after is not None


def test_a_head_that_comes_a_byte_at_a_time_is_cut_off(service):
    with watched(service), service.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ")
        answer, after = trickled(connection, [b"x"] * 1000)
    assert answer == b""
    assert after is not None


def test_the_rest_of_a_body_that_nobody_wants_is_not_waited_for(service):
    with watched(service), service.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n")
        answer, after = trickled(connection, [b" "] * 1000)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert after is not None


def test_connections_that_say_nothing_are_ended_and_keep_nobody_out(service):
    idle = [service.connect() for _ in range(200)]
    try:
        with watched(service):
            for connection in idle:
                connection.settimeout(20)
                assert connection.recv(1) == b""
    finally:
        for connection in idle:
            connection.close()


def test_no_more_connections_than_may_be(service):
    many = [service.connect() for _ in range(450)]
    try:
        refused = service.ask("GET", "/healthz")
        assert refused.status == 503
    finally:
        for connection in many:
            connection.close()
    for _ in range(100):
        if service.ask("GET", "/healthz").status == 200:
            break
        time.sleep(0.1)
    else:
        pytest.fail("it stays shut")
