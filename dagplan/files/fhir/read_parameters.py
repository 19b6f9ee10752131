"""Zone, dates and settings from our Parameters."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from dagplan.files.stated_cost import BOOKINGS_MARK, stated_cost
from dagplan.models.clock import load_zone
from dagplan.models.fields import DEFAULT_ZONE
from dagplan.models.plan import Plan
from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import value_of
from .names import Json
from .shelf import Shelf
from .sourced import Sourced

_OURS = ("time_zone", "first_date", "last_date", "settings")


def read_parameters(shelf: Shelf, request: Sourced) -> ZoneInfo:
    """Zone, dates and settings, where the Bundle has our Parameters; returns the zone."""
    for entry in shelf.of("Parameters"):
        parameters = entry.resource.get("parameter", [])
        if any(one["name"] == BOOKINGS_MARK for one in parameters):
            continue  # what a plan costs (read_cost)
        if not any(one["name"] in _OURS for one in parameters):
            shelf.pass_over(entry.place, "other_kind", PassedOverWords.ONLY_OURS, PassedOverThings.PARAMETERS)
            continue
        for index, parameter in enumerate(parameters):
            name, place = parameter["name"], entry.at("parameter", index)
            if (name,) in request.places:
                said = FhirFaults.REPEATED_PARAMETER(place=request.places[name,])
                shelf.note(place, said, "repeated_parameter")
                continue
            request.data[name] = _value(parameter)
            request.places[name,] = place
    try:
        return load_zone(str(request.data.get("time_zone", DEFAULT_ZONE)))
    except PydanticCustomError:  # the contract says so, in its own words
        return load_zone(DEFAULT_ZONE)


def read_cost(shelf: Shelf, plan: Plan) -> int | None:
    """What a plan's Bundle says that it costs, if that is said of these bookings."""
    parameters = (entry.resource.get("parameter", []) for entry in shelf.of("Parameters"))
    said = {one["name"]: value_of(one) for each in parameters for one in each}
    return stated_cost(plan, said.get("cost"), said.get(BOOKINGS_MARK))


def _value(parameter: Json) -> Any:
    """The value of a parameter; one with parts, or with nothing, is an object."""
    value = value_of(parameter)
    return {part["name"]: _value(part) for part in parameter.get("part", ())} if value is None else value
