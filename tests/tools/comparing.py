# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the results of a task in process against those of the module: they are the same (design section 3).

Left out is what ansible-core itself adds to one of the two. What differs between any two runs is replaced by a word,
so that it still has to be there, and of the same type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

#: What core adds to one of the two: the traceback (`failed_when` moves it), the interpreter that it discovered for the
#: module, with a warning, the place where a `timeout` hit, the file and the number of an `async` job.
CORES = frozenset(
    {
        "exception",
        "failed_when_suppressed_exception",
        "discovered_interpreter_python",
        "frame",
        "ansible_job_id",
        "results_file",
    }
)
DISCOVERY = re.compile(r"is using the discovered Python interpreter|interpreter discovery", re.IGNORECASE)
#: Counted or drawn anew in each run.
VARYING = frozenset(
    {"elapsed", "seconds", "expires_on", "request_id", "correlation_id", "start", "end", "delta", "next_version"}
)
_VARYING_TEXTS = (
    (re.compile(r"(?<=after )\d+(?= s\b)"), "<seconds>"),
    (re.compile(r"\(request id [^)]+\)"), "(request id)"),
    (re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])"), "<guid>"),
    (re.compile(r"(?<=OperationsStatus/)[\w.-]+"), "<operation>"),
    # Plain, or in the query of a URL.
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d(:|%3A)\d\d(:|%3A)\d\d[0-9.]*(Z|\+00:00)?"), "<time>"),
    # A job goes on while its task is ending.
    (re.compile(r"^(NotStarted|Starting|Provisioning|Preparing|Queued|Running|Finalizing|Completed)$"), "<job status>"),
    # What the service would call the next version of what it counts by time.
    (re.compile(r"\b\d{4}(-\d\d){5}-\d+\b"), "<time>"),
    (re.compile(r"\beyJ[\w.-]+"), "<token>"),
    (re.compile(r"\b0x[0-9a-f]+\b|\b(?:[0-9a-f]{16}|[0-9a-f]{20}|[0-9a-f]{32})\b"), "<random>"),
)


def differences(tasks: Sequence[Any], in_process: Sequence[Any], module: Sequence[Any]) -> list[str]:
    """One line for each value that differs, with the task that it belongs to.

    Raises ValueError when the three are not of the same length.
    """
    found = []
    for number, (task, own, other) in enumerate(zip(tasks, in_process, module, strict=True)):
        ours, theirs = flat(own), flat(other)
        for path in sorted({*ours, *theirs}):
            left, right = ours.get(path, "absent"), theirs.get(path, "absent")
            if left != right:
                found.append(f"{number} {task}\n   {path}: in process {left!r}, module {right!r}")
    return found


def flat(value: Any, path: str = "", key: str = "") -> dict[str, str]:
    """Every leaf of ``value`` by its path, without what core adds."""
    if key in VARYING and not isinstance(value, (Mapping, list)):
        return {path: f"<{type(value).__name__}>"}
    if isinstance(value, Mapping):
        kept = {name: item for name, item in value.items() if name not in CORES and not name.startswith("_ansible_")}
        if isinstance(kept.get("warnings"), list):
            kept["warnings"] = [line for line in kept["warnings"] if not DISCOVERY.search(str(line))]
        kept = {
            name: item for name, item in kept.items() if (name, item) not in (("warnings", []), ("ansible_facts", {}))
        }
        leaves = {path: "{}"} if not kept else {}
        for name, item in kept.items():
            leaves.update(flat(item, f"{path}.{name}", name))
        return leaves
    if isinstance(value, list):
        leaves = {path: "[]"} if not value else {}
        if all(isinstance(item, Mapping) and item.get("id") for item in value):
            # A service lists resources as they came, and those that a task makes side by side come in any order.
            value = sorted(value, key=lambda item: str(item["id"]).lower())
        for number, item in enumerate(value):
            leaves.update(flat(item, f"{path}.{number}"))
        return leaves
    if isinstance(value, str):
        for pattern, word in _VARYING_TEXTS:
            value = pattern.sub(word, value)
        return {path: value}
    return {path: repr(value)}
