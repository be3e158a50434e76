# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as pure functions: what it says, in which formats, and that nothing in it does anything."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from ansible_collections.mlops.azureml.plugins.module_utils import baseline, redact
from ansible_collections.mlops.azureml.plugins.module_utils.items import checked
from ansible_collections.mlops.azureml.plugins.module_utils.report import facts, keeping, pictures, states, telling
from ansible_collections.mlops.azureml.plugins.module_utils.report.junit import junit
from ansible_collections.mlops.azureml.plugins.module_utils.report.looking import Seen
from ansible_collections.mlops.azureml.plugins.module_utils.report.page import page
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE
from ansible_collections.mlops.azureml.plugins.module_utils.tree import dig
from tests.unit import reported

ROOT = Path(__file__).resolve().parents[2]
EMPTY = Seen(reported.workspace(), [])
ISLAND = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


class Elements(HTMLParser):
    """Every element and attribute of a page, as a browser reads it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


@pytest.mark.parametrize("seen", [EMPTY, reported.some(), reported.hostile()], ids=["empty", "some", "hostile"])
class TestAPage:
    def test_allows_its_own_script_and_style_alone(self, seen):
        text = page(reported.data(seen), reported.MADE)
        policy = re.search('Content-Security-Policy" content="([^"]+)"', text).group(1)
        for tag in ("style", "script"):
            inside = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL).group(1)
            hashed = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{hashed}'" in policy
        assert "default-src 'none'" in policy and "unsafe" not in policy

    def test_names_no_other_place(self, seen):
        elements = Elements(page(reported.data(seen), reported.MADE)).found
        links = [value for _tag, named in elements for word, value in named.items() if word in ("href", "src")]
        assert links and all(link.startswith("#") or link == "data:," for link in links)
        assert not [
            named for _tag, named in elements if any(word.startswith("on") or word == "style" for word in named)
        ]

    def test_has_no_elements_but_its_own(self, seen):
        own = Elements(page(reported.data(reported.some()), reported.MADE)).found
        known = {tag for tag, _named in own} | {"noscript"}
        found = Elements(page(reported.data(seen), reported.MADE)).found
        assert {tag for tag, _named in found} <= known
        assert sum(tag == "script" for tag, _named in found) == 2

    def test_has_data_that_ends_nothing(self, seen):
        island = ISLAND.search(page(reported.data(seen), reported.MADE)).group(1)
        assert "<" not in island
        assert json.loads(island)["made"] == reported.MADE

    def test_says_what_is_not_there(self, seen):
        text = page(reported.data(seen), reported.MADE)
        assert ("There is no compute" in text) == (
            seen is EMPTY or not any(one.noun == "compute" for one in seen.resources)
        )


def test_every_name_reaches_the_page_as_text():
    data = reported.data(reported.hostile())
    text = page(data, reported.MADE)
    rows = json.loads(ISLAND.search(text).group(1))["resources"]
    assert [row[1] for row in rows if row[0] == "datastore"] == [redact.line(name) for name in reported.HOSTILE]
    told = "".join(Elements(text).texts)
    assert "alert(1)" in told and "\u202e" not in text and "\x00" not in text


def test_2000_resources_stay_below_a_megabyte():
    data = reported.data(reported.large())
    assert data["summary"]["resources"] == 2000
    assert len(page(data, reported.MADE).encode()) < 1_000_000


def test_pictures_have_a_name_for_who_does_not_see_them():
    elements = Elements(page(reported.data(reported.some()), reported.MADE)).found
    images = [named for tag, named in elements if tag == "svg"]
    assert len(images) > 6 and all(named["role"] == "img" and named["aria-label"] for named in images)


@pytest.mark.parametrize("values", [[1.0], [2.0, 2.0], [0.0, 1e300, -1e300]])
def test_a_course_is_drawn_whatever_it_measures(values):
    drawn = ElementTree.fromstring(pictures.spark(values, "x"))
    for point in drawn.find("polyline").get("points").split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= 120 and 0 <= y <= 30


class TestJUnit:
    def test_has_a_test_for_each_declared_resource_and_each_rule(self):
        root = ElementTree.fromstring(junit(reported.data(reported.some()), reported.MADE).encode())
        suites = {suite.get("name"): suite for suite in root}
        assert list(suites) == ["drift", "baseline", "reading"]
        assert (suites["drift"].get("tests"), suites["drift"].get("failures")) == ("3", "1")
        assert suites["drift"].find("testcase/failure").get("message") == "update: scale.min_nodes: 1 -> 0"
        assert suites["baseline"].get("tests") == str(len(baseline.RULES))
        assert suites["reading"].get("errors") == "1"

    def test_is_xml_whatever_things_are_called(self):
        assert ElementTree.fromstring(junit(reported.data(reported.hostile()), reported.MADE).encode())


class TestFacts:
    def test_numbers_of_some(self):
        summary = reported.data(reported.some())["summary"]
        assert summary["resources"] == 1 + 3 + 12 + 3 + 4
        assert (summary["declared"], summary["as_declared"], summary["drifted"]) == (3, 2, 1)
        assert summary["undeclared"] == summary["resources"] - 3
        assert (summary["nodes"], summary["idle_nodes"], summary["always_on_nodes"]) == (3, 1, 2)
        assert summary["not_read"] == 1

    def test_nothing_declared_is_no_drift(self):
        data = reported.data(EMPTY)
        assert data["drift"] is None and data["summary"]["drifted"] is None
        assert {row["change"] for row in data["resources"]} == {""}

    def test_a_version_stands_for_its_asset(self):
        model = reported.one("model", "models/churn", {"latestVersion": "2"})
        rows = [{**reported.row(model, "create"), "id": f"{model.path}/versions/2"}]
        data = reported.data(Seen(reported.workspace(), [model], rows=rows))
        assert [row["change"] for row in data["resources"]] == ["undeclared", "create"]
        assert [row["type"] for row in data["drift"]["undeclared"]] == ["workspace"]

    def test_traffic_of_an_endpoint(self):
        (found,) = reported.data(Seen(reported.workspace(), list(reported.endpoint("e", {"blue": 90, "green": 10}))))[
            "endpoints"
        ]
        assert [(row["name"], row["percent"]) for row in found["deployments"]] == [("blue", 90), ("green", 10)]
        assert found["deployments"][0]["model"] == "churn:3"

    def test_secrets_are_masked_wherever_they_are(self):
        seen = Seen(reported.workspace(description="canary-in-a-text"), [reported.job("canary-in-a-text")])
        assert "canary" not in json.dumps(facts.shown(facts.facts(seen, ""), ("canary-in-a-text",)))

    @pytest.mark.parametrize(
        ("compute", "note"),
        [
            (
                reported.cluster("c", least=2, nodes=3, idle=1),
                "1 of 3 nodes idle, never below 2 nodes, nodes go after 2 minutes of idling",
            ),
            (reported.instance("i"), "runs until somebody stops it"),
            (reported.instance("i", idleTimeBeforeShutdown="PT1H"), "stops after 1 hour of idling"),
            (reported.instance("i", "Stopped"), ""),
        ],
    )
    def test_what_idles(self, compute, note):
        (found,) = reported.data(Seen(reported.workspace(), [compute]))["computes"]
        assert found["note"] == note


@pytest.mark.parametrize(
    ("state", "tone"),
    [("Succeeded", "ok"), ("Not Started", "off"), ("Updating", "busy"), ("", "none"), ("FAILED", "bad")],
)
def test_what_a_state_means(state, tone):
    assert states.tone(state) == tone


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PT120S", "2 minutes"),
        ("PT1H", "1 hour"),
        ("P1D", "1 day"),
        ("PT90S", "90 seconds"),
        ("soon", "soon"),
        ("P", "P"),
    ],
)
def test_a_duration_in_words(text, words):
    assert states.duration(text) == words


# For each rule a body that breaks it and one that does not.
CASES = {
    "workspace-public-access": ({}, {"publicNetworkAccess": "Disabled"}),
    "workspace-outbound-open": (
        {"managedNetwork": {"isolationMode": "AllowInternetOutbound"}},
        {"managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"}},
    ),
    "workspace-storage-keys": ({"systemDatastoresAuthMode": "accesskey"}, {"systemDatastoresAuthMode": "identity"}),
    "workspace-no-cmk": ({"encryption": {"status": "Disabled"}}, {"encryption": {"status": "Enabled"}}),
    "compute-local-auth": ({"computeType": "AmlCompute"}, {"computeType": "AmlCompute", "disableLocalAuth": True}),
    "instance-idle-shutdown": (
        {"computeType": "ComputeInstance", "properties": {}},
        {"computeType": "ComputeInstance", "properties": {"idleTimeBeforeShutdown": "PT30M"}},
    ),
    "instance-ssh-public": (
        {"computeType": "ComputeInstance", "properties": {"sshSettings": {"sshPublicAccess": "Enabled"}}},
        {"computeType": "ComputeInstance", "properties": {"sshSettings": {"sshPublicAccess": "Disabled"}}},
    ),
    "cluster-ssh-public": (
        {"computeType": "AmlCompute", "properties": {"remoteLoginPortPublicAccess": "Enabled"}},
        {"computeType": "AmlCompute", "properties": {"remoteLoginPortPublicAccess": "NotSpecified"}},
    ),
    "cluster-never-empty": (
        {"computeType": "AmlCompute", "properties": {"scaleSettings": {"minNodeCount": 1}}},
        {"computeType": "AmlCompute", "properties": {"scaleSettings": {"minNodeCount": 0}}},
    ),
    "cluster-no-identity": (
        {"computeType": "AmlCompute", "identity": None},
        {"computeType": "AmlCompute", "identity": {"type": "UserAssigned"}},
    ),
    "compute-public-ip": (
        {"computeType": "AmlCompute", "properties": {"enableNodePublicIp": True}},
        {"computeType": "Kubernetes", "properties": {"enableNodePublicIp": True}},
    ),
    "endpoint-public-access": ({"publicNetworkAccess": "Enabled"}, {"publicNetworkAccess": "Disabled"}),
    "endpoint-keys": ({"authMode": "Key"}, {"authMode": "AADToken"}),
    "deployment-egress": ({"egressPublicNetworkAccess": "Enabled"}, {"egressPublicNetworkAccess": "Disabled"}),
    "datastore-credentials": (
        {"credentials": {"credentialsType": "Sas"}},
        {"credentials": {"credentialsType": "None"}},
    ),
    "connection-keys": ({"authType": "ApiKey"}, {"authType": "AAD"}),
    "connection-shared": ({"isSharedToAll": True}, {"isSharedToAll": False}),
}


class TestBaseline:
    @pytest.mark.parametrize("rule", baseline.RULES, ids=lambda rule: rule.id)
    def test_a_rule_is_broken_and_kept(self, rule):
        # What says who a resource is stands beside its properties.
        broken, kept = ({"identity": said.get("identity"), "properties": said} for said in CASES[rule.id])
        assert rule.breaks(broken) is True
        assert rule.breaks(kept) is False

    @pytest.mark.parametrize("rule", baseline.RULES, ids=lambda rule: rule.id)
    def test_a_rule_names_an_option_of_its_module(self, rule):
        option = re.match("[a-z_]+", rule.fix).group()
        documentation = (ROOT / "plugins" / "modules" / f"aml_{rule.noun}.py").read_text()
        assert rule.severity in baseline.SEVERITIES
        assert option == "no" or re.search(rf"^ +{option}:$", documentation, re.MULTILINE), option

    @pytest.mark.parametrize("rule", [rule for rule in baseline.RULES if rule.sets], ids=lambda rule: rule.id)
    def test_a_rule_sets_what_it_says_and_what_aml_apply_takes(self, rule):
        said, value = rule.fix.partition(",")[0].split(": ")
        assert str(dig(rule.sets, said)) == value
        assert rule.sets.keys() <= {"compute_type", said.partition(".")[0]}
        item = {"type": rule.noun, "name": "some-name", **rule.sets}
        assert checked(ESTATE, {"resource_group": "rg", "workspace": "ws", "resources": [item]})

    def test_corrections_of_a_resource_are_one_item(self):
        found = baseline.findings("compute", [("c", {"properties": CASES["cluster-never-empty"][0]}), ("d", {})])
        assert baseline.corrections(found) == [
            {
                "type": "compute",
                "name": "c",
                "compute_type": "AmlCompute",
                "scale": {"min_nodes": 0},
                "identity": {"type": "SystemAssigned"},
            }
        ]

    def test_a_rule_that_nobody_looked_at_is_not_kept(self):
        seen = replace(EMPTY, gaps=[("connection", "refused")], left={"datastore"})
        data = facts.facts(seen, "", ["datastore-credentials", "connection-keys", "workspace-no-cmk"])
        assert {row["rule"]: row["broken"] for row in data["rules"]} == {
            "workspace-no-cmk": 1,
            "datastore-credentials": None,
            "connection-keys": None,
        }
        assert [row["rule"] for row in data["findings"]] == ["workspace-no-cmk"]
        suite = ElementTree.fromstring(junit(data, reported.MADE).encode()).find("testsuite[@name='baseline']")
        counts = [suite.get(word) for word in ("tests", "failures", "skipped")]
        assert counts == ["3", "1", "2"]
        assert "Not looked at: datastore-credentials, connection-keys." in page(data, reported.MADE)

    def test_rules_have_names_of_their_own(self):
        assert len({rule.id for rule in baseline.RULES}) == len(baseline.RULES)


class TestPlaces:
    def test_one_format_goes_where_it_is_told(self, tmp_path):
        assert keeping.places("a/report.xml", "ws", ["junit"]) == [("junit", "a/report.xml")]

    def test_several_lie_side_by_side(self):
        found = keeping.places("a/report.junit.xml", "ws", ["html", "json", "junit"])
        assert [place for _word, place in found] == ["a/report.html", "a/report.json", "a/report.junit.xml"]

    def test_a_folder_gets_the_name_of_the_workspace(self, tmp_path):
        assert keeping.places(str(tmp_path), "ws", ["html"]) == [("html", f"{tmp_path}/ws.html")]
        assert keeping.places("new/", "ws", ["json"]) == [("json", "new/ws.json")]


def test_it_says_which_version_made_it():
    assert yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"] == telling.VERSION


def test_what_it_offers_is_what_it_makes():
    assert tuple(ESTATE.report_options["formats"]["choices"]) == telling.FORMATS
    assert set(keeping.ENDINGS) == set(telling.FORMATS)
