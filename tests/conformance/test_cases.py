# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microsoft's own examples: the request of each is accepted, and the answer has the documented shape (issue 2).

A case is sent exactly as it is printed, only in our subscription, after its parents were made through the API.
"""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import requests
from emulator_process import CLIENT, SECRET, TENANT, running
from parents import completed, ensure, ensure_neighbours, ensure_parents, in_our_subscription, make, type_of
from shape import against_schema, missing, writable
from shared import ABSENT, load, present, schema
from unreachable import UNREACHABLE
from wire import API_VERSIONS, Wire, namespace_of

Case = dict[str, Any]

FAMILIES = (
    "workspaces",
    "workspaces/computes",
    "workspaces/datastores",
    "workspaces/models",
    "workspaces/models/versions",
    "workspaces/featuresets",
    "workspaces/featuresets/versions",
    "workspaces/featurestoreentities",
    "workspaces/featurestoreentities/versions",
    "workspaces/marketplacesubscriptions",
    "workspaces/outboundrules",
    "workspaces/privateendpointconnections",
    "workspaces/serverlessendpoints",
    "resources",
    "storage.",
    "keyvault.",
    "insights.",
    "containerregistry.",
    "managedidentity.",
    "recorded",
    "seed",
)
# Cases of these families that are about types of later issues.
OTHER_TYPES = {
    "rec--job-get-Command": "jobs are no family of this issue",
    "rec--job-cancel-completed": "jobs are no family of this issue",
    "ml-2024-10-01--Workspace-ServerlessEndpoint-regenerateKeys": "keys are no family of this test yet",
    "rec--onlineendpoint-list-empty": "online endpoints are no family of this issue",
}
# No resource is asked in these; each has a test of its own below.
SPECIAL = ("seed--token-v1", "seed--discovery", "rec--async-status-succeeded")
# The recording stands above the example (../shared/README.md): (verb, last word of the path) and what was recorded.
RECORDED_STATUS = {
    ("POST", "restart"): (202, "recorded 1: restart answers 202"),
    ("PATCH", "workspaces"): (202, "recorded 2.1: PATCH answers 202, five times of five"),
}
# Examples that update what is there: their bodies lack what a new resource must name.
UPDATES = (
    "ml-2024-10-01--Compute-createOrUpdate-AmlCompute",
    "ml-2021-03-01-preview--Compute-createOrUpdate-AmlCompute",
)


def cases() -> list[Any]:
    """Return the cases as parameters; one that is skipped when the material is absent."""
    if not present():
        return [pytest.param({}, marks=pytest.mark.skip(reason=ABSENT), id="absent")]
    found = []
    for entry in load("cases", "index.json"):
        name = entry["file"].removeprefix("open/").removesuffix(".json")
        if not _is_ours(entry["family"]) or name in OTHER_TYPES or name in SPECIAL:
            continue
        found.append(pytest.param({**load("cases", *entry["file"].split("/")), "statuses": entry["statuses"]}, id=name))
    return found


def _is_ours(family: str) -> bool:
    return any(family == known or (known.endswith(".") and family.startswith(known)) for known in FAMILIES)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """A caller of an emulator whose clock the tests move."""
    with running(tmp_path_factory.mktemp("emulator"), "--clock", "virtual", "--registered", "*") as emulator:
        yield Wire(emulator, virtual=True)


@pytest.fixture()
def wire(session: Wire) -> Wire:
    """The caller, of an emulator that is empty again."""
    session.control("POST", "reset")
    return session


@pytest.mark.parametrize("case", cases())
def test_case(wire: Wire, case: Case, record_property: Any) -> None:
    for note in case.get("schemaNotes") or []:
        # The request breaks the schema of its own version; the service takes it all the same, and so must we.
        record_property("breaks its own schema", note)
    path = in_our_subscription(case["path"])
    body = json.loads(in_our_subscription(json.dumps(case["requestBody"])))
    prepare(wire, case, path, body)

    answer = wire.send(case["method"], path, body, api_version=case["apiVersion"], **case["query"])
    assert answer.status_code in accepted(case, path), f"{answer.status_code} {answer.text}"
    final = result(wire, case, path, answer)

    if case["method"] == "DELETE":
        assert wire.send("GET", path, api_version=case["apiVersion"]).status_code == 404
        return
    problems = breaches(case, final)
    reasons = UNREACHABLE.get(case["name"], {})
    lacking = dict(missing(documented_body(case), final, nullable=True))
    problems += [f"{where}: {what}" for where, what in lacking.items() if not covered(where, reasons)]
    stale = [rule for rule in reasons if not any(covered(where, [rule]) for where in lacking)]
    problems += [f"{rule} is there: strike it from UNREACHABLE" for rule in stale]
    assert not problems, "\n".join([*problems, json.dumps(final)])


def prepare(wire: Wire, case: Case, path: str, body: Any) -> None:
    """Make the parents, the neighbours and, unless the request makes it, the resource itself."""
    ensure_parents(wire, path.rstrip("/"))
    ensure_neighbours(wire, body)
    if path.endswith("/checkNameAvailability") and documented_body(case)["nameAvailable"] is False:
        taken = f"/subscriptions/x/resourceGroups/taken/providers/{body['type']}/{body['name']}"
        ensure(wire, in_our_subscription(taken))
    if path.endswith("/publish"):
        ensure(wire, f"{path.partition('/workspaces/')[0]}/registries/{body['registryName']}")
    kind = type_of(path.rstrip("/"))
    is_collection = len(path.strip("/").split("/")) % 2 == 1
    if case["method"] == "PUT" and case["name"] not in UPDATES:
        return
    if is_collection and case["method"] == "GET":
        for row in (documented_body(case) or {}).get("value", []):
            if type_of(f"{path}/any"):
                prepare_row(wire, case, path, row)
    elif is_collection:
        owner = path.rpartition("/")[0]
        if type_of(owner):
            prepare_resource(wire, case, owner, type_of(owner))
    elif kind:
        prepare_resource(wire, case, path, kind)
    else:
        ensure_group(wire, path)


def prepare_row(wire: Wire, case: Case, path: str, row: Case) -> None:
    """Make one resource of a documented list, where its id or its name says."""
    own = in_our_subscription("/" + str(row.get("id", "")).lstrip("/"))
    resource_id = own if type_of(own) else f"{path.rstrip('/')}/{row['name']}"
    if type_of(resource_id):
        prepare_resource(wire, {**case, "responses": {"200": {"body": row}}}, resource_id, type_of(resource_id))


def prepare_resource(wire: Wire, case: Case, resource_id: str, kind: str) -> None:
    """Make a resource as like the documented answer as a client may ask for it."""
    documented = documented_body(case)
    rules = schema(kind, case["apiVersion"])
    wanted: Case = {}
    if rules is not None and isinstance(documented, dict) and "properties" in documented:
        wanted = writable(rules, json.loads(in_our_subscription(json.dumps(documented))))
    elif kind.endswith("/computes"):
        wanted = {"properties": {"computeType": compute_type(case, documented)}}
    if not wanted:
        ensure(wire, resource_id)
        return
    make(wire, resource_id, completed(kind, resource_id, wanted), case["apiVersion"] if rules else "")


def compute_type(case: Case, documented: Any) -> str:
    """Return the type of compute that an action is for, where its example does not print one."""
    if isinstance(documented, dict) and "computeType" in documented:
        return documented["computeType"]
    return "AmlCompute" if case["path"].endswith("/listNodes") else "ComputeInstance"


def ensure_group(wire: Wire, path: str) -> None:
    """Make the resource group that a path is about."""
    segments = path.strip("/").split("/")
    if len(segments) == 4 and segments[2].lower() == "resourcegroups":
        wire.make(path, {"location": "eastus"})


def accepted(case: Case, path: str) -> set[int]:
    """Return the statuses that count as accepted."""
    statuses = {int(status) for status in case["statuses"]} or {200, 201, 202, 204}
    word = path.rstrip("/").split("/")[-2 if case["method"] == "PATCH" else -1]
    recorded = RECORDED_STATUS.get((case["method"], word))
    return {recorded[0]} if recorded else statuses


def result(wire: Wire, case: Case, path: str, answer: requests.Response) -> Any:
    """Return what the request led to once everything that it started is over."""
    end = wire.follow(answer)
    if case["method"] in ("PUT", "PATCH"):
        return wire.settled(path, case["apiVersion"])
    if end is not answer and "Azure-AsyncOperation" in answer.headers and "Location" in answer.headers:
        end = wire.send("GET", answer.headers["Location"])
        assert end.status_code == 200, f"{end.status_code} {end.text}"
    return end.json() if end.content else None


def documented_body(case: Case) -> Any:
    """Return the body of the documented answer that stands for success, without what examples put there for show."""
    for status in ("200", "201"):
        body = (case["responses"].get(status) or {}).get("body")
        if isinstance(body, dict):
            # A list ends without nextLink (contract 0.3); the examples print one under every list.
            return {name: value for name, value in body.items() if name != "nextLink"}
        if body is not None:
            return body
    return None


def covered(path: str, patterns: Iterable[str]) -> bool:
    """Tell whether one of the patterns is about a member."""
    return any(re.fullmatch(pattern, path) for pattern in patterns)


def breaches(case: Case, final: Any) -> list[str]:
    """Return what an answer breaks in the schema of its type and version, other than what the case says of itself."""
    if not isinstance(final, dict):
        return []
    rows = final["value"] if isinstance(final.get("value"), list) else [final]
    known = [note.partition(":")[0] for note in case.get("schemaNotes") or []]
    found = []
    for row in rows:
        rules = schema(type_of(row["id"]), case["apiVersion"]) if isinstance(row, dict) and "id" in row else None
        if rules is not None:
            found += [text for text in against_schema(rules, row) if text.partition(":")[0] not in known]
    return found


@pytest.mark.skipif(not present(), reason=ABSENT)
def test_seed_token(wire: Wire) -> None:
    case = load("cases", "open", "seed--token-v1.json")
    filled = {
        "<YOUR-TENANT-ID>": TENANT,
        "<YOUR-CLIENT-ID>": CLIENT,
        "<YOUR-CLIENT-SECRET>": SECRET,
    }
    path, form = case["path"], case["requestBody"]
    for placeholder, value in filled.items():
        path, form = path.replace(placeholder, value), form.replace(placeholder, value)
    answer = requests.post(
        wire.emulator.url + path,
        data=form,
        headers=case["requestHeaders"],
        verify=wire.emulator.ca_file,
        timeout=10,
    )
    assert answer.status_code == 200
    # Every number of a v1 answer is a string (contract 1.1).
    assert list(missing(documented_body(case), answer.json(), nullable=False)) == []
    assert answer.json()["resource"] == urllib.parse.parse_qs(form)["resource"][0]


@pytest.mark.skipif(not present(), reason=ABSENT)
def test_seed_discovery(wire: Wire) -> None:
    case = load("cases", "open", "seed--discovery.json")
    workspace = "/subscriptions/x/resourceGroups/seed/providers/Microsoft.MachineLearningServices/workspaces/seed"
    made = make(wire, in_our_subscription(workspace))
    # The host of the seed is a region of its day; the path and the answer are what is documented.
    answer = requests.get(made["properties"]["discoveryUrl"], verify=wire.emulator.ca_file, timeout=10)
    assert answer.status_code == 200
    assert urllib.parse.urlsplit(answer.url).path == urllib.parse.urlsplit(case["path"]).path
    assert list(missing(documented_body(case), answer.json(), nullable=False)) == []
    # Without it SDK v1 fails (contract 0.7).
    assert "studio" in answer.json()


@pytest.mark.skipif(not present(), reason=ABSENT)
def test_recorded_status_of_an_operation(wire: Wire) -> None:
    case = load("cases", "open", "rec--async-status-succeeded.json")
    compute = in_our_subscription(
        "/subscriptions/x/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/workspace/computes/compute"
    )
    ensure_parents(wire, compute)
    inner = {"vmSize": "STANDARD_DS3_V2", "scaleSettings": {"maxNodeCount": 1}}
    body = {"location": "eastus", "properties": {"computeType": "AmlCompute", "properties": inner}}
    started = wire.send("PUT", compute, body, api_version=API_VERSIONS[namespace_of(compute)])
    status = urllib.parse.urlsplit(started.headers["Azure-AsyncOperation"])
    assert status.path.split("/")[:-1] == in_our_subscription(case["path"]).split("/")[:-1]
    assert urllib.parse.parse_qs(status.query)["service"] == [case["query"]["service"]]
    assert wire.follow(started).json() == case["responses"]["200"]["body"]
