"""``dagplan suggest --accept``: the plan with one of the offers in it, and who has to be told of a move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dagplan.words import Said, current_language
from dagplan.words.messages.command_line import CommandFaults, Commands
from dagplan.words.registry import in_language

from .terminal import print_text
from .writing import display, write_all

if TYPE_CHECKING:
    from dagplan.models import Problem
    from dagplan.models.offer import Offer
    from dagplan.models.plan import PlanWarning

    from .question import Question


@dataclass(frozen=True)
class Taking:
    """What a call says of taking an offer.

    Attributes
    ----------
    number
        Which offer, counted from 1; None: none is taken.
    offers_path
        Where the offers are read that it counts; None: they are looked for anew.
    out
        Where the plan is written, or the offers where none is taken.
    input_out
        Where the input is written with requests that it lacked.
    """

    number: int | None
    offers_path: str | None
    out: Sequence[str]
    input_out: str | None

    def problems(self, asked: Question | None, inputs: Sequence[str]) -> Iterator[Problem]:
        """What is wrong with these options, for what is asked, as far as that is known."""
        from dagplan import files
        from dagplan.models import Problem
        from dagplan.report.forms import plan_forms

        callers = asked.callers if asked else ()
        read = [*inputs, *callers, *filter(None, [self.offers_path])]
        if self.number is None:
            for name, value in (("offers", self.offers_path), ("input-out", self.input_out)):
                if value is not None:
                    yield Problem.of(f"--{name}", CommandFaults.NEEDS_ACCEPT(), "usage")
            yield from files.output_problems(self.out, files.JSON_ONLY, read)
            return
        if not self.out:
            yield Problem.of("--accept", CommandFaults.ACCEPT_WHERE(), "usage")
        if self.input_out is None:
            yield from (Problem.of(one, CommandFaults.CALLER_NOT_IN_INPUT(), "usage") for one in callers)
        elif asked and not callers:
            yield Problem.of("--input-out", CommandFaults.NEEDS_REQUEST_FILE(), "usage")
        forms = plan_forms(asked.request if asked else files.nothing_asked(), current_language())
        yield from files.output_problems(self.out, forms, read)
        if self.input_out is not None:
            inputs_forms = files.request_formats(current_language())
            yield from files.output_problems([self.input_out], inputs_forms, [*read, *self.out])

    def take(self, found: Sequence[Offer], asked: Question, warnings: Sequence[PlanWarning], *, quiet: bool) -> int:
        """Write the plan with the offer in it, and say what was booked and who is to be told; the exit status.

        Parameters
        ----------
        found
            The offers to choose from.
        asked
            What they were made for.
        warnings
            What was passed over in reading the input.
        quiet
            Whether nothing is said.

        Raises
        ------
        InputError
            If there is no such offer, or the plan would break a rule.
        """
        from dagplan import files
        from dagplan.models import InputError, Problem
        from dagplan.report.forms import plan_forms
        from dagplan.solver import accept

        number = self.number or 0
        if not 1 <= number <= len(found):
            said = CommandFaults.NO_SUCH_OFFER(n=len(found)) if found else CommandFaults.NO_OFFERS()
            raise InputError([Problem.of("accept", said, "out_of_range")])
        offer, request = found[number - 1], asked.request
        made = accept(request, offer, asked.plan)
        made = made.model_copy(update={"warnings": (*made.warnings, *warnings)})
        # A plan of a request that no input holds would be of no use: the input comes first.
        given = [] if self.input_out is None else [self.input_out]
        if status := write_all(request, given, files.request_formats(current_language())):
            return status
        status = write_all(made, self.out, plan_forms(request, current_language()))
        said_of_it = in_language(offer.params, offer.message)
        lines = [Commands.TAKEN(request=offer.request, offer=said_of_it), *_to_tell(asked, offer)]
        return max(status, display(lambda: print_text("\n".join(one.shown for one in lines)), quiet=quiet))


def _to_tell(asked: Question, offer: Offer) -> Iterator[Said]:
    """For each visit that the offer moves, whose it is, and from where to where."""
    from dagplan.models.bookings import stays

    before = {one.visit: one for one in asked.stands.bookings}
    for one in (*offer.moves, *offer.bookings):
        was = before.get(one.visit)
        if was is not None and not stays(one, was):
            yield Commands.TELL_MOVED(
                patient=one.patient,
                visit=one.visit,
                before=was.start,
                who=was.practitioner,
                after=one.start,
                whom=one.practitioner,
            )
