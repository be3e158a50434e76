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
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, BinaryIO, Callable

from . import content, files, patterns
from .content import Block, Content, Entry, File
from .errors import InputError

# The first of them that is in the folder counts, for the folder with all that is in it (yaml_mapping 4).
IGNORE_FILES = (".amlignore", ".gitignore")
LARGEST_IGNORE_FILE = content.MIB
MOST_ENTRIES = 100_000
#: What Microsoft's client calls a folder that it put together.
MERGED = "code_with_additional_includes"

#: Is told how many bytes were read, and raises where nothing more is to be read.
Seen = Callable[[int], None]
#: How the hash is made: :func:`content.of_code` or :func:`content.of_tree`.
Kind = Callable[[Iterable[Entry]], content.Fed]


def measured(
    option: str, path: str, kind: Kind, seen: Seen, includes: tuple[str, ...] = (), left_out: str = ""
) -> Content:
    """What is at ``path`` now, read once from its beginning to its end.

    :param option: the option that named it.
    :param includes: files and folders that lie elsewhere, and stand in it by their names; without a ``path`` they are
        all there is.   :param left_out: patterns of what is left out of a folder, one a line.
    :raises InputError: it is not there, cannot be read, is or holds something else than files and folders, holds no
        file, too many, or too large ones.
    """
    try:
        place = os.path.realpath(path)
        name = MERGED if includes else os.path.basename(place)
        if not name:
            raise ValueError("has no name that what is uploaded could have")
        _check_name(name)
        if includes or os.path.isdir(place):
            entries = (
                _merged(path and place, includes, left_out) if includes else list(_walked(place, left_out=left_out))
            )
            if not any(entry.size is not None for entry in entries):
                raise ValueError("holds no file, or none that its ignore file leaves in")
            hashed, single = kind(entries), False
        else:
            entries = [_file(place)]
            hashed, single = (content.of_file if kind is content.of_tree else kind)(entries), True
        found, parts = _hash(hashed, seen)
    except (OSError, ValueError) as error:
        raise InputError(option, _problem(path, error)) from error
    return Content(name, found, tuple(sorted(parts, key=lambda file: file.name)), single)


def piece(file: File, block: Block, handle: IO[bytes]) -> bytes:
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


@contextmanager
def bytes_of(item: Entry | File) -> Iterator[IO[bytes]]:
    """What is sent of a file, open: the file itself, or the archive that is made of a folder. :raises OSError: as
    :func:`opened`.

    The archive is made anew each time, and is the same as long as the files are: no member has a date or an owner, so
    that a checkout of the same files has the same hash. Microsoft's client writes the dates of the files into it.
    """
    if not item.packed:
        with opened(item.place) as handle:
            yield handle
        return
    with tempfile.TemporaryFile() as made:
        with zipfile.ZipFile(made, "w") as archive:
            for entry in item.packed:
                _pack(archive, entry)
        made.seek(0)
        yield made


def _pack(archive: zipfile.ZipFile, entry: Entry) -> None:
    """Add a file or a folder to an archive."""
    told = zipfile.ZipInfo(entry.name if entry.size is not None else f"{entry.name}/")
    runs = entry.size is None or os.stat(entry.place).st_mode & stat.S_IXUSR
    told.external_attr = (0o755 if runs else 0o644) << 16
    told.file_size = entry.size or 0
    if entry.size is None:
        archive.writestr(told, b"")
        return
    with opened(entry.place) as source, archive.open(told, "w") as member:
        shutil.copyfileobj(source, member, content.MIB)


@dataclass(frozen=True)
class _Rules:
    """The patterns of an ignore file. ``above`` stands before a name that they are about, and is no part of it."""

    patterns: tuple[patterns.Pattern, ...]
    above: str = ""

    def exclude(self, name: str) -> bool:
        return patterns.excluded(self.patterns, name[len(self.above) :])


def _merged(place: str, includes: tuple[str, ...], left_out: str) -> list[Entry]:
    """The entries of a folder, or of a single file, with what is included beside them. What the folder's ignore file
    leaves out is left out of the rest as well, and here every folder's own ignore file counts (azure-ai-ml 1.35.2,
    ``merge_local_code_and_additional_includes``).

    :raises ValueError: the folder has something of the name of what is included.
    """
    folder = os.path.isdir(place)
    found = {} if folder or not place else {os.path.basename(place): _file(place)}
    if folder:
        found = {entry.name: entry for entry in _walked(place, left_out=left_out, nested=True)}
    own = {name.partition("/")[0] for name in found}
    above = (_Rules(_ignored(place) if folder else ()),)
    for include in includes:
        source = os.path.realpath(include)
        name = os.path.basename(source)
        if name in own:
            raise ValueError(f"holds {name} already, which additional_includes names too")
        if is_to_pack(source):
            found[name] = _packed(source, above, left_out)
        elif not os.path.isdir(source):
            found[name] = _file(source)
        elif not any(rules.exclude(name) for rules in above):
            rows = _walked(source, f"{name}/", above, left_out, nested=True)
            found.update({entry.name: entry for entry in rows})
    return list(found.values())


def is_to_pack(path: str) -> bool:
    """Whether a path names the archive of a folder: ``lib.zip`` where there is none, and a folder ``lib``."""
    bare, ending = os.path.splitext(path)
    return ending == ".zip" and not os.path.exists(path) and os.path.isdir(bare)


def _packed(place: str, above: tuple[_Rules, ...], left_out: str) -> Entry:
    """The archive of a folder, with what its ignore file leaves in."""
    folder = place[: -len(".zip")]
    name = os.path.basename(folder)
    rows = [entry for entry in _walked(folder, f"{name}/", above, left_out) if entry.size is not None]
    packed = (Entry(name, folder), *sorted(rows, key=lambda entry: entry.name))
    found = Entry(os.path.basename(place), folder, 0, packed)
    with bytes_of(found) as handle:
        return replace(found, size=handle.seek(0, os.SEEK_END))


def _file(place: str) -> Entry:
    return Entry(os.path.basename(place), place, os.stat(place).st_size)


def _walked(
    top: str, prefix: str = "", above: tuple[_Rules, ...] = (), left_out: str = "", nested: bool = False
) -> Iterator[Entry]:
    """Every file and folder below ``top`` that its ignore file leaves in. What is in a folder that is left out is left
    out as well, whatever a later pattern says of it, as git does.

    :param prefix: stands before each name.   :param above: what else leaves something out.   :param nested: the ignore
        files of the folders within count too.
    :raises ValueError: there are too many, a link leads back to where it is, a name is no text.
    """
    rules = (*above, _Rules(patterns.parsed(left_out)), _Rules(_ignored(top), prefix))
    count = 0
    left: list[tuple[str, tuple[str, ...], tuple[_Rules, ...]]] = [("", (os.path.realpath(top),), rules)]
    while left:
        inner, chain, rules = left.pop()
        with os.scandir(os.path.join(top, inner)) as listed:
            found = sorted(listed, key=lambda entry: entry.name)
        for entry in found:
            _check_name(entry.name)
            path = f"{inner}/{entry.name}" if inner else entry.name
            name = prefix + path
            if any(each.exclude(name) for each in rules):
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
            own = (*rules, _Rules(_ignored(real), f"{name}/")) if nested else rules
            left.append((path, (*chain, real), own))


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
        with bytes_of(item) as handle:
            size = int(item.size or 0)
            try:
                read = _pieces(handle, content.block_size(size), size, hashing.update, seen)
            except ValueError as error:
                raise ValueError(f"holds {item.name}, which {error}") from None
            file = File(item.name, item.place, size, tuple(content.blocks(read)), item.packed)
        if sum(block.length for block in file.blocks) != size:
            raise ValueError(f"holds {item.name}, which was changed while it was read")
        found.append(file)
    return hashing.hexdigest(), found


def _pieces(handle: IO[bytes], step: int, size: int, update: Callable[[bytes], None], seen: Seen) -> Iterator[bytes]:
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
