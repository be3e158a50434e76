# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of what is left out, and why, hold against the material itself."""

from __future__ import annotations

from typing import Any

import pytest
from older_years import OLDER
from parents import type_of
from shared import ABSENT, CONTRACT, load, present
from test_cases import SPECIAL, cases
from test_recorded import LEFT_OUT, date, is_result, names


@pytest.mark.skipif(not present(), reason=ABSENT)
def test_what_is_not_replayed_is_recorded() -> None:
    assert set(LEFT_OUT) < set(names())


@pytest.mark.skipif(not present(), reason=ABSENT)
def test_every_case_is_run() -> None:
    run = {parameter.id for parameter in cases()} | set(SPECIAL)
    assert run == {path.stem for path in CONTRACT.joinpath("cases", "open").glob("*.json")}


@pytest.mark.skipif(not present(), reason=ABSENT)
@pytest.mark.parametrize("resource_type", OLDER)
def test_what_counts_as_older_is_gone_in_the_newest_recording(resource_type: str) -> None:
    """A member may be listed as one of older years only when the newest recording of the type does without it."""
    shown = [
        step
        for name in names()
        for step in load("recorded", "seq", f"seq2--{name}.json")["steps"]
        if is_result(step) and type_of(step["path"]) == resource_type
    ]
    for path in OLDER[resource_type]:
        *above, member = path.strip("/").split("/")
        holders = [(date(step), at(step["body"], above)) for step in shown]
        with_it = [when for when, holder in holders if isinstance(holder, dict) and holder.get(member) is not None]
        without_it = [when for when, holder in holders if isinstance(holder, dict) and holder.get(member) is None]
        assert with_it and max(without_it) > max(with_it), path


def at(body: Any, names: list[str]) -> Any:
    """Return the value at a path of member names, None where there is none."""
    for name in names:
        body = body.get(name) if isinstance(body, dict) else None
    return body
