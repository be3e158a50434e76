# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one table of failures: by the ``error.code`` of a result its cause and its remedy. A leaf, read when one fails.

``docs/troubleshooting.md`` is made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..errors import AmlError, OperationFailed, ServiceError
from .login import LOGIN
from .own import KINDS, OWN
from .service import BY_STATUS, SERVICE


class Remedy(NamedTuple):
    """One row. ``cause`` is a sentence; ``remedy`` is the next step, as it stands at the end of a message."""

    cause: str
    remedy: str


#: code -> row. No code stands in two of the tables.
REMEDIES: Mapping[str, Remedy] = {
    code: Remedy(*row) for table in (KINDS, OWN, SERVICE, LOGIN) for code, row in table.items()
}


def remedy_of(error: AmlError) -> Remedy:
    """The row for ``error``: by what it says explains it best, by its code, by the status of the service's answer, and
    else by its kind.
    """
    for key in (error.facts.get("remedy"), error.facts.get("code")):
        if key in REMEDIES:
            return REMEDIES[key]
    if isinstance(error, (ServiceError, OperationFailed)) and error.facts.get("status") in BY_STATUS:
        return Remedy(*BY_STATUS[error.facts["status"]])
    kinds = (kind.__name__ for kind in type(error).__mro__)
    return next((REMEDIES[kind] for kind in kinds if kind in REMEDIES), REMEDIES["ServiceError"])


def next_step(error: AmlError) -> str:
    """The remedy, and what ``error`` adds to it."""
    return "; ".join(part for part in (remedy_of(error).remedy, str(error.facts.get("hint") or "")) if part)
