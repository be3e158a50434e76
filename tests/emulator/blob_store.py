# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The blobs and the blocks that are not part of one yet, by `account/container/path`."""

from __future__ import annotations

import base64
import hashlib
import uuid
from typing import Any

from .core import EmulatorState

Row = dict[str, Any]
BLOBS, BLOCKS = "blobs", "blobs.blocks"
#: Everything is kept in memory and in the state file; a test needs no more.
MAX_BYTES = 64 * 1024 * 1024


def save(
    emulator: EmulatorState,
    name: str,
    content: bytes,
    content_type: str | None = None,
    *,
    metadata: dict[str, str] | None = None,
    md5: str | None = None,
    blocks: list[list[Any]] | None = None,
) -> Row:
    """Keep the bytes of a blob; every write has an etag of its own, and ends the blocks that it does not use.

    md5     what the blob says its MD5 is, in base64
    blocks  [id, size] of those that it was made of
    """
    row = {
        "content": base64.b64encode(content).decode(),
        "type": content_type or "application/octet-stream",
        "metadata": metadata or {},
        "md5": md5,
        "blocks": blocks or [],
    }
    for key in emulator.store.docs(BLOCKS, name + "?"):
        emulator.store.delete_doc(BLOCKS, key)
    return touch(emulator, name, row)


def touch(emulator: EmulatorState, name: str, row: Row) -> Row:
    """Keep the row as one that was changed now."""
    row.update(etag=f'"0x{uuid.uuid4().hex[:16].upper()}"', modified=emulator.clock.now())
    emulator.store.put_doc(BLOBS, name, row)
    return row


def bytes_at(emulator: EmulatorState, name: str) -> bytes | None:
    """The bytes of a blob, None when there is none."""
    found = emulator.store.get_doc(BLOBS, name)
    return None if found is None else bytes_of(found)


def bytes_of(row: Row) -> bytes:
    """The bytes of a row."""
    return base64.b64decode(row["content"])


def put_block(emulator: EmulatorState, name: str, block: str, content: bytes) -> None:
    """Keep a block until a list makes it part of the blob."""
    emulator.store.put_doc(BLOCKS, f"{name}?{block}", base64.b64encode(content).decode())


def waiting(emulator: EmulatorState, name: str) -> dict[str, bytes]:
    """The blocks that are not part of the blob, by id."""
    found = emulator.store.docs(BLOCKS, name + "?")
    return {key.rpartition("?")[2]: base64.b64decode(text) for key, text in found.items()}


def committed(row: Row | None) -> dict[str, bytes]:
    """The blocks that a blob is made of, by id."""
    found, start = {}, 0
    content = bytes_of(row) if row else b""
    for block, size in (row or {}).get("blocks", ()):
        found[block] = content[start : start + size]
        start += size
    return found


def listed(emulator: EmulatorState, container: str, prefix: str, uncommitted: bool) -> list[tuple[str, Row | None]]:
    """Name and row of the blobs of `account/container`, in the order of their names; None for one that has blocks only.

    uncommitted   those too
    """
    top = container + "/"
    rows: dict[str, Row | None] = dict(emulator.store.docs(BLOBS, top + prefix))
    for key in emulator.store.docs(BLOCKS, top + prefix) if uncommitted else ():
        rows.setdefault(key.rpartition("?")[0], None)
    return [(key[len(top) :], row) for key, row in sorted(rows.items())]


def md5_of(content: bytes) -> str:
    """The MD5 of bytes as a Content-MD5 header has it."""
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
