# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy itself: without a fault a task does not notice it, and nothing gets past it."""

from __future__ import annotations

from ..cloud import Cloud
from ..families import Family
from ..proxy import Proxy


def test_hands_everything_on(cloud: Cloud, proxy: Proxy, family: Family) -> None:
    cloud.need(family)
    cloud.forget()
    proxy.anew()
    made = cloud.make(family)
    assert made["changed"] and not made.get("failed"), made
    arrived = [f"{one.method} {one.target.partition('?')[0]}" for one in proxy.seen]
    noted = [f"{one['method']} {one['path']}" for one in cloud.emulator.journal()]
    assert [one.lower() for one in arrived] == [one.lower() for one in noted]
    assert not proxy.broken
