# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values that workspaces have, and what a new one is made with (mapping 19). Pure functions, as in
:mod:`convert`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..tree import join
from . import convert
from .kinds import ARM_ID
from .making import Making
from .words import Default, Form

_URL = re.compile(r"(https?|ftps?)://[^/\s]+\.[^/\s]+(/\S*)?")


def arm_id(form: Form, value: Any, at: str, making: Making) -> str:
    """The id of an Azure resource."""
    text = convert.text(form, value, at, making)
    if not ARM_ID.fullmatch(text):
        raise InputError(at, f"{text[:80]!r} is not the id of a resource")
    return text


def url(form: Form, value: Any, at: str, making: Making) -> str:
    """The address of something, whose host has a domain (the client checks it with marshmallow)."""
    text = convert.text(form, value, at, making)
    if not _URL.fullmatch(text):
        raise InputError(at, f"{text[:80]!r} is no URL")
    return text


def outbound_rules(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """The rules of a managed network, by name."""
    found = convert.together(making.convert(form.of or form, value, at))
    return {rule["name"]: {key: item for key, item in rule.items() if key != "name"} for rule in found}


def firewall(_form: Form, made: Any, at: str, _making: Making) -> dict[str, Any]:
    """Who may reach a workspace: a firewall that lets nobody in is refused."""
    if made["defaultAction"] == "Deny" and not made.get("ipRules"):
        raise InputError(join(at, "ip_rules"), "is required where default_action is Deny")
    return dict(made)


def workspace(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """A workspace with what it keeps its files, secrets and telemetry in: what is not named is made with it."""
    return _with_dependencies(
        _described(made, making), ("storage_account", "key_vault", "application_insights"), at, making
    )


def hub(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """A hub, which has no telemetry of its own."""
    return _with_dependencies(_described(made, making), ("storage_account", "key_vault"), at, making)


def project(_form: Form, made: Any, _at: str, making: Making) -> dict[str, Any]:
    """A project, which has everything from its hub."""
    return _described(made, making)


def _described(made: dict[str, Any], making: Making) -> dict[str, Any]:
    name = making.given("name", made)
    return {**({"friendly_name": Default(name), "description": Default(name)} if name else {}), **made}


def _with_dependencies(made: dict[str, Any], wanted: tuple[str, ...], at: str, making: Making) -> dict[str, Any]:
    """The workspace with the ids of what comes before it. Their names follow from its own, so that a rerun finds them:
    the client makes them up (mapping 19).
    """
    name = making.given("name", made)
    if not name:
        return made
    short = re.sub(r"[^a-z0-9]", "", str(name).lower())[:8]
    own = hashlib.sha256(f"{making.place.group}/{name}".lower().encode("utf-8")).hexdigest()[:8]
    where = {"location": making.given("location", made)}
    group = making.place.group
    for option in wanted:
        if making.given(option, made):
            continue
        if option == "storage_account":
            account = f"{short}storage{own}"[:24]
            making.anew(option, {"name": account, **where})
            made[option] = Default(f"{group}/providers/Microsoft.Storage/storageAccounts/{account}")
        elif option == "key_vault":
            vault = f"{'k' if not short[:1].isalpha() else ''}{short}keyvault{own}"[:24]
            making.anew(option, {"name": vault, **where})
            made[option] = Default(f"{group}/providers/Microsoft.KeyVault/vaults/{vault}")
        else:
            logs, insights = f"{short}logalyti{own}", f"{short}insights{own}"
            logs_id = f"{group}/providers/Microsoft.OperationalInsights/workspaces/{logs}"
            making.anew("log_analytics", {"name": logs, **where})
            making.anew(option, {"name": insights, "log_analytics_id": logs_id, **where})
            made[option] = Default(f"{group}/providers/Microsoft.Insights/components/{insights}")
    return made


def home(form: Form, value: Any, at: str, making: Making) -> Any:
    """A workspace of one of its kinds. A feature store says of itself only in its schema what it is: the CLI has a
    command of its own for them.
    """
    schema = value.get("$schema") if isinstance(value, Mapping) else ""
    words = (str(making.names.get("kind")).lower(), str(schema).rpartition("/")[2].lower())
    if isinstance(value, Mapping) and "workspace_hub" in value:
        # To the client a workspace with a hub is a project (1.35.2).
        rest = {key: item for key, item in value.items() if key != "workspace_hub"}
        value = {**rest, "kind": "project", "hub_id": value["workspace_hub"]}
    if isinstance(value, Mapping) and str(value.get("kind")).lower() == "default":
        raise InputError(join(at, "kind"), "is not said of an ordinary workspace; leave it out")
    store = words[0] == "featurestore" or words[1].startswith("featurestore.")
    return making.convert(dict(form.variants)["store" if store else "other"], value, at)


KINDS = {
    "home": home,
    "arm_id": arm_id,
    "url": url,
    "outbound_rules": outbound_rules,
    "firewall": firewall,
    "workspace": workspace,
    "hub": hub,
    "project": project,
}
