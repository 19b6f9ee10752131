"""How a study comes along: a bar with cases done, failed, running and the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dagplan.words.messages.screen import StudyOnScreen

from .terminal import console_by_the_way

if TYPE_CHECKING:
    from dagplan.scenarios.batch import OnStudyProgress, StudyProgress


@contextmanager
def progress_bar(quiet: bool) -> Iterator[OnStudyProgress | None]:
    """A bar on standard error where that is a terminal; the time left runs down between the cases."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task
    from rich.text import Text

    class Words(ProgressColumn):
        def render(self, task: Task) -> Text:
            now: StudyProgress | None = task.fields["now"]
            since = time.monotonic() - task.fields["told"]
            return Text(StudyOnScreen.STARTING().shown if now is None else progress_in_words(now, since))

    columns: tuple[Any, ...] = (BarColumn(), MofNCompleteColumn(), Words())
    with Progress(*columns, console=console_by_the_way()) as bar:
        task = bar.add_task("", total=None, now=None, told=0.0)

        def show(now: StudyProgress) -> None:
            bar.update(task, total=now.total, completed=now.done + now.failed, now=now, told=time.monotonic())

        yield show


def progress_in_words(now: StudyProgress, since: float = 0.0) -> str:
    """What stands beside the bar, so many seconds after it was told.

    >>> from types import SimpleNamespace
    >>> progress_in_words(SimpleNamespace(done=3, failed=1, running=2, total=9, seconds_left=75.0), since=5.0)
    '3 done, 1 failed, 2 running, about 70 s left'
    """
    from dagplan.report.study_outlook import time_in_words

    left = time_in_words(max(0.0, now.seconds_left - since))
    return StudyOnScreen.PROGRESS_LEFT(done=now.done, failed=now.failed, running=now.running, left=left).shown
