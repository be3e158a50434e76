# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder on the disk that nobody else can enter, where tasks leave something for each other. A leaf.

Whatever is wrong with the folder or a file in it reads as nothing there; nothing here fails a task.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import stat
import time
from contextlib import suppress
from typing import Any, Callable

FOLDER = "ansible-mlops-azureml"
LARGEST_FILE = 256 * 1024
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK

#: Is called when something is there that others could have put there: it is passed over.
Unsafe = Callable[[], None]


def unheard() -> None:
    """An :data:`Unsafe` that tells nobody."""


def base_of(runtime: str | None, caches: str | None, home: str | None) -> str | None:
    """Where the cache's folder belongs: memory that ends with the user's session, else the user's caches.

    :param runtime: ``XDG_RUNTIME_DIR``.   :param caches: ``XDG_CACHE_HOME``.   :param home: the user's folder.
    :returns: an absolute path, or None when there is no such place.
    """
    if runtime and os.path.isabs(runtime):
        with suppress(OSError):
            if is_own(os.stat(runtime)):
                return runtime
    base = caches or (os.path.join(home, ".cache") if home else "")
    return base if os.path.isabs(base) else None


def opened(base: str, unsafe: Unsafe = unheard) -> int | None:
    """The opened folder, made when it is missing; None when there can be none, or one that is not safe."""
    path = os.path.join(base, FOLDER)
    try:
        above = base if os.path.isdir(base) else os.path.dirname(base)
        if os.geteuid() == 0 and os.stat(above).st_uid != 0:
            # Under sudo with the user's home: a folder of root's there would lock the user out.
            return None
        for wanted in (base, path):
            with suppress(FileExistsError):
                os.mkdir(wanted, 0o700)
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        if os.path.islink(path):
            unsafe()
        return None
    if is_own(os.fstat(folder)):
        return folder
    os.close(folder)
    unsafe()
    return None


def is_own(found: os.stat_result) -> bool:
    """True when it is this user's and nobody else may do anything with it."""
    return found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077


def load(folder: int, name: str, unsafe: Unsafe = unheard) -> dict[str, object]:
    """The object in a file that is safely ours; empty when there is none."""
    try:
        handle = os.open(name, _READ, dir_fd=folder)
        try:
            found = os.fstat(handle)
            safe = stat.S_ISREG(found.st_mode) and is_own(found)
            content = os.read(handle, LARGEST_FILE) if safe else b""
        finally:
            os.close(handle)
        if not safe:
            unsafe()
        entry = json.loads(content)
    except OSError as error:
        if error.errno == errno.ELOOP:  # a link
            unsafe()
        return {}
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def write(folder: int, name: str, entry: dict[str, Any], ends: int, now: float) -> None:
    """Write the file in one step, and delete what is of no use any more.

    The time of each file is the moment from which nobody needs it; that is what the sweep goes by.
    """
    content = json.dumps(entry).encode()
    part = f"{name}.{os.urandom(16).hex()}"
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder)
        try:
            whole = os.write(handle, content) == len(content)
            os.utime(handle, (ends, ends))
        finally:
            os.close(handle)
        if whole:
            os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)
        else:
            os.unlink(part, dir_fd=folder)
    except OSError:
        with suppress(OSError):
            os.unlink(part, dir_fd=folder)
    _sweep(folder, now)


def locked(lock: int) -> bool:
    """True when it is this task's turn, or when nobody can tell because the file system knows no locks."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def held(base: str, name: str, make: bool, looks: int, nap: float) -> int | None:
    """A file that is safely ours, open for reading and writing and locked until it is closed; None when there is none
    and ``make`` is false, when it is not ours, or when it was not our turn after so many ``looks``, ``nap`` seconds
    apart.
    """
    place = opened(base)
    if place is None:
        return None
    try:
        flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | (os.O_CREAT if make else 0)
        handle = os.open(name, flags, 0o600, dir_fd=place)
    except OSError:
        return None
    finally:
        os.close(place)
    found = os.fstat(handle)
    if stat.S_ISREG(found.st_mode) and is_own(found):
        for _look in range(looks):
            if locked(handle):
                return handle
            time.sleep(nap)
    os.close(handle)
    return None


class Turns:
    """Whose turn it is, where only one may write at a time: of the items of one task, and of the tasks of this user on
    this machine.

    :param base: from :func:`base_of`; None where there is no such place, and the items of one task are all that wait.
    """

    def __init__(self, base: str | None = None) -> None:
        self._base = base
        self._held: dict[str, int | None] = {}

    def take(self, what: str, ends: float) -> bool:
        """True when it is the caller's turn at ``what``, until :meth:`give`. A task that dies gives it back.

        :param ends: seconds since the epoch from which nobody needs it any more.
        """
        if what in self._held:
            return False
        lock = self._lock(what)
        if lock is not None:
            if not locked(lock):
                os.close(lock)
                return False
            with suppress(OSError):
                os.utime(lock, (ends, ends))
        self._held[what] = lock
        return True

    def give(self, what: str) -> None:
        """Let the next one take it."""
        lock = self._held.pop(what)
        if lock is not None:
            os.close(lock)

    def _lock(self, what: str) -> int | None:
        place = opened(self._base) if self._base else None
        if place is None:
            return None
        try:
            name = hashlib.sha256(what.encode()).hexdigest() + ".turn"
            return os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600, dir_fd=place)
        except OSError:
            return None
        finally:
            os.close(place)


def _sweep(folder: int, now: float) -> None:
    """Delete every file whose time is over. Where that is a lock, the worst that follows is one more fetch."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            if os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime < now:
                os.unlink(name, dir_fd=folder)
