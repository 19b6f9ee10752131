"""Codes with their English sentences, one enumeration a family."""

from __future__ import annotations

from dagplan.words.message import Message

from .command_line import CommandFaults, Commands, Endings
from .page_words import PageWords
from .plan_warnings import PlanWarnings
from .screen import DifferenceOnScreen, ExplanationOnScreen, PlanOnScreen, StudyOnScreen, TermsOnScreen
from .study import Figures, FiguresOf, Readings, ShortFigures, StudyPage

FAMILIES: tuple[type[Message], ...] = (
    CommandFaults,
    Commands,
    DifferenceOnScreen,
    Endings,
    Figures,
    FiguresOf,
    ExplanationOnScreen,
    PageWords,
    PlanOnScreen,
    PlanWarnings,
    Readings,
    ShortFigures,
    StudyOnScreen,
    StudyPage,
    TermsOnScreen,
)
