"""What a visit is called where its competence is said in the same breath."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class NamingWords(Message):
    """A visit of the request that a sentence is about."""

    THE_VISIT = "naming.the_visit", N_("the visit")
    VISIT = "naming.visit", N_("visit {number}")
