"""How much a change asks of people: what fixes are ordered by, and what the least change is measured in.

The unit is a minute somebody waits or works longer. These are judgements, not facts, and stand here to be argued
with: a longer wait asks less than another date, that less than somebody's time off, that less than a new skill.
"""

from __future__ import annotations

from enum import Enum

NEVER = float("inf")
"""What can't be changed asks this much."""

FIXED = 10.0
"""For the change itself, whatever its size."""

WAIT_A_MINUTE = 1.0
CLOCK_A_MINUTE = 1.0
WORK_A_MINUTE = 1.0
"""Of a person who is at the unit that day, next to or between the windows."""

A_MINUTE_FROM_OPENING_HOURS = 1.0
"""For the far end of a visit outside the hours that anyone works at the unit: never at midnight."""

CALL_IN = 120.0
"""For a person who is not at the unit on that date at all."""

ANOTHER_PERSON = 20.0
ANOTHER_UNIT = 60.0
DATE = 15.0
DATE_A_DAY = 10.0
EXCLUDED_DATE = 120.0
"""A date on which the patient said no."""

PEOPLE_OF_VISITS = 30.0
"""For each pair of visits that one person was to take, or two, and that is taken otherwise: a wish about two visits
weighs more than one about one."""

ONE_ITEM_MORE = 240.0
"""An item of equipment is bought or borrowed: more than calling somebody in, and sooner done than a new skill."""

COMPETENCE = 480.0
GRID = 90.0
"""Other starts for everybody, from a change of the settings."""

MOVES_ALLOWED = 60.0
"""For each visit more that may leave its booking."""

MOVE = 20.0
MOVE_TO_ANOTHER_PERSON = 10.0
MOVE_TO_ANOTHER_DATE = 40.0


class Kind(Enum):
    """The kinds of change a fix may be made of."""

    WAIT = "wait"  # a longer or shorter wait
    CLOCK = "clock"  # other clock times
    PERSON = "person"  # another person allowed
    DATE = "date"  # another date
    UNIT = "unit"  # another care unit
    HOURS = "hours"  # more time of somebody
    GRID = "grid"  # another grid
    AGREEMENT = "agreement"  # visits with others than the same person, or than different ones
    EQUIPMENT = "equipment"  # one item more
    MOVES_ALLOWED = "moves_allowed"  # more visits allowed to move
    COMPETENCE = "competence"  # somebody with the competence
    MOVE = "move"  # one booking moved
    PUT_OUT = "put_out"  # other requests put out


ONE_BY_ONE = (
    Kind.HOURS,
    Kind.WAIT,
    Kind.CLOCK,
    Kind.DATE,
    Kind.PERSON,
    Kind.UNIT,
    Kind.AGREEMENT,
    Kind.EQUIPMENT,
    Kind.MOVES_ALLOWED,
)
"""The kinds that the least change is looked for in, each by itself; then all together."""

EVERY = (*ONE_BY_ONE, Kind.GRID, Kind.COMPETENCE)
"""All that may be loosened for one request while every other booking stands."""
