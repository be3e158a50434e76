# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a lookup asks for each of its terms, and what of the answer it gives. Pure: others carry the tasks out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from ansible_collections.mlops.azureml.plugins.module_utils.actions import endpoint, secret
from ansible_collections.mlops.azureml.plugins.module_utils.calls.latest import LATEST
from ansible_collections.mlops.azureml.plugins.module_utils.calls.token import TOKEN
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.task import Action, Task, act, call

Options = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """A task, its options beside those of the connection, and what of its result is the answer."""

    task: Task
    params: Options
    answer: Callable[[Mapping[str, Any]], Any] = field(repr=False)


#: What a secret can be of: (the action that reads it, the member that is meant when none is named).
HOLDERS: Mapping[str, tuple[Action, str]] = {
    "connection": (secret.OF_CONNECTION, ""),
    "datastore": (secret.OF_DATASTORE, ""),
    "endpoint": (endpoint.KEYS, "primary_key"),
    "endpoint_token": (endpoint.TOKEN, "access_token"),
}


def token_question(term: str, options: Options) -> Question:
    """An access token for the audience ``term``."""
    return Question(
        call(TOKEN), {"audience": term, "endpoint": options["endpoint"]}, lambda result: str(result["token"])
    )


def secret_question(term: str, options: Options) -> Question:
    """A secret of the resource called ``term``."""
    action, usual = HOLDERS[str(options["of"])]
    params = {**_place(options), "name": term, "reveal": True}
    if action.union:
        params[action.union] = options["endpoint_type"]
    wanted = str(options.get("member") or usual)
    return Question(act(action), params, lambda result: picked(secrets_in(action, result[action.noun]), term, wanted))


def asset_question(term: str, options: Options) -> Question:
    """The latest version of the asset called ``term``."""
    params = {**_place(options), "name": term, "type": options["type"], "registry": options.get("registry")}
    return Question(call(LATEST), params, lambda result: str(result["asset"][str(options["form"])]))


def _place(options: Options) -> dict[str, Any]:
    return {option: options.get(option) for option in ("resource_group", "workspace")}


def secrets_in(action: Action, answer: Mapping[str, Any]) -> dict[str, str]:
    """Every secret text of an answer, by its name; those of a connection as the service calls them."""
    found: dict[str, str] = {}
    for one in action.answer:
        value = answer.get(one.option)
        if one.write_only and value:
            found.update(_texts(value) if isinstance(value, Mapping) else {one.option: str(value)})
    return found


def _texts(value: Mapping[str, Any]) -> dict[str, str]:
    """The texts in a map of any depth, by their own names."""
    found: dict[str, str] = {}
    for name, inner in value.items():
        found.update(_texts(inner) if isinstance(inner, Mapping) else {str(name): inner} if inner else {})
    return found


def picked(secrets: Mapping[str, str], name: str, wanted: str) -> str:
    """The one that is wanted, else the only one there is.

    :raises InputError: naming those that there are, and no value.
    """
    if wanted:
        spelled = {key.lower(): value for key, value in secrets.items()}
        if wanted.lower() in spelled:
            return spelled[wanted.lower()]
    elif len(secrets) == 1:
        return next(iter(secrets.values()))
    there = ", ".join(sorted(secrets)) or "no secret of its own"
    raise InputError("member", f"{name} has no {wanted}; it has {there}" if wanted else f"must be one of {there}")
