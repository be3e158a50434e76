# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An upload whose parts are sent side by side: what is on its way when one of them fails."""

from __future__ import annotations

from contextlib import nullcontext
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import errors, send


def test_a_failure_is_told_once_nothing_is_on_its_way():
    """Else it would say that nothing took effect, and more would be written after the task has ended."""
    begun, ended = Event(), Event()

    def slow() -> None:
        begun.set()
        # The failure of the other part is seen meanwhile.
        Event().wait(0.3)
        ended.set()

    def refused() -> None:
        begun.wait()
        raise errors.ServiceError("AuthenticationFailed: no", code="AuthenticationFailed", status=403)

    session: Any = SimpleNamespace(sending=nullcontext(), accepted=False)
    with pytest.raises(errors.ServiceError):
        send._run(session, SimpleNamespace(option="path"), [send.Part(slow), send.Part(refused)])
    assert ended.is_set() and session.accepted
