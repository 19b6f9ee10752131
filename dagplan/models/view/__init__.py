"""One view of a plan: all that screens, workbooks, pages and calendars tell of it, without their words and layout."""

from .call_list import Call, CallList, Change, call_list
from .figures import PRIORITIES, Share, Shares, missing_percent
from .hours import Hours
from .plan_view import Place, PlanView, visits_asked_for
from .telling import groups_of, moved_from

__all__ = [
    "PRIORITIES",
    "Call",
    "CallList",
    "Change",
    "Hours",
    "Place",
    "PlanView",
    "Share",
    "Shares",
    "call_list",
    "groups_of",
    "missing_percent",
    "moved_from",
    "visits_asked_for",
]
