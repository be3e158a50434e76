# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of docs/seed_coverage.md names modules and tests that exist, and leaves no module out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = {path.stem for path in (ROOT / "plugins" / "modules").glob("aml_*.py")}
# The guide makes one request after another, and about a few types; these are about many at once, or about others.
NOUNS = "batch_deployment batch_endpoint capability_host code component connection data environment"
NOUNS += " feature_store_entity featureset job marketplace_subscription online_deployment online_endpoint"
NOUNS += " outbound_rule private_endpoint_connection registry schedule serverless_endpoint"
# What these do is done once or read, and no resource is brought into a state.
ACTIONS = (
    "artifact asset_prune asset_publish batch_endpoint_invoke compute_idle_shutdown compute_key_info compute_resize"
)
ACTIONS += (
    " connection_secret_info datastore_secret_info doctor endpoint_key_info endpoint_key_regenerate endpoint_token_info"
)
ACTIONS += " endpoint_traffic featureset_backfill gate managed_network_provision metric_info online_deployment_log_info"
ACTIONS += " online_endpoint_invoke quota quota_info registry_region_remove run_log_info usage_info vm_size_info"
ACTIONS += (
    " workspace_diagnose workspace_key_info workspace_key_resync workspace_network_info workspace_notebook_prepare"
)
BEYOND_THE_GUIDE = {"aml_apply", "aml_experiment", "aml_export", "aml_feature_info", "aml_report", "aml_run"}
BEYOND_THE_GUIDE |= {f"aml_{action}" for action in ACTIONS.split()}
BEYOND_THE_GUIDE |= {*(f"aml_{noun}{end}" for noun in NOUNS.split() for end in ("", "_info"))}
TARGETS = {path.parents[1].name for path in (ROOT / "tests" / "integration" / "targets").glob("*/tasks/main.yml")}


def rows() -> list[tuple[str, str, str]]:
    """The table's rows as (guide, modules, proof)."""
    lines = (ROOT / "docs" / "seed_coverage.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [(row[0], row[1], row[2]) for row in cells[1:]]


@pytest.mark.parametrize(("modules", "proof"), [row[1:] for row in rows()], ids=[row[0] for row in rows()])
def test_a_row_names_modules_and_tests_that_exist(modules: str, proof: str) -> None:
    named = set(re.findall(r"`(aml_\w+)`", modules))
    proofs = re.findall(r"`([\w/]+)`", proof)

    assert named <= MODULES
    assert proofs or proof == "each module's target"
    for name in proofs:
        assert (ROOT / name).exists() if "/" in name else name in TARGETS, f"{name} is no target and no test"


def test_every_module_stands_in_the_table() -> None:
    assert {name for row in rows() for name in re.findall(r"`(aml_\w+)`", row[1])} == MODULES - BEYOND_THE_GUIDE


def test_every_managing_module_has_a_target_of_its_own() -> None:
    """What only acts or reads may share one with others of its noun."""
    sources = {name: (ROOT / "plugins" / "modules" / f"{name}.py").read_text(encoding="utf-8") for name in MODULES}
    managing = {name for name, source in sources.items() if "module_utils.resources." in source}

    assert {name for name in managing if not name.endswith("_info")} <= TARGETS


def test_every_module_runs_in_a_target() -> None:
    playbooks = [
        path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "integration" / "targets").rglob("*.yml")
    ]
    used = {name for text in playbooks for name in re.findall(r"\bmlops\.azureml\.(aml_\w+):", text)}

    assert used >= MODULES
