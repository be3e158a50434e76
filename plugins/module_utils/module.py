# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front that runs as an ordinary module: options in, exit_json or fail_json out. Never decides anything."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .argspec import Spec, arguments, given_secrets, quiet
from .clock import Clock
from .engine import run
from .errors import AmlError
from .exchange import requests
from .failure import defect, failure
from .task import Call, Estate, Examination, Task, act, call, ensure, examine, export, manage, read, reconcile, report

__all__ = ["act", "call", "ensure", "examine", "export", "manage", "read", "reconcile", "report", "run_module"]


def run_module(task: Task) -> None:
    """Run ``task`` with the options that Ansible hands over, and exit."""
    spec = arguments(task)
    constraints: dict[str, Any] = {}
    if isinstance(task.declaration, Call) and task.declaration.required_if:
        constraints["required_if"] = [list(rule) for rule in task.declaration.required_if]
    module = AnsibleModule(argument_spec=quiet(spec), supports_check_mode=True, **constraints)
    told: dict[str, Any] = {}
    try:
        _run(module, task, spec)
    except Exception as error:  # not hidden: told as the defect that it is, without the text, which may hold secrets
        told = defect(error)
    # Nor the options, which may not be masked yet. Not inside: while the exception is handled, AnsibleModule adds its
    # text.
    module.params = {}
    module.fail_json(**told)


def _run(module: AnsibleModule, task: Task, spec: Spec) -> None:
    params = dict(module.params)
    items_of = task.itemised
    # The free forms were kept out of the log whole; of them only what is secret is kept out of the result.
    module.no_log_values = set(given_secrets(spec, params))
    if items_of:
        params = _itemised(module, items_of, params)
    # Which says so itself.
    if requests is None and not isinstance(task.declaration, Examination):
        module.fail_json(**failure(AmlError(missing_required_lib("requests"), code="RequestsMissing")))
    clock = Clock()
    try:
        with clock.watched():
            result = run(
                task, params, check_mode=module.check_mode, diff=module._diff, report=module.debug, clock=clock
            )
    except AmlError as error:
        result = failure(error)
    for warning in result.pop("warnings", []):
        module.warn(warning)
    (module.fail_json if result.get("failed") else module.exit_json)(**result)


def _itemised(module: AnsibleModule, estate: Estate, params: dict[str, Any]) -> dict[str, Any]:
    """The params of a task with items: the option that holds them is not shown, and what is secret in them is not
    returned.
    """
    from . import items

    module.no_log_values |= set(items.secrets(estate, params))
    module.params = items.hidden(params)
    try:
        return {**params, "resources": items.checked(estate, params)}
    except AmlError as error:
        module.fail_json(**failure(error))
