"""Named streams of random numbers of one seed.

What is drawn for one patient, person or date has a stream of its own, named after it. So whatever a policy does, and
in which order, the same patients come with the same wishes, the same people are ill on the same days, and a
difference between two policies is the policies' (common random numbers).
"""

from __future__ import annotations

from zlib import crc32

import numpy as np


class Streams:
    """The streams of a seed.

    Parameters
    ----------
    seed
        From 0; the same seed and name give the same numbers on every machine.

    Examples
    --------
    >>> first, again = Streams(1).of("patient", 7), Streams(1).of("patient", 7)
    >>> first.random() == again.random()
    True
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def of(self, *name: str | int) -> np.random.Generator:
        """A stream from its beginning.

        Parameters
        ----------
        name
            Words and numbers from 0; another name is another stream, independent of the first.
        """
        key = tuple(part if isinstance(part, int) else crc32(part.encode()) for part in name)
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(self._seed, spawn_key=key)))
