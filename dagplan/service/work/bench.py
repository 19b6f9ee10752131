"""What whoever works on a job has at hand: the table that it is on, and what the attempt is held to.

What it has to say goes to the job table: signs of life, how it stands, the best so far, and in the end what came.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from dagplan.models import Plan
from dagplan.models.plan import to_json
from dagplan.service.limits import Limits
from dagplan.service.store.jobs import Attempt, StaleAttemptError, State
from dagplan.service.store.table import JobTable

log = logging.getLogger(__name__)

_SIGN_SECONDS = 1.0
_PAUSES = (0.5, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Terms:
    """What an attempt is held to.

    Attributes
    ----------
    store
        Where the job table is.
    nice
        How far it stands back for others.
    overrun_seconds
        What it may take beyond its limit, and a tenth of that.
    limits
        How large a plan may be.
    """

    store: str
    nice: int
    overrun_seconds: float
    limits: Limits

    def allowed(self, seconds: float) -> float:
        """How long an attempt may take whose limit is so many seconds."""
        return 1.1 * seconds + self.overrun_seconds


@dataclass(frozen=True)
class Bench:
    """What a maker of something has at hand."""

    table: JobTable
    attempt: Attempt
    terms: Terms

    def end(self, state: State, came: Mapping[str, bytes], figures: BaseModel | None = None) -> None:
        """End the job; the store may be away for a while."""
        progress = None if figures is None else figures.model_dump_json()
        for pause in (*_PAUSES, None):
            try:
                self.table.end(self.attempt, state, progress, came=came)
            except SQLAlchemyError:
                if pause is None:
                    raise
                time.sleep(pause)
            else:
                return

    def keep(self, plan: Plan) -> None:
        """Keep the best plan so far; where the store is away, the next one will do."""
        try:
            self.table.keep_best(self.attempt, to_json(plan).encode())
        except SQLAlchemyError as error:
            log.warning("the best plan so far could not be kept: %s", type(error).__name__)

    @contextmanager
    def heard(self, seconds: float, stand: Callable[[], str | None], stop: Callable[[], None]) -> Iterator[None]:
        """Say all along that the attempt goes on and how it stands; hear that it is to stop."""
        over = threading.Event()
        self.table.report(self.attempt, seconds=self.terms.allowed(seconds))

        def tell() -> None:
            while not over.wait(_SIGN_SECONDS):
                try:
                    if self.table.report(self.attempt, stand()):
                        stop()
                except StaleAttemptError:
                    stop()
                    return
                except SQLAlchemyError as error:  # the store is away; if it stays so, the lease runs out
                    log.warning("no sign of life could be written: %s", type(error).__name__)

        teller = threading.Thread(target=tell, daemon=True)
        teller.start()
        try:
            yield
        finally:
            over.set()
            teller.join()
