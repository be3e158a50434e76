# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The schemas for editors take what the modules take, and refuse what they refuse."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import schemas
import yaml
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft7Validator

from ansible_collections.mlops.azureml.plugins.module_utils.argspec import listed_as
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.items import checked
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Resource
from ansible_collections.mlops.azureml.plugins.modules import aml_apply
from tests.unit.generated import making, tasks

KINDS = {kind.noun: kind for kind in ESTATE.kinds}
RESOURCES = {noun: listed_as(kind) for noun, kind in KINDS.items() if noun != "resource"}
VALIDATOR = Draft7Validator(json.loads((schemas.TARGET / "estate.json").read_text(encoding="utf-8")))
TASK = {"resource_group": "rg", "workspace": "ws"}


def refused(document: Any) -> list[str]:
    """What the schema has against a document."""
    return [error.message for error in VALIDATOR.iter_errors(document)]


def item(noun: str, options: dict[str, Any]) -> dict[str, Any]:
    """The options of a module's task as an item, which has another name for ``type``."""
    alias = VALIDATOR.schema["definitions"][f"{noun}_item"]["properties"]
    names = {"type": f"{noun}_type" if f"{noun}_type" in alias else "endpoint_compute_type"}
    names["type"] = "rule_type" if noun == "outbound_rule" else names["type"]
    return {"type": noun, **{names.get(name, name): value for name, value in options.items()}}


def test_the_schemas_are_those_that_are_made() -> None:
    made = schemas.made()

    assert {path: path.read_text(encoding="utf-8") for path in schemas.TARGET.iterdir()} == made, (
        "run python3 tests/tools/schemas.py"
    )
    for text in made.values():
        Draft7Validator.check_schema(json.loads(text))


@pytest.mark.parametrize("noun", RESOURCES)
def test_what_a_module_takes_is_taken(noun: str) -> None:
    resource: Resource = RESOURCES[noun]

    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(tasks(resource))
    def holds(params: dict[str, Any]) -> None:
        entry = item(noun, {key: value for key, value in making(resource, params).items() if key != "subscription_id"})
        if "workspace" not in resource.scope.options and noun != "workspace":
            del entry["workspace"]
        if "resource_group" not in resource.scope.options:
            del entry["resource_group"]
        checked(ESTATE, {**TASK, "resources": [entry]})
        assert refused([entry]) == []

    holds()


@pytest.mark.parametrize("noun", KINDS)
def test_an_option_that_the_module_has_not_is_refused(noun: str) -> None:
    wrong = {"type": noun, "nmae": "x"}

    with pytest.raises(InputError):
        checked(ESTATE, {**TASK, "resources": [wrong]})
    assert any("'nmae' was unexpected" in text for text in refused([wrong]))


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "computer", "name": "cpu"},
        {"name": "cpu"},
        {"type": "resource_group", "location": "westeurope"},
        {"type": "compute", "name": "cpu", "compute_type": "AmlCompute", "scale": {"max_nodes": "four"}},
        {"type": "compute", "name": "cpu", "compute_type": "AmlCompute", "scale": {"most_nodes": 4}},
        {"type": "compute", "name": "cpu", "compute_type": "AmlComputer"},
        {"type": "compute", "name": "cpu", "compute_type": "AmlCompute", "tags": ["a"]},
        {"type": "compute", "name": "cpu", "compute_type": "AmlCompute", "enable_node_public_ip": "perhaps"},
    ],
    ids=str,
)
def test_what_the_module_refuses_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        checked(ESTATE, {**TASK, "resources": [wrong]})
    assert refused([wrong])


@pytest.mark.parametrize("value", [True, "yes", "False", 0, "{{ public }}", None])
def test_what_ansible_takes_for_another_type_is_taken(value: Any) -> None:
    entry = {"type": "compute", "name": 7, "compute_type": "AmlCompute", "enable_node_public_ip": value}
    assert refused([{**entry, "tags": "{{ tags }}", "scale": {"max_nodes": "4"}}]) == []


def test_the_examples_and_the_pages_are_taken() -> None:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (schemas.ROOT / "docs").glob("*.md"))
    blocks = [yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```", pages, re.MULTILINE | re.DOTALL)]
    plays = [block for block in [*blocks, yaml.safe_load(aml_apply.EXAMPLES)] if isinstance(block, list)]
    tasks_of = [task for play in plays for entry in play for task in entry.get("tasks", [entry])]
    estates = [task["mlops.azureml.aml_apply"]["resources"] for task in tasks_of if "mlops.azureml.aml_apply" in task]
    lists = [resources for resources in estates if isinstance(resources, list)]

    assert len(lists) >= 3
    assert [refused(resources) for resources in lists] == [[]] * len(lists)


def test_an_estate_is_found_in_a_file_of_variables() -> None:
    wrong = [{"type": "compute", "nmae": "cpu"}]

    assert refused({"ml_resources": wrong}) and refused({"team_estate": wrong}) and refused({"resources": wrong})
    assert not refused({"ml_resources": [], "team_estate": "{{ other }}", "something_else": wrong})


def test_the_variables_of_a_role_are_checked_by_its_argument_specs() -> None:
    spec = {
        "options": {
            "team": {"type": "dict", "required": True, "options": {"name": {"type": "str", "required": True}}},
            "sizes": {"type": "list", "elements": "int", "description": ["How many M(mlops.azureml.aml_compute)."]},
        }
    }
    schema = schemas.role("team", spec)
    validator = Draft7Validator(schema)

    assert validator.is_valid({"team": {"name": "a"}, "sizes": [1, "2"], "else": 1})
    for wrong in ({"team": {"nmae": "a"}}, {"team": {}}, {"sizes": ["one"]}, {"team": []}):
        assert not validator.is_valid(wrong), wrong
    assert schema["properties"]["sizes"]["description"] == "How many `aml_compute`."
