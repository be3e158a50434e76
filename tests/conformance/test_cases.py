# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microsoft's own examples: the request of each is accepted, and the answer has the documented shape (issue 2).

A case is sent exactly as it is printed, only in our subscription and with a value where it has a placeholder that no
service takes (placeholders.py), after its parents were made through the API.
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
from parents import (
    LOCATION,
    completed,
    ensure,
    ensure_neighbours,
    ensure_parents,
    in_our_subscription,
    is_made,
    make,
    type_of,
)
from placeholders import asked, one_name, usable
from shape import against_schema, missing, writable
from shared import ABSENT, load, present, schema
from unreachable import RECORDED_WITHOUT, UNREACHABLE
from wire import API_VERSIONS, Wire, namespace_of

Case = dict[str, Any]

# No resource is asked in these; each has a test of its own below.
SPECIAL = ("seed--token-v1", "seed--discovery", "rec--async-status-succeeded")
# The recording stands above the example (../shared/README.md): (verb, last word of the path) and what was recorded.
RECORDED_STATUS = {
    ("POST", "restart"): (202, "recorded 1: restart answers 202"),
    ("PATCH", "workspaces"): (202, "recorded 2.1: PATCH answers 202, five times of five"),
    ("DELETE", "deployments"): (202, "recorded 1: the deletion of a deployment answers 202"),
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
        if name in SPECIAL:
            continue
        found.append(pytest.param({**load("cases", *entry["file"].split("/")), "statuses": entry["statuses"]}, id=name))
    return found


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
    path = one_name(in_our_subscription(case["path"]))
    body = usable(path, json.loads(in_our_subscription(json.dumps(case["requestBody"]))))
    prepare(wire, case, path, body)

    answer = wire.send(case["method"], path, body, api_version=case["apiVersion"], **asked(case["query"]))
    assert answer.status_code in accepted(case, path), f"{answer.status_code} {answer.text}"
    final = result(wire, case, path, answer)

    if case["method"] == "DELETE":
        assert wire.send("GET", path, api_version=case["apiVersion"]).status_code == 404
        return
    problems = breaches(case, final)
    if isinstance(documented_body(case), dict) and documented_body(case).get("value"):
        assert final["value"], "the list is empty"
    reasons = UNREACHABLE.get(case["name"], {})
    recorded = without(case, path)
    lacking = dict(missing(documented_body(case), final, nullable=True))
    problems += [f"{where}: {what}" for where, what in lacking.items() if not covered(where, [*reasons, *recorded])]
    problems += [
        f"{where} is there: strike it from RECORDED_WITHOUT" for where in members(final) if covered(where, recorded)
    ]
    stale = [rule for rule in reasons if not any(covered(where, [rule]) for where in lacking)]
    problems += [f"{rule} is there: strike it from UNREACHABLE" for rule in stale]
    assert not problems, "\n".join([*problems, json.dumps(final)])


def prepare(wire: Wire, case: Case, path: str, body: Any) -> None:
    """Make the parents, the neighbours and, unless the request makes it, the resource itself."""
    if case["family"] == "dataplane":
        prepare_regional(wire, path)
        return
    path = path.rstrip("/")
    is_collection = len(path.strip("/").split("/")) % 2 == 1
    ensure_parents(wire, path + "/any" if is_collection and case["method"] == "GET" else path)
    ensure_neighbours(wire, body)
    if path.endswith("/checkNameAvailability") and documented_body(case)["nameAvailable"] is False:
        taken = f"/subscriptions/x/resourceGroups/taken/providers/{body['type']}/{body['name']}"
        ensure(wire, in_our_subscription(taken))
    prepare_named(wire, path, body)
    kind = type_of(path)
    if case["method"] == "PUT" and case["name"] not in UPDATES:
        return
    if is_collection and case["method"] == "GET" and is_made(type_of(in_a_group(path) + "/any")):
        for row in (documented_body(case) or {}).get("value", []):
            prepare_row(wire, case, path, row)
    elif is_collection:
        owner = path.rpartition("/")[0]
        if type_of(owner):
            prepare_resource(wire, case, owner, type_of(owner))
        if case["name"] == "rec--job-cancel-completed":
            assert wire.ended(owner, case["apiVersion"]) == "Completed"
    elif is_made(kind):
        prepare_resource(wire, case, path, kind)
    else:
        ensure_group(wire, path)


def prepare_regional(wire: Wire, path: str) -> None:
    """Make the workspace of a request to a region and, for what is done to a run, the run."""
    workspace, _found, below = path[path.index("/subscriptions/") :].partition("/experiments/")
    ensure(wire, workspace)
    experiment, _word, *run = below.split("/")
    if run and run[-1] == "cancel":
        place = f"/history/v1.0{workspace}/experiments/{experiment}"
        for url, method in ((place, "POST"), (f"{place}/runs/{run[0]}", "PATCH")):
            answer = wire.send(method, url, {"status": "Running"} if method == "PATCH" else None)
            assert answer.status_code in (200, 201), f"{answer.status_code} {answer.text}"


def prepare_named(wire: Wire, path: str, body: Any) -> None:
    """Make what a body names by its name alone."""
    if path.endswith("/publish"):
        ensure(wire, f"{path.partition('/workspaces/')[0]}/registries/{body['registryName']}")
    if path.endswith("/removeRegions"):
        # A registry keeps the region that it is in; those of the request are further ones.
        named = body["properties"]["regionDetails"]
        properties = {**body["properties"], "regionDetails": [{**named[0], "location": LOCATION}, *named]}
        make(wire, path.rpartition("/")[0], {**body, "location": LOCATION, "properties": properties})
    if type_of(path).endswith("/onlineendpoints") and (body or {}).get("properties", {}).get("traffic"):
        # Traffic goes to deployments that are there (contract 4.1), so the example changes an endpoint.
        untouched = {name: value for name, value in body["properties"].items() if name != "traffic"}
        make(wire, path, {**body, "properties": untouched})
        for name in body["properties"]["traffic"]:
            ensure(wire, f"{path}/deployments/{name}")


def prepare_row(wire: Wire, case: Case, path: str, row: Case) -> None:
    """Make one resource of a documented list, where its id or its name says, so that the list shows it."""
    own = in_our_subscription("/" + str(row.get("id", "")).lstrip("/"))
    # Examples name rows of other workspaces, too.
    is_below = own.lower().startswith(path.lower() + "/") or is_everywhere(path)
    resource_id = own if is_below and is_made(type_of(own)) else f"{in_a_group(path)}/{row['name']}"
    # What is archived or not enabled is not shown unless it is asked for, whatever the row of the example says.
    states = {"isArchived": case["query"].get("listViewType") == "ArchivedOnly", "isEnabled": True}
    inner = {name: states.get(name, value) for name, value in (row.get("properties") or {}).items()}
    row = {**row, "properties": inner} if inner else row
    prepare_resource(wire, {**case, "responses": {"200": {"body": row}}}, resource_id, type_of(resource_id))


def in_a_group(path: str) -> str:
    """Return the path of a list; that of a whole subscription as that of one of its groups."""
    return path.replace("/providers/", "/resourceGroups/group/providers/", 1) if is_everywhere(path) else path


def is_everywhere(path: str) -> bool:
    """Tell whether a list is that of a whole subscription."""
    return bool(re.fullmatch("/subscriptions/[^/]+/providers/[^/]+/[^/]+", path))


def prepare_resource(wire: Wire, case: Case, resource_id: str, kind: str) -> None:
    """Make a resource as like the documented answer as a client may ask for it."""
    documented = documented_body(case)
    rules = schema(kind, case["apiVersion"])
    if case["path"].endswith("/removeRegions"):
        return
    wanted: Case = {}
    if rules is not None and isinstance(documented, dict) and "properties" in documented:
        wanted = writable(rules, json.loads(in_our_subscription(json.dumps(documented))))
    elif kind.endswith("/computes"):
        wanted = {"properties": {"computeType": compute_type(case, documented)}}
    if not wanted:
        ensure(wire, resource_id)
        return
    wanted = usable(resource_id, completed(kind, resource_id, wanted))
    prepare_named(wire, resource_id, wanted)
    make(wire, resource_id, wanted, case["apiVersion"] if rules else "")


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
    word = path.rstrip("/").split("/")[-2 if case["method"] in ("PATCH", "DELETE") else -1]
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
    return end.json() if "json" in end.headers.get("Content-Type", "") and end.content else None


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


def without(case: Case, path: str) -> list[str]:
    """Return the members that the type of an answer does not have, as recordings show, where the answer is a resource
    or a list of them.
    """
    if case["method"] == "POST":
        return []
    kind = type_of(path) if len(path.strip("/").split("/")) % 2 == 0 else type_of(path + "/any")
    return [f"(/value/[0-9]+)?{pattern}" for pattern in RECORDED_WITHOUT.get(kind, {})]


def members(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every member of a JSON value, as :func:`shape.missing` writes it."""
    if isinstance(value, dict | list):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield f"{path}/{name}"
            yield from members(item, f"{path}/{name}")


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
