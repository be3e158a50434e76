# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module declares, and for each a task that is right, found by itself: a module added later joins."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Field, Resource
from ansible_collections.mlops.azureml.plugins.module_utils.scope import NAMES, WORKSPACE
from ansible_collections.mlops.azureml.plugins.module_utils.task import (
    Action,
    Bundle,
    Call,
    Derived,
    Estate,
    Examination,
    Task,
)

from ..cloud import MODULES
from ..families import HERE, SUBSCRIPTION

MODULE_NAMES = sorted(path.stem for path in (Path(__file__).parents[3] / "plugins" / "modules").glob("aml_*.py"))
#: What is there: names of a scope that lead somewhere.
THERE = {**HERE, "registry": "shared", "subscription_id": SUBSCRIPTION}

_OF_RUN = {**HERE, "experiment": "churn", "run": "run1"}
#: What no declaration says of a call: the options of a task that is right, and which of them name something.
CALLS: dict[str, tuple[Mapping[str, Any], tuple[str, ...]]] = {
    "aml_artifact": ({**_OF_RUN, "path": "a.txt", "dest": "/nowhere/a.txt"}, (*HERE, "experiment", "run")),
    "aml_asset_prune": ({**HERE, "type": "model", "name": "churn", "keep_last": 1}, (*HERE, "name")),
    "aml_asset_publish": (
        {**HERE, "type": "model", "name": "churn", "version": "1", "registry": "shared"},
        (*HERE, "name", "version", "registry"),
    ),
    "aml_batch_endpoint_invoke": ({**HERE, "name": "nightly"}, (*HERE, "name")),
    "aml_endpoint_traffic": ({**HERE, "endpoint": "churn-score", "traffic": {"blue": 100}}, (*HERE, "endpoint")),
    "aml_gate": ({**HERE, "job": "train1", "tags": {"ready": "true"}}, (*HERE, "job")),
    "aml_metric_info": ({**HERE, "run": "run1"}, (*HERE, "run")),
    "aml_online_endpoint_invoke": ({**HERE, "name": "churn-score", "body": {}}, (*HERE, "name")),
    "aml_quota": ({"location": "westeurope", "name": "standardDSv2Family", "limit": 4}, ("location",)),
    "aml_run_log_info": (_OF_RUN, (*HERE, "experiment", "run")),
}


@dataclass(frozen=True)
class Name:
    """One option that names something: where it stands in the options, an example, and whether it may be empty.

    :param place: the keys that lead to it.   :param around: what stands around the name in the option's value.
    """

    place: tuple[str | int, ...]
    example: str
    optional: bool = False
    around: str = "{}"

    @property
    def option(self) -> str:
        """As a message calls it."""
        text = str(self.place[0])
        for key in self.place[1:]:
            text += f"[{key}]" if isinstance(key, int) else f".{key}"
        return text

    def put(self, options: Mapping[str, Any], value: Any) -> dict[str, Any]:
        """The options with another value there."""
        changed: Any = copy.deepcopy(dict(options))
        inner = changed
        for key in self.place[:-1]:
            inner = inner[key]
        inner[self.place[-1]] = self.around.format(value) if self.around != "{}" else value
        return changed


@dataclass(frozen=True)
class Right:
    """One task that is right and changes nothing: its module, its options, and the names in them."""

    module: str
    options: Mapping[str, Any]
    names: tuple[Name, ...]
    label: str = field(default="")


def first_of(found: Sequence[Any], label: Callable[[Any], str], quick: int = 1) -> list[Any]:
    """Parameters of a test: the first few of ``found``, and the others with ``--everything``."""
    return [
        pytest.param(
            *(one if isinstance(one, tuple) else (one,)),
            id=label(one),
            marks=[pytest.mark.everything] if place >= quick else [],
        )
        for place, one in enumerate(found)
    ]


def task_of(module: str) -> Task:
    """What the module runs."""
    task: Task = importlib.import_module(MODULES + module).TASK
    return task


#: Those that refuse what is wrong; the other kind tells of it among what it found.
REFUSING = [module for module in MODULE_NAMES if not isinstance(task_of(module).declaration, Examination)]


def resources_of(task: Task) -> list[Resource]:
    """Every resource that the task's options declare."""
    declared = task.declaration
    if isinstance(declared, Resource):
        return [declared]
    if isinstance(declared, Derived):
        return list(declared.candidates)
    if isinstance(declared, Bundle):
        return [part.resource for part in declared.parts]
    return []


def managed() -> list[tuple[str, Resource]]:
    """Every resource that a module of its own manages, with that module."""
    found = []
    for module in MODULE_NAMES:
        task = task_of(module)
        if task.verb == "manage":
            found += [(module, resource) for resource in resources_of(task)]
    return found


def every_field(fields: tuple[Field, ...], prefix: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Field]]:
    """Every field that a task can set, with the options that lead to it."""
    for item in fields:
        if item.writable:
            yield (*prefix, item.option), item
            yield from every_field(item.fields, (*prefix, item.option))


def rights(module: str) -> list[Right]:
    """Tasks of the module that are right, between them with every option that names something."""
    task = task_of(module)
    declared, spec = task.declaration, arguments(task)
    if isinstance(declared, Call):
        return _of_call(module, declared, spec)
    if isinstance(declared, Examination):
        # Looks at a name in its turn, and tells of it in its result.
        return [Right(module, dict(HERE), ())]
    if isinstance(declared, Action):
        return _of_action(module, declared)
    if isinstance(declared, Bundle):
        return _of_bundle(module, declared)
    if isinstance(declared, Estate) and task.verb in ("export", "report"):
        return [Right(module, dict(HERE), tuple(Name((option,), HERE[option]) for option in WORKSPACE.options))]
    if isinstance(declared, Estate):
        return [
            Right(
                module,
                {"resources": [{"type": kind.noun, **one.options}]},
                tuple(Name(("resources", 0, *name.place), name.example, False, name.around) for name in one.names),
                f"{kind.noun}-{one.label}",
            )
            for kind in declared.kinds
            for one in _of_kind(module, kind, False)
            # In an estate the type of an item is its kind.
            if one.label != "named"
        ]
    return _of_kind(module, declared, task.verb == "read")


def _of_kind(module: str, declared: Resource | Derived, reads: bool) -> list[Right]:
    if isinstance(declared, Resource):
        return [_of_resource(module, declared, reads)]
    if declared.candidates:
        return [
            _of_resource(module, one, reads, {"plane": one.plane} if "plane" in declared.options else {})
            for one in declared.candidates
        ]
    state = {} if reads else {"state": "absent"}
    where = {"resource_group": HERE["resource_group"], "type": "workspaces/computes", "name": "ws/cpu-cluster", **state}
    path = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws/"
    named = {"resource_id": path + "computes/cpu-cluster", **state}
    group = Name(("resource_group",), HERE["resource_group"], optional=True)
    last = Name(("name",), "cpu-cluster", optional=reads, around="ws/{}")
    whole = Name(("resource_id",), "cpu-cluster", optional=reads, around=path + "computes/{}")
    return [Right(module, where, (group, last), "named"), Right(module, named, (whole,), "id")]


def _of_resource(module: str, one: Resource, reads: bool, more: Mapping[str, Any] | None = None) -> Right:
    examples = {option: THERE[option] for option in one.scope.options}
    for option in one.segments:
        examples[option] = (one.names.get(option) or NAMES.get(option) or NAMES["name"])[1]
    word = {} if reads else {"state": "absent" if "absent" in {state.word for state in one.states} else ""}
    state = {} if not word.get("state") else word
    options = {**examples, **(more or {}), **state}
    names = [Name((option,), example, reads) for option, example in examples.items()]
    return Right(module, options, tuple(names), f"{one.plane}-{one.noun}")


def _of_bundle(module: str, declared: Bundle) -> list[Right]:
    found = []
    for part in declared.parts:
        own = {option: part.resource.names[option][1] for option in part.resource.segments}
        options = {"resource_group": HERE["resource_group"], "state": "absent", part.option: own}
        names = [Name(("resource_group",), HERE["resource_group"])]
        names += [Name((part.option, option), example) for option, example in own.items()]
        found.append(Right(module, options, tuple(names), part.option))
    return found


def _of_action(module: str, declared: Action) -> list[Right]:
    named = {option: THERE[option] for option in declared.scope.options}
    named.update({option: (declared.names.get(option) or NAMES["name"])[1] for option in declared.segments})
    names = tuple(Name((option,), example) for option, example in named.items())
    needed = {item.option: _example(item) for item in declared.fields if item.required}
    return [
        Right(module, {**named, **needed, **({declared.union: value} if value else {})}, names, value)
        for value, _path in declared.paths
    ]


def _example(item: Field) -> Any:
    """A value that the field takes."""
    if item.choices or item.words:
        return item.choices[0] if item.choices else item.words[0][0]
    if item.fields:
        inner = {one.option: _example(one) for one in item.fields if one.required}
        return [inner] if item.type == "list" else inner
    return {"duration": "PT30M", "location": "westeurope"}.get(item.same, "x")


def _of_call(module: str, declared: Call, spec: Mapping[str, Any]) -> list[Right]:
    if module in CALLS:
        given, named = CALLS[module]
        return [Right(module, given, tuple(Name((option,), given[option]) for option in named))]
    scope = declared.needs.options if declared.needs else ("resource_group", "workspace")
    if not declared.needs and "path" not in declared.options:
        # It has nothing to do with a resource: the options of a scope are only taken for module_defaults.
        return [Right(module, {}, ())]
    options = {option: HERE[option] for option in scope}
    names = tuple(Name((option,), example, optional=not declared.needs) for option, example in options.items())
    own = {option: "" for option, entry in spec.items() if entry.get("required") and option not in options}
    return [Right(module, {**options, **own, **({"path": "computes"} if "path" in own else {})}, names)]
