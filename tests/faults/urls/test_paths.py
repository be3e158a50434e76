# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user writes becomes the path that it says, or nothing at all; and it never becomes a header (S13, S14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils import ids
from ansible_collections.mlops.azureml.plugins.module_utils.address import locate
from ansible_collections.mlops.azureml.plugins.module_utils.arm import Arm
from ansible_collections.mlops.azureml.plugins.module_utils.calls.rest import whole_path
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock, Deadline
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.exchange import Exchange, Wire
from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.model import ARM_MODEL
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import WORKSPACE
from tests.unit.doubles import ScriptedExchange, transport

from ..cloud import Cloud
from ..families import HERE, SUBSCRIPTION
from ..protocol.answers import failed
from ..proxy import Proxy

#: Any text at all, halves of surrogate pairs too, with what parsers stumble over more often than chance would have it.
TEXT = st.text(st.characters(exclude_categories=()), max_size=12) | st.text(
    st.sampled_from("./\\%?#;:@&= \t\r\n\x00\x7f\x85\ud800\udfff\u2028\u3002\uff0e\uff0fa2eEfF5cC"), max_size=12
)
NAME = TEXT | st.from_regex(r"\A[a-z][a-z0-9-]{2,10}\Z")
TEMPLATE = "/subscriptions/{subscription_id}/resourceGroups/{resource_group}/x/{name}"
#: The headers of a request; anything else was added by somebody.
KNOWN = {
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
    "x-ms-client-request-id",
}


@pytest.fixture
def examples(everything: bool) -> Callable[[Callable[..., None]], None]:
    """Runs a property over few examples, over many with ``--everything``."""
    number = 20_000 if everything else 300

    def run(check: Callable[..., None]) -> None:
        settings(max_examples=number, suppress_health_check=list(HealthCheck))(check)()

    return run


def sent(path: str) -> list[str]:
    """The decoded segments of a path as the library would write it on the wire."""
    import requests
    from urllib3.util.url import _encode_target

    prepared = requests.Request("DELETE", "https://arm.example" + path).prepare()
    target = _encode_target(prepared.path_url)
    return [unquote(part, errors="surrogateescape") for part in target.partition("?")[0].split("/")]


@pytest.mark.case("S13")
class TestAPath:
    def test_has_the_segments_of_its_names(self, examples: Callable[[Callable[..., None]], None]) -> None:
        @given(TEXT, TEXT)
        @example("..", ".")
        @example("a\ud800", "b")
        def check(group: str, name: str) -> None:
            values = {"subscription_id": SUBSCRIPTION, "resource_group": group, "name": name}
            try:
                path = ids.fill(TEMPLATE, values)
            except InputError as error:
                assert error.facts["option"] in ("resource_group", "name")
                return
            assert sent(path) == ["", "subscriptions", SUBSCRIPTION, "resourceGroups", group, "x", name]

        examples(check)

    def test_of_a_resource_has_the_names_of_its_options(self, examples: Callable[[Callable[..., None]], None]) -> None:
        @given(NAME, NAME, NAME, NAME, st.sampled_from([COMPUTE, ARM_MODEL, WORKSPACE]))
        def check(group: str, workspace: str, name: str, version: str, resource: Any) -> None:
            params = {
                "subscription_id": SUBSCRIPTION,
                "resource_group": group,
                "workspace": workspace,
                "name": name,
                "version": version,
            }
            try:
                path = locate(resource, params)
            except InputError:
                return
            found = sent(path)
            assert found[:5] == ["", "subscriptions", SUBSCRIPTION, "resourceGroups", group]
            assert found[-1] == params[resource.segments[-1]] and len(found) in (9, 11, 13)

        examples(check)

    def test_of_a_raw_request_is_the_one_that_was_written(
        self, examples: Callable[[Callable[..., None]], None]
    ) -> None:
        @given(TEXT)
        @example("a/.%2e/b")
        @example("a/%2e/b")
        @example("a%252fb")
        @example("a\ud800")
        def check(below: str) -> None:
            params = {"subscription_id": SUBSCRIPTION, **HERE, "path": below}
            try:
                path = whole_path(params)
            except InputError:
                return
            found = sent(path)
            if not below.startswith("/"):
                assert found[8] == "ws" and len(found) == 9 + len(below.split("/"))
            assert not {".", ".."}.intersection(found)
            assert path.count("/") == sum(part.count("/") + 1 for part in found) - 1

        examples(check)

    def test_keeps_what_stands_in_its_query_there(self, examples: Callable[[Callable[..., None]], None]) -> None:
        client = Arm(transport(ScriptedExchange()))

        @given(TEXT, TEXT, TEXT)
        def check(version: str, key: str, value: str) -> None:
            try:
                url = client.url("/subscriptions/x", version, {key: value})
            except InputError:
                return
            assert url.startswith("https://management.azure.com/subscriptions/x?")
            assert url.isascii() and url.isprintable() and url.count("?") == 1 and "#" not in url

        examples(check)


@pytest.mark.case("S14")
class TestAHeader:
    def test_is_sent_as_it_is_or_not_at_all(self, cloud: Cloud, proxy: Proxy, everything: bool) -> None:
        exchange = Exchange(Wire(cloud.emulator.ca_file), Deadline.after(Clock(), 600))

        @settings(max_examples=1000 if everything else 60, suppress_health_check=list(HealthCheck))
        @given(TEXT)
        @example("a\r\nX-Evil: 1")
        @example("a\nX-Evil: 1")
        @example("a\r X-Evil: 1")
        @example("a\x00b")
        @example("\u20ac")
        def check(value: str) -> None:
            proxy.seen.clear()
            try:
                exchange.roundtrip("GET", f"{proxy.url}/discovery", None, {"Authorization": f"Bearer {value}."})
            except InputError:
                assert proxy.seen == []
                return
            (request,) = proxy.seen
            assert request.headers["Authorization"] == f"Bearer {value}."
            assert {name.lower() for name in request.headers} <= KNOWN

        try:
            check()
        finally:
            exchange.close()

    @pytest.mark.parametrize("text", ["x\r\nX-Evil: 1", "x\nX-Evil: 1", "x\ry", "x\x00y", "\u20ac", "\ud800"])
    def test_is_never_made_of_what_a_user_writes(self, cloud: Cloud, proxy: Proxy, text: str) -> None:
        for given_options in (
            {"access_token": text},
            {"api_version": text},
            {"name": text},
            {"workspace": text},
            {"tenant": text},
            {"client_id": text},
            {"secret": text},
        ):
            proxy.anew()
            result = cloud.play("aml_compute_info", {**HERE, **given_options})
            if (
                "api_version" not in given_options
                and "client_id" not in given_options
                and "secret" not in given_options
            ):
                failed(result)
            assert all({name.lower() for name in request.headers} <= KNOWN for request in proxy.seen), given_options
