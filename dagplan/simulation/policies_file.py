"""The file of policies, read with the base that it names and every change that it makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dagplan.models import InputError, PlanRequest, Problem, apply
from dagplan.models.arguments import PATH, takes
from dagplan.models.clock import load_zone
from dagplan.models.errors import Location, json_path
from dagplan.models.fields import zone_for_reading
from dagplan.models.request import Settings
from dagplan.models.validation import as_input_error
from dagplan.scenarios.short_forms import FormRefusedError, spelled_out
from dagplan.scenarios.short_vocabulary import ScenarioChange
from dagplan.scenarios.study_file import in_toml
from dagplan.words.messages.policy_faults import PolicyFaults

from .moments import OF_PLANS
from .policies import PoliciesFile, Policy
from .year import World

_FORM: TypeAdapter[Any] = TypeAdapter(ScenarioChange)


@takes(path=PATH)
def read_policies(path: str | Path) -> World:
    """Read a file of policies and the base that it names.

    Raises
    ------
    InputError
        With every problem and its place.
    TypeError
        If an argument is not what is wanted.
    """
    from dagplan import files
    from dagplan.files.places import reading, shown_path

    name = shown_path(path)
    with reading(path):
        raw = Path(path).read_bytes()

    def place(location: Location) -> str:
        return f"{name}: {json_path(location)}"

    try:
        read = PoliciesFile.model_validate(in_toml(raw, name))
    except ValidationError as error:
        raise as_input_error(error, place) from error
    problems = list(_problems(read))
    try:
        base = files.read_request(Path(path).parent / read.base)
    except InputError as error:
        raise InputError([*(replace(one, place=f"{name}: {one.place}") for one in problems), *error.told]) from error
    problems += _of_base(read, base)
    versions: dict[str, tuple[tuple[date, PlanRequest], ...]] = {}
    for number, policy in enumerate(read.policy):
        try:
            versions[policy.name] = tuple(_versions(base, policy, number))
        except InputError as error:
            problems += error.told
    if problems:
        raise InputError([replace(one, place=f"{name}: {one.place}") for one in problems])
    return World(read, base, versions)


def _problems(read: PoliciesFile) -> Iterator[Problem]:
    """What no field can tell by itself."""
    names = [one.name for one in read.policy]
    for number, policy in enumerate(read.policy):
        if policy.name in names[:number]:
            yield Problem.of(json_path(("policy", number, "name")), PolicyFaults.NAME_TAKEN(), "duplicate_name")
        if policy.notice >= policy.horizon:
            said = PolicyFaults.NOTICE_BEYOND(notice=policy.notice, horizon=policy.horizon)
            yield Problem.of(json_path(("policy", number, "notice")), said, "notice_beyond_horizon")
        if not policy.plan_on:
            yield Problem.of(json_path(("policy", number, "plan_on")), PolicyFaults.NEVER_PLANNED(), "never_planned")
        yield from _of_settings({**read.settings, **policy.settings}, ("policy", number, "settings"))
        dates = [one.since for one in policy.change]
        for at in range(1, len(dates)):
            if dates[at] <= dates[at - 1]:
                where = json_path(("policy", number, "change", at, "from"))
                yield Problem.of(where, PolicyFaults.NOT_IN_ORDER(), "not_in_order")
    for number, seed in enumerate(read.seeds):
        if seed in read.seeds[:number]:
            yield Problem.of(json_path(("seeds", number)), PolicyFaults.SEED_TWICE(), "duplicate_seed")
    if read.first_date is not None and read.first_date.weekday():
        yield Problem.of(json_path(("first_date",)), PolicyFaults.NOT_A_MONDAY(), "not_a_monday")
    if not sum(read.demand.weekdays):
        yield Problem.of(json_path(("demand", "weekdays")), PolicyFaults.NO_WEEKDAY(), "no_weekday")
    if read.demand.priorities and not sum(read.demand.priorities.values()):
        yield Problem.of(json_path(("demand", "priorities")), PolicyFaults.NO_WEIGHT(), "no_weight")
    if not sum(read.illness.days.values()):
        yield Problem.of(json_path(("illness", "days")), PolicyFaults.NO_WEIGHT(), "no_weight")


def _of_settings(settings: dict[str, Any], where: Location) -> Iterator[Problem]:
    for name in ("seed", "freeze_before", "max_moved"):
        if name in settings:
            yield Problem.of(json_path((*where, name)), PolicyFaults.NOT_THERE(name=name), "not_a_setting_here")
    known = {name: value for name, value in settings.items() if name not in {"seed", "freeze_before", "max_moved"}}
    try:
        Settings.model_validate({**OF_PLANS, **known})
    except ValidationError as error:
        yield from as_input_error(error, lambda at: json_path((*where, *at))).told


def _of_base(read: PoliciesFile, base: PlanRequest) -> Iterator[Problem]:
    if not base.requests:
        yield Problem.of(json_path(("base",)), PolicyFaults.NO_REQUESTS(), "no_requests")
    if not base.availability:
        yield Problem.of(json_path(("base",)), PolicyFaults.NOBODY_AT_WORK(), "nobody_at_work")


def _versions(base: PlanRequest, policy: Policy, number: int) -> Iterator[tuple[date, PlanRequest]]:
    """The pattern of the weeks, and each that follows it, from which date on."""
    pattern = base.model_copy(update={"bookings": ()})
    yield date.min, pattern
    problems: list[Problem] = []
    for at, dated in enumerate(policy.change):
        for index, written in enumerate(dated.changes):
            where = ("policy", number, "change", at, "changes", index)
            try:
                pattern = _changed(pattern, written, where)
            except InputError as error:
                problems += error.told
        yield dated.since, pattern
    if problems:
        raise InputError(problems)


def _changed(pattern: PlanRequest, written: dict[str, Any], where: Location) -> PlanRequest:
    try:
        with zone_for_reading(load_zone(pattern.time_zone)):
            form = _FORM.validate_python(written)
        return apply(pattern, spelled_out(form, pattern, {})).request
    except ValidationError as error:
        raise as_input_error(error, lambda at: json_path((*where, *at[1:]))) from error
    except FormRefusedError as error:
        at = (*where, error.field) if error.field else where
        raise InputError([Problem.of(json_path(at), error.said, "form_refused")]) from error
    except InputError as error:
        raise error.elsewhere(lambda one: replace(one, place=json_path(where))) from error
