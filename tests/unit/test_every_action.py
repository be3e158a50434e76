# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every declaration of an action against itself, against ``docs/actions.md``, and that page against the contract."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.mlops.azureml.plugins.module_utils import redact
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments
from ansible_collections.mlops.azureml.plugins.module_utils.schema import placeholders
from ansible_collections.mlops.azureml.plugins.module_utils.task import Action, Call
from tests.unit import published

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "ansible_collections.mlops.azureml.plugins"
CLASSES = ("read", "once", "again", "once, or read where the task says so")
_OPERATION = re.compile(r" (POST|GET) (?:~|/subscriptions/\S+?/Microsoft\.MachineLearningServices)/(\S+) \[")


def modules() -> list[str]:
    return sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("aml_*.py"))


def task_of(module: str):
    return importlib.import_module(f"{PACKAGE}.modules.{module}").TASK


def declared() -> list[Action]:
    """Every action there is; a new file below actions/ is found by itself."""
    found: list[Action] = []
    for path in sorted((ROOT / "plugins" / "module_utils" / "actions").glob("[a-z]*.py")):
        module = importlib.import_module(f"{PACKAGE}.module_utils.actions.{path.stem}")
        found += [value for value in vars(module).values() if isinstance(value, Action) and value not in found]
    return found


def rows() -> list[tuple[str, tuple[str, ...], str, str]]:
    """The page's rows: operation, modules, whether it may be repeated, what a second run does."""
    lines = (ROOT / "docs" / "actions.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [
        (row[0].strip("`"), tuple(re.findall(r"`(aml_\w+)`", row[1])), row[2], row[3])
        for row in cells
        if row[0] != "operation"
    ]


ACTIONS = declared()
every_action = pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.paths[0][1])
BY_MODULE = {module: task_of(module).declaration for module in modules() if task_of(module).verb == "act"}


def operations(action: Action) -> list[str]:
    """What the page calls its requests: their paths without the names."""
    return [
        placeholders_gone(f"{action.scope.path}/{path}".partition("/providers/Microsoft.MachineLearningServices/")[2])
        for _value, path in action.paths
    ]


def placeholders_gone(path: str) -> str:
    return "/".join(word for word in path.split("/") if word and not word.startswith("{"))


@every_action
def test_one_module_is_all_about_it(action):
    assert [module for module, found in BY_MODULE.items() if found is action]


@pytest.mark.parametrize("module", BY_MODULE)
def test_a_module_says_by_its_name_whether_it_only_reads(module):
    assert module.endswith("_info") == BY_MODULE[module].reads


@pytest.mark.parametrize("module", BY_MODULE)
def test_its_options_are_a_spec_that_ansible_takes(module):
    spec = arguments(task_of(module))
    examples = {name: example for name, (_pattern, example) in BY_MODULE[module].names.items()}
    given = {option: examples.get(option, "one") for option, entry in spec.items() if entry.get("required")}
    for item in BY_MODULE[module].fields:
        if item.required:
            given[item.option] = item.words[0][0] if item.words else [{}] if item.type == "list" else "one"
    errors = ArgumentSpecValidator(spec).validate(given).error_messages
    assert not [text for text in errors if "missing required" not in text], errors


@every_action
def test_every_name_in_its_paths_has_a_pattern_and_an_example_that_fits(action):
    # A version may be any name.
    assert set(action.names) == set(action.segments) - {"version"}
    for pattern, example in action.names.values():
        assert re.fullmatch(pattern, example)
        assert not re.fullmatch(pattern, "a/b") and not re.fullmatch(pattern, "..")


@every_action
def test_its_alternatives_differ_in_their_resource_alone(action):
    values = [value for value, _path in action.paths]
    assert len(set(values)) == len(values) and (bool(action.union) == (len(values) > 1))
    assert action.union or values == [""]


@every_action
def test_what_its_answer_calls_a_secret_is_one(action):
    for item in action.answer:
        hidden = item.write_only or not redact.is_secret_key(item.path.rpartition(".")[2])
        assert hidden, f"{item.option} would be shown"
    assert ("reveal" in arguments(task(action))) == action.secret


def task(action: Action):
    return task_of(next(module for module, found in BY_MODULE.items() if found is action))


@every_action
def test_what_it_waits_for_is_told_by_its_options(action):
    assert ("wait_timeout" in arguments(task(action))) == action.long
    assert not (action.reads and action.long), "a request that is repeated begins nothing"
    assert action.changes or not action.reads, "what only reads changes nothing anyway"


@every_action
def test_its_goals_name_what_it_has(action):
    options = {item.option for item in action.fields}
    for goal in action.goals:
        assert {goal.option or "", goal.when or ""} <= options | {""}
        assert set(placeholders(goal.path)) <= options
        assert goal.option or not goal.gone
    assert not (action.reads and action.goals), "a question has nothing to reach"
    assert not action.look or action.goals


@every_action
def test_the_page_says_what_it_is_and_whether_it_may_be_repeated(action):
    module = next(module for module, found in BY_MODULE.items() if found is action)
    by_operation = {row[0]: row for row in rows()}
    for operation in operations(action):
        _operation, named, repeated, again = by_operation[operation]
        assert named == (module,)
        assert repeated == ("read" if action.reads else "once")
        if not action.goals and not action.reads:
            assert "again" in again


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_row_names_modules_that_are_there(row):
    _operation, named, repeated, again = row
    assert named and repeated in CLASSES and again
    assert set(named) <= set(modules())


def test_every_module_that_acts_stands_on_the_page():
    calls = {module for module in modules() if isinstance(task_of(module).declaration, Call)}
    # These are no operation of the service's own: any of them, many of them, or a look at what others did.
    calls -= {"aml_rest", "aml_token", "aml_discovery_info", "aml_asset_prune", "aml_gate", "aml_endpoint_traffic"}
    assert {*BY_MODULE, *calls} <= {module for row in rows() for module in row[1]}


def test_the_page_has_every_operation_of_the_contract_that_makes_no_resource():
    text = published.text("ops-2025-12-01.txt")
    posts = {
        placeholders_gone(found.group(2))
        for found in map(_OPERATION.search, text.splitlines())
        if found and found[1] == "POST"
    }
    assert len(posts) > 30, "the contract could not be read"
    assert posts <= {row[0] for row in rows()}
