# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 tests/tools/troubleshooting.py`` writes ``docs/troubleshooting.md`` from the table that the code uses."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "troubleshooting.md"

OPENING = """\
<!-- Made by tests/tools/troubleshooting.py from plugins/module_utils/remedies; do not edit. -->
# Troubleshooting

A task that fails says in one line, `msg`, what is at fault, the code, and the next step. The tables below list the
codes with their causes; the remedies are those that the line ends with.

Every failure of every module has these fields, whichever way the task runs:

| field | what it is |
|---|---|
| `failed` | true |
| `changed` | whether the service accepted a write, or may have |
| `msg` | one line of at most 500 characters |
| `error.code` | the service's own code, or one of this collection's |
| `error.target` | the option, or the part of the request, that is at fault |
| `status` | the HTTP status of the answer that failed, null when there was none |
| `request_id`, `correlation_id` | what Microsoft's support asks for |
| `resource_id` | the resource that the task was at |
| `outcome` | `none`: nothing was changed; `partial`: a write was accepted and the task did not finish; \
`unknown`: a write may have taken effect |
| `attempts` | how often the request that failed was sent, 0 when no request did |
| `elapsed` | seconds that the task took |
| `operation_url` | where the service tells of an operation that goes on; only then |

Options that Ansible itself refuses (an unknown one, a wrong type) never reach the module, and have `msg` alone.
"""
KINDS = """
## Codes of this collection

The first table has the kinds of failure, the second one finer codes where the next step differs.
"""
SERVICE = """
## Codes of Azure

The codes that are known to need a word. Any other code of the service is shown as it is, with the remedy of its status.
"""
LOGIN = """
## Codes of the login service

Microsoft may renumber the AADSTS codes. A number that is not listed has the remedy of the OAuth word that came with it.
"""


def page(
    kinds: Mapping[str, tuple[str, str]],
    own: Mapping[str, tuple[str, str]],
    service: Mapping[str, tuple[str, str]],
    statuses: Mapping[int, tuple[str, str]],
    login: Mapping[str, tuple[str, str]],
) -> str:
    """The whole page."""
    parts = [OPENING, KINDS, table("code", kinds), table("code", own), SERVICE, table("code", service)]
    parts += [table("status", {str(status): row for status, row in statuses.items()}), LOGIN, table("code", login)]
    return "".join(parts)


def table(head: str, rows: Mapping[str, tuple[str, str]]) -> str:
    """One table, its rows in the order of their codes, numbers by their size."""
    ordered = sorted(rows, key=lambda code: (code.rstrip("0123456789"), len(code), code))
    lines = [f"| `{code}` | {rows[code][0]} | {rows[code][1]} |" for code in ordered]
    return "\n".join(["", f"| {head} | cause | remedy |", "|---|---|---|", *lines, ""])


def made() -> str:
    """The page as it must be, from the collection beside this file."""
    sys.path.insert(0, str(ROOT))
    from plugins.module_utils.remedies.login import LOGIN as login
    from plugins.module_utils.remedies.own import KINDS as kinds
    from plugins.module_utils.remedies.own import OWN as own
    from plugins.module_utils.remedies.service import BY_STATUS as statuses
    from plugins.module_utils.remedies.service import SERVICE as service

    return page(kinds, own, service, statuses, login)


if __name__ == "__main__":
    TARGET.write_text(made(), encoding="utf-8")
