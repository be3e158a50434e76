# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a workspace and done to it (contract 3; recorded 1, 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import NotPassed
from ..schema import Field
from ..task import Action, Goal

# What a task may take for a fault, from the mildest on.
LEVELS = ("Information", "Warning", "Error")

KEYS = Action(
    noun="workspace_keys",
    union="kind",
    paths=(
        ("workspace", "listKeys"),
        ("notebook", "listNotebookKeys"),
        ("notebook_token", "listNotebookAccessToken"),
        ("storage", "listStorageAccountKeys"),
    ),
    reads=True,
    answer=(
        Field("user_storage_key", "userStorageKey", write_only=True),
        Field("user_storage_arm_id", "userStorageArmId"),
        Field("app_insights_instrumentation_key", "appInsightsInstrumentationKey", write_only=True),
        Field("container_registry_credentials", "containerRegistryCredentials", type="dict", write_only=True),
        Field("notebook_access_keys", "notebookAccessKeys", type="dict", write_only=True),
        Field("primary_access_key", "primaryAccessKey", write_only=True),
        Field("secondary_access_key", "secondaryAccessKey", write_only=True),
        Field("notebook_resource_id", "notebookResourceId"),
        Field("host_name", "hostName"),
        Field("public_dns", "publicDns"),
        # The schema says accessToken; the service answers as OAuth does (recorded 2.1).
        Field("access_token", "access_token", write_only=True),
        Field("refresh_token", "refresh_token", write_only=True),
        Field("token_type", "token_type"),
        Field("expires_in", "expires_in", type="float"),
        Field("scope", "scope"),
    ),
)

RESYNCED = Action(noun="workspace_keys", paths=(("", "resyncKeys"),), reads=False, long=True)

NOTEBOOK_PREPARED = Action(
    noun="notebook",
    paths=(("", "prepareNotebook"),),
    reads=False,
    long=True,
    goals=(
        Goal("properties.notebookInfo.resourceId"),
        # A null: the last preparation went well.
        Goal("properties.notebookInfo.notebookPreparationError", words=("none",)),
    ),
    shown="properties.notebookInfo",
    answer=(
        Field("resource_id", "resourceId"),
        Field("fqdn", "fqdn"),
        Field("is_private_link_enabled", "isPrivateLinkEnabled", type="bool"),
        Field("notebook_preparation_error", "notebookPreparationError", type="dict"),
    ),
)

NETWORK_PROVISIONED = Action(
    noun="managed_network",
    paths=(("", "provisionManagedNetwork"),),
    reads=False,
    long=True,
    body={"includeSpark": False},
    fields=(Field("include_spark", "includeSpark", type="bool"),),
    goals=(
        Goal("properties.managedNetwork.status.status", words=("Active",)),
        Goal("properties.managedNetwork.status.sparkReady", words=("true",), when="include_spark"),
    ),
    shown="properties.managedNetwork.status",
    answer=(Field("status", "status"), Field("spark_ready", "sparkReady", type="bool")),
)


def judge(answer: Mapping[str, Any], params: Mapping[str, Any]) -> None:
    """:raises NotPassed: the diagnosis found something that the task does not accept."""
    limit = str(params.get("fail_on") or "none")
    if limit == "none":
        return
    counting = LEVELS[LEVELS.index(limit.capitalize()) :]
    found = [
        f"{item.get('code')} ({item.get('level')}): {item.get('message')}"
        for rows in (answer.get("value") or {}).values()
        for item in rows or []
        if str(item.get("level")).capitalize() in counting
    ]
    if found:
        raise NotPassed(f"fail_on: the diagnosis found {len(found)}: {'; '.join(found)}", option="fail_on")


RESULT = (Field("code", "code"), Field("level", "level"), Field("message", "message"))

DIAGNOSED = Action(
    noun="diagnosis",
    paths=(("", "diagnose"),),
    reads=False,
    changes=False,
    long=True,
    # An empty request asks for everything (recorded: diagnose).
    body={"value": {}},
    fields=(
        Field(
            "checks",
            "value",
            type="list",
            elements="str",
            as_keys=True,
            # DiagnoseRequestProperties of 2025-12-01.
            choices=(
                "applicationInsights",
                "containerRegistry",
                "dnsResolution",
                "keyVault",
                "nsg",
                "others",
                "requiredResourceProviders",
                "resourceLock",
                "storageAccount",
                "udr",
            ),
        ),
    ),
    options={"fail_on": {"type": "str", "choices": ["none", "warning", "error"], "default": "none"}},
    answer=tuple(
        Field(option, f"value.{path}", type="list", fields=RESULT)
        for option, path in (
            ("user_defined_routes", "userDefinedRouteResults"),
            ("network_security_rules", "networkSecurityRuleResults"),
            ("resource_locks", "resourceLockResults"),
            ("dns_resolution", "dnsResolutionResults"),
            ("storage_account", "storageAccountResults"),
            ("key_vault", "keyVaultResults"),
            ("container_registry", "containerRegistryResults"),
            ("application_insights", "applicationInsightsResults"),
            ("others", "otherResults"),
        )
    ),
    judges=judge,
)
