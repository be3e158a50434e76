# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ARM checks before a provider sees a request."""

from __future__ import annotations

import pytest

from tests.emulator.directory import SUBSCRIPTION, TENANT
from tests.unit.emulator.in_process import GROUP

ML = GROUP + "/providers/Microsoft.MachineLearningServices/workspaces/ws"
ACCOUNT = GROUP + "/providers/Microsoft.Storage/storageAccounts/st1"
NEW_ACCOUNT = {"location": "eastus", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}


def error(answer):
    return answer.json()["error"]


def test_no_token(cloud):
    answer = cloud.client.get(ML + "?api-version=2025-12-01", headers={"Authorization": ""})
    assert answer.status_code == 401
    assert error(answer)["message"] == "Authentication failed. The 'Authorization' header is missing."
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith(f'Bearer authorization_uri="https://login.windows.net/{TENANT}", error="invalid_token"')
    assert answer.headers["x-ms-failure-cause"] == "gateway"


@pytest.mark.parametrize(
    ("header", "code"),
    [("Basic x", "AuthenticationFailedInvalidHeader"), ("Bearer x.y.z", "InvalidAuthenticationToken")],
)
def test_a_header_that_is_no_token(cloud, header, code):
    answer = cloud.client.get(ML + "?api-version=2025-12-01", headers={"Authorization": header})
    assert (answer.status_code, error(answer)["code"]) == (401, code)


def test_an_expired_token(cloud):
    cloud.client.headers["Authorization"] = "Bearer " + cloud.token(life=60)
    cloud.state.clock.advance(61)
    answer = cloud.get(ML)
    assert error(answer)["code"] == "ExpiredAuthenticationToken"
    assert "is earlier than current UTC time" in error(answer)["message"]


def test_a_token_for_another_audience(cloud):
    cloud.client.headers["Authorization"] = "Bearer " + cloud.token("https://graph.microsoft.com")
    assert error(cloud.get(ML))["code"] == "InvalidAuthenticationTokenAudience"


def test_the_regional_plane_refuses_arm_tokens_when_strict(cloud):
    path = cloud.workspace()
    runs = f"/history/v1.0{path}/experiments"
    assert cloud.client.get(runs).status_code == 200
    cloud.state.config.patch({"strict_audience": True})
    assert cloud.client.get(runs).status_code == 401
    cloud.client.headers["Authorization"] = "Bearer " + cloud.token("https://ml.azure.com")
    assert cloud.client.get(runs).status_code == 200


def test_an_unknown_subscription(cloud):
    answer = cloud.get(ML.replace(SUBSCRIPTION, "99999999-9999-9999-9999-999999999999"))
    assert (answer.status_code, error(answer)["code"]) == (404, "SubscriptionNotFound")


def test_a_missing_version_lists_the_supported_ones(cloud):
    answer = cloud.send("GET", ML, version="")
    assert (answer.status_code, error(answer)["code"]) == (400, "MissingApiVersionParameter")
    assert "2021-03-01-preview" in error(answer)["message"]


def test_an_unknown_version_lists_the_supported_ones(cloud):
    answer = cloud.get(ML, version="2025-12-02")
    assert (answer.status_code, error(answer)["code"]) == (400, "NoRegisteredProviderFound")
    assert "'2018-03-01-preview, 2018-11-19" in error(answer)["message"]
    answer = cloud.get(GROUP, version="2020-02-30")
    assert error(answer)["code"] == "InvalidApiVersionParameter"
    assert "versions are '2025-04-01,2025-03-01," in error(answer)["message"]


def test_types_and_namespaces_that_do_not_exist(cloud):
    cloud.group()
    other = GROUP + "/providers/Microsoft.MachineLearningServices/toasters/t"
    assert error(cloud.get(other))["code"] == "InvalidResourceType"
    answer = cloud.get(GROUP + "/providers/Microsoft.Toast/toasters/t", version="2020-01-01")
    assert error(answer)["code"] == "InvalidResourceNamespace"


def test_a_provider_has_to_be_registered_before_writes(cloud):
    cloud.group()
    cloud.state.config.patch({"registered": []})
    answer = cloud.put(ACCOUNT, NEW_ACCOUNT)
    assert (answer.status_code, error(answer)["code"]) == (409, "MissingSubscriptionRegistration")
    assert error(answer)["details"][0]["target"] == "Microsoft.Storage"
    assert cloud.get(ACCOUNT).status_code == 404
    provider = f"/subscriptions/{SUBSCRIPTION}/providers/microsoft.storage"
    assert cloud.get(provider, version="2021-04-01").json()["registrationState"] == "NotRegistered"
    begun = cloud.post(provider + "/register", version="2021-04-01")
    assert (begun.status_code, begun.json()["registrationState"]) == (200, "Registering")
    assert cloud.put(ACCOUNT, NEW_ACCOUNT).status_code == 409
    cloud.state.clock.advance(5)
    assert cloud.get(provider, version="2021-04-01").json()["registrationState"] == "Registered"
    assert cloud.put(ACCOUNT, NEW_ACCOUNT).status_code == 202
    cloud.post(provider + "/unregister", version="2021-04-01")
    cloud.state.clock.advance(5)
    assert cloud.get(provider, version="2021-04-01").json()["registrationState"] == "NotRegistered"


def test_what_a_principal_was_not_granted(cloud):
    cloud.group()
    cloud.state.config.patch({"permissions": {"app": ["*/read"]}})
    answer = cloud.put(ACCOUNT, NEW_ACCOUNT)
    assert answer.status_code == 403
    assert error(answer) == {
        "code": "AuthorizationFailed",
        "message": "The client 'oid-1' with object id 'oid-1' does not have authorization to perform action "
        f"'Microsoft.Storage/storageAccounts/write' over scope '{ACCOUNT}' or the scope is invalid. If access was "
        "recently granted, please refresh your credentials.",
    }
    assert cloud.get(ACCOUNT).status_code == 404


def test_a_policy_denies_by_type_and_name(cloud):
    cloud.group()
    rule = {"type": "Microsoft.Storage/storageAccounts", "name": "^st"}
    cloud.state.config.patch({"policy_denials": [rule]})
    answer = cloud.put(ACCOUNT, NEW_ACCOUNT)
    assert (answer.status_code, error(answer)["code"]) == (403, "RequestDisallowedByPolicy")
    assert error(answer)["additionalInfo"][0]["type"] == "PolicyViolation"
    assert cloud.put(ACCOUNT.replace("/st1", "/x123"), NEW_ACCOUNT).status_code == 202


def test_a_lock_keeps_what_it_covers(cloud):
    cloud.group()
    cloud.made(ACCOUNT, NEW_ACCOUNT)
    cloud.state.config.patch({"locks": [{"scope": ACCOUNT, "level": "CanNotDelete"}]})
    for path in (ACCOUNT, GROUP):
        answer = cloud.delete(path)
        assert (answer.status_code, error(answer)["code"]) == (409, "ScopeLocked")
    assert cloud.put(ACCOUNT, NEW_ACCOUNT).status_code == 200
    cloud.state.config.patch({"locks": [{"scope": GROUP, "level": "ReadOnly"}]})
    assert cloud.put(ACCOUNT, NEW_ACCOUNT).status_code == 409


def test_a_missing_group(cloud):
    answer = cloud.put(ACCOUNT, NEW_ACCOUNT)
    assert (answer.status_code, error(answer)["code"]) == (404, "ResourceGroupNotFound")


def test_a_missing_parent_is_named(cloud):
    cloud.group()
    for method, verb in (("GET", "read"), ("PUT", "write"), ("DELETE", "delete")):
        answer = cloud.send(method, ML + "/computes/c", {} if method == "PUT" else None)
        assert (answer.status_code, error(answer)["code"]) == (404, "ParentResourceNotFound")
        assert f"Failed to perform '{verb}' on resource(s) of type 'workspaces/computes'" in error(answer)["message"]
        assert f"'{ML}'" in error(answer)["message"]


@pytest.mark.parametrize("content", ["", "{", "[]", '"x"', '{"properties": []}', '{"tags": "x"}', '{"location": 1}'])
def test_bodies_that_are_no_resource(cloud, content):
    cloud.group()
    answer = cloud.client.put(ACCOUNT + "?api-version=2023-05-01", content=content)
    assert (answer.status_code, error(answer)["code"]) == (400, "InvalidRequestContent")


def test_unknown_verbs(cloud):
    cloud.group()
    cloud.made(ACCOUNT, NEW_ACCOUNT)
    assert cloud.send("POST", ACCOUNT, {}).status_code == 405


def test_throttling_empties_a_bucket_and_fills_it_again(cloud):
    cloud.group()
    cloud.state.config.patch({"throttle": True})
    statuses = [cloud.get(GROUP).status_code for _turn in range(251)]
    assert statuses[:250] == [200] * 250
    answer = cloud.get(GROUP)
    assert (answer.status_code, error(answer)["code"]) == (429, "SubscriptionRequestsThrottled")
    assert answer.headers["Retry-After"] == "1"
    assert cloud.put(GROUP, {"location": "eastus"}).status_code == 200
    cloud.state.clock.advance(1)
    assert cloud.get(GROUP).status_code == 200


def test_a_reset_fills_the_buckets(cloud):
    cloud.state.config.patch({"throttle": True})
    assert [cloud.get(GROUP).status_code for _turn in range(251)][-1] == 429
    assert cloud.client.post("/_emulator/reset").status_code == 204
    assert cloud.get(GROUP).status_code == 404


def test_headers_of_every_answer(cloud):
    cloud.group()
    sent = {
        "x-ms-client-request-id": "mine",
        "x-ms-return-client-request-id": "true",
        "x-ms-correlation-request-id": "trace",
    }
    answer = cloud.client.get(GROUP + "?api-version=2021-04-01", headers=sent)
    assert answer.headers["x-ms-client-request-id"] == "mine"
    assert answer.headers["x-ms-correlation-request-id"] == "trace"
    assert len(answer.headers["x-ms-request-id"]) == 36
    assert answer.headers["x-ms-ratelimit-remaining-subscription-reads"] == "249"
    assert "Retry-After" not in answer.headers


def test_subscriptions_and_tenants_are_listed(cloud):
    assert [row["subscriptionId"] for row in cloud.get("/subscriptions", version="2022-12-01").json()["value"]] == [
        SUBSCRIPTION
    ]
    assert cloud.get("/tenants", version="2022-12-01").json()["value"][0]["tenantId"] == TENANT
    assert cloud.get(f"/subscriptions/{SUBSCRIPTION}", version="2022-12-01").json()["state"] == "Enabled"
