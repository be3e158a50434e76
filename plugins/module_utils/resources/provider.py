# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registration of a resource provider with a subscription (contract 6.1). It always exists; only its state
changes.
"""

from __future__ import annotations

from ..schema import Field, Resource, State
from ..scope import SUBSCRIPTION

PROVIDER = Resource(
    noun="provider",
    plural="providers",
    scope=SUBSCRIPTION,
    path="providers/{name}",
    names={"name": (r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)+", "Microsoft.MachineLearningServices")},
    api_version="2021-04-01",
    named=(("name", "namespace"),),
    state_path="",
    states=(
        State(
            "registered", action="register", path="registrationState", reached=("Registered",), going=("Registering",)
        ),
        State(
            "unregistered",
            action="unregister",
            path="registrationState",
            reached=("Unregistered", "NotRegistered"),
            going=("Unregistering",),
        ),
    ),
    fields=(
        Field("namespace", "namespace", read_only=True),
        Field("registration_state", "registrationState", read_only=True),
        Field(
            "resource_types",
            "resourceTypes",
            type="list",
            read_only=True,
            fields=(
                Field("type", "resourceType"),
                Field("locations", "locations", type="list"),
                Field("api_versions", "apiVersions", type="list"),
            ),
        ),
    ),
)
