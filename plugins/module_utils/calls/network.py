# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a workspace needs of the network around it, and what it offers to private endpoints (contract 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from ..address import fill_checked
from ..schema import ML_API_VERSION
from ..scope import WORKSPACE
from ..session import Session
from ..task import Call
from ..tree import dig
from .look import expect


def look(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """The hosts that the workspace must reach, one row each, and its private link resources; in check mode none, with a
    warning, where the workspace is still to be created.

    :raises ServiceError: when there is no such workspace.
    """
    workspace = fill_checked(WORKSPACE.path, params, {})
    version = str(params.get("api_version") or ML_API_VERSION)
    try:
        reached = session.arm.list(f"{workspace}/outboundNetworkDependenciesEndpoints", version)
        offered = session.arm.list(f"{workspace}/privateLinkResources", version)
    except errors.ServiceError as error:
        expect(session, "network", error, check_mode)
        reached = offered = []
    return {
        "changed": False,
        "outbound_endpoints": [row for entry in reached for row in hosts(entry)],
        "private_link_resources": [
            {
                "id": item.get("id"),
                "name": item.get("name"),
                "group_id": dig(item, "properties.groupId"),
                "required_members": dig(item, "properties.requiredMembers") or [],
                "required_zone_names": dig(item, "properties.requiredZoneNames") or [],
            }
            for item in offered
        ],
    }


def hosts(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row for each host of a category, as firewalls take them."""
    return [
        {
            "category": dig(entry, "properties.category"),
            "domain_name": endpoint.get("domainName"),
            "ports": [detail.get("port") for detail in endpoint.get("endpointDetails") or []],
        }
        for endpoint in dig(entry, "properties.endpoints") or []
    ]


NETWORK = Call(noun="network", run=look, needs=WORKSPACE, options={})
