"""What tests of the service are made of."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager

import psutil

from dagplan import to_bytes
from dagplan.scenarios import generate
from dagplan.service.settings import Settings
from dagplan.service.store.jobs import Order
from dagplan.service.store.sqlite import sqlite_store
from dagplan.service.store.table import JobTable
from dagplan.service.work.supervisor import Supervisor
from tests.build import asked, linked, read, single, window

JSON = "application/json"

SMALL = to_bytes(
    read(
        asked(
            linked(),
            single("r2", duration=60),
            availability=[window("nurse", "08:00", "09:00"), window("doctor", "08:00", "09:15")],
            settings={"time_limit": 20, "workers": 1},
        )
    ),
    "json",
)
"""Two requests of which one fits; proven in a moment."""


def unit_day(seconds, seed=1):
    """A request that takes as long as it may, before the best plan of it is proven."""
    made = generate("unit-day", seed)
    changed = made.settings.model_copy(update={"time_limit": float(seconds), "workers": 1})
    return to_bytes(made.model_copy(update={"settings": changed}), "json")


def until(true, seconds=120):
    """Wait for something, and give it."""
    ends = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.05)
    return found


_others = set()
"""Processes of this one that were there before those at work."""


def workers():
    """The processes that those at work have started and that work for them."""
    found = [one for one in psutil.Process(os.getpid()).children() if one not in _others]
    return [one for one in found if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


@contextmanager
def at_work(folder, **settings):
    """A job table in a folder, with workers on it."""
    given = Settings(**{"data": folder, "workers": 1, "grace_seconds": 0.2, **settings})
    table = JobTable(sqlite_store(given.store))
    supervisor = Supervisor(table, str(given.store), given, alone=True)
    before = set(_others)
    _others.update(psutil.Process(os.getpid()).children())
    supervisor.start()
    try:
        yield table
    finally:
        supervisor.stop(given.grace_seconds)
        table.close()
        _others.intersection_update(before)


def ordered(table, body=SMALL, tenant="north", form=JSON, **order):
    """A job that was accepted."""
    return table.add(tenant, Order(body, form, **order))[0]


def over(table, job, seconds=120):
    """A job when it has ended."""
    return until(lambda: (now := table.get(job.tenant, job.id)).state.is_over and now, seconds)
