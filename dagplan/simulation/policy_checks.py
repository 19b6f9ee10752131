"""What of a file of policies no field can tell by itself: names, orders, settings, and what the base has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import ValidationError

from dagplan.models import PlanRequest, Problem
from dagplan.models.aims import AIMS
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.errors import Location, json_path
from dagplan.models.request import Settings
from dagplan.models.validation import as_input_error
from dagplan.words.messages.input_faults import ValueFaults
from dagplan.words.messages.policy_faults import PolicyFaults

from .plan_settings import NOT_HERE
from .policies import PoliciesFile
from .sources import kind_key

_DRAWN_BY = {"per_week", "season", "trend", "weekdays", "priorities", "kind"}


def problems_of(read: PoliciesFile) -> Iterator[Problem]:
    """What no field can tell by itself."""
    yield from _of_policies(read)
    yield from _of_the_world(read)
    yield from _of_demand(read)


def _of_policies(read: PoliciesFile) -> Iterator[Problem]:
    names = [one.name for one in read.policy]
    for number, policy in enumerate(read.policy):
        if policy.name in names[:number]:
            yield Problem.of(json_path(("policy", number, "name")), PolicyFaults.NAME_TAKEN(), "duplicate_name")
        if policy.notice >= policy.horizon:
            said = PolicyFaults.NOTICE_BEYOND(notice=policy.notice, horizon=policy.horizon)
            yield Problem.of(json_path(("policy", number, "notice")), said, "notice_beyond_horizon")
        if not policy.plan_on:
            yield Problem.of(json_path(("policy", number, "plan_on")), PolicyFaults.NEVER_PLANNED(), "never_planned")
        yield from _of_settings(policy.settings, ("policy", number, "settings"))
        for at, reserve in enumerate(policy.reserve):
            if reserve.until >= policy.horizon:
                said = PolicyFaults.NEVER_KEPT(until=reserve.until, horizon=policy.horizon)
                yield Problem.of(json_path(("policy", number, "reserve", at, "until")), said, "never_kept")
        dates = [one.since for one in policy.change]
        for at in range(1, len(dates)):
            if dates[at] <= dates[at - 1]:
                where = json_path(("policy", number, "change", at, "from"))
                yield Problem.of(where, PolicyFaults.NOT_IN_ORDER(), "not_in_order")


def _of_the_world(read: PoliciesFile) -> Iterator[Problem]:
    for number, seed in enumerate(read.seeds):
        if seed in read.seeds[:number]:
            yield Problem.of(json_path(("seeds", number)), PolicyFaults.SEED_TWICE(), "duplicate_seed")
    yield from _of_settings(read.settings, ("settings",))
    days = [one.days for one in read.patients.no_show]
    for number, one in enumerate(days):
        if one in days[:number]:
            where = json_path(("patients", "no_show", number, "days"))
            yield Problem.of(where, PolicyFaults.DAYS_TWICE(), "duplicate_days")
    if read.first_date is not None and read.first_date.weekday():
        yield Problem.of(json_path(("first_date",)), PolicyFaults.NOT_A_MONDAY(), "not_a_monday")
    if not sum(read.illness.days.values()):
        yield Problem.of(json_path(("illness", "days")), PolicyFaults.NO_WEIGHT(), "no_weight")


def _of_demand(read: PoliciesFile) -> Iterator[Problem]:
    if not sum(read.demand.weekdays):
        yield Problem.of(json_path(("demand", "weekdays")), PolicyFaults.NO_WEEKDAY(), "no_weekday")
    if not sum(read.demand.season):
        yield Problem.of(json_path(("demand", "season")), PolicyFaults.NO_WEIGHT(), "no_weight")
    if read.demand.priorities and not sum(read.demand.priorities.values()):
        yield Problem.of(json_path(("demand", "priorities")), PolicyFaults.NO_WEIGHT(), "no_weight")
    yield from _of_kinds(read)
    if read.demand.arrivals is not None:
        for name in sorted(read.demand.model_fields_set & _DRAWN_BY):
            where = json_path(("demand", name))
            yield Problem.of(where, PolicyFaults.ARRIVALS_ARE_DRAWN_OR_READ(), "drawn_or_read")


def _of_kinds(read: PoliciesFile) -> Iterator[Problem]:
    kinds = [kind_key(one.competences) for one in read.demand.kind]
    for number, kind in enumerate(read.demand.kind):
        where = ("demand", "kind", number)
        if kinds[number] in kinds[:number]:
            yield Problem.of(json_path((*where, "competences")), PolicyFaults.KIND_TWICE(), "duplicate_kind")
        if kind.season is not None and not sum(kind.season):
            yield Problem.of(json_path((*where, "season")), PolicyFaults.NO_WEIGHT(), "no_weight")
        if kind.priorities and not sum(kind.priorities.values()):
            yield Problem.of(json_path((*where, "priorities")), PolicyFaults.NO_WEIGHT(), "no_weight")


def _of_settings(settings: Mapping[str, object], where: Location) -> Iterator[Problem]:
    for name in NOT_HERE:
        if name in settings:
            yield Problem.of(json_path((*where, name)), PolicyFaults.NOT_THERE(name=name), "not_a_setting_here")
    if "aim" in settings and settings["aim"] not in list(AIMS):
        yield Problem.of(json_path((*where, "aim")), ValueFaults.CHOICE(allowed=list(AIMS)), "not_a_choice")
    known = {name: value for name, value in settings.items() if name not in {*NOT_HERE, "aim"}}
    try:
        Settings.model_validate(known)
    except ValidationError as error:
        yield from as_input_error(error, lambda at: json_path((*where, *at))).told


def problems_of_base(read: PoliciesFile, base: PlanRequest) -> Iterator[Problem]:
    """What the base lacks."""
    if not base.requests:
        yield Problem.of(json_path(("base",)), PolicyFaults.NO_REQUESTS(), "no_requests")
    if not base.availability:
        yield Problem.of(json_path(("base",)), PolicyFaults.NOBODY_AT_WORK(), "nobody_at_work")
    known = {kind_key(visit.competence for visit in one.visits) for one in base.requests}
    for number, kind in enumerate(read.demand.kind):
        if known and kind_key(kind.competences) not in known:
            where = json_path(("demand", "kind", number, "competences"))
            yield Problem.of(where, PolicyFaults.UNKNOWN_KIND(), "unknown_kind")


def problems_of_people(
    read: PoliciesFile, versions: Mapping[str, tuple[tuple[date, PlanRequest], ...]]
) -> Iterator[Problem]:
    """What of a policy concerns nobody, now or after its changes."""
    for number, policy in enumerate(read.policy):
        people = (one for _, version in versions.get(policy.name, ()) for one in version.practitioners)
        known = {key for one in people for key in competence_keys(one.competences)}
        for at, reserve in enumerate(policy.reserve):
            if known and competence_key(reserve.competence) not in known:
                where = json_path(("policy", number, "reserve", at, "competence"))
                yield Problem.of(where, PolicyFaults.UNKNOWN_COMPETENCE(), "unknown_competence")
