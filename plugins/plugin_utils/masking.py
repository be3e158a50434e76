# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A document as it may be shown. Pure."""

from __future__ import annotations

from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils import redact
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError


def redacted(document: Any, secrets: Any = ()) -> Any:
    """``document`` with what is secret in it masked, and what is in ``secrets``.

    :raises InputError: ``secrets`` is no list of texts that can be looked for.
    """
    if not isinstance(secrets, (list, tuple)) or not all(isinstance(secret, str) for secret in secrets):
        raise InputError("secrets", "must be a list of texts")
    if any(len(secret) < redact.SHORTEST_MASKED for secret in secrets):
        # Silently left out, it would be shown.
        raise InputError("secrets", f"must each have at least {redact.SHORTEST_MASKED} characters")
    return redact.tree(document, secrets)
