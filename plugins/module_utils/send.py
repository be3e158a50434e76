# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes blobs of local content, several requests side by side, and only of what is not there yet.

Files of an upload that ended are taken for what they are. Of one that did not end every file counts that has the right
bytes, and every block of a larger one: so an interrupted upload goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from functools import partial
from typing import Callable

from . import content, errors, files, local
from .blobs import Blobs
from .content import Block, Content, File
from .pool import threads
from .session import SENDERS, Session

#: What Microsoft's client writes to the first file of an upload once all are there, and looks for (yaml_mapping 4).
DONE = {"upload_status": "completed"}


@dataclass(frozen=True)
class Sending:
    """Content on its way. ``base`` stands before the names of its blobs; ``option`` named it, for ``whom``."""

    blobs: Blobs
    base: str
    found: Content
    option: str
    whom: str

    def name(self, file: File) -> str:
        """The name of a file's blob."""
        return self.base + self.found.blob(file)


@dataclass(frozen=True)
class Part:
    """One request of an upload, and how many bytes it takes there."""

    work: Callable[[], None]
    size: int = 0


def all_of(session: Session, sending: Sending, marks: Mapping[str, str]) -> None:
    """Make every file a blob, and say that all are there.

    :param marks: metadata that says whose content it is.
    :raises InputError: a file was changed, or cannot be read any more.  :raises ServiceError, TransportError: storage
        did not take it.
    """
    blobs, found = sending.blobs, sending.found
    first = sending.name(found.files[0])
    kept = blobs.listed(sending.base + found.name + ("" if found.single else "/"))
    done = first in kept and DONE.items() <= kept[first].metadata.items()
    parts: list[Part] = []
    ends: list[Part] = []
    for file in found.files:
        name = sending.name(file)
        there = kept.get(name)
        whole = file.blocks[0].md5 if len(file.blocks) == 1 else ""
        if there is not None and there.size == file.size and (done or (whole and there.md5 == whole)):
            continue
        if whole:
            parts.append(Part(partial(_put, sending, file), file.size))
            continue
        missing = _missing(blobs, name, file) if there is not None else list(file.blocks)
        if missing is not None:
            parts += (Part(partial(_put_block, sending, file, block), block.length) for block in missing)
            ends.append(Part(partial(blobs.commit, name, file.blocks)))
    if done and not parts and not ends:
        return
    _run(session, sending, parts)
    _run(session, sending, ends)
    blobs.mark(first, {**DONE, **marks})


def _missing(blobs: Blobs, name: str, file: File) -> list[Block] | None:
    """The blocks that are not there yet; None where the blob is made of just these."""
    committed, sizes = blobs.blocks(name)
    if committed == [block.id for block in file.blocks]:
        return None
    if any(len(other) != len(file.blocks[0].id) for other in sizes):
        # Another client's, whose names have another length: the service would refuse ours beside them. A list that
        # names none of them drops them.
        blobs.commit(name, ())
        return list(file.blocks)
    return [block for block in file.blocks if sizes.get(block.id) != block.length]


def _run(session: Session, sending: Sending, parts: list[Part]) -> None:
    """Send all parts, a few at a time; those of other uploads of the task count. The first error ends the rest."""
    total, sent = sum(part.size for part in parts), 0

    def one(part: Part) -> None:
        with session.sending:
            part.work()

    with threads(min(SENDERS, len(parts))) as pool:
        under_way = {pool.submit(one, part): part.size for part in parts}
        for future in as_completed(under_way):
            try:
                future.result()
            except (errors.AmlError, OSError, ValueError) as error:
                # Nothing may be written after the failure is told, and it says what took effect until then.
                session.accepted = _settled(under_way) or session.accepted
                if isinstance(error, errors.AmlError):
                    raise
                raise errors.InputError(sending.option, _problem(error)) from error
            session.accepted = True
            sent += under_way[future]
            done, of = sent // content.MIB, total // content.MIB
            session.report(f"{sending.whom}: {done} of {of} MiB uploaded, {session.deadline.elapsed():.0f} s")


def _settled(under_way: Iterable[Future[None]]) -> bool:
    """Let nothing more begin and wait for what has; whether any of it took effect."""
    begun = [future for future in under_way if not future.cancel()]
    # Of each, not of the first alone that took effect: asking is waiting.
    return None in [future.exception() for future in begun]


def _put(sending: Sending, file: File) -> None:
    with local.bytes_of(file) as handle:
        data = local.piece(file, file.blocks[0], handle)
    sending.blobs.put(sending.name(file), data, file.blocks[0].md5)


def _put_block(sending: Sending, file: File, block: Block) -> None:
    with local.bytes_of(file) as handle:
        data = local.piece(file, block, handle)
    sending.blobs.put_block(sending.name(file), block, data)


def _problem(error: Exception) -> str:
    """Why a file cannot be sent any more, for a sentence."""
    return files.problem(str(error.filename), error) if isinstance(error, OSError) else str(error)
