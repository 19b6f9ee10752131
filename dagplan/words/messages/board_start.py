"""The words of the board's door and of its start page."""

from __future__ import annotations

from dagplan.words.message import N_, P_, Message


class BoardDoorWords(Message):
    """What every page has, and the page that asks for a key."""

    NAME = "board.name", N_("Dagplan")
    SKIP = "board.skip", N_("Skip to the content")
    OTHER_LANGUAGE = "board.other_language", N_("På svenska")
    THEME = "board.theme", N_("Colours")
    THEME_AUTO = "board.theme_auto", N_("As the computer has it")
    THEME_LIGHT = "board.theme_light", N_("Light")
    THEME_DARK = "board.theme_dark", N_("Dark")
    LOG_OUT = "board.log_out", N_("Log out")
    LOG_IN = "board.log_in", N_("Log in")
    LOG_IN_HOW = (
        "board.log_in_how",
        N_("Paste your key. Whoever runs the service makes it, with dagplan keys make."),
    )
    KEY = "board.key", N_("Key")
    WRONG_KEY = "board.wrong_key", N_("This key is not known, or was revoked. Check that all of it was copied.")
    NEEDS_SCRIPT = "board.needs_script", N_("The board needs JavaScript, and it is turned off in this browser.")
    CLOSE = "board.close", N_("Close")
    TRY_AGAIN = "board.try_again", N_("Try again")
    OFFLINE = "board.offline", N_("The service does not answer. Nothing that was saved is lost.")
    FAILED = "board.failed", N_("It did not work: {why}")
    ODD = "board.odd", N_("the service gave no reason")


class BoardStartWords(Message):
    """The start page: load a file, take an example, go on with a board."""

    START = "board.start", N_("Plan linked visits")
    DROP = "board.drop", N_("Drop a file with what is to be booked")
    DROP_KINDS = "board.drop_kinds", N_("Excel workbook, CSV files in a zip, JSON or a FHIR Bundle")
    CHOOSE = "board.choose", N_("Choose a file")
    DROP_HERE = "board.drop_here", N_("Drop it anywhere")
    TEMPLATE = "board.template", N_("Workbook to fill in")
    TEMPLATE_NAME = "board.template_name", N_("bookings to fill in")
    TEMPLATE_HOW = "board.template_how", N_("with an example of next week in it")
    READING = "board.reading", N_("Reading {file}")
    ONE_FILE = "board.one_file", N_("One file at a time, please. CSV files go together in one zip.")
    OTHER_FORM = (
        "board.other_form",
        N_("{file} can't be read: it has to be an Excel workbook (.xlsx), CSV files in a .zip, or .json."),
    )
    OLD_EXCEL = "board.old_excel", N_("{file} is of an old kind of Excel. Save it as .xlsx there, and choose that.")
    EXAMPLES = "board.examples", N_("Or try an example")
    BOARDS = "board.boards", N_("Your boards")
    NO_BOARDS = "board.no_boards", N_("No boards yet. One is made of each file that you drop, and stays here.")
    BOARD = "board.board", N_("Board")
    CHANGED = "board.changed", N_("Changed")
    BOOKED = "board.booked", N_("Booked")
    BOOKED_OF = "board.booked_of", N_("{booked:number} of {of:number}")
    VARIANT = "board.variant", N_("variant")
    DELETE = "board.delete", N_("Delete")
    DELETE_BOARD = "board.delete_board", N_("Delete {name}")
    DELETE_SURE = "board.delete_sure", N_("Delete {name} and all that was done on it? It can't be had back.")
    DELETED = "board.deleted", N_("{name} is deleted.")
    KEEP = "board.keep", N_("Keep it")
    MORE = "board.more_boards", N_("Show more")
    LOADING = "board.loading", N_("Loading")
    PROBLEMS = (
        "board.problems",
        *P_("{n:number} thing to mend in {file}", "{n:number} things to mend in {file}"),
    )
    PROBLEMS_HOW = (
        "board.problems_how",
        N_("Nothing was loaded. Mend them in the file, save it and choose it again."),
    )
    PLACE = "board.place", N_("Where")
    WRONG = "board.wrong", N_("What is wrong")
    ROW = "board.row", N_("The row, as it stands")
    SHEET_CELL = "board.sheet_cell", N_("{sheet}, cell {cell}")
    SHEET_ROW = "board.sheet_row", N_("{sheet}, row {row}")
    SHEET_COLUMN = "board.sheet_column", N_("{sheet}, column {column}")
    EMPTY = "board.empty_cell", N_("empty")
    MARKED = "board.marked", N_("Download the workbook with what is wrong marked")
    MARKED_NAME = "board.marked_name", N_("{file} marked")
    MENDED = "board.mended", N_("Choose the mended file")
