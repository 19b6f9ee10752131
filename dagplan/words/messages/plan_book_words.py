"""The words of a plan's workbook."""

from __future__ import annotations

from dagplan.words.message import C_, N_, Message


class PlanBookWords(Message):
    """Titles, headings and sentences of a plan's workbook; a member's name is the word that the code asks for."""

    OVERVIEW = "plan_book.overview", N_("Overview")
    BY_PRACTITIONER = "plan_book.by_practitioner", C_("workbook", "By practitioner")
    BY_PATIENT = "plan_book.by_patient", N_("By patient")
    UNBOOKED = "plan_book.unbooked", C_("workbook", "Not booked")
    WARNINGS = "plan_book.warnings", N_("Warnings")
    DATE = "plan_book.date", N_("Date")
    ORDER = "plan_book.order", N_("Order")
    REASON = "plan_book.reason", N_("Reason")
    PROOF = "plan_book.proof", N_("Proof")
    FIXES = "plan_book.fixes", C_("workbook", "What would let it in")
    VISITS = "plan_book.visits", N_("Visits")
    MINUTES = "plan_book.minutes", N_("Minutes")
    PROVEN = "plan_book.proven", N_("proven")
    NOT_FOUND_IN_TIME = "plan_book.not_found_in_time", N_("not found in time")
    NO_REASON = "plan_book.no_reason", C_("workbook", "No reason is given.")
    PLAN = "plan_book.plan", N_("Plan")
    ASKED = "plan_book.asked", N_("Asked for")
    BOOKED = "plan_book.booked", N_("Booked")
    SHARE = "plan_book.share", N_("Share")
    ALL = "plan_book.all", N_("All")
    LINKED = "plan_book.linked", N_("Linked")
    SINGLE = "plan_book.single", N_("Single visits")
    REQUESTS = "plan_book.requests", N_("Requests")
    WORTH = "plan_book.worth", N_("How good the plan is")
    NO_BETTER = "plan_book.no_better", N_("No plan is better; that is proven.")
    COST = "plan_book.cost", N_("Cost")
    BOOKINGS_MARK = "plan_book.bookings_mark", N_("Mark of the bookings")
    LOWER_BOUND = "plan_book.lower_bound", N_("Proven lower bound")
    TERMS = "plan_book.terms", N_("The parts of the cost")
    UNBOOKED_TERM = "plan_book.unbooked_term", C_("workbook", "Visits not booked")
    DAY_DEVIATION = "plan_book.day_deviation", N_("Days from the target dates")
    WAIT = "plan_book.wait", N_("Waits between visits")
    NOT_PREFERRED = "plan_book.not_preferred", C_("workbook", "Another than the preferred person")
    MOVED = "plan_book.moved", N_("Moved visits")
    APART = "plan_book.apart", N_("On different dates")
    RULE = "plan_book.rule", C_("workbook", "Routine")
    RUN = "plan_book.run", N_("Run")
    SECONDS = "plan_book.seconds", N_("seconds")
    SEED = "plan_book.seed", N_("seed")
    SEARCH = "plan_book.search", N_("What searched")
    NATIVE = "plan_book.native", N_("the compiled search")
    PYTHON = "plan_book.python", N_("the reference search in Python: the same steps, but fewer of them")
    LEGEND = (
        "plan_book.legend",
        N_("One colour is one request; 1/2 is the first of two visits, bold the primary. Grey: not available."),
    )
    LEGEND_MOVED = "plan_book.legend_moved", N_("↔ and a thick edge: moved.")
    NOBODY_WORKS = "plan_book.nobody_works", N_("Nobody works on this date.")
    NO_VISITS = "plan_book.no_visits", N_("No visits are booked.")
    BUSY = "plan_book.busy", N_("busy")
    NO_DAYS = "plan_book.no_days", N_("The sheets of the days are left out: so many people don't fit on a sheet.")
    MISSING = "plan_book.missing", N_("At most {share:decimal} % of what is possible is missing.")
    ORDER_OF = "plan_book.order_of", N_("{place} of {size}")
