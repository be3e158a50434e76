# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The representatives and every type: without a fault each is made, changed, read and deleted as check mode says, and a
rerun does nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .cloud import Cloud
from .families import Family
from .secrets.tasks import task_of
from .types import EVERY

MODULES = Path(__file__).parents[2] / "plugins" / "modules"


@pytest.mark.parametrize("by", ["its module", pytest.param("aml_apply", marks=pytest.mark.everything)])
@pytest.mark.parametrize("family", EVERY, ids=lambda family: family.name)
def test_runs_through_its_life(cloud: Cloud, family: Family, by: str) -> None:
    def run(options: dict[str, Any], check_mode: bool = False) -> dict[str, Any]:
        if by == "aml_apply":
            return cloud.apply(family, options, check_mode=check_mode)
        return cloud.play(family.module, options, check_mode=check_mode)

    cloud.need(family)
    for options in (family.present, family.changing, family.absent):
        cloud.forget()
        predicted = run(options, check_mode=True)
        assert not predicted.get("failed") and not cloud.writes(), (predicted, cloud.writes())
        first = run(options)
        assert first["changed"] and not first.get("failed"), first
        assert cloud.writes()
        assert (predicted["changed"], predicted["diff"]) == (True, first["diff"])
        cloud.forget()
        second = run(options)
        assert not second.get("failed") and not second["changed"] and not cloud.writes(), (second, cloud.writes())
        read = cloud.read(family)
        assert not read.get("failed"), read


def test_every_type_of_the_resource_provider_that_a_task_manages_is_here() -> None:
    managers = {path.stem for path in MODULES.glob("aml_*.py") if task_of(path.stem).verb == "manage"}
    others = {"aml_experiment", "aml_provider", "aml_resource_group", "aml_run"}
    assert managers - {family.module for family in EVERY} == others
