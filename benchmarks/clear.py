"""How often a study calls chance an effect, and how often it finds one that is there.

Protocol: figures of whole studies are drawn, a base and ``--scenarios`` scenarios of ``--figures`` figures each, and
go through what a real study's do (``dagplan.scenarios.evidence``). *Null* studies: no scenario changes anything, so
the base and all scenarios are drawn alike, and every difference called shown is an error. Printed: the share of
studies in which anything at all is shown, beside what today's rule is for (``rate``: at most 0.05), and the share of
differences that the rule before called clear (larger than the seeds' spread on both sides). *Effects*: in a third of
the scenarios a third of the figures move by so many standard deviations of a seed. Printed: the share of those found,
the share of false ones among all that are shown, and the share of effects found by the rule before.

What is drawn (``--kinds``):

* ``normal``: a bell;
* ``coin``: 0 or 1, by an even chance: the worst there is for a t test;
* ``count``: a few requests more or less (Poisson, mean 1.5);
* ``skewed``: log-normal, so that one seed in twenty lies far out;
* ``paired``: seeds that share most of their chance among all scenarios;
* ``plans``: as plans are: six requests that are booked or not by chance move cost, counts and shares together, most
  figures are nothing else, two mirror one another.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from dagplan.scenarios.evidence import examined

Figures = NDArray[np.float64]
"""Scenarios, the base first × figures × seeds."""
Shape = tuple[int, int, int]


def main(arguments: list[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", choices=sorted(KINDS), default=list(KINDS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[2, 3, 5, 10])
    parser.add_argument("--studies", type=int, default=10_000)
    parser.add_argument(
        "--effects", nargs="*", type=float, default=[2.0, 5.0], help="in standard deviations of a seed"
    )
    parser.add_argument("--effect-studies", type=int, default=200)
    parser.add_argument("--scenarios", type=int, default=8)
    parser.add_argument("--figures", type=int, default=41)
    given = parser.parse_args(arguments)
    print(f"null: {given.studies} studies of {given.scenarios} scenarios and {given.figures} figures")
    print("kind      seeds   rate   before")
    for kind in given.kinds:
        for seeds in given.seeds:
            shape = (given.scenarios + 1, given.figures, seeds)
            errors, before = null(KINDS[kind], shape, given.studies)
            print(f"{kind:8}  {seeds:5}  {errors:.4f}  {before:.4f}", flush=True)
    if given.effects:
        print(f"effects: {given.effect_studies} studies, a third of the figures of a third of the scenarios moved")
        print("kind      seeds  moved   found  false  before")
    for kind in given.kinds if given.effects else ():
        for seeds in given.seeds:
            for size in given.effects:
                shape = (given.scenarios + 1, given.figures, seeds)
                found, false, before = moved(KINDS[kind], shape, given.effect_studies, size)
                print(f"{kind:8}  {seeds:5}  {size:5.1f}  {found:.3f}  {false:.3f}  {before:.3f}", flush=True)


def normal(rng: np.random.Generator, shape: Shape) -> Figures:
    """A bell."""
    return rng.normal(size=shape)


def coin(rng: np.random.Generator, shape: Shape) -> Figures:
    """0 or 1."""
    return rng.integers(0, 2, shape).astype(float)


def count(rng: np.random.Generator, shape: Shape) -> Figures:
    """Whole numbers, few of them."""
    return rng.poisson(1.5, shape).astype(float)


def skewed(rng: np.random.Generator, shape: Shape) -> Figures:
    """Far out now and then."""
    return rng.lognormal(size=shape)


def paired(rng: np.random.Generator, shape: Shape) -> Figures:
    """Of a seed most is shared by all scenarios."""
    return 3 * rng.normal(size=(1, *shape[1:])) + rng.normal(size=shape)


def plans(rng: np.random.Generator, shape: Shape) -> Figures:
    """A few requests that are booked or not by chance move most figures together."""
    scenarios, figures, seeds = shape
    booked = rng.random((scenarios, 6, seeds)) < rng.uniform(0.05, 0.95, 6)[:, None]
    loads = rng.normal(size=(figures, 6)) * (rng.random((figures, 6)) < 0.3)
    drawn = (
        np.einsum("fk,skn->sfn", loads, booked)
        + 0.1 * rng.normal(size=shape) * (np.arange(figures) % 2 == 0)[:, None]
    )
    worth = rng.choice([1000, 1000, 2000], 6)
    drawn[:, 0] = -np.einsum("k,skn->sn", worth, booked) + np.round(rng.normal(0, 20, (scenarios, seeds)))
    if figures > 2:
        drawn[:, 1] = booked.sum(axis=1)
        drawn[:, 2] = -drawn[:, 1]
    return drawn


KINDS: dict[str, Callable[[np.random.Generator, Shape], Figures]] = {
    "normal": normal,
    "coin": coin,
    "count": count,
    "skewed": skewed,
    "paired": paired,
    "plans": plans,
}


def null(draw: Callable[[np.random.Generator, Shape], Figures], shape: Shape, studies: int) -> tuple[float, float]:
    """Share of studies with anything shown; share of differences that the rule before called clear."""
    rng = np.random.default_rng(1)
    wrong, before = 0, 0.0
    for _ in range(studies):
        drawn = draw(rng, shape)
        wrong += shown(drawn).any()
        before += clear_before(drawn).mean()
    return wrong / studies, before / studies


def moved(
    draw: Callable[[np.random.Generator, Shape], Figures], shape: Shape, studies: int, size: float
) -> tuple[float, float, float]:
    """Share of effects found, of false ones among what is shown (the mean over studies), and found before."""
    rng = np.random.default_rng(2)
    found, false, before = [], [], []
    for _ in range(studies):
        drawn = draw(rng, shape)
        scenarios, figures, _seeds = shape
        true = np.zeros((scenarios - 1, figures), dtype=bool)
        true[: max(1, (scenarios - 1) // 3), : max(1, figures // 3)] = True
        spread = drawn.std(axis=(0, 2))
        drawn[1:] += (true * size * np.where(spread > 0, spread, 1.0))[:, :, None]
        now = shown(drawn)
        found.append(now[true].mean())
        false.append((now & ~true).sum() / max(1, now.sum()))
        before.append(clear_before(drawn)[true].mean())
    return float(np.mean(found)), float(np.mean(false)), float(np.mean(before))


def shown(drawn: Figures) -> NDArray[np.bool_]:
    """What is shown of each scenario and figure."""
    scenarios, figures, seeds = drawn.shape
    size = (scenarios - 1) * figures
    both = np.stack(np.broadcast_arrays(drawn[1:], drawn[0]), axis=3).reshape(size, seeds, 2)
    return examined([(np.arange(size), both)], size).shown.reshape(scenarios - 1, figures)


def clear_before(drawn: Figures) -> NDArray[np.bool_]:
    """The rule before: a mean difference larger than from the least to the most of either side."""
    difference = np.abs(drawn[1:].mean(axis=2) - drawn[0].mean(axis=1))
    spread = np.ptp(drawn, axis=2)
    return np.asarray(difference > np.maximum(spread[1:], spread[0]))


if __name__ == "__main__":
    main()
