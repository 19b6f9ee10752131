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
from .so_far import OnPlan, PlanSoFar
from .timekeeping import Timekeeper


@takes(
    request=REQUEST,
    on_progress=FUNCTION.or_none(),
    on_plan=FUNCTION.or_none(),
    on_plan_every=NUMBER,
    cancel=STOPS.or_none(),
    executor=EXECUTOR.or_none(),
    began=NUMBER.or_none(),
    afterwards=FUNCTION.or_none(),
    params=of_type(SolverParams, "SolverParams"),
)
def plan(  # noqa: PLR0913 - all but the request may be left out, and are given by name
    request: PlanRequest,
    *,
    on_progress: OnProgress | None = None,
    on_plan: OnPlan | None = None,
    on_plan_every: float = 1.0,
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
    on_plan
        Called with the best plan so far, checked against every rule, when it is better than the one before; not with
        the plan that is returned. The search waits meanwhile, for a twentieth of the time at most: a plan that takes
        long to write, or to do something with, is given more seldom than ``on_plan_every`` says, or not at all.
    on_plan_every
        Seconds from one call of ``on_plan`` to the next, at the least; 0: as often as that twentieth allows.
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
        What ``on_progress``, ``on_plan``, ``cancel`` or ``afterwards`` raises.
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
    writing = time.spent  # a guess where it is not tried out: it takes about as long as what was done so far
    if time.can_be_kept:
        first_plan = writing - translated
        writing, then = rehearse(request, names, draft.calendars, ahead, reasons, afterwards, params.time)
        time.keep(writing, then, first_plan)

    def so_far() -> Plan:
        made = assemble(request, names, draft.calendars, ahead, draft.lower_bound, reasons, stage="so far")
        return time.stamped(made, searched=True)

    if not time.deadline.over():
        draft.split()
        settle_alone(draft, time.deadline)
        if on_plan is not None:
            draft.look = PlanSoFar(draft, so_far, on_plan, every=on_plan_every, expected=writing, time=time)
            draft.look()
        if draft.open_parts():
            from .refine_parts import Resources, refine_parts  # with NumPy and GLOP, which take a while

            refine_parts(draft, time.deadline, Resources(request.settings.seed, workers, executor, params))

    made = assemble(request, names, draft.calendars, ahead, draft.lower_bound, reasons)
    return time.stamped(made, searched=bool(draft.parts))
