# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The member in which endpoints and their deployments name the operation that changed them last (recorded 2.3)."""

from __future__ import annotations

from .call import Call
from .spec import Body

OPERATION = "AzureAsyncOperationUri"


def note(call: Call, operation: Body, url: str, begun: Body) -> None:
    """Keep the URL of an operation, without the host by which this caller reaches us, in the resource now and later."""
    for body in (begun, operation["final"]):
        own = body["properties"].get("properties") or {}
        body["properties"]["properties"] = {**own, OPERATION: url.removeprefix(call.base_url)}
    call.state.operations.save(operation)


def addressed(call: Call, body: Body) -> Body:
    """The resource with the URL as this caller reaches it."""
    own = body["properties"].get("properties") or {}
    if not str(own.get(OPERATION, "")).startswith("/"):
        return body
    named = {**own, OPERATION: call.base_url + own[OPERATION]}
    return {**body, "properties": {**body["properties"], "properties": named}}
