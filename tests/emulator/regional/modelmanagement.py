# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""modelmanagement/v1.0: models and assets, and what SDK v1 asks for beside them (contract 5, verified 7)."""

from __future__ import annotations

from typing import Any

from . import model_assets, models
from .model_rows import missing
from .plane import Endpoint, Service, Visit, models_error


def empty_list(visit: Visit) -> Any:
    """A list of what this emulator has none of: web services, images and profiles of SDK v1."""
    return {"value": []}


def no_such(visit: Visit) -> Any:
    """404 for one of them."""
    raise missing(visit, f"{visit.params['id']} was not found.", "NotFound")


SERVICE = Service(
    "/modelmanagement/v1.0",
    "models",
    (
        Endpoint("GET", "models", models.list_models),
        Endpoint("POST", "models", models.post_model),
        Endpoint("GET", "models/{id}", models.get_model),
        Endpoint("PATCH", "models/{id}", models.patch_model),
        Endpoint("DELETE", "models/{id}", models.delete_model),
        Endpoint("GET", "assets", model_assets.list_assets),
        Endpoint("POST", "assets", model_assets.post_asset),
        Endpoint("GET", "assets/{id}", model_assets.get_asset),
        Endpoint("PATCH", "assets/{id}", model_assets.patch_asset),
        Endpoint("DELETE", "assets/{id}", model_assets.delete_asset),
        Endpoint("GET", "services", empty_list),
        Endpoint("GET", "services/{id}", no_such),
        Endpoint("GET", "images", empty_list),
        Endpoint("GET", "images/{id}", no_such),
        Endpoint("GET", "images/{id}/profiles", empty_list),
        Endpoint("GET", "operations/{id}", no_such),
    ),
    models_error,
)
