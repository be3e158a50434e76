# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one task does to one resource: a pure decision, the same for check mode, diff mode and the real run."""

from __future__ import annotations

import copy
import json

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import plan as planning
from ansible_collections.mlops.azureml.plugins.module_utils.errors import ImmutableChange, InputError, Refused
from ansible_collections.mlops.azureml.plugins.module_utils.plan import (
    ACT,
    CREATE,
    DELETE,
    NONE,
    RECREATE,
    UPDATE,
    Change,
)
from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.datastore import DATASTORE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.model import ARM_MODEL, REGIONAL_MODEL
from ansible_collections.mlops.azureml.plugins.module_utils.resources.provider import PROVIDER
from ansible_collections.mlops.azureml.plugins.module_utils.resources.storage_account import STORAGE_ACCOUNT
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import WORKSPACE

CANARY = "canary-secret-0123456789"


def plan(resource, current, **params):
    """The plan, with proof that nothing of what went in was changed."""
    before = copy.deepcopy((params, current))
    found = planning.plan(resource, {"name": "n1", "state": resource.states[0].word, **params}, current)
    assert (params, current) == before, "a plan changes nothing that it is given"
    return found


def workspace(**changes):
    return {
        "id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/n1",
        "name": "n1",
        "type": "Microsoft.MachineLearningServices/workspaces",
        "location": "eastus",
        "tags": {"team": "red", "cost": "7"},
        "identity": {"type": "SystemAssigned", "principalId": "p", "tenantId": "t"},
        "systemData": {"createdBy": "x"},
        "properties": {
            "friendlyName": "old",
            "description": "d",
            "hbiWorkspace": False,
            "publicNetworkAccess": "Enabled",
            "provisioningState": "Succeeded",
            "workspaceId": "w",
            "unknownOfTomorrow": {"a": 1},
            **changes,
        },
    }


def cluster(state="Succeeded", **changes):
    inner = {
        "vmSize": "STANDARD_DS3_V2",
        "vmPriority": "Dedicated",
        "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 4, "nodeIdleTimeBeforeScaleDown": "PT2M"},
        "subnet": None,
        "currentNodeCount": 0,
        "unknownOfTomorrow": 1,
        **changes,
    }
    properties = {"computeType": "AmlCompute", "provisioningState": state, "properties": inner}
    return {"id": "/x/computes/n1", "name": "n1", "location": "eastus", "properties": properties}


def instance(state):
    inner = {"vmSize": "STANDARD_DS3_V2", "state": state}
    properties = {"computeType": "ComputeInstance", "provisioningState": "Succeeded", "properties": inner}
    return {"id": "/x/computes/n1", "name": "n1", "location": "eastus", "properties": properties}


def datastore(kind="AccountKey", **changes):
    properties = {
        "datastoreType": "AzureBlob",
        "accountName": "st",
        "containerName": "c",
        "description": "d",
        "credentials": {"credentialsType": kind},
        **changes,
    }
    return {"id": "/x/datastores/n1", "name": "n1", "properties": properties}


def blob(kind="AccountKey", secret=None, **more):
    credentials = {"type": kind, **({"account_key": secret} if secret else {})}
    return {"type": "AzureBlob", "account_name": "st", "container_name": "c", "credentials": credentials, **more}


class TestAbsence:
    def test_of_what_is_not_there_needs_nothing(self):
        assert plan(WORKSPACE, None, state="absent").action == NONE

    def test_of_what_is_there_deletes_it(self):
        found = plan(WORKSPACE, workspace(), state="absent")
        assert (found.action, found.method, found.body) == (DELETE, "DELETE", None)
        assert found.before["friendly_name"] == "old" and not found.after
        assert found.reasons == ("it is there",)

    def test_of_what_the_service_keeps_is_refused_before_it_is_tried(self):
        with pytest.raises(Refused, match="does not delete this datastore") as caught:
            plan(DATASTORE, datastore(isDefault=True), state="absent")
        assert (caught.value.facts["option"], caught.value.facts["resource_id"]) == ("state", "/x/datastores/n1")
        assert plan(DATASTORE, datastore(isDefault=False), state="absent").action == DELETE

    def test_of_what_failed_deletes_it_too(self):
        assert plan(COMPUTE, cluster("Failed"), state="absent").action == DELETE

    @pytest.mark.parametrize(
        ("attached", "given", "sent"),
        [(True, {}, "Detach"), (False, {}, "Delete"), (True, {"on_delete": "Delete"}, "Delete")],
    )
    def test_lets_go_of_what_was_attached(self, attached, given, sent):
        body = {**cluster(), "properties": {**cluster()["properties"], "isAttachedCompute": attached}}
        found = plan(COMPUTE, body, state="absent", **given)
        assert found.query == {"underlyingResourceAction": sent}


class TestCreation:
    def test_sends_what_is_declared_and_the_defaults_that_the_service_needs(self):
        found = plan(WORKSPACE, None, location="eastus", friendly_name="f", tags={"a": 1})
        assert (found.action, found.method) == (CREATE, "PUT")
        assert found.body == {
            "location": "eastus",
            "identity": {"type": "SystemAssigned"},
            "tags": {"a": "1"},
            "properties": {"friendlyName": "f"},
        }
        assert found.after["friendly_name"] == "f" and not found.before
        assert found.reasons == ("it is absent",)

    def test_is_meant_when_the_task_names_no_state(self):
        assert planning.plan(WORKSPACE, {"name": "n1", "location": "eastus", "state": None}, None).action == CREATE

    def test_where_the_service_numbers_is_a_post_without_a_number(self):
        new = {"name": "m", "model_uri": "azureml://datastores/d/paths/p"}
        assert plan(REGIONAL_MODEL, None, **new).method == "POST"
        with pytest.raises(InputError, match=r"there is no model m:3, .* leave it out to create one") as caught:
            plan(REGIONAL_MODEL, None, **new, version="3")
        assert caught.value.facts["option"] == "version"

    def test_of_a_cluster_has_the_services_shape(self):
        scale = {"min_nodes": 0, "max_nodes": 4, "idle_time_before_scale_down": "30m"}
        found = plan(COMPUTE, None, type="AmlCompute", location="eastus", vm_size="STANDARD_DS3_V2", scale=scale)
        assert found.body == {
            "location": "eastus",
            "properties": {
                "computeType": "AmlCompute",
                "properties": {
                    "vmSize": "STANDARD_DS3_V2",
                    "scaleSettings": {
                        "minNodeCount": 0,
                        "maxNodeCount": 4,
                        "nodeIdleTimeBeforeScaleDown": "PT30M",
                    },
                },
            },
        }

    def test_carries_the_secret_and_does_not_show_it(self):
        found = plan(DATASTORE, None, **blob(secret=CANARY))
        secrets = found.body["properties"]["credentials"]["secrets"]
        assert secrets == {"secretsType": "AccountKey", "key": CANARY}
        assert CANARY not in json.dumps(found.after) + repr(found)

    def test_without_a_secret_that_it_needs_names_the_option(self):
        with pytest.raises(InputError) as caught:
            plan(DATASTORE, None, **blob())
        assert caught.value.facts["option"] == "credentials.account_key"

    @pytest.mark.parametrize(
        ("resource", "params", "option"),
        [
            (COMPUTE, {"type": "AmlCompute", "vm_size": "s", "scale": {"min_nodes": 0}}, "scale.max_nodes"),
            (WORKSPACE, {"identity": {"user_assigned_identities": ["/i"]}}, "identity.type"),
        ],
        ids=["scale", "identity"],
    )
    def test_without_an_option_that_it_needs_names_it(self, resource, params, option):
        with pytest.raises(InputError) as caught:
            plan(resource, None, location="eastus", **params)
        assert caught.value.facts["option"] == option

    def test_brings_safe_defaults_where_the_task_says_nothing(self):
        account = plan(STORAGE_ACCOUNT, None, location="eastus").body
        assert account["sku"] == {"name": "Standard_LRS"}
        assert account["properties"] == {
            "allowBlobPublicAccess": False,
            "minimumTlsVersion": "TLS1_2",
            "supportsHttpsTrafficOnly": True,
        }

    def test_lays_extra_properties_over_the_body(self):
        extra = {"friendlyName": "wins", "new": {"of": "tomorrow"}}
        found = plan(WORKSPACE, None, location="eastus", friendly_name="f", extra_properties=extra)
        assert found.body["properties"] == {"friendlyName": "wins", "new": {"of": "tomorrow"}}

    def test_of_an_archived_model_sends_that_too(self):
        found = plan(ARM_MODEL, None, state="archived", version="1", model_uri="azureml://datastores/d/paths/p")
        assert found.body["properties"]["isArchived"] is True


class TestNothingToDo:
    def test_when_all_that_is_declared_is_there(self):
        params = {"location": "East US", "friendly_name": "old", "tags": {"team": "red"}, "hbi_workspace": False}
        found = plan(WORKSPACE, workspace(), **params)
        assert (found.action, found.changed, found.reasons, found.changes) == (NONE, False, (), ())
        assert not found.changed and not found.body

    def test_when_nothing_is_declared(self):
        assert plan(WORKSPACE, workspace()).action == NONE

    def test_when_only_the_spelling_differs(self):
        found = plan(COMPUTE, cluster(), type="amlcompute", vm_size="Standard_DS3_v2", scale={"max_nodes": 4})
        assert found.action == NONE

    def test_when_a_null_stands_for_the_default(self):
        assert plan(WORKSPACE, workspace(v1LegacyMode=None), v1_legacy_mode=False).action == NONE

    def test_when_an_unknown_enum_is_there(self):
        assert plan(WORKSPACE, workspace(publicNetworkAccess="SecuredByTomorrow")).action == NONE


class TestUpdates:
    def test_are_a_patch_when_the_type_has_one_for_every_change(self):
        found = plan(WORKSPACE, workspace(), friendly_name="new", tags={"team": "blue"})
        assert (found.action, found.method) == (UPDATE, "PATCH")
        assert found.body == {"tags": {"team": "blue", "cost": "7"}, "properties": {"friendlyName": "new"}}
        assert found.reasons == ("tags: {'team': 'red', 'cost': '7'} -> {'team': 'blue'}", "friendly_name: old -> new")

    @pytest.mark.parametrize("value", [CANARY, CANARY[:9] + '"\\\\' + CANARY[9:], "it's " + CANARY])
    def test_a_reason_hides_what_its_name_calls_a_secret(self, value):
        found = plan(WORKSPACE, workspace(), tags={"team": "red", "cost": "7", "password": value})
        assert (found.action, CANARY[:9] in str(found.reasons)) == (UPDATE, False), found.reasons
        assert CANARY[9:] not in str(found.reasons), found.reasons

    def test_give_the_identity_that_an_empty_option_stands_for(self):
        """The service takes no null for an identity."""
        assert plan(WORKSPACE, workspace(), identity={}).body == {"identity": {"type": "None"}}

    def test_do_not_look_at_what_only_the_service_sets(self):
        assert plan(COMPUTE, cluster(), current_nodes=3).action == NONE

    def test_of_a_group_that_is_not_there_are_a_change_of_the_group(self):
        found = plan(WORKSPACE, workspace(), serverless_compute={"no_public_ip": True})
        path = "properties.serverlessComputeSettings"
        assert found.changes == (Change("serverless_compute", path, None, {"no_public_ip": True}),)

    def test_name_the_leaf_of_what_has_no_declaration(self):
        def network(destination):
            return {"outboundRules": {"a": {"type": "FQDN", "destination": destination}}}

        rules = {"a": {"destination": "https://b?sig=canary"}}
        found = plan(
            WORKSPACE, workspace(managedNetwork=network("https://a")), managed_network={"outbound_rules": rules}
        )
        option, path = "managed_network.outbound_rules.a.destination", "properties.managedNetwork.outboundRules"
        assert found.changes == (Change(option, path, "https://a", "https://b?sig=********"),)
        assert found.body["properties"]["managedNetwork"] == network("https://b?sig=canary")

    def test_of_the_scale_are_a_patch_of_the_whole_scale(self):
        found = plan(COMPUTE, cluster(), scale={"max_nodes": 6})
        assert (found.method, found.body) == (
            "PATCH",
            {
                "properties": {
                    "properties": {
                        "scaleSettings": {
                            "minNodeCount": 0,
                            "maxNodeCount": 6,
                            "nodeIdleTimeBeforeScaleDown": "PT2M",
                        }
                    }
                }
            },
        )
        path = "properties.properties.scaleSettings.maxNodeCount"
        assert found.changes == (Change("scale.max_nodes", path, 4, 6),)

    def test_are_a_put_when_one_change_has_no_place_in_the_patch(self):
        found = plan(WORKSPACE, workspace(), friendly_name="new", allow_public_access_when_behind_vnet=True)
        assert found.method == "PUT"
        assert found.body == {
            "location": "eastus",
            "tags": {"team": "red", "cost": "7"},
            "identity": {"type": "SystemAssigned"},
            "properties": {
                "friendlyName": "new",
                "description": "d",
                "hbiWorkspace": False,
                "publicNetworkAccess": "Enabled",
                "allowPublicAccessWhenBehindVnet": True,
                "unknownOfTomorrow": {"a": 1},
            },
        }, "unknown members are kept, read-only ones are dropped"

    def test_of_a_type_without_a_patch_are_a_put(self):
        found = plan(ARM_MODEL, {"properties": {"description": "a", "modelUri": "u"}}, version="1", description="b")
        assert (found.method, found.body) == (
            "PUT",
            {"properties": {"description": "b", "modelUri": "u", "isArchived": False}},
        )

    def test_show_what_is_before_and_after(self):
        found = plan(WORKSPACE, workspace(), friendly_name="new")
        assert (found.before["friendly_name"], found.after["friendly_name"]) == ("old", "new")
        assert {key: value for key, value in found.after.items() if key != "friendly_name"} == {
            key: value for key, value in found.before.items() if key != "friendly_name"
        }

    def test_repair_what_failed_before(self):
        found = plan(COMPUTE, cluster("Failed"), scale={"max_nodes": 4})
        assert (found.action, found.method, found.reasons) == (UPDATE, "PUT", ("its provisioning failed before",))
        assert found.body["properties"]["properties"]["vmSize"] == "STANDARD_DS3_V2"
        assert "provisioningState" not in found.body["properties"]

    def test_reach_what_no_option_names(self):
        found = plan(WORKSPACE, workspace(), extra_properties={"unknownOfTomorrow": {"b": 2}})
        assert found.method == "PUT"
        assert found.changes == (Change("extra_properties.unknownOfTomorrow.b", "properties", None, 2),)
        assert found.body["properties"]["unknownOfTomorrow"] == {"a": 1, "b": 2}

    def test_do_not_repeat_what_extra_properties_already_brought(self):
        assert plan(WORKSPACE, workspace(), extra_properties={"unknownOfTomorrow": {"a": 1}}).action == NONE


class TestAnEmptyOptionClears:
    """Omitted: leave alone. A value: ensure. Explicitly empty: clear (design section 4.2)."""

    def test_a_text(self):
        found = plan(WORKSPACE, workspace(), description="")
        assert found.body == {"properties": {"description": ""}}

    def test_a_text_that_is_clear_already(self):
        assert plan(WORKSPACE, workspace(description=None), description="").action == NONE

    def test_a_group(self):
        found = plan(
            WORKSPACE, workspace(serverlessComputeSettings={"serverlessComputeNoPublicIP": True}), serverless_compute={}
        )
        assert found.body == {"properties": {"serverlessComputeSettings": None}}

    def test_a_list(self):
        current = workspace(sharedPrivateLinkResources=[{"name": "l"}])
        assert plan(WORKSPACE, current, shared_private_links=[]).body["properties"]["sharedPrivateLinkResources"] == []

    def test_tags_only_when_they_are_purged(self):
        assert plan(WORKSPACE, workspace(), tags={}).action == NONE
        assert plan(WORKSPACE, workspace(), tags={}, purge_tags=True).body == {"tags": {}}

    def test_a_null_is_no_empty_option(self):
        assert plan(WORKSPACE, workspace(), description=None, tags=None, identity=None).action == NONE


class TestTags:
    def test_merge(self):
        assert plan(WORKSPACE, workspace(), tags={"new": 1}).body["tags"] == {"team": "red", "cost": "7", "new": "1"}

    def test_are_exact_when_they_are_purged(self):
        found = plan(WORKSPACE, workspace(), tags={"team": "red"}, purge_tags=True)
        assert found.body["tags"] == {"team": "red"}


class TestWhatCannotBeChanged:
    def test_fails_and_names_field_old_and_new_value(self):
        with pytest.raises(ImmutableChange) as caught:
            plan(COMPUTE, cluster(), vm_size="Standard_NC6", scale={"max_nodes": 6})
        assert "vm_size: STANDARD_DS3_V2 -> Standard_NC6" in caught.value.message
        assert (caught.value.facts["target"], caught.value.facts["resource_id"]) == ("vm_size", "/x/computes/n1")

    def test_inside_of_a_group_is_named_with_the_group(self):
        encryption = {"status": "Disabled", "keyVaultProperties": {"keyVaultArmId": "/kv", "keyIdentifier": "k"}}
        wanted = {"status": "Enabled", "key_vault_id": "/kv", "key_identifier": "k"}
        with pytest.raises(ImmutableChange) as caught:
            plan(WORKSPACE, workspace(encryption=encryption), encryption=wanted)
        assert caught.value.facts["target"] == "encryption.status"

    def test_inside_of_a_group_that_is_fixed_as_a_whole_is_named_too(self):
        current = instance("Running")
        current["properties"]["properties"]["sshSettings"] = {"sshPublicAccess": "Disabled"}
        with pytest.raises(ImmutableChange) as caught:
            plan(COMPUTE, current, type="ComputeInstance", ssh={"public_access": "Enabled"})
        assert caught.value.facts["target"] == "ssh.public_access"

    def test_inside_of_a_group_that_is_not_there_yet_fixes_the_group(self):
        keys = {"key_vault_id": "/kv", "key_identifier": "k"}
        with pytest.raises(ImmutableChange) as caught:
            plan(WORKSPACE, workspace(), encryption={"status": "Enabled", **keys})
        assert caught.value.facts["target"] == "encryption"
        assert plan(WORKSPACE, workspace(), encryption=keys).action == UPDATE, "nothing of it is fixed"

    def test_is_listed_with_all_that_comes_with_it(self):
        with pytest.raises(ImmutableChange) as caught:
            plan(COMPUTE, cluster(), vm_size="Standard_NC6", vm_priority="LowPriority")
        listed = "(vm_size: STANDARD_DS3_V2 -> Standard_NC6; vm_priority: Dedicated -> LowPriority)"
        assert listed in caught.value.message

    def test_is_listed_without_the_secrets_in_it(self):
        with pytest.raises(ImmutableChange) as caught:
            plan(COMPUTE, cluster(), admin={"user_name": "u", "password": CANARY, "ssh_public_key": None})
        assert "(admin: None -> {'user_name': 'u'})" in caught.value.message
        current, services = instance("Running"), [{"name": "one", "password": CANARY}]
        with pytest.raises(ImmutableChange) as caught:
            plan(COMPUTE, current, type="ComputeInstance", custom_services=services)
        assert "-> [{'name': 'one', 'password': '********'}])" in caught.value.message

    def test_is_replaced_when_the_task_says_so(self):
        found = plan(COMPUTE, cluster(), vm_size="Standard_NC6", on_immutable="recreate")
        assert (found.action, found.method) == (RECREATE, "PUT")
        assert (found.before["vm_size"], found.after["vm_size"]) == ("STANDARD_DS3_V2", "Standard_NC6")
        assert found.reasons == ("vm_size: STANDARD_DS3_V2 -> Standard_NC6",)
        assert [change.option for change in found.changes] == ["vm_size"]
        inner = found.body["properties"]["properties"]
        assert inner["vmSize"] == "Standard_NC6"
        assert inner["scaleSettings"]["maxNodeCount"] == 4, "what the task does not name is as it was"
        assert "currentNodeCount" not in inner

    def test_of_a_workspace_is_replaced_only_by_force(self):
        with pytest.raises(Refused) as caught:
            plan(WORKSPACE, workspace(), location="westus", on_immutable="recreate")
        assert caught.value.facts["option"] == "force" and "destroys what is in it" in caught.value.message
        with pytest.raises(Refused, match=r"needs on_soft_deleted set to purge$") as caught:
            plan(WORKSPACE, workspace(), location="westus", on_immutable="recreate", force=True)
        assert caught.value.facts["option"] == "on_soft_deleted"
        destroys = {"on_immutable": "recreate", "on_soft_deleted": "purge", "force": True}
        found = plan(WORKSPACE, workspace(), location="westus", **destroys)
        assert (found.action, found.body["location"]) == (RECREATE, "westus")

    def test_is_not_replaced_by_less_than_a_secret_that_it_holds(self):
        """A datastore deleted and made anew without its key would be half written (design section 4)."""
        with pytest.raises(Refused) as caught:
            plan(DATASTORE, datastore(), **blob(container_name="other", on_immutable="recreate"))
        assert caught.value.facts["option"] == "credentials.account_key"

    def test_is_not_replaced_where_the_service_would_not_let_go_or_not_take_it_back(self):
        """What follows the deletion would fail, and nothing would be left."""
        with pytest.raises(Refused) as refused:
            params = blob(secret=CANARY, container_name="other")
            plan(DATASTORE, datastore(isDefault=True), on_immutable="recreate", **params)
        assert refused.value.facts["option"] == "state"
        with pytest.raises(InputError) as wrong:
            plan(REGIONAL_MODEL, {"url": "a"}, version="1", model_uri="b", on_immutable="recreate")
        assert wrong.value.facts["option"] == "version"

    def test_that_becomes_another_variant_keeps_nothing_of_the_old_one(self):
        params = {"type": "AzureFile", "account_name": "st", "file_share_name": "f", "credentials": {"type": "None"}}
        found = plan(DATASTORE, datastore("None"), on_immutable="recreate", **params)
        properties = found.body["properties"]
        assert (properties["datastoreType"], properties["fileShareName"]) == ("AzureFile", "f")
        assert "containerName" not in properties


class TestSecrets:
    def test_are_no_difference(self):
        assert plan(DATASTORE, datastore(), **blob(secret=CANARY)).action == NONE

    def test_are_sent_every_time_when_the_task_says_so(self):
        found = plan(DATASTORE, datastore(), update_secret="always", **blob(secret=CANARY))
        assert (found.action, found.method, found.reasons) == (UPDATE, "PUT", ("update_secret is always",))
        assert found.body["properties"]["credentials"]["secrets"]["key"] == CANARY

    def test_that_are_not_given_are_not_sent_every_time(self):
        assert plan(DATASTORE, datastore(), update_secret="always", **blob()).action == NONE

    def test_are_carried_by_a_put_that_is_sent_anyway(self):
        found = plan(DATASTORE, datastore(), **blob(secret=CANARY, description="new"))
        assert found.body["properties"]["credentials"]["secrets"] == {"secretsType": "AccountKey", "key": CANARY}
        assert CANARY not in json.dumps([found.before, found.after, found.reasons]) + repr(found)

    def test_that_a_put_would_drop_are_asked_for_by_name(self):
        with pytest.raises(Refused) as caught:
            plan(DATASTORE, datastore(), type="AzureBlob", description="new")
        assert caught.value.facts["option"] == "credentials.account_key"
        assert "credentials.account_key" in caught.value.message

    def test_of_no_kind_are_not_asked_for(self):
        found = plan(DATASTORE, datastore("None"), type="AzureBlob", description="new")
        assert found.method == "PUT"

    def test_of_another_kind_leave_with_their_kind(self):
        credentials = {"type": "Sas", "sas_token": CANARY}
        found = plan(DATASTORE, datastore(), type="AzureBlob", credentials=credentials)
        assert found.body["properties"]["credentials"] == {
            "credentialsType": "Sas",
            "secrets": {"secretsType": "Sas", "sasToken": CANARY},
        }


class TestStates:
    @pytest.mark.parametrize(
        ("word", "there", "action"),
        [
            ("started", "Stopped", ACT),
            ("started", "Running", NONE),
            ("started", "running", NONE),
            ("started", "JobRunning", NONE),
            ("started", "Starting", NONE),
            ("started", "Unknown", ACT),
            ("stopped", "Running", ACT),
            ("stopped", "Stopped", NONE),
            ("stopped", "Stopping", NONE),
            ("restarted", "Running", ACT),
            ("restarted", "Stopped", ACT),
            ("present", "Stopped", NONE),
        ],
    )
    def test_of_an_instance(self, word, there, action):
        found = plan(COMPUTE, instance(there), state=word, type="ComputeInstance")
        assert found.action == action
        if action == ACT:
            assert (found.method, found.state.word) == ("POST", word)
            assert (found.before["state"], found.after["state"]) == (there, word)
            assert found.reasons == (f"state: {word}",)

    def test_come_after_the_fields(self):
        found = plan(COMPUTE, instance("Stopped"), state="started", type="ComputeInstance", tags={"a": "b"})
        assert (found.action, found.method) == (UPDATE, "PUT")
        assert (found.before["state"], found.after["state"]) == ("Stopped", "started")
        assert found.reasons == ("tags: None -> {'a': 'b'}", "state: started")

    @pytest.mark.parametrize("kind", [None, "AmlCompute"])
    def test_of_another_variant_are_refused(self, kind):
        with pytest.raises(InputError, match="exists only for ComputeInstance, not for AmlCompute") as caught:
            plan(COMPUTE, cluster(), state="started", type=kind)
        assert (caught.value.facts["option"], caught.value.facts["resource_id"]) == ("state", "/x/computes/n1")

    @pytest.mark.parametrize(
        ("word", "there", "action"),
        [
            ("registered", "NotRegistered", ACT),
            ("registered", "Unregistered", ACT),
            ("registered", "Registered", NONE),
            ("registered", "Registering", NONE),
            ("unregistered", "Registered", ACT),
            ("unregistered", "NotRegistered", NONE),
            ("unregistered", "Unregistering", NONE),
        ],
    )
    def test_of_a_provider(self, word, there, action):
        assert plan(PROVIDER, {"id": "/x", "registrationState": there}, state=word).action == action

    @pytest.mark.parametrize(
        ("word", "there", "action"),
        [
            ("archived", False, UPDATE),
            ("archived", None, UPDATE),
            ("archived", True, NONE),
            ("present", True, UPDATE),
            ("present", False, NONE),
            ("present", None, NONE),
        ],
    )
    def test_of_an_asset(self, word, there, action):
        found = plan(ARM_MODEL, {"properties": {"modelUri": "u", "isArchived": there}}, state=word, version="1")
        assert found.action == action
        if action == UPDATE:
            assert found.body["properties"] == {"modelUri": "u", "isArchived": word == "archived"}
            before = {"archived": "present", "present": "archived"}[word]
            assert found.changes == (Change("state", "properties.isArchived", before, word),)
            assert (found.before["state"], found.after["state"]) == (before, word)


class TestReasons:
    def test_name_every_change_and_leave_out_what_the_user_cannot_set(self):
        cron = {"expression": "0 18 * * *"}
        given = {"action": "Stop", "trigger_type": "Cron", "cron": cron, "status": None, "id": "of the service"}
        found = plan(COMPUTE, instance("Running"), type="ComputeInstance", schedules=[given])
        assert found.changes[0].new == [{"action": "Stop", "trigger_type": "Cron", "cron": cron}]

    def test_show_a_short_value_whole_and_both_ends_of_a_long_one(self):
        short = "/subscriptions/" + "s" * 55
        long = short + "/end"
        shown = planning.reasons((Change("id", "id", short, long),))
        assert shown == (f"id: {short} -> /subscriptio...{'s' * 51}/end",)
        assert len(shown[0]) == len("id:  -> ") + 2 * planning.LONGEST_VALUE
