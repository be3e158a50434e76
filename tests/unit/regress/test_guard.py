# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a deletion would destroy, whatever module is asked for it."""

from __future__ import annotations

import pytest

CLUSTER = {"name": "cpu", "type": "AmlCompute", "vm_size": "Standard_DS3_v2", "scale": {"max_nodes": 1}}


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_resource_of_any_type_is_guarded_like_its_own_module(cloud, check_mode):
    assert cloud.play("aml_compute", **cloud.here, **CLUSTER)["changed"]
    cloud.forget()
    gone = {"state": "absent", "check_mode": check_mode}
    for given, why in (
        ({"resource_id": cloud.workspace.upper()}, "is not empty (computes/cpu"),
        ({"resource_id": cloud.group, "api_version": "2021-04-01"}, "is not empty ("),
        ({"resource_id": cloud.ids["key_vault"], "api_version": "2023-07-01"}, "is in use (workspaces/ws)"),
    ):
        told = cloud.play("aml_resource", **given, **gone)
        assert told["failed"] and told["error"]["target"] == "force" and why in told["msg"]
    assert cloud.writes() == []


def test_a_resource_of_any_type_goes_with_force(cloud):
    assert cloud.play("aml_compute", **cloud.here, **CLUSTER)["changed"]
    gone = {"resource_id": cloud.workspace, "state": "absent", "force": True}
    assert cloud.play("aml_resource", **gone)["changed"] and not cloud.play("aml_resource", **gone)["changed"]


def test_a_resource_group_can_be_made_as_a_resource_of_any_type(cloud):
    group = {"resource_id": cloud.group + "-any", "api_version": "2021-04-01"}
    assert cloud.play("aml_resource", **group, body={"location": "westeurope"})["changed"]
    assert cloud.play("aml_resource", **group, body={"location": "West Europe"})["changed"] is False
    assert cloud.play("aml_resource", **group, state="absent")["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_the_default_datastore_is_refused_in_check_mode_as_by_the_service(cloud, check_mode):
    cloud.put(
        {
            "id": cloud.workspace + "/datastores/basis",
            "properties": {"datastoreType": "AzureBlob", "accountName": "a", "containerName": "c", "isDefault": True},
        }
    )
    told = cloud.play("aml_datastore", check_mode, **cloud.here, name="basis", state="absent")
    assert told["failed"] and told["error"]["target"] == "state" and "does not delete" in told["msg"]
    assert cloud.writes() == []
