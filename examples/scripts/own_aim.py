"""
An aim of your own
==================

A clinic would rather not see patients late in the day. That is no term of Dagplan's cost, so there are three things
to do from outside, without touching the package: *measure* the aim on any plan; *choose* by it among plans that are
about as good; and turn it into a rule for some patients. A real term of the cost, which the solver minimizes and the
bound proves, is a change of the package, as ``CONTRIBUTING.md`` tells.
"""

# %%
# The measure is any function of a plan. What it counts here: minutes of visits after 15.

import os
from datetime import datetime, time, timedelta

from dagplan import Plan, PlanRequest, apply, check, plan
from dagplan.scenarios import generate

SECONDS = float(os.environ.get("DAGPLAN_EXAMPLE_SECONDS", "3"))
LATE = time(15)


def late_minutes(made: Plan) -> int:
    """Minutes of visits after 15, in the whole plan."""
    minutes = timedelta()
    for one in made.bookings:
        from_then = datetime.combine(one.start.date(), LATE)
        minutes += max(timedelta(), one.end - max(one.start, from_then))
    return minutes // timedelta(minutes=1)


# %%
# A part of the week's requests, so that there is room to choose.

week = generate("unit-week", 1)
few = week.model_copy(update={"requests": week.requests[:240]})


def planned(request: PlanRequest, seed: int, **weights: int) -> Plan:
    """A plan with this seed and these weights, checked."""
    changed = apply(request, [{"kind": "set_settings", "seed": seed, "time_limit": SECONDS, "weights": weights}])
    made = plan(changed.request)
    assert check(changed.request, made) == []
    return made


# %%
# **Choose.** The same request with four seeds: plans that cost about the same differ in what the cost doesn't see. Of
# those within one per mille of the best (of what is achievable), the one with the fewest late minutes is taken. Its
# own ``gap`` says what that can have cost at most. This is a choice among a few plans, no minimum.

plans = [planned(few, seed) for seed in (1, 2, 3, 4)]
least_gap = min(one.objective.gap for one in plans)
good = [one for one in plans if one.objective.gap <= least_gap + 0.001]
for one in plans:
    kept = "kept" if one in good else ""
    print(f"cost {one.objective.cost:6}  gap {one.objective.gap:.2%}  late minutes {late_minutes(one):4}  {kept}")
chosen = min(good, key=late_minutes)
print(f"chosen: {late_minutes(chosen)} late minutes, gap {chosen.objective.gap:.2%}")

# %%
# **Weights** price the terms there are, in whole numbers from 0. To whom the date within the week is all one says so.
# More plans are then equally good, which by itself makes none of them earlier: weights are no way to a new aim.

plans = [planned(few, seed, day_deviation=0) for seed in (1, 2, 3, 4)]
for one in plans:
    print(f"any date: cost {one.objective.cost}, {late_minutes(one)} late minutes")

# %%
# **A rule for some.** Where the aim may bind, it is data: nobody whose request is routine and of one visit is seen
# after 15. What that costs is told in the plan's own cost, and proven.

bound = [
    {"kind": "set_request", "request": one.id, "not_after": "15:00"}
    for one in few.requests
    if one.priority == "routine" and len(one.visits) == 1 and one.not_after is None
]
made = planned(apply(few, bound).request, 1)
print(f"{len(bound)} requests bound: cost {made.objective.cost}, {len(made.unbooked)} left out,", end=" ")
print(f"{late_minutes(made)} late minutes, gap {made.objective.gap:.2%}")
