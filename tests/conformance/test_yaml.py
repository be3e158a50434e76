# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every captured pair: the ``definition:`` of our module leads to the request that Microsoft's client sent.

The task is run through the engine against the emulator, which holds what the client's server held. What is compared is
the last request that makes something: its path, and its body up to what :mod:`alike` says. What the client refuses, the
task refuses before any request that writes, and names a key that the client names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import alike
import pairs
import pytest
from shared import ABSENT, present

from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.transport import Transport
from ansible_collections.mlops.azureml.plugins.module_utils.tree import dig
from ansible_collections.mlops.azureml.plugins.plugin_utils.cli_documents import INSTEAD, item
from tests.emulator import Emulator
from tests.faults.cloud import Cloud

CASES = pairs.pairs() if present() else []
SCOPES = ("resource_group", "workspace", "registry")
HASH = "properties.properties.hash_sha256"
_ML = re.compile(r"/providers/Microsoft\.MachineLearningServices/(?P<below>.*?)(?:\?|$)", re.IGNORECASE)


@pytest.fixture(scope="module", name="cloud")
def cloud_fixture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """An emulator with the workspaces and the registry that the captures were made in."""
    with pytest.MonkeyPatch.context() as patch, Emulator(operation_seconds=0, registered=["*"]) as emulator:
        for name, value in emulator.environment().items():
            patch.setenv(name, value)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        cloud = Cloud(emulator)
        cloud.furnish()
        (own,) = (row for row in cloud.rows if row["id"].endswith("/workspaces/ws"))
        for name, kind in (("hub1", "Hub"), ("fs", "FeatureStore")):
            where = own["id"].removesuffix("ws") + name
            cloud.rows.append({**own, "id": where, "name": name, "kind": kind})
            inner = [row for row in cloud.rows if row["id"].startswith(f"{own['id']}/datastores/")]
            cloud.rows += ({**row, "id": row["id"].replace(own["id"], where)} for row in inner)
        shared = own["id"].partition("/workspaces/")[0] + "/registries/reg1"
        cloud.rows.append({"id": shared, "location": "westeurope", "properties": {"regionDetails": []}})
        yield cloud


@pytest.fixture(name="sent")
def sent_fixture(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The requests that the task sends, with their bodies, which the emulator's journal does not keep."""
    found: list[Any] = []
    send = Transport.send

    def noted(self: Transport, request: Any) -> Any:
        found.append(request)
        return send(self, request)

    monkeypatch.setattr(Transport, "send", noted)
    return found


@pytest.mark.skipif(not CASES, reason=ABSENT)
@pytest.mark.parametrize("pair", CASES, ids=[pair["name"] for pair in CASES])
def test_pair(cloud: Cloud, sent: list[Any], pair: pairs.Pair, tmp_path: Path) -> None:
    module = pairs.MODULES.get(pair["entity"])
    assert module, f"there is no module for a {pair['entity']}"
    cloud.anew()
    cloud.put(*pairs.standing(pair))
    sent.clear()
    options = pairs.options(pair, pairs.lay_out(pair, tmp_path))
    predicted = cloud.play(module, options, check_mode=True)
    assert not [request.url for request in sent if request.method in ("PUT", "PATCH")], "check mode writes"
    result = cloud.play(module, options)
    writes = [request for request in sent if request.method in ("PUT", "PATCH")]
    if pairs.is_refused(pair):
        assert result.get("failed") and not writes, f"the client refuses: {pair['error']['message'][:300]}"
        keys = pairs.refused_keys(pair)
        assert not keys or any(key in result["msg"] for key in keys), f"none of {sorted(keys)} in {result['msg']}"
        return
    assert writes, result.get("msg")
    number, theirs = pairs.final(pair) or (0, {})
    ours = writes[-1]
    volatile = set(pair.get("volatile") or [])
    if "/deployments/" in theirs["path"] and "template" in theirs["body"]["properties"]:
        path, body, new = pairs.deployed(theirs)
        theirs, volatile = {"path": path, "body": body}, set()
        ours = replace(ours, body=pairs.unnamed(ours.body, new))
    if f"/{number}/path" not in volatile:
        assert below(ours.url) == below(theirs["path"])
    random = {".".join(item.split("/")[3:]) for item in volatile if item.startswith(f"/{number}/body/")}
    if "experiment_name" not in pair["yaml"]:
        # Section 6: the client takes the name of the folder that it is started in, we say Default.
        random.add("properties.experimentName")
    problems = alike.unexplained(pair["entity"], theirs["body"], ours.body, random)
    assert not problems, "\n".join(problems)
    hashes = {dig(request.get("body"), HASH) for request in pair["requests"] if "/codes/" in request["path"]} - {None}
    assert hashes <= {dig(request.body, HASH) for request in writes}, "the code is another one"
    assert not result.get("failed"), result["msg"]
    assert predicted["changed"] is True and result["changed"] is True
    sent.clear()
    again = cloud.play(module, options)
    assert again.get("changed") is False, f"the second run changes something: {again.get('msg') or again['reasons']}"
    assert not [request.url for request in sent if request.method in ("PUT", "PATCH")]


@pytest.mark.skipif(not CASES, reason=ABSENT)
@pytest.mark.parametrize("pair", CASES, ids=[pair["name"] for pair in CASES])
def test_what_a_filter_makes_of_it_sends_the_same(
    cloud: Cloud, sent: list[Any], pair: pairs.Pair, tmp_path: Path
) -> None:
    """As options of an item, a document sends what it sends as a definition; or the filter says why it cannot."""
    module = pairs.MODULES[pair["entity"]]
    path = pairs.lay_out(pair, tmp_path)
    given = pairs.options(pair, path)
    bodies = []
    for options in (given, _translated(path, module, given)):
        if options is None:
            return
        cloud.anew()
        cloud.put(*pairs.standing(pair))
        sent.clear()
        result = cloud.play(module, options)
        bodies.append([(request.url, request.body) for request in sent if request.method in ("PUT", "PATCH")])
        assert not result.get("failed") or pairs.is_refused(pair), result["msg"]
    assert bodies[0] == bodies[1]


@pytest.mark.skipif(not CASES, reason=ABSENT)
def test_a_filter_makes_options_of_most_documents_that_name_no_file(tmp_path: Path) -> None:
    """So that the test above compares something."""
    alone = [pair for pair in CASES if not pair.get("files") and not pairs.is_refused(pair)]
    made = 0
    for number, pair in enumerate(alone):
        path = pairs.lay_out(pair, tmp_path / str(number))
        made += _translated(path, pairs.MODULES[pair["entity"]], pairs.options(pair, path)) is not None
    assert made > len(alone) / 2, f"{made} of {len(alone)}"


def _translated(path: Path, module: str, given: dict[str, Any]) -> dict[str, Any] | None:
    """The options of the module that the filter makes; None where it says what else to do."""
    over = {option: value for option, value in given.items() if option not in ("definition", "kind")}
    own = {option: over.pop(option) for option in ("name", "version", *SCOPES) if option in over}
    try:
        made, _warnings = item(
            path.read_text(encoding="utf-8"), module.removeprefix("aml_"), subscription_id=pairs.SUBSCRIPTION, **own
        )
    except InputError as error:
        assert INSTEAD in error.message or str(error.facts["option"]).startswith("definition"), error.message
        return None
    return {**{option: value for option, value in made.items() if option != "type"}, **over}


def below(url: str) -> str:
    """What a request is about, below the provider."""
    found = _ML.search(url)
    return found["below"].lower() if found else url
