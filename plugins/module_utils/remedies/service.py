# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Azure refuses with, by its own code and by HTTP status. Pure data: code -> (cause, remedy).

The codes are those that the service was recorded with, or that Microsoft documents (recorded 3, verified 3 and 4,
reliability P08 to P24).
"""

from __future__ import annotations

from collections.abc import Mapping

_TOKEN = "check tenant and cloud_environment, or give a new access_token"
_VERSION = "set api_version to one of the versions listed"
_QUOTA = "ask for more quota or choose a smaller size; repeating does not help"
_MISSING = "create it first, or correct the names"
_BUSY = "wait until the other operation has ended, then run the task again"

SERVICE: Mapping[str, tuple[str, str]] = {
    "AnotherOperationInProgress": ("Another operation works on the resource.", _BUSY),
    "AuthenticationFailed": ("Azure does not accept the token.", _TOKEN),
    "AuthorizationFailed": (
        "No role of the principal allows the action at the scope that the message names.",
        "grant a role with this action at this scope; a new one takes minutes to work",
    ),
    "ClusterMinNodesExceedCoreQuota": ("The smallest number of nodes needs more cores than the quota has.", _QUOTA),
    "Conflict": (
        "What is there stands in the way.",
        "clear what stands in the way, then run the task again",
    ),
    "ConflictError": (
        "The name is taken: by another resource, or by a deleted one that can still be recovered.",
        "choose another name, or recover or purge the deleted one",
    ),
    "DeploymentActive": ("A deployment of this name is still running.", _BUSY),
    "DeploymentFailed": (
        "A resource of the deployment failed; the innermost message is the reason.",
        "correct what the innermost message names, then run the task again",
    ),
    "ExpiredAuthenticationToken": ("The token has expired, by the clock of Azure.", _TOKEN),
    "Forbidden": (
        "The service does not allow this to the principal, or to the network it comes from.",
        "have the owner of what it names allow it",
    ),
    "InferencingClientCallFailed": (
        "The number of endpoints or deployments is used up, or a deployment that is to go still has traffic.",
        "take its traffic from a deployment before it goes; else ask for more quota",
    ),
    "InferencingClientCreateDeploymentFailed": ("The deployment needs more cores than the quota has.", _QUOTA),
    "InternalServerError": (
        "The service failed.",
        "run the task again; give the request id to Microsoft's support when it stays",
    ),
    "InvalidApiVersionParameter": ("The provider does not know this api-version.", _VERSION),
    "InvalidAuthenticationToken": ("Azure cannot read the token, or does not trust who issued it.", _TOKEN),
    "InvalidAuthenticationTokenAudience": ("The token is for something else than this API.", _TOKEN),
    "InvalidAuthenticationTokenTenant": (
        "The token is of another tenant than the subscription.",
        "set tenant to the directory that owns the subscription",
    ),
    "InvalidResourceLocation": (
        "A resource of this name exists in another location.",
        "correct location, or choose another name",
    ),
    "InvalidResourceType": (
        "The provider has no such type, or not with this api-version.",
        "correct type or api_version",
    ),
    "JobNodeCountExceedsCoreQuota": ("The job needs more cores than the quota has.", _QUOTA),
    "LinkedAuthorizationFailed": (
        "The principal may write the resource, but not assign the identity that it names.",
        "grant the principal Managed Identity Operator on the identity it assigns",
    ),
    "LocationRequired": ("The resource needs a location.", "set location"),
    "MissingApiVersionParameter": ("The request has no api-version.", _VERSION),
    "MissingSubscriptionRegistration": (
        "The subscription is not registered for the provider.",
        "register the provider first, with the aml_provider module",
    ),
    "NoRegisteredProviderFound": ("The provider does not know this api-version, type or location.", _VERSION),
    "NotFound": ("There is no such resource, or no such operation any more.", _MISSING),
    "OutOfQuota": ("The quota of the subscription is used up.", _QUOTA),
    "ParentResourceNotFound": (
        "What the resource lives in does not exist.",
        "create what it lives in first, or correct the names",
    ),
    "PreconditionFailed": (
        "Another writer changed the resource at the same time.",
        "run the task again",
    ),
    "QuotaExceeded": ("The quota of the subscription is used up.", _QUOTA),
    "RequestConflict": ("The resource is being changed.", _BUSY),
    "RequestDisallowedByPolicy": (
        "A policy of the subscription or the group forbids the resource as it is declared.",
        "satisfy the named policy, or ask its owner for an exemption",
    ),
    "ResourceGroupNotFound": (
        "There is no resource group of this name in the subscription.",
        "create the resource group first, or correct resource_group",
    ),
    "ResourceNotFound": ("There is no such resource, or not what it lives in.", _MISSING),
    "ScopeLocked": (
        "A lock on the resource, its group or its subscription forbids the write.",
        "remove the named lock",
    ),
    "StorageAccountAlreadyTaken": (
        "The name of a storage account is taken in all of Azure.",
        "choose another name",
    ),
    "SubscriptionNotFound": (
        "There is no such subscription, or the principal has no access to it.",
        "correct subscription_id, or give the principal access to that subscription",
    ),
    "SubscriptionRequestsThrottled": (
        "The subscription sends more requests than Azure allows.",
        "run the task again later, with fewer forks",
    ),
    "TooManyRequests": (
        "The service gets more requests than it allows.",
        "run the task again later, with fewer forks",
    ),
    "UserError": (
        "Azure ML refuses what the message names; with 404 it says so of a resource that does not exist.",
        "correct what the message names, then run the task again",
    ),
    "ValidationError": (
        "Azure ML refuses a value, or a workspace lacks a resource that it depends on.",
        "correct what the message names; aml_dependencies makes what a workspace depends on",
    ),
}

#: Where the code alone does not tell it.
BY_STATUS: Mapping[int, tuple[str, str]] = {
    400: ("The request is not valid.", "correct what the message names, then run the task again"),
    401: ("Azure does not accept the token.", _TOKEN),
    403: ("The service does not allow it.", "have the owner of what it names allow it"),
    404: ("There is no such thing.", _MISSING),
    405: ("What the path names does not take this method.", "choose another method or path"),
    409: ("What is there stands in the way.", "clear what stands in the way, then run the task again"),
    412: ("Another writer changed the resource at the same time.", "run the task again"),
    422: ("The request is not valid.", "correct what the message names, then run the task again"),
    429: ("The service gets more requests than it allows.", "run the task again later, with fewer forks"),
    500: ("The service failed.", "run the task again; give the request id to Microsoft's support when it stays"),
    502: ("What stands before the service got no answer from it.", "run the task again later"),
    503: ("The service is not available for the moment.", "run the task again later"),
    504: ("The service did not answer in time.", "run the task again later"),
}
