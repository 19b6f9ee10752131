"""What is wrong with a study, the folder of its results, or what is asked of a synthetic input."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class StudyPlaces(Message):
    """Where a study file can't be read on."""

    WHOLE_FILE = "place.whole_file", N_("{file}: the file")
    END_OF_FILE = "place.end_of_file", N_("{file}: end of document")


class StudyFaults(Message):
    """Study files, and what their scenarios as a whole come to."""

    NOT_UTF8 = "study.not_utf8", N_("is not UTF-8 text")
    BROKEN_TOML = "study.broken_toml", N_("broken TOML")
    NAME_TAKEN = "study.duplicate_name", N_("this name is taken; `base` always means the base itself")
    SEED_TWICE = "study.duplicate_seed", N_("this seed stands more than once")
    SEED_IN_SETTINGS = "study.seed_in_settings", N_("seeds are given in `seeds`, at the top of the study")
    TOO_MANY_CASES = "study.too_many_cases", N_("{count} cases; at most {most}")
    UNKNOWN_PARAMETER = "study.unknown_parameter", N_("there is no parameter {parameter}")
    NO_CHANGE = "study.no_change", N_("this changes nothing")
    IN_CELL = "study.in_cell", N_("{problem} (scenario {scenario} with {values:list})")
    IN_SCENARIO = "study.in_scenario", N_("{problem} (scenario {scenario})")
    IN_GRID = "study.in_grid", N_("{problem} (grid {grid})")
    NO_SCENARIO = "study.unknown_scenario", N_("there is no scenario {scenario}; there are {near:and}")
    NAME_OF_CELL = "study.name_of_cell", N_("a cell of the grid {grid} is called so")
    CELL_VALUE = "study.cell_value", N_("{name} {value:decimal}")


class FormFaults(Message):
    """Why a short form can't be spelled out into changes."""

    NOBODY = "form.nobody", N_("say who: practitioners, or with_competence")
    HOURS_OF = "form.hours_of", N_("give either like, or competences, unit, start and end")
    ONE_OF_DURATION = "form.one_of.duration", N_("give one of minutes, factor and more")
    ONE_OF_DEMAND = "form.one_of.demand", N_("give either factor or from")
    NO_WAITS = "form.no_waits", N_("give min_wait, max_wait or longer")
    NO_WINDOW = "form.no_window", N_("give earliest, latest, not_before or not_after")
    HOURS_DONT_FIT = (
        "form.hours_dont_fit",
        N_("{hours:decimal} hours don't fit on the dates {practitioner} works, with at most {a_day:decimal} a day"),
    )
    NOT_AT_WORK = (
        "form.not_at_work",
        N_(
            "{practitioner} works on none of these dates, so there is no last hour to go on from; the kind hours "
            "gives a start and an end"
        ),
    )
    NO_VISIT_NEEDS = "form.no_visit_needs", N_("no visit needs the competence {competence}")
    NO_VISIT_NEEDS_NEAR = (
        "form.no_visit_needs_near",
        N_("no visit needs the competence {competence}; did you mean {near:or}?"),
    )
    NOBODY_HAS = "form.nobody_has", N_("nobody has the competence {competence}")
    NO_ITEMS = "form.no_items", N_("say which: items, or of_kind")
    UNIT_OF_NO_KIND = "form.unit_of_no_kind", N_("a unit goes with of_kind; items have theirs")
    NO_ITEM = "form.no_item", N_("there is no item of equipment {item}")
    NO_SUCH_EQUIPMENT = "form.no_such_equipment", N_("there is no equipment of the kind {kind}")
    TOO_FEW_ITEMS = "form.too_few_items", N_("there are not so many: {unit} has {n} of {kind}")
    NO_PRACTITIONER = "form.no_practitioner", N_("there is no practitioner {practitioner}")
    NO_REQUEST = "form.no_request", N_("there is no request {request}")
    NO_UNIT = "form.no_unit", N_("there is no care unit {unit}")
    NO_SUCH_REQUESTS = "form.no_such_requests", N_("no request is like that")
    NOT_PLANNED = (
        "form.not_planned",
        N_("{date:fulldate} is not among the planned dates, {first:fulldate} to {last:fulldate}"),
    )


class ResultsFaults(Message):
    """Why results can't be kept in a folder."""

    OF_ANOTHER_STUDY = (
        "results.study_changed",
        N_(
            "holds results of another study, or of this one before it, its base or the program was changed: "
            "choose another folder"
        ),
    )
    OF_ANOTHER_VERSION = (
        "results.other_version",
        N_("holds results of dagplan {made_by}, and this is {version}: choose another folder"),
    )
    OF_UNKNOWN_STUDY = (
        "results.unknown_study",
        N_(
            "its study.json is damaged or of an earlier version, and no case tells which study it is of: "
            "choose another folder"
        ),
    )
    NO_RESULTS = "results.none", N_("is not empty, and holds no results of a study")
    ANOTHER_RUN = (
        "results.another_run",
        N_("another run is writing its results here: wait for it to end, or choose another folder"),
    )
    WRITTEN_ANEW = "results.written_anew", N_("{damage}: it is written anew")
    DONE_AGAIN = "results.done_again", N_("{damage}: it is done again")


class Damages(Message):
    """In what way a file of results is not as it was written."""

    EMPTY = "damage.empty", N_("is empty")
    NO_CHECKSUM = "damage.no_checksum", N_("has no checksum")
    CHANGED = "damage.changed", N_("was changed, or is not whole (its checksum is another)")
    CANT_BE_READ = "damage.cant_be_read", N_("can't be read ({why})")
    OTHER_SCHEMA = "damage.other_schema", N_("is no {schema}")
    OTHER_CASE = "damage.other_case", N_("is a case of something else")


class SyntheticFaults(Message):
    """Why a synthetic input can't be made as asked."""

    NO_SUCH_KIND = "synthetic.no_such_kind", N_("there is no kind {kind}; the kinds are {kinds:list}")
    WHOLE_NUMBER = "synthetic.whole_number", N_("{option} must be a whole number")
    NUMBER = "synthetic.number", N_("{option} must be a number")
    OUT_OF_RANGE = "synthetic.out_of_range", N_("{option} must be from {least} to {most}, not {value:decimal}")
    OUT_OF_RANGE_OVER = (
        "synthetic.out_of_range.over",
        N_("{option} must be over {least} to {most}, not {value:decimal}"),
    )
