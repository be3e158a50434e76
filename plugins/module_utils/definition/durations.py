# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How durations are read (mapping 2). Pure functions, as in :mod:`convert`."""

from __future__ import annotations

from typing import Any

from ..compare import iso_duration
from . import convert
from .making import Making
from .words import Form


def seconds(_form: Form, value: Any, at: str, making: Making) -> str | None:
    """Seconds as ISO 8601; none at all stands for no limit (the client's ``to_iso_duration_format``)."""
    length = convert.whole(_form, value, at, making)
    return iso_duration(length) if length else None


def milliseconds(_form: Form, value: Any, at: str, making: Making) -> str | None:
    """Milliseconds as ISO 8601."""
    length = convert.whole(_form, value, at, making)
    return iso_duration(length / 1000) if length else None


def minutes(_form: Form, value: Any, at: str, making: Making) -> str | None:
    """Minutes as ISO 8601."""
    length = convert.whole(_form, value, at, making)
    return iso_duration(length * 60) if length else None


KINDS = {"seconds": seconds, "milliseconds": milliseconds, "minutes": minutes}
