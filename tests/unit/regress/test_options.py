# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an option's value means: null, empty, a bool among texts, a list of free bodies."""

from __future__ import annotations

import pytest

CLUSTER = {"type": "AmlCompute", "vm_size": "Standard_DS3_v2", "scale": {"min_nodes": 0, "max_nodes": 1}}


def test_a_bool_in_a_map_of_texts_is_the_text_that_was_sent(cloud):
    assert cloud.play("aml_compute", **cloud.here, name="cpu", **CLUSTER, tags={"spot": True})["changed"]
    again = cloud.play("aml_compute", **cloud.here, name="cpu", **CLUSTER, tags={"spot": True})
    assert again["changed"] is False and again["compute"]["tags"] == {"spot": "true"}


def test_a_null_in_a_map_of_texts_is_no_value(cloud):
    assert cloud.play("aml_compute", **cloud.here, name="cpu", **CLUSTER, tags={"a": "1", "b": None})["changed"]
    again = cloud.play("aml_compute", **cloud.here, name="cpu", **CLUSTER, tags={"a": None})
    assert again["changed"] is False and again["compute"]["tags"] == {"a": "1"}


def test_a_list_of_free_bodies_is_compared_by_the_keys_given(cloud):
    services = [{"name": "rstudio", "endpoints": [{"protocol": "tcp", "target": 8787, "published": 8787}]}]
    instance = {**cloud.here, "name": "ci-box", "type": "ComputeInstance", "vm_size": "Standard_DS3_v2"}
    assert cloud.play("aml_compute", **instance, custom_services=services)["changed"]
    assert cloud.play("aml_compute", **instance, custom_services=services)["changed"] is False
    other = cloud.play("aml_compute", **instance, custom_services=[{"name": "rstudio", "endpoints": []}])
    assert other["failed"] and "custom_services: the service does not change this" in other["msg"]


def test_a_null_option_with_choices_counts_as_omitted(cloud):
    """A reader gives null for what the service has not, and its item can be given back whole."""
    item = cloud.play("aml_workspace_info", resource_group="rg", name="ws")["workspaces"][0]
    assert item["managed_network"]["firewall_sku"] is None
    network = {option: item["managed_network"][option] for option in ("isolation_mode", "firewall_sku", "kind")}
    again = cloud.play("aml_workspace", resource_group="rg", name="ws", sku=item["sku"], managed_network=network)
    assert again["changed"] is False


def test_an_empty_dict_of_options_clears(cloud):
    settings = {"spark_runtime_version": "3.4", "offline_store_connection": "off"}
    store = {"resource_group": "rg", "name": "fs", "kind": "featurestore", **cloud.parents}
    assert cloud.play("aml_workspace", **store, feature_store=settings)["changed"]
    cleared = cloud.play("aml_workspace", **store, feature_store={})
    assert cleared["changed"] and cleared["reasons"][0].startswith("feature_store: ")
    assert cloud.play("aml_workspace", **store, feature_store={})["changed"] is False


def test_a_property_bag_is_kept(cloud):
    bag = {"purpose": "tests"}
    done = cloud.play("aml_compute", **cloud.here, name="bag", **CLUSTER, property_bag=bag)
    assert done["changed"] and done["compute"]["property_bag"] == bag
    assert cloud.play("aml_compute", **cloud.here, name="bag", **CLUSTER, property_bag=bag)["changed"] is False


@pytest.mark.parametrize("check_mode", [True, False])
def test_empty_credentials_are_none_at_all(cloud, check_mode):
    store = {**cloud.here, "name": "data", "type": "AzureBlob", "account_name": "a", "container_name": "c"}
    assert cloud.play("aml_datastore", **store)["changed"]
    assert cloud.play("aml_datastore", check_mode, **store, credentials={})["changed"] is False
    key = {"type": "AccountKey", "account_key": "Y2FuYXJ5"}
    assert cloud.play("aml_datastore", **store, credentials=key)["changed"]
    cleared = cloud.play("aml_datastore", check_mode, **store, credentials={})
    assert cleared["changed"] and cleared["reasons"] == ["credentials.type: AccountKey -> None"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_an_empty_identity_takes_it_away(cloud, check_mode):
    done = cloud.play("aml_workspace", check_mode, resource_group="rg", name="ws", identity={})
    assert done["changed"] and done["reasons"] == ["identity.type: SystemAssigned -> None"]
    assert cloud.play("aml_compute", **cloud.here, name="cpu", **CLUSTER)["changed"]
    assert cloud.play("aml_compute", check_mode, **cloud.here, name="cpu", identity={})["changed"] is False


@pytest.mark.parametrize("check_mode", [True, False])
def test_what_cannot_be_empty_is_refused_before_anything_is_sent(cloud, check_mode):
    assert cloud.play("aml_compute", **cloud.here, name="cpu", **CLUSTER)["changed"]
    cloud.forget()
    told = cloud.play("aml_compute", check_mode, **cloud.here, name="cpu", scale={})
    assert told["failed"] and told["error"]["target"] == "scale" and "max_nodes" in told["msg"]
    assert cloud.writes() == []


def test_network_access_in_other_letters_is_the_same(cloud):
    row = cloud.stored()[cloud.workspace.lower()]
    cloud.put({**row, "properties": {**row["properties"], "publicNetworkAccess": "enabled"}})
    again = cloud.play("aml_workspace", resource_group="rg", name="ws", public_network_access="Enabled")
    assert again["changed"] is False


def test_credentials_that_the_service_does_not_show_are_not_compared(cloud):
    """A connection comes back without its credentials, the user's name among them."""
    properties = {
        "authType": "UsernamePassword",
        "category": "Git",
        "target": "https://git.example",
        "credentials": {"username": "somebody", "password": "canary-password"},
    }
    connection = {"resource_id": cloud.workspace + "/connections/git", "body": {"properties": properties}}
    assert cloud.play("aml_resource", **connection)["changed"]
    again = cloud.play("aml_resource", **connection)
    assert again["changed"] is False and "canary-password" not in str(again)
