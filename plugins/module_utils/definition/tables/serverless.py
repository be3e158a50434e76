# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serverless endpoints and the subscriptions that they need (mapping 19)."""

from __future__ import annotations

from ..words import FREE_MAP, TEXT, Form, Key, fields, told, words
from .members import NAME, TAGS

# The service has the newest version; the client refuses another.
MODEL = Key("model_id", Form("unversioned"), required=True)
AUTH = words(("key", "Key"), ("aad", "AAD"), ("keyandaad", "KeyAndAAD"))
SERVERLESS_ENDPOINT = fields(
    NAME,
    MODEL,
    TAGS,
    Key("location", TEXT),
    Key("auth_mode", AUTH),
    Key("description", TEXT, unused="is not sent for a serverless endpoint"),
    Key("properties", FREE_MAP, unused="is not sent for a serverless endpoint"),
    *told("id", "provisioning_state", "scoring_uri", "headers", "system_data"),
)
MARKETPLACE_SUBSCRIPTION = fields(
    NAME,
    Key("model_id", TEXT, required=True),
    *told("id", "marketplace_plan", "status", "provisioning_state", "system_data"),
)
