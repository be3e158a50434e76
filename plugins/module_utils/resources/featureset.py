# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A feature set of a feature store, by versions, and the features in it (contract 4, recorded 2.6)."""

from __future__ import annotations

from dataclasses import replace

from ..schema import Field, Resource
from ..scope import WORKSPACE
from .asset import DESCRIBED, IS_ANONYMOUS, IS_ARCHIVED, LIST_VIEW, PROVISIONING_STATE, STATES, VERSIONS, asset
from .schedule import TIMES, UNITS

#: The pattern of Microsoft's client.
NAME = (r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}", "transactions")
FOUND = (("listViewType", "list_view"), ("tags", "tag"), ("createdBy", "created_by"))
FOUND_BY = {"list_view": LIST_VIEW, "tag": {"type": "str"}, "created_by": {"type": "str"}}

MATERIALIZATION = (
    Field(
        "store_type",
        "storeType",
        choices=("None", "Offline", "Online", "OnlineAndOffline"),
        same="casefold",
        unset_means="None",
    ),
    Field("instance_type", "resource.instanceType", same="casefold"),
    Field("spark_configuration", "sparkConfiguration", type="dict"),
    Field(
        "schedule",
        "schedule",
        type="dict",
        fields=(
            Field(
                "frequency",
                "frequency",
                choices=UNITS,
                same="casefold",
                required=True,
                along=(("triggerType", "Recurrence"),),
            ),
            Field("interval", "interval", type="int", required=True),
            Field("schedule", "schedule", type="dict", fields=TIMES),
            Field("start_time", "startTime"),
            Field("end_time", "endTime"),
            Field("time_zone", "timeZone", same="casefold", unset_means="UTC"),
        ),
    ),
    Field(
        "notification",
        "notification",
        type="dict",
        fields=(
            Field("email_on", "emailOn", type="list", same="casefold", unordered=True),
            Field("emails", "emails", type="list", same="casefold", unordered=True),
            Field("webhooks", "webhooks", type="dict", same="tree"),
        ),
    ),
)

FEATURESET_VERSION = Resource(
    noun="featureset",
    plural="featuresets",
    path="featuresets/{name}/versions/{version}",
    names={"name": NAME},
    states=STATES,
    fields=(
        Field("entities", "properties.entities", type="list", same="asset", unordered=True, create_only=True),
        Field("specification", "properties.specification.path", same="asset", create_only=True),
        Field("materialization_settings", "properties.materializationSettings", type="dict", fields=MATERIALIZATION),
        Field("stage", "properties.stage"),
        # The service keeps the specification among them, and writes it anew.
        *(replace(item, same="features") if item.option == "properties" else item for item in DESCRIBED),
        IS_ANONYMOUS,
        IS_ARCHIVED,
        PROVISIONING_STATE,
    ),
    list_query=(*FOUND, ("stage", "stage")),
    reader_options={**FOUND_BY, "stage": {"type": "str"}},
)
FEATURESET_CONTAINER = Resource(
    noun="featureset",
    plural="featuresets",
    path="featuresets/{name}",
    names={"name": NAME},
    states=STATES,
    fields=(*DESCRIBED, IS_ARCHIVED, *VERSIONS, PROVISIONING_STATE),
    list_query=FOUND,
    reader_options=FOUND_BY,
)
FEATURESET = asset(FEATURESET_VERSION, FEATURESET_CONTAINER, (WORKSPACE,))

#: The service makes them from the specification.
FEATURE = Resource(
    noun="feature",
    plural="features",
    path="featuresets/{featureset}/versions/{version}/features/{name}",
    names={"featureset": NAME},
    fields=(
        Field("data_type", "properties.dataType", read_only=True),
        Field("description", "properties.description", read_only=True),
        Field("tags", "properties.tags", type="dict", read_only=True),
        Field("properties", "properties.properties", type="dict", read_only=True),
    ),
    state_path="",
    list_query=(("listViewType", "list_view"), ("tags", "tag")),
    reader_options={"list_view": LIST_VIEW, "tag": {"type": "str"}},
)
