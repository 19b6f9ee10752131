"""What is said of a request that others came before: where it could be, whom that puts out, and at what price."""

from __future__ import annotations

from typing import Literal

from dagplan.models.plan import Reason
from dagplan.models.request import Request as AskedRequest

from .changes import clock_of
from .price import Price

Beside = Literal["some", "none", "with more moves", "unknown"]
"""Room beside the others as they stand: some, none, some if more visits might leave their booking than may."""

_BESIDE = {
    "some": "",
    "none": "there is no room for it beside the others; ",
    "with more moves": "there is room for it only if more visits leave their booking than may (max_moved); ",
    "unknown": "",
}


def lost(case: AskedRequest, price: Price, beside: Beside, at_least: int, *, proven: bool) -> Reason:
    """The reason of a request that would fit by itself, but not beside the others at a lower cost.

    Parameters
    ----------
    at_least
        What every plan that books it costs more than this one, as far as is proven.
    proven
        Whether no plan that books it costs less than this one.
    """
    people = ", ".join(dict.fromkeys(price.people))
    ids = (case.id, *price.put_out, *price.rebooked)
    where = f"{price.day} at {clock_of(price.starts[0])} with {people}"
    displaced = _displaced(price)
    if price.cost < 0:
        message = (
            f"{case.id}: there is a better plan that books it: booked on {where}, the plan would cost {-price.cost} "
            f"less{displaced}. Plan again, from this plan."
        )
        return Reason(
            code="better_plan_exists",
            message=message,
            ids=ids,
            dates=(price.day,),
            proof="not_found_in_time",
            costs_more=price.cost,
        )
    lead = _BESIDE[beside] if displaced else "there is room for it, but "
    dearer = f"make the plan cost {price.cost} more" if price.cost else "leave the plan's cost as it is"
    sure = "No better plan that books it was found in time"
    if proven:
        sure = "No plan that books it costs less than this one"
    if at_least > 0:
        sure = f"No plan that books it costs less than {at_least} more than this one"
    return Reason(
        code="lost_to_others",
        message=f"{case.id}: {lead}booked on {where} it would {dearer}{displaced}. {sure}.",
        ids=ids,
        dates=(price.day,),
        proof="proven" if proven else "not_found_in_time",
        costs_more=price.cost,
    )


def _displaced(price: Price) -> str:
    parts = []
    if price.put_out:
        parts.append(f"put out {', '.join(price.put_out)}")
    if price.rebooked:
        parts.append(f"move {', '.join(price.rebooked)}")
    return f" and {' and '.join(parts)}" if parts else ""
