"""What is wrong with a file as a whole, whatever it holds, and why something is not written."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class FileFaults(Message):
    """Files and folders that are read or written."""

    INPUT_TOO = "path_in_use.input", N_("is an input too")
    OUTPUT_TOO = "path_in_use.output", N_("is the same as another output, or within it")
    NO_FORM = "unknown_ending.no_form", N_("no form has this ending; these work: {endings:list}")
    CANT_BE_READ_SO = "unknown_ending.not_read", N_("can't be read; these work: {endings:list}")
    CSV_FOLDER = "ending.csv_folder", N_("a folder of CSV files (no ending)")
    HAS_MACROS = (
        "unknown_ending.macros",
        N_("the workbook has macros, so its copy must end in {ending}: Excel opens it under no other name"),
    )
    HAS_NO_MACROS = (
        "unknown_ending.no_macros",
        N_("the workbook has no macros, so its copy must end in {ending}: Excel opens it under no other name"),
    )
    NO_SUCH_FILE = "no_such_file", N_("there is no such file or folder")
    NO_SUCH_FORM = "unknown_form", N_("there is no such form; these work: {forms:list}")
    FILE_NAMED_AFTER_A_PERSON = (
        "identity_number.file_name",
        N_(
            "the file's name looks like a personal identity number; use an opaque pseudonym (the value is not "
            "repeated here)"
        ),
    )
    IDENTITY_NUMBER = (
        "identity_number.in_file",
        N_("looks like a personal identity number; use an opaque pseudonym (the value is not repeated here)"),
    )
    NOT_ASKED_FOR = "unknown_id.not_asked_for", N_("the request has no visit {visit} of {patient}")
    CANT_BE_READ = "file_error.read", N_("can't be read: {why}")
    CANT_BE_WRITTEN = "file_error.written", N_("can't be written: {why}")
    NOT_A_FOLDER = "not_a_folder", N_("is a file, not a folder")
    IS_A_FOLDER = "is_a_folder", N_("is a folder, not a file")
    NO_JSON_FILE = "is_a_folder.json", N_("is a folder, not a JSON file")
    FOLDER_OF_OTHERS = "folder_in_use", N_("is not empty, and was not written by dagplan: it is not replaced")
    FOLDER_OF_ANOTHER_KIND = "folder_in_use.kind", N_("holds {found}, not {wanted}: it is not replaced")
    FOLDER_WITH_STRANGERS = (
        "folder_in_use.strangers",
        N_("holds files that dagplan did not write ({n}): it is not replaced"),
    )
    NO_SUCH_FOLDER = "no_such_folder", N_("the folder to write it in does not exist")
    LOCKED_FOLDER = "file_error.locked_folder", N_("the folder to write it in may not be written to")
    INCOMPLETE = "incomplete", N_("is written, but {why}")
    WITHOUT_DRAWINGS = "incomplete.drawings", N_("without {n} of its drawings: {why}")
    NOT_WRITTEN = "not_written", N_("is not written: {why}")
    NOT_WRITTEN_AND_MORE = "not_written.and_more", N_("is not written: {why} (and {n} more)")
    EMPTY = "empty_file", N_("the file is empty")
    NOT_UTF8 = "not_utf8", N_("is not UTF-8 text; save the file as UTF-8")
    BROKEN_JSON = "broken_json", N_("broken JSON: {why}")
    REPEATED_FIELD = "repeated_field", N_("this field stands more than once")
    BROKEN_FIELD_NAME = "broken_text.field", N_("the name of a field is broken text")
    BROKEN_TEXT = "broken_text", N_("broken text: half of a character")
    FINITE_NUMBER = "finite_number.in_file", N_("write a number of ordinary size")
    TOO_DEEP = "too_deep", N_("is nested too deep: more than {most} objects and lists in each other")
    NOT_AN_OBJECT = "not_an_object", N_("the file must hold one object, {{ … }}")
    A_PLAN_FOR_A_REQUEST = "other_document.plan", N_("this file is a plan, and a request is asked for here")
    A_REQUEST_FOR_A_PLAN = "other_document.request", N_("this file is a request, and a plan is asked for here")
    OTHER_DOCUMENT = "other_document", N_("this file is a {found}, and a {wanted} is asked for here")
    NO_INSTANT = (
        "no_instant",
        N_("the time {time} is from before clocks went by whole minutes, which FHIR can't say"),
    )
    EARLIER_NEEDS_JSON = (
        "no_cell_for_it.earlier",
        N_("no table holds what is known of an earlier plan: write JSON"),
    )
    NO_CELL = "no_cell_for_it", N_("no cell can hold this text: outer blanks, a line end, or the list separator |")


class ProgramFaults(Message):
    """What is said where the program itself is at fault."""

    NO_MEMORY = "program.no_memory", N_("not enough memory")
    FAULT = (
        "program.fault",
        N_("internal error, {kind}; please report it ({variable}=1 in the environment shows more)"),
    )
    FAULT_AT = (
        "program.fault_at",
        N_("internal error, {kind} at {file}:{line}; please report it ({variable}=1 in the environment shows more)"),
    )


class SystemErrors(Message):
    """Why the operating system refuses, in its own words."""

    PERMISSION = "os.permission", N_("permission denied")
    NOT_PERMITTED = "os.not_permitted", N_("operation not permitted")
    NOT_THERE = "os.not_there", N_("no such file or directory")
    IS_A_DIRECTORY = "os.is_a_directory", N_("is a directory")
    NO_DIRECTORY = "os.no_directory", N_("not a directory")
    DISK_FULL = "os.disk_full", N_("no space left on device")
    QUOTA = "os.quota", N_("disk quota exceeded")
    READ_ONLY = "os.read_only", N_("read-only file system")
    NAME_TOO_LONG = "os.name_too_long", N_("file name too long")
    FILE_TOO_LARGE = "os.file_too_large", N_("file too large")
    BUSY = "os.busy", N_("device or resource busy")
    INPUT_OUTPUT = "os.input_output", N_("input/output error")
    EXISTS = "os.exists", N_("file exists")
    TOO_MANY_LINKS = "os.too_many_links", N_("too many levels of symbolic links")
    TOO_MANY_FILES = "os.too_many_files", N_("too many open files")


class JsonErrors(Message):
    """Why a text is no JSON, in the words of Python's reader."""

    EXPECTING_VALUE = "json.expecting_value", N_("Expecting value")
    EXPECTING_NAME = "json.expecting_name", N_("Expecting property name enclosed in double quotes")
    EXPECTING_COLON = "json.expecting_colon", N_("Expecting ':' delimiter")
    EXPECTING_COMMA = "json.expecting_comma", N_("Expecting ',' delimiter")
    EXTRA_DATA = "json.extra_data", N_("Extra data")
    OPEN_TEXT = "json.open_text", N_("Unterminated string starting at")
    CONTROL_CHARACTER = "json.control_character", N_("Invalid control character at")
    ESCAPE = "json.escape", N_("Invalid \\escape")
    UNICODE_ESCAPE = "json.unicode_escape", N_("Invalid \\uXXXX escape")
    TRAILING_COMMA_OBJECT = "json.trailing_comma_object", N_("Illegal trailing comma before end of object")
    TRAILING_COMMA_LIST = "json.trailing_comma_list", N_("Illegal trailing comma before end of array")


class ZipFaults(Message):
    """What is wrong with a folder that was sent as a zip."""

    NOT_A_ZIP = "not_a_zip", N_("is no zip file, or is cut short or broken")
    TOO_LARGE = "too_large.zip", N_("is too large: more than {most} MB")
    EMPTY = "empty_file.zip", N_("the file is empty")
    TOO_MANY = "too_large.files", N_("has {count} files: this is no folder of tables")
    ENCRYPTED = "encrypted.zip", N_("has a password; pack it without one")
    SEVERAL_FOLDERS = (
        "several_folders",
        N_("has files in more than one folder; pack the one folder with the tables"),
    )
    REPEATED_FILE = "repeated_file", N_("holds two files of one name")
    UNPACKS_TO_MORE = (
        "too_large.unpacked_zip",
        N_("unpacks to more than {most} MB: too large, or made to fill the memory"),
    )
