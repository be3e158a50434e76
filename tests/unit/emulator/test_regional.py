# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The regional services, asked through the whole application with a token."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.emulator import tokens
from tests.emulator.app import build
from tests.emulator.clock import Clock
from tests.emulator.config import Config
from tests.emulator.core import EmulatorState
from tests.emulator.directory import SUBSCRIPTION, TENANT, Directory
from tests.emulator.regional.filters import FilterError, filter_of, ordered
from tests.emulator.regional.json_patch import PatchError, patched
from tests.emulator.store import Store

BASE = "https://127.0.0.1:8443"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws"
API = "?api-version=2025-12-01"


def token(emulator, audience="https://management.azure.com/", lifetime_s=3600):
    return tokens.issue(
        tenant=TENANT,
        client_id="app",
        object_id="oid-1",
        audience=audience,
        now=emulator.clock.now(),
        lifetime_s=lifetime_s,
    )


@pytest.fixture(name="emulator")
def emulator_fixture():
    config = Config(registered=["*"], operation_seconds={"default": 0.0})
    return EmulatorState(Store(), Clock(virtual=True), config, Directory(), base_url=BASE)


@pytest.fixture(name="client")
def client_fixture(emulator):
    client = TestClient(build(emulator), base_url=BASE)
    emulator.arm.put_state(GROUP, {"location": "westeurope", "properties": {"provisioningState": "Succeeded"}})
    properties = {
        "workspaceId": "0c0ffee0-0000-0000-0000-000000000001",
        "storageAccount": f"{GROUP}/providers/Microsoft.Storage/storageAccounts/st",
        "provisioningState": "Succeeded",
    }
    emulator.arm.put_state(WORKSPACE, {"location": "westeurope", "properties": properties})
    client.headers["Authorization"] = "Bearer " + token(emulator)
    return client


def url(service, path, workspace=WORKSPACE):
    return f"/{service}{workspace}/{path}"


def history(path):
    return url("history/v1.0", path)


def models(path):
    return url("modelmanagement/v1.0", path)


# ----- the plane --------------------------------------------------------------------------------------------------


def test_the_plane_wants_a_token_and_strictly_one_for_machine_learning(client, emulator):
    assert client.get(history("experiments")).status_code == 200
    assert client.get(history("experiments"), headers={"Authorization": ""}).status_code == 401
    emulator.config.strict_audience = True
    assert client.get(history("experiments")).status_code == 401
    headers = {"Authorization": "Bearer " + token(emulator, "https://ml.azure.com")}
    assert client.get(history("experiments"), headers=headers).status_code == 200


def test_the_plane_finds_workspaces_without_case_and_with_the_query_of_the_seed(client):
    path = history("experiments").replace("resourceGroups", "resourcegroups").replace("/ws/", "/WS/")
    answer = client.get(path + "?api-version=2021-03-01-preview")
    assert answer.json() == {"value": []}


@pytest.mark.parametrize("service", ["history/v1.0", "artifact/v2.0", "datastore/v1.0", "metric/v2.0"])
def test_an_unknown_workspace_or_path_is_404_in_the_root_error(client, service):
    for path in (url(service, "experiments", WORKSPACE + "x"), url(service, "nowhere/at/all")):
        answer = client.get(path)
        body = answer.json()
        assert answer.status_code == 404
        assert body["error"]["code"] == "UserError"
        assert body["error"]["innerError"]["code"] in ("WorkspaceNotFound", "NotFound")
        assert {"correlation", "environment", "location", "time", "componentName"} <= set(body)


def test_an_unknown_workspace_is_404_without_a_wrapper_on_modelmanagement(client):
    answer = client.get(url("modelmanagement/v1.0", "models", WORKSPACE + "x"))
    assert (answer.status_code, answer.json()["statusCode"]) == (404, 404)
    assert "error" not in answer.json()
    assert "api-supported-versions" in answer.headers


def test_a_wrong_verb_is_405_and_a_body_that_is_no_json_400(client):
    answer = client.put(history("experiments"))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert client.patch(history("experimentids/x"), content=b"{").status_code in (400, 404)
    client.post(history("experiments/e"))
    assert client.post(history("experiments/e/runs:query"), content=b"{").status_code == 400


def test_an_application_does_what_it_was_granted_and_no_more(client, emulator):
    emulator.config.permissions["app"] = ["Microsoft.MachineLearningServices/workspaces/*/read"]
    assert client.get(history("experiments")).status_code == 200
    assert client.post(history("experiments:query"), json={}).status_code == 200
    refused = client.post(history("experiments/exp1"))
    assert refused.status_code == 403
    assert "workspaces/experiments/write" in refused.json()["error"]["message"]
    refused = client.delete(models("models/m:1"))
    assert (refused.status_code, refused.json()["code"]) == (403, "Forbidden")
    assert "workspaces/models/delete" in refused.json()["details"][0]["message"]


# ----- experiments and runs ---------------------------------------------------------------------------------------


def test_an_experiment_is_missing_then_made_then_found_by_name_and_id(client):
    missing = client.get(history("experiments/exp1"))
    assert missing.status_code == 404
    assert missing.json()["error"]["innerError"]["code"] == "NotFound"
    made = client.post(history("experiments/exp1")).json()
    assert made["name"] == "exp1"
    assert client.post(history("experiments/exp1")).json()["experimentId"] == made["experimentId"]
    assert client.get(history("experiments/exp1")).json() == made
    assert client.get(history(f"experimentids/{made['experimentId']}")).json() == made
    assert [row["name"] for row in client.get(history("experiments")).json()["value"]] == ["exp1"]
    assert client.post(history("experiments/" + "x" * 300)).status_code == 400


def test_an_experiment_is_described_tagged_archived_and_found_by_view(client):
    own = client.post(history("experiments/exp1")).json()["experimentId"]
    client.post(history("experiments/exp2"))
    path = history(f"experimentids/{own}")
    row = client.patch(path, json={"description": "d", "tags": {"a": "1", "b": "2"}, "archive": True}).json()
    assert (row["description"], row["tags"]) == ("d", {"a": "1", "b": "2"})
    assert row["archivedTime"]
    row = client.request("DELETE", path + "/tags", json={"tags": ["a"]}).json()
    assert row["tags"] == {"b": "2"}

    def names(view):
        answer = client.post(history("experiments%3Aquery"), json={"viewType": view})
        return [each["name"] for each in answer.json()["value"]]

    assert names("ActiveOnly") == ["exp2"]
    assert names("ArchivedOnly") == ["exp1"]
    assert names("All") == ["exp1", "exp2"]


def make_runs(client, count):
    client.post(history("experiments/exp1"))
    for number in range(count):
        body = {
            "runId": f"r{number}",
            "tags": {"n": str(number)},
            "properties": {"kind": "odd" if number % 2 else "even"},
        }
        client.patch(history(f"experiments/exp1/runs/r{number}"), json=body)


def test_a_run_is_made_and_merged_by_patch(client):
    client.post(history("experiments/exp1"))
    path = history("experiments/exp1/runs/r1")
    made = client.patch(path, json={"runId": "r1", "displayName": "first", "tags": {"a": "1"}}).json()
    assert (made["runNumber"], made["rootRunId"], made["status"]) == (1, "r1", "NotStarted")
    assert made["dataContainerId"] == "dcid.r1"
    assert made["createdBy"]["userObjectId"] == "oid-1"
    merged = client.patch(path, json={"tags": {"b": "2"}, "description": "d", "runNumber": 9}).json()
    assert merged["tags"] == {"a": "1", "b": "2"}
    assert (merged["description"], merged["displayName"], merged["runNumber"]) == ("d", "first", 1)
    assert merged["revision"] == made["revision"] + 1
    assert client.get(path + "/details").json()["runId"] == "r1"
    assert client.get(history("runs/r1")).json()["experimentId"] == made["experimentId"]
    client.post(history("experiments/other"))
    assert client.get(history("experiments/other/runs/r1")).status_code == 404
    assert client.patch(history("experiments/other/runs/r1"), json={}).status_code == 409


def test_events_drive_the_status_of_a_run(client):
    make_runs(client, 1)
    path = history("experiments/exp1/runs/r0")

    def post(name, **data):
        event = {"timestamp": "2026-01-01T00:00:00Z", "name": "Microsoft.MachineLearning.Run." + name, "data": data}
        return client.post(path + "/events", json=event).status_code

    assert post("Start", RunId="r0", StartTime="2026-01-01T00:00:00Z") == 200
    assert client.get(path).json()["startTimeUtc"] == "2026-01-01T00:00:00Z"
    assert post("Warning", RunId="r0", Source="s", Message="m") == 200
    assert post("Completed", RunId="r0", EndTime="2026-01-01T00:01:00Z") == 200
    assert post("Failed", RunId="r0") == 200
    row = client.get(path).json()
    assert (row["status"], row["endTimeUtc"]) == ("Completed", "2026-01-01T00:01:00Z")
    assert row["warnings"] == [{"source": "s", "message": "m"}]
    assert post("Nonsense") == 400


def test_runs_are_queried_by_filter_order_and_page(client, emulator):
    make_runs(client, 5)
    emulator.config.page_size = 2

    def query(**body):
        return client.post(history("experiments/exp1/runs:query"), json=body).json()

    page, found = query(top=500, orderby="RunNumber desc"), []
    while True:
        found += [row["runId"] for row in page["value"]]
        if "continuationToken" not in page:
            break
        page = query(top=500, orderby="RunNumber desc", continuationToken=page["continuationToken"])
    assert found == ["r4", "r3", "r2", "r1", "r0"]
    emulator.config.page_size = 50
    odd = query(filter="(Properties/kind eq odd) and (Tags/n ne 1)")
    assert [row["runId"] for row in odd["value"]] == ["r3"]
    broken = client.post(history("experiments/exp1/runs:query"), json={"filter": "Status is Running"})
    assert broken.status_code == 400


def test_a_list_is_paged_by_token_and_by_link(client, emulator):
    make_runs(client, 3)
    emulator.config.page_size = 2
    first = client.get(history("experiments/exp1/runs")).json()
    assert len(first["value"]) == 2
    second = client.get(first["nextLink"]).json()
    assert [row["runId"] for row in second["value"]] == ["r2"]
    assert set(second) == {"value"}
    assert client.get(history("experiments/exp1/runs?continuationToken=%25")).status_code == 400


def test_children_are_those_of_the_run_and_keep_its_root(client):
    make_runs(client, 1)
    for name, parent in (("c1", "r0"), ("c2", "r0"), ("c11", "c1")):
        client.patch(history(f"experiments/exp1/runs/{name}"), json={"parentRunId": parent})
    rows = client.get(history("experiments/exp1/runs/r0/children")).json()["value"]
    assert [row["runId"] for row in rows] == ["c1", "c2"]
    assert client.get(history("runs/c11")).json()["rootRunId"] == "r0"
    assert client.patch(history("experiments/exp1/runs/x"), json={"parentRunId": "nobody"}).status_code == 400
    top = client.post(history("experiments/exp1/runs:query"), json={"filter": "(ParentRunId eq null)"}).json()
    assert [row["runId"] for row in top["value"]] == ["r0"]


def test_runs_are_made_and_driven_in_batches_and_cancelled(client):
    client.post(history("experiments/exp1"))
    made = client.request(
        "PATCH", history("experiments/exp1/batch/runs"), json={"runs": [{"runId": "a"}, {"runId": "b"}]}
    )
    assert set(made.json()["runs"]) == {"a", "b"}
    events = [{"name": "Microsoft.MachineLearning.Run.Start", "data": {"RunId": run}} for run in ("a", "nobody")]
    errors = client.post(history("experiments/exp1/batch/events"), json={"events": events}).json()["errors"]
    assert len(errors) == 1
    assert client.post(history("experiments/exp1/runs/a/cancel")).json()["status"] == "Canceled"
    answer = client.post(url("execution/v1.0", "experiments/exp1/runId/b/cancel"))
    assert answer.json() == {"runId": "b"}
    assert client.get(history("runs/b")).json()["status"] == "Canceled"
    row = client.request("DELETE", history("experiments/exp1/runs/a/tags"), json={"tags": ["x"]})
    assert row.status_code == 200


def test_metrics_are_listed_and_read_in_full(client):
    make_runs(client, 1)
    value = {"metricId": "m1", "createdUtc": "2026-01-01T00:00:00Z", "data": {"acc": 0.9}}
    metric = {
        "name": "acc",
        "columns": {"acc": "Double"},
        "value": [value],
        "properties": {"uxMetricType": "azureml.v1.scalar"},
    }
    posted = client.post(url("metric/v2.0", "runs/r0/batch"), json={"values": [metric], "reportErrors": True})
    assert posted.json() == {"errors": []}
    assert client.get(history("experiments/exp1/runs/r0/metricsingest/wait")).status_code == 200
    listed = client.post(url("metric/v2.0", "runs/r0/list"), json={}).json()["value"]
    assert [row["metricKey"]["name"] for row in listed] == ["acc"]
    full = client.post(url("metric/v2.0", "runs/r0/full"), json={"metricName": "acc"}).json()
    assert full["value"][0]["data"] == {"acc": 0.9}
    later = client.post(
        url("metric/v2.0", "runs/r0/full"), json={"metricName": "acc", "startTime": "2026-01-02T00:00:00Z"}
    )
    assert later.json()["value"] == []
    assert client.post(url("metric/v2.0", "runs/r0/full"), json={"metricName": "x"}).status_code == 404
    cells = client.post(history("experiments/exp1/metrics:query"), json={"filter": "RunId eq r0"}).json()["value"]
    assert cells[0]["cells"] == [{"acc": 0.9}]


def test_execution_and_hyperdrive_start_runs_that_history_shows(client):
    started = client.post(
        url("execution/v1.0", "experiments/exp1/startrun"), json={"configuration": {"target": "cpu"}}
    ).json()
    row = client.get(history(f"runs/{started['runId']}")).json()
    assert (row["status"], row["target"]) == ("Queued", "cpu")
    local = client.post(url("execution/v1.0", "experiments/exp1/startlocalrun?runId=mine"), json={})
    assert local.content.startswith(b"PK")
    assert client.post(url("execution/v1.0", "experiments/exp1/startrun?runId=mine"), json={}).status_code == 409
    sweep = client.post(url("hyperdrive/v1.0", "experiments/exp1/runs"), json={"max_total_jobs": 4})
    assert (sweep.status_code, sweep.json()["code"], sweep.json()["result"]["max_total_jobs"]) == (201, 201, 4)
    form = {
        "config": ("config.json", b'{"name": "grid"}', "application/json"),
        "zip": ("x.zip", b"PK", "application/zip"),
    }
    assert client.post(url("hyperdrive/v1.0", "experiments/exp1/runs"), files=form).json()["result"]["name"] == "grid"
    run_id = sweep.json()["result"]["hyperdrive_run_id"]
    cancelled = client.post(url("hyperdrive/v1.0", f"experiments/exp1/runs/{run_id}/cancel")).json()
    assert cancelled == {"code": 200, "result": f"Cancellation requested for {run_id}"}


# ----- artifacts --------------------------------------------------------------------------------------------------


def test_artifacts_are_made_uploaded_and_read_in_both_spellings(client, emulator):
    made = client.post(
        url("artifact/v2.0", "artifacts/batch/metadata/LocalUpload/260101T000000-1"),
        json={"paths": [{"path": "m/x.pkl"}]},
    ).json()
    info = made["artifactContentInformation"]["m/x.pkl"]
    host = f"https://st.blob.{emulator.config.storage_suffix}:8443/"
    assert info["contentUri"].startswith(host + "azureml/LocalUpload/260101T000000-1/m/x.pkl?")
    put = client.put(info["contentUri"], content=b"bytes", headers={"x-ms-blob-type": "BlockBlob", "Authorization": ""})
    assert put.status_code == 201
    assert put.headers["ETag"] and put.headers["Last-Modified"]
    assert client.head(info["contentUri"]).headers["Content-Length"] == "5"
    for path in (
        "artifacts/content/LocalUpload/260101T000000-1/m/x.pkl",
        "artifacts/LocalUpload/260101T000000-1/content?path=m/x.pkl",
    ):
        assert client.get(url("artifact/v2.0", path)).content == b"bytes"
    listed = client.get(url("artifact/v2.0", "artifacts/LocalUpload/260101T000000-1/m")).json()["value"]
    assert [row["path"] for row in listed] == ["m/x.pkl"]
    bad = client.post(
        url("artifact/v2.0", "artifacts/metadata"), json={"origin": "o", "container": "c", "path": "../x"}
    )
    assert bad.status_code == 400
    assert client.get(url("artifact/v2.0", "artifacts/metadata/LocalUpload/none/x")).status_code == 404


def test_the_artifacts_of_a_run_are_those_of_its_container(client):
    make_runs(client, 1)
    path = history("experiments/exp1/runs/r0/artifacts")
    client.post(path + "/batch/metadata", json={"paths": [{"path": "logs/a.txt"}, {"path": "outputs/b"}]})
    assert [row["path"] for row in client.get(path).json()["value"]] == ["logs/a.txt", "outputs/b"]
    assert [row["path"] for row in client.get(path + "/path/logs").json()["value"]] == ["logs/a.txt"]
    assert client.get(path + "/metadata?path=outputs/b").json()["artifactId"] == "ExperimentRun/dcid.r0/outputs/b"
    assert (
        "/azureml/ExperimentRun/dcid.r0/logs/a.txt?"
        in client.get(path + "/contentinfo/logs/a.txt").json()["contentUri"]
    )
    assert len(client.get(path + "/prefix/contentinfo").json()["value"]) == 2


# ----- models -----------------------------------------------------------------------------------------------------


def register(client, name="m1", **more):
    return client.post(
        models("models"), json={"name": name, "url": "aml://asset/1", "mimeType": "application/json", **more}
    )


def test_a_model_is_registered_listed_read_changed_and_deleted(client):
    first = register(client, kvTags={"a": "b"}, description="d").json()
    assert (first["id"], first["version"], first["kvTags"]) == ("m1:1", 1, {"a": "b"})
    assert register(client).json()["id"] == "m1:2"
    assert client.get(models("models/m1%3A1")).json() == first
    changes = [
        {"op": "add", "path": "/kvTags/c", "value": "d"},
        {"op": "remove", "path": "/kvTags/a"},
        {"op": "replace", "path": "/description", "value": "new"},
    ]
    changed = client.patch(models("models/m1:1"), json=changes).json()
    assert (changed["kvTags"], changed["description"]) == ({"c": "d"}, "new")
    assert client.get(models("models/m1:1")).json()["kvTags"] == {"c": "d"}
    assert (
        client.patch(models("models/m1:1"), json=[{"op": "replace", "path": "/version", "value": 7}]).status_code == 400
    )
    assert client.delete(models("models/m1%3A1")).status_code == 200
    assert client.delete(models("models/m1%3A1")).status_code == 204
    gone = client.get(models("models/m1:1"))
    assert (gone.status_code, gone.json()["message"]) == (404, "The specified resource was not found.")
    assert register(client, name="bad/name").status_code == 400
    assert client.post(models("models"), json={"name": "m"}).status_code == 400


def test_a_model_of_either_plane_is_seen_on_the_other(client):
    register(client, kvTags={"a": "b"})
    resource = client.get(f"{WORKSPACE}/models/m1/versions/1{API}").json()
    assert resource["properties"]["tags"] == {"a": "b"}
    body = {"properties": {"modelUri": "azureml://x", "modelType": "custom_model", "tags": {"k": "v"}}}
    assert client.put(f"{WORKSPACE}/models/m2/versions/3{API}", json=body).status_code == 201
    row = client.get(models("models/m2:3")).json()
    assert (row["version"], row["url"], row["kvTags"]) == (3, "azureml://x", {"k": "v"})
    assert register(client, name="m2").json()["version"] == 4
    client.delete(models("models/m1:1"))
    assert client.get(f"{WORKSPACE}/models/m1/versions/1{API}").status_code == 404
    assert client.get(f"{WORKSPACE}/models/m1{API}").status_code == 404


def test_models_are_filtered_ordered_and_paged(client, emulator):
    for name, framework in (("a", "TfKeras"), ("b", "Custom"), ("a", "TfKeras")):
        register(client, name=name, framework=framework, kvTags={"n": name, "x y": "1"}, properties={"p": "q"})
        emulator.clock.advance(1)

    def ids(query=""):
        return [row["id"] for row in client.get(models("models" + query)).json()["value"]]

    assert ids() == ["a:2", "b:1", "a:1"]
    assert ids("?orderBy=CreatedAtAsc") == ["a:1", "b:1", "a:2"]
    assert ids("?name=a&latestVersionOnly=true") == ["a:2"]
    assert ids("?framework=Custom") == ["b:1"]
    assert ids("?tags=n%3Da,x%20y") == ["a:2", "a:1"]
    assert ids("?properties=p%3Dother") == []
    assert ids("?name=nobody&count=1") == []
    page = client.get(models("models?count=2")).json()
    assert "$skipToken=" in page["nextLink"]
    rest = client.get(page["nextLink"]).json()
    assert [row["id"] for row in page["value"] + rest["value"]] == ["a:2", "b:1", "a:1"]
    assert "nextLink" not in rest
    assert client.get(models("models?count=0")).status_code == 400


def test_a_model_of_an_asset_points_arm_at_its_artifacts(client):
    asset = client.post(models("assets"), json={"name": "m", "artifacts": [{"prefix": "LocalUpload/1/m.pkl"}]}).json()
    assert client.get(models(f"assets/{asset['id']}")).json() == asset
    register(client, url=f"aml://asset/{asset['id']}")
    shown = client.get(f"{WORKSPACE}/models/m1/versions/1{API}").json()["properties"]["modelUri"]
    assert shown.endswith("/datastores/workspaceartifactstore/paths/LocalUpload/1/m.pkl")
    assert client.delete(models(f"assets/{asset['id']}")).status_code == 200
    assert client.delete(models(f"assets/{asset['id']}")).status_code == 204
    assert client.get(models("services")).json() == {"value": []}
    assert client.get(models("services/x")).status_code == 404


# ----- datastores and environments --------------------------------------------------------------------------------


def test_datastores_are_those_of_arm_with_the_secret_that_arm_hides(client):
    stores = url("datastore/v1.0", "datastores")
    section = {"accountName": "st", "containerName": "c", "credentialType": "AccountKey", "accountKey": "Y2FuYXJ5"}
    body = {"name": "mine", "dataStoreType": "AzureBlob", "azureStorageSection": section}
    assert client.post(stores, json=body).status_code == 200
    assert client.post(stores, json=body).status_code == 400
    assert client.post(stores + "?createIfNotExists=true", json=body).status_code == 200
    resource = client.get(f"{WORKSPACE}/datastores/mine{API}").json()
    assert resource["properties"]["containerName"] == "c"
    assert "Y2FuYXJ5" not in str(resource)
    shown = client.get(stores + "/mine").json()
    assert shown["azureStorageSection"]["accountKey"] == "Y2FuYXJ5"
    listed = client.get(stores + "?includeSecret=false&count=100").json()["value"]
    assert {row["name"]: row["azureStorageSection"]["accountKey"] for row in listed}["mine"] is None
    assert client.put(url("datastore/v1.0", "default/mine")).status_code == 200
    assert client.get(url("datastore/v1.0", "default")).json()["name"] == "mine"
    assert client.delete(stores + "/mine").status_code == 400
    assert client.get(stores + "/nobody").status_code == 404
    assert client.post(stores, json={"name": "x", "dataStoreType": "GlusterFs"}).status_code == 400


def test_environments_are_the_latest_versions_of_arm(client):
    for version in ("1", "2"):
        body = {"properties": {"image": f"mcr.microsoft.com/x:{version}"}}
        assert client.put(f"{WORKSPACE}/environments/e1/versions/{version}{API}", json=body).status_code == 201
    rows = client.get(url("environment/v1.0", "environments/")).json()["value"]
    assert [(row["name"], row["version"]) for row in rows] == [("e1", "2")]
    first = client.get(url("environment/v1.0", "environments/e1/versions/1")).json()
    assert first["docker"]["baseImage"] == "mcr.microsoft.com/x:1"
    assert client.get(url("environment/v1.0", "environments/e2")).status_code == 404


def test_the_mirror_of_arm_lists_computes_under_the_version_of_sdk_v1(client):
    answer = client.get(f"/rp/workspaces{WORKSPACE}/computes?api-version=2020-02-02")
    assert (answer.status_code, answer.json()) == (200, {"value": []})


def test_a_registry_is_discovered_without_a_token(client, emulator):
    registry = f"{GROUP}/providers/Microsoft.MachineLearningServices/registries/reg1"
    emulator.arm.put_state(registry, {"location": "eastus", "properties": {}})
    found = client.get("/registrymanagement/v1.0/registries/reg1/discovery", headers={"Authorization": ""}).json()
    assert (found["registryName"], found["resourceGroup"]) == ("reg1", "rg")
    assert found["primaryRegionResourceProviderUri"] == BASE + "/"
    assert client.get("/registrymanagement/v1.0/registries/none/discovery").status_code == 404


@pytest.mark.parametrize(
    ("kind", "sent", "service", "last", "name"),
    [
        ("models", {"modelUri": "https://a/c/m"}, "assetstore", {"assetId": "models/a/versions/1"}, "a"),
        ("environments", {"image": "i"}, "environment", None, "1"),
        (
            "components",
            {"componentSpec": {"type": "command"}},
            "assetstore",
            {"assetId": "components/a/versions/1"},
            "1",
        ),
    ],
)
def test_an_asset_of_a_registry_is_made_in_the_region(client, emulator, kind, sent, service, last, name):
    registry = f"{GROUP}/providers/Microsoft.MachineLearningServices/registries/reg1"
    emulator.arm.put_state(registry, {"location": "eastus", "properties": {}})
    emulator.config.patch({"operation_seconds": {"default": 10}})
    place = f"/mferp/managementfrontend{registry}/{kind}/a/versions/1?api-version=2021-10-01-dataplanepreview"
    answer = client.put(place, json={"properties": sent})
    assert (answer.status_code, answer.content) == (202, b"null")
    assert answer.headers["x-ms-async-operation-timeout"] == "PT1H"
    url = answer.headers["Location"]
    assert url.startswith(f"{BASE}/{service}/v1.0/operations/") and "Azure-AsyncOperation" not in answer.headers
    assert (client.get(url).status_code, client.get(url).content) == (202, b"")
    assert "Retry-After" not in answer.headers and "Retry-After" not in client.get(url).headers
    emulator.config.patch({"retry_after": 1})
    assert client.get(url).headers["Retry-After"] == "1"
    emulator.clock.advance(11)
    ended = client.get(url)
    wanted = {key: f"azureml://registries/reg1/{value}" for key, value in last.items()} if last else None
    assert (ended.status_code, ended.json() if ended.content else None) == (200, wanted)
    found = client.get(place).json()
    assert (found["id"], found["name"]) == (f"azureml://registries/reg1/{kind}/a/versions/1", name)
    assert "provisioningState" not in found["properties"]
    listed = client.get(place.replace("/versions/1", "/versions")).json()["value"]
    assert [row["id"] for row in listed] == [found["id"]]
    assert client.get(place.replace("/a/versions/1", "/none/versions")).json() == {"value": []}
    assert client.get(place.replace("/a/", "/none/")).status_code == 404
    assert client.get(place.replace("/reg1/", "/reg2/").replace("/versions/1", "/versions")).status_code == 404
    assert client.get(f"{BASE}/{service}/v1.0/operations/none").status_code == 404
    assert client.put(place, headers={"Authorization": ""}, json={}).status_code == 401


def test_a_region_says_where_the_files_of_an_asset_go_first(client, emulator):
    registry = f"{GROUP}/providers/Microsoft.MachineLearningServices/registries/reg1"
    emulator.arm.put_state(registry, {"location": "eastus", "properties": {}})
    sent = {"assetId": "azureml://registries/reg1/models/a/versions/1"}
    found = client.put(f"/mferp/managementfrontend{registry}/tempdatarefs/a/versions/1", json=sent).json()
    assert found["blobReferenceForConsumption"]["credential"]["credentialType"] == "SAS"
    assert found["temporaryDataReferenceId"]


# ----- MLflow -----------------------------------------------------------------------------------------------------


def mlflow(path):
    return url("mlflow/v2.0", "api/2.0/mlflow/" + path)


def test_mlflow_tracks_into_the_same_history(client):
    missing = client.get(mlflow("experiments/get-by-name?experiment_name=mx"))
    assert (missing.status_code, missing.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    own = client.post(mlflow("experiments/create"), json={"name": "mx"}).json()["experiment_id"]
    again = client.post(mlflow("experiments/create"), json={"name": "mx"})
    assert again.json()["error_code"] == "RESOURCE_ALREADY_EXISTS"
    shown = client.get(mlflow("experiments/get-by-name?experiment_name=mx")).json()["experiment"]
    assert (shown["experiment_id"], shown["lifecycle_stage"]) == (own, "active")
    tags = [{"key": "mlflow.runName", "value": "calm"}]
    sent = {"experiment_id": own, "start_time": 1767225600000, "tags": tags}
    run = client.post(mlflow("runs/create"), json=sent).json()["run"]
    run_id = run["info"]["run_id"]
    assert (run["info"]["status"], run["info"]["run_name"], run["info"]["start_time"]) == (
        "RUNNING",
        "calm",
        1767225600000,
    )
    for step in (0, 1):
        body = {"run_id": run_id, "key": "a", "value": step + 0.5, "timestamp": 1767225600000 + step, "step": step}
        assert client.post(mlflow("runs/log-metric"), json=body).json() == {}
    client.post(mlflow("runs/log-parameter"), json={"run_id": run_id, "key": "lr", "value": "0.1"})
    done = client.post(mlflow("runs/update"), json={"run_id": run_id, "status": "FINISHED", "end_time": 1767225700000})
    assert done.json()["run_info"]["end_time"] == 1767225700000
    data = client.get(mlflow(f"runs/get?run_id={run_id}")).json()["run"]["data"]
    assert data["metrics"][0]["value"] == 1.5
    assert data["params"] == [{"key": "lr", "value": "0.1"}]
    values = client.get(mlflow(f"metrics/get-history?run_id={run_id}&metric_key=a")).json()["metrics"]
    assert [value["value"] for value in values] == [0.5, 1.5]
    assert client.get(history(f"experiments/mx/runs/{run_id}")).json()["status"] == "Completed"


def test_mlflow_finds_registered_models(client):
    register(client)
    rows = client.get(mlflow("registered-models/search")).json()["registered_models"]
    assert (rows[0]["name"], rows[0]["latest_versions"][0]["version"]) == ("m1", "1")
    assert client.get(mlflow("registered-models/get?name=none")).json()["error_code"] == "RESOURCE_DOES_NOT_EXIST"


# ----- filters and patches ----------------------------------------------------------------------------------------

ROW = {
    "Status": "Running",
    "tags": {"owner": "o'k", "and more": "x"},
    "createdUtc": "2026-01-02T00:00:00.1234567+00:00",
    "runTypeV2": {"traits": ["sweep"]},
    "hidden": False,
    "parentRunId": None,
    "runNumber": 10,
}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", True),
        ("Status eq Running", True),
        ("(status eq 'Running') and (ParentRunId eq null)", True),
        ("Status ne Running or Hidden eq true", False),
        ("not (Status eq Failed)", True),
        ("Tags/owner eq 'o''k'", True),
        ("Tags/missing eq null", True),
        ("(RunTypeV2/Traits/sweep ne null) or (RunTypeV2/Traits/sweep eq null)", True),
        ("RunTypeV2/Traits/grid ne null", False),
        ("CreatedUtc ge 2026-01-01 12:00:00+00:00", True),
        ("CreatedUtc gt 2026-01-03T00:00:00Z", False),
        ("RunNumber gt 9", True),
        ("RunNumber lt abc", False),
    ],
)
def test_a_filter_reads_what_clients_write(text, expected):
    assert filter_of(text)(ROW) is expected


@pytest.mark.parametrize("text", ["Status", "(Status eq Running", "Status eq", "Status like x", "and", "Status eq a )"])
def test_a_filter_that_cannot_be_read_is_an_error(text):
    with pytest.raises(FilterError):
        filter_of(text)


def test_an_order_puts_rows_without_the_member_last():
    rows = [{"n": 2}, {"n": None}, {"n": 10}]
    assert [row["n"] for row in ordered(rows, "N desc")] == [10, 2, None]
    assert [row["n"] for row in ordered(rows, ["n"])] == [2, 10, None]
    with pytest.raises(FilterError):
        ordered(rows, "n sideways")


def test_a_json_patch_is_applied_whole_or_not_at_all():
    document = {"kvTags": {"a": "1"}, "description": None, "properties": None}
    operations = [
        {"op": "add", "path": "/kvTags/b~1c", "value": "2"},
        {"op": "add", "path": "/properties/x", "value": "y"},
        {"op": "remove", "path": "/kvTags/a"},
    ]
    assert patched(document, operations) == {"kvTags": {"b/c": "2"}, "description": None, "properties": {"x": "y"}}
    for broken in (
        {"op": "remove", "path": "/kvTags/z"},
        {"op": "move", "path": "/kvTags/a"},
        {"op": "add", "path": "a"},
        {"op": "add", "path": "/kvTags/a/b", "value": 1},
    ):
        with pytest.raises(PatchError):
            patched(document, [broken])
    assert document["kvTags"] == {"a": "1"}
