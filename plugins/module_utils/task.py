# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module asks the engine for: a declaration and a verb, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, Union

from .errors import InputError
from .schema import ML_API_VERSION, Field, Resource, placeholders
from .scope import WORKSPACE, Scope


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
class Examination:
    """What looks at the connection itself, so that nothing is connected before it.

    :param run: (params, clock, secrets that are known) -> result, without secrets; it raises from :mod:`errors`.
    """

    noun: str
    options: Mapping[str, Mapping[str, Any]]
    run: Callable[[Mapping[str, Any], Any, tuple[str, ...]], dict[str, Any]]
    needs: Scope | None = None


@dataclass(frozen=True)
class Goal:
    """Where a resource shows that an action has nothing to do.

    :param path: in the resource's body, or in the answer of the action's ``look``; ``{option}`` stands for the value of
        that option.
    :param option: the option whose value must be there, compared as its field is; a task that does not give it has no
        such goal.
    :param words: without an option, the words of which one must be there.   :param when: the option that must be true
        for the goal to count.
    :param gone: of a list of objects: none of those that the option names, by its ``key``, may be left there.
    """

    path: str
    option: str = ""
    words: tuple[str, ...] = ()
    when: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Action:
    """One request below a resource's path that is no state of it: a question, or something that is done once.

    :param noun: the result key.
    :param paths: (value of the option ``union``, path below the scope) pairs; one pair with an empty value where there
        is nothing to choose. The last segment is the action, what comes before it is the resource.
    :param names: for each option in the paths its (pattern, example).
    :param reads: whether it only reads. Then it is repeated when its answer is lost, and sent in check mode; anything
        else is sent once (reliability R1: READ and UNSAFE).
    :param changes: False for what is sent once and changes nothing.
    :param body: members of the request's body beside those of ``fields``.
    :param carried: REST paths of the resource that the body repeats.
    :param fields: the options that make up the body.   :param answer: what the answer holds; a ``write_only`` one is
        a secret, which the option ``reveal`` shows.
    :param shown: where the resource holds the same as the answer, for a task that finds nothing to do.
    :param long: whether it begins an operation that can be waited for.
    :param goals: what makes it needless; without one that counts it is done every time.
    :param look: the word of a reading POST below the resource that shows the goals; the resource itself where empty.
    :param refuses: (params, resource) -> nothing; raises InputError for what the service would not do.
    :param judges: (answer, params) -> nothing; raises from :mod:`errors` when the answer is not what the task accepts.
    """

    noun: str
    paths: tuple[tuple[str, str], ...]
    reads: bool
    union: str = ""
    scope: Scope = WORKSPACE
    api_version: str = ML_API_VERSION
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    changes: bool = True
    body: Mapping[str, Any] = field(default_factory=dict)
    carried: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    answer: tuple[Field, ...] = ()
    shown: str = ""
    long: bool = False
    goals: tuple[Goal, ...] = ()
    look: str = ""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    refuses: Callable[[Mapping[str, Any], Mapping[str, Any]], None] | None = None
    judges: Callable[[Mapping[str, Any], Mapping[str, Any]], None] | None = None

    @property
    def segments(self) -> tuple[str, ...]:
        """The options that name the resource, in the order of its path."""
        return tuple(dict.fromkeys(name for _value, path in self.paths for name in placeholders(path)))

    @property
    def secret(self) -> bool:
        """True when its answer holds a secret."""
        return any(item.write_only for item in self.answer)

    def path(self, params: Mapping[str, Any]) -> str:
        """The path below the scope that ``params`` choose."""
        return dict(self.paths)[str(params.get(self.union) or "") if self.union else ""]


@dataclass(frozen=True)
class Estate:
    """Resources of many kinds, which one task makes as declared, or reads as the declaration that would make them."""

    noun: str
    kinds: tuple[Resource | Derived, ...]
    report_options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def kind(self, noun: str) -> Resource | Derived:
        """The declaration of that noun. :raises InputError: when there is none."""
        for kind in self.kinds:
            if kind.noun == noun:
                return kind
        known = ", ".join(sorted(kind.noun for kind in self.kinds))
        raise InputError("type", f"{noun[:40]!r} is none of {known}")


Declaration = Union[Resource, Derived, Bundle, Call, Examination, Action, Estate]


@dataclass(frozen=True)
class Task:
    """One declaration and one verb: ``manage``, ``read``, ``ensure``, ``call``, ``examine``, ``act``, ``reconcile``,
    ``export`` or ``report``.
    """

    declaration: Declaration
    verb: str

    @property
    def itemised(self) -> Estate | None:
        """The estate of which the task's options declare items; None where they do not."""
        declares = isinstance(self.declaration, Estate) and self.verb in ("reconcile", "report")
        return self.declaration if declares else None

    def hides(self, params: Mapping[str, Any]) -> bool:
        """True when a successful result must never be printed."""
        option = self.declaration.hides if isinstance(self.declaration, Call) else ""
        if isinstance(self.declaration, Action) and self.declaration.secret:
            option = "reveal"
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


def examine(declaration: Examination) -> Task:
    """Look at the connection."""
    return Task(declaration, "examine")


def act(declaration: Action) -> Task:
    """Ask, or do, what the action says."""
    return Task(declaration, "act")


def reconcile(estate: Estate) -> Task:
    """Make all that the task declares as declared."""
    return Task(estate, "reconcile")


def export(estate: Estate) -> Task:
    """Return what is there as a declaration of it."""
    return Task(estate, "export")


def report(estate: Estate) -> Task:
    """Write down how what is there is, and how it differs from what the task declares."""
    return Task(estate, "report")
