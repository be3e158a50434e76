# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Azure ML says about a region: what is used, what may be, and what machines there are (recorded 2.7)."""

from __future__ import annotations

from ..schema import Field, Resource
from ..scope import ML_PROVIDER, SUBSCRIPTION

NAMES = {"location": (r"[a-zA-Z][a-zA-Z0-9 ]{1,60}", "westeurope")}
BELOW = f"providers/{ML_PROVIDER}/locations/{{location}}/"

COUNTED = (
    Field("name", "name.value", read_only=True),
    Field("display_name", "name.localizedValue", read_only=True),
    Field("type", "type", read_only=True),
    Field("limit", "limit", type="int", read_only=True),
    Field("unit", "unit", read_only=True),
)

USAGE = Resource(
    noun="usage",
    plural="usages",
    scope=SUBSCRIPTION,
    path=BELOW + "usages",
    names=NAMES,
    collection=True,
    state_path="",
    fields=(*COUNTED, Field("current_value", "currentValue", type="int", read_only=True)),
)

QUOTA = Resource(
    noun="quota",
    plural="quotas",
    scope=SUBSCRIPTION,
    path=BELOW + "quotas",
    names=NAMES,
    collection=True,
    state_path="",
    # A row of the whole subscription names no region of a workspace.
    fields=(*COUNTED, Field("workspace_location", "location", read_only=True)),
)

VM_SIZE = Resource(
    noun="vm_size",
    plural="vm_sizes",
    scope=SUBSCRIPTION,
    path=BELOW + "vmSizes",
    names=NAMES,
    collection=True,
    state_path="",
    fields=(
        Field("name", "name", read_only=True),
        Field("family", "family", read_only=True),
        Field("vcpus", "vCPUs", type="int", read_only=True),
        Field("gpus", "gpus", type="int", read_only=True),
        Field("memory_gb", "memoryGB", type="float", read_only=True),
        Field("os_vhd_size_mb", "osVhdSizeMB", type="int", read_only=True),
        Field("max_resource_volume_mb", "maxResourceVolumeMB", type="int", read_only=True),
        Field("low_priority_capable", "lowPriorityCapable", type="bool", read_only=True),
        Field("premium_io", "premiumIO", type="bool", read_only=True),
        Field("supported_compute_types", "supportedComputeTypes", type="list", read_only=True),
        Field("estimated_vm_prices", "estimatedVMPrices", type="dict", read_only=True),
    ),
)
