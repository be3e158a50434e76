# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a resource lives, and how what lives there may be named. A leaf."""

from __future__ import annotations

from dataclasses import dataclass

ML_PROVIDER = "Microsoft.MachineLearningServices"


@dataclass(frozen=True)
class Scope:
    """What a resource lives in, as an id template and the options that fill it."""

    path: str
    options: tuple[str, ...] = ()


SUBSCRIPTION = Scope("/subscriptions/{subscription_id}")
RESOURCE_GROUP = Scope(SUBSCRIPTION.path + "/resourceGroups/{resource_group}", ("resource_group",))
WORKSPACE = Scope(
    RESOURCE_GROUP.path + "/providers/" + ML_PROVIDER + "/workspaces/{workspace}",
    (*RESOURCE_GROUP.options, "workspace"),
)
REGISTRY = Scope(
    RESOURCE_GROUP.path + "/providers/" + ML_PROVIDER + "/registries/{registry}",
    (*RESOURCE_GROUP.options, "registry"),
)

# The services' own rules (contract 4, features 2, reliability 0.4), as (pattern, example).
NAMES: dict[str, tuple[str, str]] = {
    "subscription_id": (r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "00000000-0000-0000-0000-000000000001"),
    "resource_group": (r"[-\w.()]{0,89}[-\w()]", "rg-ml"),
    "workspace": (r"[a-zA-Z0-9][a-zA-Z0-9_-]{1,32}", "ml-prod"),
    "registry": (r"[a-zA-Z0-9][a-zA-Z0-9_-]{1,32}", "shared"),
    "name": (r"[a-zA-Z0-9][a-zA-Z0-9._-]{0,254}", "my-model"),
    "version": (r"[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}", "1"),
}
