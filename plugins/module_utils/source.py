# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content that a task gives as a local file or folder, in place of the address where it is. Pure data and functions.

What is there already is known by its hash: in the address itself where that is a place in a datastore, else among the
version's properties. Both are Microsoft's client's own (yaml_mapping 4), so what it uploaded is found here as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .scope import REGISTRY, WORKSPACE, Scope
from .tree import bury, dig, without

#: Where uploads go unless the task says otherwise.
DATASTORE = "workspaceblobstore"
#: The free properties that hold the hash of a version, and the way in which it was made.
HASH, HASH_VERSION = "hash_sha256", "hash_version"
#: The number by which Microsoft's client calls a way to hash; that of a tree has none.
HASH_VERSIONS = {"code": "202208"}
PROPERTIES = "properties.properties"


@dataclass(frozen=True)
class Source:
    """A local file or folder that a resource can be made of. The names of options are dotted where they are nested.

    :param option: names it.   :param uri: the option that it takes the place of, and ``path``, where the service has
        that.
    :param hashed: ``code`` or ``tree``: which of the two hashes of Microsoft's client it has.
    :param pending: the scopes in which the service itself gives a version a place to be uploaded to. In a workspace
        that is none of them it goes to a datastore.
    :param form: how a place in a datastore is written: ``short``, ``long``, or the ``url`` of its blob.
    :param files: the words of the resource's union with which it is a file, where it is a folder with the others.
    :param folder: it cannot be a file.
    """

    option: str
    uri: str
    path: str
    hashed: str = "tree"
    pending: tuple[Scope, ...] = ()
    form: str = "short"
    files: tuple[str, ...] = ()
    folder: bool = False

    def given(self, params: Mapping[str, Any]) -> str:
        """The path that the task gives; empty where it gives none."""
        return str(dig(params, self.option) or "")

    def datastore(self, scope: Scope, params: Mapping[str, Any]) -> str:
        """The datastore that it is uploaded to; empty where it goes to none."""
        return "" if scope in self.pending else str(params.get("datastore") or DATASTORE)

    @property
    def options(self) -> dict[str, dict[str, Any]]:
        """The argument spec of what a task can say of it, by dotted names."""
        stored = {} if WORKSPACE in self.pending else {"datastore": {"type": "str"}}
        return {self.option: {"type": "path"}, **stored}

    def problem(self, scope: Scope, params: Mapping[str, Any]) -> tuple[str, str]:
        """The option that cannot be as it is in that scope, and why; both empty when all can."""
        datastore = bool(params.get("datastore")) and "datastore" in self.options
        if not self.given(params):
            return ("datastore", f"says where to upload to, and there is no {self.option}") if datastore else ("", "")
        if dig(params, self.uri):
            return self.option, f"takes the place of {self.uri}; give one of them"
        if scope == REGISTRY and REGISTRY not in self.pending:
            return self.option, f"a registry takes no upload of it; name in {self.uri} where it is"
        if scope == REGISTRY and datastore:
            return "datastore", "is of a workspace; a registry has none"
        return "", ""

    def misfit(self, word: str, single: bool) -> str:
        """Why a file, or a folder where not ``single``, cannot be the content; empty when it can.

        :param word: the value of the resource's union.
        """
        if self.folder and single:
            return "is a file; it must be a folder"
        if self.files and word and (word in self.files) != single:
            return f"is a {'file' if single else 'folder'}, and the type is {word}"
        return ""

    def wished(self, scope: Scope, params: Mapping[str, Any], name: str, digest: str, current: Any) -> dict[str, Any]:
        """``params`` with the address in place of the file or folder: the one that the resource has where that is its
        content, the one that it will have, or, while nobody knows that, what it is.
        """
        datastore = self.datastore(scope, params)
        params = without(params, self.option)
        unknown = f"{name}, sha256 {digest}"
        found = str(dig(current, self.path) or "")
        if scope in self.pending:
            same = dig(current, f"{PROPERTIES}.{HASH}") == digest
            marks = {HASH: digest, HASH_VERSION: HASH_VERSIONS.get(self.hashed, "")}
            if not same or params.get("purge_tags"):
                kept = {key: value for key, value in marks.items() if value}
                params = {**params, "properties": {**(params.get("properties") or {}), **kept}}
            return bury(params, self.uri, found if same and found else unknown)
        place = stored(name, digest)
        if self.form == "url":
            return bury(params, self.uri, found if found.rstrip("/").endswith("/" + place) else unknown)
        home = (
            f"subscriptions/{params.get('subscription_id')}/resourcegroups/{params.get('resource_group')}/workspaces/"
        )
        long = f"{home}{params.get('workspace')}/" if self.form == "long" else ""
        return bury(params, self.uri, f"azureml://{long}datastores/{datastore}/paths/{place}")


def stored(name: str, digest: str) -> str:
    """Where in a datastore Microsoft's client keeps content."""
    return f"LocalUpload/{digest}/{name}"
