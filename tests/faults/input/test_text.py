# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that is no Unicode, a terminal that knows only ASCII, and nobody who listens (I15)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments
from tests.process import playing

from ..cloud import Cloud
from ..families import BY_NAME, Family
from .declared import MODULE_NAMES, first_of, rights, task_of

HALF = "caf\udce9 \ud83d"
MANY = "\u00e4 \u65e5\u672c \U0001f600 \u202e\u0007"


@pytest.mark.case("I15")
@pytest.mark.parametrize("module", first_of(MODULE_NAMES, str, quick=2))
def test_half_a_character_is_refused_in_every_option(cloud: Cloud, module: str) -> None:
    right = rights(module)[0]
    for option, entry in arguments(task_of(module)).items():
        if entry["type"] not in ("str", "path", "dict", "list", "raw") or entry.get("choices"):
            continue
        elements = {"str": HALF, "int": 1}.get(entry.get("elements", "str"), {"a": HALF})
        value = {"dict": {"a": HALF}, "raw": [{"a": HALF}], "list": [elements]}.get(entry["type"], HALF)
        if (entry.get("options") and entry["type"] == "dict") or elements == 1:
            continue
        result = cloud.play(module, {**right.options, option: value})
        assert result["failed"], (option, result)
        json.dumps(result, ensure_ascii=False).encode("utf-8")
        assert not cloud.emulator.journal(), (option, result)


@pytest.mark.case("I15")
@pytest.mark.parametrize("variable", ["AZURE_SECRET", "AZURE_CLIENT_ID", "AZURE_TENANT", "AZURE_CLOUD_ENVIRONMENT"])
def test_bytes_of_a_variable_that_are_no_utf8_are_refused(
    cloud: Cloud, family: Family, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, os.fsdecode(b"caf\xe9"))
    result = cloud.make(family)
    assert result["failed"] and variable in result["msg"] and "UTF-8" in result["msg"], result
    json.dumps(result, ensure_ascii=False).encode("utf-8")
    assert not cloud.emulator.journal()


@pytest.mark.case("I15")
def test_any_text_goes_there_and_comes_back(cloud: Cloud) -> None:
    model = BY_NAME["model"]
    options = {"description": MANY, "tags": {MANY: MANY}}
    assert cloud.make(model, **options)["changed"]
    assert cloud.stored(model)["properties"]["description"] == MANY
    cloud.forget()
    again = cloud.make(model, **options)
    assert not again["changed"] and again["model"]["description"] == MANY and not cloud.writes()


def tasks() -> list[dict[str, Any]]:
    model = BY_NAME["model"]
    whole = {**model.present, "description": "{{ lookup('env', 'MANY') }}"}
    return [
        {"mlops.azureml.aml_model": whole},
        {"mlops.azureml.aml_model": {**whole, "version": "{{ lookup('env', 'HALF') }}"}},
        {"mlops.azureml.aml_model": {**whole, "version": "2"}, "vars": {"aml_execution": "module"}},
    ]


def environment(cloud: Cloud, half: str) -> dict[str, str]:
    # LC_ALL would not let Ansible itself start.
    texts = {"MANY": MANY, "HALF": half}
    return {**cloud.emulator.environment(), **texts, "LANG": "C", "LC_ALL": "", "LC_CTYPE": "", "PYTHONUTF8": ""}


@pytest.mark.case("I15")
def test_a_locale_of_plain_ascii_changes_nothing(cloud: Cloud, tmp_path: Path) -> None:
    played = playing.play(tmp_path, tasks(), environment(cloud, os.fsdecode(b"caf\xe9")), ["-vvv", "--diff"])
    made, refused, module = played.results
    assert made["changed"] and module["changed"], played.printed
    assert refused["failed"] and not refused["changed"], played.printed
    assert "UnicodeEncodeError" not in played.printed.replace(refused["msg"], ""), played.printed
    assert "defect of mlops.azureml" not in played.printed, played.printed


@pytest.mark.case("I15")
@pytest.mark.everything
def test_nobody_who_listens_changes_nothing(cloud: Cloud, tmp_path: Path) -> None:
    """What Ansible prints goes to a pipe that is closed; the next run finds what this one made."""
    process = playing.start(tmp_path, tasks(), environment(cloud, "x"), ["-vvv"])
    assert process.stdout is not None
    process.stdout.close()
    try:
        process.wait(timeout=playing.TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    done = [line.rpartition("/")[2] for line in cloud.writes()]
    played = playing.play(tmp_path, tasks(), environment(cloud, "x"))
    assert not any(result.get("failed") for result in played.results), played.printed
    assert "Traceback" not in played.printed
    # What the first run made is not made again, and all of it is there in the end.
    assert sorted(line.rpartition("/")[2] for line in cloud.writes()) == ["1", "2", "x"], done
