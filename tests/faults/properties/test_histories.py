# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any history: tasks that run, fail and are killed, and others who change things meanwhile; one rule for all of them.

After a run without a fault the resource is as declared, nothing else has changed, no more was written than needed, the
result says whether something was, and a second run does nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from ansible_collections.mlops.azureml.plugins.module_utils.errors import Cancelled

from ..cloud import Cloud, SharedClock
from ..families import ALL, COMPUTE, Family
from .wishes import at, desired, differs, task, touched, wishes

Figure = Callable[[str, float], None]

# What can happen to a request: (what the service does with it, whether it is carried out all the same).
FAULTS: dict[str, dict[str, Any]] = {
    "throttled": {"status": 429, "code": "TooManyRequests", "headers": {"Retry-After": "1"}},
    "unavailable": {"status": 503, "code": "ServiceUnavailable"},
    "broken": {"status": 500, "code": "InternalServerError"},
    "dropped": {"drop": True},
    "answer lost": {"drop": True, "after": True},
    "answer broken": {"status": 502, "code": "BadGateway", "after": True},
    "forbidden": {"status": 403, "code": "AuthorizationFailed"},
    "operation fails": {"fail_operation": {"code": "InternalServerError", "message": "scripted"}},
}
LOST = ("answer lost", "answer broken", "dropped", "unavailable", "broken")


class MortalClock(SharedClock):
    """Says that nobody waits any more once it was asked ``left`` times, and for ever after."""

    def __init__(self, cloud: Cloud, left: int) -> None:
        super().__init__(cloud)
        self.left = left
        self.asked_when_gone = -1

    def check(self) -> None:
        self.left -= 1
        if self.left < 0:
            if self.asked_when_gone < 0:
                self.asked_when_gone = len(self._cloud.emulator.journal())
            raise Cancelled("the job that started this task is gone; nothing more was sent")


class History(RuleBasedStateMachine):
    """One family's resource. The subclasses of :func:`machine` say which, where, and count."""

    cloud: Cloud
    family: Family
    rows: list[dict[str, Any]]
    steps: list[int]

    @initialize()
    def begin(self) -> None:
        self.cloud.anew()
        self.cloud.put(*self.rows)
        # Long enough to be met in the middle; each poll costs the same.
        self.cloud.config(operation_seconds={"default": 4})
        self.cloud.forget()

    @property
    def absent(self) -> dict[str, Any]:
        """The options of the task that deletes it, for good: a name that is kept for a restore is another story."""
        return {**self.family.absent, **({"purge": True} if self.family.name == "workspace" else {})}

    # ----- what is there, and what every run must keep -----

    def stored(self) -> dict[str, Any] | None:
        return self.cloud.stored(self.family)

    def clean(self, wish: Mapping[str, Any]) -> None:
        """A run without a fault, and a second one."""
        cloud, family = self.cloud, self.family
        options = task(family, wish)
        wanted = desired(family, options)
        before = self.stored()
        state = str(at(before, "properties.provisioningState")).lower()
        cloud.forget()
        result = cloud.play(family.module, options)
        writes, after = cloud.writes(), self.stored()
        assert not result.get("failed"), (options, result)
        assert after is not None and not differs(after, wanted), (wanted, after)
        assert result["changed"] == bool(writes) and len(writes) <= 1, (writes, result)
        if not state.endswith("ing"):
            # Of what another run has under way only the end tells what is left to do.
            moves = before is None or state in ("failed", "canceled") or bool(differs(before, wanted))
            assert result["changed"] == moves, (wanted, before, result)
        if before is not None and not state.endswith("ing"):
            assert not touched(before, after, wanted), (touched(before, after, wanted), writes)
        cloud.forget()
        again = cloud.play(family.module, options)
        assert not again.get("failed") and not again["changed"] and not cloud.writes(), (again, cloud.writes())
        assert self.stored() == after

    def honest(self, result: Mapping[str, Any], before: Any, hits: int) -> None:
        """What a run that did not end well says of itself, and that it did not write more often than it had to."""
        after = self.stored()
        # What another run had under way moves by itself.
        moving = str(at(before, "properties.provisioningState")).lower().endswith("ing")
        moved = bool(touched(before or {}, after or {}, {})) and not moving
        if result.get("failed") and moved:
            assert result["changed"] or result["outcome"] in ("unknown", "partial"), (result, before, after)
        if not result.get("failed") and moved and self.cloud.writes():
            assert result["changed"], (result, before, after)
        assert len(self.cloud.writes()) <= 1 + hits, (self.cloud.writes(), hits)

    # ----- what happens -----

    @rule(data=st.data())
    def run(self, data: st.DataObject) -> None:
        self.steps[0] += 1
        self.clean(data.draw(wishes(self.family)))

    @rule(data=st.data())
    def predict(self, data: st.DataObject) -> None:
        self.steps[0] += 1
        cloud, family = self.cloud, self.family
        options = task(family, data.draw(wishes(family)))
        cloud.settle(family)
        before = self.stored()
        cloud.forget()
        predicted = cloud.play(family.module, options, check_mode=True)
        assert not cloud.writes() and self.stored() == before
        real = cloud.play(family.module, options)
        assert not real.get("failed"), real
        assert (predicted["changed"], predicted["diff"]) == (real["changed"], real["diff"]), (predicted, real)

    @rule()
    def delete(self) -> None:
        self.steps[0] += 1
        cloud = self.cloud
        cloud.settle(self.family)
        there = self.stored() is not None
        cloud.forget()
        result = cloud.play(self.family.module, self.absent)
        assert not result.get("failed") and result["changed"] == there, (there, result)
        assert len(cloud.writes()) == int(there) and self.stored() is None

    @rule(data=st.data(), left=st.integers(0, 12), deletes=st.booleans())
    def kill(self, data: st.DataObject, left: int, deletes: bool) -> None:
        self.steps[0] += 1
        cloud, family = self.cloud, self.family
        wish = data.draw(wishes(family))
        before = self.stored()
        cloud.forget()
        clock = MortalClock(cloud, left)
        options = self.absent if deletes else task(family, wish)
        result = cloud.play(family.module, options, clock=clock)
        if clock.asked_when_gone >= 0:
            assert result["failed"], result
            assert len(cloud.emulator.journal()) == clock.asked_when_gone, "something was sent after the end"
        self.honest(result, before, 0)
        if not deletes:
            self.clean(wish)

    @rule(
        data=st.data(),
        fault=st.sampled_from(sorted(FAULTS)),
        method=st.sampled_from(["write", "GET"]),
        nth=st.integers(1, 2),
        times=st.integers(1, 2),
        deletes=st.booleans(),
    )
    def fail(self, data: st.DataObject, fault: str, method: str, nth: int, times: int, deletes: bool) -> None:
        self.steps[0] += 1
        cloud, family = self.cloud, self.family
        wish = data.draw(wishes(family))
        before = self.stored()
        cloud.forget()
        for verb in ("PUT", "PATCH", "DELETE") if method == "write" else ("GET",):
            cloud.fault(verb, family.pattern, FAULTS[fault], nth=nth, times=times)
        result = cloud.play(family.module, self.absent if deletes else task(family, wish))
        hits = sum(one["hits"] for one in cloud.control("GET", "faults")["value"]) if fault != "operation fails" else 0
        cloud.control("DELETE", "faults")
        self.honest(result, before, hits)
        if deletes:
            if not result.get("failed"):
                assert self.stored() is None, result
        else:
            if not result.get("failed"):
                assert not differs(self.stored(), desired(family, task(family, wish))), result
            self.clean(wish)

    @rule(data=st.data(), lag=st.integers(1, 3))
    def lag(self, data: st.DataObject, lag: int) -> None:
        """Reads that see the state before a write."""
        self.steps[0] += 1
        cloud, family = self.cloud, self.family
        wish = data.draw(wishes(family))
        cloud.settle(family)
        before = self.stored()
        cloud.forget()
        cloud.config(lag_reads=lag)
        result = cloud.play(family.module, task(family, wish))
        cloud.config(lag_reads=0)
        assert not result.get("failed"), result
        self.honest(result, before, 0)
        cloud.control("DELETE", "faults")
        self.clean(wish)

    @precondition(lambda self: self.stored() is not None)
    @rule(data=st.data())
    def another_changes(self, data: st.DataObject) -> None:
        """Somebody else changes what this task may declare too, and what it never names."""
        self.steps[0] += 1
        wish = data.draw(wishes(self.family))
        row: Any = copy.deepcopy(self.stored())
        for path, value in desired(self.family, task(self.family, wish)).items():
            *above, last = path.split(".")
            inner = row
            for word in above:
                inner = inner.get(word) or inner.setdefault(word, {})
            inner[last] = {**(inner.get(last) or {}), **value} if isinstance(value, Mapping) else value
        self.cloud.put(row)

    @precondition(lambda self: self.stored() is not None)
    @rule()
    def another_deletes(self) -> None:
        self.steps[0] += 1
        self.cloud.settle(self.family)
        result = self.cloud.play(self.family.module, self.absent)
        assert not result.get("failed"), result

    @precondition(lambda self: self.stored() is None)
    @rule(data=st.data(), left=st.integers(3, 8))
    def another_creates(self, data: st.DataObject, left: int) -> None:
        """Somebody else's run makes it, and may be under way yet."""
        self.steps[0] += 1
        options = task(self.family, data.draw(wishes(self.family)))
        self.cloud.play(self.family.module, options, clock=MortalClock(self.cloud, left))


def machine(cloud: Cloud, family: Family, rows: list[dict[str, Any]], steps: list[int]) -> type[History]:
    """The history of one family."""
    return type(f"History_{family.name}", (History,), {"cloud": cloud, "family": family, "rows": rows, "steps": steps})


@pytest.mark.case("C04")
@pytest.mark.parametrize(
    "family", [pytest.param(one, id=one.name, marks=[pytest.mark.everything] if one != COMPUTE else []) for one in ALL]
)
def test_any_history_ends_as_declared(cloud: Cloud, family: Family, everything: bool, figure: Figure) -> None:
    cloud.need(family)
    rows = cloud.control("GET", "resources")["value"]
    steps = [0]
    examples, length = (50, 30) if everything else (10, 15)
    run_state_machine_as_test(
        machine(cloud, family, rows, steps),
        settings=settings(
            max_examples=examples,
            stateful_step_count=length,
            # Shrinking replays a history for minutes; the one that failed is printed as it was.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    figure("properties.examples", examples)
    figure("properties.steps", steps[0])
    figure("properties.failures", 0)
    assert steps[0] >= examples * length / 4
