"""However the service ends, what it accepted goes on, and nothing of it is left running."""

from __future__ import annotations

import sqlite3

from dagplan.scenarios import generate
from tests.service.running import serving

LONG = generate("unit-week", 1, staff=4)


def limited(seconds):
    request = LONG.model_copy(
        update={"settings": LONG.settings.model_copy(update={"time_limit": seconds, "workers": 1})}
    )
    return request.model_dump_json().encode()


def rows(data):
    with sqlite3.connect(data / "dagplan.sqlite") as store:
        return store.execute("SELECT state, attempt, lost FROM jobs ORDER BY number").fetchall()


def begun(service, job):
    """Wait until somebody works on a job."""
    with service.connect() as connection:
        connection.sendall(f"GET /v1/plans/{job}/events HTTP/1.0\r\n\r\n".encode())
        seen = b""
        while b'"state":"running"' not in seen:
            seen += connection.recv(65_536)


def test_told_to_end_it_puts_back_what_is_not_finished_and_goes_on_with_it(tmp_path):
    with serving(tmp_path, workers=1, grace_seconds=0.2) as service:
        job = service.order(limited(60))
        begun(service, job)
        waiting = service.order(limited(0.5))
    assert "what is not done goes on at the next start" in "".join(service.said)
    assert rows(tmp_path) == [("queued", 1, 0), ("queued", 0, 0)]  # not counted as lost
    with serving(tmp_path, workers=1) as service:
        begun(service, job)
        assert service.ask("DELETE", f"/v1/plans/{job}").status == 202
        assert service.ended(job)["state"] == "stopped"
        assert service.ended(waiting)["state"] == "done"
    assert rows(tmp_path) == [("stopped", 2, 0), ("done", 1, 0)]


def test_told_to_end_it_finishes_what_is_nearly_done(tmp_path):
    with serving(tmp_path, workers=1) as service:
        begun(service, service.order(limited(1.0)))
    assert rows(tmp_path) == [("done", 1, 0)]
