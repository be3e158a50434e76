# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at everything that a task needs before its first request counts, one thing after another.

Each check stands on those before it: one whose ground failed is left out. Nothing is asked twice, so that the first
failure is told at once, and nothing is written but the token that any task would keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Callable

from .. import redact
from ..clock import Clock
from ..errors import AmlError, Cancelled, NotPassed
from ..task import Examination
from .checks import account, machine, network
from .checks.found import FAILED, OK, SKIPPED, WARNING, Found, Skipped, Warned, result
from .checks.patient import Patient

#: Says what is well, or raises: Skipped, Warned, or what is wrong.
Check = Callable[[Patient], str]

#: The checks in their order: name, what it does, and the names of those it stands on.
CHECKS: tuple[tuple[str, Check, tuple[str, ...]], ...] = (
    ("interpreter", machine.interpreter, ()),
    ("settings", machine.settings, ()),
    ("cache", machine.cache, ("settings",)),
    ("proxy", network.proxy, ("interpreter", "settings")),
    ("name_resolution", network.name_resolution, ("proxy",)),
    ("connection", network.connection, ("name_resolution",)),
    ("tls", network.tls, ("connection",)),
    ("cloud", network.cloud, ("tls",)),
    ("clock", network.clock, ("cloud",)),
    ("login", account.login, ("cloud",)),
    ("subscription", account.subscription, ("login",)),
    ("provider", account.provider, ("subscription",)),
    ("api_version", account.api_version, ("provider",)),
    ("workspace", account.workspace, ("api_version",)),
    ("role", account.role, ("workspace",)),
)


def examined(params: Mapping[str, Any], clock: Clock, known: tuple[str, ...]) -> dict[str, Any]:
    """What every check found. :raises NotPassed: with the same, when one of them failed."""
    patient = Patient(params, clock, list(known))
    try:
        found = list(_checked(patient))
    finally:
        if patient.link is not None:
            patient.link.close()
    whole = result(found)
    if whole["healthy"]:
        return whole
    first = next(one for one in found if one.status == FAILED)
    told = f"{len(whole['failed_checks'])} of {len(found)} checks failed, {first.check} first: {first.detail}"
    raise NotPassed(told, code="CheckFailed", hint=first.fix, result=whole)


def _checked(patient: Patient) -> Iterator[Found]:
    failed: set[str] = set()
    for name, check, ground in CHECKS:
        broken = [below for below in ground if below in failed]
        one = Found(name, SKIPPED, f"needs {broken[0]}") if broken else _found(name, check, patient)
        if broken or one.status == FAILED:
            failed.add(name)
        yield one


def _found(name: str, check: Check, patient: Patient) -> Found:
    try:
        status, detail, fix, code = OK, check(patient), "", ""
    except Skipped as error:
        status, detail, fix, code = SKIPPED, error.message, "", ""
    except Warned as error:
        status, detail, fix, code = WARNING, error.message, str(error.facts["fix"]), ""
    except Cancelled:
        raise
    except AmlError as error:
        # Read where something is wrong only.
        from ..remedies.table import next_step

        status, detail, fix = FAILED, error.message, next_step(error)
        code = str(error.facts.get("code") or type(error).__name__)
    return Found(name, status, redact.line(detail, patient.secrets), redact.line(fix, patient.secrets, 300), code)


DOCTOR = Examination(
    noun="doctor",
    run=examined,
    options={"actions": {"type": "list", "elements": "str", "default": [account.READS]}},
)
