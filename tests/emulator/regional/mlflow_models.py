# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Registered models in MLflow's own REST (contract 5 and 7.6)."""

from __future__ import annotations

from typing import Any

from . import models
from .mlflow_words import milliseconds, needed, paged
from .plane import Visit
from .records import Row


def shown_model(model: Row) -> Row:
    """A model version as MLflow shows it."""
    return {
        "name": model["name"],
        "version": str(model["version"]),
        "creation_timestamp": milliseconds(model["createdTime"]),
        "last_updated_timestamp": milliseconds(model["modifiedTime"]),
        "current_stage": "None",
        "description": model["description"] or "",
        "source": model["url"],
        "run_id": model["runId"] or "",
        "status": "READY",
        "tags": [{"key": key, "value": value} for key, value in model["kvTags"].items()],
    }


def registered(rows: list[Row]) -> list[Row]:
    """Registered models: every name with its latest version."""
    return [
        {
            "name": model["name"],
            "creation_timestamp": milliseconds(model["createdTime"]),
            "last_updated_timestamp": milliseconds(model["modifiedTime"]),
            "latest_versions": [shown_model(model)],
        }
        for model in models.latest(rows)
    ]


def search_models(visit: Visit) -> Any:
    """GET registered-models/search."""
    return paged(visit, "registered_models", registered(models.all_models(visit)))


def get_model(visit: Visit) -> Any:
    """GET registered-models/get."""
    name = needed(visit, "name")
    rows = registered([row for row in models.all_models(visit) if row["name"] == name])
    if not rows:
        raise visit.error(404, "NotFound", f"Registered Model with name={name} not found")
    return {"registered_model": rows[0]}


def search_versions(visit: Visit) -> Any:
    """GET model-versions/search; the one filter that clients send is `name='x'`."""
    wanted = visit.query.get("filter", "").replace('"', "'").partition("name='")[2].partition("'")[0]
    rows = [row for row in models.all_models(visit) if wanted in ("", row["name"])]
    return paged(visit, "model_versions", [shown_model(row) for row in rows])
