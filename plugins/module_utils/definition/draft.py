# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a definition to the options of its module: what it says, what only a new resource gets, what comes before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import InputError
from . import (
    assets,
    automl,
    components,
    convert,
    durations,
    features,
    homes,
    imports,
    kinds,
    monitors,
    pipeline,
    references,
    runs,
    schedules,
    serving,
    spark,
)
from .making import Before, Files, Making, Sent
from .place import Asked, Place
from .tables.compute import COMPUTE
from .tables.connection import CONNECTION
from .tables.data import DATA
from .tables.datastore import DATASTORE
from .tables.deployment import BATCH_DEPLOYMENT, ONLINE_DEPLOYMENT
from .tables.endpoint import BATCH_ENDPOINT, ONLINE_ENDPOINT
from .tables.environment import ENVIRONMENT
from .tables.feature import FEATURE_STORE_ENTITY, FEATURESET
from .tables.job import JOB_FORM
from .tables.model import MODEL
from .tables.registry import REGISTRY
from .tables.schedule import SCHEDULE
from .tables.serverless import MARKETPLACE_SUBSCRIPTION, SERVERLESS_ENDPOINT
from .tables.workspace import WORKSPACE
from .words import Form

#: The schema of each kind that the CLI v2 has one for, by our noun.
SCHEMAS: Mapping[str, Form] = {
    "batch_deployment": BATCH_DEPLOYMENT,
    "batch_endpoint": BATCH_ENDPOINT,
    "component": Form("component"),
    "compute": COMPUTE,
    "connection": CONNECTION,
    "data": DATA,
    "datastore": DATASTORE,
    "environment": ENVIRONMENT,
    "feature_store_entity": FEATURE_STORE_ENTITY,
    "featureset": FEATURESET,
    "job": Form("job", of=JOB_FORM),
    "marketplace_subscription": MARKETPLACE_SUBSCRIPTION,
    "model": MODEL,
    "online_deployment": ONLINE_DEPLOYMENT,
    "online_endpoint": ONLINE_ENDPOINT,
    "registry": REGISTRY,
    "schedule": SCHEDULE,
    "serverless_endpoint": SERVERLESS_ENDPOINT,
    "workspace": WORKSPACE,
}
KINDS = {
    **convert.KINDS,
    **durations.KINDS,
    **references.KINDS,
    **kinds.KINDS,
    **assets.KINDS,
    **runs.KINDS,
    **components.KINDS,
    **pipeline.KINDS,
    **automl.KINDS,
    **monitors.KINDS,
    **schedules.KINDS,
    **homes.KINDS,
    **features.KINDS,
    **imports.KINDS,
    **serving.KINDS,
    **spark.KINDS,
}
OPTION = "definition"


@dataclass(frozen=True)
class Draft:
    """What a definition comes to.

    :param options: what it says, as the options of the module.   :param new: what only a new resource gets, likewise.
    :param before: what must be there before it.   :param sent: what goes to a datastore before it.
    :param missing: what is still to be looked up (:func:`again`).
    :param warnings: what the user is to be told.   :param version: the api-version that has all it says; empty for
        the usual one.
    """

    noun: str
    document: Any = field(repr=False)
    folder: str
    place: Place
    names: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    new: Mapping[str, Any] = field(default_factory=dict, repr=False)
    before: tuple[Before, ...] = ()
    sent: tuple[Sent, ...] = ()
    missing: frozenset[Asked] = frozenset()
    warnings: tuple[str, ...] = ()
    version: str = ""


def drafted(
    noun: str, document: Any, folder: str, place: Place, files: Files, names: Mapping[str, Any] | None = None
) -> Draft:
    """What a definition of a kind comes to, as far as it can be said without asking the service.

    :param names: the options of the task, which stand above the definition's own.

    :raises InputError: naming the key, where the CLI refuses it.
    """
    if noun not in SCHEMAS:
        raise InputError(OPTION, f"the CLI has no schema of a {noun}")
    return again(Draft(noun, document, folder, place, names or {}), {}, files)


def again(draft: Draft, labels: Mapping[Asked, Any], files: Files) -> Draft:
    """The same with the versions that were looked up. What still lacks others says so."""
    making = Making(draft.place, files, KINDS, labels, draft.names, draft.folder)
    said, new = convert.parted(making.convert(SCHEMAS[draft.noun], draft.document, OPTION))
    return replace(
        draft,
        options=said or {},
        new=new or {},
        before=tuple(making.before),
        sent=tuple(making.sent),
        missing=frozenset(making.missing),
        warnings=tuple(making.warnings),
        version=max(making.versions, default=""),
    )
