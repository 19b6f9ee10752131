"""Requests and their visits as FHIR resources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dagplan.files.stated_cost import BOOKINGS_MARK, bookings_mark
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest, Request, Visit

from .elements import coded, complex_extension, filled, identifier, minutes, reference, resource, simple
from .names import NEED, ROLE_CODES, VISIT, Json


def request_resources(case: Request) -> Iterator[Json]:
    """One request: a group for linked visits, then a service request for each visit in sequence."""
    need = _need(case)
    if case.linked:
        yield _group(case, need)
    for position, visit in enumerate(case.visits):
        yield _service_request(case, position, visit, [] if case.linked else need)


def request_parameters(request: PlanRequest) -> Json:
    """What belongs to the whole request: zone, planned dates, settings."""
    settings = request.settings.model_dump(mode="json", exclude_none=True)
    return resource(
        "Parameters",
        "request",
        parameter=[
            {"name": "time_zone", "valueString": request.time_zone},
            {"name": "first_date", "valueDate": request.first_date.isoformat()},
            {"name": "last_date", "valueDate": request.last_date.isoformat()},
            _parameter("settings", settings),
        ],
    )


def plan_parameters(plan: Plan) -> Json:
    """What the plan costs, and a mark of the bookings of which that is true."""
    cost = _parameter("cost", str(plan.objective.cost))  # an integer of FHIR ends at 2,147,483,647
    return resource("Parameters", "plan", parameter=[cost, _parameter(BOOKINGS_MARK, bookings_mark(plan.bookings))])


def _parameter(name: str, value: object) -> Json:
    """Any setting as a parameter; one with parts of its own becomes a parameter with parts."""
    if isinstance(value, dict):
        return filled({"name": name, "part": [_parameter(key, part) for key, part in value.items()]})
    kinds = {bool: "Boolean", int: "Integer", float: "Decimal"}
    return {"name": name, f"value{kinds.get(type(value), 'String')}": value}


def _group(case: Request, need: list[Json]) -> Json:
    actions: list[Json] = []
    for position, visit in enumerate(case.visits):
        action: Json = {"id": f"visit-{position + 1}", "resource": reference("ServiceRequest", case.id, visit.id)}
        if position + 1 < len(case.visits):
            least, most = case.waits_before(position + 1)
            span = filled({"low": minutes(least), "high": minutes(most)})
            following = {"actionId": f"visit-{position + 2}", "relationship": "before-start", "offsetRange": span}
            action["relatedAction"] = [following]
        actions.append(action)
    return resource(
        "RequestGroup",
        case.id,
        extension=need,
        identifier=[identifier("request", case.id)],
        status="active",
        intent="order",
        priority=case.priority,
        subject=reference("Patient", case.patient),
        action=[{"groupingBehavior": "logical-group", "selectionBehavior": "all-or-none", "action": actions}],
    )


def _service_request(case: Request, position: int, visit: Visit, need: list[Json]) -> Json:
    start, end = (day.isoformat() if day else None for day in (case.earliest, case.latest))
    return resource(
        "ServiceRequest",
        case.id,
        visit.id,
        extension=[*_visit(case, visit), *need],
        identifier=[identifier("visit", visit.id)],
        requisition=identifier("request", case.id),
        status="active",
        intent="order",
        category=coded(ROLE_CODES, visit.role),
        priority=case.priority,
        code={"text": visit.competence},
        subject=reference("Patient", case.patient),
        occurrencePeriod=filled({"start": start, "end": end}),
        performer=[reference("Practitioner", person) for person in visit.practitioners],
        locationReference=[reference("Location", unit) for unit in case.units],
    )


def _visit(case: Request, visit: Visit) -> list[Json]:
    preferred = reference("Practitioner", visit.preferred) if visit.preferred else None
    asked = partial(reference, "ServiceRequest", case.id)
    mode = None if visit.booking_mode == "booked" else visit.booking_mode
    return complex_extension(
        VISIT,
        simple("duration", "Duration", minutes(visit.duration)),
        simple("preferred", "Reference", preferred),
        simple("minWait", "UnsignedInt", visit.min_wait),
        simple("maxWait", "UnsignedInt", visit.max_wait),
        simple("bookingMode", "Code", mode),
        simple("visitType", "String", visit.visit_type),
        simple("visitForm", "String", visit.visit_form),
        *(simple("equipment", "CodeableConcept", {"text": kind}) for kind in visit.equipment),
        *(simple("samePractitionerAs", "Reference", asked(one)) for one in visit.same_practitioner_as),
        *(simple("differentPractitionerFrom", "Reference", asked(one)) for one in visit.different_practitioner_from),
    )


def _need(case: Request) -> list[Json]:
    return complex_extension(
        NEED,
        simple("target", "Date", case.target),
        simple("notBefore", "Time", case.not_before),
        simple("notAfter", "Time", case.not_after),
        *(simple("excludedDate", "Date", day) for day in case.excluded_dates),
        simple("minWait", "UnsignedInt", case.min_wait or None),
        simple("maxWait", "UnsignedInt", case.max_wait),
        *(simple("sameDayAs", "String", other) for other in case.same_day_as),
    )
