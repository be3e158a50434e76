# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a workspace needs before it can be made, in one task (seed: registry, vault, insights, storage; and the
identity).
"""

from __future__ import annotations

from ..task import Bundle, Part
from .application_insights import APPLICATION_INSIGHTS
from .container_registry import CONTAINER_REGISTRY
from .identity import IDENTITY
from .key_vault import KEY_VAULT
from .log_analytics import LOG_ANALYTICS
from .storage_account import STORAGE_ACCOUNT

DEPENDENCIES = Bundle(
    noun="dependencies",
    parts=(
        Part("storage_account", STORAGE_ACCOUNT),
        Part("key_vault", KEY_VAULT),
        Part("log_analytics", LOG_ANALYTICS),
        Part("application_insights", APPLICATION_INSIGHTS, feeds=(("log_analytics_id", "log_analytics"),)),
        Part("container_registry", CONTAINER_REGISTRY),
        Part("identity", IDENTITY),
    ),
    options={
        "location": {"type": "str"},
        "tags": {"type": "dict"},
        "purge_tags": {"type": "bool", "default": False},
        "on_immutable": {"type": "str", "choices": ["fail", "recreate"], "default": "fail"},
        "force": {"type": "bool", "default": False},
    },
)
