# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job: one run of a command, a pipeline, a sweep, Spark or AutoML (contract 4).

A job is what its definition says when it is created: only what describes it can be changed afterwards. Its name is what
makes a second run of the task recognise it.
"""

from __future__ import annotations

from ..schema import Field, Resource, State
from .asset import IS_ARCHIVED, LIST_VIEW, STATES

AUTOML, COMMAND, PIPELINE, SPARK, SWEEP = "AutoML", "Command", "Pipeline", "Spark", "Sweep"
STATUS = "properties.status"
OVER = ("Canceled", "Completed", "Failed")


def tree(option: str, path: str, *variants: str, required: bool = False) -> Field:
    """A member in the service's own shape, which is too deep and too free for options of its own."""
    return Field(
        option,
        "properties." + path,
        type="dict",
        same="tree",
        create_only=True,
        variants=variants,
        required=required,
    )


def text(option: str, path: str, *variants: str, same: str = "exact", required: bool = False) -> Field:
    """A text that only creation sets."""
    return Field(option, "properties." + path, same=same, create_only=True, variants=variants, required=required)


JOB = Resource(
    noun="job",
    plural="jobs",
    path="jobs/{name}",
    defined=True,
    names={"name": (r"[a-zA-Z0-9][a-zA-Z0-9._-]{0,254}", "train_churn_1")},
    union="type",
    state_path="",
    states=(
        *STATES,
        State("completed", path=STATUS, reached=("Completed",), ends=OVER),
        State("canceled", action="cancel", path=STATUS, reached=OVER, going=("CancelRequested",), settles=OVER),
    ),
    fields=(
        Field(
            "type",
            "properties.jobType",
            choices=(AUTOML, COMMAND, PIPELINE, SPARK, SWEEP),
            same="casefold",
            create_only=True,
            aliases=("job_type",),
        ),
        text("display_name", "displayName"),
        text("experiment_name", "experimentName"),
        text("compute_id", "computeId", same="id"),
        text("component_id", "componentId", same="asset"),
        text("command", "command", COMMAND, required=True),
        text("code_id", "codeId", COMMAND, SPARK, same="asset"),
        text("environment_id", "environmentId", AUTOML, COMMAND, SPARK, same="asset"),
        Field(
            "environment_variables",
            "properties.environmentVariables",
            type="dict",
            create_only=True,
            variants=(AUTOML, COMMAND, SPARK),
            merge=True,
        ),
        tree("inputs", "inputs", COMMAND, PIPELINE, SPARK, SWEEP),
        tree("outputs", "outputs", AUTOML, COMMAND, PIPELINE, SPARK, SWEEP),
        tree("distribution", "distribution", COMMAND),
        tree("limits", "limits", COMMAND, SWEEP),
        tree("resources", "resources", AUTOML, COMMAND, SPARK),
        tree("queue_settings", "queueSettings", AUTOML, COMMAND, SPARK, SWEEP),
        tree("jobs", "jobs", PIPELINE),
        tree("settings", "settings", PIPELINE),
        text("source_job_id", "sourceJobId", PIPELINE, same="id"),
        tree("trial", "trial", SWEEP, required=True),
        tree("objective", "objective", SWEEP, required=True),
        tree("search_space", "searchSpace", SWEEP, required=True),
        tree("sampling_algorithm", "samplingAlgorithm", SWEEP, required=True),
        tree("early_termination", "earlyTermination", SWEEP),
        tree("entry", "entry", SPARK, required=True),
        text("args", "args", SPARK),
        tree("conf", "conf", SPARK),
        Field("archives", "properties.archives", type="list", create_only=True, variants=(SPARK,)),
        Field("files", "properties.files", type="list", create_only=True, variants=(SPARK,)),
        Field("jars", "properties.jars", type="list", create_only=True, variants=(SPARK,)),
        Field("py_files", "properties.pyFiles", type="list", create_only=True, variants=(SPARK,)),
        tree("task_details", "taskDetails", AUTOML, required=True),
        tree("identity", "identity"),
        tree("services", "services"),
        Field("notification_setting", "properties.notificationSetting", type="dict", same="tree"),
        Field("description", "properties.description"),
        Field("tags", "properties.tags", type="dict", merge=True),
        Field("properties", "properties.properties", type="dict", merge=True),
        IS_ARCHIVED,
        Field("status", STATUS, read_only=True),
        Field("parameters", "properties.parameters", type="dict", read_only=True, variants=(COMMAND,)),
    ),
    list_query=(
        ("jobType", "job_type"),
        ("tag", "tag"),
        ("listViewType", "list_view"),
        ("properties", "with_properties"),
    ),
    reader_options={
        "job_type": {"type": "str", "choices": [AUTOML, COMMAND, PIPELINE, SPARK, SWEEP]},
        "tag": {"type": "str"},
        "list_view": LIST_VIEW,
        "with_properties": {"type": "str"},
    },
)
