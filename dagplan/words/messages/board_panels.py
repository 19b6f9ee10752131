"""The words of what stands beside the timeline of the board."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class PanelWords(Message):
    """What every panel says, and the list of what is not booked."""

    LOADING = "board.panel.loading", N_("Loading …")
    OFFLINE = "board.panel.offline", N_("The service does not answer. Nothing is lost: try again in a moment.")
    CONFLICT = (
        "board.panel.conflict",
        N_(
            "Somebody else changed the plan meanwhile. It is shown as it stands now; look, and do it "
            "again if you still want to."
        ),
    )
    WENT_WRONG = "board.panel.went_wrong", N_("It did not work. Try again.")
    AGAIN = "board.panel.again", N_("Try again")
    CANCEL = "board.panel.cancel", N_("Cancel")
    CLOSE = "board.panel.close", N_("Close")
    MORE = "board.panel.more", *P_("{n} more", "{n} more")
    SUM = "board.panel.sum", N_("Cost in all")
    MINUTES = "board.panel.minutes", *P_("{n} min", "{n} min")
    FROM_TO = "board.panel.from_to", N_("{first} to {last}")
    PRIMARY = "board.panel.primary", N_("primary")
    PRIORITY = "board.panel.priority", N_("Priority")
    PRIORITY_ALL = "board.panel.priority.all", N_("All priorities")
    PRIORITY_ROUTINE = "board.panel.priority.routine", N_("routine")
    PRIORITY_URGENT = "board.panel.priority.urgent", N_("urgent")
    PRIORITY_ASAP = "board.panel.priority.asap", N_("as soon as possible")
    PRIORITY_STAT = "board.panel.priority.stat", N_("at once")
    UNBOOKED_NONE = "board.panel.unbooked.none", N_("Everything is booked.")
    UNBOOKED_NO_REQUESTS = "board.panel.unbooked.no_requests", N_("There are no requests to book.")
    UNBOOKED_NO_MATCH = "board.panel.unbooked.no_match", N_("No unbooked request matches.")
    UNBOOKED_COUNT = "board.panel.unbooked.count", *P_("{n} of {of} not booked", "{n} of {of} not booked")
    UNBOOKED_SEARCH = "board.panel.unbooked.search", N_("Patient, request or competence")
    UNBOOKED_LACKS = (
        "board.panel.unbooked.lacks",
        *P_("booked in part: {n} visit is lacking", "booked in part: {n} visits are lacking"),
    )
    UNBOOKED_WHY_ALL = "board.panel.unbooked.why_all", N_("Show why, for all")
    UNBOOKED_EXPLAINED = (
        "board.panel.unbooked.explained",
        *P_("The reason is shown for {n} request.", "The reasons are shown for {n} requests."),
    )
    UNBOOKED_DETAILS = "board.panel.unbooked.details", N_("All about this request")


class ChosenWords(Message):
    """What is chosen: why it is where it is or is not booked, where else it could be, and what can be done."""

    WHY = "board.panel.why", N_("Why it is not booked")
    WHY_LOOKING = "board.panel.why.looking", N_("Looking for reasons and free times …")
    WHY_PROVEN = "board.panel.why.proven", N_("certain")
    WHY_NOT_FOUND = "board.panel.why.not_found", N_("not found in time")
    WHY_UNKNOWN = "board.panel.why.unknown", N_("No reason was found in time.")
    FIXES = "board.panel.fixes", N_("What would let it in")
    FIX_NONE = "board.panel.fix.none", N_("No single change was found that lets it in.")
    FIX_TAKE = "board.panel.fix.take", N_("Do it and book")
    FIX_TAKE_LABEL = "board.panel.fix.take_label", N_("Do it and book: {fix}")
    OFFERS = "board.panel.offers", N_("Free places")
    OFFER_TAKE = "board.panel.offer.take", N_("Take")
    OFFER_TAKE_LABEL = "board.panel.offer.take_label", N_("Take the time for {patient}: {place}")
    OFFER_COSTS = "board.panel.offer.costs", N_("costs {cost}")
    OFFER_NOTHING = "board.panel.offer.nothing", N_("costs nothing")
    OFFER_SHOW = "board.panel.offer.show", N_("Show it on the board")
    OFFER_SAME = "board.panel.offer.same", N_("costs as much as now")
    OFFER_MORE = "board.panel.offer.more", N_("costs {cost} more than now")
    OFFER_LESS = "board.panel.offer.less", N_("costs {cost} less than now")
    OFFER_DISPLACES = "board.panel.offer.displaces", N_("moves {patient} to {place}")
    CHOSEN_NOTHING = "board.panel.chosen.nothing", N_("Choose a visit on the board, or a request that is not booked.")
    CHOSEN_NOT_BOOKED = "board.panel.chosen.not_booked", N_("not booked")
    LOCK_LOCKED = "board.panel.lock.locked", N_("Locked")
    LOCK_OPEN = "board.panel.lock.open", N_("Lock")
    LOCK_LABEL = "board.panel.lock.label", N_("Locked: {competence}")
    LOCK_ALL = "board.panel.lock.all", N_("Lock all visits")
    LOCK_NONE = "board.panel.lock.none", N_("Unlock all visits")
    OFF_TIMES = "board.panel.off.times", N_("Release the times")
    OFF_REQUEST = "board.panel.off.request", N_("Remove the request")
    HERE = "board.panel.here", N_("Why here")
    HERE_NOTHING = (
        "board.panel.here.nothing",
        N_("On its target date, without waits, with those preferred: it costs nothing."),
    )
    OTHERS = "board.panel.others", N_("Best other places")
    OTHERS_LOOKING = "board.panel.others.looking", N_("Looking for other places …")
    OTHERS_NONE = "board.panel.others.none", N_("There is no other free place as the plan stands.")
    OTHERS_MOVES = "board.panel.others.moves", N_("Also where others would have to move")
    OTHERS_FOUND = "board.panel.others.found", *P_("{n} place found", "{n} places found")
    COST_DAYS_AFTER = (
        "board.panel.cost.days_after",
        *P_("{n} day after the target date", "{n} days after the target date"),
    )
    COST_DAYS_BEFORE = (
        "board.panel.cost.days_before",
        *P_("{n} day before the target date", "{n} days before the target date"),
    )
    COST_WAITS = (
        "board.panel.cost.waits",
        *P_("{n} minute of waiting between the visits", "{n} minutes of waiting between the visits"),
    )
    COST_NOT_PREFERRED = "board.panel.cost.not_preferred", N_("not with {person}, who was preferred")
    COST_APART = "board.panel.cost.apart", N_("another day than the patient's other visit, {day}")
    MOVE = "board.panel.move", N_("Move to …")
    MOVE_PERSON = "board.panel.move.person", N_("With")
    MOVE_UNIT = "board.panel.move.unit", N_("Care unit")
    MOVE_DATE = "board.panel.move.date", N_("Date")
    MOVE_START = "board.panel.move.start", N_("Start")
    MOVE_WHOLE = "board.panel.move.whole", N_("The other visits of the chain move along")
    MOVE_TAKE = "board.panel.move.take", N_("Move")
    MOVE_CHOOSE = "board.panel.move.choose", N_("Choose a place: whether it is allowed is said here.")
    MOVE_ALLOWED = "board.panel.move.allowed", N_("It is allowed.")
    MOVE_DISPLACES = (
        "board.panel.move.displaces",
        *P_("It is allowed; {n} other visit moves.", "It is allowed; {n} other visits move."),
    )
    MOVE_NOT_ALLOWED = "board.panel.move.not_allowed", N_("It is not allowed:")
    MOVE_THERE = "board.panel.move.there", N_("There already: {patients:and}.")
    FREE_TITLE = "board.panel.free.title", N_("Free time with {person}, {start}–{end}")
    FREE_LOOKING = "board.panel.free.looking", N_("Looking for who fits …")
    FREE_NOBODY = "board.panel.free.nobody", N_("No unbooked request fits in this time.")


class FiguresOfBoard(Message):
    """The board in figures."""

    BOOKED = "board.panel.figures.booked", N_("{booked} of {of} booked")
    RULES_KEPT = "board.panel.figures.rules_kept", N_("All rules are kept.")
    BROKEN = "board.panel.figures.broken", *P_("{n} rule is broken", "{n} rules are broken")
    COSTS = "board.panel.figures.costs", N_("What the plan costs")
    NOTHING_COSTS = "board.panel.figures.nothing_costs", N_("Nothing: every wish is met.")
    PLANNING = "board.panel.figures.planning", N_("The last planning")
    BEST = "board.panel.figures.best", N_("Cost {cost}: no plan is better, that is proven.")
    GAP = (
        "board.panel.figures.gap",
        N_("Cost {cost}; no plan can cost less than {bound}. At most {share} of what is possible is missing."),
    )
    SHORT = "board.panel.figures.short", N_("Where time is short")
    FIND = "board.panel.figures.find", N_("Find out")
    NOT_SHORT = (
        "board.panel.figures.not_short",
        N_("There is time enough everywhere; something else stands in the way."),
    )
    FOUND = "board.panel.figures.found", *P_("Time is short in {n} place.", "Time is short in {n} places.")
    MISSING = (
        "board.panel.figures.missing",
        *P_(
            "{competence} at {unit}, {day}: {n} minute is missing.",
            "{competence} at {unit}, {day}: {n} minutes are missing.",
        ),
    )
    HOUR = (
        "board.panel.figures.hour",
        *P_("One hour more of {person} lets in {n} request.", "One hour more of {person} lets in {n} requests."),
    )
    TERM_UNBOOKED = "board.panel.term.unbooked", N_("Visits not booked")
    TERM_DAY_DEVIATION = "board.panel.term.day_deviation", N_("Days from target dates")
    TERM_WAIT = "board.panel.term.wait", N_("Waits between linked visits")
    TERM_NOT_PREFERRED = "board.panel.term.not_preferred", N_("Another than the preferred person")
    TERM_MOVED = "board.panel.term.moved", N_("Bookings moved")
    TERM_APART = "board.panel.term.apart", N_("Wished for the same day, but apart")
    TERM_UNEVEN = "board.panel.term.uneven", N_("Dates filled unevenly")


class PlanRunWords(Message):
    """A plan in the making, and what it changes."""

    TITLE = "board.panel.plan.title", N_("Make a plan")
    REPLAN = "board.panel.plan.replan", N_("Plan again")
    SECONDS = "board.panel.plan.seconds", N_("Seconds")
    MOVES = "board.panel.plan.moves", N_("At most so many visits may move")
    MOVES_HINT = "board.panel.plan.moves_hint", N_("Empty: as many as pay.")
    BEGIN = "board.panel.plan.begin", N_("Begin")
    BEGINS = "board.panel.plan.begins", N_("Planning begins …")
    BEING_MADE = "board.panel.plan.being_made", N_("Planning …")
    PROGRESS = "board.panel.plan.progress", N_("Time used of what the plan may take")
    SO_FAR = (
        "board.panel.plan.so_far",
        N_("{booked} of {of} booked, cost {cost}; at most {share} of what is possible is missing."),
    )
    BEST = "board.panel.plan.best", N_("{booked} of {of} booked, cost {cost}: no plan is better.")
    CHART = "board.panel.chart", N_("Cost {cost}, falling towards the bound {bound}.")
    STOP = "board.panel.plan.stop", N_("Stop and keep the best")
    STOPPING = "board.panel.plan.stopping", N_("Stopping …")
    DONE = "board.panel.plan.done", N_("The plan is ready")
    STOPPED = "board.panel.plan.stopped", N_("Stopped: the best plan so far")
    FAILED = "board.panel.plan.failed", N_("No plan came of it.")
    OLD_WHILE = (
        "board.panel.plan.old_while",
        N_("The board has changed since the planning began: this plan can't be accepted."),
    )
    OLD = (
        "board.panel.plan.old",
        N_("The board has changed since the planning began. Plan again from how it stands now."),
    )
    ON_THE_BOARD = "board.panel.plan.on_the_board", N_("On the board")
    BEFORE = "board.panel.plan.before", N_("Before")
    AFTER = "board.panel.plan.after", N_("After")
    ACCEPT = "board.panel.plan.accept", N_("Accept")
    DISCARD = "board.panel.plan.discard", N_("Throw away")
    AGAIN = "board.panel.plan.again", N_("Plan again")
    OTHERWISE = "board.panel.plan.otherwise", N_("Other time or moves …")
    THROWN_AWAY = "board.panel.plan.thrown_away", N_("The plan was thrown away; the board is as it was.")
    DIFFERENCE_LOOKING = "board.panel.difference.looking", N_("Comparing …")
    DIFFERENCE_MOVED = "board.panel.difference.moved", *P_("{n} visit moves", "{n} visits move")
    DIFFERENCE_ADDED = "board.panel.difference.added", *P_("{n} visit is booked", "{n} visits are booked")
    DIFFERENCE_DROPPED = (
        "board.panel.difference.dropped",
        *P_("{n} visit is no longer booked", "{n} visits are no longer booked"),
    )
    DIFFERENCE_MOVE = "board.panel.difference.move", N_("{patient}: {before} → {after}")
