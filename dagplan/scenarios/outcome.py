"""What is kept in memory of a finished case: its figures and what was not booked, never its request or plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dagplan.words import Said

from .cases import Case


@dataclass(frozen=True)
class Why:
    """Why a request is not booked, as the plan says it first."""

    code: str
    message: str
    proof: str
    params: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Outcome:
    """A finished case.

    Attributes
    ----------
    said
        What the scenario changed, a sentence a change.
    added, gone
        Requests that the scenario has and the base has not, and the other way round.
    unbooked
        The requests not booked, with the reason.
    seconds
        Of wall clock, of this plan.
    least_loss
        The smallest cost of leaving a visit out: what a missing request is worth at the least.
    error
        Why there is no plan; None if there is one.
    """

    key: str
    scenario: str
    text: str
    grid: str | None
    values: Mapping[str, Any]
    said: tuple[Said, ...]
    seed: int
    figures: Mapping[str, float]
    unbooked: Mapping[str, Why]
    added: frozenset[str]
    gone: frozenset[str]
    least_loss: int
    seconds: float
    error: str | None


def outcome_of(case: Case, record: Mapping[str, Any], base_ids: frozenset[str]) -> Outcome:
    """The outcome of a case from its record, just made or read from disk."""
    ids = {one.id for one in case.variant.request.requests}
    losses = case.variant.request.settings.weights.unbooked.model_dump().values()
    return Outcome(
        key=case.key,
        scenario=case.variant.name,
        text=case.variant.text,
        grid=case.variant.grid,
        values=case.variant.values,
        said=case.variant.said,
        seed=case.seed,
        figures=record["figures"],
        unbooked=_reasons(record["plan"]),
        added=frozenset(ids - base_ids),
        gone=base_ids - ids,
        least_loss=min((loss for loss in losses if loss), default=0),
        seconds=record["seconds"],
        error=record["error"],
    )


def _reasons(plan: Mapping[str, Any] | None) -> dict[str, Why]:
    found = {}
    for one in plan["unbooked"] if plan else ():
        first = one["reasons"][0] if one["reasons"] else {}
        code, message, proof = (first.get(name, "") for name in ("code", "message", "proof"))
        found[one["request"]] = Why(code, message, proof, first.get("params"))
    return found
