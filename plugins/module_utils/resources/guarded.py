# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has no module of its own, and whose deletion would destroy what is in it or what needs it: only what tells so.

An endpoint takes its deployments along, a registry its assets; a deployment goes although its endpoint sends traffic to
it, or calls it by default (contract 3).
"""

from __future__ import annotations

from ..schema import ML_PROVIDER, RESOURCE_GROUP, Resource

ONLINE_ENDPOINT = Resource(
    noun="online_endpoint", plural="online_endpoints", path="onlineEndpoints/{name}", contents=("deployments",)
)
BATCH_ENDPOINT = Resource(
    noun="batch_endpoint", plural="batch_endpoints", path="batchEndpoints/{name}", contents=("deployments",)
)
ONLINE_DEPLOYMENT = Resource(
    noun="online_deployment",
    plural="online_deployments",
    path="onlineEndpoints/{endpoint}/deployments/{name}",
    held_by=("properties.traffic", "properties.mirrorTraffic"),
)
BATCH_DEPLOYMENT = Resource(
    noun="batch_deployment",
    plural="batch_deployments",
    path="batchEndpoints/{endpoint}/deployments/{name}",
    held_by=("properties.defaults.deploymentName",),
)
REGISTRY = Resource(
    noun="registry",
    plural="registries",
    scope=RESOURCE_GROUP,
    path="providers/" + ML_PROVIDER + "/registries/{name}",
    contents=("models", "components", "environments", "data", "codes"),
)

ALL = (ONLINE_ENDPOINT, BATCH_ENDPOINT, ONLINE_DEPLOYMENT, BATCH_DEPLOYMENT, REGISTRY)
