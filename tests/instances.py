"""Tiny requests drawn by seed: tight, contested, and with every field of the contract in use."""

from __future__ import annotations

import random

DAYS = ["2026-10-05", "2026-10-06", "2026-10-07"]
STARTS = [480, 495, 500, 510, 540, 550]


def clock(minute):
    return f"{minute // 60:02d}:{minute % 60:02d}"


LATER_WEIGHTS: dict[str, tuple[int, ...]] = {}
"""Terms of the cost that came later, with weights to draw from."""


def with_later_weights(settings, seed):
    """Settings with weights of later terms, each from a stream of its own: all else of a seed stays what it was."""
    for name, weights in LATER_WEIGHTS.items():
        draw = random.Random(f"{seed} {name}")
        if draw.random() < 0.5:
            settings["weights"] = {**settings.get("weights", {}), name: draw.choice(weights)}
    return settings


def tiny(seed):
    """One tiny request of the contract as a plain dict."""
    draw = random.Random(seed)
    grid = draw.choice([5, 10, 15, 15, 30, 60])
    days = DAYS[: draw.choice([1, 1, 2, 3])]
    units = ["u1", "u2"][: draw.choice([1, 1, 2])]
    people = [f"n{i}" for i in range(draw.randint(1, 4))]
    words = ["a", "b", "c"][: draw.choice([1, 2, 3])]
    practitioners = [{"id": p, "competences": draw.sample(words, draw.randint(1, len(words)))} for p in people]
    having = {w: [p["id"] for p in practitioners if w in p["competences"]] for w in words}
    availability, busy = [], []
    for person in people:
        for day in days:
            at = 480 + draw.choice([0, 0, 5, 15, 30])
            for _ in range(draw.choice([0, 1, 1, 2])):
                length = draw.choice([20, 30, 45, 60, 75])
                availability.append(
                    {
                        "practitioner": person,
                        "unit": draw.choice(units),
                        "start": f"{day}T{clock(at)}",
                        "end": f"{day}T{clock(at + length)}",
                    }
                )
                at += length + draw.choice([0, 0, 10, 30])
            if draw.random() < 0.15:
                busy.append(
                    {
                        "practitioner": person,
                        "start": f"{day}T08:20",
                        "end": f"{day}T{draw.choice(['08:30', '08:45'])}",
                    }
                )
    requests = []
    patients = ["p1", "p1", "p2", "p3", "p4"]
    for i in range(draw.randint(1, 4)):
        count = draw.choice([1, 1, 2, 2, 3])
        primary = draw.randrange(count)
        visits = []
        for j in range(count):
            word = draw.choice(words)
            visit = {"id": f"r{i}-v{j}", "duration": draw.choice([10, 15, 20, 30]), "competence": word}
            if count > 1:
                visit["role"] = "primary" if j == primary else "secondary"
            if draw.random() < 0.3:
                visit["preferred"] = draw.choice(people)
            if draw.random() < 0.1 and having[word]:
                visit["practitioners"] = draw.sample(having[word], 1)
            if j and draw.random() < 0.2:
                visit["min_wait"], visit["max_wait"] = draw.choice([(0, 0), (5, 20), (15, 60)])
            visits.append(visit)
        request = {"id": f"r{i}", "patient": draw.choice(patients), "visits": visits}
        if draw.random() < 0.5:
            request["priority"] = draw.choice(["routine", "urgent", "asap", "stat"])
        if draw.random() < 0.3:
            request["max_wait"] = draw.choice([0, 15, 30])
        elif draw.random() < 0.2:
            request["min_wait"] = draw.choice([5, 10])
        if draw.random() < 0.2:
            request["units"] = [draw.choice(units)]
        if draw.random() < 0.2:
            request["target"] = draw.choice(["2026-10-01", *DAYS])
        if draw.random() < 0.2:
            request["earliest"] = draw.choice(DAYS)
        elif draw.random() < 0.2:
            request["latest"] = draw.choice(DAYS)
        if draw.random() < 0.1:
            request["excluded_dates"] = [draw.choice(DAYS)]
        if draw.random() < 0.15:
            request["not_before"] = "08:15"
        if draw.random() < 0.15:
            request["not_after"] = "09:15"
        requests.append(request)
    for i, one in enumerate(requests):
        others = [r["id"] for r in requests if r["patient"] == one["patient"] and r is not one]
        if others and draw.random() < 0.5:
            requests[i]["same_day_as"] = [draw.choice(others)]
    bookings = []
    for request in requests:
        if draw.random() < 0.25:
            day, unit = draw.choice(days), draw.choice(units)
            locked = draw.random() < 0.5
            for visit in request["visits"]:
                if draw.random() < 0.7:
                    on = day if draw.random() < 0.9 else draw.choice(DAYS)
                    bookings.append(
                        {
                            "visit": visit["id"],
                            "practitioner": draw.choice(having[visit["competence"]] or people),
                            "unit": unit if draw.random() < 0.9 else draw.choice(units),
                            "start": f"{on}T{clock(draw.choice(STARTS))}",
                            "locked": locked if draw.random() < 0.8 else not locked,
                        }
                    )
    settings = {"grid": grid, "time_limit": 20, "workers": 1}
    if draw.random() < 0.3:
        settings["weights"] = {
            "day_deviation": draw.choice([0, 10, 700]),
            "wait": draw.choice([0, 1, 40]),
            "not_preferred": draw.choice([0, 25, 1500]),
            "moved": draw.choice([0, 50, 300]),
            "apart": draw.choice([0, 100, 2500]),
            "unbooked": {"routine": draw.choice([0, 10, 1000])},
        }
    patient_busy = []
    if draw.random() < 0.3:
        for _ in range(draw.choice([1, 2, 3])):
            day, first = draw.choice(days), draw.choice(STARTS)
            span = {"start": f"{day}T{clock(first)}", "end": f"{day}T{clock(first + draw.choice([5, 20, 45]))}"}
            patient_busy.append({"patient": draw.choice(patients), **span})
    return {
        "schema": "dagplan.request/1",
        "first_date": days[0],
        "last_date": days[-1],
        "units": [{"id": unit} for unit in units],
        "practitioners": practitioners,
        "availability": availability,
        "busy": busy,
        "patient_busy": patient_busy,
        "requests": requests,
        "bookings": bookings,
        "settings": with_later_weights(settings, seed),
    }
