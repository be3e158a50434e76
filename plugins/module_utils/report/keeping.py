# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a report: where each goes, whether it is there already, and how it gets there in one step."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from .. import files
from ..errors import InputError
from ..landing import Landing

ENDINGS = {"html": ".html", "json": ".json", "junit": ".junit.xml"}
# A name that ends like this already is the name of one of the files, not of all.
_KNOWN = (".junit.xml", ".html", ".htm", ".json", ".xml")
#: No report is larger; what is there and is, is no report.
LARGEST = 64 * 1024 * 1024


def places(dest: str, workspace: str, formats: Sequence[str]) -> list[tuple[str, str]]:
    """Where each format goes: one into ``dest`` itself, several beside it, each with its own ending; into a folder by
    the name of the workspace.
    """
    if dest.endswith("/") or os.path.isdir(dest):
        dest = os.path.join(dest, workspace)
    elif len(formats) == 1:
        return [(formats[0], dest)]
    stem = next((dest[: -len(ending)] for ending in _KNOWN if dest.lower().endswith(ending)), dest)
    return [(word, stem + ENDINGS[word]) for word in formats]


def there(place: str) -> bytes | None:
    """What is there; None where there is no file. :raises InputError: it is no file, or cannot be read."""
    try:
        return files.read(place, LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError("dest", files.problem(place, error)) from error


def expect_room(place: str) -> None:
    """Look whether a file can come there, so that nobody waits for one that cannot.

    :raises InputError: what is there is no file, or the folder that would have to hold it cannot be written.
    """
    there(place)
    folder = os.path.dirname(place) or "."
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder) or "."
    if not os.path.isdir(folder):
        raise InputError("dest", f"cannot write {place}: {folder} is no folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError("dest", f"cannot write {place}: {folder} may not be written")


def keep(place: str, content: bytes, mode: int) -> None:
    """Put it there. :raises InputError: that cannot be done."""
    with Landing(place, mode=mode) as coming:
        coming.begin()
        coming.write(content)
        coming.keep()


def moded(place: str, mode: int, writes: bool) -> bool:
    """Give the file its mode; True where it had, or would have had, another. :raises InputError: it is another's."""
    try:
        if stat.S_IMODE(os.stat(place).st_mode) == mode:
            return False
        if writes:
            os.chmod(place, mode)
        return True
    except OSError as error:
        raise InputError("mode", f"cannot set that of {place}: {(error.strerror or '').lower()}") from error
