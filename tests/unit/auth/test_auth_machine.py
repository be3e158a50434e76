# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds that need no secret of the user's: managed identities, the Azure CLI, a token that is there already."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.parse

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.auth import azure_cli, jwt
from ansible_collections.mlops.azureml.plugins.module_utils.auth.app_service import AppService
from ansible_collections.mlops.azureml.plugins.module_utils.auth.azure_cli import AzureCli
from ansible_collections.mlops.azureml.plugins.module_utils.auth.given_token import GivenToken
from ansible_collections.mlops.azureml.plugins.module_utils.auth.managed_identity import ManagedIdentity
from ansible_collections.mlops.azureml.plugins.module_utils.errors import Ambiguous, AuthError, InputError, Unsent
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import next_step

ARM = "https://management.azure.com/"
GOOD = {"access_token": "the-token", "expires_in": "3599", "expires_on": "1700003599", "token_type": "Bearer"}
NO_HEADER = (400, None)

NOT_LOCAL = [
    "http://10.0.0.1/msi",
    "http://example.com/msi",
    "http://localhost.example.com/msi",
    "http://127.0.0.1@example.com/msi",
    "http://example.com\\@127.0.0.1/msi",
    "http://127.0.0.1:port/msi",
    "http://127.0.0.1:0/msi",
    "ftp://127.0.0.1/msi",
    "127.0.0.1/msi",
    "http://2130706433/msi",
    "http://[::2]/msi",
    "http://127.0.0.1/ msi",
    "http://",
]


def query_of(ask):
    url, _question, query = ask.url.partition("?")
    return url, dict(urllib.parse.parse_qsl(query))


class TestManagedIdentity:
    URL = "http://169.254.169.254/metadata/identity/oauth2/token"

    def test_asks_whether_there_is_a_service_and_then_for_the_token(self, clock, script):
        fetch = script(NO_HEADER, (200, GOOD))
        token = ManagedIdentity(clock).token(ARM, fetch)
        assert (token.value, token.expires_on, token.audience) == ("the-token", 1_700_003_599, ARM)
        probe, ask = fetch.asked
        assert (probe.method, probe.url, dict(probe.headers), probe.direct, probe.timeout) == (
            "GET",
            self.URL,
            {},
            True,
            0.5,
        )
        assert query_of(ask) == (self.URL, {"api-version": "2018-02-01", "resource": ARM})
        assert (ask.method, dict(ask.headers), ask.direct, ask.timeout) == ("GET", {"Metadata": "true"}, True, None)

    def test_asks_for_a_user_assigned_identity_at_another_host(self, clock, script):
        fetch = script(NO_HEADER, (200, GOOD))
        ManagedIdentity(clock, "cid", "http://127.0.0.1:8080/").token(ARM, fetch)
        url, query = query_of(fetch.asked[1])
        assert url == "http://127.0.0.1:8080/metadata/identity/oauth2/token"
        assert query["client_id"] == "cid"

    @pytest.mark.parametrize("nothing", [Unsent("no route"), Ambiguous("no answer in time"), (403, None)])
    def test_where_there_is_no_service_one_question_is_enough(self, clock, script, nothing):
        with pytest.raises(AuthError, match="auth_source msi: no managed identity here") as caught:
            ManagedIdentity(clock).token(ARM, script(nothing))
        assert caught.value.facts["option"] == "auth_source"
        assert clock.slept == []

    @pytest.mark.parametrize(
        ("statuses", "slept"),
        [((404,), [1]), ((404, 404, 404), [1, 2, 4]), ((410, 410), [5, 10]), ((410,) * 5, [5, 10, 15, 20, 20])],
    )
    def test_waits_for_a_service_that_starts_or_updates_itself(self, clock, script, statuses, slept):
        fetch = script(NO_HEADER, *((status, None) for status in statuses), (200, GOOD))
        assert ManagedIdentity(clock).token(ARM, fetch).value == "the-token"
        assert clock.slept == slept

    @pytest.mark.parametrize(("status", "times"), [(404, 4), (410, 6), (400, 1), (500, 1), (301, 1)])
    def test_gives_up_in_the_end(self, clock, script, status, times):
        fetch = script(NO_HEADER, *[(status, None)] * times)
        with pytest.raises(AuthError, match=f"the instance metadata service answered {status}"):
            ManagedIdentity(clock).token(ARM, fetch)
        # An update takes up to 70 s.
        assert sum(clock.slept) == {404: 7, 410: 70}.get(status, 0)

    def test_says_that_the_identity_is_not_there(self, clock, script):
        fetch = script(NO_HEADER, (400, {"error": "invalid_request", "error_description": "Identity not found"}))
        with pytest.raises(AuthError) as caught:
            ManagedIdentity(clock, "cid").token(ARM, fetch)
        assert str(caught.value) == "client_id: the instance metadata service answered 400: Identity not found"
        assert caught.value.facts["option"] == "client_id"
        assert next_step(caught.value).endswith("; it was asked for the identity cid")

    @pytest.mark.parametrize("host", NOT_LOCAL)
    def test_asks_no_host_but_its_own_machine(self, clock, script, host):
        with pytest.raises(
            InputError, match=r"^auth_source: AZURE_POD_IDENTITY_AUTHORITY_HOST is not the URL of a loopback"
        ):
            ManagedIdentity(clock, host=host).token(ARM, script())

    @pytest.mark.parametrize(
        "host", ["http://localhost:1", "http://[::1]:1", "http://169.254.169.254", "https://127.0.0.2"]
    )
    def test_asks_every_spelling_of_its_own_machine(self, clock, script, host):
        assert ManagedIdentity(clock, host=host).token(ARM, script(NO_HEADER, (200, GOOD))).value == "the-token"

    def test_has_no_secrets(self, clock):
        assert ManagedIdentity(clock).secrets() == ()


class TestAppService:
    URL = "http://127.0.0.1:41741/msi/token/"

    def test_sends_the_header_of_the_platform(self, clock, script):
        fetch = script((200, {"access_token": "the-token", "expires_on": 1_700_000_500}))
        credential = AppService(self.URL, "canary-header", clock, "cid")
        assert credential.token(ARM, fetch).expires_on == 1_700_000_500
        (ask,) = fetch.asked
        assert query_of(ask) == (self.URL, {"api-version": "2019-08-01", "resource": ARM, "client_id": "cid"})
        assert dict(ask.headers) == {"X-IDENTITY-HEADER": "canary-header", "Metadata": "true"}
        assert (ask.direct, ask.timeout) == (True, None)
        assert credential.secrets() == ("canary-header",)
        assert "canary" not in repr(credential) and "canary" not in repr(ask)

    @pytest.mark.parametrize(
        "ends", ["1700000500", "11/14/2023 22:21:40 +00:00", "11/14/2023 10:21:40 PM +00:00", 1_700_000_500]
    )
    def test_of_an_azure_ml_compute_speaks_the_older_form(self, clock, script, ends):
        fetch = script((200, {"access_token": "the-token", "expires_on": ends}))
        token = AppService("http://127.0.0.1:1/msi?x=1", "h", clock, "cid", legacy=True).token(ARM, fetch)
        assert token.expires_on == 1_700_000_500
        (ask,) = fetch.asked
        query = {"x": "1", "api-version": "2017-09-01", "resource": ARM, "clientid": "cid"}
        assert query_of(ask) == ("http://127.0.0.1:1/msi", query)
        assert dict(ask.headers) == {"secret": "h"}

    @pytest.mark.parametrize(
        ("status", "data", "said"),
        [
            (
                400,
                {"StatusCode": 400, "Message": "No Managed Identity found", "CorrelationId": "c-1"},
                "No Managed Identity found",
            ),
            (500, {"statusCode": 500, "message": "An unexpected error"}, "An unexpected error"),
            (401, None, "nothing that explains it"),
        ],
    )
    def test_says_what_the_endpoint_says(self, clock, script, status, data, said):
        with pytest.raises(AuthError) as caught:
            AppService(self.URL, "h", clock).token(ARM, script((status, data)))
        assert str(caught.value) == f"auth_source: the identity endpoint of this service answered {status}: {said}"
        assert caught.value.facts.get("correlation_id") == (data or {}).get("CorrelationId")

    @pytest.mark.parametrize(("legacy", "variable"), [(False, "IDENTITY_ENDPOINT"), (True, "MSI_ENDPOINT")])
    @pytest.mark.parametrize("url", NOT_LOCAL)
    def test_sends_its_header_to_no_other_host(self, clock, script, url, legacy, variable):
        with pytest.raises(InputError, match=f"^auth_source: {variable} is not the URL of a loopback"):
            AppService(url, "canary-header", clock, legacy=legacy).token(ARM, script())


def cli(runs, **fields):
    """A CLI credential whose command is played by ``runs``, a function of argv."""
    asked = []

    def runner(argv, seconds):
        asked.append((list(argv), seconds))
        return runs(argv)

    return AzureCli("/usr/bin/az", runner=runner, **fields), asked


def answer(**changes):
    return json.dumps({"accessToken": "the-token", "expires_on": 1_700_000_500, "tokenType": "Bearer", **changes})


class TestAzureCli:
    @pytest.mark.parametrize(
        ("fields", "more"),
        [
            ({}, []),
            ({"subscription": "sub"}, ["--subscription", "sub"]),
            # az refuses both together.
            ({"subscription": "sub", "tenant": "contoso.example"}, ["--tenant", "contoso.example"]),
        ],
    )
    def test_asks_az_once(self, script, fields, more):
        credential, asked = cli(lambda argv: (0, answer(), ""), **fields)
        token = credential.token(ARM, script())
        assert (token.value, token.expires_on, token.audience) == ("the-token", 1_700_000_500, ARM)
        argv = ["/usr/bin/az", "account", "get-access-token", "--output", "json", "--resource", ARM]
        assert asked == [([*argv, *more], 30.0)]

    @pytest.mark.parametrize(
        ("audience", "fields", "option"),
        [
            ("--debug", {}, "audience"),
            ("https://a b", {}, "audience"),
            (ARM, {"tenant": "--debug"}, "tenant"),
            (ARM, {"subscription": "-x"}, "subscription_id"),
        ],
    )
    def test_passes_no_value_that_az_would_take_for_an_option(self, script, audience, fields, option):
        credential, asked = cli(lambda argv: (0, answer(), ""), **fields)
        with pytest.raises(InputError) as caught:
            credential.token(audience, script())
        assert caught.value.facts["option"] == option
        assert asked == []

    @pytest.mark.parametrize(
        "text",
        [
            answer(),
            "WARNING: {a brace} and more\n" + answer(),
            'You have 2 updates available {"a": 1}\n' + answer() + "\nConsider updating",
            "\ufeff" + answer(),
        ],
    )
    def test_finds_the_answer_among_warnings(self, script, text):
        credential, _asked = cli(lambda argv: (0, text, "WARNING: something"))
        assert credential.token(ARM, script()).value == "the-token"

    def test_reads_the_local_time_of_older_versions(self, script, monkeypatch):
        monkeypatch.setenv("TZ", "America/New_York")
        time.tzset()
        try:
            text = answer(expires_on=None, expiresOn="2023-11-14 17:21:40.000000")
            credential, _asked = cli(lambda argv: (0, text, ""))
            assert credential.token(ARM, script()).expires_on == 1_700_000_500
        finally:
            monkeypatch.undo()
            time.tzset()

    def test_prefers_the_time_that_has_no_zone_to_guess(self, script):
        credential, _asked = cli(lambda argv: (0, answer(expiresOn="1999-01-01 00:00:00.000000"), ""))
        assert credential.token(ARM, script()).expires_on == 1_700_000_500

    def test_falls_back_to_what_the_token_says(self, script):
        value = f"e30.{jwt.encode_object({'exp': 1_700_000_700})}.c2ln"
        credential, _asked = cli(lambda argv: (0, json.dumps({"accessToken": value}), ""))
        assert credential.token(ARM, script()).expires_on == 1_700_000_700

    @pytest.mark.parametrize(
        "text", ["", "{", "[]", "{}", '{"accessToken": ""}', '{"accessToken": "canary"}', "x" * 2_000_000]
    )
    def test_without_a_token_is_a_failure_that_quotes_nothing(self, script, text):
        credential, _asked = cli(lambda argv: (0, text, ""))
        with pytest.raises(AuthError, match="auth_source cli: az ") as caught:
            credential.token(ARM, script())
        assert "canary" not in str(caught.value)

    def test_that_nobody_is_logged_in_to_says_what_az_says(self, script):
        err = "WARNING: an upgrade is available\nERROR: Please run 'az login' to setup account.\n"
        credential, _asked = cli(lambda argv: (1, "", err))
        with pytest.raises(AuthError) as caught:
            credential.token(ARM, script())
        assert str(caught.value) == "auth_source cli: az gave no token: ERROR: Please run 'az login' to setup account."
        assert next_step(caught.value).startswith("run az login")

    @pytest.mark.parametrize(
        ("error", "words"),
        [
            (subprocess.TimeoutExpired("az", 30), "az did not answer within 30 s"),
            (FileNotFoundError("az"), r"az cannot be started \(FileNotFoundError\)"),
            (PermissionError("az"), r"az cannot be started \(PermissionError\)"),
        ],
    )
    def test_that_does_not_run_is_told(self, script, error, words):
        def runs(argv):
            raise error

        credential, _asked = cli(runs)
        with pytest.raises(AuthError, match=words) as caught:
            credential.token(ARM, script())
        assert caught.value.facts["option"] == "auth_source"


class TestRunner:
    """The real runner, with commands of our own."""

    def test_gives_code_and_both_outputs_and_no_input(self):
        code = "import sys; sys.stderr.write('err'); print('out', len(sys.stdin.read())); sys.exit(3)"
        assert azure_cli.run([sys.executable, "-c", code], 20.0) == (3, "out 0\n", "err")

    def test_takes_bytes_that_are_no_text(self):
        done = azure_cli.run([sys.executable, "-c", "import os; os.write(1, b'a\\xffb')"], 20.0)
        assert done == (0, "a\ufffdb", "")

    def test_ends_the_children_of_a_command_that_hangs(self, tmp_path):
        # As az is: a script that starts another process, which inherits the pipes.
        script = tmp_path / "az"
        script.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/pid\nsleep 60\n", encoding="utf-8")
        script.chmod(0o755)
        started = time.monotonic()
        with pytest.raises(subprocess.TimeoutExpired):
            azure_cli.run([str(script)], 1.0)
        assert time.monotonic() - started < 10
        child = int((tmp_path / "pid").read_text(encoding="utf-8"))
        assert not is_running(child)


def is_running(pid):
    """Whether a process still works; one that has ended and waits to be collected does not."""
    for _attempt in range(50):
        try:
            os.kill(pid, 0)
            with open(f"/proc/{pid}/stat", encoding="utf-8") as handle:
                if handle.read().rpartition(")")[2].split()[0] == "Z":
                    return False
        except (ProcessLookupError, FileNotFoundError):
            return False
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    return True


class TestGivenToken:
    def jwt(self, exp):
        return f"{jwt.encode_object({'alg': 'none'})}.{jwt.encode_object({'exp': exp})}.c2ln"

    def test_is_used_as_it_is_on_both_planes(self, clock, script):
        value = self.jwt(1_700_000_900)
        credential = GivenToken(value, clock)
        for audience in (ARM, "https://ml.azure.com"):
            token = credential.token(audience, script())
            assert (token.value, token.expires_on, token.audience) == (value, 1_700_000_900, audience)
        assert credential.secrets() == (value,)
        assert value not in repr(credential)

    @pytest.mark.parametrize("value", ["opaque", "a.b", "a.b.c", "a.e30.c", "a.WzFd.c", "é.e30.c"])
    def test_that_says_nothing_of_its_end_is_used_as_well(self, clock, script, value):
        assert GivenToken(value, clock).token(ARM, script()).expires_on == 1_700_000_600

    def test_that_has_ended_is_told_before_it_is_sent(self, clock, script):
        value = self.jwt(1_699_999_999)
        with pytest.raises(AuthError) as caught:
            GivenToken(value, clock).token(ARM, script())
        assert str(caught.value) == "access_token: the given token expired at 2023-11-14 22:13:19Z"
        assert caught.value.facts["option"] == "access_token"
