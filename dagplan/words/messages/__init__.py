"""Codes with their English sentences, one enumeration a family."""

from __future__ import annotations

from dagplan.words.message import Message

from .board_dialogs import DialogWords, ExportWords
from .board_panels import ChosenWords, FiguresOfBoard, PanelWords, PlanRunWords
from .board_shell import BoardKeyWords, BoardShellWords
from .board_start import BoardDoorWords, BoardStartWords
from .board_timeline import BoardMoveWords, BoardRuleNames, BoardTimelineWords
from .boards import BoardFaults, BoardWords
from .calendar_words import CalendarWords
from .call_words import CallWords
from .changes import ChangeFaults, ChangeParts, ChangeWords
from .command_line import CommandFaults, Commands, Endings, UsageFaults
from .conflicts import ConflictWords
from .examples import ExampleTexts
from .fhir_faults import FhirFaults
from .file_faults import FileFaults, JsonErrors, ProgramFaults, SystemErrors, ZipFaults
from .fixes import FixChanges, Fixes
from .input_faults import FitFaults, ValueFaults
from .keys import KeyFaults, KeyWords
from .limits import LimitWords, ListWords
from .moves import MovesWords
from .naming_words import NamingWords
from .offers import OfferFaults, Offers
from .page_words import PageWords
from .passed_over import PassedOverThings, PassedOverWords, SlotTroubles
from .places import Places
from .plan_book_words import PlanBookWords
from .plan_warnings import PlanWarnings
from .policy_faults import ArrivalFaults, PolicyFaults, YearsDamages, YearsFaults
from .reasons import ClashWords, LostWords, ReasonWords
from .screen import DifferenceOnScreen, DryRun, ExplanationOnScreen, PlanOnScreen, StudyOnScreen
from .service import ServiceFaults, Serving
from .service_answers import AnswerFaults
from .store_faults import StoreFaults
from .study import Figures, FiguresOf, Readings, ShortFigures, StudyPage, StudyWarnings
from .study_faults import Damages, FormFaults, ResultsFaults, StudyFaults, StudyPlaces, SyntheticFaults
from .study_orders import StudyOrderFaults
from .table_faults import CellFaults, TableFaults, WorkbookFaults
from .template_words import (
    ColumnNotes,
    ExamplePeople,
    ExampleWords,
    ProblemWords,
    ReadMe,
    SheetNotes,
    TemplateWords,
    WeekdayWords,
)
from .terms import TermNames, TermsOnScreen, WeightTitles
from .violations import FalseClaims, Violations
from .webhook_faults import WebhookFaults
from .years import YearFigures, YearFiguresOf, YearsOnScreen, YearsPage

FAMILIES: tuple[type[Message], ...] = (
    *(BoardTimelineWords, BoardMoveWords, BoardRuleNames),
    CallWords,
    CommandFaults,
    Commands,
    DifferenceOnScreen,
    Endings,
    Figures,
    FiguresOf,
    ExplanationOnScreen,
    NamingWords,
    PageWords,
    PlanOnScreen,
    PlanWarnings,
    Readings,
    ShortFigures,
    DryRun,
    StudyOnScreen,
    StudyWarnings,
    StudyPage,
    TermNames,
    TermsOnScreen,
    UsageFaults,
    WeightTitles,
    *(Violations, FalseClaims),
    *(ChangeWords, ChangeParts, ChangeFaults),
    *(Fixes, FixChanges, Offers, OfferFaults, MovesWords, ConflictWords),
    *(Places, FileFaults, ProgramFaults, SystemErrors, JsonErrors, ZipFaults),
    *(FhirFaults, PassedOverWords, PassedOverThings, SlotTroubles),
    *(ValueFaults, FitFaults),
    *(ReasonWords, ClashWords, LostWords, LimitWords, ListWords),
    *(AnswerFaults, StudyOrderFaults),
    *(StudyPlaces, StudyFaults, FormFaults, ResultsFaults, Damages, SyntheticFaults),
    *(YearFigures, YearFiguresOf, YearsPage, YearsOnScreen),
    *(PolicyFaults, ArrivalFaults, YearsFaults, YearsDamages),
    StoreFaults,
    *(BoardDoorWords, BoardStartWords, BoardShellWords, BoardKeyWords),
    *(CellFaults, TableFaults, WorkbookFaults),
    *(ServiceFaults, Serving),
    *(BoardWords, BoardFaults),
    *(KeyWords, KeyFaults, WebhookFaults),
    *(PanelWords, ChosenWords, FiguresOfBoard, PlanRunWords, DialogWords, ExportWords),
    *(ExamplePeople, WeekdayWords),
    ExampleTexts,
    *(ProblemWords, TemplateWords, ExampleWords, ReadMe, SheetNotes, ColumnNotes, PlanBookWords, CalendarWords),
)
