# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of a pipeline, which the service keeps in the CLI's own words, with some of its own (mapping 11)."""

from __future__ import annotations

from ..words import COMPUTE, FREE, FREE_MAP, TEXT, TEXTS, Form, Key, fields, map_of, told
from . import component, run
from .members import DESCRIPTION, TAGS
from .run import STEP

COMMON = (
    Key("$schema", TEXT),
    Key("type", TEXT),
    Key("name", TEXT),
    Key("display_name", TEXT),
    DESCRIPTION,
    TAGS,
    Key("comment", TEXT),
    Key("properties", FREE_MAP),
    Key("compute", COMPUTE, "computeId"),
    Key("inputs", run.inputs(STEP)),
    Key("outputs", run.outputs(STEP)),
    Key("component", FREE),
    *told("experiment_name", "id", "creation_context"),
)
IDENTITY = Key("identity", run.identity(STEP))
RESOURCES = run.resources(STEP)
VARIABLES = Key("environment_variables", TEXTS)
COMMAND = fields(
    *COMMON,
    IDENTITY,
    VARIABLES,
    Key("resources", RESOURCES),
    Key("distribution", run.distribution(STEP)),
    Key("limits", run.limits(STEP)),
    Key("queue_settings", run.queue_settings(STEP)),
    Key("services", run.services(STEP)),
    *(Key(key, FREE) for key in ("command", "code", "environment")),
)
SWEEP = fields(
    *COMMON,
    Key("identity", FREE_MAP, unused="is not sent for a sweep in a pipeline"),
    Key("trial", FREE, required=True),
    Key("sampling_algorithm", Form("sampling_of_step", of=run.SAMPLING)),
    Key("search_space", map_of(Form("distribution"))),
    Key("objective", run.objective(STEP), required=True),
    Key("early_termination", run.early_termination(STEP)),
    Key("limits", run.sweep_limits(STEP), required=True),
    Key("queue_settings", FREE_MAP),
    Key("resources", FREE_MAP),
)
PARALLEL = fields(
    *COMMON,
    IDENTITY,
    VARIABLES,
    *(key for key in component.PARALLEL_KEYS if key.name != "resources"),
    Key("resources", RESOURCES),
)
MACHINES = fields(
    Key("instance_type", run.MACHINE, required=True),
    Key("runtime_version", run.RUNTIME, required=True),
)
SPARK = fields(
    *COMMON,
    IDENTITY,
    Key("resources", MACHINES),
    *component.SPARK_KEYS,
)
PIPELINE = fields(*COMMON, Key("settings", FREE_MAP, unused="is not sent for a pipeline within a pipeline"))
STEPS: dict[str, Form] = {
    "command": COMMAND,
    "sweep": SWEEP,
    "parallel": PARALLEL,
    "spark": SPARK,
    "pipeline": PIPELINE,
}
# What a step of its own brings along for its component, by type.
OF_COMPONENT = {
    "command": ("command", "code", "environment", "resources", "distribution", "description", "tags"),
    "parallel": (*(key.name for key in component.PARALLEL_KEYS), "description", "tags"),
    "spark": (*(key.name for key in component.SPARK_KEYS), "description", "tags"),
}
# What stays out of the step itself then, because the component has it.
IN_THE_COMPONENT = {"command", "code", "environment", "component", "description", "trial", "$schema"}
