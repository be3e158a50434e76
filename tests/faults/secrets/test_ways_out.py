# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The small ways out: loggers of libraries, the terminal, diffs, cut messages, the token cache (S06, S07, S09, S15,
S21).
"""

from __future__ import annotations

import ast
import io
import json
import logging
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import engine

from ..cloud import Cloud, SharedClock
from ..families import HERE, WORKSPACE_PATH
from . import served, tasks
from .canaries import MIDDLES, Hunt, canary

PLUGINS = Path(__file__).parents[3] / "plugins"
#: What may go to a terminal (S15), a line break included only where a text has several lines.
PRINTABLE = re.compile("[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*")
HOSTILE = "clear\x1b[2J title\x1b]0;owned\x07 nul\x00 back\x08 csi\x9b1m turn\u202e iso\u2066 two\nlines\r"
DATASTORE = {
    **HERE,
    "name": "quoted",
    "datastore_type": "AzureBlob",
    "account_name": "account",
    "container_name": "data",
}


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What all loggers say at the lowest level."""
    text = io.StringIO()
    handler, root = logging.StreamHandler(text), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.mark.case("S21")
def test_loggers_of_libraries_tell_no_secret(cloud: Cloud, logged: io.StringIO) -> None:
    secrets = {name: canary(name) for name in ("key", "query", "poll")}
    url = f"{WORKSPACE_PATH}/operations/one?api-version=1&c={secrets['poll']}&s={secrets['poll']}"
    cloud.fault("PUT", "datastores/quoted", {"status": 202, "headers": {"Azure-AsyncOperation": url}})
    body = {"status": "Succeeded"}
    cloud.fault("GET", "operations/one", {"status": 200, "body": body, "headers": {"Content-Type": "application/json"}})
    cloud.play("aml_datastore", {**DATASTORE, "credentials": {"type": "AccountKey", "account_key": secrets["key"]}})
    cloud.play("aml_rest", {"path": WORKSPACE_PATH, "query": {"sig": secrets["query"]}})
    assert cloud.requests("GET", "operations/one"), "the operation was not asked for"
    text = logged.getvalue()
    assert '"PUT /subscriptions' in text and "?api-version=" in text
    secrets["client secret"] = os.environ["AZURE_SECRET"]
    hunt = Hunt(secrets)
    hunt.look("log", text)
    assert hunt.hits == [] and "eyJ" not in text


@pytest.mark.case("S15")
@pytest.mark.parametrize("verb", ["refused", "failed", "warned", "redirected", "no JSON", "waited for", "login"])
def test_no_control_character_reaches_a_terminal(verb: str, cloud: Cloud) -> None:
    error = {"status": 400, "code": f"Bad{HOSTILE}", "message": HOSTILE}
    options: dict[str, Any] = {**HERE, "name": "cpu", "compute_type": "AmlCompute", "vm_size": "s"}
    options["scale"] = {"max_nodes": 1}
    header = {"Content-Type": "application/json"}
    if verb == "refused":
        cloud.fault("PUT", "computes/cpu", error)
    elif verb == "failed":
        cloud.fault("PUT", "computes/cpu", {"fail_operation": {"code": f"Bad{HOSTILE}", "message": HOSTILE}})
    elif verb == "warned":
        options = {**HERE, "name": "cpu", "state": "absent"}
        told = {"error": {"code": "ParentResourceNotFound", "message": HOSTILE}}
        cloud.fault("GET", "computes/cpu", {"status": 404, "body": told, "headers": header})
    elif verb == "redirected":
        cloud.fault("GET", "computes/cpu", {"status": 302, "headers": {"Location": "https://x\u00e9\x9b1m.example/"}})
    elif verb == "no JSON":
        cloud.fault("GET", "computes/cpu", {"status": 200, "body": "x", "headers": {"Content-Type": "text/\x9b\xa0"}})
    elif verb == "waited for":
        url = f"{WORKSPACE_PATH}/operations/one?api-version=1"
        cloud.fault("PUT", "computes/cpu", {"status": 202, "headers": {"Azure-AsyncOperation": url}})
        running = {"status": f"Running{HOSTILE}"}
        cloud.fault("GET", "operations/one", {"status": 200, "body": running, "headers": header}, times=0)
        options["wait_timeout"] = 60
    else:
        body = {"error": HOSTILE, "error_description": HOSTILE}
        cloud.fault("POST", "oauth2", {"status": 400, "body": body}, times=0)
        options["token_cache"] = False
    said: list[str] = []
    result = _played(cloud, "aml_compute", options, said)
    texts = [*result.get("warnings", []), *said, result.get("msg", "")]
    assert any(texts), result
    if verb == "waited for":
        assert said, "no line was shown while waiting"
    elif verb == "warned":
        assert result["warnings"]
    else:
        assert result["failed"]
    for text in texts:
        assert PRINTABLE.fullmatch(text), repr(text)


def _played(cloud: Cloud, module: str, options: dict[str, Any], said: list[str]) -> dict[str, Any]:
    """As :meth:`Cloud.play`, and ``said`` gets what is shown while the task waits."""
    before = engine.connect

    def connect(settings: Any, seconds: float, clock: Any, _report: Any) -> Any:
        return before(settings, seconds, clock, said.append)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "connect", connect)
        return cloud.play(module, options, clock=SharedClock(cloud))


@pytest.mark.case("S06")
def test_diffs_hide_what_the_service_holds(cloud: Cloud, figure: Callable[[str, float], None]) -> None:
    """Secrets that no task ever named: before and after a change, of what must be replaced, and of what goes."""
    kept: dict[str, str] = {}
    cloud.put(*served.rows(kept))
    name = tasks.NEW
    connection = {"type": "workspaces/connections", "name": "ws/kept", "resource_group": "rg"}
    plays: list[tuple[str, dict[str, Any]]] = [
        ("aml_compute", {**HERE, "name": name, "scale": {"max_nodes": 5}}),
        ("aml_compute", {**HERE, "name": name, "property_bag": {"kind": "y"}}),
        ("aml_compute", {**HERE, "name": name, "property_bag": {"kind": "y"}, "on_immutable": "recreate"}),
        ("aml_compute", {**HERE, "name": "instance", "custom_services": [{"name": "other"}]}),
        ("aml_compute", {**HERE, "name": "instance", "extra_properties": {"customServices": []}}),
        ("aml_compute", {**HERE, "name": "instance", "state": "absent"}),
        ("aml_datastore", {**HERE, "name": name, "description": "new"}),
        ("aml_datastore", {**HERE, "name": name, "state": "absent"}),
        ("aml_resource", {**connection, "body": {"properties": {"target": "u", "metadata": {"token": "new"}}}}),
        ("aml_resource", {**connection, "state": "absent"}),
    ]
    hunt = Hunt(kept)
    for module, options in plays:
        for check_mode in (True, False):
            result = cloud.play(module, options, check_mode=check_mode)
            hunt.look(f"{module} {options}", json.dumps(result, ensure_ascii=False))
            assert result.get("diff") or result.get("failed"), result
    figure("canaries.checked", hunt.checked)
    figure("canaries.hits", len(hunt.hits))
    assert not hunt.hits, "\n".join(hunt.hits)


@pytest.mark.case("S07")
@pytest.mark.parametrize("kind", MIDDLES)
def test_a_quoted_secret_is_hidden_wherever_the_message_is_cut(kind: str, cloud: Cloud) -> None:
    """At every place around those where a message is cut: half a secret would not be known again."""
    secret = canary("cut", kind)
    credentials = {"type": "AccountKey", "account_key": secret}
    hunt = Hunt({"key": secret})
    around = [*range(395, 500, 7), *range(1960, 2010, 7)]
    for before in around:
        cloud.anew()
        error = {"status": 400, "code": "Bad", "message": "x" * before + secret + " y" * 300}
        cloud.fault("PUT", "datastores/quoted", error)
        result = cloud.play("aml_datastore", {**DATASTORE, "credentials": credentials})
        assert result["failed"] and "xxx" in result["msg"]
        hunt.look(f"after {before}", json.dumps(result, ensure_ascii=False))
        assert not any(secret[:length] in result["msg"] for length in range(6, 12)), before
    assert not hunt.hits, "\n".join(hunt.hits)
    assert hunt.checked == len(around)


@pytest.mark.case("S07")
def test_of_a_url_in_a_message_only_the_api_version_is_told(cloud: Cloud) -> None:
    secret = canary("signature")
    url = f"https://elsewhere.example/poll?api-version=1&t=1&c={secret}&sig={secret}"
    cloud.fault("PUT", "datastores/quoted", {"status": 202, "headers": {"Azure-AsyncOperation": url}})
    slow = f"{WORKSPACE_PATH}/operations/two?api-version=1&s={secret}"
    cloud.fault("PUT", "computes/cpu", {"status": 202, "headers": {"Azure-AsyncOperation": slow}})
    body = {"status": "InProgress"}
    cloud.fault("GET", "two", {"status": 200, "body": body, "headers": {"Content-Type": "application/json"}}, times=0)
    results = [
        cloud.play("aml_datastore", {**DATASTORE, "wait_timeout": 5}),
        cloud.play(
            "aml_compute",
            {
                **HERE,
                "name": "cpu",
                "compute_type": "AmlCompute",
                "vm_size": "s",
                "scale": {"max_nodes": 1},
                "wait_timeout": 5,
            },
        ),
    ]
    assert results[1]["operation_url"].endswith("operations/two?api-version=1")
    hunt = Hunt({"signature": secret})
    hunt.look("results", json.dumps(results))
    assert hunt.hits == []


@pytest.mark.case("S09")
def test_the_token_cache_holds_tokens_and_nothing_that_gets_one(cloud: Cloud, tmp_path: Path) -> None:
    held = {"client secret": canary("client secret", "json"), "federated token": canary("federated")}
    principal = next(iter(cloud.emulator.state.directory.principals.values()))
    before, principal.secret = principal.secret, held["client secret"]
    try:
        options = {"client_id": principal.client_id, "secret": held["client secret"]}
        result = cloud.play("aml_resource_group_info", {**options, "name": "rg"})
        assert result["resource_groups"], result
    finally:
        principal.secret = before
    files = [path for path in (tmp_path / ".cache").rglob("*") if path.is_file()]
    assert any("eyJ" in path.read_text() for path in files), "no token was kept"
    hunt = Hunt(held)
    for path in files:
        hunt.look(str(path), path.name + path.read_text())
        assert path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0
    assert hunt.hits == []


@pytest.mark.case("S09")
def test_nothing_is_read_back_by_running_it() -> None:
    """No pickle, no marshal, no unsafe YAML, no eval (CVE-2026-21226).

    One file reads YAML, that of the user: by a loader that makes plain values only, which another test tries.
    """
    unsafe = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml"}
    allowed = {("document.py", "yaml")}
    called = {"eval", "exec", "compile", "__import__"}
    found = []
    for path in sorted(PLUGINS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names = {alias.name.partition(".")[0] for alias in node.names} & unsafe
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").partition(".")[0]} & unsafe
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = {node.func.id} & called
            else:
                continue
            found += [f"{path.name}:{node.lineno} {name}" for name in names if (path.name, name) not in allowed]
    assert found == []
    assert len(list(PLUGINS.rglob("*.py"))) > 100


@pytest.mark.case("S09")
@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system ['touch {path}']", "!!python/name:os.system ''", "!!python/tuple [1]"]
)
def test_a_definition_makes_nothing_but_plain_values(tag: str, cloud: Cloud, tmp_path: Path) -> None:
    made, file = tmp_path / "made", tmp_path / "connection.yml"
    file.write_text(f"name: quoted\ntype: git\ntarget: {tag.format(path=made)}\n")
    for given in (str(file), file.read_text()):
        result = cloud.play("aml_connection", {**HERE, "definition": given})
        assert result["failed"] and "definition" in result["msg"] and "is no valid YAML" in result["msg"], result
        assert "touch" not in result["msg"]
    assert not made.exists() and not cloud.journal()


@pytest.mark.case("S01")
def test_what_a_file_says_is_hidden_from_errors_and_results(cloud: Cloud, tmp_path: Path) -> None:
    secret = canary("in a file")
    file = tmp_path / "connection.yml"
    file.write_text(f"name: quoted\ntype: git\ntarget: https://x\ncredentials: {{type: pat, pat: '{secret}'}}\n")
    cloud.fault("PUT", "connections/quoted", {"status": 400, "code": "Bad", "message": f"Wrong: {secret}"})
    results = [
        cloud.play("aml_connection", {**HERE, "definition": str(file), **options}, check_mode=check_mode)
        for options, check_mode in (({}, True), ({}, False), ({"target": secret}, False), ({"target": secret}, False))
    ]
    items = {"resources": [{"type": "connection", "definition": str(file), "metadata": {"note": secret}}]}
    results.append(cloud.play("aml_apply", {**HERE, **items}))
    assert [bool(result.get("failed")) for result in results] == [False, True, False, False, False], results
    assert results[2]["changed"] and results[4]["changed"]
    hunt = Hunt({"pat": secret})
    hunt.look("results", json.dumps(results, ensure_ascii=False))
    assert hunt.hits == []
