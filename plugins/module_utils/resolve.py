# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds what a definition leaves to the service, and to the disk: versions by label, hashes. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from .content import Content
from .definition import document
from .definition.draft import OPTION, Draft, again
from .definition.place import Kept, Label, Measured, Shown
from .errors import InputError, ServiceError
from .schema import ML_API_VERSION
from .session import Session
from .source import HASH_VERSIONS
from .steps import Do, Look, Steps
from .target import Tolerate
from .tree import dig

# How the service says that there is no such asset (recorded 3).
ABSENT_CODES = ("UserError",)


def answers(session: Session, draft: Draft, tolerate: Tolerate) -> Steps:
    """What the draft lacks: versions by label, resources as they are, what is in local files."""
    found: dict[Any, Any] = {}
    while draft.missing:
        for asked in sorted(draft.missing, key=repr):
            if isinstance(asked, Measured):
                found[asked] = yield Do(partial(_measured, session, asked))
            elif isinstance(asked, Kept):
                found[asked] = yield Do(partial(_kept, session, asked))
            elif isinstance(asked, Shown):
                found[asked] = (yield Look(session.arm, asked.path, ML_API_VERSION, ABSENT_CODES)) or {}
            else:
                path = f"{draft.place.container(asked.collection)}/{asked.name}"
                found[asked] = yield from _latest(session, asked, path, tolerate)
        draft = again(draft, found, document)
    return found


def _measured(session: Session, asked: Measured) -> Content:
    from . import upload

    return upload.content_of(session, asked.at, asked.path, asked.hashed, asked.includes, asked.left_out)


def _kept(session: Session, asked: Kept) -> tuple[str, str] | None:
    """The name and the version of the code that has this content already; the first of them, as Microsoft's client."""
    rows = _rows(session, asked.path, {"hash": asked.hash, "hashVersion": HASH_VERSIONS["code"]})
    words = str(rows[0].get("id")).split("/") if rows else []
    return (words[-3], words[-1]) if len(words) > 3 else None


def _latest(session: Session, label: Label, path: str, tolerate: Tolerate) -> Steps:
    """The newest version of a name; of data the one that its container names (mapping 3)."""
    if label.collection == "data":
        container = yield Look(session.arm, path, ML_API_VERSION, ABSENT_CODES)
        version = dig(container, "properties.latestVersion")
    else:
        version = yield Do(partial(_newest, session, path))
    if not version and label.absent:
        return label.absent
    if not version:
        text = f"there is no {label.name} among the {label.collection} of {path.rsplit('/', 2)[0].rpartition('/')[2]}"
        tolerate(InputError(OPTION, text))
    return str(version or "latest")


def _newest(session: Session, path: str) -> str:
    rows = _rows(session, f"{path}/versions", {"$orderBy": "createdtime desc", "$top": 1})
    return str(rows[0].get("name") or "") if rows else ""


def _rows(session: Session, path: str, query: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The first page of a list; none of what has no list."""
    try:
        return list(next(iter(session.arm.pages(path, ML_API_VERSION, query)), []))
    except ServiceError as error:
        if error.status != 404:
            raise
        return []
