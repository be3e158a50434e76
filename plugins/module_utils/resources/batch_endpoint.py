# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A batch endpoint: the address that starts jobs over many files (contract 4)."""

from __future__ import annotations

from ..schema import Field, Resource
from .endpoint import AUTH_MODE, DESCRIBED, KEYS, NAME, SKU, TRACKED, URIS

BATCH_ENDPOINT = Resource(
    noun="batch_endpoint",
    plural="batch_endpoints",
    path="batchEndpoints/{name}",
    defined=True,
    names={"name": NAME},
    fields=(
        # Nobody sends an identity for one: jobs run with that of the compute (the client, mapping 17).
        *TRACKED,
        SKU,
        AUTH_MODE,
        # The service refuses a deployment that is not there.
        Field("default_deployment", "properties.defaults.deploymentName"),
        *KEYS,
        *DESCRIBED,
        *URIS,
    ),
    patch=("identity", "tags"),
    contents=("deployments",),
)
