"""
Plan a week and look at it
==========================

A vårdcentral's week of 587 requests is planned while we watch how the plan and its proof come along; then one day is
drawn. Needs matplotlib.
"""

# %%
# The request is made up here; ``dagplan.files.read_request("week.xlsx")`` reads one, in any form.

import os

import matplotlib.pyplot as plt

from dagplan import check, plan
from dagplan.report.tables import frames
from dagplan.scenarios import generate

SECONDS = float(os.environ.get("DAGPLAN_EXAMPLE_SECONDS", "5"))
asked = generate("unit-week", 1)
asked = asked.model_copy(update={"settings": asked.settings.model_copy(update={"time_limit": SECONDS})})
visits = sum(len(one.visits) for one in asked.requests)
print(f"{len(asked.requests)} requests, {visits} visits, {len(asked.practitioners)} people")

# %%
# Planning tells each time the plan or the proven bound gets better. No plan at all can be better than this one by
# more than ``gap``; the rules are checked independently of the solver.

seen = []
made = plan(asked, on_progress=seen.append)
assert check(asked, made) == []
print(f"{made.status}: cost {made.objective.cost}, proven lower bound {made.objective.lower_bound}")
print(f"At most {made.objective.gap:.2%} of the achievable is missing.")
print(f"{len(made.bookings)} visits booked, {len(made.unbooked)} requests not:")
for one in made.unbooked[:3]:
    print(" ", one.reasons[0].message)

# %%
# How the plan came along: what it costs, and what is proven that no plan can cost less than.

figure, axes = plt.subplots(figsize=(8, 3.5), layout="constrained")
axes.step([one.seconds for one in seen], [one.cost for one in seen], where="post", label="cost of the plan")
axes.step([one.seconds for one in seen], [one.lower_bound for one in seen], where="post", label="proven lower bound")
axes.set(xlabel="seconds", ylabel="cost", title="The plan and its proof")
axes.set_ylim(bottom=0)
axes.legend()

# %%
# A plan as pandas tables: a row a visit. A linked request shows its secondary and primary visits in two colours.

tables = frames(made)
date = tables.bookings["start"].dt.date.min()
day = tables.bookings[tables.bookings["start"].dt.date == date]
colours = {"primary": "#1f5fa8", "secondary": "#e08b1a", "single": "#9fb3c4"}
people = sorted(day["practitioner"].unique(), reverse=True)
figure, axes = plt.subplots(figsize=(9, 4), layout="constrained")
for role, visits_of_role in day.assign(role=day["role"].fillna("single")).groupby("role"):
    starts = visits_of_role["start"].dt.hour + visits_of_role["start"].dt.minute / 60
    rows = [people.index(person) for person in visits_of_role["practitioner"]]
    hours = visits_of_role["minutes"] / 60
    axes.barh(rows, hours, left=starts, color=colours[role], edgecolor="white", linewidth=0.5, label=role)
axes.set_yticks(range(len(people)), people)
axes.set(xlabel="hour", title=f"{date}: linked visits are primary and secondary, the rest single")
axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=3, frameon=False)
plt.show()
