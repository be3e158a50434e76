# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of resources that one task may declare together."""

from __future__ import annotations

from ..baseline import RULES
from ..task import Estate
from .any import ANY
from .application_insights import APPLICATION_INSIGHTS
from .batch_deployment import BATCH_DEPLOYMENT
from .batch_endpoint import BATCH_ENDPOINT
from .capability_host import CAPABILITY_HOST
from .code import CODE
from .component import COMPONENT
from .compute import COMPUTE
from .connection import CONNECTION
from .container_registry import CONTAINER_REGISTRY
from .data import DATA
from .datastore import DATASTORE
from .environment import ENVIRONMENT
from .feature_store_entity import FEATURE_STORE_ENTITY
from .featureset import FEATURESET
from .identity import IDENTITY
from .job import JOB
from .key_vault import KEY_VAULT
from .log_analytics import LOG_ANALYTICS
from .marketplace_subscription import MARKETPLACE_SUBSCRIPTION
from .model import MODEL
from .online_deployment import ONLINE_DEPLOYMENT
from .online_endpoint import ONLINE_ENDPOINT
from .outbound_rule import OUTBOUND_RULE
from .private_endpoint_connection import PRIVATE_ENDPOINT_CONNECTION
from .provider import PROVIDER
from .registry import REGISTRY
from .resource_group import RESOURCE_GROUP
from .schedule import SCHEDULE
from .serverless_endpoint import SERVERLESS_ENDPOINT
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
        CONNECTION,
        REGISTRY,
        CODE,
        DATA,
        ENVIRONMENT,
        COMPONENT,
        MODEL,
        OUTBOUND_RULE,
        PRIVATE_ENDPOINT_CONNECTION,
        SERVERLESS_ENDPOINT,
        MARKETPLACE_SUBSCRIPTION,
        CAPABILITY_HOST,
        ONLINE_ENDPOINT,
        ONLINE_DEPLOYMENT,
        BATCH_ENDPOINT,
        BATCH_DEPLOYMENT,
        JOB,
        SCHEDULE,
        FEATURESET,
        FEATURE_STORE_ENTITY,
        ANY,
    ),
    report_options={
        "resources": {"type": "list", "elements": "dict", "default": [], "no_log": False},
        "dest": {"type": "path"},
        "formats": {"type": "list", "elements": "str", "choices": ["html", "json", "junit"], "default": ["html"]},
        "mode": {"type": "str", "default": "0600"},
        "rules": {"type": "list", "elements": "str", "choices": [rule.id for rule in RULES]},
        "metric": {"type": "str"},
        "runs": {"type": "int", "default": 20},
        "wait_timeout": {"type": "int", "default": 3600},
    },
)
