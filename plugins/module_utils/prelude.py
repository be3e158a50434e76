# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes before a task with a ``definition``: it becomes options, and what it needs is made first.

The definition is read and translated before any request. What only the service knows, the newest version of a name, is
looked up, and the definition translated once more. Then come the resources that it brings along, one after another, and
last the one that the task is about. Each is made by the ``make`` that the engine hands in, so check mode, diff and
waiting are the same as without a definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Callable

from . import argspec, bounds, inputs, redact, resolve
from .address import locate
from .definition import document
from .definition.document import Opened
from .definition.draft import OPTION, Draft, again, drafted
from .definition.lay import laid, yielding
from .definition.making import Before
from .definition.place import Label, Place, Shown
from .errors import InputError
from .newest import container_of, version_of
from .result import Managed
from .schema import ABSENT, PRESENT, Field, Resource
from .session import Session
from .source import Source
from .steps import Do, Look, Steps
from .target import Target, Tolerate, target_of
from .task import Derived, Estate, Task
from .tree import bury
from .write import in_turn

#: Makes one resource as its params declare it: the engine's own steps.
Make = Callable[[Session, Resource, Mapping[str, Any]], Steps]
#: Changes the options of one resource, which is declared so.
Change = Callable[[Any, dict[str, Any]], dict[str, Any]]
# What stands for a version that is not known yet, where a path is only checked.
SOME_VERSION = "1"
# What a resource that comes before takes from the task.
SHARED = ("subscription_id", "resource_group", "workspace", "registry", "wait", "wait_timeout")


def opened(task: Task, params: dict[str, Any]) -> dict[str, Any]:
    """The params with each definition read. :raises InputError: naming the option."""
    return _each(task, params, lambda _declared, options: _opened(options))


def translated(task: Task, params: dict[str, Any]) -> dict[str, Any]:
    """The params with what their definitions say below them. :raises InputError: naming the key of the definition."""
    place = {"subscription_id": params.get("subscription_id")}

    def change(declared: Any, options: dict[str, Any]) -> dict[str, Any]:
        made = _translated(declared, {**options, **place})
        return {option: made[option] for option in made if option in options or option not in place}

    return _each(task, params, change)


def secrets(task: Task, params: dict[str, Any]) -> tuple[str, ...]:
    """What the definitions hold as secrets: before the translation what the names of their keys say, after it what
    the options say too.
    """
    found: list[str] = []

    def look(declared: Any, options: dict[str, Any]) -> dict[str, Any]:
        own = options.get(OPTION)
        if isinstance(own, Opened):
            found.extend(str(secret) for secret in redact.held(own.document, OPTION))
        elif isinstance(own, Brought):
            spec = argspec.arguments(Task(declared, "manage"))
            found.extend(argspec.given_secrets(spec, {**options, OPTION: None}))
        return options

    _each(task, params, look)
    return tuple(found)


def _each(task: Task, params: dict[str, Any], change: Change) -> dict[str, Any]:
    """The params with the options of each resource changed: of the task, or of every item of an estate."""
    declared = task.declaration
    if not isinstance(declared, Estate):
        return change(declared, params)
    items = []
    for number, entry in enumerate(params["resources"]):
        with inputs.inside(f"resources[{number}]"):
            items.append({**entry, "options": change(declared.kind(entry["type"]), entry["options"])})
    return {**params, "resources": items}


def _opened(options: dict[str, Any]) -> dict[str, Any]:
    given = options.get(OPTION)
    return options if given is None else {**options, OPTION: document.opened(given)}


def _translated(declared: Any, params: dict[str, Any]) -> dict[str, Any]:
    found = params.get(OPTION)
    if not isinstance(found, Opened):
        return params
    where = ("subscription_id", "resource_group", "workspace", "registry")
    place = Place(*(str(params.get(word) or "") for word in where))
    given = {option: value for option, value in params.items() if option != OPTION}
    draft = drafted(declared.noun, found.document, found.folder, place, document, given)
    kinds = declared.candidates if isinstance(declared, Derived) else (declared,)
    source = next((kind.source for kind in kinds if kind.source), None)
    return Brought(draft, given, tuple(field for kind in kinds for field in kind.fields), source).params()


@dataclass(frozen=True)
class Brought:
    """A translated definition, and the options that stand above it: those of the task itself."""

    draft: Draft
    given: Mapping[str, Any] = field(repr=False)
    fields: tuple[Field, ...] = field(repr=False)
    source: Source | None = None

    def params(self) -> dict[str, Any]:
        """The options of the task over what the definition says, and this beside them."""
        made = laid(self.fields, yielding(self.source, self.draft.options, self.given), self.given)
        bounds.check(made)
        if self.draft.version and not made.get("api_version"):
            made["api_version"] = self.draft.version
        return {**made, OPTION: self}

    def anew(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The params of a resource that is not there yet: with what the definition leaves to its defaults."""
        return laid(self.fields, self.draft.new, params)

    @property
    def named(self) -> list[Any]:
        """What it names beyond the options of its own resource: in what comes before, by a label, as a datastore, and
        what is to be looked at.
        """
        place = self.draft.place
        labels = [one for one in self.draft.missing if isinstance(one, Label)]
        return [
            *(part.options for part in self.draft.before),
            *(f"{place.container(label.collection)}/{label.name}" for label in labels),
            *(one.path for one in self.draft.missing if isinstance(one, Shown)),
            *(place.inner("datastores", one.datastore) for one in self.draft.sent),
        ]

    @property
    def brings(self) -> set[str]:
        """The nouns of what comes before its own resource. What those are called is known at their turn only."""
        return {part.noun for part in self.draft.before}

    def delivered(self, target: Target) -> Steps:
        """Send what the resource of ``target`` says is in a datastore. What is there already is not sent again."""
        from . import upload

        found = {(one.datastore, one.found.hash, one.found.name): one for one in self.draft.sent}
        for one in found.values():
            yield Do(partial(upload.to_datastore, target, one.found, one.datastore, one.at, one.at))


def chosen(declared: Resource | Derived, params: Mapping[str, Any]) -> Resource:
    """The resource that a task with a definition is about, its options checked. An asset without a version is one
    version of it all the same.

    :raises InputError: an option is bad or missing; what goes away needs its version.
    """
    if isinstance(declared, Resource):
        inputs.check(declared, params)
        return declared
    if params.get("plane") == "regional":
        raise InputError("plane", "must be arm with a definition: the regional plane has none")
    if not params.get("version") and params.get("state") != PRESENT.word:
        raise InputError("version", f"is required, here or in the definition, for {params.get('state')}")
    some = {**params, "version": params.get("version") or SOME_VERSION}
    resource = declared.of(some)
    inputs.check_candidate(declared, resource, some)
    inputs.check(resource, some)
    return resource


def path_of(resource: Resource, params: Mapping[str, Any]) -> str:
    """Where the resource is; of an asset whose version is not known yet, where all its versions are."""
    if "version" in resource.segments and not params.get("version"):
        return container_of(resource, params)
    return locate(resource, params)


def carried_out(
    session: Session, resource: Resource, params: Mapping[str, Any], make: Make, tolerate: Tolerate
) -> Steps:
    """What comes before, and the resource itself; the steps lead to the :class:`Managed` of the latter."""
    brought: Brought = params[OPTION]
    own = {option: value for option, value in params.items() if option != OPTION}
    if params.get("state") == ABSENT.word:
        return (yield from make(session, resource, own))
    if brought.draft.missing:
        answers = yield from resolve.answers(session, brought.draft, tolerate)
        brought = replace(brought, draft=again(brought.draft, answers, document))
        own = {option: value for option, value in brought.params().items() if option != OPTION}
    session.warnings += brought.draft.warnings
    first = []
    before = brought.draft.before
    if any(part.anew for part in before):
        there = yield Look(session.arm, inputs.check(resource, own), resource.version(own), resource.absent_codes)
        before = tuple(part for part in before if there is None or not part.anew)
    for part in before:
        declared, options = _part(part, own)
        # Others of the same task may bring the same along: one of them makes it, the others find it.
        target = target_of(session, session.arm, declared, options)
        first.append((yield from in_turn(target, target.path, make(session, declared, options))))
    if "version" in resource.segments and not own.get("version"):
        own = yield from _known_source(session, resource, own)
        own["version"] = yield from version_of(session, resource, own)
    main: Managed = yield from make(session, resource, {**own, OPTION: brought})
    return replace(main, first=tuple(first))


def _known_source(session: Session, resource: Resource, params: Mapping[str, Any]) -> Steps:
    """The params with what is in the local file or folder that they name: whether it changed decides of the version."""
    source = resource.source
    if source is None or not source.given(params):
        return dict(params)
    from . import upload

    return bury(params, source.option, (yield from upload.measured(session, resource, params)))


def _part(part: Before, own: Mapping[str, Any]) -> tuple[Resource, dict[str, Any]]:
    """A resource that comes before, and its params."""
    from .resources import application_insights, code, component, data, environment, key_vault, log_analytics, model
    from .resources.storage_account import STORAGE_ACCOUNT

    kinds: tuple[Resource | Derived, ...] = (
        application_insights.APPLICATION_INSIGHTS,
        code.CODE,
        component.COMPONENT,
        data.DATA,
        environment.ENVIRONMENT,
        key_vault.KEY_VAULT,
        log_analytics.LOG_ANALYTICS,
        model.MODEL,
        STORAGE_ACCOUNT,
    )
    declared = next(kind for kind in kinds if kind.noun == part.noun)
    shared = {option: own.get(option) for option in SHARED}
    params = {**shared, "state": PRESENT.word, **part.options}
    return declared.of(params) if isinstance(declared, Derived) else declared, params
