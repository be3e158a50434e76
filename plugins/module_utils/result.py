# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task tells of the resources that it managed, without secrets. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import apply, redact, shape
from .plan import DELETE, UPDATE, Plan
from .target import Target


@dataclass(frozen=True)
class Managed:
    """What became of one resource. ``predicted``: nothing was sent, the plan says what would be. ``first``: what came
    before it in the same task.
    """

    target: Target
    planned: Plan
    outcome: apply.Outcome
    predicted: bool = False
    first: tuple[Managed, ...] = ()

    @property
    def changed(self) -> bool:
        """True when the resource, or one that came before it, was, or would be, changed by this task."""
        own = self.planned.changed and self.outcome.changed
        return own or any(one.changed for one in self.first)

    @property
    def action(self) -> str:
        """What was done to it; where only what came before it changed, an update."""
        return self.planned.action if self.planned.changed or not self.changed else UPDATE

    @property
    def reasons(self) -> list[str]:
        """One line for each difference, those of other resources with their names."""
        own = list(self.planned.reasons) if self.planned.changed else []
        return [f"{one.target.name}: {reason}" for one in self.first for reason in one.reasons] + own

    @property
    def diff(self) -> dict[str, Any]:
        """Before and after, without secrets."""
        if not self.planned.changed:
            same = redact.tree(shape.view(self.target.resource, self.outcome.current))
            return {"before": same, "after": same}
        return {"before": redact.tree(dict(self.planned.before)), "after": redact.tree(dict(self.planned.after))}


def result_of(managed: Managed, diff: bool) -> dict[str, Any]:
    """The result of a module that manages one resource: it under its noun, as its reader shows it."""
    target, planned, outcome = managed.target, managed.planned, managed.outcome
    resource = target.resource
    result: dict[str, Any] = {"changed": managed.changed}
    if managed.predicted:
        shown = {} if planned.action == DELETE else {**_known(target), **planned.after}
    else:
        shown = (
            shape.to_result(resource, outcome.current, target.params)
            if outcome.current
            else _known(target)
            if outcome.pending
            else {}
        )
    result[resource.noun] = shown
    result["reasons"] = managed.reasons
    if outcome.pending:
        result["operation_url"] = outcome.operation_url
    return {**result, "diff": managed.diff} if diff else result


def told(result: dict[str, Any], diff: bool) -> dict[str, Any]:
    """``result``, its diff only where one is wanted."""
    return {name: value for name, value in result.items() if diff or name != "diff"}


def _known(target: Target) -> dict[str, Any]:
    """What is certain of a resource that check mode only predicts."""
    names = {
        option: target.params.get(option) for option in (*target.resource.scope.options, *target.resource.segments)
    }
    return {"id": target.path if target.resource.plane == "arm" else None, **names}
