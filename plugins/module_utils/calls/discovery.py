# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the services of a workspace's region are (seed: discoveryUrl, then the api server)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..address import fill_checked
from ..data_plane import discover
from ..errors import ServiceError
from ..schema import ML_API_VERSION
from ..scope import WORKSPACE
from ..session import Session
from ..task import Call
from . import look


def find_servers(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """The URLs by service name; in check mode none, with a warning, where the workspace is still to be created.

    :raises ServiceError: when there is no such workspace.
    """
    workspace = fill_checked(WORKSPACE.path, params, {})
    try:
        found = discover(session.arm, workspace, str(params.get("api_version") or ML_API_VERSION))
    except ServiceError as error:
        look.expect(session, "endpoints", error, check_mode)
        found = {}
    return {"changed": False, "endpoints": found}


DISCOVERY = Call(noun="endpoints", run=find_servers, needs=WORKSPACE, options={})
