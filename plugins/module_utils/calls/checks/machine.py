# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of this machine: what runs here, what it was told, where it keeps tokens."""

from __future__ import annotations

import os
import platform
import sys

from ... import exchange, session
from ...errors import AmlError
from ...folder import base_of, opened
from . import found
from .found import Warned
from .patient import Patient


def interpreter(patient: Patient) -> str:
    """The Python that runs this, and the one library it needs."""
    library = exchange.requests
    running = f"Python {platform.python_version()} at {sys.executable or 'an unknown place'}"
    if library is None:
        raise AmlError(f"{running} has no requests", code="RequestsMissing")
    if found.version_of(library.__version__) < found.OLDEST_REQUESTS:
        oldest = ".".join(map(str, found.OLDEST_REQUESTS))
        raise AmlError(f"{running} has requests {library.__version__}, older than {oldest}", code="RequestsMissing")
    return f"{running}, requests {library.__version__}"


def settings(patient: Patient) -> str:
    """Options, environment and profile contradict neither each other nor themselves."""
    patient.settings = session.settings_of(patient.params)
    patient.secrets += patient.settings.secrets()
    # What a proxy's URL holds beside its host and port is its login.
    named = sorted({origin.label for origin in patient.settings.origins.values()})
    return "from " + (", ".join(named) if named else "nothing: no option, variable or profile is set")


def cache(patient: Patient) -> str:
    """Where tokens are kept between tasks."""
    own = patient.settings
    if not own.token_cache:
        raise Warned("token_cache is false", fix="every task logs in anew; leave the option out to keep tokens")
    base = base_of(own.machine.get("XDG_RUNTIME_DIR"), own.machine.get("XDG_CACHE_HOME"), own.home)
    fix = "every task logs in anew; set XDG_CACHE_HOME to a folder that only this user can enter"
    if not base:
        raise Warned("there is no home and no XDG_CACHE_HOME", fix=fix)
    unsafe: list[bool] = []
    folder = opened(base, lambda: unsafe.append(True))
    if folder is None:
        why = "is not this user's alone" if unsafe else "cannot be made or opened"
        raise Warned(f"the folder for tokens below {base} {why}", fix=fix)
    os.close(folder)
    return "tokens are kept for the next task"
