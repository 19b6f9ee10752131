"""What the commands themselves say: of their options, of what they have done, and of how they end."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class Commands(Message):
    """What a command has done, or found."""

    CONFORMS = "command.conforms", N_("conforms")
    VIOLATIONS = "command.violations", *P_("{n} violation", "{n} violations")
    MORE_VIOLATIONS = (
        "command.more_violations",
        *P_("… and {n:number} more violation", "… and {n:number} more violations"),
    )
    MARKED = (
        "command.marked",
        *P_("The workbook with {n} problem marked: {path}", "The workbook with {n} problems marked: {path}"),
    )
    FILL_IN = "command.fill_in", N_("Fill in {path}, then: dagplan plan {path} --out plan.xlsx")
    NO_OFFER = "command.no_offer", N_("No place keeps every rule beside the bookings that stand{moved}{limit}.")
    ALSO_MOVED = (
        "command.no_offer.also_moved",
        *P_(", also with {n} visit of others moved", ", also with {n} visits of others moved"),
    )
    MOST_MOVED = (
        "command.no_offer.most_moved",
        N_(" (no more than {most} may leave their booking: max_moved)"),
    )
    OFFER = "command.offer", N_("{number}. {request}: {offer}")
    NO_OFFER_FOR = "command.no_offer.for", N_("{requests:list}: {nothing}")
    LET_OTHERS_MOVE = "command.let_others_move", N_("With --allow-moves 1 a visit of others may move to make room.")
    NOTHING_WAITS = "command.nothing_waits", N_("The plan books every request: name one with --request.")
    TAKEN = "command.taken", N_("Booked: {request}: {offer}")
    TELL_MOVED = (
        "command.tell_moved",
        N_("Tell {patient}: {visit} moves from {before:moment} with {who} to {after:moment} with {whom}."),
    )
    NO_PLAN_KNOWN = (
        "command.no_plan_known",
        N_(
            "the input books {booked:number} of {all:number} other requests; if a plan books more, those times count "
            "as free here: give the plan with --from PLAN"
        ),
    )
    NOT_STANDING = (
        "command.not_standing",
        *P_(
            "a booking is of a visit that the input doesn't ask for, so its time counts as free: {bookings:clauses}",
            "{n} bookings are of visits that the input doesn't ask for, so their times count as free: "
            "{bookings:clauses}",
        ),
    )
    OF_OTHER_LENGTH = (
        "command.of_other_length",
        *P_(
            "a booking ends otherwise than the input has it, whose length counts: {bookings:clauses}",
            "{n} bookings end otherwise than the input has it, whose length counts: {bookings:clauses}",
        ),
    )
    BOOKED_UNTIL = "command.booked_until", N_("{visit} {start:moment}–{end:time}, {length:minutes}")


class CommandFaults(Message):
    """What is wrong with a call, or keeps it from ending as it should."""

    NOT_WRITTEN = "command.file_error", N_("can't be written: {why}")
    ONLY_A_WORKBOOK = "command.only_a_workbook", N_("only a workbook can be marked (.xlsx)")
    IS_THERE = "command.path_in_use", N_("is there already, and may be filled in: it is not replaced")
    EITHER = "command.either", N_("give either --request or --free")
    OTHER_PLAN = (
        "command.other_plan",
        N_("the input asks for none of its visits: it is a plan of something else"),
    )
    ACCEPT_WHERE = "command.accept_where", N_("say with --out where to write the plan with the offer in it")
    NO_SUCH_OFFER = (
        "command.no_such_offer",
        *P_("there is only {n} offer to choose from", "there are only {n} offers to choose from"),
    )
    NO_OFFERS = "command.no_offers", N_("there is no offer to choose from")
    NEEDS_ACCEPT = "command.needs_accept", N_("goes only with --accept")
    NEEDS_REQUEST_FILE = (
        "command.needs_request_file",
        N_("goes only with --request FILE, when the input lacks the request"),
    )
    CALLER_NOT_IN_INPUT = (
        "command.caller_not_in_input",
        N_(
            "the input lacks this request: say with --input-out where to write the input with it, or the next call "
            "would know nothing of the patient"
        ),
    )
    TIME = "command.time", N_("a local time like 2026-12-07T09:30 is wanted")
    NO_OUT = "command.no_out", N_("say where the results are kept; or --dry-run, which keeps none")
    NO_DASK = "command.no_dask", N_("Dask is not installed: pip install 'dagplan[cluster]'")
    NO_SERVICE = "command.no_service", N_("the service is not installed: pip install 'dagplan[service]'")
    NO_SCHEDULER = "command.no_scheduler", N_("no scheduler answers at this address within 10 seconds")
    NO_WORKERS = "command.no_workers", N_("the scheduler has no workers")
    NO_MEMORY = "command.no_memory", N_("not enough memory for this input")
    HIDDEN = "command.hidden", N_("a value in the call can't be used (not repeated here)")


class Endings(Message):
    """How a run ends by a signal."""

    STOPPED = "ending.stopped", N_("dagplan: stopped ({signal}){stands}")
    STOPPING = (
        "ending.stopping",
        N_("dagplan: stopping with the best plan so far ({signal}); once more ends it without"),
    )
    BEFORE_A_PLAN = "ending.before_a_plan", N_(" before there was a plan: nothing is written")
    NOTHING_WRITTEN = "ending.nothing_written", N_(": nothing is written")
    WHOLE_STANDS = "ending.whole_stands", N_(": what was written whole stands")
    PLAN_WRITTEN = "ending.plan_written", N_(": the plan is written")
    GOES_ON = "ending.goes_on", N_("; the same command goes on from here")


class UsageFaults(Message):
    """What the command line itself refuses, by kind; in English Typer says it in its own words."""

    MISSING = "usage.missing", N_("{what} is missing")
    NO_OPTION = "usage.no_option", N_("there is no option {option}")
    CHOICE = "usage.choice", N_("{what} must be {allowed:or}")
    BAD_VALUE = "usage.bad_value", N_("the value for {what} can't be used")
