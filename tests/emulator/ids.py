# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resource ids: taking them apart, comparing them without case (contract 2.5)."""

from __future__ import annotations

from typing import NamedTuple


class ResourceId(NamedTuple):
    """An ARM path taken apart.

    subscription, group   as written by the caller; group is '' at subscription scope
    namespace             'Microsoft.MachineLearningServices'; '' for subscriptions and resource groups
    types, names          ('workspaces', 'computes'), ('ws', 'cpu'); a collection has one name less than types
    action                what follows the last name in a POST ('listKeys'), else ''
    """

    subscription: str
    group: str
    namespace: str
    types: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def type(self) -> str:
        """The full type, e.g. 'Microsoft.MachineLearningServices/workspaces/computes'."""
        if not self.namespace:
            return "Microsoft.Resources/" + ("resourceGroups" if self.group else "subscriptions")
        return "/".join((self.namespace, *self.types))

    @property
    def name(self) -> str:
        """The last name; '' for a collection at the root."""
        if not self.namespace:
            return self.group or self.subscription
        return self.names[-1] if self.names else ""

    @property
    def is_collection(self) -> bool:
        """True when the path ends in a type and not in a name."""
        return len(self.types) > len(self.names)

    def __str__(self) -> str:
        return self.path()

    def scope(self) -> str:
        """The path in front of '/providers/', e.g. '/subscriptions/s/resourceGroups/g'."""
        head = "/subscriptions/" + self.subscription
        return head + "/resourceGroups/" + self.group if self.group else head

    def path(self) -> str:
        """The whole id."""
        if not self.namespace:
            return self.scope()
        parts = [self.scope(), "providers", self.namespace]
        for index, kind in enumerate(self.types):
            parts.append(kind)
            if index < len(self.names):
                parts.append(self.names[index])
        return "/".join(parts)

    def parent(self) -> ResourceId | None:
        """The resource that this one is nested in, or None at the first level."""
        if len(self.types) < 2:
            return None
        return self._replace(types=self.types[:-1], names=self.names[: len(self.types) - 1])

    def child(self, kind: str, name: str | None = None) -> ResourceId:
        """The nested collection `kind`, or the nested resource when a name is given."""
        names = self.names if name is None else (*self.names, name)
        return self._replace(types=(*self.types, kind), names=names)


def key_of(resource_id: str) -> str:
    """Return the form of an id that two spellings of the same id share."""
    return "/" + resource_id.strip("/").lower()


def same_id(one: str | None, other: str | None) -> bool:
    """Tell whether two ids name the same resource; case and a missing leading slash do not matter."""
    return bool(one) and bool(other) and key_of(one) == key_of(other)


def parse(path: str) -> ResourceId | None:
    """Take an ARM id or collection path apart; None when it is not one."""
    parts = [part for part in path.split("/") if part]
    if len(parts) < 2 or parts[0].lower() != "subscriptions":
        return None
    subscription, rest, group = parts[1], parts[2:], ""
    if rest and rest[0].lower() == "resourcegroups":
        if len(rest) < 2:
            return None
        group, rest = rest[1], rest[2:]
    if not rest:
        return ResourceId(subscription, group, "", (), ())
    if rest[0].lower() != "providers" or len(rest) < 3:
        return None
    namespace, pairs = rest[1], rest[2:]
    return ResourceId(subscription, group, namespace, tuple(pairs[0::2]), tuple(pairs[1::2]))
