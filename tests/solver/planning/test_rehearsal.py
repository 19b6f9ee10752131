"""What is kept for writing a plan is about what it takes to write it."""

from __future__ import annotations

import time

import pytest

from dagplan.scenarios.generate import generate
from dagplan.solver.explain.reasons import Reasons
from dagplan.solver.instance.translate import translate
from dagplan.solver.planning.assemble import assemble, written_ahead
from dagplan.solver.planning.rehearsal import seconds_to_write
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, same_day_requests


@pytest.mark.clock
def test_what_is_kept_for_many_requests_is_near_what_they_take():
    asked = generate("region-week", 1, units=30, equipment=True)
    instance, names = translate(asked)
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), same_day_requests(instance))
    reasons = Reasons(asked, instance, names)
    ahead = written_ahead(asked, instance)
    kept = seconds_to_write(asked, names, calendars, reasons)
    began = time.perf_counter()
    assemble(asked, names, calendars, ahead, 0, reasons)
    took = time.perf_counter() - began
    assert took / 2 < kept < 2 * took
