# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task does with a whole estate: make it as declared, read it as a declaration, or tell of it."""

from __future__ import annotations

from typing import Any, Callable

from . import reconcile
from .address import fill_checked
from .scope import WORKSPACE
from .session import Session
from .task import Task

#: Does it: with the session, the steps that make one item as declared, whether it may write files, and whether it is to
#: tell what it changed.
Work = Callable[[Session, reconcile.Begin, bool, bool], dict[str, Any]]


def work(task: Task, params: dict[str, Any]) -> Work:
    """The work of a task on an estate, its input checked. :raises InputError: before anything is sent."""
    declared = task.itemised
    if declared is None:
        fill_checked(WORKSPACE.path, params, {})
        return lambda session, _begin, _writes, _diff: reconcile.export(session, task.declaration, params)
    if task.verb == "report":
        # It brings pages and pictures along.
        from .report import telling

        wanted = telling.checked(declared, params)
        return lambda session, begin, writes, _diff: telling.run(session, wanted, begin, writes)
    ordered = reconcile.checked(declared, params)
    return lambda session, begin, _writes, diff: reconcile.run(session, declared, ordered, params, begin, diff)
