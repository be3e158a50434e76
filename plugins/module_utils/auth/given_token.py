# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token that the user already has, such as the result of ``aml_token``. Nothing is there to renew it with."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from ..clock import Clock
from ..errors import AuthError
from . import jwt
from .credential import Fetch, Token
from .oauth import UNKNOWN_LIFETIME


@dataclass(frozen=True)
class GivenToken:
    """Uses ``value`` as it is, on either plane: the regional one also takes a token for ARM (design section 6)."""

    value: str = field(repr=False)
    clock: Clock = field(repr=False)
    source: str = "token"

    def token(self, audience: str, fetch: Fetch) -> Token:
        """:raises AuthError: when the token says that it has ended."""
        now = self.clock.time()
        ends = jwt.number(jwt.claims(self.value).get("exp"))
        if ends is not None and ends <= now:
            moment = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(max(0.0, ends)))
            raise AuthError(
                f"access_token: the given token expired at {moment}",
                option="access_token",
                code="GivenTokenExpired",
            )
        return Token(self.value, int(ends if ends is not None else now + UNKNOWN_LIFETIME), audience)

    def secrets(self) -> tuple[str, ...]:
        """The token."""
        return (self.value,)

    def holder(self) -> None:
        """None: there is nothing to save, and where the token is kept is for whoever gave it to decide."""
