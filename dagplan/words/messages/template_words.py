"""The words of a workbook to fill in, and of the list of what is wrong in one."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class ProblemWords(Message):
    """The list of what is wrong, in a workbook with its errors marked."""

    PROBLEMS = "marked.problems", N_("Problems")
    PLACE = "marked.place", N_("Place")
    WHAT = "marked.what", N_("What is wrong")


class TemplateWords(Message):
    """Sheets and drop-down lists of a workbook to fill in."""

    READ_ME = "template.read_me", N_("Read me")
    LISTS = "template.lists", N_("Lists")
    COMPETENCES = "template.competences", N_("Competences")
    PRIORITY = "template.priority", N_("Priority")
    ROLE = "template.role", N_("Role")
    KIND = "template.kind", N_("Kind")
    BOOKING_MODE = "template.booking_mode", N_("Booking mode")
    LOCKED = "template.locked", N_("Locked")
    SETTING = "template.setting", N_("Setting")
    ENGINE_SETTING = "template.engine_setting", N_("Engine setting")
    WEEKDAYS = "template.weekdays", N_("Weekdays")
    YES = "template.yes", N_("yes")
    NO = "template.no", N_("no")
    NOT_IN_THE_LIST = "template.not_in_the_list", N_("Not in the list")
    CHOOSE = "template.choose", N_("Choose from the list, or leave it blank.")


class WeekdayWords(Message):
    """Weekdays as they may be chosen, and are read."""

    ALL_WEEK = "weekdays.all_week", N_("mon-fri")
    MONDAY = "weekdays.monday", N_("mon")
    TUESDAY = "weekdays.tuesday", N_("tue")
    WEDNESDAY = "weekdays.wednesday", N_("wed")
    THURSDAY = "weekdays.thursday", N_("thu")
    FRIDAY = "weekdays.friday", N_("fri")
    SATURDAY = "weekdays.saturday", N_("sat")
    SUNDAY = "weekdays.sunday", N_("sun")


class ExamplePeople(Message):
    """The ids and names of those in the example: what they do, never who they are."""

    ASTHMA_NURSE = "example.id.asthma_nurse", N_("asthma-nurse")
    ASTHMA_NURSE_NAME = "example.name.asthma_nurse", N_("Asthma nurse")
    NURSE = "example.id.nurse", N_("nurse-1")
    NURSE_NAME = "example.name.nurse", N_("District nurse 1")
    PHYSICIAN_1 = "example.id.physician_1", N_("physician-1")
    PHYSICIAN_1_NAME = "example.name.physician_1", N_("Physician 1")
    PHYSICIAN_2 = "example.id.physician_2", N_("physician-2")
    PHYSICIAN_2_NAME = "example.name.physician_2", N_("Physician 2")
    PHYSIO = "example.id.physio", N_("physio-1")
    PHYSIO_NAME = "example.name.physio", N_("Physiotherapist 1")


class ExampleWords(Message):
    """The example in a workbook to fill in."""

    PHYSICIAN = "example.physician", N_("physician")
    SPIROMETRY = "example.spirometry", N_("spirometry")
    ECG = "example.ecg", N_("ecg")
    BLOOD_PRESSURE = "example.blood_pressure", N_("blood pressure")
    PHYSIOTHERAPY = "example.physiotherapy", N_("physiotherapy")
    UNIT = "example.unit", N_("Example primary care centre")
    SPIROMETER = "example.spirometer", N_("spirometer")


class ReadMe(Message):
    """What to do with a workbook to fill in."""

    TITLE = "read_me.title", N_("Dagplan: what a plan is made from")
    FILL_IN = (
        "read_me.fill_in",
        N_("Fill in the sheets and save. The rows that are here are an example: overwrite or delete them."),
    )
    HEADINGS = (
        "read_me.headings",
        N_("Dark headings must be filled in, light ones may be left blank. Point at a heading for an explanation."),
    )
    PSEUDONYMS = (
        "read_me.pseudonyms",
        N_("Patients stand under pseudonyms. Names and identity numbers have no place here, and are refused."),
    )
    COMPETENCES = (
        "read_me.competences",
        N_("Add competences on the sheet Lists; then they are in the drop-down list of the sheet Visits."),
    )
    OF_YOUR_OWN = (
        "read_me.of_your_own",
        N_(
            "A column of your own has its heading in brackets, [Phone round]; a sheet of your own a name that begins "
            "with Note. Neither is read."
        ),
    )
    PLAN = "read_me.plan", N_("Make a plan:  dagplan plan week.xlsx --out plan.xlsx")
    ERRORS = (
        "read_me.errors",
        N_("See what is wrong in the workbook:  dagplan plan week.xlsx --mark-errors errors.xlsx"),
    )


class SheetNotes(Message):
    """What each sheet is for."""

    SETTINGS = "note.sheet.settings", N_("Which dates are planned, and what to aim for.")
    WEEKLY = "note.sheet.weekly", N_("Hours that are the same each week: a row for each person and hours.")
    EXCEPTIONS = (
        "note.sheet.exceptions",
        N_("Dates on which the weekly hours are others, or none: a day off, a day that ends early. May be empty."),
    )
    ENGINE = "note.sheet.engine", N_("How long and how the plan is looked for. May be left as it is.")
    UNITS = "note.sheet.units", N_("Primary care centres and clinics.")
    PRACTITIONERS = "note.sheet.practitioners", N_("Those who take visits, and what they can do.")
    AVAILABILITY = (
        "note.sheet.availability",
        N_("Hours on a single date, beside those of the week. May be empty."),
    )
    BUSY = "note.sheet.busy", N_("Time that is taken away: meetings, absence.")
    PATIENT_BUSY = "note.sheet.patient_busy", N_("Time in which a patient has something else: no visit then.")
    EQUIPMENT = "sheet.equipment", N_("Things and rooms of which a unit has few, such as a spirometer. May be empty.")
    EQUIPMENT_BUSY = "sheet.equipment_busy", N_("When equipment is not to be had. May be empty.")
    REQUESTS = (
        "note.sheet.requests",
        N_("What is to be booked. A row is one patient's need: all of it is booked, or nothing."),
    )
    VISITS = "note.sheet.visits", N_("The visits of each request, in the order they are to take place.")
    BOOKINGS = (
        "note.sheet.bookings",
        N_("What is booked already. A plan's sheet Bookings can be pasted here as it is."),
    )


class ColumnNotes(Message):
    """What is told of the columns; several may be told of one."""

    SETTINGS_KEY = "note.settings.key", N_("The name of the setting.")
    SETTINGS_VALUE = "note.settings.value", N_("Leave it blank for the usual value.")
    OWN_ID = (
        "note.own_id",
        N_("A short id of your own: a letter, then letters a–z, digits, _ . or -. The other sheets use it."),
    )
    UNITS_NAME = "note.units.name", N_("The name shown.")
    UNITS_KIND = "note.units.kind", N_("Makes no difference to the plan.")
    PRACTITIONERS_COMPETENCES = "note.practitioners.competences", N_("Your own words: physician, spirometry.")
    SEVERAL = "note.several", N_("Write several with | between.")
    WHO = "note.who", N_("An id from the sheet Practitioners.")
    WHERE = "note.where", N_("An id from the sheet Units.")
    WHEN = "note.when", N_("Date and clock time: 2026-12-07 09:30.")
    AVAILABILITY_END = (
        "note.availability.end",
        N_("The same date as the start. Midnight is 24:00, or 00:00 of the next date."),
    )
    WEEKLY_UNIT = "note.weekly.unit", N_("Blank: the only one there is.")
    WEEKLY_WEEKDAYS = "note.weekly.weekdays", N_("mon-fri, or mon, wed.")
    WEEKLY_CLOCK = "note.weekly.clock", N_("A clock time, 08:00.")
    WEEKLY_LUNCH = "note.weekly.lunch", N_("When no visits are taken: 12:00-13:00. Blank: no break.")
    EXCEPTIONS_PRACTITIONER = (
        "note.exceptions.practitioner",
        N_("Blank: everybody, whose hours are cut to these."),
    )
    EXCEPTIONS_UNIT = "note.exceptions.unit", N_("Blank: where that person is that weekday.")
    EXCEPTIONS_CLOCK = "note.exceptions.clock", N_("The hours of that date. Blank, both: none.")
    WHOLE_DAYS = "note.whole_days", N_("Dates alone: whole days, the last one too.")
    PATIENT_BUSY_PATIENT = "note.patient_busy.patient", N_("As on the sheet Requests.")
    REQUESTS_PATIENT = (
        "note.requests.patient",
        N_("A pseudonym. Never a name or a personal identity number: those are refused."),
    )
    REQUESTS_UNITS = "note.requests.units", N_("Blank: all.")
    REQUESTS_PRIORITY = "note.requests.priority", N_("Blank: routine.")
    A_DATE = "note.a_date", N_("A date: 2026-12-07.")
    REQUESTS_EARLIEST = "note.requests.earliest", N_("Blank: the first planned date.")
    REQUESTS_LATEST = "note.requests.latest", N_("Blank: the last planned date.")
    REQUESTS_TARGET = "note.requests.target", N_("The wished date. Blank: the earliest.")
    REQUESTS_NOT_BEFORE = "note.requests.not_before", N_("A clock time, 09:30: no visit starts before.")
    REQUESTS_NOT_AFTER = "note.requests.not_after", N_("A clock time, 15:00: no visit ends after.")
    REQUESTS_EXCLUDED_DATES = "note.requests.excluded_dates", N_("Dates the patient can't come.")
    REQUESTS_MIN_WAIT = "note.requests.min_wait", N_("At least so many minutes between the visits.")
    REQUESTS_MAX_WAIT = "note.requests.max_wait", N_("At most so many minutes between the visits. Blank: no bound.")
    REQUESTS_SAME_DAY_AS = (
        "note.requests.same_day_as",
        N_("Other requests of the same patient, if possible that date."),
    )
    VISITS_REQUEST = "note.visits.request", N_("An id from the sheet Requests.")
    VISITS_SEQUENCE = (
        "note.visits.sequence",
        N_("1, 2, 3 … in the order of the visits. Blank for all: the order of the rows."),
    )
    VISITS_ROLE = (
        "note.visits.role",
        N_("Of two or more visits one is primary, the others secondary. Blank for a single visit."),
    )
    VISITS_DURATION = "note.visits.duration", N_("Whole minutes.")
    VISITS_COMPETENCE = "note.visits.competence", N_("What is asked of the one who takes the visit.")
    VISITS_PRACTITIONERS = "note.visits.practitioners", N_("Only these.")
    VISITS_PREFERRED = "note.visits.preferred", N_("Preferably this one.")
    VISITS_MIN_WAIT = "note.visits.min_wait", N_("Minutes just before this visit.")
    EQUIPMENT_KIND = (
        "note.equipment.kind",
        N_("A word of your own, such as spirometer: visits that need one name the same word."),
    )
    EQUIPMENT_BUSY_EQUIPMENT = "note.equipment_busy.equipment", N_("Id from the sheet Equipment.")
    VISITS_EQUIPMENT = (
        "note.visits.equipment",
        N_("What the visit needs for its whole time: kinds from the sheet Equipment. Blank: none."),
    )
    VISITS_SAME_PRACTITIONER_AS = (
        "note.visits.same_practitioner_as",
        N_("Other visits of the request that the same person must take: their ids."),
    )
    VISITS_DIFFERENT_PRACTITIONER_FROM = (
        "note.visits.different_practitioner_from",
        N_("Other visits of the request that another person must take: their ids."),
    )
    BOOKINGS_EQUIPMENT = (
        "note.bookings.equipment",
        N_("Ids from the sheet Equipment that the visit has. Blank: the first that is free of each kind it needs."),
    )
    VISITS_BOOKING_MODE = "note.visits.booking_mode", N_("Blank: booked. A drop-in can't be linked.")
    VISITS_VISIT_TYPE = "note.visits.visit_type", N_("Carried through; changes nothing.")
    BOOKINGS_VISIT = "note.bookings.visit", N_("An id from the sheet Visits.")
    BOOKINGS_LOCKED = "note.bookings.locked", N_("yes: stays. no: may move, at a cost.")
    BOOKINGS_SOURCE = (
        "note.bookings.source",
        N_("Filled in by the program: the appointment in another system that it came from."),
    )
    BOOKINGS_REVISION = (
        "note.bookings.revision",
        N_("Filled in by the program: the number of the plan since which the visit stands here."),
    )
