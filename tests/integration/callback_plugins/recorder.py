# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: recorder
type: aggregate
short_description: Writes down the results of this collection's tasks
description:
  - One line of JSON for each finished task of C(mlops.azureml), with its name and its result, in the order of the play.
  - For the tests of the collection; what C(no_log) hides is hidden here as well.
options:
  path:
    description: The file to append to.
    required: true
    env:
      - name: AML_RECORDER_PATH
"""

import json
from typing import Any

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "recorder"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_ok(self, result: Any) -> None:
        self._note("ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._note("failed", result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._note("skipped", result)

    def _note(self, how: str, result: Any) -> None:
        if not str(result._task.action).startswith("mlops.azureml."):
            return
        noted = {"task": f"{result._task.action}: {result._task.get_name()}", "how": how, "result": result._result}
        with open(self.get_option("path"), "a", encoding="utf-8") as file:
            file.write(json.dumps(noted, default=str) + "\n")
