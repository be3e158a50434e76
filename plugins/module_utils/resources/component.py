# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A component: one step of a pipeline, by versions (contract 4, recorded 2.6)."""

from __future__ import annotations

from ..schema import Field, Resource
from .asset import (
    DESCRIBED,
    IS_ANONYMOUS,
    IS_ARCHIVED,
    LIST_VIEW,
    PROVISIONING_STATE,
    STATES,
    VERSIONS,
    asset,
)

COMPONENT_VERSION = Resource(
    noun="component",
    plural="components",
    path="components/{name}/versions/{version}",
    states=STATES,
    fields=(
        # The CLI's own vocabulary, as deep as a pipeline: the service adds members, so only the keys given count.
        Field("component_spec", "properties.componentSpec", type="dict", same="tree", create_only=True),
        *DESCRIBED,
        IS_ANONYMOUS,
        IS_ARCHIVED,
        PROVISIONING_STATE,
    ),
    list_query=(("listViewType", "list_view"), ("stage", "stage")),
    reader_options={"list_view": LIST_VIEW, "stage": {"type": "str"}},
)
COMPONENT_CONTAINER = Resource(
    noun="component",
    plural="components",
    path="components/{name}",
    states=STATES,
    fields=(*DESCRIBED, IS_ARCHIVED, *VERSIONS, PROVISIONING_STATE),
    list_query=(("listViewType", "list_view"),),
    reader_options={"list_view": LIST_VIEW},
)
COMPONENT = asset(COMPONENT_VERSION, COMPONENT_CONTAINER)
