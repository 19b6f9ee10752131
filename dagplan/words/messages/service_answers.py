"""Why the service does not answer a question about a plan."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class AnswerFaults(Message):
    """What keeps an answer back, or is wrong with the question."""

    NO_PLAN = "no_plan", N_("it has ended without a plan (state: {state})")
    EITHER = "either", N_("give either `request` or `free`")
    FREE = "free", N_("write practitioner,start,end, as nurse-1,2026-12-07T09:30,2026-12-07T10:30")
    NO_PARENT = "no_parent", N_("it follows from no other plan: say with `against` which one to compare it with")
    NO_EXAMPLE = "not_found.example", N_("there is no such example; these there are: {names:list}")
    NO_SCHEMA = "not_found.schema", N_("there is no such schema; these there are: {names:list}")
