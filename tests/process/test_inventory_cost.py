# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an inventory of a thousand workspaces costs beside one that is written down, and beside an empty one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from cloud import Cloud
from inventories import Listed, inventory, write
from test_inventory import workspace

WORKSPACES = 1000
# Run in turns, and the best of each counts: another program's hour is then nobody's.
ROUNDS = 3
MOST = 5.0


def test_a_thousand_workspaces_cost_at_most_five_times_a_file(
    cloud: Cloud, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    tags = {"env": "prod", "team": "ada"}
    cloud.ask("PUT", "resources", [workspace(f"ws-{number:04}", tags=tags) for number in range(WORKSPACES - 1)])
    environment = {**cloud.emulator.variables(), "AML_TOKEN_CACHE": "false"}
    ours = write(tmp_path / "ours", {})
    first = inventory(tmp_path / "ours", environment, path=ours)
    assert len(first.hosts) == WORKSPACES
    static, empty = tmp_path / "static.yml", tmp_path / "empty.yml"
    static.write_text(json.dumps({"all": {"hosts": first.hosts}}))
    empty.write_text(json.dumps({"all": {}}))

    taken: dict[str, list[Listed]] = {"ours": [], "static": [], "empty": []}
    for _round in range(ROUNDS):
        for name, path in (("ours", ours), ("static", static), ("empty", empty)):
            taken[name].append(inventory(tmp_path / name, environment, path=path))
    assert taken["static"][0].hosts == first.hosts
    assert taken["empty"][0].hosts == {}
    seconds = {name: min(one.seconds for one in found) for name, found in taken.items()}
    record_property("ecosystem:inventory.hosts", WORKSPACES)
    record_property("ecosystem:inventory.seconds", round(seconds["ours"], 2))
    for name in ("empty", "static"):
        record_property(f"ecosystem:inventory.ratio_to_{name}_inventory", round(seconds["ours"] / seconds[name], 2))
    assert seconds["ours"] / seconds["static"] <= MOST, seconds
