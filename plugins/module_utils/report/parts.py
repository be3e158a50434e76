# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of single resources: computes, endpoints, jobs and the network. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import baseline
from ..tree import dig
from . import states
from .looking import One, Seen

INNER = "properties.properties."
# Of a compute, where it says what it does; of anything else, where it says how it is.
STATES = (INNER + "state", INNER + "allocationState", "properties.status", "properties.provisioningState")


def text(body: Any, *paths: str) -> str:
    """The first of the values that is there."""
    return next((str(value) for value in (dig(body, path) for path in paths) if value not in (None, "")), "")


def compute(one: One) -> dict[str, Any]:
    """A compute, with what it costs while nobody uses it."""
    state = text(one.body, *STATES)
    kind = text(one.body, "properties.computeType")
    nodes, least, most = (
        dig(one.body, INNER + path)
        for path in ("currentNodeCount", "scaleSettings.minNodeCount", "scaleSettings.maxNodeCount")
    )
    if kind.lower() == baseline.INSTANCE:
        nodes = 0 if states.tone(state) == states.OFF else 1
    idle = dig(one.body, INNER + "nodeStateCounts.idleNodeCount") or 0
    stops = text(one.body, INNER + "idleTimeBeforeShutdown", INNER + "scaleSettings.nodeIdleTimeBeforeScaleDown")
    return {
        "name": one.name,
        "kind": kind,
        "size": text(one.body, INNER + "vmSize"),
        "state": state,
        "tone": states.tone(state),
        "nodes": nodes,
        "range": f"{least or 0} to {most}" if most is not None else "",
        "idle": idle,
        "always_on": least or 0
        if kind.lower() == baseline.CLUSTER
        else int(bool(nodes) and not stops and most is None),
        "since": text(one.body, INNER + "lastOperation.operationTime", "properties.modifiedOn")[:19],
        "note": _idles(kind.lower(), nodes or 0, idle, least or 0, stops),
    }


def _idles(kind: str, nodes: int, idle: int, least: int, stops: str) -> str:
    """What is to be said of a compute that may cost without being used."""
    if kind == baseline.INSTANCE and nodes and not stops:
        return "runs until somebody stops it"
    parts = [f"{idle} of {nodes} nodes idle"] if idle else []
    parts += [f"never below {least} nodes" if least > 1 else "never below 1 node"] if least else []
    if stops and kind in (baseline.INSTANCE, baseline.CLUSTER):
        parts.append(f"{'stops' if kind == baseline.INSTANCE else 'nodes go'} after {states.duration(stops)} of idling")
    return ", ".join(parts)


def endpoints(found: Sequence[One]) -> list[dict[str, Any]]:
    """The endpoints, each with its deployments and their share of the traffic."""
    rows = []
    for one in found:
        if one.noun not in ("online_endpoint", "batch_endpoint"):
            continue
        below = [other for other in found if other.path.lower().startswith(one.path.lower() + "/")]
        state = text(one.body, *STATES)
        rows.append(
            {
                "name": one.name,
                "kind": one.noun.partition("_")[0],
                "state": state,
                "tone": states.tone(state),
                "auth": text(one.body, "properties.authMode"),
                "public": text(one.body, "properties.publicNetworkAccess"),
                "deployments": [_deployment(one, other) for other in below],
            }
        )
    return rows


def _deployment(endpoint: One, one: One) -> dict[str, Any]:
    state = text(one.body, *STATES)
    own = one.names[-1]
    default = text(endpoint.body, "properties.defaults.deploymentName") == own
    return {
        "name": own,
        "percent": dig(endpoint.body, "properties.traffic." + own) or (100 if default else 0),
        "mirror": dig(endpoint.body, "properties.mirrorTraffic." + own) or 0,
        "state": state,
        "tone": states.tone(state),
        "size": text(one.body, "properties.instanceType"),
        "count": dig(one.body, "sku.capacity"),
        "model": states.asset(text(one.body, "properties.model.assetId", "properties.model")),
    }


def run(one: One, values: Sequence[float]) -> dict[str, Any]:
    """A job with what it measured."""
    state = text(one.body, *STATES)
    return {
        "name": one.name,
        "title": text(one.body, "properties.displayName") or one.name,
        "experiment": text(one.body, "properties.experimentName"),
        "kind": text(one.body, "properties.jobType"),
        "state": state,
        "tone": states.tone(state),
        "created": text(one.body, "systemData.createdAt")[:19],
        # What JSON has no number for, it cannot hold.
        "values": [value for value in values if abs(value) < float("inf")],
    }


def network(seen: Seen) -> dict[str, Any]:
    """Who reaches the workspace, what it reaches, and as whom."""
    body = seen.workspace.body
    links = dig(body, "properties.privateEndpointConnections") or []
    rows = [
        ("Public network access", text(body, "properties.publicNetworkAccess") or "Enabled"),
        ("Managed network", text(body, "properties.managedNetwork.isolationMode") or "Disabled"),
        ("Private endpoints", str(len(links)) if isinstance(links, list) else "0"),
        ("Identity", text(body, "identity.type") or "None"),
        ("Acts as", states.asset(text(body, "properties.primaryUserAssignedIdentity"))),
        ("Storage is read with", text(body, "properties.systemDatastoresAuthMode")),
        ("Encryption with a key of yours", text(body, "properties.encryption.status") or "Disabled"),
        ("Storage account", states.asset(text(body, "properties.storageAccount"))),
        ("Key vault", states.asset(text(body, "properties.keyVault"))),
        ("Container registry", states.asset(text(body, "properties.containerRegistry"))),
        ("Application Insights", states.asset(text(body, "properties.applicationInsights"))),
    ]
    return {
        "settings": [{"name": name, "value": value} for name, value in rows if value],
        "outbound_rules": [_rule(one) for one in seen.resources if one.noun == "outbound_rule"],
    }


def _rule(one: One) -> dict[str, Any]:
    state = text(one.body, "properties.status", "properties.provisioningState")
    aim = dig(one.body, "properties.destination")
    paths = ("serviceTag", "serviceResourceId")
    return {
        "name": one.name,
        "kind": text(one.body, "properties.type"),
        "destination": aim if isinstance(aim, str) else states.asset(text(aim, *paths)),
        "state": state,
        "tone": states.tone(state),
    }
