"""The regional routine as dated objects: each version one object, with the rules R1-R12.

Source: Västra Götalandsregionen, regional rutin *Primär- och sekundärbokning*, SSN14971-1865200826-11.
A later version is one more object in ``VERSIONS``, never an edit of an earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RoutineRule:
    """One rule of the routine: its id, its sentence in two languages, and where the program enforces it."""

    id: str
    swedish: str
    english: str
    enforced: tuple[str, ...]


@dataclass(frozen=True)
class Routine:
    """One version of the routine, with the dates it is valid, both included."""

    document: str
    version: str
    valid_from: date
    valid_to: date
    rules: tuple[RoutineRule, ...]

    def covers(self, first: date, last: date) -> bool:
        """Whether every date from ``first`` to ``last`` lies within its validity."""
        return self.valid_from <= first and last <= self.valid_to


VERSION_5 = Routine(
    document="SSN14971-1865200826-11",
    version="5.0",
    valid_from=date(2025, 1, 27),
    valid_to=date(2026, 11, 14),
    rules=(
        RoutineRule(
            "R1",
            "Primärkontakten kan bara genomföras om dess sekundärkontakter genomförs: allt bokas, eller inget.",
            "A primary visit can't be carried out unless its secondaries are: all are booked, or none.",
            ("cross_checks._roles", "rulebook.whole", "constraints.one_place_a_request"),
        ),
        RoutineRule(
            "R2",
            "Primär- och sekundärkontakter sker samma datum.",
            "Primary and secondary visits are on the same date.",
            ("rulebook.same_date", "constraints.one_place_a_request"),
        ),
        RoutineRule(
            "R3",
            "Kontakterna sker i bestämd sekvens.",
            "The visits come in the determined sequence.",
            ("rulebook.sequence", "constraints.sequence"),
        ),
        RoutineRule(
            "R4",
            "Kontakterna sker inte vid samma klockslag.",
            "The visits are not at the same clock time.",
            ("rulebook.sequence", "rulebook.patient_once", "constraints.patient_once"),
        ),
        RoutineRule(
            "R5",
            "Alla kontakter bokas i förväg; drop-in är inget sekundärbesök.",
            "All visits are booked in advance; a drop-in is never a secondary.",
            ("cross_checks._drop_ins",),
        ),
        RoutineRule(
            "R6",
            "En sekundärkontakt kan förekomma såväl före som efter primärkontakten.",
            "A secondary may come before or after the primary.",
            ("cross_checks._roles",),
        ),
        RoutineRule(
            "R7",
            "Primär- och sekundärbokningar görs på samma vårdenhet.",
            "Primary and secondary bookings are at the same care unit.",
            ("rulebook.same_unit", "constraints.one_place_a_request"),
        ),
        RoutineRule(
            "R8",
            "Endast planerade öppenvårdskontakter; vilken yrkesroll som helst kan vara primär eller sekundär.",
            "Only planned outpatient visits; any profession may be primary or secondary.",
            ("request.Visit.role",),
        ),
        RoutineRule(
            "R9",
            "Besökstyp och besöksform styrs av andra regelverk och påverkar inte tillämpningen.",
            "Visit type and visit form are ruled elsewhere and don't influence this.",
            ("request.Visit.visit_type", "request.Visit.visit_form"),
        ),
        RoutineRule(
            "R10",
            "Sekundärbokningar används inte för att boka extra resurser som rum och maskiner.",
            "Secondary bookings are not for extra resources such as rooms and machines.",
            ("request.Visit",),
        ),
        RoutineRule(
            "R11",
            "Flera enskilda besök på samma dag är fortsatt tillåtna.",
            "Several independent visits on one day stay allowed.",
            ("request.Request.same_day_as",),
        ),
        RoutineRule(
            "R12",
            "Regelverk om patientavgifter omfattas inte.",
            "Fees are outside the routine.",
            (),
        ),
    ),
)

VERSIONS: tuple[Routine, ...] = (VERSION_5,)


def applicable_routine(first: date) -> Routine:
    """The version to apply to a plan that begins on ``first``: the latest one valid from then or before.

    A plan for dates before every version gets the first one; dates outside its validity are warned of.
    """
    begun = [routine for routine in VERSIONS if routine.valid_from <= first]
    return max(begun, key=lambda routine: routine.valid_from) if begun else VERSIONS[0]
