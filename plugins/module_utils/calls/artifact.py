# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a run left behind: fetching them to this machine, and reading its logs (contract 5; artifact/v2.0).

They come from the regional server itself, with its own token: no storage account is asked and no signature handed out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .. import errors, landing, redact
from ..address import fill_checked
from ..arm import about, service_error
from ..data_plane import Regional
from ..resources.artifact import ARTIFACT
from ..scope import WORKSPACE
from ..session import Session
from ..task import Call
from ..transport import READ, Request
from . import look

RUN = "/history/v1.0" + WORKSPACE.path + "/experiments/{experiment}/runs/{run}"
# What run history says of a run that is not there (contract 5, history/v1.0).
NO_RUN = "UserError"
CHECKSUM = re.compile(r"sha256:[0-9a-f]{64}")
# Where the kinds of runs, old and new, keep what they print.
LOGS = ("azureml-logs", "logs", "system_logs", "user_logs")


def check(params: Mapping[str, Any]) -> None:
    """:raises InputError: a name that cannot be, or a checksum that is none."""
    fill_checked(RUN, params, ARTIFACT.names)
    wanted = params.get("checksum")
    if wanted and not CHECKSUM.fullmatch(str(wanted).lower()):
        raise errors.InputError("checksum", "must look like sha256:, with the 64 hexadecimal digits behind it")


def listed(client: Regional, params: Mapping[str, Any], path: str) -> list[Mapping[str, Any]]:
    """The artifacts at ``path`` and below it; all of the run where it is empty."""
    run = fill_checked(RUN, params, ARTIFACT.names)
    place = f"{run}/artifacts/path" if path else f"{run}/artifacts"
    found = client.list(place, "", {"path": path} if path else None)
    if not all(isinstance(item, Mapping) and isinstance(item.get("path"), str) for item in found):
        raise errors.Malformed(f"the answer is not a list of artifacts of {run}")
    return found


def content(client: Regional, params: Mapping[str, Any], artifact: Mapping[str, Any], sink: Any = None) -> bytes:
    """The bytes of an artifact; into ``sink`` where there is one. :raises ServiceError: they cannot be read."""
    origin, container = str(artifact.get("origin")), str(artifact.get("container"))
    workspace = fill_checked(WORKSPACE.path, params, {})
    named = fill_checked("/artifacts/{origin}/{container}/content", {"origin": origin, "container": container}, {})
    path = f"/artifact/v2.0{workspace}{named}"
    url = client.url(path, "", {"path": artifact["path"]})
    headers = {"Accept": "application/octet-stream", "Accept-Encoding": "identity"} if sink else {}
    with about(path):
        answer = client.transport.send(Request("GET", url, READ, client.audience, headers=headers, sink=sink))
        if answer.status >= 400:
            raise service_error(answer, path)
    return answer.content


def fetch(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Make the files on this machine those of the run; in check mode say which ones are not.

    :raises InputError: a place that cannot be written to.  :raises ServiceError: no such run, or no such artifact.
    """
    path, dest = str(params.get("path") or "").strip("/"), str(params["dest"])
    run = f"{params['experiment']}/{params['run']}"
    client = session.regional(params, ARTIFACT.page_token)
    try:
        artifacts = listed(client, params, path)
    except errors.ServiceError as error:
        look.expect(session, run, error, check_mode, also=NO_RUN)
        return {"changed": True, "files": []}
    if not artifacts:
        raise errors.ServiceError(
            f"ResourceNotFound: the run {run} has no artifact {path or 'at all'}", code="ResourceNotFound", status=404
        )
    alone = len(artifacts) == 1 and artifacts[0]["path"] == path
    if params.get("checksum") and not alone:
        raise errors.InputError("checksum", f"{path or 'the run'} is no single file; leave checksum out")
    files = [
        _one(session, client, params, item, landing.below(dest, item["path"], path, alone), check_mode)
        for item in artifacts
    ]
    return {"changed": any(item["changed"] for item in files), "files": files}


def _one(
    session: Session,
    client: Regional,
    params: Mapping[str, Any],
    artifact: Mapping[str, Any],
    place: str,
    check_mode: bool,
) -> dict[str, Any]:
    """Make one file that of the run. What is there already is compared by its content."""
    told = {"path": artifact["path"], "dest": place}
    present = landing.checksum(place)
    wanted = str(params.get("checksum") or "").lower()
    if wanted and present == wanted:
        return {**told, "checksum": present, "changed": False}
    if check_mode and present is None:
        return {**told, "checksum": wanted or None, "changed": True}
    with landing.Landing(place, writes=not check_mode) as came:
        content(client, params, artifact, came)
        if wanted and came.checksum != wanted:
            raise errors.NotPassed(f"checksum: {artifact['path']} has {came.checksum}, not {wanted}", option="checksum")
        changed = came.checksum != present
        if changed and not check_mode:
            came.keep()
            session.accepted = True
    return {**told, "checksum": came.checksum, "changed": changed}


def read_logs(session: Session, params: Mapping[str, Any], _check_mode: bool) -> dict[str, Any]:
    """What the run printed, file by file, the newest lines of each; what looks like a secret is hidden.

    :raises ServiceError: there is no such run.
    """
    client = session.regional(params, ARTIFACT.page_token)
    wanted = str(params.get("path") or "").strip("/")
    folders = [wanted] if wanted else LOGS
    artifacts = [item for folder in folders for item in listed(client, params, folder)]
    logs = []
    for item in sorted(artifacts, key=lambda item: str(item["path"])):
        lines = None
        if params.get("content"):
            text = redact.text(content(client, params, item).decode("utf-8", "replace"))
            lines = text.splitlines()[-int(params["tail"]) :] if params["tail"] else text.splitlines()
        logs.append({"path": item["path"], "lines": lines})
    return {"changed": False, "logs": logs}


OF_RUN = {"experiment": {"type": "str", "required": True}, "run": {"type": "str", "required": True}}

FETCH = Call(
    noun="artifact",
    run=fetch,
    needs=WORKSPACE,
    check=check,
    options={
        **OF_RUN,
        "path": {"type": "str"},
        "dest": {"type": "path", "required": True},
        "checksum": {"type": "str"},
        "wait_timeout": {"type": "int", "default": 3600},
    },
)
READ_LOGS = Call(
    noun="logs",
    run=read_logs,
    needs=WORKSPACE,
    check=check,
    options={
        **OF_RUN,
        "path": {"type": "str"},
        "content": {"type": "bool", "default": True},
        "tail": {"type": "int", "default": 100},
    },
)
