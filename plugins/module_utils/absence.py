# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is only foreseen may need what is not there yet: a warning in place of a failure."""

from __future__ import annotations

from .errors import ServiceError
from .session import Session


def expect(session: Session, what: str, error: ServiceError, also: str = "") -> None:
    """Let pass, with a warning, that ``what`` needs what a task before this one must create.

    :param also: the service's code for "not there" beside those of :attr:`errors.ServiceError.missing`.
    :raises ServiceError: ``error`` says something else.
    """
    if not (error.missing or (error.status == 404 and error.code == also)):
        raise error
    warn(session, what, error.message)


def warn(session: Session, what: str, missing: str) -> None:
    """Tell that ``what`` needs what a task before this one must create; ``missing`` is a sentence that says which."""
    session.warnings.append(f"{what}: this needs what a task before it must create: {missing}")
