"""What is wrong with tables: rows, columns and cells of CSV files and workbooks."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class CellFaults(Message):
    """What stands in a cell, and what should."""

    WANTED = "cell.wanted", N_("{wanted}; here stands {found}")
    MAY_MEAN = "cell.may_mean", N_("{wanted}; here stands {found}, which may mean {meanings:or}")
    NOT_AMONG = "cell.not_among", N_("here stands {found}; write {allowed:or}")
    NOT_AMONG_NEAR = (
        "cell.not_among_near",
        N_("here stands {found}; did you mean {near:or}? The words are {allowed:list}"),
    )
    WEEKDAYS = "cell.weekdays", N_("write weekdays as mon-fri, or mon, wed (mån-fre; mån, ons)")
    SPANS = "cell.spans", N_("write from when to when as 12:00-13:00, with {separator} between several")
    WANTED_AS_NUMBER = (
        "cell.wanted_as_number",
        N_("{wanted}; here stands {found}: format the cell as a number"),
    )
    ID = "cell.id", N_("an id is a letter followed by at most 63 letters, digits, '_', '.' or '-'")
    WHOLE = "cell.whole", N_("write a whole number")
    NUMBER = "cell.number", N_("write a number")
    FLAG = "cell.flag", N_("write yes or no (ja, nej)")
    DATE = "cell.date", N_("write a date as YYYY-MM-DD")
    DATES = "cell.dates", N_("write dates as YYYY-MM-DD, with {separator} between them")
    CLOCK = "cell.clock", N_("write a clock time as HH:MM")
    MOMENT = "cell.moment", N_("write a date and a clock time as YYYY-MM-DD HH:MM")
    DATE_OR_MORE = "cell.date_or_more", N_("write a date, or a date and a clock time, as YYYY-MM-DD HH:MM")
    TEXT = "cell.text", N_("write a text")
    DATE_FOR_A_WORD = (
        "date_for_a_word",
        N_("the spreadsheet made a date of what was typed here ({day}): format the cell as Text and type it anew"),
    )
    NO_CLOCK_TIME = "no_clock_time", N_("the date has no clock time; write both, as {day} 08:00")
    A_VALUE = "cell.a_value", N_("the value {value}")
    A_NUMBER = "cell.a_number", N_("the number {value}")
    A_TIME = "cell.a_time", N_("the time {value}")
    A_DATE = "cell.a_date", N_("the date {value}")
    A_SPAN = "cell.a_span", N_("a span of {value}")
    A_CLOCK_TIME = "cell.a_clock_time", N_("the clock time {value}")


class TableFaults(Message):
    """Tables, their headings and rows."""

    NO_TEXT = "not_text", N_("its encoding can't be told; save it as UTF-8")
    NO_TEXT_IN_ENCODING = "not_text.encoding", N_("is not text in the encoding of {encoding}; save it as UTF-8")
    NO_TEXT_BY_MARK = (
        "not_text.mark",
        N_("is not text in the encoding of its byte order mark; save it as UTF-8"),
    )
    NO_TEXT_BY_LOOKS = (
        "not_text.looks",
        N_("is not text in the encoding of {encoding}, as its first bytes look; save it as UTF-8"),
    )
    MISSING_FILE = "missing_file", N_("this file is needed")
    UNKNOWN_FILE = "unknown_table.file", N_("there is no such table; the tables are {tables:list}")
    REPEATED_TABLE = "repeated_table", N_("this table stands twice, also as {other}")
    NUL_CHARACTER = "nul_character", N_("a NUL character: this is no text file")
    EMPTY_FILE = (
        "empty_file.table",
        N_("the file is empty; its first row must hold the names of the columns"),
    )
    OPEN_QUOTE = "broken_csv.open_quote", N_('a quote (") is opened in this row and never closed')
    LARGE_CELL = "broken_csv.large_cell", N_("a cell is too large: more than {most} characters")
    AFTER_QUOTE = (
        "broken_csv.after_quote",
        N_('something stands after a closing quote ("); write a quote within a text twice'),
    )
    BROKEN_CSV = "broken_csv", N_("the row can't be read as CSV")
    NOTE_IN_TABLE = (
        "note_in_table",
        N_(
            "only one cell of this row is filled in, and a row needs {needed:list}; a note below the table has to be "
            "deleted, or moved to a hidden sheet"
        ),
    )
    NO_HEADING = "no_heading", N_("cell {position} has no heading above it")
    NO_HEADING_NOR_BELOW = (
        "no_heading.nor_below",
        N_("cell {position} has no heading above it, nor above the {n} below it"),
    )
    A_DATE = "heading.a_date", N_("a date")
    UNKNOWN_COLUMN = (
        "unknown_column",
        N_("there is no such column; write it as {own} if it is your own. The columns are {columns:list}"),
    )
    UNKNOWN_COLUMN_NEAR = (
        "unknown_column.near",
        N_("there is no such column; did you mean {near:or}? Write it as {own} if it is your own"),
    )
    REPEATED_COLUMN = "repeated_column", N_("this column stands more than once")
    REPEATED_COLUMN_AS = "repeated_column.as", N_("this column stands more than once, also as {heading}")
    MISSING_COLUMN = "missing_column", N_("this column is needed, and there is none")
    NO_HEADINGS = (
        "no_headings",
        N_("no row holds the names of the columns; the first row should: {columns:list}"),
    )
    HEADINGS_BELOW = (
        "headings_below",
        N_(
            "the headings stand in this row, but more than a title stands in row {row} above it: begin the sheet "
            "with the headings"
        ),
    )
    NO_SUCH_KEY = "unknown_key", N_("there is no such key")
    NO_SUCH_SETTING = "unknown_key.setting", N_("there is no setting {setting}")
    NO_SUCH_SETTING_NEAR = "unknown_key.near", N_("there is no setting {setting}; did you mean {near:or}?")
    KEY_NEEDED = "unknown_key.needed", N_("a key is needed")
    REPEATED_KEY = "repeated_key", N_("{key} stands more than once, first at {place}")
    REQUIRED = "missing.cell", N_("this field is required")
    NO_SUCH_REQUEST = "unknown_id.no_such_request", N_("there is no such request")
    USED_TWICE = "duplicate_id.row", N_("the id {id} is used twice, first in row {row}")
    NO_VISITS = "too_short.visits", N_("no visit belongs to this request")
    ENDS_FIRST = "weekly.ends_first", N_("{end} is not later than {start}")
    BREAK_OUTSIDE = "weekly.break_outside", N_("{outside} does not lie between {start} and {end}")
    AT_TWO_UNITS = (
        "weekly.at_two_units",
        N_("{person} would be at {unit} and {other} at once (see row {row})"),
    )
    TOO_MANY_WINDOWS = (
        "weekly.too_many",
        N_("this makes more than {most:number} windows on the planned dates: plan fewer dates at a time"),
    )
    NUMBER_ALL = "sequence", N_("number all visits of a request, or none")
    REPEATED_NUMBER = (
        "sequence.repeated",
        N_("the number {number} stands twice in this request, first in row {row}"),
    )
    SAID_OTHERWISE = (
        "contradiction",
        N_("here stands {found}, but {visit} has {true} ({place}): one of the two is wrong"),
    )
    ENDS_OTHERWISE = (
        "contradiction.end",
        N_(
            "here stands {found:moment}, but {visit} takes {length:minutes} and begins {start:moment}, so it ends "
            "{true:moment}"
        ),
    )


class WorkbookFaults(Message):
    """Workbooks and their sheets."""

    TOO_LARGE = "too_large.file", N_("is too large: more than {most} MB")
    TOO_MANY_PARTS = "too_large.parts", N_("has {n} parts: this is no ordinary workbook")
    UNPACKS_TO_MUCH = (
        "too_large.unpacked",
        N_("unpacks to more than {most} MB: too large, or made to fill the memory"),
    )
    REPEATS_TEXTS = "too_large.texts", N_("repeats texts until they would fill the memory")
    TOO_FAR_OUT = (
        "too_large.far_out",
        N_("has cells out to row {row}, column {column}: delete the rows and columns after the last one used"),
    )
    TOO_MANY_MERGED = "too_large.merged", N_("has too many merged cells")
    CUT_SHORT = "not_a_workbook.cut_short", N_("is cut short or broken; save it anew in Excel")
    BROKEN_INSIDE = "not_a_workbook.broken", N_("its inside is broken; save it anew in Excel")
    CANT_BE_READ = (
        "not_a_workbook.cant_be_read",
        N_("can't be read: its inside is broken; save it anew in Excel"),
    )
    CANT_BE_MARKED = (
        "not_a_workbook.cant_be_marked",
        N_("can't be written back with marks: its inside is broken; save it anew in Excel"),
    )
    ODD_XML = "not_a_workbook.odd_xml", N_("holds XML that no spreadsheet program writes")
    NO_PLACES = (
        "not_a_workbook.no_places",
        N_("has cells that don't say where they stand; open it in Excel and save it anew"),
    )
    BINARY = "not_a_workbook.binary", N_("is a binary workbook (.xlsb); save it as .xlsx")
    OPEN_DOCUMENT = "not_a_workbook.ods", N_("is an OpenDocument file (.ods); save it as .xlsx")
    NUMBERS = "not_a_workbook.numbers", N_("is a Numbers document; export it as Excel (.xlsx)")
    WEB_PAGE = (
        "not_a_workbook.web_page",
        N_("is a web page under the name of a workbook; open it in Excel and save it as .xlsx"),
    )
    XML_FILE = (
        "not_a_workbook.xml",
        N_("is an XML file under the name of a workbook; open it in Excel and save it as .xlsx"),
    )
    PDF = (
        "not_a_workbook.pdf",
        N_("is a PDF file under the name of a workbook; open it in Excel and save it as .xlsx"),
    )
    PASSWORD = "not_a_workbook.password", N_("has a password; save it without one")
    OLD = "not_a_workbook.old", N_("is an old .xls workbook; save it as .xlsx")
    OLD_OR_PASSWORD = (
        "not_a_workbook.old_or_password",
        N_("is an old .xls workbook or has a password; save it as .xlsx without one"),
    )
    NO_WORKBOOK = "not_a_workbook", N_("is not a workbook (.xlsx)")
    FORMULA_ERROR = "formula_error", N_("a formula gives an error here")
    FORMULA_WITHOUT_VALUE = (
        "formula_without_value",
        N_("a formula without its value; open and save the workbook in Excel"),
    )
    MERGED_CELLS = (
        "merged_cells",
        N_("cells are merged over columns {first} to {last}; each cell needs a value of its own"),
    )
    EMPTY_SHEET = "empty_sheet", N_("the sheet is empty")
    EMPTY_TABLE = (
        "empty_sheet.table",
        N_("the sheet is empty; its first row must hold the names of the columns"),
    )
    MISSING_SHEET = "missing_sheet", N_("this sheet is needed")
    UNKNOWN_SHEET = (
        "unknown_table.sheet",
        N_(
            "there is no such table; a sheet of your own has a name that begins with Note, or is hidden. The tables "
            "are {tables:list}"
        ),
    )
    UNKNOWN_SHEET_NEAR = (
        "unknown_table.sheet_near",
        N_(
            "there is no such table; did you mean {near:or}? A sheet of your own has a name that begins with Note, "
            "or is hidden"
        ),
    )
