"""What the service says: why it refuses something, and what became of a job."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class ServiceFaults(Message):
    """Why nothing, or not all, comes of what was asked of the service."""

    OVERRAN = "overran", N_("took longer than its time limit allows, and was ended")
    WORKER_LOST = (
        "worker_lost",
        *P_(
            "the process that worked on it was lost {n} time, and it is not begun again",
            "the process that worked on it was lost {n} times, and it is not begun again",
        ),
    )
    INVALID = "invalid_input", *P_("{n} thing is wrong with what was sent", "{n} things are wrong with what was sent")
    REFUSED = "refused", N_("{why}")
    NO_SUCH_THING = "not_found", N_("there is nothing here")
    NO_SUCH_JOB = "not_found.job", N_("there is no such plan, or it was deleted")
    NOT_ALLOWED = "method_not_allowed", N_("this can't be done here; these can: {methods:list}")
    NO_KEY = "unauthorized", N_("a key is needed: Authorization: Bearer KEY")
    WRONG_KEY = "unauthorized.key", N_("this key is not known, or was revoked")
    NO_METRICS = (
        "forbidden.metrics",
        N_("beyond this machine figures are shown only to who has their key, and DAGPLAN_METRICS_KEY is not set"),
    )
    TOO_LARGE = (
        "body_too_large",
        *P_("the body is larger than {n:number} byte", "the body is larger than {n:number} bytes"),
    )
    HEAD_TOO_LARGE = (
        "head_too_large",
        *P_(
            "the address and the headers are larger than {n:number} byte",
            "the address and the headers are larger than {n:number} bytes",
        ),
    )
    TOO_MANY_PARTS = (
        "body_too_large.parts",
        *P_("the body holds more than {n:number} value", "the body holds more than {n:number} values"),
    )
    TOO_MUCH_AT_ONCE = "busy.bodies", N_("as much is being sent as can be held at once; try again soon")
    TOO_SLOW = "body_too_slow", *P_("the body took more than {n} second", "the body took more than {n} seconds")
    NO_BODY = "empty_body", N_("there is no body")
    UNKNOWN_FORM = "unknown_form.media_type", N_("can't read this Content-Type; these work: {forms:list}")
    NO_SUCH_ANSWER = "not_acceptable", N_("can't be given so; these work: {forms:list}")
    TOO_MANY = "too_many.requests", N_("{asked:number} requests; at most {most:number} are taken in one plan")
    TOO_MANY_DATES = "too_many.dates", N_("{asked:number} dates; at most {most:number} are taken in one plan")
    TOO_LONG = "too_long.seconds", N_("time_limit is {asked} seconds; at most {most} are given to one plan")
    TOO_MANY_TAGS = "too_many.tags", N_("{asked:number} tags; at most {most:number} are taken")
    OTHER_BODY = "idempotency_key_reused", N_("this Idempotency-Key was used before, with another body")
    QUEUE_FULL = "queue_full", N_("as many jobs wait as may; try again later")
    OWN_QUEUE_FULL = "queue_full.own", N_("as many of your jobs wait as may; try again later")
    BUSY = "busy", N_("as many questions are being answered as can be; try again soon")
    TOOK_TOO_LONG = "took_too_long", *P_("no answer within {n} second", "no answer within {n} seconds")
    NO_PLAN_YET = "no_plan_yet", N_("there is no plan yet (state: {state})")
    OTHER_VERSION = "precondition_failed", N_("it has changed since: ask for it again")
    NO_WORKERS = "no_workers", N_("those who make the plans are gone")
    STORE_AWAY = "store_unavailable", N_("what is kept can't be reached just now; try again soon")
    INTERNAL = "internal_error", N_("the service itself is at fault; nothing of what was sent is logged")
    COMPRESSED = "unsupported_encoding", N_("a body is taken as it is, not compressed (Content-Encoding)")
    WRONG_HOST = "wrong_host", N_("this service is not called so (Host)")
    OTHER_PAGE = "forbidden.other_page", N_("a page of another address can't do this here (Origin)")
    NO_NAME = "invalid_key", N_("must be of 1 to {most} visible ASCII characters")
    NO_TAG = "invalid_tag", N_("a tag has 1 to {most} letters, digits, and any of . : / @ + - _")
    WRONG_CURSOR = "invalid_cursor", N_("is no cursor of this service")


class Serving(Message):
    """What ``dagplan serve`` says in a terminal."""

    AT = "serving.at", N_("Dagplan answers at {address} and keeps everything in {data}. Ctrl-C ends it.")
    ENDING = (
        "serving.ending",
        *P_(
            "Dagplan ends. Plans in the making have {n} second; what is not done goes on at the next start. "
            "Once more ends it at once.",
            "Dagplan ends. Plans in the making have {n} seconds; what is not done goes on at the next start. "
            "Once more ends it at once.",
        ),
    )
    WORKS = (
        "serving.works",
        *P_(
            "Dagplan makes the plans asked for in {address}, {n} at a time. Ctrl-C ends it.",
            "Dagplan makes the plans asked for in {address}, {n} at a time. Ctrl-C ends it.",
        ),
    )
    ENDING_WORKER = (
        "serving.ending_worker",
        *P_(
            "Dagplan ends. Plans in the making have {n} second; what is not done goes on with another worker. "
            "Once more ends it at once.",
            "Dagplan ends. Plans in the making have {n} seconds; what is not done goes on with another worker. "
            "Once more ends it at once.",
        ),
    )
    WORKER_STANDS = "serving.worker_stands", N_(": what is not done goes on with another worker")
    WORKER_FAILED = "worker_failed", N_("a part of it has failed, so it has ended: start it anew")
    STANDS = "serving.stands", N_(": what is not done goes on at the next start")
    CANT_LISTEN = "cant_listen", N_("can't listen there: {why}")
    NOT_STARTED = "not_started", N_("it could not start; the lines of its log say why")
    TAKEN = "address_taken", N_("another program listens there; --port names another port")
    IN_USE = "data_in_use", N_("another dagplan serve works on this folder")
    NEEDS_A_KEY = (
        "needs_a_key",
        N_("others can reach this address, so keys are needed: make one first (dagplan keys make TENANT)"),
    )
