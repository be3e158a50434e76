# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a compute and done to it beside starting and stopping (contract 3, 4; features 0.4)."""

from __future__ import annotations

from ..resources.compute import COMPUTE, INNER
from ..schema import Field
from ..task import Action, Goal

# The last version that Microsoft's clients had these in.
PREVIEW = "2025-01-01-preview"

KEYS = Action(
    noun="compute_keys",
    paths=(("", "computes/{name}/listKeys"),),
    names=COMPUTE.names,
    reads=True,
    answer=(
        Field("type", "computeType"),
        Field("user_kube_config", "userKubeConfig", write_only=True),
        Field("admin_kube_config", "adminKubeConfig", write_only=True),
        Field("image_pull_secret_name", "imagePullSecretName"),
        Field("databricks_access_token", "databricksAccessToken", write_only=True),
        Field("user_name", "administratorAccount.username"),
        Field("password", "administratorAccount.password", write_only=True),
        Field("public_key_data", "administratorAccount.publicKeyData", write_only=True),
        Field("private_key_data", "administratorAccount.privateKeyData", write_only=True),
    ),
)

RESIZED = Action(
    noun="compute",
    paths=(("", "computes/{name}/resize"),),
    names=COMPUTE.names,
    api_version=PREVIEW,
    reads=False,
    long=True,
    fields=(Field("vm_size", "targetVMSize", same="casefold", required=True),),
    goals=(Goal(INNER + "vmSize", option="vm_size"),),
)

IDLE_SHUTDOWN = Action(
    noun="compute",
    paths=(("", "computes/{name}/updateIdleShutdownSetting"),),
    names=COMPUTE.names,
    api_version=PREVIEW,
    reads=False,
    fields=(Field("idle_time_before_shutdown", "idleTimeBeforeShutdown", same="duration", required=True),),
    goals=(Goal(INNER + "idleTimeBeforeShutdown", option="idle_time_before_shutdown"),),
)
