# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium: found on this machine, driven by ``look.mjs``. Without it, or without Node, the tests say so."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# Debian calls it chromium, others otherwise.
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_SECONDS = 300
VISIT_SECONDS = 240


class Missing(Exception):
    """There is no browser to be had here; the text says why."""


@dataclass(frozen=True)
class Browser:
    """What visits pages. :param modules: the folder with the packages of ``package-lock.json``."""

    chromium: str
    modules: Path

    def visit(self, *visits: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What was seen at each: ``requests``, ``console``, ``values`` of its steps, ``wide``, ``axe``, ``pages``.

        :param visits: ``url`` and ``width``, and what else ``look.mjs`` reads.
        """
        order = {"chromium": self.chromium, "modules": str(self.modules), "visits": list(visits)}
        done = subprocess.run(
            ["node", str(HERE / "look.mjs")],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=VISIT_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found


def browser(place: Path) -> Browser:
    """The browser, its packages installed below ``place`` when they are not there. Nothing of them is run for that.

    :raises Missing: where there is no Chromium, no Node, or no package index.
    """
    chromium = next((found for found in map(shutil.which, CHROMIUMS) if found), None)
    if chromium is None:
        raise Missing("this machine has no Chromium")
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise Missing(f"this machine has no {tool}, which drives the browser")
    return Browser(chromium, _packages(place))


def _packages(place: Path) -> Path:
    lock = (HERE / "package-lock.json").read_bytes()
    there = place / f"browser-{hashlib.sha256(lock).hexdigest()[:16]}"
    if there.is_dir():
        return there
    part = place / f"{there.name}.{os.getpid()}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, part)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(command, cwd=part, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Missing(f"npm did not install its packages within {INSTALL_SECONDS} s") from None
    if done.returncode:
        raise Missing(
            f"npm cannot install the packages that drive the browser: {done.stderr.strip().splitlines()[-1:]}"
        )
    part.rename(there)
    return there
