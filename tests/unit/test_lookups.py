# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the lookups ask, what of an answer they give, and that their documentation says the same."""

from __future__ import annotations

import importlib

import pytest
import yaml

from ansible_collections.mlops.azureml.plugins.module_utils import argspec
from ansible_collections.mlops.azureml.plugins.module_utils.calls import latest
from ansible_collections.mlops.azureml.plugins.module_utils.calls.assets import KINDS
from ansible_collections.mlops.azureml.plugins.module_utils.calls.token import TOKEN
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.plugin_utils import questions

PACKAGE = "ansible_collections.mlops.azureml.plugins.lookup"
CANARY = "canary-5b7d0e44"
PLACE = {"resource_group": "rg", "workspace": "ws1"}


def options_of(name: str) -> dict:
    return yaml.safe_load(importlib.import_module(f"{PACKAGE}.{name}").DOCUMENTATION)


@pytest.mark.parametrize("name", ["aml_asset", "aml_secret", "aml_token"])
def test_a_lookup_takes_the_connection_of_every_module(name):
    assert {"mlops.azureml.auth", "mlops.azureml.api"} <= set(options_of(name)["extends_documentation_fragment"])


def test_the_choices_are_what_is_known():
    of = options_of("aml_secret")["options"]
    assert of["of"]["choices"] == sorted(questions.HOLDERS)
    (spec,) = (argspec.arguments(questions.act(action)) for action, _m in questions.HOLDERS.values() if action.union)
    own = {key: of["endpoint_type"][key] for key in ("choices", "default", "type")}
    assert own == spec["type"]
    asset = options_of("aml_asset")["options"]
    assert asset["type"]["choices"] == sorted(KINDS)
    told = {key: value for key, value in options_of("aml_token")["options"]["endpoint"].items() if key != "description"}
    assert told == {**TOKEN.options["endpoint"], "choices": ["v1", "v2"]}


@pytest.mark.parametrize("of", questions.HOLDERS)
def test_each_question_names_options_of_its_task(of):
    asked = questions.secret_question("one", {**PLACE, "of": of, "endpoint_type": "batch", "member": None})
    assert asked.params.keys() <= argspec.arguments(asked.task).keys()
    assert asked.task.hides(asked.params) and asked.params["name"] == "one"


def test_a_secret_is_the_one_that_is_wanted_or_the_only_one():
    assert questions.picked({"key": CANARY}, "oai", "") == CANARY
    assert questions.picked({"primary_key": "a", "secondary_key": CANARY}, "e", "Secondary_Key") == CANARY
    for secrets, wanted, told in (
        ({"a": CANARY, "b": CANARY}, "", "must be one of a, b"),
        ({"a": CANARY}, "b", "has no b; it has a"),
        ({}, "", "no secret of its own"),
    ):
        with pytest.raises(InputError, match=told) as caught:
            questions.picked(secrets, "oai", wanted)
        assert CANARY not in str(caught.value)


def test_the_secrets_of_an_answer_are_found_at_any_depth():
    action, _member = questions.HOLDERS["connection"]
    answer = {"category": "CustomKeys", "credentials": {"keys": {"one": "1", "two": "2"}, "empty": None}}
    assert questions.secrets_in(action, answer) == {"one": "1", "two": "2"}
    action, _member = questions.HOLDERS["datastore"]
    assert questions.secrets_in(action, {"type": "Sas", "sas_token": "x", "account_key": None}) == {"sas_token": "x"}


def test_an_answer_is_not_shown_with_its_question():
    asked = questions.token_question("arm", {"endpoint": "v2"})
    assert asked.answer({"token": CANARY}) == CANARY and "answer" not in repr(asked)


@pytest.mark.parametrize(
    ("params", "option"),
    [
        ({**PLACE, "registry": "shared"}, "registry"),
        ({"resource_group": "rg"}, "workspace"),
        ({**PLACE, "name": "../x"}, "name"),
        ({**PLACE, "type": "compute"}, "type"),
    ],
)
def test_an_asset_that_cannot_be_named_is_refused_before_anything_is_sent(params, option):
    whole = {"subscription_id": "00000000-0000-0000-0000-000000000001", "type": "model", "name": "m", **params}
    with pytest.raises(InputError) as caught:
        latest.check(whole)
    assert caught.value.facts["option"] == option
