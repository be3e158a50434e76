# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers the looks of many resources from few requests: one list of a collection in place of a read of each item.

That a list does not have a resource is never taken for its absence: only its own 404 is (design section 4.1).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .arm import Arm
from .errors import AmlError, AuthError, Cancelled
from .steps import Look


@dataclass(frozen=True)
class Collection:
    """Where a list is."""

    client: Arm
    path: str
    version: str


class Lookup:
    """What was read so far. Its paths compare without case.

    :param collections: the lists that may stand for single reads, by the path in lower case.
    """

    def __init__(self, collections: Mapping[str, Collection]) -> None:
        self._collections = collections
        self._listed: dict[str, dict[str, Any]] = {}
        self._answered: set[str] = set()
        self._pages: dict[str, int] = {}
        self._absent: set[str] = set()
        self._shared: dict[str, Any] = {}
        self._lock = threading.Lock()

    def collection_of(self, look: Look) -> str:
        """The list that shows the resource as the look would; empty when there is none."""
        path = look.path.lower().rpartition("/")[0]
        found = self._collections.get(path)
        return path if found is not None and found.version == look.version else ""

    def pages_of(self, collection: str) -> int:
        """How many requests a list took, 1 while it was not asked for."""
        return self._pages.get(collection, 1)

    def prepare(self, collection: str) -> None:
        """List the collection for the first look at each of its items. Where that fails, each is read for itself, and
        its own error tells why.

        :raises AuthError: no token.  :raises Cancelled: the job is gone.
        """
        try:
            self._listed[collection] = self._list(collection)
        except (AuthError, Cancelled):
            raise
        except AmlError:
            return

    def knows(self, look: Look, own: bool) -> bool:
        """True when :meth:`read` needs no request.

        :param own: the look is at a resource that its work is about, not at another that it needs.
        """
        path = look.path.lower()
        if self._absent and self._is_below_absent(path, own):
            return True
        if own:
            return path in self._listed.get(self.collection_of(look), ())
        return path in self._shared

    def read(self, look: Look, own: bool) -> Any:
        """The resource; an answer from a list serves once, for what comes later is to be seen as it is then.

        :raises AmlError: as :meth:`steps.Look.read`.
        """
        path = look.path.lower()
        if self._absent and self._is_below_absent(path, own):
            return None
        if own:
            found = self._listed.get(self.collection_of(look), {}).pop(path, None)
            if found is None:
                return look.read()
            self._answered.add(path)
            return found
        with self._lock:
            # What many need, their workspace mostly, is asked for once.
            if path not in self._shared:
                self._shared[path] = look.read()
            return self._shared[path]

    def was_listed(self, look: Look) -> bool:
        """True when a list has answered a look at the resource."""
        return look.path.lower() in self._answered

    def refresh(self, collection: str, paths: Iterable[str]) -> dict[str, Any]:
        """The resources at ``paths`` as they are now, by path in lower case, by as few requests as do.

        :raises AmlError: when one of the requests fails.
        """
        wanted = [path.lower() for path in paths]
        where = self._collections[collection]
        if len(wanted) <= self.pages_of(collection):
            read = {path: Look(where.client, path, where.version).read() for path in paths}
            found = {path.lower(): body for path, body in read.items() if body is not None}
        else:
            whole = self._list(collection)
            found = {path: whole[path] for path in wanted if path in whole}
        self._listed.setdefault(collection, {}).update(found)
        return found

    def forget(self, look: Look) -> None:
        """The next look at the resource is to be seen as it is then."""
        self._listed.get(self.collection_of(look), {}).pop(look.path.lower(), None)

    def forget_below(self, path: str) -> None:
        """What was listed below a resource may have changed with it."""
        for collection in [name for name in self._listed if name.startswith(path.lower() + "/")]:
            del self._listed[collection]

    def presume_absent(self, path: str) -> None:
        """There is nothing at ``path`` and below, and nothing is going to be: what is there is only predicted."""
        self._absent.add(path.lower())

    def _is_below_absent(self, path: str, own: bool) -> bool:
        above = path.rpartition("/")[0] if own else path
        while above:
            if above in self._absent:
                return True
            above = above.rpartition("/")[0]
        return False

    def _list(self, collection: str) -> dict[str, Any]:
        where = self._collections[collection]
        found: dict[str, Any] = {}
        pages = 0
        for page in where.client.pages(where.path, where.version):
            pages += 1
            found.update((_path(where, item), item) for item in page if isinstance(item, Mapping))
        self._pages[collection] = pages
        return found


def _path(where: Collection, item: Mapping[str, Any]) -> str:
    """The path of a listed item in lower case: its own name in the collection, whatever its id is spelled like."""
    return f"{where.path}/{item.get('name')}".lower()
