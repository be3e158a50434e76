# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Feature stores, capability hosts, serverless endpoints and private endpoint connections, as recorded or published."""

from __future__ import annotations

import json

import pytest

SPECIFICATION = {
    "indexColumns": [{"ColumnName": "accountID", "DataType": "string"}],
    "features": [{"FeatureName": "amount", "DataType": "double"}, {"FeatureName": "count", "DataType": "long"}],
    "source": {"type": "parquet"},
}
SET = {
    "entities": ["azureml:account:1"],
    "specification": {"path": "azureml://datastores/d/paths/spec"},
    "materializationSettings": {"storeType": "offline", "sparkConfiguration": {"spark.driver.cores": 4}},
    "properties": {"featuresetProperties": json.dumps(SPECIFICATION)},
}
MODEL = "azureml://registries/azureml-meta/models/Meta-Llama-3-8B-Instruct"


@pytest.fixture
def workspace(cloud) -> str:
    return cloud.workspace()


class TestAFeatureSet:
    def test_comes_back_with_its_specification_written_anew(self, cloud, workspace):
        answer = cloud.put(workspace + "/featuresets/sums/versions/1", {"properties": SET})
        assert (answer.status_code, list(answer.json())) == (201, ["properties"])
        cloud.finish(answer)
        found = cloud.get(workspace + "/featuresets/sums/versions/1").json()["properties"]
        assert json.loads(found["properties"]["featuresetProperties"]) == {
            "features": [{"FeatureName": "amount", "DataType": 4}, {"FeatureName": "count", "DataType": 2}],
            "source": {"type": "parquet"},
            "indexColumns": [{"ColumnName": "accountID", "DataType": 0}],
        }
        assert found["materializationSettings"] == {
            "storeType": "Offline",
            "schedule": None,
            "notification": None,
            "resource": None,
            "sparkConfiguration": {"spark.driver.cores": "4"},
        }
        assert found["properties"]["offlineMaterializationVersion"]
        assert found["properties"]["onlineMaterializationVersion"] is None

    def test_has_its_features_and_makes_its_container(self, cloud, workspace):
        cloud.made(workspace + "/featuresets/sums/versions/1", {"properties": SET})
        features = cloud.get(workspace + "/featuresets/sums/versions/1/features").json()["value"]
        assert [(row["name"], row["properties"]["dataType"]) for row in features] == [
            ("amount", "Double"),
            ("count", "Long"),
        ]
        one = cloud.get(workspace + "/featuresets/sums/versions/1/features/amount").json()
        assert one == features[0]
        assert cloud.put(workspace + "/featuresets/sums/versions/1/features/new", {}).status_code == 405
        container = cloud.get(workspace + "/featuresets/sums").json()["properties"]
        assert container["latestVersion"] == "1" and container["nextVersion"].count("-") == 6

    def test_goes_with_its_last_version(self, cloud, workspace):
        cloud.made(workspace + "/featuresets/sums/versions/1", {"properties": SET})
        cloud.finish(cloud.delete(workspace + "/featuresets/sums/versions/1"))
        missing = cloud.get(workspace + "/featuresets/sums/versions")
        assert (missing.status_code, missing.json()["error"]["code"]) == (404, "UserError")


class TestACapabilityHost:
    def test_never_shows_its_description(self, cloud, workspace):
        body = {"properties": {"description": "Agents", "capabilityHostKind": "agents"}}
        answer = cloud.put(workspace + "/capabilityHosts/agents", body)
        assert answer.json() == {"properties": {**answer.json()["properties"], "description": "Agents"}}
        cloud.finish(answer)
        found = cloud.get(workspace + "/capabilityHosts/agents").json()["properties"]
        assert (found["description"], found["capabilityHostKind"]) == (None, "Agents")

    def test_is_in_no_list(self, cloud, workspace):
        assert cloud.get(workspace + "/capabilityHosts").status_code == 405


class TestAServerlessEndpoint:
    def test_is_paid_for_by_the_subscription_to_its_model(self, cloud, workspace):
        cloud.made(workspace + "/marketplaceSubscriptions/llama", {"properties": {"modelId": MODEL}})
        body = {"location": "eastus", "properties": {"authMode": "key", "modelSettings": {"modelId": MODEL}}}
        found = cloud.made(workspace + "/serverlessEndpoints/llama", body)["properties"]
        assert found["marketplaceSubscriptionId"] == workspace + "/marketplaceSubscriptions/llama"
        assert (found["authMode"], found["endpointState"]) == ("Key", "Online")
        assert found["contentSafety"] == {"contentSafetyStatus": "Enabled"}

    def test_is_patched_in_tags_plan_and_identity_alone(self, cloud, workspace):
        body = {"location": "eastus", "properties": {"authMode": "Key"}}
        cloud.made(workspace + "/serverlessEndpoints/llama", body)
        sent = {"tags": {"a": "b"}, "sku": {"name": "Consumption"}, "properties": {"authMode": "AAD"}}
        cloud.finish(cloud.send("PATCH", workspace + "/serverlessEndpoints/llama", sent))
        found = cloud.get(workspace + "/serverlessEndpoints/llama").json()
        assert (found["tags"], found["sku"]) == (sent["tags"], sent["sku"])
        assert found["properties"]["authMode"] == "Key"

    def test_keeps_its_model(self, cloud, workspace):
        body = {"location": "eastus", "properties": {"authMode": "Key", "modelSettings": {"modelId": MODEL}}}
        cloud.made(workspace + "/serverlessEndpoints/llama", body)
        other = {"authMode": "Key", "modelSettings": {"modelId": MODEL + "-2"}}
        assert cloud.put(workspace + "/serverlessEndpoints/llama", {**body, "properties": other}).status_code == 400


def test_a_private_endpoint_connection_is_put_with_200_each_time(cloud, workspace):
    path = workspace + "/privateEndpointConnections/pe.1"
    for status in ("pending", "Approved"):
        answer = cloud.put(path, {"properties": {"privateLinkServiceConnectionState": {"status": status}}})
        assert answer.status_code == 200
    state = cloud.get(path).json()["properties"]["privateLinkServiceConnectionState"]
    assert state == {"status": "Approved", "description": None, "actionsRequired": "None"}


class TestALabelingJob:
    def test_is_paused_and_resumed(self, cloud, workspace):
        place = workspace + "/labelingJobs/birds"
        made = cloud.made(place, {"properties": {"jobType": "labeling"}})["properties"]
        assert (made["jobType"], made["status"]) == ("Labeling", "NotStarted")
        assert cloud.post(place + "/pause").status_code == 200
        assert cloud.get(place).json()["properties"]["status"] == "Paused"
        cloud.finish(cloud.post(place + "/resume"))
        assert cloud.get(place).json()["properties"]["status"] == "InProgress"

    def test_exports_in_a_known_format_only(self, cloud, workspace):
        place = workspace + "/labelingJobs/birds"
        cloud.made(place, {"properties": {"jobType": "Labeling"}})
        assert cloud.post(place + "/exportLabels", {"format": "Xml"}).status_code == 400
        started = cloud.post(place + "/exportLabels", {"format": "csv"})
        assert started.status_code == 202
        cloud.finish(started)
        exported = cloud.get(started.headers["Location"]).json()
        assert (exported["format"], exported["labelingJobId"]) == ("CSV", "birds")


class TestARegistry:
    def test_names_the_accounts_that_it_is_made_with(self, cloud, workspace):
        storage = {"storageAccountHnsEnabled": False, "storageAccountType": "standard_lrs"}
        detail = {
            "location": "WestEurope",
            "storageAccountDetails": [{"systemCreatedStorageAccount": storage}],
            "acrDetails": [{"systemCreatedAcrAccount": {"acrAccountSku": "Premium"}}],
        }
        place = workspace.partition("/workspaces/")[0] + "/registries/shared"
        made = cloud.made(place, {"location": "WestEurope", "properties": {"regionDetails": [detail]}})
        (found,) = made["properties"]["regionDetails"]
        account = found["storageAccountDetails"][0]["systemCreatedStorageAccount"]
        assert found["location"] == "westeurope"
        assert found["storageAccountDetails"][0]["userCreatedStorageAccount"] is None
        assert account["armResourceId"]["resourceId"].endswith("/storageAccounts/" + account["storageAccountName"])
        assert found["acrDetails"][0]["systemCreatedAcrAccount"]["acrAccountName"].startswith("acr")
