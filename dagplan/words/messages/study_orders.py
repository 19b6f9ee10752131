"""What is wrong with a study that the service is sent, or keeps its results back."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class StudyOrderFaults(Message):
    """Why a study is not taken, or its results are not there."""

    NO_INPUT = (
        "study_order.no_input",
        N_("an input of the study is not sent along in `inputs`, and there is no plan with this id either"),
    )
    TOO_MANY_CHANGES = (
        "study_order.too_many_changes",
        N_("{count:number} changes; at most {most:number} are taken in one list"),
    )
    LARGE_FILE = "study_order.large_file", N_("a study file has at most {most:number} bytes")
    NO_RESULTS_YET = "no_results_yet", N_("there are no results yet (state: {state})")
    NO_RESULTS = "no_results", N_("it ended before the base was planned, so there is nothing to hold against")
    NO_PARQUET = "no_parquet", N_("this service can't write Parquet: the extra `studies` is not installed")
