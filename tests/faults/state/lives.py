# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lives of resources, step by step, for what is tried at every step. Each step is the options of one task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..families import HERE, MODEL, Family

Step = tuple[str, Mapping[str, Any]]
_GROUP = {"resource_group": "rg"}
_INSTANCE = {**HERE, "name": "box1", "compute_type": "ComputeInstance", "vm_size": "Standard_D2_v2"}
_PARTS = {**_GROUP, "log_analytics": {"name": "log-new"}, "identity": {"name": "id-new"}}
_REGIONAL = {
    **HERE,
    "plane": "regional",
    "name": "fraud",
    "model_uri": "aml://artifact/ExperimentRun/dcid.fraud_1/m.pkl",
    "mime_type": "application/octet-stream",
}


def life(family: Family) -> tuple[Step, ...]:
    """Made, changed and deleted, each a second time."""
    present, changing, absent = family.present, family.changing, family.absent
    return tuple((family.module, options) for options in (present, present, changing, changing, absent, absent))


#: Lives of what is no family, by name.
OTHERS: Mapping[str, tuple[Step, ...]] = {
    "instance": tuple(
        ("aml_compute", {**_INSTANCE, "state": state})
        for state in ("stopped", "stopped", "started", "started", "restarted", "present", "absent", "absent")
    ),
    "archived": tuple(
        (MODEL.module, {**MODEL.present, **more})
        for more in ({}, {"state": "archived"}, {"state": "archived"}, {}, {"description": "Changed"})
    ),
    "regional": tuple(
        ("aml_model", {**_REGIONAL, **more})
        for more in (
            {},
            {},
            {"description": "Changed"},
            {"description": "Changed"},
            {"version": "1", "state": "absent"},
        )
    ),
    "group": (
        *(("aml_resource_group", {"name": "other", "location": "westeurope", "tags": tags}) for tags in ({}, {"a": 1})),
        ("aml_resource_group", {"name": "other", "state": "absent"}),
        ("aml_resource_group", {"name": "other", "state": "absent"}),
    ),
    "provider": (("aml_provider", {"name": "Microsoft.MachineLearningServices"}),) * 2,
    "dependencies": (
        ("aml_dependencies", _PARTS),
        ("aml_dependencies", _PARTS),
        ("aml_dependencies", {**_PARTS, "tags": {"a": "1"}}),
        ("aml_dependencies", {**_PARTS, "state": "absent"}),
        ("aml_dependencies", {**_PARTS, "state": "absent"}),
    ),
    "rest": (
        ("aml_rest", {**HERE, "method": "GET", "path": "datastores"}),
        ("aml_rest", {**HERE, "method": "POST", "path": "listKeys", "read_only": True}),
    ),
}
