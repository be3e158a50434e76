# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identities: taking one away, and the words and spellings of the service."""

from __future__ import annotations

import pytest

CLUSTER = {"type": "AmlCompute", "vm_size": "Standard_DS3_v2", "scale": {"max_nodes": 1}}


@pytest.fixture
def two(cloud):
    """The ids of two user-assigned identities."""
    other = cloud.play("aml_dependencies", resource_group="rg", identity={"name": "id-other"})
    return [cloud.ids["identity"], other["ids"]["identity"]]


def identity(kind: str, *assigned: str) -> dict:
    return {"type": kind, **({"user_assigned_identities": list(assigned)} if assigned else {})}


def test_an_identity_that_is_no_longer_named_is_taken_from_a_workspace(cloud, two):
    where = {"resource_group": "rg", "name": "ws"}
    assert cloud.play("aml_workspace", **where, identity=identity("SystemAssigned,UserAssigned", *two))["changed"]
    less = cloud.play("aml_workspace", **where, identity=identity("SystemAssigned,UserAssigned", two[1].upper()))
    assert less["changed"] and less["workspace"]["identity"]["user_assigned_identities"] == [two[1]]
    none = cloud.play("aml_workspace", **where, identity=identity("SystemAssigned"))
    assert none["changed"] and "user_assigned_identities" not in none["workspace"]["identity"]
    assert cloud.play("aml_workspace", **where, identity=identity("SystemAssigned"))["changed"] is False


def test_an_identity_is_exchanged_on_a_cluster(cloud, two):
    cluster = {**cloud.here, "name": "cpu", **CLUSTER}
    assert cloud.play("aml_compute", **cluster, identity=identity("UserAssigned", two[0]))["changed"]
    other = {**cluster, "identity": identity("UserAssigned", two[1])}
    predicted, real = cloud.play("aml_compute", check_mode=True, **other), cloud.play("aml_compute", **other)
    assert real["changed"] and real["diff"] == predicted["diff"]
    assert real["diff"]["after"]["identity"]["user_assigned_identities"] == [two[1]]
    assert cloud.play("aml_compute", **other)["changed"] is False


def test_a_type_without_assigned_identities_refuses_their_list(cloud, two):
    told = cloud.play("aml_workspace", resource_group="rg", name="ws", identity=identity("SystemAssigned", two[0]))
    assert told["failed"] and told["msg"].startswith("identity.user_assigned_identities: exists only for ")
    assert cloud.writes()[-1].endswith("/id-other"), "something was sent"


@pytest.mark.parametrize("spelled", ["SystemAssigned, UserAssigned", "userassigned,systemassigned"])
def test_the_words_of_the_service_come_back_as_a_choice(cloud, spelled):
    row = cloud.stored()[cloud.workspace.lower()]
    assigned = {cloud.ids["identity"]: {"principalId": "p", "clientId": "c"}}
    cloud.put({**row, "identity": {"type": spelled, "userAssignedIdentities": assigned}})
    item = cloud.play("aml_workspace_info", resource_group="rg", name="ws")["workspaces"][0]
    assert item["identity"]["type"] == "SystemAssigned,UserAssigned"
    assert item["identity"]["user_assigned_identities"] == [cloud.ids["identity"]]
    given = {option: item["identity"][option] for option in ("type", "user_assigned_identities")}
    assert cloud.play("aml_workspace", resource_group="rg", name="ws", identity=given)["changed"] is False


def test_a_refused_change_shows_where_two_ids_differ(cloud):
    other = cloud.parents["storage_account"] + "other"
    told = cloud.play("aml_workspace", resource_group="rg", name="ws", storage_account=other)
    assert told["failed"] and "/stregress -> " in told["msg"] and "/stregressother)" in told["msg"]
