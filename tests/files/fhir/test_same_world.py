"""The same world, told in any way that R4 calls the same, is the same request."""

from __future__ import annotations

import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagplan import PlanRequest
from dagplan.files import fhir
from tests.strategies import small_requests
from tests.thorough import some
from tests.told_otherwise import told_otherwise

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


AWAY = [
    {"patient": "p1", "start": "2026-10-05T08:00", "end": "2026-10-05T08:30"},
    {"patient": "p9", "start": "2026-10-05T23:00", "end": "2026-10-06T00:00"},
]


def sorted_out(request):
    """A request without the order of what has none."""
    data = request.model_dump(mode="json")
    for name in ("units", "practitioners", "availability", "busy", "patient_busy"):
        data[name] = sorted(data[name], key=str)
    return data


def the_same(data):
    """One world, told otherwise, is read as the same request."""
    fields = data.draw(small_requests())
    fields["patient_busy"] = data.draw(st.lists(st.sampled_from(AWAY), max_size=2, unique_by=str))
    request = PlanRequest.model_validate(fields)
    bundle = data.draw(told_otherwise(fhir.request_bundle(request)))
    found = fhir.reading_from(bundle, "week.json")
    assert sorted_out(found.value) == sorted_out(request)
    assert {one.reason for one in found.passed_over} <= {"older_version", "deleted"}


@settings(max_examples=some(100), deadline=None, suppress_health_check=QUIET)
@given(st.data())
def test_the_same_world_told_otherwise_is_the_same_request(data):
    the_same(data)


if __name__ == "__main__":  # python -m tests.files.fhir.test_same_world 3000
    settings(max_examples=int(sys.argv[1]), deadline=None, database=None, suppress_health_check=list(HealthCheck))(
        given(st.data())(the_same)
    )()
    print(f"{sys.argv[1]} worlds, each told otherwise: the same requests")
