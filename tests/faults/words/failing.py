# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A failure of every kind: for each row of the table that is the collection's own, a task that ends with it."""

from __future__ import annotations

import builtins
import json
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from ansible_collections.mlops.azureml.plugins.module_utils import content, exchange, target
from ansible_collections.mlops.azureml.plugins.module_utils.auth import azure_cli, jwt
from tests.emulator import sas

from ..cloud import Cloud, SharedClock
from ..families import COMPUTE, DATASTORE, HERE, MODEL, PROVIDER, WORKSPACE

Result = dict[str, Any]
#: What a failing task is given: the emulator, a way to set the environment, a folder.
Fail = Callable[[Cloud, pytest.MonkeyPatch, Path], Result]

OWN: dict[str, Fail] = {}
SCRIPT = "#!/bin/sh\n"


def row(code: str) -> Callable[[Fail], Fail]:
    """Note a function as the one that fails with the row ``code``."""

    def noted(function: Fail) -> Fail:
        OWN[code] = function
        return function

    return noted


def without_credentials(patch: pytest.MonkeyPatch, **changed: str) -> None:
    """An environment with no credentials but those given."""
    for name in ("AZURE_CLIENT_ID", "AZURE_SECRET", "AZURE_TENANT", "AZURE_TENANT_ID"):
        patch.delenv(name, raising=False)
    for name, value in changed.items():
        patch.setenv(name, value)


def az(folder: Path, text: str, patch: pytest.MonkeyPatch) -> None:
    """A command in the place of the Azure CLI, the only one on PATH but the shell's own."""
    (folder / "bin").mkdir()
    (folder / "bin" / "az").write_text(SCRIPT + text)
    (folder / "bin" / "az").chmod(0o755)
    patch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")


def read_with(cloud: Cloud, **options: Any) -> Result:
    """The reader of computes with connection options of its own."""
    return cloud.play("aml_compute_info", {**COMPUTE.where, **options})


def certificate(cloud: Cloud, path: Path, **options: Any) -> Result:
    return read_with(cloud, auth_source="certificate", x509_certificate_path=str(path), **options)


@row("AnswerLost")
def answer_lost(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("PUT", COMPUTE.pattern, {"drop": True}, times=0)
    return cloud.make(COMPUTE)


@row("Ambiguous")
def ambiguous(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("GET", COMPUTE.pattern, {"drop": True}, times=0)
    return cloud.make(COMPUTE)


@row("AnswerTooLarge")
def answer_too_large(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    patch.setattr(exchange, "LARGEST_BODY", 100_000)
    cloud.fault("GET", "/computes", {"status": 200, "body": " " * 100_001})
    return read_with(cloud)


@row("AuthError")
def auth_error(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("POST", "/oauth2/", {"drop": True}, times=0)
    return read_with(cloud)


@row("AzureCliFailed")
def azure_cli_failed(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    az(folder, "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1\n", patch)
    return read_with(cloud, auth_source="cli")


@row("AzureCliNotFound")
def azure_cli_not_found(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    patch.setenv("PATH", str(folder))
    return read_with(cloud, auth_source="cli")


@row("AzureCliSilent")
def azure_cli_silent(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    az(folder, "exec sleep 60\n", patch)
    patch.setattr(azure_cli, "SECONDS", 0.2)
    return read_with(cloud, auth_source="cli")


@row("Cancelled")
def cancelled(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    clock = SharedClock(cloud)
    clock.stop()
    return cloud.play(COMPUTE.module, COMPUTE.present, clock=clock)


def looked(cloud: Cloud, **options: Any) -> Result:
    """What the doctor tells."""
    return cloud.play("aml_doctor", {**COMPUTE.where, **options})


@row("CheckFailed")
def check_failed(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    return looked(cloud, workspace="typo")


@row("SubscriptionNotActive")
def subscription_not_active(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("GET", r"/subscriptions/[^/?]+\?", {"alter": {"body": {"id": "x", "state": "Disabled"}}})
    return looked(cloud)


@row("WorkspaceNotReady")
def workspace_not_ready(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("GET", r"/workspaces/ws\?", {"alter": {"body": {"properties": {"provisioningState": "Failed"}}}})
    return looked(cloud)


@row("CertificateRefused")
def certificate_refused(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    patch.delenv("AZURE_CA_PATH")
    return read_with(cloud)


@row("ConnectTimeout")
def connect_timeout(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    def waits(self: socket.socket, _address: Any) -> None:
        raise TimeoutError("timed out")

    patch.setattr(socket.socket, "connect", waits)
    return read_with(cloud)


@row("CredentialsIncomplete")
def credentials_incomplete(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    patch.delenv("AZURE_SECRET")
    return read_with(cloud)


@row("CryptographyMissing")
def cryptography_missing(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    genuine = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("cryptography"):
            raise ImportError(name)
        return genuine(name, *rest, **more)

    (folder / "app.pem").write_text("")
    with pytest.MonkeyPatch.context() as inner:
        inner.setattr(builtins, "__import__", without)
        return certificate(cloud, folder / "app.pem")


@row("Defect")
def defect(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    def broken(*_args: Any) -> None:
        raise LookupError("no such thing: emulator-client-secret")

    patch.setattr(target, "plan", broken)
    result = cloud.make(COMPUTE)
    cloud.tracebacks.clear()
    return result


@row("ForeignUrl")
def foreign_url(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("GET", "/computes", {"status": 200, "body": {"value": [], "nextLink": "https://evil.example/next"}})
    return read_with(cloud)


@row("GivenTokenExpired")
def given_token_expired(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    return read_with(cloud, access_token=f"{jwt.encode_object({})}.{jwt.encode_object({'exp': 1})}.c2ln")


@row("IdentityKindUnknown")
def identity_kind_unknown(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    without_credentials(patch, IDENTITY_ENDPOINT="http://127.0.0.1:40342/metadata/identity/oauth2/token")
    return read_with(cloud, auth_source="msi")


@row("ImmutableChange")
def immutable_change(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.make(COMPUTE)
    return cloud.make(COMPUTE, vm_size="Standard_NC6")


@row("InputError")
def input_error(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    return cloud.make(COMPUTE, name="not/a/name")


@row("Malformed")
def malformed(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("GET", COMPUTE.pattern, {"status": 200, "body": "[]"}, times=0)
    return cloud.make(COMPUTE)


@row("ManagedIdentityAbsent")
def managed_identity_absent(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    without_credentials(patch, AZURE_POD_IDENTITY_AUTHORITY_HOST="http://127.0.0.1:1")
    return read_with(cloud, auth_source="msi")


@row("ManagedIdentityRefused")
def managed_identity_refused(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    endpoint = f"{cloud.emulator.http_url}/msi/token"
    without_credentials(patch, IDENTITY_ENDPOINT=endpoint, IDENTITY_HEADER="proof", AZURE_CLIENT_ID="nobody")
    return read_with(cloud, auth_source="msi")


@row("NameNotResolved")
def name_not_resolved(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    def unknown(*_args: Any, **_more: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    patch.setattr(socket, "getaddrinfo", unknown)
    return cloud.play(COMPUTE.module, {**COMPUTE.present, "cloud_environment": "https://management.example"})


@row("NoCredentials")
def no_credentials(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    without_credentials(patch, PATH=str(folder))
    patch.delenv("AZURE_SUBSCRIPTION_ID")
    return read_with(cloud)


@row("NotPassed")
def not_passed(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    assert cloud.make(MODEL)["changed"]
    return cloud.play("aml_gate", {**HERE, "model": "churn", "version": "1", "tags": {"approved": "true"}})


@row("NotApplied")
def not_applied(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.make(COMPUTE)
    cloud.fault("PATCH", COMPUTE.pattern, {"status": 200, "body": "{}"})
    return cloud.change(COMPUTE)


@row("NotConnected")
def not_connected(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    return cloud.play(COMPUTE.module, {**COMPUTE.present, "cloud_environment": "https://127.0.0.1:1"})


@row("NotEmpty")
def not_empty(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.make(COMPUTE)
    return cloud.play(WORKSPACE.module, {**WORKSPACE.where, "name": "ws", "state": "absent"})


@row("NotJson")
def not_json(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    page = {"status": 200, "body": "<html>Log in</html>", "headers": {"Content-Type": "text/html"}}
    cloud.fault("GET", COMPUTE.pattern, page, times=0)
    return cloud.make(COMPUTE)


@row("OperationFailed")
def operation_failed(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    body = {"id": COMPUTE.id, "name": "cpu", "properties": {"provisioningState": "Failed"}}
    cloud.fault("GET", COMPUTE.pattern, {"status": 200, "body": body}, nth=2, times=0)
    return cloud.make(COMPUTE)


@row("OperationTimeout")
def operation_timeout(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.config(operation_seconds={"default": 3600})
    return cloud.make(COMPUTE, wait_timeout=60)


@row("PartlyFailed")
def partly_failed(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.config(policy_denials=[{"type": f"{PROVIDER}/workspaces/computes", "name": "gpu"}])
    items = [{**COMPUTE.made, "name": name, "type": "compute"} for name in ("cpu", "gpu")]
    return cloud.play("aml_apply", {**COMPUTE.where, "resources": items})


@row("PrivateKeyLocked")
def private_key_locked(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"right"))
    (folder / "app.pem").write_bytes(text)
    return certificate(cloud, folder / "app.pem", x509_certificate_password="canary-wrong-password")


@row("PrivateKeyUnusable")
def private_key_unusable(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    return certificate(cloud, folder / "nothing.pem")


@row("ProxyRefused")
def proxy_refused(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    return cloud.make(COMPUTE, proxy="http://user:canary-of-the-proxy@127.0.0.1:1")


@row("Redirected")
def redirected(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("GET", COMPUTE.pattern, {"status": 302, "headers": {"Location": "https://evil.example/"}})
    return cloud.make(COMPUTE)


@row("Refused")
def refused(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    return cloud.play(DATASTORE.module, {**DATASTORE.where, "name": "workspaceblobstore", "state": "absent"})


@row("SecretNotShown")
def secret_not_shown(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.make(DATASTORE)
    return cloud.play(DATASTORE.module, {**DATASTORE.changing, "credentials": {"type": "AccountKey"}})


@row("ServiceError")
def service_error(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("GET", COMPUTE.pattern, {"status": 418, "body": "{}"})
    return cloud.make(COMPUTE)


@row("SoftDeleted")
def soft_deleted(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    for step in (cloud.make, cloud.delete):
        assert not step(WORKSPACE).get("failed")
    return cloud.make(WORKSPACE)


def upload(cloud: Cloud, folder: Path) -> Result:
    """A file of three blocks as the code of a workspace."""
    (folder / "score.py").write_bytes(b"#" * (2 * content.BLOCK + 1))
    return cloud.play("aml_code", {**HERE, "name": "scoring", "version": "1", "path": str(folder / "score.py")})


@row("StorageRefused")
def storage_refused(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.config(sas_seconds=-1)
    return upload(cloud, folder)


@row("UploadMoved")
def upload_moved(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    patch.setattr(content, "BLOCK", 2**20)
    cloud.fault("PUT", "comp=block&", {"status": 403, "headers": {"x-ms-error-code": "AuthenticationFailed"}}, nth=3)
    other = f"{sas.place_of(cloud.emulator.state, cloud.emulator.url, 'stfaults')}/elsewhere"
    place = {"blobUri": other, "credential": {"credentialType": "SAS", "sasUri": f"{other}?sig=canary"}}
    cloud.fault("POST", "startPendingUpload", {"status": 200, "body": {"blobReferenceForConsumption": place}}, nth=2)
    return upload(cloud, folder)


@row("Throttled")
def throttled(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("PUT", COMPUTE.pattern, {"status": 429, "headers": {"Retry-After": "60"}}, times=0)
    return cloud.make(COMPUTE)


@row("TlsRefused")
def tls_refused(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    """By a server that speaks no TLS at all: the one that offers identities by plain http."""
    url = cloud.emulator.http_url.replace("http://", "https://")
    return cloud.make(COMPUTE, cloud_environment=url)


@row("TokenExpired")
def token_expired(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    body = {"token_type": "Bearer", "access_token": "canary-of-a-token", "expires_in": 0}
    cloud.fault("POST", "/oauth2/", {"status": 200, "body": body})
    return read_with(cloud)


@row("TokenFileUnusable")
def token_file_unusable(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    return read_with(cloud, auth_source="workload_identity", federated_token_file=str(folder / "nothing"))


@row("TokenMissing")
def token_missing(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("POST", "/oauth2/", {"status": 200, "body": "<html>", "headers": {"Content-Type": "text/html"}})
    return read_with(cloud)


@row("Unavailable")
def unavailable(cloud: Cloud, patch: pytest.MonkeyPatch, folder: Path) -> Result:
    cloud.fault("GET", "/computes", {"status": 503, "headers": {"Retry-After": "3600"}})
    return read_with(cloud)


def run_module_alone(name: str, options: Mapping[str, Any]) -> list[str]:
    """The command that runs a module by itself in a Python without requests."""
    code = (
        "import runpy, sys\n"
        "sys.modules['requests'] = None\n"
        f"runpy.run_module('ansible_collections.mlops.azureml.plugins.modules.{name}', run_name='__main__')"
    )
    return [sys.executable, "-c", code, json.dumps({"ANSIBLE_MODULE_ARGS": dict(options)})]
