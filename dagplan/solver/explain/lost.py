"""What is said of a request that others came before: where it could be, whom that puts out, and at what price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dagplan.models.plan import Reason
from dagplan.models.request import Request as AskedRequest
from dagplan.words.message import Said, Value
from dagplan.words.messages.reasons import LostWords

from .changes import clock_of
from .price import Price

Beside = Literal["some", "none", "with_more_moves", "unknown"]
"""Room beside the others as they stand: some, none, some if more visits might leave their booking than may."""

_BESIDE: Mapping[Beside, LostWords] = {
    "some": LostWords.LOST,
    "none": LostWords.LOST_WITHOUT_ROOM,
    "with_more_moves": LostWords.LOST_WITH_MORE_MOVES,
    "unknown": LostWords.LOST,
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
    ids = (case.id, *price.put_out, *price.rebooked)
    displaced = _displaced(price)
    where: dict[str, Value] = {
        "day": price.day,
        "start": clock_of(price.starts[0]),
        "people": list(dict.fromkeys(price.people)),
    }
    if displaced is not None:
        where["displaced"] = displaced
    if price.cost < 0:
        better = LostWords.BETTER if displaced is None else LostWords.BETTER_AND
        return Reason(
            code="better_plan_exists",
            **better(request=case.id, less=-price.cost, **where).fields,
            ids=ids,
            dates=(price.day,),
            proof="not_found_in_time",
            costs_more=price.cost,
        )
    if price.cost:
        booked = (LostWords.DEARER if displaced is None else LostWords.DEARER_AND)(cost=price.cost, **where)
    else:
        booked = (LostWords.AS_DEAR if displaced is None else LostWords.AS_DEAR_AND)(**where)
    sure = LostWords.PROVEN() if proven else LostWords.NOT_FOUND()
    if at_least > 0:
        sure = LostWords.AT_LEAST(at_least=at_least)
    words = LostWords.LOST_WITH_ROOM if displaced is None else _BESIDE[beside]
    return Reason(
        code="lost_to_others",
        **words(request=case.id, booked=booked, sure=sure).fields,
        ids=ids,
        dates=(price.day,),
        proof="proven" if proven else "not_found_in_time",
        costs_more=price.cost,
    )


def _displaced(price: Price) -> Said | None:
    if price.put_out and price.rebooked:
        return LostWords.PUT_OUT_AND_MOVE(put_out=price.put_out, moved=price.rebooked)
    if price.put_out:
        return LostWords.PUT_OUT(requests=price.put_out)
    return LostWords.MOVE(requests=price.rebooked) if price.rebooked else None
