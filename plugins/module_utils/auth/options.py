# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection options of every module, and the environment variables that stand in for each. Pure data.

No option has a default here: an omitted option must stay visible as omitted, because the environment decides then.
For the same reason ``fallback`` is not used; :func:`settings.resolve` looks at every place, in both fronts alike.
"""

from __future__ import annotations

from typing import Any

#: The values of ``auth_source``; the functions behind them are in :mod:`select`.
AUTH_SOURCES = (
    "auto",
    "certificate",
    "cli",
    "credential_file",
    "env",
    "msi",
    "service_principal",
    "token",
    "workload_identity",
)

#: What a module's argument spec takes from here; documented in ``plugins/doc_fragments/auth.py``.
AUTH_OPTIONS: dict[str, dict[str, Any]] = {
    "access_token": {"type": "str", "no_log": True},
    "auth_source": {"type": "str", "choices": list(AUTH_SOURCES)},
    "ca_path": {"type": "path"},
    "client_id": {"type": "str"},
    "cloud_environment": {"type": "str"},
    "federated_token": {"type": "str", "no_log": True},
    "federated_token_file": {"type": "path", "no_log": False},
    "profile": {"type": "str"},
    # A proxy's URL can carry its password.
    "proxy": {"type": "str", "no_log": True},
    "secret": {"type": "str", "no_log": True},
    "subscription_id": {"type": "str"},
    "tenant": {"type": "str"},
    "thumbprint": {"type": "str"},
    "token_cache": {"type": "bool", "no_log": False},
    "validate_certs": {"type": "bool"},
    "x509_certificate_password": {"type": "str", "no_log": True},
    "x509_certificate_path": {"type": "path"},
}

#: The variables of each option; the first one that is not empty counts. The first name of a row is azure.azcollection's
#: where it has one (AWX sets those, design section 6), the others are those of Microsoft's own tools.
ENVIRONMENT: dict[str, tuple[str, ...]] = {
    "access_token": ("AZURE_ACCESS_TOKEN",),
    "auth_source": ("ANSIBLE_AZURE_AUTH_SOURCE",),
    "ca_path": ("AZURE_CA_PATH",),
    "client_id": ("AZURE_CLIENT_ID",),
    "cloud_environment": ("AZURE_CLOUD_ENVIRONMENT",),
    "federated_token": (),
    "federated_token_file": ("AZURE_FEDERATED_TOKEN_FILE",),
    "profile": ("AZURE_PROFILE",),
    "proxy": ("AZURE_PROXY",),
    "secret": ("AZURE_SECRET", "AZURE_CLIENT_SECRET"),
    "subscription_id": ("AZURE_SUBSCRIPTION_ID",),
    "tenant": ("AZURE_TENANT", "AZURE_TENANT_ID"),
    "thumbprint": ("AZURE_THUMBPRINT",),
    "token_cache": ("AML_TOKEN_CACHE",),
    "validate_certs": ("AZURE_VALIDATE_CERTS", "AZURE_CERT_VALIDATION_MODE"),
    "x509_certificate_password": ("AZURE_CLIENT_CERTIFICATE_PASSWORD",),
    "x509_certificate_path": (
        "AZURE_X509_CERTIFICATE_PATH",
        "AZURE_CERTIFICATE_PATH",
        "AZURE_CLIENT_CERTIFICATE_PATH",
    ),
}
