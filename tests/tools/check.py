# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make test`` and its parts: ``python3 tests/tools/check.py [stage ...]`` runs all stages, or those named."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ecosystem
import environment
import junit
import stages

# Longest first, so that the last one to start is a short one. What conformance does is mostly to wait, which costs
# nothing beside what keeps the cores busy.
ORDER = ("integration", "sanity", "conformance", "units", "awx", "molecule", "package", "docs", "lint")
# They start hundreds of processes, kill some and look for the rest: after the others, one at a time.
ALONE = ("process", "faults")
# Only when they are named: the one needs a Chromium, which not every machine has, the other an environment of its own.
ON_DEMAND = ("browser", "release")


def main() -> int:
    """Return the exit status: 0 when nothing failed and nothing was skipped unexpectedly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", nargs="*", choices=[*ORDER, *ALONE, *ON_DEMAND, "format", []], help="default: all")
    names = parser.parse_args().stage or [*ORDER, *ALONE]
    began = time.monotonic()
    try:
        main_environment = environment.main_environment()
        environment.prepare_home(main_environment)
        own = {"release": environment.release_environment()} if "release" in names else {}
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    installed = time.monotonic() - began
    if names == ["format"]:
        return stages.format_sources(main_environment)
    if len(names) > 1:
        shutil.rmtree(environment.OUTPUT / "junit", ignore_errors=True)

    seconds = {}
    for together, workers in (([n for n in names if n not in ALONE], 2), ([n for n in names if n in ALONE], 1)):
        with ThreadPoolExecutor(max_workers=min(workers, os.cpu_count() or 1)) as pool:
            timed = [pool.submit(_timed, name, own.get(name, main_environment), len(names) == 1) for name in together]
            seconds.update(zip(together, [future.result() for future in timed], strict=True))
    return _report(seconds, installed, time.monotonic() - began)


def _timed(name: str, place: Path, stream: bool) -> float:
    began = time.monotonic()
    print(f"{name} ...", flush=True)
    stages.run(name, place, stream=stream)
    seconds = time.monotonic() - began
    failed = [case for case in _cases(name) if case.outcome == "failed"]
    print(f"{name}: {'FAILED' if failed else 'ok'} after {seconds:.0f} s", flush=True)
    return seconds


def _cases(stage: str) -> list[junit.Case]:
    return [case for path in sorted((environment.OUTPUT / "junit").glob(f"{stage}.*")) for case in junit.read(path)]


def _report(seconds: dict[str, float], installed: float, total: float) -> int:
    """Print what failed, what was skipped and why, one row a stage, and the sum as the last line; keep the figures."""
    cases = {name: _cases(name) for name in seconds}
    everything = [case for found in cases.values() for case in found]
    unexpected = junit.unexpected_skips(everything, junit.expected_skips(junit.ALLOWED_SKIPS))
    empty = [name for name, found in cases.items() if not found]
    ecosystem.merge(everything, environment.OUTPUT / "ecosystem.json")

    for case in everything:
        if case.outcome == "failed":
            print(f"\nFAILED {case.suite}: {case.name}\n{case.message[-4000:]}")
    print()
    for case in everything:
        if case.outcome == "skipped":
            print(f"skipped {case.suite}: {case.name}: {(case.message or 'no reason given').splitlines()[0]}")
    for case in unexpected:
        print(f"UNEXPECTED SKIP {case.suite}: {case.name}: not covered by tests/tools/{junit.ALLOWED_SKIPS.name}")
    for name in empty:
        print(f"EMPTY {name}: the stage ran no test at all")

    print(f"\n{'stage':<14}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for name, found in cases.items():
        count = Counter(case.outcome for case in found)
        print(f"{name:<14}{count['passed']:>8}{count['failed']:>8}{count['skipped']:>9}{seconds[name]:>9.0f}")
    print(f"{'installation':<14}{'':>25}{installed:>9.0f}\n{'in all':<14}{'':>25}{total:>9.0f}\n")

    count = Counter(case.outcome for case in everything)
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return int(bool(count["failed"] or unexpected or empty))


if __name__ == "__main__":
    sys.exit(main())
