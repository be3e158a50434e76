# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values that AutoML jobs have (mapping 12). Pure functions, as in :mod:`convert`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..errors import InputError
from ..tree import join
from . import convert
from .making import Making
from .runs import ARGUMENTS, described, one_input
from .words import Form


def table_data(_form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """A table to learn from. How it is mounted, AutoML decides."""
    given = convert.free_map(_form, value, at, making)
    if given.get("type", "mltable") != "mltable":
        raise InputError(join(at, "type"), "must be mltable")
    made = one_input(Form("input", template="job"), {**given, "type": "mltable"}, at, making)
    return {"jobInputType": "mltable", "uri": made.get("uri")}


def auto_or_number(_form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """A number, or the service's own choice."""
    if isinstance(value, str) and value.lower() == "auto":
        return {"mode": "Auto"}
    return {"mode": "Custom", "value": convert.whole(_form, value, at, making)}


def lags(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """One or more lags, or the service's own choice."""
    if isinstance(value, str) and value.lower() == "auto":
        return {"mode": "Auto"}
    found = value if isinstance(value, list) else [value]
    return {"mode": "Custom", "values": [convert.whole(form, item, at, making) for item in found]}


def transformers(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """What the transformers of columns are told, by their names."""
    found = convert.free_map(form, value, at, making)
    return {"".join(part[:1].upper() + part[1:] for part in name.split("_")): item for name, item in found.items()}


def sweepable(_form: Form, value: Any, at: str, _making: Making) -> str:
    """A value, or what it can be: ``uniform(0.1,0.5)``, ``choice('a','b')``."""
    if not isinstance(value, Mapping):
        return _told(value)
    word = str(value.get("type", "")).lower()
    if word == "choice":
        return f"choice({','.join(_told(item, quoted=True) for item in value.get('values') or [])})"
    if word not in ARGUMENTS:
        raise InputError(
            join(at, "type"), f"{convert.shown(value.get('type'))} is none of choice, {', '.join(ARGUMENTS)}"
        )
    missing = [key for key in ARGUMENTS[word] if key not in value]
    if missing:
        raise InputError(join(at, missing[0]), "is required")
    return f"{word}({','.join(_told(value[key]) for key in ARGUMENTS[word])})"


def _told(value: Any, quoted: bool = False) -> str:
    """A value within a text. A fraction is written in full, without an exponent (the client, 1.35.2)."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return repr(value) if quoted else str(value)


def automl_job(_form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """An AutoML job of any task. Its table is large, and only such a job reads it."""
    from .tables.automl import AUTOML

    made: dict[str, Any] = making.convert(AUTOML, value, at)
    return made


def automl_finish(_form: Form, made: Any, _at: str, making: Making) -> dict[str, Any]:
    """A job is shown by its name when nobody says otherwise."""
    return described(made, making)


KINDS = {
    "table_data": table_data,
    "auto_or_number": auto_or_number,
    "lags": lags,
    "transformers": transformers,
    "sweepable": sweepable,
    "automl_job": automl_job,
    "automl_finish": automl_finish,
}
