"""What is wrong with a FHIR Bundle. Names of its elements and codes stay as FHIR has them."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class FhirFaults(Message):
    """What FHIR R4 asks, what privacy asks, and what can't be kept of what is written."""

    NO_ELEMENT = "not_fhir.no_element", N_("FHIR R4 has no such element here")
    NO_ELEMENT_BUT_IN_R5 = "not_fhir.element_of_r5", N_("FHIR R4 has no such element here; it is one of FHIR R5")
    REQUIRED = "missing.element", N_("this element is required")
    A_TEXT = "not_fhir.text", N_("write a text")
    A_WHOLE_NUMBER = "not_fhir.whole_number", N_("write a whole number")
    A_FLAG = "not_fhir.flag", N_("write true or false")
    A_LIST = "not_fhir.list", N_("write a list")
    AN_OBJECT = "not_fhir.object", N_("write an object with the elements of FHIR R4")
    OTHERWISE = (
        "not_fhir",
        N_("is not what FHIR R4 has here (a wrong type, an empty value, an instant without offset, or two values)"),
    )
    MISSING_EXTRA = (
        "missing_extra",
        N_("reading FHIR needs the package fhir.resources; install it with: pip install 'dagplan[fhir]'"),
    )
    NO_NULL = "not_fhir.null", N_("FHIR has no null here: leave the element out")
    FIELD_LIKE_IDENTITY = (
        "identity_number.field",
        N_(
            "the name of a field looks like a personal identity number; use an opaque pseudonym (the value is "
            "not repeated here)"
        ),
    )
    OTHER_PERSON = "not_a_pseudonym.person", N_("a {kind} may not stand here: only pseudonyms of patients may")
    PERSONAL_NUMBER = "identity_number.system", N_("a {number} may not stand here (not repeated)")
    PSEUDONYM_ONLY = (
        "not_a_pseudonym",
        N_("a patient is known by a pseudonym only: {what} may not stand here (the value is not repeated)"),
    )
    NAME_TO_SHOW = "not_a_pseudonym.name", N_("a name to show")
    OTHER_SEARCH = "not_a_pseudonym.search", N_("a search by anything else")
    ONE_OF = "unknown_code", N_("must be one of {codes:list}")
    FHIR_ID = "fhir_id", N_("a FHIR id is 1 to 64 letters, digits, '-' or '.'")
    APP_1 = "app-1", N_("a participant needs an actor or a type (app-1)")
    APP_2 = "app-2", N_("start and end are both there, or neither (app-2)")
    APP_3 = "app-3", N_("an appointment that is {status} has start and end (app-3)")
    APP_4 = "app-4", N_("only a cancelled appointment has a reason for that (app-4)")
    AN_INSTANT = "instant", N_("write an instant with an offset, as 2026-12-08T09:30:00+01:00")
    REVERSED = "reversed", N_("the end is not after the start")
    ORG_1 = "org-1", N_("an organization needs a name or an identifier (org-1)")
    PRR_1 = "prr-1", N_("orderDetail stands only beside a code (prr-1)")
    RQG_1 = "rqg-1", N_("an action has either a resource or actions (rqg-1)")
    PER_1 = "per-1", N_("the period ends before it starts (per-1)")
    EXT_1 = "ext-1", N_("an extension has either a value or extensions (ext-1)")
    MODIFIED = (
        "modifier",
        N_(
            "an extension here changes what the rest means, and is not known here: R4 (2.4.1) forbids to read "
            "on without it"
        ),
    )
    NO_MOMENT = "moment", N_("write a date, or a moment with an offset (2026-12-08T09:30:00+01:00)")
    RULED = (
        "implicit_rules",
        N_("rules of the sender's own must be known to read this (R4, implicitRules), and are not known here"),
    )
    ONE_EVENT = "timing", N_("only a Timing with one event, and nothing else, can be kept: a visit is once")
    NO_SUCH_MOMENT = "not_fhir.moment", N_("no such date or moment")
    LINKED_CLOCK = "clock_time.linked", N_("a clock time can't be kept for linked visits: write dates, or a period")
    WHOLE_MINUTE = "clock_time.whole_minute", N_("a visit starts at a whole minute, and ends on the same date")
    SAME_CLOCK = (
        "clock_time.same",
        N_("the clock times of each date are one and the same here: write dates, or times of one date"),
    )
    NO_MINUTE_BETWEEN = "clock_time.nothing_between", N_("not a whole minute lies between start and end")
    CONTAINED_ALONE = (
        "dangling_reference.contained_alone",
        N_("is contained here alone, and no identifier tells which practitioner of this Bundle is meant"),
    )
    SEVERAL_VISITS = "several_visits", N_("one Appointment books one visit; here stand several")
    SEVERAL_PRACTITIONERS = (
        "several_practitioners",
        N_("several practitioners take part in this booking, and a visit has one: mark the primary performer (PPRF)"),
    )
    NO_PRACTITIONER_TAKES_PART = "no_participant", N_("no practitioner takes part in this booking")
    NO_LOCATION = "dangling_reference.location", N_("no Location in this Bundle stands where this leads")
    SEVERAL_UNITS = "several_units", N_("several care units stand here ({units:list})")
    NO_UNIT_TAKES_PART = "no_participant.unit", N_("no care unit takes part in this booking")
    OTHER_PATIENT = "disagreement.other_patient", N_("another patient takes part than the visit is for")
    OTHER_LENGTH = "disagreement.length", N_("the booking's length is not that of the visit, {minutes} minutes")
    NO_VISIT = "no_visit", N_("no ServiceRequest of this Bundle that waits stands here")
    NOT_A_BUNDLE = "not_a_bundle", N_("a Bundle is wanted, with all resources in it")
    CONTAINED_RESOURCE = "not_fhir.contained", N_("what is contained is a resource with its resourceType")
    NO_FIRST_DATE = "no_dates", N_("no {field} in Parameters, and no free Slot that shows which dates may be planned")
    NOT_ALL_OR_NONE = (
        "not_all_or_none",
        N_("one action, all-or-none, must hold the visits in sequence: linked visits are booked whole or not"),
    )
    UNREAD_ACTION = (
        "unread_action",
        N_("can't be kept here: write times in the ServiceRequests, and leave out what is conditional"),
    )
    NOT_ACTIVE_TOO = "disagreement.not_active", N_("its RequestGroup is active, so it must be active too")
    WHOLE_GROUP = "disagreement.whole_group", N_("its RequestGroup is to be booked whole, so this one has to be too")
    UNKNOWN_RELATION = (
        "unknown_relation",
        N_("only before-start of the next action in the list can be read: the list is the sequence"),
    )
    WAIT = "wait", N_("write offsetRange or offsetDuration in whole minutes (codes s, min, h, d, wk)")
    REPEATED_PARAMETER = "repeated_parameter", N_("stands at {place} already")
    NO_PATIENT = "no_patient", N_("no pseudonym of a patient stands here")
    LOCATIONS_OF_SEVERAL_UNITS = (
        "several_units.of_role",
        N_("{units:list} are several care units: say in the Schedule at which Location the time is"),
    )
    ORGANIZATION_AND_UNITS = (
        "several_units.organization",
        N_(
            "{units:list} and {organization}, the organization, are several care units: say in the Schedule "
            "which it is"
        ),
    )
    UNKNOWN_PART = "unknown_part", N_("this extension has no such part")
    DIFFERS = "disagreement.differs", N_("differs from {place}; linked visits share it")
    ANOTHER_PATIENT_THAN = "disagreement.another_patient", N_("is another patient than at {place}")
    QUANTITY = "quantity", N_("an amount can't be kept: a ServiceRequest is one visit here; write one for each")
    NO_DURATION = "no_duration", N_("how long the visit is must stand in the extension {url}")
    NO_COMPETENCE = "no_competence", N_("the competence wanted must stand in code")
    NO_KIND = "no_kind", N_("the kind of equipment wanted must stand here, as a text or a coded concept")
    ROLES_LIMIT = (
        "several_units.performer",
        N_("roles limit who and where together, which can't be kept: name a Practitioner, and Locations"),
    )
    NO_PRACTITIONER = "no_practitioner", N_("no practitioner stands here")
    DURATION = "duration", N_("write a Duration in whole minutes (codes s, min, h, d, wk)")
    OTHER_WAITS = "disagreement.waits", N_("the waits here and in our extension are not the same")
    TOO_LONG = "too_long", N_("free time of more than 400 days is taken for a slip")
    NO_UNIT_FOLLOWS = (
        "no_unit",
        N_("no care unit, or more than one, follows from these: name a Location; free time is a person's at a unit"),
    )
    NO_UNIT_OF_LOCATION = (
        "no_unit.location",
        N_("a Location needs a managingOrganization: the care unit, which a room or a desk is not"),
    )
    NO_UNIT_OF_DEVICE = (
        "no_unit.device",
        N_("a Device that has a Schedule needs a location or an owner: the care unit at which it is booked"),
    )
    SEVERAL_LOCATIONS = (
        "several_units.schedule",
        N_("Locations of several care units ({units:list}) stand here: which the time is at can't be told"),
    )
    WRONG_TYPE = "wrong_type", N_("leads to a resource of type {found}, where {wanted:alternatives} is wanted")
    DANGLING = "dangling_reference", N_("no {wanted:alternatives} in this Bundle stands where this leads")
    NO_ID = (
        "no_id",
        N_(
            "nothing in this {kind} can be an id: an id is a letter followed by at most 63 letters, digits, "
            "'_', '.' or '-'"
        ),
    )
    ONLY_DISPLAY = (
        "dangling_reference.display",
        N_("only a name to show stands here (display), which does not tell who or what is meant"),
    )
    NO_REFERENCE = "dangling_reference.nothing", N_("no reference and no identifier stands here")
    IS_NO_REFERENCE = (
        "dangling_reference.no_reference",
        N_("is no reference: write a type and an id, a URL, or '#' and the id of a contained one"),
    )
    NOT_CONTAINED = "dangling_reference.contained", N_("no resource with this id is contained in this one")
    NO_FULL_URL = "dangling_reference.full_url", N_("no resource in this Bundle has this fullUrl")
    SEVERAL_OF_NAME = (
        "dangling_reference.several_of_name",
        N_("several resources in this Bundle have this type and id, and none a fullUrl to match"),
    )
    UNSEARCHABLE = "dangling_reference.unsearchable", N_("only identifier and _id can be looked up in a Bundle")
    SEVERAL_MATCH = (
        "dangling_reference.several_match",
        N_("several resources match what this reference looks for; exactly one has to"),
    )
    NONE_MATCHES = (
        "dangling_reference.none_matches",
        N_("no resource in this Bundle matches what this reference looks for; exactly one has to"),
    )
    SEVERAL_IDENTIFIED = (
        "dangling_reference.several_identified",
        N_("several resources of type {kind} in this Bundle have this identifier"),
    )
    ENTRY_RESOURCE = "not_fhir.entry", N_("an entry holds a resource with its resourceType")
    PATCH = "patch", N_("a PATCH changes a resource that isn't here: send the whole resource (PUT)")
    FULL_URL = "not_fhir.full_url", N_("a fullUrl is an absolute URL of the resource, or urn:uuid: or urn:oid:")
    BDL_8 = "bdl-8", N_("a fullUrl names no version (bdl-8)")
    OTHER_NAME = "disagreement.full_url", N_("names another type or id than the resource has")
    AMBIGUOUS = "ambiguous", N_("resources of several servers have this type and id: say which by its fullUrl")
    NOT_R4 = "not_r4", N_("{found} is of FHIR R5: write {wanted}, as R4 has it")
    DELETED_AND_WRITTEN = (
        "deleted_and_written",
        N_("is deleted and written in one Bundle, and it is not told which comes last"),
    )
    REPEATED_RESOURCE = (
        "repeated_resource",
        N_("the same resource stands at {place} already, and no version tells which counts (bdl-7)"),
    )
