# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reader says of what is not there."""

from __future__ import annotations

import importlib

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import argspec

MODULES = "ansible_collections.mlops.azureml.plugins.modules."

VERSIONED = {"code": "codes", "component": "components", "data": "data_assets", "environment": "environments"}


@pytest.mark.parametrize("noun", VERSIONED)
def test_an_asset_that_is_not_there_has_no_versions(cloud, noun):
    read = cloud.play(f"aml_{noun}_info", **cloud.here, name="absent")
    assert read == {"changed": False, VERSIONED[noun]: []}


@pytest.mark.parametrize("noun", VERSIONED)
def test_an_asset_of_a_workspace_that_is_not_there_is_a_failure(cloud, noun):
    read = cloud.play(f"aml_{noun}_info", resource_group="rg", workspace="nowhere", name="absent")
    assert read["failed"] and "nowhere" in read["msg"]


def test_the_deployments_of_an_endpoint_that_is_not_there_are_a_failure(cloud):
    read = cloud.play("aml_online_deployment_info", **cloud.here, endpoint="nowhere")
    assert read["failed"] and "nowhere" in read["msg"]


@pytest.mark.parametrize("module", ["aml_online_deployment_info", "aml_batch_deployment_info"])
def test_the_deployments_of_no_endpoint_are_not_its_endpoints(cloud, module):
    spec = argspec.arguments(importlib.import_module(MODULES + module).TASK)
    assert [option for option in ("endpoint", "name") if spec[option].get("required")] == ["endpoint"]
