# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Computes: what a PUT answers, what the provider makes of it, power, refusals."""

from __future__ import annotations

import pytest

from tests.unit.emulator.in_process import BASE

CLUSTER = {
    "location": "eastus",
    "properties": {
        "computeType": "amlcompute",
        "properties": {"vmSize": "Standard_DS3_v2", "scaleSettings": {"maxNodeCount": 4, "minNodeCount": 0}},
    },
}
INSTANCE = {
    "location": "eastus",
    "properties": {
        "computeType": "ComputeInstance",
        "properties": {"vmSize": "Standard_DS2_v2", "applicationSharingPolicy": "shared"},
    },
}


def with_inner(body, **inner):
    properties = body["properties"]
    return {**body, "properties": {**properties, "properties": {**properties["properties"], **inner}}}


@pytest.fixture(name="computes")
def computes_fixture(cloud):
    return cloud.workspace() + "/computes"


def test_a_long_list_is_whole_unless_every_list_is_to_be_cut(cloud, computes):
    for number in range(3):
        cloud.made(f"{computes}/cpu{number}", CLUSTER)
    assert len(cloud.get(computes).json()["value"]) == 3
    cloud.state.config.patch({"page_size": 2, "page_every_list": True})
    first = cloud.get(computes).json()
    last = cloud.client.get(first["nextLink"]).json()
    assert [row["name"] for row in first["value"] + last["value"]] == ["cpu0", "cpu1", "cpu2"]
    assert "nextLink" not in last


def message(answer):
    assert answer.json()["componentName"] == "machinelearningcompute"
    assert answer.json()["error"]["code"] == "UserError"
    return answer.json()["error"]["message"]


def test_the_201_of_a_cluster_shows_what_was_sent_and_the_get_what_it_became(cloud, computes):
    answer = cloud.put(computes + "/cpu", CLUSTER)
    assert answer.status_code == 201
    assert "Location" not in answer.headers
    url = answer.headers["Azure-AsyncOperation"]
    assert "/locations/eastus/computeOperationsStatus/" in url and "&service=new" in url and url.startswith(BASE)
    begun = answer.json()
    assert begun["tags"] is None and "systemData" not in begun
    assert begun["properties"]["computeType"] == "AmlCompute"
    assert begun["properties"]["provisioningState"] == "Creating"
    assert "computeLocation" not in begun["properties"]
    inner = begun["properties"]["properties"]
    assert inner["vmSize"] == "STANDARD_DS3_V2"
    assert inner["vmPriority"] is None and inner["nodeStateCounts"] is None
    assert inner["scaleSettings"]["nodeIdleTimeBeforeScaleDown"] is None
    assert inner["remoteLoginPortPublicAccess"] == "NotSpecified"
    assert cloud.client.get(url).json() == {"status": "InProgress"}
    assert cloud.finish(answer).json()["status"] == "Succeeded"
    found = cloud.get(computes + "/cpu").json()
    assert found["tags"] == {} and found["properties"]["computeLocation"] == "eastus"
    inner = found["properties"]["properties"]
    assert inner["vmPriority"] == "Dedicated"
    assert inner["scaleSettings"] == {
        "maxNodeCount": 4,
        "minNodeCount": 0,
        "nodeIdleTimeBeforeScaleDown": "PT2M",
    }
    assert inner["remoteLoginPortPublicAccess"] == "Enabled" and inner["allocationState"] == "Steady"
    assert cloud.get(computes).json() == {"value": [found]}


def test_another_size_is_ignored_without_a_word(cloud, computes):
    cloud.made(computes + "/cpu", CLUSTER)
    changed = with_inner(CLUSTER, vmSize="Standard_NC6", scaleSettings={"maxNodeCount": 2, "minNodeCount": 1})
    assert cloud.put(computes + "/cpu", changed).status_code == 201
    cloud.state.clock.advance(10)
    inner = cloud.get(computes + "/cpu").json()["properties"]["properties"]
    assert inner["vmSize"] == "STANDARD_DS3_V2" and inner["scaleSettings"]["maxNodeCount"] == 2
    assert inner["currentNodeCount"] == 1


def test_a_patch_takes_scale_settings_only(cloud, computes):
    cloud.made(computes + "/cpu", CLUSTER)
    changes = {"properties": {"properties": {"vmSize": "x", "scaleSettings": {"maxNodeCount": 9}}}}
    answer = cloud.send("PATCH", computes + "/cpu", changes)
    assert answer.status_code == 200
    inner = answer.json()["properties"]["properties"]
    assert inner["scaleSettings"]["maxNodeCount"] == 9 and inner["vmSize"] == "STANDARD_DS3_V2"


def test_the_password_of_a_cluster_is_never_shown(cloud, computes):
    account = {"adminUserName": "me", "adminUserPassword": "hush", "adminUserSshPublicKey": "ssh-rsa x"}
    found = cloud.made(computes + "/cpu", with_inner(CLUSTER, userAccountCredentials=account))
    assert "hush" not in str(found)
    assert found["properties"]["properties"]["userAccountCredentials"]["adminUserName"] == "me"


def test_nodes_are_listed_in_pages(cloud, computes):
    settings = {"maxNodeCount": 3, "minNodeCount": 3}
    cloud.made(computes + "/cpu", with_inner(CLUSTER, scaleSettings=settings))
    cloud.state.config.patch({"page_size": 2})
    first = cloud.post(computes + "/cpu/listNodes").json()
    assert first["computeType"] == "AmlCompute" and len(first["nodes"]) == 2
    last = cloud.client.get(first["nextLink"]).json()
    assert [node["nodeState"] for node in last["nodes"]] == ["idle"] and "nextLink" not in last
    assert "do not have any secrets" in message(cloud.post(computes + "/cpu/listKeys"))


def test_the_201_of_an_instance_is_nearly_empty(cloud, computes):
    schedule = {
        "action": "stop",
        "triggerType": "recurrence",
        "recurrence": {"frequency": "week", "interval": 1, "schedule": {"weekDays": ["monday"]}},
    }
    sent = with_inner(INSTANCE, schedules={"computeStartStop": [schedule]}, enableNodePublicIp=True)
    begun = cloud.put(computes + "/ci1", sent).json()["properties"]["properties"]
    assert begun["vmSize"] == "STANDARD_DS2_V2" and begun["applicationSharingPolicy"] is None
    assert "schedules" not in begun and begun["enableNodePublicIp"] is True
    cloud.state.clock.advance(10)
    inner = cloud.get(computes + "/ci1").json()["properties"]["properties"]
    assert inner["state"] == "Running" and inner["applicationSharingPolicy"] == "Shared"
    assert "enableNodePublicIp" not in inner
    assert inner["applications"][0]["endpointUri"] == "https://ci1.eastus.instances.azureml.ms/tree/"
    made = inner["schedules"]["computeStartStop"][0]
    assert (made["action"], made["recurrence"]["frequency"], made["cron"]) == ("Stop", "Week", None)
    assert made["recurrence"]["schedule"]["weekDays"] == ["Monday"] and made["provisioningStatus"] == "Completed"


def test_power(cloud, computes):
    cloud.made(computes + "/ci1", INSTANCE)
    for verb, during, after in (
        ("stop", "Stopping", "Stopped"),
        ("Start", "Starting", "Running"),
        ("restart", "Restarting", "Running"),
    ):
        answer = cloud.post(f"{computes}/ci1/{verb}")
        assert (answer.status_code, answer.content) == (202, b"") and "Location" not in answer.headers
        assert cloud.get(computes + "/ci1").json()["properties"]["properties"]["state"] == during
        cloud.finish(answer)
        inner = cloud.get(computes + "/ci1").json()["properties"]["properties"]
        assert inner["state"] == after
        assert inner["lastOperation"]["operationStatus"] == "Succeeded"
    cloud.made(computes + "/cpu", CLUSTER)
    assert "only supported for computes of type ComputeInstance" in message(cloud.post(computes + "/cpu/stop"))


def test_instance_names_are_unique_in_a_region(cloud, computes):
    cloud.made(computes + "/ci1", INSTANCE)
    other = cloud.workspace("other") + "/computes/ci1"
    assert "Reason: AlreadyExists" in message(cloud.put(other, INSTANCE))
    assert "Reason: Invalid" in message(cloud.put(computes + "/" + "c" * 25, INSTANCE))
    assert cloud.put(computes + "/ci1", INSTANCE).status_code == 201


def test_no_public_address_needs_a_private_endpoint(cloud, computes):
    answer = cloud.put(computes + "/ci1", with_inner(INSTANCE, enableNodePublicIp=False))
    assert answer.status_code == 400
    assert message(answer) == "Provided EnableNodePublicIp 'False' requires workspace private endpoint."


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"properties": {}}, "computeType"),
        ({"properties": {"computeType": "Toaster"}}, "Toaster"),
        (with_inner(CLUSTER, vmSize=None), "vmSize"),
        (with_inner(CLUSTER, scaleSettings={}), "maxNodeCount"),
        (with_inner(CLUSTER, scaleSettings={"maxNodeCount": 1, "minNodeCount": 2}), "minNodeCount 2"),
    ],
)
def test_bodies_that_are_refused(cloud, computes, sent, said):
    answer = cloud.put(computes + "/cpu", sent)
    assert answer.status_code == 400 and said in message(answer)
    assert cloud.get(computes + "/cpu").status_code == 404


def test_quotas(cloud, computes):
    cloud.state.config.patch({"quotas": {"nodes": 2, "computes": 1}})
    assert "total vCPU quota of 2" in message(cloud.put(computes + "/cpu", CLUSTER))
    cloud.made(computes + "/cpu", with_inner(CLUSTER, scaleSettings={"maxNodeCount": 2}))
    assert "exceeding quota limits" in message(cloud.put(computes + "/cpu2", CLUSTER))


def test_a_failed_creation_is_told_by_status_and_resource(cloud, computes):
    fault = {"match": {"method": "PUT", "path": "/computes/", "times": 1}}
    cloud.client.post(
        "/_emulator/faults", json={**fault, "action": {"fail_operation": {"code": "Quota", "message": "no"}}}
    )
    last = cloud.finish(cloud.put(computes + "/cpu", CLUSTER)).json()
    assert (last["status"], last["error"]["code"]) == ("Failed", "Quota")
    properties = cloud.get(computes + "/cpu").json()["properties"]
    assert properties["provisioningState"] == "Failed"
    assert properties["provisioningErrors"][0]["error"]["message"] == "no"
    assert cloud.finish(cloud.put(computes + "/cpu", CLUSTER)).json()["status"] == "Succeeded"


def test_deleting(cloud, computes):
    cloud.made(computes + "/cpu", CLUSTER)
    assert "underlyingResourceAction" in message(cloud.delete(computes + "/cpu", underlyingResourceAction="Keep"))
    assert "cannot be detached" in message(cloud.delete(computes + "/cpu", underlyingResourceAction="Detach"))
    answer = cloud.delete(computes + "/cpu", underlyingResourceAction="Delete")
    assert (answer.status_code, answer.content) == (202, b"") and "Location" not in answer.headers
    cloud.finish(answer)
    missing = cloud.get(computes + "/cpu")
    assert missing.status_code == 404 and "cpu" in message(missing)
    assert cloud.delete(computes + "/cpu").status_code == 204


@pytest.mark.parametrize(
    "kind",
    [
        "AKS",
        "DataFactory",
        "DataLakeAnalytics",
        "Databricks",
        "HDInsight",
        "Kubernetes",
        "SynapseSpark",
        "VirtualMachine",
    ],
)
def test_computes_that_are_attached(cloud, computes, kind):
    secrets = {"databricksAccessToken": "hush", "workspaceUrl": "https://x"}
    sent = {"properties": {"computeType": kind.lower(), "resourceId": "/x", "properties": secrets}}
    found = cloud.made(computes + "/attached", sent)
    assert found["properties"]["computeType"] == kind
    assert found["properties"]["isAttachedCompute"] is True
    assert found["properties"]["properties"] == {"workspaceUrl": "https://x"}
    assert cloud.post(computes + "/attached/listKeys").json()["computeType"] == kind
    assert cloud.delete(computes + "/attached", underlyingResourceAction="Detach").status_code == 202
