"""How the board's timeline holds: frames while scrolling and dragging, time to be ready, heap and bytes.

    python -m benchmarks.board --visits 300 2000 9000

Of each size a synthetic request is planned for a few seconds, and the timeline is opened with as many of its visits
as were asked for, as far as they were booked, in Debian's Chromium without a window. Then it is scrolled by the wheel
and a visit is dragged over it, in the day and in the week, while every frame is timed (16.7 ms at 60 Hz). What the
page's own thread works for a step, of 60 pixels or of a move of the mouse, is counted too: on a machine that does
something else as well, frames wait for their turn, and that count is what can be compared.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession, Page

import dagplan
from dagplan.models.replanning import with_bookings
from dagplan.scenarios import generate
from tests.board.timeline_page import STATIC, chromium, opened, served

KINDS = ((900, "unit-week"), (2_900, "unit-month"), (10**9, "clinic-month"))
"""The kind of request from which so many visits at most are taken."""
STEPS = 90
SHOWN = ("p50", "p95", "most", "work")
_RECORD = """
() => {
  window.frames_ = [];
  let last = performance.now();
  const next = (act) => { window.ticking = requestAnimationFrame(act); };
  const tick = (now) => { window.frames_.push(now - last); last = now; next(tick); };
  next((now) => { last = now; next(tick); });
}
"""
_LIGHT = """
() => {
  const places = [];
  for (const date of model.dates) {
    for (const practitioner of model.people.keys()) {
      const starts = model.hours(practitioner, date).map(({ from, to }) => [from, to - 30]);
      const { unit } = model.hours(practitioner, date)[0] ?? {};
      if (unit) places.push({ visit: timeline.move.placed.visit, date, unit, practitioner, starts });
    }
  }
  timeline.lit = { of: timeline.move.of, places, grid: 5 };
}
"""
_STOP = "() => { cancelAnimationFrame(window.ticking); return window.frames_; }"


def request_of(visits: int, seconds: float) -> dict[str, Any]:
    """A planned request with at most so many booked visits, those of whole requests and the first dates first."""
    kind = next(kind for most, kind in KINDS if visits <= most)
    drawn = generate(kind, 1)
    limits = drawn.settings.model_copy(update={"time_limit": seconds, "workers": 1})
    request = drawn.model_copy(update={"settings": limits})
    made: dict[str, Any] = json.loads(with_bookings(request, dagplan.plan(request)).model_dump_json(by_alias=True))
    made["bookings"] = made["bookings"][:visits]
    return made


def frames(page: Page, act: Callable[[int], None]) -> dict[str, float]:
    """Milliseconds of the frames while something is done again and again, and of work of the page's thread a step."""
    devices = page.context.new_cdp_session(page)
    devices.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _worked(devices)
    page.evaluate(_RECORD)
    for step in range(STEPS):
        act(step)
        page.wait_for_timeout(15)
    took = sorted(page.evaluate(_STOP))
    work = 1000 * (_worked(devices) - before) / STEPS
    devices.detach()
    return {"p50": took[len(took) // 2], "p95": took[int(len(took) * 0.95)], "most": took[-1], "work": work}


def _worked(devices: CDPSession) -> float:
    """Seconds of the page's thread so far."""
    told = devices.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in told if one["name"] == "TaskDuration")


def scrolled(page: Page) -> dict[str, float]:
    """Frames while the wheel turns, down and up again."""
    page.mouse.move(700, 400)
    return frames(page, lambda step: page.mouse.wheel(0, 60 if step < STEPS / 2 else -60))


def dragged(page: Page) -> dict[str, float]:
    """Frames while a visit is dragged over the timeline."""
    page.evaluate("() => { timeline.scroller.scrollTop = 0; }")
    box = page.locator(".tl-visit:visible").nth(20).bounding_box()
    if box is None:
        raise SystemExit("there is no visit to drag")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    # Everybody's hours are lit: the stand-in for the service would be slower than the service is.
    page.evaluate("() => { told.silent = true; }")
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 5)
    page.evaluate(_LIGHT)
    found = frames(page, lambda step: page.mouse.move(300 + 9 * step, 200 + 4 * step))
    page.keyboard.press("Escape")
    page.mouse.up()
    return found


def measured(visits: int, seconds: float) -> dict[str, Any]:
    """Everything of one size."""
    request = request_of(visits, seconds)
    found: dict[str, Any] = {"visits": len(request["bookings"]), "people": len(request["practitioners"])}
    with served(request) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        said = opened(page, address)
        if said:
            raise SystemExit(f"the console says {said}")
        found["ready_ms"] = float(page.get_attribute("body", "data-ready") or "nan")
        devices = page.context.new_cdp_session(page)
        for span in ("day", "week"):
            page.evaluate("(span) => { timeline.view = { span }; timeline.draw(); }", span)
            page.wait_for_timeout(300)
            found[f"{span}_elements"] = page.locator(".tl-visit:visible").count()
            found[f"{span}_scroll"] = scrolled(page)
            found[f"{span}_drag"] = dragged(page)
        devices.send("HeapProfiler.collectGarbage")
        found["heap_mb"] = devices.send("Runtime.getHeapUsage")["usedSize"] / 1e6
        own = [STATIC / name for name in OWN]
        found["own_kb"] = sum(one.stat().st_size for one in own) / 1e3
        found["request_kb"] = len(json.dumps(request)) / 1e3
    return found


OWN = (
    *("timeline.js", "stage.js", "rows.js", "scale.js", "draw.js", "block.js", "layers.js", "overlay.js", "axis.js"),
    *(
        "label.js",
        "order.js",
        "tip.js",
        "focus.js",
        "keys.js",
        "drag.js",
        "move.js",
        "lifting.js",
        "places.js",
        "timeline.css",
    ),
)
"""The files of the timeline."""


def main() -> None:
    """Measure, and write a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, nargs="+", default=[300, 2000, 9000], help="booked visits of each size")
    parser.add_argument("--seconds", type=float, default=2, help="time limit of the plan that is shown")
    args = parser.parse_args()
    columns = ("visits", "people", "ready ms", "view", "elements", "scroll, ms", "drag, ms", "heap MB")
    sys.stdout.write("| " + " | ".join(columns) + " |\n" + "|---" * len(columns) + "|\n")
    for visits in args.visits:
        one = measured(visits, args.seconds)
        for span in ("day", "week"):
            took = [" / ".join(f"{one[f'{span}_{what}'][name]:.0f}" for name in SHOWN) for what in ("scroll", "drag")]
            first = (one["visits"], one["people"], f"{one['ready_ms']:.0f}", span, one[f"{span}_elements"])
            sys.stdout.write("| " + " | ".join(map(str, (*first, *took, f"{one['heap_mb']:.1f}"))) + " |\n")
        sys.stdout.flush()
    sys.stdout.write(
        f"\nFrames: p50 / p95 / the longest, and work a step. The timeline's own files: {one['own_kb']:.0f} kB.\n"
    )


if __name__ == "__main__":
    main()
