# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In which order the resources of an estate come to be and go, and what of it is refused before anything is sent."""

from __future__ import annotations

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import estate
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.items import checked
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
HERE = {"subscription_id": SUBSCRIPTION, "resource_group": "rg", "workspace": "ws"}
CLUSTER = {"type": "compute", "compute_type": "AmlCompute", "vm_size": "Standard_D2_v2", "scale": {"max_nodes": 1}}
BLOB = {"type": "datastore", "datastore_type": "AzureBlob", "account_name": "account", "container_name": "c"}


def declared(*resources, **params):
    whole = {**HERE, **params, "resources": list(resources)}
    return estate.items(ESTATE, {**whole, "resources": checked(ESTATE, whole)})


def ordered(*resources) -> list[tuple[str, str]]:
    """(before, after) pairs of the items' names."""
    found = declared(*resources)
    names = {one.number: one.name for one in found}
    return sorted((names[first], names[then]) for then, many in estate.order(found).items() for first in many)


def refusal(*resources, **params) -> str:
    with pytest.raises(InputError) as caught:
        estate.order(declared(*resources, **params))
    return caught.value.message


class TestWhatComesFirst:
    def test_is_what_another_lives_in(self):
        group = {"type": "resource_group", "name": "RG", "location": "westeurope"}
        assert ordered({**CLUSTER, "name": "cpu"}, {"type": "workspace", "name": "ws"}, group) == [
            ("RG", "cpu"),
            ("RG", "ws"),
            ("ws", "cpu"),
        ]

    def test_is_the_provider_of_its_type(self):
        provider = {"type": "provider", "name": "Microsoft.MachineLearningServices"}
        assert ordered({**CLUSTER, "name": "cpu"}, provider) == [("Microsoft.MachineLearningServices", "cpu")]

    def test_is_what_an_id_names_in_any_spelling(self):
        vault = f"{GROUP}/providers/Microsoft.KeyVault/vaults/kv-1"
        workspace = {
            "type": "workspace",
            "name": "ws",
            "key_vault": vault.upper().replace("SUBSCRIPTIONS", "subscriptions"),
        }
        assert ordered(workspace, {"type": "key_vault", "name": "kv-1"}) == [("kv-1", "ws")]

    def test_is_what_an_id_lies_below(self):
        key = f"{GROUP}/providers/Microsoft.KeyVault/vaults/kv-1/keys/k"
        body = {"properties": {"keyId": key}}
        other = {"type": "resource", "resource_type": "workspaces/connections", "name": "ws/c", "body": body}
        assert ordered(other, {"type": "key_vault", "name": "kv-1"}) == [("kv-1", "ws/c".rpartition("/")[2])]

    def test_is_the_datastore_of_a_path_and_the_asset_of_a_reference(self):
        model = {"type": "model", "name": "m", "version": 1, "model_uri": "azureml://datastores/Training/paths/m"}
        assert ordered(model, {**BLOB, "name": "training"}, {**BLOB, "name": "other"}) == [("training", "m:1")]
        job = {"type": "resource", "resource_type": "workspaces/jobs", "name": "ws/j", "body": {"model": "azureml:m:1"}}
        assert ("m:1", "j") in ordered(job, model)

    def test_is_not_what_lives_in_it_itself(self):
        """A workspace names the compute that builds its images; both cannot wait for each other."""
        cpu = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws/computes/cpu"
        workspace = {"type": "workspace", "name": "ws", "image_build_compute": cpu}
        assert ordered(workspace, {**CLUSTER, "name": "cpu"}) == [("ws", "cpu")]

    def test_is_what_goes_when_both_go(self):
        gone = {"state": "absent"}
        assert ordered({"type": "workspace", "name": "ws", **gone}, {"type": "compute", "name": "cpu", **gone}) == [
            ("cpu", "ws")
        ]

    def test_is_what_lets_go_of_another_that_goes(self):
        vault = f"{GROUP}/providers/Microsoft.KeyVault/vaults/kv-1"
        workspace = {"type": "workspace", "name": "ws", "tags": {"was": vault}}
        assert ordered(workspace, {"type": "key_vault", "name": "kv-1", "state": "absent"}) == [("ws", "kv-1")]

    def test_is_what_the_declaration_says_in_the_same_workspace(self):
        model = "azureml://registries/azureml-meta/models/llama"
        endpoint = {"type": "serverless_endpoint", "name": "llama", "model_id": model}
        paid = {"type": "marketplace_subscription", "name": "paid", "model_id": model}
        assert ordered(endpoint, paid, {**paid, "name": "elsewhere", "workspace": "other"}) == [("paid", "llama")]
        gone = [{**item, "state": "absent"} for item in (endpoint, paid)]
        assert ordered(*gone) == [("llama", "paid")]

    def test_is_nothing_among_equals(self):
        assert ordered(*({**CLUSTER, "name": f"cpu{number}"} for number in range(5))) == []


class TestWhatIsRefused:
    def test_is_a_type_that_there_is_not(self):
        said = refusal({"type": "cluster", "name": "cpu"})
        assert said.startswith("resources[0].type: 'cluster' is none of") and "compute" in said

    def test_is_an_item_without_a_type(self):
        assert refusal({"name": "cpu"}).startswith("resources[0].type: ")

    def test_is_an_option_that_the_module_does_not_have(self):
        assert "resources[1] (compute): " in refusal({**CLUSTER, "name": "a1"}, {**CLUSTER, "name": "a2", "bogus": 1})

    def test_is_a_connection_of_its_own(self):
        assert "client_id" in refusal({**CLUSTER, "name": "cpu", "client_id": "x"})

    def test_is_what_the_module_would_refuse(self):
        said = refusal({**CLUSTER, "name": "ok"}, {**CLUSTER, "name": "../x"})
        assert said.startswith("resources[1].name: ")

    def test_is_one_resource_twice(self):
        assert "is the same compute as resources[0]" in refusal({**CLUSTER, "name": "cpu"}, {**CLUSTER, "name": "CPU"})

    def test_is_an_item_in_one_that_is_to_go(self):
        said = refusal({"type": "workspace", "name": "ws", "state": "absent"}, {**CLUSTER, "name": "cpu"})
        assert said == "resources[1]: cpu is declared in workspace ws, which is to go"

    def test_is_a_circle(self):
        def vault(name, other):
            return {
                "type": "key_vault",
                "name": name,
                "tags": {"see": f"{GROUP}/providers/Microsoft.KeyVault/vaults/{other}"},
            }

        said = refusal(vault("kv-1", "kv-2"), vault("kv-2", "kv-1"))
        assert "these need each other" in said and "key_vault kv-1 -> key_vault kv-2 -> key_vault kv-1" in said

    def test_is_a_model_whose_version_only_the_service_knows(self):
        said = refusal({"type": "model", "plane": "regional", "name": "m", "model_uri": "azureml://x"})
        assert said.startswith("resources[0].version: ")


def test_an_item_takes_what_it_does_not_say_from_the_task():
    (own,) = declared({**CLUSTER, "name": "cpu", "workspace": "ws2"}, api_version="2024-10-01")
    assert own.path.endswith("/workspaces/ws2/computes/cpu") and own.resource.version(own.params) == "2024-10-01"
    (vault,) = declared({"type": "key_vault", "name": "kv-1"}, api_version="2024-10-01")
    assert vault.resource.version(vault.params) == vault.resource.api_version
