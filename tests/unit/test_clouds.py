# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which hosts get a token: the cloud's own and no other, whatever a server tells us (reliability S11)."""

from __future__ import annotations

import random
import re

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.blobs import account_url
from ansible_collections.mlops.azureml.plugins.module_utils.clouds import (
    AZURE_CLOUDS,
    Cloud,
    custom_cloud,
    metadata_url,
    origin_of,
)
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError

PUBLIC = AZURE_CLOUDS["AzureCloud"]
PRIVATE = Cloud(
    name="private",
    login="https://login.private.example:8443",
    arm="https://127.0.0.1:8443",
    arm_audience="https://arm.private.example/",
    ml_audience="https://ml.private.example",
    suffixes=(".api.private.example",),
    origins=("https://metadata.private.example:9443",),
)

# The oracle shares nothing with the code: one pattern for a whole URL, written from design section 6.
LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
END = r"(?:[/?#][\x21-\x5b\x5d-\x7e]*)?"
OWNED = {
    "AzureCloud": re.compile(
        r"https://(?:login\.microsoftonline\.com|management\.azure\.com"
        rf"|(?:{LABEL}\.)+(?:management\.azure\.com|api\.azureml\.ms|experiments\.azureml\.net"
        rf"|modelmanagement\.azureml\.net))(?::0*443|:)?{END}",
        re.IGNORECASE,
    ),
    "private": re.compile(
        r"https://(?:login\.private\.example:8443|127\.0\.0\.1:8443|metadata\.private\.example:9443"
        rf"|(?:{LABEL}\.)+api\.private\.example(?::0*443|:)?){END}",
        re.IGNORECASE,
    ),
}
HOSTS = """
    management.azure.com eastus.management.azure.com login.microsoftonline.com eastus.api.azureml.ms api.azureml.ms
    azureml.ms ml.azure.com my-endpoint.eastus.inference.ml.azure.com x.experiments.azureml.net azureml.net
    management.azure.com.evil.tld evilmanagement.azure.com management.azure.com. management-azure.com
    xmanagement.azure.com
    127.0.0.1 169.254.169.254 localhost [::1] 2130706433 0x7f.1 metadata.private.example login.private.example
    api.private.example ws.eastus.api.private.example private.example evil.tld a..management.azure.com
    -.management.azure.com .management.azure.com managem\u0435nt.azure.com management\uff0eazure\uff0ecom
    xn--managemnt-x3g.azure.com evil.tld%2f.management.azure.com evil.tld;.management.azure.com
    evil.tld%00.management.azure.com evil!.management.azure.com _dmarc.management.azure.com MANAGEMENT.AZURE.COM
""".split()
REAL = "management.azure.com eastus.api.azureml.ms 127.0.0.1 ws.eastus.api.private.example".split()
SCHEMES = ["https://"] * 9 + ["http://", "HTTPS://", "https:/", "https:", "ftp://", "//", "", "file://", "https:///"]
USERS = [""] * 9 + ["user@", "management.azure.com@", "a:b@", "evil.tld\\@", "@", "evil.tld#@", "evil.tld?@"]
PORTS = [""] * 6 + [
    ":443",
    ":8443",
    ":9443",
    ":80",
    ":",
    ":0",
    ":65536",
    ":443x",
    ":-443",
    ":0443",
    ":\uff14\uff14\uff13",
]
PATHS = [
    "",
    "/",
    "/subscriptions/s?api-version=1",
    "?a=b",
    "#f",
    "/\\evil.tld",
    "/a b",
    "/\t",
    "\\",
    "/@evil.tld",
    "/%2e",
]


def generated(seed: int, count: int) -> list[str]:
    """URLs put together from what fooled somebody's parser once, some with one character changed."""
    dice = random.Random(seed)
    found = []
    for _turn in range(count):
        plain = dice.random() < 0.3
        parts = (["https://"], [""], REAL, ["", ":8443"], PATHS[:4]) if plain else (SCHEMES, USERS, HOSTS, PORTS, PATHS)
        url = "".join(dice.choice(part) for part in parts)
        if dice.random() < 0.3 and url:
            place = dice.randrange(len(url))
            url = url[:place] + dice.choice("./\\@:#?%;, \t\n\u3002\u200b-ax0") + url[place + dice.randrange(2) :]
        found.append(url)
    return found


@pytest.mark.parametrize("cloud", [PUBLIC, PRIVATE], ids=lambda cloud: cloud.name)
def test_of_ten_thousand_urls_only_the_clouds_own_are_trusted(cloud):
    urls = generated(20261123, 10_000)
    owned = {url for url in urls if OWNED[cloud.name].fullmatch(url)}
    trusted = {url for url in urls if cloud.trusts(url)}
    assert not trusted - owned, f"trusted wrongly: {sorted(trusted - owned)[:10]}"
    assert sum(url in owned for url in urls) > 500, "the generator must hit what is owned, too"
    refused = owned - trusted
    assert not refused, f"refused wrongly: {sorted(refused)[:10]}"


@pytest.mark.parametrize(
    "url",
    [
        "https://management.azure.com/subscriptions/x",
        "https://management.azure.com:443/",
        "https://eastus2.management.azure.com/x",
        "https://eastus.api.azureml.ms/history/v1.0",
        "https://ws.workspace.eastus.api.azureml.ms/",
        "https://login.microsoftonline.com/t/oauth2/v2.0/token",
    ],
)
def test_the_planes_of_the_public_cloud_are_trusted(url):
    assert PUBLIC.trusts(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://management.azure.com.evil.tld/",
        "https://evilmanagement.azure.com/",
        "https://management.azure.com@evil.tld/",
        "http://management.azure.com/",
        "https://management.azure.com:8443/",
        "https://management.azure.com:0/",
        "https://my-endpoint.eastus.inference.ml.azure.com/score",
        "https://my-instance.eastus.instances.azureml.ms/",
        "https://st.blob.core.windows.net/",
        "https://kv.vault.azure.net/",
        "https://127.0.0.1/",
        "https://169.254.169.254/metadata/identity",
        "https://evil.tld%2f.management.azure.com/",
        "https:\\\\management.azure.com/",
        "https://management.azure.com\\@evil.tld/",
    ],
)
def test_nobody_else_is(url):
    assert not PUBLIC.trusts(url)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("AzureCloud", "my-endpoint.eastus.inference.ml.azure.com"),
        ("AzureUSGovernment", "my-endpoint.usgovvirginia.inference.ml.azure.us"),
        ("AzureChinaCloud", "my-endpoint.chinanorth3.inference.ml.azure.cn"),
    ],
)
def test_where_endpoints_answer_is_the_clouds_own_and_gets_no_token_of_a_plane(name, host):
    cloud = AZURE_CLOUDS[name]
    assert cloud.scores(f"https://{host}/score")
    assert not cloud.trusts(f"https://{host}/score")
    assert not any(other.scores(f"https://{host}/score") for other in AZURE_CLOUDS.values() if other is not cloud)


@pytest.mark.parametrize(
    "url",
    [
        "http://my-endpoint.eastus.inference.ml.azure.com/score",
        "https://my-endpoint.eastus.inference.ml.azure.com:8080/score",
        "https://my-endpoint.eastus.inference.ml.azure.com.evil.tld/score",
        "https://user@my-endpoint.eastus.inference.ml.azure.com/score",
        "https://evilinference.ml.azure.com/score",
        "https://evil.tld%2f.inference.ml.azure.com/score",
        "https://eastus.api.azureml.ms/score",
        "https://20.1.2.3/api/v1/endpoint/churn/score",
        "http://20.1.2.3/api/v1/endpoint/churn/score",
        "",
    ],
)
def test_an_endpoint_of_the_public_cloud_answers_nowhere_else(url):
    assert not PUBLIC.scores(url)


def test_a_private_clouds_endpoints_answer_at_its_origins():
    assert PRIVATE.scores("https://metadata.private.example:9443/churn.eastus.inference.ml.azure.com/score")
    for other in (PRIVATE.arm, PRIVATE.login, "https://ws.eastus.api.private.example"):
        assert not PRIVATE.scores(f"{other}/churn.eastus.inference.ml.azure.com/score")


def test_a_cloud_without_suffixes_trusts_its_origins_only():
    bare = Cloud("bare", "https://127.0.0.1:1", "https://127.0.0.1:1", "a", "b")
    assert bare.trusts("https://127.0.0.1:1/x")
    assert not bare.trusts("https://127.0.0.1:2/x") and not bare.trusts("https://management.azure.com/")


class TestWhereBlobsAre:
    OWN = custom_cloud(
        "https://127.0.0.1:8443/metadata/endpoints",
        {
            "resourceManager": "https://127.0.0.1:8443/",
            "authentication": {"loginEndpoint": "https://127.0.0.1:8443"},
            "suffixes": {"storage": "127.0.0.1:8443"},
        },
    )

    @pytest.mark.parametrize(
        "url",
        [
            "https://st.blob.core.windows.net/c/d?sv=1&sig=x%2F%3D",
            "https://st.blob.core.windows.net:443/c",
            "https://st.z01.blob.storage.azure.net/c",
        ],
    )
    def test_is_known_of_the_public_cloud(self, url):
        assert PUBLIC.stores(url) and not PUBLIC.trusts(url)
        assert account_url(PUBLIC, "st") == "https://st.blob.core.windows.net"

    @pytest.mark.parametrize(
        "url",
        [
            "http://st.blob.core.windows.net/c",
            "https://st.blob.core.windows.net:8443/c",
            "https://st.blob.core.windows.net.evil.tld/c",
            "https://evilblob.core.windows.net/c",
            "https://u@st.blob.core.windows.net/c",
            "https://st.blob.core.windows.net/c/../d",
            "https://st.blob.core.windows.net/c/%2e%2E/d",
            "https://st.blob.core.windows.net\\@evil.tld/c",
            "https://management.azure.com/c",
            "https://127.0.0.1/c",
            "https://[/c",
            "",
        ],
    )
    def test_is_nowhere_else(self, url):
        assert not PUBLIC.stores(url)

    def test_is_for_an_address_in_the_path_of_what_the_user_named(self):
        assert account_url(self.OWN, "st") == "https://127.0.0.1:8443/st"
        assert self.OWN.stores("https://127.0.0.1:8443/st/c/d?sig=x")
        assert not self.OWN.stores("https://127.0.0.1:8444/st/c/d?sig=x")
        assert not self.OWN.stores("https://st.blob.core.windows.net/c")

    @pytest.mark.parametrize("storage", ["", "127.0.0.1:8444", "10.0.0.1", "localhost", "x/../y", "[", "st.localhost"])
    def test_is_unknown_where_the_document_names_no_public_name(self, storage):
        document = {**TestACustomCloud.DOCUMENT, "suffixes": {"storage": storage}}
        cloud = custom_cloud(TestACustomCloud.SOURCE, document)
        assert account_url(cloud, "st") == "" and cloud.blobs == ()

    def test_is_what_the_document_names(self):
        cloud = custom_cloud(TestACustomCloud.SOURCE, TestACustomCloud.DOCUMENT)
        assert account_url(cloud, "st") == "https://st.blob.core.private.example"
        assert cloud.stores("https://st.blob.core.private.example/c") and not cloud.stores("https://st.other.example/c")


def test_the_audience_follows_the_plane():
    assert PUBLIC.audience("arm") == "https://management.azure.com/"
    assert PUBLIC.audience("ml") == "https://ml.azure.com"
    assert PUBLIC.audience("https://vault.azure.net") == "https://vault.azure.net"


def test_two_spellings_of_an_origin_are_one():
    assert origin_of("HTTPS://Management.Azure.com/x") == origin_of("https://management.azure.com:443")


class TestACustomCloud:
    DOCUMENT = {
        "name": "Private",
        "resourceManager": "https://arm.private.example:8443/",
        "authentication": {
            "loginEndpoint": "https://login.private.example/",
            "audiences": ["https://arm.private.example/", "https://old.private.example/"],
        },
        "suffixes": {"storage": "core.private.example", "keyVaultDns": "vault.private.example"},
        "portal": "https://portal.azure.example/",
    }
    SOURCE = "https://arm.private.example:8443/metadata/endpoints?api-version=2019-05-01"

    def test_is_what_its_document_says(self):
        cloud = custom_cloud(self.SOURCE, self.DOCUMENT)
        assert (cloud.arm, cloud.login) == ("https://arm.private.example:8443", "https://login.private.example")
        assert cloud.arm_audience == "https://arm.private.example/"
        assert cloud.ml_audience == "https://ml.azure.example"

    def test_gets_no_token_for_the_hosts_of_its_customers(self):
        cloud = custom_cloud(self.SOURCE, self.DOCUMENT)
        assert not cloud.trusts("https://st.core.private.example/")
        assert not cloud.trusts("https://kv.vault.private.example/")

    def test_is_the_entry_that_answered_for_itself(self):
        other = {**self.DOCUMENT, "name": "Other", "resourceManager": "https://other.example/"}
        assert custom_cloud(self.SOURCE, [other, self.DOCUMENT]).name == "Private"

    def test_that_is_a_known_one_is_the_known_one(self):
        document = {**self.DOCUMENT, "resourceManager": "https://management.azure.com/"}
        assert custom_cloud("https://management.azure.com/metadata/endpoints", document) is PUBLIC

    @pytest.mark.parametrize(
        "document",
        [
            None,
            [],
            "text",
            {},
            {**DOCUMENT, "resourceManager": "http://arm.private.example"},
            {**DOCUMENT, "authentication": {"loginEndpoint": "http://login.private.example"}},
            {**DOCUMENT, "authentication": {}},
        ],
    )
    def test_without_its_endpoints_is_refused(self, document):
        with pytest.raises(InputError) as caught:
            custom_cloud(self.SOURCE, document)
        assert caught.value.facts["option"] == "cloud_environment"


class TestTheMetadataUrl:
    @pytest.mark.parametrize(
        "value",
        [
            "https://arm.example:8443",
            "https://arm.example:8443/",
            "https://arm.example:8443/metadata/endpoints",
            "https://arm.example:8443/metadata/endpoints?api-version=2015-01-01",
        ],
    )
    def test_follows_from_a_base_url_or_is_given(self, value):
        assert metadata_url(value) == "https://arm.example:8443/metadata/endpoints?api-version=2019-05-01"

    @pytest.mark.parametrize(
        "value",
        [
            "AzureCluod",
            "http://arm.example",
            "https://u:p@arm.example",
            "https://arm.example/other",
            "https://arm.example:99999",
            "https://[::1",
            "https://",
            "//x",
        ],
    )
    def test_of_anything_else_is_refused_by_naming_the_option(self, value):
        with pytest.raises(InputError) as caught:
            metadata_url(value)
        assert caught.value.facts["option"] == "cloud_environment"
