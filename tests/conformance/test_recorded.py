# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations that were recorded at the real service, replayed step by step (issue 2, ../shared recorded.md).

A test may set two things only: the state before the recording began, and how long the operation runs. Both come from
the recording. Then it sends what was sent, lets the recorded time pass, and compares: statuses, the headers that lead
to an operation, the status words, whether there is a body, and the members of the last body. A poll that was repeated
counts once; a recording that stops early is compared as far as it goes.
"""

from __future__ import annotations

import copy
import datetime
import email.utils
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from emulator_process import running
from older_years import OLDER, OLDER_WORDS
from parents import (
    LOCATION,
    completed,
    default_body,
    ensure,
    ensure_neighbours,
    ensure_parents,
    in_our_subscription,
    make,
    type_of,
)
from shape import missing, without_nulls, writable
from shared import ABSENT, CONTRACT, load, present, schema
from wire import Wire

Recording = dict[str, Any]
Step = dict[str, Any]

# What is not replayed, and why: the recording is of something that no emulator of Azure ML can repeat.
LEFT_OUT = {
    "arm-put-deployment-200-01": "it fails for what another provider says of an extension of a Kubernetes cluster",
    "arm-put-deployment-201-01": "the recorder hid a name inside an expression of the template, which breaks it",
    "post-registries-models-versions-package-InProgress-Succeeded-01": "packaging is no operation of a stable version",
    "ps-onlineendpoint-regenerateKeys": "the recorded poll found nothing, a defect of its day (recorded 1)",
}
# Headers that lead to an operation; the service sent no other.
OPERATION_HEADERS = ("azure-asyncoperation", "location", "retry-after")
DEPLOYMENTS = "microsoft.resources/deployments"
ASKED_AGAIN = (401, 500, 502, 503)
# The region serves the assets of a registry below it.
FRONT_END = "/mferp/managementfrontend"
# What the template of Microsoft's client makes, or finds where the parameter <name>Option says 'existing'.
DEPENDENTS = {
    "applicationInsights": "Microsoft.Insights/components",
    "containerRegistry": "Microsoft.ContainerRegistry/registries",
    "keyVault": "Microsoft.KeyVault/vaults",
    "storageAccount": "Microsoft.Storage/storageAccounts",
}
# The recorder put it in the place of names that it knew.
PLACEHOLDER = re.compile("0{15}")
RENAMED = "recorded-name"
STATUS_URL = re.compile(
    r"/([a-z]*operation(results|statuses)|asyncoperations|[a-z]+OperationsStatus|v1\.0/operations)/", re.IGNORECASE
)


def recordings() -> list[Any]:
    """Return the recordings as parameters; one that is skipped when the material is absent."""
    if not present():
        return [pytest.param("", marks=pytest.mark.skip(reason=ABSENT), id="absent")]
    return [pytest.param(name, id=name) for name in names() if name not in LEFT_OUT]


def names() -> list[str]:
    """Return the names of all recordings, of every family."""
    return sorted(path.stem.removeprefix("seq2--") for path in CONTRACT.joinpath("recorded", "seq").glob("*.json"))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """A caller of an emulator whose clock the tests move."""
    with running(tmp_path_factory.mktemp("emulator"), "--clock", "virtual", "--registered", "*") as emulator:
        yield Wire(emulator, virtual=True)


@pytest.fixture()
def wire(session: Wire) -> Wire:
    """The caller, of an emulator that is empty again and whose operations are short."""
    session.control("POST", "reset")
    # The recordings take hours of the emulator's clock, and a token lasts one.
    session.log_in()
    session.control("PATCH", "config", {"operation_seconds": {"default": 0.2}})
    return session


@pytest.mark.parametrize("name", recordings())
def test_recording(wire: Wire, name: str) -> None:
    recording = loaded(name)
    start, *polls = steps = recording["steps"]
    prepare(wire, recording)
    wire.control("PATCH", "config", {"operation_seconds": seconds(recording)})

    query = {**(start.get("query") or {}), "api_version": recording["apiVersion"]}
    answers = [wire.send(start["method"], start["path"], start.get("requestBody"), **query)]
    for earlier, step in zip(steps, polls, strict=False):
        pass_time(wire, start, (date(step) - date(earlier)).total_seconds())
        answers.append(poll(wire, recording, step, answers))

    found = [summary(got.status_code, got.headers, body_of(got)) for got in answers]
    expected = [summary(step["status"], step["headers"], step["body"]) for step in steps]
    if recording["apiVersion"][:4] in OLDER_WORDS.get(type_of(start["path"]), ""):
        expected[0]["word"] = found[0]["word"]
    if type_of(start["path"]) == DEPLOYMENTS:
        for row in (*found[1:], *expected[1:]):
            # When an accepted deployment begins is the service's own time.
            row["word"] = "Running" if row["word"] == "Accepted" else row["word"]
    assert found == expected, "\n".join(f"{got.status_code} {got.text[:300]}" for got in answers)
    assert unlike_the_last_body(recording, answers) == []
    if start["method"] == "PATCH" and type_of(steps[-1]["path"]):
        assert list(not_taken(start["requestBody"], steps[-1]["body"], answers[-1].json())) == []


def loaded(name: str) -> Recording:
    """Return a recording in our subscription, with a usable name where the recorder left its placeholder."""
    text = in_our_subscription(json.dumps(load("recorded", "seq", f"seq2--{name}.json")))
    recording = json.loads(PLACEHOLDER.sub(RENAMED, text))
    start, *polls = recording["steps"]
    # The recorder hid the name in the first request and kept it in the last; it is one resource.
    shown = [step["path"] for step in polls if "/locations/" not in step["path"] and type_of(step["path"])]
    if start["path"].endswith("/" + RENAMED) and shown:
        start["path"] = shown[-1]
    group = template_parameter(start, "resourceGroupName")
    if group:
        # The recorder hid the group in the paths and kept it among the parameters of the template.
        recording = json.loads(
            json.dumps(recording).replace(f"/resourceGroups/{RENAMED}/", f"/resourceGroups/{group}/")
        )
        start, *polls = recording["steps"]
    for step in recording["steps"]:
        # The recorder kept the literal null of a body as a text.
        step["body"] = None if step["body"] == "null" else step["body"]
    for step in polls:
        if RENAMED in step["path"] and type_of(step["path"]) == type_of(start["path"]):
            step["path"] = start["path"]
    # What failed for a moment was asked again at once, and so was what was asked with a token that had ended.
    recording["steps"] = [start, *_of_one_operation([step for step in polls if step["status"] not in ASKED_AGAIN])]
    return recording


def _of_one_operation(polls: list[Step]) -> Iterator[Step]:
    """Yield the polls without what is of the operation that came next: those of a status URL that follow its end, and
    what is gone after a deletion that failed.
    """
    ended = failed = False
    for step in polls:
        failed = failed or word(step["body"]) == "Failed"
        if failed and step["status"] == 404:
            continue
        is_status = is_status_url(step["path"]) and (step.get("query") or {}).get("type") != "location"
        if is_status and ended:
            continue
        ended = ended or (is_status and has_ended(step))
        yield step


def prepare(wire: Wire, recording: Recording) -> None:
    """Make what was there before the recording began."""
    start = recording["steps"][0]
    path, body = start["path"].removeprefix(FRONT_END), start.get("requestBody")
    if start["method"] == "POST":
        path, action = path.rsplit("/", 1)
        make_owner(wire, path, action)
        return
    ensure_parents(wire, path)
    if type_of(path) == DEPLOYMENTS:
        prepare_template(wire, start, recording["apiVersion"])
        return
    ensure_neighbours(wire, body)
    if start["method"] == "PUT":
        if existed(start["body"]):
            wire.make(path, as_before(path, body, start["body"]), recording["apiVersion"])
    elif start["method"] == "PATCH":
        make_patched(wire, recording)
    elif type_of(path):
        prepare_removal(wire, path, recording)
    else:
        wire.make(path, {"location": "eastus"})


def pass_time(wire: Wire, start: Step, seconds: float) -> None:
    """Let the recorded time pass. What a template makes comes one after the other, so it passes in parts then."""
    parts = 10 if type_of(start["path"]) == DEPLOYMENTS else 1
    for _part in range(parts):
        wire.advance(seconds / parts)
        if parts > 1:
            wire.send("GET", start["path"], api_version="2022-09-01")


def prepare_template(wire: Wire, start: Step, api_version: str) -> None:
    """Make what a template finds, and the deployment that is deleted."""
    if start["method"] == "DELETE":
        template = {"contentVersion": "1.0.0.0", "resources": []}
        wire.make(start["path"], {"properties": {"mode": "Incremental", "template": template}}, api_version)
        return
    for name, kind in DEPENDENTS.items():
        if template_parameter(start, f"{name}Option") == "existing":
            group = template_parameter(start, f"{name}ResourceGroupName")
            place = (
                f"/subscriptions/x/resourceGroups/{group}/providers/{kind}/{template_parameter(start, f'{name}Name')}"
            )
            ensure(wire, in_our_subscription(place))


def template_parameter(start: Step, name: str) -> Any:
    """Return what was sent for a parameter of a template, None when there is none."""
    sent = ((start.get("requestBody") or {}).get("properties") or {}).get("parameters") or {}
    return (sent.get(name) or {}).get("value")


def prepare_removal(wire: Wire, path: str, recording: Recording) -> None:
    """Make what is deleted, so that the deletion ends as it was recorded."""
    ends = [step["body"] for step in recording["steps"] if isinstance(step["body"], dict) and has_ended(step)]
    failed = any(word(body) == "Failed" for body in ends)
    wanted = copy.deepcopy(default_body(type_of(path))) or {}
    if type_of(path).endswith("/schedules") and not failed:
        make(wire, path, {**wanted, "properties": {**wanted["properties"], "isEnabled": False}})
    elif type_of(path).endswith("/onlineendpoints/deployments") and failed:
        # What holds it back is the traffic that it gets.
        kubernetes = {"endpointComputeType": "Kubernetes", "instanceType": "defaultinstancetype"}
        make(wire, path, {"location": LOCATION, "properties": kubernetes})
        endpoint, name = path.split("/deployments/")
        own = default_body(type_of(endpoint)) or {}
        wire.make(endpoint, {**own, "properties": {**own["properties"], "traffic": {name: 100}}})
    else:
        ensure(wire, path)


def as_before(path: str, sent: Any, answered: Any) -> Any:
    """Return the body of an endpoint before a PUT: what the answer shows, for an update answers with what was there."""
    if not type_of(path).endswith("endpoints"):
        return sent
    own = sent["properties"]
    shown = {name: answered["properties"].get(name, value) for name, value in own.items()}
    return {**sent, "properties": {**shown, "authMode": own["authMode"]}}


def make_owner(wire: Wire, path: str, action: str) -> None:
    """Make the resource that an action is sent to, in the state that the action needs."""
    wanted: dict[str, Any] = {}
    if action == "provisionManagedNetwork":
        wanted = {"properties": {"managedNetwork": {"isolationMode": "AllowInternetOutbound"}}}
    make(wire, path, completed(type_of(path), path, wanted) if wanted else None)
    if action == "start":
        version = "2024-10-01"
        wire.follow(wire.send("POST", path + "/stop", api_version=version))


def make_patched(wire: Wire, recording: Recording) -> None:
    """Make the workspace that a PATCH changes: of the recorded kind, without what the PATCH sets."""
    start, last = recording["steps"][0], recording["steps"][-1]
    path, sent = start["path"], start["requestBody"]
    shown = last["body"] if type_of(last["path"]) else {}
    rules = schema(type_of(path), "2025-12-01")
    wanted = without_nulls(writable(rules or {}, {name: value for name, value in shown.items() if name not in sent}))
    own = without_nulls(writable(rules or {}, {"properties": shown.get("properties", {})}))["properties"]
    wanted["properties"] = {name: value for name, value in own.items() if name not in sent["properties"]}
    ensure_neighbours(wire, wanted)
    made = make(wire, path, completed(type_of(path), path, wanted))

    network = copy.deepcopy((shown.get("properties") or {}).get("managedNetwork")) or {}
    if "outboundRules" in network:
        # Rules that Azure adds by itself, and rules that were added long before: prior state.
        added = sent["properties"]["managedNetwork"]["outboundRules"]
        network["outboundRules"] = {name: rule for name, rule in network["outboundRules"].items() if name not in added}
        made["properties"]["managedNetwork"] = network
        wire.control("PUT", "resources", made)


def existed(body: Any) -> bool:
    """Tell whether the answer to a PUT is about a resource that was there before: it was not created just now."""
    if not isinstance(body, dict):
        return False
    marks = body.get("systemData") or {}
    own = body.get("properties") or {}
    if own.get("provisioningState") == "Creating":
        # The two times differ by parts of a second.
        return False
    created = marks.get("createdAt") or own.get("createdOn")
    changed = marks.get("lastModifiedAt") or own.get("modifiedOn")
    return bool(created) and created != changed


def seconds(recording: Recording) -> dict[str, float]:
    """Return how long operations run. A deployment runs as long as recorded, and what it makes is there before."""
    lasted = duration(recording["steps"])
    if type_of(recording["steps"][0]["path"]) == DEPLOYMENTS:
        return {"default": 0.2, DEPLOYMENTS: lasted}
    return {"default": lasted}


def duration(steps: list[Step]) -> float:
    """Return how long the operation ran, in seconds: the middle of the time in which it must have ended."""
    began, running_at, ended_at = date(steps[0]), date(steps[0]), None
    for step in steps[1:]:
        if has_ended(step):
            ended_at = date(step)
            break
        running_at = date(step, "lastDate")
    if ended_at is None:
        # The recording stops before the end.
        ended_at = running_at + datetime.timedelta(minutes=10)
    return ((running_at - began) + (ended_at - running_at) / 2).total_seconds()


def date(step: Step, member: str = "") -> datetime.datetime:
    """Return when a step was recorded; ``member`` names where the time of its last repetition is."""
    return email.utils.parsedate_to_datetime(step.get(member) or step["headers"]["Date"])


def is_status_url(path: str) -> bool:
    """Tell whether a path is an operation's, not a resource's."""
    return bool(STATUS_URL.search(path))


def has_ended(step: Step) -> bool:
    """Tell whether a poll saw the end of the operation."""
    state = word(step["body"])
    return step["status"] != 202 and (state is None or state.lower() in ("succeeded", "failed", "canceled"))


def word(body: Any) -> str | None:
    """Return the status word of a body: an operation's, or a resource's provisioning state."""
    if not isinstance(body, dict):
        return None
    own = body.get("properties")
    return own.get("provisioningState") if isinstance(own, dict) else body.get("status")


def summary(status: int, headers: Any, body: Any) -> dict[str, Any]:
    """Return what has to be equal in a recorded step and in ours."""
    present_headers = {name.lower() for name in headers}
    return {
        "status": status,
        "headers": sorted(present_headers.intersection(OPERATION_HEADERS)),
        "word": word(body),
        "body": body is not None,
    }


def body_of(answer: requests.Response) -> Any:
    """Return the JSON body of an answer, None when it is empty."""
    return answer.json() if answer.content else None


def poll(wire: Wire, recording: Recording, step: Step, answers: list[requests.Response]) -> requests.Response:
    """Ask what the recorded step asked: the operation by the URL that we were given, or the resource."""
    if not is_status_url(step["path"]):
        return wire.send("GET", step["path"], api_version=step.get("apiVersion", recording["apiVersion"]))
    wants_location = (step.get("query") or {}).get("type") == "location" or "OperationResults/" in step["path"]
    started_with_status = "Azure-AsyncOperation" in answers[0].headers
    name = "Azure-AsyncOperation" if started_with_status and not wants_location else "Location"
    given = [answer.headers[name] for answer in answers if name in answer.headers]
    return wire.send("GET", given[-1])


def unlike_the_last_body(recording: Recording, answers: list[requests.Response]) -> list[str]:
    """Return the members of the last recorded body, status bodies aside, that ours lacks or has in another kind."""
    found = [(step, got) for step, got in zip(recording["steps"], answers, strict=True) if is_result(step)]
    if not found:
        return []
    step, got = found[-1]
    start = recording["steps"][0]
    if start["method"] == "DELETE" and type_of(step["body"].get("id", "")) != type_of(start["path"]):
        # The end of a rule's deletion shows the workspace, with all that was in it before the recording.
        return []
    wanted = copy.deepcopy(step["body"])
    for path in OLDER.get(type_of(step["path"]), {}):
        take_away(wanted, path.strip("/").split("/"))
    return [f"{path}: {what}" for path, what in missing(wanted, body_of(got), nullable=False)]


def take_away(body: Any, names: list[str]) -> None:
    """Take the member at a path of names away; what held nothing else is null then, which stands for anything."""
    if not isinstance(body, dict) or names[0] not in body:
        return
    if len(names) == 1:
        del body[names[0]]
        return
    take_away(body[names[0]], names[1:])
    if body[names[0]] == {}:
        body[names[0]] = None


def is_result(step: Step) -> bool:
    """Tell whether a step shows what the operation is about, not how far it is."""
    body = step["body"]
    return isinstance(body, dict) and not (set(body) <= {"status", "percentComplete"} and "status" in body)


def not_taken(sent: Any, recorded: Any, found: Any, path: str = "") -> Iterator[str]:
    """Yield the values of a PATCH that the service took and we did not."""
    if isinstance(sent, dict):
        for name, value in sent.items():
            if isinstance(recorded, dict) and name in recorded and isinstance(found, dict):
                yield from not_taken(value, recorded[name], found.get(name), f"{path}/{name}")
    elif not isinstance(sent, list) and sent == recorded and found != sent:
        yield f"{path}: {found!r} in place of {sent!r}"
