"""What of a FHIR Bundle was passed over by rule."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class PassedOverWords(Message):
    """The sentences, and the rules by which something is passed over."""

    PASSED_OVER = "bundle_passed_over", N_("Passed over: {what}: {why}; first at {first}")
    PAGE = (
        "bundle_is_a_page",
        N_(
            "This Bundle is one page of a search: {here} of the resources found stand here; the others are on "
            "other pages ({first})"
        ),
    )
    PAGE_OF_TOTAL = (
        "bundle_is_a_page.of_total",
        N_(
            "This Bundle is one page of a search: {here} of {total} resources found stand here; the others are "
            "on other pages ({first})"
        ),
    )
    SHORT_OF_TOTAL = (
        "bundle_is_a_page.short_of_total",
        N_("This Bundle is one page of a search: {here} of {total} resources found stand here ({first})"),
    )
    TYPE_ALONE = "passed_over.type_alone", N_("a type alone tells nobody's time")
    RULE_R10 = (
        "passed_over.rule_r10",
        N_("only practitioners, patients, care units and equipment are planned (rule R10)"),
    )
    NO_EQUIPMENT = (
        "passed_over.no_equipment",
        N_("equipment has a type, the kind, and a location or an owner, the care unit, and is not a patient's"),
    )
    BESIDE_PEOPLE = "passed_over.beside_people", N_("beside people in a Schedule the time is theirs")
    TIME_NOT_TAKEN = "passed_over.time_not_taken", N_("the time is not taken")
    NOBODY_HERE = "passed_over.nobody_here", N_("nobody in this Bundle has this address, so there is no time to take")
    NO_FREE_TIME_HERE = "passed_over.no_free_time_here", N_("its time is not among the free times of this Bundle")
    NOBODYS_TIME = "passed_over.nobodys_time", N_("it takes nobody's time")
    NOT_AGREED = "passed_over.not_agreed", N_("nobody has agreed to it yet, so it takes nobody's time")
    NO_BOOKING = "passed_over.no_booking", N_("it is no booking, and takes nobody's time")
    BOOKING_COUNTS = "passed_over.booking_counts", N_("the booking counts")
    NOT_A_LOCATIONS_TIME = "passed_over.not_a_locations_time", N_("nobody's time is its")
    NOBODY_PLANNED = "passed_over.nobody_planned", N_("nobody whom this Bundle plans takes part")
    NOT_OF_THIS_PLAN = "passed_over.not_of_this_plan", N_("it is no booking of this plan")
    UNUSED_PATIENT = "passed_over.unused_patient", N_("nothing in this Bundle is of this patient")
    BOOKED_WHOLE = "passed_over.booked_whole", N_("its visits are booked whole or not at all")
    ONLY_ACTIVE = "passed_over.only_active", N_("only what is active waits to be booked")
    NOT_TO_BE_DONE = "passed_over.not_to_be_done", N_("it asks that this is not done")
    NOT_ORDERED = "passed_over.not_ordered", N_("nobody has ordered it")
    WHEN_NEEDED = "passed_over.when_needed", N_("it is done when the need arises, so it does not wait for a time")
    NOT_IN_USE = "passed_over.not_in_use", N_("what is not in use is not booked")
    REPLACING_COUNTS = "passed_over.replacing_counts", N_("the one that replaces it counts")
    ONLY_OURS = "passed_over.only_ours", N_("only our own, with zone, dates and settings, are read")
    NOT_ON_ALL_DATES = "passed_over.not_on_all_dates", N_("it does not hold on all dates that are planned")
    CODES_NOT_READ = "passed_over.codes_not_read", N_("codes of it are not read")
    COMPETENCES_DECIDE = (
        "passed_over.competences_decide",
        N_("which visits a time is for is not read: competences decide"),
    )
    SLIP = "passed_over.slip", N_("it was a slip")
    NOT_TO_BE_USED = "passed_over.not_to_be_used", N_("it is not to be used")
    ONLY_BUSY = "passed_over.only_busy", N_("only busy time counts")
    NOT_BOOKABLE = "passed_over.not_bookable", N_("it can't be booked then")
    MAY_BE_MISSING = "passed_over.may_be_missing", N_("what was asked for there may be missing here")
    NOTHING_TO_READ = "passed_over.nothing_to_read", N_("there is nothing to read in it")
    LEFT_OUT_BY_SENDER = (
        "passed_over.left_out_by_sender",
        N_("its sender left elements out, so it is read as if they were not there"),
    )
    FOR_A_SERVER = "passed_over.for_a_server", N_("what it looks for is for a server to find")
    NEWEST_COUNTS = "passed_over.newest_counts", N_("the newest version counts")
    DELETED = "passed_over.deleted", N_("what is deleted is not there")
    REMARK = "passed_over.remark", N_("a server's remark on its answer")
    ALARMING_REMARK = "passed_over.alarming_remark", N_("a server's remark on its answer: something may be missing")
    TYPE_NOT_READ = "passed_over.type_not_read", N_("resources of this type are not read")


class PassedOverThings(Message):
    """What was passed over, and how many of it."""

    NO_ACTOR = (
        "passed_over.no_actor.things",
        *P_("{n} participant without an actor", "{n} participants without an actor"),
    )
    PARTICIPANT = "passed_over.participant.things", *P_("{n} participant ({kind})", "{n} participants ({kind})")
    DECLINED = "passed_over.declined.things", *P_("{n} participant who declined", "{n} participants who declined")
    FOR_INFORMATION = (
        "passed_over.for_information.things",
        *P_("{n} participant for information only", "{n} participants for information only"),
    )
    OTHER_TIME = (
        "passed_over.other_time.things",
        *P_("{n} participant at another time (period)", "{n} participants at another time (period)"),
    )
    PRACTITIONER_ELSEWHERE = (
        "passed_over.practitioner_elsewhere.things",
        *P_("{n} participant who is a Practitioner elsewhere", "{n} participants who are Practitioners elsewhere"),
    )
    LOCATION_ELSEWHERE = (
        "passed_over.location_elsewhere.things",
        *P_("{n} participant that is a Location elsewhere", "{n} participants that are Locations elsewhere"),
    )
    SLOT_ELSEWHERE = (
        "passed_over.slot_elsewhere.things",
        *P_("{n} slot of an Appointment, elsewhere", "{n} slots of an Appointment, elsewhere"),
    )
    APPOINTMENT = "passed_over.appointment.things", *P_("{n} Appointment ({status})", "{n} Appointments ({status})")
    TIMELESS_APPOINTMENT = (
        "passed_over.timeless_appointment.things",
        *P_("{n} Appointment ({status}) without start", "{n} Appointments ({status}) without start"),
    )
    APPOINTMENT_OF_ANOTHER_VISIT = (
        "passed_over.appointment_of_another_visit.things",
        *P_("{n} Appointment ({status}) of another visit", "{n} Appointments ({status}) of another visit"),
    )
    DECLINED_BOOKING = (
        "passed_over.declined_booking.things",
        *P_(
            "{n} Appointment whose patient or practitioner declined",
            "{n} Appointments whose patient or practitioner declined",
        ),
    )
    SUPERSEDED = (
        "passed_over.superseded.things",
        *P_(
            "{n} Appointment ({status}) of a visit that is booked already",
            "{n} Appointments ({status}) of a visit that is booked already",
        ),
    )
    APPOINTMENT_OF_OTHERS = (
        "passed_over.appointment_of_others.things",
        *P_("{n} Appointment of others", "{n} Appointments of others"),
    )
    APPOINTMENT_OF_NO_VISIT = (
        "passed_over.appointment_of_no_visit.things",
        *P_("{n} Appointment of no visit", "{n} Appointments of no visit"),
    )
    PATIENT = "passed_over.patient.things", *P_("{n} Patient", "{n} Patients")
    OF_A_GROUP = (
        "passed_over.of_a_group.things",
        *P_(
            "{n} ServiceRequest of a RequestGroup that does not wait",
            "{n} ServiceRequests of a RequestGroup that does not wait",
        ),
    )
    REQUEST = "passed_over.request.things", *P_("{n} {kind} ({status})", "{n} {kind:plural} ({status})")
    NOT_TO_BE_DONE = (
        "passed_over.not_to_be_done.things",
        *P_("{n} {kind} with doNotPerform", "{n} {kind:plural} with doNotPerform"),
    )
    AS_NEEDED = (
        "passed_over.as_needed.things",
        *P_("{n} {kind} that is asNeeded", "{n} {kind:plural} that are asNeeded"),
    )
    OF_AN_INACTIVE_PATIENT = (
        "passed_over.of_an_inactive_patient.things",
        *P_("{n} {kind} of a Patient that is not active", "{n} {kind:plural} of a Patient that is not active"),
    )
    REPLACED = (
        "passed_over.replaced.things",
        *P_("{n} {kind} that another replaces", "{n} {kind:plural} that another replaces"),
    )
    PARAMETERS = (
        "passed_over.parameters.things",
        *P_("{n} Parameters of another kind", "{n} Parameters of another kind"),
    )
    QUALIFICATION = (
        "passed_over.qualification.things",
        *P_("{n} qualification with a period", "{n} qualifications with a period"),
    )
    OF_A_ROLE = (
        "passed_over.of_a_role.things",
        *P_(
            "{n} {name} of a PractitionerRole with a period", "{n} {name:plural} of a PractitionerRole with a period"
        ),
    )
    ELEMENT = "passed_over.element.things", *P_("{n} {name} of a {kind}", "{n} {name:plural} of a {kind}")
    SLOT = "passed_over.slot.things", *P_("{n} Slot ({status})", "{n} Slots ({status})")
    SLOT_OF_AN_INACTIVE_SCHEDULE = (
        "passed_over.slot_of_an_inactive_schedule.things",
        *P_(
            "{n} Slot ({status}) of a Schedule that is not active",
            "{n} Slots ({status}) of a Schedule that is not active",
        ),
    )
    SLOT_OF_NOBODY = (
        "passed_over.slot_of_nobody.things",
        *P_("{n} Slot ({status}) of no practitioner", "{n} Slots ({status}) of no practitioner"),
    )
    SLOT_OF_AN_ITEM = (
        "passed_over.slot_of_an_item.things",
        *P_(
            "{n} Slot ({status}) of equipment, without a planningHorizon",
            "{n} Slots ({status}) of equipment, without a planningHorizon",
        ),
    )
    ITEM = "passed_over.item.things", *P_("{n} {kind} ({status})", "{n} {kind:plural} ({status})")
    ITEM_BESIDE = (
        "passed_over.item_beside.things",
        *P_(
            "{n} actor of a Schedule that is equipment",
            "{n} actors of a Schedule that are equipment",
        ),
    )
    SLOT_OF_A_PATIENT = (
        "passed_over.slot_of_a_patient.things",
        *P_("{n} Slot ({status}) of a patient", "{n} Slots ({status}) of a patient"),
    )
    SLOT_BUT = "passed_over.slot_but.things", *P_("{n} Slot ({status}), {but}", "{n} Slots ({status}), {but}")
    ACTOR = "passed_over.actor.things", *P_("{n} actor of a Schedule ({kind})", "{n} actors of a Schedule ({kind})")
    FAILED = (
        "passed_over.failed.things",
        *P_("{n} request that failed (status {status})", "{n} requests that failed (status {status})"),
    )
    NO_RESOURCE = (
        "passed_over.no_resource.things",
        *P_("{n} entry without a resource", "{n} entries without a resource"),
    )
    SUBSETTED = (
        "passed_over.subsetted.things",
        *P_("{n} {kind} marked SUBSETTED", "{n} {kind:plural} marked SUBSETTED"),
    )
    DELETION = "passed_over.deletion.things", *P_("{n} deletion (DELETE)", "{n} deletions (DELETE)")
    OTHER_KIND = "passed_over.other_kind.things", *P_("{n} {kind}", "{n} {kind:plural}")
    OLDER = "passed_over.older.things", *P_("{n} {kind} of an older version", "{n} {kind:plural} of an older version")


class SlotTroubles(Message):
    """Why free time is not booked."""

    PRACTITIONER = "slot.practitioner", N_("practitioner not active")
    ROLE = "slot.role", N_("role not active")
    OVERBOOKED = "slot.overbooked", N_("overbooked")
    LOCATION = "slot.location", N_("Location {status}")
    UNIT = "slot.unit", N_("care unit not active")
    NO_ROLE = "slot.no_role", N_("no role in use")
    OUTSIDE_HORIZON = "slot.outside_horizon", N_("outside its Schedule's planningHorizon")
    PART_OUTSIDE_HORIZON = "slot.part_outside_horizon", N_("part of it outside its Schedule's planningHorizon")
    OUTSIDE_ROLE = "slot.outside_role", N_("outside the period of the role")
    PART_OUTSIDE_ROLE = "slot.part_outside_role", N_("part of it outside the period of the role")
    NOT_AVAILABLE = "slot.not_available", N_("at least in part when the role is notAvailable")
