"""The words of the frame around a board: tools, views, state and help."""

from __future__ import annotations

from dagplan.words.message import C_, N_, P_, Message


class BoardShellWords(Message):
    """The tools above, the tabs beside, the line below."""

    ALL_BOARDS = "board.all_boards", N_("All boards")
    UNDO = "board.undo", N_("Undo")
    REDO = "board.redo", N_("Redo")
    NOTHING_TO_UNDO = "board.nothing_to_undo", N_("There is nothing to undo.")
    NOTHING_TO_REDO = "board.nothing_to_redo", N_("There is nothing to do again.")
    PLAN = "board.plan", C_("board", "Plan")
    SPAN = "board.span", N_("Show")
    DAY = "board.day", N_("Day")
    WEEK = "board.week", N_("Week")
    DATE = "board.date", N_("Date")
    EARLIER_DATE = "board.earlier_date", N_("The date before")
    LATER_DATE = "board.later_date", N_("The date after")
    EARLIER_WEEK = "board.earlier_week", N_("The week before")
    LATER_WEEK = "board.later_week", N_("The week after")
    WEEK_OF = "board.week_of", N_("Week {week}")
    ROWS = "board.rows", N_("Rows")
    ROWS_PEOPLE = "board.rows_people", C_("board", "By practitioner")
    ROWS_PATIENTS = "board.rows_patients", N_("By patient")
    ROWS_EQUIPMENT = "board.rows_equipment", N_("By equipment")
    UNIT = "board.unit", N_("Care unit")
    ALL_UNITS = "board.all_units", N_("All care units")
    COMPETENCE = "board.competence", N_("Competence")
    ALL_COMPETENCES = "board.all_competences", N_("All competences")
    FIND_SHORT = "board.find_short", N_("Find")
    FIND = "board.find", N_("Find a patient or a visit")
    MORE = "board.more_tools", N_("More")
    LINKED_ONLY = "board.linked_only", N_("Linked visits only")
    MOVED_ONLY = "board.moved_only", N_("What has moved only")
    ABSENCE = "board.absence", N_("Absent or present…")
    ADD_REQUEST = "board.add_request", N_("Add a request…")
    HISTORY = "board.history", N_("What was done…")
    VARIANTS = "board.variants", N_("Variants…")
    EXPORT = "board.export", N_("Export…")
    PRINT = "board.print", N_("Print…")
    HELP = "board.help", N_("Keyboard and mouse")
    THE_BOARD = "board.the_board", N_("The board")
    BESIDE = "board.beside", N_("Beside the board")
    TAB_UNBOOKED = "board.tab_unbooked", N_("Unbooked {n:number}")
    TAB_SELECTED = "board.tab_selected", N_("Selected")
    TAB_FIGURES = "board.tab_figures", N_("Figures")
    STATE = "board.state", N_("{booked:number} of {of:number} requests booked")
    BREACHES = "board.breaches", *P_("{n:number} rule broken", "{n:number} rules broken")
    NO_BREACHES = "board.no_breaches", N_("every rule kept")
    SAVED = "board.saved", N_("Saved")
    SAVING = "board.saving", N_("Saving")
    AWAY = "board.away", N_("The service does not answer")
    AWAY_LONG = (
        "board.away_long",
        N_("The service does not answer. The board is shown as it was {when}; it is looked for every few seconds."),
    )
    BACK = "board.back", N_("The service answers again.")
    CONFLICT = "board.conflict", N_("Somebody else has changed the board. It is shown as it stands now.")
    CONFLICT_OWN = (
        "board.conflict_own",
        N_("Somebody else changed the board first, so your change was not made. It is shown as it stands now."),
    )
    LOADING_BOARD = "board.loading_board", N_("Opening the board")
    NO_SUCH_BOARD = (
        "board.no_such_board",
        N_("There is no such board. It was deleted, or belongs to another key."),
    )
    EMPTY_BOARD = (
        "board.empty_board",
        N_("Nothing is asked for on this board yet. Add a request, or choose a file with requests."),
    )
    NO_HOURS = "board.no_hours", N_("Nobody has any hours on this board, so nothing can be booked.")
    FORBIDDEN = "board.forbidden", N_("Not there: {why:clauses}")
    LINK_COPIED = "board.link_copied", N_("The link to this view is copied.")
    COPY_LINK = "board.copy_link", N_("Copy a link to this view")


class BoardKeyWords(Message):
    """The help on keys."""

    TITLE = "board.keys", N_("Keyboard and mouse")
    EVERYWHERE = "board.keys_everywhere", N_("Everywhere")
    UNDO = "board.keys_undo", N_("Undo")
    REDO = "board.keys_redo", N_("Do again")
    PLAN = "board.keys_plan", N_("Make a plan")
    DAY_WEEK = "board.keys_day_week", N_("Show a day, show a week")
    DATES = "board.keys_dates", N_("Go to the date before, the date after")
    FIND = "board.keys_find", N_("Find")
    HELP = "board.keys_help", N_("This help")
    CLOSE = "board.keys_close", N_("Close, or give up what was begun")
    ON_BOARD = "board.keys_on_board", N_("On the board")
    GO = "board.keys_go", N_("Go between visits")
    PICK_UP = "board.keys_pick_up", N_("Pick up the visit in focus; put it down")
    CHOOSE = "board.keys_choose", N_("Show the visit in focus beside the board")
    FREE = "board.keys_free", N_("Find the free time after it")
    WHOLE = "board.keys_whole", N_("Take the whole chain, or this visit alone")
    ALLOWED = "board.keys_allowed", N_("Go between the places where it may be")
    OTHER_DATES = "board.keys_other_dates", N_("Go to another date with it")
    ZOOM = "board.keys_zoom", N_("Larger, smaller, all of it")
    MOUSE = "board.keys_mouse", N_("With the mouse")
    DRAG = "board.keys_drag", N_("Move a visit; the places where it may be are lit")
    DRAG_WHOLE = "board.keys_drag_whole", N_("Move the whole chain")
    DRAGGED = "board.keys_dragged", N_("Drag")
    SHIFT_DRAGGED = "board.keys_shift_dragged", N_("Shift and drag")
    CTRL_WHEEL = "board.keys_ctrl_wheel", N_("Ctrl and wheel")
    OR = "board.keys_or", N_("or")
    SINGLE = "board.keys_single", N_("Single letters work as shortcuts")
