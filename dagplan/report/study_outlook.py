"""What a study would do, in words: its cases, and how long they take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dagplan.words import Said
from dagplan.words.messages.screen import DryRun, StudyOnScreen

from .study_screen import in_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dagplan.scenarios.outlook import Outlook, Planned


def time_in_words(seconds: float) -> Said:
    """A length of time as one says it, rounded up.

    >>> [str(time_in_words(seconds)) for seconds in (4.2, 89.0, 91.0, 3600.0, 20_000.0)]
    ['5 s', '89 s', '2 min', '60 min', '5 h 34 min']
    """
    if seconds < 90:
        return StudyOnScreen.SECONDS(seconds=math.ceil(seconds))
    minutes = math.ceil(seconds / 60)
    if minutes < 90:
        return StudyOnScreen.MINUTES(minutes=minutes)
    return StudyOnScreen.HOURS_MINUTES(hours=minutes // 60, minutes=minutes % 60)


def outlook_in_words(found: Outlook) -> str:
    """A line a scenario with its cases, and below them how many there are and how long they take."""
    words = (DryRun.SCENARIO, DryRun.REQUESTS, DryRun.VISITS, DryRun.SEEDS, DryRun.DONE)
    rows = [[one().shown for one in words], *(_row(one) for one in found.scenarios)]
    left = found.total - found.done
    lines = in_columns(rows)
    lines += ["", DryRun.CASES(n=found.total, done=found.done, left=left, workers=found.workers).shown]
    if left:
        told = DryRun.TIME_KNOWN if found.known else DryRun.TIME
        lines.append(told(time=time_in_words(found.seconds), each=time_in_words(found.seconds_a_case)).shown)
    else:
        lines.append(DryRun.NOTHING().shown)
    lines.append(DryRun.NOT_WRITTEN().shown)
    return "\n".join(lines)


def _row(one: Planned) -> list[str]:
    requests = one.variant.request.requests
    visits = sum(len(case.visits) for case in requests)
    name = one.variant.name if not one.variant.grid else f"{one.variant.name}: {one.variant.text}"
    return [name, str(len(requests)), str(visits), _seeds(one.seeds), str(len(one.done))]


def _seeds(seeds: Sequence[int]) -> str:
    """Seeds in short: those that follow on one another from first to last.

    >>> _seeds([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9, 10'
    """
    runs: list[list[int]] = []
    for seed in seeds:
        if runs and seed == runs[-1][-1] + 1:
            runs[-1].append(seed)
        else:
            runs.append([seed])
    short = [[f"{run[0]}–{run[-1]}"] if len(run) > 2 else list(map(str, run)) for run in runs]
    return ", ".join(word for run in short for word in run)
