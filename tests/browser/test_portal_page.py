# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator's page in a browser: what a playbook makes is seen, the journal filters, a switch breaks it."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.emulator import Emulator

GROUP = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups"
PLAY = """
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - mlops.azureml.aml_resource_group:
        name: rg-seen
        location: westeurope
"""
# Longer than any playbook takes here, on whatever machine.
PATIENCE = 120_000
ROWS = 'document.querySelectorAll("#journal tr").length'
LOOKS = [{"width": width, "dark": dark} for width in (1280, 390) for dark in (False, True)]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(clock="virtual", operation_seconds=30, registered=["*"]) as started:
        yield started


def control(emulator: Emulator, method: str, path: str, body: Any = None) -> Any:
    url = f"{emulator.url}/_emulator/{path}"
    with requests.Session() as session:
        session.trust_env = False
        answer = session.request(method, url, json=body, verify=emulator.ca_file, timeout=30)
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


def visited(emulator: Emulator, look: dict[str, Any], *steps: list[Any]) -> dict[str, Any]:
    """A visit of the page; its certificate is of the emulator's own authority, which no browser knows."""
    return {**look, "url": f"{emulator.url}/", "unchecked": True, "steps": list(steps)}


def furnish(emulator: Emulator) -> None:
    """Some resources, an operation in flight, and requests."""
    ml = f"{GROUP}/rg/providers/Microsoft.MachineLearningServices/workspaces/ws"
    rows = [{"id": f"{GROUP}/rg", "properties": {"provisioningState": "Succeeded"}}]
    rows.append({"id": ml, "properties": {"provisioningState": "Succeeded"}})
    rows += [
        {"id": f"{ml}/jobs/job-{n:02}", "properties": {"status": ["Completed", "Failed"][n % 2]}} for n in range(40)
    ]
    rows.append({"id": f"{ml}/computes/cpu", "properties": {"provisioningState": "Creating"}})
    control(emulator, "PUT", "resources", rows)
    for path in (f"{GROUP}/rg", f"{ml}/computes/{'x' * 200}", "/metadata/endpoints"):
        requests.get(f"{emulator.url}{path}?api-version=2022-09-01", verify=emulator.ca_file, timeout=30)


def test_it_is_for_everybody_and_asks_its_own_server_alone(chromium: Any, emulator: Emulator) -> None:
    ready = ["wait", 'document.querySelectorAll("#journal tr").length > 2']
    empty = chromium.visit(*({**visited(emulator, look, ["wait", "state.known"]), "axe": True} for look in LOOKS))
    furnish(emulator)
    full = chromium.visit(*({**visited(emulator, look, ready), "axe": True} for look in LOOKS))
    for look, seen in zip([*LOOKS, *LOOKS], [*empty, *full], strict=True):
        assert seen["console"] == [] and seen["axe"] == [] and seen["wide"] <= look["width"], (look, seen)
        out = [line for line in seen["requests"] if not line.startswith((f"GET {emulator.url}/", "GET data:"))]
        assert out == []


def test_what_a_playbook_makes_is_seen(chromium: Any, emulator: Emulator, tmp_path: Path) -> None:
    (tmp_path / "play.yml").write_text(PLAY)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AZURE_", "XDG_"))}
    environment = {**kept, **emulator.environment(), "HOME": str(tmp_path)}
    command = ["ansible-playbook", "-i", "localhost,", "play.yml"]
    played: list[subprocess.CompletedProcess[str]] = []

    def play() -> None:
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE / 1000, check=False
        )
        played.append(done)

    thread = threading.Thread(target=play)
    thread.start()
    steps = (
        ["wait", 'document.getElementById("tree").textContent.includes("rg-seen")', PATIENCE],
        ["value", 'Date.now() / 1000 - state.journal.find((one) => one.method === "PUT").time'],
        ["fill", "#journal-filter", "put resourcegroups"],
        ["value", 'document.getElementById("journal").textContent'],
        ["fill", "#journal-filter", "no such request"],
        ["value", ROWS],
        ["value", 'document.getElementById("journal-empty").textContent'],
    )
    (seen,) = chromium.visit(visited(emulator, LOOKS[0], *steps))
    thread.join()
    assert played[0].returncode == 0, played[0].stdout
    _late, filtered, none, empty = seen["values"]
    assert "rg-seen" in filtered and "GET" not in filtered
    assert (none, empty) == (0, "No request has all of these words.") and seen["console"] == []


def test_switches_break_it_and_heal_it(chromium: Any, emulator: Emulator) -> None:
    control(emulator, "POST", "faults", {"match": {"path": "/mine"}, "action": {"delay": 0}})
    on = '[...document.querySelectorAll("#switches input")].map((box) => box.checked)'
    steps = (
        ["wait", 'document.getElementById("others").textContent'],
        ["click", "#switches label:nth-child(1)"],
        ["click", "#switches label:nth-child(5)"],
        ["wait", "state.faults.length === 3"],
        ["value", on],
        ["click", "#switches label:nth-child(1)"],
        ["wait", "state.faults.length === 2"],
        ["value", on],
        ["value", 'document.getElementById("others").textContent'],
    )
    (seen,) = chromium.visit(visited(emulator, LOOKS[0], *steps))
    first, last, others = seen["values"]
    assert (first, last) == ([True, False, False, False, True], [False, False, False, False, True])
    assert others == "1 more in the script" and seen["console"] == []
    assert [one["action"] for one in control(emulator, "GET", "faults")["value"]] == [{"delay": 0}, {"delay": 3}]
    healed = (["click", "#heal"], ["wait", "state.known && state.faults.length === 0"])
    chromium.visit(visited(emulator, LOOKS[0], *healed))
    assert control(emulator, "GET", "faults")["value"] == []


def test_time_goes_on_where_it_is_virtual(chromium: Any, emulator: Emulator) -> None:
    before = emulator.state.clock.now()
    steps = (["wait", 'state.known && !document.getElementById("time").hidden'], ["click", "#time button:nth-child(2)"])
    chromium.visit(visited(emulator, LOOKS[0], *steps, ["wait", "true"]))
    assert emulator.state.clock.now() >= before + 60


def test_the_variables_point_a_shell_here(chromium: Any, emulator: Emulator) -> None:
    steps = (["wait", "state.known"], ["value", 'document.getElementById("environment").textContent'])
    (seen,) = chromium.visit(visited(emulator, LOOKS[0], *steps))
    assert seen["values"][0].splitlines() == [
        f"export {name}='{value}'" for name, value in emulator.environment().items()
    ]


def test_a_page_of_another_site_switches_nothing(chromium: Any, emulator: Emulator, tmp_path: Path) -> None:
    """What it sends is sent, and refused: nothing in a browser keeps it from sending."""
    attack = f"""fetch('{emulator.url}/_emulator/faults', {{method: 'POST', mode: 'no-cors',
      body: '{{"match": {{}}, "action": {{"status": 503}}}}'}}).then(() => document.title = 'sent')"""
    (tmp_path / "evil.html").write_text(f"<!doctype html><title>evil</title><script>{attack}</script>")
    page = {"url": (tmp_path / "evil.html").as_uri(), "width": 1280, "unchecked": True}
    (seen,) = chromium.visit({**page, "steps": [["wait", "document.title === 'sent'"]]})
    assert f"POST {emulator.url}/_emulator/faults" in seen["requests"]
    assert control(emulator, "GET", "faults")["value"] == []
