# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workspaces to report on, as they would have been seen: an empty one, one with some of everything, a large one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils.report import facts
from ansible_collections.mlops.azureml.plugins.module_utils.report.looking import One, Seen, newest

WORKSPACE = (
    "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg"
    "/providers/Microsoft.MachineLearningServices/workspaces/ml-prod"
)
MADE = {
    "time": "2026-11-26T05:17:00Z",
    "requests": 25,
    "seconds": 1.4,
    "version": "0.1.0",
    "api_version": "2025-12-01",
    "cloud": "AzureCloud",
    "types": ["compute", "job"],
}
# What people call things to see what happens: markup, quotes, the end of a script, an override that turns text around,
# letters from right to left, an emoji, a control character, a line's end, half of a pair, nothing but spaces.
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\"onmouseover='alert(1)'",
    "<!--",
    "]]>&amp;",
    "evil\u202egnp.exe",
    "\u05e9\u05dc\u05d5\u05dd",
    "\U0001f680 launch",
    "bell\x07 null\x00",
    "two\nlines",
    "half \ud83d",
    "\u2028 \u2029",
    "{{ 7 * 7 }}",
    "x" * 300,
)


def one(noun: str, path: str, properties: Mapping[str, Any], **more: Any) -> One:
    """A resource at ``path`` below the workspace."""
    body = {"id": f"{WORKSPACE}/{path}", "properties": dict(properties), **more}
    return One(noun, tuple(path.split("/")[1::2]), f"{WORKSPACE}/{path}", body)


def workspace(**properties: Any) -> One:
    body = {"location": "westeurope", "identity": {"type": "SystemAssigned"}, "properties": properties}
    return One("workspace", ("ml-prod",), WORKSPACE, body)


def job(name: str, state: str = "Completed", title: str = "", created: str = "2026-11-01T00:00:00Z") -> One:
    said = {"jobType": "Command", "status": state, "displayName": title or name, "experimentName": "churn"}
    return one("job", f"jobs/{name}", said, systemData={"createdAt": created})


def cluster(name: str, least: int = 0, nodes: int = 0, idle: int = 0, **properties: Any) -> One:
    inner = {
        "vmSize": "Standard_DS3_v2",
        "allocationState": "Steady",
        "currentNodeCount": nodes,
        "nodeStateCounts": {"idleNodeCount": idle},
        "scaleSettings": {"minNodeCount": least, "maxNodeCount": 8, "nodeIdleTimeBeforeScaleDown": "PT120S"},
    }
    said = {"computeType": "AmlCompute", "disableLocalAuth": True, **properties, "properties": inner}
    return one("compute", f"computes/{name}", said)


def instance(name: str, state: str = "Running", **inner: Any) -> One:
    own = {"vmSize": "Standard_DS11_v2", "state": state, **inner}
    return one("compute", f"computes/{name}", {"computeType": "ComputeInstance", "properties": own})


def endpoint(name: str, traffic: Mapping[str, int], **properties: Any) -> Iterator[One]:
    """An online endpoint, and its deployments."""
    said = {"authMode": "Key", "provisioningState": "Succeeded", "traffic": dict(traffic), **properties}
    yield one("online_endpoint", f"onlineEndpoints/{name}", said)
    for deployment in traffic:
        own = {
            "provisioningState": "Succeeded",
            "instanceType": "Standard_DS3_v2",
            "model": f"{WORKSPACE}/models/churn/versions/3",
        }
        path = f"onlineEndpoints/{name}/deployments/{deployment}"
        yield one("online_deployment", path, own, sku={"capacity": 2})


def row(resource: One, action: str = "none", *reasons: str) -> dict[str, Any]:
    """What ``aml_apply`` would tell of it."""
    told = {"type": resource.noun, "name": resource.name, "id": resource.path, "action": action}
    return {**told, "changed": action != "none", "reasons": list(reasons), "seconds": 0.0}


def some() -> Seen:
    """Some of everything, and some of it not as declared."""
    computes = [cluster("cpu", least=1, nodes=2, idle=1), instance("ci-anna"), instance("ci-bo", "Stopped")]
    jobs = [job(f"train-{n:02}", ["Completed", "Failed", "Running"][n % 3]) for n in range(12)]
    rest = [
        *endpoint("churn-score", {"blue": 90, "green": 10}),
        one("batch_endpoint", "batchEndpoints/nightly", {"provisioningState": "Failed", "authMode": "AADToken"}),
        one("datastore", "datastores/lake", {"datastoreType": "AzureBlob", "credentials": {"credentialsType": "Sas"}}),
        one("model", "models/churn", {"latestVersion": "3"}),
        one(
            "outbound_rule", "outboundRules/pypi", {"type": "FQDN", "destination": "a.contoso.com", "status": "Active"}
        ),
    ]
    rows = [row(computes[0], "update", "scale.min_nodes: 1 -> 0"), row(computes[1]), row(rest[4])]
    last = newest(jobs, 5)
    measured = {last[0].name: [0.61, 0.7, 0.68, 0.8], last[1].name: [0.5]}
    gaps = [("connection", "AuthorizationFailed: may not perform action 'connections/read'")]
    return Seen(workspace(), [*computes, *jobs, *rest], last, gaps, measured, rows)


def hostile() -> Seen:
    """Everything is called what it should not be."""
    found = [job(f"job-{place}", name, name) for place, name in enumerate(HOSTILE)]
    found += [one("model", f"models/m{place}", {"latestVersion": name}) for place, name in enumerate(HOSTILE)]
    found += [cluster(f"c{place}", computeType=name) for place, name in enumerate(HOSTILE)]
    found += [
        part for place, name in enumerate(HOSTILE[:3]) for part in endpoint(f"e{place}", {"a": 100}, authMode=name)
    ]
    found += [One("datastore", (name,), f"{WORKSPACE}/datastores/{place}", {}) for place, name in enumerate(HOSTILE)]
    rows = [row(one_, "update", *HOSTILE) for one_ in found[-4:]]
    gaps = [(name, name) for name in HOSTILE]
    measured = {found[0].name: [1.0, float("nan"), float("inf"), 2.0]}
    return Seen(workspace(description=HOSTILE[0]), found, found[: len(HOSTILE)], gaps, measured, rows)


def large(number: int = 2000) -> Seen:
    """A workspace in which ``number`` resources are, itself among them."""
    half = (number - 1) // 2
    found = [job(f"train-churn-nightly-{n:05}", ["Completed", "Failed", "Canceled"][n % 3]) for n in range(half)]
    found += [
        one("model", f"models/churn-region-{n:05}", {"latestVersion": str(n)}) for n in range(number - 1 - half - 300)
    ]
    found += [cluster(f"cpu-cluster-{n:03}", nodes=n % 4) for n in range(300)]
    rows = [row(resource, "update", "scale.max_nodes: 4 -> 8") for resource in found[-300:]]
    return Seen(workspace(), found, newest(found[:half], 20), (), {}, rows)


def data(seen: Seen, metric: str = "accuracy") -> dict[str, Any]:
    """The facts of a report, as they may be shown."""
    return facts.shown(facts.facts(seen, metric), ())
