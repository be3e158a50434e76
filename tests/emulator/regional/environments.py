# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""environment/v1.0: the environments of ARM in the words of SDK v1, to be read only (contract 5)."""

from __future__ import annotations

import json
from typing import Any

from .pages import page_of
from .plane import Endpoint, Service, Visit, error_of

Row = dict[str, Any]
TYPE = "Microsoft.MachineLearningServices/workspaces/environments/versions"


def shown(resource: Row) -> Row:
    """An environment version of ARM as this service shows it."""
    properties = resource["properties"]
    return {
        "name": resource["id"].split("/")[-3],
        "version": resource["name"],
        "assetId": resource["id"],
        "environmentVariables": {},
        "python": {
            "interpreterPath": "python",
            "userManagedDependencies": not properties.get("condaFile"),
            "condaDependencies": conda_of(properties.get("condaFile")),
            "baseCondaEnvironment": None,
        },
        "docker": {
            "baseImage": properties.get("image"),
            "baseDockerfile": None,
            "baseImageRegistry": {"address": None, "username": None, "password": None},
            "platform": {"os": properties.get("osType") or "Linux", "architecture": "amd64"},
        },
        "spark": {"repositories": [], "packages": [], "precachePackages": True},
        "r": None,
        "inferencingStackVersion": None,
    }


def conda_of(text: str | None) -> Row | None:
    """The conda file as an object: the service keeps it as JSON text (recorded 2.6), a client may have sent YAML."""
    try:
        value = json.loads(text or "null")
    except ValueError:
        return {"name": "project_environment", "dependencies": []}
    return value if isinstance(value, dict) else None


def versions_of(visit: Visit) -> list[Row]:
    """The environment versions of the workspace, or those of the name in the path; the oldest first."""
    scope = visit.workspace_id
    if "name" in visit.params:
        scope = f"{scope}/environments/{visit.params['name']}"
    return [row for row in visit.emulator.store.of_type(TYPE, scope) if not row["properties"].get("isArchived")]


def latest(rows: list[Row]) -> list[Row]:
    """Of every name the version that was made last."""
    return list({row["id"].split("/")[-3]: row for row in rows}.values())


def list_environments(visit: Visit) -> Any:
    """GET environments: the latest version of each."""
    rows = [shown(row) for row in latest(versions_of(visit))]
    return page_of(visit, rows, token=visit.query.get("continuation") or visit.query.get("continuationtoken"))


def get_environment(visit: Visit) -> Any:
    """GET of the latest version, of the version named, or of the label `latest`."""
    rows = versions_of(visit)
    if "version" in visit.params:
        rows = [row for row in rows if row["name"] == visit.params["version"]]
    if not rows or visit.params.get("label", "latest").lower() != "latest":
        raise visit.error(404, "NotFound", f"Environment {visit.params['name']} was not found.")
    return shown(rows[-1])


SERVICE = Service(
    "/environment/v1.0",
    "environments",
    (
        Endpoint("GET", "environments", list_environments),
        Endpoint("GET", "environments/{name}", get_environment),
        Endpoint("GET", "environments/{name}/versions/{version}", get_environment),
        Endpoint("GET", "environments/{name}/labels/{label}", get_environment),
    ),
    error_of("environment"),
)
