# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A clock that does not wait, and a conversation with the login service that is written down before it happens."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.auth.credential import Answer

NOW = 1_700_000_000.0


class StillClock:
    """Stands at one moment; a sleep moves it and is written down."""

    def __init__(self):
        self.moment = NOW
        self.slept = []

    def time(self):
        return self.moment

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.moment += seconds


@dataclasses.dataclass
class Script:
    """Answers in order what is asked, and keeps it; an exception among the answers is raised."""

    answers: list
    asked: list = dataclasses.field(default_factory=list)

    def __call__(self, ask):
        self.asked.append(ask)
        assert len(self.asked) <= len(self.answers), f"one request too many: {ask.method} {ask.url}"
        answer = self.answers[len(self.asked) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(name="clock")
def clock_fixture():
    return StillClock()


@pytest.fixture(name="script")
def script_fixture():
    """Make a conversation of (status, data) pairs, (status, data, headers) triples and exceptions."""
    made = []

    def make(*answers):
        made.append(Script([answer if isinstance(answer, Exception) else Answer(*answer) for answer in answers]))
        return made[-1]

    yield make
    for each in made:
        assert len(each.asked) == len(each.answers), "the conversation ended before its last answer"
