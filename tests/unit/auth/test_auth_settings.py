# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the connection options come from."""

from __future__ import annotations

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.auth.options import AUTH_OPTIONS, ENVIRONMENT
from ansible_collections.mlops.azureml.plugins.module_utils.auth.settings import resolve
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError

# Options whose value is any text; the others have a test of their own.
TEXTS = sorted(AUTH_OPTIONS.keys() - {"auth_source", "profile", "proxy", "token_cache", "validate_certs"})


def write_profile(home, text):
    (home / ".azure").mkdir(exist_ok=True)
    (home / ".azure" / "credentials").write_text(text, encoding="utf-8")


def test_nothing_is_set_anywhere(tmp_path):
    found = resolve({}, {}, str(tmp_path))
    assert {name: getattr(found, name) for name in AUTH_OPTIONS} == {
        **dict.fromkeys(AUTH_OPTIONS),
        "auth_source": "auto",
        "profile": "default",
        "token_cache": True,
        "validate_certs": True,
    }
    assert found.origins == {}


@pytest.mark.parametrize("option", TEXTS)
def test_a_task_option_stands_above_the_environment_and_that_above_the_profile(option, tmp_path):
    write_profile(tmp_path, f"[default]\n{option} = from-profile\n")
    environ = {name: f"from-{name}" for name in ENVIRONMENT[option]}
    task = resolve({option: "from-task"}, environ, str(tmp_path))
    assert (getattr(task, option), task.named(option)) == ("from-task", option)
    for name in ENVIRONMENT[option]:
        variable = resolve({}, environ, str(tmp_path))
        assert (getattr(variable, option), variable.named(option)) == (f"from-{name}", f"{option} (from {name})")
        del environ[name]
    profile = resolve({}, environ, str(tmp_path))
    assert getattr(profile, option) == "from-profile"
    assert profile.named(option) == f"{option} (from profile 'default' of ~/.azure/credentials)"


@pytest.mark.parametrize("nothing", [None, "", "  "])
@pytest.mark.parametrize("option", TEXTS)
def test_an_empty_value_is_no_value(option, nothing, tmp_path):
    environ = dict.fromkeys(ENVIRONMENT[option], "")
    write_profile(tmp_path, f"[default]\n{option} =\n")
    assert getattr(resolve({option: nothing}, environ, str(tmp_path)), option) is None


def test_the_environment_of_an_awx_credential_is_enough():
    # What AWX's "Microsoft Azure Resource Manager" credential sets, its empty variables included.
    found = resolve(
        {},
        {
            "AZURE_SUBSCRIPTION_ID": "sub",
            "AZURE_CLIENT_ID": "app",
            "AZURE_TENANT": "tenant",
            "AZURE_SECRET": "a-secret",
            "AZURE_AD_USER": "",
            "AZURE_PASSWORD": "",
            "AZURE_CLOUD_ENVIRONMENT": "",
        },
        None,
    )
    assert (found.subscription_id, found.client_id, found.tenant, found.secret) == ("sub", "app", "tenant", "a-secret")
    assert found.cloud_environment is None


def test_only_the_mapping_that_is_passed_is_read(monkeypatch, tmp_path):
    monkeypatch.setenv("AZURE_SECRET", "of-the-process")
    monkeypatch.setenv("HOME", str(tmp_path))
    write_profile(tmp_path, "[default]\nclient_id = app\n")
    found = resolve({}, {}, None)
    assert (found.secret, found.client_id) == (None, None)


class TestProfile:
    @pytest.mark.parametrize(
        ("params", "environ", "expected"),
        [
            ({}, {}, "of-default"),
            ({}, {"AZURE_PROFILE": "work"}, "of-work"),
            ({"profile": "lab"}, {"AZURE_PROFILE": "work"}, "of-lab"),
        ],
    )
    def test_is_chosen_by_option_then_variable(self, params, environ, expected, tmp_path):
        sections = "".join(f"[{name}]\nclient_id = of-{name}\nsecret = 50%off\n" for name in ("default", "work", "lab"))
        write_profile(tmp_path, sections)
        found = resolve(params, environ, str(tmp_path))
        assert (found.client_id, found.secret) == (expected, "50%off")

    @pytest.mark.parametrize(
        ("params", "environ", "option"),
        [
            ({"profile": "lab"}, {}, "profile"),
            ({}, {"AZURE_PROFILE": "lab"}, "profile"),
            ({"auth_source": "credential_file"}, {}, "auth_source"),
        ],
    )
    @pytest.mark.parametrize("text", [None, "[other]\nclient_id = x\n"])
    def test_that_is_asked_for_must_be_there(self, params, environ, option, text, tmp_path):
        if text:
            write_profile(tmp_path, text)
        with pytest.raises(InputError) as caught:
            resolve(params, environ, str(tmp_path))
        assert caught.value.facts["option"] == option
        assert "~/.azure/credentials: " + ("no such profile" if text else "no file") in str(caught.value)

    @pytest.mark.parametrize("text", ["secret = canary-value\n", "[default\nsecret canary-value", "[a]\nx=1\n[a]\n"])
    def test_that_is_broken_is_told_without_its_text(self, text, tmp_path):
        write_profile(tmp_path, text)
        with pytest.raises(InputError, match="not valid ini") as caught:
            resolve({"profile": "default"}, {}, str(tmp_path))
        assert "canary" not in str(caught.value)

    def test_that_is_broken_and_not_asked_for_is_one_of_the_places_looked_at(self, tmp_path):
        write_profile(tmp_path, "secret = canary-value\n")
        looked = resolve({}, {}, str(tmp_path)).looked
        assert looked[-1] == (
            "profile 'default' of ~/.azure/credentials (the file is not valid ini (MissingSectionHeaderError))"
        )

    def test_that_is_not_text_is_told(self, tmp_path):
        write_profile(tmp_path, "")
        (tmp_path / ".azure" / "credentials").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(InputError, match="cannot be read"):
            resolve({"profile": "default"}, {}, str(tmp_path))


class TestOnePlaceOnly:
    PARAMS = {"client_id": "task", "secret": "task-secret", "subscription_id": "task-sub", "ca_path": "/task"}
    ENVIRON = {"AZURE_CLIENT_ID": "env", "AZURE_TENANT_ID": "env-tenant", "AZURE_SUBSCRIPTION_ID": "env-sub"}
    PROFILE = "[default]\nclient_id = file\nsecret = file-secret\ntenant = file-tenant\n"

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("auto", ("task", "task-secret", "env-tenant")),
            ("env", ("env", None, "env-tenant")),
            ("credential_file", ("file", "file-secret", "file-tenant")),
        ],
    )
    def test_holds_for_the_credentials_and_for_nothing_else(self, source, expected, tmp_path):
        write_profile(tmp_path, self.PROFILE)
        found = resolve({**self.PARAMS, "auth_source": source}, self.ENVIRON, str(tmp_path))
        assert (found.client_id, found.secret, found.tenant) == expected
        assert (found.subscription_id, found.ca_path) == ("task-sub", "/task")

    def test_can_be_asked_for_by_azcollections_variable(self):
        environ = {**self.ENVIRON, "ANSIBLE_AZURE_AUTH_SOURCE": "env"}
        assert resolve(self.PARAMS, environ, None).client_id == "env"
        assert resolve({**self.PARAMS, "auth_source": "auto"}, environ, None).client_id == "task"

    def test_an_unknown_word_names_the_variable_and_the_choices(self):
        with pytest.raises(InputError) as caught:
            resolve({}, {"ANSIBLE_AZURE_AUTH_SOURCE": "MSI"}, None)
        assert str(caught.value).startswith(
            "auth_source: 'MSI' (ANSIBLE_AZURE_AUTH_SOURCE) is none of auto, certificate,"
        )


class TestValidateCerts:
    @pytest.mark.parametrize("word", ["no", "False", "0", "off", "N", "f"])
    def test_is_switched_off_only_by_a_word_that_says_so(self, word, tmp_path):
        assert resolve({}, {"AZURE_VALIDATE_CERTS": word}, None).validate_certs is False
        write_profile(tmp_path, f"[default]\nvalidate_certs = {word}\n")
        assert resolve({}, {}, str(tmp_path)).validate_certs is False

    @pytest.mark.parametrize("word", ["yes", "TRUE", "1", "on", "y", "t", ""])
    def test_is_on_otherwise(self, word):
        assert resolve({}, {"AZURE_VALIDATE_CERTS": word}, None).validate_certs is True

    def test_follows_azcollections_words(self, tmp_path):
        assert resolve({}, {"AZURE_CERT_VALIDATION_MODE": "ignore"}, None).validate_certs is False
        assert resolve({}, {"AZURE_CERT_VALIDATION_MODE": "validate"}, None).validate_certs is True
        write_profile(tmp_path, "[default]\ncert_validation_mode = ignore\n")
        assert resolve({}, {}, str(tmp_path)).validate_certs is False

    def test_false_in_a_task_is_a_value(self):
        assert resolve({"validate_certs": False}, {"AZURE_VALIDATE_CERTS": "yes"}, None).validate_certs is False
        assert resolve({"validate_certs": True}, {"AZURE_VALIDATE_CERTS": "no"}, None).validate_certs is True

    def test_a_word_without_a_meaning_is_refused(self):
        with pytest.raises(InputError, match="'nope' in AZURE_VALIDATE_CERTS is neither true nor false") as caught:
            resolve({}, {"AZURE_VALIDATE_CERTS": "nope"}, None)
        assert caught.value.facts["option"] == "validate_certs"


class TestTokenCache:
    def test_is_switched_off_in_any_place(self, tmp_path):
        assert resolve({"token_cache": False}, {"AML_TOKEN_CACHE": "true"}, None).token_cache is False
        assert resolve({}, {"AML_TOKEN_CACHE": "false"}, None).token_cache is False
        write_profile(tmp_path, "[default]\ntoken_cache = no\n")
        assert resolve({}, {}, str(tmp_path)).token_cache is False
        assert resolve({}, {"AML_TOKEN_CACHE": "yes"}, str(tmp_path)).token_cache is True

    def test_a_word_without_a_meaning_is_refused(self):
        with pytest.raises(InputError, match="'nope' in AML_TOKEN_CACHE is neither true nor false") as caught:
            resolve({}, {"AML_TOKEN_CACHE": "nope"}, None)
        assert caught.value.facts["option"] == "token_cache"


class TestProxy:
    def test_of_ours_stands_above_the_machines(self):
        environ = {"https_proxy": "http://lower:1", "HTTPS_PROXY": "http://upper:1", "AZURE_PROXY": "http://azure:1"}
        for params, expected in (({"proxy": "http://task:1"}, "http://task:1"), ({}, "http://azure:1")):
            assert resolve(params, environ, None).proxy == expected
        del environ["AZURE_PROXY"]
        assert resolve({}, environ, None).proxy == "http://upper:1"
        del environ["HTTPS_PROXY"]
        assert resolve({}, environ, None).proxy == "http://lower:1"

    def test_exceptions_are_kept_as_they_are(self):
        assert resolve({}, {"NO_PROXY": "a,.b", "no_proxy": "c"}, None).no_proxy == "a,.b"
        assert resolve({}, {"no_proxy": "c"}, None).no_proxy == "c"
        assert resolve({}, {"NO_PROXY": ""}, None).no_proxy is None

    def test_without_a_scheme_is_http(self):
        assert resolve({}, {"HTTPS_PROXY": "proxy.example.com:3128"}, None).proxy == "http://proxy.example.com:3128"

    @pytest.mark.parametrize(
        "url", ["socks5://u:canary@p:1", "http://u:canary@p:port", "http://u:canary@", "http://[::1"]
    )
    def test_that_cannot_be_used_is_told_without_its_password(self, url):
        with pytest.raises(InputError, match="the value of AZURE_PROXY is not a URL such as") as caught:
            resolve({}, {"AZURE_PROXY": url}, None)
        assert "canary" not in str(caught.value)


def test_a_tilde_is_the_users_folder_in_every_place():
    found = resolve({}, {"AZURE_CERTIFICATE_PATH": "~/app.pem", "AZURE_CA_PATH": "/etc/ca.pem"}, "/home/u")
    assert (found.x509_certificate_path, found.ca_path) == ("/home/u/app.pem", "/etc/ca.pem")


def test_secrets_are_listed_and_never_represented():
    params = {
        "secret": "canary-secret",
        "access_token": "canary-access",
        "federated_token": "canary-federated",
        "x509_certificate_password": "canary-password",
        "proxy": "http://user:canary%2Fproxy@proxy:8080",
    }
    found = resolve(params, {"IDENTITY_HEADER": "canary-header"}, None)
    assert "canary" not in repr(found)
    assert set(found.secrets()) == {
        "canary-secret",
        "canary-access",
        "canary-federated",
        "canary-password",
        "canary%2Fproxy",
        "canary/proxy",
    }
