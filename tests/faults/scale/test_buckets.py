# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many tasks of one principal at once against the service's own token buckets: none fails, hardly any is refused."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serving

from tests.process import playing

from ..families import HERE, WORKSPACE_PATH

ROOT = Path(__file__).resolve().parents[3]
# Resources, forks, and the size of the buckets: the service's own, or small ones that a few tasks empty as well.
QUICK = (60, 12, {"read": 40, "write": 20, "delete": 20})
EVERYTHING = (500, 50, {})
REFILL = {"read": 25, "write": 10}
SIZE = {"read": 250, "write": 200}


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[serving.Emulator]:
    with serving.serving(Path(sys.executable), ROOT, tmp_path / "emulator") as running:
        yield running


def ask(emulator: serving.Emulator, method: str, path: str, body: object = None) -> dict:
    content = None if body is None else json.dumps(body).encode()
    return json.loads(emulator.call(method, f"/_emulator/{path}", content) or b"{}")


@pytest.mark.case("C12")
def test_one_principal_at_many_forks(
    emulator: serving.Emulator, tmp_path: Path, everything: bool, figure: Callable[[str, float], None]
) -> None:
    resources, forks, sizes = EVERYTHING if everything else QUICK
    group = WORKSPACE_PATH.partition("/providers")[0]
    parents = [
        {"id": path, "location": "westeurope", "properties": {"provisioningState": "Succeeded"}}
        for path in (group, WORKSPACE_PATH)
    ]
    ask(emulator, "PATCH", "config", {"registered": ["*"], "throttle": True, "bucket_size": sizes})
    ask(emulator, "PUT", "resources", parents)
    inventory = tmp_path / "inventory"
    inventory.write_text("\n".join(f"h{number:03} ansible_connection=local" for number in range(resources)))
    model = {"name": "{{ inventory_hostname }}", "version": "1", "model_uri": "azureml://datastores/d/paths/m"}
    task = {"name": "One model", "mlops.azureml.aml_model": {**HERE, **model}}

    began = time.monotonic()
    process = playing.start(
        tmp_path, [task], emulator.variables(), ["-i", str(inventory), "--forks", str(forks)], {"hosts": "all"}
    )
    printed = process.communicate(timeout=playing.TIMEOUT_SECONDS)[0]
    seconds = time.monotonic() - began

    assert process.returncode == 0, printed[-4000:]
    assert len(re.findall(r"^h\d+ .*changed=1 .*failed=0", printed, re.MULTILINE)) == resources, printed[-4000:]
    entries = [entry for entry in ask(emulator, "GET", "journal")["value"] if "/subscriptions/" in entry["path"]]
    refused = sum(entry["status"] == 429 for entry in entries)
    counts = {
        "read": sum(entry["method"] == "GET" for entry in entries),
        "write": sum(entry["method"] in ("PUT", "PATCH", "POST") for entry in entries),
    }
    optimum = max((counts[kind] - {**SIZE, **sizes}[kind]) / REFILL[kind] for kind in counts)
    figure("buckets.resources", resources)
    figure("buckets.requests", len(entries))
    figure("buckets.refused", refused)
    figure("buckets.wall_s", round(seconds, 1))
    figure("buckets.optimum_s", round(optimum, 1))
    assert refused <= 0.05 * len(entries), (refused, len(entries), seconds, optimum)
    tokens = [entry for entry in ask(emulator, "GET", "journal")["value"] if "/oauth2/" in entry["path"]]
    assert len(tokens) == 1
