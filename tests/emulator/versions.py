# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Published api-versions, and what is registered: the catalogue of resource providers."""

from __future__ import annotations

from .errors import ArmError, gateway

ML = "Microsoft.MachineLearningServices"

# Contract 2.1. Every type of the provider takes every version.
_ML_VERSIONS = """
2018-03-01-preview 2018-11-19 2019-05-01 2019-06-01 2019-11-01 2020-01-01 2020-02-02 2020-02-18-preview 2020-03-01
2020-04-01 2020-05-01-preview 2020-05-15-preview 2020-06-01 2020-08-01 2020-09-01-preview 2021-01-01 2021-03-01-preview
2021-04-01 2021-07-01 2022-01-01-preview 2022-02-01-preview 2022-05-01 2022-06-01-preview 2022-10-01-preview 2022-10-01
2022-12-01-preview 2023-02-01-preview 2023-04-01-preview 2023-04-01 2023-06-01-preview 2023-08-01-preview 2023-10-01
2024-01-01-preview 2024-04-01-preview 2024-04-01 2024-07-01-preview 2024-10-01-preview 2024-10-01 2025-01-01-preview
2025-04-01-preview 2025-04-01 2025-06-01 2025-07-01-preview 2025-09-01 2025-10-01-preview 2025-12-01 2026-01-15-preview
2026-03-01 2026-03-15-preview 2026-05-01 2026-05-15-preview
""".split()

_STORAGE = """
2015-05-01-preview 2015-06-15 2016-01-01 2016-05-01 2016-12-01 2017-06-01 2017-10-01 2018-02-01 2018-07-01 2018-11-01
2019-04-01 2019-06-01 2019-08-01 2020-08-01-preview 2021-01-01 2021-02-01 2021-04-01 2021-05-01 2021-06-01 2021-08-01
2021-09-01 2022-05-01 2022-09-01 2023-01-01 2023-04-01 2023-05-01 2024-01-01 2025-01-01 2025-06-01
""".split()
_VAULTS = """
2015-06-01 2016-10-01 2018-02-14-preview 2018-02-14 2019-09-01 2020-04-01-preview 2021-04-01-preview 2021-06-01-preview
2021-10-01 2021-11-01-preview 2022-02-01-preview 2022-07-01 2022-11-01 2023-02-01 2023-07-01 2023-08-01-preview
2024-04-01-preview 2024-11-01 2024-12-01-preview 2025-05-01
""".split()
_INSIGHTS = (
    "2014-04-01 2014-08-01 2014-12-01-preview 2015-05-01 2018-05-01-preview 2020-02-02-preview 2020-02-02".split()
)
_LOGS = """
2015-11-01-preview 2017-01-01-preview 2020-03-01-preview 2020-08-01 2020-10-01 2021-06-01 2021-12-01-preview 2022-10-01
2023-09-01 2025-02-01 2025-07-01
""".split()
_REGISTRIES = """
2017-03-01 2017-10-01 2019-05-01 2019-12-01-preview 2020-11-01-preview 2021-06-01-preview 2021-08-01-preview 2021-09-01
2021-12-01-preview 2022-02-01-preview 2022-12-01 2023-01-01-preview 2023-06-01-preview 2023-07-01 2023-08-01-preview
2023-11-01-preview 2024-11-01-preview 2025-03-01-preview 2025-04-01 2025-11-01
""".split()
_IDENTITIES = """
2015-08-31-preview 2018-11-30 2021-09-30-preview 2022-01-31-preview 2023-01-31 2023-07-31-preview 2024-11-30
2025-01-31-preview
""".split()
# Microsoft.Resources shares one list here. 2021-03-01-preview is a version of Azure ML, by which the seed lists groups.
_RESOURCES = """
2014-04-01-preview 2015-01-01 2015-11-01 2016-02-01 2016-06-01 2016-07-01 2016-09-01 2017-05-10 2018-01-01 2018-02-01
2018-05-01 2019-03-01 2019-05-01 2019-05-10 2019-06-01 2019-07-01 2019-08-01 2019-10-01 2019-11-01 2020-01-01 2020-05-01
2020-06-01 2020-08-01 2020-10-01 2021-01-01 2021-03-01-preview 2021-04-01 2022-01-01 2022-09-01 2022-12-01
2023-03-01-preview 2023-07-01 2024-03-01 2024-07-01 2024-11-01 2025-03-01 2025-04-01
""".split()
_AUTHORIZATION = "2015-07-01 2016-09-01 2018-01-01-preview 2020-04-01-preview 2020-05-01 2022-04-01".split()

# namespace -> (first-level types, versions)
PROVIDERS: dict[str, tuple[tuple[str, ...], list[str]]] = {
    ML: (
        (
            "workspaces",
            "registries",
            "locations",
            "locations/usages",
            "locations/quotas",
            "locations/vmSizes",
            "locations/updateQuotas",
            "locations/workspaceOperationsStatus",
            "locations/computeOperationsStatus",
            "locations/mfeOperationsStatus",
            "locations/mfeOperationResults",
            "locations/registryOperationsStatus",
            "workspaces/computes",
            "workspaces/datastores",
            "workspaces/jobs",
            "workspaces/models",
            "workspaces/models/versions",
            "workspaces/data",
            "workspaces/data/versions",
            "workspaces/environments",
            "workspaces/environments/versions",
            "workspaces/components",
            "workspaces/components/versions",
            "workspaces/codes",
            "workspaces/codes/versions",
            "workspaces/connections",
            "workspaces/schedules",
            "workspaces/onlineEndpoints",
            "workspaces/onlineEndpoints/deployments",
            "workspaces/batchEndpoints",
            "workspaces/batchEndpoints/deployments",
            "workspaces/outboundRules",
            "operations",
        ),
        _ML_VERSIONS,
    ),
    "Microsoft.Storage": (("storageAccounts", "checkNameAvailability", "locations", "operations"), _STORAGE),
    "Microsoft.KeyVault": (("vaults", "deletedVaults", "locations", "checkNameAvailability", "operations"), _VAULTS),
    "Microsoft.Insights": (("components",), _INSIGHTS),
    "Microsoft.OperationalInsights": (("workspaces", "deletedWorkspaces", "locations", "operations"), _LOGS),
    "Microsoft.ContainerRegistry": (("registries", "checkNameAvailability", "locations", "operations"), _REGISTRIES),
    "Microsoft.ManagedIdentity": (("userAssignedIdentities", "operations"), _IDENTITIES),
    # No resource of it exists here; it can be registered and unregistered without breaking anything else.
    "Microsoft.Search": (("searchServices", "operations"), ("2023-11-01", "2025-05-01")),
    "Microsoft.Resources": (
        ("subscriptions", "resourceGroups", "deployments", "tenants", "providers", "tags"),
        _RESOURCES,
    ),
    "Microsoft.Authorization": (("roleAssignments", "roleDefinitions", "locks", "policyAssignments"), _AUTHORIZATION),
}
# These two need no registration in any subscription.
ALWAYS_REGISTERED = frozenset({"microsoft.resources", "microsoft.authorization"})
LOCATIONS = (
    "East US",
    "East US 2",
    "West US",
    "West US 2",
    "West US 3",
    "Central US",
    "South Central US",
    "North Central US",
    "West Europe",
    "North Europe",
    "UK South",
    "France Central",
    "Germany West Central",
    "Switzerland North",
    "Sweden Central",
    "Southeast Asia",
    "East Asia",
    "Japan East",
    "Australia East",
    "Central India",
    "Canada Central",
    "Brazil South",
    "East US 2 EUAP",
    "Central US EUAP",
)


def namespace_of(name: str) -> str | None:
    """Return a provider's namespace in its own casing, None for one that the emulator does not have."""
    for known in PROVIDERS:
        if known.lower() == name.lower():
            return known
    return None


def versions_of(namespace: str) -> list[str]:
    """Return the published versions of a provider, oldest first."""
    known = namespace_of(namespace)
    return sorted(PROVIDERS[known][1]) if known else sorted(_RESOURCES)


def missing_version(namespace: str) -> ArmError:
    """400 for a request without api-version; the list is what the seed promises, the real text has none."""
    listed = ", ".join(versions_of(namespace))
    return gateway(
        400,
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests. "
        f"The supported api-versions are '{listed}'.",
    )


def unknown_version(namespace: str, version: str, kind: str, location: str) -> ArmError:
    """400 for a version that was never published: one text for ARM's own paths, one for providers (verified 3)."""
    listed = versions_of(namespace)
    if not namespace or namespace.lower() == "microsoft.resources":
        newest_first = ",".join(reversed(listed))
        return gateway(
            400,
            "InvalidApiVersionParameter",
            f"The api-version '{version}' is invalid. The supported versions are '{newest_first}'.",
        )
    regions = ", ".join(name.replace(" ", "").lower() for name in LOCATIONS)
    return gateway(
        400,
        "NoRegisteredProviderFound",
        f"No registered resource provider found for location '{location}' and API version '{version}' for type "
        f"'{kind}'. "
        f"The supported api-versions are '{', '.join(listed)}'. The supported locations are '{regions}'.",
    )


def check_version(namespace: str, version: str, kind: str = "", location: str = "eastus") -> None:
    """Refuse a request whose api-version is missing or was never published."""
    if not version:
        raise missing_version(namespace)
    if version.lower() not in versions_of(namespace):
        raise unknown_version(namespace, version, kind, location)
