# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one page that needs nothing else: no network, no other file. Pure.

Its content policy allows the one script and the one style sheet that are in it, by their hashes, and nothing else.
Tables are data, which the script shows as text; everything else is text that :func:`pictures.escaped` made harmless.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .pictures import escaped
from .script import SCRIPT
from .sections import sections
from .style import STYLE
from .tables import NAMES, rows, when


def page(data: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """The whole page. :param made: when and how the report was made."""
    workspace = data["workspace"]
    cells = rows(data)
    told = json.dumps({**cells, "made": dict(made)}, ensure_ascii=False, separators=(",", ":"))
    # What ends a script, or begins a comment in one, begins like this.
    island = told.replace("<", "\\u003c")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(STYLE)}'; script-src '{_hash(SCRIPT)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = "".join(sections(data, made, cells))
    links = "".join(f'<li><a href="#{word}">{name}</a></li>' for word, name in NAMES.items())
    about = f"{workspace['resource_group']} \u00b7 {workspace['location']} \u00b7 {workspace['subscription_id']}"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escaped(workspace["name"])} \u00b7 Azure Machine Learning</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body>
<header class="wrap"><span class="over">Azure Machine Learning workspace</span>
<h1>{escaped(workspace["name"])}</h1><p>{escaped(about)}</p><p>{escaped(workspace["description"])}</p>
<p>As seen on {escaped(when(made["time"]))} UTC</p></header>
<nav aria-label="Sections"><ul class="wrap">{links}</ul></nav>
<main class="wrap">{parts}</main>
<footer class="wrap">Made by mlops.azureml {escaped(made["version"])}</footer>
<script type="application/json" id="data">{island}</script>
<script>{SCRIPT}</script>
</body>
</html>
"""


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
