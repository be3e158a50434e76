# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may use the control API: programs, and the emulator's own page; no page of another site in the same browser."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit


def problem(headers: Mapping[str, str], scheme: str, names: Collection[str]) -> str:
    """Return why a request must not be answered, '' when it may.

    A browser says where a request comes from: in Origin, for whatever may change something, and in Sec-Fetch-Site. A
    name that the emulator does not have is one that somebody else has led here, so that his page counts as ours.

    :param headers: names in lower case.   :param names: the host names of the emulator beside addresses.
    """
    host = headers.get("host", "")
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return "the Host header is no host"
    if name not in names and not _is_address(name):
        return f"{name[:80]!r} is no name of this emulator; --name gives it one"
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"{scheme}://{host}".lower():
        return "another site's page asks"
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return "another site's page asks"
    return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
