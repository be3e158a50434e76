# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Labeling jobs, a type that 2021-03-01-preview alone has (its specification and examples; no recording was found).

What pause and resume do to the status is inferred from the words of its enumeration.
"""

from __future__ import annotations

from ..call import Answer, Call, system_data
from ..core import EmulatorState
from ..directory import stable_guid
from ..errors import plain
from ..spec import Body, Lro, TypeSpec, canonical, envelope, put_enum, writable
from .front_end import WORKSPACE, refuse

TYPE = WORKSPACE + "/labelingJobs"
_SERVERS_OWN = (
    "createdTimeUtc",
    "interactionEndpoints",
    "progressMetrics",
    "projectId",
    "provisioningState",
    "status",
    "statusMessages",
)


def _build(call: Call, current: Body | None) -> Body:
    properties = writable(call.body.get("properties"), *_SERVERS_OWN)
    if canonical(properties.get("jobType"), ("Labeling",)) != "Labeling":
        raise refuse(call, f"The jobType '{properties.get('jobType')}' is not supported.")
    properties["jobType"] = "Labeling"
    put_enum(properties.get("labelingJobMediaProperties"), "mediaType", "Image", "Text", strict=True)
    held = (current or {}).get("properties") or {}
    began = held.get("createdTimeUtc") or call.now()
    progress = {"totalDatapointCount": 0, "completedDatapointCount": 0, "skippedDatapointCount": 0}
    properties |= {
        "projectId": held.get("projectId") or stable_guid("project/" + call.resource_id),
        "status": held.get("status") or "NotStarted",
        "progressMetrics": held.get("progressMetrics") or {**progress, "incrementalDatasetLastRefreshTime": None},
        "statusMessages": [],
        "interactionEndpoints": {},
        "createdTimeUtc": began,
        "provisioningState": "Succeeded",
    }
    return envelope(call, TYPE, current, properties=properties, systemData=system_data(call, current))


def _pause(call: Call, current: Body) -> Answer:
    """POST pause: 200 without a body."""
    current["properties"]["status"] = "Paused"
    call.state.store.put(call.resource_id, current)
    return Answer(200)


def _resume(call: Call, current: Body) -> Answer:
    """POST resume: 202 with a Location."""
    return _started(call, "resume")


def _export(call: Call, current: Body) -> Answer:
    """POST exportLabels: 202 with a Location, at whose end is what was exported."""
    wanted = canonical(call.body.get("format"), ("Coco", "CSV", "Dataset"))
    if wanted not in ("Coco", "CSV", "Dataset"):
        raise plain(400, "ValidationError", "The format must be Coco, CSV or Dataset.")
    return _started(call, "exportLabels", {"format": wanted, "startTimeUtc": call.now()})


def _started(call: Call, verb: str, note: Body | None = None) -> Answer:
    operation = call.state.operations.start(
        "front_end",
        verb,
        call.id,
        api_version=call.api_version,
        location=call.location(),
        kind="lj",
        owner="labels",
        note=note or {},
        error=call.state.faults.take_failure(),
    )
    return Answer(202, None, call.state.operations.headers(operation, call.base_url))


def _finish(state: EmulatorState, operation: Body) -> None:
    body = state.store.get(operation["target"])
    if body is None:
        return
    if operation["verb"] == "resume":
        body["properties"]["status"] = "InProgress"
        state.store.put(operation["target"], body)
    if operation["verb"] == "exportLabels":
        exported = {"labelingJobId": body["name"], "exportedRowCount": 0, "endTimeUtc": operation["end_time"]}
        operation["result"] = {**operation["note"], **exported}


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    finish=_finish,
    put_new=Lro("front_end", 201, "resource", kind="lj"),
    actions={"pause": _pause, "resume": _resume, "exportlabels": _export},
)
