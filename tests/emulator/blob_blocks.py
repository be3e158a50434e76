# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The blocks that a blob is made of: their ids, the list that names them, the list that is read (contract 7.5)."""

from __future__ import annotations

import base64
import binascii
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response

from . import blob_store
from .blob_answers import Refused, xml
from .blob_store import BLOBS, Row
from .core import EmulatorState


def check_block(emulator: EmulatorState, name: str, block: str) -> None:
    """Refuse an id that is no base64, is longer than 64 bytes, or has another length than those that wait."""
    try:
        length = len(base64.b64decode(block, validate=True))
    except (binascii.Error, ValueError):
        length = 0
    if not 1 <= length <= 64:
        raise Refused(400, "InvalidQueryParameterValue", "Value for one of the query parameters is invalid: blockid.")
    if any(len(other) != len(block) for other in blob_store.waiting(emulator, name)):
        raise Refused(400, "InvalidBlobOrBlock", "The specified blob or block content is invalid.")


def chosen(emulator: EmulatorState, name: str, content: bytes) -> list[tuple[str, bytes]]:
    """Id and bytes of each block that a list names."""
    waiting = blob_store.waiting(emulator, name)
    committed = blob_store.committed(emulator.store.get_doc(BLOBS, name))
    sources = {"Latest": {**committed, **waiting}, "Uncommitted": waiting, "Committed": committed}
    found = [(block, sources.get(word, {}).get(block)) for word, block in block_ids(content)]
    pieces = [(block, piece) for block, piece in found if piece is not None]
    if len(pieces) != len(found):
        raise Refused(400, "InvalidBlockList", "The specified block list is invalid.")
    return pieces


def block_ids(content: bytes) -> list[tuple[str, str]]:
    """Where each block of a list is to be looked for, and its id. A list that declares entities is refused: those are
    an attack, never a client.
    """
    try:
        if b"<!" in content:
            raise ElementTree.ParseError
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        raise Refused(400, "InvalidXmlDocument", "XML specified is not syntactically valid.") from None
    return [(element.tag, element.text or "") for element in root]


def block_list(emulator: EmulatorState, request: Request, name: str, found: Row | None) -> Response:
    """GET of the blocks of a blob, and of those that wait."""
    wanted = request.query_params.get("blocklisttype", "committed").lower()
    lists = {"Committed": blob_store.committed(found), "Uncommitted": blob_store.waiting(emulator, name)}
    if found is None and not lists["Uncommitted"]:
        raise Refused(404, "BlobNotFound", "The specified blob does not exist.")
    text = ""
    for word, blocks in lists.items():
        rows = "".join(f"<Block><Name>{key}</Name><Size>{len(piece)}</Size></Block>" for key, piece in blocks.items())
        text += f"<{word}Blocks>{rows}</{word}Blocks>" if wanted in ("all", word.lower()) else ""
    return xml(f"<BlockList>{text}</BlockList>")
