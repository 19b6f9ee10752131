"""How long the explanation of a plan takes, and how many unbooked requests get a fix.

Protocol: for each seed a generated input is planned for ``--plan-seconds``, then explained with a limit of 20 s.
Printed: unbooked requests, those with at least one fix or the proof that none exists, those whose main reason is
proven, fixes in all, and seconds of the explanation. ``--load`` above 0.95 leaves more unbooked.
"""

from __future__ import annotations

import argparse
import time

from dagplan import explain, plan
from dagplan.scenarios import generate

from .sizes import limited


def main(arguments: list[str] | None = None) -> None:
    """Print a line a seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", default="unit-week")
    parser.add_argument("--load", type=float, default=0.95)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--plan-seconds", type=float, default=10.0)
    options = parser.parse_args(arguments)
    print(f"{'seed':<6}{'requests':>9}{'unbooked':>10}{'with a fix':>12}{'proven':>8}{'fixes':>7}{'seconds':>9}")
    for seed in range(1, options.seeds + 1):
        request = limited(generate(options.kind, seed, load=options.load), options.plan_seconds, seed)
        made = plan(request)
        began = time.perf_counter()
        found = explain(request, made, seconds=20).unbooked
        spent = time.perf_counter() - began
        helped = sum(bool(one.fixes) or one.reasons[-1].code == "no_fix_exists" for one in found)
        proven = sum(one.reasons[0].proof == "proven" for one in found)
        fixes = sum(len(one.fixes) for one in found)
        print(
            f"{seed:<6}{len(request.requests):>9}{len(found):>10}{helped:>12}{proven:>8}{fixes:>7}{spent:>9.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
