# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module says how it behaves, where to read on, and shows each result, without a secret.

That the samples are what the examples return, ``tests/integration/test_examples.py`` says.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import samples
import yaml

from ansible_collections.mlops.azureml.plugins.module_utils import redact

PACKAGE = "ansible_collections.mlops.azureml.plugins"
MODULES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "plugins/modules").glob("aml_*.py"))
ATTRIBUTES = {"action_group", "async", "check_mode", "diff_mode", "idempotent", "platform"}
TYPES = {"bool": bool, "dict": dict, "float": (int, float), "int": int, "list": list, "raw": object, "str": str}


def documented(module: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The DOCUMENTATION and the RETURN of a module."""
    found = importlib.import_module(f"{PACKAGE}.modules.{module}")
    return yaml.safe_load(found.DOCUMENTATION), yaml.safe_load(found.RETURN)


def attributes(described: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a module, with those of its fragments."""
    found: dict[str, Any] = {}
    for name in described["extends_documentation_fragment"]:
        fragment, _dot, part = name.removeprefix("mlops.azureml.").partition(".")
        of = importlib.import_module(f"{PACKAGE}.doc_fragments.{fragment}").ModuleDocFragment
        found.update(yaml.safe_load(getattr(of, part.upper() or "DOCUMENTATION")).get("attributes") or {})
    return {**found, **described.get("attributes", {})}


@pytest.mark.parametrize("module", MODULES)
def test_it_says_how_it_behaves_and_where_to_read_on(module: str) -> None:
    described, _returned = documented(module)
    found = attributes(described)
    others = [entry["module"].rpartition(".")[2] for entry in described["seealso"] if "module" in entry]
    sibling = module.removesuffix("_info") if module.endswith("_info") else f"{module}_info"

    assert set(found) == ATTRIBUTES
    assert all(
        entry["support"] in ("full", "partial", "none", "N/A") and entry["description"] for entry in found.values()
    )
    assert described["seealso"] and module not in others
    assert sibling not in MODULES or sibling in others


@pytest.mark.parametrize("module", MODULES)
def test_each_result_has_a_sample_of_its_type_without_a_secret(module: str) -> None:
    _described, returned = documented(module)
    for path, entry in samples.leaves(returned):
        assert "sample" in entry, path
        sample = entry["sample"]
        if sample is None:
            continue
        assert isinstance(sample, TYPES[entry["type"]]), path
        for element in sample if entry["type"] == "list" else ():
            assert isinstance(element, TYPES[entry["elements"]]), path
        shown = list(redact.held({path.rpartition(".")[2]: sample}))
        assert set(shown) <= {redact.MASK}, path
        assert "127.0.0.1" not in str(sample), path
