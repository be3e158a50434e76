# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Managed identity endpoints, asked as azure-identity asks them."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.emulator import identity_endpoints, tokens
from tests.emulator.clock import Clock
from tests.emulator.config import Config
from tests.emulator.core import EmulatorState
from tests.emulator.directory import Directory
from tests.emulator.store import Store

HTTP = "http://127.0.0.1:8080"
ARM = "https://management.azure.com"
IMDS = "/metadata/identity/oauth2/token"
UAI = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/me"


@pytest.fixture(name="emulator")
def emulator_fixture():
    return EmulatorState(Store(), Clock(virtual=True), Config(), Directory(), "https://127.0.0.1:8443", HTTP)


@pytest.fixture(name="client")
def client_fixture(emulator):
    return TestClient(Starlette(routes=identity_endpoints.routes(emulator)), base_url=HTTP)


def imds(client, headers=None, **query):
    asked = {"api-version": "2018-02-01", "resource": ARM, **query}
    return client.get(IMDS, params=asked, headers={"Metadata": "true"} if headers is None else headers)


def test_imds_answers_with_strings(client, emulator):
    body = imds(client).json()
    assert set(body) == {
        "access_token",
        "client_id",
        "expires_in",
        "expires_on",
        "ext_expires_in",
        "not_before",
        "resource",
        "token_type",
    }
    assert all(isinstance(value, str) for value in body.values())
    claims = tokens.claims_of(body["access_token"], emulator.clock.now(), tokens.arm_audiences([]))
    assert claims["appid"] == body["client_id"]


def test_imds_wants_its_header(client):
    answer = imds(client, headers={})
    assert (answer.status_code, answer.text) == (400, "Required metadata header not specified")


def test_imds_finds_a_user_assigned_identity_by_each_of_its_ids(client, emulator):
    emulator.store.put(UAI, {"id": UAI, "properties": {"clientId": "the-client", "principalId": "the-object"}})
    for query in ({"client_id": "The-Client"}, {"object_id": "the-object"}, {"msi_res_id": UAI.upper()}):
        body = imds(client, **query).json()
        assert body["client_id"] == "the-client"
        assert tokens.read_claims(body["access_token"])["oid"] == "the-object"
    unknown = imds(client, client_id="nobody")
    assert unknown.status_code == 400
    assert unknown.json() == {"error": "invalid_request", "error_description": "Identity not found"}


def test_imds_refuses_a_resource_that_nobody_has(client):
    answer = imds(client, resource="https://nowhere.example")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_resource")
    assert imds(client, resource="").json()["error"] == "invalid_request"


def app_service(client, header="h", **query):
    asked = {"api-version": "2019-08-01", "resource": ARM, **query}
    return client.get("/msi/token", params=asked, headers={"X-IDENTITY-HEADER": header})


def test_app_service_answers_and_refuses_in_its_own_shape(client, emulator):
    assert int(app_service(client).json()["expires_on"]) == int(emulator.clock.now()) + 3599
    assert app_service(client, client_id="cid").json()["client_id"] == "cid"
    unknown = app_service(client, client_id="nobody")
    assert unknown.status_code == 400
    assert unknown.json()["Message"] == "No Managed Identity found for specified ClientId/ResourceId/PrincipalId."
    assert app_service(client, resource="https://nowhere.example").status_code == 500
    emulator.config.extra["identity_header"] = "right"
    assert app_service(client, header="wrong").status_code == 401
    assert app_service(client, header="right").status_code == 200


def test_ml_compute_takes_the_secret_header(client, emulator):
    asked = {"api-version": "2017-09-01", "resource": ARM, "clientid": "cid"}
    assert client.get("/msi/token", params=asked, headers={"secret": "sec"}).json()["client_id"] == "cid"
    assert client.get("/msi/token", params=asked).text == "Invalid secret token header: ."
    emulator.config.extra["msi_secret"] = "right"
    assert client.get("/msi/token", params=asked, headers={"secret": "sec"}).status_code == 401
