# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values that feature sets and serverless endpoints have (mapping 19). Pure functions, as in
:mod:`convert`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..tree import join
from . import convert
from .making import Making
from .tables.feature import SPEC
from .words import Form

FILE = "FeatureSetSpec.yaml"
# The client writes these patterns into the folder before it hashes it (1.35.2).
LEFT_OUT = ".*\n*.amltmp\n*.amltemp"
SOURCES = ("csv", "parquet", "mltable", "deltatable")
_VERSIONED = re.compile(r"azureml://registries/[^/]+/models/[^/]+/versions/.+")


def materialization(_form: Form, made: Any, _at: str, _making: Making) -> dict[str, Any]:
    """Where a feature set is kept: what the client says in two words is one to the service."""
    made = dict(made)
    on = [name.capitalize() for name in ("online", "offline") if made.pop(f"{name}_enabled", False)]
    return {**made, "store_type": "And".join(on) or "None"}


def featureset(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """A feature set: its specification is uploaded, and what that says is told beside it."""
    here = join(at, "specification.path")
    local = making.local(made["specification"], here)
    if not local:
        making.warn(here, "is not read where it is; give what it says in properties")
        return dict(made)
    file = making.files.beside(local, FILE)
    if making.files.kind(local) != "folder" or making.files.kind(file) != "file":
        raise InputError(here, f"must be a folder with a file {FILE}: {local}")
    said = json.dumps(_spec(making.files.load(file, here), here, making))
    address = making.uploaded(local, "", here, LEFT_OUT)
    return {
        **made,
        "specification": making.place.uri + address[len("azureml:/") :],
        "properties": {"featuresetPropertiesVersion": "1", "featuresetProperties": said},
    }


def _spec(given: Mapping[str, Any], at: str, making: Making) -> Any:
    """What a specification says, without what nobody reads of it."""
    known = {key.name for key in SPEC.keys}
    made = convert.together(making.convert(SPEC, {key: item for key, item in given.items() if key in known}, at))
    columns = made["source"].get("timestampColumn"), made["source"].get("path")
    if made["source"]["type"] in SOURCES and not all(columns):
        raise InputError(join(at, "source"), f"needs timestamp_column and path in {FILE}")
    if not made.get("indexColumns") and made["source"]["type"] != "featureset":
        raise InputError(join(at, "index_columns"), f"is required in {FILE}")
    return made


def unversioned(form: Form, value: Any, at: str, making: Making) -> str:
    """A model of a registry without a version, which a serverless endpoint takes no other way."""
    text = convert.text(form, value, at, making)
    if _VERSIONED.fullmatch(text):
        raise InputError(at, "names a version; name the model alone")
    return text


KINDS = {"materialization": materialization, "featureset": featureset, "unversioned": unversioned}
