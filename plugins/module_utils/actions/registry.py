# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done to a registry: taking it out of a region (contract 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..compare import same
from ..errors import InputError, Refused
from ..resources.registry import REGISTRY
from ..schema import Field
from ..scope import RESOURCE_GROUP
from ..task import Action, Goal

LOCATION = Field("location", "location", same="location", required=True)


def refuse(params: Mapping[str, Any], registry: Mapping[str, Any]) -> None:
    """:raises InputError: the registry lives in the region itself.  :raises Refused: without ``force``."""
    places = [item.get("location") for item in (registry.get("properties") or {}).get("regionDetails") or []]
    goes = []
    for region in [item["location"] for item in params["regions"]]:
        if same(LOCATION, region, registry.get("location")):
            raise InputError("regions", f"the registry lives in {region}, and leaves it only when it is deleted")
        goes += [region] if any(same(LOCATION, region, place) for place in places) else []
    if goes and not params.get("force"):
        text = f"force: what the registry keeps in {', '.join(goes)} would be deleted; set force to true as well"
        raise Refused(text, option="force")


REGIONS_REMOVED = Action(
    noun="registry",
    scope=RESOURCE_GROUP,
    paths=(("", "providers/Microsoft.MachineLearningServices/registries/{name}/removeRegions"),),
    names=REGISTRY.names,
    reads=False,
    long=True,
    # The body is a registry whose regions are those that go.
    carried=("location",),
    fields=(
        Field("regions", "properties.regionDetails", type="list", key="location", fields=(LOCATION,), required=True),
    ),
    goals=(Goal("properties.regionDetails", option="regions", gone=True),),
    options={"force": {"type": "bool", "default": False}},
    refuses=refuse,
)
