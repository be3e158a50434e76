# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes down how a workspace is: looks, makes one set of facts, and keeps it in every format that is wanted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from .. import argspec, errors, reconcile
from ..address import fill_checked
from ..schema import ML_API_VERSION
from ..scope import WORKSPACE
from ..session import Session
from ..task import Estate
from . import facts, keeping, looking
from .junit import junit
from .page import page

#: What made the report; a test compares it with galaxy.yml, which is not at hand where a module runs.
VERSION = "0.1.0"
MOST_RUNS = 200
FORMATS = ("html", "json", "junit")
_MODE = re.compile("0[0-7]{3}")
_TIME = re.compile("[0-9T:-]{19}Z")
#: What differs from one look to the next without anything having changed.
PASSING = ("time", "requests", "seconds")


@dataclass(frozen=True)
class Wanted:
    """A report to make: the estate's declaration, what the task declares of it, in its order, and its options."""

    declared: Estate
    ordered: reconcile.Declared
    params: Mapping[str, Any]


def checked(declared: Estate, params: Mapping[str, Any]) -> Wanted:
    """What the task wants. :raises InputError: before anything is sent."""
    fill_checked(WORKSPACE.path, params, {})
    if not _MODE.fullmatch(str(params["mode"])):
        raise errors.InputError("mode", "must be four octal digits in quotes, such as '0600'")
    if not 0 <= int(params["runs"]) <= MOST_RUNS:
        raise errors.InputError("runs", f"must be between 0 and {MOST_RUNS}")
    if not params["formats"]:
        raise errors.InputError("formats", f"must name one of {', '.join(FORMATS)}")
    if params.get("metric") and params.get("types") and "job" not in params["types"]:
        raise errors.InputError("metric", "is one of jobs, so that types has to name job as well")
    for _word, place in _places(params):
        keeping.expect_room(place)
    asked = {**params, "prune": [], "prune_confirm": False, "concurrency": looking.READERS}
    return Wanted(declared, reconcile.checked(declared, asked), params)


def run(session: Session, wanted: Wanted, begin: reconcile.Begin, writes: bool) -> dict[str, Any]:
    """Make the report. :param writes: False to say only which files would change.

    :raises ServiceError: there is no such workspace.  :raises InputError: a file cannot be written.
    """
    params = wanted.params
    seen = looking.look(session, wanted.declared, wanted.ordered, params, begin)
    secrets = (*session.known, *session.met, *session.arm.transport.secrets())
    data = facts.shown(facts.facts(seen, str(params.get("metric") or ""), params.get("rules") or ()), secrets)
    made = {
        "time": datetime.fromtimestamp(session.deadline.clock.time(), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "requests": session.begun(),
        "seconds": round(session.deadline.elapsed(), 1),
        "version": VERSION,
        "api_version": str(params.get("api_version") or ML_API_VERSION),
        "cloud": session.arm.transport.cloud.name,
        "types": sorted(params.get("types") or argspec.exportable(wanted.declared)),
    }
    files = [_kept(word, place, data, made, params, writes) for word, place in _places(params)]
    drift = data["drift"] or {"resources": []}
    return {
        "changed": any(file["changed"] for file in files),
        "files": files,
        "summary": data["summary"],
        "drift": [row for row in drift["resources"] if row["action"] != facts.DECLARED],
        "findings": data["findings"],
        "rules": data["rules"],
        "corrections": data["corrections"],
    }


def _places(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    formats = [word for word in FORMATS if word in params["formats"]]
    dest = params.get("dest")
    return keeping.places(str(dest), str(params["workspace"]), formats) if dest else []


def _kept(
    word: str, place: str, data: Mapping[str, Any], made: Mapping[str, Any], params: Mapping[str, Any], writes: bool
) -> dict[str, Any]:
    """One file, written where what is there says something else, but for when that was seen."""
    mode = int(str(params["mode"]), 8)
    there = keeping.there(place)
    same = there is not None and rendered(word, data, {**made, **_passing(word, there)}).encode("utf-8") == there
    if same:
        changed = keeping.moded(place, mode, writes)
    else:
        changed = True
        if writes:
            keeping.keep(place, rendered(word, data, made).encode("utf-8"), mode)
    return {"format": word, "path": place, "changed": changed}


def rendered(word: str, data: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """The report in one of the formats."""
    if word == "html":
        return page(data, made)
    if word == "junit":
        return junit(data, made)
    return json.dumps({**data, "made": dict(made)}, indent=1, ensure_ascii=False) + "\n"


def _passing(word: str, content: bytes) -> dict[str, Any]:
    """Of what made a file that is there what says when and how fast; whatever else the file may be."""
    text = content.decode("utf-8", "replace")
    if word == "junit":
        found = re.search('timestamp="([0-9T:-]{19})"', text)
        return {"time": found.group(1) + "Z"} if found else {}
    if word == "html":
        text = text.rpartition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    try:
        made = json.loads(text)["made"]
        found = {name: made[name] for name in PASSING}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    # Anybody may have written it.
    plain = _TIME.fullmatch(str(found["time"])) and all(type(found[name]) in (int, float) for name in PASSING[1:])
    return found if plain else {}
