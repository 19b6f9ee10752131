"""The words of the page that shows a plan."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class PageWords(Message):
    """Labels, headings and sentences of the page."""

    TITLE = "page.title", N_("Day plan")
    SKIP = "page.skip", N_("Skip to the plan")
    CONTENTS = "page.contents", N_("Contents")
    FIGURES = "page.figures", N_("The plan in figures")
    GLANCE = "page.glance", N_("At a glance")
    DAYS = "page.days", N_("Day by day")
    UNBOOKED = "page.unbooked", N_("Not booked")
    BOTTLENECKS = "page.bottlenecks", N_("Bottlenecks")
    WARNINGS = "page.warnings", N_("Good to know")
    HOW = "page.how", N_("How the plan was made")
    REQUESTS_BOOKED = "page.requests_booked", N_("requests booked")
    LINKED_BOOKED = "page.linked_booked", N_("linked requests")
    VISITS = "page.visits", N_("visits")
    VISIT = "page.visit", N_("visit")
    OF = "page.of", N_("of")
    QUALITY = "page.quality", N_("how good the plan is")
    BEST = "page.best", N_("No plan is better")
    BEST_LONG = "page.best_long", N_("It is proven that no plan that keeps the rules costs less.")
    MISSING = "page.missing", N_("At most {share} % is missing")
    MISSING_LONG = (
        "page.missing_long",
        N_(
            "At most {share} % of what is possible is missing. No plan can cost less than {bound}; "
            "this one costs {cost}."
        ),
    )
    EQUIPMENT = "page.equipment", N_("Equipment")
    WITH = "page.with", N_("With")
    COST = "page.cost", N_("Cost")
    BOUND = "page.bound", N_("Proven lower bound")
    WHAT_COSTS = "page.what_costs", N_("What the cost is made of")
    BY_PRIORITY = "page.by_priority", N_("Booked by priority")
    PRIORITY = "page.priority", N_("Priority")
    ALL = "page.all", N_("All")
    LINKED = "page.linked", N_("Linked")
    SINGLE = "page.single", N_("Single")
    ROUTINE = "page.routine", N_("routine")
    URGENT = "page.urgent", N_("urgent")
    ASAP = "page.asap", N_("asap")
    STAT = "page.stat", N_("stat")
    PRIMARY = "page.primary", N_("primary")
    SECONDARY = "page.secondary", N_("secondary")
    TIME = "page.time", N_("Time")
    PATIENT = "page.patient", N_("Patient")
    WHAT = "page.what", N_("Visit")
    LINK = "page.link", N_("Link")
    REQUEST = "page.request", N_("Request")
    WANTED = "page.wanted", N_("Wanted")
    WHY = "page.why", N_("Why")
    WOULD = "page.would", N_("What would let it in")
    NO_FIX = "page.no_fix", N_("–")
    PROVEN = "page.proven", N_("proven")
    NOT_FOUND_IN_TIME = "page.not_found_in_time", N_("not found in time")
    NO_REASON = "page.no_reason", N_("No reason is given.")
    MIN = "page.min", N_("min")
    COMPETENCE = "page.competence", N_("Competence")
    UNIT = "page.unit", N_("Care unit")
    DATE = "page.date", N_("Date")
    AVAILABLE = "page.available", N_("There is, min")
    BOOKED = "page.booked", N_("Booked, min")
    LEFT = "page.left", N_("Left, min")
    WAITING = "page.waiting", N_("Waiting, min")
    LACKING = "page.lacking", N_("Missing, min")
    BOTTLENECKS_TEXT = (
        "page.bottlenecks_text",
        N_(
            "Here more time is wanted than is left. "
            "A request that may be booked on several dates counts on each of them."
        ),
    )
    NO_BOTTLENECKS = "page.no_bottlenecks", N_("None: the time there is suffices.")
    ALL_BOOKED = "page.all_booked", N_("Every request is booked.")
    NO_VISITS = "page.no_visits", N_("No visits are booked.")
    NO_WARNINGS = "page.no_warnings", N_("Nothing in particular.")
    MORE_SPOTS = "page.more_spots", N_("… and {count} more.")
    OPEN_ALL = "page.open_all", N_("Open all days")
    CLOSE_ALL = "page.close_all", N_("Close all days")
    PRINT_OPEN = "page.print_open", N_("Print open days only")
    PRINT = "page.print", N_("Print")
    LEGEND_PRIMARY = "page.legend_primary", N_("Primary visit")
    LEGEND_SECONDARY = "page.legend_secondary", N_("Its secondary visits, in the lighter shade and joined by a line")
    LEGEND_SINGLE = "page.legend_single", N_("Single visit")
    LEGEND_FREE = "page.legend_free", N_("Working time")
    LEGEND_HEAT = "page.legend_heat", N_("Share of working time booked")
    NO_DRAWING = (
        "page.no_drawing",
        N_("The drawing could not be made. All that it would have shown stands in the lists."),
    )
    CHART_KEYS = (
        "page.chart_keys",
        N_("Point into the drawing for details, or come to it with Tab and go on with the arrow keys."),
    )
    CHART_GLANCE = "page.chart_glance", N_("Visits by person and date, {place}")
    CHART_DAY = "page.chart_day", N_("Visits by person, {place}, {date}")
    CHART_HEAT = "page.chart_heat", N_("Share of working time booked, by person, {place}")
    USED = "page.used", N_("{used} of {available} min booked")
    TOO_LARGE = (
        "page.too_large",
        N_("The plan is too large to draw on one page: its days are in the plan file. Make a report a care unit."),
    )
    LINK_OF = "page.link_of", N_("{role} {place} of {size}")
    BY_PATIENT = "page.by_patient", N_("By patient")
    BUSY = "page.busy", N_("busy")
    LEGEND_BUSY = "page.legend_busy", N_("Meeting or absence")
    LEGEND_MOVED = "page.legend_moved", N_("Moved since the plan before")
    NOBODY_WORKS = "page.nobody_works", N_("Nobody works on this date.")
    SEARCH = "page.search", N_("What searched")
    NATIVE = "page.native", N_("the compiled search")
    PYTHON = "page.python", N_("the reference search in Python: the same steps, but fewer of them")
    WEEK = "page.week", N_("w. {week}")
    SEED = "page.seed", N_("Seed")
    SECONDS = "page.seconds", N_("Seconds of search")
    VERSIONS = "page.versions", N_("Versions")
    HASH = "page.hash", N_("Hash of the request")
    RULE = "page.rule", N_("Routine")
    RULE_TEXT = "page.rule_text", N_("{document} version {version}, valid {first} to {last}")
    PSEUDONYMS = (
        "page.pseudonyms",
        N_("Patients are shown by pseudonym only. The page works offline and fetches nothing."),
    )
