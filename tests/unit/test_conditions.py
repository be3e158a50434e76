# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tests ``aml_terminal``, ``aml_healthy`` and ``aml_drifted``."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE
from ansible_collections.mlops.azureml.plugins.module_utils.task import Derived
from ansible_collections.mlops.azureml.plugins.plugin_utils.conditions import (
    MEMBERS,
    is_drifted,
    is_healthy,
    is_terminal,
)
from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import plugin

URL = "https://management.azure.com/operation"


def compute(state: str = "Succeeded", **members):
    return {"name": "cpu", "provisioning_state": state, **members}


@pytest.mark.parametrize(
    ("value", "terminal", "healthy"),
    [
        (compute(), True, True),
        (compute("FAILED"), True, False),
        (compute("Creating"), False, False),
        (compute("Unheard"), False, False),
        (compute(None), True, True),
        (compute(errors=[{"code": "x"}]), True, False),
        (compute(allocation_state="Resizing"), False, False),
        (compute(state_of_instance="Stopped"), True, True),
        (compute(state_of_instance="Stopping"), False, False),
        (compute(state_of_instance="Unusable"), True, False),
        ({"name": "job", "status": "Running"}, False, False),
        ({"name": "job", "status": "Completed"}, True, True),
        ({"name": "job", "status": "Canceled"}, True, False),
        ({"name": "job", "status": "NotResponding"}, False, False),
        ({"id": "/x", "properties": {"provisioningState": "Deleting"}}, False, False),
        ({"id": "/x", "properties": {"provisioningState": "Succeeded"}}, True, True),
        ([compute(), compute("Failed")], True, False),
        ([], True, False),
        ({}, True, False),
        ({"changed": False, "computes": [compute(), compute("Updating")]}, False, False),
        ({"changed": False, "computes": []}, True, False),
        ({"changed": True, "compute": {}}, True, False),
        ({"changed": True, "compute": compute(), "diff": {"before": compute("Failed")}}, True, True),
        ({"changed": True, "compute": compute(), "operation_url": URL}, False, False),
        ({"changed": True, "failed": True, "msg": "x"}, True, False),
        ({"changed": True, "failed": True, "msg": "x", "operation_url": URL}, False, False),
        ({"changed": False, "runs": [{"status": "Queued"}]}, False, False),
        ({"changed": True, "results": [{"changed": True, "compute": compute()}, {"skipped": True}]}, True, True),
        ({"changed": True, "resources": [{"action": "update", "changed": True, "name": "x"}]}, True, True),
        ({"changed": True, "resources": [{"action": "skip", "changed": False, "name": "x"}]}, True, False),
        ({"changed": True, "resources": [{"action": "fail", "changed": False, "error": {"code": "x"}}]}, True, False),
        ({"changed": True, "resources": [{"action": "create", "changed": True, "operation_url": URL}]}, False, False),
    ],
)
def test_what_is_at_its_end_and_what_is_well(value, terminal, healthy):
    assert (is_terminal(value), is_healthy(value)) == (terminal, healthy)


def test_each_member_that_is_looked_at_is_one_that_a_reader_returns():
    kinds = [shape for kind in ESTATE.kinds for shape in (kind.candidates if isinstance(kind, Derived) else (kind,))]
    returned = {field.option for kind in kinds for field in kind.fields if field.read_only}
    assert {member for member in MEMBERS if not member.startswith("properties.")} <= returned
    for words in MEMBERS.values():
        assert not words.well & words.badly and all(word == word.lower() for word in words.well | words.badly)


@pytest.mark.parametrize(
    ("value", "drifted"),
    [
        ({"changed": True}, True),
        ({"changed": False, "compute": compute("Failed")}, False),
        ([{"changed": False}, {"changed": True}], True),
        ({"changed": True, "results": [{"changed": False}, {"changed": True, "skipped": True}]}, False),
        ({"skipped": True, "changed": False}, False),
    ],
)
def test_what_drifted(value, drifted):
    assert is_drifted(value) is drifted


@pytest.mark.parametrize("value", [{"failed": True, "changed": True}, [{"changed": True}, {"failed": True}]])
def test_of_what_failed_nobody_knows_whether_it_drifted(value):
    with pytest.raises(InputError, match="nobody knows"):
        is_drifted(value)


@pytest.mark.parametrize("condition", [is_drifted, is_healthy, is_terminal])
def test_what_is_no_result_is_refused(condition):
    with pytest.raises(AnsibleFilterError, match="the input must be"):
        plugin(condition)("Succeeded")
    if condition is is_drifted:
        with pytest.raises(InputError, match="the input must be"):
            condition(compute())
