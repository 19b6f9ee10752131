"""What can be wrong with a file of policies."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class PolicyFaults(Message):
    """Each is told with its place in the file."""

    NAME_TAKEN = "policies.name_taken", N_("another policy has this name already")
    NOTICE_BEYOND = (
        "policies.notice_beyond",
        N_("with {notice} days of notice nothing can be booked within a horizon of {horizon} days"),
    )
    NEVER_PLANNED = "policies.never_planned", N_("name at least one weekday on which is planned")
    NOT_IN_ORDER = (
        "policies.not_in_order",
        N_("changes stand in the order of their dates, each later than the one before"),
    )
    SEED_TWICE = "policies.seed_twice", N_("this seed is there already")
    NOT_A_MONDAY = "policies.not_a_monday", N_("weeks begin on a Monday")
    NO_WEEKDAY = "policies.no_weekday", N_("requests must come on at least one weekday")
    NO_WEIGHT = "policies.no_weight", N_("at least one weight must be above 0")
    NOT_THERE = (
        "policies.not_there",
        N_("{name} is no setting here: seeds stand in seeds, and a policy has freeze and max_moved"),
    )
    NO_REQUESTS = "policies.no_requests", N_("the base has no requests: they are what patients ask for")
    NOBODY_AT_WORK = (
        "policies.nobody_at_work",
        N_("the base has no availability: its weeks are the pattern of all others"),
    )
    UNKNOWN_COMPETENCE = "policies.unknown_competence", N_("nobody in the base has this competence")
    UNKNOWN_KIND = (
        "policies.unknown_kind",
        N_("no request of the base has visits with these competences, in this sequence"),
    )
    KIND_TWICE = "policies.kind_twice", N_("this kind is there already")
    NEVER_KEPT = (
        "policies.never_kept",
        N_("kept free until {until} days before, within a horizon of {horizon} days, is never kept free"),
    )
    DAYS_TWICE = "policies.days_twice", N_("so many days are there already")
    ARRIVALS_ARE_DRAWN_OR_READ = (
        "policies.drawn_or_read",
        N_("leave this out where arrivals are read from a file: it says how they are drawn"),
    )


class ArrivalFaults(Message):
    """What can be wrong with a file of arrivals, but for what any table may have."""

    NOBODY = "arrivals.nobody", N_("nobody asks for anything: a row each is wanted")
    BEFORE_THE_FIRST = "arrivals.before_the_first", N_("is before {first:date}, the first date of all")


class YearsFaults(Message):
    """Why a folder can't take the weeks of some policies."""

    NO_YEARS = "years.no_years", N_("has other files: choose an empty folder, or one of dagplan simulate")
    OF_OTHER_POLICIES = (
        "years.of_other_policies",
        N_(
            "holds weeks of other policies, or of these before they, their base or the program was changed: "
            "choose another folder"
        ),
    )


class YearsDamages(Message):
    """What is told of files of weeks that are not whole."""

    FROM_THE_WEEK_BEFORE = (
        "years.from_the_week_before",
        *P_(
            "{damage}: {policy}, seed {seed}, goes on after its first week",
            "{damage}: {policy}, seed {seed}, goes on after its first {n} weeks",
        ),
    )
    FROM_THE_BEGINNING = (
        "years.from_the_beginning",
        N_("{damage}: {policy}, seed {seed}, begins again"),
    )
