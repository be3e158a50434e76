# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A deployment of a batch endpoint: a model or a pipeline, and the compute that runs it (contract 4)."""

from __future__ import annotations

from ..schema import Field, Resource
from .endpoint import CODE, DESCRIBED, NAME, RUNS_IN, SKU, TRACKED

DATA_PATH, ID, OUTPUT_PATH = "DataPath", "Id", "OutputPath"

BATCH_DEPLOYMENT = Resource(
    noun="batch_deployment",
    plural="batch_deployments",
    path="batchEndpoints/{endpoint}/deployments/{name}",
    defined=True,
    names={"endpoint": NAME, "name": (r"[a-zA-Z][a-zA-Z0-9_-]{1,30}[a-zA-Z0-9]", "nightly")},
    fields=(
        *TRACKED,
        SKU,
        Field(
            "model",
            "properties.model",
            type="dict",
            union="type",
            fields=(
                Field("type", "referenceType", choices=(DATA_PATH, ID, OUTPUT_PATH), same="casefold", required=True),
                Field("asset_id", "assetId", same="asset", variants=(ID,), required=True),
                Field("datastore_id", "datastoreId", same="id", variants=(DATA_PATH,)),
                Field("job_id", "jobId", same="id", variants=(OUTPUT_PATH,)),
                Field("path", "path", variants=(DATA_PATH, OUTPUT_PATH)),
            ),
        ),
        # A pipeline in place of a model; its settings are free, so it is given in the service's shape.
        Field("deployment_configuration", "properties.deploymentConfiguration", type="dict", same="tree"),
        Field("compute", "properties.compute", same="id"),
        CODE,
        *RUNS_IN,
        Field(
            "resources",
            "properties.resources",
            type="dict",
            fields=(
                Field("instance_count", "instanceCount", type="int"),
                Field("instance_type", "instanceType", same="casefold"),
                Field("properties", "properties", type="dict", same="tree"),
            ),
        ),
        Field("error_threshold", "properties.errorThreshold", type="int", unset_means=-1, least=-1),
        Field("mini_batch_size", "properties.miniBatchSize", type="int"),
        Field("max_concurrency_per_instance", "properties.maxConcurrencyPerInstance", type="int"),
        Field("logging_level", "properties.loggingLevel", choices=("Debug", "Info", "Warning"), same="casefold"),
        Field("output_action", "properties.outputAction", choices=("AppendRow", "SummaryOnly"), same="casefold"),
        Field("output_file_name", "properties.outputFileName"),
        Field(
            "retry_settings",
            "properties.retrySettings",
            type="dict",
            fields=(
                Field("max_retries", "maxRetries", type="int"),
                Field("timeout", "timeout", same="duration"),
            ),
        ),
        *DESCRIBED,
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
    # PartialBatchDeployment of 2025-12-01.
    patch=("properties.description", "tags"),
    held_by=("properties.defaults.deploymentName",),
    list_query=(("$orderBy", "order_by"),),
    reader_options={"order_by": {"type": "str"}},
)
