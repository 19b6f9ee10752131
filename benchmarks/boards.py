"""How long a planner's page waits for the service: a board over HTTP, with a month of bookings on it.

Protocol: a generated input is booked by a plan of ``--plan-seconds`` and becomes a board of a service of its own,
asked on one connection. Then ``--moves`` times: a booked visit, drawn, asks where it may be and whether it may be at
a place drawn from these, and goes there (made, judged, written durably, answered); every third is taken back. Then
the whole request is fetched, fresh and once more. Printed: milliseconds of wall clock from the first byte asked
to the last one answered, median, 95th percentile and most; and the megabytes of the processes.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.standing import booked
from tests.service.running import Service, serving

JSON = {"Content-Type": "application/json"}


class Page:
    """One connection, as a page of a browser has it, and what it waited for, in milliseconds."""

    def __init__(self, service: Service) -> None:
        self._connection = http.client.HTTPConnection(service.host, service.port, timeout=120)
        self.waited: dict[str, list[float]] = defaultdict(list)

    def ask(
        self, name: str, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body of an answer."""
        began = time.perf_counter()
        self._connection.request(method, path, body, dict(headers or {}))
        answer = self._connection.getresponse()
        found = answer.read()
        self.waited[name].append(1000 * (time.perf_counter() - began))
        return answer.status, found

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


def moves(page: Page, board: str, visits: Sequence[str], number: int, draw: random.Random) -> None:
    """So many moves, each with what is asked before it."""
    version = made = 0
    version = json.loads(page.ask("a board", "GET", board)[1])["version"]
    while made < number:
        visit = draw.choice(visits)
        places = json.loads(page.ask("allowed", "GET", f"{board}/allowed?of={visit}")[1])["places"]
        if not places:
            continue
        place = draw.choice(places)
        minute = draw.choice(place["starts"])[0]
        start = f"{place['date']}T{minute // 60:02}:{minute % 60:02}"
        where = f"visit={visit}&practitioner={place['practitioner']}&unit={place['unit']}&start={start}"
        status, _ = page.ask("placing", "GET", f"{board}/placing?{where}&whole=false")
        assert status == 200, status
        there = {"practitioner": place["practitioner"], "unit": place["unit"], "start": start}
        body = json.dumps([{"kind": "set_booking", "visit": visit, **there}]).encode()
        status, answer = page.ask("a move", "POST", f"{board}/steps", body, {**JSON, "If-Match": f'"{version}"'})
        if status == 422:  # it stands there already
            page.waited["a move"].pop()
            continue
        assert status == 200, answer
        made, version = made + 1, version + 1
        if made % 3 == 0:
            status, _ = page.ask("undo", "POST", f"{board}/undo", b"", {"If-Match": f'"{version}"'})
            assert status == 200, status
            version += 1


def measure(service: Service, kind: str, days: int | None, number: int, seed: int, seconds: float) -> Page:
    """What a page waits for with a board of a generated input."""
    request = booked(kind, seed, days, seconds)
    page = Page(service)
    body = request.model_dump_json(by_alias=True).encode()
    page.ask("the list", "GET", "/v1/boards")
    status, answer = page.ask("begun", "POST", "/v1/boards", body, JSON)
    assert status == 201, answer
    board = f"/v1/boards/{json.loads(answer)['id']}"
    moves(page, board, [one.visit for one in request.bookings], number, random.Random(seed))
    page.ask("the request, after a change", "GET", f"{board}/request")
    page.ask("the request, once more", "GET", f"{board}/request")
    return page


def rows(waited: Mapping[str, Sequence[float]]) -> list[str]:
    """A row of a table for each kind of question."""
    found = []
    for name, some in waited.items():
        late = sorted(some)[int(0.95 * (len(some) - 1))]
        found.append(f"| {name} | {statistics.median(some):.1f} / {late:.1f} / {max(some):.1f} |")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", default="clinic-month")
    parser.add_argument("--days", type=int)
    parser.add_argument("--moves", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plan-seconds", type=float, default=20.0)
    given: Any = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), workers=0, askers=1) as service:
        page = measure(service, given.kind, given.days, given.moves, given.seed, given.plan_seconds)
        print("| ms, median / 95th percentile / most | |\n|---|---|")
        print("\n".join(rows(page.waited)))
        print(f"processes: {service.megabytes:.0f} MB")
        page.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
