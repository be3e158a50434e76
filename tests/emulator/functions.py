# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The functions of ARM templates that depend on their arguments alone.

What is not known is refused by name, as ARM refuses it, and never guessed.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .expressions import TemplateError


def id_of(subscription: str, group: str, kind: str, names: Sequence[str], scope: str = "") -> str:
    """The id of a resource of a type such as `Microsoft.Storage/storageAccounts/blobServices`."""
    namespace, *types = kind.split("/")
    if len(types) != len(names):
        raise TemplateError(
            f"Unable to process template language expressions: '{kind}' takes {len(types)} names, not {len(names)}."
        )
    path = "/".join(f"{type_}/{name}" for type_, name in zip(types, names, strict=True))
    head = f"/subscriptions/{subscription}" + (f"/resourceGroups/{group}" if group else "")
    if scope:
        head = scope if scope.startswith("/") else f"{head}/providers/{scope}"
    return f"{head}/providers/{namespace}/{path}"


def member(holder: Any, name: Any) -> Any:
    """A member of an object, without case, or an element of an array."""
    if isinstance(holder, list) and isinstance(name, int) and -len(holder) <= name < len(holder):
        return holder[name]
    if isinstance(holder, Mapping):
        for key, value in holder.items():
            if key.lower() == str(name).lower():
                return value
    raise TemplateError(f"The language expression property '{name}' doesn't exist.")


def truth(value: Any) -> bool:
    """A condition; templates pass `'true'` as text."""
    return value.lower() == "true" if isinstance(value, str) else bool(value)


def text_format(pattern: str, *values: Any) -> str:
    """A text with numbered places filled in (format)."""
    return re.sub(r"\{(\d+)\}", lambda match: text_of(values[int(match[1])]), pattern)


def text_of(value: Any) -> str:
    """A value as a text: JSON spells what is no text."""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def concat(*values: Any) -> Any:
    """Texts, or arrays, one after the other."""
    if values and isinstance(values[0], list):
        return [item for value in values for item in value]
    return "".join(text_of(value) for value in values)


def union(*values: Any) -> Any:
    """Objects laid over each other, or arrays with every element once."""
    if isinstance(values[0], Mapping):
        return {key: item for value in values for key, item in value.items()}
    merged: list[Any] = []
    for value in values:
        merged += [item for item in value if item not in merged]
    return merged


def equals(one: Any, other: Any) -> bool:
    """Texts compare with case, as in ARM."""
    return type(one) is type(other) and one == other


def unique(*values: Any) -> str:
    """Thirteen characters that depend on the arguments alone (uniqueString)."""
    digits = "abcdefghijklmnopqrstuvwxyz234567"  # pragma: allowlist secret: an alphabet
    number = uuid.uuid5(uuid.NAMESPACE_URL, "-".join(map(str, values))).int
    return "".join(digits[(number >> (5 * place)) & 31] for place in range(13))


def contains(holder: Any, item: Any) -> bool:
    """Whether a text is in a text, an element in an array, a key in an object."""
    if isinstance(holder, Mapping):
        return any(key.lower() == str(item).lower() for key in holder)
    return item in holder


PURE: dict[str, Callable[..., Any]] = {
    "and": lambda *values: all(truth(value) for value in values),
    "or": lambda *values: any(truth(value) for value in values),
    "not": lambda value: not truth(value),
    "true": lambda: True,
    "false": lambda: False,
    "null": lambda: None,
    "equals": equals,
    "empty": lambda value: not value,
    "coalesce": lambda *values: next((value for value in values if value is not None), None),
    "concat": concat,
    "format": text_format,
    "string": text_of,
    "int": int,
    "bool": truth,
    "json": json.loads,
    "length": len,
    "contains": contains,
    "union": union,
    "tolower": lambda value: value.lower(),
    "toupper": lambda value: value.upper(),
    "trim": lambda value: value.strip(),
    "replace": lambda value, old, new: value.replace(old, new),
    "split": lambda value, mark: value.split(mark),
    "join": lambda values, mark: mark.join(values),
    "first": lambda value: value[0],
    "last": lambda value: value[-1],
    "take": lambda value, count: value[:count],
    "skip": lambda value, count: value[count:],
    "substring": lambda value, start, *count: value[start:] if not count else value[start : start + count[0]],
    "startswith": lambda value, start: value.lower().startswith(start.lower()),
    "endswith": lambda value, end: value.lower().endswith(end.lower()),
    "createobject": lambda *values: dict(zip(values[::2], values[1::2], strict=True)),
    "createarray": lambda *values: list(values),
    "uniquestring": unique,
    "newguid": lambda: str(uuid.uuid4()),
    "guid": lambda *values: str(uuid.uuid5(uuid.NAMESPACE_URL, "-".join(map(str, values)))),
}
