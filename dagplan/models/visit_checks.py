"""What the visits of a request ask of equipment and of one another's people: that it can be at all."""

from __future__ import annotations

from collections.abc import Iterator

from dagplan.words.messages.input_faults import FitFaults

from .competences import competence_key
from .draft import Draft
from .findings import Finding
from .nearest import Nearest
from .people import asks_of_people, groups_of_one


def kinds_once(draft: Draft) -> Iterator[Finding]:
    """A visit needs one item of a kind: no kind stands twice."""
    for i, request in draft.requests.items():
        for j, visit in enumerate(request.visits):
            seen: set[str] = set()
            for k, kind in enumerate(visit.equipment):
                if competence_key(kind) in seen:
                    said = FitFaults.KIND_TWICE(kind=kind)
                    yield Finding.of(("requests", i, "visits", j, "equipment", k), said, "duplicate_kind")
                seen.add(competence_key(kind))


def same_and_different_people(draft: Draft) -> Iterator[Finding]:
    """Visits with the same person, or another, are other visits of the request, and the two don't contradict."""
    for i, request in draft.requests.items():
        if not asks_of_people(request):
            continue
        known = {visit.id for visit in request.visits}
        group = groups_of_one(request)
        for j, visit in enumerate(request.visits):
            for name in ("same_practitioner_as", "different_practitioner_from"):
                for k, other in enumerate(getattr(visit, name)):
                    location = ("requests", i, "visits", j, name, k)
                    if other == visit.id:
                        yield Finding.of(location, FitFaults.SAME_VISIT(), "same_visit")
                    elif other not in known:
                        near = Nearest(known - {visit.id}).of(other)
                        said = (
                            FitFaults.VISIT_OF_NO_OTHER_NEAR(visit=other, request=request.id, near=near)
                            if near
                            else FitFaults.VISIT_OF_NO_OTHER(visit=other, request=request.id)
                        )
                        yield Finding.of(location, said, "unknown_id")
                    elif name == "different_practitioner_from" and group[other] == group[visit.id]:
                        said = FitFaults.SAME_AND_DIFFERENT(visit=visit.id, other=other)
                        yield Finding.of(location, said, "contradictory_practitioners")
