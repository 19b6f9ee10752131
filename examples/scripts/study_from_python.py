"""
A study: is the difference an effect, or noise?
===============================================

The asthma nurse is away two days: how many patients lose their visits, and does it help if another nurse learns
spirometry? Every scenario is planned with several seeds; each difference is tested, seed by seed, corrected over the
table, and held against what the plans can be missing.
"""

# %%
# A study is a small TOML file; the same runs with ``dagplan whatif study.toml --out results``. Here it is written by
# the script, beside the input it names.

import os
import tempfile
from pathlib import Path

from dagplan import files, read_study, run_study
from dagplan.scenarios import generate

SECONDS = float(os.environ.get("DAGPLAN_EXAMPLE_SECONDS", "2"))
STUDY = f"""
schema = "dagplan.study/1"
name = "The asthma nurse is away"
base = "week.json"
seeds = [1, 2, 3, 4, 5]

[settings]
time_limit = {SECONDS}

[[scenario]]
name = "away"
changes = [{{ kind = "absence", practitioners = ["asthma-nurse-1"], weekdays = ["monday", "tuesday"] }}]

[[scenario]]
name = "nurse-1-learns"
changes = [
  {{ kind = "absence", practitioners = ["asthma-nurse-1"], weekdays = ["monday", "tuesday"] }},
  {{ kind = "give_competence", practitioners = ["nurse-1"], competence = "spirometry" }},
]
"""

with tempfile.TemporaryDirectory() as folder:
    files.write_request(generate("unit-week", 1, staff=4), Path(folder, "week.json"))
    Path(folder, "away.study.toml").write_text(STUDY, encoding="utf-8")
    study = read_study(Path(folder, "away.study.toml"))

# %%
# Fifteen plans: the base and two scenarios, with five seeds each, as many at a time as there are cores. With ``out=``
# every finished case is kept, and the same call goes on where it was stopped.

result = run_study(study)
print(result.table()[["unbooked", "cost"]].round(1).to_string())

# %%
# What each scenario changed, in words.

for row in result.scenarios.itertuples():
    print(f"{row.scenario}:", row.changes.replace("\n", " ") or "as it is")

# %%
# How each difference to the base reads. Only ``clear`` and ``proven`` are effects; the rest is not shown, which never
# means that there is no effect.

told = result.comparison[result.comparison["figure"].isin(["unbooked", "cost"])]
told = told[told["scenario"] != "base"]
print(told[["scenario", "figure", "base", "mean", "difference", "reading"]].round(1).to_string(index=False))

# %%
# The same plans, held against another scenario than the base: nothing is planned again.

other = result.held_against("away").comparison
other = other[(other["figure"] == "unbooked") & (other["scenario"] != "away")]
print(other[["scenario", "difference", "interval_low", "interval_high", "reading"]].round(1).to_string(index=False))

# %%
# Who loses and who gains, in how many of the seeds.

print(result.items[["scenario", "request", "change", "seeds", "of"]].head(8).to_string(index=False))
