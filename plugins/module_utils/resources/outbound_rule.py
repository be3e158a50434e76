# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An outbound rule: what the managed network of a workspace lets its computes connect to (contract 4, recorded 2.6)."""

from __future__ import annotations

from ..schema import Field, Resource

FQDN, ENDPOINT, TAG = "FQDN", "PrivateEndpoint", "ServiceTag"
CATEGORY = "properties.category"
OWN = ("Required", "Recommended", "Dependency")

OUTBOUND_RULE = Resource(
    noun="outbound_rule",
    plural="outbound_rules",
    path="outboundRules/{name}",
    # The pattern of the schema of 2025-12-01.
    names={"name": (r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}", "allow-pypi")},
    # It tells whether the network is there yet, and nothing of its own provisioning.
    state_path="",
    union="type",
    fields=(
        Field(
            "type",
            "properties.type",
            choices=(FQDN, ENDPOINT, TAG),
            same="casefold",
            create_only=True,
            aliases=("rule_type",),
        ),
        Field("destination", "properties.destination", same="casefold", variants=(FQDN,), required=True),
        Field(
            "service_resource_id",
            "properties.destination.serviceResourceId",
            same="id",
            variants=(ENDPOINT,),
            required=True,
        ),
        Field(
            "subresource_target",
            "properties.destination.subresourceTarget",
            same="casefold",
            variants=(ENDPOINT,),
            required=True,
        ),
        Field(
            "spark_enabled",
            "properties.destination.sparkEnabled",
            type="bool",
            variants=(ENDPOINT,),
            unset_means=False,
        ),
        Field("fqdns", "properties.fqdns", type="list", same="casefold", unordered=True, variants=(ENDPOINT,)),
        Field("service_tag", "properties.destination.serviceTag", same="casefold", variants=(TAG,)),
        Field("protocol", "properties.destination.protocol", same="casefold", variants=(TAG,)),
        Field("port_ranges", "properties.destination.portRanges", same="ports", variants=(TAG,)),
        Field(
            "address_prefixes",
            "properties.destination.addressPrefixes",
            type="list",
            same="casefold",
            unordered=True,
            variants=(TAG,),
        ),
        Field(
            "action",
            "properties.destination.action",
            choices=("Allow", "Deny"),
            same="casefold",
            variants=(TAG,),
            unset_means="Allow",
        ),
        Field(
            "category",
            CATEGORY,
            choices=("Required", "Recommended", "UserDefined", "Dependency"),
            same="casefold",
            unset_means="UserDefined",
        ),
        Field("status", "properties.status", read_only=True),
        Field("spark_status", "properties.destination.sparkStatus", read_only=True, variants=(ENDPOINT,)),
        Field("error_information", "properties.errorInformation", read_only=True),
        Field("parent_rule_names", "properties.parentRuleNames", type="list", read_only=True),
    ),
    kept_where=tuple((CATEGORY, word) for word in OWN),
    # azapi issue 453: both report success, and the one that was there first is gone.
    alone=True,
)
