# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes hosts of resources: their names, their groups, and how Ansible reaches them. Pure; knows no inventory.

What the service says becomes a value, never the name of a variable; what of it Ansible hands to a program, an address
or a user, is used only where it is one: ``-oProxyCommand=...`` would be an option of ssh.
"""

from __future__ import annotations

import ipaddress
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils.calls.fleet import INSTANCES, NODES, WORKSPACES
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError

#: The options of every module that say where it works, under their own names.
SCOPE = ("subscription_id", "resource_group", "workspace")
BETWEEN = "--"
# In which of an instance's states somebody answers.
RUNNING = frozenset({"running", "jobrunning"})
# Which address and which member of a row: those of an instance are in the service's own spelling.
ADDRESSES = {"public": ("publicIpAddress", "public_ip_address"), "private": ("privateIpAddress", "private_ip_address")}
_NOT_IN_A_NAME = re.compile(r"[^\w.-]")
_NOT_IN_A_GROUP = re.compile(r"\W")
_USER = re.compile(r"[A-Za-z_][\w.-]{0,63}", re.ASCII)
_PREFIX = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)?")


@dataclass(frozen=True)
class Style:
    """How the user wants hosts to be made.

    :param prefix: before the name of each variable that holds a member of a resource.
    :param connect_with: ``public`` or ``private``: the address of a machine.
    :param interpreter: the Python of what is managed from here.
    """

    prefix: str
    connect_with: str
    interpreter: str


def check_prefix(prefix: str) -> str:
    """``prefix``. :raises InputError: with it a variable would have no valid name, or be one of Ansible's own."""
    if not _PREFIX.fullmatch(prefix) or prefix.startswith("ansible_"):
        raise InputError("hostvars_prefix", f"{prefix[:40]!r} is not the beginning of a variable's name of your own")
    return prefix


def variables(row: Mapping[str, Any], style: Style) -> dict[str, Any]:
    """The variables of the host that stands for a resource."""
    members = {f"{style.prefix}{member}": value for member, value in row.items()}
    return {**members, **{option: row[option] for option in SCOPE}, **_reached(row, style)}


def is_reachable(row: Mapping[str, Any], style: Style) -> bool:
    """False for a machine that nobody could log in to now: at rest, without an address, or its port is closed."""
    if row["yields"] not in (INSTANCES, NODES):
        return True
    if row["yields"] == INSTANCES:
        public = str((row.get("ssh") or {}).get("public_access")).lower() == "enabled"
        if str(row.get("state")).lower() not in RUNNING or (style.connect_with == "public" and not public):
            return False
    reached = _reached(row, style)
    return "ansible_host" in reached and "ansible_port" in reached


def _reached(row: Mapping[str, Any], style: Style) -> dict[str, Any]:
    """How Ansible reaches a host: a machine over ssh, anything else by tasks that run here."""
    spelled, option = ADDRESSES[style.connect_with]
    if row["yields"] == INSTANCES:
        address, port = (row.get("connectivity_endpoints") or {}).get(spelled), row.get("ssh_port")
        user = row.get("ssh_user_name")
    elif row["yields"] == NODES:
        address, port, user = row.get(option), row.get("port"), (row.get("admin") or {}).get("user_name")
    else:
        return {"ansible_connection": "local", "ansible_python_interpreter": style.interpreter}
    found: dict[str, Any] = {}
    if _is_address(address):
        found["ansible_host"] = address
    if isinstance(port, int) and not isinstance(port, bool) and 0 < port < 65536:
        found["ansible_port"] = port
    if isinstance(user, str) and _USER.fullmatch(user):
        found["ansible_user"] = user
    return found


def _is_address(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(ipaddress.ip_address(value))
    except ValueError:
        return False


def groups(row: Mapping[str, Any]) -> list[str]:
    """The groups that every host is in: its location, what it is, and the state it is in."""
    found = [row.get("location"), _word("kind", row["kind"]), _word("state", row.get("state"))]
    return [group_name(f"aml_{word}".lower()) for word in found if word]


def _word(what: str, value: Any) -> str:
    return f"{what}_{value}" if value else ""


def group_name(name: str) -> str:
    """``name`` with nothing in it that a group's name cannot have, a template among that."""
    found = _NOT_IN_A_GROUP.sub("_", name)
    return f"_{found}" if found[:1].isdigit() else found


def host_name(name: str) -> str:
    """``name`` with nothing in it that a host's name cannot have, a pattern or a template among that."""
    return _NOT_IN_A_NAME.sub("_", name)


def own_name(row: Mapping[str, Any]) -> str:
    """``<workspace>``, ``<workspace>--<name>`` or, for a node, ``<workspace>--<cluster>--<node>``."""
    above = {WORKSPACES: (), NODES: ("workspace", "compute")}.get(row["yields"], ("workspace",))
    return host_name(BETWEEN.join(str(row[member]) for member in (*above, "name")))


def unique(named: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """A name for each (wanted name, row) pair. Where several want the same, each gets what tells them apart after it:
    its kind, its resource group, its subscription.

    :raises InputError: when nothing does.
    """
    names = [name for name, _row in named]
    for member in ("kind", "resource_group", "subscription_id"):
        for numbers in _same(names):
            found = [str(named[number][1][member]) for number in numbers]
            if len({word.lower() for word in found}) > 1:
                for number, word in zip(numbers, found):
                    names[number] += BETWEEN + host_name(word)
    for numbers in _same(names):
        one, other = (str(named[number][1].get("id") or named[number][1]["name"]) for number in numbers[:2])
        raise InputError("hostnames", f"{names[numbers[0]]!r} is the name of both {one} and {other}")
    return names


def _same(names: Sequence[str]) -> list[list[int]]:
    """The numbers of the names that are there more than once, together."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        found[name].append(number)
    return [numbers for numbers in found.values() if len(numbers) > 1]
