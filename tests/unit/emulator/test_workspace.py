# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workspaces: operations, defaults, casing, refusals, kinds, soft delete."""

from __future__ import annotations

import pytest

from tests.emulator.directory import SUBSCRIPTION, TENANT
from tests.unit.emulator.in_process import BASE, GROUP

PATH = GROUP + "/providers/Microsoft.MachineLearningServices/workspaces/ws"
IDENTITY = GROUP + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uai1"


def body(properties, **more):
    return {"location": "eastus", "identity": {"type": "SystemAssigned"}, "properties": properties, **more}


def error(answer):
    return answer.json()["error"]


def test_a_put_is_accepted_without_a_body_and_with_both_urls(cloud):
    answer = cloud.put(PATH, body(cloud.dependents()))
    assert (answer.status_code, answer.content) == (202, b"")
    status, location = answer.headers["Azure-AsyncOperation"], answer.headers["Location"]
    own = f"{BASE}/subscriptions/{SUBSCRIPTION}/providers/Microsoft.MachineLearningServices/locations/eastus"
    assert status.startswith(own + "/workspaceOperationsStatus/") and "&type=async" in status
    assert location == status.replace("type=async", "type=location")
    assert "Retry-After" not in answer.headers
    assert len(status.split("/")[-1].split("?")[0]) == 43
    assert cloud.client.get(status).json() == {"status": "InProgress"}
    assert cloud.client.get(location).status_code == 202
    assert cloud.get(PATH).json()["properties"]["provisioningState"] == "Creating"
    assert cloud.finish(answer).json() == {"status": "Succeeded", "percentComplete": 100.0}
    done = cloud.client.get(location)
    assert (done.status_code, done.content) == (200, b"")


def test_the_switch_adds_what_the_service_does_not_send(cloud):
    cloud.state.config.patch({"retry_after": 1})
    answer = cloud.put(PATH, body(cloud.dependents()))
    assert answer.headers["Retry-After"] == "1"
    assert cloud.client.get(answer.headers["Azure-AsyncOperation"]).headers["Retry-After"] == "1"


def test_what_the_server_says_about_a_workspace(cloud):
    found = cloud.get(cloud.workspace()).json()
    properties = found["properties"]
    assert found["etag"] is None and found["tags"] == {} and found["kind"] == "Default"
    assert found["sku"] == {"name": "Basic", "tier": "Basic"}
    assert found["identity"]["type"] == "SystemAssigned" and found["identity"]["principalId"]
    # The casing of the answer is the server's own, whatever was sent.
    assert properties["keyVault"] == GROUP + "/providers/Microsoft.Keyvault/vaults/kv-1"
    assert properties["applicationInsights"] == GROUP + "/providers/Microsoft.insights/components/ai1"
    assert properties["discoveryUrl"] == BASE + "/discovery"
    assert properties["EnableSoftwareBillOfMaterials"] is False
    assert properties["containerRegistry"] is None
    assert properties["managedNetwork"]["isolationMode"] == "Disabled"
    assert properties["tenantId"] == TENANT


def test_the_body_of_2021_with_its_quirks(cloud):
    paths = cloud.dependents()
    paths["applicationInsights"] = paths["applicationInsights"].lstrip("/")
    sent = {
        "location": "East US",
        "identity": {"type": "systemAssigned"},
        "properties": {**paths, "friendlyName": "f", "hbiWorkspace": False},
        "userAccountCredentials": {"adminUserName": "x"},
    }
    answer = cloud.put(PATH + "/", sent, version="2021-03-01-preview")
    assert answer.status_code == 202
    assert cloud.finish(answer).json()["status"] == "Succeeded"
    found = cloud.get(PATH, version="2021-03-01-preview").json()
    assert found["identity"]["type"] == "SystemAssigned" and "userAccountCredentials" not in found
    listed = cloud.get(PATH.rpartition("/")[0] + "/", version="2021-03-01-preview").json()
    assert [row["name"] for row in listed["value"]] == ["ws"]


@pytest.mark.parametrize("member", ["storageAccount", "keyVault"])
def test_dependents_that_are_not_named(cloud, member):
    paths = cloud.dependents()
    del paths[member]
    answer = cloud.put(PATH, body(paths))
    assert (answer.status_code, error(answer)["code"]) == (400, "ValidationError")
    assert error(answer)["message"] == "Missing dependent resources in workspace json"


def test_a_dependent_that_does_not_exist_fails_the_operation_by_name(cloud):
    paths = cloud.dependents()
    paths["keyVault"] = paths["keyVault"].replace("kv-1", "nowhere")
    answer = cloud.put(PATH, body(paths))
    assert answer.status_code == 202
    last = cloud.finish(answer).json()
    assert last["status"] == "Failed"
    assert "Microsoft.Keyvault/vaults/nowhere" in last["error"]["message"]
    assert last["error"]["details"][0]["target"] == "keyVault"
    told = cloud.client.get(answer.headers["Location"])
    assert (told.status_code, error(told)["code"]) == (400, "ValidationError")
    assert cloud.get(PATH).json()["properties"]["provisioningState"] == "Failed"


def test_no_identity(cloud):
    sent = body(cloud.dependents())
    del sent["identity"]
    assert "client which support MSI" in error(cloud.put(PATH, sent))["message"]


def test_an_assigned_identity_gets_its_ids_and_must_exist(cloud):
    paths = cloud.dependents()
    identity = {"type": "SystemAssigned, UserAssigned", "userAssignedIdentities": {IDENTITY: {}}}
    assert error(cloud.put(PATH, body(paths, identity=identity)))["code"] == "FailedIdentityOperation"
    made = cloud.made(IDENTITY, {"location": "eastus"})["properties"]
    found = cloud.made(PATH, body(paths, identity=identity))["identity"]
    assert found["type"] == "SystemAssigned,UserAssigned"
    assert found["userAssignedIdentities"] == {
        IDENTITY: {"principalId": made["principalId"], "clientId": made["clientId"]}
    }
    cloud.state.config.patch({"deny_linked": [IDENTITY]})
    assert error(cloud.put(PATH, body(paths, identity=identity)))["code"] == "LinkedAuthorizationFailed"


def key_of(vault):
    return {
        "status": "Enabled",
        "identity": {"userAssignedIdentity": None},
        "keyVaultProperties": {"keyVaultArmId": vault, "keyIdentifier": "https://kv-1.vault.azure.net/keys/k/1"},
    }


def test_a_customers_key_needs_purge_protection(cloud):
    paths = cloud.dependents()
    sent = body({**paths, "encryption": key_of(paths["keyVault"])})
    last = cloud.finish(cloud.put(PATH, sent)).json()
    assert "purge protection" in last["error"]["message"]
    cloud.send("PATCH", paths["keyVault"], {"properties": {"enablePurgeProtection": True}})
    assert cloud.finish(cloud.put(PATH, sent)).json()["status"] == "Succeeded"
    properties = cloud.get(PATH).json()["properties"]
    assert properties["encryption"]["cosmosDbResourceId"]
    assert properties["serviceManagedResourcesSettings"] == {"cosmosDb": {"collectionsThroughput": 4000}}
    without = body({**paths, "encryption": {"status": "Disabled"}})
    assert "encryption.status" in error(cloud.put(PATH, without))["message"]


def test_what_cannot_be_changed(cloud):
    path = cloud.workspace()
    sent = cloud.get(path).json()
    for member, value in (("storageAccount", sent["properties"]["storageAccount"] + "2"), ("hbiWorkspace", True)):
        answer = cloud.put(path, body({**sent["properties"], member: value}))
        assert (answer.status_code, error(answer)["code"]) == (400, "ValidationError")
        assert member in error(answer)["message"]
    assert "kind" in error(cloud.put(path, body(sent["properties"], kind="Hub")))["message"]
    assert cloud.put(path, {**sent, "location": "westus"}).status_code == 409
    # What a GET answered can be sent back.
    assert cloud.finish(cloud.put(path, sent)).json()["status"] == "Succeeded"
    assert cloud.get(path).json()["properties"] == sent["properties"]


def test_a_patch_changes_what_it_names_and_replaces_tags(cloud):
    path = cloud.workspace(description="old", friendlyName="kept")
    first = cloud.send("PATCH", path, {"tags": {"a": "1", "b": "2"}})
    assert (first.status_code, first.content) == (202, b"")
    assert cloud.send("PATCH", path, {"tags": {}}).status_code == 409
    cloud.finish(first)
    changes = {"tags": {"b": "3"}, "properties": {"description": "new", "publicNetworkAccess": "disabled", "x": 1}}
    running = cloud.send("PATCH", path, changes)
    assert cloud.get(path).json()["properties"]["description"] == "old"
    cloud.finish(running)
    found = cloud.get(path).json()
    assert found["tags"] == {"b": "3"}
    assert found["properties"]["description"] == "new"
    assert found["properties"]["friendlyName"] == "kept"
    assert found["properties"]["publicNetworkAccess"] == "Disabled"
    assert "x" not in found["properties"]
    assert cloud.send("PATCH", path + "x", {}).status_code == 404


def test_an_hbi_workspace_assigns_no_roles(cloud):
    path = cloud.workspace(hbiWorkspace=True)
    cloud.finish(cloud.send("PATCH", path, {"properties": {"allowRoleAssignmentOnRG": True}}))
    assert cloud.get(path).json()["properties"]["allowRoleAssignmentOnRG"] is False


def test_the_default_datastores_come_with_it_and_go_with_it(cloud):
    path = cloud.workspace()
    guid = cloud.get(path).json()["properties"]["workspaceId"]
    rows = cloud.get(path + "/datastores").json()["value"]
    assert [row["name"] for row in rows] == [
        "workspaceblobstore",
        "workspaceartifactstore",
        "workspacefilestore",
        "workspaceworkingdirectory",
    ]
    assert rows[0]["properties"]["containerName"] == f"azureml-blobstore-{guid}"
    assert [row["properties"]["isDefault"] for row in rows] == [True, False, False, False]
    assert cloud.delete(path + "/datastores/workspaceblobstore").status_code == 400
    key = cloud.post(path + "/datastores/workspaceblobstore/listSecrets").json()["key"]
    account = cloud.get(path).json()["properties"]["storageAccount"]
    assert key == cloud.post(account + "/listKeys").json()["keys"][0]["value"]
    cloud.finish(cloud.delete(path))
    assert cloud.get(path + "/datastores").status_code == 404


def test_soft_delete_holds_the_name_until_the_purge(cloud):
    path = cloud.workspace()
    answer = cloud.delete(path)
    assert (answer.status_code, answer.content) == (202, b"")
    assert cloud.get(path).json()["properties"]["provisioningState"] == "Deleting"
    cloud.finish(answer)
    assert error(cloud.get(path))["code"] == "ResourceNotFound"
    sent = body(cloud.dependents())
    assert error(cloud.put(path, sent))["message"].startswith("Soft-deleted workspace exists.")
    assert cloud.delete(path).status_code == 404
    purge = cloud.delete(path, forceToPurge="true")
    assert purge.status_code == 202
    cloud.finish(purge)
    assert cloud.put(path, sent).status_code == 202


def test_a_forced_delete_leaves_nothing_and_two_weeks_pass(cloud):
    path = cloud.workspace()
    cloud.finish(cloud.delete(path, forceToPurge="true"))
    assert cloud.delete(path).status_code == 204
    cloud.made(path, body(cloud.dependents()))
    cloud.finish(cloud.delete(path))
    cloud.client.headers["Authorization"] = "Bearer " + cloud.token(life=30 * 86400)
    cloud.state.clock.advance(14 * 86400)
    assert cloud.put(path, body(cloud.dependents())).status_code == 202


def test_a_workspace_with_an_assigned_identity_is_not_kept(cloud):
    paths = cloud.dependents()
    cloud.made(IDENTITY, {"location": "eastus"})
    identity = {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}}
    cloud.made(PATH, body(paths, identity=identity))
    cloud.finish(cloud.delete(PATH))
    assert cloud.put(PATH, body(paths)).status_code == 202


def test_a_project_belongs_to_its_hub(cloud):
    hub = PATH.replace("/ws", "/hub")
    cloud.made(hub, body(cloud.dependents(), kind="hub"))
    project = PATH.replace("/ws", "/project")
    made = cloud.made(project, body({"hubResourceId": hub}, kind="Project"))
    assert made["properties"]["storageAccount"] == cloud.get(hub).json()["properties"]["storageAccount"]
    assert cloud.get(hub).json()["properties"]["associatedWorkspaces"] == [project]
    assert cloud.delete(hub).status_code == 409
    kinds = cloud.get(PATH.rpartition("/")[0], kind="Hub").json()["value"]
    assert [row["name"] for row in kinds] == ["hub"]
    cloud.finish(cloud.delete(project))
    assert cloud.get(hub).json()["properties"]["associatedWorkspaces"] == []
    assert cloud.put(PATH, body({"hubResourceId": PATH}, kind="Project")).status_code == 400


def test_keys_and_tokens(cloud):
    path = cloud.workspace()
    keys = cloud.post(path + "/listkeys").json()
    assert keys["containerRegistryCredentials"] is None
    assert keys["userStorageKey"] == cloud.post(path + "/listStorageAccountKeys").json()["userStorageKey"]
    assert keys["notebookAccessKeys"] == cloud.post(path + "/listNotebookKeys").json()
    assert cloud.post(path + "/listNotebookAccessToken").json()["scope"] == "aznb_identity"
    assert cloud.post(path + "/nothing").status_code == 404


def test_diagnose_gives_its_result_at_the_location(cloud):
    path = cloud.workspace()
    cloud.finish(cloud.send("PATCH", path, {"properties": {"imageBuildCompute": "missing"}}))
    answer = cloud.post(path + "/diagnose", {"value": {}})
    assert answer.status_code == 202 and "Azure-AsyncOperation" not in answer.headers
    value = cloud.finish(answer).json()["value"]
    assert value["containerRegistryResults"][0]["code"] == "ImageBuildComputeNotValid"
    assert value["9"] == []


def test_a_managed_network_is_provisioned_and_has_rules(cloud):
    rule = {"type": "FQDN", "destination": "*.pytorch.org"}
    network = {"isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": {"pytorch": rule}}
    path = cloud.workspace(managedNetwork=network)
    assert cloud.get(path + "/outboundRules/pytorch").json()["properties"] == {
        **rule,
        "status": "Inactive",
        "category": "UserDefined",
    }
    answer = cloud.post(path + "/provisionManagedNetwork", {"includeSpark": True})
    cloud.finish(answer)
    assert cloud.client.get(answer.headers["Location"]).json() == {"status": "Active", "sparkReady": True}
    added = cloud.put(path + "/outboundRules/added", {"properties": {"type": "fqdn", "destination": "a.com"}})
    assert added.status_code == 202
    cloud.finish(added)
    assert cloud.client.get(added.headers["Location"]).json()["name"] == "added"
    assert sorted(cloud.get(path).json()["properties"]["managedNetwork"]["outboundRules"]) == ["added", "pytorch"]
    cloud.finish(cloud.delete(path + "/outboundRules/added"))
    assert sorted(cloud.get(path).json()["properties"]["managedNetwork"]["outboundRules"]) == ["pytorch"]


def test_of_two_outbound_rules_that_are_written_side_by_side_one_is_lost(cloud):
    """azapi issue 453: both operations end well, and the rule that was there first is gone."""
    path = cloud.workspace(managedNetwork={"isolationMode": "AllowOnlyApprovedOutbound"})
    cloud.finish(cloud.put(path + "/outboundRules/kept", {"properties": {"type": "FQDN", "destination": "k.com"}}))
    first = cloud.put(path + "/outboundRules/first", {"properties": {"type": "FQDN", "destination": "a.com"}})
    cloud.state.clock.advance(5)
    second = cloud.put(path + "/outboundRules/second", {"properties": {"type": "FQDN", "destination": "b.com"}})
    cloud.state.clock.advance(5)
    assert cloud.client.get(first.headers["Azure-AsyncOperation"]).json()["status"] == "Succeeded"
    assert cloud.get(path + "/outboundRules/first").status_code == 200
    assert cloud.finish(second).json()["status"] == "Succeeded"
    assert cloud.get(path + "/outboundRules/first").status_code == 404
    assert sorted(cloud.get(path).json()["properties"]["managedNetwork"]["outboundRules"]) == ["kept", "second"]


def test_an_operation_that_the_configuration_lets_fail(cloud):
    paths = cloud.dependents()
    rule = {"type": "Microsoft.MachineLearningServices/workspaces", "name": "^ws$", "code": "Boom", "message": "why"}
    cloud.state.config.patch({"failures": [rule]})
    last = cloud.finish(cloud.put(PATH, body(paths))).json()
    assert last == {"status": "Failed", "percentComplete": 100.0, "error": {"code": "Boom", "message": "why"}}
