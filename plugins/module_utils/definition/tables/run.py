# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the schemas of jobs, of the steps of a pipeline and of components have in common (mapping 8, 9, 10).

A job's members have the service's names, a step's the CLI's own with some of their words as the service writes them,
and a component's are the CLI's own. So each form is made for one of these styles.
"""

from __future__ import annotations

from ..words import FREE_MAP, NUMBER, SECONDS, TEXT, WHOLE, Form, Key, fields, list_of, map_of, told, union, words
from .members import TEXT_LIST

JOB, STEP = "job", "step"
# The api-version in which the client sends what 2025-12-01 does not have (mapping 20).
PREVIEW = "2025-01-01-preview"

DATA_TYPES = ("uri_file", "uri_folder", "mltable", "custom_model", "mlflow_model", "triton_model")
INPUT_MODES = (
    ("ro_mount", "ReadOnlyMount"),
    ("mount", "ReadOnlyMount"),
    ("download", "Download"),
    ("direct", "Direct"),
)
TABLE_MODES = (*INPUT_MODES, ("eval_mount", "EvalMount"), ("eval_download", "EvalDownload"))
OUTPUT_MODES = (("rw_mount", "ReadWriteMount"), ("mount", "ReadWriteMount"), ("upload", "Upload"), ("direct", "Direct"))


def name(words_of: str, style: str) -> str:
    """A member's name in a style: ``job_input_type`` is ``jobInputType`` in a job."""
    if style != JOB:
        return words_of
    first, *others = words_of.split("_")
    return first + "".join(word.capitalize() for word in others)


def inputs(style: str) -> Form:
    """The inputs of a job or a step: values, data, models."""
    return Form("inputs", of=Form("input", template=style), template=style)


def outputs(style: str) -> Form:
    """The outputs of a job or a step; a null is a folder of no choice."""
    return Form("outputs", template=style)


def identity(style: str) -> Form:
    """As whom the run reads its data."""
    managed = fields(
        Key("client_id", TEXT, name("client_id", style)),
        Key("object_id", TEXT, name("object_id", style)),
        Key("msi_resource_id", TEXT, name("resource_id" if style == JOB else "msi_resource_id", style)),
    )
    return union(
        "type",
        ("managed", managed),
        ("managed_identity", managed),
        ("aml_token", fields()),
        ("user_identity", fields()),
        place=name("identity_type", style),
        managed="Managed",
        managed_identity="Managed",
        aml_token="AMLToken",
        user_identity="UserIdentity",
    )


def distribution(style: str) -> Form:
    """How a run is spread over machines. ``style`` empty: as a component has it."""
    count = Key("process_count_per_instance", WHOLE, name("process_count_per_instance", style))
    kinds = {
        "mpi": ("Mpi", fields(count, loose=not style)),
        "pytorch": ("PyTorch", fields(count, loose=not style)),
        "tensorflow": (
            "TensorFlow",
            fields(
                Key("parameter_server_count", WHOLE, name("parameter_server_count", style), default=0),
                Key("worker_count", WHOLE, name("worker_count", style)),
            ),
        ),
        "ray": (
            "Ray",
            fields(
                Key("port", WHOLE, version=PREVIEW),
                Key("address", TEXT, version=PREVIEW),
                *(
                    Key(key, form, name(key, style), version=PREVIEW)
                    for key, form in (
                        ("include_dashboard", Form("flag")),
                        ("dashboard_port", WHOLE),
                        ("head_node_additional_args", TEXT),
                        ("worker_node_additional_args", TEXT),
                    )
                ),
            ),
        ),
    }
    return union(
        "type",
        *((word, form) for word, (_service, form) in kinds.items()),
        place=name("distribution_type", style) if style else "type",
        **{word: service if style else word for word, (service, _form) in kinds.items()},
    )


DROPPED = "is not sent by the client"
COUNT = Form("bindable", of=WHOLE)


def resources(style: str) -> Form:
    """The machines of a run."""
    return fields(
        Key("instance_count", COUNT if style != JOB else WHOLE, name("instance_count", style)),
        Key("instance_type", TEXT, name("instance_type", style)),
        Key("shm_size", TEXT, name("shm_size", style)),
        Key("docker_args", Form("docker_args", template=style), "."),
        Key("properties", FREE_MAP),
        Key("locations", TEXT_LIST),
        Key("max_instance_count", WHOLE, name("max_instance_count", style)),
        finish="run_resources",
        template=style,
    )


JOB_RESOURCES = resources(JOB)
MACHINE, RUNTIME = Form("spark_machine"), Form("spark_runtime")
SPARK_RESOURCES = fields(
    Key("instance_type", MACHINE, "instanceType", required=True),
    Key("runtime_version", RUNTIME, "runtimeVersion", required=True),
)


def limits(style: str) -> Form:
    """How long a command may take."""
    length = SECONDS if style == JOB else Form("bindable", of=SECONDS)
    return fields(Key("timeout", length), defaults=((name("job_limits_type", style), "Command"),))


TIERS = words(("null", "Null"), ("spot", "Spot"), ("basic", "Basic"), ("standard", "Standard"), ("premium", "Premium"))
PRIORITIES = words(("low", 1), ("medium", 2), ("high", 3))


def queue_settings(style: str) -> Form:
    """How the run queues where no compute is named."""
    version = PREVIEW if style == JOB else ""
    return fields(
        Key("job_tier", TIERS, name("job_tier", style)),
        Key("priority", PRIORITIES, version=version),
    )


def services(style: str) -> Form:
    """What a run opens for its user. The client drops the type ``custom`` (mapping 21.5); it is kept here."""
    shared = (
        Key("nodes", Form("nodes", template=style)),
        Key("port", WHOLE),
        Key("properties", FREE_MAP),
        *told("endpoint", "status", "error_message"),
    )
    kinds = union(
        "type",
        ("ssh", fields(*shared, Key("ssh_public_keys", TEXT, "properties.sshPublicKeys"))),
        ("tensor_board", fields(*shared, Key("log_dir", TEXT, "properties.logDir"))),
        ("vs_code", fields(*shared)),
        ("jupyter_lab", fields(*shared)),
        ("custom", fields(*shared)),
        place=name("job_service_type", style),
        ssh="SSH",
        tensor_board="TensorBoard",
        vs_code="VSCode",
        jupyter_lab="JupyterLab",
        custom="Custom",
    )
    return map_of(Form("service", of=kinds))


def early_termination(style: str) -> Form:
    """When a sweep ends trials that are no good. The defaults are the client's, which sends fewer in a step."""
    zero = 0 if style == JOB else None
    delay = Key("delay_evaluation", WHOLE, name("delay_evaluation", style), nullable=True, default=0)
    interval = Key("evaluation_interval", WHOLE, name("evaluation_interval", style), nullable=True, default=0)
    once = Key("evaluation_interval", WHOLE, name("evaluation_interval", style), nullable=True, default=1)
    return union(
        "type",
        (
            "bandit",
            fields(
                delay,
                interval,
                Key("slack_factor", NUMBER, name("slack_factor", style), nullable=True, default=zero),
                Key("slack_amount", NUMBER, name("slack_amount", style), nullable=True, default=zero),
            ),
        ),
        ("median_stopping", fields(delay, once)),
        (
            "truncation_selection",
            fields(
                delay,
                interval,
                Key("truncation_percentage", WHOLE, name("truncation_percentage", style), required=True),
            ),
        ),
        place=name("policy_type", style),
        bandit="Bandit",
        median_stopping="MedianStopping",
        truncation_selection="TruncationSelection",
    )


RULES = words(("random", "Random"), ("sobol", "Sobol"))
SAMPLING = union(
    "type",
    (
        "random",
        fields(
            Key("seed", WHOLE),
            Key("rule", RULES),
            Key("logbase", Form("free"), version="2024-01-01-preview"),
        ),
    ),
    ("grid", fields()),
    ("bayesian", fields()),
    place="samplingAlgorithmType",
    random="Random",
    grid="Grid",
    bayesian="Bayesian",
)


def objective(style: str) -> Form:
    """What a sweep looks for."""
    goals = (("minimize", "Minimize"), ("maximize", "Maximize"))
    return fields(
        Key("goal", words(*(goals if style == JOB else tuple((word, word) for word, _s in goals))), required=True),
        Key("primary_metric", TEXT, name("primary_metric", style), required=True),
    )


def sweep_limits(style: str) -> Form:
    """How much a sweep may try. In a step its durations stay numbers (mapping 2)."""
    length = SECONDS if style == JOB else WHOLE
    return fields(
        Key("max_total_trials", WHOLE, name("max_total_trials", style), required=True),
        Key("max_concurrent_trials", WHOLE, name("max_concurrent_trials", style)),
        Key("timeout", length),
        Key("trial_timeout", length, name("trial_timeout", style)),
        defaults=(("jobLimitsType", "Sweep"),) if style == JOB else (),
    )


SPARK_ENTRY = Form("spark_entry")
LISTS = tuple((key, list_of(TEXT)) for key in ("py_files", "jars", "files", "archives"))
WRITTEN = told("id", "creation_context", "status", "log_files", "parameters")
