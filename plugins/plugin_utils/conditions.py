# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the result of a task, or a resource in it, says of how it is. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.run import RUN
from ansible_collections.mlops.azureml.plugins.module_utils.tree import dig


@dataclass(frozen=True)
class Words:
    """What a member says, in lower case: ``well`` where it came to rest as it should, ``badly`` where it did not. Any
    other word is on its way to one of these.
    """

    well: frozenset[str]
    badly: frozenset[str]


def _words(well: str, badly: str) -> Words:
    return Words(frozenset(well.split()), frozenset(badly.split()))


PROVISIONING = _words("succeeded completed", "failed canceled cancelled aborted")
# Of jobs and runs; of an outbound rule, which is inactive until its network is there; of a private endpoint connection.
STATUS = _words(
    "completed succeeded finished active inactive approved registered",
    "failed canceled cancelled rejected disconnected timeout",
)
#: The members that say how a resource is, as readers return them and, for a resource of any type, as the service does.
#: From the enumerations of 2025-12-01.
MEMBERS: Mapping[str, Words] = {
    "provisioning_state": PROVISIONING,
    "properties.provisioningState": PROVISIONING,
    "status": STATUS,
    "properties.status": STATUS,
    "state_of_instance": _words("running jobrunning stopped", "createfailed setupfailed usersetupfailed unusable"),
    "allocation_state": _words("steady", ""),
    "endpoint_state": _words("online suspended", "creationfailed deletionfailed"),
    "registration_state": _words("registered notregistered unregistered", ""),
}
TROUBLES = ("errors", "provisioning_errors")
NAMES = frozenset(name for kind in (*ESTATE.kinds, RUN) for name in (kind.noun, kind.plural))


def is_terminal(value: Any) -> bool:
    """True when nothing is under way any more, however it ended. What is not there is at its end."""
    return all(_is_at_rest(subject) for subject in _subjects(value))


def is_healthy(value: Any) -> bool:
    """True when it is there, all of it, and came to rest as it should."""
    subjects = list(_subjects(value))
    return bool(subjects) and all(_is_at_rest(subject) and _is_well(subject) for subject in subjects)


def is_drifted(value: Any) -> bool:
    """True when a task changed something, or in check mode would.

    :raises InputError: it is no result of a task, or of one that failed: nobody knows.
    """
    # All are looked at before one is believed.
    found = [_changed(result) for result in _results(value)]
    return any(found)


def _results(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _results(one)
    elif not isinstance(value, Mapping) or not ("changed" in value or "failed" in value or "skipped" in value):
        raise InputError(None, "the input must be the result of a task, or a list of results")
    elif isinstance(value.get("results"), list):
        yield from _results(value["results"])
    elif not value.get("skipped"):
        yield value


def _changed(result: Mapping[str, Any]) -> bool:
    if result.get("failed"):
        raise InputError(None, "the task failed, so nobody knows whether anything drifted")
    return bool(result.get("changed"))


def _subjects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The resources in a value, each as a map; what failed or is not waited for counts as one."""
    if isinstance(value, list):
        for one in value:
            yield from _subjects(one)
    elif not isinstance(value, Mapping):
        raise InputError(None, "the input must be a resource, the result of a task, or a list of these")
    elif isinstance(value.get("results"), list):
        yield from _subjects(value["results"])
    elif "changed" in value and "action" not in value:
        yield from _of_result(value)
    elif value:
        yield value


def _of_result(result: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if result.get("skipped"):
        return
    if result.get("failed") or result.get("operation_url"):
        yield {name: result.get(name) for name in ("failed", "operation_url")}
    for name in sorted(NAMES & result.keys()):
        yield from _subjects(result[name] or [])


def _said(subject: Mapping[str, Any]) -> Iterator[tuple[Words, str]]:
    """Each word that the service says of how the resource is, in lower case."""
    for member, words in MEMBERS.items():
        found = dig(subject, member)
        if isinstance(found, str) and found:
            yield words, found.lower()


def _is_at_rest(subject: Mapping[str, Any]) -> bool:
    return not subject.get("operation_url") and all(word in words.well | words.badly for words, word in _said(subject))


def _is_well(subject: Mapping[str, Any]) -> bool:
    if subject.get("failed") or subject.get("error") or any(subject.get(name) for name in TROUBLES):
        return False
    return subject.get("action") not in ("fail", "skip") and not any(
        word in words.badly for words, word in _said(subject)
    )
