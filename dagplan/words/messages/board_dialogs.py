"""The words of the board's dialogs."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class DialogWords(Message):
    """An absence, a new request, the history, and variants."""

    ABSENCE_TITLE = "board.panel.absence.title", N_("Absence")
    ABSENCE_TITLE_OF = "board.panel.absence.title_of", N_("Absence: {person}")
    ABSENCE_OF = "board.panel.absence.of", N_("Absence of {person} …")
    ABSENCE_ABSENT = "board.panel.absence.absent", N_("Absent")
    ABSENCE_PRESENT = "board.panel.absence.present", N_("Present")
    ABSENCE_PERSON = "board.panel.absence.person", N_("Who")
    ABSENCE_FIRST = "board.panel.absence.first", N_("First day")
    ABSENCE_LAST = "board.panel.absence.last", N_("Last day")
    ABSENCE_WHOLE = "board.panel.absence.whole", N_("Whole days")
    ABSENCE_FROM = "board.panel.absence.from", N_("From")
    ABSENCE_TO = "board.panel.absence.to", N_("To")
    ABSENCE_HIT = (
        "board.panel.absence.hit",
        *P_("{n} visit is booked in that time.", "{n} visits are booked in that time."),
    )
    ABSENCE_NONE_HIT = "board.panel.absence.none_hit", N_("No visit is booked in that time.")
    ABSENCE_TAKE = "board.panel.absence.take", N_("Mark absent")
    ABSENCE_TAKE_REPLAN = "board.panel.absence.take_replan", N_("Mark absent and plan again with few moves")
    ABSENCE_TAKE_PRESENT = "board.panel.absence.take_present", N_("Add the time")
    ADD_TITLE = "board.panel.add.title", N_("New request")
    ADD_PATIENT = "board.panel.add.patient", N_("Patient")
    ADD_PATIENT_HINT = "board.panel.add.patient_hint", N_("A pseudonym, never a personal identity number or a name.")
    ADD_EARLIEST = "board.panel.add.earliest", N_("Earliest")
    ADD_LATEST = "board.panel.add.latest", N_("Latest")
    ADD_TARGET = "board.panel.add.target", N_("Target date")
    ADD_VISITS = "board.panel.add.visits", N_("Visits, in their order")
    ADD_COMPETENCE = "board.panel.add.competence", N_("Competence")
    ADD_MINUTES = "board.panel.add.minutes", N_("Minutes")
    ADD_PREFERRED = "board.panel.add.preferred", N_("Preferably with")
    ADD_ANYBODY = "board.panel.add.anybody", N_("anybody")
    ADD_ANOTHER = "board.panel.add.another", N_("One more visit")
    ADD_LESS = "board.panel.add.less", N_("Remove visit {number}")
    ADD_MIN_WAIT = "board.panel.add.min_wait", N_("Least wait between visits, minutes")
    ADD_MAX_WAIT = "board.panel.add.max_wait", N_("Longest wait between visits, minutes")
    ADD_TAKE = "board.panel.add.take", N_("Add")
    HISTORY_TITLE = "board.panel.history.title", N_("History")
    HISTORY_NONE = "board.panel.history.none", N_("Nothing has been changed yet.")
    HISTORY_UNDONE = "board.panel.history.undone", N_("undone")
    HISTORY_HERE = "board.panel.history.here", N_("the board now")
    HISTORY_GO = "board.panel.history.go", N_("Go here")
    HISTORY_GO_LABEL = "board.panel.history.go_label", N_("Go to step {number}")
    HISTORY_GO_START = "board.panel.history.go_start", N_("Go to the beginning")
    HISTORY_START = "board.panel.history.start", N_("The board as it was loaded.")
    VARIANTS_TITLE = "board.panel.variants.title", N_("Variants")
    VARIANTS_NAME = "board.panel.variants.name", N_("Name of the variant")
    VARIANTS_MAKE = "board.panel.variants.make", N_("New variant")
    VARIANTS_HINT = "board.panel.variants.hint", N_("A copy of the board as it stands, to try something on.")
    VARIANTS_MADE = "board.panel.variants.made", N_("The variant {name} is there.")
    VARIANTS_NONE = "board.panel.variants.none", N_("There are no variants yet.")
    VARIANTS_UNNAMED = "board.panel.variants.unnamed", N_("Without a name")
    VARIANTS_BOOKED = "board.panel.variants.booked", N_("Requests booked")
    VARIANTS_OF = "board.panel.variants.of", N_("{booked} of {of}")
    VARIANTS_BROKEN = "board.panel.variants.broken", N_("Rules broken")
    VARIANTS_CHANGED = "board.panel.variants.changed", N_("Last changed")
    VARIANTS_THIS = "board.panel.variants.this", N_("this board")
    VARIANTS_THAT = "board.panel.variants.that", N_("the other")
    VARIANTS_OPEN = "board.panel.variants.open", N_("Open")
    VARIANTS_COMPARE = "board.panel.variants.compare", N_("Compare")
    VARIANTS_DIFFERS = "board.panel.variants.differs", N_("What is otherwise in {name}")


class ExportWords(Message):
    """What is taken out of the board."""

    EXPORT_TITLE = "board.panel.export.title", N_("Export and print")
    EXPORT_TAKE = "board.panel.export.take", N_("Download")
    EXPORT_TAKE_LABEL = "board.panel.export.take_label", N_("Download: {form}")
    EXPORT_FETCHING = "board.panel.export.fetching", N_("Fetching …")
    EXPORT_SAVED = "board.panel.export.saved", N_("Downloaded: {form}.")
    EXPORT_XLSX = "board.panel.export.xlsx", N_("Excel workbook")
    EXPORT_XLSX_HINT = "board.panel.export.xlsx_hint", N_("Day sheets, lists and figures.")
    EXPORT_HTML = "board.panel.export.html", N_("Web page")
    EXPORT_HTML_HINT = "board.panel.export.html_hint", N_("The whole plan in one file, to read and print.")
    EXPORT_CSV = "board.panel.export.csv", N_("CSV files")
    EXPORT_CSV_HINT = "board.panel.export.csv_hint", N_("For spreadsheets and other programs; a zip file.")
    EXPORT_ICS = "board.panel.export.ics", N_("Calendar")
    EXPORT_ICS_HINT = "board.panel.export.ics_hint", N_("All bookings in one calendar file.")
    EXPORT_CALENDARS = "board.panel.export.calendars", N_("Calendars by person")
    EXPORT_CALENDARS_HINT = "board.panel.export.calendars_hint", N_("One calendar for each practitioner; a zip file.")
    EXPORT_JSON = "board.panel.export.json", N_("JSON")
    EXPORT_JSON_HINT = (
        "board.panel.export.json_hint",
        N_("The plan with everything that is known of it, for programs."),
    )
    EXPORT_FHIR = "board.panel.export.fhir", N_("FHIR R4 Bundle")
    EXPORT_FHIR_HINT = "board.panel.export.fhir_hint", N_("For record systems.")
    EXPORT_ORACLE = "board.panel.export.oracle", N_("Calls to Oracle Health")
    EXPORT_ORACLE_HINT = (
        "board.panel.export.oracle_hint",
        N_("What is to be booked, moved and cancelled; a zip file."),
    )
    EXPORT_PAPER = "board.panel.export.paper", N_("On paper")
    EXPORT_PAPER_HINT = (
        "board.panel.export.paper_hint",
        N_("Print what the board shows now, or open the report of the whole plan and print it on A4."),
    )
    EXPORT_PRINT = "board.panel.export.print", N_("Print what is shown")
    EXPORT_REPORT = "board.panel.export.report", N_("Open the report")
