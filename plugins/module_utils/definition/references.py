# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How compute targets, datastores and assets are named (mapping 3). Pure functions, as in :mod:`convert`."""

from __future__ import annotations

from typing import Any

from ..errors import InputError
from . import convert
from .making import Making
from .place import is_reference, named
from .words import Form


def compute(form: Form, value: Any, at: str, making: Making) -> str:
    """A compute target, by name or id. :raises InputError: for the user's own machine."""
    name = convert.text(form, value, at, making)
    if name.lower() == "local":
        raise InputError(at, "a run on this machine is none of Azure's; name a compute target")
    return named(name, "computes", making.place, at)


def compute_of_endpoint(form: Form, value: Any, at: str, making: Making) -> str:
    """A cluster of one's own, by the CLI's prefix."""
    return compute(form, _prefixed(value, at), at, making)


def default_compute(form: Form, value: Any, at: str, making: Making) -> str:
    """The compute target of the steps that name none: by the CLI's prefix, or none at all."""
    if isinstance(value, str) and value.lower() == "serverless":
        return making.place.inner("computes", "serverless")
    return compute(form, _prefixed(value, at), at, making)


def default_datastore(_form: Form, value: Any, at: str, making: Making) -> str:
    """The datastore of the steps that name none, by the CLI's prefix."""
    return named(_prefixed(value, at), "datastores", making.place, at)


def _prefixed(value: Any, at: str) -> str:
    if not isinstance(value, str) or not is_reference(value):
        raise InputError(at, f"{convert.shown(value)} must begin with azureml:")
    return value


def asset(form: Form, value: Any, at: str, making: Making) -> str:
    """A version of an asset that is there."""
    return making.asset(value, form.asset, at)


KINDS = {
    "compute": compute,
    "compute_of_endpoint": compute_of_endpoint,
    "default_compute": default_compute,
    "default_datastore": default_datastore,
    "asset": asset,
}
