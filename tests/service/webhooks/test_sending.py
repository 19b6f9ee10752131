"""One POST: to good receivers, and to some that mean no good."""

from __future__ import annotations

import itertools
import socket
import ssl
import threading
import time
from email.utils import formatdate

import pytest

from dagplan.service.webhooks.sending import Sender, Sent
from dagplan.service.webhooks.targets import Allowed

from .receivers import Receiver

EVERYTHING = Allowed(private=True, http=True, ports=None)
HEADERS = {"content-type": "application/json", "webhook-id": "msg_1"}
BODY = b'{"type":"plan.done"}'


def sender(allowed=EVERYTHING, seconds=2.0, **others):
    return Sender(allowed, seconds=seconds, **others)


def answering(status, *headers):
    return "\r\n".join([f"HTTP/1.1 {status} Such", *headers, "Content-Length: 2", "", "ok"]).encode()


@pytest.fixture
def receiver():
    with Receiver().open() as opened:
        yield opened


def at(receiver, path="/told?by=dagplan", scheme="http", host="127.0.0.1"):
    return f"{scheme}://{host}:{receiver.port}{path}"


def test_a_receiver_gets_what_is_sent(receiver):
    assert sender().send(at(receiver), HEADERS, BODY) == Sent("told")
    (told,) = receiver.told
    assert told.line == "POST /told?by=dagplan HTTP/1.1"
    assert told.body == BODY
    assert told.headers == HEADERS | {"host": f"127.0.0.1:{receiver.port}", "content-length": str(len(BODY))}


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_2xx_is_heard(receiver, status):
    receiver.answer = answering(status) if status != 204 else b"HTTP/1.1 204 Such\r\n\r\n"
    assert sender().send(at(receiver), HEADERS, BODY) == Sent("told")


@pytest.mark.parametrize("status", [300, 304, 400, 401, 404, 409, 429, 500, 502, 503, 504])
def test_every_other_status_is_not(receiver, status):
    receiver.answer = answering(status) if status != 304 else b"HTTP/1.1 304 Such\r\n\r\n"
    assert sender().send(at(receiver), HEADERS, BODY) == Sent(f"http_{status}")


def test_what_is_gone_is_gone(receiver):
    receiver.answer = answering(410)
    assert sender().send(at(receiver), HEADERS, BODY) == Sent("gone")


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("Retry-After: 120", 120.0),
        ("retry-after:  7 ", 7.0),
        ("Retry-After: 0", 0.0),
        (f"Retry-After: {formatdate(1_000_090, usegmt=True)}", 90.0),
        (f"Retry-After: {formatdate(999_000, usegmt=True)}", 0.0),
        ("Retry-After: -5", 0.0),
        ("Retry-After: soon", 0.0),
        ("Retry-After: ", 0.0),
        ("Retry-After: Fri, 99 Foo 99999 99:99:99 GMT", 0.0),
        ("Retry-After: " + "9" * 5000, 999_999_999.0),
        ("Retry-After: \xb2", 0.0),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_for_time_gets_it(receiver, header, pause, status):
    receiver.answer = f"HTTP/1.1 {status} Later\r\n{header}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")
    assert sender(now=lambda: 1_000_000.0).send(at(receiver), HEADERS, BODY) == Sent(f"http_{status}", pause)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(receiver, status):
    with Receiver().open() as inside:
        receiver.answer = answering(status, f"Location: {at(inside)}")
        assert sender().send(at(receiver), HEADERS, BODY) == Sent(f"http_{status}")
        assert inside.connections == 0


def test_loopback_is_not_told_unless_that_is_allowed(receiver):
    strict = Allowed(http=True, ports=None)
    for host in ("127.0.0.1", "localhost", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]"):
        assert sender(strict).send(at(receiver, host=host), HEADERS, BODY) == Sent("refused"), host
    assert receiver.connections == 0
    assert sender().send(at(receiver, host="[::ffff:127.0.0.1]"), HEADERS, BODY) == Sent("told")


def test_a_name_that_leads_elsewhere_by_the_second_look_is_looked_up_once(receiver):
    """DNS rebinding: harmless when it is judged, loopback when it is connected to."""
    answers = itertools.chain([["192.0.2.1"]], itertools.repeat(["127.0.0.1"]))
    asked = []

    def rebinding(host, port):
        asked.append((host, port))
        return next(answers)

    strict = Allowed(http=True, ports=None)
    assert sender(strict, resolve=rebinding).send(at(receiver, host="told.example"), HEADERS, BODY) == Sent("refused")
    assert sender(strict, resolve=rebinding).send(at(receiver, host="told.example"), HEADERS, BODY) == Sent("refused")
    assert asked == [("told.example", receiver.port)] * 2
    assert receiver.connections == 0


def test_the_connection_goes_to_the_address_that_was_judged_and_host_stays_the_name(receiver):
    asked = []

    def once(host, port):
        asked.append(host)
        return ["127.0.0.1"]

    assert sender(resolve=once).send(at(receiver, host="told.example"), HEADERS, BODY) == Sent("told")
    assert asked == ["told.example"]
    assert receiver.told[0].headers["host"] == f"told.example:{receiver.port}"


def test_another_address_of_the_name_is_tried_where_one_does_not_answer(receiver):
    leads = sender(resolve=lambda host, port: ["127.0.0.2", "::1", "127.0.0.1"])
    assert leads.send(at(receiver, host="told.example"), HEADERS, BODY) == Sent("told")


def test_environment_proxies_are_not_asked(receiver, monkeypatch):
    with Receiver().open() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, at(proxy, ""))
        assert sender().send(at(receiver), HEADERS, BODY) == Sent("told")
        assert proxy.connections == 0


def test_tls_is_with_the_name_at_the_judged_address(certified):
    server, trust = certified
    named = []
    server.sni_callback = lambda connection, name, context: named.append(name)
    try:
        with Receiver(tls=server).open() as receiver:
            leads = {"resolve": lambda host, port: ["127.0.0.1"], "trust": trust}
            to = at(receiver, scheme="https", host="told.example")
            assert sender(**leads).send(to, HEADERS, BODY) == Sent("told")
            other = at(receiver, scheme="https", host="other.example")
            assert sender(**leads).send(other, HEADERS, BODY) == Sent("no_tls")  # the certificate is another's
            believes_nobody = ssl.create_default_context(cafile=None)
            assert sender(**leads | {"trust": believes_nobody}).send(to, HEADERS, BODY) == Sent("no_tls")
    finally:
        server.sni_callback = None
    assert named == ["told.example", "other.example", "told.example"]
    assert len(receiver.told) == 1


def test_plain_http_where_tls_is_wanted_is_none(receiver):
    receiver.answer = b"HTTP/1.1 200 OK\r\n\r\n"
    assert sender().send(at(receiver, scheme="https"), HEADERS, BODY).outcome in {"no_tls", "late"}


def drip(connection):
    """A byte now and then, for ever: each read is quick, and all of them are not."""
    for one in itertools.chain(b"HTTP/1.1 200 OK\r\n", itertools.cycle(b"X-More: of the same\r\n")):
        connection.sendall(bytes([one]))
        time.sleep(0.05)


def endless_informational(connection):
    while True:
        connection.sendall(b"HTTP/1.1 102 Processing\r\n\r\n")
        time.sleep(0.01)


def endless_headers(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: " + b"x" * 4000 + b"\r\n")


def silent(connection):
    connection.recv(1)


@pytest.mark.parametrize(
    ("answer", "outcomes"),
    [
        (drip, {"late"}),
        (endless_informational, {"late", "no_http"}),
        (endless_headers, {"no_http"}),
        (silent, {"late"}),
        (b"", {"no_http"}),
        (b"\x00\xff" * 5000, {"no_http"}),
        (b"HTTP/9.9 x\r\n\r\n", {"no_http"}),
        (b"SSH-2.0-OpenSSH_9.2\r\n", {"no_http"}),
    ],
)
def test_a_hostile_receiver_takes_a_while_and_no_more(receiver, answer, outcomes):
    receiver.answer = answer
    began = time.monotonic()
    assert sender(seconds=0.5).send(at(receiver), HEADERS, BODY).outcome in outcomes
    assert time.monotonic() - began < 3


def test_of_an_endless_body_next_to_nothing_is_read(receiver):
    sent = []

    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            sent.append(65536)

    receiver.answer = endless
    began = time.monotonic()
    assert sender().send(at(receiver), HEADERS, BODY) == Sent("told")
    assert time.monotonic() - began < 1.5
    deadline = time.monotonic() + 5
    while threading.active_count() > 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sum(sent) < 20_000_000  # what the buffers of both machines take


def test_a_receiver_that_reads_nothing_takes_no_longer():
    with socket.create_server(("127.0.0.1", 0)) as listening:  # connects, and is never attended to
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        began = time.monotonic()
        assert sender(seconds=0.5).send(address, HEADERS, BODY) == Sent("late")
        assert time.monotonic() - began < 3


def test_where_nobody_listens_is_told_so():
    with socket.create_server(("127.0.0.1", 0)) as was:
        port = was.getsockname()[1]
    assert sender().send(f"http://127.0.0.1:{port}/", HEADERS, BODY) == Sent("unreachable")


def test_a_name_that_cant_be_looked_up_now_is_tried_again():
    def away(host, port):
        raise socket.gaierror(socket.EAI_AGAIN, "later")

    assert sender(resolve=away).send("https://told.example/", HEADERS, BODY) == Sent("unreachable")
