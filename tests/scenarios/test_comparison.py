"""How differences read, and any two scenarios compared: outcomes made up, readings by hand."""

from __future__ import annotations

import math

import pytest

from dagplan import InputError
from dagplan.scenarios.comparison import compared
from dagplan.scenarios.outcome import Outcome, Why
from dagplan.scenarios.study import Grid, Scenario, Study, StudyFile
from tests.studies import BASE

CHANGES = ({"kind": "absence", "practitioners": ["doctor"]},)
NOT_FOUND = Why("no_time_left", "no time was found", "not_found_in_time")


def study(seeds, *names):
    scenarios = tuple(Scenario(name=name, changes=CHANGES) for name in names)
    return Study(StudyFile(name="x", base="x", seeds=tuple(range(seeds)), scenario=scenarios), BASE)


def outcome(scenario, seed, figures, unbooked=(), error=None, **more):
    cost = {"cost": 100.0, "lower_bound": 100.0, "gap": 0.0}
    return Outcome(
        key=f"{scenario}.seed-{seed}",
        scenario=scenario,
        text="",
        grid=None,
        values={},
        said=(),
        seed=seed,
        figures={} if error else {**cost, **figures},
        unbooked=dict.fromkeys(unbooked, NOT_FOUND),
        **{"added": frozenset(), "gone": frozenset(), "least_loss": 1000, "seconds": 1.0, **more},
        error=error,
    )


def table(figure, **values):
    """A study's comparison from each scenario's values of one figure, the base's among them, by scenario."""
    seeds = max(map(len, values.values()))
    made = [
        outcome(name, seed, {figure: value})
        for name, found in values.items()
        for seed, value in enumerate(found)
        if value is not None
    ]
    return compared(study(seeds, *(name for name in values if name != "base")), made)


def row(result, scenario, figure):
    rows = result.comparison.set_index(["scenario", "figure"])
    return rows.loc[scenario, figure]


TEN = [50.0, 51, 50, 49, 50, 52, 50, 51, 50, 50]


@pytest.mark.parametrize(
    ("own", "reads"),
    [
        (TEN, "same"),
        (TEN[::-1], "same"),  # whichever seed gave which
        ([one - 8 for one in TEN], "clear"),
        ([one - 8 + (-1) ** index for index, one in enumerate(TEN)], "clear"),
        ([one + index % 2 for index, one in enumerate(TEN)], "not shown"),
        ([one + (3 if index == 4 else 0) for index, one in enumerate(TEN)], "not shown"),
    ],
)
def test_ten_seeds(own, reads):
    assert row(table("booked", base=TEN, other=own), "other", "booked")["reading"] == reads


@pytest.mark.parametrize("seeds", [2, 3])
def test_two_or_three_seeds_show_nothing_that_is_not_proven(seeds):
    result = table("booked", base=[50.0] * seeds, other=[10.0] * seeds)
    assert row(result, "other", "booked")["reading"] == "not shown"


def test_one_seed():
    assert row(table("booked", base=[50.0], other=[10.0]), "other", "booked")["reading"] == "one seed"


def test_a_pair_whose_case_failed_is_left_out():
    base = [outcome("base", seed, {"booked": value}) for seed, value in enumerate(TEN)]
    other = [outcome("other", seed, {"booked": value - 8}) for seed, value in enumerate(TEN)]
    base[3] = outcome("base", 3, {}, error="ValueError")
    other[7] = outcome("other", 7, {}, error="ValueError")
    found = row(compared(study(10, "other"), [*base, *other]), "other", "booked")
    assert (found["pairs"], found["cases"], found["difference"], found["reading"]) == (8, 9, -8, "clear")
    assert found["mean"] == pytest.approx((sum(TEN) - 51) / 9 - 8)


def test_where_all_cases_of_one_side_failed_there_is_nothing_to_compare():
    base = [outcome("base", seed, {}, error="ValueError") for seed in range(5)]
    other = [outcome("other", seed, {"booked": 3.0}) for seed in range(5)]
    result = compared(study(5, "other"), [*base, *other])
    found = row(result, "other", "booked")
    assert (found["pairs"], found["reading"]) == (0, "")
    assert math.isnan(found["difference"])
    result = compared(study(5, "other"), [*other, *base][::-1])
    assert [str(one) for one in result.warnings] == [
        "base has a plan with 0 seeds only; with fewer than 5 hardly any difference can be shown."
    ]


def test_a_figure_that_only_one_side_has():
    result = compared(
        study(5, "other"),
        [outcome("base", s, {}) for s in range(5)] + [outcome("other", s, {"served.ecg": 0.5}) for s in range(5)],
    )
    assert row(result, "other", "served.ecg")["reading"] == ""


def cost(bound, found):
    return {"cost": found, "lower_bound": bound, "gap": (found - bound) / 1000}


@pytest.mark.parametrize(
    ("base", "other", "reads"),
    [
        ((90.0, 100.0), (101.0, 120.0), "proven"),
        ((101.0, 120.0), (90.0, 100.0), "proven"),
        ((90.0, 100.0), (100.0, 120.0), "within gaps"),  # both least costs may be 100
        ((100.0, 100.0), (100.0, 100.0), "same"),
    ],
)
def test_costs_are_held_against_what_is_proven(base, other, reads):
    made = [outcome("base", seed, cost(*base)) for seed in range(6)]
    made += [outcome("other", seed, cost(*other)) for seed in range(6)]
    assert row(compared(study(6, "other"), made), "other", "cost")["reading"] == reads
    one = [each for each in made if each.seed == 0]
    wanted = "one seed" if reads == "within gaps" else reads
    assert row(compared(study(1, "other"), one), "other", "cost")["reading"] == wanted


def test_the_bound_and_the_gaps_are_figures_like_the_others():
    noise = [0.0, 5, -3, 2, 8, -6, 1]
    for figure, step in (("lower_bound", 1.0), ("gap", 0.001), ("solver_gap", 0.001)):
        made = [outcome("base", seed, cost(90.0, 100.0) | {figure: step * 50}) for seed in range(7)]
        made += [outcome("a", s, cost(90.0, 100.0) | {figure: step * (50 + off)}) for s, off in enumerate(noise)]
        made += [outcome("b", s, cost(90.0, 100.0) | {figure: step * (90 + off)}) for s, off in enumerate(noise)]
        result = compared(study(7, "a", "b"), made)
        assert (row(result, "a", figure)["reading"], row(result, "b", figure)["reading"]) == ("not shown", "clear")


@pytest.mark.parametrize(("missing", "reads"), [(500.0, "clear"), (9500.0, "within gaps")])
def test_counts_are_held_against_what_the_plans_can_be_missing(missing, reads):
    # 9 fewer booked; 9,500 of unproven cost pays for 9.5 requests at 1,000 each.
    figures = {"cost": 10_000.0 + missing, "lower_bound": 10_000.0, "gap": 0.1}
    made = [outcome("base", seed, figures | {"booked": 50.0}) for seed in range(8)]
    made += [outcome("other", seed, figures | {"booked": 41.0}) for seed in range(8)]
    assert row(compared(study(8, "other"), made), "other", "booked")["reading"] == reads


def test_any_two_are_compared():
    result = table("booked", base=TEN, a=[one - 8 for one in TEN], b=[one - 11 for one in TEN])
    assert (row(result, "b", "booked")["difference"], row(result, "b", "booked")["against"]) == (-11, "base")
    other = result.held_against("a")
    assert other.against == "a"
    assert set(other.comparison["against"]) == {"a"}
    assert [row(other, name, "booked")["difference"] for name in ("base", "b")] == [8, -3]
    assert row(other, "a", "booked")["reading"] == ""
    assert other.held_against("base").comparison.equals(result.comparison)
    assert other.cases.equals(result.cases)


def test_a_scenario_that_there_is_not_is_refused_with_those_that_there_are():
    with pytest.raises(InputError) as caught:
        table("booked", base=TEN, away=TEN).held_against("avay")
    assert str(caught.value) == "against: there is no scenario avay; there are base and away"
    grid = Grid(name="hours", values={"x": tuple(range(200))}, changes=CHANGES)
    with pytest.raises(InputError, match=r"no scenario hours\.201; there are .*hours\.200,"):
        compared(Study(StudyFile(name="x", base="x", grid=(grid,)), BASE), [], "hours.201")


def test_who_is_gained_and_lost_between_any_two():
    # a has one request more than the base, b one less.
    made = [outcome("base", 0, {}, unbooked=["r1", "r2"])]
    made.append(outcome("a", 0, {}, unbooked=["r1", "new"], added=frozenset({"new"})))
    made.append(outcome("b", 0, {}, unbooked=["r3"], gone=frozenset({"r1"})))
    result = compared(study(1, "a", "b"), made)

    def told(found):
        rows = found.items[["scenario", "request", "change"]].to_numpy().tolist()
        return [tuple(one) for one in rows]

    assert told(result) == [
        ("a", "r2", "gained"),
        ("a", "new", "new, not booked"),
        ("b", "r3", "lost"),
        ("b", "r2", "gained"),
    ]
    assert told(result.held_against("a")) == [
        ("base", "r2", "lost"),  # 'new' is not in the base: nobody is gained
        ("b", "r3", "lost"),  # and r1 is not in b
    ]
    assert told(result.held_against("b")) == [
        ("base", "r2", "lost"),
        ("base", "r3", "gained"),
        ("base", "r1", "new, not booked"),
        ("a", "r3", "gained"),
        ("a", "new", "new, not booked"),
        ("a", "r1", "new, not booked"),
    ]


@pytest.mark.parametrize(
    ("seeds", "words"),
    [
        (1, "With 1 seed nothing can be shown but what is proven"),
        (4, "With 4 seeds hardly any difference can be shown, however large: take 5 at least, ten rather."),
        (5, None),
    ],
)
def test_few_seeds_are_warned_of(seeds, words):
    said = [str(one) for one in table("booked", base=[1.0] * seeds, other=[2.0] * seeds).warnings]
    assert said == [] if words is None else said[0].startswith(words)
