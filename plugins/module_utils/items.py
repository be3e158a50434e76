# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A part of both fronts: the items of an estate, each checked as Ansible checks the options of its own module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .argspec import item_secrets, of_item, without_nulls
from .errors import InputError
from .task import Estate

# What an item takes from the task when it has none of its own.
SHARED = ("resource_group", "workspace", "wait")
# What Ansible itself shows of an option that is not logged.
NOT_SHOWN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


def hidden(params: Mapping[str, Any]) -> dict[str, Any]:
    """The options as a result shows them."""
    return {**params, **({"resources": NOT_SHOWN} if "resources" in params else {})}


def secrets(estate: Estate, params: Mapping[str, Any]) -> list[str]:
    """Every secret in the items as the task gives them."""
    entries = [entry for entry in params.get("resources") or [] if isinstance(entry, Mapping)]
    return item_secrets(estate, ((str(entry.get("type")), entry) for entry in entries))


def checked(estate: Estate, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The task's ``resources`` as the engine takes them: ``type`` and ``options``, with their defaults.

    :raises InputError: with the words of Ansible's own check, and the place of each item that does not pass it.
    """
    checks: dict[str, tuple[dict[str, Any], ArgumentSpecValidator]] = {}
    found: list[dict[str, Any]] = []
    problems: list[str] = []
    for number, entry in enumerate(params.get("resources") or []):
        word = str(entry.get("type") or "")
        if word not in checks:
            try:
                spec = of_item(estate.kind(word))
            except InputError as error:
                raise InputError(f"resources[{number}].type", error.message.partition(": ")[2]) from None
            checks[word] = (spec, ArgumentSpecValidator(spec))
        spec, validator = checks[word]
        shared = {option: params[option] for option in SHARED if option in spec and params.get(option) is not None}
        own = {option: value for option, value in entry.items() if option != "type"}
        result = validator.validate({**shared, **without_nulls(spec, own)})
        problems += [f"resources[{number}] ({word}): {text}" for text in result.error_messages[:1]]
        found.append({"type": word, "options": without_nulls(spec, result.validated_parameters)})
    if problems:
        raise InputError(None, "; ".join(problems))
    return found
