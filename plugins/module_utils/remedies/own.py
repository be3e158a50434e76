# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What this collection itself fails with, by the ``error.code`` of the result. Pure data.

Each code has its cause, a sentence, and its remedy, the next step that the message ends with.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The kinds of :mod:`errors`: what is said where neither the code nor the status tells more.
KINDS: Mapping[str, tuple[str, str]] = {
    "Ambiguous": (
        "The connection broke while a request was answered, or no answer came in time.",
        "check the network, then run the task again",
    ),
    "AuthError": (
        "No token could be had for the credentials of the task.",
        "check the credentials that the message names",
    ),
    "Cancelled": (
        "The job, or the process, that started this task is gone; nothing was sent after that was noticed.",
        "run the playbook again; it goes on where this one ended",
    ),
    "Defect": (
        "The collection met an error that it does not know: a bug of the collection.",
        "report it with this line, then look at the resource before you run the task again",
    ),
    "ImmutableChange": (
        "The service does not change this field once the resource exists; nothing was sent.",
        "set on_immutable to recreate to replace it",
    ),
    "InputError": (
        "An option is missing, or its value cannot be used; nothing was written.",
        "correct this option, then run the task again",
    ),
    "Malformed": (
        "An answer came that the service does not give: something stands between it and this machine, or it changed.",
        "check cloud_environment and the proxy; run the task again",
    ),
    "NotApplied": (
        "The service accepted the write, and a minute later the resource still was not as declared.",
        "look whether a policy or another writer sets it, then run the task again",
    ),
    "NotPassed": (
        "A gate or a probe: what must be so before going on is not so. The result says what was looked at.",
        "correct what the message names, then run the task again",
    ),
    "OperationFailed": (
        "The service accepted the write and failed to carry it out.",
        "correct the cause, then run the task again",
    ),
    "OperationTimeout": (
        "The time of the task, wait_timeout, was over before the service had finished.",
        "run the task again to go on waiting, or raise wait_timeout",
    ),
    "PartlyFailed": (
        "Some of the resources of the task failed; the result says of each what became of it.",
        "correct what failed, then run the task again; what is done stays as it is",
    ),
    "Refused": (
        "Going on would lose something that the task did not clearly give up, or the service would refuse it.",
        "leave it as it is, or change what the message names",
    ),
    "ServiceError": (
        "The service refused the request.",
        "correct what the message names, then run the task again",
    ),
}

#: Codes of our own, finer than their kinds where the next step differs.
OWN: Mapping[str, tuple[str, str]] = {
    "AnswerLost": (
        "A write was sent and its answer was lost, so it may have taken effect. It was not repeated.",
        "look at the resource with its reader, then run the task again",
    ),
    "AnswerTooLarge": (
        "An answer had more bytes than any answer of the service.",
        "check cloud_environment and the proxy; something else may have answered",
    ),
    "AzureCliFailed": (
        "The Azure CLI gave no token.",
        "run az login, with --tenant when the account has several",
    ),
    "AzureCliNotFound": (
        "The task logs in by the Azure CLI, and there is no az on PATH, or it cannot be started.",
        "install the Azure CLI, or set another credential",
    ),
    "AzureCliSilent": (
        "The Azure CLI did not answer in time, or answered without a token.",
        "run az account get-access-token by hand to see why",
    ),
    "CertificateRefused": (
        "The TLS certificate of the server is not trusted, does not fit its name or is out of date. Nothing was sent.",
        "set ca_path (AZURE_CA_PATH) to the CA that signed it; only validate_certs: false would take it as it is",
    ),
    "CheckFailed": (
        "The module aml_doctor found something wrong; its result says of each check what it found.",
        "correct what failed first, then look again",
    ),
    "ConnectTimeout": (
        "The server did not take the connection in time; a firewall may drop it.",
        "check cloud_environment, the proxy and the network",
    ),
    "CredentialsIncomplete": (
        "Some options of a credential are set and another one that it needs is not.",
        "set what is missing beside the rest, or unset the rest",
    ),
    "CryptographyMissing": (
        "Logging in with a certificate needs the Python package cryptography.",
        "install cryptography for the Python that runs the module, or use a secret",
    ),
    "ForeignUrl": (
        "The service named a URL of a host that the chosen cloud does not own, or of another subscription.",
        "check cloud_environment; if that is right, report it to who runs that cloud",
    ),
    "GivenTokenExpired": (
        "The access_token of the task has expired, and there is nothing to renew it with.",
        "get a new one, or set another credential",
    ),
    "IdentityKindUnknown": (
        "The machine offers an identity of a kind that this collection does not speak, such as that of Azure Arc.",
        "use a service principal, or auth_source cli where az is logged in",
    ),
    "ManagedIdentityAbsent": (
        "The task logs in by a managed identity, and nothing on this machine answers as an identity endpoint.",
        "run this on an Azure machine that has an identity, or set another credential",
    ),
    "ManagedIdentityRefused": (
        "The identity endpoint of this machine gave no token.",
        "assign the identity to this machine; client_id chooses a user-assigned one",
    ),
    "NameNotResolved": (
        "The name of the server has no address here.",
        "check cloud_environment, the proxy and the network",
    ),
    "NoCredentials": (
        "No credentials are set, and this machine has none of its own.",
        "set AZURE_TENANT, AZURE_CLIENT_ID and AZURE_SECRET, or run az login",
    ),
    "NotConnected": (
        "The server refused the connection.",
        "check cloud_environment, the proxy and the network",
    ),
    "NotEmpty": (
        "What is to be deleted still holds, or is used by, what the message lists. Nothing was deleted.",
        "delete that first, or set force to true to delete it all the same",
    ),
    "NotJson": (
        "The answer was a page or a text where the service sends JSON: a proxy or a captive portal may have answered.",
        "check the proxy, and that cloud_environment names a resource manager",
    ),
    "PrivateKeyLocked": (
        "The private key is encrypted and the password does not open it, or it needs none.",
        "check x509_certificate_password (AZURE_CLIENT_CERTIFICATE_PASSWORD); only an encrypted key has one",
    ),
    "PrivateKeyUnusable": (
        "The file of x509_certificate_path cannot be read, or lacks an RSA key or a whole certificate in PEM form.",
        "set the path of a PEM file with an RSA key and its certificate",
    ),
    "ProxyRefused": (
        "The proxy cannot be reached, wants a login, or does not let this machine through.",
        "check the proxy option or HTTPS_PROXY",
    ),
    "Redirected": (
        "The server sent the request elsewhere, which Azure's never do. It was not followed.",
        "check cloud_environment and the proxy",
    ),
    "RequestsMissing": (
        "The Python that runs the module has no package requests.",
        "install requests for that Python, or set ansible_python_interpreter",
    ),
    "SecretNotShown": (
        "The change replaces the whole resource, whose secret the service does not show and would lose.",
        "give that secret too",
    ),
    "SoftDeleted": (
        "A deleted resource keeps its name for some days; one of that name is still there.",
        "set on_soft_deleted to purge and force to true to remove the soft-deleted one for good",
    ),
    "StorageRefused": (
        "The storage account did not take a file of an upload: its network rules, its keys or a policy are in the way.",
        "check network and key access of the storage account, then run the task again; what arrived is not sent again",
    ),
    "SubscriptionNotActive": (
        "The subscription is disabled, expired or deleted, and takes no requests.",
        "have its owner enable it, or name another subscription",
    ),
    "Throttled": (
        "The service answered 429, too many requests, until the task had no time left.",
        "run the task again later, with fewer forks or a longer wait_timeout",
    ),
    "TlsRefused": (
        "The server speaks no TLS that this machine accepts: none, a version before 1.2, or with a weak key.",
        "have its TLS or its key renewed; ca_path and validate_certs change nothing about that",
    ),
    "TokenExpired": (
        "The token that came had already ended.",
        "set this machine's clock",
    ),
    "TokenFileUnusable": (
        "The file of federated_token_file is missing, empty, too large or cannot be read.",
        "mount the token that the identity provider writes, or correct federated_token_file",
    ),
    "TokenMissing": (
        "What answered as the login service, or the identity endpoint, gave no token and no reason.",
        "check cloud_environment and the proxy",
    ),
    "Unavailable": (
        "The service answered with an error of its own (5xx or 408) until the task had no time left.",
        "run the task again later; raise wait_timeout to wait longer",
    ),
    "UploadMoved": (
        "The signature for an upload ran out, and the service gave one for another place.",
        "run the task again",
    ),
    "WorkspaceNotReady": (
        "The workspace is there and did not come to rest as it should.",
        "wait until nothing is under way, then look at it with aml_workspace_diagnose",
    ),
}
