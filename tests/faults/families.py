# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One representative of every family of resources: the task that makes it, one that changes it, and its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP_PATH = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
PROVIDER = "Microsoft.MachineLearningServices"
WORKSPACE_PATH = f"{GROUP_PATH}/providers/{PROVIDER}/workspaces/ws"
HERE = {"resource_group": "rg", "workspace": "ws"}


@dataclass(frozen=True)
class Family:
    """One family.

    :param made: options of the task that makes the resource.  :param changed: options that differ from ``made`` and
        change something that can be changed.  :param path: the id below the resource group's providers.
    :param reader: module and options of what reads it.  :param needs: families made before it.
    """

    name: str
    module: str
    path: str
    made: Mapping[str, Any]
    changed: Mapping[str, Any]
    reader: tuple[str, Mapping[str, Any]]
    needs: tuple[str, ...] = ()
    where: Mapping[str, Any] = field(default_factory=lambda: HERE)

    @property
    def id(self) -> str:
        """The resource id."""
        return f"{GROUP_PATH}/providers/{PROVIDER}/{self.path}"

    @property
    def pattern(self) -> str:
        """A pattern for the fault script that hits the resource itself and nothing below it."""
        return rf"/{self.path}(\?|$)"

    @property
    def reading(self) -> dict[str, Any]:
        """The options of the task that reads it. The reader of any type finds the place in the name."""
        _module, options = self.reader
        where = {"resource_group": self.where["resource_group"]} if "type" in options else self.where
        return {**where, **options}

    @property
    def in_place(self) -> bool:
        """Whether the type can be changed at all; of one that cannot, ``changing`` makes another in its place."""
        return "on_immutable" not in self.changed

    @property
    def present(self) -> dict[str, Any]:
        """The options of the task that makes it."""
        return {**self.where, **self.made}

    @property
    def changing(self) -> dict[str, Any]:
        """The options of the task that changes what ``present`` made."""
        return {**self.present, **self.changed}

    @property
    def absent(self) -> dict[str, Any]:
        """The options of the task that deletes it."""
        named = {name: self.made[name] for name in ("name", "version", "type") if name in self.made}
        return {**self.where, **named, "state": "absent"}


def _any(
    name: str,
    kind: str,
    names: str,
    body: Mapping[str, Any],
    changed: Mapping[str, Any],
    needs: tuple[str, ...] = (),
) -> Family:
    """A family that ``aml_resource`` manages. ``changed`` are members of the body that change."""
    kinds, words = kind.split("/"), names.split("/")
    path = "/".join(f"{one}/{word}" for one, word in zip(kinds, words, strict=True))
    where = {"type": kind, "name": names}
    merged = {**body, **changed, "properties": {**body.get("properties", {}), **changed.get("properties", {})}}
    return Family(
        name,
        "aml_resource",
        path,
        {**where, "body": body},
        {"body": merged},
        ("aml_resource_info", where),
        needs=needs,
        where={"resource_group": "rg"},
    )


WORKSPACE = Family(
    "workspace",
    "aml_workspace",
    "workspaces/made",
    {
        "name": "made",
        "storage_account": f"{GROUP_PATH}/providers/Microsoft.Storage/storageAccounts/stfaults",
        "key_vault": f"{GROUP_PATH}/providers/Microsoft.KeyVault/vaults/kv-faults",
        "application_insights": f"{GROUP_PATH}/providers/Microsoft.Insights/components/appi",
        "location": "westeurope",
    },
    {"friendly_name": "Changed"},
    ("aml_workspace_info", {"name": "made"}),
    where={"resource_group": "rg"},
)
COMPUTE = Family(
    "compute",
    "aml_compute",
    "workspaces/ws/computes/cpu",
    {"name": "cpu", "compute_type": "AmlCompute", "vm_size": "Standard_D2_v2", "scale": {"max_nodes": 1}},
    {"scale": {"max_nodes": 2}},
    ("aml_compute_info", {"name": "cpu"}),
)
DATASTORE = Family(
    "datastore",
    "aml_datastore",
    "workspaces/ws/datastores/raw",
    {
        "name": "raw",
        "datastore_type": "AzureBlob",
        "account_name": "stfaults",
        "container_name": "raw",
        "credentials": {"type": "AccountKey", "account_key": "Y2FuYXJ5LW9mLWEta2V5"},
    },
    {"description": "Changed"},
    ("aml_datastore_info", {"name": "raw"}),
)
MODEL = Family(
    "model",
    "aml_model",
    "workspaces/ws/models/churn/versions/1",
    {"name": "churn", "version": "1", "model_uri": "azureml://datastores/workspaceblobstore/paths/churn"},
    {"description": "Changed"},
    ("aml_model_info", {"name": "churn", "version": "1"}),
)
CONNECTION = _any(
    "connection",
    "workspaces/connections",
    "ws/blobs",
    {"properties": {"category": "AzureBlob", "authType": "AAD", "target": "https://stfaults.blob.core.windows.net/"}},
    {"properties": {"target": "https://stother.blob.core.windows.net/"}},
)
ENDPOINT = _any(
    "endpoint",
    "workspaces/onlineEndpoints",
    "ws/score",
    {"location": "westeurope", "identity": {"type": "SystemAssigned"}, "properties": {"authMode": "Key"}},
    {"properties": {"description": "Changed"}},
)
DEPLOYMENT = _any(
    "deployment",
    "workspaces/onlineEndpoints/deployments",
    "ws/score/blue",
    {
        "location": "westeurope",
        "sku": {"name": "Default", "capacity": 1},
        "properties": {
            "endpointComputeType": "Managed",
            "instanceType": "Standard_DS3_v2",
            "model": f"{WORKSPACE_PATH}/models/churn/versions/1",
        },
    },
    {"properties": {"description": "Changed"}},
    needs=("endpoint", "model"),
)
JOB = _any(
    "job",
    "workspaces/jobs",
    "ws/train1",
    {
        "properties": {
            "jobType": "Command",
            "command": "python train.py",
            "environmentId": "azureml://registries/azureml/environments/sklearn-1.5/versions/1",
            "computeId": f"{WORKSPACE_PATH}/computes/cpu",
            "experimentName": "churn",
        }
    },
    {"properties": {"displayName": "Changed"}},
    needs=("compute",),
)
REGISTRY = _any(
    "registry",
    "registries",
    "shared",
    {
        "location": "westeurope",
        "identity": {"type": "SystemAssigned"},
        "properties": {
            "regionDetails": [
                {
                    "location": "westeurope",
                    "storageAccountDetails": [{"systemCreatedStorageAccount": {"storageAccountType": "Standard_LRS"}}],
                    "acrDetails": [{"systemCreatedAcrAccount": {"acrAccountSku": "Premium"}}],
                }
            ]
        },
    },
    {"tags": {"owner": "changed"}},
)

ALL = (WORKSPACE, COMPUTE, DATASTORE, CONNECTION, ENDPOINT, DEPLOYMENT, MODEL, JOB, REGISTRY)
BY_NAME = {family.name: family for family in ALL}
#: What the quick form runs every case on: it has everything but secrets, and its operations run long.
QUICK = (COMPUTE,)
#: Those that tell how far their provisioning is; of the others nothing can be seen but that they are there.
STATEFUL = (COMPUTE, WORKSPACE, ENDPOINT, DEPLOYMENT, MODEL)
