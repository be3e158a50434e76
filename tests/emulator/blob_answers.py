# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How storage answers: the headers of each answer, its documents and its errors
(learn.microsoft.com, rest/api/storageservices).
"""

from __future__ import annotations

import uuid
from email.utils import formatdate
from xml.sax.saxutils import escape

from starlette.responses import Response

from .blob_store import Row


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, code: str, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.detail = status, code, message, detail


def marks() -> dict[str, str]:
    """The headers of every answer."""
    return {"x-ms-request-id": str(uuid.uuid4()), "x-ms-version": "2021-12-02", "x-ms-request-server-encrypted": "true"}


def dates(row: Row) -> dict[str, str]:
    """The headers that name a state of a blob."""
    return {"ETag": row["etag"], "Last-Modified": formatdate(row["modified"], usegmt=True)}


def xml(text: str) -> Response:
    """A document as storage writes it."""
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return Response(head + text, headers=marks(), media_type="application/xml")


def failure(refused: Refused, head: bool = False) -> Response:
    """An error as storage writes it; the code is in a header too, because HEAD has no body."""
    detail = (
        f"<AuthenticationErrorDetail>{escape(refused.detail)}</AuthenticationErrorDetail>" if refused.detail else ""
    )
    answered = xml(f"<Error><Code>{refused.code}</Code><Message>{escape(refused.message)}</Message>{detail}</Error>")
    headers = {**marks(), "x-ms-error-code": refused.code}
    body = b"" if head else answered.body
    return Response(body, status_code=refused.status, headers=headers, media_type="application/xml")
