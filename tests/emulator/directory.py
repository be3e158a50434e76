# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who and what the emulator's cloud knows: tenants, subscriptions, applications."""

from __future__ import annotations

import dataclasses
import uuid

TENANT = "11111111-1111-1111-1111-111111111111"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
# The first is what Microsoft's client probes send, the second what the demo and the tests use.
DEFAULT_CLIENTS = {"app": "s", "22222222-2222-2222-2222-222222222222": "emulator-client-secret"}

_OBJECT_IDS = uuid.UUID("9d2f3f5c-3f1b-4e0e-8e2c-6a2a3c1b7f10")


@dataclasses.dataclass
class Principal:
    """An application of the tenant.

    expired_secret   a secret that was right once (AADSTS7000222)
    thumbprints      certificates, hexadecimal SHA-1 or SHA-256; None accepts any certificate
    """

    client_id: str
    secret: str | None = None
    name: str = ""
    expired_secret: str | None = None
    thumbprints: list[str] | None = None

    @property
    def object_id(self) -> str:
        """The service principal's object id, the same in every run."""
        return stable_guid("principal/" + self.client_id)


@dataclasses.dataclass
class Directory:
    """One tenant with its subscriptions (id to display name) and its applications by client id."""

    tenant: str = TENANT
    subscriptions: dict[str, str] = dataclasses.field(default_factory=lambda: {SUBSCRIPTION: "Emulator subscription"})
    principals: dict[str, Principal] = dataclasses.field(
        default_factory=lambda: {client: Principal(client, secret) for client, secret in DEFAULT_CLIENTS.items()}
    )

    def knows_tenant(self, tenant: str) -> bool:
        """Tell whether a tenant segment of a login URL is ours; 'adfs' is how clients skip instance discovery."""
        return tenant.lower() in (self.tenant.lower(), "adfs", "common", "organizations")

    def subscription(self, subscription_id: str) -> str | None:
        """Return the subscription id as it is registered, or None."""
        for known in self.subscriptions:
            if known.lower() == subscription_id.lower():
                return known
        return None

    def principal(self, client_id: str) -> Principal | None:
        """Return the application with this client id, or None; ids compare without case."""
        for known, principal in self.principals.items():
            if known.lower() == client_id.lower():
                return principal
        return None


def stable_guid(text: str) -> str:
    """Return a guid that depends only on `text`."""
    return str(uuid.uuid5(_OBJECT_IDS, text.lower()))
