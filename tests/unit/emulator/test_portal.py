# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page at `/`, what it asks for, and who else may ask for it."""

from __future__ import annotations

import re

import pytest

from tests.emulator import site
from tests.unit.emulator.in_process import BASE, GROUP

NAMES = frozenset({"localhost", "management.azure.com"})


def test_the_page_needs_nothing_but_itself(cloud):
    answer = cloud.client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert set(re.findall(r'(?:src|href)="([^"]*)"', answer.text)) == {"data:,"}
    assert not re.findall(r"<[^>]+ (?:style|on\w+)=", answer.text)


def test_the_state_is_what_the_page_shows(cloud):
    cloud.group()
    cloud.client.post("/_emulator/faults", json={"match": {"path": "x"}, "action": {"delay": 1}})
    first = cloud.client.get("/_emulator/state").json()
    assert {"id": GROUP, "state": "Succeeded"} in first["resources"]
    assert "PUT" in [entry["method"] for entry in first["journal"]] and first["faults"][0]["action"] == {"delay": 1}
    assert first["clock"]["virtual"] and first["held"] == 0
    later = cloud.client.get(f"/_emulator/state?since={first['journal'][-1]['n']}&known={first['known']}").json()
    assert later["journal"] == [] and later["resources"] is None and later["run"] == first["run"]


def test_operations_are_told_while_they_run(cloud):
    cloud.group()
    cloud.put(
        f"{GROUP}/providers/Microsoft.Storage/storageAccounts/st1",
        {"location": "eastus", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}},
    )
    (running,) = cloud.client.get("/_emulator/state").json()["operations"]
    assert running["target"].endswith("/st1") and running["due"] > cloud.state.clock.now()
    cloud.state.clock.advance(60)
    assert cloud.client.get("/_emulator/state").json()["operations"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:9999"},
        {"Origin": "http://127.0.0.1:8443"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example:8443"},
        {"Host": "evil.example:8443", "Origin": "https://evil.example:8443"},
        {"Host": "[::1"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "faults"), ("POST", "reset"), ("GET", "state"), ("GET", "journal")]
)
def test_another_site_is_refused_and_changes_nothing(cloud, headers, method, path):
    cloud.group()
    body = '{"match": {}, "action": {"status": 503}}'
    answer = cloud.client.request(method, f"/_emulator/{path}", content=body, headers=headers)
    assert answer.status_code == 403 and answer.json()["error"]["code"] == "Forbidden"
    assert cloud.state.faults.state() == [] and cloud.get(GROUP).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Origin": BASE}, {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}])
def test_programs_and_its_own_page_may(cloud, headers):
    answer = cloud.client.post("/_emulator/faults", json={"action": {"delay": 0}}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1:1", "[::1]:1", "10.1.2.3", "management.azure.com"])
def test_names_and_addresses_of_its_own(host):
    assert site.problem({"host": host, "origin": f"https://{host}"}, "https", NAMES) == ""
