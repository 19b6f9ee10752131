"""Hypothesis strategies for small valid requests: unlike the seeded instances, what fails here shrinks."""

from __future__ import annotations

from hypothesis import strategies as st

DAYS = ["2026-10-05", "2026-10-06"]
PEOPLE = ["n0", "n1", "n2"]
UNITS = ["u1", "u2"]
WORDS = ["a", "b"]


def clock(minute):
    return f"{minute // 60:02d}:{minute % 60:02d}"


def some(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=len(values))


@st.composite
def windows(draw, person, day):
    """One person's windows of a date, in order, so that two units never overlap."""
    minute, found = 480, []
    for _ in range(draw(st.integers(0, 2))):
        minute += draw(st.sampled_from([0, 5, 30]))
        end = minute + draw(st.sampled_from([20, 30, 60]))
        unit = draw(st.sampled_from(UNITS))
        span = {"start": f"{day}T{clock(minute)}", "end": f"{day}T{clock(end)}"}
        found.append({"practitioner": person, "unit": unit, **span})
        minute = end
    return found


@st.composite
def visits(draw, request_id):
    count = draw(st.integers(1, 3))
    primary = draw(st.integers(0, count - 1))
    found = []
    for j in range(count):
        visit = {
            "id": f"{request_id}-v{j}",
            "duration": draw(st.sampled_from([10, 15, 30])),
            "competence": draw(st.sampled_from(WORDS)),
        }
        if count > 1:
            visit["role"] = "primary" if j == primary else "secondary"
        if draw(st.booleans()):
            visit["preferred"] = draw(st.sampled_from(PEOPLE))
        found.append(visit)
    return found


@st.composite
def needs(draw, number):
    """One request of one patient."""
    optional = {
        "units": some(UNITS),
        "priority": st.sampled_from(["routine", "urgent", "asap", "stat"]),
        "earliest": st.just(DAYS[0]),
        "latest": st.sampled_from(DAYS),
        "target": st.sampled_from(["2026-10-01", *DAYS]),
        "not_before": st.sampled_from(["08:00", "08:20"]),
        "not_after": st.sampled_from(["08:45", "09:30"]),
        "excluded_dates": some(DAYS),
        "min_wait": st.sampled_from([0, 5]),
        "max_wait": st.sampled_from([10, 30]),
    }
    fields = draw(st.fixed_dictionaries({}, optional=optional))
    name = f"r{number}"
    return {"id": name, "patient": draw(st.sampled_from(["p1", "p2"])), "visits": draw(visits(name)), **fields}


@st.composite
def bookings(draw, requests):
    found = []
    for visit in (visit for request in requests for visit in request["visits"]):
        if draw(st.integers(0, 3)) == 3:
            minute = 480 + draw(st.sampled_from([0, 3, 10, 30]))
            found.append(
                {
                    "visit": visit["id"],
                    "practitioner": draw(st.sampled_from(PEOPLE)),
                    "unit": draw(st.sampled_from(UNITS)),
                    "start": f"{draw(st.sampled_from(DAYS))}T{clock(minute)}",
                    "locked": draw(st.booleans()),
                }
            )
    return found


@st.composite
def small_requests(draw):
    """A small valid request of the contract, as a plain dict."""
    asked = [draw(needs(number)) for number in range(draw(st.integers(1, 3)))]
    for one in asked:
        others = [other["id"] for other in asked if other["patient"] == one["patient"] and other is not one]
        if others and draw(st.booleans()):
            one["same_day_as"] = others
    return {
        "schema": "dagplan.request/1",
        "first_date": DAYS[0],
        "last_date": draw(st.sampled_from(DAYS)),
        "units": [{"id": unit} for unit in UNITS],
        "practitioners": [{"id": p, "competences": draw(some(WORDS))} for p in PEOPLE],
        "availability": [window for person in PEOPLE for day in DAYS for window in draw(windows(person, day))],
        "requests": asked,
        "bookings": draw(bookings(asked)),
        "settings": {"grid": draw(st.sampled_from([5, 10, 15])), "time_limit": 20, "workers": 1},
    }
