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
from .task import Call, Estate, Task, call, ensure, export, manage, read, reconcile

__all__ = ["call", "ensure", "export", "manage", "read", "reconcile", "run_module"]


def run_module(task: Task) -> None:
    """Run ``task`` with the options that Ansible hands over, and exit."""
    spec = arguments(task)
    constraints: dict[str, Any] = {}
    if isinstance(task.declaration, Call) and task.declaration.required_if:
        constraints["required_if"] = [list(rule) for rule in task.declaration.required_if]
    if isinstance(task.declaration, Estate) and task.verb == "reconcile":
        _reconcile(task, task.declaration, spec)
    module = AnsibleModule(argument_spec=quiet(spec), supports_check_mode=True, **constraints)
    secrets = given_secrets(spec, module.params)
    # The free forms were kept out of the log whole; of them only what is secret is kept out of the result.
    module.no_log_values = set(secrets)
    _run(module, task, dict(module.params), secrets)


def _reconcile(task: Task, estate: Estate, spec: Spec) -> None:
    """A task with items: the option that holds them is not logged, and what is secret in them is not returned."""
    from . import items

    module = AnsibleModule(argument_spec=quiet(spec), supports_check_mode=True)
    params = dict(module.params)
    secrets = [*given_secrets(spec, params), *items.secrets(estate, params)]
    module.no_log_values = set(secrets)
    module.params = items.hidden(params)
    try:
        params["resources"] = items.checked(estate, params)
    except AmlError as error:
        module.fail_json(**failure(error))
    _run(module, task, params, secrets)


def _run(module: AnsibleModule, task: Task, params: dict[str, Any], secrets: list[str]) -> None:
    if requests is None:
        module.fail_json(**failure(AmlError(missing_required_lib("requests"), code="RequestsMissing")))
    clock = Clock()
    try:
        with clock.watched():
            result = run(
                task, params, check_mode=module.check_mode, diff=module._diff, report=module.debug, clock=clock
            )
    except AmlError as error:
        result = failure(error)
    except Exception as error:  # not hidden: told as the defect that it is, without the lines that may hold a secret
        result = defect(error, secrets)
    for warning in result.pop("warnings", []):
        module.warn(warning)
    (module.fail_json if result.get("failed") else module.exit_json)(**result)
