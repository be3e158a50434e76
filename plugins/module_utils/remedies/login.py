# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the login service refuses with, by its AADSTS number and by its OAuth word. Pure data: code -> (cause, remedy).

The OAuth word ``error`` decides; the number only makes the advice better, because Microsoft may renumber (reliability
A01). Numbers and their meaning: verified 1, contract 1.3, reliability A01 to A06.
"""

from __future__ import annotations

from collections.abc import Mapping

_NO_PROMPT = "a playbook cannot answer a prompt: use a service principal, or exempt this one from the policy"
_NOT_MATCHED = "the application needs a federated credential with exactly this issuer, subject and audience"
_PROOF = "check what proves the identity of the application"
_AUDIENCE = "check cloud_environment, and the audience when one was named"
_LATER = "the login service is unavailable for the moment; run the task again"

LOGIN: Mapping[str, tuple[str, str]] = {
    "AADSTS50012": (
        "The signature of the assertion does not fit a certificate of the application.",
        "the certificate does not fit the application's; add it there",
    ),
    "AADSTS50027": ("The assertion cannot be read.", "the assertion is not a valid JWT"),
    "AADSTS50076": ("A policy of the tenant wants a second factor.", _NO_PROMPT),
    "AADSTS50079": ("A policy of the tenant wants a second factor that is not set up yet.", _NO_PROMPT),
    "AADSTS50196": (
        "The login service saw a loop of requests.",
        "the login service saw too many equal requests; wait some minutes",
    ),
    "AADSTS53003": ("Conditional access of the tenant blocks the login.", _NO_PROMPT),
    "AADSTS65001": (
        "Nobody consented to what the application asks for.",
        "an administrator of the tenant must consent to the application",
    ),
    "AADSTS70011": ("What the token was asked for is not valid.", _AUDIENCE),
    "AADSTS70021": ("No federated credential of the application fits the token.", _NOT_MATCHED),
    "AADSTS90002": ("There is no such tenant in this cloud.", "check tenant and cloud_environment"),
    "AADSTS90033": ("The login service is not available.", _LATER),
    "AADSTS500011": (
        "The tenant has no principal for what the token was asked for.",
        "the tenant does not know what the token was asked for; check cloud_environment and tenant",
    ),
    "AADSTS700016": (
        "The tenant has no such application.",
        "check client_id, tenant and cloud_environment: this tenant has no such application",
    ),
    "AADSTS700021": (
        "The assertion names another application.",
        "the assertion is another application's; check client_id",
    ),
    "AADSTS700023": (
        "The assertion is addressed to another login service.",
        "the assertion is meant for another login service; check cloud_environment",
    ),
    "AADSTS700024": (
        "The assertion is too old, or not valid yet: the clocks differ.",
        "set this machine's clock; an assertion is valid only for some minutes",
    ),
    "AADSTS700027": (
        "The certificate that signed is not one of the application's, or the signature is wrong.",
        "add this certificate to the application, or use the one that it has",
    ),
    "AADSTS700211": ("No federated credential of the application has this issuer.", _NOT_MATCHED),
    "AADSTS700213": ("No federated credential of the application has this subject.", _NOT_MATCHED),
    "AADSTS900023": ("The tenant is neither a GUID nor a domain name.", "the tenant is a GUID or a domain name"),
    "AADSTS1002012": ("What the token was asked for is not valid.", _AUDIENCE),
    "AADSTS7000112": (
        "The application is disabled.",
        "the application is disabled in this tenant; enable it",
    ),
    "AADSTS7000215": (
        "The client secret is wrong; often it is the secret's id.",
        "set the value of the client secret, not its id",
    ),
    "AADSTS7000216": (
        "The request proved nothing.",
        "nothing that proves the identity was sent; set a secret, a certificate or a federated token",
    ),
    "AADSTS7000222": (
        "The client secret has expired.",
        "the client secret has expired; add a new one to the application",
    ),
    "AADSTS7002137": ("No federated credential of the application fits the token.", _NOT_MATCHED),
    "AADSTS7002138": ("No federated credential of the application fits the token.", _NOT_MATCHED),
    "interaction_required": ("The login service wants to ask a person.", _NO_PROMPT),
    "invalid_client": ("The login service does not believe the application.", _PROOF),
    "invalid_grant": ("The login service does not believe the application.", _PROOF),
    "invalid_resource": ("What the token was asked for is not known.", _AUDIENCE),
    "invalid_scope": ("What the token was asked for is not valid.", _AUDIENCE),
    "invalid_tenant": ("There is no such tenant in this cloud.", "check tenant and cloud_environment"),
    "server_error": ("The login service failed.", "the login service has a problem; run the task again"),
    "temporarily_unavailable": ("The login service is not available.", _LATER),
    "unauthorized_client": ("The tenant does not know or allow the application.", "check client_id and tenant"),
}
