# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ARM answers itself: subscriptions, tenants, locations, providers, lists of groups and of resources."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from . import versions
from .access import check_permission
from .call import Answer, Call
from .errors import gateway
from .ids import ResourceId
from .lists import page
from .registrations import provider_body, set_registration
from .types.regions import workspace_skus

# What stands behind the method is a pattern over the lower-case path.
_Route = tuple[str, "re.Pattern[str]", Callable[..., Answer]]


def subscriptions(call: Call) -> Answer:
    """GET /subscriptions: what the caller sees."""
    rows = [_subscription(call, known) for known in call.state.directory.subscriptions]
    return page(call, rows, path="/subscriptions")


def subscription(call: Call) -> Answer:
    """GET /subscriptions/{s}"""
    return Answer(200, _subscription(call, call.id.subscription))


def tenants(call: Call) -> Answer:
    """GET /tenants"""
    tenant = call.state.directory.tenant
    row = {
        "id": "/tenants/" + tenant,
        "tenantId": tenant,
        "countryCode": "US",
        "displayName": "Emulator",
        "domains": ["emulator.onmicrosoft.com"],
        "tenantCategory": "Home",
        "defaultDomain": "emulator.onmicrosoft.com",
        "tenantType": "AAD",
    }
    return Answer(200, {"value": [row]})


def locations(call: Call) -> Answer:
    """GET /subscriptions/{s}/locations"""
    scope = call.id.scope()
    rows = []
    for shown in versions.LOCATIONS:
        name = shown.replace(" ", "").lower()
        rows.append(
            {
                "id": f"{scope}/locations/{name}",
                "name": name,
                "type": "Region",
                "displayName": shown,
                "regionalDisplayName": shown,
                "metadata": {"regionType": "Physical", "regionCategory": "Recommended"},
            }
        )
    return Answer(200, {"value": rows})


_READ_PROVIDERS = "Microsoft.Resources/subscriptions/providers/read"


def providers(call: Call) -> Answer:
    """GET /subscriptions/{s}/providers"""
    check_permission(call, _READ_PROVIDERS)
    return page(
        call, [provider_body(call.state, call.id.subscription, name) for name in versions.PROVIDERS], paged=False
    )


def provider(call: Call, namespace: str) -> Answer:
    """GET /subscriptions/{s}/providers/{namespace}"""
    check_permission(call, _READ_PROVIDERS)
    return Answer(200, provider_body(call.state, call.id.subscription, _known(namespace)))


def register(call: Call, namespace: str) -> Answer:
    """POST …/providers/{namespace}/register: 200 at once, Registering for a while."""
    name = _known(namespace)
    check_permission(call, f"{name}/register/action")
    set_registration(call.state, call.id.subscription, name, True)
    return Answer(200, provider_body(call.state, call.id.subscription, name))


def unregister(call: Call, namespace: str) -> Answer:
    """POST …/providers/{namespace}/unregister"""
    name = _known(namespace)
    check_permission(call, f"{name}/unregister/action")
    set_registration(call.state, call.id.subscription, name, False)
    return Answer(200, provider_body(call.state, call.id.subscription, name))


def permissions(call: Call) -> Answer:
    """GET {group or resource}/providers/Microsoft.Authorization/permissions: what the caller may do there
    (learn.microsoft.com, Permissions - List For Resource, 2022-04-01).
    """
    check_permission(call, "Microsoft.Authorization/permissions/read")
    granted = {key.lower(): value for key, value in call.state.config.permissions.items()}
    actions = granted.get(str(call.claims.get("appid", "")).lower(), ["*"])
    return Answer(200, {"value": [{"actions": actions, "notActions": [], "dataActions": [], "notDataActions": []}]})


def groups(call: Call) -> Answer:
    """GET /subscriptions/{s}/resourcegroups; `$filter` knows tagName and tagValue."""
    rows = call.state.store.list(call.id.scope() + "/resourceGroups")
    tag = re.search(
        r"tagname eq '([^']*)'(?:\s+and\s+tagvalue eq '([^']*)')?", call.query.get("$filter", ""), re.IGNORECASE
    )
    if tag:
        name, value = tag.groups()
        rows = [row for row in rows if name in (row.get("tags") or {}) and value in (None, row["tags"][name])]
    return page(call, rows, paged=False, path=call.id.scope() + "/resourcegroups")


def resources(call: Call, group: str | None = None) -> Answer:
    """GET …/resources of a subscription or a group: every tracked resource without its properties."""
    scope = call.id.scope() + (f"/resourceGroups/{group}" if group else "")
    wanted = re.search(r"resourcetype eq '([^']*)'", call.query.get("$filter", ""), re.IGNORECASE)
    rows = []
    for body in call.state.store.children(scope):
        if body.get("type", "").count("/") != 1 or body["type"] == "Microsoft.Resources/resourceGroups":
            continue
        if wanted and wanted.group(1).lower() != body["type"].lower():
            continue
        rows.append(
            {
                key: body[key]
                for key in ("id", "name", "type", "location", "tags", "kind", "sku", "identity")
                if key in body
            }
        )
    # Not in the order of creation: what was made side by side would come in another one each time.
    rows.sort(key=lambda row: str(row["id"]).lower())
    return page(call, rows, path=scope + "/resources")


def own_operations(call: Call, namespace: str) -> Answer:
    """GET /providers/{namespace}/operations: what can be allowed or denied."""
    name = _known(namespace)
    verbs = ("read", "write", "delete")
    rows = [
        {
            "name": f"{name}/{kind}/{verb}",
            "isDataAction": False,
            "origin": "user,system",
            "display": {"provider": name, "resource": kind, "operation": verb, "description": f"{verb} {kind}"},
        }
        for kind in versions.PROVIDERS[name][0]
        if "/" in kind or kind in ("workspaces", "registries")
        for verb in verbs
    ]
    return Answer(200, {"value": rows})


_ROUTES: tuple[_Route, ...] = (
    ("GET", re.compile(r"^/subscriptions$"), subscriptions),
    ("GET", re.compile(r"^/tenants$"), tenants),
    ("GET", re.compile(r"^/subscriptions/[^/]+$"), subscription),
    ("GET", re.compile(r"^/subscriptions/[^/]+/locations$"), locations),
    ("GET", re.compile(r"^/subscriptions/[^/]+/providers$"), providers),
    ("GET", re.compile(r"^/subscriptions/[^/]+/providers/([^/]+)$"), provider),
    ("POST", re.compile(r"^/subscriptions/[^/]+/providers/([^/]+)/register$"), register),
    ("POST", re.compile(r"^/subscriptions/[^/]+/providers/([^/]+)/unregister$"), unregister),
    ("GET", re.compile(r"^/subscriptions/[^/]+/resourcegroups$"), groups),
    ("GET", re.compile(r"^/subscriptions/[^/]+/resources$"), resources),
    ("GET", re.compile(r"^/subscriptions/[^/]+/resourcegroups/([^/]+)/resources$"), resources),
    (
        "GET",
        re.compile(
            r"^/subscriptions/[^/]+/resourcegroups/[^/]+(?:/providers/.+)?/providers/microsoft\.authorization/permissions$"
        ),
        permissions,
    ),
    ("GET", re.compile(r"^/providers/([^/]+)/operations$"), own_operations),
    (
        "GET",
        re.compile(r"^/subscriptions/[^/]+/providers/microsoft\.machinelearningservices/workspaces/skus$"),
        workspace_skus,
    ),
)


def find(method: str, path: str) -> Callable[[Call], Answer] | None:
    """Return the function that answers a path of ARM's own, or None when a resource type must."""
    plain_path = "/" + path.strip("/").lower()
    for verb, pattern, function in _ROUTES:
        match = pattern.match(plain_path) if verb == method else None
        if match:
            return _bound(function, match.groups())
    return None


def answer(function: Callable[[Call], Answer], call: Call) -> Answer:
    """Check subscription and api-version as ARM does, then answer."""
    known = call.state.directory.subscription(call.id.subscription) if call.id.subscription else ""
    if known is None:
        raise gateway(404, "SubscriptionNotFound", f"The subscription '{call.id.subscription}' could not be found.")
    versions.check_version(call.id.namespace or "Microsoft.Resources", call.api_version)
    return function(call)


def scope_of(path: str) -> ResourceId:
    """Return the subscription (or the bare provider) that a path of ARM's own is about, with the provider that answers
    where that is not ARM itself.
    """
    parts = [part for part in path.split("/") if part]
    if parts[-2:-1] and parts[0].lower() == "subscriptions" and parts[-2].lower() == "microsoft.authorization":
        return ResourceId(parts[1], "", "Microsoft.Authorization", (), ())
    if parts and parts[0].lower() == "providers":
        return ResourceId("", "", parts[1], (), ())
    return ResourceId(parts[1] if len(parts) > 1 else "", "", "", (), ())


def _bound(function: Callable[..., Answer], arguments: tuple[Any, ...]) -> Callable[[Call], Answer]:
    return lambda call: function(call, *arguments)


def _known(namespace: str) -> str:
    name = versions.namespace_of(namespace)
    if name is None:
        raise gateway(404, "InvalidResourceNamespace", f"The resource namespace '{namespace}' is invalid.")
    return name


def _subscription(call: Call, known: str) -> dict[str, Any]:
    return {
        "id": "/subscriptions/" + known,
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionId": known,
        "tenantId": call.state.directory.tenant,
        "displayName": call.state.directory.subscriptions[call.state.directory.subscription(known) or known],
        "state": "Enabled",
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": "PayAsYouGo_2014-09-01",
            "spendingLimit": "Off",
        },
    }
