# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The representatives themselves: without a fault each is made, changed, read and deleted, and a rerun does nothing."""

from __future__ import annotations

from .cloud import Cloud
from .families import Family


def test_runs_through_its_life(cloud: Cloud, family: Family) -> None:
    cloud.need(family)
    for step in (cloud.make, cloud.change, cloud.delete):
        cloud.forget()
        first = step(family)
        assert first["changed"] and not first.get("failed"), first
        assert cloud.writes()
        cloud.forget()
        second = step(family)
        assert not second.get("failed") and not second["changed"] and not cloud.writes(), (second, cloud.writes())
        read = cloud.read(family)
        assert not read.get("failed"), read
