# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An endpoint with two deployments, and what the tests ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.errors import Cancelled

from ..cloud import Cloud, SharedClock
from ..conftest import point_at
from ..families import HERE, MODEL, WORKSPACE_PATH

ENDPOINT = f"{WORKSPACE_PATH}/onlineEndpoints/churn-score"
BLUE, TENTH, HALF, GREEN = {"blue": 100}, {"blue": 90, "green": 10}, {"blue": 50, "green": 50}, {"green": 100}
SHIFT = {**HERE, "endpoint": "churn-score", "traffic": GREEN, "steps": [TENTH, HALF], "probe": {"body": {"data": [1]}}}


class MortalClock(SharedClock):
    """A task on it is ended once the service has answered ``writes`` requests that write."""

    def __init__(self, serving: Serving, writes: int) -> None:
        super().__init__(serving.cloud)
        self._serving, self._writes = serving, writes

    def check(self) -> None:
        if len(self._serving.sent()) >= self._writes:
            raise Cancelled("the job that started this task is gone; nothing more was sent")


@dataclass
class Serving:
    """The endpoint, all of whose traffic is on blue."""

    cloud: Cloud

    def shift(self, writes_to_live: int = 0, check_mode: bool = False, **changed: Any) -> dict[str, Any]:
        """Play the shift; ``writes_to_live``: it is ended after so many writes."""
        clock = MortalClock(self, writes_to_live) if writes_to_live else None
        return self.cloud.play("aml_endpoint_traffic", {**SHIFT, **changed}, check_mode=check_mode, clock=clock)

    def model(self, deployment: str, **does: Any) -> None:
        """Say what the model of a deployment does; nothing: it works."""
        self.cloud.config(scoring={f"churn-score/{deployment}": does or None})

    def body(self) -> dict[str, Any]:
        """The endpoint as the service has it, once nothing goes on."""
        self.cloud.advance(120)
        return self.cloud.emulator.state.store.get(ENDPOINT)

    def traffic(self) -> dict[str, int]:
        """The split that is there."""
        return self.body()["properties"]["traffic"]

    def tags(self) -> dict[str, str]:
        """The endpoint's tags."""
        return self.body()["tags"]

    def sent(self) -> list[str]:
        """What was written to ARM."""
        return [write for write in self.cloud.writes() if "/subscriptions/" in write]

    def probes(self) -> int:
        """How often the endpoint was asked."""
        return len(self.cloud.requests("", r"\.inference\.ml\.azure\.com/"))

    def put_traffic(self, split: dict[str, int], **tags: str) -> None:
        """Set the split, and tags, past every rule."""
        body = self.body()
        self.cloud.put({**body, "tags": tags, "properties": {**body["properties"], "traffic": split}})


@pytest.fixture(scope="module")
def rows(running: Cloud) -> list[dict[str, Any]]:
    """What there is before each test, as the service keeps it."""
    with pytest.MonkeyPatch.context() as patch:
        point_at(running.emulator, patch)
        return furnished(running)


def furnished(running: Cloud) -> list[dict[str, Any]]:
    """Make it, by the modules themselves."""
    running.anew()
    endpoint = {**HERE, "name": "churn-score", "auth_mode": "Key"}
    deployment = {**HERE, "endpoint": "churn-score", "type": "Managed", "instance_type": "Standard_DS3_v2"}
    deployment["model"] = f"{WORKSPACE_PATH}/models/churn/versions/1"
    for module, options in (
        (MODEL.module, MODEL.present),
        ("aml_online_endpoint", endpoint),
        *(("aml_online_deployment", {**deployment, "name": name}) for name in ("blue", "green")),
        ("aml_online_endpoint", {**endpoint, "traffic": BLUE}),
    ):
        made = running.play(module, options)
        assert made["changed"], made
    return list(running.control("GET", "resources")["value"])


@pytest.fixture
def serving(cloud: Cloud, rows: list[dict[str, Any]]) -> Iterator[Serving]:
    """The endpoint as new; its keys too."""
    cloud.put(*rows)
    cloud.emulator.state.store.put_doc("secrets", ENDPOINT.lower(), {"primaryKey": "canary-key-of-churn"})
    yield Serving(cloud)
