# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one task declares of a whole estate, and in which order it comes to be. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import inputs
from .errors import InputError
from .schema import ABSENT, ML_API_VERSION, Resource
from .task import Derived, Estate

# azureml:name:version and azureml:name (contract 4); a path on a datastore, in its short and in its long form.
_ASSET = re.compile(r"azureml:(?P<name>[^:/@]+)(?::(?P<version>[^:/@]+))?")
_ON_DATASTORE = re.compile(r"azureml://(?:.+/)?datastores/(?P<name>[^/]+)/.*", re.IGNORECASE)
_REGISTRIES = "azureml://registries/"
_HOME = re.compile(r"/subscriptions/.+/providers/Microsoft\.MachineLearningServices/[^/]+/[^/]+", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """One resource of an estate. ``path`` is where it is, or where all versions are of an asset whose version follows
    from what is there; ``type`` and ``name`` are what the user calls it.
    """

    number: int
    type: str
    resource: Resource
    params: Mapping[str, Any]
    path: str

    @property
    def name(self) -> str:
        """Its own name, with the version where it has one."""
        names = [str(self.params[option]) for option in self.resource.segments if self.params.get(option)]
        return ":".join(names) or self.path.rpartition("/")[2]

    @property
    def open(self) -> bool:
        """True when its version is known at its turn only."""
        return "version" in self.resource.segments and not self.params.get("version")

    @property
    def absent(self) -> bool:
        """True when it is to go away."""
        return self.params.get("state") == ABSENT.word


def item(estate: Estate, number: int, word: str, options: Mapping[str, Any], api_version: Any = None) -> Item:
    """One item, its input checked. :raises InputError: as its own module would, naming the option."""
    declared = estate.kind(word)
    if options.get("definition") is not None:
        from . import prelude

        resource = prelude.chosen(declared, options)
        params = _with_version(resource, options, api_version)
        return Item(number, word, resource, params, prelude.path_of(resource, params))
    resource = declared.of(options) if isinstance(declared, Derived) else declared
    if isinstance(declared, Derived):
        inputs.check_candidate(declared, resource, options)
    params = _with_version(resource, options, api_version)
    if resource.found_by and not params.get(resource.segments[-1]):
        raise InputError(resource.segments[-1], "is required here: only a task of its own can find the newest one")
    return Item(number, word, resource, params, inputs.check(resource, params))


def _with_version(resource: Resource, options: Mapping[str, Any], api_version: Any) -> Mapping[str, Any]:
    return {"api_version": api_version, **options} if resource.api_version == ML_API_VERSION else options


def items(estate: Estate, params: Mapping[str, Any]) -> list[Item]:
    """What the task declares.

    :param params: with ``resources`` as the front checked them: a list of ``type`` and ``options``.
    :raises InputError: naming place and option: bad input, or two items that are one resource.
    """
    found: list[Item] = []
    seen: dict[str, Item] = {}
    for number, entry in enumerate(params.get("resources") or []):
        where = f"resources[{number}]"
        options = {**entry["options"], "subscription_id": params.get("subscription_id")}
        with inputs.inside(where):
            one = item(estate, number, entry["type"], options, params.get("api_version"))
        other = seen.setdefault(one.path.lower(), one)
        if other is not one:
            raise InputError(where, f"is the same {one.type} as resources[{other.number}]: {one.name}")
        found.append(one)
    return found


def order(declared: Sequence[Item]) -> dict[int, set[int]]:
    """For each item the numbers of those that come before it.

    What an item needs is what it lives in, the provider of its type, what its declaration says, and what it or its
    definition names: an id, a path on a datastore, ``azureml:name:version``, an address in a registry. That comes
    first; where it goes away, it goes last.

    :raises InputError: when an item is declared in one that is to go away, or items need each other.
    """
    known = {one.path.lower(): one for one in declared}
    names = _names(declared)
    before: dict[int, set[int]] = {one.number: set() for one in declared}
    for one in declared:
        lives_in = list(_above(one.path, known))
        for other in [*lives_in, *_unnamed(one, declared), *_named(one, known, names)]:
            if other is one or other.path.lower().startswith(one.path.lower() + "/"):
                continue
            if other.absent and other in lives_in and not one.absent:
                raise InputError(
                    f"resources[{one.number}]", f"{one.name} is declared in {other.type} {other.name}, which is to go"
                )
            if other.absent:
                before[other.number].add(one.number)
            elif not one.absent:
                before[one.number].add(other.number)
    _refuse_circle(declared, before)
    return before


def _above(path: str, known: Mapping[str, Item]) -> Iterator[Item]:
    """The items that ``path`` lies in, the nearest first, and the provider of each type in it."""
    words = path.lower().split("/")
    for length in range(len(words) - 1, 1, -1):
        found = known.get("/".join(words[:length]))
        if found is not None:
            yield found
    for place, word in enumerate(words[:-1]):
        if word == "providers" and place > 3:
            found = known.get("/".join([*words[:3], "providers", words[place + 1]]))
            if found is not None:
                yield found


def _names(declared: Iterable[Item]) -> dict[tuple[str, ...], list[Item]]:
    """Items by what a reference calls them: where they live, kind, name and version."""
    found: dict[tuple[str, ...], list[Item]] = {}
    for one in declared:
        keys = [(_home(one), "", *(part.lower() for part in one.name.split(":")))]
        keys.append((_home(one), one.type, *keys[0][2:]))
        # Any version, for who names all of them; and as an address in a registry has it.
        keys.append((one.path.lower().partition("/versions/")[0],))
        keys.append(("registries", one.path.lower().partition("/registries/")[2]))
        for key in keys:
            found.setdefault(key, []).append(one)
    return found


def _home(one: Item) -> str:
    """The workspace or registry that an item lives in, for what is named without an id; empty for none."""
    found = _HOME.search(one.path)
    return found.group().lower() if found else ""


def _named(one: Item, known: Mapping[str, Item], names: Mapping[tuple[str, ...], list[Item]]) -> Iterator[Item]:
    source = one.resource.source
    if source is not None and source.given(one.params):
        uploads_to = source.datastore(one.resource.scope, one.params).lower()
        yield from names.get((_home(one), "datastore", uploads_to), ()) if uploads_to else ()
    brought = one.params.get("definition")
    for text in _texts([one.params, brought.named if brought else []]):
        if text.lower().startswith("/subscriptions/"):
            found = known.get(text.lower().rstrip("/"))
            yield from [found] if found is not None else _above(text + "/", known)
            yield from names.get((text.lower().rstrip("/"),), ())
        elif text.startswith(_REGISTRIES):
            place = text[len(_REGISTRIES) :].lower()
            yield from names.get(("registries", place), names.get(("registries", place.partition("/versions/")[0]), ()))
        elif text.startswith("azureml:"):
            on = _ON_DATASTORE.fullmatch(text)
            asset = None if on else _ASSET.fullmatch(text)
            if on:
                yield from names.get((_home(one), "datastore", on["name"].lower()), ())
            elif asset:
                parts = [part.lower() for part in asset.groups() if part]
                yield from names.get((_home(one), "", *parts), ())


def _unnamed(one: Item, declared: Sequence[Item]) -> Iterator[Item]:
    """What comes first because the declaration says so."""
    for other in declared if one.resource.after else ():
        if other.type in one.resource.after and _home(other) == _home(one):
            yield other


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


def _refuse_circle(declared: Sequence[Item], before: Mapping[int, set[int]]) -> None:
    """:raises InputError: naming the items that each wait for the next one."""
    left = {number: set(others) for number, others in before.items()}
    after: dict[int, list[int]] = {}
    for number, others in before.items():
        for other in others:
            after.setdefault(other, []).append(number)
    free = [number for number, others in left.items() if not others]
    while free:
        number = free.pop()
        left.pop(number)
        for other in after.get(number, ()):
            left[other].discard(number)
            if not left[other]:
                free.append(other)
    if left:
        by_number = {one.number: one for one in declared}
        circle = [min(left)]
        while circle[-1] not in circle[:-1]:
            circle.append(min(left[circle[-1]]))
        named = " -> ".join(
            f"{by_number[number].type} {by_number[number].name}" for number in circle[circle.index(circle[-1]) :]
        )
        raise InputError(f"resources[{circle[-1]}]", f"these need each other, so none can be first: {named}")
