# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an earlier run left on its way."""

from __future__ import annotations

import functools

import pytest

CLUSTER = {"name": "cpu", "type": "AmlCompute", "vm_size": "Standard_DS3_v2", "scale": {"max_nodes": 1}}


@pytest.fixture
def leaving(cloud, pushing):
    """A cluster whose deletion takes a minute."""
    assert cloud.play("aml_compute", **cloud.here, **CLUSTER)["changed"]
    cloud.config(operation_seconds={"default": 60})
    cloud.play = functools.partial(cloud.play, clock=pushing)
    assert cloud.play("aml_compute", **cloud.here, name="cpu", state="absent", wait=False)["changed"]
    cloud.forget()
    return cloud


def test_what_is_being_deleted_is_not_deleted_again(leaving):
    gone = {**leaving.here, "name": "cpu", "state": "absent"}
    assert leaving.play("aml_compute", **gone, wait=False)["changed"] is False
    predicted = leaving.play("aml_compute", check_mode=True, **gone)
    assert predicted["changed"] is False and "still deleting" in predicted["warnings"][0]
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


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_state_of_another_variant_is_refused_before_anything_is_sent(cloud, check_mode):
    assert cloud.play("aml_compute", **cloud.here, **CLUSTER)["changed"]
    cloud.forget()
    told = cloud.play("aml_compute", check_mode, **cloud.here, name="cpu", state="started")
    assert told["failed"] and told["error"]["target"] == "state" and "only for ComputeInstance" in told["msg"]
    assert cloud.writes() == []


def test_a_state_that_another_run_began_is_waited_for(cloud, pushing):
    instance = {**cloud.here, "name": "ci-wait", "type": "ComputeInstance", "vm_size": "Standard_DS3_v2"}
    assert cloud.play("aml_compute", **instance, state="stopped")["compute"]["state_of_instance"] == "Stopped"
    cloud.config(operation_seconds={"default": 60})
    assert cloud.play("aml_compute", **instance, state="started", wait=False)["changed"]
    cloud.forget()
    adopted = cloud.play("aml_compute", clock=pushing, **instance, state="started")
    assert adopted["changed"] is False and adopted["compute"]["state_of_instance"] == "Running"
    assert cloud.writes() == []


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_change_on_the_way_to_a_state_tells_both(cloud, check_mode):
    instance = {**cloud.here, "name": "ci-both", "type": "ComputeInstance", "vm_size": "Standard_DS3_v2"}
    assert cloud.play("aml_compute", **instance)["changed"]
    done = cloud.play("aml_compute", check_mode, **instance, state="stopped", tags={"a": "1"})
    assert done["reasons"] == ["tags: {} -> {'a': '1'}", "state: stopped"]
    assert done["diff"]["before"]["state"] == "Running" and done["diff"]["after"]["state"] == "stopped"


def test_archiving_is_told_in_the_words_of_the_option(cloud):
    model = {**cloud.here, "name": "churn", "version": "1", "model_uri": "azureml://datastores/a/paths/b"}
    assert cloud.play("aml_model", **model)["changed"]
    assert cloud.play("aml_model", **model, state="archived")["reasons"] == ["state: present -> archived"]


@pytest.mark.parametrize(("given", "sent"), [({}, "Detach"), ({"on_delete": "Delete"}, "Delete")])
def test_what_was_attached_is_let_go_unless_the_task_says_more(cloud, emulator, given, sent):
    kubernetes = {**cloud.here, "name": "k8s", "type": "Kubernetes", "namespace": "ml"}
    assert cloud.play("aml_compute", **kubernetes)["changed"]
    cloud.forget()
    assert cloud.play("aml_compute", **cloud.here, name="k8s", state="absent", **given)["changed"]
    (deletion,) = [entry for entry in emulator.journal() if entry["method"] == "DELETE"]
    assert deletion["query"]["underlyingResourceAction"] == sent
