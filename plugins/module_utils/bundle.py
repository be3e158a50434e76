# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several resources in one task, side by side where they are independent. Knows only how they hang together.

Each one is made by the ``manage`` that the engine hands in, so check mode, diff and waiting are the same as alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, Callable

from . import errors, inputs
from .pool import threads
from .schema import ABSENT, Resource
from .task import Bundle, Part

#: Makes one resource as its params declare it: the engine's own function.
Manage = Callable[[Resource, Mapping[str, Any]], dict[str, Any]]


def parts_of(bundle: Bundle, params: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The params of each part that the task names. :raises InputError: naming part and option."""
    members: dict[str, dict[str, Any]] = {}
    for part in bundle.parts:
        given = params.get(part.option)
        if given is None:
            continue
        shared = {key: value for key, value in params.items() if key not in {other.option for other in bundle.parts}}
        own = {**shared, **{option: value for option, value in given.items() if value is not None}}
        own["api_version"] = None
        try:
            inputs.check(part.resource, own)
        except errors.InputError as error:
            option, _colon, text = error.message.partition(": ")
            ours = str(error.facts.get("option")).partition(".")[0] in given
            raise errors.InputError(f"{part.option}.{option}" if ours else option, text) from error
        members[part.option] = own
    if not members:
        raise errors.InputError(None, "name at least one of " + ", ".join(part.option for part in bundle.parts))
    return members


def ensure(bundle: Bundle, members: Mapping[str, dict[str, Any]], manage: Manage) -> dict[str, Any]:
    """Every part that is named, each as soon as those it needs are there; the first failure is told with what was
    done.
    """
    absent = any(params.get("state") == ABSENT.word for params in members.values())
    parts = [part for part in bundle.parts if part.option in members]
    results: dict[str, dict[str, Any]] = {}
    failed: dict[str, errors.AmlError] = {}
    with threads(len(parts)) as pool:
        waiting = list(parts)
        while waiting:
            left = {part.option for part in waiting}
            ready = [part for part in waiting if not left.intersection(_before(part, parts, absent))]
            running: list[tuple[str, Future[dict[str, Any]]]] = []
            for part in ready:
                broken = [option for option in _before(part, parts, absent) if option in failed]
                if broken:
                    failed[part.option] = errors.AmlError(f"skipped, because {broken[0]} failed")
                    continue
                resource = _fed(part.resource, part.feeds, results)
                running.append((part.option, pool.submit(manage, resource, members[part.option])))
            for option, future in running:
                try:
                    results[option] = future.result()
                except errors.AmlError as error:
                    failed[option] = error
            waiting = [part for part in waiting if part not in ready]
    if failed:
        raise _together(failed, results)
    merged = {option: result[_noun(bundle, option)] for option, result in results.items()}
    outcome: dict[str, Any] = {"changed": any(result["changed"] for result in results.values()), bundle.noun: merged}
    outcome["ids"] = {option: found.get("id") for option, found in merged.items()}
    outcome["reasons"] = [f"{option}: {reason}" for option, result in results.items() for reason in result["reasons"]]
    if all("diff" in result for result in results.values()):
        outcome["diff"] = {
            side: {option: result["diff"][side] for option, result in results.items()} for side in ("before", "after")
        }
    return outcome


def _before(part: Part, parts: list[Part], absent: bool) -> list[str]:
    """What comes before a part: creation goes from the needed to the needing, deletion the other way round."""
    if absent:
        return [other.option for other in parts if any(name == part.option for _path, name in other.feeds)]
    return [name for _path, name in part.feeds]


def _fed(resource: Resource, feeds: tuple[tuple[str, str], ...], results: Mapping[str, Any]) -> Resource:
    """The resource with the ids of the parts it needs as its values on creation."""
    fields = list(resource.fields)
    for option, name in feeds:
        found = next(
            iter(value for key, value in results.get(name, {}).items() if isinstance(value, dict) and "id" in value), {}
        )
        fields = [
            replace(item, on_create=found.get("id")) if item.option == option and found.get("id") else item
            for item in fields
        ]
    return replace(resource, fields=tuple(fields))


def _noun(bundle: Bundle, option: str) -> str:
    """The result key of one part's own result."""
    return next(part.resource.noun for part in bundle.parts if part.option == option)


def _together(failed: Mapping[str, errors.AmlError], results: Mapping[str, Mapping[str, Any]]) -> errors.AmlError:
    """Every failure in one, with what was done; the first one's facts."""
    first = next(iter(failed.values()))
    done = [option for option, result in results.items() if result["changed"]]
    text = "; ".join(f"{option}: {error.message}" for option, error in failed.items())
    first.message = text + (f" (done: {', '.join(done)})" if done else "")
    first.facts["changed"] = bool(done) or bool(first.facts.get("changed"))
    return first
