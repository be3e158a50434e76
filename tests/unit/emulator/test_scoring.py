# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where endpoints answer: who is let in, which deployment answers, and what a failing or a slow model looks like."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.emulator.scoring import DEPLOYMENT
from tests.unit.emulator.in_process import BASE

PLACE = "/churn.eastus.inference.ml.azure.com"


@pytest.fixture(name="path")
def path_fixture(cloud):
    """An endpoint with two deployments, all traffic on blue."""
    path = cloud.workspace() + "/onlineEndpoints/churn"
    cloud.made(path, body())
    for name in ("blue", "green"):
        sent = {"endpointComputeType": "Managed", "requestSettings": {"requestTimeout": "PT3S"}}
        cloud.made(f"{path}/deployments/{name}", {"location": "eastus", "properties": sent})
    cloud.made(path, body(traffic={"blue": 100}))
    return path


def body(**properties):
    return {"location": "eastus", "properties": {"authMode": "Key", **properties}}


def key(cloud, path):
    return cloud.post(path + "/listKeys").json()["primaryKey"]


def ask(cloud, token, deployment="", url=PLACE + "/score", **more):
    headers = {"Authorization": f"Bearer {token}", **({DEPLOYMENT: deployment} if deployment else {})}
    return cloud.client.post(url, json={"data": [1]}, headers=headers, **more)


def test_an_endpoint_answers_where_it_says(cloud, path):
    url = cloud.get(path).json()["properties"]["scoringUri"]
    assert url == BASE + PLACE + "/score"
    found = ask(cloud, key(cloud, path), url=url)
    assert (found.status_code, found.headers[DEPLOYMENT]) == (200, "blue")
    assert found.json() == {"answered_by": "blue", "path": "/score"}


def test_an_endpoint_answers_at_azures_own_host(cloud, path):
    cloud.state.config.patch({"endpoint_hosts": True})
    url = cloud.get(path).json()["properties"]["scoringUri"]
    assert url == "https://churn.eastus.inference.ml.azure.com/score"
    assert ask(cloud, key(cloud, path), url=url).status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", "primary key"])
def test_nobody_is_let_in_without_the_key(cloud, path, token):
    assert ask(cloud, token).status_code == 401
    assert ask(cloud, cloud.token("https://ml.azure.com")).status_code == 401, "no token of a plane opens it either"
    secondary = cloud.post(path + "/listKeys").json()["secondaryKey"]
    assert ask(cloud, secondary).status_code == 200


@pytest.mark.parametrize("mode", ["AMLToken", "AADToken"])
def test_the_other_modes_take_their_tokens(cloud, mode):
    path = cloud.workspace() + "/onlineEndpoints/churn"
    cloud.made(path, body(authMode=mode))
    cloud.made(f"{path}/deployments/blue", {"location": "eastus", "properties": {"endpointComputeType": "Managed"}})
    own = cloud.post(path + "/token").json()["accessToken"]
    regional, arm = cloud.token("https://ml.azure.com"), cloud.token()
    accepted = [ask(cloud, token, "blue").status_code for token in (own, regional, arm)]
    assert accepted == ([200, 401, 401] if mode == "AMLToken" else [401, 200, 401])


def test_of_a_hundred_requests_each_deployment_gets_its_share(cloud, path):
    cloud.made(path, body(traffic={"blue": 90, "green": 10}))
    token = key(cloud, path)
    answered = [ask(cloud, token).headers[DEPLOYMENT] for _turn in range(100)]
    assert Counter(answered) == {"blue": 90, "green": 10}
    assert "green" in answered[:15], "spread evenly, not one after the other"


def test_the_header_chooses_past_the_traffic_rules(cloud, path):
    assert ask(cloud, key(cloud, path), "green").headers[DEPLOYMENT] == "green"
    assert ask(cloud, key(cloud, path), "red").status_code == 404


def test_without_traffic_nothing_answers(cloud, path):
    cloud.made(path, body(traffic={}))
    assert ask(cloud, key(cloud, path)).status_code == 404


def test_a_failing_model_is_a_424_that_names_its_status(cloud, path):
    cloud.state.config.patch({"scoring": {"churn/green": {"status": 500}}})
    found = ask(cloud, key(cloud, path), "green")
    assert (found.status_code, found.headers["ms-azureml-model-error-statuscode"]) == (424, "500")
    assert ask(cloud, key(cloud, path), "blue").status_code == 200


def test_a_slow_model_is_a_408(cloud, path):
    cloud.state.config.patch({"scoring": {"churn/green": {"seconds": 2}}})
    began = cloud.state.clock.now()
    assert ask(cloud, key(cloud, path), "green").status_code == 200
    cloud.state.config.patch({"scoring": {"churn/green": {"seconds": 60}}})
    assert ask(cloud, key(cloud, path), "green").status_code == 408
    assert cloud.state.clock.now() - began == pytest.approx(5, abs=1), "2 s, then the deployment's own 3 s"


def test_a_model_answers_what_it_is_told_to_at_any_path(cloud, path):
    cloud.state.config.patch({"scoring": {"churn/blue": {"body": [0.7], "status": 201}}})
    headers = {"Authorization": f"Bearer {key(cloud, path)}"}
    found = cloud.client.get(PLACE + "/v1/health", headers=headers)
    assert (found.status_code, found.json()) == (201, [0.7])


def test_another_region_has_no_such_endpoint(cloud, path):
    url = PLACE.replace("eastus", "westus") + "/score"
    assert ask(cloud, key(cloud, path), url=url).status_code == 404
