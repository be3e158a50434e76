# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which kind of credential the options and the environment choose, and what is said when they choose none."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.auth.app_service import AppService
from ansible_collections.mlops.azureml.plugins.module_utils.auth.azure_cli import AzureCli
from ansible_collections.mlops.azureml.plugins.module_utils.auth.managed_identity import ManagedIdentity
from ansible_collections.mlops.azureml.plugins.module_utils.auth.options import AUTH_SOURCES
from ansible_collections.mlops.azureml.plugins.module_utils.auth.select import CHOICES, select
from ansible_collections.mlops.azureml.plugins.module_utils.auth.settings import resolve
from ansible_collections.mlops.azureml.plugins.module_utils.clouds import AZURE_CLOUDS
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AuthError, InputError, Unsent
from ansible_collections.mlops.azureml.plugins.module_utils.failure import failure

CLOUD = AZURE_CLOUDS["AzureCloud"]
APP = {"tenant": "contoso.example", "client_id": "app"}
ENV_APP = {"AZURE_TENANT": "contoso.example", "AZURE_CLIENT_ID": "app"}


@pytest.fixture(name="choose")
def choose_fixture(clock, tmp_path):
    """Choose by task options and environment, with an empty home."""

    def choose(params, environ=None):
        return select(resolve(params, environ or {}, str(tmp_path)), CLOUD, clock)

    return choose


@pytest.fixture(name="az")
def az_fixture(tmp_path):
    """A PATH with an az on it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "az").write_text("#!/bin/sh\nexit 9\n", encoding="utf-8")
    (folder / "az").chmod(0o755)
    return {"PATH": str(folder)}


def log_in(home):
    (home / ".azure").mkdir()
    (home / ".azure" / "azureProfile.json").write_text("{}", encoding="utf-8")


def test_every_source_has_a_function_and_the_table_is_in_order():
    assert tuple(CHOICES) == AUTH_SOURCES == tuple(sorted(AUTH_SOURCES))


@pytest.mark.parametrize(
    ("params", "environ", "kind"),
    [
        ({**APP, "secret": "s"}, {}, "service_principal"),
        ({}, {**ENV_APP, "AZURE_SECRET": "s"}, "service_principal"),
        ({}, {"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "app", "AZURE_CLIENT_SECRET": "s"}, "service_principal"),
        ({**APP, "x509_certificate_path": "/c.pem"}, {}, "certificate"),
        ({}, {**ENV_APP, "AZURE_FEDERATED_TOKEN_FILE": "/t"}, "workload_identity"),
        ({**APP, "federated_token": "t"}, {}, "workload_identity"),
        ({}, {"AZURE_ACCESS_TOKEN": "t"}, "token"),
        ({"subscription_id": "sub"}, {}, "msi"),
        ({}, {"AZURE_SUBSCRIPTION_ID": "sub", "AZURE_AD_USER": "", "AZURE_PASSWORD": "", "AZURE_SECRET": ""}, "msi"),
        ({}, {"IDENTITY_ENDPOINT": "http://127.0.0.1/msi", "IDENTITY_HEADER": "h"}, "msi"),
        ({}, {"MSI_ENDPOINT": "http://127.0.0.1/msi", "MSI_SECRET": "h"}, "msi"),
    ],
)
def test_auto_takes_what_is_there(choose, params, environ, kind):
    assert choose(params, environ).source == kind


@pytest.mark.parametrize(
    ("params", "environ", "kind"),
    [
        # The place decides first: what a task says stands above everything in the environment.
        ({**APP, "x509_certificate_path": "/c.pem"}, {"AZURE_SECRET": "s", "AZURE_ACCESS_TOKEN": "t"}, "certificate"),
        ({**APP, "federated_token": "t"}, {"AZURE_SECRET": "s"}, "workload_identity"),
        # Then the kind, within one place.
        ({**APP, "x509_certificate_path": "/c.pem", "secret": "s"}, {}, "service_principal"),
        ({**APP, "access_token": "t", "secret": "s"}, {}, "token"),
        # And whatever proves an identity stands above the machine's.
        ({}, {**ENV_APP, "AZURE_SECRET": "s", "IDENTITY_ENDPOINT": "x", "IDENTITY_HEADER": "y"}, "service_principal"),
    ],
)
def test_auto_takes_the_strongest_of_several(choose, params, environ, kind):
    assert choose(params, environ).source == kind


def test_a_stronger_place_also_decides_between_the_two_federated_tokens(choose):
    by_file = choose({**APP, "federated_token_file": "/f"})
    assert (by_file.path, by_file.value) == ("/f", None)
    both = choose({**APP, "federated_token": "t"}, {"AZURE_FEDERATED_TOKEN_FILE": "/f"})
    assert both.value == "t"


@pytest.mark.parametrize("source", ["service_principal", "certificate", "workload_identity", "token", "msi"])
def test_a_named_source_is_taken_whatever_else_is_set(choose, source):
    environ = {
        **ENV_APP,
        "AZURE_SECRET": "s",
        "AZURE_CERTIFICATE_PATH": "/c.pem",
        "AZURE_FEDERATED_TOKEN_FILE": "/t",
        "AZURE_ACCESS_TOKEN": "t",
    }
    assert choose({"auth_source": source}, environ).source == source


class TestHalfSet:
    @pytest.mark.parametrize(
        ("params", "environ", "message", "hint"),
        [
            (
                {"client_id": "app", "secret": "s"},
                {},
                "tenant: is required, because client_id and secret are set",
                "set tenant (AZURE_TENANT or AZURE_TENANT_ID)",
            ),
            (
                {"tenant": "t"},
                {"AZURE_SECRET": "s"},
                "client_id: is required, because secret (from AZURE_SECRET) and tenant are set",
                "set client_id (AZURE_CLIENT_ID)",
            ),
            (
                # An AWX credential without its secret.
                {},
                {**ENV_APP, "AZURE_SECRET": "", "AZURE_SUBSCRIPTION_ID": "sub"},
                "secret: is required, because client_id (from AZURE_CLIENT_ID) and tenant (from AZURE_TENANT) are set",
                "set secret (AZURE_SECRET or AZURE_CLIENT_SECRET) or x509_certificate_path or federated_token_file, "
                "or auth_source: msi for a managed identity",
            ),
            (
                {"x509_certificate_path": "/c.pem"},
                {},
                "tenant: is required, because x509_certificate_path is set",
                "set tenant (AZURE_TENANT or AZURE_TENANT_ID)",
            ),
            (
                {**APP, "auth_source": "certificate", "secret": "s"},
                {},
                "x509_certificate_path: is required, because client_id and secret and tenant are set",
                "set x509_certificate_path (AZURE_X509_CERTIFICATE_PATH or AZURE_CERTIFICATE_PATH or "
                "AZURE_CLIENT_CERTIFICATE_PATH)",
            ),
            (
                {"auth_source": "workload_identity"},
                {},
                "federated_token_file: is required",
                "set federated_token_file (AZURE_FEDERATED_TOKEN_FILE) or federated_token",
            ),
            ({"auth_source": "token"}, {}, "access_token: is required", "set access_token (AZURE_ACCESS_TOKEN)"),
            (
                {"auth_source": "env", **APP},
                {"AZURE_SECRET": "s"},
                "tenant: is required, because secret (from AZURE_SECRET) is set",
                "set tenant (AZURE_TENANT or AZURE_TENANT_ID); auth_source env reads it from the environment only",
            ),
        ],
    )
    def test_names_what_is_missing_and_where_to_set_it(self, choose, params, environ, message, hint):
        with pytest.raises(InputError) as caught:
            choose(params, environ)
        assert str(caught.value) == message
        assert caught.value.facts["hint"] == hint
        assert caught.value.facts["option"] == message.partition(":")[0]


class TestNothingSet:
    def test_one_line_lists_every_place_and_what_to_set(self, choose, clock):
        with pytest.raises(AuthError) as caught:
            choose({}, {"AZURE_CLIENT_ID": "", "AZURE_SECRET": ""})
        assert failure(caught.value)["msg"] == (
            "No Azure credentials. Looked at: the task's options (none set); AZURE_CLIENT_ID, AZURE_SECRET (empty); "
            "AZURE_ACCESS_TOKEN, AZURE_CLIENT_SECRET, AZURE_X509_CERTIFICATE_PATH, AZURE_CERTIFICATE_PATH, "
            "AZURE_CLIENT_CERTIFICATE_PATH, AZURE_FEDERATED_TOKEN_FILE (not set); profile 'default' of "
            "~/.azure/credentials (no file); IDENTITY_ENDPOINT, MSI_ENDPOINT (not set); az (not on PATH); managed "
            "identity (no subscription); set AZURE_TENANT, AZURE_CLIENT_ID and AZURE_SECRET, or run az login"
        )
        assert clock.slept == []

    def test_the_machine_is_asked_once_and_briefly_when_a_subscription_is_set(self, choose, script):
        fetch = script(Unsent("cannot connect to 169.254.169.254"))
        with pytest.raises(AuthError) as caught:
            choose({"subscription_id": "sub"}).token(CLOUD.arm_audience, fetch)
        assert (
            "; az (not on PATH); managed identity (no answer in 0.5 s); set AZURE_TENANT"
            in failure(caught.value)["msg"]
        )
        assert caught.value.facts["code"] == "NoCredentials"
        (ask,) = fetch.asked
        assert (ask.timeout, ask.direct, dict(ask.headers)) == (0.5, True, {})

    @pytest.mark.parametrize(
        ("source", "places"),
        [
            ("env", ["AZURE_ACCESS_TOKEN, AZURE_CLIENT_SECRET"]),
            ("credential_file", ["profile 'default' of ~/.azure/credentials (no credentials in it)"]),
        ],
    )
    def test_a_source_of_one_place_names_that_place_alone(self, clock, tmp_path, source, places):
        (tmp_path / ".azure").mkdir()
        (tmp_path / ".azure" / "credentials").write_text("[default]\nsubscription_id = sub\n", encoding="utf-8")
        settings = resolve({"auth_source": source}, {"AZURE_SECRET": "", "AZURE_CLIENT_ID": ""}, str(tmp_path))
        with pytest.raises(AuthError) as caught:
            select(settings, CLOUD, clock)
        text = str(caught.value)
        assert all(place in text for place in places)
        assert "az (" not in text and "managed identity" not in text
        assert ("profile" in text) == (source == "credential_file")


class TestAzureCli:
    def test_is_used_when_it_is_there_and_logged_in(self, choose, az, tmp_path):
        log_in(tmp_path)
        found = choose({"subscription_id": "sub"}, az)
        assert isinstance(found, AzureCli)
        assert (found.az, found.tenant, found.subscription) == (f"{az['PATH']}/az", None, "sub")

    def test_is_looked_for_where_its_own_variable_says(self, choose, az, tmp_path):
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere" / "azureProfile.json").write_text("{}", encoding="utf-8")
        assert choose({}, {**az, "AZURE_CONFIG_DIR": str(tmp_path / "elsewhere")}).source == "cli"

    def test_that_nobody_logged_in_to_is_not_started(self, choose, az):
        with pytest.raises(AuthError, match=r"az \(not logged in\)"):
            choose({}, az)

    def test_that_is_asked_for_is_used_as_it_is(self, choose, az):
        assert choose({"auth_source": "cli"}, az).source == "cli"
        with pytest.raises(AuthError, match="auth_source cli: there is no az on PATH") as caught:
            choose({"auth_source": "cli"}, {"PATH": "/nowhere"})
        assert caught.value.facts["option"] == "auth_source"

    def test_stands_below_everything_that_is_set(self, choose, az, tmp_path):
        log_in(tmp_path)
        assert choose({**APP, "secret": "s"}, az).source == "service_principal"


class TestManagedIdentity:
    def test_of_a_platform_takes_its_variables(self, choose):
        found = choose({"client_id": "cid"}, {"IDENTITY_ENDPOINT": "http://localhost/msi", "IDENTITY_HEADER": "h"})
        assert isinstance(found, AppService)
        assert (found.endpoint, found.header, found.client_id, found.legacy) == (
            "http://localhost/msi",
            "h",
            "cid",
            False,
        )

    def test_of_an_azure_ml_compute_takes_the_identity_that_was_chosen_for_it(self, choose):
        environ = {
            "MSI_ENDPOINT": "http://localhost/msi",
            "MSI_SECRET": "h",
            "DEFAULT_IDENTITY_CLIENT_ID": "of-compute",
        }
        found = choose({}, environ)
        assert (found.client_id, found.legacy) == ("of-compute", True)
        assert choose({"client_id": "mine", "auth_source": "msi"}, environ).client_id == "mine"

    def test_of_a_machine_takes_host_and_client_id(self, choose):
        found = choose(
            {"auth_source": "msi", "client_id": "cid"}, {"AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1"}
        )
        assert isinstance(found, ManagedIdentity)
        assert (found.client_id, found.host) == ("cid", "http://127.0.0.1:1")

    @pytest.mark.parametrize("half", ["IDENTITY_ENDPOINT", "MSI_ENDPOINT"])
    def test_that_is_only_half_described_is_refused_when_asked_for(self, choose, half, az, tmp_path):
        environ = {half: "http://localhost:40342/metadata/identity/oauth2/token"}
        with pytest.raises(AuthError, match=f"{half} is set without .*Azure Arc and Cloud Shell are not supported"):
            choose({"auth_source": "msi"}, environ)
        # An Arc server or a cloud shell where somebody is logged in to the CLI works by that login.
        log_in(tmp_path)
        assert choose({}, {**environ, **az}).source == "cli"


def test_only_the_chosen_kind_is_imported(tmp_path):
    code = (
        "import sys\n"
        "from ansible_collections.mlops.azureml.plugins.module_utils.auth import select, settings\n"
        "from ansible_collections.mlops.azureml.plugins.module_utils.clouds import AZURE_CLOUDS\n"
        "params = {'tenant': 't', 'client_id': 'c', 'secret': 's'}\n"
        "found = settings.resolve(params, {}, None)\n"
        "select.select(found, AZURE_CLOUDS['AzureCloud'], None)\n"
        "ours = {name.rpartition('.')[2] for name in sys.modules if '.auth.' in name}\n"
        "unwanted = {'requests', 'ansible', 'cryptography', 'subprocess', 'configparser'} & set(sys.modules)\n"
        "print(sorted(ours), sorted(unwanted))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    kinds = "client_secret', 'credential', 'jwt', 'oauth', 'options', 'select', 'settings"
    assert done.stdout.strip() == f"['{kinds}'] []"
