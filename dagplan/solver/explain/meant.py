"""A request whose words nothing answers to, read as it was most likely meant.

A competence that nobody has and that looks much like one somebody has is mistyped: the fix is to mend the word, never
to have somebody learn it. The same of kinds of equipment. Where several visits ask for it, and none for the other, it
may well be the other that is mistyped: then no fix is told, and the reason names both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dagplan.models.competences import competence_key
from dagplan.models.request import PlanRequest, Request, Visit
from dagplan.models.unknown_words import unknown_competences, unknown_kinds
from dagplan.words import Said
from dagplan.words.messages.fixes import FixChanges

Change = dict[str, Any]
Told = tuple[Change, Said]


class Meant:
    """Mends the words of requests.

    Parameters
    ----------
    asked
        What is planned.

    Attributes
    ----------
    competences, kinds
        The mistyped words, by what they are compared by, with the nearest word there is.
    """

    def __init__(self, asked: PlanRequest) -> None:
        self.competences: Mapping[str, str] = {
            key: one.near[0] for key, one in unknown_competences(asked).items() if one.near
        }
        self.kinds: Mapping[str, str] = {key: one.near[0] for key, one in unknown_kinds(asked).items() if one.near}
        visits = [visit for case in asked.requests for visit in case.visits] if self.competences or self.kinds else []
        asked_for = Counter(competence_key(visit.competence) for visit in visits)
        needed = Counter(competence_key(kind) for visit in visits for kind in visit.equipment)
        self._doubtful = _doubtful(self.competences, asked_for), _doubtful(self.kinds, needed)

    def touches(self, case: Request) -> bool:
        """Whether a request has a mistyped word."""
        return any(
            competence_key(visit.competence) in self.competences
            or any(competence_key(kind) in self.kinds for kind in visit.equipment)
            for visit in case.visits
        )

    def mended(self, case: Request) -> tuple[Request, list[Told]]:
        """A request with its words mended, and each mended visit as a change, in words; none where it is doubtful."""
        visits: list[Visit] = []
        told: list[Told] = []
        if any(self._is_doubtful(visit) for visit in case.visits):
            return case, told
        for visit in case.visits:
            fields = self._fields(visit)
            if fields:
                told.append(({"kind": "set_visit", "visit": visit.id, **fields}, _in_words(visit, fields)))
            visits.append(visit.model_copy(update={name: _kept(value) for name, value in fields.items()}))
        return (case.model_copy(update={"visits": tuple(visits)}) if told else case), told

    def _is_doubtful(self, visit: Visit) -> bool:
        competences, kinds = self._doubtful
        return competence_key(visit.competence) in competences or not kinds.isdisjoint(
            map(competence_key, visit.equipment)
        )

    def _fields(self, visit: Visit) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if (key := competence_key(visit.competence)) in self.competences:
            fields["competence"] = self.competences[key]
        if any(competence_key(kind) in self.kinds for kind in visit.equipment):
            kinds = [self.kinds.get(competence_key(kind), kind) for kind in visit.equipment]
            fields["equipment"] = list(dict.fromkeys(kinds))
        return fields


def _doubtful(mistyped: Mapping[str, str], asked: Mapping[str, int]) -> set[str]:
    """The words that several visits ask for, and none for the one that they may be meant as."""
    return {key for key, near in mistyped.items() if asked[key] > 1 and not asked[competence_key(near)]}


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _in_words(visit: Visit, fields: Mapping[str, Any]) -> Said:
    said = []
    if "competence" in fields:
        values = {"visit": visit.id, "competence": fields["competence"], "instead": visit.competence}
        said.append(FixChanges.WORD(**values))
    if "equipment" in fields:
        values = {"visit": visit.id, "kinds": fields["equipment"], "instead": list(visit.equipment)}
        said.append(FixChanges.KINDS(**values))
    return said[0] if len(said) == 1 else FixChanges.BOTH(this=said[0], more=said[1])
