# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an earlier run left on its way."""

from __future__ import annotations

import pytest

CLUSTER = {"name": "cpu", "type": "AmlCompute", "vm_size": "Standard_DS3_v2", "scale": {"max_nodes": 1}}


@pytest.fixture
def leaving(cloud):
    """A cluster whose deletion takes a moment."""
    assert cloud.play("aml_compute", **cloud.here, **CLUSTER)["changed"]
    cloud.config(operation_seconds={"default": 0.6})
    assert cloud.play("aml_compute", **cloud.here, name="cpu", state="absent", wait=False)["changed"]
    cloud.forget()
    return cloud


def test_what_is_being_deleted_is_not_deleted_again(leaving):
    gone = {**leaving.here, "name": "cpu", "state": "absent"}
    assert leaving.play("aml_compute", **gone, wait=False)["changed"] is False
    predicted = leaving.play("aml_compute", check_mode=True, **gone)
    assert predicted["changed"] is False and "is deleting" in predicted["warnings"][0]
    assert leaving.play("aml_compute", **gone)["changed"] is False
    assert leaving.writes() == []


@pytest.mark.parametrize("wait", [True, False])
def test_what_is_being_deleted_comes_back_once_it_is_gone(leaving, wait):
    predicted = leaving.play("aml_compute", check_mode=True, **leaving.here, **CLUSTER)
    assert predicted["changed"] and predicted["reasons"] == ["it is absent"]
    back = leaving.play("aml_compute", **leaving.here, **CLUSTER, wait=wait)
    assert back["changed"] and back["reasons"] == ["it is absent"]
    assert [line.split()[0] for line in leaving.writes()] == ["PUT"]


def test_a_wait_that_ends_too_early_names_what_it_waited_for(cloud):
    assert cloud.play("aml_compute", **cloud.here, **CLUSTER)["changed"]
    row = cloud.stored()[f"{cloud.workspace}/computes/cpu".lower()]
    cloud.put({**row, "properties": {**row["properties"], "provisioningState": "Updating"}})
    told = cloud.play("aml_compute", **cloud.here, **CLUSTER, wait_timeout=1)
    assert told["failed"] and told["msg"].startswith("computes/cpu: still updating")
    assert told["resource_id"].endswith("/computes/cpu")
