# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vocabulary in which a resource is declared. Pure data and pure functions.

A resource file holds only values of these classes. When one of them would need code, a word is missing here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .holds import Busy, Use
from .parts import Parts
from .scope import WORKSPACE, Scope
from .tree import dig

if TYPE_CHECKING:  # most tasks upload nothing, and do without
    from .source import Source

ML_API_VERSION = "2025-12-01"


@dataclass(frozen=True)
class Field:
    """One option and the place in the service's JSON that it stands for.

    :param option: the option's name; a result has the same.
    :param path: dotted REST path, relative to the enclosing field's; empty for a group that exists only in the options.
    :param same: how two values are compared, a key of :data:`compare.NORMAL`; for a list, how its elements are.
    :param words: (option value, service value) pairs where the two differ.
    :param fields: the sub-options of a dict, or of each dict of a list.
    :param key: of a list of dicts: the sub-option that identifies an element, so that order does not count.
    :param unordered: of a list of scalars: order does not count.
    :param as_keys: a list of strings that the service keeps as the keys of a map.
    :param union: of a dict: the sub-option whose value decides which sub-options apply.
    :param variants: the values of the enclosing union for which this field exists; empty for all of them.
    :param required: must be given when its variant is written.
    :param required_for: an option, and the values of it with which creation needs this one.
    :param create_only: a change is refused by the service, so it fails here (``on_immutable``).
    :param read_only: in results only.   :param write_only: a secret: sent, never compared, never returned.
    :param on_create: sent on creation when the option is omitted; never compared afterwards.
    :param from_parent: on creation, taken from the parent resource's member of the same name when omitted.
    :param from_tenant: on creation, the tenant of the principal's token when omitted.
    :param unset_means: what a null of the service stands for.
    :param cleared: of a dict: what an empty one stands for, where the service takes no null.
    :param any_value: the value of the option with which the service decides itself; it equals whatever is there.
    :param along: (path, value) pairs sent beside this field, relative to the enclosing one.
    :param never_empty: the service always has a value of its own, so an empty one stands for nothing.
    :param merge: a map whose unnamed keys are left alone unless ``purge_tags`` is set.   :param limits: of a map: how
        many entries it may have, and how many characters a key and a value.   :param id_of: of an id: the type of
        resource that it must name; any where empty.
    :param at_most: of a number: the sibling option that it must not exceed.   :param least: the smallest it can be.
    :param sums: of a map of numbers: what they can be together.
    :param unshown: no secret, and yet the service leaves it out of its answers: compared only where it is shown.
    """

    option: str
    path: str
    type: str = "str"
    same: str = "exact"
    choices: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    elements: str = ""
    fields: tuple[Field, ...] = ()
    key: str = ""
    unordered: bool = False
    as_keys: bool = False
    union: str = ""
    variants: tuple[str, ...] = ()
    required: bool = False
    required_for: tuple[str, ...] = ()
    create_only: bool = False
    read_only: bool = False
    write_only: bool = False
    on_create: Any = None
    from_parent: bool = False
    from_tenant: bool = False
    unset_means: Any = None
    cleared: Any = None
    any_value: str = ""
    along: tuple[tuple[str, Any], ...] = ()
    never_empty: bool = False
    merge: bool = False
    limits: tuple[int, ...] = ()
    id_of: str = ""
    at_most: str = ""
    least: int = 0
    sums: tuple[int, ...] = ()
    unshown: bool = False
    no_log: bool | None = None
    aliases: tuple[str, ...] = ()

    @property
    def writable(self) -> bool:
        """True when a task may set it."""
        return not self.read_only


#: The tags of an ARM resource (learn.microsoft.com, tag resources: 50 of them, 512 and 256 characters).
TAGS = Field("tags", "tags", type="dict", merge=True, limits=(50, 512, 256))


@dataclass(frozen=True)
class State:
    """One value of the ``state`` option beside what the fields say.

    :param action: the POST that leads there.   :param path: where the service shows how far it is.
    :param reached: the words there that mean it is; empty when the action is done every time.
    :param going: the words that mean it is on its way: nothing is sent, only waited.
    :param settles: the words to wait for after the action; ``reached`` when empty.
    :param sets: (path, value) pairs of the body that this state stands for.   :param shown: where the service shows
        them, when that is elsewhere.
    :param ends: of a state without an action: the words that are never left. It comes by itself and is waited for.
    :param variants: the variants that know this state; empty for all.
    """

    word: str
    action: str = ""
    path: str = ""
    reached: tuple[str, ...] = ()
    going: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    sets: tuple[tuple[str, Any], ...] = ()
    shown: str = ""
    ends: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()


PRESENT = State("present")
ABSENT = State("absent")


@dataclass(frozen=True)
class Extra:
    """More about one item, read on request: ``option`` switches it on, ``items`` is the answer's member that holds the
    list, ``fields`` are what each element of it has; ``method`` is how it is asked for.
    """

    option: str
    action: str
    items: str
    method: str = "POST"
    fields: tuple[Field, ...] = ()
    variants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resource:
    """One kind of resource.

    :param noun: singular and snake_case; the result key of the module.   :param plural: the result key of the reader.
    :param path: below the scope, with ``{option}`` where an option names a segment.
    :param names: for each of those options its (pattern, example); :data:`NAMES` where absent.
    :param named: (option, path) pairs that name an item without an ARM id; its ``name`` where empty.
    :param plane: ``arm`` or ``regional``.   :param service: of a regional resource, such as ``history/v1.0``.
    :param union: the option that chooses the variant.
    :param patch: the REST paths that the type's PATCH body has; any other change is a PUT.
    :param create_with: PUT, or POST where the collection creates and the service names the item; MAKE of
        :mod:`parts`, or empty where only the service itself creates it.
    :param parts: how it is written, where several requests make it.
    :param posted: (path, option) pairs by which the body of such a POST names the item.
    :param found_by: (query parameter, option) pairs that find the item while its own name is not known.
    :param json_patch: PATCH takes a list of operations (RFC 6902) in place of a part of the body.
    :param put_query, delete_query: (query parameter, option) pairs.   :param delete_default: what such an option is
        when the task does not say: a REST path, the word where that is true, and the one where it is not.
    :param absent_codes: error codes of a 404 that mean absence for this type only.
    :param contents: collections below it that must be empty before it is deleted without ``force``.
    :param used_by: what must not name it when it is deleted without ``force``.
    :param held_by: REST paths of its parent where that names it, or gives it a share of something.
    :param busy: what tells that it is at work, which its deletion would end.
    :param stays: a REST path that is true of those that the service does not delete, or names what keeps them.
    :param force_to_recreate: recreating it also needs ``force``.
    :param soft_deleted: the text by which the service refuses to create over a soft-deleted one (verified 4).
    :param purge_query: the query of the DELETE that removes a soft-deleted one for good.
    :param listed_in: scopes in which it can also be listed, tried when the options of the nearer one are missing.
    :param list_query: (query parameter, option) pairs of the reader.
    :param query: of a list that is a POST: the suffix of its collection, such as ``:query``; pages go by a token in
        the body.
    :param page_token: of a regional list, the query parameter that takes the token of the next page.
    :param collection: the path names a collection, so a reader always lists.
    :param unlisted: the service has no list of them: a reader needs the name.
    :param after: nouns of what comes first in the same workspace, although nothing names it.
    :param kept: names of items that the service makes for itself: neither exported nor pruned.
    :param kept_where: (REST path, word) pairs, one of which tells that the service made an item for itself.
    :param alone: of two that are written side by side in one collection, the service loses one.
    :param options: further options of the module: name -> argument spec.
    :param reader_options: the same for the reader.
    :param state_path: where the resource tells how far its provisioning is.   :param source: what local files it is of.
    """

    noun: str
    plural: str
    path: str
    fields: tuple[Field, ...] = ()
    scope: Scope = WORKSPACE
    api_version: str = ML_API_VERSION
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    named: tuple[tuple[str, str], ...] = ()
    plane: str = "arm"
    service: str = ""
    union: str = ""
    states: tuple[State, ...] = (PRESENT, ABSENT)
    patch: tuple[str, ...] = ()
    create_with: str = "PUT"
    parts: Parts | None = None
    posted: tuple[tuple[str, str], ...] = ()
    found_by: tuple[tuple[str, str], ...] = ()
    json_patch: bool = False
    put_query: tuple[tuple[str, str], ...] = ()
    delete_query: tuple[tuple[str, str], ...] = ()
    delete_default: tuple[str, ...] = ()
    absent_codes: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    used_by: tuple[Use, ...] = ()
    held_by: tuple[str, ...] = ()
    busy: tuple[Busy, ...] = ()
    stays: str = ""
    force_to_recreate: bool = False
    soft_deleted: str = ""
    purge_query: tuple[tuple[str, str], ...] = ()
    listed_in: tuple[Scope, ...] = ()
    list_query: tuple[tuple[str, str], ...] = ()
    query: str = ""
    page_token: str = "$continuationToken"
    collection: bool = False
    unlisted: bool = False
    extras: tuple[Extra, ...] = ()
    after: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    kept_where: tuple[tuple[str, str], ...] = ()
    alone: bool = False
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reader_options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    state_path: str = "properties.provisioningState"
    source: Source | None = None

    @property
    def segments(self) -> tuple[str, ...]:
        """The options that name the resource itself, in the order of its path."""
        return tuple(placeholders(self.path))

    @property
    def prefix(self) -> str:
        """What stands before an ARM id on this resource's plane."""
        return "/" + self.service if self.service else ""

    @property
    def guarded(self) -> bool:
        """True when its deletion may need ``force``."""
        return bool(self.contents or self.used_by or self.held_by or self.busy or self.force_to_recreate)

    def version(self, params: Mapping[str, Any]) -> str:
        """The api-version of its requests: the task's, else its own; the regional services have none."""
        return "" if self.plane == "regional" else str(params.get("api_version") or self.api_version)

    def state(self, word: str) -> State:
        """The declared state of that name."""
        return next(state for state in self.states if state.word == word)


def placeholders(template: str) -> list[str]:
    """The options that a path template names, in order."""
    return re.findall(r"\{([a-z_]+)\}", template)


def variant_of(union: str, fields: tuple[Field, ...], params: Mapping[str, Any], current: Any = None) -> str:
    """The chosen variant: what the task says, else what the service has, else empty."""
    if not union:
        return ""
    if params.get(union):
        return str(params[union])
    discriminator = next(item for item in fields if item.option == union)
    found = dig(current, discriminator.path)
    return next((word for word in discriminator.choices if parts_of(word) == parts_of(found)), str(found or ""))


def state_problem(state: State, variant: str) -> str:
    """Why ``variant`` cannot be in ``state``; empty when it can, or while no variant is known."""
    if not state.variants or not variant or variant in state.variants:
        return ""
    return f"{state.word} exists only for {' and '.join(state.variants)}, not for {variant}"


def parts_of(word: Any) -> list[str]:
    """A word of the service for comparing: case, and in a list of words spaces and order, are noise (features 2.0)."""
    return [] if word is None else sorted(part.strip().lower() for part in str(word).split(","))


def applicable(fields: tuple[Field, ...], variant: str) -> tuple[Field, ...]:
    """The fields that the variant has; all of them while no variant is known."""
    return tuple(item for item in fields if not item.variants or not variant or variant in item.variants)


def provisioning(resource: Resource, body: Any) -> str:
    """How far the service says it is with the resource, in lower case; empty for types that do not tell."""
    return str(dig(body, resource.state_path) or "").lower() if resource.state_path else ""
