# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong options beside a secret one: what is said of them has no secret in it (I09)."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from ansible.module_utils import basic
from ansible.module_utils.testing import patch_module_args

from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments

from ..cloud import MODULES, Cloud
from .declared import MODULE_NAMES, REFUSING, first_of, rights, task_of

CANARY = "Kanarienvogel/7+im Bergwerk"


def secret_places(spec: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The options that hold a secret, at any depth."""
    for option, entry in spec.items():
        if entry.get("no_log") and entry["type"] in ("str", "path"):
            yield (*above, option)
        if entry["type"] == "dict":
            yield from secret_places(entry.get("options") or {}, (*above, option))


def wrongs(spec: Mapping[str, Any], place: tuple[str, ...], options: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The options with the secret at ``place``, each with another mistake beside it."""
    inner = spec
    for option in place[:-1]:
        inner = inner[option]["options"]
    fine = {place[-1]: CANARY}
    mistakes: list[dict[str, Any]] = [{**fine, "no_such_option": 1}]
    chosen = next((option for option, entry in inner.items() if entry.get("choices") and option not in fine), None)
    if chosen:
        mistakes.append({**fine, chosen: CANARY})
    number = next((option for option, entry in inner.items() if entry["type"] in ("int", "bool")), None)
    if number:
        mistakes.append({**fine, number: CANARY})
    for mistake in mistakes:
        value: Any = mistake
        for option in reversed(place[:-1]):
            value = {option: value}
        yield {**options, **value}
    # What is wrong above and below it, and what only the engine finds.
    value = fine
    for option in reversed(place[:-1]):
        value = {option: value}
    yield {**options, **value, "subscription_id": "no guid"}
    yield {**options, **value, "no_such_option": 1}
    for option, entry in spec.items():
        if entry.get("required") and option in options:
            yield {key: found for key, found in {**options, **value}.items() if key != option}


def run_as_module(module: str, options: Mapping[str, Any], capsys: pytest.CaptureFixture[str]) -> str:
    """What the module prints when Ansible runs it, its exit included."""
    with patch_module_args(dict(options)), pytest.raises(SystemExit):
        importlib.import_module(MODULES + module).main()
    printed = capsys.readouterr()
    return printed.out + printed.err


@pytest.mark.case("I09")
@pytest.mark.parametrize("module", first_of(("aml_compute", *MODULE_NAMES), str))
def test_no_refusal_repeats_a_secret(
    cloud: Cloud, module: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, figure: Any
) -> None:
    monkeypatch.setattr(basic.AnsibleModule, "_log_to_syslog", lambda self, message: None)
    spec = arguments(task_of(module))
    places = list(secret_places(spec))
    assert ("secret",) in places
    tried = 0
    for place in places:
        for options in wrongs(spec, place, rights(module)[0].options):
            told = run_as_module(module, json.loads(json.dumps(options)), capsys)
            result = json.loads(told)
            assert result["failed"], (place, options, result)
            assert CANARY not in told, (place, result["msg"])
            tried += 1
    assert not cloud.emulator.journal() or module not in REFUSING
    figure("secrets.refusals", tried)
