# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AmlCompute: an autoscaling cluster (recorded 2.2)."""

from __future__ import annotations

import copy
import hashlib

from ..call import Call
from ..errors import compute_provider
from ..ids import same_id
from ..lists import page
from ..spec import Body, put_enum

_READ_ONLY = (
    "allocationState",
    "allocationStateTransitionTime",
    "errors",
    "currentNodeCount",
    "targetNodeCount",
    "nodeStateCounts",
)
_STATES = ("preparing", "running", "idle", "unusable", "leaving", "preempted")


def finished(call: Call, sent: Body, old: Body | None) -> Body:
    """Return the inner properties of a cluster that is up."""
    if not sent.get("vmSize") and not old:
        raise _refuse(call, "The vmSize of the AmlCompute is missing.")
    sent = {key: copy.deepcopy(value) for key, value in sent.items() if key not in _READ_ONLY}
    put_enum(sent, "vmPriority", "Dedicated", "LowPriority")
    put_enum(sent, "osType", "Linux", "Windows")
    # The service keeps another vmSize or priority than the first to itself, without a word.
    size = (old or {}).get("vmSize") or str(sent["vmSize"]).upper()
    priority = (old or {}).get("vmPriority") or sent.get("vmPriority") or "Dedicated"
    login = sent.get("remoteLoginPortPublicAccess") or "NotSpecified"
    account = sent.get("userAccountCredentials")
    scale = scale_settings(call, sent.get("scaleSettings"))
    made: Body = {
        "vmSize": size,
        "vmPriority": priority,
        "scaleSettings": scale,
        "subnet": sent.get("subnet"),
        "currentNodeCount": 0,
        "targetNodeCount": 0,
        "nodeStateCounts": {},
        "allocationState": "Steady",
        "allocationStateTransitionTime": call.now("+00:00"),
        "errors": None,
        # The word that means 'no opinion' is answered by the service's own opinion.
        "remoteLoginPortPublicAccess": "Enabled" if login.lower() == "notspecified" else login,
        "osType": sent.get("osType") or "Linux",
        "virtualMachineImage": sent.get("virtualMachineImage"),
        "isolatedNetwork": bool(sent.get("isolatedNetwork", False)),
        "enableNodePublicIp": sent.get("enableNodePublicIp", True) is not False,
        "enableBatchPrivateLink": bool(sent.get("enableBatchPrivateLink", False)),
        "propertyBag": (old or {}).get("propertyBag") or sent.get("propertyBag") or {},
    }
    put_enum(made, "remoteLoginPortPublicAccess", "Enabled", "Disabled", "NotSpecified")
    if isinstance(account, dict):
        # The password and the key are taken and never shown.
        made["userAccountCredentials"] = {
            "adminUserName": account.get("adminUserName"),
            "adminUserSshPublicKey": None,
            "adminUserPassword": None,
        }
    made.update({key: value for key, value in sent.items() if key not in made})
    settle_nodes(call, made)
    return made


def begun(sent: Body, done: Body) -> Body:
    """Return the inner properties of the 201: what was not sent is null."""
    made = copy.deepcopy(done)
    for member in ("currentNodeCount", "targetNodeCount", "nodeStateCounts", "allocationState"):
        made[member] = None
    for member in ("allocationStateTransitionTime", "propertyBag"):
        made.pop(member)
    made["vmPriority"] = done["vmPriority"] if sent.get("vmPriority") else None
    made["remoteLoginPortPublicAccess"] = "NotSpecified"
    if not (sent.get("scaleSettings") or {}).get("nodeIdleTimeBeforeScaleDown"):
        made["scaleSettings"]["nodeIdleTimeBeforeScaleDown"] = None
    return made


def scale_settings(call: Call, sent: object) -> Body:
    """Return scale settings with their defaults; a minimum above the maximum or a quota is refused."""
    scale = dict(sent) if isinstance(sent, dict) else {}
    low, high = scale.get("minNodeCount") or 0, scale.get("maxNodeCount")
    if not isinstance(high, int) or not isinstance(low, int) or low < 0 or high < 0:
        raise _refuse(call, "The scaleSettings need a maxNodeCount of 0 or more.")
    if low > high:
        raise _refuse(call, f"The minNodeCount {low} must not be greater than the maxNodeCount {high}.")
    limit = call.state.config.quotas.get("nodes")
    if limit is not None and high > limit:
        raise _refuse(
            call,
            f"The specified subscription has a total vCPU quota of {limit} and cannot accomodate for at least 1 "
            "requested compute training "
            f"cluster and/or compute instance's node which maps to {high} vCPUs",
        )
    return {
        **scale,
        "maxNodeCount": high,
        "minNodeCount": low,
        "nodeIdleTimeBeforeScaleDown": scale.get("nodeIdleTimeBeforeScaleDown") or "PT2M",
    }


def settle_nodes(call: Call, cluster: Body) -> None:
    """Let the cluster have its minimum of nodes, idle."""
    nodes = cluster["scaleSettings"]["minNodeCount"]
    cluster["currentNodeCount"] = cluster["targetNodeCount"] = nodes
    cluster["nodeStateCounts"] = {f"{state}NodeCount": nodes if state == "idle" else 0 for state in _STATES}
    cluster["allocationState"] = "Steady"
    cluster["allocationStateTransitionTime"] = call.now("+00:00")


def nodes(call: Call, current: Body) -> Body:
    """Return a page of listNodes."""
    count = current["properties"]["properties"]["currentNodeCount"] or 0
    runs = [
        job["name"]
        for job in call.state.store.of_type("Microsoft.MachineLearningServices/workspaces/jobs")
        if job["properties"]["status"] == "Running" and same_id(job["properties"].get("computeId"), current["id"])
    ]
    rows = [
        {
            "nodeId": _node_id(current, number),
            "port": 50000 + number,
            "publicIpAddress": f"203.0.113.{10 + number % 200}",
            "privateIpAddress": f"10.0.0.{4 + number % 200}",
            "nodeState": "running" if number < len(runs) else "idle",
            "runId": runs[number] if number < len(runs) else None,
        }
        for number in range(count)
    ]
    answer = page(call, rows, path=call.resource_id + "/listNodes").body
    return {"computeType": "AmlCompute", "nodes": answer.pop("value"), **answer}


def _refuse(call: Call, message: str) -> Exception:
    return compute_provider(400, message, location=call.location(), time=call.now("+00:00"))


def _node_id(current: Body, number: int) -> str:
    return "tvmps_" + hashlib.sha256(f"{current['id']}/{number}".encode()).hexdigest() + "_d"
