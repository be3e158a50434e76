# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values that endpoints, deployments and registries have. Pure functions, as in :mod:`convert`."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..tree import join
from . import convert
from .assets import CODE_ID
from .kinds import ARM_ID
from .making import Making
from .place import is_reference, named
from .words import Form

# Where a deployment's requests and answers are collected when nobody says (mapping 16).
COLLECTED = "azureml://datastores/workspaceblobstore/paths/modelDataCollector"
PREMIUM = [{"systemCreatedAcrAccount": {"acrAccountSku": "Premium"}}]
STORAGE = [{"systemCreatedStorageAccount": {"storageAccountHnsEnabled": False, "storageAccountType": "Standard_LRS"}}]
OWN_ACCOUNTS = "2022-10-01-preview"


def one_identity(_form: Form, made: Any, at: str, _making: Making) -> dict[str, Any]:
    """An endpoint has at most one identity that is assigned."""
    count = len(made.get("user_assigned_identities") or ())
    if made.get("type") == "UserAssigned" and count != 1:
        raise InputError(join(at, "user_assigned_identities"), f"must name one identity, not {count}")
    return dict(made)


def traffic(_form: Form, made: Any, at: str, _making: Making) -> dict[str, Any]:
    """Shares of the traffic cannot be more than all of it; who reaches a cluster of one's own, Azure does not say."""
    if "compute" in made and "public_network_access" in made:
        raise InputError(join(at, "public_network_access"), "is no key for an endpoint on Kubernetes")
    for key in ("traffic", "mirror_traffic"):
        total = sum((made.get(key) or {}).values())
        if total > 100:
            raise InputError(join(at, key), f"is {total} in all, and cannot be more than 100")
    return dict(made)


def code_of_deployment(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """The code of a deployment and the script in it that answers."""
    made: dict[str, Any] = making.convert(form.of or form, value, at)
    script = made.get("scoring_script")
    if "id" in made and not script:
        raise InputError(join(at, "scoring_script"), "is required")
    code = str(value.get("code") or "")
    if script and code and not is_reference(code) and not CODE_ID.fullmatch(code):
        file = making.files.beside(making.path(code), script)
        here = join(at, "scoring_script")
        if making.files.kind(file) != "file":
            raise InputError(here, f"there is no file {file}")
        if file.endswith(".py"):
            _check_python(making.files.text(file, here), here)
    return made


def _check_python(text: str, at: str) -> None:
    """:raises InputError: a script is no Python: the client looks before it sends (mapping 16)."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise InputError(
            at, f"is no valid Python: {error.__class__.__name__}, line {getattr(error, 'lineno', 0)}"
        ) from None


def placed(made: Mapping[str, Any], at: str, making: Making) -> dict[str, Any]:
    """A deployment, whose endpoint somebody names."""
    if not making.given("endpoint", made):
        raise InputError(join(at, "endpoint_name"), "is required, or the option endpoint")
    return dict(made)


def online_deployment(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """What is collected of a deployment goes to data assets, which are there first (mapping 16)."""
    made = placed(made, at, making)
    found = made.get("data_collector")
    if not found:
        return made
    rate = found.pop("samplingRate", None)
    collections = {}
    for name, collection in (found.get("collections") or {}).items():
        own = {key: value for key, value in collection.items() if key != "data"}
        if rate is not None:
            own["samplingRate"] = rate
        collections[name] = {**own, "dataId": _collected(name, collection.get("data") or {}, made, at, making)}
    return {**made, "data_collector": {**found, "collections": collections}}


def _collected(name: str, data: Mapping[str, Any], made: Mapping[str, Any], at: str, making: Making) -> str:
    endpoint, deployment = making.given("endpoint", made), making.given("name", made)
    if not endpoint or not deployment:
        raise InputError(join(at, "data_collector"), "needs the names of the endpoint and of the deployment")
    asset = data.get("name") or f"{endpoint}-{deployment}-{name}"
    version = data.get("version") or "1"
    uri = data.get("path") or f"{COLLECTED}/{endpoint}/{deployment}/{name}"
    making.first("data", {"name": asset, "version": version, "type": "uri_folder", "data_uri": uri})
    return making.place.version("data", asset, version)


def batch_deployment(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """A batch deployment names its model as a reference of a kind."""
    made = placed(made, at, making)
    if "model" in made:
        return {**made, "model": {"type": "Id", "asset_id": made["model"]}}
    return made


def pipeline_deployment(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """A pipeline in place of a model, in the service's own shape."""
    made = placed(made, at, making)
    component, settings = made.pop("component", None), made.pop("settings", None)
    if not component:
        raise InputError(join(at, "component"), "is required, or job_definition")
    configuration: dict[str, Any] = {
        "deploymentConfigurationType": "PipelineComponent",
        "componentId": {"referenceType": "Id", "assetId": component},
    }
    if settings is not None:
        configuration["settings"] = settings
    return {**made, "deployment_configuration": configuration}


def job_of_deployment(_form: Form, value: Any, at: str, making: Making) -> str:
    """A pipeline that a finished job shows: it becomes a component of no name (mapping 17)."""
    if not isinstance(value, str) or not is_reference(value):
        raise InputError(at, "must be azureml: and the name of a job")
    job = named(value, "jobs", making.place, at).rpartition("/")[2]
    spec = {
        "name": "azureml_anonymous",
        "version": "1",
        "type": "pipeline",
        "jobs": {},
        "source_job_id": job,
        "sourceJobId": job,
    }
    options = {"name": "azureml_anonymous", "version": "1", "component_spec": spec, "is_anonymous": True}
    making.first("component", options)
    return making.place.version("components", "azureml_anonymous", "1")


def container_registry(_form: Form, value: Any, at: str, making: Making) -> list[dict[str, Any]]:
    """The container registry of each region: the service's own, or one that is there."""
    if isinstance(value, str):
        making.versions.add(OWN_ACCOUNTS)
        if not ARM_ID.fullmatch(value):
            raise InputError(at, f"{value[:80]!r} is not the id of a resource")
        return [{"userCreatedAcrAccount": {"armResourceId": {"resourceId": value}}}]
    given = convert.free_map(_form, value, at, making)
    if set(given) != {"acr_account_sku"} or str(given["acr_account_sku"]).lower() != "premium":
        raise InputError(join(at, "acr_account_sku"), "must be premium")
    return [dict(item) for item in PREMIUM]


def storage(form: Form, value: Any, at: str, making: Making) -> list[dict[str, Any]]:
    """The storage of a region: so many accounts of the service's own, or those that are there."""
    if isinstance(value, list):
        making.versions.add(OWN_ACCOUNTS)
        return [{"userCreatedStorageAccount": {"armResourceId": {"resourceId": str(item)}}} for item in value]
    given = making.convert(form.of or form, value, at)
    count = given.get("replication_count", 1)
    if count < 1:
        raise InputError(join(at, "replication_count"), "must be 1 or more")
    account = {
        "storageAccountHnsEnabled": given.get("storage_account_hns", False),
        "storageAccountType": given.get("storage_account_type", "Standard_LRS"),
    }
    return [{"systemCreatedStorageAccount": dict(account)} for _copy in range(count)]


def registry(_form: Form, made: Any, _at: str, _making: Making) -> dict[str, Any]:
    """A registry has its container registry in every region, and storage in each."""
    made = dict(made)
    accounts = made.pop("container_registry", None)
    regions = []
    for region in made.get("regions") or []:
        filled = {
            **region,
            "storage_account_details": region.get("storage_account_details") or [dict(item) for item in STORAGE],
            "acr_details": accounts or [dict(item) for item in PREMIUM],
        }
        regions.append(filled)
    return {**made, "regions": regions} if regions else made


KINDS = {
    "one_identity": one_identity,
    "traffic": traffic,
    "code_of_deployment": code_of_deployment,
    "online_deployment": online_deployment,
    "batch_deployment": batch_deployment,
    "pipeline_deployment": pipeline_deployment,
    "job_of_deployment": job_of_deployment,
    "container_registry": container_registry,
    "storage": storage,
    "registry": registry,
}
