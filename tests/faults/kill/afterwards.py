# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be true after a job was killed: nothing was written after its death, and a rerun converges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import serving

from ..cloud import Cloud
from ..families import DATASTORE
from .jobs import Job
from .places import Place

Figure = Callable[[str, float], None]
SECRETS = (serving.CLIENT_SECRET, DATASTORE.made["credentials"]["account_key"])


def judge(cloud: Cloud, path: Path, front: str, places: Sequence[Place], figure: Figure) -> None:
    """Run all ``places`` twice more: the first run makes what is missing, the second changes nothing, and all runs
    together write once.
    """
    seen = {place.host: place.written(cloud) for place in places}
    late = {place.host: seen[place.host] - place.writes for place in places if seen[place.host] > place.writes}
    twice = {place.host: [place.task, {**place.task, "name": f"{place.host} again"}] for place in places}
    with Job(path, cloud, front, twice) as rerun:
        results = rerun.finished()
    wrong = {}
    for place in places:
        missing = bool(place.work.method) and not seen[place.host]
        both = [results[place.host], results[f"{place.host} again"]]
        if [result.get("changed") for result in both] != [missing, False] or any(one.get("failed") for one in both):
            wrong[place.host] = both
    figure("kill.runs", len(places))
    figure("kill.converged", len(places) - len(wrong))
    figure("kill.writes_after_death", sum(late.values()))
    assert late == {} and wrong == {}
    assert {place.host: place.written(cloud) for place in places} == {
        place.host: len(place.work.paths) if place.work.method else 0 for place in places
    }
