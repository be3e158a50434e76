# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and folders of this machine that a task names for an upload: found, hashed, and read again block by block.

Links are followed, as Microsoft's client follows them. Nothing is ever held whole: a block at a time is in memory.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Callable

from . import content, files, patterns
from .content import Block, Content, Entry, File
from .errors import InputError

# The first of them that is in the folder counts, for the folder with all that is in it (yaml_mapping 4).
IGNORE_FILES = (".amlignore", ".gitignore")
LARGEST_IGNORE_FILE = content.MIB
MOST_ENTRIES = 100_000

#: Is told how many bytes were read, and raises where nothing more is to be read.
Seen = Callable[[int], None]
#: How the hash is made: :func:`content.of_code` or :func:`content.of_tree`.
Kind = Callable[[Iterable[Entry]], content.Fed]


def measured(option: str, path: str, kind: Kind, seen: Seen) -> Content:
    """What is at ``path`` now, read once from its beginning to its end.

    :param option: the option that named it.
    :raises InputError: it is not there, cannot be read, is or holds something else than files and folders, holds no
        file, too many, or too large ones.
    """
    try:
        place = os.path.realpath(path)
        name = os.path.basename(place)
        if not name:
            raise ValueError("has no name that what is uploaded could have")
        _check_name(name)
        if os.path.isdir(place):
            entries = list(_walked(place))
            if not any(entry.size is not None for entry in entries):
                raise ValueError("holds no file, or none that its ignore file leaves in")
            hashed, single = kind(entries), False
        else:
            entries = [Entry(name, place, os.stat(place).st_size)]
            hashed, single = (content.of_file if kind is content.of_tree else kind)(entries), True
        found, parts = _hash(hashed, seen)
    except (OSError, ValueError) as error:
        raise InputError(option, _problem(path, error)) from error
    return Content(name, found, tuple(sorted(parts, key=lambda file: file.name)), single)


def piece(file: File, block: Block, handle: BinaryIO) -> bytes:
    """The bytes of one block, which are still those that were hashed. :raises ValueError: they are not."""
    handle.seek(block.start)
    found = handle.read(block.length)
    if content.digest(found) != block.digest:
        raise ValueError(f"{file.place} was changed after it was hashed")
    return found


def opened(place: str) -> BinaryIO:
    """The file, open. :raises OSError: it cannot be opened, or is no file: a pipe would be waited for, a device never
    ends.
    """
    descriptor = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "is not a regular file", place)
    return os.fdopen(descriptor, "rb")


def _walked(top: str) -> Iterator[Entry]:
    """Every file and folder below ``top`` that its ignore file leaves in. What is in a folder that is left out is left
    out as well, whatever a later pattern says of it, as git does.

    :raises ValueError: there are too many, a link leads back to where it is, a name is no text.
    """
    ignored = _ignored(top)
    count = 0
    left = [("", (os.path.realpath(top),))]
    while left:
        above, chain = left.pop()
        with os.scandir(os.path.join(top, above)) as listed:
            found = sorted(listed, key=lambda entry: entry.name)
        for entry in found:
            _check_name(entry.name)
            name = f"{above}/{entry.name}" if above else entry.name
            if patterns.excluded(ignored, name):
                continue
            count += 1
            if count > MOST_ENTRIES:
                raise ValueError(f"holds more than {MOST_ENTRIES} files and folders, the most that can be uploaded")
            if not entry.is_dir():
                yield Entry(name, entry.path, entry.stat().st_size)
                continue
            real = os.path.realpath(entry.path)
            if real in chain:
                raise ValueError(f"holds {name}, a link to a folder that it is in itself")
            yield Entry(name, entry.path)
            left.append((name, (*chain, real)))


def _ignored(top: str) -> tuple[patterns.Pattern, ...]:
    """The patterns of the folder's ignore file; none where it has none."""
    for name in IGNORE_FILES:
        place = os.path.join(top, name)
        if not os.path.exists(place):
            continue
        text = files.read(place, LARGEST_IGNORE_FILE)
        if len(text) > LARGEST_IGNORE_FILE:
            raise ValueError(f"has a {name} of more than {LARGEST_IGNORE_FILE // content.MIB} MiB")
        try:
            return patterns.parsed(text.decode("utf-8-sig"))
        except ValueError as error:
            raise ValueError(f"has a {name} that cannot be used: {error}") from None
    return ()


def _hash(fed: content.Fed, seen: Seen) -> tuple[str, list[File]]:
    """The hash of all that is fed, and the files in it with their blocks."""
    hashing = hashlib.sha256()
    found = []
    for item in fed:
        if isinstance(item, bytes):
            hashing.update(item)
            continue
        with opened(item.place) as handle:
            size = int(item.size or 0)
            try:
                read = _pieces(handle, content.block_size(size), size, hashing.update, seen)
            except ValueError as error:
                raise ValueError(f"holds {item.name}, which {error}") from None
            file = File(item.name, item.place, size, tuple(content.blocks(read)))
        if sum(block.length for block in file.blocks) != size:
            raise ValueError(f"holds {item.name}, which was changed while it was read")
        found.append(file)
    return hashing.hexdigest(), found


def _pieces(handle: BinaryIO, step: int, size: int, update: Callable[[bytes], None], seen: Seen) -> Iterator[bytes]:
    """A file in pieces of ``step`` bytes; of one that grows meanwhile no more than shows it."""
    left = size + 1
    while left:
        found = handle.read(min(step, left))
        if not found:
            return
        left -= len(found)
        seen(len(found))
        update(found)
        yield found


def _check_name(name: str) -> None:
    """:raises ValueError: it cannot be the name of a blob."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"holds {name.encode('utf-8', 'replace').decode()}, whose name is no text in UTF-8") from None


def _problem(path: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError) and error.filename in (path, os.path.realpath(path)):
        return f"there is no file and no folder {path}"
    if isinstance(error, OSError):
        return files.problem(str(error.filename or path), error)
    return f"{path} {error}"
