"""Tiny requests with things and rooms, with visits by one person or by several, and with dates to be filled evenly.

All of it is laid over the other kinds of tiny instances from a stream of its own, so that those stay what they are.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from tests.drawn_instances import drawn
from tests.instances import tiny
from tests.odd_instances import odd
from tests.replanned_instances import replanned

UNEVEN = (0, 1, 5, 30)
SPELT = {"room": ("room", "Room", "ROOM "), "scope": ("scope", "scope", " Scope")}
ODD_HOURS = ("2026-10-25T02", "2027-03-28T02")


def equipped(seed):
    """One tiny request with what came later, drawn over one of the other kinds, as a plain dict."""
    draw = random.Random(f"{seed} kind")
    return with_later_fields(draw.choice([tiny, tiny, odd, replanned])(seed), seed)


def equipped_drawn(seed):
    """The same over the requests with every setting drawn."""
    return with_later_fields(drawn(seed), seed)


def paired(seed):
    """One tiny request in which who takes which visit matters: all can take nearly everything, wishes differ."""
    asked = tiny(seed)
    draw = random.Random(f"{seed} paired")
    words = sorted({word for person in asked["practitioners"] for word in person["competences"]})
    people = [person["id"] for person in asked["practitioners"]]
    for person in asked["practitioners"]:
        person["competences"] = sorted({*person["competences"], *(word for word in words if draw.random() < 0.8)})
    for visit in (visit for request in asked["requests"] for visit in request["visits"]):
        if draw.random() < 0.6:
            visit["preferred"] = draw.choice(people)
    with_pairs(asked, draw)
    return asked


def with_later_fields(asked, seed):
    """A request with equipment, with pairs of visits by the same or different people, and a weight of ``uneven``."""
    with_equipment(asked, random.Random(f"{seed} equipment"))
    with_pairs(asked, random.Random(f"{seed} pairs"))
    draw = random.Random(f"{seed} evenness")
    settings = asked["settings"]
    settings["weights"] = {**settings.get("weights", {}), "uneven": draw.choice(UNEVEN)}
    return asked


def with_equipment(asked, draw):
    """Add one to three items of one or two kinds, times when they are not to be had, needs, and who has which."""
    units = [unit["id"] for unit in asked["units"]]
    kinds = list(SPELT)[: draw.choice([1, 1, 2])]
    items = [
        {"id": f"e{i}", "unit": draw.choice(units), "kind": draw.choice(SPELT[draw.choice(kinds)])}
        for i in range(draw.choice([1, 1, 2, 3]))
    ]
    draw.shuffle(items)
    asked["equipment"] = items
    asked["equipment_busy"] = [span for item in items for span in taken_out(asked, item["id"], draw)]
    needy = draw.choice([0.4, 0.7, 1])
    for visit in (visit for request in asked["requests"] for visit in request["visits"]):
        if draw.random() < needy:
            few = draw.sample(kinds, 1 if draw.random() < 0.75 else len(kinds))
            visit["equipment"] = [draw.choice(SPELT[kind]) for kind in few]
    needs = {visit["id"]: visit.get("equipment", []) for r in asked["requests"] for visit in r["visits"]}
    for booking in asked["bookings"]:
        if draw.random() < 0.5:
            there = [one for one in items if one["unit"] == booking["unit"] or draw.random() < 0.15]
            wanted = {kind.strip().lower() for kind in needs[booking["visit"]]}
            named = [
                draw.choice(fitting)["id"]
                for kind in kinds
                if (fitting := [one for one in there if one["kind"].strip().lower() == kind])
                and draw.random() < (0.85 if kind in wanted else 0.1)
            ]
            booking["equipment"] = named


def taken_out(asked, item, draw):
    """Times within working hours when an item is not to be had, now and then till a later date."""
    windows = [one for one in asked["availability"] if asked["first_date"] <= one["start"][:10] <= asked["last_date"]]
    for _ in range(draw.choice([0, 0, 1, 2])):
        if not windows:
            return
        window = draw.choice(windows)
        start = moment(window["start"]) + timedelta(minutes=draw.choice([0, 5, 10, 20]))
        end = min(start + timedelta(minutes=draw.choice([1, 10, 15, 30])), moment(window["end"]))
        if draw.random() < 0.1:
            end += timedelta(days=draw.choice([1, 2]))
        begins, ends = f"{start:%Y-%m-%dT%H:%M}", f"{end:%Y-%m-%dT%H:%M}"
        if start < end and not any(one.startswith(ODD_HOURS) for one in (begins, ends)):
            yield {"equipment": item, "start": begins, "end": ends}


def moment(text):
    if text.endswith("T24:00"):
        return datetime.combine(date.fromisoformat(text[:10]) + timedelta(days=1), datetime.min.time())
    return datetime.fromisoformat(text)


def with_pairs(asked, draw):
    """Add pairs of visits of a request that are by the same person, or by different ones, without a contradiction."""
    for request in asked["requests"]:
        visits = request["visits"]
        if len(visits) < 2:
            continue
        group = {visit["id"]: {visit["id"]} for visit in visits}
        apart = []
        for _ in range(draw.choice([0, 1, 1, 2])):
            one, other = draw.sample(visits, 2)
            if draw.random() < 0.45:
                joined = group[one["id"]] | group[other["id"]]
                if any({a, b} <= joined for a, b in apart):
                    continue
                group.update(dict.fromkeys(joined, joined))
                field = "same_practitioner_as"
            else:
                if other["id"] in group[one["id"]]:
                    continue
                apart.append((one["id"], other["id"]))
                field = "different_practitioner_from"
            if other["id"] not in one.get(field, []):
                one[field] = [*one.get(field, []), other["id"]]
