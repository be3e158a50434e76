# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usable values for what examples print in place of them, where the service takes no such text. Pure."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

_IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities"


def one_name(path: str) -> str:
    """Return a path whose last name is one: an example names a job by a whole URL."""
    return re.sub("/https?:/.*/", "/", path)


def asked(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return a query without a filter that nothing could pass: no job has the type 'string'."""
    return {name: value for name, value in query.items() if (name, value) != ("jobType", "string")}


def usable(path: str, body: Any) -> Any:
    """Return a request with an id for each identity that is named 'string', and with traffic that adds up.

    Anything else is sent as it is printed.
    """
    if not isinstance(body, dict):
        return body
    made = copy.deepcopy(body)
    identity = made.get("identity")
    if isinstance(identity, dict) and isinstance(identity.get("userAssignedIdentities"), dict):
        group = path.partition("/providers/")[0]
        identity["userAssignedIdentities"] = {
            name if name.startswith("/") else f"{group}/providers/{_IDENTITIES}/{name}": value
            for name, value in identity["userAssignedIdentities"].items()
        }
    traffic = (made.get("properties") or {}).get("traffic")
    if traffic and sum(traffic.values()) not in (0, 100):
        # The weights are percent and add up to 0 or 100 (contract 4.1).
        *others, last = traffic
        traffic[last] = 100 - sum(traffic[name] for name in others)
    return made
