# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The login service refuses: asked once, told with the option and the next step (A01 to A05)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ..cloud import Cloud, SharedClock
from ..families import COMPUTE
from .login import (
    CLIENT,
    ISSUER,
    Skewed,
    asked,
    assertion,
    log_in,
    names_the_next_step,
    pem,
    refusal,
    refuse,
    refused,
    without_credentials,
)


@pytest.mark.case("A01")
@pytest.mark.parametrize(
    ("wrong", "code", "option"),
    [
        ("secret", "AADSTS7000215", "secret"),
        ("expired secret", "AADSTS7000222", "secret"),
        ("certificate", "AADSTS700027", "x509_certificate_path"),
        ("signature", "AADSTS700027", "x509_certificate_path"),
    ],
)
def test_a_proof_that_is_not_accepted_is_offered_once(
    cloud: Cloud,
    tmp_path: Path,
    trusts: Callable[..., None],
    principal: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    wrong: str,
    code: str,
    option: str,
) -> None:
    """A repeated refusal can lock an account."""
    principal(expired_secret="canary-expired-secret")
    options = {"secret": "canary-expired-secret" if "expired" in wrong else "canary-wrong-secret"}
    if option != "secret":
        without_credentials(monkeypatch, AZURE_CLIENT_ID=CLIENT, AZURE_TENANT=cloud.emulator.state.directory.tenant)
        mine, public = pem()
        trusts(certificates={CLIENT: [public if wrong == "signature" else pem()[1]]})
        # Another key beside the right certificate is found out here, so the signature is broken on its way.
        (tmp_path / "app.pem").write_bytes(mine)
        options = {"x509_certificate_path": str(tmp_path / "app.pem")}
    if wrong == "signature":
        refuse(cloud, 401, refusal("invalid_client", 700027, "The provided signature value did not match."))
    result = log_in(cloud, **options)
    refused(result, code, option)
    names_the_next_step(result, code)
    assert len(asked(cloud)) == 1 and result["attempts"] == 1 and result["status"] == 401
    assert result["request_id"] and result["correlation_id"]


@pytest.mark.case("A01")
@pytest.mark.parametrize("number", [7000215, 999999999, None])
@pytest.mark.parametrize("word", ["invalid_client", "unauthorized_client"])
def test_the_number_decides_nothing(cloud: Cloud, number: int | None, word: str) -> None:
    """Microsoft may renumber: a number that nobody knows is refused, told and not repeated as the word says."""
    refuse(cloud, 401, refusal(word, number))
    option = "secret" if number == 7000215 or word == "invalid_client" else "client_id"
    result = log_in(cloud)
    code = f"AADSTS{number}" if number else word
    assert result["error"] == {"code": code, "target": option} and len(asked(cloud)) == 1
    assert result["msg"].startswith(f"{option} (from ") and word in result["msg"]
    names_the_next_step(result, code if number == 7000215 else word)


@pytest.mark.case("A02")
@pytest.mark.parametrize(
    ("code", "word", "options", "option"),
    [
        ("AADSTS700016", "", {"client_id": "33333333-3333-3333-3333-333333333333"}, "client_id"),
        ("AADSTS90002", "", {"tenant": "44444444-4444-4444-4444-444444444444"}, "tenant"),
        ("AADSTS900023", "invalid_request", {"tenant": "no-such-tenant"}, "tenant"),
        ("AADSTS7000112", "unauthorized_client", {"client_id": CLIENT}, "client_id"),
        ("AADSTS500011", "invalid_resource", {}, "cloud_environment"),
        ("AADSTS70011", "invalid_scope", {}, "cloud_environment"),
        ("AADSTS1002012", "invalid_scope", {}, "cloud_environment"),
    ],
)
def test_a_wrong_name_is_told_with_its_option(
    cloud: Cloud, code: str, word: str, options: dict[str, str], option: str
) -> None:
    if word:
        refuse(cloud, 400, refusal(word, int(code.removeprefix("AADSTS"))))
    result = log_in(cloud, **options)
    refused(result, code, option)
    names_the_next_step(result, code)
    assert len(asked(cloud)) == 1


@pytest.mark.case("A03")
@pytest.mark.parametrize(("ahead", "told"), [(660, "ahead of"), (-660, "behind")])
def test_a_clock_that_is_wrong_is_told_by_how_much(
    timely: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: float, told: str
) -> None:
    without_credentials(monkeypatch, AZURE_CLIENT_ID=CLIENT, AZURE_TENANT=timely.emulator.state.directory.tenant)
    (tmp_path / "app.pem").write_bytes(pem()[0])
    result = log_in(timely, Skewed(ahead), x509_certificate_path=str(tmp_path / "app.pem"))
    refused(result, "AADSTS700024", "x509_certificate_path")
    names_the_next_step(result, "AADSTS700024")
    seconds = int(result["msg"].partition("it is ")[2].partition(" s ")[0])
    # Between the answer and the look at the clock some seconds may pass.
    assert abs(seconds - 660) <= 30 and f"{seconds} s {told} the login service" in result["msg"]
    assert len(asked(timely)) == 1


@pytest.mark.case("A03")
@pytest.mark.parametrize("ahead", [-240, 240])
def test_five_minutes_are_borne(timely: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: float) -> None:
    without_credentials(monkeypatch, AZURE_CLIENT_ID=CLIENT, AZURE_TENANT=timely.emulator.state.directory.tenant)
    (tmp_path / "app.pem").write_bytes(pem()[0])
    options = {"x509_certificate_path": str(tmp_path / "app.pem")}
    result = timely.play("aml_resource_group_info", options, clock=Skewed(ahead))
    assert not result.get("failed") and result["resource_groups"] == [], result


@pytest.mark.case("A03")
@pytest.mark.parametrize("ahead", [-600, 600, 86400])
def test_a_token_lasts_as_long_as_it_says_whatever_the_clock_says(timely: Cloud, ahead: float) -> None:
    """``expires_in`` counts from now; ``expires_on`` and the token itself speak of another clock."""
    for _task in range(2):
        result = timely.play("aml_resource_group_info", {}, clock=Skewed(ahead))
        assert not result.get("failed"), result
    assert len(asked(timely)) == 1, "the second task took the token of the first"


@pytest.mark.case("A04")
@pytest.mark.parametrize(("code", "status"), [("AADSTS700213", 0), ("AADSTS70021", 400), ("AADSTS700211", 401)])
def test_a_federated_token_of_somebody_else_shows_what_it_says_and_not_itself(
    cloud: Cloud, trusts: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, status: int
) -> None:
    without_credentials(monkeypatch, AZURE_CLIENT_ID=CLIENT, AZURE_TENANT=cloud.emulator.state.directory.tenant)
    trusts(federated={CLIENT: [ISSUER]})
    given = assertion(cloud.emulator.state.clock.now(), sub="ns:other")
    (tmp_path / "token").write_text(given)
    if status:
        refuse(cloud, status, refusal("invalid_request", int(code[6:]), f"No match for {given}."))
    result = log_in(cloud, federated_token_file=str(tmp_path / "token"))
    refused(result, code, "federated_token_file")
    names_the_next_step(result, code)
    assert "issuer 'https://issuer.example', subject 'ns:other'" in result["msg"]
    assert given not in json.dumps(result) and given.split(".")[1] not in json.dumps(result)
    assert len(asked(cloud)) == 1


@pytest.mark.case("A04")
@pytest.mark.parametrize("state", ["missing", "empty", "a folder", "binary"])
def test_a_token_file_that_has_no_token_is_told_before_anything_is_sent(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, state: str
) -> None:
    tenant = cloud.emulator.state.directory.tenant
    path = tmp_path / "token"
    without_credentials(
        monkeypatch, AZURE_CLIENT_ID=CLIENT, AZURE_TENANT_ID=tenant, AZURE_FEDERATED_TOKEN_FILE=str(path)
    )
    if state == "a folder":
        path.mkdir()
    elif state != "missing":
        path.write_bytes(b"\xff\xfe" if state == "binary" else b"\n")
    result = log_in(cloud)
    refused(result, "TokenFileUnusable", "federated_token_file")
    names_the_next_step(result, "TokenFileUnusable")
    assert str(path) in result["msg"] and not asked(cloud)


@pytest.mark.case("A04")
def test_a_token_file_is_read_for_each_login(
    cloud: Cloud, trusts: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The provider replaces it while the task runs: the old one is no good for the second login."""
    without_credentials(monkeypatch, AZURE_CLIENT_ID=CLIENT, AZURE_TENANT=cloud.emulator.state.directory.tenant)
    trusts(federated={CLIENT: [ISSUER]})
    path = tmp_path / "token"

    class Rotating(SharedClock):
        """Writes a token that is good for ten minutes, as time goes on."""

        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            path.write_text(assertion(self.time()))

    path.write_text(assertion(cloud.emulator.state.clock.now()))
    cloud.config(operation_seconds={"default": 3000}, token_seconds=900, retry_after=60)
    options = {**COMPUTE.present, "federated_token_file": str(path), "wait_timeout": 7200}
    result = cloud.play(COMPUTE.module, options, clock=Rotating(cloud))
    assert not result.get("failed") and result["changed"], result
    assert len(asked(cloud)) >= 3
    assert 401 not in {entry["status"] for entry in cloud.journal()}


@pytest.mark.case("A05")
@pytest.mark.parametrize(
    ("number", "word", "told"),
    [
        (50076, "interaction_required", "cannot answer a prompt"),
        (50079, "interaction_required", "cannot answer a prompt"),
        (53003, "invalid_grant", "cannot answer a prompt"),
        (65001, "invalid_grant", "must consent"),
        (None, "interaction_required", "cannot answer a prompt"),
    ],
)
def test_what_wants_a_person_is_told_at_once(cloud: Cloud, number: int | None, word: str, told: str) -> None:
    refuse(cloud, 400, refusal(word, number, suberror="basic_action", claims='{"access_token":{}}'))
    result = log_in(cloud, client_id=CLIENT)
    refused(result, f"AADSTS{number}" if number else word, "client_id")
    assert told in result["msg"] and len(asked(cloud)) == 1
