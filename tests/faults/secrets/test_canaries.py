# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hunt finds what it is to find: a matrix without hits proves something only then."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest
import yaml

from .canaries import LENGTH, MIDDLES, Hunt, canary

WAYS: dict[str, Callable[[str], str]] = {
    "raw": lambda secret: f"a {secret} b",
    "json": lambda secret: json.dumps({"a": secret}),
    "json in json": lambda secret: json.dumps(json.dumps({"a": secret})),
    "yaml": lambda secret: yaml.safe_dump({"a": {"b": secret}}, allow_unicode=True),
    "repr": lambda secret: repr({"a": [secret]}),
    "form": lambda secret: urlencode({"client_secret": secret}),
    "percent": lambda secret: quote(secret, safe=""),
    "hex": lambda secret: secret.encode().hex(),
    "xml": lambda secret: html.escape(json.dumps({"a": secret})),
    "backwards": lambda secret: secret[::-1],
    "first twelve": lambda secret: secret[:12] + "...",
    "last twelve": lambda secret: "..." + secret[-12:],
    **{
        f"base64 after {offset}": lambda secret, offset=offset: base64.b64encode(
            b"x" * offset + secret.encode() + b"tail"
        ).decode()
        for offset in range(3)
    },
}


@pytest.mark.parametrize("kind", MIDDLES)
@pytest.mark.parametrize("way", WAYS)
def test_a_canary_is_found_in_every_spelling(way: str, kind: str) -> None:
    secret = canary("one", kind)
    assert len(secret) == LENGTH
    hunt = Hunt({"one": secret, "other": canary("other", kind)})
    hunt.look("here", f"before\n{WAYS[way](secret)}\nafter")
    assert len(hunt.hits) == 1 and "one" in hunt.hits[0], hunt.hits
    assert hunt.checked == 2


def test_nothing_is_found_where_nothing_is() -> None:
    hunt = Hunt({kind: canary("one", kind) for kind in MIDDLES})
    hunt.look(
        "here", "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER ******** eyJ0eXAiOiJKV1Qi /subscriptions/0/resourceGroups/rg"
    )
    assert hunt.hits == []
