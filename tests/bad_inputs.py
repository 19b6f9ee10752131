"""Bad inputs of any size, by kind: what they hold is wrong ``n`` times over.

``python -m tests.bad_inputs --n 1000000`` reads each in a process of its own, and prints seconds and memory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.build import asked, single

DAY = "2026-10-05"
PEOPLE = [{"id": "nurse", "competences": ["spirometry"]}, {"id": "doctor", "competences": ["physician"]}]


def with_list(name, entries, **fields):
    """A request whose list holds these entries, each as JSON text."""
    whole = asked(single(), **fields) | {name: ["HERE"]}
    before, after = json.dumps(whole).split('"HERE"')
    return (before + ",".join(entries) + after).encode()


def in_request(field, text):
    """A request of which one field is this JSON text."""
    whole = asked({**single(), field: "HERE"})
    before, after = json.dumps(whole).split('"HERE"')
    return (before + text + after).encode()


def of_list(*parts):
    return f"[{','.join(parts)}]"


VISIT = '{"id":"v%d","duration":10,"competence":"physician"%s}'
WINDOW = '{"practitioner":"doctor","unit":"%s","start":"2026-10-05T08:00","end":"2026-10-05T12:00"}'
BOOKING = '{"visit":"b%d","practitioner":"doctor","unit":"u1","start":"2026-10-05T08:00"}'

REQUESTS = {
    "bad requests": lambda n: with_list("requests", ['{"id":"x1","y":1}'] * n),
    "requests that are numbers": lambda n: with_list("requests", ["1"] * n),
    "requests that are lists": lambda n: with_list("requests", ["[]"] * n),
    "bad visits": lambda n: in_request("visits", of_list(*['{"id":"x1","y":1}'] * n)),
    "bad durations": lambda n: in_request("visits", of_list(*[VISIT % (i, ',"min_wait":-1') for i in range(n)])),
    "unknown fields on top": lambda n: json.dumps(asked(single()) | {f"f{i}": 1 for i in range(n)}).encode(),
    "unknown fields in a request": lambda n: json.dumps(asked(single() | {f"f{i}": 1 for i in range(n)})).encode(),
    "unknown weights": lambda n: json.dumps(
        asked(single(), settings={"weights": {f"f{i}": 1 for i in range(n)}})
    ).encode(),
    "bad bookings": lambda n: with_list("bookings", ['{"visit":1}'] * n),
    "bookings of unknown visits": lambda n: with_list("bookings", [BOOKING % i for i in range(n)]),
    "units of a request unknown": lambda n: in_request("units", of_list(*(f'"x{i}"' for i in range(n)))),
    "units of a request no ids": lambda n: in_request("units", of_list(*(["1"] * n))),
    "excluded dates that are none": lambda n: in_request("excluded_dates", of_list(*['"soon"'] * n)),
    "competences that are empty": lambda n: with_list(
        "practitioners", [f'{{"id":"nurse","competences":[{",".join(["1"] * n)}]}}']
    ),
    "same ids of requests": lambda n: with_list("requests", [json.dumps(single())] * n),
    "same ids of visits": lambda n: in_request("visits", of_list(*[VISIT % (1, ',"role":"primary"')] * n)),
    "windows at two units": lambda n: with_list(
        "availability", [WINDOW % f"u{i % 2 + 1}" for i in range(n)], units=[{"id": "u1"}, {"id": "u2"}]
    ),
    "windows at many units": lambda n: with_list("availability", [WINDOW % f"x{i}" for i in range(n)]),
    "nested lists": lambda n: in_request("visits", "[" * n + "]" * n),
    "nested objects": lambda n: b'{"a":' * n + b"1" + b"}" * n,
    "open lists": lambda n: b"[" * n,
    "numbers past all bounds": lambda n: in_request("visits", of_list(*["1e400"] * n)),
    "a number of many digits": lambda n: in_request("min_wait", "9" * n),
    "numbers that are none": lambda n: in_request("visits", of_list(*["NaN"] * n)),
    "fields that stand twice": lambda n: with_list("requests", ['{"id":"x1","id":"x1"}'] * n),
    "one field again and again": lambda n: b"{" + b",".join([b'"a":1'] * n) + b"}",
    "half characters": lambda n: in_request("units", of_list(*['"\\ud800"'] * n)),
    "a long id": lambda n: in_request("patient", '"' + "é" * n * 20 + '"'),
    "a long text": lambda n: with_list("units", ['{"id":"u1","name":"' + "1" * n * 20 + '"}']),
    "a long date": lambda n: in_request("target", '"' + "2" * n * 20 + '"'),
    "a long name of a field": lambda n: in_request("x" * n * 20, "1"),
    "NUL bytes": lambda n: b"\0" * n,
    "UTF-16 without a mark": lambda n: with_list("requests", ["1"] * n).decode().encode("utf-16-le"),
    "not UTF-8": lambda n: with_list("requests", ['"é"'] * n).decode().encode("latin-1"),
    "a file cut off": lambda n: with_list("requests", [json.dumps(single())] * n)[:-40],
    "nothing": lambda n: b"",
    "null": lambda n: b"null",
    "a list": lambda n: b"[" + b",".join([b"{}"] * n) + b"]",
}
"""By kind: the bytes of a request that holds ``n`` faults, or one of the size ``n``."""

BOOKED = '{"request":"r2","visit":"b%d","patient":"p2","role":null,"unit":"u1","practitioner":"doctor"%s}'
TIMES = ',"start":"2026-10-05T08:00","end":"2026-10-05T08:30"'


def of_bookings(*entries):
    return f'{{"bookings":[{",".join(entries)}]}}'.encode()


PLANS = {
    "bad bookings of a plan": lambda n: of_bookings(*['{"visit":1}'] * n),
    "bookings without an end": lambda n: of_bookings(*[BOOKED % (i, "") for i in range(n)]),
    "reasons that are none": lambda n: (
        b'{"bookings":[],"unbooked":[{"request":"r2","reasons":[' + b",".join([b"{}"] * n) + b"]}]}"
    ),
}
"""By kind: the bytes of a plan with ``n`` faults, for the request of ``asked(single())``."""

BREAKING = {
    "bookings of visits that the request lacks": lambda n: of_bookings(*[BOOKED % (i, TIMES) for i in range(n)]),
    "requests listed as unbooked that there are not": lambda n: (
        b'{"bookings":[],"unbooked":[' + b",".join(b'{"request":"x%d","reasons":[]}' % i for i in range(n)) + b"]}"
    ),
}
"""By kind: the bytes of a plan that can be read, and breaks the rules ``n`` times."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--only", default="")
    parser.add_argument("--make", help="write the input of this kind to standard output")
    chosen = parser.parse_args()
    kinds = {**REQUESTS, **PLANS, **BREAKING}
    if chosen.make:
        sys.stdout.buffer.write(kinds[chosen.make](chosen.n))
        return
    print(f"{'kind':<48} {'MB of file':>10} {'CPU s':>7} {'MB at most':>10} status lines  last line")
    with tempfile.TemporaryDirectory() as folder:
        fine, empty = Path(folder) / "fine.json", Path(folder) / "empty.json"
        fine.write_text(json.dumps(asked(single())))
        empty.write_text('{"bookings": []}')
        for kind in kinds:
            if chosen.only in kind:
                path = Path(folder) / "in.json"
                with path.open("wb") as file:  # by another process: a child's memory is never less than its parent's
                    call = [sys.executable, "-m", "tests.bad_inputs", "--n", str(chosen.n), "--make", kind]
                    subprocess.run(call, stdout=file, check=True)
                inputs = [path, empty] if kind in REQUESTS else [fine, path]
                print(f"{kind:<48} {path.stat().st_size / 1e6:>10.1f} {_run(*inputs)}", flush=True)


def _run(*inputs) -> str:
    """What ``dagplan check`` does with an input: seconds, memory, exit status, lines, and the last of them."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dagplan.cli", "check", *map(str, inputs)], stdout=output, stderr=output
        )
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        lines = output.read().splitlines()
    seconds = used.ru_utime + used.ru_stime
    last = lines[-1] if lines else ""
    return f"{seconds:>7.1f} {used.ru_maxrss / 1024:>10.0f} {process.returncode:>6} {len(lines):>5}  {last[:70]}"


if __name__ == "__main__":
    main()
