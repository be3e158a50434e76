# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The error envelopes of the planes that the emulator plays (recorded 3, contract 2.2, verified 3 and 6)."""

from __future__ import annotations

import uuid
from typing import Any


class ArmError(Exception):
    """An answer that is an error: HTTP status, JSON body and headers. Raised anywhere, sent by the application."""

    def __init__(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = headers or {}

    @property
    def error(self) -> dict[str, Any]:
        """The part below 'error', as operation statuses carry it."""
        return self.body.get("error", self.body)


def plain(status: int, code: str, message: str, headers: dict[str, str] | None = None, **more: Any) -> ArmError:
    """An error of a resource provider that uses the simple envelope."""
    return ArmError(status, {"error": {"code": code, "message": message, **more}}, headers)


def gateway(status: int, code: str, message: str, headers: dict[str, str] | None = None, **more: Any) -> ArmError:
    """An error of ARM itself, marked as such by a header (verified 3)."""
    return plain(status, code, message, {"x-ms-failure-cause": "gateway", **(headers or {})}, **more)


def resource_not_found(full_type: str, names: tuple[str, ...], group: str) -> ArmError:
    """404 for a resource that ARM itself tracks; the type and the names are interleaved (contract 2.2)."""
    namespace, *kinds = full_type.split("/")
    path = "/".join([namespace, *(f"{kind}/{name}" for kind, name in zip(kinds, names, strict=False))])
    return gateway(
        404,
        "ResourceNotFound",
        f"The Resource '{path}' under resource group '{group}' was not found. For more details please go to "
        "https://aka.ms/ARMResourceNotFoundFix",
    )


def group_not_found(group: str) -> ArmError:
    """404 for an unknown resource group."""
    return gateway(404, "ResourceGroupNotFound", f"Resource group '{group}' could not be found.")


def parent_not_found(verb: str, types: tuple[str, ...], parent_id: str) -> ArmError:
    """404 for a nested resource whose parent does not exist (verified 3)."""
    return gateway(
        404,
        "ParentResourceNotFound",
        f"Failed to perform '{verb}' on resource(s) of type '{'/'.join(types)}', because the parent resource "
        f"'{parent_id}' could not be found.",
    )


def bad_content(message: str) -> ArmError:
    """400 for a body that is not JSON, or not an object where one is asked for (contract 2.2)."""
    return gateway(
        400, "InvalidRequestContent", f"The request content was invalid and could not be deserialized: '{message}'."
    )


def front_end(
    status: int,
    code: str,
    message: str,
    *,
    location: str,
    time: str,
    details: list[dict[str, Any]] | None = None,
    inner: str | None = None,
) -> ArmError:
    """An error of Azure ML's front end (MFE): details and typed additionalInfo (recorded 3.2)."""
    info: list[dict[str, Any]] = [
        {"type": "ComponentName", "info": {"value": "managementfrontend"}},
        {"type": "Correlation", "info": {"value": {"operation": uuid.uuid4().hex, "request": uuid.uuid4().hex[:16]}}},
        {"type": "Environment", "info": {"value": location}},
        {"type": "Location", "info": {"value": location}},
        {"type": "Time", "info": {"value": time}},
    ]
    if inner:
        info.append({"type": "InnerError", "info": {"value": {"code": inner, "innerError": None}}})
    body = {"error": {"code": code, "message": message, "details": details or [], "additionalInfo": info}}
    return ArmError(status, body, {"x-ms-response-type": "error"})


def compute_provider(
    status: int, message: str, *, location: str, time: str, code: str = "UserError", inner: str | None = None
) -> ArmError:
    """An error of the compute provider: a wide envelope, most of it null (recorded 3.3)."""
    return service_error(
        status, message, "machinelearningcompute", location=location, time=time, code=code, inner=inner
    )


def service_error(
    status: int,
    message: str,
    component: str,
    *,
    location: str,
    time: str,
    code: str = "UserError",
    inner: str | None = None,
) -> ArmError:
    """The root error of the regional services: run history and machinelearningcompute share it (verified 7)."""
    body = {
        "error": {
            "code": code,
            "severity": None,
            "message": message,
            "messageFormat": None,
            "messageParameters": None,
            "referenceCode": None,
            "detailsUri": None,
            "target": None,
            "details": [],
            "innerError": {"code": inner, "innerError": None} if inner else None,
            "debugInfo": None,
            "additionalInfo": None,
        },
        "correlation": {"operation": uuid.uuid4().hex, "request": uuid.uuid4().hex[:16]},
        "environment": location,
        "location": location,
        "time": time,
        "componentName": component,
    }
    return ArmError(status, body, {"x-ms-response-type": "error"})


def model_management(status: int, code: str, message: str, details: list[dict[str, Any]] | None = None) -> ArmError:
    """An error of modelmanagement/v1.0: no 'error' wrapper (verified 7)."""
    return ArmError(
        status, {"code": code, "statusCode": status, "message": message, "details": details or [], "correlation": {}}
    )
