# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Components, which the service keeps in the CLI's own words (mapping 13)."""

from __future__ import annotations

from ..words import (
    FLAG,
    FREE,
    FREE_MAP,
    TEXT,
    TEXTS,
    VERSION,
    WHOLE,
    Form,
    Key,
    fields,
    list_of,
    told,
    union,
    words,
)
from . import run
from .members import DESCRIPTION, TEXT_LIST, TEXT_TAGS

MODES = ("direct", "download", "eval_download", "eval_mount", "mount", "ro_mount", "rw_mount", "upload", "link")
PORTS = ("path", "custom_model", "mlflow_model", "mltable", "triton_model", "uri_file", "uri_folder")
PARAMETERS = ("boolean", "integer", "number", "string")
# These words have no other case (the client's DumpableEnumField).
MODE = Form("exact", words=tuple((word, word) for word in MODES))
TYPE = Form("exact", words=tuple((word, word) for word in (*PORTS, *PARAMETERS)))
PARAMETER = fields(
    Key("type", TYPE, required=True),
    Key("optional", FLAG),
    Key("default", FREE),
    Key("description", TEXT),
    Key("max", FREE),
    Key("min", FREE),
    Key("enum", list_of(TEXT)),
)
PORT = fields(
    Key("type", TYPE, required=True),
    Key("optional", FLAG),
    Key("description", TEXT),
    Key("mode", MODE),
)
INPUT = Form(
    "port", variants=(("port", PORT), ("parameter", PARAMETER)), words=tuple((word, word) for word in PARAMETERS)
)
DESCRIBED = (Key("type", TYPE, required=True), DESCRIPTION, Key("mode", MODE))
# Of a value the client drops what the schema has not; of data it refuses that.
OUTPUT = Form(
    "port",
    variants=(
        ("port", fields(*DESCRIBED)),
        ("parameter", fields(*DESCRIBED, Key("early_available", FLAG), loose=True)),
    ),
)
COMMON = (
    Key("name", TEXT),
    Key("version", VERSION),
    Key("$schema", TEXT),
    Key("display_name", TEXT),
    DESCRIPTION,
    TEXT_TAGS,
    Key("properties", FREE_MAP),
    Key("is_deterministic", FLAG),
    Key("inputs", Form("ports", of=INPUT)),
    Key("outputs", Form("ports", of=OUTPUT)),
    Key("auto_delete_setting", FREE_MAP, unused="is not sent for a component"),
    *told("id", "creation_context", "latest_version", "intellectual_property"),
)
ENVIRONMENT = Form("environment_of_component")
CODE = Form("code_of_component")
INCLUDES = Key("additional_includes", TEXT_LIST)
RESOURCES = fields(
    Key("instance_count", run.COUNT),
    Key("instance_type", TEXT),
    Key("shm_size", TEXT),
    Key("docker_args", FREE),
    Key("locations", TEXT_LIST),
    Key("max_instance_count", WHOLE),
    Key("properties", FREE_MAP, unused=run.DROPPED),
    loose=True,
)
COMMAND = fields(
    *COMMON,
    Key("command", TEXT, required=True),
    Key("code", CODE),
    Key("environment", ENVIRONMENT, required=True),
    Key("environment_variables", TEXTS, unused="belongs to the step that uses the component"),
    Key("distribution", run.distribution("")),
    Key("resources", RESOURCES),
    Key("queue_settings", FREE_MAP, unused="belongs to the step that uses the component"),
    INCLUDES,
)
TASK = fields(
    Key("type", words(*((word, word) for word in ("run_function", "model", "function"))), required=True),
    Key("code", Form("code_of_component", template="task")),
    Key("entry_script", TEXT),
    Key("environment", ENVIRONMENT, required=True),
    Key("program_arguments", TEXT),
    Key("append_row_to", TEXT),
    Key("model", TEXT),
    loose=True,
)
LEVELS = Form("exact", words=tuple((word, word) for word in ("DEBUG", "INFO", "WARNING")))
RETRY = fields(Key("max_retries", run.COUNT), Key("timeout", run.COUNT))
PARALLEL_KEYS = (
    Key("task", TASK),
    Key("input_data", TEXT),
    Key("mini_batch_size", Form("bytes")),
    Key("mini_batch_error_threshold", WHOLE),
    Key("error_threshold", WHOLE),
    Key("max_concurrency_per_instance", WHOLE),
    Key("logging_level", LEVELS),
    Key("retry_settings", RETRY),
    Key("partition_keys", Form("as_json", of=TEXT_LIST)),
    Key("resources", RESOURCES),
)
PARALLEL = fields(*COMMON, *PARALLEL_KEYS)
SPARK_KEYS = (
    Key("code", CODE),
    Key("entry", Form("entry_of_component")),
    *(Key(key, form) for key, form in run.LISTS),
    Key("args", TEXT),
    Key("conf", FREE_MAP),
    Key("environment", ENVIRONMENT, nullable=True),
)
SPARK = fields(*COMMON, *SPARK_KEYS, INCLUDES)
PIPELINE = fields(*COMMON, Key("jobs", FREE_MAP), Key("source_job_id", TEXT))
SPEC = union(
    "type",
    ("command", COMMAND),
    ("parallel", PARALLEL),
    ("spark", SPARK),
    ("pipeline", PIPELINE),
    otherwise="command",
    place="type",
    command="command",
    parallel="parallel",
    spark="spark",
    pipeline="pipeline",
)
