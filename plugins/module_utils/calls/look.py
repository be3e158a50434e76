# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at what a call starts from. Reads only."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..steps import Steps
from ..target import Target


def at(target: Target, check_mode: bool) -> Steps:
    """The resource as it is; None only in check mode, with a warning, where a task before this one must create it.

    :raises ServiceError: when it is not there.
    """
    try:
        current: dict[str, Any] | None = yield target.look
    except errors.ServiceError as error:
        if not check_mode or not error.missing:
            raise
        current = None
    if current is None and not check_mode:
        raise missing(target)
    if current is None:
        target.session.warnings.append(f"{target.name} is what a task before this one must create")
    return current


def missing(target: Target) -> errors.ServiceError:
    """What is raised where it is not there."""
    text = f"ResourceNotFound: there is no {target.name}"
    return errors.ServiceError(text, code="ResourceNotFound", status=404, resource_id=target.path)
