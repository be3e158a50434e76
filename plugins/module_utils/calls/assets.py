# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of assets, for calls that are about any of them. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..resources.code import CODE_VERSION
from ..resources.component import COMPONENT_VERSION
from ..resources.data import DATA_VERSION
from ..resources.environment import ENVIRONMENT_VERSION
from ..resources.model import ARM_MODEL
from ..schema import Resource
from ..scope import REGISTRY

#: What the option ``type`` of such calls names: one version of it, in a workspace.
KINDS: Mapping[str, Resource] = {
    "code": CODE_VERSION,
    "component": COMPONENT_VERSION,
    "data": DATA_VERSION,
    "environment": ENVIRONMENT_VERSION,
    "model": ARM_MODEL,
}


def in_registry(kind: str) -> Resource:
    """One version in a registry."""
    return replace(KINDS[kind], scope=REGISTRY)


def collection(resource: Resource) -> str:
    """The word of the asset in paths: ``models``."""
    return resource.path.partition("/")[0]


def reference(kind: str, registry: str, name: str, version: str) -> str:
    """How jobs and deployments name a version in a registry (recorded 2.6)."""
    return f"azureml://registries/{registry}/{collection(KINDS[kind])}/{name}/versions/{version}"
