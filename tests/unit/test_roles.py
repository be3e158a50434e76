# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles say what they do: their argument specs, their tasks, their README and the types of the estate agree."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mlops.azureml.plugins.module_utils.baseline import RULES
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE

ROLES = Path(__file__).resolve().parents[2] / "roles"
NAMES = sorted(path.name for path in ROLES.iterdir())
LISTED = re.compile(r"\{'type': '(\w+)'\}\] \| product\(workspace_spec\.(\w+) ")


def options(role: str) -> dict[str, Any]:
    spec = yaml.safe_load((ROLES / role / "meta" / "argument_specs.yml").read_text())
    return spec["argument_specs"]["main"]["options"]


def test_each_list_of_a_workspace_is_made_with_its_type() -> None:
    lists = {name for name, option in options("workspace")["workspace_spec"]["options"].items() if "elements" in option}
    made = dict(reversed(pair) for pair in LISTED.findall((ROLES / "workspace" / "tasks" / "main.yml").read_text()))
    assert made.keys() == lists - {"others"}
    assert made.items() <= {kind.plural: kind.noun for kind in ESTATE.kinds}.items()


@pytest.mark.parametrize("role", NAMES)
def test_options_begin_with_the_role_have_their_defaults_and_are_in_the_readme(role: str) -> None:
    declared = options(role)
    assert all(name.startswith(f"{role}_") for name in declared)
    defaults = yaml.safe_load((ROLES / role / "defaults" / "main.yml").read_text())
    assert defaults == {name: option["default"] for name, option in declared.items() if "default" in option}
    readme = (ROLES / role / "README.md").read_text()
    assert not [name for name in declared if f"`{name}`" not in readme]


@pytest.mark.parametrize("role", ["baseline", "report"])
def test_the_rules_of_a_role_are_those_of_the_report(role: str) -> None:
    assert options(role)[f"{role}_rules"]["choices"] == [rule.id for rule in RULES]


def test_the_baseline_looks_at_all_that_its_rules_are_about() -> None:
    (first, *others) = yaml.safe_load((ROLES / "baseline" / "tasks" / "main.yml").read_text())
    assert first["mlops.azureml.aml_report"]["types"] == list(dict.fromkeys(rule.noun for rule in RULES))
    # It has no rule of its own: what it sets right is what the report says.
    applied = [task["mlops.azureml.aml_apply"] for task in others if "mlops.azureml.aml_apply" in task]
    assert [task["resources"] for task in applied] == ["{{ baseline_report.corrections }}"]
