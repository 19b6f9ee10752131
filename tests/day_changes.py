"""Changes of a planner's day drawn for a tiny request: most of them fit, some break a rule, some are refused."""

from __future__ import annotations

from datetime import datetime, time, timedelta

KINDS = (
    "put",
    "put",
    "put",
    "move",
    "move",
    "lock",
    "unbook",
    "offer",
    "offer",
    "absence",
    "more_time",
    "set_request",
    "set_visit",
    "drop",
    "add",
    "other",
)


def drawn_changes(draw, request, offers):
    """One to three changes of a request, as plain objects.

    ``draw`` is a ``random.Random``, ``offers(id)`` gives changes that take one, or none.
    """
    found = []
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        found += _one(draw, request, offers, draw.choice(KINDS))
    return found


def _one(draw, request, offers, kind):
    visits = [visit for case in request.requests for visit in case.visits]
    if not visits or kind == "add":
        return [{"kind": "add_request", "value": _case(draw, request)}]
    visit, case = draw.choice(visits), draw.choice(request.requests)
    booked = [one.visit for one in request.bookings]
    if kind in {"lock", "move", "unbook"} and booked:
        visit_id = draw.choice(booked)
        given = {"lock": {"locked": draw.random() < 0.5}, "move": _where(draw, request, 1), "unbook": {}}[kind]
        return [{"kind": "set_booking", "visit": visit_id, **given}]
    if kind == "offer":
        return offers(case.id)
    if kind == "absence":
        return [{"kind": "remove_availability", "practitioner": _person(draw, request), **_span(draw, request, 2)}]
    if kind == "more_time":
        where = {"practitioner": _person(draw, request), "unit": draw.choice(request.units).id}
        return [{"kind": "add_availability", **where, **_span(draw, request, 0)}]
    if kind == "set_request":
        others = [one.id for one in request.requests if one.patient == case.patient and one.id != case.id]
        fields = {
            "max_wait": draw.choice([None, 0, 10, 60]),
            "min_wait": draw.choice([0, 5]),
            "same_day_as": draw.choice([[], others]),
            "units": draw.choice([[], [draw.choice(request.units).id]]),
            "priority": draw.choice(["routine", "stat"]),
            "target": draw.choice([None, str(request.last_date)]),
            "not_before": draw.choice([None, "08:20"]),
            "excluded_dates": draw.choice([[], [str(request.first_date)]]),
        }
        name = draw.choice(sorted(fields))
        return [{"kind": "set_request", "request": case.id, name: fields[name]}]
    if kind == "set_visit":
        siblings = [one.id for one in _case_of(request, visit.id).visits if one.id != visit.id]
        fields = {
            "duration": draw.choice([5, 10, 30]),
            "competence": draw.choice(visits).competence,
            "preferred": draw.choice([None, _person(draw, request)]),
            "practitioners": draw.choice([[], [_person(draw, request)]]),
            "max_wait": draw.choice([None, 0, 15]),
            "equipment": draw.choice([[], [one.kind for one in request.equipment[:1]]]),
            "same_practitioner_as": draw.choice([[], siblings[:1]]),
            "different_practitioner_from": draw.choice([[], siblings[-1:]]),
        }
        name = draw.choice(sorted(fields))
        return [{"kind": "set_visit", "visit": visit.id, name: fields[name]}]
    if kind == "drop":
        return [{"kind": "drop_request", "request": case.id}]
    if kind == "other":
        return [{"kind": "set_settings", "grid": draw.choice([5, 10, 15])}]
    return [{"kind": "set_booking", "visit": visit.id, **_where(draw, request, 3)}]


def _case_of(request, visit_id):
    return next(case for case in request.requests if any(one.id == visit_id for one in case.visits))


def _case(draw, request):
    number = len(request.requests) + draw.randint(0, 2)
    patients = sorted({case.patient for case in request.requests}) or ["p1"]
    words = sorted({word for person in request.practitioners for word in person.competences}) or ["a"]
    count = draw.choice([1, 2])
    visits = [
        {"id": f"a{number}-{at}", "duration": draw.choice([5, 15]), "competence": draw.choice(words)}
        for at in range(count)
    ]
    for at, visit in enumerate(visits if count > 1 else []):
        visit["role"] = "secondary" if at else "primary"
    return {"id": f"a{number}", "patient": draw.choice(patients), "visits": visits}


def _person(draw, request):
    return draw.choice(request.practitioners).id


def _moment(draw, request):
    """A time at or near the beginning of a window, or any."""
    moments = [one.start for one in request.availability] or [datetime.combine(request.first_date, time(8))]
    return draw.choice(moments) + timedelta(minutes=draw.choice([0, 0, 5, 10, 15, 20, 30, 33, 60]))


def _text(moment):
    return moment.isoformat(timespec="minutes")


def _where(draw, request, least):
    """A person, unit and start for a booking; all of them, or so many at the least."""
    place = {
        "practitioner": _person(draw, request),
        "unit": draw.choice(request.units).id,
        "start": _text(_moment(draw, request)),
    }
    names = draw.sample(sorted(place), draw.randint(least, 3))
    return {name: place[name] for name in names}


def _span(draw, request, days):
    start = _moment(draw, request)
    end = start + timedelta(minutes=draw.choice([10, 30, 60]), days=draw.randint(0, days))
    return {"start": _text(start), "end": _text(end)}
