# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a file that the user names. A leaf."""

from __future__ import annotations

import errno
import os
import stat


def read(path: str, most: int) -> bytes:
    """The first ``most`` bytes of a regular file, and one more where there are more.

    Opened without waiting: a pipe that nobody writes to would hold the task for ever, a device never ends.

    :raises OSError: there is no such file, it cannot be read, or it is something else than a file.
    """
    if "\0" in path:
        raise OSError(errno.EINVAL, "no name of a file holds a null character", path)
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as handle:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "is not a regular file", path)
        return handle.read(most + 1)


def problem(path: str, error: Exception) -> str:
    """Why the file could not be read, for a sentence."""
    if isinstance(error, FileNotFoundError):
        return f"there is no file {path}"
    said = error.strerror if isinstance(error, OSError) else None
    return f"cannot read {path}: {(said or type(error).__name__).lower()}"
