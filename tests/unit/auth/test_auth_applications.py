# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds that log in as an application: what is sent, what an answer means, what a refusal says."""

from __future__ import annotations

import dataclasses
import email.utils
import json

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.auth import jwt
from ansible_collections.mlops.azureml.plugins.module_utils.auth.client_secret import ClientSecret
from ansible_collections.mlops.azureml.plugins.module_utils.auth.credential import Ask
from ansible_collections.mlops.azureml.plugins.module_utils.auth.oauth import App
from ansible_collections.mlops.azureml.plugins.module_utils.auth.workload_identity import WorkloadIdentity
from ansible_collections.mlops.azureml.plugins.module_utils.clouds import AZURE_CLOUDS, Cloud
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AuthError, InputError, Unsent
from ansible_collections.mlops.azureml.plugins.module_utils.failure import failure
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import next_step

CLOUD = AZURE_CLOUDS["AzureCloud"]
TENANT = "11111111-1111-1111-1111-111111111111"
ARM = "https://management.azure.com/"
SECRET = "canary~secret.with/odd+characters"
GOOD = {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": "the-token"}


@pytest.fixture(name="app")
def app_fixture(clock):
    named = {"secret": "secret (from AZURE_SECRET)"}  # pragma: allowlist secret: a name
    return App(CLOUD, TENANT, "app", clock, named=named)


def refused(number, word, text="Something went wrong.", **more):
    """A refusal as the login service writes it (contract 1.3, verified 1)."""
    return {
        "error": word,
        "error_description": f"AADSTS{number}: {text} Trace ID: t-1 Correlation ID: c-1 Timestamp: 2026-01-01",
        "error_codes": [number],
        "trace_id": "t-1",
        "correlation_id": "c-1",
        **more,
    }


def unsigned(**claims):
    return f"{jwt.encode_object({'alg': 'none'})}.{jwt.encode_object(claims)}.c2ln"


class TestConversation:
    def test_asks_the_v2_endpoint_for_a_scope(self, app, script):
        fetch = script((200, GOOD))
        token = ClientSecret(app, SECRET).token(ARM, fetch)
        assert (token.value, token.expires_on, token.audience) == ("the-token", 1_700_003_599, ARM)
        assert fetch.asked == [
            Ask(
                "POST",
                f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token",
                form={
                    "grant_type": "client_credentials",
                    "client_id": "app",
                    # The double slash keeps the slash of the audience (contract 1.1).
                    "scope": "https://management.azure.com//.default",
                    "client_secret": SECRET,
                },
            )
        ]

    def test_asks_the_v1_endpoint_for_a_resource(self, app, script):
        fetch = script((200, {**GOOD, "expires_in": "3599", "expires_on": "1578523094", "resource": ARM}))
        token = ClientSecret(dataclasses.replace(app, version="v1"), SECRET).token(ARM, fetch)
        assert token.expires_on == 1_700_003_599
        assert fetch.asked == [
            Ask(
                "POST",
                f"https://login.microsoftonline.com/{TENANT}/oauth2/token",
                form={
                    "grant_type": "client_credentials",
                    "client_id": "app",
                    "resource": ARM,
                    "client_secret": SECRET,
                },
            )
        ]

    @pytest.mark.parametrize("name", sorted(AZURE_CLOUDS))
    def test_asks_the_login_service_of_the_cloud(self, app, script, name):
        cloud = AZURE_CLOUDS[name]
        fetch = script((200, GOOD))
        ClientSecret(dataclasses.replace(app, cloud=cloud), SECRET).token(cloud.ml_audience, fetch)
        assert fetch.asked[0].url.startswith(cloud.login + "/")
        assert fetch.asked[0].form["scope"] == cloud.ml_audience + "/.default"

    @pytest.mark.parametrize(
        "login",
        [
            "http://login.example",
            "https://user@login.example",
            "https://login.example/path",
            "https://login.example?q=1",
            "ftp://login.example",
            "https://",
        ],
    )
    def test_sends_nothing_to_a_login_service_that_is_no_https_origin(self, app, script, login):
        cloud = Cloud("odd", login, "https://arm.example", "a", "m")
        with pytest.raises(InputError, match="cloud_environment: the login service of odd is not an https origin"):
            ClientSecret(dataclasses.replace(app, cloud=cloud), SECRET).token(ARM, script())

    @pytest.mark.parametrize("tenant", ["..", "a/b", "a%2fb", "a?b", "-x", "", "a b", "a\n"])
    def test_sends_nothing_to_a_tenant_that_would_change_the_path(self, app, script, tenant):
        with pytest.raises(InputError, match=r"^tenant: .* is neither a tenant id nor a domain name"):
            ClientSecret(dataclasses.replace(app, tenant=tenant), SECRET).token(ARM, script())

    def test_lets_a_failure_of_the_network_pass(self, app, script):
        with pytest.raises(Unsent):
            ClientSecret(app, SECRET).token(ARM, script(Unsent("cannot resolve login.microsoftonline.com")))

    def test_holds_its_secret_out_of_sight(self, app):
        credential = ClientSecret(app, SECRET)
        assert "canary" not in repr(credential)
        assert credential.secrets() == (SECRET,)


class TestAnswer:
    @pytest.mark.parametrize(
        ("changes", "seconds"),
        [
            ({"expires_in": "3599"}, 3599),
            ({"expires_in": 60}, 60),
            ({"expires_in": 3599.9}, 3599),
            ({"expires_in": None, "expires_on": "1700000100"}, 100),
            ({"expires_in": None, "access_token": unsigned(exp=1_700_000_200)}, 200),
            ({"expires_in": None}, 600),
            ({"expires_in": "soon"}, 600),
            ({"expires_in": float("inf")}, 600),
            ({"expires_in": True}, 600),
        ],
    )
    def test_lives_as_long_as_it_says(self, app, script, changes, seconds):
        token = ClientSecret(app, SECRET).token(ARM, script((200, {**GOOD, **changes})))
        assert token.expires_on == 1_700_000_000 + seconds

    @pytest.mark.parametrize("seconds", [0, -1, "0", "-1"])
    def test_that_has_ended_already_is_a_failure(self, app, script, seconds):
        with pytest.raises(AuthError, match="the login service gave a token that has already expired"):
            ClientSecret(app, SECRET).token(ARM, script((200, {**GOOD, "expires_in": seconds})))

    @pytest.mark.parametrize(
        ("status", "data"),
        [
            (200, None),
            (200, []),
            (200, {}),
            (200, {"access_token": ""}),
            (200, {"access_token": 5}),
            (200, "<html>canary</html>"),
            (302, None),
            (404, {"canary": 1}),
            (503, None),
        ],
    )
    def test_without_a_token_is_a_failure_that_quotes_nothing(self, app, script, status, data):
        with pytest.raises(AuthError, match=f"the login service answered {status}") as caught:
            ClientSecret(app, SECRET).token(ARM, script((status, data)))
        assert caught.value.facts["status"] == status
        assert "canary" not in json.dumps(failure(caught.value))

    def test_that_is_an_error_with_status_200_is_a_refusal(self, app, script):
        with pytest.raises(AuthError) as caught:
            ClientSecret(app, SECRET).token(ARM, script((200, {**refused(7000215, "invalid_client"), **GOOD})))
        assert caught.value.facts["code"] == "AADSTS7000215"


class TestRefusal:
    """One request each: the script fails on a second one."""

    @pytest.mark.parametrize(
        ("status", "number", "word", "option", "hint"),
        [
            (401, 7000215, "invalid_client", "secret", "set the value of the client secret, not its id"),
            (401, 7000222, "invalid_client", "secret", "the client secret has expired"),
            (401, 7000216, "invalid_client", "secret", "set a secret, a certificate or a federated token"),
            (400, 700016, "unauthorized_client", "client_id", "this tenant has no such application"),
            (400, 7000112, "unauthorized_client", "client_id", "the application is disabled"),
            (400, 90002, "invalid_tenant", "tenant", "check tenant and cloud_environment"),
            # The same number with the word of former years.
            (400, 90002, "invalid_request", "tenant", "check tenant and cloud_environment"),
            (400, 900023, "invalid_request", "tenant", "a GUID or a domain name"),
            (400, 500011, "invalid_resource", "cloud_environment", "check cloud_environment and tenant"),
            (400, 70011, "invalid_scope", "cloud_environment", "check cloud_environment"),
            (400, 1002012, "invalid_scope", "cloud_environment", "check cloud_environment"),
            (400, 50076, "interaction_required", "client_id", "a playbook cannot answer a prompt"),
            (400, 53003, "invalid_grant", "client_id", "a playbook cannot answer a prompt"),
            (400, 65001, "invalid_grant", "client_id", "an administrator of the tenant must consent"),
            (400, 50196, "invalid_grant", None, "too many equal requests"),
            (400, 90033, "temporarily_unavailable", None, "run the task again"),
            # Numbers that nobody told us about: the OAuth word decides.
            (401, 123456789, "invalid_client", "secret", "check what proves the identity"),
            (400, 123456789, "unauthorized_client", "client_id", "check client_id and tenant"),
            (400, 123456789, "interaction_required", "client_id", "a playbook cannot answer a prompt"),
            (400, 123456789, "something_new", None, "check the credentials"),
        ],
    )
    def test_names_the_option_and_the_next_step(self, app, script, status, number, word, option, hint):
        with pytest.raises(AuthError) as caught:
            ClientSecret(app, SECRET).token(ARM, script((status, refused(number, word))))
        facts = caught.value.facts
        assert facts.get("option") == option
        assert hint in next_step(caught.value)
        assert (facts["code"], facts["status"], facts["attempts"]) == (f"AADSTS{number}", status, 1)
        assert (facts["request_id"], facts["correlation_id"]) == ("t-1", "c-1")
        assert f"{word}, AADSTS{number}: Something went wrong." in str(caught.value)

    def test_is_one_readable_line(self, app, script):
        text = (
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
            "not the client secret ID, for a secret added to app 'app'."
        )
        with pytest.raises(AuthError) as caught:
            ClientSecret(app, SECRET).token(ARM, script((401, refused(7000215, "invalid_client", text))))
        assert failure(caught.value)["msg"] == (
            f"secret (from AZURE_SECRET): invalid_client, AADSTS7000215: {text.rstrip('.')}; "
            "set the value of the client secret, not its id (request id t-1)"
        )

    @pytest.mark.parametrize(
        "tail",
        [
            "\r\nTrace ID: t-1\r\nCorrelation ID: c-1\r\nTimestamp: 2023-05-06 06:03:00Z",
            " Trace ID: t-1 Correlation ID: c-1 Timestamp: 2026-01-01 00:00:00Z",
        ],
    )
    def test_drops_the_tail_in_both_its_forms(self, app, script, tail):
        data = {"error": "invalid_client", "error_description": f"AADSTS7000215: Wrong.{tail}"}
        with pytest.raises(AuthError) as caught:
            ClientSecret(app, SECRET).token(ARM, script((401, data)))
        assert str(caught.value).endswith("invalid_client, AADSTS7000215: Wrong.")
        assert caught.value.facts["code"] == "AADSTS7000215"

    def test_never_shows_the_secret_that_a_service_quotes(self, app, script):
        echo = f"client_secret={SECRET}&x=1 and plainly {SECRET}"
        answer = (401, refused(7000215, "invalid_client", echo), {"x-ms-request-id": "r-1"})
        with pytest.raises(AuthError) as caught:
            ClientSecret(app, SECRET).token(ARM, script(answer))
        assert "canary" not in json.dumps(failure(caught.value))

    def test_without_words_of_its_own_takes_what_there_is(self, app, script):
        with pytest.raises(AuthError) as caught:
            ClientSecret(app, SECRET).token(ARM, script((400, {"error": "invalid_client"}, {"x-ms-request-id": "r-1"})))
        assert str(caught.value) == "secret (from AZURE_SECRET): invalid_client"
        assert (caught.value.facts["code"], caught.value.facts["request_id"]) == ("invalid_client", "r-1")

    @pytest.mark.parametrize(("ahead", "words"), [(700, "700 s ahead of"), (-700, "700 s behind"), (20, None)])
    def test_tells_how_wrong_the_clock_is(self, app, script, clock, ahead, words):
        headers = {"date": email.utils.formatdate(clock.time() - ahead, usegmt=True)}
        with pytest.raises(AuthError) as caught:
            ClientSecret(app, SECRET).token(ARM, script((401, refused(700024, "invalid_client"), headers)))
        assert "set this machine's clock" in next_step(caught.value)
        assert (
            (f"it is {words} the login service" in next_step(caught.value))
            if words
            else (" the login service" not in next_step(caught.value))
        )


class TestWorkloadIdentity:
    ASSERTION = unsigned(
        iss="https://issuer.example", sub="system:serviceaccount:ns:name", aud="api://AzureADTokenExchange"
    )

    def test_reads_the_file_again_for_each_login(self, app, script, tmp_path):
        path = tmp_path / "token"
        credential = WorkloadIdentity(app, str(path))
        fetch = script((200, GOOD), (200, GOOD))
        for text in ("first.e30.sig", "second.e30.sig"):
            path.write_text(text + "\n", encoding="ascii")
            credential.token(ARM, fetch)
        assert [dict(ask.form) for ask in fetch.asked] == [
            {
                "grant_type": "client_credentials",
                "client_id": "app",
                "scope": ARM + "/.default",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": assertion,
            }
            for assertion in ("first.e30.sig", "second.e30.sig")
        ]

    def test_takes_a_token_by_value(self, app, script):
        credential = WorkloadIdentity(app, None, self.ASSERTION)
        fetch = script((200, GOOD))
        credential.token(ARM, fetch)
        assert fetch.asked[0].form["client_assertion"] == self.ASSERTION
        assert credential.secrets() == (self.ASSERTION,)
        assert self.ASSERTION not in repr(credential)

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (None, "there is no file"),
            (b"", "is empty"),
            (b" \n", "is empty"),
            (b"\xff", "cannot read"),
            (b"x" * 70000, "is too large"),
        ],
    )
    def test_without_a_token_in_the_file_asks_nobody(self, app, script, tmp_path, content, words):
        path = tmp_path / "token"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(AuthError, match=f"federated_token_file: .*{words}") as caught:
            WorkloadIdentity(app, str(path)).token(ARM, script())
        assert caught.value.facts["option"] == "federated_token_file"
        assert str(path) in str(caught.value)

    @pytest.mark.parametrize("number", [70021, 700211, 700213, 7002137, 7002138])
    def test_refused_shows_what_the_token_says_and_never_the_token(self, app, script, number):
        with pytest.raises(AuthError) as caught:
            WorkloadIdentity(app, None, self.ASSERTION).token(
                ARM, script((401, refused(number, "invalid_client", f"No match for {self.ASSERTION}")))
            )
        shown = json.dumps(failure(caught.value))
        assert caught.value.facts["option"] == "federated_token"
        assert (
            "a federated credential with exactly this issuer, subject and audience; the token has issuer "
            "'https://issuer.example', subject 'system:serviceaccount:ns:name', audience 'api://AzureADTokenExchange'"
        ) in next_step(caught.value)
        assert self.ASSERTION not in shown and self.ASSERTION.split(".")[1] not in shown

    def test_refused_with_something_else_than_a_jwt_says_so(self, app, script):
        with pytest.raises(AuthError) as caught:
            WorkloadIdentity(app, None, "not-a-jwt").token(ARM, script((401, refused(50027, "invalid_client"))))
        assert next_step(caught.value).endswith("the token is not a JWT")
