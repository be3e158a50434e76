# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The regional data plane: what a workspace's discovery document leads to (contract 5).

Every service is one module with a table of its endpoints; `plane` matches them. The mirror of ARM below
`/rp/workspaces` is ARM itself under another prefix, and is served by the application.
"""

from __future__ import annotations

from starlette.routing import BaseRoute

from ..core import EmulatorState
from . import (
    artifacts,
    batch_jobs,
    datastores,
    environments,
    execution,
    history,
    hyperdrive,
    metrics,
    mlflow,
    modelmanagement,
    registries,
    registry_assets,
)
from .plane import service_routes

SERVICES = (
    history.SERVICE,
    modelmanagement.SERVICE,
    artifacts.SERVICE,
    batch_jobs.SERVICE,
    datastores.SERVICE,
    environments.SERVICE,
    metrics.SERVICE,
    execution.SERVICE,
    hyperdrive.SERVICE,
    *mlflow.SERVICES,
)


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The routes of every regional service."""
    return [*registries.routes(emulator), *registry_assets.routes(emulator), *service_routes(emulator, SERVICES)]
