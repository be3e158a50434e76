# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads inventories with a real ``ansible-inventory`` and hands back what it made of them, and what it printed."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from playing import own

TIMEOUT_SECONDS = 300
PLUGIN = "mlops.azureml.aml"


@dataclass(frozen=True)
class Listed:
    """What ``ansible-inventory --list`` said: its exit status, the inventory, what it wrote on standard error, and how
    long it took.
    """

    status: int
    said: str
    told: str
    seconds: float

    @cached_property
    def whole(self) -> dict[str, Any]:
        assert self.status == 0, self.told
        return json.loads(self.said)

    @property
    def hosts(self) -> dict[str, dict[str, Any]]:
        """The variables of each host."""
        found = self.whole["_meta"]["hostvars"]
        return {name: found.get(name, {}) for name in sorted(self.members("all"))}

    def members(self, group: str) -> set[str]:
        """The hosts in a group or below it."""
        entry = self.whole.get(group, {})
        below = (self.members(child) for child in entry.get("children", ()))
        return set(entry.get("hosts", ())).union(*below)

    @property
    def groups(self) -> dict[str, list[str]]:
        """The hosts of each group but Ansible's own."""
        return {name: sorted(self.members(name)) for name in self.whole if name not in ("_meta", "all", "ungrouped")}


def write(place: Path, options: Mapping[str, Any], name: str = "aml.yml") -> Path:
    """The file of an inventory below ``place``; JSON is YAML."""
    place.mkdir(parents=True, exist_ok=True)
    path = place / name
    path.write_text(json.dumps({"plugin": PLUGIN, **options}, indent=1))
    return path


def inventory(
    place: Path,
    environment: Mapping[str, str],
    options: Mapping[str, Any] | None = None,
    path: Path | None = None,
    arguments: tuple[str, ...] = ("--list",),
) -> Listed:
    """List the inventory of ``options``, or that in the file ``path``. What cannot be read is a failure."""
    path = path or write(place, options or {})
    home = place / "home"
    home.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    done = subprocess.run(
        ["ansible-inventory", "-i", str(path), *arguments],
        cwd=place,
        env={**os.environ, **own(home), "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    return Listed(done.returncode, done.stdout, done.stderr, time.monotonic() - began)
