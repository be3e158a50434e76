# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From options and environment to a connection; what is wrong with them is told before anything is sent."""

from __future__ import annotations

import pytest
import trustme

from ansible_collections.mlops.azureml.plugins.module_utils import session
from ansible_collections.mlops.azureml.plugins.module_utils.auth.settings import resolve
from ansible_collections.mlops.azureml.plugins.module_utils.clouds import AZURE_CLOUDS
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from tests.unit.doubles import ScriptedExchange, VirtualClock, answer

URL = "https://arm.private.example:8443"
DOCUMENT = {
    "name": "Private",
    "resourceManager": URL,
    "authentication": {"loginEndpoint": "https://login.private.example", "audiences": [URL + "/"]},
}


def settings(tmp_path, **params):
    return resolve(params, {}, str(tmp_path))


class TestTheCloud:
    @pytest.mark.parametrize("name", [None, "AzureCloud", "azurecloud", "AzureUSGovernment", "AzureChinaCloud"])
    def test_of_a_known_name_is_known_without_asking(self, tmp_path, name):
        exchange = ScriptedExchange()
        found = session.cloud_of(settings(tmp_path, cloud_environment=name), exchange)
        assert found in AZURE_CLOUDS.values() and not exchange.asked

    @pytest.mark.parametrize("value", [URL, URL + "/", URL + "/metadata/endpoints"])
    def test_of_a_url_is_asked_for_once_and_without_a_token(self, tmp_path, value):
        exchange = ScriptedExchange(answer(200, [DOCUMENT]))
        found = session.cloud_of(settings(tmp_path, cloud_environment=value), exchange)
        assert found.arm == URL
        assert [asked.url for asked in exchange.asked] == [URL + "/metadata/endpoints?api-version=2019-05-01"]
        assert "Authorization" not in exchange.asked[0].headers

    @pytest.mark.parametrize("given", [answer(404), answer(200, "text"), answer(302, location="https://evil.tld")])
    def test_that_does_not_describe_itself_is_refused(self, tmp_path, given):
        with pytest.raises(InputError) as caught:
            session.cloud_of(settings(tmp_path, cloud_environment=URL), ScriptedExchange(given))
        assert caught.value.facts["option"] == "cloud_environment"

    def test_of_an_unknown_name_lists_the_known_ones(self, tmp_path):
        with pytest.raises(InputError, match="AzureChinaCloud, AzureCloud, AzureUSGovernment"):
            session.cloud_of(settings(tmp_path, cloud_environment="AzureCluod"), ScriptedExchange())


class TestTheNetwork:
    def test_is_verified_unless_the_task_says_otherwise(self, tmp_path):
        assert session.wire(settings(tmp_path)).verify is True
        assert session.wire(settings(tmp_path, validate_certs=False)).verify is False

    def test_trusts_the_authority_that_is_named(self, tmp_path):
        path = tmp_path / "ca.pem"
        trustme.CA().cert_pem.write_to_path(str(path))
        assert session.wire(settings(tmp_path, ca_path=str(path))).verify == str(path)

    def test_does_not_trust_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(InputError) as caught:
            session.wire(settings(tmp_path, ca_path=str(tmp_path / "nothing.pem")))
        assert caught.value.facts["option"] == "ca_path"

    def test_with_a_ca_file_that_holds_no_certificate_is_refused(self, tmp_path):
        path = tmp_path / "ca.pem"
        path.write_text("root:x:0:0:root:/root:/bin/sh\n")
        with pytest.raises(InputError, match="holds no certificates") as caught:
            session.wire(settings(tmp_path, ca_path=str(path)))
        assert caught.value.facts["option"] == "ca_path"

    def test_goes_through_the_proxy_that_is_named(self, tmp_path):
        found = session.wire(settings(tmp_path, proxy="http://proxy.example:3128"))
        assert found.proxies == {"https": "http://proxy.example:3128", "http": "http://proxy.example:3128"}


@pytest.mark.parametrize("value", ["nonsense", "00000000-0000-0000-0000-00000000000", "../x", "x" * 36])
def test_a_subscription_that_is_none_is_refused(tmp_path, value):
    with pytest.raises(InputError) as caught:
        session.subscription(settings(tmp_path, subscription_id=value), VirtualClock())
    assert caught.value.facts["option"] == "subscription_id"


class TestReports:
    """Several places report a wait, some at each poll; the user reads one line in ten seconds."""

    def test_come_after_ten_seconds_and_no_more_often(self):
        clock = VirtualClock()
        told = []
        report = session.seldom(lambda line: told.append((line, clock.now())), clock)
        for second in range(35):
            report(f"at {second}")
            clock.sleep(1)
        assert told == [("at 10", 10.0), ("at 20", 20.0), ("at 30", 30.0)]

    def test_are_what_a_session_hands_on(self, tmp_path):
        clock = VirtualClock()
        told = []
        given = settings(tmp_path, access_token="a.b.c", auth_source="token")
        connected = session.connect(given, 60, clock, told.append)
        connected.report("too early")
        clock.sleep(session.SECONDS_BETWEEN_REPORTS)
        connected.report("in time")
        connected.report("too often")
        connected.close()
        assert told == ["in time"]
