# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a local file or folder is made of: its hash, as Microsoft's client has it, and the blocks it is sent in. Pure.

The hash is what makes an upload unnecessary, so it must be the same one: what ``az ml`` has uploaded is found here, and
the other way round (azure-ai-ml 1.35.2, ``_utils/_asset_utils.py``: ``get_content_hash`` and ``get_object_hash``).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Union

MIB = 1024 * 1024
BLOCK = 8 * MIB
# A block blob has at most so many blocks (learn.microsoft.com, Put Block List). The largest block is ours: a few of
# them are in memory at once.
MOST_BLOCKS = 50_000
LARGEST_BLOCK = 100 * MIB
LARGEST_FILE = MOST_BLOCKS * LARGEST_BLOCK
_SEED = b"Initialize for october 2021 AML CLI version"


@dataclass(frozen=True)
class Entry:
    """One file, or one folder, of a tree.

    :param name: relative to the tree, with slashes; of a single file its own name.   :param place: the path to open.
    :param size: bytes; None for a folder.
    :param packed: what a zip archive is made of that is on no disk, the folder itself first; ``place`` is that folder.
    """

    name: str
    place: str
    size: int | None = None
    packed: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Block:
    """Consecutive bytes of a file. ``digest`` is their MD5, which the storage service checks on arrival."""

    number: int
    start: int
    length: int
    digest: bytes

    @property
    def id(self) -> str:
        """Its name in the blob: of one length for all (learn.microsoft.com, Put Block), and another one for other
        bytes, so that a block that is there already needs no look into it.
        """
        return base64.b64encode(f"{self.number:06d}-{self.digest.hex()}".encode()).decode()

    @property
    def md5(self) -> str:
        """The digest as a Content-MD5 header has it."""
        return base64.b64encode(self.digest).decode()


@dataclass(frozen=True)
class File:
    """A file and its blocks, at least one. ``packed`` as in :class:`Entry`."""

    name: str
    place: str
    size: int
    blocks: tuple[Block, ...]
    packed: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Content:
    """A file or a folder as it is uploaded.

    :param name: its own name, without those above it.   :param single: it is one file.
    """

    name: str
    hash: str
    files: tuple[File, ...]
    single: bool = False

    @property
    def size(self) -> int:
        """The bytes of all its files."""
        return sum(file.size for file in self.files)

    def blob(self, file: File) -> str:
        """The name that a file has in storage, below the place of the content."""
        return file.name if self.single else f"{self.name}/{file.name}"


#: What goes into a hash, in order: bytes, or all that an entry holds.
Fed = Iterator[Union[bytes, Entry]]


def of_code(entries: Iterable[Entry]) -> Fed:
    """What the hash of code is made of: how many files there are, their names and sizes, then their contents."""
    files = sorted((entry for entry in entries if entry.size is not None), key=lambda entry: _order(entry.name))
    yield str(len(files)).encode()
    for entry in files:
        yield f"#{entry.name}#{entry.size}".encode()
    yield from files


def of_tree(entries: Iterable[Entry]) -> Fed:
    """What the hash of data, a model or a build context is made of: level by level the name of each file and folder,
    and what it holds.
    """
    yield _SEED
    for entry in sorted(entries, key=lambda entry: [_order(word) for word in entry.name.split("/")]):
        yield entry.name.rpartition("/")[2].encode()
        if entry.size is not None:
            yield entry


def of_file(entries: Iterable[Entry]) -> Fed:
    """The same of a single file, whose name does not count."""
    yield _SEED
    yield from entries


def _order(name: str) -> tuple[str, str]:
    """Names that differ in case alone keep one order, whatever the disk's is."""
    return name.lower(), name


def block_size(size: int) -> int:
    """The bytes of each block of a file but the last one, in whole MiB.

    :raises ValueError: when no number of blocks holds it.
    """
    if size > LARGEST_FILE:
        raise ValueError(f"has {size} bytes; the largest file that can be uploaded has {LARGEST_FILE}")
    fewest = -(-size // MOST_BLOCKS)
    return max(BLOCK, -(-fewest // MIB) * MIB)


def blocks(pieces: Iterable[bytes]) -> Iterator[Block]:
    """The blocks of a file that is read in pieces of its :func:`block_size`; of an empty one the one without a byte."""
    start, number = 0, 0
    for piece in pieces:
        yield Block(number, start, len(piece), digest(piece))
        start, number = start + len(piece), number + 1
    if not number:
        yield Block(0, 0, 0, digest(b""))


def digest(piece: bytes) -> bytes:
    """The MD5 of a block: not against an enemy, but because it is what the storage service compares."""
    return hashlib.md5(piece, usedforsecurity=False).digest()


def block_list(blocks: Iterable[Block]) -> bytes:
    """The body of a Put Block List: the blob is these blocks, in this order."""
    ids = "".join(f"<Latest>{block.id}</Latest>" for block in blocks)
    return f'<?xml version="1.0" encoding="utf-8"?><BlockList>{ids}</BlockList>'.encode()
