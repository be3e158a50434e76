# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An upload whose parts are sent side by side: what is on its way when one of them fails."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from threading import Barrier, Event
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import errors, send


def test_a_failure_is_told_once_nothing_is_on_its_way():
    """Else it would say that nothing took effect, and more would be written after the task has ended."""
    begun, ended = Barrier(3), []

    def slow(seconds: float) -> None:
        begun.wait()
        # The failure of the other part is seen meanwhile.
        Event().wait(seconds)
        ended.append(seconds)

    def refused() -> None:
        begun.wait()
        raise errors.ServiceError("AuthenticationFailed: no", code="AuthenticationFailed", status=403)

    session: Any = SimpleNamespace(sending=nullcontext(), accepted=False)
    parts = [send.Part(partial(slow, 0.2)), send.Part(partial(slow, 0.5)), send.Part(refused)]
    with pytest.raises(errors.ServiceError):
        send._run(session, SimpleNamespace(option="path"), parts)
    assert ended == [0.2, 0.5] and session.accepted
