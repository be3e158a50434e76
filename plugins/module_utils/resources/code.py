# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Code: a folder of source files that jobs and deployments run, by versions (contract 4)."""

from __future__ import annotations

from ..schema import Field, Resource
from ..scope import REGISTRY, WORKSPACE
from ..source import Source
from .asset import DESCRIBED, IS_ANONYMOUS, IS_ARCHIVED, PROVISIONING_STATE, STATES, VERSIONS, asset

CODE_VERSION = Resource(
    noun="code",
    plural="codes",
    path="codes/{name}/versions/{version}",
    states=STATES,
    fields=(
        Field("code_uri", "properties.codeUri", same="asset", create_only=True),
        *DESCRIBED,
        IS_ANONYMOUS,
        IS_ARCHIVED,
        PROVISIONING_STATE,
    ),
    list_query=(("hash", "hash"), ("hashVersion", "hash_version")),
    reader_options={"hash": {"type": "str"}, "hash_version": {"type": "str"}},
    source=Source("path", "code_uri", "properties.codeUri", hashed="code", pending=(WORKSPACE, REGISTRY)),
)
CODE_CONTAINER = Resource(
    noun="code",
    plural="codes",
    path="codes/{name}",
    states=STATES,
    fields=(*DESCRIBED, IS_ARCHIVED, *VERSIONS, PROVISIONING_STATE),
)
CODE = asset(CODE_VERSION, CODE_CONTAINER)
