# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values that schedules have (mapping 18). Pure functions, as in :mod:`convert`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from ..bodies import overlaid
from ..errors import InputError
from ..resources.job import JOB
from ..schema import PRESENT
from ..tree import join
from . import convert
from .lay import laid
from .making import Making
from .monitors import monitor
from .place import is_reference, named
from .tables.job import JOB_FORM
from .words import Form


def moment(_form: Form, value: Any, at: str, making: Making) -> str:
    """A date and a time of day. The client drops the zone, which the schedule says, and writes no T."""
    text = convert.text(_form, value, at, making)
    found = re.fullmatch(
        r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?", text.strip()
    )
    try:
        if found is None:
            raise ValueError
        return str(datetime.datetime.fromisoformat(f"{found[1]} {found[2]}"))
    except ValueError:
        raise InputError(at, f"{text[:40]!r} is no date with a time of day, such as 2026-07-10T10:00:00") from None


def scheduled_job(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """What a schedule starts: a job that is there, one beside the definition, or either with changes."""
    if isinstance(value, str):
        if is_reference(value):
            return _created({"jobType": "Pipeline", "sourceJobId": _job(value, at, making), "experimentName": ""})
        return _created(_definition_of(_from_file(value, at, making), {}))
    given = convert.free_map(form, value, at, making)
    changes = making.convert(form.of or form, given, at)
    job = changes.pop("job")
    kind = str(changes.pop("type", "")).lower()
    changes = {key: item for key, item in convert.together(changes).items() if item not in ({}, [])}
    if isinstance(job, str) and not is_reference(job):
        return _created(_definition_of(_from_file(job, join(at, "job"), making), changes))
    if not kind:
        raise InputError(join(at, "type"), "is required to change a job that is there")
    _refuse(kind, join(at, "type"))
    source = _job(job, join(at, "job"), making)
    settings = {**changes.pop("settings", {}), "_source": "YAML.JOB"}
    return _created({**_definition_of({"type": "Pipeline", "settings": settings}, changes), "sourceJobId": source})


def _job(value: Any, at: str, making: Making) -> str:
    """The name of a job that is there."""
    if not isinstance(value, str):
        raise InputError(at, "must be azureml: and the name of a job, or the path of a file")
    found = named(value, "jobs", making.place, at)
    return found if "/" in value else found.rpartition("/")[2]


def _from_file(value: str, at: str, making: Making) -> dict[str, Any]:
    path = making.file(value, at)
    return _checked(making.beside(path).convert(JOB_FORM, making.files.load(path, at), at), at)


def _checked(made: Any, at: str) -> dict[str, Any]:
    found: dict[str, Any] = convert.together(made)
    _refuse(found["type"].lower(), join(at, "type"))
    # A job within a schedule has no name and no experiment of its own.
    return {key: item for key, item in found.items() if key not in ("name", "experiment_name") or item != "Default"}


def _refuse(kind: str, at: str) -> None:
    if kind != "pipeline":
        raise InputError(at, f"a schedule starts pipelines; it takes no {kind} job")


def _definition_of(options: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A job as the service has it, from the options of its own module."""
    made = laid(JOB.fields, options, changes)
    own = {key: item for key, item in made.items() if key != "name"}
    found: dict[str, Any] = overlaid(JOB, own, {}, PRESENT, {})["properties"]
    return found


def _created(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {"actionType": "CreateJob", "jobDefinition": dict(definition)}


def schedule(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """A schedule starts a job, a monitor or an import of data."""
    made = dict(made)
    given, imported = made.pop("create_monitor", None), made.pop("import_data", None)
    if ("action" in made) + (given is not None) + (imported is not None) != 1:
        text = "is required, or one of create_monitor and import_data, and not several of them"
        raise InputError(join(at, "create_job"), text)
    if imported is not None:
        made["action"] = imported
    if given is not None:
        here = join(at, "create_monitor")
        definition = monitor(given, convert.together(made["trigger"]), here, making)
        made["action"] = {"actionType": "CreateMonitor", "monitorDefinition": definition}
    return made


KINDS = {"moment": moment, "scheduled_job": scheduled_job, "schedule": schedule}
