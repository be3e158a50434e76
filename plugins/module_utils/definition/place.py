# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a definition's short names stand for where the task is about. Pure text (mapping 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Union

from ..errors import InputError
from ..scope import ML_PROVIDER

PREFIX = "azureml:"
_NAMED = re.compile(r"azureml:(?P<name>[^:@/]+)(?::(?P<version>[^:@/]+)|@(?P<label>[^:@/]+))")
# Environments that Microsoft keeps: the service knows them by this name, no workspace has them.
_CURATED = re.compile(r"azureml:AzureML-[^/]+")


@dataclass(frozen=True)
class Label:
    """A version that only the service knows: the newest of that name in a collection. ``absent``: the one that stands
    for it where there is none; empty where there must be one.
    """

    collection: str
    name: str
    absent: str = ""


@dataclass(frozen=True)
class Shown:
    """A resource as the service shows it. ``path`` is its id."""

    path: str


@dataclass(frozen=True)
class Measured:
    """What a local file or folder is made of. The rest is as in :func:`local.measured`.

    :param hashed: which hash it has, as in :class:`Source`.   :param at: the key that names it.
    """

    path: str
    hashed: str
    includes: tuple[str, ...] = ()
    left_out: str = ""
    at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Kept:
    """The code asset of some content, whatever its name: its name and version. ``path`` is the collection's."""

    path: str
    hash: str


#: What only the service, or the disk, knows.
Asked = Union[Label, Shown, Measured, Kept]


@dataclass(frozen=True)
class Place:
    """The workspace or the registry that the task is about."""

    subscription: str
    resource_group: str
    workspace: str = ""
    registry: str = ""

    @property
    def group(self) -> str:
        """The id of the resource group."""
        return f"/subscriptions/{self.subscription}/resourceGroups/{self.resource_group}"

    @property
    def home(self) -> str:
        """The id of the workspace."""
        return f"{self.group}/providers/{ML_PROVIDER}/workspaces/{self.workspace}"

    @property
    def uri(self) -> str:
        """The workspace as the long form of an ``azureml://`` address has it."""
        return (
            f"azureml://subscriptions/{self.subscription}/resourcegroups/{self.resource_group}"
            f"/workspaces/{self.workspace}"
        )

    def container(self, collection: str) -> str:
        """The path of a collection, in the workspace or in the registry."""
        home = f"{self.group}/providers/{ML_PROVIDER}/registries/{self.registry}" if self.registry else self.home
        return f"{home}/{collection}"

    def inner(self, collection: str, name: str) -> str:
        """The id of what a workspace has by a name alone: a compute, a datastore, a job."""
        return f"{self.home}/{collection}/{name}"

    def version(self, collection: str, name: str, version: str) -> str:
        """The id of a version of an asset."""
        home = f"azureml://registries/{self.registry}" if self.registry else self.home
        return f"{home}/{collection}/{name}/versions/{version}"


def named(value: str, collection: str, place: Place, at: str) -> str:
    """The id of what a workspace has by a name alone, given as ``azureml:name``, as a name or as an id."""
    bare = value[len(PREFIX) :] if value.startswith(PREFIX) else value
    return bare if bare.startswith(("/", "//")) else place.inner(collection, bare)


def bare(value: str) -> str:
    """The name alone of what a workspace has by a name."""
    return value[len(PREFIX) :].rpartition("/")[2] if value.startswith(PREFIX) else value.rpartition("/")[2]


def asset(value: str, collection: str, place: Place, at: str) -> str | Label:
    """What a reference to an asset names: an id, an address in a registry, or a label to be looked up.

    :raises InputError: a bare name, a name without version and label, another label than ``latest``.
    """
    if value.startswith(f"{PREFIX}/subscriptions/"):
        return value[len(PREFIX) :]
    if value.startswith(f"{PREFIX}//registries/"):
        return value
    if collection == "environments" and _CURATED.fullmatch(value):
        return value
    found = _NAMED.fullmatch(value)
    if found is None:
        form = f"azureml:<name>:<version>, azureml:<name>@latest, azureml:<id> or azureml://registries/.../{collection}"
        raise InputError(at, f"{value[:80]!r} names none of the {collection}; write {form}/...")
    if found["label"] and found["label"] != "latest":
        raise InputError(at, f"there is no label {found['label'][:40]!r}; the service has latest only")
    if found["label"]:
        return Label(collection, found["name"])
    return place.version(collection, found["name"], found["version"])


def is_reference(value: str) -> bool:
    """True for what names something in Azure rather than a file beside the definition."""
    return value.startswith(PREFIX)


def is_remote(value: str) -> bool:
    """True for an address: ``https:``, ``azureml:``, ``wasbs:``, ``abfss:``, ``adl:``, ``runs:`` and their like."""
    return bool(re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+:(//|/|[^\\/])", value))
