# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of the collection at a path that Ansible accepts.

Ansible finds a collection, and ansible-test agrees to start, only below ``ansible_collections/<namespace>/<name>``; a
symbolic link does not help because the current directory is resolved. People clone where they like, so every check
works on a copy.
"""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from environment import ROOT, WORK

COLLECTION = Path("ansible_collections") / "mlops" / "azureml"


def copy(name: str) -> Path:
    """Copy the tracked and the not ignored files to ``.venv/tree/<name>/`` and return the copied collection's root."""
    destination = WORK / "tree" / name / COLLECTION
    shutil.rmtree(WORK / "tree" / name, ignore_errors=True)
    for relative in files():
        target = destination / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / relative, target, follow_symlinks=False)
    _link_shared(destination)
    if shutil.which("git"):
        # Tools look for a repository to learn which files count; without one here they would find the outer one.
        for command in (["git", "init", "--quiet"], ["git", "add", "--all"]):
            subprocess.run(command, cwd=destination, check=True, capture_output=True, env=_plain_git())
    return destination


def collections_path(root: Path) -> Path:
    """Return the directory to put into ANSIBLE_COLLECTIONS_PATH for the copied collection at ``root``."""
    return root.parents[2]


def files() -> list[Path]:
    """Return the files that belong to the project, relative to its root, new ones included and ignored ones not."""
    listed = _listed_by_git()
    found = listed if listed is not None else list(_walked())
    return sorted(path for path in found if (ROOT / path).is_file() or (ROOT / path).is_symlink())


def _listed_by_git() -> list[Path] | None:
    """Return None where git is absent, or refuses: an unpacked archive, a clone owned by somebody else."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=_plain_git())
    except (OSError, subprocess.CalledProcessError):
        return None
    return [Path(name) for name in done.stdout.split("\0") if name]


def _walked() -> Iterator[Path]:
    lines = (line.strip() for line in (ROOT / ".gitignore").read_text().splitlines())
    ignored = [".git/", *(line for line in lines if line and not line.startswith("#"))]
    for directory, folders, names in os.walk(ROOT):
        here = Path(directory).relative_to(ROOT)
        folders[:] = [name for name in folders if not _matches(here / name, ignored, "/")]
        yield from (here / name for name in names if not _matches(here / name, ignored, ""))


def _matches(path: Path, ignored: list[str], ending: str) -> bool:
    """Tell whether one of the patterns of .gitignore (plain names and globs; no negation) covers ``path``."""
    for pattern in ignored:
        if pattern.endswith("/") and ending != "/":
            continue
        bare = pattern.strip("/")
        if fnmatch.fnmatch(path.as_posix() if "/" in bare or pattern.startswith("/") else path.name, bare):
            return True
    return False


def _link_shared(destination: Path) -> None:
    """Let ``../shared`` mean the same directory from the copy as from the project, where it exists."""
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        (destination.parent / "shared").symlink_to(shared.resolve())


def _plain_git() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
