# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options, their documentation and the guide say the same."""

from __future__ import annotations

import pathlib
import re

import pytest
import yaml

from ansible_collections.mlops.azureml.plugins.doc_fragments.auth import ModuleDocFragment
from ansible_collections.mlops.azureml.plugins.module_utils.auth.options import AUTH_OPTIONS, AUTH_SOURCES, ENVIRONMENT
from ansible_collections.mlops.azureml.plugins.module_utils.auth.settings import Settings

DOCUMENTED = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
GUIDE = pathlib.Path(__file__).resolve().parents[3] / "docs" / "authentication.md"


def test_the_fragment_documents_every_option_and_no_other():
    assert DOCUMENTED.keys() == AUTH_OPTIONS.keys() == ENVIRONMENT.keys()
    assert set(AUTH_OPTIONS) <= set(Settings.__dataclass_fields__)


@pytest.mark.parametrize("option", sorted(AUTH_OPTIONS))
def test_the_fragment_has_the_type_and_the_choices_of_the_spec(option):
    spec = {key: value for key, value in AUTH_OPTIONS[option].items() if key != "no_log"}
    assert {key: value for key, value in DOCUMENTED[option].items() if key != "description"} == spec
    # With a default the environment could never decide.
    assert "default" not in spec and "fallback" not in spec


@pytest.mark.parametrize("option", sorted(AUTH_OPTIONS))
def test_the_fragment_names_exactly_the_variables_that_are_read(option):
    named = set(re.findall(r"E\((\w+)\)", " ".join(DOCUMENTED[option]["description"])))
    also = {"HTTPS_PROXY", "NO_PROXY"} if option == "proxy" else set()
    assert named == set(ENVIRONMENT[option]) | also


def test_what_is_secret_is_hidden_and_what_only_looks_so_is_not():
    hidden = {option for option, spec in AUTH_OPTIONS.items() if spec.get("no_log")}
    assert hidden == {"access_token", "federated_token", "proxy", "secret", "x509_certificate_password"}
    assert hidden == {name for name, field in Settings.__dataclass_fields__.items() if not field.repr} - {"machine"}
    assert AUTH_OPTIONS["federated_token_file"]["no_log"] is False


def test_the_guide_names_every_option_variable_and_source():
    text = GUIDE.read_text(encoding="utf-8")
    words = set(re.findall(r"`([\w:. ]+)`", text))
    variables = {name for names in ENVIRONMENT.values() for name in names}
    assert {*AUTH_OPTIONS, *variables, *AUTH_SOURCES} - words == set()
