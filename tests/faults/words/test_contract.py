# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every failure looks like (reliability R4, R5): the same fields, one line, what is at fault and the next step."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.remedies.login import LOGIN
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.own import KINDS
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.own import OWN as FINER
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.service import BY_STATUS, SERVICE
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import REMEDIES
from ansible_collections.mlops.azureml.plugins.module_utils.retry import ATTEMPTS

from ..cloud import Cloud
from ..families import COMPUTE
from . import failing

KEYS = {"failed", "changed", "msg", "error", "status", "request_id", "correlation_id", "resource_id", "outcome"}
KEYS |= {"attempts", "elapsed"}
# Beside them: where an operation goes on, and what a task with many resources did.
SOMETIMES = {"operation_url", "resources", "diff", "warnings", "passed", "checks", "failed_checks", "healthy", "lines"}
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# What the failure of each kind did (rule R5): (changed, outcome); the others did nothing.
EFFECT = {
    "AnswerLost": (True, "unknown"),
    "Defect": (False, "unknown"),
    "NotApplied": (True, "partial"),
    "OperationFailed": (True, "partial"),
    "OperationTimeout": (True, "unknown"),
    "PartlyFailed": (True, "partial"),
    "UploadMoved": (True, "partial"),
}
# Rows that explain a failure whose code is Azure's own.
CODE = {"SoftDeleted": "BadRequest", "StorageRefused": "AuthenticationFailed"}
# Rows that explain what a check of the doctor found.
CODE |= dict.fromkeys(("SubscriptionNotActive", "WorkspaceNotReady"), "CheckFailed")
ALONE = "RequestsMissing"
# What the message names, where it is neither the option nor the resource.
NAMED = {
    **dict.fromkeys(("AuthError", "CertificateRefused", "ConnectTimeout", "NotConnected", "ProxyRefused"), "127.0.0.1"),
    "TlsRefused": "127.0.0.1",
    **dict.fromkeys(("TokenExpired", "TokenMissing"), "the login service"),
    "Cancelled": "the task has ended",
    "Defect": "failing.py",
    "NameNotResolved": "management.example",
    "NoCredentials": "No Azure credentials",
    "SubscriptionNotActive": "subscription first",
    **dict.fromkeys(("CheckFailed", "WorkspaceNotReady"), "workspace first"),
    "PartlyFailed": "compute gpu",
    "PrivateKeyLocked": "x509_certificate_path",  # pragma: allowlist secret: an option
}


def keeps_the_contract(result: dict[str, object], remedy: str) -> None:
    """Assert all that is the same for every failure."""
    assert result["failed"] is True and result.keys() >= KEYS and result.keys() <= KEYS | SOMETIMES, result
    assert isinstance(result["changed"], bool) and result["outcome"] in ("none", "partial", "unknown")
    assert isinstance(result["elapsed"], (int, float)) and result["elapsed"] >= 0
    assert isinstance(result["attempts"], int) and not isinstance(result["attempts"], bool)
    assert {"code", "target"} <= result["error"].keys() <= {"code", "target", "supported_api_versions"}
    message = result["msg"]
    assert isinstance(message, str) and len(message) <= 500 and not CONTROL.search(message), message
    assert f"; {remedy}" in message, message
    text = json.dumps(result)
    assert "Traceback" not in text and "canary" not in text and "emulator-client-secret" not in text, text


def test_every_row_of_the_collection_has_a_failure_that_leads_to_it() -> None:
    assert failing.OWN.keys() | {ALONE} == KINDS.keys() | FINER.keys()
    assert len(REMEDIES) == len(KINDS) + len(FINER) + len(SERVICE) + len(LOGIN), "no code stands in two tables"


@pytest.mark.parametrize("code", sorted(failing.OWN))
def test_a_failure_of_ours(cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        result = failing.OWN[code](cloud, patch, tmp_path)
    keeps_the_contract(result, REMEDIES[code].remedy)
    assert result["error"]["code"] == CODE.get(code, code)
    assert (result["changed"], result["outcome"]) == EFFECT.get(code, (False, "none"))
    named = (NAMED.get(code), result["error"]["target"], str(result["resource_id"] or "").rpartition("/")[2])
    assert any(word and word in result["msg"].partition("; ")[0] for word in named), result["msg"]


def test_a_python_without_requests(tmp_path: Path) -> None:
    """It fails before there is an engine, so only the module itself can say so."""
    command = failing.run_module_alone("aml_compute_info", COMPUTE.where)
    (tmp_path / "arguments.json").write_text(command.pop())
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [*command, str(tmp_path / "arguments.json")], capture_output=True, text=True, check=False, env=environment
    )
    result = json.loads(done.stdout)
    result.pop("invocation", None)
    keeps_the_contract(result, REMEDIES[ALONE].remedy)
    assert (result["error"]["code"], result["outcome"]) == (ALONE, "none")


@pytest.mark.parametrize("code", sorted(SERVICE))
def test_a_code_of_azure(cloud: Cloud, code: str) -> None:
    cloud.fault("GET", COMPUTE.pattern, {"status": 400, "code": code, "message": "About it."})
    result = cloud.make(COMPUTE)
    keeps_the_contract(result, SERVICE[code][1])
    assert result["msg"].startswith(f"computes/cpu: {code}: About it; ")
    assert (result["error"]["code"], result["status"], result["attempts"]) == (code, 400, 1)
    assert result["request_id"] and result["correlation_id"]
    assert result["resource_id"] == COMPUTE.id


@pytest.mark.parametrize("status", sorted(BY_STATUS))
def test_a_code_that_nobody_knows(cloud: Cloud, status: int) -> None:
    cloud.fault("GET", COMPUTE.pattern, {"status": status, "code": "SomethingNew", "message": "About it."}, times=0)
    result = cloud.make(COMPUTE)
    told = REMEDIES["Throttled"] if status == 429 else BY_STATUS[status]
    keeps_the_contract(result, told[1])
    assert result["status"] == status


@pytest.mark.parametrize("code", sorted(LOGIN))
def test_a_code_of_the_login_service(cloud: Cloud, code: str) -> None:
    number = code.removeprefix("AADSTS")
    word = "invalid_request" if number != code else code
    body = {
        "error": word,
        "error_description": f"{code}: About it. Trace ID: t Correlation ID: c",
        "error_codes": [int(number)] if number.isdigit() else [],
        "trace_id": "t-1",
        "correlation_id": "c-1",
    }
    cloud.fault("POST", "/oauth2/", {"status": 400, "body": body}, times=0)
    result = cloud.make(COMPUTE)
    keeps_the_contract(result, LOGIN[code][1])
    assert (result["error"]["code"], result["status"]) == (code, 400)
    assert result["attempts"] == cloud.tokens() == (ATTEMPTS if code == "temporarily_unavailable" else 1)
    assert (result["request_id"], result["correlation_id"]) == ("t-1", "c-1")


def test_a_failure_after_an_accepted_write_says_so(cloud: Cloud) -> None:
    """The write is accepted, then something of each kind happens (rule R5)."""
    for action in ({"status": 403, "code": "AuthorizationFailed"}, {"drop": True}, {"status": 200, "body": "[]"}):
        cloud.anew()
        cloud.fault("GET", COMPUTE.pattern, action, nth=2, times=0)
        result = cloud.make(COMPUTE)
        assert result["failed"] and result["changed"] and result["outcome"] in ("partial", "unknown"), result
        assert result["resource_id"] == COMPUTE.id
