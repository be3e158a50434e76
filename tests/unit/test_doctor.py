# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every check of ``aml_doctor`` failing, over https against the emulator: with its fault script, its certificates, and
what stands in the way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as some

from ansible_collections.mlops.azureml.plugins.module_utils import exchange
from ansible_collections.mlops.azureml.plugins.module_utils.calls.checks import account, found
from ansible_collections.mlops.azureml.plugins.module_utils.calls.doctor import CHECKS, DOCTOR
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock
from ansible_collections.mlops.azureml.plugins.module_utils.engine import run
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError, NotPassed
from ansible_collections.mlops.azureml.plugins.module_utils.failure import failure
from ansible_collections.mlops.azureml.plugins.module_utils.session import settings_of
from ansible_collections.mlops.azureml.plugins.module_utils.task import examine
from tests.emulator import Emulator
from tests.emulator.directory import SUBSCRIPTION

TASK = examine(DOCTOR)
NAMES = [name for name, _check, _ground in CHECKS]
CANARY = "canary-0b9d6f3a"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws1"
HERE = {"resource_group": "rg", "workspace": "ws1"}
OPTIONS = ("cloud_environment", "tenant", "subscription_id", "client_id", "secret", "ca_path")


class Ticking(Clock):
    """A clock that is wrong by some seconds, and that nobody may sleep by: the first failure is told at once."""

    def __init__(self, wrong: float = 0) -> None:
        super().__init__()
        self.wrong = wrong

    def time(self) -> float:
        return super().time() + self.wrong

    def sleep(self, seconds: float) -> None:
        raise AssertionError(f"slept {seconds} s")


@pytest.fixture(scope="module")
def running() -> Iterator[Emulator]:
    with Emulator(registered=["*"]) as emulator:
        yield emulator


@pytest.fixture
def emulator(running: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[Emulator]:
    for name in (*running.environment(), "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))  # no az
    before = running.state.config.as_dict()
    own = {"location": "westeurope", "properties": {"provisioningState": "Succeeded"}}
    running.state.arm.put_state(GROUP, dict(own))
    running.state.arm.put_state(WORKSPACE, dict(own))
    yield running
    running.state.faults.clear()
    for name, value in before.items():
        setattr(running.state.config, name, value)


def options(emulator: Emulator, **changes: Any) -> dict[str, Any]:
    known = {name[len("AZURE_") :].lower(): value for name, value in emulator.environment().items()}
    return {**{name: known[name] for name in OPTIONS}, **HERE, **changes}


def look(params: dict[str, Any], clock: Clock | None = None) -> dict[str, Any]:
    """The result, as a front would show it."""
    try:
        return run(TASK, params, clock=clock or Ticking())
    except AmlError as error:
        return failure(error)


def statuses(result: dict[str, Any]) -> dict[str, str]:
    return {row["check"]: row["status"] for row in result["checks"]}


def fault(emulator: Emulator, path: str, **action: Any) -> None:
    emulator.state.faults.add([{"match": {"path": path}, "action": action}])


def test_where_everything_is_well_every_check_says_so(emulator: Emulator) -> None:
    result = look(options(emulator))
    assert statuses(result) == dict.fromkeys(NAMES, "ok")
    assert result["healthy"] and not result["failed_checks"] and not result["changed"]
    assert len(result["lines"]) == len(NAMES) and not any("\n" in line for line in result["lines"])
    assert all(row["fix"] is None and row["code"] is None for row in result["checks"])
    json.dumps(result)


def test_it_only_reads_and_asks_nothing_twice(emulator: Emulator) -> None:
    seen = len(emulator.journal())
    look(options(emulator, token_cache=False))
    asked = [(entry["method"], entry["path"]) for entry in emulator.journal()[seen:]]
    # What the cloud is, a token, and one read for each of subscription, provider, workspace and role.
    assert len(asked) == len(set(asked)) == 6
    assert [path.rpartition("/")[2] for method, path in asked if method != "GET"] == ["token"]


def test_without_a_workspace_it_looks_as_far_as_it_can(emulator: Emulator) -> None:
    result = look(options(emulator, resource_group=None, workspace=None))
    assert result["healthy"]
    assert [name for name, status in statuses(result).items() if status == "skipped"] == ["workspace", "role"]


def broken_certificate(kind: str) -> Any:
    """A CA file that does not fit."""

    def change(emulator: Emulator, tmp_path: Any) -> dict[str, Any]:
        path = tmp_path / "ca.pem"
        if kind == "another":
            trustme.CA().cert_pem.write_to_path(str(path))
        else:
            path.write_text(kind)
        return {"ca_path": str(path)}

    return change


def plain_port(emulator: Emulator, _tmp_path: Any) -> dict[str, Any]:
    return {"cloud_environment": emulator.http_url.replace("http://", "https://")}


def scripted(path: str, **action: Any) -> Any:
    def change(emulator: Emulator, _tmp_path: Any) -> dict[str, Any]:
        fault(emulator, path, **action)
        return {}

    return change


def knobs(**changes: Any) -> Any:
    def change(emulator: Emulator, _tmp_path: Any) -> dict[str, Any]:
        known = options(emulator)["client_id"]
        if "permissions" in changes:
            emulator.state.config.patch({"permissions": {known: changes["permissions"]}})
        else:
            emulator.state.config.patch(changes)
        return {}

    return change


def given_options(**changes: Any) -> Any:
    return lambda _emulator, _tmp_path: changes


SUBSCRIPTION_PATH = rf"/subscriptions/{SUBSCRIPTION}\?"
READ_ALL = ["*/read"]
FAILED_STATE = {"provisioningState": "Failed"}
FAILING = [
    ("settings", given_options(auth_source="guess"), "auth_source", "correct this option"),
    ("settings", given_options(profile="nobody"), "profile 'nobody'", "correct this option"),
    ("settings", given_options(proxy="ftp://x"), "proxy", "correct this option"),
    ("settings", given_options(validate_certs="perhaps"), "neither true nor false", "correct this option"),
    ("proxy", given_options(proxy="http://127.0.0.1:9"), "refused", "check the proxy"),
    ("proxy", given_options(proxy=f"http://me:{CANARY}@127.0.0.1:9"), "the proxy", "check the proxy"),
    ("proxy", given_options(proxy="http://proxy.invalid:3128"), "the proxy", "check the proxy"),
    ("name_resolution", given_options(cloud_environment="https://nowhere.invalid"), "cannot resolve", "the network"),
    ("connection", given_options(cloud_environment="https://127.0.0.1:9"), "cannot connect", "the network"),
    ("tls", broken_certificate("another"), "was not accepted", "set ca_path (AZURE_CA_PATH)"),
    ("tls", broken_certificate("no certificate"), "holds no certificates", "correct this option"),
    ("tls", given_options(ca_path="/nowhere/ca.pem"), "ca_path", "correct this option"),
    ("tls", plain_port, "no TLS", "ca_path and validate_certs change nothing"),
    ("cloud", given_options(cloud_environment="http://plain.example"), "https URL", "correct this option"),
    ("cloud", scripted("/metadata/", status=503), "answered 503", "correct this option"),
    ("cloud", scripted("/metadata/", status=200, body={"odd": 1}), "metadata document", "correct this option"),
    ("cloud", scripted("/metadata/", drop=True), "the connection", "check the network"),
    ("login", given_options(secret=CANARY), "AADSTS7000215", "set the value of the client secret"),
    ("login", given_options(secret=None, client_id=None, subscription_id=None), "No Azure credentials", "AZURE_SECRET"),
    ("login", given_options(tenant="nowhere"), "AADSTS", "tenant"),
    ("login", scripted("/token", status=503), "503", "run the task again later"),
    ("login", scripted("/token", status=429), "429", "run the task again later"),
    ("subscription", given_options(subscription_id="mine"), "is not a subscription id", "correct this option"),
    ("subscription", given_options(subscription_id=SUBSCRIPTION[:-1] + "f"), "SubscriptionNotFound", "subscription_id"),
    (
        "subscription",
        scripted(SUBSCRIPTION_PATH, alter={"body": {"state": "Disabled", "properties": {}, "id": "x"}}),
        "is Disabled",
        "have its owner enable it",
    ),
    ("subscription", scripted(SUBSCRIPTION_PATH, status=403, code="AuthorizationFailed"), "AuthorizationFailed", ""),
    ("subscription", scripted(SUBSCRIPTION_PATH, status=500), "500", "run the task again later"),
    ("subscription", scripted(SUBSCRIPTION_PATH, status=401), "", ""),
    ("provider", knobs(registered=[]), "is NotRegistered", "register"),
    ("api_version", given_options(api_version="1999-01-01"), "no 1999-01-01; its newest are", "set api_version"),
    ("workspace", given_options(workspace="other"), "ResourceNotFound", ""),
    ("workspace", given_options(workspace="../x"), "workspace", "correct this option"),
    (
        "workspace",
        scripted(
            "/workspaces/ws1\\?", alter={"body": {"id": WORKSPACE, "properties": {"provisioningState": "Failed"}}}
        ),
        "it is Failed",
        "aml_workspace_diagnose",
    ),
    (
        "role",
        given_options(actions=["Microsoft.MachineLearningServices/workspaces/computes/write"]),
        "no role of this login allows Microsoft.MachineLearningServices/workspaces/computes/write",
        "role",
    ),
]


@pytest.mark.parametrize(
    ("check", "change", "detail", "fix"), FAILING, ids=[f"{number}-{row[0]}" for number, row in enumerate(FAILING)]
)
def test_a_check_that_fails_has_one_line_with_its_fix(
    check: str, change: Any, detail: str, fix: str, emulator: Emulator, tmp_path: Any
) -> None:
    if check == "role":
        knobs(permissions=READ_ALL)(emulator, tmp_path)
    result = look(options(emulator, **{"token_cache": False, **change(emulator, tmp_path)}))
    assert result["failed"] and result["failed_checks"] == [check], result["lines"]
    (row,) = (row for row in result["checks"] if row["status"] == "failed")
    assert detail in row["detail"] and fix in row["fix"] and row["fix"] and row["code"]
    (line,) = (line for line in result["lines"] if line.startswith("failed"))
    assert line == f"failed  {check:<17}{row['detail']}; {row['fix']}" and "\n" not in line
    assert f"{check} first" in result["msg"] and result["error"]["code"] == "CheckFailed"
    # What stands on it was not looked at; nothing else is kept back.
    below = {check}
    for name, _function, ground in CHECKS:
        below |= {name} if below & set(ground) else set()
    kept_back = {one["check"] for one in result["checks"] if one["detail"].startswith("needs ")}
    assert kept_back == below - {check}
    assert CANARY not in json.dumps(result) and emulator.environment()["AZURE_SECRET"] not in json.dumps(result)


def test_every_check_is_seen_failing_here_or_below():
    elsewhere = {"interpreter", "cache", "clock"}
    assert {row[0] for row in FAILING} | elsewhere == set(NAMES)


@pytest.mark.parametrize(("seconds", "way"), [(3600, "ahead of"), (-3600, "behind")])
def test_a_clock_that_is_wrong_is_told(seconds: float, way: str, emulator: Emulator) -> None:
    result = look(options(emulator, token_cache=False), Ticking(seconds))
    (row,) = (row for row in result["checks"] if row["check"] == "clock")
    told = re.search(r"(\d+) s (ahead of|behind) the server's", row["detail"])
    assert row["status"] == "failed" and told and told[2] == way and abs(int(told[1]) - 3600) < 300
    assert row["fix"] == "set this machine's clock"


def test_a_clock_that_nobody_can_compare_is_left_out(emulator: Emulator) -> None:
    fault(emulator, "/metadata/", alter={"headers": {"date": "nonsense"}})
    result = look(options(emulator))
    assert statuses(result)["clock"] in ("ok", "skipped")


@pytest.mark.parametrize("library", [None, SimpleNamespace(__version__="2.19.1")])
def test_an_interpreter_without_what_it_needs_is_told(library: Any, emulator: Emulator, monkeypatch: Any) -> None:
    monkeypatch.setattr(exchange, "requests", library)
    result = look(options(emulator))
    assert result["failed_checks"] == ["interpreter"]
    (row,) = (row for row in result["checks"] if row["check"] == "interpreter")
    assert "requests" in row["detail"] and "install requests for that Python" in row["fix"]
    assert {statuses(result)[name] for name in ("proxy", "login", "role")} == {"skipped"}


@pytest.mark.parametrize("kind", ["off", "no home", "not ours", "not a folder"])
def test_where_no_token_can_be_kept_it_warns_and_goes_on(
    kind: str, emulator: Emulator, monkeypatch: Any, tmp_path: Any
) -> None:
    given: dict[str, Any] = {}
    if kind == "off":
        given["token_cache"] = False
    elif kind == "no home":
        monkeypatch.setenv("HOME", "")
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        monkeypatch.setattr("os.path.expanduser", lambda _path: "")
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        if kind == "not ours":
            (tmp_path / "cache" / "ansible-mlops-azureml").mkdir(parents=True, mode=0o777)
            (tmp_path / "cache" / "ansible-mlops-azureml").chmod(0o777)
        else:
            (tmp_path / "cache").write_text("")
    result = look(options(emulator, **given))
    assert result["healthy"] and statuses(result)["cache"] == "warning" and statuses(result)["login"] == "ok"
    (row,) = (row for row in result["checks"] if row["check"] == "cache")
    assert "every task logs in anew" in row["fix"]


def test_unchecked_certificates_are_warned_of(emulator: Emulator) -> None:
    result = look(options(emulator, ca_path=None, validate_certs=False))
    assert result["healthy"] and statuses(result)["tls"] == "warning"


@pytest.mark.parametrize(
    ("granted", "check"),
    [
        (["Microsoft.MachineLearningServices/*", "Microsoft.Authorization/*/read"], "provider"),
        (["*/workspaces/read", "*/subscriptions/read", "*/providers/read"], "role"),
    ],
)
def test_what_the_login_may_not_look_at_is_left_out(granted: list[str], check: str, emulator: Emulator) -> None:
    knobs(permissions=granted)(emulator, None)
    result = look(options(emulator))
    assert statuses(result)[check] == "skipped" and result["healthy"], result["lines"]


def test_a_cancelled_job_ends_the_look(emulator: Emulator) -> None:
    clock = Ticking()
    clock.stop()
    with pytest.raises(AmlError, match="has ended"):
        run(TASK, options(emulator), clock=clock)


def test_the_environment_is_seen_as_tasks_see_it(emulator: Emulator, monkeypatch: Any) -> None:
    for name, value in emulator.environment().items():
        monkeypatch.setenv(name, value)
    result = look({})
    assert result["healthy"] and settings_of({}).secret
    assert "AZURE_CLIENT_ID" in next(row["detail"] for row in result["checks"] if row["check"] == "settings")


def test_a_role_is_what_one_of_its_parts_grants():
    roles = [
        {"actions": ["Microsoft.MachineLearningServices/workspaces/*"], "notActions": ["*/computes/*"]},
        {"actions": ["*/computes/start/action"], "notActions": []},
    ]
    wanted = [f"Microsoft.MachineLearningServices/workspaces/{word}" for word in ("computes/write", "jobs/write")]
    assert found.lacking(wanted, roles) == wanted[:1]
    assert found.lacking(["microsoft.machinelearningservices/workspaces/computes/START/action"], roles) == []
    assert found.lacking([account.READS], []) == found.lacking([account.READS], None) == [account.READS]


@given(some.text(max_size=30))
def test_no_date_of_a_server_ends_the_look(date):
    wrong = found.seconds_wrong(date, 0.0)
    assert wrong is None or isinstance(wrong, float)


def test_a_failed_check_is_a_failed_task(emulator: Emulator) -> None:
    with pytest.raises(NotPassed):
        run(TASK, options(emulator, workspace="other"), clock=Ticking())
