# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How each kind of value is read: pure functions from what the CLI takes to what an option takes.

The client checks with marshmallow, which takes some values in more than one spelling; so do these (mapping 1).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..tree import bury, dig, join
from .making import Making
from .words import Default, Form, Key, snake

# The client's own spellings of a boolean (marshmallow).
TRUE, FALSE = {"true", "t", "yes", "y", "on", "1"}, {"false", "f", "no", "n", "off", "0"}
SHOWN = 60


def shown(value: Any) -> str:
    """A word for a message, short."""
    return repr(value)[:SHOWN]


def sort_of(value: Any) -> str:
    """What a value is, for a message: what it says may be a secret."""
    names = {bool: "a boolean", int: "a number", float: "a number", str: "text", list: "a list", dict: "a map"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), type(value).__name__)


def text(_form: Form, value: Any, at: str, _making: Making) -> str:
    """:raises InputError: for a number and a date too: unquoted, YAML makes them no text."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        raise InputError(at, "is a date to YAML, not text; quote it")
    if not isinstance(value, str):
        raise InputError(at, f"must be text, not {sort_of(value)}; quote it")
    return value


def version(_form: Form, value: Any, at: str, making: Making) -> str:
    """A version may be a number, ``1`` or ``1.2``, and becomes text."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return text(_form, value, at, making)


def whole(_form: Form, value: Any, at: str, making: Making) -> int:
    """A whole number, also as text. A fraction is cut off, as marshmallow does."""
    try:
        if isinstance(value, bool):
            raise ValueError
        if isinstance(value, float) and value != int(value):
            making.warn(at, f"is {value:g}, and counts as {int(value)}")
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise InputError(at, f"must be a whole number, not {sort_of(value)}") from None


def number(_form: Form, value: Any, at: str, _making: Making) -> float:
    """A number, also as text."""
    try:
        if isinstance(value, bool):
            raise ValueError
        return value if isinstance(value, (int, float)) else float(value)
    except (TypeError, ValueError):
        raise InputError(at, f"must be a number, not {sort_of(value)}") from None


def flag(form: Form, value: Any, at: str, _making: Making) -> Any:
    """True or false; with ``words``, what the two become."""
    word = str(value).lower() if isinstance(value, (bool, int, str)) else ""
    if word not in TRUE | FALSE:
        raise InputError(at, f"must be true or false, not {sort_of(value)}")
    truth = word in TRUE
    return dict(form.words)["true" if truth else "false"] if form.words else truth


def words(form: Form, value: Any, at: str, _making: Making) -> Any:
    """One of the words, in any case; the service's own spelling is taken too (mapping 21.2)."""
    for word, becomes in form.words:
        if is_word(value, word, becomes):
            return becomes
    known = ", ".join(word for word, _becomes in form.words)
    raise InputError(at, f"{shown(value)} is none of {known}")


def is_word(value: Any, word: str, becomes: Any = "") -> bool:
    """Whether a value is a word: in any case, in camel case, or as the service spells it."""
    if not isinstance(value, str):
        return False
    return value.lower() in (word.lower(), str(becomes).lower()) or snake(value) == word


def free(_form: Form, value: Any, _at: str, _making: Making) -> Any:
    """Anything."""
    return value


def free_map(_form: Form, value: Any, at: str, _making: Making) -> dict[str, Any]:
    """A map, as it is."""
    if not isinstance(value, Mapping):
        raise InputError(at, f"must be a map, not {sort_of(value)}")
    return {str(key): item for key, item in value.items()}


def check_plain(value: Any, at: str) -> None:
    """:raises InputError: somewhere in it is a date, which a request has no word for."""
    if isinstance(value, datetime.date):
        raise InputError(at, "is a date to YAML; quote it")
    rows = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, item in rows:
        check_plain(item, f"{at}[{key}]" if isinstance(value, list) else join(at, str(key)))


def _named(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """A map. :raises InputError: a key is no text, as YAML reads it."""
    for key in value if isinstance(value, Mapping) else ():
        text(form, key, join(at, str(key)), making)
    return free_map(form, value, at, making)


def texts(_form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """A map of texts. Numbers and booleans become text where they are sent."""
    found = _named(_form, value, at, making)
    for key, item in found.items():
        if isinstance(item, (Mapping, list)):
            raise InputError(join(at, key), f"must be text, not {sort_of(item)}")
    return {key: str(item) if isinstance(item, datetime.date) else item for key, item in found.items()}


def strings(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """A map of texts, where the client takes no number for a text. A null is a text that is absent."""
    found = _named(form, value, at, making)
    return {key: item if item is None else text(form, item, join(at, key), making) for key, item in found.items()}


def elements(form: Form, value: Any, at: str, making: Making) -> list[Any]:
    """A list of one form."""
    if not isinstance(value, list):
        raise InputError(at, f"must be a list, not {sort_of(value)}")
    return [making.convert(form.of or form, item, f"{at}[{place}]") for place, item in enumerate(value)]


def members(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """A map of one form, with keys that the user chooses."""
    found = free_map(form, value, at, making)
    return {key: making.convert(form.of or form, item, join(at, key)) for key, item in found.items()}


def one_or_more(form: Form, value: Any, at: str, making: Making) -> list[Any]:
    """A list, for which one element may stand alone."""
    return elements(form, value if isinstance(value, list) else [value], at, making)


def fields(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """An object: every key to its place. :raises InputError: a key that the CLI does not know, one that is missing."""
    given = free_map(form, value, at, making)
    known = {key.name: key for key in form.keys}
    for name in given:
        if name in known or (name == "$schema" and given[name] is not None):
            continue
        if not (form.loose or form.free) or name == "$schema":
            raise InputError(join(at, name), "is no key of the CLI's schema here; it knows " + ", ".join(sorted(known)))
        does = "which drops it" if form.loose else "and is sent as it is"
        making.warn(join(at, name), f"is no key of the CLI's schema, {does}")
    made: dict[str, Any] = {name: item for name, item in given.items() if form.free and name not in known}
    for place, default in form.defaults:
        made = bury(made, place, Default(default))
    for key in form.keys:
        made = _with_key(made, key, given, at, making)
    return making.kinds[form.finish](form, made, at, making) if form.finish else made


def _with_key(made: dict[str, Any], key: Key, given: Mapping[str, Any], at: str, making: Making) -> dict[str, Any]:
    place, here = key.place or key.name, join(at, key.name)
    value = given.get(key.name)
    if key.told:
        return made
    if value is None:
        if key.name in given and not key.nullable:
            raise InputError(here, "cannot be null")
        if key.required and key.name not in given:
            raise InputError(here, "is required")
        return made if key.default is None or key.name in given else bury(made, place, Default(key.default))
    becomes = making.convert(key.form, value, here)
    if key.unused:
        making.warn(here, key.unused)
        return made
    if key.version:
        making.versions.add(key.version)
    if key.anew:
        becomes = Default(becomes)
    if place == ".":
        for name, inner in (becomes or {}).items():
            made = _beside(made, name, inner)
    elif becomes is not None and (becomes != {} or key.form.kind != "object"):
        made = _beside(made, place, becomes)
    for other, constant in key.along:
        made = bury(made, other, constant)
    return made


def _beside(made: dict[str, Any], place: str, becomes: Any) -> dict[str, Any]:
    """``becomes`` at a place, beside what other keys have put there."""
    there = dig(made, place)
    both = isinstance(there, Mapping) and isinstance(becomes, Mapping)
    return bury(made, place, {**there, **becomes} if both else becomes)


def union(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """An object of one of several kinds, as one of its keys says."""
    given = free_map(form, value, at, making)
    word = given.get(form.by, form.otherwise or None)
    here = join(at, form.by)
    if word is None:
        raise InputError(here, "is required")
    variants = dict(form.variants)
    becomes = dict(form.words)
    chosen = next((known for known in variants if is_word(word, known, becomes.get(known, known))), "")
    if not chosen:
        raise InputError(here, f"{shown(word)} is none of {', '.join(variants)}")
    rest = {key: item for key, item in given.items() if key != form.by}
    made: dict[str, Any] = making.convert(variants[chosen], rest, at)
    return bury(made, form.place, becomes.get(chosen, chosen)) if form.place else made


def parted(tree: Any) -> tuple[Any, Any]:
    """What a definition says, and apart from it what only a new resource gets, as two trees of the same shape.

    In a list the two are one: lists are compared whole.
    """
    if isinstance(tree, Default):
        return None, tree.value
    if isinstance(tree, Mapping):
        pairs = {key: parted(value) for key, value in tree.items()}
        said = {key: one for key, (one, _other) in pairs.items() if one is not None}
        new = {key: other for key, (_one, other) in pairs.items() if other is not None}
        return (said if said or not new else None), (new or None)
    if isinstance(tree, list):
        return [together(item) for item in tree], None
    return tree, None


def together(tree: Any) -> Any:
    """A tree with its defaults as ordinary values."""
    if isinstance(tree, Default):
        return tree.value
    if isinstance(tree, Mapping):
        return {key: together(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [together(item) for item in tree]
    return tree


def given(tree: Any, place: str) -> Any:
    """What a definition itself says at a place; None where only a default stands there."""
    found = dig(tree, place)
    return None if isinstance(found, Default) else found


def spelled(form: Form, value: Any, at: str, making: Making) -> str:
    """A value within a text."""
    return form.template.format(making.convert(form.of or form, value, at))


KINDS = {
    "text": text,
    "version": version,
    "whole": whole,
    "number": number,
    "flag": flag,
    "words": words,
    "free": free,
    "free_map": free_map,
    "texts": texts,
    "strings": strings,
    "list": elements,
    "map": members,
    "one_or_more": one_or_more,
    "object": fields,
    "union": union,
    "spelled": spelled,
}
