# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service says may be hostile: control characters, and what looks like a template (C17, C18)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.process.playing import play

from ..cloud import Cloud
from ..families import COMPUTE, HERE, MODEL, WORKSPACE_PATH, Family

# Reliability S15: what no text for a terminal may hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Clears the screen, sets its title, rings, ends a text, returns, turns the writing round, and breaks the line.
HOSTILE = "a\x1b[2Jb\x1b]0;title\x07c\x00d\re\u202ef\x9bg\u2066h\ni"
TEMPLATES = (
    "{{ lookup('ansible.builtin.pipe', 'touch {path}') }}",
    "{% for x in lookup('ansible.builtin.pipe', 'touch {path}') %}{{ x }}{% endfor %}",
    "!unsafe '{{ 1 + 1 }}'",
    "!!python/object/apply:os.system ['touch {path}']",
    "#jinja2: variable_start_string: '[%' , variable_end_string: '%]'\n[% 1 + 1 %]",
    "{{ 426000 + 26 }}",
)


def texts(value: Any) -> list[str]:
    """The texts that a front prints raw."""
    return [str(value["msg"]), *value.get("warnings", [])]


@pytest.mark.case("C17")
def test_a_message_is_one_printable_line(cloud: Cloud, family: Family) -> None:
    cloud.need(family)
    error = {"code": HOSTILE, "message": HOSTILE, "details": [{"code": "x", "target": HOSTILE, "message": HOSTILE}]}
    cloud.fault("PUT", family.pattern, {"status": 400, "body": {"error": {**error, "target": HOSTILE}}})
    result = cloud.make(family)
    assert result["failed"] and not result["changed"]
    for text in texts(result):
        assert not UNPRINTABLE.search(text) and "\n" not in text, text
    assert "title" in result["msg"]


@pytest.mark.case("C17")
def test_so_is_a_warning(cloud: Cloud, stateful: Family) -> None:
    cloud.need(stateful)
    cloud.make(stateful)
    row = cloud.stored(stateful)
    cloud.put({**row, "properties": {**row["properties"], "provisioningState": HOSTILE}})
    foreseen = cloud.play(stateful.module, stateful.present, check_mode=True)
    missing = cloud.play(
        "aml_resource", {"resource_group": "rg", "type": "workspaces/computes", "name": "nows/c", "state": "absent"}
    )
    denied = {"code": "AuthorizationFailed", "message": HOSTILE}
    cloud.fault("GET", "operationsstatus", {"status": 403, "body": {"error": denied}}, times=0)
    unread = cloud.make(COMPUTE, name="cpu2") if stateful is COMPUTE else {"warnings": []}
    for result in (foreseen, missing):
        assert not result.get("failed") and result["warnings"], result
    for result in (foreseen, missing, unread):
        for text in result["warnings"]:
            assert not UNPRINTABLE.search(text) and "\n" not in text, text


@pytest.mark.case("C17")
def test_so_is_a_failed_operation(cloud: Cloud) -> None:
    failure = {"code": "UserError", "message": HOSTILE}
    cloud.fault("PUT", COMPUTE.pattern, {"fail_operation": failure})
    for result in (cloud.make(COMPUTE), cloud.apply(COMPUTE, {**COMPUTE.present, "vm_size": "Standard_D3_v2"})):
        assert result["failed"]
        for text in texts(result):
            assert not UNPRINTABLE.search(text) and "\n" not in text, text


@pytest.mark.case("C17")
def test_data_is_left_as_it_is(cloud: Cloud) -> None:
    """What a task registers is for programs; that a callback may print it is for the callback to see to."""
    cloud.make(MODEL, description=HOSTILE, tags={"odd": HOSTILE})
    (model,) = cloud.read(MODEL)["models"]
    assert model["description"] == HOSTILE and model["tags"] == {"odd": HOSTILE}
    again = cloud.make(MODEL, description=HOSTILE, tags={"odd": HOSTILE})
    assert not again["changed"] and again["model"]["description"] == HOSTILE


@pytest.mark.case("C18")
@pytest.mark.parametrize("front", ["in_process", "module"])
def test_a_template_of_the_service_is_a_text(cloud: Cloud, tmp_path: Path, front: str) -> None:
    """In every field that comes back, registered and used again; only what the playbook itself says is a template."""
    made = tmp_path / "evaluated"
    given = [text.replace("{path}", str(made)) for text in TEMPLATES]
    cloud.put({"id": f"{WORKSPACE_PATH}/models/odd", "properties": {}})
    for number, text in enumerate(given):
        properties = {"description": text, "tags": {"t": text}, "properties": {text[:9]: text}, "modelUri": text}
        row: Mapping[str, Any] = {"id": f"{WORKSPACE_PATH}/models/odd/versions/{number}", "properties": properties}
        cloud.put({**row, "tags": {"t": text}, "systemData": {"createdBy": text}})
    inside = {"mlops.azureml.aml_model_info": {**HERE, "name": "odd"}, "register": "found"}
    raw = {
        "mlops.azureml.aml_resource_info": {
            "resource_group": "rg",
            "type": "workspaces/models/versions",
            "name": "ws/odd",
        }
    }
    used = {
        "ansible.builtin.set_fact": {
            "told": "{{ found.models | map(attribute='description') | list }}",
            "tagged": "{{ found.models | map(attribute='tags') | map(attribute='t') | list }}",
            "looped": "{{ found.models | map(attribute='model_uri') | join('|') }}",
        }
    }
    shown = {
        "ansible.builtin.debug": {"msg": "{{ item.description }} {{ told }} {{ looped }}"},
        "loop": "{{ found.models }}",
    }
    environment = {name: value for name, value in os.environ.items() if name.startswith("AZURE_")}
    played = play(
        tmp_path / "play", [inside, raw, used, shown], {**environment, "AML_EXECUTION": front}, arguments=["-vv"]
    )
    listed, other, facts, printed = played.results
    assert not listed.get("failed"), played.printed
    assert sorted(model["description"] for model in listed["models"]) == sorted(given)
    assert {model["tags"]["t"] for model in listed["models"]} == set(given)
    assert {row["body"]["properties"]["modelUri"] for row in other["resources"]} == set(given)
    assert sorted(facts["ansible_facts"]["told"]) == sorted(facts["ansible_facts"]["tagged"]) == sorted(given)
    assert all(text in row["msg"] for row, text in zip(printed["results"], given, strict=True)), played.printed
    assert not made.exists() and "426026" not in str(facts)


@pytest.mark.case("C18")
def test_a_template_in_a_failure_is_a_text(cloud: Cloud, tmp_path: Path) -> None:
    made = tmp_path / "evaluated"
    text = TEMPLATES[0].replace("{path}", str(made)) + TEMPLATES[-1]
    cloud.fault("PUT", COMPUTE.pattern, {"status": 400, "code": "UserError", "message": text})
    environment = {name: value for name, value in os.environ.items() if name.startswith("AZURE_")}
    tasks = [
        {"mlops.azureml.aml_compute": dict(COMPUTE.present), "register": "refused"},
        {"ansible.builtin.debug": {"msg": "{{ refused.msg }} {{ refused.error }}"}},
    ]
    refused, printed = play(tmp_path / "play", tasks, environment).results
    assert TEMPLATES[-1] in refused["msg"] and TEMPLATES[-1] in printed["msg"], refused
    assert not made.exists()
