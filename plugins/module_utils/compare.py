# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When two values are the same to Azure. One normal form for each kind of value; every rule names what earned it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Callable

from . import redact
from .errors import InputError
from .schema import Field, applicable, variant_of
from .tree import dig, join, member

_ISO_DURATION = re.compile(
    r"P(?:(?P<d>\d+(?:\.\d+)?)D)?(?:T(?:(?P<h>\d+(?:\.\d+)?)H)?(?:(?P<m>\d+(?:\.\d+)?)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)
_SHORT_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd]?)", re.IGNORECASE)
# What .NET, in which the service is written, has a TimeSpan for.
_LONGEST = 10_675_199 * 86_400
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "": 1}
_LONG_DATASTORE = re.compile(
    r"azureml://subscriptions/[^/]+/resourcegroups/[^/]+/(?:providers/[^/]+/)?workspaces/[^/]+/", re.IGNORECASE
)
# What a job has left comes back as the place where it is kept (recorded: PUT of model versions).
_OF_A_JOB = re.compile(r"(?:azureml://jobs/([^/]+)/outputs/artifacts(?:/paths)?|runs:/([^/]+))(?:/|$)", re.IGNORECASE)
_ARTIFACTS = "azureml://datastores/workspaceartifactstore/paths/ExperimentRun/dcid."
_IN_A_REGISTRY = re.compile(r"azureml://registries/|.*/providers/[^/]+/registries/", re.IGNORECASE)
# FeatureDataType of 2025-12-01, in the order in which the service counts them (recorded 2.6).
FEATURE_TYPES = ("string", "integer", "long", "float", "double", "binary", "datetime", "boolean")
_ASSET_ID = re.compile(r".*/(?P<kind>\w+)/(?P<name>[^/]+)/versions/(?P<version>[^/]+)$")


def seconds(value: Any) -> float | None:
    """The length of a duration given as ISO 8601, as ``30m`` or as a number of seconds; None when it is none of
    them, or too long for the service.
    """
    text = str(value).strip()
    short, iso = _SHORT_DURATION.fullmatch(text), _ISO_DURATION.fullmatch(text)
    if short:
        found = float(short.group(1)) * _SECONDS[short.group(2).lower()]
    elif iso and any(iso.groupdict().values()):
        found = sum(float(amount) * _SECONDS[unit] for unit, amount in iso.groupdict().items() if amount)
    else:
        return None
    return found if found <= _LONGEST else None


def iso_duration(value: Any) -> str:
    """The ISO 8601 form that Azure takes. :raises InputError: when it is not a duration."""
    total = seconds(value)
    if total is None:
        raise InputError(None, f"{str(value)[:40]!r} is not a duration; write PT30M, 30m or a number of seconds")
    if total != int(total):
        return f"PT{total:.6f}".rstrip("0") + "S"
    left, text = int(total), ""
    for unit, size in (("H", 3600), ("M", 60), ("S", 1)):
        amount, left = divmod(left, size)
        text += f"{amount}{unit}" if amount else ""
    return "PT" + (text or "0S")


def _exact(value: Any) -> Any:
    # A null, a missing member and an empty text are one thing for friendlyName and its like (features 2.0).
    return None if value == "" else value


def _casefold(value: Any) -> Any:
    return str(value).lower() if value not in (None, "") else None


def _location(value: Any) -> Any:
    return re.sub(r"\s+", "", str(value)).lower() if value else None


def _id(value: Any) -> Any:
    return str(value).strip().strip("/").lower() if value else None


def _duration(value: Any) -> Any:
    return None if value in (None, "") else seconds(value)


def _words(value: Any) -> Any:
    """``SystemAssigned,UserAssigned`` in any case, order and spacing (features 2.0)."""
    return frozenset(word.strip().lower() for word in str(value).split(",") if word.strip()) if value else None


def _asset(value: Any) -> Any:
    """An asset or datastore reference: short form, long form and id are one (recorded 2.6: a short dataUri comes back
    long), and so are an output of a job and where it is kept.
    """
    if not value:
        return None
    text = _LONG_DATASTORE.sub("azureml://", str(value).strip())
    text = _OF_A_JOB.sub(lambda match: f"{_ARTIFACTS}{match.group(1) or match.group(2)}/", text)
    # What is in a registry is another one than that of the same name in the workspace.
    found = None if _IN_A_REGISTRY.match(text) else _ASSET_ID.match(text)
    return f"azureml:{found.group('name')}:{found.group('version')}" if found else text.rstrip("/")


def _category(value: Any) -> Any:
    """The category of a connection; one word comes back as another (recorded 2.6)."""
    return "adlsgen2" if _casefold(value) == "azuredatalakegen2" else _casefold(value)


def _ports(value: Any) -> Any:
    """``80, 8080-8089`` in any order and spacing; all of them have two names (features 2.2)."""
    return None if not value else frozenset("0-65535" if word == "*" else word for word in _words(value))


def _features(value: Any) -> Any:
    """The specification of a feature set: the service writes its members in another order and counts the data types
    (recorded 2.6). Any other text is itself.
    """
    found = document(value) if isinstance(value, str) and value.startswith("{") else value
    return _counted(found) if isinstance(found, Mapping) else value


def _counted(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _counted(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_counted(item) for item in value]
    word = str(value).lower()
    return FEATURE_TYPES.index(word) if key == "DataType" and word in FEATURE_TYPES else value


NORMAL: Mapping[str, Callable[[Any], Any]] = {
    "asset": _asset,
    "casefold": _casefold,
    "category": _category,
    "duration": _duration,
    "exact": _exact,
    "features": _features,
    "id": _id,
    "location": _location,
    "ports": _ports,
    "words": _words,
}


def same(field: Field, wanted: Any, present: Any, purge: bool = False) -> bool:
    """True when ``present``, in the service's shape, already is what the option value ``wanted`` asks for.

    :param purge: a merged map must have no other keys.
    """
    if wanted is None or field.write_only or (field.unshown and present is None):
        return True
    if field.any_value and str(wanted).lower() == field.any_value.lower():
        return True
    if field.as_keys:
        return {_id(item) for item in wanted} == {_id(item) for item in (present or {})}
    if field.type == "dict" and field.fields:
        return _same_dict(field, wanted, present, purge)
    if field.type == "list":
        return _same_list(field, wanted, present or [], purge)
    if field.type == "dict":
        return _same_map(field, wanted, present or {}, purge)
    if present is None:
        present = field.unset_means
    normal = NORMAL[field.same]
    return bool(normal(dict(field.words).get(wanted, wanted)) == normal(present))


def _same_dict(field: Field, wanted: Mapping[str, Any], present: Any, purge: bool) -> bool:
    variant = variant_of(field.union, field.fields, wanted, present)
    if not wanted:
        return all(_is_unset(item, dig(present, item.path)) for item in applicable(field.fields, variant))
    return all(
        same(item, wanted.get(item.option), dig(present, item.path), purge)
        for item in applicable(field.fields, variant)
    )


def _is_unset(field: Field, present: Any) -> bool:
    """True when there is nothing that an empty option could clear: no value, or the one that stands for none."""
    if not field.writable or present in (None, "", {}, []):
        return True
    return field.unset_means is not None and same(field, field.unset_means, present)


def _same_list(field: Field, wanted: Any, present: Any, purge: bool) -> bool:
    if len(wanted) != len(present):
        return False
    if field.same == "tree":
        return tree_same(wanted, present)
    if not field.fields:
        normal = NORMAL[field.same]
        pair = [[normal(item) for item in side] for side in (wanted, present)]
        return sorted(map(str, pair[0])) == sorted(map(str, pair[1])) if field.unordered else pair[0] == pair[1]
    one = Field(field.option, "", type="dict", fields=field.fields, union=field.union)
    return all(mate is not None and same(one, item, mate, purge) for item, mate in pairs(field, wanted, present))


def pairs(field: Field, wanted: Any, present: Any) -> list[tuple[Any, Any]]:
    """Each wanted element of a list of dicts with the present one that it stands for: by key where there is one, else
    by place.
    """
    if not field.key:
        mates = list(present) + [None] * max(0, len(wanted) - len(present))
        return list(zip(wanted, mates))
    key = next(item for item in field.fields if item.option == field.key)
    normal = NORMAL[key.same]
    known = {normal(dig(item, key.path)): item for item in present}
    return [(item, known.get(normal(item.get(key.option)))) for item in wanted]


def _same_map(field: Field, wanted: Mapping[str, Any], present: Mapping[str, Any], purge: bool) -> bool:
    """Free maps hold text in Azure, so 1 is "1". A merged map compares only the keys that the task names (features
    2.0).
    """
    if field.same == "tree":
        return tree_same(wanted, present)
    if field.same == "shares":
        return shares(present) == shares(wanted)
    if field.same == "json":
        return bool((document(present) or {}) == wanted)
    shown = {key: as_text(value) for key, value in present.items() if value is not None}
    asked = {key: shown.get(key, value) if value == redact.MASK else value for key, value in as_texts(wanted).items()}
    if not (field.merge and not purge) and asked.keys() != shown.keys():
        return False
    normal = NORMAL[field.same]
    return all(key in shown and normal(shown[key]) == normal(value) for key, value in asked.items())


def shares(values: Mapping[str, Any]) -> dict[str, int]:
    """A map of whole percentages, as it is sent; what gets none is not named, as in the service's answers (features
    2.5).
    """
    return {str(key): int(value) for key, value in values.items() if value is not None and int(value)}


def document(text: Any) -> Any:
    """What a text that holds a document says: JSON, in which the service gives a conda file back (recorded 2.6). The
    text itself when it is none.
    """
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def as_texts(values: Mapping[str, Any]) -> dict[str, str]:
    """A map of texts as it is sent. A null is no value, here as everywhere."""
    return {str(key): as_text(value) for key, value in values.items() if value is not None}


def as_text(value: Any) -> str:
    """A value of a map of texts as it is sent: YAML's ``true`` is the text ``true``, not Python's ``True``."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def tree_same(wanted: Any, present: Any) -> bool:
    """Whether all of ``wanted`` is in ``present``: the rule for bodies without a declaration (design section 4)."""
    return next(tree_differences(wanted, present), None) is None


def tree_differences(wanted: Any, present: Any, path: str = "", key: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Dotted path, old and new value of each leaf of ``wanted`` that ``present`` has otherwise.

    Maps are compared by the keys given, lists in order; ids, locations and durations by what they look like. A member
    whose name says that it is a secret is never compared: the service does not show it. What we do not show, although
    the service does, is compared, and yielded without its values.
    """
    if wanted == redact.MASK:
        return
    if isinstance(wanted, Mapping) and (isinstance(present, Mapping) or (wanted and present is None)):
        hidden = redact.secret_members(wanted, key)
        if hidden and present is None:
            # The credentials of a connection come back as null, the names beside the secrets too (features 2.2).
            return
        # What the task leaves out may be what tells that a map beside it is hidden.
        unshown = redact.hidden_members({**(present or {}), **wanted}, key)
        for name, value in ((str(name), value) for name, value in wanted.items() if name not in hidden):
            found = tree_differences(value, member(present, name), join(path, name), name)
            yield from ((place, redact.MASK, redact.MASK) for place, _old, _new in found) if name in unshown else found
    elif isinstance(wanted, (list, tuple)) and isinstance(present, (list, tuple)) and len(wanted) == len(present):
        for position, (one, other) in enumerate(zip(wanted, present)):
            yield from tree_differences(one, other, f"{path}[{position}]", key)
    elif not _leaf_same(wanted, present, key):
        yield path, present, wanted


def _leaf_same(wanted: Any, present: Any, key: str) -> bool:
    if isinstance(wanted, str) and isinstance(present, str):
        if wanted.lower().startswith("/subscriptions/"):
            return bool(_id(wanted) == _id(present))
        if key.lower() in ("location", "computelocation"):
            return bool(_location(wanted) == _location(present))
        if wanted.upper().startswith("PT") and seconds(wanted) is not None:
            return seconds(wanted) == seconds(present)
    if wanted in ({}, []) and present is None:
        return True
    return bool(wanted == present) and isinstance(wanted, bool) == isinstance(present, bool)
