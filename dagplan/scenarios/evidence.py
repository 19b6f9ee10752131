"""What the seeds show of a difference: paired by seed, an interval and two tests, corrected over the whole table.

Each figure of a scenario is held against the same figure of another with the same seeds. The t test decides, with one
pair of no difference added: few seeds can agree by chance to the last digit, above all in counts, and a spread of
nothing is never believed. A permutation test of the signs, which knows nothing of the differences' distribution, has
to agree as far as so few seeds let it. ``python -m benchmarks.clear`` tells how often chance is called an effect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import isnan, sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float64]

ERROR_RATE = 0.05
"""Of the differences called shown, so many are expected to be chance, at the most."""
CONFIDENCE = 0.95
"""Of the interval of one difference, by itself."""
FEW_SEEDS = 5
"""Under so many, next to nothing can be shown."""
_DECIMALS = 9
"""Figures are rounded before: what is smaller is the arithmetic's."""
_ARRANGEMENTS = 9_999
"""All sign changes are counted up to 13 seeds, so many drawn ones beyond."""
_AT_ONCE = 2_000_000
"""So many differences with turned signs are held in memory."""


@dataclass(frozen=True)
class Evidence:
    """What the pairs show of one difference.

    Attributes
    ----------
    pairs
        Seeds with the figure on both sides.
    difference
        Mean of the differences, in the figure's unit.
    low, high
        The t interval of the mean (``CONFIDENCE``), for this difference alone; None of a single pair. It is wider
        where ``p`` is larger than without the added pair, so that it is beside zero where ``p`` is under 0.05.
    p
        Of the t test, two-sided; the larger of those with and without a pair of no difference added. None where
        there is nothing to test: a single pair, or one value in all plans of both sides.
    p_signs
        Of the permutation test of the signs; asked only of what the t test shows, else None.
    q
        ``p`` corrected over the table (Benjamini and Hochberg).
    shown
        Whether the difference is shown: by the t test over the table, and the signs as far as they go.
    """

    pairs: int
    difference: float
    low: float | None
    high: float | None
    p: float | None
    p_signs: float | None
    q: float | None
    shown: bool


Pairs = Sequence[tuple[float, float]]


def evidence(table: Sequence[Pairs]) -> list[Evidence]:
    """What is shown of each difference of a table.

    Parameters
    ----------
    table
        For each difference its pairs, at least one: a scenario's figure and the other's, with the same seed.

    Returns
    -------
    list of Evidence
        In the order of ``table``.
    """
    import numpy as np

    by_length: dict[int, list[int]] = defaultdict(list)
    for row, pairs in enumerate(table):
        by_length[len(pairs)].append(row)
    parts = [
        (np.array(rows), np.array([table[row] for row in rows], dtype=float).reshape(len(rows), length, 2))
        for length, rows in by_length.items()
    ]
    found = examined(parts, len(table))
    columns = (found.pairs, found.difference, found.width, found.p, found.p_signs, found.q, found.shown)
    made = []
    for count, mean, width, p, p_signs, q, shown in zip(*(one.tolist() for one in columns), strict=True):
        low, high = (None, None) if count == 1 else (mean - width, mean + width)
        made.append(Evidence(int(count), mean, low, high, _known(p), _known(p_signs), _known(q), shown))
    return made


def _known(value: float) -> float | None:
    return None if isnan(value) else value


@dataclass(frozen=True)
class Examined:
    """The evidence of a whole table, an array a field; not a number where there is none."""

    pairs: Rows
    difference: Rows
    width: Rows
    p: Rows
    p_signs: Rows
    q: Rows

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Which differences are shown."""
        import numpy as np

        as_far_as_they_go = np.maximum(ERROR_RATE, 2.0 ** (1 - self.pairs))
        return (self.q <= ERROR_RATE) & (self.p_signs <= as_far_as_they_go)


def examined(parts: Iterable[tuple[NDArray[np.int_], Rows]], size: int) -> Examined:
    """The evidence of a table of so many differences.

    Parameters
    ----------
    parts
        Differences with as many pairs each: their rows in the table, and the pairs (rows × pairs × 2).
    size
        Rows of the table.
    """
    import numpy as np
    from scipy import stats

    pairs, difference, width, p, p_signs, q = (np.full(size, np.nan) for _ in range(6))
    several: list[tuple[NDArray[np.int_], Rows]] = []
    for rows, both in parts:
        count = both.shape[1]
        differences = np.round(both[:, :, 0] - both[:, :, 1], _DECIMALS)
        pairs[rows], difference[rows] = count, differences.mean(axis=1)
        if count == 1:
            continue
        width[rows], found = _tested(differences)
        p[rows] = np.where(np.ptp(both.reshape(len(both), -1), axis=1) > 0, found, np.nan)
        several.append((rows, differences))
    tested = ~np.isnan(p)
    if tested.any():
        q[tested] = stats.false_discovery_control(p[tested], method="bh")
    for rows, differences in several:
        asked = q[rows] <= ERROR_RATE
        if asked.any():
            p_signs[rows[asked]] = _p_of_signs(differences[asked])
    return Examined(pairs, difference, width, p, p_signs, q)


def _tested(differences: Rows) -> tuple[Rows, Rows]:
    """Half the width of the interval of each row's mean, and p: as they are, or with a zero, whichever says less."""
    import numpy as np

    count = differences.shape[1]
    plain, p_plain = _t(differences)
    wider, p_wider = _t(np.concatenate([differences, np.zeros((len(differences), 1))], axis=1))
    # The mean with a zero is count / (count + 1) of the mean: so wide, the interval touches zero where p is 0.05.
    return np.maximum(plain, wider * (count + 1) / count), np.maximum(p_plain, p_wider)


def _t(differences: Rows) -> tuple[Rows, Rows]:
    """Half the width of the t interval of each row's mean, and the two-sided p of the t test."""
    import numpy as np
    from scipy import stats

    count = differences.shape[1]
    means, errors = np.abs(differences.mean(axis=1)), differences.std(axis=1, ddof=1) / sqrt(count)
    spread = np.ptp(differences, axis=1) > 0
    ratios = np.divide(means, errors, out=np.where(means > 0, np.inf, 0.0), where=spread)
    return _width_of_error(count) * np.where(spread, errors, 0.0), 2 * stats.t.sf(ratios, count - 1)


@cache
def _width_of_error(count: int) -> float:
    """Half the width of the interval of the mean of so many, in its standard errors."""
    from scipy import stats

    return float(stats.t.interval(CONFIDENCE, count - 1)[1])


def _p_of_signs(differences: Rows) -> Rows:
    """Two-sided p of each row's mean among all (or many) ways to turn the signs of its differences."""
    import numpy as np
    from scipy import stats

    def mean(values: Rows, axis: int) -> Any:
        return values.mean(axis=axis)

    found = stats.permutation_test(
        (differences,),
        mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=_ARRANGEMENTS,
        batch=max(1, _AT_ONCE // differences.size),
        axis=1,
        rng=np.random.default_rng(0),
    )
    return np.asarray(found.pvalue)
