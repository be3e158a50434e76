# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at what a call starts from. Reads only."""

from __future__ import annotations

from typing import Any

from .. import absence, errors
from ..session import Session
from ..steps import Steps
from ..target import Target


def at(target: Target, check_mode: bool) -> Steps:
    """The resource as it is; None only in check mode, with a warning, where a task before this one must create it.

    :raises ServiceError: when it is not there.
    """
    try:
        current: dict[str, Any] | None = yield target.look
        if current is None:
            raise missing(target.name, target.path)
    except errors.ServiceError as error:
        expect(target.session, target.name, error, check_mode)
        return None
    return current


def expect(session: Session, what: str, error: errors.ServiceError, check_mode: bool, also: str = "") -> None:
    """Let pass, in check mode and with a warning, that ``what`` needs what a task before this one must create.

    :param also: the service's code for "not there" beside those of :attr:`errors.ServiceError.missing`.
    :raises ServiceError: it is another error, or no check mode.
    """
    if not check_mode:
        raise error
    absence.expect(session, what, error, also)


def missing(name: str, path: str) -> errors.ServiceError:
    """What is raised where it is not there."""
    text = f"ResourceNotFound: there is no {name}"
    return errors.ServiceError(text, code="ResourceNotFound", status=404, resource_id=path)
