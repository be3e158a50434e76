# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an answer says that an operation goes on: by headers, by its body, by a bare 202 (L01 to L03, L10, L11)."""

from __future__ import annotations

import itertools

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.exchange import Exchange

from ..cloud import Cloud, SharedClock
from ..families import COMPUTE, SUBSCRIPTION, Family
from .waiting import (
    ALONE,
    CREATING,
    INSTANCE,
    NO_HEADERS,
    PLACE,
    QUERY,
    SECONDS,
    STATUS,
    Way,
    answers,
    check_made,
    polls,
    script,
)

DONE = {"status": "Succeeded"}
GOING = {"status": "InProgress"}
# The hosts to which a service's answer must not lead us: elsewhere, near, inside, and lookalikes.
FOREIGN = (
    "https://evil.example{status}",
    "http://{host}{status}",
    "https://{host}/subscriptions/00000000-0000-0000-0000-0000000000ff/providers/X/locations/w/scripted/one",
    "https://169.254.169.254{status}",
    "https://localhost:{port}{status}",
    "https://user:word@{host}{status}",
    "https://management.azure.com.evil.example{status}",
    "https://m\u0430nagement.azure.com{status}",
    "https://{host}@evil.example{status}",
    "//evil.example{status}",
)


@pytest.mark.case("L01")
def test_waits_for_a_body_that_says_creating(cloud: Cloud, slow: Family, way: Way) -> None:
    cloud.need(slow)
    cloud.forget()
    cloud.fault("PUT", slow.pattern, {"alter": {"status": 201, "body": CREATING, "headers": NO_HEADERS}})
    clock = SharedClock(cloud)
    result = way.make(cloud, slow, clock=clock)
    check_made(cloud, slow, result)
    assert not polls(cloud)
    if "provisioningState" in cloud.stored(slow)["properties"]:
        assert sum(clock.slept) >= SECONDS


@pytest.mark.case("L02")
@pytest.mark.parametrize(
    "headers",
    [
        {"Azure-AsyncOperation": STATUS},
        {"Azure-AsyncOperation": STATUS, "Location": f"{PLACE}/scripted/never"},
        {"Operation-Location": STATUS},
        {"Location": STATUS},
    ],
    ids="+".join,
)
def test_follows_the_first_header_and_then_looks(cloud: Cloud, family: Family, way: Way, headers: dict) -> None:
    cloud.need(family)
    cloud.forget()
    cloud.fault("PUT", family.pattern, {"alter": {"status": 202, "body": None, "headers": {**NO_HEADERS, **headers}}})
    if list(headers) == ["Location"]:
        cloud.fault("GET", "/scripted/one", {"status": 202}, times=3)
    answers(cloud, *(() if list(headers) == ["Location"] else (GOING, GOING, GOING)), DONE)
    result = way.make(cloud, family)
    check_made(cloud, family, result)
    assert not cloud.requests(path="/scripted/never")
    assert (cloud.journal()[-1]["method"], cloud.journal()[-1]["path"]) == ("GET", family.id)
    if way is ALONE:
        assert polls(cloud) == 4


@pytest.mark.case("L02")
@pytest.mark.in_place
def test_does_not_believe_an_operation_that_changed_nothing(cloud: Cloud, family: Family, way: Way) -> None:
    """The status says Succeeded, the resource is as it was: a failure that names the option."""
    cloud.need(family)
    assert not cloud.make(family).get("failed")
    cloud.forget()
    headers = {"Azure-AsyncOperation": STATUS}
    for method in ("PUT", "PATCH"):
        cloud.fault(method, family.pattern, {"status": 202, "headers": headers}, times=0)
    answers(cloud, GOING, DONE)
    result = way.run(cloud, family, family.changing)
    error = way.error(result)
    assert result["changed"] and result["outcome"] == "partial"
    assert "did not take" in error["message"]
    assert len(cloud.writes()) == 1


@pytest.mark.case("L03")
def test_waits_for_a_bare_202(cloud: Cloud, slow: Family, way: Way) -> None:
    cloud.need(slow)
    cloud.forget()
    cloud.fault("PUT", slow.pattern, {"alter": {"status": 202, "body": None, "headers": NO_HEADERS}})
    check_made(cloud, slow, way.make(cloud, slow))
    assert not polls(cloud)

    cloud.forget()
    cloud.fault("DELETE", slow.pattern, {"alter": {"status": 202, "body": None, "headers": NO_HEADERS}})
    clock = SharedClock(cloud)
    result = way.run(cloud, slow, slow.absent, clock=clock)
    assert result["changed"] and not result.get("failed"), result
    assert cloud.stored(slow) is None and sum(clock.slept) >= SECONDS
    assert len(cloud.writes()) == 1 and not polls(cloud)
    assert cloud.journal()[-1]["status"] == 404


@pytest.mark.case("L03")
def test_waits_for_what_an_action_leads_to(cloud: Cloud, way: Way) -> None:
    """A POST that answers a bare 202: the state of the instance is what can be seen of its end."""
    assert not cloud.make(INSTANCE).get("failed")
    cloud.forget()
    cloud.fault("POST", "/stop", {"alter": {"status": 202, "headers": NO_HEADERS}})
    clock = SharedClock(cloud)
    result = way.run(cloud, INSTANCE, {**INSTANCE.present, "state": "stopped"}, clock=clock)
    assert result["changed"] and not result.get("failed"), result
    assert cloud.stored(INSTANCE)["properties"]["properties"]["state"] == "Stopped"
    assert len(cloud.writes()) == 1 and sum(clock.slept) >= SECONDS


@pytest.mark.case("L10")
@pytest.mark.parametrize("url", FOREIGN)
def test_asks_no_other_host(cloud: Cloud, slow: Family, way: Way, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write was accepted, so the resource itself is waited for."""
    cloud.need(slow)
    cloud.forget()
    asked: list[str] = []
    send = Exchange.roundtrip

    def noting(self: Exchange, method: str, target: str, *rest: object, **more: object) -> object:
        asked.append(target)
        return send(self, method, target, *rest, **more)

    monkeypatch.setattr(Exchange, "roundtrip", noting)
    host = cloud.emulator.url.partition("://")[2]
    where = url.format(host=host, port=host.rpartition(":")[2], status=STATUS + QUERY)
    # A header holds bytes; one that is no ASCII arrives as Latin-1.
    where = where.encode().decode("latin-1")
    cloud.fault("PUT", slow.pattern, {"alter": {"headers": {**NO_HEADERS, "Azure-AsyncOperation": where}}})
    result = way.make(cloud, slow)
    check_made(cloud, slow, result)
    assert asked and all(one.startswith(f"https://{host}/") for one in asked)
    assert not any("scripted" in one for one in asked)


@pytest.mark.case("L11")
@pytest.mark.parametrize(
    "header",
    [
        ["^https://[^/]+", ""],
        ["^https://", "HTTPS://"],
        ["/subscriptions/", "/SUBSCRIPTIONS/"],
        ["/providers/microsoft", "/PROVIDERS/MICROSOFT"],
    ],
    ids=["relative", "scheme", "subscriptions", "provider"],
)
def test_reads_a_relative_or_otherwise_spelled_url(cloud: Cloud, slow: Family, header: list[str]) -> None:
    cloud.need(slow)
    cloud.forget()
    cloud.fault("PUT", slow.pattern, {"alter": {"headers": {"Azure-AsyncOperation": header}}})
    check_made(cloud, slow, cloud.make(slow))
    assert polls(cloud) > 3


@pytest.mark.case("L11")
def test_follows_a_location_that_moves(cloud: Cloud, family: Family) -> None:
    cloud.need(family)
    cloud.forget()
    script(cloud, family, header="Location")
    hops = [f"{PLACE}/hop{number}" for number in range(4)]
    cloud.fault("GET", "/scripted/one", {"status": 202, "headers": {"Location": hops[0] + QUERY}})
    for here, there in itertools.pairwise(hops):
        # The second is relative to the first, the way a path without a slash is.
        target = there.rpartition("/")[2] if here == hops[0] else there
        cloud.fault("GET", here + r"\?", {"status": 202, "headers": {"Location": target + QUERY}})
    cloud.fault("GET", hops[-1], {"status": 200, "body": None})
    check_made(cloud, family, cloud.make(family))
    asked = [entry["path"] for entry in cloud.requests("GET", "/hop|/scripted")]
    assert asked == [STATUS, *hops]


@pytest.mark.case("L11")
def test_does_not_follow_a_location_that_moves_away(cloud: Cloud) -> None:
    """An own URL first, a foreign one after it: the rule holds for each."""
    script(cloud, COMPUTE, header="Location")
    cloud.fault("GET", "/scripted/one", {"status": 202, "headers": {"Location": "https://evil.example/status"}})
    check_made(cloud, COMPUTE, cloud.make(COMPUTE))
    assert SUBSCRIPTION in cloud.journal()[-1]["path"]
