# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replacing what cannot be changed: never the old one lost without the new one made."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_workspace_is_not_deleted_when_its_kept_twin_would_stop_the_new_one(cloud, check_mode):
    told = cloud.play(
        "aml_workspace",
        check_mode,
        resource_group="rg",
        name="ws",
        hbi_workspace=True,
        on_immutable="recreate",
        force=True,
    )
    assert told["failed"] and not told["changed"] and told["error"]["target"] == "on_soft_deleted"
    assert cloud.writes() == [] and cloud.workspace.lower() in cloud.stored()


def test_a_workspace_is_recreated_with_force_and_a_purge(cloud):
    wanted = {"resource_group": "rg", "name": "ws", "hbi_workspace": True}
    destroys = {"on_immutable": "recreate", "on_soft_deleted": "purge", "force": True}
    done = cloud.play("aml_workspace", **wanted, **destroys)
    assert done["changed"] and done["workspace"]["hbi_workspace"] is True
    assert done["workspace"]["storage_account"].lower() == cloud.parents["storage_account"].lower()
    assert cloud.play("aml_workspace", **wanted)["changed"] is False


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_version_that_the_service_would_not_give_is_refused(cloud, check_mode):
    """Each run would register one more model, under another version than the one asked for."""
    model = {**cloud.here, "plane": "regional", "name": "numbered", "model_uri": "azureml://datastores/a/paths/b"}
    told = cloud.play("aml_model", check_mode, **model, version="9")
    assert told["failed"] and told["error"]["target"] == "version" and "leave it out" in told["msg"]
    assert cloud.writes() == []


@pytest.mark.parametrize("check_mode", [True, False])
def test_encryption_cannot_be_added_to_what_was_made_without_it(cloud, check_mode):
    key = {"status": "Enabled", "key_vault_id": cloud.ids["key_vault"], "key_identifier": "https://kv/keys/a/b"}
    told = cloud.play("aml_workspace", check_mode, resource_group="rg", name="ws", encryption=key)
    assert told["failed"] and told["error"]["code"] == "ImmutableChange" and "encryption" in told["msg"]
    assert cloud.writes() == []
