# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An online endpoint: the address at which deployments answer (contract 4, recorded 2.3)."""

from __future__ import annotations

from ..schema import Field, Resource
from .endpoint import AUTH_MODE, DESCRIBED, ENVELOPE, KEYS, LOCATION, NAME, SKU, URIS
from .own_identity import IDENTITY

ONLINE_ENDPOINT = Resource(
    noun="online_endpoint",
    plural="online_endpoints",
    path="onlineEndpoints/{name}",
    defined=True,
    names={"name": NAME},
    fields=(
        LOCATION,
        IDENTITY,
        *ENVELOPE,
        SKU,
        AUTH_MODE,
        Field("compute", "properties.compute", same="id", create_only=True),
        Field(
            "public_network_access",
            "properties.publicNetworkAccess",
            choices=("Disabled", "Enabled"),
            same="casefold",
            unset_means="Enabled",
        ),
        # Which deployment gets how many of 100 requests. The service refuses one that is not there.
        Field("traffic", "properties.traffic", type="dict", same="shares", sums=(0, 100)),
        Field("mirror_traffic", "properties.mirrorTraffic", type="dict", same="shares"),
        *KEYS,
        *DESCRIBED,
        *URIS,
    ),
    # PartialMinimalTrackedResourceWithIdentity of 2025-12-01.
    patch=("identity", "tags"),
    contents=("deployments",),
    list_query=(("name", "name"), ("computeType", "compute_type"), ("tags", "tag"), ("orderBy", "order_by")),
    reader_options={
        "compute_type": {"type": "str", "choices": ["Managed", "Kubernetes", "AzureMLCompute"]},
        "tag": {"type": "str"},
        "order_by": {"type": "str", "choices": ["CreatedAtDesc", "CreatedAtAsc", "UpdatedAtDesc", "UpdatedAtAsc"]},
    },
)
