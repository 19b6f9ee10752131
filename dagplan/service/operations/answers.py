"""The form of each answer, and its bytes: JSON by the contract's names, every message in the language asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from dagplan.models.difference import Difference
from dagplan.models.fields import PARAMS, LocalDate, StrictModel
from dagplan.models.plan import PlanWarning
from dagplan.models.verdict import Verdict
from dagplan.words import Language, Params
from dagplan.words.naming import Names, in_names


@dataclass(frozen=True)
class Spoken:
    """How an answer is told.

    Attributes
    ----------
    language
        Of every message.
    named
        Whether messages have names where they would have ids; ids stay in every other field, ``params`` too.
    """

    language: Language = "en"
    named: bool = False


PLAIN = Spoken()
"""In English, with ids: as the contract has it."""


class PassedOverKind(StrictModel):
    """One kind of thing in a Bundle that was not used, and why."""

    reason: str = Field(description="A stable word for programs.")
    count: int = Field(ge=0, description="How many there are.")
    first: str = Field(description="JSON path of the first.")
    message: str = Field(description="The same in a sentence.")
    params: Params | None = Field(None, description=PARAMS)


class Valid(StrictModel):
    """A request that can be planned, and how large it is. One that can't be is refused with its problems."""

    ok: Literal[True] = Field(True, description="That it can be planned.")
    requests: int = Field(ge=0, description="Number of requests.")
    visits: int = Field(ge=0, description="Number of visits in them.")
    dates: int = Field(ge=0, description="Number of dates that may be planned.")
    units: int = Field(ge=0, description="Number of care units.")
    practitioners: int = Field(ge=0, description="Number of people.")
    first_date: LocalDate = Field(description="First date that may be planned.")
    last_date: LocalDate = Field(description="Last date that may be planned, included.")
    time_limit: float = Field(description="Seconds that the plan may take.")
    passed_over: tuple[PassedOverKind, ...] = Field(description="What in a Bundle was not used.")
    warnings: tuple[PlanWarning, ...] = Field(description="What a planner should know before planning.")


class Judged(Verdict):
    """What the checker says of a plan that was sent, or of a job's."""

    passed_over: tuple[PassedOverKind, ...] = Field((), description="What in the request's Bundle was not used.")


class ToldDifference(Difference):
    """What differs between two plans (``dagplan.difference/1``), with the same in words."""

    message: str = Field(description="How much differs, in a sentence.")
    lines: tuple[str, ...] = Field(description="All that differs, a line each: by patient, then by practitioner.")


class SaidChange(StrictModel):
    """What a change changed."""

    message: str = Field(description="What changed, from what to what.")
    params: Params | None = Field(None, description=PARAMS)


class SaidChanges(StrictModel):
    """What changes changed, in their order."""

    changes: tuple[SaidChange, ...] = Field(description="One for each change.")


def answer(model: StrictModel, language: Language = "en", names: Names | None = None) -> bytes:
    """An answer as JSON, every message in a language; ``params`` stay, so that it can be told in another.

    Parameters
    ----------
    names
        What stands for the ids in messages; None: they have ids.
    """
    if language == "en" and names is None:
        return model.model_dump_json(by_alias=True).encode()
    whole = told(model.model_dump(mode="json", by_alias=True), language, names)
    return json.dumps(whole, ensure_ascii=False).encode()


def in_words(kept: bytes, language: Language) -> bytes:
    """An answer that was kept, in a language."""
    return json.dumps(told(json.loads(kept), language), ensure_ascii=False).encode()


def told(part: Any, language: Language, names: Names | None = None) -> Any:
    """Any JSON of ours with each ``message`` that has its ``params`` beside it in a language, maybe with names."""
    if isinstance(part, dict):
        found = {name: value if name == "params" else told(value, language, names) for name, value in part.items()}
        if isinstance(found.get("message"), str) and isinstance(found.get("params"), dict):
            found["message"] = in_names(found["params"], found["message"], names, language)
        return found
    return [told(value, language, names) for value in part] if isinstance(part, list) else part
