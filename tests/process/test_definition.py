# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A definition is read where the task runs, by the Python that is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cloud import DEFAULTS, Cloud
from playing import play

SAID = "name: train\nversion: '1'\nimage: example.org/train:1\n"


@pytest.fixture
def without_yaml(tmp_path: Path) -> str:
    """A Python that finds the libraries of the one that runs the tests, but no PyYAML."""
    place = tmp_path / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    (libraries,) = place.glob("lib/python*/site-packages")
    (libraries / "tests.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")))
    # Found first. A file and not a hook, so that what is looked for is what is loaded.
    (libraries / "yaml.py").write_text("raise ImportError('there is none')\n")
    return str(place / "bin" / "python")


def test_a_python_without_pyyaml_is_told_of_and_misses_it_for_files_alone(
    without_yaml: str, cloud: Cloud, tmp_path: Path
) -> None:
    (tmp_path / "environment.yml").write_text(SAID)
    definitions = ["environment.yml", SAID, {"name": "train", "version": "1", "image": "example.org/train:1"}]
    tasks = [
        {
            "mlops.azureml.aml_environment": {"definition": definition},
            "vars": {"ansible_python_interpreter": without_yaml},
        }
        for definition in definitions
    ]
    played = play(tmp_path, tasks, cloud.emulator.variables(), keys=DEFAULTS)
    file, text, plain = played.results
    for result in (file, text):
        assert result["failed"] and result["outcome"] == "none"
        assert result["msg"].startswith("definition: needs PyYAML in the Python that runs the task"), result["msg"]
    assert not plain["failed"] and plain["changed"], plain


def test_a_path_is_relative_to_the_playbook_and_what_a_file_names_to_the_file(
    front: str, cloud: Cloud, tmp_path: Path
) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "environment.yml").write_text(SAID + "conda_file: er/conda.yml\n")
    (tmp_path / "deep" / "er" / "conda.yml").write_text("dependencies: [python=3.11]\n")
    mapped = {"name": "train", "version": "1", "image": "example.org/train:1", "conda_file": "deep/er/conda.yml"}
    tasks = [
        {"mlops.azureml.aml_environment": {"definition": given}}
        for given in ("deep/environment.yml", mapped, {**mapped, "conda_file": "er/conda.yml"})
    ]
    variables = {**cloud.emulator.variables(), "AML_EXECUTION": front}
    made, again, lost = play(tmp_path, tasks, variables, keys=DEFAULTS).results
    assert made["changed"] and "python=3.11" in str(made["environment"]["conda_file"]), made
    assert not again["failed"] and not again["changed"], again
    assert lost["failed"] and lost["msg"].startswith("definition.conda_file: "), lost
