# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Template deployments through the whole application, and the expressions of templates."""

from __future__ import annotations

import time

import pytest
import requests
from starlette.testclient import TestClient

from tests.emulator import Emulator, templates, tokens
from tests.emulator.app import build
from tests.emulator.clock import Clock
from tests.emulator.config import Config
from tests.emulator.core import EmulatorState
from tests.emulator.directory import SUBSCRIPTION, TENANT, Directory
from tests.emulator.store import Store

BASE = "https://127.0.0.1:8443"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
OWN = f"{GROUP}/providers/Microsoft.Resources/deployments/d1"
API = "?api-version=2020-06-01"


@pytest.fixture(name="emulator")
def emulator_fixture():
    config = Config(registered=["*"], operation_seconds={"default": 10.0})
    return EmulatorState(Store(), Clock(virtual=True), config, Directory(), base_url=BASE)


@pytest.fixture(name="client")
def client_fixture(emulator):
    client = TestClient(build(emulator), base_url=BASE)
    emulator.arm.put_state(GROUP, {"location": "westeurope", "properties": {"provisioningState": "Succeeded"}})
    token = tokens.issue(
        tenant=TENANT,
        client_id="app",
        object_id="o",
        audience=tokens.ARM_AUDIENCES[0],
        now=emulator.clock.now(),
        lifetime_s=3600,
    )
    client.headers["Authorization"] = "Bearer " + token
    return client


def workspace_template():
    """The gist of MLClient's template: conditions, existing and new dependents, flags as texts."""
    names = (
        "workspaceName",
        "storageAccountName",
        "keyVaultName",
        "applicationInsightsName",
        "logAnalyticsName",
        "kind",
        "keyVaultOption",
        "storageAccountOption",
        "confidential_data",
        "encryption_status",
    )
    place = "[resourceGroup().location]"
    return {
        "parameters": {
            **{name: {"type": "string"} for name in names},
            "identity": {"type": "object", "defaultValue": {"type": "SystemAssigned"}},
            "secret": {"type": "securestring", "defaultValue": "hidden"},
        },
        "variables": {
            "storage": "[resourceId('Microsoft.Storage/storageAccounts', parameters('storageAccountName'))]",
            "vault": "[resourceId('Microsoft.KeyVault/vaults', parameters('keyVaultName'))]",
            "insights": "[resourceId('Microsoft.Insights/components', parameters('applicationInsightsName'))]",
            "logs": "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('logAnalyticsName'))]",
        },
        "resources": [
            {
                "type": "Microsoft.MachineLearningServices/workspaces",
                "apiVersion": "2023-08-01-preview",
                "name": "[parameters('workspaceName')]",
                "location": place,
                "kind": "[parameters('kind')]",
                "identity": "[parameters('identity')]",
                "dependsOn": ["[variables('storage')]", "[variables('vault')]", "[variables('insights')]"],
                "properties": {
                    "storageAccount": "[variables('storage')]",
                    "keyVault": "[variables('vault')]",
                    "applicationInsights": "[variables('insights')]",
                    "containerRegistry": "[json('null')]",
                    "hbiWorkspace": "[parameters('confidential_data')]",
                    "imageBuildCompute": "",
                    "encryption": {
                        "status": "[parameters('encryption_status')]",
                        "keyVaultProperties": {"keyVaultArmId": ""},
                    },
                },
            },
            {
                "condition": "[equals(parameters('storageAccountOption'), 'new')]",
                "type": "Microsoft.Storage/storageAccounts",
                "apiVersion": "2019-04-01",
                "name": "[parameters('storageAccountName')]",
                "location": place,
                "kind": "StorageV2",
                "sku": {"name": "Standard_LRS"},
                "properties": {},
            },
            {
                "condition": "[equals(parameters('keyVaultOption'), 'new')]",
                "type": "Microsoft.KeyVault/vaults",
                "apiVersion": "2019-09-01",
                "name": "[parameters('keyVaultName')]",
                "location": place,
                "properties": {
                    "tenantId": "[subscription().tenantId]",
                    "sku": {"name": "standard", "family": "A"},
                    "accessPolicies": [],
                },
            },
            {
                "type": "Microsoft.Insights/components",
                "apiVersion": "2020-02-02-preview",
                "name": "[parameters('applicationInsightsName')]",
                "location": place,
                "kind": "web",
                "dependsOn": ["[variables('logs')]"],
                "properties": {"Application_Type": "web", "WorkspaceResourceId": "[variables('logs')]"},
            },
            {
                "type": "Microsoft.OperationalInsights/workspaces",
                "apiVersion": "2020-08-01",
                "name": "[parameters('logAnalyticsName')]",
                "location": place,
                "properties": {},
            },
        ],
        "outputs": {"vault": {"type": "string", "value": "[reference(variables('vault')).vaultUri]"}},
    }


def workspace_parameters(**changes):
    values = {
        "workspaceName": "ws1",
        "storageAccountName": "st1",
        "keyVaultName": "kv1",
        "applicationInsightsName": "ai1",
        "logAnalyticsName": "logs1",
        "kind": "default",
        "keyVaultOption": "new",
        "storageAccountOption": "new",
        "confidential_data": "false",
        "encryption_status": "Disabled",
        **changes,
    }
    return {name: {"value": value} for name, value in values.items()}


def put(client, template, parameters=None, path=OWN, **more):
    properties = {"template": template, "parameters": parameters or {}, "mode": "Incremental", **more}
    return client.put(path + API, json={"properties": properties})


def finish(client, emulator, answer):
    """Poll as clients do; returns the words seen and the last answer."""
    url, words = answer.headers["Azure-AsyncOperation"], []
    for _attempt in range(20):
        body = client.get(url).json()
        words.append(body["status"])
        if body["status"] in ("Succeeded", "Failed"):
            return words, body
        emulator.clock.advance(5)
    raise AssertionError(words)


def test_a_workspace_template_makes_the_workspace_and_its_dependents(client, emulator):
    answer = put(client, workspace_template(), workspace_parameters())
    assert answer.status_code == 201
    body = answer.json()
    assert (body["id"], body["properties"]["provisioningState"]) == (OWN, "Accepted")
    assert "Location" not in answer.headers
    words, last = finish(client, emulator, answer)
    assert words[0] == "Accepted"
    assert words[-1] == "Succeeded", last
    assert set(words[1:-1]) == {"Running"}
    done = client.get(OWN + API).json()["properties"]
    assert [row["id"].rpartition("/")[2] for row in done["outputResources"]] == ["ai1", "kv1", "ws1", "logs1", "st1"]
    assert done["outputs"]["vault"]["value"].startswith("https://kv1.")
    assert done["parameters"]["secret"] == {"type": "Securestring"}
    assert done["duration"].startswith("PT")
    names = {row["namespace"].partition(".")[2] for row in done["providers"]}
    assert names == {"Storage", "KeyVault", "OperationalInsights", "Insights", "MachineLearningServices"}
    workspace = client.get(
        f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws1?api-version=2025-12-01"
    ).json()
    assert workspace["properties"]["provisioningState"] == "Succeeded"
    assert workspace["properties"]["hbiWorkspace"] is False
    assert workspace["properties"]["keyVault"].endswith("/kv1")
    rows = client.get(OWN + "/operations" + API).json()["value"]
    assert {row["properties"]["provisioningState"] for row in rows} == {"Succeeded"}
    assert len(rows) == 5
    one = client.get(f"{OWN}/operations/{rows[0]['operationId']}{API}").json()
    assert one["properties"]["targetResource"] == rows[0]["properties"]["targetResource"]


def test_a_dependent_that_exists_is_neither_made_nor_listed(client, emulator):
    finish(client, emulator, put(client, workspace_template(), workspace_parameters()))
    parameters = workspace_parameters(workspaceName="ws2", keyVaultOption="existing", storageAccountOption="existing")
    other = OWN.replace("d1", "d2")
    finish(client, emulator, put(client, workspace_template(), parameters, path=other))
    done = client.get(other + API).json()["properties"]
    assert [row["id"].rpartition("/")[2] for row in done["outputResources"]] == ["ai1", "ws2", "logs1"]
    waits = {row["resourceName"]: [each["resourceName"] for each in row["dependsOn"]] for row in done["dependencies"]}
    assert waits == {"ai1": ["logs1"], "ws2": ["ai1"]}


def test_a_running_deployment_is_not_replaced_and_a_finished_one_is(client, emulator):
    first = put(client, workspace_template(), workspace_parameters())
    again = put(client, workspace_template(), workspace_parameters())
    assert (again.status_code, again.json()["error"]["code"]) == (409, "DeploymentActive")
    finish(client, emulator, first)
    assert put(client, workspace_template(), workspace_parameters()).status_code == 200


def test_a_resource_that_is_refused_or_fails_ends_the_deployment_as_failed(client, emulator):
    refused = put(client, workspace_template(), workspace_parameters(storageAccountName="Not-Allowed"))
    words, last = finish(client, emulator, refused)
    assert words[-1] == "Failed"
    assert last["error"]["code"] == "DeploymentFailed"
    assert last["error"]["details"][0]["target"].endswith("/storageAccounts/Not-Allowed")
    kind = "Microsoft.MachineLearningServices/workspaces"
    emulator.config.failures = [{"type": kind, "name": ".*", "code": "BadRequest", "message": "no"}]
    failed = put(client, workspace_template(), workspace_parameters(), path=OWN.replace("d1", "d2"))
    words, last = finish(client, emulator, failed)
    assert words[-1] == "Failed"
    detail = last["error"]["details"][0]
    assert (detail["code"], detail["details"][0]["code"]) == ("ResourceDeploymentFailure", "BadRequest")
    shown = client.get(OWN.replace("d1", "d2") + API).json()["properties"]
    assert (shown["provisioningState"], shown["error"]) == ("Failed", last["error"])
    rows = client.get(OWN.replace("d1", "d2") + "/operations" + API).json()["value"]
    states = {
        row["properties"]["targetResource"]["resourceName"]: row["properties"]["provisioningState"] for row in rows
    }
    assert (states["ws1"], states["st1"]) == ("Failed", "Succeeded")


def identity(name):
    kind = "Microsoft.ManagedIdentity/userAssignedIdentities"
    return {"type": kind, "apiVersion": "2018-11-30", "name": name, "location": "[resourceGroup().location]"}


@pytest.mark.parametrize("scope", ["inner", "outer"])
def test_a_nested_template_is_deployed_on_its_own(client, emulator, scope):
    nested = {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2020-06-01",
        "name": "inside",
        "properties": {
            "mode": "Incremental",
            "expressionEvaluationOptions": {"scope": scope},
            "parameters": {"name": {"value": "[concat('uai', '1')]"}},
            "template": {
                "parameters": {"name": {"type": "string"}},
                "resources": [identity("[parameters('name')]")],
            },
        },
    }
    template = {"parameters": {"name": {"type": "string", "defaultValue": "outside"}}, "resources": [nested]}
    finish(client, emulator, put(client, template))
    made = [row["name"] for row in emulator.store.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")]
    assert made == ["uai1" if scope == "inner" else "outside"]
    assert client.get(OWN.replace("d1", "inside") + API).json()["properties"]["provisioningState"] == "Succeeded"
    assert sorted(row["name"] for row in client.get(OWN.rpartition("/")[0] + API).json()["value"]) == ["d1", "inside"]


def test_children_written_inside_a_resource_come_after_it(client, emulator):
    storage = {
        "type": "Microsoft.Storage/storageAccounts",
        "apiVersion": "2021-04-01",
        "name": "st1",
        "location": "westeurope",
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "resources": [
            {"type": "fancyServices", "apiVersion": "2021-04-01", "name": "default", "condition": "[true()]"}
        ],
    }
    finish(client, emulator, put(client, {"resources": [storage], "outputs": {}}))
    done = client.get(OWN + API).json()["properties"]
    assert [row["id"].rpartition("storageAccounts/")[2] for row in done["outputResources"]] == [
        "st1",
        "st1/fancyServices/default",
    ]
    assert done["outputs"] == {}


def test_what_is_read_by_reference_is_waited_for(client, emulator):
    reader = {
        "type": "Microsoft.Storage/storageAccounts",
        "apiVersion": "2021-04-01",
        "name": "st1",
        "location": "westeurope",
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "tags": {"client": "[variables('client')]"},
    }
    own = "reference(resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'uai1'), '2018-11-30')"
    template = {"variables": {"client": f"[{own}.clientId]"}, "resources": [reader, identity("uai1")]}
    words, last = finish(client, emulator, put(client, template))
    assert words[-1] == "Succeeded", last
    made = emulator.store.get(f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uai1")
    account = emulator.store.get(f"{GROUP}/providers/Microsoft.Storage/storageAccounts/st1")
    assert account["tags"]["client"] == made["properties"]["clientId"]
    waits = client.get(OWN + API).json()["properties"]["dependencies"][0]["dependsOn"]
    assert [(row["resourceName"], row["apiVersion"]) for row in waits] == [("uai1", "2018-11-30")]


def test_a_deployment_goes_on_when_nobody_looks():
    with Emulator(operation_seconds=0.1, registered=["*"], http_port=None) as running, requests.Session() as session:
        token = tokens.issue(
            tenant=TENANT, client_id="app", object_id="o", audience=running.url, now=time.time(), lifetime_s=600
        )
        running.state.arm.put_state(GROUP, {"location": "westeurope", "properties": {}})
        session.headers["Authorization"] = "Bearer " + token
        session.verify = running.ca_file
        session.trust_env = False
        body = {"properties": {"template": workspace_template(), "parameters": workspace_parameters()}}
        assert session.put(running.url + OWN + API, json=body, timeout=10).status_code == 201
        path = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws1?api-version=2025-12-01"
        limit = time.monotonic() + 10
        while session.get(running.url + path, timeout=10).status_code != 200 and time.monotonic() < limit:
            time.sleep(0.05)
        assert session.get(running.url + path, timeout=10).status_code == 200


def test_validate_makes_nothing_and_says_what_would_be_made(client, emulator):
    body = {"properties": {"template": {"resources": [identity("uai1")]}, "mode": "Incremental"}}
    answer = client.post(OWN + "/validate" + API, json=body)
    assert answer.status_code == 200
    assert answer.json()["properties"]["validatedResources"][0]["id"].endswith("/uai1")
    assert client.get(OWN + API).status_code == 404
    assert list(emulator.store.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")) == []


def test_a_deployment_is_forgotten_without_its_resources(client, emulator):
    finish(client, emulator, put(client, {"resources": [identity("uai1")]}))
    answer = client.delete(OWN + API)
    assert (answer.status_code, answer.content) == (202, b"")
    assert f"/subscriptions/{SUBSCRIPTION}/operationresults/" in answer.headers["Location"]
    assert client.get(answer.headers["Location"]).status_code == 202
    emulator.clock.advance(11)
    assert client.get(answer.headers["Location"]).status_code == 204
    assert client.delete(OWN + API).status_code == 204
    missing = client.get(OWN + API)
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "DeploymentNotFound")
    assert client.head(OWN + API).status_code == 404
    assert len(list(emulator.store.of_type("Microsoft.ManagedIdentity/userAssignedIdentities"))) == 1


def test_the_gate_refuses_as_arm_does(client):
    def code(path, **more):
        return client.get(path, **more).json()["error"]["code"]

    assert code(OWN) == "MissingApiVersionParameter"
    assert code(OWN + "?api-version=1999-01-01") == "InvalidApiVersionParameter"
    assert code(OWN.replace("/rg/", "/nope/") + API) == "ResourceGroupNotFound"
    assert code(OWN.replace(SUBSCRIPTION, TENANT) + API) == "SubscriptionNotFound"
    assert code(OWN + API, headers={"Authorization": ""}) == "AuthenticationFailed"
    assert client.put(OWN + API, content=b"{").json()["error"]["code"] == "InvalidRequestContent"
    assert put(client, "text").json()["error"]["code"] == "InvalidRequestContent"
    assert put(client, {}, mode="Complete").json()["error"]["code"] == "InvalidDeploymentMode"


@pytest.mark.parametrize(
    "template, parameters, text",
    [
        ({"parameters": {"p": {"type": "string"}}}, {}, "The value for the template parameter 'p' is not provided"),
        ({}, {"q": {"value": 1}}, "do not correspond to any parameters"),
        ({"resources": [{"type": "A.B/c", "name": "[unknown('x')]"}]}, {}, "template function 'unknown' is not valid"),
        ({"resources": [{"type": "A.B/c/d", "name": "x"}]}, {}, "takes 2 names, not 1"),
        ({"resources": [{"type": "A.B/c", "name": "x", "copy": {"count": 2}}]}, {}, "'copy'"),
        (
            {
                "resources": [
                    {"type": "A.B/c", "name": "x", "dependsOn": ["y"]},
                    {"type": "A.B/c", "name": "y", "dependsOn": ["x"]},
                ]
            },
            {},
            "Circular dependency",
        ),
    ],
)
def test_a_template_that_cannot_be_read_is_refused(client, template, parameters, text):
    answer = put(client, template, parameters)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidTemplate")
    assert text in answer.json()["error"]["message"]


def frame(**values):
    template = {"variables": {"v": "[concat(parameters('a'), '-v')]"}}
    found = {"properties": {"uri": "u"}, "identity": {"principalId": "p"}}
    return templates.Frame(
        template, "s", "g", "eastus", "t", "d", lambda wanted: found if wanted.endswith("/here") else None, values
    )


@pytest.mark.parametrize(
    "expression, value",
    [
        ("plain", "plain"),
        ("[[bracket]", "[bracket]"),
        ("[variables('v')]", "x-v"),
        ("[concat('it''s', ' ', 1)]", "it's 1"),
        ("[if(equals(parameters('a'), 'x'), 'yes', reference('gone').uri)]", "yes"),
        ("[and(true(), not(empty('')))]", False),
        ("[or(false(), equals(1, 1))]", True),
        ("[resourceId('A.B/c/d', 'x', 'y')]", "/subscriptions/s/resourceGroups/g/providers/A.B/c/x/d/y"),
        ("[resourceId('g2', 'A.B/c', 'x')]", "/subscriptions/s/resourceGroups/g2/providers/A.B/c/x"),
        ("[resourceId('s2', 'g2', 'A.B/c', 'x')]", "/subscriptions/s2/resourceGroups/g2/providers/A.B/c/x"),
        ("[subscriptionResourceId('A.B/c', 'x')]", "/subscriptions/s/providers/A.B/c/x"),
        ("[reference(resourceId('A.B/c', 'here')).URI]", "u"),
        ("[reference(resourceId('A.B/c', 'here'), '2020-01-01', 'Full').identity.principalId]", "p"),
        ("[split('a/b', '/')[1]]", "b"),
        ("[format('{0}/{1}', 'a', 2)]", "a/2"),
        ("[json('null')]", None),
        ("[createObject('k', createArray(1, 2)).k[0]]", 1),
        ("[toLower(resourceGroup().location)]", "eastus"),
        ("[union(createArray(1), createArray(1, 2))]", [1, 2]),
        ("[coalesce(null(), 'x')]", "x"),
        ("[length(uniqueString('a'))]", 13),
    ],
)
def test_an_expression_is_what_arm_makes_of_it(expression, value):
    assert templates.evaluate({"k": [expression]}, frame(a="x")) == {"k": [value]}


def test_a_null_takes_the_default_of_its_parameter(client, emulator):
    template = {
        "parameters": {
            "one": {"type": "string", "defaultValue": "[concat('store', newGuid())]"},
            "two": {"type": "object"},
        },
        "resources": [],
    }
    answer = put(client, template, {"one": {"value": None}, "two": {"value": None}})
    shown = answer.json()["properties"]["parameters"]
    assert shown["one"]["value"].startswith("store") and len(shown["one"]["value"]) == 41
    assert shown["two"]["value"] is None


@pytest.mark.parametrize(
    "expression",
    [
        "[parameters('b')]",
        "[variables('w')]",
        "[concat('a']",
        "[concat('a' 'b')]",
        "['a' 'b']",
        "[reference('gone')]",
        "[createArray(1)[3]]",
        "[substring()]",
        "[.x]",
        "[?]",
        "[concat('a').]",
    ],
)
def test_an_expression_that_means_nothing_is_an_error(expression):
    with pytest.raises(templates.TemplateError):
        templates.evaluate(expression, frame(a="x"))
