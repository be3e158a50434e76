# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens on the disk, so that a play logs in once and not in every task (design section 3: a task is a process).

One file for each principal and audience, in a folder that nobody else can enter; and one for what a custom cloud says
of itself, which is asked for before anything else. Whatever is wrong with the file, the folder or the lock means asking
the service; nothing here fails a task.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import stat
from contextlib import suppress
from typing import Any, Callable

from ..clock import Deadline
from ..errors import AmlError
from .credential import Credential, Fetch, Holder, Token

FOLDER = "ansible-mlops-azureml"
# Seconds to wait for another task that asks for the same token, and between two looks.
LONGEST_WAIT = 5.0
NAP = 0.05
# A lock that nobody has opened for so many seconds is swept away.
LOCK_SECONDS = 3600
# How long the metadata document of a custom cloud is good for.
DOCUMENT_SECONDS = 3600
LARGEST_FILE = 256 * 1024
# About 1 ms here, which each task pays once.
ROUNDS = 4000
_FORMAT = "1"
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


class Cache:
    """The tokens below ``base``, for one task.

    :param base: an absolute path, from :func:`base_of`.
    :param verify: how the login service's certificate is checked: what an unchecked one gave must stay with those who
        do not check either.
    """

    def __init__(self, base: str, deadline: Deadline, verify: str = "") -> None:
        self._base = base
        self._deadline = deadline
        self._verify = verify

    def token(self, credential: Credential, audience: str, fetch: Fetch) -> Token:
        """The token for ``audience`` from the file, else a new one, which is kept there.

        :raises AuthError: as ``credential.token`` does.  :raises Cancelled: the job is gone.
        """
        holder = credential.holder()
        folder = _open_folder(self._base) if holder else None
        if holder is None or folder is None:
            return credential.token(audience, fetch)
        lock = None
        try:
            name = self._name(holder, audience)
            found = self._read(folder, name, holder, audience)
            if found is None:
                lock = self._open_lock(folder, name)
                found = self._wait(folder, name, holder, audience, lock)
            if found is None:
                found = credential.token(audience, fetch)
                if _still(credential, holder):
                    self._keep(folder, name, holder, found)
            return found
        finally:
            # Closing the lock's file releases it.
            for handle in (lock, folder):
                if handle is not None:
                    os.close(handle)

    def drop(self, credential: Credential, audience: str, value: str) -> None:
        """Forget the token ``value``, which was refused; one that another task fetched since then stays."""
        holder = credential.holder()
        folder = _open_folder(self._base) if holder else None
        if holder is None or folder is None:
            return
        try:
            name = self._name(holder, audience)
            found = self._read(folder, name, holder, audience)
            if found is not None and found.value == value:
                os.unlink(name, dir_fd=folder)
        except OSError:
            # It stays, and is refused and asked for again in the next task.
            return
        finally:
            os.close(folder)

    def document(self, url: str, ask: Callable[[], Any]) -> Any:
        """The public document at ``url`` from the file, else from ``ask``, and then kept when it is not None."""
        folder = _open_folder(self._base)
        if folder is None:
            return ask()
        try:
            now = self._deadline.clock.time()
            name = hashlib.sha256(json.dumps([_FORMAT, url, self._verify]).encode()).hexdigest() + ".cloud"
            entry = _load(folder, name)
            ends = entry.get("expires_on")
            if isinstance(ends, int) and now < ends <= now + DOCUMENT_SECONDS:
                return entry.get("document")
            found = ask()
            if found is not None:
                ends = int(now) + DOCUMENT_SECONDS
                _write(folder, name, {"document": found, "expires_on": ends}, ends, now)
            return found
        finally:
            os.close(folder)

    def _name(self, holder: Holder, audience: str) -> str:
        """Everything that decides the token, but not what proves it: a name is seen by more than the file is."""
        decided = json.dumps([_FORMAT, *holder.whose, audience, self._verify])
        return hashlib.sha256(decided.encode()).hexdigest()

    def _read(self, folder: int, name: str, holder: Holder, audience: str) -> Token | None:
        """The token in the file, when it lasts and the file was written by a task with the same proof."""
        entry = _load(folder, name)
        value, salt, seal = (_text(entry.get(key)) for key in ("token", "salt", "seal"))
        ends = entry.get("expires_on")
        if not value or not isinstance(ends, int):
            return None
        found = Token(value, ends, audience)
        if not found.lasts(self._deadline.clock.time()):
            return None
        return found if hmac.compare_digest(seal, _seal(holder, salt)) else None

    def _open_lock(self, folder: int, name: str) -> int | None:
        ends = self._deadline.clock.time() + LOCK_SECONDS
        try:
            lock = os.open(f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600, dir_fd=folder)
        except OSError:
            return None
        with suppress(OSError):
            os.utime(lock, (ends, ends))
        return lock

    def _wait(self, folder: int, name: str, holder: Holder, audience: str, lock: int | None) -> Token | None:
        """The token that another task is asking for, or None when it is this one's turn, or has waited enough."""
        clock = self._deadline.clock
        end = clock.now() + min(LONGEST_WAIT, self._deadline.left())
        while lock is not None and not _locked(lock) and clock.now() < end:
            clock.sleep(NAP)
            found = self._read(folder, name, holder, audience)
            if found is not None:
                return found
        return self._read(folder, name, holder, audience)

    def _keep(self, folder: int, name: str, holder: Holder, token: Token) -> None:
        now = self._deadline.clock.time()
        if not token.lasts(now):
            return
        salt = os.urandom(16).hex()
        entry = {"token": token.value, "expires_on": token.expires_on, "salt": salt, "seal": _seal(holder, salt)}
        _write(folder, name, entry, token.expires_on, now)


def _still(credential: Credential, holder: Holder) -> bool:
    """False when somebody else has logged in while the token was fetched: then nobody knows whose it is."""
    try:
        return credential.holder() == holder
    except AmlError:
        return False


def base_of(runtime: str | None, caches: str | None, home: str | None) -> str | None:
    """Where the cache's folder belongs: memory that ends with the user's session, else the user's caches.

    :param runtime: ``XDG_RUNTIME_DIR``.   :param caches: ``XDG_CACHE_HOME``.   :param home: the user's folder.
    :returns: an absolute path, or None when there is no such place.
    """
    if runtime and os.path.isabs(runtime):
        with suppress(OSError):
            if _is_own(os.stat(runtime)):
                return runtime
    base = caches or (os.path.join(home, ".cache") if home else "")
    return base if os.path.isabs(base) else None


def _open_folder(base: str) -> int | None:
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
        return None
    if _is_own(os.fstat(folder)):
        return folder
    os.close(folder)
    return None


def _is_own(found: os.stat_result) -> bool:
    """True when it is this user's and nobody else may do anything with it."""
    return found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077


def _load(folder: int, name: str) -> dict[str, object]:
    """The object in a file that is safely ours; empty when there is none."""
    try:
        handle = os.open(name, _READ, dir_fd=folder)
        try:
            found = os.fstat(handle)
            safe = stat.S_ISREG(found.st_mode) and _is_own(found)
            content = os.read(handle, LARGEST_FILE) if safe else b""
        finally:
            os.close(handle)
        entry = json.loads(content)
    except (OSError, ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def _write(folder: int, name: str, entry: dict[str, Any], ends: int, now: float) -> None:
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


def _text(value: object) -> str:
    """A text as it is written here, which can stand in a header; '' for anything else."""
    return value if isinstance(value, str) and value.isascii() and value.isprintable() else ""


def _seal(holder: Holder, salt: str) -> str:
    """What tells a task with another secret from the one that wrote the file.

    Whoever reads the file can try secrets against it, as against anything that tells a right one from a wrong one. So
    it is salted anew for each token and slow (PBKDF2, which FIPS machines have too), and it is deleted with the token.
    What Azure generates as a secret cannot be guessed at all; this is for the password of a certificate's key.
    """
    return hashlib.pbkdf2_hmac("sha256", holder.proof, salt.encode(), ROUNDS).hex()


def _locked(lock: int) -> bool:
    """True when it is this task's turn, or when nobody can tell because the file system knows no locks."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


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
