# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a workspace and its resources should be like: one table of rules over the bodies that the service returns. Pure.

The rules are those of Microsoft's security baseline for Azure Machine Learning and of the built-in Azure policies for
it, as far as a body tells whether they hold. The report and the role ``baseline`` have no others; the table of
``docs/report.md`` is made from this one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from .tree import dig

HIGH, MEDIUM, LOW = "high", "medium", "low"
SEVERITIES = (HIGH, MEDIUM, LOW)
#: True when a body breaks the rule.
Breaks = Callable[[Mapping[str, Any]], bool]
INNER = "properties.properties."


@dataclass(frozen=True)
class Rule:
    """One rule: the noun of what it is about, what breaks it, and what to set in the module of that noun.

    :param sets: options of ``aml_apply`` that set it right in place; none where a resource has to be made anew, or
        where others have to be ready for the change.
    """

    id: str
    severity: str
    noun: str
    title: str
    fix: str
    breaks: Breaks
    sets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """A resource that breaks a rule."""

    rule: Rule
    name: str


def _word(body: Mapping[str, Any], path: str) -> str:
    value = dig(body, path)
    return "" if value is None else str(value).lower()


def _not(path: str, *words: str) -> Breaks:
    """Broken unless the value is one of the words; an absent one is none."""
    return lambda body: _word(body, path) not in words


def _is(path: str, *words: str) -> Breaks:
    """Broken when the value is one of the words."""
    return lambda body: _word(body, path) in words


def _of(kind: str, breaks: Breaks) -> Breaks:
    """The rule is about one type of compute only."""
    return lambda body: _word(body, "properties.computeType") == kind and breaks(body)


def _any(path: str) -> Breaks:
    """Broken when the number is more than none."""
    return lambda body: isinstance(dig(body, path), int) and dig(body, path) > 0


INSTANCE, CLUSTER = "computeinstance", "amlcompute"
NO_KEYS = ("none", "aad", "managedidentity", "accountmanagedidentity", "projectmanagedidentity", "useridentity")

RULES: tuple[Rule, ...] = (
    Rule(
        "workspace-public-access",
        HIGH,
        "workspace",
        "Anybody on the internet reaches the workspace's API",
        "public_network_access: Disabled, with a private endpoint",
        _not("properties.publicNetworkAccess", "disabled"),
        {"public_network_access": "Disabled"},
    ),
    Rule(
        "workspace-outbound-open",
        MEDIUM,
        "workspace",
        "What runs in the workspace may send data anywhere",
        "managed_network.isolation_mode: AllowOnlyApprovedOutbound",
        _not("properties.managedNetwork.isolationMode", "allowonlyapprovedoutbound"),
    ),
    Rule(
        "workspace-storage-keys",
        MEDIUM,
        "workspace",
        "The workspace reads its storage with account keys",
        "system_datastores_auth_mode: Identity",
        _not("properties.systemDatastoresAuthMode", "identity", "userdelegationsas"),
    ),
    Rule(
        "workspace-no-cmk",
        LOW,
        "workspace",
        "The workspace is not encrypted with a key of yours",
        "encryption, when the workspace is created",
        _not("properties.encryption.status", "enabled"),
    ),
    Rule(
        "compute-local-auth",
        MEDIUM,
        "compute",
        "Local accounts can log in beside Microsoft Entra ID",
        "disable_local_auth: true, when the compute is created",
        lambda body: (
            _word(body, "properties.computeType") in (INSTANCE, CLUSTER)
            and dig(body, "properties.disableLocalAuth") is not True
        ),
    ),
    Rule(
        "instance-idle-shutdown",
        MEDIUM,
        "compute",
        "The instance never stops when nobody uses it",
        "idle_time_before_shutdown: PT1H",
        _of(INSTANCE, _is(INNER + "idleTimeBeforeShutdown", "")),
        {"compute_type": "ComputeInstance", "idle_time_before_shutdown": "PT1H"},
    ),
    Rule(
        "instance-ssh-public",
        HIGH,
        "compute",
        "SSH to the instance is open",
        "ssh.public_access: Disabled, when the compute is created",
        _of(INSTANCE, _is(INNER + "sshSettings.sshPublicAccess", "enabled")),
    ),
    Rule(
        "cluster-ssh-public",
        HIGH,
        "compute",
        "SSH to the cluster's nodes is open",
        "remote_login_port_public_access: Disabled, when the compute is created",
        _of(CLUSTER, _is(INNER + "remoteLoginPortPublicAccess", "enabled")),
    ),
    Rule(
        "cluster-never-empty",
        LOW,
        "compute",
        "The cluster keeps nodes that nobody may need",
        "scale.min_nodes: 0",
        _of(CLUSTER, _any(INNER + "scaleSettings.minNodeCount")),
        {"compute_type": "AmlCompute", "scale": {"min_nodes": 0}},
    ),
    Rule(
        "cluster-no-identity",
        LOW,
        "compute",
        "The cluster has no identity of its own",
        "identity.type: SystemAssigned",
        _of(CLUSTER, _is("identity.type", "", "none")),
        {"compute_type": "AmlCompute", "identity": {"type": "SystemAssigned"}},
    ),
    Rule(
        "compute-public-ip",
        LOW,
        "compute",
        "The nodes have public addresses",
        "enable_node_public_ip: false, when the compute is created",
        lambda body: (
            _word(body, "properties.computeType") in (INSTANCE, CLUSTER)
            and dig(body, INNER + "enableNodePublicIp") is True
        ),
    ),
    Rule(
        "endpoint-public-access",
        HIGH,
        "online_endpoint",
        "Anybody on the internet reaches the endpoint",
        "public_network_access: Disabled",
        _not("properties.publicNetworkAccess", "disabled"),
        {"public_network_access": "Disabled"},
    ),
    Rule(
        "endpoint-keys",
        MEDIUM,
        "online_endpoint",
        "Callers prove themselves with a key that never ends",
        "auth_mode: AADToken",
        _is("properties.authMode", "key"),
    ),
    Rule(
        "deployment-egress",
        MEDIUM,
        "online_deployment",
        "The model may send data anywhere",
        "egress_public_network_access: Disabled, or a managed network of the workspace",
        _is("properties.egressPublicNetworkAccess", "enabled"),
    ),
    Rule(
        "datastore-credentials",
        MEDIUM,
        "datastore",
        "The datastore holds a credential",
        "no credentials: who reads it uses an identity",
        lambda body: _word(body, "properties.credentials.credentialsType") not in ("", "none"),
    ),
    Rule(
        "connection-keys",
        MEDIUM,
        "connection",
        "The connection holds a key",
        "credentials.type: AAD or ManagedIdentity",
        lambda body: _word(body, "properties.authType") not in ("", *NO_KEYS),
    ),
    Rule(
        "connection-shared",
        LOW,
        "connection",
        "Everybody in the workspace may use the connection",
        "is_shared_to_all: false",
        lambda body: dig(body, "properties.isSharedToAll") is True,
    ),
)


def findings(noun: str, resources: Iterable[tuple[str, Mapping[str, Any]]], ids: Collection[str] = ()) -> list[Finding]:
    """The rules that resources break.

    :param resources: (name, body as the service returns it) pairs, all of the one ``noun``.
    :param ids: the rules that hold; all where there is none.
    """
    about = [rule for rule in holding(ids) if rule.noun == noun]
    return [Finding(rule, name) for name, body in resources for rule in about if rule.breaks(body)]


def holding(ids: Collection[str] = ()) -> list[Rule]:
    """The rules of those ids, in their order; all where there is none."""
    return [rule for rule in RULES if not ids or rule.id in ids]


def corrections(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """What sets findings right that can be set right in place: items of ``aml_apply``, each resource once."""
    items: dict[tuple[str, str], dict[str, Any]] = {}
    for one in found:
        if one.rule.sets:
            item = items.setdefault((one.rule.noun, one.name), {"type": one.rule.noun, "name": one.name})
            item.update(one.rule.sets)
    return list(items.values())
