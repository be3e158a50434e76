# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an online deployment is asked (contract 3; recorded 2.3)."""

from __future__ import annotations

from ..resources.endpoint import NAME
from ..schema import Field
from ..task import Action

LOGS = Action(
    noun="logs",
    paths=(("", "onlineEndpoints/{endpoint}/deployments/{name}/getLogs"),),
    names={"endpoint": NAME, "name": NAME},
    reads=True,
    fields=(
        # DeploymentLogsRequest of 2025-12-01.
        Field("container", "containerType", choices=("StorageInitializer", "InferenceServer")),
        Field("tail", "tail", type="int"),
    ),
    answer=(Field("content", "content"),),
)
