"""The words of a study: its figures, how differences read, and its page."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class Figures(Message):
    """The figures of a plan that a study compares."""

    COST = "figure.cost", N_("Cost")
    LOWER_BOUND = "figure.lower_bound", N_("Proven lower bound of the cost")
    GAP = "figure.gap", N_("Gap to the achievable: (cost − bound) / (cost of booking nothing − bound)")
    SOLVER_GAP = "figure.solver_gap", N_("The solver's gap: (cost − bound) / cost")
    BOOKED = "figure.booked", N_("Requests booked")
    UNBOOKED = "figure.unbooked", N_("Requests not booked")
    BOOKED_LINKED = "figure.booked_linked", N_("Linked requests booked")
    BOOKED_SINGLE = "figure.booked_single", N_("Single visits booked")
    UNBOOKED_LINKED = "figure.unbooked_linked", N_("Linked requests not booked")
    UNBOOKED_SINGLE = "figure.unbooked_single", N_("Single visits not booked")
    DAYS_FROM_TARGET = "figure.days_from_target", N_("Days from the target date, mean of the booked")
    MINUTES_WAITED = "figure.minutes_waited", N_("Minutes waited between linked visits, mean of the linked booked")
    PREFERRED_MET = "figure.preferred_met", N_("Share of wishes for a person met, of visits booked")
    MOVED = "figure.moved", N_("Cost of visits that left their existing booking")


class FiguresOf(Message):
    """Figures of one priority or competence."""

    BOOKED = "figure_of.booked", N_("Requests booked, {word}")
    UNBOOKED = "figure_of.unbooked", N_("Requests not booked, {word}")
    SERVED = "figure_of.served", N_("Share of the minutes asked of {word} that are booked")
    USED = "figure_of.used", N_("Share of the time of people with {word} that is taken")


class ShortFigures(Message):
    """The same, where a column has no room for more."""

    BOOKED = "short_figure.booked", N_("booked")
    BOOKED_LINKED = "short_figure.booked_linked", N_("linked booked")
    UNBOOKED_LINKED = "short_figure.unbooked_linked", N_("linked not booked")
    UNBOOKED_SINGLE = "short_figure.unbooked_single", N_("single not booked")
    DAYS_FROM_TARGET = "short_figure.days_from_target", N_("days from target")
    MINUTES_WAITED = "short_figure.minutes_waited", N_("minutes waited")
    PREFERRED_MET = "short_figure.preferred_met", N_("wishes met")
    LOWER_BOUND = "short_figure.lower_bound", N_("bound")
    COST = "short_figure.cost", N_("cost")
    GAP = "short_figure.gap", N_("gap to achievable")
    SOLVER_GAP = "short_figure.solver_gap", N_("solver's gap")


class Readings(Message):
    """How a difference reads."""

    PROVEN = "reading.proven", N_("proven")
    PROVEN_MEANS = (
        "reading.proven.means",
        N_("the least costs themselves differ, whatever the seed: what is proven of them lies apart"),
    )
    CLEAR = "reading.clear", N_("clear")
    CLEAR_MEANS = (
        "reading.clear.means",
        N_("shown by the seeds, corrected over the table, and larger than what the plans can be missing"),
    )
    WITHIN_GAPS = "reading.within_gaps", N_("within gaps")
    WITHIN_GAPS_MEANS = (
        "reading.within_gaps.means",
        N_("shown between these plans, but less than what they can be missing: longer plans might close it"),
    )
    NOT_SHOWN = "reading.not_shown", N_("not shown")
    NOT_SHOWN_MEANS = (
        "reading.not_shown.means",
        N_("may be chance: the seeds differ too much, or are too few; it never means that there is no effect"),
    )
    ONE_SEED = "reading.one_seed", N_("one seed")
    ONE_SEED_MEANS = "reading.one_seed.means", N_("not shown: there is one seed, and what chance does is not known")
    SAME = "reading.same", N_("same")
    SAME_MEANS = "reading.same.means", N_("the same values, whichever seed gave which")


class StudyWarnings(Message):
    """What is to be known before a difference is believed, or not."""

    FEW_SEEDS = (
        "study_warning.few_seeds",
        *P_(
            "With {n} seed nothing can be shown but what is proven: take {least} seeds at least, ten rather.",
            "With {n} seeds hardly any difference can be shown, however large: take {least} at least, ten rather.",
        ),
    )
    FEW_DONE = (
        "study_warning.few_done",
        *P_(
            "{scenario} has a plan with {n} seed only; with fewer than {least} hardly any difference can be shown.",
            "{scenario} has a plan with {n} seeds only; with fewer than {least} hardly any difference can be shown.",
        ),
    )


class StudyPage(Message):
    """The page of a study."""

    TO_COMPARISON = "study_page.to_comparison", N_("To the comparison")
    CASES = (
        "study_page.cases",
        *P_(
            "{total} cases: {scenarios} scenarios, the base among them, {n} seed each{failed}.",
            "{total} cases: {scenarios} scenarios, the base among them, {n} seeds each{failed}.",
        ),
    )
    CASES_FAILED = "study_page.cases_failed", N_("; {count} failed")
    FAILED = "study_page.failed", N_("Failed cases")
    FAILED_TEXT = "study_page.failed_text", N_("They have no plan and count nowhere below.")
    FAILED_CASE = "study_page.failed_case", N_("{scenario}, seed {seed}: {error}")
    COMPARISON = "study_page.comparison", N_("Scenarios compared")
    COMPARISON_TEXT = (
        "study_page.comparison_text",
        N_(
            "The mean over the seeds; below it the mean difference to {against}, seed by seed, and its 95 % "
            "interval. Blue is an effect. Grey is not shown, which never means that there is no effect: "
            "it says what these seeds can't tell."
        ),
    )
    HOW_JUDGED = (
        "study_page.how_judged",
        N_(
            "How it is judged: differences with the same seed, by a t test (with one pair of no difference added, so "
            "that a few seeds that agree by chance are not believed), held to a permutation test of their signs. "
            "The interval is that of one difference by itself."
        ),
    )
    CORRECTED = (
        "study_page.corrected",
        *P_(
            "One difference was tested, by itself.",
            "What is called shown is corrected over all {n} differences tested, after Benjamini and Hochberg: of "
            "those, at most one in twenty is expected to be chance.",
        ),
    )
    TABLE = "study_page.table", N_("Table of the scenarios")
    SCENARIO = "study_page.scenario", N_("scenario")
    RANGE = "study_page.range", N_("{low} to {high}")
    GRID = "study_page.grid", N_("Grid: {name}")
    GRID_TEXT = "study_page.grid_text", N_("White is as in the base, blue better and orange worse.")
    DIFFERENCES = "study_page.differences", N_("Differences to {against}, a picture a figure")
    DIFFERENCES_TEXT = (
        "study_page.differences_text",
        N_(
            "The dot is the mean, the thick bar goes over the seeds, the thin line is the 95 % interval. Blue is an "
            "effect. A hollow dot is shown between these plans, but within what they can be missing. Grey is not "
            "shown, which never means that there is no effect. Each picture is a file of its own, in {folder}."
        ),
    )
    MORE_PICTURES = (
        "study_page.more_pictures",
        *P_("The picture of {n} figure more", "The pictures of {n} figures more"),
    )
    DIFFERENCE_AXIS = "study_page.difference_axis", N_("Difference to {against}")
    DIFFERENCE_AXIS_SHARE = "study_page.difference_axis_share", N_("Difference to {against} (percentage points)")
    DIFFERENCE_WORDS = (
        "study_page.difference_words",
        N_("{figure}: difference to {against}. {differences:list}"),
    )
    ONE_DIFFERENCE = "study_page.one_difference", N_("{scenario} {difference} ({reading})")
    FROM_TO = "study_page.from_to", N_("{what}, from {low} to {high}")
    BASE_TEXT = "study_page.base_text", N_("The base as it is.")
    NOTHING_CHANGES = "study_page.nothing_changes", N_("Nothing changes: as the base.")
    THE_BASE = "study_page.the_base", N_("the base")
    WARNINGS = "study_page.warnings", N_("Before you read on")
    USE = "study_page.use", N_("Bottlenecks: how full people are")
    USE_TEXT = (
        "study_page.use_text",
        N_(
            "Of the time of everyone with a competence, so many per cent are booked, "
            "for this competence or another they have."
        ),
    )
    USE_WORDS = "study_page.use_words", N_("Time taken of people with each competence, per cent")
    GAINED_AND_LOST = "study_page.gained_and_lost", N_("Requests gained and lost")
    EVERY_SEED = (
        "study_page.every_seed",
        N_(
            "With every seed: {lost} lost, {gained} gained{new}. With some seeds only, "
            "which may be chance: {some_lost} lost, {some_gained} gained."
        ),
    )
    EVERY_SEED_NEW = "study_page.every_seed_new", N_(", {count} new and not booked")
    WHAT_CHANGED = "study_page.what_changed", N_("What changed, in words")
    MORE_CHANGES = "study_page.more_changes", N_("… and {count} more, in scenarios.csv")
    WHICH = "study_page.which", N_("Which requests, and why")
    REQUESTS_OF = "study_page.requests_of", N_("Requests of {name}")
    REQUEST = "study_page.request", N_("request")
    CHANGE = "study_page.change", N_("change")
    SEEDS = "study_page.seeds", N_("seeds")
    WHY = "study_page.why", N_("why it is not booked, there where it is not")
    SEEDS_OF = "study_page.seeds_of", N_("{seeds} of {of}")
    PROVEN_REASON = "study_page.proven_reason", N_("{reason} (proven)")
    MORE_ITEMS = "study_page.more_items", N_("… and {count} more, in items.csv.")
    FOOTER = (
        "study_page.footer",
        N_("Made by dagplan. Requests stand here by their opaque ids; of patients there is nothing."),
    )
    LOST = "study_page.lost", N_("lost")
    GAINED = "study_page.gained", N_("gained")
    NEW_NOT_BOOKED = "study_page.new_not_booked", N_("new, not booked")
