"""A study as a job: every case that is finished is kept at once, and is never done again.

A worker that is lost loses the case that it was at. Whoever begins the job anew finds what is kept, and goes on.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from dagplan.documents import zipped
from dagplan.models import Problem
from dagplan.models.faults import fault_of
from dagplan.scenarios.batch import StudyProgress, outcomes_of
from dagplan.scenarios.cases import Case
from dagplan.scenarios.outcome import Outcome
from dagplan.scenarios.study import BASE_SCENARIO, Study
from dagplan.service import told
from dagplan.service.figures import StudyFigures
from dagplan.service.operations.studying import STUDY, study_of
from dagplan.service.store.jobs import StaleAttemptError, State
from dagplan.service.store.table import PROBLEMS
from dagplan.words import Language, use_language

from .bench import Bench

log = logging.getLogger(__name__)

RESULTS: dict[Language, str] = {"sv": "results.sv", "en": "results.en"}
"""Names of the documents with the results: a zip of the files that ``dagplan whatif`` writes."""
_FINISHING_SECONDS = 120.0
"""What may be taken for the comparison, and beside the plan of each case."""


def make_study(bench: Bench, _body: bytes, _form: str) -> None:
    """Plan the cases of a study, as far as that was not done before, and compare its scenarios."""
    stop = threading.Event()
    try:
        study, longest = study_of(bench.table.kept(bench.attempt, STUDY) or b"")
        each = longest + _FINISHING_SECONDS
        run = _Run(bench, bench.terms.allowed(each))
        with bench.heard(each, run.stand, stop.set):
            found = outcomes_of(study, run, on_progress=run.note, workers=1, is_over=stop.is_set)
            came = _results(study, found)
    except StaleAttemptError:
        raise
    except Exception as error:
        bench.end(State.FAILED, {PROBLEMS: told.to_json([Problem.of("", fault_of(error), "internal_error")])})
        return
    bench.end(State.STOPPED if stop.is_set() else State.DONE, came, run.figures)


class _Run:
    """The cases that are kept with the job, and how it stands."""

    def __init__(self, bench: Bench, seconds: float) -> None:
        self._bench = bench
        self._seconds = seconds
        self.figures = StudyFigures(done=0, failed=0, running=0, total=0, seconds_left=0.0)

    def record(self, case: Case) -> dict[str, Any] | None:
        """What is known of a case that was finished before."""
        kept = self._bench.table.kept(self._bench.attempt, _name_of(case))
        if kept is None:
            return None
        found: dict[str, Any] = json.loads(kept)
        # Another version of the program makes other plans: then the hash is another too.
        return found if found["hash"] == case.hash else None

    def keep(self, case: Case, record: dict[str, Any]) -> None:
        """Keep a finished case: its figures and what is not booked, since no more of its plan is ever asked for."""
        plan = record["plan"] and {"unbooked": [_first_reason(one) for one in record["plan"]["unbooked"]]}
        body = json.dumps({**record, "plan": plan, "hash": case.hash}, ensure_ascii=False).encode()
        try:
            self._bench.table.keep(self._bench.attempt, _name_of(case), body)
            # It goes on, and may take as long for the next one.
            self._bench.table.report(self._bench.attempt, self.stand(), seconds=self._seconds)
        except SQLAlchemyError as error:  # it counts in this attempt, and would be done again in another
            log.warning("a case could not be kept: %s", type(error).__name__)

    def note(self, progress: StudyProgress) -> None:
        """See how the study stands."""
        self.figures = StudyFigures.of_progress(progress)

    def stand(self) -> str:
        """The same as it is kept."""
        return self.figures.model_dump_json()


def _results(study: Study, found: Sequence[Outcome]) -> dict[str, bytes]:
    """The results by the names of their documents; none where no case of the base was planned."""
    from dagplan.report.study_files import result_files
    from dagplan.scenarios.comparison import compared

    if not any(one.scenario == BASE_SCENARIO and one.error is None for one in found):
        return {}
    result = compared(study, found)
    came = {}
    for language, name in RESULTS.items():
        with use_language(language):
            came[name] = zipped(result_files(result))
    return came


def _name_of(case: Case) -> str:
    """The name of a case's document: names of documents are short."""
    return f"case.{hashlib.sha256(case.key.encode()).hexdigest()[:11]}"


def _first_reason(unbooked: dict[str, Any]) -> dict[str, Any]:
    return {"request": unbooked["request"], "reasons": unbooked["reasons"][:1]}
