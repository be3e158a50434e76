# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of an experiment, kept by the regional run history (seed; contract 5). What runs makes it, no task does."""

from __future__ import annotations

from ..parts import Parts
from ..schema import Extra, Field, Resource, State

OVER = ("Canceled", "Completed", "Failed")
FIELDS = (
    Field("run_id", "runId", read_only=True),
    Field("display_name", "displayName"),
    Field("description", "description"),
    Field("tags", "tags", type="dict", merge=True),
    Field("status", "status", read_only=True),
    Field("run_number", "runNumber", type="int", read_only=True),
    Field("root_run_id", "rootRunId", read_only=True),
    Field("parent_run_id", "parentRunId", read_only=True),
    Field("experiment_id", "experimentId", read_only=True),
    Field("created", "createdUtc", read_only=True),
    Field("started", "startTimeUtc", read_only=True),
    Field("ended", "endTimeUtc", read_only=True),
    Field("run_type", "runType", read_only=True),
    Field("target", "target", read_only=True),
    Field("script_name", "scriptName", read_only=True),
    Field("properties", "properties", type="dict", read_only=True),
    Field("error", "error", type="dict", read_only=True),
    Field("warnings", "warnings", type="list", read_only=True),
    Field("hidden", "hidden", type="bool", read_only=True),
    Field("data_container_id", "dataContainerId", read_only=True),
)

RUN = Resource(
    noun="run",
    plural="runs",
    plane="regional",
    service="history/v1.0",
    path="experiments/{experiment}/runs/{name}",
    names={"experiment": (r"[a-zA-Z0-9][a-zA-Z0-9 ._-]{0,254}", "churn")},
    named=(("name", "runId"),),
    create_with="",
    parts=Parts(),
    states=(
        State("present", sets=(("hidden", False),)),
        State("archived", sets=(("hidden", True),)),
        State("canceled", action="cancel", path="status", reached=OVER, going=("CancelRequested",), settles=OVER),
    ),
    state_path="",
    # Of CreateRunDto, which a PATCH merges into a run that is there.
    patch=("displayName", "description", "tags", "hidden"),
    query=":query",
    list_query=(("filter", "filter"), ("orderby", "order_by"), ("top", "top")),
    reader_options={"filter": {"type": "str"}, "order_by": {"type": "str"}, "top": {"type": "int"}},
    fields=FIELDS,
    extras=(Extra("children", "children", "value", method="GET", fields=FIELDS),),
)
