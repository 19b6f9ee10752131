"""A board outlives whatever ends the service, at any moment: no step that was answered is lost."""

from __future__ import annotations

import json
import random
import threading
import time
from http.client import HTTPException

import pytest

from dagplan import to_bytes
from tests.build import at
from tests.service.http.boarded import REQUEST
from tests.service.running import Service
from tests.thorough import some

JSON = {"Content-Type": "application/json"}
STEPS = [f"{hour:02}:{minute:02}" for hour in range(9, 12) for minute in range(0, 30, 5)]


def booked(service, board):
    answer = service.ask("GET", f"{board}/request")
    assert answer.status == 200, answer
    return {one["visit"]: one["start"] for one in answer.json["bookings"]}.get("r2-v")


def write_until_it_ends(service, board, version, stood):
    """Make steps until there is no answer: the version and the place last answered, and the place asked for then."""
    place = {"kind": "set_booking", "visit": "r2-v", "practitioner": "doctor", "unit": "u1"}
    number = version
    while True:
        number += 1
        wanted = at(STEPS[number % len(STEPS)])
        if wanted == stood:
            continue
        try:
            body = json.dumps([{**place, "start": wanted}]).encode()
            answer = service.ask("POST", f"{board}/steps", body, {**JSON, "If-Match": f'"{version}"'})
        except (OSError, HTTPException):  # none, or half of one
            return version, stood, wanted
        assert answer.status == 200, answer
        version, stood = answer.json["board"]["version"], wanted


@pytest.mark.parametrize("seed", range(some(3, least=1)))
def test_the_service_is_killed_at_any_moment(tmp_path, seed):
    draw = random.Random(seed)
    service = Service(tmp_path, workers=0, askers=1)
    answer = service.ask("POST", "/v1/boards", to_bytes(REQUEST, "json"), JSON)
    assert answer.status == 201, answer
    board, version, stood = answer.headers["location"], 1, None
    for _ in range(2):
        seen = service
        killer = threading.Thread(target=lambda: (time.sleep(draw.uniform(0.2, 1.5)), seen.kill()))
        killer.start()
        version, stood, wanted = write_until_it_ends(service, board, version, stood)
        killer.join()
        service = Service(tmp_path, workers=0, askers=1)
        now = service.ask("GET", board).json
        # The step that was not answered may have been written; none that was is lost.
        assert (now["version"], booked(service, board)) in {(version, stood), (version + 1, wanted)}
        assert now["steps"] == now["version"] - 1 == len(service.ask("GET", f"{board}/steps").json["items"])
        version, stood = now["version"], booked(service, board)
    assert version > 1
    back = service.ask("POST", f"{board}/undo", b"", {"If-Match": f'"{version}"'})
    assert back.status == 200
    assert service.end() == 0
