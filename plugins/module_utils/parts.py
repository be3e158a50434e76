# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a declaration for a resource that several requests make, as run history has them. Pure data."""

from __future__ import annotations

from dataclasses import dataclass

#: What stands in the place of a verb: an empty POST to the resource's own path, which leaves one that is there alone.
MAKE = "MAKE"
#: The same for the request that takes tags away, which merging others cannot.
UNTAG = "UNTAG"


@dataclass(frozen=True)
class Parts:
    """A resource that is written part by part: each request leads nearer, and what is left is planned anew.

    :param by_id: the path below the scope by which one that is there is changed and deleted, with ``{own_id}`` where
        its own id goes; its usual path when empty.   :param own_id: the member of its body that holds that id.
    :param tags: the member of its body that holds the tags.   :param listed_as: the member of the request that lists
        the tags to take away; the request is the list itself when empty.
    """

    by_id: str = ""
    own_id: str = ""
    tags: str = "tags"
    listed_as: str = ""
