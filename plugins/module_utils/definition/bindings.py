# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What binds the steps of a pipeline together, and the types that follow from it. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import InputError
from ..tree import join
from .runs import BINDING, is_binding, is_output

_BOUND = re.compile(r"\$\{\{\s*parent\.(?P<where>inputs|outputs|jobs)\.(?P<rest>[^}\s]+)\s*\}\}")
_TYPES = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"))


@dataclass
class Pipeline:
    """A pipeline under way: the types of its inputs and outputs, its steps as they are written, and the components of
    those that were made.
    """

    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    steps: Mapping[str, Any]
    specs: dict[str, Any] = field(default_factory=dict)

    def type_of(self, binding: str, at: str) -> dict[str, Any]:
        """``type`` and ``mode`` of what a binding gives. :raises InputError: there is nothing of that name."""
        found = _BOUND.search(binding)
        if found is None:
            raise InputError(at, f"{binding[:80]!r} binds to no input, output or step of the pipeline")
        name, *below = found["rest"].split(".")
        if found["where"] != "jobs":
            members = self.inputs if found["where"] == "inputs" else self.outputs
            if name not in members:
                raise InputError(at, f"the pipeline has no {found['where'][:-1]} {name[:60]}")
            return typed(members[name])
        if name not in self.steps or len(below) != 2:
            raise InputError(at, f"the pipeline has no step {name[:60]}")
        return {"type": self._type_in_step(name, below[0], below[1], at)}

    def _type_in_step(self, name: str, kind: str, member: str, at: str) -> str:
        spec, step = self.specs.get(name), self.steps[name] or {}
        if spec is not None and member in (spec.get(kind) or {}):
            return str(spec[kind][member]["type"])
        if step.get("type") == "automl":
            return "mltable"
        if spec is not None and member not in (step.get(kind) or {}):
            raise InputError(at, f"the step {name} has no {kind[:-1]} {member[:60]}")
        given = (step.get(kind) or {}).get(member)
        return str((self.type_of(given, at) if is_binding(given) else typed(given))["type"])


def typed(value: Any) -> dict[str, Any]:
    """``type`` and ``mode`` of an input or output as it is written; a scalar has the type of its value."""
    if isinstance(value, Mapping):
        if set(value) == {"value"}:
            return typed(value["value"])
        mode = {"mode": str(value["mode"]).lower()} if value.get("mode") else {}
        return {"type": str(value.get("type", "uri_folder")).lower(), **mode}
    return {"type": next((word for kind, word in _TYPES if isinstance(value, kind)), "uri_folder")}


def typed_ends(given: Mapping[str, Any], pipeline: Pipeline, at: str) -> dict[str, Any]:
    """The inputs and outputs of a step as its component has them."""
    inputs = {}
    for key, value in (given.get("inputs") or {}).items():
        inputs[key] = _inferred(value, pipeline, join(at, f"inputs.{key}"))
    outputs = {}
    for key, value in (given.get("outputs") or {}).items():
        outputs[key] = pipeline.type_of(value, join(at, f"outputs.{key}")) if is_output(value) else typed(value)
    return {kind: members for kind, members in (("inputs", inputs), ("outputs", outputs)) if members}


def _inferred(value: Any, pipeline: Pipeline, at: str) -> dict[str, Any]:
    if is_binding(value) and BINDING.fullmatch(value.strip()):
        return pipeline.type_of(value, at)
    if isinstance(value, Mapping) and set(value) != {"value"}:
        return typed(value)
    scalar = value["value"] if isinstance(value, Mapping) else value
    return {**typed(scalar), "default": str(scalar)}
