# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of endpoints: once, to where the endpoint says if the cloud owns that host, with what opens it and nothing else
(reliability R1, S11).
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from ..cloud import Cloud
from ..families import HERE, WORKSPACE_PATH
from ..honeypot import Honeypot
from ..permissions.works import ACTIONS

ONLINE, BY_TOKEN, BATCH = (work for work in ACTIONS if work.module.endswith("_invoke"))
both = pytest.mark.parametrize("work", [ONLINE, BATCH], ids=lambda work: work.module)
# Behind the endpoint's own host.
CALLED = r"\.inference\.ml\.azure\.com/"


@pytest.fixture(autouse=True)
def _deployed(cloud: Cloud, request: pytest.FixtureRequest) -> None:
    work = request.getfixturevalue("work") if "work" in request.fixturenames else ONLINE
    for module, options in work.before:
        assert not (done := cloud.play(module, options)).get("failed"), done
    cloud.forget()


def play(cloud: Cloud, work: Any, check_mode: bool = False, **more: Any) -> dict[str, Any]:
    return cloud.play(work.module, {**work.options, **more}, check_mode=check_mode)


def elsewhere(cloud: Cloud, url: str | None) -> None:
    """The endpoints name another address."""
    for place in ("onlineEndpoints/churn-score", "batchEndpoints/churn-nightly"):
        body = cloud.emulator.state.store.get(f"{WORKSPACE_PATH}/{place}")
        if body:
            cloud.put({**body, "properties": {**body["properties"], "scoringUri": url}})


@both
@pytest.mark.parametrize(
    "host",
    ["evil.example", "churn.westeurope.inference.ml.azure.com.evil.example", "management.azure.com@evil.example"],
)
def test_an_address_that_is_not_the_clouds_gets_neither_key_nor_token(cloud: Cloud, work: Any, host: str) -> None:
    elsewhere(cloud, f"https://{host}/score")
    result = play(cloud, work)
    assert (result["failed"], result["error"]["code"], result["changed"]) == (True, "ForeignUrl", False), result
    assert cloud.requests("POST", "listkeys") == [] and cloud.writes() == [], "not even the key is asked for"


@both
def test_a_host_of_somebody_else_sees_nothing(cloud: Cloud, work: Any, honeypot: Honeypot) -> None:
    elsewhere(cloud, f"{honeypot.url}/score")
    assert play(cloud, work)["error"]["code"] == "ForeignUrl"
    assert honeypot.seen == []


@both
def test_an_endpoint_without_an_address_is_not_called(cloud: Cloud, work: Any) -> None:
    elsewhere(cloud, None)
    assert play(cloud, work)["failed"] and cloud.requests("", CALLED) == []


@both
def test_a_redirect_is_not_followed(cloud: Cloud, work: Any, honeypot: Honeypot) -> None:
    cloud.fault("POST", CALLED, {"status": 307, "headers": {"Location": f"{honeypot.url}/score"}, "body": ""}, times=0)
    result = play(cloud, work)
    assert result["failed"] and honeypot.seen == []
    assert len(cloud.requests("POST", CALLED)) == 1


@both
@pytest.mark.parametrize("how", [{"drop": True, "after": True}, {"drop": True}, {"status": 503}, {"status": 429}])
def test_it_is_called_once_whatever_becomes_of_the_answer(cloud: Cloud, work: Any, how: dict[str, Any]) -> None:
    cloud.fault("POST", CALLED, how, times=0)
    result = play(cloud, work)
    assert result["failed"] and len(cloud.requests("POST", CALLED)) == 1, result
    unsure = work is BATCH and how != {"status": 429}
    assert (result["changed"], result["outcome"]) == ((True, "unknown") if unsure else (False, "none")), result
    assert ("may have been started" in result["msg"]) == unsure


def test_a_probe_is_called_once_too(cloud: Cloud) -> None:
    cloud.fault("POST", CALLED, {"drop": True}, times=0)
    assert play(cloud, ONLINE, read_only=True)["failed"]
    assert len(cloud.requests("POST", CALLED)) == 1


@pytest.mark.parametrize("work", [ONLINE, BY_TOKEN, BATCH], ids=lambda work: work.does)
def test_the_endpoint_gets_its_own_key_or_a_token_of_the_regional_plane(
    cloud: Cloud, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = sent(cloud, monkeypatch)
    assert not (result := play(cloud, work)).get("failed"), result
    (called,) = [headers for url, headers in seen if re.search(CALLED, url)]
    others = {headers.get("Authorization") for url, headers in seen if "/subscriptions/" in url}
    given = called["Authorization"].partition(" ")[2]
    assert called["Authorization"] not in others, "the token of the resource manager stays with it"
    assert (given.count(".") == 2) == (work is not ONLINE), "a key, or a token"


def sent(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """What leaves this machine from now on."""
    from ansible_collections.mlops.azureml.plugins.module_utils.exchange import Exchange

    seen: list[tuple[str, dict[str, str]]] = []
    original = Exchange.roundtrip

    def noted(self: Any, method: str, url: str, body: Any, headers: Any, *rest: Any, **more: Any) -> Any:
        seen.append((url, dict(headers)))
        return original(self, method, url, body, headers, *rest, **more)

    monkeypatch.setattr(Exchange, "roundtrip", noted)
    return seen


def test_an_answer_that_quotes_the_key_does_not_show_it(cloud: Cloud) -> None:
    key = cloud.play("aml_endpoint_key_info", {**HERE, "name": "churn-score", "reveal": True})
    key = key["endpoint_keys"]["primary_key"]
    cloud.config(scoring={"churn-score/blue": {"status": 500, "body": f"your key {key}"}})
    assert key not in str(play(cloud, ONLINE))
    cloud.config(scoring={"churn-score/blue": {"status": 200, "body": {"said": f"your key {key}", "pat": 0.4}}})
    assert play(cloud, ONLINE)["json"] == {"said": "your key ********", "pat": 0.4}


def test_a_model_that_fails_is_told_as_the_model(cloud: Cloud) -> None:
    cloud.config(scoring={"churn-score/blue": {"status": 500}})
    result = play(cloud, ONLINE)
    assert "HTTP 424, the model 500" in result["msg"] and result["error"]["code"] == "NotPassed", result
    assert not play(cloud, ONLINE, status_code=[424])["changed"]


@both
def test_in_check_mode_nothing_is_sent(cloud: Cloud, work: Any) -> None:
    predicted = play(cloud, work, check_mode=True)
    assert cloud.requests("", CALLED) == [] and cloud.requests("POST") == []
    assert predicted["changed"] == play(cloud, work)["changed"] == (work is BATCH)
