"""Small studies that are planned in a moment."""

from __future__ import annotations

from dagplan.models.plan import to_json
from tests.build import asked, at, linked, read, single

BASE = read(
    asked(
        linked(max_wait=60),
        single(),
        single("r3", "p3", priority="urgent"),
        single("r4", "p4", "spirometry", 60),
        units=[{"id": "u1"}, {"id": "u2"}],
        practitioners=[
            {"id": "nurse", "competences": ["spirometry"]},
            {"id": "doctor", "competences": ["physician"]},
            {"id": "locum", "competences": ["leader"]},
        ],
        equipment=[
            {"id": "spiro-1", "unit": "u1", "kind": "spirometer"},
            {"id": "spiro-2", "unit": "u1", "kind": "spirometer"},
            {"id": "room-1", "unit": "u2", "kind": "room"},
        ],
        equipment_busy=[{"equipment": "spiro-2", "start": at("00:00"), "end": at("24:00")}],
        settings={"time_limit": 0.5, "deterministic": True},
    )
)

STUDY = """
schema = "dagplan.study/1"
name = "A small study"
question = "What if <nobody> is there & why?"
base = "base.json"
seeds = [1, 2]

[[scenario]]
name = "doctor-away"
text = "The doctor is away until noon."
changes = [{ kind = "absence", practitioners = ["doctor"], end = 12:00:00 }]

[[grid]]
name = "hours"
values = { duration = [30, 200], extra_hours = [0, 2] }
changes = [
  { kind = "duration", competence = "spirometry", minutes = "$duration" },
  { kind = "extra_hours", with_competence = "spirometry", hours = "$extra_hours" },
]
"""
CASES = (1 + 1 + 4) * 2


def written(folder, text=STUDY, base=BASE):
    """A study file and its base in a folder; the path of the study."""
    (folder / "base.json").write_text(to_json(base), "utf-8")
    path = folder / "small.toml"
    path.write_text(text, "utf-8")
    return path
