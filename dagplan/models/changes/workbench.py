"""A request taken apart, so that changes can take effect in it one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Never, TypeVar

from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.fields import StrictModel
from dagplan.models.findings import Finding
from dagplan.models.request import ExistingBooking, PlanRequest, Request, Visit
from dagplan.words import Said
from dagplan.words.messages.changes import ChangeParts

from .words import value_of

Model = TypeVar("Model", bound=StrictModel)

_WHEN_EMPTY: dict[tuple[type[StrictModel], str], ChangeParts] = {
    (Request, "units"): ChangeParts.ALL,
    (Request, "earliest"): ChangeParts.FIRST_DATE,
    (Request, "latest"): ChangeParts.LAST_DATE,
    (Request, "target"): ChangeParts.FIRST_POSSIBLE,
    (Visit, "practitioners"): ChangeParts.ANYONE,
    (Visit, "min_wait"): ChangeParts.OF_REQUEST,
    (Visit, "max_wait"): ChangeParts.OF_REQUEST,
}
_AS_SETS = (
    "units",
    "practitioners",
    "excluded_dates",
    "same_day_as",
    "same_practitioner_as",
    "different_practitioner_from",
)


class ChangeRefusedError(Exception):
    """A change that can't take effect; locations are counted from the change."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(*(finding.message for finding in findings))


def refuse(said: Said, *location: str | int, code: str = "no_change") -> Never:
    """Refuse a change for one reason."""
    raise ChangeRefusedError(Finding.of(location, said, code))


class Workbench:
    """The parts of a request that changes can touch, by id; the request itself stays as it is.

    Parameters
    ----------
    request
        What is to be changed.
    """

    def __init__(self, request: PlanRequest) -> None:
        self.request = request
        self.units = {unit.id for unit in request.units}
        self.practitioners = {person.id: person for person in request.practitioners}
        self.availability = list(request.availability)
        self.requests = {case.id: case for case in request.requests}
        self.owners = {visit.id: case.id for case in request.requests for visit in case.visits}
        self.bookings = {booking.visit: booking for booking in request.bookings}
        self.equipment = {item.id: item for item in request.equipment}
        self.equipment_busy = list(request.equipment_busy)
        self.settings = request.settings

    def visit(self, visit_id: str) -> Visit:
        """The visit of this id."""
        case = self.requests[self.owners[visit_id]]
        return next(visit for visit in case.visits if visit.id == visit_id)

    def put(self, case: Request) -> None:
        """Add a request, or put it in the place of the one of the same id."""
        self.requests[case.id] = case
        self.owners.update((visit.id, case.id) for visit in case.visits)

    def drop(self, ids: Iterable[str]) -> list[ExistingBooking]:
        """Take requests out, also of what others name; the bookings that go with them are returned."""
        gone = dict.fromkeys(ids)
        lost = []
        for request_id in gone:
            for visit in self.requests.pop(request_id).visits:
                del self.owners[visit.id]
                if visit.id in self.bookings:
                    lost.append(self.bookings.pop(visit.id))
        for case in list(self.requests.values()):
            if not gone.keys().isdisjoint(case.same_day_as):
                left = tuple(other for other in case.same_day_as if other not in gone)
                self.requests[case.id] = case.model_copy(update={"same_day_as": left})
        return lost

    def replace_visits(self, change: Callable[[Visit], Visit]) -> list[tuple[Visit, Visit]]:
        """Put ``change(visit)`` in the place of every visit; those that differ are returned, old and new."""
        differing = []
        for case in list(self.requests.values()):
            visits = tuple(map(change, case.visits))
            pairs = [pair for pair in zip(case.visits, visits, strict=True) if pair[0] != pair[1]]
            if pairs:
                self.requests[case.id] = case.model_copy(update={"visits": visits})
                differing += pairs
        return differing

    def knows_competence(self, word: str) -> bool:
        """Whether a person has a competence or a visit needs it."""
        key = competence_key(word)
        return any(key in competence_keys(person.competences) for person in self.practitioners.values()) or any(
            competence_key(visit.competence) == key for case in self.requests.values() for visit in case.visits
        )

    def assembled(self) -> PlanRequest:
        """The parts as a request, validated.

        Raises
        ------
        pydantic.ValidationError
            Where the parts don't fit together.
        """
        same = {field.alias or name: getattr(self.request, name) for name, field in PlanRequest.model_fields.items()}
        return PlanRequest.model_validate(
            {
                **same,
                "practitioners": tuple(self.practitioners.values()),
                "availability": tuple(self.availability),
                "equipment": tuple(self.equipment.values()),
                "equipment_busy": tuple(self.equipment_busy),
                "requests": tuple(self.requests.values()),
                "bookings": tuple(self.bookings.values()),
                "settings": self.settings,
            }
        )


def patched(old: Model, patch: StrictModel, prefix: str = "") -> tuple[Model, list[Said]]:
    """A model with the fields that were given to a patch, and each difference (``max_wait 60 → 75``)."""
    updates: dict[str, Any] = {}
    words: list[Said] = []
    for name, field in type(old).model_fields.items():
        if name not in patch.model_fields_set:
            continue
        before, after = getattr(old, name), getattr(patch, name)
        if isinstance(before, StrictModel):
            updates[name], inner = patched(before, after, f"{prefix}{name}.")
            words += inner
            continue
        after = field.get_default() if after is None else after
        if not _same(name, before, after):
            updates[name] = after
            empty = _WHEN_EMPTY.get((type(old), name), ChangeParts.NONE)
            was, now = value_of(before, empty), value_of(after, empty)
            words.append(ChangeParts.FIELD(field=f"{prefix}{name}", before=was, after=now))
    return old.model_copy(update=updates), words


def _same(name: str, before: Any, after: Any) -> bool:
    """Whether a field says the same: what stands in no order may come in any, kinds also spelled otherwise."""
    if name == "equipment":
        return competence_keys(before) == competence_keys(after) and len(before) == len(after)
    return set(before) == set(after) if name in _AS_SETS else bool(before == after)
