# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Redirects: none is followed, and where it leads gets neither the token nor the body nor a connection."""

from __future__ import annotations

import ast
import base64
import gzip
import itertools
import shutil
from pathlib import Path

import pytest
import requests

from ..cloud import Cloud
from ..families import WORKSPACE_PATH, Family
from ..honeypot import Honeypot
from .answers import failed, ready

PLUGINS = Path(__file__).resolve().parents[3] / "plugins"
STATUSES = (300, 301, 302, 303, 305, 307, 308)
UNSAFE = {"method": "POST", "path": f"{WORKSPACE_PATH}/diagnose", "body": {"value": "canary"}}


def places(cloud: Cloud, honeypot: Honeypot) -> list[str | None]:
    """Where a redirect may lead: home, elsewhere on the same server, to the honeypot, to what is no URL, nowhere."""
    home = cloud.emulator.url
    odd = [
        "",
        "relative",
        "/_emulator/health",
        "?x=1",
        "http://[::1",
        "https://\u00ff\u00fe/",
        "javascript:1",
        "\\\\evil",
    ]
    return [None, home, f"{home}/subscriptions", *odd, *(f"{url}/subscriptions" for url in honeypot.urls)]


@pytest.mark.case("P27")
class TestARedirect:
    def test_is_not_followed(self, cloud: Cloud, honeypot: Honeypot, family: Family) -> None:
        ready(cloud, family)
        steps = itertools.cycle((cloud.make, cloud.delete, cloud.read))
        for place, status in zip(places(cloud, honeypot), itertools.cycle(STATUSES)):
            headers = {} if place is None else {"Location": place}
            cloud.heal()
            cloud.fault("", family.pattern, {"status": status, "headers": headers}, times=0)
            failed(next(steps)(family), f"unexpected redirect ({status})", "was not followed")
            assert len(cloud.journal()) == 1
        assert honeypot.seen == []

    def test_of_a_write_gets_no_body(self, cloud: Cloud, honeypot: Honeypot, family: Family) -> None:
        ready(cloud, family)
        for place in places(cloud, honeypot):
            cloud.heal()
            cloud.fault("PUT", family.pattern, {"status": 307, "headers": {"Location": place or ""}}, times=0)
            cloud.fault("POST", "/diagnose", {"status": 308, "headers": {"Location": place or ""}}, times=0)
            failed(cloud.make(family), "unexpected redirect (307)")
            failed(cloud.play("aml_rest", UNSAFE), "unexpected redirect (308)")
            assert len(cloud.writes()) == 2
        assert honeypot.seen == [] and cloud.stored(family) is None

    def test_of_the_login_gets_no_secret(self, cloud: Cloud, honeypot: Honeypot, family: Family) -> None:
        ready(cloud, family)
        shutil.rmtree(Path.home() / ".cache", ignore_errors=True)
        for place, status in zip(places(cloud, honeypot), itertools.cycle(STATUSES)):
            cloud.heal()
            cloud.fault("POST", "/oauth2/", {"status": status, "headers": {"Location": place or ""}})
            failed(cloud.read(family))
            assert cloud.tokens() == 1 and not cloud.journal()
        assert honeypot.seen == []

    def test_of_the_document_of_a_cloud_is_not_followed(self, cloud: Cloud, honeypot: Honeypot, family: Family) -> None:
        shutil.rmtree(Path.home() / ".cache", ignore_errors=True)
        for place in places(cloud, honeypot):
            cloud.heal()
            cloud.fault("GET", "/metadata/endpoints", {"status": 302, "headers": {"Location": place or ""}})
            failed(cloud.read(family), "cloud_environment", "302")
            assert not cloud.journal() and not cloud.tokens()
        assert honeypot.seen == []

    def test_is_read_within_the_limits_of_every_answer(self, cloud: Cloud, family: Family) -> None:
        """Told not to follow, the library still prepares what it would do, and for that it reads the whole body."""
        ready(cloud, family)
        bomb = base64.b64encode(gzip.compress(bytes(40 << 20), 9)).decode()
        headers = {"Location": "/elsewhere", "Content-Encoding": "gzip"}
        cloud.fault("GET", family.pattern, {"status": 302, "headers": headers, "bytes": bomb}, times=0)
        failed(cloud.read(family), "more than 32 MiB")

    def test_would_be_seen_by_the_honeypot(self, cloud: Cloud, honeypot: Honeypot) -> None:
        """The proof that an empty honeypot means something."""
        for url in (honeypot.url, f"http://127.0.0.1:{honeypot.plain_port}"):
            requests.get(url, headers={"Authorization": "Bearer x"}, verify=cloud.emulator.ca_file, timeout=10)
        assert [b"Authorization: Bearer x" in sent for sent in honeypot.seen] == [True, True]


def test_nothing_of_ours_follows_redirects() -> None:
    """S12, as the source has it: every request says no, and nothing else here sends requests."""
    found = []
    for path in sorted(PLUGINS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "allow_redirects":
                found.append((path.name, ast.unparse(node.value)))
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [getattr(node, "module", "") or "", *(item.name for item in node.names)]
                assert not {"urllib3.request", "urlopen", "open_url", "fetch_url"} & set(names), path
    assert found == [("exchange.py", "False")]
