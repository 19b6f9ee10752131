"""A service with a board on it."""

from __future__ import annotations

from dagplan import to_bytes
from tests.build import asked, at, linked, read, single

JSON = {"Content-Type": "application/json"}
SV = {"Accept-Language": "sv"}
BOOKED = [
    {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": at("08:00")},
    {"visit": "b", "practitioner": "doctor", "unit": "u1", "start": at("08:30")},
]
REQUEST = read(asked(linked(), single(), bookings=BOOKED))
"""The chain r1 (a, b) is booked, r2 waits."""


def begun(client, request=REQUEST, **query):
    """The path of a board."""
    answer = client.post("/v1/boards", content=to_bytes(request, "json"), headers=JSON, params=query)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


def seen(version):
    return {"If-Match": f'"{version}"'}


def move(visit, clock, **fields):
    return {"kind": "set_booking", "visit": visit, "start": at(clock), **fields}


def book(visit, person, clock):
    return move(visit, clock, practitioner=person, unit="u1")


def step(client, board, version, *changes, **headers):
    return client.post(f"{board}/steps", json=list(changes), headers={**seen(version), **headers})


def made(client, board, version, *changes):
    """What became of a board with a step."""
    answer = step(client, board, version, *changes)
    assert answer.status_code == 200, answer.text
    return answer.json()


def booked(client, board):
    """Where each visit is booked on a board."""
    bookings = client.get(f"{board}/request").json()["bookings"]
    return {one["visit"]: (one["practitioner"], one["start"][11:]) for one in bookings}
