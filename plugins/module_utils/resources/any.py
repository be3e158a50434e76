# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any ARM resource, without a declaration: what the task does not name is neither compared nor changed (design section
4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from .. import ids
from ..address import fill_checked
from ..errors import InputError
from ..schema import ML_API_VERSION, Field, Resource
from ..scope import ML_PROVIDER, NAMES, RESOURCE_GROUP, SUBSCRIPTION, Scope
from ..task import Derived
from .application_insights import APPLICATION_INSIGHTS
from .batch_deployment import BATCH_DEPLOYMENT
from .batch_endpoint import BATCH_ENDPOINT
from .compute import COMPUTE
from .container_registry import CONTAINER_REGISTRY
from .datastore import DATASTORE
from .identity import IDENTITY
from .key_vault import KEY_VAULT
from .online_deployment import ONLINE_DEPLOYMENT
from .online_endpoint import ONLINE_ENDPOINT
from .registry import REGISTRY
from .resource_group import RESOURCE_GROUP as GROUP
from .schedule import SCHEDULE
from .storage_account import STORAGE_ACCOUNT
from .workspace import WORKSPACE

# The types whose deletion would destroy what others need: guarded here as by the modules of their own.
GUARDED = (
    APPLICATION_INSIGHTS,
    COMPUTE,
    CONTAINER_REGISTRY,
    DATASTORE,
    GROUP,
    IDENTITY,
    KEY_VAULT,
    STORAGE_ACCOUNT,
    WORKSPACE,
    BATCH_DEPLOYMENT,
    BATCH_ENDPOINT,
    ONLINE_DEPLOYMENT,
    ONLINE_ENDPOINT,
    REGISTRY,
    SCHEDULE,
)

NAME = (r"[\w.()~:@!$&'*+,=-]{1,260}", "ml-prod")


def by_id(params: Mapping[str, Any]) -> Resource:
    """The resource that ``resource_id``, or ``type`` and ``name``, stand for; without its last name, the collection.

    :raises InputError: when they name none, or one that climbs.
    """
    path = str(params.get("resource_id") or "") or built(params)
    if not path.startswith("/"):
        path = "/" + path
    known = ids.parse(path)
    collection = known is None and "state" not in params and ids.parse(path + "/x") is not None
    if known is None and not collection:
        raise InputError("resource_id", f"{path[:120]!r} is not a resource id")
    for word in path.strip("/").split("/"):
        ids.check_name("resource_id" if params.get("resource_id") else "name", word, *NAME)
    own = next((item for item in GUARDED if known and _kind(item) == _kind_of(known)), Resource("", "", ""))
    return Resource(
        noun="resource",
        plural="resources",
        scope=Scope(""),
        path="/".join(ids.encoded(word) for word in path.strip("/").split("/")),
        api_version=ML_API_VERSION,
        collection=collection,
        fields=(Field("body", "", type="dict", same="tree"),),
        absent_codes=own.absent_codes,
        contents=own.contents,
        used_by=own.used_by,
        held_by=own.held_by,
        busy=own.busy,
        stays=own.stays,
    )


def _kind(resource: Resource) -> str:
    """The full type of a declared resource in lower case; a resource group has none."""
    words = (resource.scope.path + "/" + resource.path).partition("/providers/")[2].split("/")
    return "/".join((words[0], *words[1::2])).lower()


def _kind_of(known: ids.ArmId) -> str:
    """The same of an id."""
    return known.type.lower() if known.provider else ""


def built(params: Mapping[str, Any]) -> str:
    """The id that ``type`` (below the provider, such as ``workspaces/computes``) and ``name`` (``ws/cpu``) spell
    out.
    """
    kind = str(params.get("type") or "")
    if not kind:
        raise InputError("resource_id", "is required, or type and name")
    if not re.fullmatch(r"[A-Za-z0-9.]+(/[A-Za-z0-9]+)*", kind):
        raise InputError(
            "type", f"{kind[:80]!r} must look like workspaces/computes or Microsoft.Storage/storageAccounts"
        )
    provider, _slash, below = kind.partition("/") if "." in kind.partition("/")[0] else (ML_PROVIDER, "", kind)
    kinds = below.split("/")
    names = [ids.check_name("name", name, *NAME) for name in str(params.get("name") or "").split("/") if name]
    missing = len(kinds) - len(names)
    if missing > 1 or missing < 0 or (missing and "state" in params):
        raise InputError("name", f"needs {len(kinds)} parts for {kind}, joined by a slash")
    scope = RESOURCE_GROUP if params.get("resource_group") else SUBSCRIPTION
    pairs = [part for position, word in enumerate(kinds) for part in (word, *names[position : position + 1])]
    return unquote(fill_checked(scope.path, params, NAMES)) + f"/providers/{provider}/" + "/".join(pairs)


WHERE = {
    "resource_id": {"type": "str"},
    "resource_group": {"type": "str"},
    "type": {"type": "str", "aliases": ["resource_type"]},
    "name": {"type": "str"},
}

ANY = Derived(
    noun="resource",
    plural="resources",
    of=by_id,
    options={
        **WHERE,
        "body": {"type": "dict"},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        "force": {"type": "bool", "default": False},
    },
    reader_options=WHERE,
)
