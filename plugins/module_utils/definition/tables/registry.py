# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registries (mapping 19)."""

from __future__ import annotations

from ..words import FLAG, TEXT, WHOLE, Form, Key, fields, list_of, told, words
from .members import ENABLED, NAME, TAGS

STORAGE_TYPES = (
    "Standard_LRS",
    "Standard_GRS",
    "Standard_RAGRS",
    "Standard_ZRS",
    "Standard_GZRS",
    "Standard_RAGZRS",
    "Premium_LRS",
    "Premium_ZRS",
)
STORAGE = fields(
    Key("storage_account_hns", FLAG),
    Key("storage_account_type", words(*((word.lower(), word) for word in STORAGE_TYPES))),
    Key("replication_count", WHOLE),
    *told("arm_resource_id", "replicated_ids"),
)
REGISTRY = fields(
    NAME,
    TAGS,
    Key("location", TEXT, required=True),
    Key("description", TEXT, unused="is not kept by a registry"),
    Key("public_network_access", ENABLED),
    Key("container_registry", Form("container_registry")),
    Key(
        "replication_locations",
        list_of(
            fields(
                Key("location", TEXT),
                Key("storage_config", Form("storage", of=STORAGE), "storage_account_details"),
                *told("arm_resource_id"),
            )
        ),
        "regions",
    ),
    Key("intellectual_property", fields(Key("publisher", TEXT, "intellectual_property_publisher")), "."),
    *told("id", "identity", "discovery_url", "mlflow_registry_uri", "managed_resource_group"),
    finish="registry",
)
