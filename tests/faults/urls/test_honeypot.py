# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole tasks whose service names a server of somebody else: it gets no token, no body, not even a connection.

Redirects and nextLink are in the tests of P27 and P28.
"""

from __future__ import annotations

import shutil
from itertools import cycle, product
from pathlib import Path

import pytest

from ..cloud import Cloud
from ..families import COMPUTE, HERE, SUBSCRIPTION, WORKSPACE_PATH, Family
from ..honeypot import Honeypot
from ..protocol.answers import failed, ready, succeeded

POLL = f"/subscriptions/{SUBSCRIPTION}/providers/P/locations/westeurope/operations/1?api-version=1&t=canary"


@pytest.mark.case("S11")
def test_an_operation_is_not_asked_for_elsewhere(
    cloud: Cloud, honeypot: Honeypot, family: Family, everything: bool
) -> None:
    headers = ("Azure-AsyncOperation", "Operation-Location", "Location")
    other = POLL.replace(SUBSCRIPTION, SUBSCRIPTION.replace("1", "2"))
    elsewhere = [*(url + POLL for url in honeypot.urls), cloud.emulator.http_url + POLL, other, "https://[::1", "x:y"]
    every = everything and family is COMPUTE
    for place, header in product(elsewhere, headers) if every else zip(elsewhere, cycle(headers)):
        cloud.anew()
        ready(cloud, family)
        cloud.fault("PUT", family.pattern, {"status": 202, "headers": {header: place}, "after": True})
        # The write was accepted: the resource itself tells how it went on.
        succeeded(cloud.make(family), changed=True)
        assert not cloud.requests("", "/operations/1"), place
        assert cloud.writes() == [f"PUT {family.id}"]
    assert honeypot.seen == []


@pytest.mark.case("S11")
class TestTheRegionalServer:
    def test_is_not_looked_for_elsewhere(self, cloud: Cloud, honeypot: Honeypot) -> None:
        for place in (*honeypot.urls, cloud.emulator.http_url, "https://[::1", "", "http:"):
            body = {"id": WORKSPACE_PATH, "properties": {"discoveryUrl": f"{place}/discovery" if place else ""}}
            cloud.heal()
            cloud.fault("GET", r"/workspaces/ws\?", {"status": 200, "body": body}, times=0)
            failed(cloud.play("aml_experiment_info", HERE), "discoveryUrl")
            failed(cloud.play("aml_rest", {**HERE, "plane": "regional", "service": "history/v1.0", "path": "x"}))
            assert len(cloud.journal()) == 2
        assert honeypot.seen == []

    def test_is_no_other_one(self, cloud: Cloud, honeypot: Honeypot) -> None:
        for place in (*honeypot.urls, cloud.emulator.http_url, f"{cloud.emulator.url}/subscriptions/x", "https://[::1"):
            cloud.heal()
            cloud.fault("GET", "/discovery", {"status": 200, "body": {"api": place}}, times=0)
            failed(cloud.play("aml_experiment_info", HERE), "the regional server")
            assert not cloud.requests("", "/history/")
        assert honeypot.seen == []


@pytest.mark.case("S11")
@pytest.mark.parametrize("member", ["resourceManager", "loginEndpoint"])
def test_the_document_of_a_cloud_leads_no_secret_elsewhere(cloud: Cloud, honeypot: Honeypot, member: str) -> None:
    own = cloud.emulator.url
    for place in (
        *honeypot.urls,
        cloud.emulator.http_url,
        "https://169.254.169.254",
        "https://localhost",
        "https://10.1",
    ):
        shutil.rmtree(Path.home() / ".cache", ignore_errors=True)
        named = {"resourceManager": own, "loginEndpoint": own, member: place}
        document = {
            "resourceManager": named["resourceManager"],
            "authentication": {"loginEndpoint": named["loginEndpoint"], "audiences": [own]},
        }
        cloud.heal()
        cloud.fault("GET", "/metadata/endpoints", {"status": 200, "body": document}, times=0)
        failed(cloud.play("aml_compute_info", HERE), "cloud_environment", member)
        assert not cloud.tokens() and not cloud.journal()
    assert honeypot.seen == []
