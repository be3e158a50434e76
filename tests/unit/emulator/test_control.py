# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control API: journal, faults, knobs, clock, prior state, lag."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from tests.emulator.directory import SUBSCRIPTION
from tests.unit.emulator.in_process import GROUP

ACCOUNT = GROUP + "/providers/Microsoft.Storage/storageAccounts/st1"
NEW_ACCOUNT = {"location": "eastus", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}


def journal(cloud, since=0):
    return cloud.client.get(f"/_emulator/journal?since={since}").json()["value"]


def script(cloud, match, action):
    answer = cloud.client.post("/_emulator/faults", json={"match": match, "action": action})
    assert answer.status_code == 200, answer.text


def test_the_journal_holds_what_happened_and_no_secrets(cloud):
    cloud.group()
    cloud.client.headers["x-ms-client-request-id"] = "mine"
    cloud.get(GROUP, sig="hush")
    cloud.put(ACCOUNT, NEW_ACCOUNT)
    rows = journal(cloud)
    assert [(row["method"], row["status"]) for row in rows[-2:]] == [("GET", 200), ("PUT", 202)]
    assert rows[-2]["query"] == {"api-version": "2021-04-01", "sig": "***"}
    assert rows[-1]["client_request_id"] == "mine" and rows[-1]["audience"] == "https://management.azure.com/"
    assert rows[-1]["path"] == ACCOUNT and rows[-1]["body_hash"] and not rows[-2]["body_hash"]
    assert "hush" not in str(rows) and "Bearer" not in str(rows)
    assert journal(cloud, rows[-1]["n"]) == []
    assert cloud.client.delete("/_emulator/journal").status_code == 204
    assert journal(cloud) == []
    cloud.get(GROUP)
    assert journal(cloud)[0]["n"] == rows[-1]["n"] + 1


def test_a_fault_hits_the_nth_request_and_as_often_as_told(cloud):
    cloud.group()
    match = {"method": "GET", "path": "/resourcegroups/rg\\?", "nth": 2, "times": 1}
    script(cloud, match, {"status": 503, "code": "Busy", "message": "later", "headers": {"Retry-After": "3"}})
    answers = [cloud.get(GROUP) for _turn in range(4)]
    assert [answer.status_code for answer in answers] == [200, 503, 200, 200]
    assert answers[1].json() == {"error": {"code": "Busy", "message": "later"}}
    assert answers[1].headers["Retry-After"] == "3"
    state = cloud.client.get("/_emulator/faults").json()["value"][0]
    assert (state["seen"], state["hits"]) == (4, 1)
    cloud.client.delete("/_emulator/faults")
    assert cloud.client.get("/_emulator/faults").json() == {"value": []}


def test_an_answer_can_be_lost_after_the_work_is_done(cloud):
    cloud.group()
    script(cloud, {"method": "PUT", "times": 1}, {"status": 502, "body": {"x": 1}, "after": True})
    answer = cloud.put(ACCOUNT, NEW_ACCOUNT)
    assert (answer.status_code, answer.json()) == (502, {"x": 1})
    assert cloud.get(ACCOUNT).status_code == 200


def test_a_wrong_fault_is_refused(cloud):
    for wrong in ({"match": {}}, {"match": {"path": "("}, "action": {"status": 500}}):
        answer = cloud.client.post("/_emulator/faults", json=wrong)
        assert answer.status_code == 400 and "ValueError" in answer.json()["error"]["message"]


def test_knobs_are_read_merged_and_checked(cloud):
    changed = cloud.client.patch("/_emulator/config", json={"operation_seconds": {"x:create": 3}, "page_size": 7})
    assert changed.json()["page_size"] == 7
    assert changed.json()["operation_seconds"] == {"default": 10.0, "x:create": 3}
    again = cloud.client.patch("/_emulator/config", json={"operation_seconds": {"x:create": None}})
    assert again.json()["operation_seconds"] == {"default": 10.0}
    assert cloud.client.patch("/_emulator/config", json={"toast": 1}).status_code == 400
    assert cloud.state.config.seconds_for("X", "create") == 10.0


def test_operations_last_as_long_as_their_type_and_verb(cloud):
    cloud.group()
    seconds = {"microsoft.storage/storageaccounts:create": 100.0}
    cloud.client.patch("/_emulator/config", json={"operation_seconds": seconds})
    url = cloud.put(ACCOUNT, NEW_ACCOUNT).headers["Location"]
    cloud.client.post("/_emulator/clock", json={"advance": 99})
    assert cloud.client.get(url).status_code == 202
    cloud.client.post("/_emulator/clock", json={"advance": 1})
    assert cloud.client.get(url).status_code == 200
    assert cloud.client.post("/_emulator/clock", json={"advance": -1}).status_code == 400


def test_answers_are_dated_by_the_emulators_clock(cloud):
    said = [parsedate_to_datetime(cloud.client.get("/metadata/endpoints").headers["date"])]
    cloud.client.post("/_emulator/clock", json={"advance": 3600})
    said.append(parsedate_to_datetime(cloud.client.get("/metadata/endpoints").headers["date"]))
    assert 3600 <= (said[1] - said[0]).total_seconds() < 3660


def test_polls_can_move_the_clock(cloud):
    cloud.group()
    cloud.client.patch("/_emulator/config", json={"poll_step": 4})
    url = cloud.put(ACCOUNT, NEW_ACCOUNT).headers["Location"]
    assert [cloud.client.get(url).status_code for _turn in range(3)] == [202, 202, 200]


def test_prior_state_is_put_without_rules(cloud):
    body = {"id": ACCOUNT, "location": "eastus", "properties": {"x": 1}}
    answer = cloud.client.put("/_emulator/resources", json=[{"id": GROUP, "location": "eastus"}, body])
    assert answer.json()["value"][1]["type"] == "Microsoft.Storage/storageAccounts"
    assert cloud.get(ACCOUNT).json()["properties"] == {"x": 1}
    assert len(cloud.client.get("/_emulator/resources").json()["value"]) == 2
    assert cloud.client.put("/_emulator/resources", json={"id": "/x"}).status_code == 400
    cloud.client.post("/_emulator/reset")
    assert cloud.client.get("/_emulator/resources").json() == {"value": []}


def test_reads_lag_behind_writes_on_demand(cloud):
    cloud.group()
    cloud.client.patch("/_emulator/config", json={"lag_reads": 2})
    cloud.put(GROUP, {"location": "eastus", "tags": {"a": "b"}})
    assert ["tags" in cloud.get(GROUP).json() for _turn in range(3)] == [False, False, True]
    cloud.put(ACCOUNT, NEW_ACCOUNT)
    assert [cloud.get(ACCOUNT).status_code for _turn in range(3)] == [404, 404, 200]


def test_the_clouds_document_names_us_in_both_forms(cloud):
    old = cloud.client.get("/metadata/endpoints?api-version=2019-05-01", headers={"Host": "localhost:9"}).json()
    new = cloud.client.get("/metadata/endpoints?api-version=2022-09-01", headers={"Host": "localhost:9"}).json()
    assert old == [new]
    assert new["name"] == "AzureEmulator" and new["resourceManager"] == "https://localhost:9/"
    assert new["authentication"]["loginEndpoint"] == "https://localhost:9"
    regional = cloud.client.get("/discovery", headers={"Authorization": ""}).json()
    assert {"api", "studio", "modelmanagement", "history"} <= set(regional)


def test_links_lead_back_under_the_callers_name(cloud):
    cloud.group()
    answer = cloud.client.put(
        ACCOUNT + "?api-version=2023-05-01", json=NEW_ACCOUNT, headers={"Host": "localhost:9", "x": SUBSCRIPTION}
    )
    assert answer.headers["Location"].startswith("https://localhost:9/subscriptions/")


def test_a_state_is_kept_and_come_back_to_as_often_as_one_likes(cloud):
    cloud.group()
    cloud.made(ACCOUNT, NEW_ACCOUNT)
    before = cloud.client.get("/_emulator/resources").json()
    assert cloud.client.post("/_emulator/keep", json={"as": "an account"}).status_code == 204
    for _turn in range(2):
        cloud.client.delete("/_emulator/journal")
        cloud.delete(GROUP)
        cloud.state.clock.advance(60)
        assert cloud.get(ACCOUNT).status_code == 404
        assert cloud.client.post("/_emulator/reset", json={"to": "an account"}).status_code == 204
        assert cloud.client.get("/_emulator/resources").json() == before and journal(cloud) == []
    assert cloud.client.post("/_emulator/reset").status_code == 204
    assert cloud.client.get("/_emulator/resources").json() == {"value": []}


def test_a_state_in_which_operations_run_is_not_kept(cloud):
    cloud.group()
    cloud.put(ACCOUNT, NEW_ACCOUNT)
    answer = cloud.client.post("/_emulator/keep", json={"as": "soon an account"})
    assert answer.status_code == 400 and "operations still run" in answer.json()["error"]["message"]
    answer = cloud.client.post("/_emulator/reset", json={"to": "soon an account"})
    assert answer.status_code == 400 and cloud.get(ACCOUNT).status_code == 200


def test_permissions_are_told_where_they_hold_and_only_to_who_may_read_them(cloud):
    path = cloud.workspace() + "/providers/Microsoft.Authorization/permissions"
    version = {"api-version": "2022-04-01"}
    told = cloud.client.get(path, params=version).json()["value"]
    assert [role["actions"] for role in told] == [["*"]] and told[0]["notActions"] == []
    assert cloud.client.get(path, params={"api-version": "2021-01-01"}).status_code == 400
    cloud.state.config.patch({"permissions": {"app": ["*/workspaces/read", "Microsoft.Authorization/*/read"]}})
    told = cloud.client.get(path, params=version).json()["value"]
    assert told[0]["actions"] == ["*/workspaces/read", "Microsoft.Authorization/*/read"]
    cloud.state.config.patch({"permissions": {"app": ["*/workspaces/read"]}})
    assert cloud.client.get(path, params=version).status_code == 403
