# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``make editor`` tells what an editor does not show. (What it shows, only the real language server can say.)"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import editor

KNOWN = {
    "mlops.azureml.aml_a": {"short_description": "Make an a.", "options": {"name": {}, "size": {}}},
    "mlops.azureml.aml_b": {"short_description": "Make a b", "options": {"name": {}}},
}


class Answers:
    """A server that knows the first module, but for one option, and nothing of the second one."""

    def __init__(self) -> None:
        self._open = ""

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self._open = params["textDocument"].get("text", "")

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        if "aml_a" not in self._open:
            return None
        if method.endswith("hover"):
            return {"contents": {"value": r"### Make an a\."}}
        return [{"label": "name"}] if params["position"]["line"] == 6 else [{"label": "mlops.azureml.aml_a"}]


def test_what_is_not_shown_is_told() -> None:
    problems, figures = editor.looked(Answers(), Path("/project"), KNOWN)

    assert problems == [
        "mlops.azureml.aml_a: no completion of size",
        "mlops.azureml.aml_b: its name is not completed",
        "mlops.azureml.aml_b: hovering shows null",
        "mlops.azureml.aml_b: no completion of name",
    ]
    assert (figures["modules"], figures["options"]) == (2, 1)
