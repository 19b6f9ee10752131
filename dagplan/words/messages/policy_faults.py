"""What can be wrong with a file of policies."""

from __future__ import annotations

from dagplan.words.message import N_, Message


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
