# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens on the disk, so that a play logs in once and not in every task (design section 3: a task is a process).

One file for each principal and audience, in a folder that nobody else can enter; and one for what a custom cloud says
of itself, which is asked for before anything else. Whatever is wrong with the file, the folder or the lock means asking
the service; nothing here fails a task.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from contextlib import suppress
from typing import Any, Callable

from ..clock import Deadline
from ..errors import AmlError
from ..folder import FOLDER, Turns, load, locked, opened, write
from ..pace import Ledger, Shared
from .credential import Credential, Fetch, Holder, Token

# Seconds to wait for another task that asks for the same token, and between two looks.
LONGEST_WAIT = 5.0
NAP = 0.05
# A lock that nobody has opened for so many seconds is swept away.
LOCK_SECONDS = 3600
# How long the metadata document of a custom cloud is good for.
DOCUMENT_SECONDS = 3600
# About 1 ms here, which each task pays once.
ROUNDS = 4000
_FORMAT = "1"


class Cache:
    """The tokens below ``base``, for one task.

    :param base: an absolute path, from :func:`folder.base_of`.
    :param verify: how the login service's certificate is checked: what an unchecked one gave must stay with those who
        do not check either.
    :param warnings: gets a line, once, when something there is not this user's alone.
    """

    def __init__(self, base: str, deadline: Deadline, verify: str = "", warnings: list[str] | None = None) -> None:
        self._base = base
        self._warnings = [] if warnings is None else warnings
        self._deadline = deadline
        self._verify = verify

    def token(self, credential: Credential, audience: str, fetch: Fetch) -> Token:
        """The token for ``audience`` from the file, else a new one, which is kept there.

        :raises AuthError: as ``credential.token`` does.  :raises Cancelled: the job is gone.
        """
        holder = credential.holder()
        folder = opened(self._base, self._unsafe) if holder else None
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
        folder = opened(self._base, self._unsafe) if holder else None
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

    def ledger(self, credential: Credential, scope: str) -> Ledger | None:
        """Where the tasks of this principal write down what the service lets them ask for; None when nobody knows
        whose they are.

        :param scope: what has buckets of its own: a cloud's resource manager and a subscription.
        """
        with suppress(AmlError):  # told when the token is asked for
            holder = credential.holder()
            if holder is not None:
                return Shared(self._base, _digest([*holder.whose, scope]) + ".pace")
        return None

    def turns(self) -> Turns:
        """Where the tasks of this user say whose turn it is."""
        return Turns(self._base)

    def document(self, url: str, ask: Callable[[], Any]) -> Any:
        """The public document at ``url`` from the file, else from ``ask``, and then kept when it is not None."""
        folder = opened(self._base, self._unsafe)
        if folder is None:
            return ask()
        try:
            now = self._deadline.clock.time()
            name = _digest([url, self._verify]) + ".cloud"
            entry = load(folder, name, self._unsafe)
            ends = entry.get("expires_on")
            if isinstance(ends, int) and now < ends <= now + DOCUMENT_SECONDS:
                return entry.get("document")
            found = ask()
            if found is not None:
                ends = int(now) + DOCUMENT_SECONDS
                write(folder, name, {"document": found, "expires_on": ends}, ends, now)
            return found
        finally:
            os.close(folder)

    def _unsafe(self) -> None:
        place = os.path.join(self._base, FOLDER)
        text = f"{place}, or a file in it, is a link or not this user's alone: it was not read; remove it"
        if text not in self._warnings:
            self._warnings.append(text)

    def _name(self, holder: Holder, audience: str) -> str:
        """Everything that decides the token, but not what proves it: a name is seen by more than the file is."""
        return _digest([*holder.whose, audience, self._verify])

    def _read(self, folder: int, name: str, holder: Holder, audience: str) -> Token | None:
        """The token in the file, when it lasts and the file was written by a task with the same proof."""
        entry = load(folder, name, self._unsafe)
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
        while lock is not None and not locked(lock) and clock.now() < end:
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
        write(folder, name, entry, token.expires_on, now)


def _digest(words: list[str]) -> str:
    """A file's name that is the same for the same words only."""
    return hashlib.sha256(json.dumps([_FORMAT, *words]).encode()).hexdigest()


def _still(credential: Credential, holder: Holder) -> bool:
    """False when somebody else has logged in while the token was fetched: then nobody knows whose it is."""
    try:
        return credential.holder() == holder
    except AmlError:
        return False


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
