# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Canaries: secrets made up for these tests, each found again in every spelling. Knows nothing of the collection, and
shares nothing with its own redaction.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

LENGTH = 24
# Parts of a spelling that are shorter occur by chance.
SHORTEST = 10
_WORD = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # pragma: allowlist secret: an alphabet
#: What stands in the middle of a canary, so that its spellings differ: nothing, and what base64 keys, JSON, a form, a
#: foreign keyboard and a PEM file have.
MIDDLES = {"plain": "", "key": "+/=", "json": '"\\', "form": "&%=+", "foreign": "éß", "lines": "\n"}


def canary(label: str, kind: str = "plain") -> str:
    """A secret of 24 characters that belongs to ``label``, the same in every run."""
    digest = hashlib.sha256(label.encode()).digest()
    middle = MIDDLES[kind]
    letters = "".join(_WORD[byte % len(_WORD)] for byte in digest)[: LENGTH - len(middle)]
    # Twelve characters before the middle, so that the first twelve are a word that is searched as it is.
    return letters[:12] + middle + letters[12:]


def spellings(secret: str) -> set[str]:
    """Every text that would give ``secret`` away: itself in each encoding, backwards, and its first and last twelve
    characters.
    """
    raw = secret.encode()
    found = {secret, secret[::-1], secret[:12], secret[-12:], raw.hex(), raw.hex().upper()}
    found |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]}
    found |= {json.dumps(text)[1:-1] for text in list(found)}
    percent = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    found |= percent | {re.sub("%..", lambda match: match.group().lower(), text) for text in percent}
    found |= {html.escape(text) for text in list(found)}
    # Callbacks break long lines of a text where it has line breaks.
    found |= set(secret.splitlines())
    for offset in range(3):
        # The bytes before and after share a character with the secret's own at each end; these lie between.
        core = base64.b64encode(b"\0" * offset + raw).decode().rstrip("=")[(0, 2, 3)[offset] : -1]
        found |= {core, core.replace("+", "-").replace("/", "_")}
    return {text for text in found if len(text) >= SHORTEST}


class Hunt:
    """Looks for many secrets in many texts, and counts.

    :param secrets: by the label that a report names.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._spellings = {label: spellings(secret) for label, secret in secrets.items()}
        self.checked = 0
        self.hits: list[str] = []

    def look(self, where: str, text: str, but: Iterable[str] = ()) -> None:
        """Look for every secret in ``text``; ``but`` are labels that may be there."""
        # Most lines of verbose output are alike.
        lines = text.splitlines()
        unlike = "\n".join(dict.fromkeys(lines))
        for label in self._spellings.keys() - set(but):
            self.checked += 1
            for form in self._spellings[label]:
                if form in unlike or ("\n" in form and form in text):
                    self.hits.append(f"{where}: {label} as {_shortened(form)}: {_around(text, form)}")
                    break


def _shortened(form: str) -> str:
    return repr(form if len(form) < 40 else form[:37] + "...")


def _around(text: str, form: str) -> str:
    place = text.find(form)
    return repr(text[max(0, place - 120) : place + len(form) + 60])
