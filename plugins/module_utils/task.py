# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module asks the engine for: a declaration and a verb, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, Union

from .errors import InputError
from .schema import Resource
from .scope import Scope


@dataclass(frozen=True)
class Derived:
    """A resource that the options choose: a plane, or a type that has no declaration.

    :param of: the resource for these params; raises InputError when they name none.
    :param candidates: the resources it can be, whose options are merged; empty when there are none to name.
    :param options: further options of the module: name -> argument spec.   :param reader_options: the same for the
        reader.
    """

    noun: str
    plural: str
    of: Callable[[Mapping[str, Any]], Resource]
    candidates: tuple[Resource, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reader_options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One member of a bundle: the option that holds its options, and the parts that must be there before it.

    :param feeds: (path of the resource's body, name of the part whose id goes there) pairs.
    """

    option: str
    resource: Resource
    feeds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Bundle:
    """Resources that one task ensures together. ``used_by`` names what must not use them when they are deleted."""

    noun: str
    parts: tuple[Part, ...]
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """A question or a request that is no resource.

    :param run: (session, params, check_mode) -> result; it raises from :mod:`errors`.
    :param hides: the result carries a credential, so it is hidden in output and usable when registered: ``always``,
        or the
        name of the boolean option that asks for it.
    :param needs: the scope whose options the call takes.   :param check: looks at the params before anything is sent.
    """

    noun: str
    options: Mapping[str, Mapping[str, Any]]
    run: Callable[[Any, Mapping[str, Any], bool], dict[str, Any]]
    hides: str = ""
    needs: Scope | None = None
    check: Callable[[Mapping[str, Any]], Any] | None = None
    required_if: tuple[tuple[Any, ...], ...] = ()


@dataclass(frozen=True)
class Estate:
    """Resources of many kinds, which one task makes as declared, or reads as the declaration that would make them."""

    noun: str
    kinds: tuple[Resource | Derived, ...]
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reader_options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def kind(self, noun: str) -> Resource | Derived:
        """The declaration of that noun. :raises InputError: when there is none."""
        for kind in self.kinds:
            if kind.noun == noun:
                return kind
        known = ", ".join(sorted(kind.noun for kind in self.kinds))
        raise InputError("type", f"{noun[:40]!r} is none of {known}")


Declaration = Union[Resource, Derived, Bundle, Call, Estate]


@dataclass(frozen=True)
class Task:
    """One declaration and one verb: ``manage``, ``read``, ``ensure``, ``call``, ``reconcile`` or ``export``."""

    declaration: Declaration
    verb: str

    def hides(self, params: Mapping[str, Any]) -> bool:
        """True when a successful result must never be printed."""
        option = self.declaration.hides if isinstance(self.declaration, Call) else ""
        return option == "always" or bool(option and params.get(option))


def manage(declaration: Resource | Derived) -> Task:
    """Make one resource as declared."""
    return Task(declaration, "manage")


def read(declaration: Resource | Derived) -> Task:
    """Return one resource, or list them."""
    return Task(declaration, "read")


def ensure(bundle: Bundle) -> Task:
    """Make the bundle's parts as declared, side by side where they are independent."""
    return Task(bundle, "ensure")


def call(declaration: Call) -> Task:
    """Run the call."""
    return Task(declaration, "call")


def reconcile(estate: Estate) -> Task:
    """Make all that the task declares as declared."""
    return Task(estate, "reconcile")


def export(estate: Estate) -> Task:
    """Return what is there as a declaration of it."""
    return Task(estate, "export")
