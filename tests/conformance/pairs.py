# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The captured pairs: a YAML of the CLI v2 and the requests that Microsoft's client made of it. Pure.

They lie beside the project, not in it, and may be absent. Their README says what the members of a case are.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml
from shared import CONTRACT

from tests.emulator import templates
from tests.emulator.templates import Frame

Pair = dict[str, Any]

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
PROVIDER = "Microsoft.MachineLearningServices"
# The module that stands for each entity.
MODULES = {
    "batch_deployment": "aml_batch_deployment",
    "batch_endpoint": "aml_batch_endpoint",
    "component": "aml_component",
    "compute": "aml_compute",
    "compute_update": "aml_compute",
    "connection": "aml_connection",
    "data": "aml_data",
    "data_import": "aml_job",
    "datastore": "aml_datastore",
    "environment": "aml_environment",
    "feature_set": "aml_featureset",
    "feature_store": "aml_workspace",
    "feature_store_entity": "aml_feature_store_entity",
    "job": "aml_job",
    "marketplace_subscription": "aml_marketplace_subscription",
    "model": "aml_model",
    "online_deployment": "aml_online_deployment",
    "online_endpoint": "aml_online_endpoint",
    "registry": "aml_registry",
    "serverless_endpoint": "aml_serverless_endpoint",
    "schedule": "aml_schedule",
    "workspace": "aml_workspace",
    "workspace_update": "aml_workspace",
}
_ELSEWHERE = re.compile(
    r"/subscriptions/[^/\"]+/resourceGroups/rg/providers/Microsoft\.ManagedIdentity/[^/\"]+/[^/\"]+"
)
_ASSET = re.compile(
    r"(?P<place>/(?:workspaces|registries)/[^/]+)/(?P<collection>\w+)/(?P<name>[^/]+)/versions/(?P<version>[^/\"]+)"
)


HOMES = ("feature_store", "registry", "workspace", "workspace_update")
DEPENDENCIES = ("applicationInsights", "keyVault", "storageAccount")
NOTHING = ("", None, {}, [], False, {"status": "Disabled"}, {"isolationMode": "Disabled"})
# What Microsoft's examples leave to the reader. The client sends it as it is; no resource can be called so.
_TO_FILL_IN = re.compile(r"<([A-Za-z_]+)>")
_FILLED_IN = {"identity_resource_id": f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u1"}


def pairs() -> list[Pair]:
    """Every pair, by name; none where the material is absent."""
    found = [
        json.loads(_filled_in(path.read_text(encoding="utf-8"))) for path in sorted(CONTRACT.glob("yaml/*/*.json"))
    ]
    return [_named(case) for case in found if isinstance(case, dict) and "operation" in case]


def _named(pair: Pair) -> Pair:
    """The pair with a name that the service takes: that of a connection has three characters or more, and the server
    that logged the requests did not mind.
    """
    found = re.search(r"^name: (\w{1,2})$", pair["yaml"], re.MULTILINE)
    if pair["entity"] != "connection" or not found:
        return pair
    longer = f"{found[1]}-long"
    requests = [
        {**item, "path": re.sub(rf"/connections/{found[1]}$", f"/connections/{longer}", item["path"])}
        for item in pair["requests"]
    ]
    return {**pair, "yaml": pair["yaml"].replace(found[0], f"name: {longer}"), "requests": requests}


def _filled_in(text: str) -> str:
    for word, value in _FILLED_IN.items():
        text = text.replace(word, value)
    return _TO_FILL_IN.sub(r"\1", text)


def final(pair: Pair) -> tuple[int, dict[str, Any]] | None:
    """The number of the request that makes the resource, and the request; None where there is none."""
    for number, request in reversed(list(enumerate(pair["requests"]))):
        azure = request["host"] == "management.azure.com" or request["host"].endswith(".azureml.ms")
        makes = PROVIDER.lower() in request["path"].lower() or "/Microsoft.Resources/deployments/" in request["path"]
        if azure and request["method"] in ("PUT", "PATCH") and makes:
            return number, request
    return None


def deployed(request: dict[str, Any]) -> tuple[str, dict[str, Any], list[str]]:
    """The path and the body of the workspace that a deployment makes, as its template says (section 19), and what is
    made with it.
    """
    sent = request["body"]["properties"]
    template = json.loads((CONTRACT / "yaml" / sent["template"]["$file"]).read_text(encoding="utf-8"))
    frame = Frame(template, SUBSCRIPTION, "rg", "westeurope", SUBSCRIPTION, "made", lambda _id: None)
    frame = templates.frame_of(frame, sent["parameters"])
    planned = next(item for item in templates.plan(frame) if item.type == f"{PROVIDER}/workspaces")
    body = _said(templates.body_of(frame, planned))
    new = [member for member in DEPENDENCIES if sent["parameters"][f"{member}Option"]["value"] == "new"]
    return planned.id, unnamed(body, new), new


def unnamed(body: dict[str, Any], members: list[str]) -> dict[str, Any]:
    """A workspace without the names of what is made with it: the client makes them up."""
    said = body["properties"]
    return {**body, "properties": {**said, **{key: said[key].rpartition("/")[0] for key in members if said.get(key)}}}


def _said(value: Any) -> Any:
    """What a template says beyond what the service does by itself: its parameters are texts, and it has one for
    everything.
    """
    if isinstance(value, dict):
        made = {key: _said(item) for key, item in value.items()}
        return {key: item for key, item in made.items() if item not in NOTHING}
    # Section 19: a bug of the client for projects.
    bare = value.removeprefix("PublicNetworkAccessType.") if isinstance(value, str) else value
    return {"true": True, "false": False}.get(bare, bare) if isinstance(bare, str) else bare


def is_refused(pair: Pair) -> bool:
    """Whether the client refuses the YAML. It also fails on answers of the server that logged its requests."""
    return bool(pair.get("error")) and final(pair) is None


def refused_keys(pair: Pair) -> set[str]:
    """The keys that the client names when it refuses: of its validation, which prints them as JSON."""
    said = pair["error"]["message"].replace("\\n", " ")
    found = set(re.findall(r'"([a-z_]+)\\*": ?(?:\[|\{)', said)) - {"_schema", "errors", "value"}
    return found | {path.rpartition(".")[2] for path in re.findall(r'"path": "([\w.]+)"', said)}


def lay_out(pair: Pair, folder: Path) -> Path:
    """Write the YAML and what lies beside it below ``folder``, and return the YAML's path. What the CLI's ``--set``
    changes is changed in it.
    """
    path = folder / (pair.get("file") or "project/case.yml")
    path.parent.mkdir(parents=True, exist_ok=True)
    nested = [item for item in pair.get("params_override") or [] if "." in next(iter(item))]
    text = pair["yaml"]
    if nested:
        document = yaml.safe_load(text)
        for item in nested:
            for dotted, value in item.items():
                *outer, last = dotted.split(".")
                inner = document
                for word in outer:
                    inner = inner.setdefault(word, {})
                inner[last] = value
        text = yaml.safe_dump(document)
    path.write_text(text, encoding="utf-8")
    for name, content in (pair.get("files") or {}).items():
        beside = path.parent / name
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(content, encoding="utf-8")
    return path


def options(pair: Pair, path: Path) -> dict[str, Any]:
    """The options of the task that stands for what the CLI was asked."""
    found: dict[str, Any] = {"resource_group": "rg", "definition": str(path)}
    if pair["entity"] not in HOMES:
        place = "registry" if pair.get("registry") else "workspace"
        found[place] = pair.get(place) or "ws"
    for item in pair.get("params_override") or []:
        for name, value in item.items():
            if "." not in name:
                found[{"endpoint_name": "endpoint"}.get(name, name)] = value
    if pair["entity"] == "feature_store":
        # The CLI has a command of its own for them.
        found["kind"] = "featurestore"
    made = final(pair)
    jobs = pair["entity"] == "data_import" or (pair["entity"] == "job" and not _has_name(pair))
    if jobs and made and "name" not in found:
        # The client makes a name up; a task that can be run again needs one.
        found["name"] = made[1]["path"].rpartition("/")[2]
    return found


def _has_name(pair: Pair) -> bool:
    return "name" in (yaml.safe_load(pair["yaml"]) or {})


def standing(pair: Pair) -> list[dict[str, Any]]:
    """What the server knew when the client asked it: what the case lists, and what its requests show to be there.

    The client resolved the labels and chose the versions, so the server had what they became.
    """
    rows: dict[str, dict[str, Any]] = {}
    for path, row in (pair.get("existing") or {}).items():
        where = _in_workspace(pair, path)
        rows[where.lower()] = {"id": where, **json.loads(_in_workspace(pair, json.dumps(row)))}
    made = {request["path"].lower() for request in pair["requests"] if request["method"] == "PUT"}
    for request in pair["requests"]:
        for found in _ASSET.finditer(json.dumps([request["path"], request.get("body")])):
            path = f"{GROUP}/providers/{PROVIDER}{found['place']}/{found['collection']}/{found['name']}"
            if f"{path}/versions/{found['version']}".lower() in made:
                version = _before(found["version"])
                if version is None or path.lower() in rows:
                    continue
            else:
                version = found["version"]
            if not path.startswith(f"{GROUP}/providers/{PROVIDER}/workspaces"):
                continue
            rows.setdefault(path.lower(), _container(path, version))
            rows.setdefault(f"{path}/versions/{version}".lower(), _version(path, found["collection"], version))
    for found in _ELSEWHERE.finditer(json.dumps(pair["requests"])):
        rows.setdefault(found[0].lower(), {"id": found[0], "location": "westeurope", "properties": {}})
    for request in pair["requests"]:
        above = re.match(r"(.*/(?:onlineEndpoints|batchEndpoints)/[^/]+)/deployments/", request["path"])
        if above:
            rows.setdefault(
                above[1].lower(),
                {
                    "id": above[1],
                    "location": "westeurope",
                    "properties": {"authMode": "Key", "provisioningState": "Succeeded", "traffic": {}},
                },
            )
    return list(rows.values())


def _before(version: str) -> str | None:
    return str(int(version) - 1) if version.isdigit() and int(version) > 1 else None


def _container(path: str, version: str) -> dict[str, Any]:
    following = str(int(version) + 1) if version.isdigit() else "1"
    return {"id": path, "properties": {"latestVersion": version, "nextVersion": following, "isArchived": False}}


def _version(path: str, collection: str, version: str) -> dict[str, Any]:
    properties = {
        "data": {"dataType": "uri_folder", "dataUri": "https://example.org/other"},
        "models": {"modelType": "custom_model", "modelUri": "azureml://datastores/workspaceblobstore/paths/other"},
        "environments": {"image": "example.org/other:1"},
        "components": {"componentSpec": {"name": "other", "type": "command", "command": "other"}},
        "codes": {"codeUri": "https://st.blob.core.windows.net/c/other"},
    }.get(collection, {})
    return {"id": f"{path}/versions/{version}", "properties": {**properties, "isAnonymous": False, "isArchived": False}}


def _in_workspace(pair: Pair, text: str) -> str:
    return text.replace("{ws}", f"{GROUP}/providers/{PROVIDER}/workspaces/{pair.get('workspace') or 'ws'}")
