# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service refuses: tokens, rights, names, versions, bodies. Nothing is sent again that cannot help."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qs

import pytest

from ..cloud import Cloud
from ..families import COMPUTE, HERE, WORKSPACE_PATH, Family
from ..proxy import Answer, Proxy, instead
from .answers import PAGE, failed, ready, refusal, succeeded

EXPIRED = refusal(401, "ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than now.")
CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}'
UNSAFE = {"method": "POST", "path": f"{WORKSPACE_PATH}/diagnose", "body": {}}


@pytest.mark.case("P05")
class TestATokenThatIsRefused:
    def test_is_replaced_once_whatever_was_asked(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        for method in ("GET", "PUT", "DELETE"):
            cloud.fault(method, family.pattern, EXPIRED)
        succeeded(cloud.make(family), changed=True)
        succeeded(cloud.delete(family), changed=True)
        assert len(cloud.requests("PUT", family.pattern)) == len(cloud.requests("DELETE", family.pattern)) == 2
        assert cloud.tokens() <= 4, "the first, and one for each refusal"

    def test_is_replaced_once_for_a_request_that_is_never_repeated_otherwise(self, cloud: Cloud) -> None:
        cloud.fault("POST", "/diagnose", EXPIRED)
        succeeded(cloud.play("aml_rest", UNSAFE), changed=True)
        assert len(cloud.requests("POST", "/diagnose")) == 2

    def test_and_the_next_one_too_is_the_end(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        cloud.fault("", "/subscriptions/", EXPIRED, times=0)
        for step in (cloud.make, cloud.delete, cloud.read):
            cloud.forget()
            result = failed(step(family), "ExpiredAuthenticationToken", "check tenant")
            assert result["status"] == 401 and len(cloud.journal()) == 2 and cloud.tokens() <= 2


@pytest.mark.case("P06")
class TestAChallenge:
    """Continuous access evaluation: the answer names the claims that the token must have."""

    def challenge(self, claims: str) -> bytes:
        said = f'Bearer realm="", error="insufficient_claims", claims="{claims}"'
        return Answer(401, "Unauthorized").having(b'{"error": {"code": "x"}}', www_authenticate=said).raw()

    def asked(self, proxy: Proxy) -> list[dict[str, list[str]]]:
        return [parse_qs(one.body.decode()) for one in proxy.seen if "/oauth2/" in one.target]

    def test_is_met_by_one_token_with_the_claims(self, cloud: Cloud, proxy: Proxy, family: Family) -> None:
        ready(cloud, family)
        proxy.anew()
        encoded = base64.b64encode(CLAIMS.encode()).decode()
        proxy.on("PUT", family.pattern, instead(self.challenge(encoded), passed_on=False))
        succeeded(cloud.make(family), changed=True)
        assert [form["claims"] for form in self.asked(proxy) if "claims" in form] == [[CLAIMS]]
        assert len([one for one in proxy.seen if one.method == "PUT"]) == 2

    def test_that_stays_is_the_end(self, cloud: Cloud, proxy: Proxy, family: Family) -> None:
        ready(cloud, family)
        for claims in (CLAIMS.encode(), b"no json", b"\xff", b"[1]"):
            proxy.anew()
            encoded = base64.b64encode(claims).decode()
            proxy.on("GET", family.pattern, instead(self.challenge(encoded), passed_on=False), times=0)
            failed(cloud.make(family), "check tenant")
            assert len([one for one in proxy.seen if one.method == "GET" and family.path in one.target]) == 2
            wanted = [CLAIMS] if claims == CLAIMS.encode() else None
            assert [form.get("claims") for form in self.asked(proxy)][-1] == wanted


@pytest.mark.case("P07")
def test_the_token_is_for_the_plane_that_gets_it(cloud: Cloud, family: Family) -> None:
    cloud.config(strict_audience=True)
    ready(cloud, family)
    succeeded(cloud.make(family), changed=True)
    read = cloud.play("aml_experiment_info", HERE)
    assert not read.get("failed"), read
    regional = [entry for entry in cloud.journal() if entry["path"].startswith("/history/")]
    others = [entry for entry in cloud.journal() if entry["path"].startswith("/subscriptions/")]
    own = cloud.emulator.url
    assert regional and {entry["audience"] for entry in regional} == {"https://ml.azure.com"}
    assert others and {str(entry["audience"]).rstrip("/") for entry in others} == {own}


@pytest.mark.case("P08")
class TestAMissingRight:
    def test_to_write_is_told_with_action_and_scope(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        client = cloud.emulator.environment()["AZURE_CLIENT_ID"]
        cloud.config(permissions={client: ["*/read"]})
        result = failed(cloud.make(family), "AuthorizationFailed", "/write", "grant a role with this action")
        assert result["status"] == 403 and family.path.split("/")[0] in result["msg"]
        assert len(cloud.writes()) == 1 and cloud.stored(family) is None

    def test_to_read_is_told_too(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        client = cloud.emulator.environment()["AZURE_CLIENT_ID"]
        cloud.config(permissions={client: ["nothing/at/all"]})
        for step in (cloud.make, cloud.delete, cloud.read):
            cloud.forget()
            failed(step(family), "AuthorizationFailed", "/read")
            assert len(cloud.journal()) == 1


@pytest.mark.case("P09")
class TestAProhibition:
    def test_by_a_policy_is_named(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        text = "Resource was disallowed by policy. Policy identifiers: 'only-blue'."
        cloud.fault("PUT", family.pattern, refusal(403, "RequestDisallowedByPolicy", text), times=0)
        failed(cloud.make(family), "only-blue", "exemption")
        assert len(cloud.writes()) == 1

    def test_by_a_lock_is_named(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family, made=True)
        cloud.config(locks=[{"scope": family.id, "level": "ReadOnly"}])
        for step in (cloud.change, cloud.delete):
            cloud.forget()
            failed(step(family), "ScopeLocked", "remove the named lock")
            assert len(cloud.writes()) == 1

    def test_by_a_firewall_is_told(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        cloud.fault("", family.pattern, refusal(403, "Forbidden", "Public access is not permitted."), times=0)
        for step in (cloud.make, cloud.read):
            cloud.forget()
            failed(step(family), "Public access is not permitted")
            assert len(cloud.requests("", family.pattern)) == 1


@pytest.mark.case("P10")
def test_what_is_not_there_is_absent(cloud: Cloud, family: Family) -> None:
    ready(cloud, family)
    assert next(iter(value for name, value in cloud.read(family).items() if isinstance(value, list))) == []
    succeeded(cloud.delete(family), changed=False)
    assert not cloud.writes()
    succeeded(cloud.make(family), changed=True)


def _elsewhere(family: Family, options: dict[str, Any]) -> dict[str, Any]:
    """The same options in a workspace, or a group, that does not exist."""
    if options.get("workspace"):
        return {**options, "workspace": "typo"}
    kinds = str(options.get("type", "")).split("/")
    if kinds[0] == "workspaces" and len(kinds) > 1:
        return {**options, "name": "/".join(["typo", *str(options["name"]).split("/")[1:]])}
    return {**options, "resource_group": "typo"}


@pytest.mark.case("P11")
class TestAMissingParent:
    def test_is_no_absence(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        failed(cloud.play(family.module, _elsewhere(family, family.present)), "typo")
        failed(cloud.play(family.reader[0], _elsewhere(family, family.reading)), "typo")
        gone = succeeded(cloud.play(family.module, _elsewhere(family, family.absent)), changed=False)
        assert "typo" in gone["warnings"][0]
        assert not cloud.writes()

    @pytest.mark.parametrize("code", ["ResourceGroupNotFound", "ParentResourceNotFound", "SubscriptionNotFound"])
    def test_is_told_by_its_code(self, cloud: Cloud, family: Family, code: str) -> None:
        ready(cloud, family)
        cloud.fault("GET", family.pattern, refusal(404, code, "It could not be found."), times=0)
        failed(cloud.make(family), code)
        failed(cloud.read(family), code)
        gone = cloud.delete(family)
        if code == "SubscriptionNotFound":
            # Azure also says so of a subscription that exists, to who has no access to it.
            failed(gone, code)
        else:
            assert succeeded(gone, changed=False)["warnings"]
        assert not cloud.writes()


@pytest.mark.case("P12")
@pytest.mark.parametrize(
    ("status", "code", "step"),
    [
        (404, "InvalidResourceType", "correct type or api_version"),
        (404, "NoRegisteredProviderFound", "api_version"),
        (409, "MissingSubscriptionRegistration", "register the provider first, with the aml_provider module"),
    ],
)
def test_a_provider_that_is_not_ready_is_not_registered_behind_the_users_back(
    cloud: Cloud, family: Family, status: int, code: str, step: str
) -> None:
    ready(cloud, family)
    cloud.fault("", family.pattern, refusal(status, code), times=0)
    failed(cloud.make(family), code, step)
    failed(cloud.delete(family), code, step)
    assert len(cloud.journal()) == 2
    cloud.heal()
    cloud.fault("PUT", family.pattern, refusal(status, code), times=0)
    failed(cloud.make(family), code, step)
    assert len(cloud.requests("PUT", family.pattern)) == len(cloud.writes()) == 1


@pytest.mark.case("P13")
def test_a_404_of_somebody_else_is_not_an_absence(cloud: Cloud, family: Family) -> None:
    ready(cloud, family)
    plain = {"status": 404, "headers": {"Content-Type": "application/json"}, "body": {"message": "no such page"}}
    for given in ({**PAGE, "status": 404}, plain, {"status": 404}):
        cloud.heal()
        cloud.fault("GET", family.pattern, given, times=0)
        for step in (cloud.make, cloud.delete, cloud.read):
            assert failed(step(family))["status"] == 404
        assert not cloud.writes()


@pytest.mark.case("P14")
class TestABodyThatIsRefused:
    @pytest.mark.parametrize("status", [400, 405, 410, 415, 422])
    def test_is_told_with_every_detail(self, cloud: Cloud, family: Family, status: int) -> None:
        ready(cloud, family)
        details = [
            {"code": "A", "target": "location", "message": "first reason"},
            {"code": "B", "message": "outer", "innererror": {"code": "C", "message": "second reason"}},
            {"code": "D", "message": "outer", "details": [{"message": "third reason"}]},
        ]
        body = {"error": {"code": "ValidationError", "message": "Wrong.", "details": details}}
        cloud.fault("PUT", family.pattern, {"status": status, "body": body}, times=0)
        result = failed(cloud.make(family), "ValidationError", "first reason", "second reason", "third reason")
        assert result["error"] == {"code": "ValidationError", "target": "location"}
        assert len(cloud.writes()) == 1

    @pytest.mark.parametrize(
        "told",
        ["properties.properties.vmSize", "$.properties.properties.vmSize", "/properties/properties/vmSize", "VmSize"],
    )
    def test_names_the_option_of_the_member(self, cloud: Cloud, told: str) -> None:
        ready(cloud, COMPUTE)
        inner = {"code": "Bad", "target": told, "message": "is not offered here"}
        body = {"error": {"code": "ValidationError", "message": "Wrong.", "details": [inner]}}
        cloud.fault("PUT", COMPUTE.pattern, {"status": 400, "body": body})
        assert failed(cloud.make(COMPUTE), "vm_size: ", "is not offered here")["error"]["target"] == "vm_size"


@pytest.mark.case("P15")
class TestARefusalThatAsksToWait:
    @pytest.mark.in_place
    @pytest.mark.parametrize("status", [400, 404, 409])
    def test_is_still_a_refusal(self, cloud: Cloud, family: Family, status: int) -> None:
        ready(cloud, family, made=True)
        for method, step in (("PUT|PATCH", cloud.change), ("DELETE", cloud.delete)):
            for verb in method.split("|"):
                cloud.fault(verb, family.pattern, refusal(status, "Refused", Retry_After="1"), times=0)
            cloud.forget()
            failed(step(family), "Refused")
            assert len(cloud.writes()) == 1
        cloud.heal()
        cloud.fault("GET", family.pattern, refusal(status, "Refused", Retry_After="1"), times=0)
        failed(cloud.read(family), "Refused")
        assert len(cloud.requests("GET", family.pattern)) == 1

    @pytest.mark.parametrize("status", [400, 404, 409])
    def test_of_what_is_never_repeated_is_not_repeated(self, cloud: Cloud, status: int) -> None:
        cloud.forget()
        cloud.fault("POST", "/diagnose", refusal(status, "Refused", Retry_After="1"), times=0)
        failed(cloud.play("aml_rest", UNSAFE), "Refused")
        assert len(cloud.requests("POST", "/diagnose")) == 1


@pytest.mark.case("P31")
def test_a_version_that_the_provider_does_not_know_is_told_with_those_it_knows(cloud: Cloud, family: Family) -> None:
    ready(cloud, family)
    for step in (cloud.make, cloud.delete):
        cloud.forget()
        result = failed(step(family, api_version="2031-01-01"), "2031-01-01", "set api_version to one of")
        newest = result["error"]["supported_api_versions"][0]
        assert newest in result["msg"]
        assert len(cloud.journal()) == 1, "neither repeated nor tried with another version"
    succeeded(cloud.make(family, api_version=newest), changed=True)
