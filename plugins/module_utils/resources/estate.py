# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of resources that one task may declare together."""

from __future__ import annotations

from ..task import Estate
from .any import ANY
from .application_insights import APPLICATION_INSIGHTS
from .compute import COMPUTE
from .container_registry import CONTAINER_REGISTRY
from .datastore import DATASTORE
from .identity import IDENTITY
from .key_vault import KEY_VAULT
from .log_analytics import LOG_ANALYTICS
from .model import MODEL
from .outbound_rule import OUTBOUND_RULE
from .provider import PROVIDER
from .resource_group import RESOURCE_GROUP
from .storage_account import STORAGE_ACCOUNT
from .workspace import WORKSPACE

ESTATE = Estate(
    noun="resources",
    kinds=(
        PROVIDER,
        RESOURCE_GROUP,
        STORAGE_ACCOUNT,
        KEY_VAULT,
        LOG_ANALYTICS,
        APPLICATION_INSIGHTS,
        CONTAINER_REGISTRY,
        IDENTITY,
        WORKSPACE,
        COMPUTE,
        DATASTORE,
        MODEL,
        OUTBOUND_RULE,
        ANY,
    ),
)
