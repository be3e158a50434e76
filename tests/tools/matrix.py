# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make matrix``: units, sanity, integration and both fronts, on every pair of ansible-core and Python found here.

A pair whose Python is missing here is listed as such, never left out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import environment
import junit
import stages

# The supported releases, each with the Pythons that it runs on as a controller.
CORES = {
    "2.17": ("3.10", "3.11", "3.12"),
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
}
STAGES = ("sanity", "integration", "units", "fronts")


def main() -> int:
    """Return the exit status: 0 when no pair failed and at least one ran."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--core", choices=CORES, action="append", help="only these releases; default: all")
    parser.add_argument("--python", action="append", help="only these Pythons; default: all")
    parser.add_argument("--stage", choices=STAGES, action="append", help="only these stages; default: all")
    given = parser.parse_args()
    chosen = tuple(given.stage or STAGES)
    pythons = environment.interpreters()
    pairs = [(core, version) for core in given.core or CORES for version in CORES[core]]
    rows = []
    for core, version in pairs:
        if given.python and version not in given.python:
            continue
        python = pythons.get(version)
        rows.append(run_pair(core, version, python, chosen) if python else absent(core, version))
        print(_text(rows[-1], chosen), flush=True)

    target = environment.OUTPUT / "matrix.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(rows, indent=2) + "\n")
    print(f"\n{'core':<8}{'python':<8}" + "".join(f"{stage:<26}" for stage in chosen) + "seconds")
    print(*(_text(row, chosen) for row in rows), sep="\n")
    total = Counter()
    for row in rows:
        for stage in chosen:
            total.update(row.get(stage, {}))
    print(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return int(bool(total["failed"] or total["unexpected"] or not total["passed"]))


def absent(core: str, version: str) -> dict[str, object]:
    """Return the row of a pair that cannot be run here."""
    return {"core": core, "python": version, "not_run": f"this machine has no Python {version}"}


def run_pair(core: str, version: str, python: Path, chosen: tuple[str, ...]) -> dict[str, object]:
    """Run the stages on one pair and return its row: outcomes by stage, and how long it took."""
    began = time.monotonic()
    name = f"core-{core}-python-{version}"
    try:
        wanted = [f"ansible-core~={core}.0", *_relaxed(environment.RUN_REQUIREMENTS)]
        place = environment.ensure(f"matrix/{name}", python, (), wanted, pinned=False)
        environment.prepare_home(place)
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return {"core": core, "python": version, **{stage: {"failed": 1} for stage in chosen}, "error": str(error)}
    results = environment.OUTPUT / "matrix" / name
    shutil.rmtree(results, ignore_errors=True)
    with ThreadPoolExecutor(max_workers=2) as pool:
        futures = [pool.submit(stages.run, stage, place, results, False, f"{name}-{stage}") for stage in chosen]
        for future in futures:
            future.result()
    row: dict[str, object] = {"core": core, "python": version}
    for stage in chosen:
        row[stage] = _count(results, stage)
    return {**row, "seconds": round(time.monotonic() - began)}


def _relaxed(paths: Iterable[str]) -> list[str]:
    """Return the pinned requirements as upper bounds: an older Python gets the newest release that still knows it."""
    lines = [line.strip() for path in paths for line in (environment.ROOT / path).read_text().splitlines()]
    return sorted({line.replace("==", "<=") for line in lines if line and not line.startswith("#")})


def _count(results: Path, stage: str) -> dict[str, int]:
    cases = [case for path in sorted((results / "junit").glob(f"{stage}.*")) for case in junit.read(path)]
    for case in cases:
        if case.outcome == "failed":
            print(f"FAILED {results.name} {stage}: {case.name}\n{case.message[-2000:]}", flush=True)
    unexpected = junit.unexpected_skips(cases, junit.expected_skips(junit.ALLOWED_SKIPS))
    for case in unexpected:
        print(f"UNEXPECTED SKIP {results.name} {stage}: {case.name}: {case.message}", flush=True)
    count = Counter(case.outcome for case in cases)
    outcomes = {outcome: count[outcome] for outcome in ("passed", "failed", "skipped")}
    return {**outcomes, "unexpected": len(unexpected)} if cases else {"failed": 1}


def _text(row: dict[str, object], chosen: tuple[str, ...]) -> str:
    head = f"{row['core']:<8}{row['python']:<8}"
    if "not_run" in row:
        return f"{head}{row['not_run']}"
    cells = []
    for stage in chosen:
        count = Counter(row[stage])
        cells.append(f"{count['passed']} passed, {count['failed']} failed")
    return head + "".join(f"{cell:<26}" for cell in cells) + str(row.get("seconds", "-"))


if __name__ == "__main__":
    sys.exit(main())
