# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every resource type that the emulator has."""

from __future__ import annotations

from ..arm import Handler
from ..spec import TypeSpec
from . import (
    assets,
    batch_endpoint,
    capability_host,
    compute,
    connection,
    container_registry,
    data_reference,
    datastore,
    feature_store,
    identity,
    insights,
    job,
    key_vault,
    labeling_job,
    online_deployment,
    online_endpoint,
    outbound_rule,
    private_endpoint_connection,
    regions,
    registry,
    resource_group,
    schedule,
    serverless_endpoint,
    storage,
    workspace,
)

_ALL: tuple[TypeSpec, ...] = (
    resource_group.SPEC,
    storage.SPEC,
    *storage.NESTED,
    key_vault.SPEC,
    insights.SPEC,
    insights.LOGS_SPEC,
    container_registry.SPEC,
    identity.SPEC,
    workspace.SPEC,
    compute.SPEC,
    datastore.SPEC,
    *assets.SPECS,
    connection.SPEC,
    job.SPEC,
    labeling_job.SPEC,
    online_endpoint.SPEC,
    online_deployment.SPEC,
    batch_endpoint.SPEC,
    batch_endpoint.DEPLOYMENT_SPEC,
    schedule.SPEC,
    outbound_rule.SPEC,
    private_endpoint_connection.SPEC,
    serverless_endpoint.SPEC,
    serverless_endpoint.SUBSCRIPTION_SPEC,
    capability_host.SPEC,
    *feature_store.SPECS,
    registry.SPEC,
)
SPECS: dict[str, TypeSpec] = {spec.key: spec for spec in _ALL}
HANDLERS: dict[tuple[str, str], Handler] = {
    **storage.HANDLERS,
    **key_vault.HANDLERS,
    **container_registry.HANDLERS,
    **regions.HANDLERS,
    **data_reference.HANDLERS,
}
