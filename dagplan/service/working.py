"""A machine that makes plans of the jobs in a database, and answers nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable

from dagplan.models import InputError, Problem
from dagplan.words.messages.service import Serving
from dagplan.words.messages.store_faults import StoreFaults

from .logs import log_to_stderr
from .settings import Settings
from .store.opening import EXAMPLE, is_database, open_store, shown_address
from .store.table import JobTable
from .work.supervisor import Supervisor

_LOOK_SECONDS = 0.5


def work(settings: Settings, to_end: threading.Event, *, on_ready: Callable[[str], object] = lambda _: None) -> None:
    """Make plans until told to end; those in the making then have the grace, and are put back after it.

    Parameters
    ----------
    settings
        Which database, how many at once, and every limit.
    to_end
        Set: it is to end.
    on_ready
        Hears where it works, once it does.

    Raises
    ------
    InputError
        If the database can't be used, or none is named; or if a part of this has failed, and it has ended.
    """
    database = settings.database
    if database is None:
        raise InputError([Problem.of("--database", StoreFaults.ONE_NEEDED(example=EXAMPLE))])
    if not is_database(database):
        raise InputError([Problem.of("--database", StoreFaults.UNKNOWN_DATABASE(example=EXAMPLE))])
    table = JobTable(open_store(database))
    try:
        log_to_stderr(settings.log, settings.log_level)
        supervisor = Supervisor(table, database, settings, alone=False)
        supervisor.start()
        on_ready(shown_address(database))
        while supervisor.is_well and not to_end.wait(_LOOK_SECONDS):
            pass
        failed = not supervisor.is_well
        supervisor.stop(settings.grace_seconds)
        if failed:  # whoever runs it starts it anew
            raise InputError([Problem.of("worker", Serving.WORKER_FAILED())])
    finally:
        table.close()
