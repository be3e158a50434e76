# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an execution environment needs for the collection, and the example that builds one. No image is built here."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import yaml
from job import TIMEOUT_SECONDS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "execution-environment.yml"


def build(place: Path, *words: str) -> str:
    """What ansible-builder prints."""
    command = ["ansible-builder", *words]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, timeout=TIMEOUT_SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_needs_one_package_of_python_and_none_of_the_system(tmp_path: Path) -> None:
    collections = os.environ["ANSIBLE_COLLECTIONS_PATH"].split(os.pathsep)[0]
    found = yaml.safe_load(build(tmp_path, "introspect", collections, "--sanitize"))
    (line,) = found["python"]
    assert line == f"{(ROOT / 'requirements.txt').read_text().strip()}  # from collection mlops.azureml"
    assert not found.get("system")


def test_the_example_is_one_that_can_be_built(tmp_path: Path) -> None:
    build(tmp_path, "create", "-f", str(EXAMPLE), "--context", str(tmp_path / "context"))
    files = {path.name: path.read_text() for path in (tmp_path / "context").rglob("*") if path.is_file()}
    assert yaml.safe_load(files["requirements.yml"])["collections"] == [{"name": "mlops.azureml"}]
    recipe = files.get("Containerfile") or files["Dockerfile"]
    example = yaml.safe_load(EXAMPLE.read_text())
    assert example["images"]["base_image"]["name"] in recipe
    for package in ("ansible_core", "ansible_runner"):
        assert example["dependencies"][package]["package_pip"] in recipe
