# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs (mapping 8, 10, 11, 12)."""

from __future__ import annotations

from ..words import COMPUTE, FLAG, FREE_MAP, TEXT, TEXTS, Form, Key, fields, map_of, union
from . import run
from .members import DESCRIPTION, NAME, TEXT_PROPERTIES, TEXT_TAGS
from .run import JOB

COMMON = (
    NAME,
    Key("display_name", TEXT),
    DESCRIPTION,
    TEXT_TAGS,
    TEXT_PROPERTIES,
    Key("experiment_name", TEXT, default="Default"),
    Key("services", run.services(JOB)),
    *run.WRITTEN,
)
ENVIRONMENT = Form("environment_of_job")
COMMAND = fields(
    *COMMON,
    Key("command", TEXT, required=True),
    Key("code", Form("code", template="job"), "code_id"),
    Key("environment", ENVIRONMENT, "environment_id", required=True),
    Key("environment_variables", TEXTS),
    Key("compute", COMPUTE, "compute_id"),
    Key("inputs", run.inputs(JOB)),
    Key("outputs", run.outputs(JOB)),
    Key("distribution", run.distribution(JOB)),
    Key("resources", run.JOB_RESOURCES),
    Key("limits", run.limits(JOB)),
    Key("identity", run.identity(JOB)),
    Key("queue_settings", run.queue_settings(JOB)),
    Key("parent_job_name", TEXT, "extra_properties.parentJobName", version=run.PREVIEW),
    finish="command_job",
)
TRIAL = fields(
    Key("command", TEXT, required=True),
    Key("code", Form("code", template="trial"), "codeId"),
    Key("environment", ENVIRONMENT, "environmentId", required=True),
    Key("environment_variables", TEXTS, "environmentVariables"),
    Key("distribution", run.distribution(JOB)),
    Key("resources", run.JOB_RESOURCES),
    Key("queue_settings", FREE_MAP, unused="belongs to the job"),
)
SWEEP = fields(
    *COMMON,
    Key("trial", TRIAL, required=True),
    Key("compute", COMPUTE, "compute_id"),
    Key("inputs", run.inputs(JOB)),
    Key("outputs", run.outputs(JOB)),
    Key("sampling_algorithm", Form("sampling", of=run.SAMPLING)),
    Key("search_space", map_of(Form("distribution_of_values"))),
    Key("objective", run.objective(JOB), required=True),
    Key("early_termination", run.early_termination(JOB)),
    Key("limits", run.sweep_limits(JOB), required=True),
    Key("identity", run.identity(JOB)),
    Key("queue_settings", run.queue_settings(JOB)),
    Key("resources", run.JOB_RESOURCES, "trial_resources"),
    finish="sweep_job",
)
SPARK = fields(
    *COMMON,
    Key("code", Form("code", template="job"), "code_id"),
    Key("entry", run.SPARK_ENTRY, required=True),
    *(Key(key, form) for key, form in run.LISTS),
    Key("args", TEXT),
    Key("conf", FREE_MAP),
    Key("environment", Form("environment_of_spark"), "environment_id", nullable=True),
    Key("compute", COMPUTE, "compute_id"),
    Key("resources", run.SPARK_RESOURCES),
    Key("inputs", run.inputs(JOB)),
    Key("outputs", run.outputs(JOB)),
    Key("identity", run.identity(JOB)),
)
SETTINGS = fields(
    Key("default_compute", Form("default_compute")),
    Key("default_datastore", Form("default_datastore")),
    *(Key(key, FLAG) for key in ("continue_on_step_failure", "force_rerun")),
    *(Key(key, TEXT) for key in ("on_init", "on_finalize")),
    free=True,
)
PIPELINE = fields(
    *COMMON,
    Key("compute", COMPUTE, "compute_id"),
    Key("inputs", run.inputs(JOB)),
    Key("outputs", run.outputs(JOB)),
    Key("settings", SETTINGS),
    Key("identity", run.identity(JOB)),
    Key("component", Form("component_of_pipeline"), "component_id"),
    Key("jobs", FREE_MAP),
)
JOB_FORM = union(
    "type",
    ("command", COMMAND),
    ("sweep", SWEEP),
    ("spark", Form("spark_job", of=SPARK)),
    ("pipeline", Form("pipeline_job", of=PIPELINE)),
    ("automl", Form("automl_job")),
    otherwise="command",
    place="type",
    command="Command",
    sweep="Sweep",
    spark="Spark",
    pipeline="Pipeline",
    automl="AutoML",
)
