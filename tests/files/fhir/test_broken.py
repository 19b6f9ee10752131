"""Bundles broken anywhere: read, or refused with places; never a crash, and nothing personal repeated."""

from __future__ import annotations

import json
import random
import sys
from copy import deepcopy

import pytest

from dagplan import PlanRequest
from dagplan.files import fhir
from dagplan.models import InputError
from tests.files.test_csv_folder import RICH
from tests.places import CASES
from tests.thorough import some

BUNDLES = sorted(CASES.glob("[bf]/*.json"))
ODD = [
    *(None, True, 0, -1, 1e400, "", "x", "#", "#x", "?", "a/b/c", "https://", "https://[", "urn:uuid:"),
    *("0000", "2026-13", "9999-12-31", "0001-01-01", "9999-12-31T23:59:59Z", "2026-12-08T09:00:00+01:00"),
    *("Patient/p1", "Practitioner/n1", {"start": "9999", "end": "0001"}),
    *([], {}, [None], [[]], [{}], {"reference": 7}, {"reference": "#"}),
    *({"identifier": 7}, {"identifier": {"value": 7}}),
    *({"resourceType": 7}, {"resourceType": "Patient"}, {"resourceType": "Bundle"}),
]


def nodes(value, found):
    """Every place in a JSON value: its container, and the step to it."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in steps:
        found.append((value, step))
        nodes(part, found)
    return found


def broken(bundle, rng):
    """A Bundle with one thing broken, or two: replaced, taken away, doubled, or moved from elsewhere."""
    made = deepcopy(bundle)
    for _ in range(rng.choice([1, 1, 1, 2])):
        where, step = rng.choice(nodes(made, []))
        how = rng.randrange(4)
        if how == 0:
            alike = [one for one in ODD if type(one) is type(where[step])]
            where[step] = deepcopy(rng.choice(alike if alike and rng.random() < 0.7 else ODD))
        elif how == 1:
            del where[step]
        elif how == 2 and isinstance(where, list):
            where.append(deepcopy(where[step]))
        else:
            other, place = rng.choice(nodes(made, []))
            where[step] = deepcopy(other[place])
    return made


def read_or_refuse(bundle):
    """Whether it is read; what is wrong with it otherwise has places."""
    found, problems = told(lambda: fhir.reading_from(bundle, "week.json"))
    assert all(one.place.startswith("week.json: $") and one.message for one in problems)
    if found is None:
        return False
    assert all(one.count > 0 and one.first.startswith("$") for one in found.passed_over)
    told(lambda: fhir.plan_reading_from(bundle, "week.json", found.value))
    return True


def told(read):
    """What is read, or why it can't be."""
    try:
        return read(), ()
    except InputError as error:
        return None, error.problems


def run(count, seed):
    rng = random.Random(seed)
    bundles = [json.loads(path.read_text("utf-8")) for path in BUNDLES]
    # One in four is of every field of ours.
    bundles += [fhir.request_bundle(PlanRequest.model_validate(RICH))] * (len(bundles) // 3)
    return sum(read_or_refuse(broken(rng.choice(bundles), rng)) for _ in range(count))


@pytest.mark.parametrize("seed", range(some(4, least=1)))
def test_no_bundle_is_too_broken_to_be_told_so(seed):
    read = run(200, seed)
    assert 5 < read < 195


if __name__ == "__main__":  # python -m tests.files.fhir.test_broken 20000
    total = int(sys.argv[1])
    print(f"{total} broken Bundles: {run(total, 1)} read, the others refused with places")
