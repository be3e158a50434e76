# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Datastores, assets, connections, jobs, endpoints, schedules: what Microsoft's clients meet in a workspace."""

from __future__ import annotations

import pytest

from tests.emulator.directory import SUBSCRIPTION
from tests.unit.emulator.in_process import BASE, GROUP

KEY = {"credentialsType": "accountkey", "secrets": {"secretsType": "AccountKey", "key": "hush"}}
BLOB = {"datastoreType": "azureblob", "accountName": "st1", "containerName": "c", "credentials": KEY}


@pytest.fixture(name="ws")
def ws_fixture(cloud):
    return cloud.workspace()


def said(answer, status):
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, "UserError")
    assert error["additionalInfo"][0] == {"type": "ComponentName", "info": {"value": "managementfrontend"}}
    return error["details"][0]["message"] if error["details"] else error["message"]


def test_a_datastore_keeps_its_secret_to_itself(cloud, ws):
    path = ws + "/datastores/mine"
    answer = cloud.put(path, {"properties": BLOB}, skipValidation="true")
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{BASE}{path}?api-version=2025-12-01"
    properties = answer.json()["properties"]
    assert properties["datastoreType"] == "AzureBlob"
    assert properties["credentials"] == {"credentialsType": "AccountKey"}
    assert properties["endpoint"] == "core.windows.net" and properties["serviceDataAccessAuthIdentity"] == "None"
    assert "hush" not in cloud.get(path).text
    assert cloud.post(path + "/listSecrets").json() == {"secretsType": "AccountKey", "key": "hush"}
    # A PUT replaces, the secret too.
    without = {**BLOB, "credentials": {"credentialsType": "AccountKey"}, "description": "d"}
    assert cloud.put(path, {"properties": without}).status_code == 200
    assert cloud.post(path + "/listSecrets").json() == {"secretsType": "AccountKey", "key": None}
    assert cloud.delete(path).status_code == 200
    assert cloud.delete(path).status_code == 204
    assert "mine" in said(cloud.get(path), 404)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"datastoreType": "Tape"}, "Tape"),
        ({"credentials": None}, "credentials"),
        ({"credentials": {"credentialsType": "Guess"}}, "Guess"),
        ({"datastoreType": "AzureFile"}, "fileShareName"),
    ],
)
def test_datastores_that_are_refused(cloud, ws, changes, word):
    assert word in said(cloud.put(ws + "/datastores/mine", {"properties": {**BLOB, **changes}}), 400)


def test_a_datastore_in_the_shape_of_2021_and_of_today(cloud, ws):
    contents = {"contentsType": "AzureBlob", "accountName": "st1", "containerName": "c", "credentials": KEY}
    old = {"version": "2021-03-01-preview"}
    answer = cloud.put(ws + "/datastores/old", {"properties": {"contents": contents, "linkedInfo": {"a": 1}}}, **old)
    assert answer.json()["properties"]["linkedInfo"] == {"a": 1}
    assert answer.json()["properties"]["contents"]["credentials"] == {"credentialsType": "AccountKey"}
    assert cloud.get(ws + "/datastores/old").json()["properties"]["containerName"] == "c"
    assert cloud.get(ws + "/datastores/workspacefilestore", **old).json()["properties"]["contents"]["containerName"]


def test_datastores_are_selected(cloud, ws):
    found = cloud.get(ws + "/datastores", isDefault="true").json()["value"]
    assert [row["name"] for row in found] == ["workspaceblobstore"]
    found = cloud.get(ws + "/datastores", searchText="file").json()["value"]
    assert [row["name"] for row in found] == ["workspacefilestore"]


def test_a_version_makes_its_container(cloud, ws):
    sent = {"properties": {"modelUri": "azureml://datastores/workspaceblobstore/paths/m.pkl"}}
    answer = cloud.put(ws + "/models/iris/versions/1", sent)
    assert answer.status_code == 201 and answer.headers["Location"].startswith(f"{BASE}{ws}/models/iris/versions/1?")
    properties = answer.json()["properties"]
    assert properties["flavors"] == {} and properties["stage"] == "Development"
    assert properties["modelUri"].endswith("/workspaces/ws/datastores/workspaceblobstore/paths/m.pkl")
    assert cloud.put(ws + "/models/iris/versions/2", sent).status_code == 201
    container = cloud.get(ws + "/models/iris").json()["properties"]
    assert (container["latestVersion"], container["nextVersion"]) == ("2", "3")
    assert [row["name"] for row in cloud.get(ws + "/models").json()["value"]] == ["iris"]
    assert cloud.delete(ws + "/models/iris/versions/1").status_code == 200
    assert cloud.delete(ws + "/models/iris/versions/2").status_code == 200
    assert "Model container with name: iris not found." in said(cloud.get(ws + "/models/iris"), 404)


def test_what_a_version_keeps(cloud, ws):
    path = ws + "/models/iris/versions/1"
    sent = {"modelUri": "https://x/m", "description": "a"}
    cloud.put(path, {"properties": sent})
    changed = cloud.put(path, {"properties": {**sent, "modelUri": "https://x/other"}})
    assert said(changed, 400) == "Asset paths cannot be updated."
    answer = cloud.put(path, {"properties": {**sent, "description": "b", "isArchived": True}})
    assert answer.status_code == 200 and answer.json()["properties"]["description"] == "b"
    assert cloud.get(ws + "/models/iris/versions").json()["value"] == []
    archived = cloud.get(ws + "/models/iris/versions", listViewType="ArchivedOnly").json()["value"]
    assert [row["name"] for row in archived] == ["1"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/models/m", "Model container with name: m not found."),
        ("/models/m/versions", "Model container with name: m not found."),
        ("/environments/e/versions/1", "No environment exists for name: e, version: , label: "),
        ("/environments/e", "No environment exists for name: e, version: , label: "),
        ("/components/c", "Not found component c."),
        ("/data/d", "d container was not found."),
        ("/schedules/s", "Resource Trigger s not found"),
    ],
)
def test_what_is_not_there_is_a_user_error(cloud, ws, path, text):
    assert said(cloud.get(ws + path), 404) == text


def test_models_are_ordered_and_paged(cloud, ws):
    for version in ("1", "2", "3"):
        cloud.put(f"{ws}/models/iris/versions/{version}", {"properties": {"modelUri": "https://x/m"}})
        cloud.state.clock.advance(1)
    first = cloud.get(ws + "/models/iris/versions", **{"$orderBy": "createdtime desc", "$top": "1"}).json()
    assert [row["name"] for row in first["value"]] == ["3"]
    assert "$skipToken=" in first["nextLink"] and "api-version=2025-12-01" in first["nextLink"]
    second = cloud.client.get(first["nextLink"]).json()
    assert [row["name"] for row in second["value"]] == ["2"]
    last = cloud.client.get(second["nextLink"]).json()
    assert [row["name"] for row in last["value"]] == ["1"] and "nextLink" not in last
    assert cloud.get(ws + "/models/iris/versions", **{"$skipToken": "?"}).status_code == 400
    assert cloud.get(ws + "/models/iris/versions", **{"$top": "x"}).status_code == 400


def test_an_environment_comes_back_as_json_and_with_201(cloud, ws):
    path = ws + "/environments/env/versions/1"
    sent = {"properties": {"image": "mcr/x", "condaFile": "dependencies:\n- pip\nname: x\n"}}
    for _turn in range(2):
        answer = cloud.put(path, sent)
        assert answer.status_code == 201
    properties = answer.json()["properties"]
    assert properties["condaFile"] == '{\n  "dependencies": [\n    "pip"\n  ],\n  "name": "x"\n}'
    assert (properties["environmentType"], properties["osType"]) == ("UserCreated", "Linux")
    assert cloud.get(ws + "/environments/env").json()["properties"]["nextVersion"].count("-") == 6
    assert said(cloud.put(path, {"properties": {"image": "other"}}), 400) == "Asset paths cannot be updated."


def test_data_keeps_its_type(cloud, ws):
    sent = {"dataType": "URI_FOLDER", "dataUri": "azureml://datastores/workspaceblobstore/paths/d"}
    answer = cloud.put(ws + "/data/d/versions/1", {"properties": sent})
    assert answer.json()["properties"]["dataType"] == "uri_folder"
    assert answer.json()["properties"]["dataUri"].endswith("/datastores/workspaceblobstore/paths/d/")
    assert cloud.get(ws + "/data/d").json()["properties"]["dataType"] == "uri_folder"
    assert cloud.put(ws + "/data/d/versions/2", {"properties": {"dataType": "uri_file"}}).status_code == 400


def test_connections_answer_200_and_hide_their_credentials(cloud, ws):
    path = ws + "/connections/c1"
    sent = {"authType": "apikey", "category": "AzureOpenAI", "target": "https://x", "credentials": {"key": "hush"}}
    answer = cloud.put(path, {"properties": sent})
    assert answer.status_code == 200
    assert answer.json()["properties"]["credentials"] is None and answer.json()["tags"] is None
    assert cloud.post(path + "/listSecrets").json()["properties"]["credentials"] == {"key": "hush"}
    assert "hush" not in cloud.get(ws + "/connections").text
    assert (
        cloud.send("PATCH", path, {"properties": {"target": "https://y"}}).json()["properties"]["target"] == "https://y"
    )
    assert said(cloud.put(path, {"properties": {"authType": "Guess"}}), 400)
    assert cloud.delete(path).status_code == 200


def test_jobs_run_and_are_cancelled(cloud, ws):
    path = ws + "/jobs/j1"
    sent = {"jobType": "command", "command": "ls", "environmentId": "/e"}
    answer = cloud.put(path, {"properties": sent})
    assert (answer.status_code, answer.json()["properties"]["status"]) == (201, "Starting")
    assert answer.headers["Location"].startswith(BASE + path)
    cancelled = cloud.post(path + "/cancel")
    assert cancelled.status_code == 202
    cloud.finish(cancelled)
    assert cloud.get(path).json()["properties"]["status"] == "Canceled"
    again = cloud.post(path + "/cancel")
    assert (again.status_code, again.content) == (200, b"")
    changed = cloud.put(path, {"properties": {**sent, "command": "rm", "displayName": "new"}})
    assert changed.status_code == 200
    assert changed.json()["properties"]["command"] == "ls" and changed.json()["properties"]["displayName"] == "new"
    other = cloud.made(ws + "/jobs/j2", {"properties": sent})
    assert other["properties"]["status"] == "Completed"


def test_a_job_keeps_the_services_that_its_user_opens(cloud, ws):
    sent = {"jobType": "Command", "command": "ls", "environmentId": "/e", "services": {"s": {"jobServiceType": "SSH"}}}
    shown = cloud.made(ws + "/jobs/j3", {"properties": sent})["properties"]["services"]
    assert set(shown) == {"s", "Studio", "Tracking"} and shown["s"]["jobServiceType"] == "SSH"


def test_a_version_is_published_to_a_registry(cloud, ws):
    registry = f"{GROUP}/providers/Microsoft.MachineLearningServices/registries/shared"
    region = {"location": "eastus", "storageAccountDetails": [], "acrDetails": []}
    cloud.made(registry, {"location": "eastus", "properties": {"regionDetails": [region]}})
    path = ws + "/models/m/versions/1"
    cloud.put(path, {"properties": {"modelUri": "azureml://datastores/d/paths/models/m", "tags": {"a": "b"}}})
    assert "nowhere" in said(cloud.post(path + "/publish", {"registryName": "nowhere"}), 404)
    sent = {"registryName": "Shared", "destinationName": "churn", "destinationVersion": "7"}
    answer = cloud.post(path + "/publish", sent)
    assert answer.status_code == 202 and "/mfeOperationResults/" in answer.headers["Location"]
    there = registry + "/models/churn/versions/7"
    assert cloud.get(there).status_code == 404
    cloud.finish(answer)
    found = cloud.get(there).json()["properties"]
    assert found["tags"] == {"a": "b"} and found["modelUri"].startswith("https://") and found["modelUri"].endswith("/m")
    assert cloud.get(registry + "/models/churn").json()["properties"]["latestVersion"] == "7"
    assert "already exists" in said(cloud.post(path + "/publish", sent), 409)
    assert cloud.post(there + "/publish", sent).status_code == 404


def test_a_job_is_a_run_of_its_experiment_and_logs_its_metrics(cloud, ws):
    cloud.state.config.patch({"job_metrics": {"^train": {"accuracy": 0.93}}})
    sent = {"jobType": "command", "command": "ls", "environmentId": "/e", "experimentName": "churn", "tags": {"a": "b"}}
    cloud.put(ws + "/jobs/train-1", {"properties": sent})
    history, metrics = f"/history/v1.0{ws}/experiments/churn/runs", f"/metric/v2.0{ws}/runs/train-1"
    run = cloud.send("GET", history + "/train-1", version="").json()
    assert (run["status"], run["tags"], run["experimentName"]) == ("Starting", {"a": "b"}, "churn")
    assert cloud.send("POST", metrics + "/list", {}, version="").json()["value"] == []
    cloud.state.clock.advance(10)
    assert cloud.send("GET", history + "/train-1", version="").json()["status"] == "Completed"
    cloud.put(ws + "/jobs/train-1", {"properties": {**sent, "tags": {"a": "c"}}})
    found = cloud.send("POST", metrics + "/full", {"metricName": "accuracy"}, version="").json()
    assert [value["data"] for value in found["value"]] == [{"accuracy": 0.93}]
    other = {**sent, "experimentName": "other"}
    cloud.made(ws + "/jobs/other-1", {"properties": other})
    assert cloud.send("POST", f"/metric/v2.0{ws}/runs/other-1/list", {}, version="").json()["value"] == []
    cloud.finish(cloud.delete(ws + "/jobs/train-1"))
    assert cloud.send("GET", history + "/train-1", version="").status_code == 404


def test_endpoints_and_deployments(cloud, ws):
    path = ws + "/onlineEndpoints/ep-1"
    body = {"location": "eastus", "identity": {"type": "SystemAssigned"}, "properties": {"authMode": "key"}}
    answer = cloud.put(path, body)
    assert answer.status_code == 201
    assert "/mfeOperationsStatus/oeidp:" in answer.headers["Azure-AsyncOperation"]
    assert answer.headers["Location"].startswith(BASE + path + "?")
    assert answer.headers["x-ms-async-operation-timeout"] == "PT30M"
    poll = cloud.client.get(answer.headers["Azure-AsyncOperation"]).json()
    assert poll["status"] == "Updating" and "endTime" not in poll
    assert answer.json()["properties"]["scoringUri"] is None
    done = cloud.finish(answer).json()
    assert done["status"] == "Succeeded" and done["endTime"]
    found = cloud.get(path).json()["properties"]
    assert found["scoringUri"] == BASE + "/ep-1.eastus.inference.ml.azure.com/score" and found["traffic"] == {}
    deployment = {"location": "eastus", "properties": {"endpointComputeType": "Managed", "instanceType": "S"}}
    begun = cloud.put(path + "/deployments/blue", deployment).json()["properties"]
    assert begun["provisioningState"] == "Updating" and begun["livenessProbe"] is None
    cloud.state.clock.advance(10)
    made = cloud.get(path + "/deployments/blue").json()["properties"]
    assert made["requestSettings"]["requestTimeout"] == "PT5S" and made["livenessProbe"]["period"] == "PT10S"
    bad = {**body, "properties": {"authMode": "Key", "traffic": {"blue": 60}}}
    assert "100 percent" in said(cloud.put(path, bad), 400)
    good = {**body, "properties": {"authMode": "AMLToken", "traffic": {"blue": 100}}}
    assert cloud.put(path, good).json()["properties"]["traffic"] == {}
    cloud.state.clock.advance(10)
    found = cloud.get(path).json()["properties"]
    assert found["traffic"] == {"blue": 100} and found["authMode"] == "Key"
    last = cloud.finish(cloud.delete(path + "/deployments/blue")).json()
    assert last["status"] == "Failed" and "non-zero traffic weight, Current traffic [100]" in last["error"]["message"]
    assert cloud.get(path + "/deployments/blue").json()["properties"]["provisioningState"] == "Succeeded"
    before = cloud.post(path + "/listKeys").json()
    rotated = cloud.post(path + "/regenerateKeys", {"keyType": "Secondary"})
    assert rotated.status_code == 202 and "Azure-AsyncOperation" not in rotated.headers
    after = cloud.post(path + "/listKeys").json()
    assert after["primaryKey"] == before["primaryKey"] and after["secondaryKey"] != before["secondaryKey"]
    assert cloud.post(path + "/token").json()["tokenType"] == "Bearer"
    assert "Instance status" in cloud.post(path + "/deployments/blue/getLogs", {}).json()["content"]
    gone = cloud.delete(path)
    assert gone.status_code == 202 and "/mfeOperationResults/" in gone.headers["Location"]
    cloud.finish(gone)
    assert cloud.get(path).json()["error"]["code"] == "ResourceNotFound"


def test_an_online_endpoint_and_its_deployment_name_the_operation_that_changed_them(cloud, ws):
    path, member = ws + "/onlineEndpoints/ep-2", "AzureAsyncOperationUri"
    deployment = {"location": "eastus", "properties": {"endpointComputeType": "Managed", "instanceType": "S"}}
    for place, body in (
        (path, {"location": "eastus", "properties": {"authMode": "Key", "properties": {"a": "b", member: "old"}}}),
        (path + "/deployments/blue", deployment),
    ):
        answer = cloud.put(place, body)
        url = answer.headers["Azure-AsyncOperation"]
        assert answer.json()["properties"]["properties"][member] == url
        cloud.finish(answer)
        assert cloud.get(place).json()["properties"]["properties"][member] == url
        changed = cloud.put(place, {**body, "tags": {"a": "b"}}).headers["Azure-AsyncOperation"]
        assert url != changed == cloud.get(place).json()["properties"]["properties"][member]
    listed = cloud.get(ws + "/onlineEndpoints").json()["value"]
    assert listed[0]["properties"]["properties"][member].startswith(BASE)


def test_a_deployment_of_a_pipeline_component_is_filled_in_and_tagged_with_it(cloud, ws):
    cloud.made(ws + "/batchEndpoints/be-2", {"location": "eastus", "properties": {}})
    component = {"referenceType": "Id", "assetId": ws + "/components/c/versions/1"}
    sent = {"deploymentConfigurationType": "PipelineComponent", "componentId": component}
    place = ws + "/batchEndpoints/be-2/deployments/d-1"
    made = cloud.made(
        place, {"location": "eastus", "properties": {"deploymentConfiguration": sent}, "tags": {"a": "b"}}
    )
    empty = {"description": None, "settings": None, "tags": None}
    assert made["properties"]["deploymentConfiguration"] == {**sent, **empty}
    assert made["tags"] == {"a": "b", "PipelineDeployment.ComponentId": component["assetId"]}


def test_an_update_of_a_batch_endpoint_shows_the_old_default_until_it_is_over(cloud, ws):
    path = ws + "/batchEndpoints/be-3"
    cloud.made(path, {"location": "eastus", "properties": {}})
    answer = cloud.put(path, {"location": "eastus", "properties": {"defaults": {"deploymentName": "d"}}})
    assert answer.json()["properties"]["defaults"] == {"deploymentName": None}
    cloud.finish(answer)
    assert cloud.get(path).json()["properties"]["defaults"] == {"deploymentName": "d"}


def test_a_batch_endpoint_that_does_not_change_answers_200(cloud, ws):
    path = ws + "/batchEndpoints/be-1"
    body = {"location": "eastus", "properties": {"authMode": "aadToken"}}
    first = cloud.put(path, body)
    assert first.status_code == 201 and first.json()["properties"]["authMode"] == "AADToken"
    cloud.finish(first)
    same = cloud.put(path, body)
    assert same.status_code == 200 and "Azure-AsyncOperation" not in same.headers
    assert cloud.put(path, {**body, "tags": {"a": "b"}}).status_code == 201


def test_an_active_schedule_cannot_be_deleted_and_says_so_late(cloud, ws):
    path = ws + "/schedules/s1"
    sent = {"trigger": {"triggerType": "cron", "expression": "0 0 * * *"}, "action": {"actionType": "CreateJob"}}
    answer = cloud.put(path, {"properties": sent})
    assert answer.status_code == 201 and list(answer.json()) == ["properties"]
    cloud.finish(answer)
    assert cloud.get(path).json()["name"] == "s1"
    last = cloud.finish(cloud.delete(path)).json()
    assert last["status"] == "Failed" and last["error"]["message"] == "Cannot delete an active trigger s1"
    assert cloud.get(path).json()["properties"]["provisioningState"] == "Succeeded"
    cloud.finish(cloud.put(path, {"properties": {**sent, "isEnabled": False}}))
    assert cloud.finish(cloud.delete(path)).json()["status"] == "Succeeded"
    assert cloud.get(path).status_code == 404


def test_the_job_of_a_schedule_is_filled_in(cloud, ws):
    job = {"jobType": "pipeline", "experimentName": "churn", "inputs": {"n": {"jobInputType": "literal", "value": "1"}}}
    sent = {
        "trigger": {"triggerType": "Cron", "expression": "0 0 * * *"},
        "action": {"actionType": "CreateJob", "jobDefinition": job},
    }
    made = cloud.made(ws + "/schedules/s2", {"properties": sent})["properties"]
    assert made["trigger"]["endTime"] is None and made["trigger"]["startTime"] is None
    found = made["action"]["jobDefinition"]
    assert (found["jobType"], found["status"], found["experimentName"]) == ("Pipeline", "NotStarted", "churn")
    assert found["inputs"]["n"] == {"description": None, "jobInputType": "literal", "value": "1"}
    assert found["outputs"] == {} and {found[name] for name in ("services", "identity", "sourceJobId")} == {None}


def test_a_registry_starts_as_the_version_says(cloud, ws):
    registry = f"{GROUP}/providers/Microsoft.MachineLearningServices/registries/"
    body = {"location": "eastus", "properties": {"regionDetails": []}}
    for name, version, status in (("older", "2024-04-01", 202), ("newer", "2025-12-01", 201)):
        answer = cloud.send("PUT", registry + name, body, version=version)
        assert (answer.status_code, bool(answer.content)) == (status, status == 201)
        assert "type=async" in answer.headers["Azure-AsyncOperation"] and "type=location" in answer.headers["Location"]
        cloud.finish(answer)
        assert cloud.get(registry + name).json()["location"] == "eastus"


def test_a_registry_says_how_the_files_of_an_asset_are_read(cloud, ws):
    registry = f"{GROUP}/providers/Microsoft.MachineLearningServices/registries/shared"
    path = registry + "/datareferences/m/versions/1"
    assert cloud.post(path, {"assetId": "azureml://registries/shared/models/m/versions/1"}).status_code == 404
    made = {"systemCreatedStorageAccount": {"storageAccountType": "Standard_LRS"}}
    region = {"location": "eastus", "storageAccountDetails": [made], "acrDetails": []}
    cloud.made(registry, {"location": "eastus", "properties": {"regionDetails": [region]}})
    assert cloud.post(path, {"assetId": "azureml://registries/shared/models/m/versions/1"}).status_code == 404
    upload = cloud.post(registry + "/models/m/versions/1/startPendingUpload", {}).json()
    place = upload["blobReferenceForConsumption"]["blobUri"]
    cloud.made(registry + "/models/m/versions/1", {"properties": {"modelUri": place}})
    for sent in ({"assetId": "azureml://registries/shared/models/m/versions/1"}, {"blobUri": place}):
        found = cloud.post(path, sent).json()["blobReferenceForConsumption"]
        assert found["blobUri"] == place and "/storageAccounts/st" in found["storageAccountArmId"]
        assert found["credential"]["credentialType"] == "SAS"
        signed = found["credential"]["sasUri"] + "&restype=container&comp=list"
        assert cloud.client.get(signed, headers={"Authorization": ""}).status_code == 200
        broken = signed.replace("sp=rl", "sp=rwl")
        assert cloud.client.get(broken, headers={"Authorization": ""}).status_code == 403
    elsewhere = "https://account.blob.core.windows.net/c/file"
    found = cloud.post(path, {"blobUri": elsewhere}).json()["blobReferenceForConsumption"]
    assert found["credential"]["sasUri"].startswith(elsewhere + "?sv=")


def test_an_unknown_front_end_operation(cloud):
    path = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.MachineLearningServices/locations/eastus"
    answer = cloud.get(path + "/mfeOperationResults/oe:a:b")
    assert answer.status_code == 404
    assert answer.json()["error"]["details"][0]["message"] == "There is no operation with id b"


def test_what_a_region_offers(cloud, ws):
    base = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.MachineLearningServices/locations/eastus"
    assert cloud.get(base + "/vmSizes").json()["value"][0]["vCPUs"] == 1
    assert [row["name"]["value"] for row in cloud.get(base + "/usages").json()["value"]][:2] == [
        "TotalClusters",
        "TotalDedicatedCores",
    ]
    quota = cloud.get(base + "/quotas").json()["value"][0]
    changed = {"id": quota["id"], "type": quota["type"], "limit": 7, "unit": "Count"}
    assert cloud.post(base + "/updateQuotas", {"value": [changed]}).json()["value"][0]["status"] == "Success"
    assert cloud.get(base + "/quotas").json()["value"][0]["limit"] == 7
