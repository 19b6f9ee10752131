"""The least over a sliding window, for rows side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

NEVER = 1e15
"""Cost of what can't be."""


def least_before(cost: Floats, least: int, most: int | None) -> Floats:
    """For each step t the least of ``cost`` over the steps t - most to t - least (rows side by side)."""
    steps = cost.shape[1]
    result = np.full_like(cost, 2 * NEVER)
    if least >= steps:
        return result
    if most is None:
        window = np.minimum.accumulate(cost, axis=1)
    else:
        # Each step doubles what a value covers, so that a window of any width takes a logarithm of steps.
        window, covered, width = cost, 1, most - least + 1
        while covered < width:
            shift = min(covered, width - covered)
            wider = window.copy()
            np.minimum(window[:, shift:], window[:, :-shift], out=wider[:, shift:])
            window, covered = wider, covered + shift
    result[:, least:] = window[:, : steps - least]
    return result
