"""The years of some policies as one self-contained HTML page: what the template is filled with."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, Any

from dagplan.scenarios.readings import CLEAR, SAME
from dagplan.words import current_language

from .study_words import reading_means, reading_words
from .years_drawings import Course, course_drawing
from .years_words import PRIORITIES, described, in_between, priority_words, say, shown

if TYPE_CHECKING:
    from dagplan.simulation.compared import Difference
    from dagplan.simulation.tables import YearsResult

MAIN_FIGURES = (
    *("wait_mean", "wait_p90", "within", "within.urgent", "waiting", "overdue", "at_once", "journeys"),
    *("moves", "withdrawn"),
)
"""What is told first, of those that there are."""
_COLUMNS = 8
"""So many are as wide as a page."""


def years_page(result: YearsResult) -> bytes:
    """What came of the policies, as an HTML page that needs nothing else, in the language of this run (UTF-8)."""
    from importlib.resources import files as package_files

    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("dagplan.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    read = result.world.file
    by_key = {(one.policy, one.figure): one for one in result.differences}
    figures = list(dict.fromkeys(one.figure for one in result.differences))
    main = [name for name in MAIN_FIGURES if name in figures][:_COLUMNS]
    readings = list(dict.fromkeys(one.reading for one in result.differences if one.reading))
    done = sum(len(weeks) for weeks in result.weeks.values())
    total = len(result.weeks) * result.world.weeks
    page = environment.get_template("years.html.j2").render(
        say=say,
        language=current_language(),
        style=(package_files("dagplan.report") / "templates" / "page.css").read_text(encoding="utf-8"),
        read=read,
        against=result.against,
        years=say("years", policies=len(read.policy), weeks=read.weeks, n=len(read.seeds), before=read.warm_up),
        unfinished=say("unfinished", done=done, total=total) if done < total else "",
        in_time=_in_time(result),
        says_not=say("says_not_of_file" if result.world.arrivals else "says_not_text"),
        columns=[described(name) for name in main],
        rows=[(policy, [_cell(by_key.get((policy.name, name))) for name in main]) for policy in read.policy],
        figures=[
            (described(name), [_cell(by_key.get((policy.name, name))) for policy in read.policy]) for name in figures
        ],
        readings=[(reading_words(one), reading_means(one)) for one in readings],
        courses=_courses(result),
    )
    return page.encode()


def _in_time(result: YearsResult) -> str:
    """Within how many days each priority that was met should be served."""
    demand = result.world.file.demand
    met = {one.priority for weeks in result.weeks.values() for week in weeks for one in week.over}
    limits = [
        say("within_days", priority=priority_words(one), n=demand.within(one)) for one in PRIORITIES if one in met
    ]
    return say("in_time", limits=limits) if limits else ""


def _cell(one: Difference | None) -> dict[str, Any] | None:
    if one is None:
        return None
    found = {"mean": shown(one.figure, one.mean), "difference": "", "range": "", "reading": "", "look": "not-shown"}
    if one.found is None or one.reading == SAME:
        return found
    found["difference"] = shown(one.figure, one.found.difference, signed=True)
    if one.found.low is not None and one.found.high is not None:
        found["range"] = in_between(one.figure, one.found.low, one.found.high)
    found["reading"] = reading_words(one.reading)
    found["look"] = "effect" if one.reading == CLEAR else "not-shown"
    return found


def _courses(result: YearsResult) -> list[tuple[str, str]]:
    """Each picture with its title."""
    drawn = []
    for word, of in (("waiting_course", _waiting), ("waited_course", _waited)):
        courses = []
        for policy in result.world.file.policy:
            years = [
                [of(week) for week in result.weeks[policy.name, seed]]
                for seed in result.world.file.seeds
                if result.weeks[policy.name, seed]
            ]
            if years:
                courses.append(_course(policy.name, years))
        if courses:
            title = say(word)
            drawn.append((title, course_drawing(courses, result.world.file.warm_up, title, say("week_axis"))))
    return drawn


def _course(name: str, years: list[list[float | None]]) -> Course:
    weeks = [
        [year[number] for year in years if number < len(year)] for number in range(max(len(year) for year in years))
    ]
    there = [[value for value in week if value is not None] for week in weeks]
    return Course(
        name,
        [fmean(week) if week else None for week in there],
        [min(week) if week else None for week in there],
        [max(week) if week else None for week in there],
    )


def _waiting(week: Any) -> float | None:
    return float(week.figures["waiting"])


def _waited(week: Any) -> float | None:
    served = [one.waited for one in week.over if one.end == "served"]
    return fmean(served) if served else None
