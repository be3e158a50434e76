# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How each provider announces its long-running operations, and what their status URLs answer (recorded 1)."""

from __future__ import annotations

import base64
import dataclasses
import secrets
import uuid
from collections.abc import Callable
from typing import Any

from .call import NULL, Answer

ML = "Microsoft.MachineLearningServices"
RUNNING = "running"


@dataclasses.dataclass(frozen=True)
class Form:
    """How a provider runs operations.

    make_id    the id in the status URL
    headers    headers of the answer that starts one: (operation, base URL) -> headers
    poll       what its status URLs answer: (operation, query, base URL) -> Answer
    """

    make_id: Callable[[dict[str, Any]], str]
    headers: Callable[[dict[str, Any], str], dict[str, str]]
    poll: Callable[[dict[str, Any], dict[str, str], str], Answer]


def _guid(_context: dict[str, Any]) -> str:
    return str(uuid.uuid4())


def _token(_context: dict[str, Any]) -> str:
    return secrets.token_urlsafe(32)


def _job(kind: str) -> Callable[[dict[str, Any]], str]:
    def make(_context: dict[str, Any]) -> str:
        job = f'{{"jobId":"{kind}-{uuid.uuid4().hex.upper()}","jobLocation":"eastus"}}'
        return base64.urlsafe_b64encode(job.encode()).decode().rstrip("=")

    return make


def _front_end_id(operation: dict[str, Any]) -> str:
    return f"{operation['kind']}:{operation['owner']}:{uuid.uuid4()}"


def _regional(operation: dict[str, Any], base: str, namespace: str, segment: str, *query: str) -> str:
    """The URL of an operation below a region; the signature that Azure adds since 2024 is short here (recorded 1)."""
    path = f"/subscriptions/{operation['subscription']}/providers/{namespace}/locations/{operation['location']}"
    head = query[:1] if query and query[0].startswith("monitor") else ()
    tail = query[len(head) :]
    parts = [*head, f"api-version={operation['api_version']}", *tail, "t=0&c=emulator&s=emulator&h=emulator"]
    return f"{base}{path}/{segment}/{operation['id']}?{'&'.join(parts)}"


def _workspace_urls(operation: dict[str, Any], base: str) -> dict[str, str]:
    return {
        "Azure-AsyncOperation": _regional(operation, base, ML, "workspaceOperationsStatus", "type=async"),
        "Location": _regional(operation, base, ML, "workspaceOperationsStatus", "type=location"),
    }


def _diagnose_urls(operation: dict[str, Any], base: str) -> dict[str, str]:
    return {"Location": _workspace_urls(operation, base)["Location"]}


def _registry_urls(operation: dict[str, Any], base: str) -> dict[str, str]:
    return {
        "Azure-AsyncOperation": _regional(operation, base, ML, "registryOperationsStatus", "type=async"),
        "Location": _regional(operation, base, ML, "registryOperationsStatus", "type=location"),
    }


def _compute_urls(operation: dict[str, Any], base: str) -> dict[str, str]:
    return {"Azure-AsyncOperation": _regional(operation, base, ML, "computeOperationsStatus", "service=new")}


def _front_end_urls(operation: dict[str, Any], base: str) -> dict[str, str]:
    status = _regional(operation, base, ML, "mfeOperationsStatus")
    result = _regional(operation, base, ML, "mfeOperationResults")
    timeout = {"x-ms-async-operation-timeout": "PT1H" if operation["verb"] == "backfill" else "PT30M"}
    if operation["verb"] in ("create", "update"):
        own = f"{base}{operation['target']}?api-version={operation['api_version']}"
        return {"Azure-AsyncOperation": status, "Location": own, **timeout}
    if operation["verb"] in ("delete", "backfill"):
        return {"Azure-AsyncOperation": status, "Location": result, **timeout}
    return {"Location": result, **timeout}


def _storage_urls(operation: dict[str, Any], base: str) -> dict[str, str]:
    return {"Location": _regional(operation, base, "Microsoft.Storage", "asyncoperations", "monitor=true")}


def _vault_urls(operation: dict[str, Any], base: str) -> dict[str, str]:
    return {"Location": _regional(operation, base, "Microsoft.KeyVault", "operationResults")}


def _registry_of_images_urls(operation: dict[str, Any], base: str) -> dict[str, str]:
    url = f"{base}{operation['target']}/operationStatuses/{operation['id']}?api-version={operation['api_version']}"
    return {"Azure-AsyncOperation": url + "&t=0&c=emulator&s=emulator&h=emulator"}


def _group_urls(operation: dict[str, Any], base: str) -> dict[str, str]:
    path = f"/subscriptions/{operation['subscription']}/operationresults/{operation['id']}"
    return {"Location": f"{base}{path}?api-version={operation['api_version']}"}


def _logs_urls(operation: dict[str, Any], base: str) -> dict[str, str]:
    """Log Analytics points at the resource itself, and since 2025-02-01 at a status too (recorded 2.9)."""
    urls = {"Location": f"{base}{operation['target']}?api-version={operation['api_version']}"}
    if operation["api_version"] >= "2025-02-01":
        urls["Azure-AsyncOperation"] = _regional(operation, base, "Microsoft.OperationalInsights", "operationstatuses")
    return urls


def _short_status(operation: dict[str, Any]) -> Answer:
    if operation["status"] == RUNNING:
        return Answer(200, {"status": "InProgress"})
    body: dict[str, Any] = {"status": operation["status"], "percentComplete": 100.0}
    if operation["error"]:
        body["error"] = operation["error"]
    return Answer(200, body)


def _result(operation: dict[str, Any], headers: dict[str, str]) -> Answer:
    """The end of a Location: the result, or the error under the status that it deserves."""
    if operation["status"] == RUNNING:
        return Answer(202, None, headers)
    if operation["error"]:
        return Answer(int(operation["error_status"]), {"error": operation["error"]})
    return Answer(200, operation["result"])


def _poll_workspace(operation: dict[str, Any], query: dict[str, str], base: str) -> Answer:
    if query.get("type", "").lower() == "location":
        return _result(operation, _workspace_urls(operation, base))
    return _short_status(operation)


def _poll_registry(operation: dict[str, Any], query: dict[str, str], base: str) -> Answer:
    if query.get("type", "").lower() == "location":
        return _result(operation, _registry_urls(operation, base))
    return _short_status(operation)


def _poll_compute(operation: dict[str, Any], query: dict[str, str], base: str) -> Answer:
    return _short_status(operation)


def _poll_front_end(operation: dict[str, Any], query: dict[str, str], base: str) -> Answer:
    if query.get("__segment") == "mfeoperationresults" and operation["status"] == RUNNING:
        return Answer(202, NULL, _front_end_urls(operation, base))
    if query.get("__segment") == "mfeoperationresults" and operation["result"] is not None and not operation["error"]:
        return Answer(200, operation["result"])
    running = operation["status"] == RUNNING
    path = f"/subscriptions/{operation['subscription']}/providers/{ML}/locations/{operation['location']}"
    body: dict[str, Any] = {
        "id": f"{path}/mfeOperationsStatus/{operation['id']}",
        "name": operation["id"],
        "status": operation["word"] if running else operation["status"],
        "startTime": operation["start_time"],
        "percentComplete": 0.0 if running else 100.0,
    }
    if not running:
        body["endTime"] = operation["end_time"]
    if operation["error"]:
        body["error"] = operation["error"]
    return Answer(200, body)


def _poll_storage(operation: dict[str, Any], query: dict[str, str], base: str) -> Answer:
    answer = _result(operation, _storage_urls(operation, base))
    if answer.status == 202:
        return dataclasses.replace(answer, headers={**answer.headers, "Content-Type": "text/plain; charset=utf-8"})
    return answer


def _poll_vault(operation: dict[str, Any], query: dict[str, str], base: str) -> Answer:
    return _result(operation, _vault_urls(operation, base))


def _poll_registry_of_images(operation: dict[str, Any], query: dict[str, str], base: str) -> Answer:
    status = operation["word"] if operation["status"] == RUNNING else operation["status"]
    body: dict[str, Any] = {"status": status}
    if operation["error"]:
        body["error"] = operation["error"]
    return Answer(200, body, _registry_of_images_urls(operation, base))


def _poll_logs(operation: dict[str, Any], query: dict[str, str], base: str) -> Answer:
    scope = f"/subscriptions/{operation['subscription']}/providers/Microsoft.OperationalInsights"
    path = f"{scope}/locations/{operation['location']}"
    body: dict[str, Any] = {
        "id": f"{path}/operationstatuses/{operation['id']}",
        "name": operation["id"],
        "status": "InProgress" if operation["status"] == RUNNING else operation["status"],
        "startTime": operation["start_time"],
    }
    if operation["status"] != RUNNING:
        body.update(endTime=operation["end_time"], properties={})
    if operation["error"]:
        body["error"] = operation["error"]
    return Answer(200, body)


def _poll_group(operation: dict[str, Any], query: dict[str, str], base: str) -> Answer:
    return _result(operation, _group_urls(operation, base))


def _poll_removal(operation: dict[str, Any], query: dict[str, str], base: str) -> Answer:
    """The DELETE of a template deployment ends with 204 (recorded 2.9)."""
    answer = _result(operation, _group_urls(operation, base))
    return Answer(204) if answer.status == 200 else answer


FORMS: dict[str, Form] = {
    "workspace": Form(_token, _workspace_urls, _poll_workspace),
    "diagnose": Form(_guid, _diagnose_urls, _poll_workspace),
    "registry": Form(_guid, _registry_urls, _poll_registry),
    "compute": Form(_guid, _compute_urls, _poll_compute),
    "front_end": Form(_front_end_id, _front_end_urls, _poll_front_end),
    "storage": Form(_guid, _storage_urls, _poll_storage),
    "vault": Form(_guid, _vault_urls, _poll_vault),
    "images": Form(lambda _: f"registries-{uuid.uuid4()}", _registry_of_images_urls, _poll_registry_of_images),
    "logs": Form(_guid, _logs_urls, _poll_logs),
    "group": Form(_job("RESOURCEGROUPDELETIONJOB"), _group_urls, _poll_group),
    "removal": Form(_job("DeploymentDeletionJob"), _group_urls, _poll_removal),
    # No status URL: the resource's own provisioningState tells (Key Vault).
    "state": Form(_guid, lambda operation, base: {}, _poll_compute),
}
# The last segment but one of every status URL.
POLL_SEGMENTS = frozenset(
    "workspaceoperationsstatus registryoperationsstatus computeoperationsstatus mfeoperationsstatus "
    "mfeoperationresults "
    "asyncoperations operationresults operationstatuses".split()
)
