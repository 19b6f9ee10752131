"""Tiny requests planned again by seed: somebody is away, one who can't wait comes in, moves are limited."""

from __future__ import annotations

import random

from tests.instances import DAYS, clock, tiny
from tests.oracle import Oracle, optimal


def replanned(seed):
    """One tiny request of the contract with bookings, some of which can't stand any more, as a plain dict."""
    draw = random.Random(seed * 7 + 3)
    asked = tiny(seed)
    if draw.random() < 0.8:
        _, best = optimal(asked)
        facts = set(Oracle(asked).locked)
        asked["bookings"] = [
            {**{name: b[name] for name in ("visit", "practitioner", "unit", "start")}, "locked": b["visit"] in facts}
            for b in best
        ]
        if asked["bookings"]:
            hit = draw.choice(asked["bookings"])
            day, hour, minute = hit["start"][:10], int(hit["start"][11:13]), int(hit["start"][14:16])
            first = 60 * hour + minute - draw.choice([0, 10, 60])
            span = {"start": f"{day}T{clock(first)}", "end": f"{day}T{clock(first + draw.choice([15, 70]))}"}
            asked["busy"] = [*asked["busy"], {"practitioner": hit["practitioner"], **span}]
        newcomer = draw.choice(asked["requests"]) if draw.random() < 0.5 else {"visits": []}
        newcomer["priority"] = "stat"
        own = {visit["id"] for visit in newcomer["visits"]}
        asked["bookings"] = [one for one in asked["bookings"] if one["locked"] or one["visit"] not in own]
    if draw.random() < 0.2:
        for one in asked["bookings"]:
            one["locked"] = False
    if draw.random() < 0.8:
        asked["settings"]["max_moved"] = draw.choice([0, 0, 1, 1, 2, 3])
    if draw.random() < 0.4:
        asked["settings"]["weights"] = {"moved": draw.choice([0, 1]), "day_deviation": draw.choice([0, 10, 300])}
    if draw.random() < 0.3:
        asked["settings"]["freeze_before"] = f"{draw.choice(DAYS)}T{clock(480 + draw.choice([0, 15, 30]))}"
    return asked
