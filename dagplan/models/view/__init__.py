"""One view of a plan: all that screens, workbooks, pages and calendars tell of it, without their words and layout."""

from .figures import PRIORITIES, Share, Shares, missing_percent
from .hours import Hours
from .plan_view import Place, PlanView, visits_asked_for

__all__ = ["PRIORITIES", "Hours", "Place", "PlanView", "Share", "Shares", "missing_percent", "visits_asked_for"]
