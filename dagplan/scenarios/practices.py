"""What a synthetic care unit does: its professions, how long their visits take, which visits are linked.

A *practice* is a kind of care unit. Durations are minutes; weights and shares are invented but for the
mean physician consultation of 22.5 min and the physicians' 42 of 90 visits a day (both public figures).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Attendance:
    """How a profession's people are at work.

    Parameters
    ----------
    days_a_week
        Weights of working 2, 3, 4 and 5 days a week with booked visits.
    half_days
        Share of their days that are a morning or an afternoon only.
    """

    days_a_week: tuple[int, int, int, int]
    half_days: float


@dataclass(frozen=True)
class Profession:
    """One profession.

    Parameters
    ----------
    competences
        One mapping for each variant, given to its people in turn: competence to its share of their time.
    attendance
        How these people are at work.
    """

    competences: tuple[Mapping[str, float], ...]
    attendance: Attendance


@dataclass(frozen=True)
class Chain:
    """Linked visits in sequence, and the place of the primary: any place, any profession (rules R6, R8)."""

    competences: tuple[str, ...]
    primary: int
    weight: int


@dataclass(frozen=True)
class Shared:
    """Equipment of one kind, and the competences whose visits need it."""

    kind: str
    competences: frozenset[str]


@dataclass(frozen=True)
class Practice:
    """A kind of care unit.

    Parameters
    ----------
    unit_id, unit_name, unit_kind
        Stem of the units' ids and names, and the contract's kind.
    roster
        Professions in the order in which a unit engages people; begun again when it is through.
    professions, chains
        Who does what, and which visits are linked.
    durations
        Minutes and weights of the visits of each competence.
    shared
        Things and rooms that visits may need.
    """

    unit_id: str
    unit_name: str
    unit_kind: Literal["primary_care_centre", "hospital_clinic"]
    roster: tuple[str, ...]
    professions: Mapping[str, Profession]
    durations: Mapping[str, Mapping[int, int]]
    chains: tuple[Chain, ...]
    shared: tuple[Shared, ...] = ()


_FULL_TIME = Attendance((0, 0, 5, 5), 0.08)
_PART_TIME = Attendance((0, 3, 4, 3), 0.30)
_ALSO_ON_WARDS = Attendance((3, 4, 3, 0), 0.25)

_OF_NURSES = frozenset(
    {"wound_care", "blood_pressure", "ecg", "spirometry", "asthma_care", "diabetes_care", "foot_care"}
)

PRIMARY_CARE = Practice(
    unit_id="vc",
    unit_name="Vårdcentral",
    unit_kind="primary_care_centre",
    roster=(
        "physician",
        "nurse",
        "physician",
        "asthma-nurse",
        "physician",
        "diabetes-nurse",
        "physiotherapist",
        "physician",
        "nurse",
        "psychologist",
        "dietitian",
    ),
    professions={
        "physician": Profession(({"physician": 1.0},), _FULL_TIME),
        "nurse": Profession(
            (
                {"wound_care": 0.45, "blood_pressure": 0.30, "ecg": 0.25},
                {"wound_care": 0.35, "blood_pressure": 0.20, "ecg": 0.20, "spirometry": 0.25},
            ),
            _PART_TIME,
        ),
        "asthma-nurse": Profession(({"spirometry": 0.6, "asthma_care": 0.4},), _PART_TIME),
        "diabetes-nurse": Profession(({"diabetes_care": 0.5, "foot_care": 0.3, "blood_pressure": 0.2},), _PART_TIME),
        "physiotherapist": Profession(({"physiotherapist": 1.0},), _PART_TIME),
        "psychologist": Profession(({"psychologist": 1.0},), _PART_TIME),
        "dietitian": Profession(({"dietitian": 1.0},), _PART_TIME),
    },
    durations={
        "physician": {15: 38, 20: 31, 30: 23, 45: 8},
        "wound_care": {15: 4, 20: 4, 30: 2},
        "blood_pressure": {10: 5, 15: 5},
        "ecg": {10: 2, 15: 5, 20: 3},
        "spirometry": {20: 2, 30: 6, 40: 2},
        "asthma_care": {20: 4, 30: 5, 40: 1},
        "diabetes_care": {20: 3, 30: 5, 45: 2},
        "foot_care": {15: 3, 20: 4, 30: 3},
        "physiotherapist": {20: 3, 30: 5, 45: 2},
        "psychologist": {30: 2, 45: 6, 60: 2},
        "dietitian": {20: 2, 30: 5, 45: 3},
    },
    chains=(
        Chain(("spirometry", "physician"), 1, 16),
        Chain(("ecg", "physician"), 1, 16),
        Chain(("blood_pressure", "physician"), 1, 16),
        Chain(("physician", "physiotherapist"), 0, 12),
        Chain(("physician", "psychologist"), 0, 5),
        Chain(("diabetes_care", "foot_care"), 0, 10),
        Chain(("foot_care", "diabetes_care", "dietitian"), 1, 13),
        Chain(("spirometry", "asthma_care"), 1, 10),
        Chain(("wound_care", "physician"), 0, 6),
        Chain(("physiotherapist", "psychologist"), 1, 5),
        Chain(("psychologist", "dietitian"), 0, 4),
        Chain(("blood_pressure", "ecg", "physician"), 2, 19),
        Chain(("ecg", "physician", "physiotherapist"), 1, 14),
        Chain(("blood_pressure", "diabetes_care", "physician"), 1, 13),
        Chain(("asthma_care", "physiotherapist", "dietitian"), 0, 6),
        Chain(("physician", "physician"), 1, 2),
        Chain(("physician", "ecg", "physician"), 2, 3),
        Chain(("physician", "spirometry", "physician"), 2, 3),
        Chain(("spirometry", "physician", "physiotherapist", "dietitian"), 1, 13),
        Chain(("blood_pressure", "ecg", "diabetes_care", "physician"), 3, 10),
    ),
    shared=(
        Shared("treatment_room", _OF_NURSES),
        Shared("spirometer", frozenset({"spirometry"})),
        Shared("ecg_device", frozenset({"ecg"})),
    ),
)

EYE_AND_EAR = Practice(
    unit_id="clinic",
    unit_name="Ögon- och öronkliniken",
    unit_kind="hospital_clinic",
    roster=(
        "eye-physician",
        "ear-physician",
        "eye-nurse",
        "audiologist",
        "eye-physician",
        "ear-physician",
        "orthoptist",
        "audiologist",
        "eye-physician",
        "eye-nurse",
        "ear-nurse",
        "speech-therapist",
    ),
    professions={
        "eye-physician": Profession(({"eye_specialist": 1.0},), _ALSO_ON_WARDS),
        "ear-physician": Profession(({"ear_specialist": 1.0},), _ALSO_ON_WARDS),
        "eye-nurse": Profession(
            (
                {"visual_field": 0.45, "eye_pressure": 0.25, "eye_photo": 0.30},
                {"visual_field": 0.35, "eye_pressure": 0.25, "eye_photo": 0.20, "preoperative": 0.20},
            ),
            _ALSO_ON_WARDS,
        ),
        "orthoptist": Profession(({"orthoptics": 0.8, "visual_field": 0.2},), _ALSO_ON_WARDS),
        "ear-nurse": Profession(({"balance_test": 0.5, "preoperative": 0.5},), _ALSO_ON_WARDS),
        "audiologist": Profession(({"audiogram": 0.6, "hearing_aid": 0.4},), _ALSO_ON_WARDS),
        "speech-therapist": Profession(({"speech_therapy": 1.0},), _ALSO_ON_WARDS),
    },
    durations={
        "eye_specialist": {20: 3, 30: 5, 45: 2},
        "ear_specialist": {20: 3, 30: 5, 45: 2},
        "visual_field": {30: 5, 45: 5},
        "eye_pressure": {10: 4, 15: 6},
        "eye_photo": {15: 5, 20: 5},
        "preoperative": {30: 5, 45: 3, 60: 2},
        "orthoptics": {30: 5, 45: 4, 60: 1},
        "balance_test": {45: 5, 60: 5},
        "audiogram": {30: 6, 45: 4},
        "hearing_aid": {30: 2, 45: 5, 60: 3},
        "speech_therapy": {30: 2, 45: 5, 60: 3},
    },
    chains=(
        Chain(("visual_field", "eye_specialist"), 1, 18),
        Chain(("eye_photo", "eye_specialist"), 1, 12),
        Chain(("audiogram", "ear_specialist"), 1, 22),
        Chain(("ear_specialist", "speech_therapy"), 0, 8),
        Chain(("orthoptics", "eye_specialist"), 0, 10),
        Chain(("audiogram", "hearing_aid"), 1, 10),
        Chain(("visual_field", "eye_pressure", "eye_specialist"), 2, 26),
        Chain(("audiogram", "balance_test", "ear_specialist"), 2, 19),
        Chain(("audiogram", "ear_specialist", "hearing_aid"), 1, 22),
        Chain(("eye_pressure", "orthoptics", "eye_photo"), 1, 10),
        Chain(("ear_specialist", "speech_therapy", "preoperative"), 0, 10),
        Chain(("eye_specialist", "eye_pressure", "eye_specialist"), 2, 3),
        Chain(("ear_specialist", "audiogram", "ear_specialist"), 2, 3),
        Chain(("visual_field", "eye_photo", "eye_specialist", "preoperative"), 2, 16),
        Chain(("eye_pressure", "eye_photo", "orthoptics", "eye_specialist"), 2, 10),
    ),
    shared=(
        Shared("perimeter", frozenset({"visual_field"})),
        Shared("fundus_camera", frozenset({"eye_photo"})),
        Shared("sound_booth", frozenset({"audiogram", "hearing_aid"})),
        Shared("balance_chair", frozenset({"balance_test"})),
    ),
)
