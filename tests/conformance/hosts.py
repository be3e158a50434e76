# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of storage accounts lead to the emulator, for clients that dial {account}.blob.{suffix}."""

from __future__ import annotations

import socket
from typing import Any

import pytest

BLOB_SUFFIX = ".blob.core.windows.net"


def lead_storage_here(patch: pytest.MonkeyPatch) -> None:
    """Stand in for entries of a hosts file, until ``patch`` is undone."""
    really = socket.getaddrinfo

    def resolve(host: Any, *arguments: Any, **options: Any) -> Any:
        return really("127.0.0.1" if str(host).endswith(BLOB_SUFFIX) else host, *arguments, **options)

    patch.setattr(socket, "getaddrinfo", resolve)
