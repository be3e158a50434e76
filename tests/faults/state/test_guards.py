# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would destroy more than was asked for is refused, and told what stands in the way (C15)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from ..cloud import Cloud
from ..families import (
    COMPUTE,
    DEPLOYMENT,
    ENDPOINT,
    GROUP_PATH,
    HERE,
    JOB,
    MODEL,
    PROVIDER,
    REGISTRY,
    WORKSPACE_PATH,
    Family,
)

INSTANCE = {**HERE, "name": "box1", "compute_type": "ComputeInstance", "vm_size": "Standard_D2_v2"}
REFUSED = "set force to true to delete it all the same"


@dataclass(frozen=True)
class Case:
    """Something that is in the way.

    :param module, options: the task that deletes.  :param names: what the refusal lists.
    :param prepare: puts it in the way.  :param forced: whether ``force`` deletes it: the service may refuse too.
    """

    name: str
    module: str
    options: dict
    names: tuple[str, ...]
    prepare: Callable[[Cloud], object]
    path: str
    forced: bool = True


def make(cloud: Cloud, *families: Family) -> None:
    for family in families:
        cloud.need(family)
        result = cloud.make(family)
        assert not result.get("failed"), result


def place(cloud: Cloud, path: str, **properties: object) -> None:
    cloud.put({"id": f"{WORKSPACE_PATH}/{path}", "properties": {"provisioningState": "Succeeded", **properties}})


def running(cloud: Cloud) -> None:
    """Two nodes of the cluster run a job each."""
    make(cloud, COMPUTE, JOB)
    row = cloud.stored(COMPUTE)
    inner = row["properties"]["properties"]
    inner.update(currentNodeCount=2, nodeStateCounts={**inner["nodeStateCounts"], "runningNodeCount": 2})
    cloud.put(row)
    job = cloud.stored(JOB)
    for name in ("train1", "train2"):
        cloud.put(
            {
                **job,
                "id": f"{WORKSPACE_PATH}/jobs/{name}",
                "name": name,
                "properties": {**job["properties"], "status": "Running"},
            }
        )


def working(cloud: Cloud) -> None:
    """An instance runs a job."""
    assert cloud.play("aml_compute", INSTANCE)["changed"]
    rows = cloud.control("GET", "resources")["value"]
    row = next(row for row in rows if row["name"] == "box1")
    row["properties"]["properties"]["state"] = "JobRunning"
    cloud.put(row)


def serving(cloud: Cloud) -> None:
    """All traffic of the endpoint goes to its deployment."""
    make(cloud, ENDPOINT, MODEL, DEPLOYMENT)
    row = cloud.stored(ENDPOINT)
    cloud.put({**row, "properties": {**row["properties"], "traffic": {"Blue": 90, "green": 10}}})


def batch(cloud: Cloud) -> None:
    """A batch endpoint calls its deployment by default."""
    place(cloud, "batchEndpoints/nightly", defaults={"deploymentName": "v1"})
    place(cloud, "batchEndpoints/nightly/deployments/v1")


def hub(cloud: Cloud) -> None:
    """A hub with twelve projects."""
    row = next(row for row in cloud.control("GET", "resources")["value"] if row["id"] == WORKSPACE_PATH)
    ids = [f"{GROUP_PATH}/providers/{PROVIDER}/workspaces/project{number}" for number in range(12)]
    own = {**row, "id": f"{GROUP_PATH}/providers/{PROVIDER}/workspaces/hub", "name": "hub", "kind": "Hub"}
    cloud.put({**own, "properties": {**row["properties"], "associatedWorkspaces": ids}})
    for one in ids:
        name = one.rpartition("/")[2]
        cloud.put(
            {
                **row,
                "id": one,
                "name": name,
                "kind": "Project",
                "properties": {**row["properties"], "hubResourceId": own["id"]},
            }
        )


def full(cloud: Cloud) -> None:
    """A registry with twelve components."""
    make(cloud, REGISTRY)
    for number in range(12):
        cloud.put({"id": f"{REGISTRY.id}/components/step{number:02}", "properties": {}})


def _raw(kind: str, name: str) -> dict:
    return {"resource_group": "rg", "type": kind, "name": name, "state": "absent"}


CASES = (
    Case(
        "workspace",
        "aml_workspace",
        {"resource_group": "rg", "name": "ws", "state": "absent"},
        ("computes/cpu", "onlineEndpoints/score"),
        lambda cloud: make(cloud, COMPUTE, ENDPOINT),
        "workspaces/ws",
    ),
    Case(
        "any workspace",
        "aml_resource",
        _raw("workspaces", "ws"),
        ("computes/cpu",),
        lambda cloud: make(cloud, COMPUTE),
        "workspaces/ws",
    ),
    Case(
        "hub",
        "aml_workspace",
        {"resource_group": "rg", "name": "hub", "state": "absent"},
        ("project0", "project9", "and 2 more"),
        hub,
        "workspaces/hub",
        forced=False,
    ),
    Case(
        "registry",
        "aml_resource",
        REGISTRY.absent,
        ("components/step00", "components/step09", "and 2 more"),
        full,
        REGISTRY.path,
    ),
    Case(
        "endpoint",
        "aml_resource",
        ENDPOINT.absent,
        ("deployments/blue",),
        lambda cloud: make(cloud, MODEL, DEPLOYMENT),
        ENDPOINT.path,
    ),
    Case("traffic", "aml_resource", DEPLOYMENT.absent, ("traffic: 90",), serving, DEPLOYMENT.path),
    Case(
        "batch endpoint",
        "aml_resource",
        _raw("workspaces/batchEndpoints", "ws/nightly"),
        ("deployments/v1",),
        batch,
        "workspaces/ws/batchEndpoints/nightly",
    ),
    Case(
        "default deployment",
        "aml_resource",
        _raw("workspaces/batchEndpoints/deployments", "ws/nightly/V1"),
        ("deploymentName",),
        batch,
        "workspaces/ws/batchEndpoints/nightly/deployments/V1",
    ),
    Case("cluster", "aml_compute", COMPUTE.absent, ("train1", "train2"), running, COMPUTE.path),
    Case(
        "any cluster",
        "aml_resource",
        _raw("workspaces/computes", "ws/cpu"),
        ("train1", "train2"),
        running,
        COMPUTE.path,
    ),
    Case(
        "instance",
        "aml_compute",
        {**INSTANCE, "state": "absent"},
        ("state: JobRunning",),
        working,
        "workspaces/ws/computes/box1",
    ),
    Case(
        "default datastore",
        "aml_datastore",
        {**HERE, "name": "workspaceblobstore", "state": "absent"},
        ("isDefault",),
        lambda _cloud: None,
        "workspaces/ws/datastores/workspaceblobstore",
        forced=False,
    ),
    Case(
        "any default datastore",
        "aml_resource",
        _raw("workspaces/datastores", "ws/workspaceblobstore"),
        ("isDefault",),
        lambda _cloud: None,
        "workspaces/ws/datastores/workspaceblobstore",
        forced=False,
    ),
)


@pytest.mark.case("C15")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_names_what_is_in_the_way(cloud: Cloud, case: Case) -> None:
    """Refused before anything is sent, in check mode too; with ``force`` it is done."""
    case.prepare(cloud)
    cloud.forget()
    for check_mode in (True, False):
        result = cloud.play(case.module, case.options, check_mode=check_mode)
        assert result.get("failed") and not result["changed"] and result["outcome"] == "none", result
        assert all(name in result["msg"] for name in case.names), result["msg"]
        assert result["error"]["target"] == ("force" if case.forced else "state")
        assert (REFUSED in result["msg"]) == case.forced
        assert not cloud.writes()
    if case.forced and case.name != "traffic":
        forced = cloud.play(case.module, {**case.options, "force": True})
        assert not forced.get("failed") and forced["changed"], forced
        assert cloud.writes() == [f"DELETE {GROUP_PATH}/providers/{PROVIDER}/{case.path}"]


@pytest.mark.case("C15")
def test_leaves_the_last_word_to_the_service(cloud: Cloud) -> None:
    """The service does not delete a deployment that takes traffic, whoever asks; its own words say so."""
    serving(cloud)
    row = cloud.stored(ENDPOINT)
    cloud.put({**row, "properties": {**row["properties"], "traffic": {"blue": 100}}})
    result = cloud.delete(DEPLOYMENT, force=True)
    assert result["failed"] and "non-zero traffic" in result["msg"] and cloud.stored(DEPLOYMENT)


@pytest.mark.case("C15")
def test_an_idle_one_goes(cloud: Cloud, family: Family) -> None:
    """Nothing in the way, nothing to force."""
    cloud.need(family)
    cloud.make(family)
    result = cloud.delete(family)
    assert not result.get("failed") and result["changed"], result


@pytest.mark.case("C15")
def test_recreating_is_deleting(cloud: Cloud) -> None:
    running(cloud)
    cloud.forget()
    options = {**COMPUTE.present, "vm_size": "Standard_D13_v2", "on_immutable": "recreate"}
    refused = cloud.play("aml_compute", options)
    assert refused["failed"] and "train1" in refused["msg"] and not cloud.writes(), refused
