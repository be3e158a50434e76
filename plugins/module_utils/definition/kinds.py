# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values that single types have. Pure functions, as in :mod:`convert`."""

from __future__ import annotations

import re
from typing import Any

from ..errors import InputError
from ..tree import join
from . import convert
from .making import Making
from .tables.members import ASSIGNED
from .words import Default, Form

ARM_ID = re.compile(r"/?subscriptions/[^/]+/resourceGroups/[^/]+/providers/.+", re.IGNORECASE)


def identities(_form: Form, value: Any, at: str, making: Making) -> list[str]:
    """User-assigned identities, a list of ``resource_id``."""
    if not isinstance(value, list):
        raise InputError(at, f"must be a list, not {convert.sort_of(value)}")
    found = [making.convert(ASSIGNED, item, f"{at}[{place}]") for place, item in enumerate(value)]
    return [item["resource_id"] for item in found]


def identities_by_id(form: Form, value: Any, at: str, making: Making) -> list[str]:
    """The same of a workspace, a map by id."""
    return list(convert.free_map(form, value, at, making))


def subnet(_form: Form, made: Any, at: str, making: Making) -> dict[str, str]:
    """A subnet by its id, or by its name and its network's in the workspace's own group (mapping 14)."""
    name, network = made.get("subnet"), made.get("vnet_name")
    if network and not name:
        raise InputError(join(at, "subnet"), "is required together with vnet_name")
    if not name:
        return {}
    if ARM_ID.fullmatch(name):
        return {"subnet": name}
    if not network:
        raise InputError(join(at, "vnet_name"), "is required, or the id of the subnet")
    path = f"providers/Microsoft.Network/virtualNetworks/{network}/subnets/{name}"
    return {"subnet": f"{making.place.group}/{path}"}


def instance(_form: Form, made: Any, at: str, _making: Making) -> dict[str, Any]:
    """What hangs together in a compute instance: logins by SSH are off unless they are asked for."""
    if "ssh" in made:
        access = made["ssh"].setdefault("public_access", "Disabled")
        made["disable_local_auth"] = access != "Enabled"
    if made.get("enable_node_public_ip") is False and "subnet" not in made:
        raise InputError(join(at, "network_settings"), "is required where enable_node_public_ip is false")
    return dict(made)


def docker_variables(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """The environment of a custom application."""
    given = convert.free_map(form, value, at, making)
    return {name: {"type": "local", "value": item} for name, item in given.items()}


def port_number(form: Form, value: Any, at: str, making: Making) -> int:
    """A port that an application may open: the client knows its bounds (1.35.2)."""
    found = convert.whole(form, value, at, making)
    if not 1025 <= found <= 65535:
        raise InputError(at, "must be between 1025 and 65535")
    return found


def kubernetes(_form: Form, made: Any, _at: str, making: Making) -> dict[str, Any]:
    """A cluster that is attached: the client says that it is where the workspace is."""
    home = making.shown(making.place.home) or {}
    return {**made, **({"compute_location": Default(home["location"])} if home.get("location") else {})}


def content(form: Form, value: Any, at: str, making: Making) -> str:
    """What is in a file."""
    return making.files.text(making.path(convert.text(form, value, at, making)), at)


def by_keys(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """An object of the first kind that has all keys that are given, and needs no other."""
    given = convert.free_map(form, value, at, making)
    for word, kind in form.variants:
        known = {key.name for key in kind.keys}
        needed = {key.name for key in kind.keys if key.required}
        if needed <= set(given) <= known:
            return {**making.convert(kind, given, at), form.place: word}
    choices = [", ".join(key.name for key in kind.keys if key.required) for _word, kind in form.variants]
    raise InputError(
        join(at, sorted(given)[0]),
        f"{', '.join(sorted(given))} are not what goes together; one of these does: "
        + "; ".join(choice for choice in choices if choice),
    )


def connection(form: Form, made: Any, _at: str, _making: Making) -> dict[str, Any]:
    """Tags are kept in the metadata of a connection, where the client's own words stand beside them."""
    made = dict(made)
    metadata = {**made.pop("tags", {}), **made.get("metadata", {}), **dict(form.words)}
    return {**made, "metadata": metadata} if metadata else made


def connection_to_data(form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """Without credentials, storage is reached by the user's own token; OneLake is named by its parts."""
    made = connection(form, made, at, making)
    if made["credentials"].get("type") == "None":
        made["credentials"] = {"type": "AAD"}
    if "target" not in made and {"endpoint", "one_lake_workspace_name", "artifact"} & set(made):
        for key in ("artifact", "endpoint", "one_lake_workspace_name"):
            if not made.get(key):
                raise InputError(join(at, key), "is required, or target")
        endpoint, workspace, name = made["endpoint"], made["one_lake_workspace_name"], made["artifact"]["name"]
        # The client writes https:// before what has it already (mapping 21.5).
        host = endpoint if "://" in endpoint else f"https://{endpoint}"
        made["target"] = f"{host}/{workspace}/{name}.Lakehouse"
    return {key: item for key, item in made.items() if key not in ("endpoint", "one_lake_workspace_name", "artifact")}


KINDS = {
    "identities": identities,
    "identities_by_id": identities_by_id,
    "subnet": subnet,
    "instance": instance,
    "docker_variables": docker_variables,
    "port_number": port_number,
    "kubernetes": kubernetes,
    "content": content,
    "by_keys": by_keys,
    "connection": connection,
    "connection_to_data": connection_to_data,
}
