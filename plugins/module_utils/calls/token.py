# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token for whoever has to call Azure in another way (seed: the service principal token)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import InputError
from ..session import Session
from ..task import Call


def fetch_token(session: Session, params: Mapping[str, Any], _check_mode: bool) -> dict[str, Any]:
    """One token. Getting it changes nothing, so check mode gets it too.

    :raises InputError: the v1 endpoint with something else than a service principal.  :raises AuthError: when refused.
    """
    transport = session.arm.transport
    if params.get("endpoint") == "v1":
        app = getattr(transport.credential, "app", None)
        if app is None:
            raise InputError(
                "endpoint", f"v1 is for service principals; this task authenticates with {transport.credential.source}"
            )
        transport.credential = replace(transport.credential, app=replace(app, version="v1"))
    token = transport.token(str(params["audience"]))
    return {
        "changed": False,
        "token": token.value,
        "token_type": "Bearer",
        "expires_on": token.expires_on,
        "audience": token.audience,
    }


TOKEN = Call(
    noun="token",
    run=fetch_token,
    hides="always",
    options={
        "audience": {"type": "str", "default": "arm"},
        "endpoint": {"type": "str", "choices": ["v1", "v2"], "default": "v2"},
    },
)
