# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a declaration for what holds a resource in place. Pure data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Use:
    """Where another resource names this one: a collection to list, its api-version, and the REST paths that hold the
    id.
    """

    collection: str
    api_version: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Busy:
    """Where a resource shows that it is at work: ``path`` holds ``word``, or a number above zero where there is none.

    :param action: a POST that lists what it works with: ``items`` is the answer's member, ``names`` the REST path in
        each element that names the work.
    """

    path: str
    word: str = ""
    action: str = ""
    items: str = ""
    names: str = ""
