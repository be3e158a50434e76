# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where what is fetched lands: beside its place first, then in it at once, or not at all. A leaf.

A name that the service gave may only lead below the place that the task names.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import uuid
from contextlib import suppress
from typing import BinaryIO

from .errors import InputError, Malformed

PIECE = 1024 * 1024
# What no file of a run is called, and what would be another place on one machine or another.
_ODD = re.compile(r"[\\\x00-\x1f\x7f]")


def below(dest: str, name: str, asked: str, alone: bool) -> str:
    """The place of an artifact on this machine.

    :param name: what the service calls it.   :param asked: the file or folder that the task asked for.
    :param alone: whether it is that file itself: then ``dest`` is its place, or the folder that it goes into.
    :raises Malformed: a name that would lead elsewhere.
    """
    steps = name.split("/")
    if _ODD.search(name) or {"", ".", ".."}.intersection(steps):
        raise Malformed(f"the service named an artifact {name[:80]!r}, which is no plain path; nothing was written")
    if alone:
        return os.path.join(dest, steps[-1]) if os.path.isdir(dest) or dest.endswith("/") else dest
    if asked and name != asked and not name.startswith(asked + "/"):
        raise Malformed(f"the service named an artifact {name[:80]!r}, which is not below {asked[:80]!r}")
    within = steps[-1:] if name == asked else steps[asked.count("/") + 1 :] if asked else steps
    return os.path.join(dest, *within)


def checksum(place: str) -> str | None:
    """The checksum of a file, None where there is none. :raises InputError: it is no file, or cannot be read."""
    try:
        with open(place, "rb", opener=_opener) as handle:
            if not stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
                raise InputError("dest", f"{place} is there and is no file")
            found = hashlib.sha256()
            while piece := handle.read(PIECE):
                found.update(piece)
            return f"sha256:{found.hexdigest()}"
    except FileNotFoundError:
        return None
    except IsADirectoryError as error:
        raise InputError("dest", f"{place} is a folder, and a file is to be there") from error
    except OSError as error:
        raise InputError("dest", f"cannot read {place}: {(error.strerror or '').lower()}") from error


def _opener(path: str, flags: int) -> int:
    """Opens without waiting: a pipe that nobody writes to would hold the task for ever."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)


class Landing:
    """One file on its way, as a sink. Leaving the context removes what was not kept.

    :param place: where it goes.   :param writes: False to look at it only: nothing touches the disk.
    :param mode: who may read it; None for what the user's umask leaves, as of any new file.
    """

    def __init__(self, place: str, writes: bool = True, mode: int | None = None) -> None:
        self.place = place
        self._writes = writes
        self._mode = mode
        self._beside = os.path.join(
            os.path.dirname(place) or ".", f".{os.path.basename(place)[:80]}.{uuid.uuid4().hex}.part"
        )
        self._handle: BinaryIO | None = None
        self._hash = hashlib.sha256()

    @property
    def checksum(self) -> str:
        """The checksum of what has come."""
        return f"sha256:{self._hash.hexdigest()}"

    def __enter__(self) -> Landing:
        return self

    def __exit__(self, *_told: object) -> None:
        self._close()
        if self._writes:
            with suppress(OSError):
                os.unlink(self._beside)

    def begin(self) -> None:
        """Take it from its beginning. :raises InputError: there is no place to put it."""
        self._close()
        self._hash = hashlib.sha256()
        if not self._writes:
            return
        try:
            os.makedirs(os.path.dirname(self.place) or ".", exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
            self._handle = os.fdopen(os.open(self._beside, flags, 0o666 if self._mode is None else 0o600), "wb")
            if self._mode is not None:
                os.fchmod(self._handle.fileno(), self._mode)
        except OSError as error:
            raise self._problem(error) from error

    def write(self, piece: bytes) -> None:
        """Take the next piece. :raises InputError: it cannot be written."""
        self._hash.update(piece)
        if self._handle is not None:
            try:
                self._handle.write(piece)
            except OSError as error:
                raise self._problem(error) from error

    def keep(self) -> None:
        """Put it in its place, in one step. :raises InputError: that cannot be done."""
        try:
            if self._handle is not None:
                self._handle.flush()
                os.fsync(self._handle.fileno())
            self._close()
            os.replace(self._beside, self.place)
        except OSError as error:
            raise self._problem(error) from error

    def _close(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def _problem(self, error: OSError) -> InputError:
        return InputError("dest", f"cannot write {self.place}: {(error.strerror or type(error).__name__).lower()}")
