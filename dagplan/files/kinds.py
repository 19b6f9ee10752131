"""What a folder of files is marked with, by the form that it is of: a folder of ours may be replaced."""

from __future__ import annotations

REQUEST_CSV = "dagplan.request/1 csv"
PLAN_CSV = "dagplan.plan/1 csv"
CALENDARS = "dagplan.plan/1 ics"
ORACLE = "dagplan.plan/1 oracle"
