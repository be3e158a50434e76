# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resource groups and what a workspace stands on."""

from __future__ import annotations

import pytest

from tests.emulator.directory import SUBSCRIPTION, TENANT
from tests.unit.emulator.in_process import BASE, GROUP

ACCOUNT = GROUP + "/providers/Microsoft.Storage/storageAccounts/st1"
VAULT = GROUP + "/providers/Microsoft.KeyVault/vaults/kv-1"
REGISTRY = GROUP + "/providers/Microsoft.ContainerRegistry/registries/images1"
INSIGHTS = GROUP + "/providers/Microsoft.Insights/components/ai1"
LOGS = GROUP + "/providers/Microsoft.OperationalInsights/workspaces/logs1"
IDENTITY = GROUP + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uai1"
NEW_ACCOUNT = {"location": "eastus", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
NEW_VAULT = {"location": "eastus", "properties": {"tenantId": TENANT, "sku": {"family": "a", "name": "Standard"}}}
SUB = f"/subscriptions/{SUBSCRIPTION}/providers/"


def code(answer):
    return answer.json()["error"]["code"]


def test_a_group_is_made_changed_and_deleted_with_all_in_it(cloud):
    assert cloud.send("HEAD", GROUP).status_code == 404
    assert cloud.put(GROUP, {"location": "East US", "tags": {"a": "b"}}).status_code == 201
    assert cloud.put(GROUP.replace("resourceGroups/rg", "resourcegroups/RG"), {"location": "eastus"}).status_code == 200
    assert cloud.get(GROUP).json() == {
        "id": GROUP,
        "name": "rg",
        "type": "Microsoft.Resources/resourceGroups",
        "location": "eastus",
        "properties": {"provisioningState": "Succeeded"},
    }
    assert cloud.send("HEAD", GROUP).status_code == 204
    assert cloud.send("PATCH", GROUP, {"tags": {"x": "y"}}).json()["tags"] == {"x": "y"}
    assert code(cloud.put(GROUP, {"location": "westus"})) == "InvalidResourceGroupLocation"
    listed = cloud.get(f"/subscriptions/{SUBSCRIPTION}/resourceGroups", version="2021-03-01-preview").json()
    assert [row["name"] for row in listed["value"]] == ["rg"] and "nextLink" not in listed
    cloud.made(ACCOUNT, NEW_ACCOUNT)
    answer = cloud.delete(GROUP)
    assert (answer.status_code, answer.content) == (202, b"")
    assert answer.headers["Location"].startswith(f"{BASE}/subscriptions/{SUBSCRIPTION}/operationresults/")
    again = cloud.client.get(answer.headers["Location"])
    assert (again.status_code, again.headers["Location"]) == (202, answer.headers["Location"])
    last = cloud.finish(answer)
    assert (last.status_code, last.content) == (200, b"")
    assert code(cloud.get(ACCOUNT)) == "ResourceGroupNotFound"
    assert code(cloud.delete(GROUP)) == "ResourceGroupNotFound"


@pytest.mark.parametrize("name", ["ends.", "a b", "x" * 91])
def test_names_that_a_group_cannot_have(cloud, name):
    path = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{name}"
    assert code(cloud.put(path, {"location": "eastus"})) == "InvalidResourceGroup"


def test_groups_are_filtered_by_tag(cloud):
    for name, tags in (("a", {"env": "dev"}), ("b", {"env": "prod"}), ("c", {})):
        cloud.put(f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{name}", {"location": "eastus", "tags": tags})
    path = f"/subscriptions/{SUBSCRIPTION}/resourcegroups"
    found = cloud.get(path, version="2021-04-01", **{"$filter": "tagName eq 'env' and tagValue eq 'dev'"}).json()
    assert [row["name"] for row in found["value"]] == ["a"]
    top = cloud.get(path, version="2021-04-01", **{"$top": "2"}).json()
    assert [row["name"] for row in top["value"]] == ["a", "b"]
    assert [row["name"] for row in cloud.client.get(top["nextLink"]).json()["value"]] == ["c"]


def test_a_new_account_takes_its_time_and_ends_as_itself(cloud):
    cloud.group()
    answer = cloud.put(ACCOUNT, NEW_ACCOUNT)
    assert (answer.status_code, answer.content) == (202, b"")
    assert "/locations/eastus/asyncoperations/" in answer.headers["Location"]
    assert "monitor=true&api-version=2023-05-01" in answer.headers["Location"]
    waiting = cloud.client.get(answer.headers["Location"])
    assert (waiting.status_code, waiting.content) == (202, b"")
    done = cloud.finish(answer)
    assert done.status_code == 200
    assert done.json()["properties"]["provisioningState"] == "Succeeded"
    assert done.json()["sku"] == {"name": "Standard_LRS", "tier": "Standard"}
    again = cloud.put(ACCOUNT, {**NEW_ACCOUNT, "properties": {"minimumTlsVersion": "TLS1_2"}})
    assert again.status_code == 200
    assert again.json()["properties"]["minimumTlsVersion"] == "TLS1_2"
    keys = cloud.post(ACCOUNT + "/listkeys").json()["keys"]
    assert [key["keyName"] for key in keys] == ["key1", "key2"] and keys[0]["value"] != keys[1]["value"]
    assert cloud.delete(ACCOUNT).status_code == 200
    assert cloud.delete(ACCOUNT).status_code == 204


def test_account_names_are_checked_and_unique(cloud):
    cloud.group()
    cloud.made(ACCOUNT, NEW_ACCOUNT)
    assert code(cloud.put(ACCOUNT.replace("st1", "ST-1"), NEW_ACCOUNT)) == "AccountNameInvalid"
    cloud.put(GROUP + "2", {"location": "eastus"})
    answer = cloud.put(ACCOUNT.replace("/rg/", "/rg2/"), NEW_ACCOUNT)
    assert (answer.status_code, code(answer)) == (409, "StorageAccountAlreadyTaken")
    check = SUB + "Microsoft.Storage/checkNameAvailability"
    asked = {"type": "Microsoft.Storage/storageAccounts"}
    assert cloud.post(check, {"name": "st1", **asked}).json()["reason"] == "AlreadyExists"
    assert cloud.post(check, {"name": "free1", **asked}).json() == {"nameAvailable": True}
    assert code(cloud.put(ACCOUNT, {**NEW_ACCOUNT, "location": "westus"})) == "InvalidResourceLocation"


def test_a_vault_registers_its_name_first(cloud):
    cloud.group()
    answer = cloud.put(VAULT, NEW_VAULT)
    assert answer.status_code == 200
    assert "Location" not in answer.headers and "Azure-AsyncOperation" not in answer.headers
    assert answer.json()["properties"]["provisioningState"] == "RegisteringDns"
    assert answer.json()["properties"]["vaultUri"] == "https://kv-1.vault.azure.net"
    assert answer.json()["properties"]["sku"] == {"family": "A", "name": "standard"}
    assert cloud.get(VAULT).json()["properties"]["vaultUri"] == "https://kv-1.vault.azure.net/"
    cloud.state.clock.advance(10)
    assert cloud.get(VAULT).json()["properties"]["provisioningState"] == "Succeeded"


def test_a_deleted_vault_holds_its_name_until_it_is_purged(cloud):
    cloud.group()
    cloud.made(VAULT, NEW_VAULT)
    assert cloud.delete(VAULT).status_code == 200
    assert cloud.get(VAULT).status_code == 404
    answer = cloud.put(VAULT, NEW_VAULT)
    assert (answer.status_code, code(answer)) == (409, "ConflictError")
    shelf = SUB + "Microsoft.KeyVault/locations/eastus/deletedVaults/kv-1"
    assert cloud.get(shelf).json()["properties"]["vaultId"] == VAULT
    assert len(cloud.get(SUB + "Microsoft.KeyVault/deletedVaults").json()["value"]) == 1
    purged = cloud.post(shelf + "/purge")
    assert purged.status_code == 202 and "/operationResults/" in purged.headers["Location"]
    assert cloud.finish(purged).status_code == 200
    assert code(cloud.get(shelf)) == "DeletedVaultNotFound"
    assert cloud.put(VAULT, NEW_VAULT).status_code == 200


def test_a_vault_of_a_deleted_group_can_be_recovered(cloud):
    cloud.group()
    cloud.made(VAULT, {**NEW_VAULT, "properties": {**NEW_VAULT["properties"], "enableRbacAuthorization": True}})
    cloud.finish(cloud.delete(GROUP))
    cloud.group()
    recovered = {**NEW_VAULT, "properties": {**NEW_VAULT["properties"], "createMode": "recover"}}
    assert cloud.made(VAULT, recovered)["properties"]["enableRbacAuthorization"] is True
    assert cloud.get(SUB + "Microsoft.KeyVault/deletedVaults").json() == {"value": []}


def test_purge_protection_stays_and_forbids_the_purge(cloud):
    cloud.group()
    properties = {**NEW_VAULT["properties"], "enablePurgeProtection": True}
    cloud.made(VAULT, {**NEW_VAULT, "properties": properties})
    answer = cloud.put(VAULT, {**NEW_VAULT, "properties": {**properties, "enablePurgeProtection": False}})
    assert answer.status_code == 400
    cloud.delete(VAULT)
    shelf = SUB + "Microsoft.KeyVault/locations/eastus/deletedVaults/kv-1"
    assert cloud.post(shelf + "/purge").status_code == 409


def test_a_registry_tells_its_state_below_itself(cloud):
    cloud.group()
    answer = cloud.put(REGISTRY, {"location": "eastus", "sku": {"name": "basic"}})
    assert answer.status_code == 201
    assert answer.json()["sku"] == {"name": "Basic", "tier": "Basic"}
    assert answer.json()["properties"]["provisioningState"] == "Creating"
    url = answer.headers["Azure-AsyncOperation"]
    assert url.startswith(f"{BASE}{REGISTRY}/operationStatuses/registries-") and "Location" not in answer.headers
    poll = cloud.client.get(url)
    assert (poll.json(), poll.headers["Azure-AsyncOperation"]) == ({"status": "Creating"}, url)
    assert cloud.finish(answer).json() == {"status": "Succeeded"}
    assert code(cloud.post(REGISTRY + "/listCredentials")) == "UnAuthorizedForCredentialOperations"
    cloud.finish(cloud.send("PATCH", REGISTRY, {"properties": {"adminUserEnabled": True}}))
    before = cloud.post(REGISTRY + "/listCredentials").json()
    assert before["username"] == "images1" and len(before["passwords"]) == 2
    cloud.post(REGISTRY + "/regenerateCredential", {"name": "password2"})
    after = cloud.post(REGISTRY + "/listCredentials").json()
    assert after["passwords"][0] == before["passwords"][0]
    assert after["passwords"][1] != before["passwords"][1]


def test_insights_are_there_at_once_and_have_an_etag(cloud):
    cloud.group()
    answer = cloud.put(INSIGHTS, {"location": "eastus", "kind": "web", "properties": {"application_type": "web"}})
    assert answer.status_code == 200
    body = answer.json()
    assert body["type"] == "microsoft.insights/components"
    assert body["properties"]["ConnectionString"].startswith("InstrumentationKey=")
    path = INSIGHTS + "?api-version=2020-02-02"
    sent = {"location": "eastus", "kind": "web", "properties": {}}
    assert cloud.client.put(path, json=sent, headers={"If-Match": '"other"'}).status_code == 412
    assert cloud.client.put(path, json=sent, headers={"If-Match": body["etag"]}).status_code == 200
    assert cloud.client.put(path, json=sent, headers={"If-None-Match": "*"}).status_code == 412


def test_log_analytics_has_a_status_url_since_2025(cloud):
    cloud.group()
    old = cloud.put(LOGS, {"location": "eastus", "properties": {"retentionInDays": 60}})
    assert old.status_code == 201 and "Azure-AsyncOperation" not in old.headers
    assert old.json()["properties"]["provisioningState"] == "Creating"
    cloud.state.clock.advance(10)
    done = cloud.get(LOGS).json()
    assert done["properties"]["retentionInDays"] == 60 and done["etag"] != old.json()["etag"]
    new = cloud.put(LOGS + "2", {"location": "eastus"}, version="2025-02-01")
    assert cloud.client.get(new.headers["Azure-AsyncOperation"]).json()["status"] == "InProgress"
    assert cloud.finish(new).json()["status"] == "Succeeded"


def test_an_identity_has_ids_and_a_relative_location(cloud):
    cloud.group()
    answer = cloud.put(IDENTITY, {"location": "eastus"})
    assert (answer.status_code, answer.headers["Location"]) == (201, IDENTITY)
    properties = answer.json()["properties"]
    assert properties["tenantId"] == TENANT and properties["principalId"] != properties["clientId"]
    assert cloud.put(IDENTITY, {"location": "eastus", "tags": {"a": "b"}}).status_code == 200
    assert cloud.get(IDENTITY).json()["properties"] == properties


def test_resources_of_a_group_are_listed_without_properties(cloud):
    cloud.dependents()
    rows = cloud.get(GROUP + "/resources", version="2021-04-01").json()["value"]
    assert sorted(row["name"] for row in rows) == ["ai1", "kv-1", "st1"]
    assert all("properties" not in row for row in rows)
    wanted = {"$filter": "resourceType eq 'Microsoft.KeyVault/vaults'"}
    rows = cloud.get(f"/subscriptions/{SUBSCRIPTION}/resources", version="2021-04-01", **wanted).json()["value"]
    assert [row["name"] for row in rows] == ["kv-1"]


def test_tokens_of_an_account_are_listed_and_its_keys_of_delegation_revoked(cloud):
    cloud.put(GROUP, {"location": "eastus"})
    cloud.made(ACCOUNT, NEW_ACCOUNT)
    asked = {"signedServices": "b", "signedResourceTypes": "s", "signedPermission": "r"}
    assert code(cloud.post(ACCOUNT + "/ListAccountSas", asked)) == "InvalidValuesForRequestParameters"
    found = cloud.post(ACCOUNT + "/ListAccountSas", {**asked, "signedExpiry": "2027-01-01T00:00:00Z"}).json()
    assert "sig=" in found["accountSasToken"]
    service = {"canonicalizedResource": "/blob/st1/c", "signedResource": "c"}
    assert "sig=" in cloud.post(ACCOUNT + "/listServiceSas", service).json()["serviceSasToken"]
    assert cloud.post(ACCOUNT + "/revokeUserDelegationKeys").status_code == 200


def test_how_full_a_registry_is(cloud):
    cloud.put(GROUP, {"location": "eastus"})
    cloud.made(REGISTRY, {"location": "eastus", "sku": {"name": "Basic"}})
    assert [row["name"] for row in cloud.get(REGISTRY + "/listUsages").json()["value"]] == ["Size", "Webhooks"]


def test_the_policies_of_a_vault_are_one_for_each_principal(cloud):
    cloud.put(GROUP, {"location": "eastus"})
    cloud.made(VAULT, NEW_VAULT)

    def told(kind, *principals):
        policies = [{"tenantId": TENANT, "objectId": name, "permissions": {"keys": ["get"]}} for name in principals]
        answer = cloud.put(f"{VAULT}/accessPolicies/{kind}", {"properties": {"accessPolicies": policies}})
        return [policy["objectId"] for policy in answer.json()["properties"]["accessPolicies"]]

    assert told("add", "a") == ["a"] and told("add", "a", "b") == ["a", "b"]
    assert told("remove", "a") == ["b"] and told("replace", "c") == ["c"]
    assert cloud.get(VAULT).json()["properties"]["accessPolicies"][0]["objectId"] == "c"
    assert code(cloud.put(f"{VAULT}/accessPolicies/other", {})) == "BadRequest"
