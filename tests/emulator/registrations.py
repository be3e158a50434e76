# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which providers a subscription has registered."""

from __future__ import annotations

from typing import Any

from .core import EmulatorState
from .directory import stable_guid
from .versions import ALWAYS_REGISTERED, LOCATIONS, PROVIDERS


def registration(state: EmulatorState, subscription: str, namespace: str) -> str:
    """Return 'NotRegistered', 'Registering', 'Registered' or 'Unregistering'."""
    granted = {name.lower() for name in state.config.registered}
    found = state.store.get_doc("registrations", _key(subscription, namespace))
    if found is None:
        known = "*" in granted or namespace.lower() in granted or namespace.lower() in ALWAYS_REGISTERED
        return "Registered" if known else "NotRegistered"
    if state.clock.now() < found["due"]:
        return found["during"]
    return found["after"]


def is_registered(state: EmulatorState, subscription: str, namespace: str) -> bool:
    """Tell whether writes to a provider are let through; one that still says Registering takes none yet."""
    return registration(state, subscription, namespace) == "Registered"


def set_registration(state: EmulatorState, subscription: str, namespace: str, register: bool) -> None:
    """Start to register or unregister a provider."""
    present = registration(state, subscription, namespace)
    if present == ("Registered" if register else "NotRegistered"):
        return
    words = ("Registering", "Registered") if register else ("Unregistering", "NotRegistered")
    due = state.clock.now() + state.config.register_seconds
    state.store.put_doc(
        "registrations", _key(subscription, namespace), {"during": words[0], "after": words[1], "due": due}
    )


def provider_body(state: EmulatorState, subscription: str, namespace: str) -> dict[str, Any]:
    """Return a provider as GET …/providers/{namespace} shows it."""
    types, published = PROVIDERS[namespace]
    return {
        "id": f"/subscriptions/{subscription}/providers/{namespace}",
        "namespace": namespace,
        "authorizations": [
            {
                "applicationId": stable_guid("application/" + namespace),
                "roleDefinitionId": stable_guid("role/" + namespace),
            }
        ],
        "resourceTypes": [
            {
                "resourceType": kind,
                "locations": [] if kind in ("operations", "checkNameAvailability") else list(LOCATIONS),
                "apiVersions": sorted(published, reverse=True),
                "capabilities": "None",
            }
            for kind in types
        ],
        "registrationState": registration(state, subscription, namespace),
        "registrationPolicy": "RegistrationFree" if namespace.lower() in ALWAYS_REGISTERED else "RegistrationRequired",
    }


def _key(subscription: str, namespace: str) -> str:
    return f"{subscription}/{namespace}".lower()
