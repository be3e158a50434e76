# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""S11: of all URLs that an answer can name, only the cloud's own are followed.

Thousands of URLs, by every way that a URL comes from a server; where each request would really go is read by the parser
of the library that would send it, and judged by the oracle.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from ansible_collections.mlops.azureml.plugins.module_utils.arm import Arm
from ansible_collections.mlops.azureml.plugins.module_utils.auth.oauth import App, endpoint
from ansible_collections.mlops.azureml.plugins.module_utils.clouds import AZURE_CLOUDS, Cloud, custom_cloud
from ansible_collections.mlops.azureml.plugins.module_utils.data_plane import Regional, discover
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError, InputError
from ansible_collections.mlops.azureml.plugins.module_utils.transport import Transport
from tests.unit.doubles import Asked, CountingCredential, ScriptedExchange, answer

from . import oracle
from .tricks import OWN, url

SOURCE = "https://127.0.0.1:8443/metadata/endpoints"
DOCUMENT = {
    "name": "Private",
    "resourceManager": "https://127.0.0.1:8443/",
    "authentication": {"loginEndpoint": "https://127.0.0.1:8443/", "audiences": ["https://arm.private.example/"]},
    "suffixes": {"mlApi": "api.private.example"},
}
WORKSPACE = f"/subscriptions/{OWN}/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws"
PUBLIC = oracle.Owner(
    ("management.azure.com", "login.microsoftonline.com"),
    ("management.azure.com", "api.azureml.ms", "experiments.azureml.net", "modelmanagement.azureml.net"),
)
PRIVATE = oracle.Owner((), ("api.private.example",), ("127.0.0.1", 8443))
CLOUDS = ((AZURE_CLOUDS["AzureCloud"], PUBLIC), (custom_cloud(SOURCE, DOCUMENT), PRIVATE))


class Service:
    """Answers every request and keeps it. ``given`` is what its answers name."""

    def __init__(self, cloud: Cloud) -> None:
        self.asked: list[Asked] = []
        self.says: list[Any] = []
        exchange = ScriptedExchange(self._answer, forever=True)
        self.arm = Arm(Transport(CountingCredential(clock=exchange.clock), cloud, exchange))
        self.base = f"{cloud.arm}{WORKSPACE}/operations/1?api-version=1"

    def _answer(self, asked: Asked) -> Any:
        self.asked.append(asked)
        return answer(200, self.says.pop(0) if self.says else {"value": [], "properties": {}})

    def play(self, ask: Callable[[], Any], *says: Any) -> list[Asked]:
        """The requests that ``ask`` leads to."""
        self.asked, self.says = [], list(says)
        with suppress(AmlError):
            ask()
        return self.asked


def polled(service: Service, given: str) -> list[Asked]:
    """An operation's URL: Azure-AsyncOperation, Operation-Location, Location."""
    return service.play(lambda: service.arm.follow(given, service.base))


def paged(service: Service, given: str) -> list[Asked]:
    """A list's nextLink."""
    path = service.base.partition("?")[0][len(service.arm.origin) :]
    asked = service.play(lambda: service.arm.list(path, "1"), {"value": [], "nextLink": given})
    return asked[1:] if given else []


def discovered(service: Service, given: str) -> list[Asked]:
    """A workspace's discoveryUrl."""
    told = {"id": WORKSPACE, "properties": {"discoveryUrl": given}}
    return service.play(lambda: discover(service.arm, WORKSPACE, "1"), told, {"api": service.arm.origin})[1:]


def regional(service: Service, given: str) -> list[Asked]:
    """The api server that a discovery document names."""
    told = {"id": WORKSPACE, "properties": {"discoveryUrl": f"{service.arm.origin}/discovery"}}

    def ask() -> None:
        plane = Regional(service.arm, discover(service.arm, WORKSPACE, "1"))
        plane.get("/history/v1.0/x")

    return service.play(ask, told, {"api": given})[2:]


#: Each way, and whether the URL itself is asked for, or is the beginning of what is asked for.
WAYS = ((polled, True), (paged, True), (discovered, True), (regional, False))


def judged(owner: oracle.Owner, service: Service, given: str, itself: bool, asked: list[Asked]) -> tuple[bool, bool]:
    """Whether the oracle lets this URL be followed, and whether what was asked for is right."""
    base = service.base if itself else service.arm.origin + "/"
    allowed = oracle.may_follow(owner, base, given) if itself else _begins_well(owner, given)
    right = True
    for one in asked:
        # What really would be connected to, by the parser of the library that connects.
        try:
            place = parse_url(one.url)
        except LocationParseError:
            return allowed, False
        right &= place.scheme == "https" and place.auth is None
        right &= owner.owns(str(place.host), place.port or 443)
        named = oracle.subscriptions(one.url)
        right &= named is not None and named <= {OWN}
    return allowed, right


def _begins_well(owner: oracle.Owner, given: str) -> bool:
    place = oracle.origin(given)
    # Nothing but a server: what follows is put together here.
    return place is not None and owner.owns(*place) and not re.search(r"[^:/]/+[^/]|[?#]", given)


def test_of_ten_thousand_urls_only_the_clouds_own_are_followed(
    everything: bool, figure: Callable[[str, float], None]
) -> None:
    dice = random.Random(20261125)
    tried = followed = 0
    wrong: list[tuple[str, str, str]] = []
    missed: list[tuple[str, str, str]] = []
    services = [(Service(cloud), owner) for cloud, owner in CLOUDS]
    for turn in range(8000 if everything else 1600):
        given = url(dice)
        service, owner = services[turn % 2]
        way, itself = WAYS[turn // 2 % len(WAYS)]
        asked = way(service, given)
        allowed, right = judged(owner, service, given, itself, asked)
        tried, followed = tried + 1, followed + bool(asked)
        if asked and not (allowed and right):
            wrong.append((way.__name__, given, asked[0].url))
        # A page that leads to itself is a circle.
        if allowed and not asked and given.strip("?"):
            missed.append((way.__name__, given, ""))
    for _turn in range(2000 if everything else 400):
        given = url(dice)
        tried += 1
        followed, bad = _named(dice, given, followed)
        wrong += bad
    figure("urls.tried", tried)
    figure("urls.wrong", len(wrong))
    assert not wrong, wrong[:10]
    assert not missed, f"refused although it is the cloud's own: {missed[:10]}"
    assert followed > tried / 10, "the generator must hit what may be followed, too"


def _named(dice: random.Random, given: str, followed: int) -> tuple[int, list[tuple[str, str, str]]]:
    """One of the URLs in a custom cloud's document: where the secret, or the token, would go."""
    member = dice.choice(["resourceManager", "loginEndpoint"])
    login = {**DOCUMENT["authentication"], "loginEndpoint": given}  # type: ignore[dict-item]
    document = {**DOCUMENT, **({"authentication": login} if member == "loginEndpoint" else {member: given})}
    try:
        cloud = custom_cloud(SOURCE, document)
        reached = cloud.arm if member == "resourceManager" else endpoint(App(cloud, "tenant", "client", None))  # type: ignore[arg-type]
    except InputError:
        return followed, []
    place = parse_url(reached)
    # A document may name a known cloud, whose own table then counts.
    right = cloud in AZURE_CLOUDS.values() or (
        oracle.may_name(PRIVATE, given)
        and (str(place.host), place.port or 443) == oracle.origin(given)
        and (place.scheme, place.auth) == ("https", None)
    )
    return followed + 1, [] if right else [(member, given, reached)]


@pytest.mark.parametrize(
    "suffix", ["com", "", ".", "..", "127.0.0.1", "localhost", "*", "evil.tld/x", "a b.tld", "\u0430.tld"]
)
def test_a_suffix_that_is_none_owns_nothing(suffix: str) -> None:
    cloud = custom_cloud(SOURCE, {**DOCUMENT, "suffixes": {"mlApi": suffix}})
    assert cloud.suffixes == ()


@pytest.mark.parametrize("api", [None, 7, [], {}, "", "eastus.api.azureml.ms"])
def test_a_discovery_document_without_a_server_leads_nowhere(api: Any) -> None:
    service = Service(CLOUDS[0][0])
    told = {"id": WORKSPACE, "properties": {"discoveryUrl": f"{service.arm.origin}/discovery"}}
    asked = service.play(lambda: discover(service.arm, WORKSPACE, "1"), told, {"api": api})
    assert len(asked) == 2
    assert "Authorization" not in asked[1].headers, "the document is public"
