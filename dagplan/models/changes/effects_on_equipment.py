"""What the changes of equipment do, as `effects` has it for all others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dagplan.models.clock import MINUTES_A_DAY, minute_of_day
from dagplan.models.request import EquipmentBusy
from dagplan.models.windows import Span, subtract
from dagplan.words import Said
from dagplan.words.messages.changes import ChangeFaults, ChangeWords

from .vocabulary import AddEquipment, RemoveEquipment, TakeEquipment
from .words import listed, span
from .workbench import Workbench, refuse


def add_equipment(change: AddEquipment, bench: Workbench) -> Said:
    """One more item."""
    item = change.value
    if item.id in bench.equipment:
        refuse(ChangeFaults.ITEM_TWICE(id=item.id), "value", "id", code="duplicate_id")
    bench.equipment[item.id] = item
    return ChangeWords.ITEM_ADDED(item=item.id, kind=item.kind, unit=item.unit)


def remove_equipment(change: RemoveEquipment, bench: Workbench) -> Said:
    """An item goes, with its busy times and out of the bookings that name it."""
    item = bench.equipment.pop(change.equipment)
    bench.equipment_busy = [busy for busy in bench.equipment_busy if busy.equipment != item.id]
    losing = [visit for visit, booking in bench.bookings.items() if item.id in booking.equipment]
    for visit in losing:
        booking = bench.bookings[visit]
        others = tuple(one for one in booking.equipment if one != item.id)
        bench.bookings[visit] = booking.model_copy(update={"equipment": others})
    if not losing:
        return ChangeWords.ITEM_REMOVED(item=item.id, kind=item.kind, unit=item.unit)
    return ChangeWords.ITEM_REMOVED_FROM_BOOKINGS(item=item.id, kind=item.kind, unit=item.unit, visits=listed(losing))


def take_equipment(change: TakeEquipment, bench: Workbench) -> Said:
    """An item is not to be had for a time."""
    item, start, end = change.equipment, change.start, change.end
    if is_busy_throughout(bench.equipment_busy, item, start, end):
        refuse(ChangeFaults.ITEM_BUSY_ALREADY(item=item, span=span(start, end)))
    bench.equipment_busy.append(EquipmentBusy(equipment=item, start=start, end=end))
    return ChangeWords.ITEM_BUSY(item=item, span=span(start, end))


def is_busy_throughout(busy: Iterable[EquipmentBusy], item: str, start: datetime, end: datetime) -> bool:
    """Whether every minute of a span lies in the busy times of an item."""
    return not subtract(
        [_minutes(start, end)], [_minutes(one.start, one.end) for one in busy if one.equipment == item]
    )


def _minutes(start: datetime, end: datetime) -> Span:
    first, last = (moment.toordinal() * MINUTES_A_DAY + minute_of_day(moment) for moment in (start, end))
    return first, last
