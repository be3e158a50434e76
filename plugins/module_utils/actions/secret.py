# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The secrets that the service keeps for a datastore or a connection, and shows when asked (recorded 2.6)."""

from __future__ import annotations

from ..resources.connection import CONNECTION
from ..resources.datastore import DATASTORE
from ..schema import Field
from ..task import Action

OF_DATASTORE = Action(
    noun="datastore_secrets",
    paths=(("", "datastores/{name}/listSecrets"),),
    names=DATASTORE.names,
    reads=True,
    answer=(
        Field("type", "secretsType"),
        Field("account_key", "key", write_only=True),
        Field("sas_token", "sasToken", write_only=True),
        Field("client_secret", "clientSecret", write_only=True),
        Field("certificate", "certificate", write_only=True),
    ),
)

OF_CONNECTION = Action(
    noun="connection_secrets",
    paths=(("", "connections/{name}/listsecrets"),),
    names=CONNECTION.names,
    reads=True,
    answer=(
        Field("category", "properties.category"),
        Field("auth_type", "properties.authType"),
        Field("target", "properties.target"),
        # Each way to authenticate has members of its own; all of them are secrets or go with one.
        Field("credentials", "properties.credentials", type="dict", write_only=True),
    ),
)
