# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microsoft's examples, recordings and schemas. They lie beside the project, not in it, and may be absent."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

CONTRACT = Path(__file__).resolve().parents[3] / "shared" / "contract"
ABSENT = "../shared/contract is absent: Microsoft's examples and recordings are not part of the project"

# A version without a document of its own is judged by its neighbour: the types of 2024-10-01 are older than those of
# 2025-12-01 and differ by what was added since, which a schema does not demand of an answer.
DOCUMENTS = {
    ("microsoft.machinelearningservices", "2021-03-01-preview"): "ml-2021-03-01-preview",
    ("microsoft.machinelearningservices", "2021-04-01"): "ml-2021-03-01-preview",
    ("microsoft.machinelearningservices", "2024-04-01"): "ml-2025-12-01",
    ("microsoft.machinelearningservices", "2024-10-01"): "ml-2025-12-01",
    ("microsoft.machinelearningservices", "2025-12-01"): "ml-2025-12-01",
    ("microsoft.storage", "2023-05-01"): "dep-storage-2023-05-01",
    ("microsoft.keyvault", "2023-07-01"): "dep-keyvault-2023-07-01",
    ("microsoft.insights", "2020-02-02"): "dep-appinsights-2020-02-02",
    ("microsoft.containerregistry", "2023-07-01"): "dep-acr-2023-07-01",
    ("microsoft.managedidentity", "2023-01-31"): "dep-msi-2023-01-31",
    ("microsoft.resources", "2024-07-01"): "dep-resources-2024-07-01",
}


def present() -> bool:
    """Tell whether the material is there."""
    return (CONTRACT / "cases" / "index.json").is_file()


def load(*parts: str) -> Any:
    """Return the JSON document at a path below the contract."""
    return json.loads(CONTRACT.joinpath(*parts).read_text(encoding="utf-8"))


@functools.cache
def schema(resource_type: str, api_version: str) -> dict[str, Any] | None:
    """Return the JSON Schema of a resource type in a version, None where there is none."""
    name = DOCUMENTS.get((resource_type.partition("/")[0].lower(), api_version))
    if name is None:
        return None
    document = load("schemas", name + ".json")
    for known, entry in document["resources"].items():
        if known.lower() == resource_type.lower():
            return {"$schema": document["$schema"], "$ref": entry["$ref"], "$defs": document["$defs"]}
    return None
