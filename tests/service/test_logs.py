"""The log: short for people, JSON for programs, and nothing of what was sent in either."""

from __future__ import annotations

import json
import logging
import re
import socket
import threading
import time
import warnings

import httpx
import pytest
import uvicorn

from dagplan.service.http.app import make_app
from dagplan.service.logs import AsJson, log_to_stderr
from dagplan.service.settings import Settings
from tests.places import EXAMPLES
from tests.service.served import served

MARK = "Anna-1912121212120"
WHO = ("tenant", "key", "from")
ID = "Anna-191212121212-Anna"
"""Could be the id of a job."""


@pytest.fixture
def logging_kept():
    """As it was before, afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("dagplan")
    before = root.handlers[:], root.level, ours.level, threading.excepthook
    with warnings.catch_warnings():
        yield
    root.handlers[:], threading.excepthook = before[0], before[3]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def marked():
    """A request that can be planned, with the mark wherever there is room."""
    text = (EXAMPLES / "asthma.request.json").read_text("utf-8")
    body = json.loads(text.replace('"r1', f'"r{MARK}').replace('"p1"', f'"p{MARK[:4]}x"'))
    body["units"][0]["name"] = MARK
    return body


def ask_everything(url):
    body = marked()
    with httpx.Client(base_url=url, timeout=60) as client:
        ordered = client.post("/v1/plans", json=body, params={"tag": MARK}, headers={"Idempotency-Key": MARK})
        assert ordered.status_code == 202, ordered.text
        done = client.get(ordered.headers["location"], params={"wait": 30})
        assert done.json()["state"] == "done", done.text
        refused = [
            client.post("/v1/plans", content=f"{{{MARK}", headers={"Content-Type": "application/json"}),
            client.post("/v1/plans", json={**body, "time_zone": MARK, MARK: MARK}),
            client.post("/v1/plans", json={**body, "last_date": MARK}, params={"operation": MARK, MARK: MARK}),
            client.post("/v1/plans", json=body, headers={"Idempotency-Key": f"{MARK} {MARK}"}),
            client.post("/v1/plans", content=MARK, headers={"Content-Type": f"text/{MARK}"}),
            client.post("/v1/plans", content=MARK.encode(), headers={"Content-Type": "application/zip"}),
            client.get(f"/v1/plans/{MARK}", headers={"Accept-Language": MARK, "If-None-Match": MARK}),
            client.get(f"/v1/plans/{ID}", params={"wait": MARK}),
            client.get(f"/v1/plans/{ID}"),
            client.get(f"/{MARK}"),
            client.get("/v1/plans", params={"cursor": MARK, "state": MARK, "limit": MARK}),
            client.get("/v1/plans", headers={"Authorization": f"Bearer {MARK}"}),
            client.request(MARK.upper(), "/v1/plans"),
        ]
    assert {one.status_code for one in refused} == {401, 404, 405, 415, 422}
    with socket.create_connection(url.removeprefix("http://").split(":")) as raw:
        raw.sendall(f"GET /{MARK} {MARK}\r\n\r\n".encode())
        raw.recv(1000)


@pytest.mark.parametrize("form", ["json", "text"])
def test_nothing_of_what_was_sent_is_in_the_log(form, tmp_path):
    with served(tmp_path, DAGPLAN_LOG=form, DAGPLAN_LOG_LEVEL="debug") as (url, lines):
        ask_everything(url)
    assert sum("/v1/plans" in line for line in lines) >= 14
    assert not [line for line in lines if "anna" in line.lower() or "191212" in line]
    if form == "json":  # but for what the command says to whoever started it
        answered = [json.loads(line) for line in lines if line.startswith("{")]
        assert len(answered) == len(lines) - 2
        first = next(one for one in answered if one.get("method") == "POST")
        assert {"at", "level", "request", "tenant", "key", "from", "route", "job", "status", "bytes", "ms"} < set(
            first
        )
    else:
        assert any(re.fullmatch(r"\d\d:\d\d:\d\d POST /v1/plans 202 \d+ ms \(local\)", line) for line in lines)


def test_told_to_end_it_says_so_and_nothing_went_wrong(tmp_path):
    with served(tmp_path, "--language", "sv", DAGPLAN_GRACE_SECONDS="1") as (_, lines):
        pass
    assert lines[-1] == (
        "Dagplan avslutas. Planer som görs just nu har 1 sekund på sig; resten fortsätter vid nästa start. "
        "En gång till avslutar genast."
    )


@pytest.mark.parametrize("form", ["json", "text"])
def test_an_error_of_ours_is_told_by_its_type_and_place(form, tmp_path, capsys, logging_kept):
    """Also by what uvicorn says of it, and where a thread is lost."""
    app = make_app(Settings(data=tmp_path, workers=0, askers=1))

    @app.get("/v1/fails")
    async def fails() -> None:
        raise ValueError(MARK)

    def lost() -> None:
        warnings.warn(MARK, stacklevel=1)
        raise KeyError(MARK)

    log_to_stderr(form, "debug")
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        answer = httpx.get(f"http://127.0.0.1:{port}/v1/fails")
        assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
        other = threading.Thread(target=lost)
        other.start()
        other.join()
    finally:
        server.should_exit = True
        thread.join()
    told = capsys.readouterr().err
    assert MARK not in told
    assert MARK not in answer.text
    for kind, where in (("ValueError", "in fails"), ("KeyError", "in lost")):
        assert kind in told
        assert where in told


def test_what_another_package_says_ends_with_its_first_line():
    record = logging.LogRecord("asyncio", logging.ERROR, "", 1, f"Task failed\nfuture: <Task {MARK}>", (), None)
    assert json.loads(AsJson().format(record))["message"] == "Task failed"
