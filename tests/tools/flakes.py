# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make flakes``: the unit tests and the fault cases of one family again and again, each time in another order.

A test that leans on another one, or on luck, fails in some of the runs. Which order it was follows from the seed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

import environment
import junit
import stages
import tree

FIGURES = environment.OUTPUT / "flakes.json"
PYTEST = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider")
# The modules change places, and the tests inside of each: what a module shares is made once.
ORDER = "--random-order-bucket=module"


def main() -> int:
    """Return the exit status: 0 when every run passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", type=int, help="of the first run; the next ones count on; default: another each time")
    parser.add_argument("--only", choices=("", "units", "faults"), default="", help="one of the two; default: both")
    given = parser.parse_args()
    began = time.monotonic()
    first = given.seed if given.seed is not None else random.SystemRandom().randrange(10**6)
    seeds = range(first, first + given.runs)
    try:
        place = environment.main_environment()
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    job = stages.Job("flakes", place, environment.OUTPUT, False, tree.copy("flakes"))
    job.log.parent.mkdir(parents=True, exist_ok=True)
    job.log.unlink(missing_ok=True)
    figures = _write(job, seeds, began)
    # Unit runs side by side, each in one process, so that its seed gives the same order again. The fault tests kill
    # what they start and look for what is left, so they run alone.
    with ThreadPoolExecutor(max_workers=int(stages.WORKERS)) as pool:
        units = seeds if given.only != "faults" else ()
        for run in as_completed([pool.submit(_run, job, "units", seed, "tests/unit") for seed in units]):
            run.result()
            figures = _write(job, seeds, began)
    for seed in seeds if given.only != "units" else ():
        _run(job, "faults", seed, *stages.SIDE_BY_SIDE, "tests/faults")
        figures = _write(job, seeds, began)

    for case in job.cases:
        if case.outcome == "failed":
            print(f"\nFAILED {case.name}\n{case.message[-4000:]}")
    print(f"\n{figures['failed']} of {len(seeds)} runs failed; seeds {seeds[0]} to {seeds[-1]}")
    return int(bool(figures["failed"]))


def _run(job: stages.Job, name: str, seed: int, *words: str) -> None:
    python_path = os.pathsep.join((str(tree.collections_path(job.root)), str(job.root / "tests" / "tools")))
    title = f"{name}, seed {seed}"
    job.step(title, *PYTEST, ORDER, f"--random-order-seed={seed}", *words, PYTHONPATH=python_path)
    run = next(case for case in job.cases if case.name == title)
    named = [line for line in run.message.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    print("\n  ".join((f"{title}: {run.outcome}, {run.seconds:.0f} s", *named)), flush=True)


def _write(job: stages.Job, seeds: range, began: float) -> dict[str, Any]:
    """Leave the figures of what was run so far: who stops it after an hour keeps that hour."""
    failed = sorted({seed for seed in seeds for case in job.cases if _is_bad(case, seed)})
    done = {name: sum(case.name.startswith(f"{name},") for case in job.cases) for name in ("units", "faults")}
    figures = {"runs": len(seeds), **done, "failed": len(failed), "seeds": list(seeds), "failed_seeds": failed}
    FIGURES.write_text(json.dumps({**figures, "wall_s": round(time.monotonic() - began)}, indent=2) + "\n")
    return figures


def _is_bad(case: junit.Case, seed: int) -> bool:
    return case.outcome == "failed" and case.name.endswith(f" {seed}")


if __name__ == "__main__":
    sys.exit(main())
