# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the emulator remembers: resources by id and other documents by kind, in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from .ids import key_of, parse

_TABLES = """
CREATE TABLE IF NOT EXISTS resources (key TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
                                      PRIMARY KEY (kind, key));
"""

#: The texts of the resources by key, and of the documents by kind and key.
Kept = tuple[dict[str, str], dict[str, dict[str, str]]]


class Store:
    """Resources and documents. Every write goes to SQLite at once; reads come from memory.

    Ids compare without case. What is returned is always a copy, so a caller may change it freely and nothing is
    stored until it is put back. Lists come in the order of creation.
    """

    def __init__(self, path: str | None = None) -> None:
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        # A crash of the machine may lose the last writes of a demo; a crash of the process does not.
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(_TABLES)
        self._resources: dict[str, str] = {}
        self._collections: dict[str, dict[str, None]] = {}
        self._types: dict[str, dict[str, None]] = {}
        self._documents: dict[str, dict[str, str]] = {}
        for key, body in self._db.execute("SELECT key, body FROM resources ORDER BY rowid"):
            self._remember(key, body)
        for kind, key, value in self._db.execute("SELECT kind, key, value FROM documents ORDER BY rowid"):
            self._documents.setdefault(kind, {})[key] = value

    # ----- resources -------------------------------------------------------------------------------------------

    def get(self, resource_id: str) -> dict[str, Any] | None:
        """Return the resource's body, or None when there is none."""
        text = self._resources.get(key_of(resource_id))
        return None if text is None else json.loads(text)

    def exists(self, resource_id: str) -> bool:
        """Tell whether the resource is there."""
        return key_of(resource_id) in self._resources

    def put(self, resource_id: str, body: dict[str, Any]) -> None:
        """Create or replace a resource."""
        key, text = key_of(resource_id), json.dumps(body)
        self._db.execute(
            "INSERT INTO resources (key, body) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET body = excluded.body",
            (key, text),
        )
        self._remember(key, text)

    def delete(self, resource_id: str) -> bool:
        """Remove one resource, not its children; tell whether it was there."""
        key = key_of(resource_id)
        if self._resources.pop(key, None) is None:
            return False
        self._db.execute("DELETE FROM resources WHERE key = ?", (key,))
        self._collections[key.rpartition("/")[0]].pop(key)
        self._types[_type_of(key)].pop(key)
        return True

    def delete_tree(self, resource_id: str) -> list[str]:
        """Remove a resource and everything below it; return the keys removed, deepest first."""
        top = key_of(resource_id)
        keys = [key for key in self._resources if key.startswith(top + "/")]
        keys.sort(key=lambda key: key.count("/"), reverse=True)
        if top in self._resources:
            keys.append(top)
        for key in keys:
            self.delete(key)
        return keys

    def list(self, collection_id: str, recursive: bool = False) -> list[dict[str, Any]]:
        """Return the resources of a collection ('…/workspaces'); with `recursive` everything below it too."""
        return [json.loads(self._resources[key]) for key in self.keys(collection_id, recursive)]

    def keys(self, collection_id: str, recursive: bool = False) -> list[str]:
        """Return the lower-case ids of a collection's resources, so that a page can be cut before it is loaded."""
        collection = key_of(collection_id)
        if recursive:
            return [key for key in self._resources if key.startswith(collection + "/")]
        return list(self._collections.get(collection, ()))

    def children(self, resource_id: str) -> list[dict[str, Any]]:
        """Return every resource below a resource, at any depth."""
        return self.list(resource_id, recursive=True)

    def of_type(self, full_type: str, scope: str = "/") -> Iterator[dict[str, Any]]:
        """Yield the resources of a type ('Microsoft.Storage/storageAccounts') under a scope path."""
        prefix = key_of(scope).rstrip("/") + "/"
        for key in list(self._types.get(full_type.lower(), ())):
            if key.startswith(prefix):
                yield json.loads(self._resources[key])

    # ----- documents -------------------------------------------------------------------------------------------

    def get_doc(self, kind: str, key: str) -> Any:
        """Return a document, or None."""
        text = self._documents.get(kind, {}).get(key)
        return None if text is None else json.loads(text)

    def put_doc(self, kind: str, key: str, value: Any) -> None:
        """Create or replace a document; `value` is anything that JSON can hold."""
        text = json.dumps(value)
        self._db.execute(
            "INSERT INTO documents (kind, key, value) VALUES (?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value",
            (kind, key, text),
        )
        self._documents.setdefault(kind, {})[key] = text

    def delete_doc(self, kind: str, key: str) -> bool:
        """Remove a document; tell whether it was there."""
        if self._documents.get(kind, {}).pop(key, None) is None:
            return False
        self._db.execute("DELETE FROM documents WHERE kind = ? AND key = ?", (kind, key))
        return True

    def docs(self, kind: str, prefix: str = "") -> dict[str, Any]:
        """Return the documents of a kind whose key starts with `prefix`, in the order of creation."""
        found = self._documents.get(kind, {})
        return {key: json.loads(text) for key, text in list(found.items()) if key.startswith(prefix)}

    # ----- the whole -------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Forget everything."""
        self._db.execute("DELETE FROM resources")
        self._db.execute("DELETE FROM documents")
        for table in (self._resources, self._collections, self._types, self._documents):
            table.clear()

    def kept(self) -> Kept:
        """Return everything as it is now, for `restore`."""
        return dict(self._resources), {kind: dict(rows) for kind, rows in self._documents.items()}

    def restore(self, kept: Kept) -> None:
        """Be again as it was when `kept` was taken."""
        resources, documents = kept
        self.clear()
        rows = [(kind, key, text) for kind, found in documents.items() for key, text in found.items()]
        self._db.executemany("INSERT INTO resources (key, body) VALUES (?, ?)", resources.items())
        self._db.executemany("INSERT INTO documents (kind, key, value) VALUES (?, ?, ?)", rows)
        for key, text in resources.items():
            self._remember(key, text)
        self._documents.update((kind, dict(found)) for kind, found in documents.items())

    def close(self) -> None:
        """Close the database file."""
        self._db.close()

    def _remember(self, key: str, text: str) -> None:
        if key not in self._resources:
            self._collections.setdefault(key.rpartition("/")[0], {})[key] = None
            self._types.setdefault(_type_of(key), {})[key] = None
        self._resources[key] = text


def _type_of(key: str) -> str:
    found = parse(key)
    return "" if found is None else found.type.lower()
