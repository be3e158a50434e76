# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vocabulary in which the CLI's own schema of a type is told: which keys it has, and which option each becomes.

A table of a type holds only values of these classes. Pure data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Form:
    """What a value looks like in the CLI's schema, and what becomes of it.

    :param kind: how it is read, a key of :data:`kinds.KINDS`.
    :param words: (word of the CLI, what it becomes) pairs: of an enumeration all that there are.
    :param keys: of an object: its keys.   :param defaults: of an object: (place, value) pairs that a new resource gets
        where no key says otherwise; places are dotted, in what the object becomes.
    :param of: what the elements of a list, or the values of a map, look like.
    :param asset: of a reference: the collection that it names something in, such as ``environments``.
    :param by: of a union: the key that tells its variants apart.   :param variants: (word, form) pairs of it.
    :param otherwise: the word that stands for an absent ``by``.
    :param place: of a union: where its word goes, as the second of ``words``; nowhere when empty.
    :param finish: of an object: the kind that has the last word on what it became, where its keys hang together.
    :param template: of ``spelled``: the text that the value is put into.
    :param loose: of an object: the client drops other keys in place of refusing them.
    :param free: of an object: other keys are sent as they are.
    """

    kind: str
    words: tuple[tuple[str, Any], ...] = ()
    keys: tuple[Key, ...] = ()
    defaults: tuple[tuple[str, Any], ...] = ()
    of: Form | None = None
    asset: str = ""
    by: str = ""
    variants: tuple[tuple[str, Form], ...] = ()
    otherwise: str = ""
    place: str = ""
    finish: str = ""
    template: str = ""
    loose: bool = False
    free: bool = False


@dataclass(frozen=True)
class Key:
    """One key of an object.

    :param name: as the CLI spells it.   :param place: the dotted place of its value; its name when empty; ``.`` when
        what it becomes is merged into what the object becomes.
    :param required: the CLI refuses an object without it.   :param nullable: a null stands for its absence.
    :param default: what a new resource gets when it is absent, as the option's value.
    :param along: (place, value) pairs that it brings along.
    :param version: the newest api-version that has it, where the one that the collection asks for does not.
    :param unused: why the client takes it and makes nothing of it; the task warns.
    :param told: the client writes it and never reads it, so it is passed over in silence.
    :param anew: only a new resource gets it; where the resource is there, it is not compared.
    """

    name: str
    form: Form = Form("text")
    place: str = ""
    required: bool = False
    nullable: bool = False
    default: Any = None
    along: tuple[tuple[str, Any], ...] = ()
    version: str = ""
    unused: str = ""
    told: bool = False
    anew: bool = False


@dataclass(frozen=True)
class Default:
    """A value that only a new resource gets: what is there is left alone where the definition does not name it."""

    value: Any


TEXT, VERSION, WHOLE, NUMBER, FLAG = Form("text"), Form("version"), Form("whole"), Form("number"), Form("flag")
#: Anything, as it is.
FREE = Form("free")
#: A map that is never renamed.
FREE_MAP = Form("free_map")
#: A map of texts: tags and their like.
TEXTS = Form("texts")
#: The same where the client takes no number for a text.
STRINGS = Form("strings")
#: Durations, by what they are counted in; they become ISO 8601 (mapping 2).
SECONDS, MILLISECONDS, MINUTES = Form("seconds"), Form("milliseconds"), Form("minutes")
COMPUTE = Form("compute")


def words(*pairs: tuple[str, Any]) -> Form:
    """An enumeration: one of these words, which becomes its partner."""
    return Form("words", words=pairs)


def list_of(form: Form) -> Form:
    """A list."""
    return Form("list", of=form)


def map_of(form: Form) -> Form:
    """A map with keys that the user chooses."""
    return Form("map", of=form)


def fields(*keys: Key, **more: Any) -> Form:
    """An object with these keys and no others; ``more`` as :class:`Form` has it."""
    return Form("object", keys=keys, **more)


def union(by: str, *variants: tuple[str, Form], otherwise: str = "", place: str = "", **named: Any) -> Form:
    """An object whose keys depend on one of them. ``named``: what each word becomes, where it goes to ``place``."""
    return Form("union", by=by, variants=variants, otherwise=otherwise, place=place, words=tuple(named.items()))


def told(*names: str) -> tuple[Key, ...]:
    """Keys that the client writes and never reads."""
    return tuple(Key(name, told=True) for name in names)


def spelled(text: str) -> Form:
    """An enumeration by the service's words."""
    return words(*((snake(word), word) for word in text.split()))


def snake(word: str) -> str:
    """A word as the CLI spells it: its letters in lower case, with a _ before each that begins a part."""
    apart = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", word)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", apart).lower()


def camel(key: str) -> str:
    """A key as the service spells it. The rates of learning (LR) are letters of their own."""
    first, *others = key.split("_")
    return first + "".join("LR" if word == "lr" else word.capitalize() for word in others)
