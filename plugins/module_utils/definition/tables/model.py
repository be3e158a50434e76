# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models (mapping 13)."""

from __future__ import annotations

from ..words import FREE_MAP, TEXT, Form, Key, fields, list_of, told, words
from .members import ASSET, PROPERTIES

PREVIEW = "2025-04-01-preview"
TYPES = ("custom_model", "mlflow_model", "triton_model")
TEMPLATE = fields(Key("asset_id", TEXT, "assetId"))
MODEL = fields(
    *ASSET,
    Key("type", words(*((word, word) for word in TYPES)), "model_type", default="custom_model"),
    Key("path", TEXT, "model_uri", required=True),
    Key("datastore", TEXT),
    PROPERTIES,
    Key("flavors", Form("flavors")),
    Key("stage", TEXT),
    Key("system_metadata", FREE_MAP, unused="is the service's own"),
    Key("default_deployment_template", TEMPLATE, "extra_properties.defaultDeploymentTemplate", version=PREVIEW),
    Key(
        "allowed_deployment_templates",
        list_of(TEMPLATE),
        "extra_properties.allowedDeploymentTemplates",
        version=PREVIEW,
    ),
    *told("job_name", "utc_time_created", "intellectual_property"),
    finish="model",
)
