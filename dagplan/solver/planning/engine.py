"""From a request to a plan: the recipe.

1. Translate the request to integers; begin with the existing bookings; fill the rest greedily: a plan in hand
   (``first_plan``).
2. Measure how long it will take to write and check it (``rehearsal``): the rest of the time is for the search
   (``timekeeping``).
3. Split into parts that share no person, patient or wish (``draft``), and settle those of one request
   (``settle_alone``).
4. Refine each part: one large part by all processes together, many parts side by side (``refine_parts``, ``refine``).
5. Write the plan and hold it against every rule (``assemble``).

Where the time is over after the first step, the first plan is written and nothing else is done.
"""

from __future__ import annotations

from concurrent.futures import Executor

from dagplan.models import Plan, PlanRequest
from dagplan.models.arguments import EXECUTOR, FUNCTION, NUMBER, REQUEST, STOPS, of_type, takes
from dagplan.solver.explain.reasons import Reasons
from dagplan.solver.instance.translate import translate
from dagplan.solver.running.deadlines import Cancel, OnProgress
from dagplan.solver.running.workers import WorkerPool

from .assemble import assemble, worker_count, written_ahead
from .draft import Draft
from .first_plan import FirstPlan
from .params import SolverParams
from .rehearsal import Afterwards, rehearse
from .reporting import Reporter
from .settle_alone import settle_alone
from .timekeeping import Timekeeper


@takes(
    request=REQUEST,
    on_progress=FUNCTION.or_none(),
    cancel=STOPS.or_none(),
    executor=EXECUTOR.or_none(),
    began=NUMBER.or_none(),
    afterwards=FUNCTION.or_none(),
    params=of_type(SolverParams, "SolverParams"),
)
def plan(
    request: PlanRequest,
    *,
    on_progress: OnProgress | None = None,
    cancel: Cancel | None = None,
    executor: Executor | None = None,
    began: float | None = None,
    afterwards: Afterwards | None = None,
    params: SolverParams = SolverParams(),
) -> Plan:
    """Make a plan.

    Parameters
    ----------
    request
        What is to be booked.
    on_progress
        Called with ``Progress`` each time the plan or its bound gets better.
    cancel
        A ``threading.Event``, or a function without arguments: when it says so, the best plan so far is given.
    executor
        Where parts that share no person and no patient are planned side by side, as Dask's
        ``Client.get_executor()``. Left out: processes of this machine, as many as ``settings.workers``.
    began
        When the time began to run (``time.monotonic``), where that was before the call.
    afterwards
        Tells how many seconds of the time are to be left for what the caller does with the plan; it is called with a
        small plan of the request, as an example, and with the number of visits that the plan will have.
    params
        What steers the solver: for those who measure it.

    Returns
    -------
    Plan
        Checked against every rule; by ``settings.time_limit`` seconds of wall clock, or, with
        ``settings.deterministic``, after that many seconds' worth of counted work. Where the first plan alone takes
        longer it is given all the same, with the warning ``late``.

    Raises
    ------
    TypeError
        If an argument is not what is wanted, such as a path for a request.
    Exception
        What ``on_progress``, ``cancel`` or ``afterwards`` raises.
    """
    workers = worker_count(request)
    time = Timekeeper(request.settings, cancel, began, params.time)
    instance, names = translate(request)
    draft = Draft(instance, Reporter(on_progress, time.clock, len(request.requests)))
    reasons = Reasons(request, instance, names)

    translated = time.spent
    with WorkerPool(1 if workers > 1 and executor is None else 0) as pool:
        first = FirstPlan(instance, draft.same_day, pool, params.first_plan)
        ahead = written_ahead(request, instance)
        first.end(draft.calendars)
    if time.can_be_kept:
        first_plan = time.spent - translated
        time.keep(*rehearse(request, names, draft.calendars, ahead, reasons, afterwards, params.time), first_plan)

    if not time.deadline.over():
        draft.split()
        settle_alone(draft, time.deadline)
        if draft.open_parts():
            from .refine_parts import Resources, refine_parts  # with NumPy and GLOP, which take a while

            refine_parts(draft, time.deadline, Resources(request.settings.seed, workers, executor, params))

    made = assemble(request, names, draft.calendars, ahead, draft.lower_bound, reasons)
    return time.stamped(made, searched=bool(draft.parts))
