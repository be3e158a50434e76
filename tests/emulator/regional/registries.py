# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""registrymanagement/v1.0: where the assets of a registry are served (recorded 2.6). It needs no token."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from ..core import EmulatorState, base_url_of
from ..errors import service_error
from ..ids import parse

TYPE = "Microsoft.MachineLearningServices/registries"


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The one route of this service."""

    async def discovery(request: Request) -> Response:
        return discover(emulator, request)

    return [Route("/registrymanagement/v1.0/registries/{name}/discovery", discovery, methods=["GET"])]


def discover(emulator: EmulatorState, request: Request) -> Response:
    """The discovery document of a registry: here every address is our own."""
    name = request.path_params["name"]
    registry = next((row for row in emulator.store.of_type(TYPE) if row["name"].lower() == name.lower()), None)
    if registry is None:
        raise service_error(
            404,
            f"Registry '{name}' was not found.",
            "registrymanagement",
            location="eastus",
            time=emulator.iso("+00:00"),
            inner="NotFound",
        )
    address, location, base = parse(registry["id"]), registry["location"], base_url_of(emulator, request)
    properties = registry.get("properties") or {}
    regions = [row["location"] for row in properties.get("regionDetails") or []] or [location]
    return JSONResponse(
        {
            "registryId": properties.get("registryId"),
            "registryName": registry["name"],
            "tenantId": emulator.directory.tenant,
            "primaryRegion": location,
            "regions": regions,
            "subscriptionId": address.subscription,
            "resourceGroup": address.group,
            "workspaceName": None,
            "primaryRegionResourceProviderUri": base + "/",
            "registryFqdns": {region: {"uri": base} for region in regions},
            "intellectualPropertyPublisher": properties.get("intellectualPropertyPublisher"),
        }
    )
