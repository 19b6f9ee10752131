"""Tiny requests with every setting drawn by seed: moves allowed, frozen bookings, grids, weights of 0 and a billion.

The people, times and wishes come from the other kinds of tiny instances; what is laid over them here is what a
planner sets, and the limits of requests that leave no room.
"""

from __future__ import annotations

import random
from copy import deepcopy

from tests.instances import tiny, with_later_weights
from tests.odd_instances import odd
from tests.replanned_instances import replanned

WEIGHTS = [0, 0, 1, 10, 50, 300, 5000, 1_000_000_000]
GRIDS = [1, 5, 7, 10, 15, 20, 25, 30, 60, 90]


def drawn(seed):
    """One tiny request of the contract with every setting drawn, as a plain dict."""
    draw = random.Random(seed * 13 + 5)
    asked = draw.choice([tiny, odd, replanned, replanned])(seed)
    if draw.random() < 0.4:
        _crowd(draw, asked)
    _settings(draw, asked)
    asked["settings"] = with_later_weights(asked["settings"], seed)
    for request in asked["requests"]:
        _limits(draw, asked, request)
    for booking in asked["bookings"]:
        if draw.random() < 0.15:
            booking["locked"] = not booking["locked"]
    if draw.random() < 0.2:
        for name in ("requests", "units", "practitioners"):
            draw.shuffle(asked[name])
    return asked


def _crowd(draw, asked):
    """More patients for the same time: copies of what is asked for, till there are too many."""
    while len(asked["requests"]) < draw.choice([4, 5]):
        like = deepcopy(draw.choice(asked["requests"]))
        number = len(asked["requests"])
        like.update({"id": f"c{number}", "patient": draw.choice([f"q{number}", like["patient"]])})
        like.pop("same_day_as", None)
        for position, visit in enumerate(like["visits"]):
            visit["id"] = f"c{number}-v{position}"
        if draw.random() < 0.3:
            like["priority"] = draw.choice(["routine", "urgent", "asap", "stat"])
        asked["requests"].append(like)


def _settings(draw, asked):
    settings = asked["settings"]
    if draw.random() < 0.3:
        settings["grid"] = draw.choice(GRIDS)
    if draw.random() < 0.5:
        names = ("day_deviation", "wait", "not_preferred", "moved", "apart")
        settings["weights"] = {name: draw.choice(WEIGHTS) for name in names if draw.random() < 0.5}
        priorities = ("routine", "urgent", "asap", "stat")
        settings["weights"]["unbooked"] = {name: draw.choice(WEIGHTS) for name in priorities if draw.random() < 0.4}
    if draw.random() < 0.6:
        settings["max_moved"] = draw.choice([0, 0, 1, 1, 2, 3])
    if draw.random() < 0.3:
        starts = sorted({booking["start"] for booking in asked["bookings"]})
        windows = sorted({window["start"] for window in asked["availability"]})
        settings["freeze_before"] = draw.choice(starts + windows) if starts + windows else "2026-10-05T08:30"
    if draw.random() < 0.2:
        settings["deterministic"] = True


def _limits(draw, asked, request):
    units = [unit["id"] for unit in asked["units"]]
    dates = sorted(
        {window["start"][:10] for window in asked["availability"]} | {asked["first_date"], asked["last_date"]}
    )
    if draw.random() < 0.15:
        request["units"] = [draw.choice(units)]
    if draw.random() < 0.1:
        request["excluded_dates"] = sorted(draw.sample(dates, draw.randint(1, len(dates))))
    if draw.random() < 0.1 and "earliest" not in request and "latest" not in request:
        request[draw.choice(["earliest", "latest"])] = draw.choice(dates)
    if draw.random() < 0.1 and len(request["visits"]) > 1:
        visit = draw.choice(request["visits"][1:])
        visit["min_wait"], visit["max_wait"] = draw.choice([(100_000, 1_000_000), (0, 0), (30, 40), (0, 5)])
    for visit in request["visits"]:
        having = [one["id"] for one in asked["practitioners"] if visit["competence"] in one["competences"]]
        if having and draw.random() < 0.15:
            visit["practitioners"] = [draw.choice(having)]
        if draw.random() < 0.05:
            visit["duration"] = draw.choice([45, 60, 90])
