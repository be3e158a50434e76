# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make faults``: the fault catalogue on every type, and the figures of ``tests/output/faults.json``; or with
``ONLY=representatives`` its numbered cases on a type of every family, and ``tests/output/faults-representatives.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from typing import Any

import environment
import junit
import stages

# The numbered cases of the catalogue: network, protocol, long-running operations, authentication, input, processes.
COUNTS = {"N": 21, "P": 33, "L": 18, "A": 16, "I": 16, "C": 20}
CASES = tuple(f"{letter}{number:02}" for letter, count in COUNTS.items() for number in range(1, count + 1))
# Of a figure whose name ends so, the largest counts; the others are added up.
LARGEST = ("_s", "_mb")


def main() -> int:
    """Return the exit status: 0 when every case was tried and nothing failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("", "representatives"), default="", help="default: every type")
    only = parser.parse_args().only
    stage = only or "every_fault"
    began = time.monotonic()
    try:
        place = environment.main_environment()
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    stages.run(stage, place, stream=True)
    found = [case for path in sorted((environment.OUTPUT / "junit").glob(f"{stage}.*")) for case in junit.read(path)]
    result = {**figures(found), "wall_s": round(time.monotonic() - began, 1)}
    target = environment.OUTPUT / (f"faults-{only}.json" if only else "faults.json")
    target.write_text(json.dumps(result, indent=2) + "\n")

    missing = [name for name in CASES if name not in result["cases"]]
    whole = sum(counts["passed"] == counts["total"] for counts in result["cases"].values())
    failed = [case for case in found if case.outcome == "failed"]
    for case in failed:
        print(f"FAILED {case.name}")
    for name in missing:
        print(f"NOT TRIED {name}")
    print(f"{target.relative_to(environment.ROOT)}: {whole} of {len(CASES)} cases passed, {len(failed)} tests failed")
    return int(bool(missing or failed or not found))


def figures(found: Iterable[junit.Case]) -> dict[str, Any]:
    """Return the cases and the security assertions (S), each with how often it passed and was tried, and what the tests
    counted, grouped by the part of a figure's name before its dot. A test that was skipped tried nothing.
    """
    tried: dict[str, dict[str, int]] = {}
    counted: dict[str, float] = {}
    for case in found:
        for name, value in case.properties:
            if name == "case" and case.outcome != "skipped":
                counts = tried.setdefault(value, {"passed": 0, "total": 0})
                counts["total"] += 1
                counts["passed"] += case.outcome == "passed"
            elif name.startswith("figure:"):
                figure = name.removeprefix("figure:")
                known, number = counted.get(figure, 0.0), float(value)
                counted[figure] = max(known, number) if figure.endswith(LARGEST) else known + number
    result: dict[str, Any] = {
        "cases": {name: tried[name] for name in CASES if name in tried},
        "security": {name: tried[name] for name in sorted(tried) if name not in CASES},
    }
    for figure, value in counted.items():
        group, _dot, name = figure.rpartition(".")
        plain = int(value) if value.is_integer() else round(value, 3)
        (result.setdefault(group, {}) if group else result)[name] = plain
    return result


if __name__ == "__main__":
    sys.exit(main())
