# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front that runs a task in Ansible's own worker process, where that is the same thing as running the module.

Shipping and starting a module costs some 400 ms before its first request; the same engine called from here costs
none of that. Wherever here would not be the same (another host, another user, another environment), the module runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from ansible import constants
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.mlops.azureml.plugins.module_utils import bounds, exchange, files, items
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import (
    Spec,
    arguments,
    given_secrets,
    quiet,
    without_nulls,
)
from ansible_collections.mlops.azureml.plugins.module_utils.auth import client_secret
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock, end_children
from ansible_collections.mlops.azureml.plugins.module_utils.engine import run
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError, InputError
from ansible_collections.mlops.azureml.plugins.module_utils.failure import defect, failure
from ansible_collections.mlops.azureml.plugins.module_utils.task import Call, Task
from ansible_collections.mlops.azureml.plugins.plugin_utils.plain import plain

CHOICES = ("auto", "in_process", "module")
# What most tasks log in with, and the engine would load when it is asked for. It is loaded here, as everything above,
# because Ansible loads an action plugin before it forks its workers, and compiles a collection's files anew in each
# process that loads them.
LOADED_BEFORE_THE_FORK = (client_secret, files)
if exchange.requests is not None:
    with suppress(AmlError):  # told by the task that needs it
        exchange.public_trust()


class InProcess(ActionBase):
    """Every ``aml_*`` task. A subclass has the name of its module and its ``task``, both from the module's file."""

    task: Task
    spec: Spec

    _supports_check_mode = True
    _supports_async = True
    _supports_diff = True
    TRANSFERS_FILES = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.spec = arguments(cls.task)

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """Run in process when that is the same thing, else hand over to the module."""
        result = super().run(tmp, task_vars)
        variables = task_vars or {}
        name = type(self).__module__.rpartition(".")[2]
        wanted = str(
            self._templar.template(variables.get("aml_execution")) or os.environ.get("AML_EXECUTION") or "auto"
        )
        if wanted not in CHOICES:
            problem = InputError("aml_execution", f"{wanted[:40]!r} is none of {', '.join(CHOICES)}")
            return {**result, **failure(problem)}
        # A null option counts as omitted; Ansible itself would compare it with the choices.
        given = without_nulls(self.spec, self._task.args)
        obstacle = self._obstacle(variables)
        if wanted == "in_process" and obstacle:
            problem = InputError("aml_execution", f"in_process is not possible, because {obstacle}")
            return {**result, **failure(problem)}
        clock = Clock()
        # A worker that waits for its module is watched too: once the playbook is gone nobody reads what workers tell
        # it, and where they are many they then wait for ever.
        with clock.watched():
            if wanted == "module" or obstacle:
                result.update(self._by_module(name, given, variables))
            else:
                result.update(self._in_process(name, given, variables, clock))
        self._warn_of_size(result)
        if self.task.hides(given) and not result.get("failed"):
            # Hidden at every verbosity and still usable when registered; a module cannot ask for that itself.
            result["_ansible_no_log"] = True
        return result

    def _by_module(self, name: str, given: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return self._execute_module(
                module_name=f"mlops.azureml.{name}",
                module_args=given,
                task_vars=variables,
                wrap_async=self._task.async_val,
            )
        except BaseException:
            # Ansible ends a task at its `timeout` by an exception, and lets the module run on.
            end_children()
            raise

    def _warn_of_size(self, result: dict[str, Any]) -> None:
        """Say so where AWX, which sets the variable, will show an empty result in place of this one."""
        most = os.environ.get("MAX_EVENT_RES", "")
        size = len(str(result)) if most.isdecimal() else 0
        if size > int(most or 0) > 0:
            helps = (
                "name the members that are needed in `fields`" if "fields" in self.spec else "ask for less at a time"
            )
            text = f"the result has {size} characters and AWX shows none that has more than {most}: {helps}"
            result["warnings"] = [*result.get("warnings", ()), text]

    def _obstacle(self, variables: Mapping[str, Any]) -> str:
        """Why running here would not be the same as running the module; empty when it is."""
        if self._connection.transport != "local":
            return f"the connection is {self._connection.transport}"
        if self._connection.become is not None:
            return "become is set"
        if self._task.async_val:
            return "async is set"
        if any(entry for entry in self._task.environment or []):
            return "the task has an environment of its own"
        own = variables.get("ansible_delegated_vars", {}).get(self._task.delegate_to, variables)
        # The variable ansible_python_interpreter, or what stands for it in ansible.cfg and the environment.
        interpreter = str(
            self._templar.template(constants.config.get_config_value("INTERPRETER_PYTHON", variables=own)) or "auto"
        )
        if not interpreter.startswith("auto") and _place(interpreter) != _place(sys.executable):
            return f"ansible_python_interpreter is {interpreter}"
        if exchange.requests is None:
            return "the controller's Python has no requests"
        return ""

    def _in_process(
        self, name: str, given: Mapping[str, Any], variables: Mapping[str, Any], clock: Clock
    ) -> dict[str, Any]:
        """The same answer that the module's AnsibleModule would give, whatever goes wrong."""
        try:
            # Before they are copied, which might never end.
            bounds.check_size(given)
            return self._answer(name, plain(given), variables, clock)
        except AmlError as error:
            return failure(error)
        # Not hidden: told as the defect that it is, without the text, which may hold a secret.
        except Exception as error:
            return defect(error)

    def _answer(self, name: str, given: dict[str, Any], variables: Mapping[str, Any], clock: Clock) -> dict[str, Any]:
        task, declared = self.task, self.task.declaration
        rules = {"required_if": [list(rule) for rule in declared.required_if]} if isinstance(declared, Call) else {}
        checked = ArgumentSpecValidator(quiet(self.spec), **rules).validate(given)
        params = {**given, **checked.validated_parameters}
        estate = task.itemised
        if checked.error_messages:
            # What is of a free form is no secret as a whole, but to who reads a failed check.
            secrets = checked._no_log_values
        else:
            secrets = {*given_secrets(self.spec, params), *(items.secrets(estate, params) if estate else ())}
        told = items.hidden(params) if estate else params
        notes: dict[str, Any] = {
            "invocation": {"module_args": told} if _repeats_options(variables) else None,
            "warnings": [
                f"Both option {item['option']} and its alias {item['alias']} are set." for item in checked._warnings
            ],
            "deprecations": [dict(item) for item in checked._deprecations],
        }
        if checked.error_messages:
            message = checked.errors.msg
            if isinstance(checked.errors[0], UnsupportedError):
                message = f"Unsupported parameters for (mlops.azureml.{name}) module: {message}"
            return _shown({"failed": True, "msg": message}, notes, secrets)
        try:
            if estate:
                params["resources"] = items.checked(estate, params)
            with working_in(self._loader.get_basedir()):
                result = run(
                    task,
                    params,
                    check_mode=self._task.check_mode,
                    diff=self._task.diff,
                    # Not to stdout: there Ansible keeps it back while nobody is at a terminal; callbacks write JSON.
                    report=partial(Display().display, stderr=True),
                    clock=clock,
                )
        except AmlError as error:
            result = failure(error)
        finally:
            # Ansible ends a task at its `timeout` by an exception in the main thread; others must learn of it.
            clock.stop()
        notes["warnings"] += result.pop("warnings", [])
        return _shown(result, notes, secrets)


@contextmanager
def working_in(folder: str) -> Iterator[None]:
    """While inside, relative paths are what they are to a module that Ansible runs on this host: relative to the
    playbook's folder. The worker is a process of its own.
    """
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(folder)
        yield
    finally:
        os.fchdir(before)
        os.close(before)


def _repeats_options(variables: Mapping[str, Any]) -> bool:
    """Whether a module's result has ``invocation``: always up to ansible-core 2.20, then where a setting says so."""
    if not constants.config.get_configuration_definition("INJECT_INVOCATION"):
        return True
    return bool(constants.config.get_config_value("INJECT_INVOCATION", variables=variables))


def _shown(result: Mapping[str, Any], notes: Mapping[str, Any], secrets: set[str]) -> dict[str, Any]:
    return remove_values({**result, **{key: value for key, value in notes.items() if value}}, secrets)


def _place(interpreter: str) -> tuple[str, str]:
    """What makes two paths the same Python: a virtual environment's is a link to one that has other packages."""
    return os.path.realpath(os.path.dirname(interpreter)), os.path.realpath(interpreter)
