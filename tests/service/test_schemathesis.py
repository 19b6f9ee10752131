"""The service keeps what its OpenAPI document says, whatever it is asked: schemathesis with its checks.

With ``DAGPLAN_EXAMPLES``, so many cases an operation, those with bodies are asked too, and what was made is followed
from route to route twice as often. A longer run against a service that is up:
``st run http://127.0.0.1:8000/openapi.json -H "Authorization: Bearer $KEY" --max-examples 100``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import CHECKS, load_all_checks

from dagplan.documents import MEDIA_TYPES
from tests.places import ROOT
from tests.service.running import serving

ASKED = os.environ.get("DAGPLAN_EXAMPLES")
EXAMPLES = int(ASKED or 4)
DOCUMENT = ROOT / "schemas" / "dagplan.service-1.openapi.json"
WHOLE = schemathesis.openapi.from_path(DOCUMENT)
SCHEMA = WHOLE if ASKED else WHOLE.exclude(method="POST")
"""Bodies as large as the contract's take minutes to be drawn."""
NO_SCHEMA_SAYS = {"cursor", "free", "against", "of", "plan", "board", "start", "name"}
"""Parameters whose right values follow from what is there, or from one another."""
load_all_checks()
ACCEPTED = CHECKS.get_one("positive_data_acceptance")
"""That what keeps to the schema is taken. Not asked of bodies: that ids name one another, that dates and times are in
order and that limits are kept is the contract's, and no JSON Schema says it (422, each with its place)."""


@schemathesis.serializer(MEDIA_TYPES["xlsx"], MEDIA_TYPES["csv"], "application/toml")
def as_it_is(_context, value):
    """A workbook, a zip or TOML: whatever was drawn."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    """The address of a service that wants a key, and a header with one."""
    folder = tmp_path_factory.mktemp("data")
    make = [sys.executable, "-m", "dagplan", "keys", "make", "north", "--data", str(folder)]
    secret = subprocess.run(make, check=True, capture_output=True, text=True).stdout.strip()
    limits = {"workers": 1, "most_seconds": 1, "grace_seconds": 1, "asking_seconds": 20}
    with serving(folder, **limits) as service:
        yield {
            "base_url": f"http://{service.host}:{service.port}",
            "headers": {"Authorization": f"Bearer {secret}"},
        }


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
def test_every_operation_keeps_its_word(case, where):
    named = {one.name for one in case.operation.query}
    beyond = bool(len(case.operation.body)) or bool(named & NO_SCHEMA_SAYS)
    case.call_and_validate(timeout=60, **where, excluded_checks=[ACCEPTED] if beyond else [])


def followed(where, examples, seen, family):
    """What is made is followed from route to route, as the document leads: from a plan or board on."""
    request = json.loads((ROOT / "examples" / "asthma.request.json").read_text("utf-8"))
    request["settings"] = {"time_limit": 0.2}
    schema = schemathesis.openapi.from_path(DOCUMENT).include(path_regex=f"^/v1/{family}")
    schema.config.generation.update(modes=[schemathesis.GenerationMode.POSITIVE])

    class Machine(schema.as_state_machine()):
        def get_call_kwargs(self, case):
            return {**where, "timeout": 60}

        def before_call(self, case):
            if (case.operation.method, case.operation.path) == ("post", f"/v1/{family}"):
                case.body, case.media_type, case.headers, case.query = request, MEDIA_TYPES["json"], {}, {}
            if case.operation.path.endswith("/replan"):
                case.body, case.media_type = {"changes": []}, MEDIA_TYPES["json"]
            return super().before_call(case)

        def validate_response(self, response, case, additional_checks=(), **_kept):
            seen[case.operation.path, response.status_code] += 1
            case.validate_response(response, excluded_checks=[ACCEPTED])

    few = {"max_examples": examples, "stateful_step_count": 12, "derandomize": True, "deadline": None}
    run_state_machine_as_test(
        Machine,
        settings=settings(
            **few, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
        ),
    )


@pytest.mark.parametrize(("family", "made"), [("plans", 202), ("boards", 201)])
def test_what_was_made_is_followed(where, family, made):
    seen = Counter()
    followed(where, 2 * EXAMPLES, seen, family)
    assert seen[f"/v1/{family}", made] > 0
    assert sum(count for (path, status), count in seen.items() if "_id}" in path and status == 200) > 0
