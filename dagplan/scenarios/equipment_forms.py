"""Short forms of equipment, spelled out into the contract's changes."""

from __future__ import annotations

from dagplan.models import PlanRequest
from dagplan.models.changes.effects_on_equipment import is_busy_throughout
from dagplan.models.changes.scaling import fresh_id
from dagplan.models.competences import competence_key
from dagplan.models.request import Equipment
from dagplan.words.messages.study_faults import FormFaults

from .short_vocabulary import EquipmentAway, FewerEquipment, MoreEquipment
from .spelling import Others, Plain, change, days_of, refuse, refuse_word, span_of, spelled_out


@spelled_out.register
def _more_equipment(form: MoreEquipment, request: PlanRequest, _others: Others) -> list[Plain]:
    every, here = _of_kind(form.of_kind, request), _of_kind(form.of_kind, request, form.unit)
    like = here[-1] if here else every[0]
    taken = {item.id for item in request.equipment}
    return [
        change("add_equipment", value={"id": fresh_id(like.id, taken), "unit": form.unit, "kind": like.kind})
        for _ in range(form.number)
    ]


@spelled_out.register
def _fewer_equipment(form: FewerEquipment, request: PlanRequest, _others: Others) -> list[Plain]:
    here = _of_kind(form.of_kind, request, form.unit)
    if form.number > len(here):
        refuse("number", FormFaults.TOO_FEW_ITEMS(unit=form.unit, n=len(here), kind=form.of_kind))
    return [change("remove_equipment", equipment=item.id) for item in here[len(here) - form.number :]]


@spelled_out.register
def _equipment_away(form: EquipmentAway, request: PlanRequest, _others: Others) -> list[Plain]:
    known = {item.id for item in request.equipment}
    for item in form.items:
        if item not in known:
            refuse_word("items", FormFaults.NO_ITEM, item, known)
    if form.of_kind is None and form.unit is not None:
        refuse("unit", FormFaults.UNIT_OF_NO_KIND())
    all_of_kind = [] if form.of_kind is None else [one.id for one in _of_kind(form.of_kind, request, form.unit)]
    return [
        change("equipment_busy", equipment=item, **span)
        for item in dict.fromkeys((*form.items, *all_of_kind))
        for day in days_of(form, request)
        if not is_busy_throughout(request.equipment_busy, item, **(span := span_of(day, form.start, form.end)))
    ]


def _of_kind(word: str, request: PlanRequest, unit: str | None = None) -> list[Equipment]:
    """The items of a kind, which there has to be; at a unit, where one is given, maybe none."""
    if unit is not None and all(one.id != unit for one in request.units):
        refuse_word("unit", FormFaults.NO_UNIT, unit, [one.id for one in request.units])
    found = [item for item in request.equipment if competence_key(item.kind) == competence_key(word)]
    if not found:
        refuse_word("of_kind", FormFaults.NO_SUCH_EQUIPMENT, word, [item.kind for item in request.equipment])
    return [item for item in found if unit in {None, item.unit}]
