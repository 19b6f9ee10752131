"""What came of the years, in tables (``dagplan.years-tables/1``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dagplan.scenarios.result_columns import Column

from .compared import Difference, differences
from .folder import Folder
from .ledger import Over
from .measures import figures_of, figures_of_week
from .year import Week, World

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "dagplan.years-tables/1"

_WHO = (Column("policy", "text", "Name of the policy."), Column("seed", "whole", "The seed."))
YEARS = (*_WHO, Column("*", "number", "A figure of the weeks that count, by its name.", True))
WEEKS = (
    *_WHO,
    Column("week", "whole", "Its number, from 0."),
    Column("monday", "text", "Its first date."),
    Column("counted", "whole", "1: it counts; 0: it is one of the weeks before."),
    Column(
        "*",
        "number",
        "What happened in it, and how it stood on Sunday evening; `wait_*` and `within*` of those who were through "
        "in it; `there.*` and `used.*`: minutes by person, `share.*`: what visits took, by competence.",
        True,
    ),
)
PATIENTS = (
    *_WHO,
    Column("number", "whole", "Of the patient, in the order of asking: the same with each policy."),
    Column("arrived", "text", "When they asked."),
    Column("kind", "text", "The competences asked for, in sequence."),
    Column("priority", "text", "How soon it should be."),
    Column("end", "text", "`served`, `missed` or `withdrawn`."),
    Column("date", "text", "When that was."),
    Column("waited", "whole", "Days from asking till then."),
    Column("moves", "whole", "Visits that were given another time, by the unit."),
    Column("journeys", "whole", "Dates on which they had been there."),
)
COMPARISON = (
    Column("policy", "text", "Name of the policy."),
    Column("figure", "text", "Name of the figure."),
    Column("seeds", "whole", "Years that have it."),
    Column("mean", "number", "Their mean, in the figure's unit."),
    Column("least", "number", "The least of them."),
    Column("most", "number", "The most of them."),
    Column("base", "number", "The mean of the policy it is held against.", True),
    Column("difference", "number", "Mean of the differences, seed by seed.", True),
    Column("interval_low", "number", "Where the 95 % interval of this difference begins.", True),
    Column("interval_high", "number", "Where it ends.", True),
    Column("p", "number", "p of the t test, two-sided, not corrected.", True),
    Column("q", "number", "`p` corrected over the table (Benjamini and Hochberg).", True),
    Column("reading", "text", "`clear`, `not shown`, `one seed` or `same`; empty where there is no difference."),
    Column("against", "text", "The policy it is held against."),
)
TABLES = {"comparison": COMPARISON, "years": YEARS, "weeks": WEEKS, "patients": PATIENTS}
"""The tables by the names of their files."""


@dataclass(frozen=True)
class YearsResult:
    """What came of the years.

    Attributes
    ----------
    world
        The policies and what they met.
    against
        The policy that the others are held against.
    weeks
        By policy and seed every week, those before the count too.
    figures
        By policy and seed the figures of the weeks that count.
    differences
        Every figure of every policy.
    """

    world: World
    against: str
    weeks: Mapping[tuple[str, int], list[Week]] = field(repr=False)
    figures: Mapping[str, Mapping[int, Mapping[str, float]]] = field(repr=False)
    differences: list[Difference] = field(repr=False)

    @property
    def comparison(self) -> pd.DataFrame:
        """A row a policy and figure."""
        return _frame([self._row(one) for one in self.differences], COMPARISON)

    def _row(self, one: Difference) -> dict[str, Any]:
        found = one.found
        return {
            "policy": one.policy,
            "figure": one.figure,
            "seeds": one.seeds,
            "mean": one.mean,
            "least": one.least,
            "most": one.most,
            "base": one.base,
            "difference": found and found.difference,
            "interval_low": found and found.low,
            "interval_high": found and found.high,
            "p": found and found.p,
            "q": found and found.q,
            "reading": one.reading,
            "against": self.against,
        }

    @property
    def years(self) -> pd.DataFrame:
        """A row a year."""
        rows = [
            {"policy": policy, "seed": seed, **figures}
            for policy, of_seeds in self.figures.items()
            for seed, figures in of_seeds.items()
        ]
        return _frame(rows, YEARS)

    @property
    def every_week(self) -> pd.DataFrame:
        """A row a week."""
        rows = [
            {
                "policy": policy,
                "seed": seed,
                "week": week.number,
                "monday": week.monday.isoformat(),
                "counted": int(week.number >= self.world.file.warm_up),
                **week.figures,
                **figures_of_week(week, self.world.base, self.world.file.demand),
            }
            for (policy, seed), weeks in self.weeks.items()
            for week in weeks
        ]
        return _frame(rows, WEEKS)

    @property
    def patients(self) -> pd.DataFrame:
        """A row a patient who is through, in the weeks that count."""
        import pandas as pd

        before = self.world.file.warm_up
        frames = [  # a year at a time: the rows of all as plain objects would be a gigabyte
            _frame(
                [self._patient(key, one) for week in weeks if week.number >= before for one in week.over], PATIENTS
            )
            for key, weeks in self.weeks.items()
        ]
        return pd.concat([one for one in frames if len(one)] or frames[:1], ignore_index=True)

    @staticmethod
    def _patient(key: tuple[str, int], one: Over) -> dict[str, Any]:
        arrived = one.arrived.isoformat(timespec="minutes")
        return {"policy": key[0], "seed": key[1], **one.plain, "arrived": arrived, "waited": one.waited}

    def table(self, name: str) -> pd.DataFrame:
        """A table by the name of its file."""
        found: pd.DataFrame = getattr(self, "every_week" if name == "weeks" else name)
        return found


def result_of(world: World, folder: Folder, against: str | None = None) -> YearsResult:
    """What came of the years that are kept in a folder.

    Parameters
    ----------
    against
        The policy that the others are held against; left out: the first.
    """
    held = against or world.file.policy[0].name
    weeks = {
        (policy.name, seed): list(folder.weeks((policy.name, seed)))
        for policy in world.file.policy
        for seed in world.file.seeds
    }
    figures: dict[str, dict[int, dict[str, float]]] = {}
    for (policy, seed), some in weeks.items():
        counted = [one for one in some if one.number >= world.file.warm_up]
        figures.setdefault(policy, {})[seed] = figures_of(counted, world.base, world.file.demand)
    return YearsResult(world, held, weeks, figures, differences(figures, held))


def _frame(rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> pd.DataFrame:
    """Rows with the columns that are always there first, and whole numbers where these are promised."""
    import pandas as pd

    fixed = [one.name for one in columns if "*" not in one.name]
    open_ended = len(fixed) < len(columns)
    free = dict.fromkeys(name for row in rows for name in row if name not in fixed) if open_ended else {}
    made = pd.DataFrame(rows, columns=[*fixed, *sorted(free)])
    numbers = [one.name for one in columns if one.kind == "number" and "*" not in one.name]
    return made.astype(dict.fromkeys((*numbers, *free), float))
