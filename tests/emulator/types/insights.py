# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Application Insights: created at once; and the Log Analytics workspaces that it writes to (recorded 2.9)."""

from __future__ import annotations

import uuid

from ..call import Answer, Call
from ..core import EmulatorState
from ..directory import stable_guid
from ..errors import plain
from ..spec import Body, Lro, TypeSpec, body_region, envelope, merge, put_enum, writable

TYPE = "microsoft.insights/components"
LOGS = "Microsoft.OperationalInsights/workspaces"
_READ_ONLY = (
    "AppId",
    "InstrumentationKey",
    "ConnectionString",
    "CreationDate",
    "provisioningState",
    "TenantId",
    "ApplicationId",
    "Name",
    "HockeyAppToken",
    "PrivateLinkScopedResources",
    "LaMigrationDate",
    "Ver",
)


def _etag() -> str:
    return f'"{uuid.uuid4()}"'


def _build(call: Call, current: Body | None) -> Body:
    name = (current or {}).get("name") or call.id.name
    location = body_region(call, current)
    kind = call.body.get("kind") or (current or {}).get("kind")
    if not kind:
        raise plain(400, "InvalidRequestContent", "The required property 'kind' is missing.")
    sent = writable(call.body.get("properties"), *_READ_ONLY)
    key = stable_guid("instrumentation/" + call.resource_id)
    application = stable_guid("application/" + call.resource_id)
    old = (current or {}).get("properties") or {}
    properties: Body = {
        "ApplicationId": name,
        "AppId": application,
        "Application_Type": "web",
        "Flow_Type": "Bluefield",
        "Request_Source": "rest",
        "InstrumentationKey": key,
        "ConnectionString": (
            f"InstrumentationKey={key};IngestionEndpoint=https://{location}-0.in.applicationinsights.azure.com/;"
            f"LiveEndpoint=https://{location}.livediagnostics.monitor.azure.com/;ApplicationId={application}"
        ),
        "Name": name,
        "CreationDate": old.get("CreationDate") or call.now("+00:00"),
        "TenantId": call.id.subscription,
        "provisioningState": "Succeeded",
        "SamplingPercentage": None,
        "RetentionInDays": 90,
        "IngestionMode": "LogAnalytics" if sent.get("WorkspaceResourceId") else "ApplicationInsights",
        "publicNetworkAccessForIngestion": "Enabled",
        "publicNetworkAccessForQuery": "Enabled",
        "Ver": "v2",
        **sent,
    }
    put_enum(properties, "Application_Type", "web", "other")
    for member in ("publicNetworkAccessForIngestion", "publicNetworkAccessForQuery"):
        put_enum(properties, member, "Enabled", "Disabled")
    if properties["RetentionInDays"] != 90:
        properties["Retention"] = f"P{properties['RetentionInDays']}D"
    tags = call.copy_of("tags") or {}
    return envelope(call, TYPE, current, location=location, tags=tags, kind=kind, etag=_etag(), properties=properties)


def _patch(call: Call, current: Body) -> Body:
    """Only tags can be patched (UpdateTags)."""
    if call.body.get("tags") is not None:
        current["tags"] = call.copy_of("tags")
    current["etag"] = _etag()
    return current


def _build_logs(call: Call, current: Body | None) -> Body:
    now = call.now()
    sent = writable(
        call.body.get("properties"),
        "customerId",
        "provisioningState",
        "createdDate",
        "modifiedDate",
        "privateLinkScopedResources",
    )
    sku = sent.pop("sku", None) or {"name": "PerGB2018"}
    old = (current or {}).get("properties") or {}
    if sku.get("name", "").lower() == "pergb2018":
        sku["name"] = "PerGB2018"
    properties = merge(
        {
            "customerId": old.get("customerId") or str(uuid.uuid4()),
            "provisioningState": "Succeeded",
            "sku": {"name": sku["name"], "lastSkuUpdate": (old.get("sku") or {}).get("lastSkuUpdate") or now},
            "retentionInDays": 30,
            "features": {"legacy": 0, "searchVersion": 1, "enableLogAccessUsingOnlyResourcePermissions": True},
            "workspaceCapping": {
                "dailyQuotaGb": -1.0,
                "quotaNextResetTime": now,
                "dataIngestionStatus": "RespectQuota",
            },
            "publicNetworkAccessForIngestion": "Enabled",
            "publicNetworkAccessForQuery": "Enabled",
            "createdDate": old.get("createdDate") or now,
            "modifiedDate": now,
        },
        sent,
    )
    body = envelope(call, LOGS, current, location=body_region(call, current), etag=_etag(), properties=properties)
    if call.body.get("tags") is not None:
        body["tags"] = call.copy_of("tags")
    return body


def _patch_logs(call: Call, current: Body) -> Body:
    changed = merge(current, {"properties": writable(call.body.get("properties"), "customerId", "provisioningState")})
    if call.body.get("tags") is not None:
        changed["tags"] = call.copy_of("tags")
    changed["etag"] = _etag()
    return changed


def _touched(state: EmulatorState, operation: Body) -> None:
    """The end of the creation is a change of its own: new etag, new modifiedDate."""
    body = state.store.get(operation["target"])
    if body is not None and operation["verb"] == "create":
        body["etag"] = _etag()
        body["properties"]["modifiedDate"] = state.iso()
        state.store.put(operation["target"], body)


def _shared_keys(call: Call, current: Body) -> Answer:
    keys = {name: stable_guid(f"{name}/{call.resource_id}") for name in ("primarySharedKey", "secondarySharedKey")}
    return Answer(200, keys)


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    patch=_patch,
    new_status=200,
    needs_location=True,
    tracked=True,
    name=r"^[^<>%&\\?/]{0,259}[^<>%&\\?/. ]$",
)
LOGS_SPEC = TypeSpec(
    type=LOGS,
    build=_build_logs,
    patch=_patch_logs,
    finish=_touched,
    put_new=Lro("logs", 201, "resource"),
    needs_location=True,
    tracked=True,
    name=r"^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$",
    actions={"sharedkeys": _shared_keys},
)
