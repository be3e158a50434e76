# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The knobs of a running emulator; the command line sets them, GET and PATCH /_emulator/config read and change them."""

from __future__ import annotations

import dataclasses
from typing import Any


@dataclasses.dataclass
class Config:
    """What may be set.

    operation_seconds     how long operations run: {'default': 0.2, '<type>': s, '<type>:<verb>': s}; verbs are
                          create, update, delete and the action names; types and verbs compare without case
    poll_step             seconds that a virtual clock moves with every poll of an operation
    latency_ms            added to every answer
    throttle              answer 429 from token buckets per principal: reads 250 + 25/s, writes and deletes 200 + 10/s
    bucket_size           {'read': n, 'write': n, 'delete': n}: what a full bucket holds, if not the service's number
    strict_audience       the regional plane refuses tokens issued for ARM
    retry_after           seconds; adds Retry-After to answers of operations, which the service does not send
    page_size             resources in a page of a list
    page_every_list       cut also the lists that the service was only ever seen to send whole
    lag_reads             reads that still see the state before a write (eventual consistency)
    token_seconds         lifetime of access tokens
    registered            namespaces that need no registration; ['*'] for all
    register_seconds      how long a provider says Registering
    policy_denials        [{'type': ..., 'name': regex, 'message'?: ...}]: writes answered 403 RequestDisallowedByPolicy
    locks                 [{'scope': id, 'level': 'CanNotDelete'|'ReadOnly'}]
    permissions           {client id: [action patterns]}: what an application may do; absent means everything
    failures              [{'type', 'name': regex, 'verb'?, 'code', 'message'}]: operations that end Failed
    quotas                {'computes': n, 'nodes': n, ...}: what the resource types look up
    deny_linked           resource ids (identities) that nobody may assign: 403 LinkedAuthorizationFailed
    storage_suffix, vault_suffix, registry_suffix   host names that the resources of this cloud end in
    blob_endpoint         where blobs are, '{account}' standing for the account: 'https://{account}.blob.core.windows.net'
                          for a server beside the emulator, or for clients whose resolver leads to it; empty for a
                          path of the emulator's own
    upload_container      the container of every pending upload, a folder of it for each; empty for a container each
    sas_seconds           how long a signature that the emulator gives is good for
    endpoint_hosts        endpoints name the hosts that Azure would give them; else paths of this listener
    scoring               {'<endpoint>/<deployment>': {'status'?: of the model, 'seconds'?: that it takes, 'body'?: what
                          it answers}}: what a deployment does when it is asked; one that is not there works
    job_metrics           {regex of the name: {metric: number}}: what the script of a job logs before it completes
    extra                 free for other parts of the emulator
    """

    operation_seconds: dict[str, float] = dataclasses.field(default_factory=lambda: {"default": 0.2})
    poll_step: float = 0.0
    latency_ms: float = 0.0
    throttle: bool = False
    bucket_size: dict[str, int] = dataclasses.field(default_factory=dict)
    strict_audience: bool = False
    retry_after: int | None = None
    page_size: int = 50
    page_every_list: bool = False
    lag_reads: int = 0
    token_seconds: int = 3599
    registered: list[str] = dataclasses.field(default_factory=list)
    register_seconds: float = 0.2
    policy_denials: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    locks: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    permissions: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    failures: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    quotas: dict[str, int] = dataclasses.field(default_factory=dict)
    deny_linked: list[str] = dataclasses.field(default_factory=list)
    storage_suffix: str = "core.windows.net"
    vault_suffix: str = "vault.azure.net"
    registry_suffix: str = "azurecr.io"
    blob_endpoint: str = ""
    upload_container: str = ""
    sas_seconds: float = 86400.0
    endpoint_hosts: bool = False
    scoring: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    job_metrics: dict[str, dict[str, float]] = dataclasses.field(default_factory=dict)
    extra: dict[str, Any] = dataclasses.field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return every knob and its value."""
        return dataclasses.asdict(self)

    def patch(self, changes: dict[str, Any]) -> None:
        """Set the knobs given; a mapping is merged, a None in it removes the key. KeyError names an unknown knob."""
        known = {field.name for field in dataclasses.fields(self)}
        unknown = sorted(set(changes) - known)
        if unknown:
            raise KeyError(", ".join(unknown))
        for name, value in changes.items():
            current = getattr(self, name)
            if isinstance(current, dict) and isinstance(value, dict):
                merged = {**current, **value}
                value = {key: item for key, item in merged.items() if item is not None}
            setattr(self, name, value)

    def seconds_for(self, resource_type: str, verb: str) -> float:
        """Return how long an operation on a type runs, the most exact entry first."""
        table = {key.lower(): value for key, value in self.operation_seconds.items()}
        for key in (f"{resource_type}:{verb}", resource_type, f":{verb}", "default"):
            if key.lower() in table:
                return float(table[key.lower()])
        return 0.0
