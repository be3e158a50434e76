# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents that clients read before they have a token: the cloud's endpoints, and a region's servers."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import sas
from .core import EmulatorState, base_url_of

CLOUD = "AzureEmulator"
# The seed's keys and those that SDK v1 cannot do without (contract 0.7).
_SERVICES = (
    "api",
    "catalog",
    "experimentation",
    "gallery",
    "history",
    "hyperdrive",
    "labeling",
    "modelmanagement",
    "pipelines",
    "studio",
    "studiocoreservices",
    "inferencing",
    "runhistory",
)


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """Return the open documents."""

    async def endpoints(request: Request) -> Response:
        cloud = cloud_document(emulator, base_url_of(emulator, request), sas.suffix_of(emulator, request))
        # The list is the form of 2019-05-01; since 2022-09-01 the cloud itself is the answer (contract 1.6).
        newer = request.query_params.get("api-version", "") >= "2022-09-01"
        return JSONResponse(cloud if newer else [cloud])

    async def discovery(request: Request) -> Response:
        base = base_url_of(emulator, request)
        return JSONResponse(dict.fromkeys(_SERVICES, base))

    return [
        Route("/metadata/endpoints", endpoints, methods=["GET"]),
        Route("/discovery", discovery, methods=["GET"]),
        Route("/discovery/{rest:path}", discovery, methods=["GET"]),
    ]


def cloud_document(emulator: EmulatorState, base: str, storage: str) -> dict[str, Any]:
    """Return our cloud as /metadata/endpoints describes one; `storage` is the suffix of its storage accounts."""
    config = emulator.config
    return {
        "name": CLOUD,
        # Microsoft's client makes the audience of the regional servers of it: https://ml.azure.com (contract 1.6).
        "portal": "https://portal.azure.com",
        "authentication": {
            "loginEndpoint": base,
            "audiences": [base + "/", base, "https://management.core.windows.net/", "https://management.azure.com/"],
            "tenant": "common",
            "identityProvider": "AAD",
        },
        "media": base,
        "graphAudience": base + "/",
        "graph": base + "/",
        "microsoftGraphResourceId": base + "/",
        "resourceManager": base + "/",
        "batch": base + "/",
        "sqlManagement": base + "/",
        "gallery": base + "/",
        "activeDirectoryDataLake": base + "/",
        "vmImageAliasDoc": base + "/aliases.json",
        "suffixes": {
            "storage": storage,
            "keyVaultDns": config.vault_suffix,
            "acrLoginServer": config.registry_suffix,
            "sqlServerHostname": "database.windows.net",
            "azureDataLakeStoreFileSystem": "azuredatalakestore.net",
            "azureDataLakeAnalyticsCatalogAndJob": "azuredatalakeanalytics.net",
        },
    }
