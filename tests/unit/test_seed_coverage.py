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
NOUNS = "batch_deployment batch_endpoint capability_host code component connection data environment job"
NOUNS += " marketplace_subscription online_deployment online_endpoint outbound_rule"
NOUNS += " private_endpoint_connection registry schedule serverless_endpoint"
ACTIONS = {"aml_asset_prune", "aml_asset_publish", "aml_endpoint_traffic", "aml_gate"}
BEYOND_THE_GUIDE = {
    "aml_apply",
    "aml_export",
    *ACTIONS,
    *(f"aml_{noun}{end}" for noun in NOUNS.split() for end in ("", "_info")),
}
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
    managing = {name for name in MODULES if not name.endswith("_info")}

    assert managing <= TARGETS
