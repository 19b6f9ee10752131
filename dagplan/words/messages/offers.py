"""Offers: where a request could go, why there, and who would have to move; and what is wrong with asking for them."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class Offers(Message):
    """The contract's ``offers[]``."""

    OFFER = "offer", N_("{day:date} at {unit}: {visits:then}. {why:list}; cost {cost}.")
    OFFER_WITH_MOVES = (
        "offer.with_moves",
        N_("{day:date} at {unit}: {visits:then}. {why:list}; cost {cost}. Moves {moves:list}."),
    )
    VISIT = "offer.visit", N_("{practitioner} {start:time}–{end:time}")
    MOVE = "offer.move", N_("{visit} to {start:moment} with {practitioner}")
    ON_TARGET = "offer.on_target", N_("On the wished date")
    AFTER_TARGET = (
        "offer.after_target",
        *P_("{n} day after the wished date", "{n} days after the wished date"),
    )
    BEFORE_TARGET = (
        "offer.before_target",
        *P_("{n} day before the wished date", "{n} days before the wished date"),
    )
    WAITING = "offer.waiting", N_("{waits:minutes} of waiting")
    NO_WAIT = "offer.no_wait", N_("no wait")
    NOT_PREFERRED = (
        "offer.not_preferred",
        *P_(
            "{n} of its visits not with the preferred person",
            "{n} of its visits not with the preferred person",
        ),
    )
    MOVED = (
        "offer.moved",
        *P_(
            "{n} of its visits moved from where it is booked",
            "{n} of its visits moved from where they are booked",
        ),
    )


class OfferFaults(Message):
    """What is wrong with what offers were asked for."""

    NO_REQUEST = "offer.no_request", N_("there is no request {request}")
    NO_PRACTITIONER = "offer.no_practitioner", N_("there is no practitioner {practitioner}")
    NO_COUNT = "offer.no_count", N_("at least one offer must be asked for")
    ALLOW_MOVES = "offer.allow_moves", N_("write a whole number from 0")
    LOCAL = "offer.local", N_("write local times to the minute, without an offset")
    ONE_DATE = "offer.one_date", N_("the time must begin and end on one date")
    OTHER_VISITS = (
        "offer.other_visits",
        N_("the offer is not of the visits that {request} has now: ask for offers anew"),
    )
    NOT_BOOKED = (
        "offer.not_booked",
        N_("the offer moves {visit}, which is not booked now: ask for offers anew"),
    )
    BREAKS = "offer.breaks", N_("with this offer the plan breaks a rule, so ask for offers anew: {breach}")
    BROKEN_BEFORE = (
        "offer.broken_before",
        N_("the plan breaks a rule before anything is added to it, so plan again from it first: {breach}"),
    )
