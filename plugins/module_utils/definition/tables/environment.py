# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Environments (mapping 13)."""

from __future__ import annotations

from ..words import FREE_MAP, TEXT, WHOLE, Form, Key, fields, told, words
from .members import ASSET

ROUTE = fields(Key("path", TEXT, required=True), Key("port", WHOLE, required=True))
ENVIRONMENT = fields(
    *ASSET,
    Key("image", TEXT),
    Key("conda_file", Form("conda")),
    Key(
        "build",
        fields(Key("path", TEXT, "context_uri"), Key("dockerfile_path", TEXT)),
    ),
    Key("os_type", words(("linux", "Linux"), ("windows", "Windows"))),
    Key(
        "inference_config",
        fields(
            Key("liveness_route", ROUTE, required=True),
            Key("readiness_route", ROUTE, required=True),
            Key("scoring_route", ROUTE, required=True),
        ),
    ),
    Key("datastore", TEXT),
    Key("auto_delete_setting", FREE_MAP, unused="is not sent for an environment"),
    *told("intellectual_property"),
    finish="environment",
)
