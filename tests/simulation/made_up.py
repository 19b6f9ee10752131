"""Years that nobody lived through, for what shows them."""

from __future__ import annotations

from datetime import datetime, timedelta

from dagplan.simulation.compared import differences
from dagplan.simulation.ledger import Over
from dagplan.simulation.measures import figures_of
from dagplan.simulation.policies import Policy
from dagplan.simulation.tables import YearsResult
from dagplan.simulation.year import Week
from tests.simulation.worlds import MONDAY, two_people, world_of

WAITS = {"som-i-dag": 5, "var-for-sig": 9, "som-i-dag-igen": 5}


def some_years() -> YearsResult:
    """Three policies, six seeds, eight weeks of which two do not count: one a clear effect, one the same."""
    policies = [Policy(name=name, text="Vad det betyder.") for name in WAITS]
    world = world_of(two_people(), *policies, seeds=tuple(range(1, 7)), weeks=6, warm_up=2)
    weeks = {
        (name, seed): [_week(number, wait, seed) for number in range(8)]
        for name, wait in WAITS.items()
        for seed in range(1, 7)
    }
    figures = {
        name: {seed: figures_of(weeks[name, seed][2:], world.base, world.file.demand) for seed in world.file.seeds}
        for name in WAITS
    }
    return YearsResult(world, "som-i-dag", weeks, figures, differences(figures, "som-i-dag"))


def _week(number: int, wait: int, seed: int) -> Week:
    monday = MONDAY + timedelta(days=7 * number)
    asked = datetime.combine(monday, datetime.min.time()) - timedelta(days=wait)
    over = tuple(
        Over(10 * number + one, asked, "nurse", "routine", "served", monday + timedelta(days=(one + seed) % 5), 0, 1)
        for one in range(10)
    )
    figures = {"waiting": wait + number + seed % 2, "served": 10, "there.nurse": 600, "used.nurse": 200}
    return Week(number, monday, figures, over)
