"""The words of a year with a booking policy: its figures, its page, and what the command says."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class YearFigures(Message):
    """The figures of a year."""

    WAIT_MEAN = "year_figure.wait_mean", N_("Days waited, mean")
    WAIT_MEDIAN = "year_figure.wait_median", N_("Days waited, median")
    WAIT_P90 = "year_figure.wait_p90", N_("Days waited by nine of ten at most")
    WITHIN = "year_figure.within", N_("Share served in time")
    WAITING = "year_figure.waiting", N_("Waiting without a time, mean of the Sundays")
    OVERDUE = "year_figure.overdue", N_("Not through though they should be, mean of the Sundays")
    LONGEST = "year_figure.longest", N_("Days that one not through has waited at the most, mean of the Sundays")
    SERVED = "year_figure.served", N_("Served a week")
    WITHDRAWN = "year_figure.withdrawn", N_("Share that gave up")
    MISSED = "year_figure.missed", N_("Share that did not come")
    MOVES = "year_figure.moves", N_("Visits moved by the unit, a patient")
    JOURNEYS = "year_figure.journeys", N_("Journeys a patient")
    AT_ONCE = "year_figure.at_once", N_("Share of those to be offered a time at once that got one")


class YearFiguresOf(Message):
    """Figures of one priority, kind of request or competence."""

    WAIT_MEAN = "year_figure_of.wait_mean", N_("Days waited, mean: {word}")
    WAIT_MEDIAN = "year_figure_of.wait_median", N_("Days waited, median: {word}")
    WAIT_P90 = "year_figure_of.wait_p90", N_("Days waited by nine of ten at most: {word}")
    WITHIN = "year_figure_of.within", N_("Share served in time: {word}")
    USED = "year_figure_of.used", N_("Share of the time of people with {word} that is taken")


class YearsPage(Message):
    """The page of the years."""

    TO_COMPARISON = "years_page.to_comparison", N_("To the comparison")
    YEARS = (
        "years_page.years",
        *P_(
            "Policies: {policies}. Weeks that count: {weeks}, after {before} that do not. Lived through once.",
            "Policies: {policies}. Weeks that count: {weeks}, after {before} that do not. Lived through {n} times, "
            "each time with the same patients and the same illnesses for all.",
        ),
    )
    UNFINISHED = "years_page.unfinished", N_("Not finished: {done} of {total} weeks are there.")
    COMPARISON = "years_page.comparison", N_("Policies compared")
    COMPARISON_TEXT = (
        "years_page.comparison_text",
        N_(
            "The mean over the years; below it the mean difference to {against}, year by year, and its 95 % "
            "interval. Blue is an effect. Grey is not shown, which never means that there is no effect."
        ),
    )
    POLICY = "years_page.policy", N_("Policy")
    FIGURE = "years_page.figure", N_("Figure")
    TABLE = "years_page.table", N_("Table of the policies")
    ALL_FIGURES = "years_page.all_figures", N_("All figures")
    COURSE = "years_page.course", N_("Week by week")
    COURSE_TEXT = (
        "years_page.course_text",
        N_(
            "The line is the mean of the years, the band goes from the least to the most. Grey weeks do not count: "
            "at first nobody waits, whatever the policy."
        ),
    )
    WAITING_COURSE = "years_page.waiting_course", N_("Patients who wait without a time")
    WAITED_COURSE = "years_page.waited_course", N_("Days waited by those served in the week, mean")
    WEEK_AXIS = "years_page.week_axis", N_("week")
    SAYS_NOT = "years_page.says_not", N_("What this does not say")
    SAYS_NOT_TEXT = (
        "years_page.says_not_text",
        N_(
            "The world is drawn, not measured: how many ask, who is ill and who gives up is as the file says. "
            "Differences between policies hold for that world; waiting times themselves are no forecast."
        ),
    )

    SAYS_NOT_OF_FILE = (
        "years_page.says_not_of_file",
        N_(
            "Who asks, and when, is as the file of arrivals has it; who is ill and who gives up is drawn. "
            "Differences between policies hold for that world; waiting times themselves are no forecast."
        ),
    )
    POINTS = "years_page.points", N_("{value} pp")
    IN_TIME = "years_page.in_time", N_("In time is: {limits:and}.")
    WITHIN_DAYS = (
        "years_page.within_days",
        *P_("{priority} within {n} day", "{priority} within {n} days"),
    )


class YearsOnScreen(Message):
    """What the command prints."""

    LOOK_AT = "years.look_at", N_("Look at {path}")
    AGAINST = "years.against", N_("Held against {policy}, year by year. In brackets: not shown by these years.")
    PROGRESS = "years.progress", N_("week {done} of {total}, about {left} left")
    PROGRESS_FIRST = "years.progress_first", N_("week {done} of {total}")
    OUTLOOK = (
        "years.outlook",
        N_(
            "Policies: {policies}. Seeds: {seeds}. Weeks of each: {weeks}. In all {total} weeks, {done} of them "
            "done, {workers} at a time."
        ),
    )
    OUTLOOK_TIME = (
        "years.outlook_time",
        N_("About {time}, by twice the time limit and half a second for each plan; a busy machine takes longer."),
    )
    NOT_WRITTEN = "years.not_written", N_("Nothing was planned or written.")
    FAILED = "years.failed", N_("A week could not be lived through: {why}")
    NO_POLICY = "years.no_policy", N_("there is no policy {name}; there are {names:and}")
