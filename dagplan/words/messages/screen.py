"""What the commands show of plans, explanations and differences on the screen."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class PlanOnScreen(Message):
    """A plan."""

    NO_VISITS = "screen.no_visits", N_("No visits are booked.")
    MORE_PLACES = "screen.more_places", N_("… and {n} more dates and units.")
    TOO_MANY = "screen.too_many", N_("{n} visits are booked; --show all lists them, --out writes them.")
    HEADING = "screen.heading", *P_("{date}  {unit}  {n} visit", "{date}  {unit}  {n} visits")
    MINUTES_USED = "screen.minutes_used", N_("minutes used/available: {people:list}")
    SECONDARY = "screen.secondary", N_("secondary {place} → primary {primary}")
    PRIMARY = "screen.primary", N_("primary {place} ← {others:list}")
    NOT_BOOKED = "screen.not_booked", *P_("Not booked: {n} request", "Not booked: {n} requests")
    NO_REASON = "screen.no_reason", N_("no reason is given")
    MORE = "screen.more", N_("… and {n} more")
    COST = "screen.cost", N_("Cost {cost}, lower bound {bound}: {verdict}.")
    BEST = "screen.best", N_("no plan is better")
    MISSING = "screen.missing", N_("at most {share:decimal} % of what is possible is missing")
    TERMS = "screen.terms", N_("Terms: {terms:list}.")
    TERMS_NONE = "screen.terms.none", N_("Terms: all 0.")
    WARNING = "screen.warning", N_("Warning: {warning}")
    MORE_WARNINGS = "screen.more_warnings", *P_("… and {n} more warning", "… and {n} more warnings")
    PROGRESS = (
        "screen.progress",
        N_("{seconds:decimal} s: {booked} booked, {unbooked} not, cost {cost}, gap {gap:decimal} %"),
    )
    PLANNING = "screen.planning", N_("Planning …")


class ExplanationOnScreen(Message):
    """Why requests are unbooked, and where time is short."""

    ALL_BOOKED = "screen.all_booked", N_("Every request is booked.")
    PROVEN = "screen.proven", N_("{reason} [proven]")
    NOT_FOUND_IN_TIME = "screen.not_found_in_time", N_("{reason} [not found in time]")
    WOULD_LET_IN = "screen.would_let_in", N_("would let it in: {fix}")
    NOTHING_FOUND = "screen.nothing_found", N_("nothing was found that would let it in")
    MORE_REQUESTS = "screen.more_requests", N_("… and {n} more; --show all lists them, --out writes them.")
    TIME_IS_SHORT = (
        "screen.time_is_short",
        N_("Where time is short (minutes; a visit that could be on several dates counts on each):"),
    )
    DATE = "screen.head.date", N_("date")
    COMPETENCE = "screen.head.competence", N_("competence")
    THERE = "screen.head.there", N_("there")
    BOOKED = "screen.head.booked", N_("booked")
    WAITING = "screen.head.waiting", N_("waiting")
    MISSING = "screen.head.missing", N_("missing")
    AN_HOUR = "screen.head.an_hour", N_("an hour more would bring")
    COMPETENCE_AT = "screen.competence_at", N_("{competence} at {unit}")
    LETS_IN = "screen.lets_in", N_("{practitioner}: {requests:list}")
    LETS_IN_MORE = "screen.lets_in.more", N_("{practitioner}: {requests:list} and {n} more")
    LETS_NOBODY_IN = "screen.lets_in.nobody", N_("nobody by itself")


class DifferenceOnScreen(Message):
    """What differs between two plans."""

    NOTHING = "screen.diff.nothing", N_("Nothing changed.")
    NO_BOOKING = "screen.diff.no_booking", N_("No booking changed")
    COUNTS = "screen.diff.counts", N_("{moved}, {added}, {dropped}, {unchanged}")
    COUNTS_EQUIPMENT = (
        "screen.diff.counts_equipment",
        N_("{moved}, {added}, {dropped}, {unchanged}, {equipment} of them with other equipment"),
    )
    COST_AS_BEFORE = "screen.diff.cost_as_before", N_("{counts}; cost {cost:number} as before")
    COST_OTHER = "screen.diff.cost_other", N_("{counts}; cost {before:number} → {after:number}")
    COST_UNKNOWN = (
        "screen.diff.cost_unknown",
        N_("{counts}; the costs are not known: --for INPUT reckons both"),
    )
    COST_BEFORE_UNKNOWN = (
        "screen.diff.cost_before_unknown",
        N_("{counts}; cost now {cost:number}, before not known: --for INPUT reckons both"),
    )
    COST_AFTER_UNKNOWN = (
        "screen.diff.cost_after_unknown",
        N_("{counts}; cost before {cost:number}, now not known: --for INPUT reckons both"),
    )
    BOOKED_NOW = "screen.diff.booked_now", N_("Booked now: {requests:list}.")
    BOOKED_NOW_MORE = "screen.diff.booked_now.more", N_("Booked now: {requests:list}, … and {more:number} more.")
    NO_LONGER = "screen.diff.no_longer", N_("No longer booked: {requests:list}.")
    NO_LONGER_MORE = "screen.diff.no_longer.more", N_("No longer booked: {requests:list}, … and {more:number} more.")
    BY_PATIENT = "screen.diff.by_patient", N_("By patient")
    BY_PRACTITIONER = "screen.diff.by_practitioner", N_("By practitioner")
    MORE = "screen.diff.more", N_("… and {count:number} more")
    SHOW_ALL = "screen.diff.show_all", N_("--show all lists every change, --out writes them.")
    AT = "screen.diff.at", N_("at {unit}")
    ADDED = "screen.diff.added", N_("{date} {visit}: added, {time} {practitioner} at {unit}")
    DROPPED = "screen.diff.dropped", N_("{date} {visit}: dropped, {time} {practitioner} at {unit}")
    COUNT_MOVED = "screen.diff.count_moved", *P_("{n:number} moved", "{n:number} moved")
    COUNT_ADDED = "screen.diff.count_added", *P_("{n:number} added", "{n:number} added")
    COUNT_DROPPED = "screen.diff.count_dropped", *P_("{n:number} dropped", "{n:number} dropped")
    COUNT_EQUIPMENT = (
        "screen.diff.count_equipment",
        *P_("{n:number} with other equipment", "{n:number} with other equipment"),
    )
    COUNT_UNCHANGED = "screen.diff.count_unchanged", *P_("{n:number} unchanged", "{n:number} unchanged")


class StudyOnScreen(Message):
    """A study's comparison."""

    SCENARIO = "screen.study.scenario", N_("scenario")
    MORE = "screen.study.more", N_("… and {n} more scenarios")
    AGAINST = "screen.study.against", N_("Differences are to {scenario}, with the same seeds.")
    IN_BRACKETS = (
        "screen.study.in_brackets",
        N_(
            "In brackets: not shown with these seeds, which never means that there is no effect. "
            "With ~: shown, but smaller than what the plans can be missing."
        ),
    )
    CORRECTED = (
        "screen.study.corrected",
        *P_(
            "{n} difference tested by itself.",
            "Corrected over the {n} differences tested (Benjamini and Hochberg): of those without brackets at most "
            "one in twenty is expected to be chance.",
        ),
    )
    FAILED = "screen.study.failed", N_("Failed: {scenario}, seed {seed}: {error}")
    LOOK_AT = "screen.study.look_at", N_("Look at {path}")
    NO_PARQUET = (
        "screen.study.no_parquet",
        N_("Parquet is left out: pip install 'dagplan[studies]' brings it."),
    )
    PROGRESS_LEFT = (
        "screen.study.progress.left",
        N_("{done} done, {failed} failed, {running} running, about {left} left"),
    )
    HOURS_MINUTES = "screen.study.hours_minutes", N_("{hours} h {minutes} min")
    MINUTES = "screen.study.minutes", N_("{minutes} min")
    SECONDS = "screen.study.seconds", N_("{seconds} s")
    STARTING = "screen.study.starting", N_("starting")


class DryRun(Message):
    """What a study would do."""

    SCENARIO = "dry_run.scenario", N_("scenario")
    SEEDS = "dry_run.seeds", N_("seeds")
    REQUESTS = "dry_run.requests", N_("requests")
    VISITS = "dry_run.visits", N_("visits")
    DONE = "dry_run.done", N_("done")
    CASES = (
        "dry_run.cases",
        *P_(
            "{n} case, {done} done, {left} to do; {workers} at a time.",
            "{n} cases, {done} done, {left} to do; {workers} at a time.",
        ),
    )
    TIME = (
        "dry_run.time",
        N_("About {time}: {each} a case, its time limit. A plan that is proven the best ends sooner."),
    )
    TIME_KNOWN = "dry_run.time.known", N_("About {time}: {each} a case, as those that are done took.")
    NOTHING = "dry_run.nothing", N_("Nothing is left to do: the same call compares what is there.")
    NOT_WRITTEN = "dry_run.not_written", N_("Nothing was planned, and nothing is written.")
