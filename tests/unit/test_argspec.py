# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that follow from a declaration, and the mistakes that are found before anything is sent."""

from __future__ import annotations

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments, given_secrets
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.inputs import check
from ansible_collections.mlops.azureml.plugins.module_utils.resources.any import ANY
from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.datastore import DATASTORE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.dependencies import DEPENDENCIES
from ansible_collections.mlops.azureml.plugins.module_utils.resources.environment import ENVIRONMENT
from ansible_collections.mlops.azureml.plugins.module_utils.resources.model import MODEL, by_plane
from ansible_collections.mlops.azureml.plugins.module_utils.resources.resource_group import RESOURCE_GROUP
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import WORKSPACE
from ansible_collections.mlops.azureml.plugins.module_utils.task import ensure, manage, read
from tests.unit.generated import names


class TestTheSpec:
    def test_of_a_manager_has_its_fields_and_what_follows_from_them(self):
        spec = arguments(manage(WORKSPACE))
        assert spec["friendly_name"] == {"type": "str"}
        assert spec["kind"]["choices"] == ["default", "hub", "project", "featurestore"]
        assert spec["state"] == {"type": "str", "choices": ["present", "absent"], "default": "present"}
        assert {"wait", "wait_timeout", "on_immutable", "force", "purge_tags", "extra_properties"} <= spec.keys()
        assert "workspace_id" not in spec, "what is read-only is no option"

    def test_has_only_what_a_type_needs(self):
        group, datastore = arguments(manage(RESOURCE_GROUP)), arguments(manage(DATASTORE))
        assert "update_secret" not in group and "update_secret" in datastore
        assert "force" not in datastore

    def test_of_a_reader_lists_with_fewer_names(self):
        spec = arguments(read(WORKSPACE))
        assert "required" not in spec["resource_group"] and "required" not in spec["name"]
        assert arguments(read(COMPUTE))["workspace"]["required"] is True
        assert "state" not in spec and "friendly_name" not in spec and "wait" not in spec

    def test_of_groups_is_nested(self):
        scale = arguments(manage(COMPUTE))["scale"]
        assert scale["type"] == "dict" and scale["options"]["max_nodes"]["type"] == "int"

    def test_of_two_planes_is_both(self):
        spec = arguments(manage(MODEL))
        assert {"model_type", "framework", "plane"} <= spec.keys()

    def test_of_a_bundle_has_a_part_each(self):
        spec = arguments(ensure(DEPENDENCIES))
        assert spec["storage_account"]["options"]["name"]["required"] is True
        assert {"key_vault", "application_insights", "container_registry", "identity"} <= spec.keys()


def refused(resource, **params) -> InputError:
    with pytest.raises(InputError) as caught:
        check(resource, {**names(resource), "state": "present", **params})
    assert caught.value.message.startswith(f"{caught.value.facts['option']}: ")
    return caught.value


class TestWhatIsRefused:
    def test_an_option_of_another_variant_naming_those_that_have_it(self):
        found = refused(COMPUTE, type="AmlCompute", ssh={"public_access": "Enabled"})
        assert found.facts["option"] == "ssh" and "ComputeInstance" in found.message
        found = refused(COMPUTE, type="ComputeInstance", scale={"max_nodes": 1})
        assert found.facts["option"] == "scale" and "AmlCompute" in found.message

    def test_an_option_of_another_variant_inside_of_a_group(self):
        credentials = {"type": "AccountKey", "account_key": "k", "client_id": "c"}
        found = refused(DATASTORE, type="AzureBlob", account_name="a", container_name="c", credentials=credentials)
        assert found.facts["option"] == "credentials.client_id"
        assert "Certificate" in found.message and "ServicePrincipal" in found.message

    def test_an_option_that_its_variant_needs(self):
        assert refused(DATASTORE, type="AzureBlob", account_name="a").facts["option"] == "container_name"

    @pytest.mark.parametrize("value", ["soon", "P1Y", "PT-5M", "-1"])
    def test_a_duration_that_is_none(self, value):
        found = refused(COMPUTE, type="AmlCompute", scale={"max_nodes": 1, "idle_time_before_scale_down": value})
        assert found.facts["option"] == "scale.idle_time_before_scale_down"

    @pytest.mark.parametrize("value", [{"a": "b"}, ["a"]])
    def test_a_tag_that_is_no_text(self, value):
        assert refused(WORKSPACE, tags={"x": value}).facts["option"] == "tags"

    def test_a_state_that_the_variant_does_not_have(self):
        found = refused(COMPUTE, type="AmlCompute", state="started")
        assert found.facts["option"] == "state" and "ComputeInstance" in found.message

    def test_a_model_without_the_version_that_its_plane_needs(self):
        with pytest.raises(InputError) as caught:
            by_plane({"workspace": "ml-prod", "version": None, "plane": "regional", "state": "absent"})
        assert caught.value.facts["option"] == "version"

    def test_a_state_that_the_plane_does_not_have(self):
        with pytest.raises(InputError) as caught:
            by_plane({"workspace": "ml-prod", "state": "archived", "plane": "regional"})
        assert caught.value.facts["option"] == "state"


class TestWhatIsNotAskedFor:
    def test_anything_but_the_name_for_what_shall_be_absent(self):
        check(DATASTORE, {**names(DATASTORE), "state": "absent", "type": "AzureBlob"})

    def test_the_variant_of_what_exists(self):
        check(COMPUTE, {**names(COMPUTE), "state": "stopped"})

    def test_a_secret_of_what_exists(self):
        credentials = {"type": "AccountKey"}
        check(
            DATASTORE,
            {
                **names(DATASTORE),
                "state": "present",
                "type": "AzureBlob",
                "account_name": "a",
                "container_name": "c",
                "credentials": credentials,
            },
        )


def test_every_secret_that_a_task_was_given_is_known_at_any_depth():
    spec = arguments(manage(DATASTORE))
    params = {
        "secret": "one",
        "credentials": {"account_key": "two", "type": "AccountKey"},
        "name": "n",
        "password": None,
    }
    assert sorted(given_secrets(spec, params)) == ["one", "two"]
    assert given_secrets(
        {"l": {"type": "list", "options": {"s": {"no_log": True}}}}, {"l": [{"s": "a"}, {"s": "b"}]}
    ) == ["a", "b"]
    assert given_secrets({"d": {"type": "dict", "no_log": True}}, {"d": {"x": "v"}}) == ["v"]


def test_the_secrets_of_a_free_body_are_known_by_their_keys():
    spec = arguments(manage(ANY))
    credentials = {"username": "somebody", "password": "canary-one", "keys": {"a": "canary-two", "b": ["canary-three"]}}
    body = {"location": "westeurope", "properties": {"target": "https://x", "credentials": credentials}}
    assert set(given_secrets(spec, {"body": body, "secret": ""})) == {"canary-one", "canary-two", "canary-three"}


def test_secrets_of_a_free_map_are_told_by_its_own_name():
    spec = {"environment_variables": {"type": "dict"}, "tags": {"type": "dict"}}
    variables = {"API_TOKEN": "canary-of-a-variable", "REGION": "westeurope"}
    assert given_secrets(spec, {"environment_variables": variables, "tags": variables}) == ["canary-of-a-variable"]


def test_a_definition_that_is_a_text_is_a_secret_as_a_whole():
    """Nobody has read yet what in it is one; the path of a file is none."""
    spec = arguments(manage(ENVIRONMENT))
    assert given_secrets(spec, {"definition": "name: a\n"}) == ["name: a\n"]
    assert given_secrets(spec, {"definition": "environments/a.yml"}) == []
