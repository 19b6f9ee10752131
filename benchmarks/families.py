"""Families of inputs: what a change is worth has to show on more than one of them.

``own`` is the package's generator. The others are drawn by `rota`, which has nothing of it: ``scarce`` has two people
who are in most chains, ``crowded`` is asked for a third more than it can take, two of three requests linked, and
``mixed`` is two units with people in common who can take most of what there is, in long days.

    from benchmarks.families import FAMILIES
    request = FAMILIES["scarce"]("unit-week", 1)
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from dagplan import PlanRequest
from dagplan.scenarios import KINDS, generate

from .rota import House, Trade, draw

SIZES = MappingProxyType({"unit-day": 1, "unit-week": 5, "unit-month": 20})
"""Working days of the sizes that every family has."""

OWN_SIZES = tuple(KINDS)
"""Sizes of the family ``own``."""

_LUNCH_EARLY = ((480, 690), (735, 990))
_LUNCH_LATE = ((450, 720), (765, 960))
_MORNING, _AFTERNOON = ((480, 720),), ((750, 1020),)
_FULL = (_LUNCH_EARLY, _LUNCH_EARLY, _LUNCH_LATE, _LUNCH_LATE, ((510, 715), (760, 1015)), _MORNING)
_PART = (_LUNCH_EARLY, _LUNCH_LATE, _MORNING, _AFTERNOON)

SCARCE = House(
    trades={
        "doctor": Trade(4, ("consultation",), _FULL),
        "lung-nurse": Trade(1, ("lung_test",), (_LUNCH_EARLY, _LUNCH_LATE)),
        "food-adviser": Trade(1, ("diet",), (_LUNCH_EARLY, _LUNCH_LATE)),
        "ward-nurse": Trade(3, ("dressing", "pressure", "heart_trace"), _PART),
        "mover": Trade(1, ("training",), _PART),
        "talker": Trade(1, ("talk",), _PART, 1),
    },
    minutes={
        "consultation": (10, 15, 20, 20, 25, 25, 30, 45),
        "lung_test": (10, 15, 20, 20, 25),
        "diet": (15, 20, 20, 25, 40),
        "dressing": (10, 20, 25, 40),
        "pressure": (10, 15),
        "heart_trace": (10, 20, 25),
        "training": (20, 25, 40, 45),
        "talk": (45, 60, 90),
    },
    chains={
        ("lung_test", "consultation"): 9,
        ("diet", "consultation"): 5,
        ("consultation", "diet"): 4,
        ("pressure", "consultation"): 3,
        ("lung_test", "training"): 2,
        ("talk", "diet"): 1,
        ("consultation", "lung_test", "consultation"): 3,
        ("lung_test", "diet", "consultation"): 5,
        ("heart_trace", "lung_test", "consultation"): 3,
        ("pressure", "heart_trace", "consultation"): 2,
        ("diet", "training", "dressing"): 1,
        ("pressure", "lung_test", "consultation", "diet"): 3,
        ("heart_trace", "consultation", "training", "diet"): 2,
    },
    load=95,
    linked=38,
    pressure={"lung_test": 115, "diet": 115},
)

CROWDED = House(
    trades={
        "doctor": Trade(4, ("consultation",), _FULL),
        "nurse": Trade(3, ("sampling", "pressure", "vaccine", "dressing"), _PART),
        "feet-nurse": Trade(1, ("feet", "sugar"), _PART),
        "midwife": Trade(1, ("pregnancy", "advice"), _FULL),
        "mover": Trade(1, ("training",), _FULL),
        "talker": Trade(1, ("talk",), _FULL, 1),
    },
    minutes={
        "consultation": (10, 20, 20, 25, 30, 40),
        "sampling": (10, 20, 25),
        "pressure": (15, 20),
        "vaccine": (15, 25),
        "dressing": (25, 40, 90),
        "feet": (25, 30),
        "sugar": (20, 30, 40),
        "pregnancy": (30, 45),
        "advice": (15, 20),
        "training": (20, 30, 45),
        "talk": (40, 50, 60),
    },
    chains={
        ("sampling", "consultation"): 6,
        ("consultation", "vaccine"): 5,
        ("pressure", "consultation"): 5,
        ("consultation", "training"): 4,
        ("feet", "sugar"): 5,
        ("pressure", "pregnancy"): 5,
        ("pregnancy", "advice"): 4,
        ("consultation", "dressing"): 5,
        ("vaccine", "pregnancy"): 4,
        ("consultation", "talk"): 4,
        ("dressing", "training"): 5,
        ("sampling", "feet", "consultation"): 8,
        ("sugar", "consultation", "training"): 8,
        ("consultation", "sampling", "consultation"): 9,
        ("consultation", "consultation"): 5,
        ("advice", "talk", "vaccine"): 6,
        ("sampling", "pressure", "sugar", "consultation"): 9,
        ("pressure", "consultation", "dressing", "talk"): 9,
    },
    load=135,
    linked=67,
    pressure={},
)

_EARLY, _LATE, _LONG = ((420, 660), (690, 900)), ((660, 900), (930, 1140)), ((420, 720), (780, 1020))
_TURNS = (_EARLY, _LATE, _LONG)

MIXED = House(
    trades={
        "doctor": Trade(4, ("visit", "small_surgery", "review"), _TURNS, 1),
        "senior": Trade(3, ("tests", "review", "feet", "dressing", "vaccine"), _TURNS, 1),
        "nurse": Trade(3, ("tests", "dressing", "vaccine", "feet"), _TURNS, 1),
        "therapist": Trade(1, ("training", "review"), _TURNS),
    },
    minutes={
        "visit": (15, 20, 30, 40),
        "small_surgery": (40, 60, 90),
        "review": (15, 20, 25),
        "tests": (15, 20, 30),
        "feet": (20, 30, 45),
        "dressing": (15, 25, 35),
        "vaccine": (10, 15, 25),
        "training": (30, 45, 60),
    },
    chains={
        ("tests", "visit"): 8,
        ("visit", "vaccine"): 3,
        ("tests", "review"): 4,
        ("feet", "review"): 3,
        ("small_surgery", "dressing"): 4,
        ("review", "training"): 3,
        ("visit", "tests", "review"): 9,
        ("tests", "small_surgery", "dressing"): 8,
        ("vaccine", "feet", "dressing", "review"): 9,
    },
    load=100,
    linked=40,
    pressure={},
    units=2,
)


def _drawn(name: str, house: House) -> Callable[[str, int], PlanRequest]:
    def make(size: str, seed: int) -> PlanRequest:
        if size not in SIZES:
            raise ValueError(f"family {name} has no size {size}: {', '.join(SIZES)}")
        return draw(house, seed % 5, SIZES[size], f"{name}/{size}/{seed}")

    return make


FAMILIES: dict[str, Callable[[str, int], PlanRequest]] = {
    "own": generate,
    "scarce": _drawn("scarce", SCARCE),
    "crowded": _drawn("crowded", CROWDED),
    "mixed": _drawn("mixed", MIXED),
}
"""A request from a size and a seed, by family."""
