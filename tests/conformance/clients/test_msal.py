# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""msal by itself: an authority of our own, named directly or by its OpenID configuration (contract 0.2, 7.1)."""

from __future__ import annotations

import msal
import pytest
from emulator_process import CLIENT, SECRET, TENANT, Emulator

SCOPES = ["https://management.azure.com/.default"]


def test_https_authority(emulator: Emulator) -> None:
    application = msal.ConfidentialClientApplication(
        CLIENT, client_credential=SECRET, authority=f"{emulator.url}/{TENANT}", instance_discovery=False
    )
    answer = application.acquire_token_for_client(SCOPES)
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] > 0


def test_oidc_authority(emulator: Emulator) -> None:
    application = msal.ConfidentialClientApplication(
        CLIENT, client_credential=SECRET, oidc_authority=f"{emulator.url}/{TENANT}/v2.0"
    )
    assert application.acquire_token_for_client(SCOPES)["token_type"] == "Bearer"


def test_wrong_secret(emulator: Emulator) -> None:
    application = msal.ConfidentialClientApplication(
        CLIENT, client_credential="wrong", authority=f"{emulator.url}/{TENANT}", instance_discovery=False
    )
    answer = application.acquire_token_for_client(SCOPES)
    assert (answer["error"], answer["error_codes"]) == ("invalid_client", [7000215])


def test_unknown_tenant(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="Unable to get authority configuration"):
        msal.ConfidentialClientApplication(
            CLIENT,
            client_credential=SECRET,
            authority=f"{emulator.url}/99999999-9999-9999-9999-999999999999",
            instance_discovery=False,
        )
