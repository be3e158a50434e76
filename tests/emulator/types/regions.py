# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Azure ML says about a region: machine sizes, usage, quotas (recorded 2.7)."""

from __future__ import annotations

import re

from ..call import Answer, Call
from ..lists import page
from ..spec import Body
from ..versions import LOCATIONS
from .compute import TYPE as COMPUTES

ML = "Microsoft.MachineLearningServices"
# name, family, cores, GPUs, memory in GB, temporary disk in MB
_SIZES = (
    ("Standard_D1", "standardDFamily", 1, 0, 3.5, 51200),
    ("Standard_D2_v2", "standardDv2Family", 2, 0, 7.0, 102400),
    ("Standard_DS2_v2", "standardDSv2Family", 2, 0, 7.0, 14336),
    ("Standard_DS3_v2", "standardDSv2Family", 4, 0, 14.0, 28672),
    ("Standard_DS11_v2", "standardDSv2Family", 2, 0, 14.0, 28672),
    ("Standard_DS12_v2", "standardDSv2Family", 4, 0, 28.0, 57344),
    ("Standard_F4s_v2", "standardFSv2Family", 4, 0, 8.0, 32768),
    ("Standard_E4s_v3", "standardESv3Family", 4, 0, 32.0, 65536),
    ("Standard_NC6", "standardNCFamily", 6, 1, 56.0, 389120),
    ("Standard_NC4as_T4_v3", "Standard NCASv3_T4 Family", 4, 1, 28.0, 180224),
)
_LIMIT = 100


def vm_sizes(call: Call) -> Answer:
    """GET …/locations/{location}/vmSizes"""
    rows = []
    for name, family, cores, gpus, memory, disk in _SIZES:
        price = round(0.06 * cores + 0.9 * gpus, 2)
        values = [
            {"retailPrice": price, "osType": "Linux", "vmTier": "Standard"},
            {"retailPrice": round(price / 4, 2), "osType": "Linux", "vmTier": "LowPriority"},
        ]
        rows.append(
            {
                "name": name,
                "family": family,
                "vCPUs": cores,
                "gpus": gpus,
                "osVhdSizeMB": 1047552,
                "maxResourceVolumeMB": disk,
                "memoryGB": memory,
                "lowPriorityCapable": True,
                "premiumIO": "S" in name.split("_")[1],
                "estimatedVMPrices": {"billingCurrency": "USD", "unitOfMeasure": "OneHour", "values": values},
                "supportedComputeTypes": ["AmlCompute", "ComputeInstance", "MIR"],
            }
        )
    return Answer(200, {"value": rows})


def usages(call: Call) -> Answer:
    """GET …/locations/{location}/usages: totals first, then families."""
    computes = [
        body
        for body in call.state.store.of_type(COMPUTES, call.id.scope())
        if body["location"] == call.id.names[0].lower()
    ]
    clusters = [body for body in computes if body["properties"]["computeType"] == "AmlCompute"]
    used = {family: 0 for _name, family, *_rest in _SIZES}
    for body in computes:
        for name, family, cores, *_rest in _SIZES:
            inner = body["properties"].get("properties") or {}
            if str(inner.get("vmSize", "")).lower() == name.lower():
                used[family] += cores * (inner.get("currentNodeCount") if "currentNodeCount" in inner else 1)
    scope = call.id.scope()
    rows = [
        _usage("TotalClusters", "Total Clusters", f"{ML}/totalClusters/usages", scope, len(clusters), 200),
        _usage(
            "TotalDedicatedCores",
            "Total Cluster Dedicated Regional vCPUs",
            f"{ML}/totalDedicatedCores/usages",
            scope,
            sum(used.values()),
            _LIMIT,
        ),
    ]
    for family, value in used.items():
        limit = call.state.store.get_doc("quotas", _quota_id(call, family).lower())
        rows.append(
            _usage(
                family,
                f"{_spaced(family)} Cluster Dedicated vCPUs",
                f"{ML}/vmFamily/dedicatedCores/usages",
                f"{scope}/usages/{family}",
                value,
                _LIMIT if limit is None else limit,
            )
        )
    return page(call, rows)


def quotas(call: Call) -> Answer:
    """GET …/locations/{location}/quotas: one row per family, and one more per workspace of the region."""
    rows = []
    location = call.id.names[0].lower()
    workspaces = [
        body for body in call.state.store.of_type(ML + "/workspaces", call.id.scope()) if body["location"] == location
    ]
    for family in dict.fromkeys(family for _name, family, *_rest in _SIZES):
        rows.append(_quota(call, _quota_id(call, family), family, "vmFamily", None))
        rows.extend(
            _quota(call, f"{body['id']}/quotas/{family}", family, "workspaces", location) for body in workspaces
        )
    return page(call, rows)


def update_quotas(call: Call) -> Answer:
    """POST …/locations/{location}/updateQuotas"""
    rows = []
    for row in call.body.get("value") or []:
        own, limit = str(row.get("id", "")).lower(), row.get("limit")
        status = _verdict(call, own, limit)
        if status == "Success":
            # -1 takes the limit back to the service's own (features 2.3).
            call.state.store.put_doc("quotas", own, None if limit == -1 else limit)
        rows.append(
            {
                "id": row.get("id"),
                "type": row.get("type"),
                "limit": limit,
                "unit": row.get("unit") or "Count",
                "status": status,
            }
        )
    return Answer(200, {"value": rows})


def _verdict(call: Call, own: str, limit: object) -> str:
    """What becomes of one limit, in the words of UpdateWorkspaceQuotas."""
    family = next((family for _name, family, *_rest in _SIZES if own.endswith("/quotas/" + family.lower())), None)
    if family is None:
        return "InvalidVMFamilyName"
    whole = call.state.store.get_doc("quotas", _quota_id(call, family).lower())
    most = _LIMIT if whole is None else whole
    if "/workspaces/" in own and isinstance(limit, int) and limit > most:
        return "InvalidQuotaExceedsSubscriptionLimit"
    return "Success"


def workspace_skus(call: Call) -> Answer:
    """GET …/workspaces/skus of a subscription (2021-03-01-preview)"""
    places = [name.replace(" ", "").lower() for name in LOCATIONS]
    row = {
        "resourceType": "workspaces",
        "name": "Basic",
        "tier": "Basic",
        "locations": places,
        "locationInfo": [{"location": place, "zones": [], "zoneDetails": []} for place in places],
        "capabilities": [],
        "restrictions": [],
    }
    return Answer(200, {"value": [row]})


def _usage(name: str, shown: str, kind: str, own: str, value: int, limit: int) -> Body:
    return {
        "unit": "Count",
        "currentValue": value,
        "limit": limit,
        "name": {"value": name, "localizedValue": shown},
        "type": kind,
        "id": own,
    }


def _quota(call: Call, own: str, family: str, scope: str, location: str | None) -> Body:
    limit = call.state.store.get_doc("quotas", own.lower())
    return {
        "unit": "Count",
        "limit": _LIMIT if limit is None else limit,
        "name": {"value": family, "localizedValue": f"{_spaced(family)} Cluster Dedicated vCPUs"},
        "type": f"{ML}/{scope}/dedicatedCores/quotas",
        "id": own,
        "location": location,
    }


def _quota_id(call: Call, family: str) -> str:
    return f"{call.id.scope()}/quotas/{family}"


def _spaced(family: str) -> str:
    """'standardDSv2Family' is 'Standard DSv2 Family'."""
    found = re.match(r"^standard(.+)Family$", family)
    return f"Standard {found[1]} Family" if found else family


_BASE = "microsoft.machinelearningservices/"
HANDLERS = {
    ("GET", _BASE + "locations/vmsizes"): vm_sizes,
    ("GET", _BASE + "locations/usages"): usages,
    ("GET", _BASE + "locations/quotas"): quotas,
    ("POST", _BASE + "locations/updatequotas"): update_quotas,
}
