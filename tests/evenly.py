"""The drawn instances with a weight of ``uneven`` laid over them, from a stream of its own."""

from __future__ import annotations

import random

UNEVEN = (1, 5, 30)


def evenly(draw):
    """Instances as another function of a seed draws them, with dates that are to be filled evenly."""

    def drawn(seed):
        asked = draw(seed)
        settings = asked.setdefault("settings", {})
        weight = random.Random(f"{seed} evenly").choice(UNEVEN)
        settings["weights"] = {**settings.get("weights", {}), "uneven": weight}
        return asked

    return drawn
