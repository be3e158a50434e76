# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service principal with a client secret (contract 1.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .credential import Fetch, Holder, Token
from .oauth import App, endpoint, redeem


@dataclass(frozen=True)
class ClientSecret:
    """Logs in with a secret; see :class:`credential.Credential`."""

    app: App
    secret: str = field(repr=False)
    source: str = "service_principal"

    def token(self, audience: str, fetch: Fetch) -> Token:
        """:raises AuthError: when the login service refuses."""
        return redeem(self.app, audience, "secret", {"client_secret": self.secret}, self.secrets(), fetch)

    def secrets(self) -> tuple[str, ...]:
        """The secret."""
        return (self.secret,)

    def holder(self) -> Holder:
        """The application; another secret is another holder."""
        return Holder((self.source, endpoint(self.app), self.app.client_id), self.secret.encode())
