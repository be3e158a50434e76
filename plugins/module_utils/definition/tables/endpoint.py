# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Online and batch endpoints (mapping 16, 17)."""

from __future__ import annotations

from ..words import TEXT, WHOLE, Form, Key, fields, map_of, told, words
from .members import DESCRIPTION, ENABLED, IDENTITY_TYPES, NAME, PROPERTIES, TAGS

IDENTITY = fields(
    Key("type", words(*IDENTITY_TYPES[:3]), required=True),
    Key("user_assigned_identities", Form("identities")),
    *told("principal_id", "tenant_id"),
    finish="one_identity",
)
MODES = (("key", "Key"), ("aml_token", "AMLToken"), ("aad_token", "AADToken"))
COMMON = (
    NAME,
    DESCRIPTION,
    TAGS,
    PROPERTIES,
    Key("location", TEXT, unused="is the workspace's for an endpoint"),
    *told("id", "kind", "scoring_uri", "openapi_uri", "provisioning_state"),
)
SHARES = map_of(WHOLE)

ONLINE_ENDPOINT = fields(
    *COMMON,
    Key("auth_mode", words(*MODES), default="Key"),
    Key("identity", IDENTITY),
    Key("traffic", SHARES),
    Key("mirror_traffic", SHARES),
    Key("public_network_access", ENABLED),
    Key("compute", Form("compute_of_endpoint")),
    finish="traffic",
)
BATCH_ENDPOINT = fields(
    *COMMON,
    Key("auth_mode", words(*MODES), default="AADToken"),
    Key("defaults", fields(Key("deployment_name", TEXT, "default_deployment")), "."),
    Key("identity", IDENTITY, unused="is not sent for a batch endpoint"),
)
