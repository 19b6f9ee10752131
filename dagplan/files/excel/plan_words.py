"""The words of a plan's workbook in one language."""

from __future__ import annotations

from datetime import date

from dagplan.files.headings import COLUMN_TITLES, Titles, title_of
from dagplan.models.dates_in_words import Language, long_date
from dagplan.models.plan import Plan
from dagplan.models.view import missing_percent
from dagplan.words.messages.plan_book_words import PlanBookWords


class Words:
    """Words in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._words = {one.name.lower(): one().told(language) for one in PlanBookWords if not one.places}

    def __getitem__(self, name: str) -> str:
        return self._words[name]

    def column(self, name: str) -> str:
        """A column's heading: the contract's in words, or one of the lists' own."""
        return title_of(name, COLUMN_TITLES, self.language) if name in COLUMN_TITLES else self[name]

    def code(self, name: str | None, titles: Titles) -> str:
        """A word of the contract, such as a role; nothing for None."""
        return title_of(name, titles, self.language) if name else ""

    def day(self, day: date) -> str:
        """A date in words: Tisdag 8 december 2026."""
        text = long_date(self.language, day)
        return text[0].upper() + text[1:]

    def gap(self, plan: Plan) -> str:
        """How far the plan may be from the best one, rounded up: never better than is proven."""
        missing = missing_percent(plan)
        if missing is None:
            return self["no_better"]
        return PlanBookWords.MISSING(share=f"{missing:.1f}").told(self.language)

    def order(self, place: int, size: int) -> str:
        """The place of a visit among those it is linked with."""
        return PlanBookWords.ORDER_OF(place=place, size=size).told(self.language) if size > 1 else ""
