# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a translation gathers on its way: what comes before, what is missing, what the user is to be told."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ..content import Content
from ..errors import InputError
from ..source import DATASTORE, stored
from .place import Asked, Kept, Label, Measured, Place, Shown, asset, bare, is_remote
from .words import Form

# What may stand before the path of another definition.
FILE_PREFIX = "file:"


class Files(Protocol):
    """What lies beside a definition. All paths are absolute."""

    def kind(self, path: str) -> str:
        """``file``, ``folder``, or empty for neither."""

    def text(self, path: str, at: str) -> str:
        """What is in a text file. :raises InputError: naming the key ``at``."""

    def load(self, path: str, at: str) -> Any:
        """The YAML document in a file. :raises InputError: naming the key ``at``."""

    def beside(self, folder: str, path: str) -> str:
        """``path``, which is relative to ``folder``, as an absolute one."""

    def folder(self, path: str) -> str:
        """The folder that a file is in."""

    def dumped(self, document: Any) -> str:
        """A document as the client writes it: YAML with sorted keys."""


@dataclass(frozen=True)
class Before:
    """A resource that must be there before the one that the task is about.

    :param noun: its kind.   :param options: the options of its own module.
    :param anew: only where the main resource is not there yet.
    """

    noun: str
    options: Mapping[str, Any] = field(repr=False)
    anew: bool = False


@dataclass(frozen=True)
class Sent:
    """Content that goes to a datastore before the resource that names its place there.

    :param at: the key that gave it.
    """

    found: Content
    datastore: str
    at: str


@dataclass
class Making:
    """One translation under way.

    :param labels: what was looked up so far: versions, and resources as they are.
    :param kinds: how each kind of form is read.   :param names: the options of the task, which stand above it.
    :param folder: what relative paths are relative to: the folder of the file that holds them.
    :param includes: what belongs to the code beside its own folder.   :param left_out: what belongs to none.
    :param missing: labels that are still to be looked up; what is made without them is not the last word.
    """

    place: Place
    files: Files
    kinds: Mapping[str, Callable[[Form, Any, str, Making], Any]]
    labels: Mapping[Asked, Any] = field(default_factory=dict)
    names: Mapping[str, Any] = field(default_factory=dict)
    folder: str = ""
    includes: tuple[str, ...] = ()
    left_out: str = ""
    missing: set[Asked] = field(default_factory=set)
    before: list[Before] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    versions: set[str] = field(default_factory=set)

    def convert(self, form: Form, value: Any, at: str) -> Any:
        """What a value becomes. :raises InputError: naming the key, where the CLI refuses it."""
        return self.kinds[form.kind](form, value, at, self)

    def beside(self, file: str) -> Making:
        """The same translation inside another file: relative paths are relative to that one."""
        return replace(self, folder=self.files.folder(file))

    def path(self, value: str) -> str:
        """A path of the definition as an absolute one. ``file:`` may stand before it (mapping 1)."""
        bare = value[len(FILE_PREFIX) :] if value.startswith(FILE_PREFIX) else value
        return self.files.beside(self.folder, bare)

    def asset(self, value: Any, collection: str, at: str) -> str:
        """The id or address that a reference to an asset stands for."""
        if not isinstance(value, str):
            raise InputError(at, "must be text")
        found = asset(value, collection, self.place, at)
        if isinstance(found, str):
            return found
        return self.place.version(collection, found.name, self.version(found))

    def version(self, label: Label) -> str:
        """The version that a label stands for, as far as it was looked up."""
        if label not in self.labels:
            self.missing.add(label)
        return str(self.labels.get(label, "latest"))

    def shown(self, path: str) -> dict[str, Any] | None:
        """A resource as the service shows it, empty where there is none; None while it was not looked up."""
        asked = Shown(path)
        if asked not in self.labels:
            self.missing.add(asked)
            return None
        found: dict[str, Any] = self.labels[asked]
        return found

    def given(self, option: str, made: Mapping[str, Any]) -> Any:
        """A name of the resource: that of the task, else that of the definition."""
        return self.names.get(option) or made.get(option)

    def local(self, value: str, at: str) -> str:
        """The path of a file or folder beside the definition; empty for an address in Azure.

        :raises InputError: there is none.
        """
        if is_remote(value) and not value.startswith(FILE_PREFIX):
            return ""
        path = self.file(value, at)
        if not self.files.kind(path):
            raise InputError(at, f"there is no file and no folder {path}")
        return path

    def file(self, value: str, at: str) -> str:
        """The same as :meth:`path` where the client takes no ``file:``."""
        if value.startswith(FILE_PREFIX):
            raise InputError(at, f"begins with {FILE_PREFIX}, which the CLI takes in front of whole definitions alone")
        return self.path(value)

    def content(self, path: str, hashed: str, at: str, left_out: str = "") -> Content:
        """What is in a file or folder, as far as it was read. ``left_out``: patterns of what does not count."""
        of_code = hashed == "code"
        asked = Measured(path, hashed, self.includes if of_code else (), self.left_out if of_code else left_out, at)
        if asked not in self.labels:
            self.missing.add(asked)
            return Content(path.rpartition("/")[2], "0" * 64, (), self.files.kind(path) == "file")
        found: Content = self.labels[asked]
        return found

    def code(self, path: str, at: str) -> str:
        """The id of the code asset that a folder is, or becomes. What has that content already is taken, whoever
        registered it (mapping 4).
        """
        found = self.content(path, "code", at)
        digest = found.hash
        name = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))
        if not self.place.registry and digest.strip("0"):
            asked = Kept(f"{self.place.container('codes')}/{name}/versions", digest)
            if asked not in self.labels:
                self.missing.add(asked)
            elif self.labels[asked]:
                return self.place.version("codes", *self.labels[asked])
        self.first("code", {"name": name, "version": "1", "path": found, "is_anonymous": True})
        return self.place.version("codes", name, "1")

    def code_at(self, url: str) -> str:
        """The id of the code asset that stands for an address. Its name follows from that, so that a rerun finds it:
        the client makes one up (1.35.2).
        """
        name = str(uuid.UUID(hashlib.sha256(url.encode("utf-8")).hexdigest()[:32]))
        self.first("code", {"name": name, "version": "1", "code_uri": url, "is_anonymous": True})
        return self.place.version("codes", name, "1")

    def uploaded(self, path: str, datastore: str, at: str, left_out: str = "") -> str:
        """The address that a file or folder has once it is in a datastore."""
        found, store = self.content(path, "tree", at, left_out), bare(datastore) or DATASTORE
        self.sent.append(Sent(found, store, at))
        return f"azureml://datastores/{store}/paths/{stored(found.name, found.hash)}"

    def first(self, noun: str, options: Mapping[str, Any]) -> None:
        """Let a resource come before the main one. The same one twice is one."""
        one = Before(noun, options)
        if one not in self.before:
            self.before.append(one)

    def anew(self, noun: str, options: Mapping[str, Any]) -> None:
        """Let a resource come before the main one where that is not there yet."""
        self.before.append(Before(noun, options, anew=True))

    def warn(self, at: str, text: str) -> None:
        """Tell the user something about a key."""
        line = f"{at} {text}"
        if line not in self.warnings:
            self.warnings.append(line)
