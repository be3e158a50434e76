# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sending an answer, with the headers that every answer of Azure has (contract 2.3)."""

from __future__ import annotations

import json
import time

from .call import NULL, Answer
from .inbound import Request, Send


async def send_answer(request: Request, answer: Answer, limits: dict[str, str], send: Send) -> None:
    if answer.body is None:
        content = b""
    elif answer.body is NULL:
        content = b"null"
    elif isinstance(answer.body, (str, bytes)):
        content = answer.body.encode() if isinstance(answer.body, str) else answer.body
    else:
        content = json.dumps(answer.body, separators=(",", ":")).encode()
    own = [
        (name.encode("latin-1"), str(value).encode("latin-1"))
        for name, values in answer.headers.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    present = {name.lower() for name, value in own}
    if content and b"content-type" not in present:
        own.append((b"Content-Type", b"application/json; charset=utf-8"))
    if answer.status != 204:
        own.append((b"Content-Length", str(len(content)).encode()))
    own.extend((name, value) for name, value in common_headers(request, limits) if name.lower() not in present)
    if answer.status >= 400 and b"x-ms-failure-cause" not in present and b"x-ms-response-type" not in present:
        own.append((b"x-ms-response-type", b"error"))
    elif (
        b"x-ms-failure-cause" not in present
        and b"x-ms-response-type" not in present
        and "machinelearning" in request.path.lower()
    ):
        own.append((b"x-ms-response-type", b"standard"))
    await send({"type": "http.response.start", "status": answer.status, "headers": own})
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else content})


def common_headers(request: Request, limits: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """The headers that every answer has (contract 2.3)."""
    correlation = request.headers.get("x-ms-correlation-request-id") or request.id
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    headers = {
        "Cache-Control": "no-cache",
        "Pragma": "no-cache",
        "Expires": "-1",
        "x-ms-request-id": request.id,
        "x-ms-correlation-request-id": correlation,
        "x-ms-routing-request-id": f"EASTUS:{stamp}:{request.id}",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        **limits,
    }
    if (
        request.headers.get("x-ms-return-client-request-id", "").lower() == "true"
        and "x-ms-client-request-id" in request.headers
    ):
        headers["x-ms-client-request-id"] = request.headers["x-ms-client-request-id"]
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
