# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service principal that trusts another identity provider: Kubernetes, a CI service, AWX (contract 1.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .. import files, redact
from ..errors import AuthError
from . import jwt
from .credential import Fetch, Holder, Token
from .oauth import ASSERTION_TYPE, App, endpoint, redeem

# A federated token has some kB; a file beyond this is not one.
_LARGEST_FILE = 64 * 1024


@dataclass(frozen=True)
class WorkloadIdentity:
    """Logs in with a token of another provider, given as ``value`` or read from the file ``path``."""

    app: App
    path: str | None = None
    value: str | None = field(default=None, repr=False)
    source: str = "workload_identity"

    def token(self, audience: str, fetch: Fetch) -> Token:
        """:raises AuthError: no token in the file, or the login service refuses it."""
        assertion = self._assertion()
        form = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
        proof = "federated_token" if self.value else "federated_token_file"
        return redeem(self.app, audience, proof, form, (*self.secrets(), assertion), fetch, says(assertion))

    def secrets(self) -> tuple[str, ...]:
        """The token, when it was given by value."""
        return (self.value,) if self.value else ()

    def holder(self) -> Holder:
        """The application; another token of the provider is another holder, because only the login service can tell
        whether it trusts that one.
        """
        return Holder((self.source, endpoint(self.app), self.app.client_id), self._assertion().encode())

    def _assertion(self) -> str:
        # The provider replaces the file every few minutes, so it is read again for each login (reliability A04).
        return self.value or read_token_file(self.path or "")


def read_token_file(path: str) -> str:
    """The token in a file. :raises AuthError: when there is none."""
    facts = {"option": "federated_token_file", "code": "TokenFileUnusable"}
    try:
        found = files.read(path, _LARGEST_FILE).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = f"federated_token_file: {files.problem(path, error)}"
        raise AuthError(reason, **facts) from error
    if not found or len(found) > _LARGEST_FILE:
        state = "is too large for a token" if found else "is empty"
        raise AuthError(f"federated_token_file: {path} {state}", **facts)
    return found


def says(assertion: str) -> str:
    """Issuer, subject and audience of a federated token, never the token: what an administrator must enter in Azure."""
    claims = jwt.claims(assertion)
    words = [
        f"{label} {claims[claim]!r}"
        for label, claim in (("issuer", "iss"), ("subject", "sub"), ("audience", "aud"))
        if claim in claims
    ]
    return redact.line(f"the token has {', '.join(words)}", limit=200) if words else "the token is not a JWT"
