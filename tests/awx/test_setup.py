# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What awx_setup makes of an AWX: all that it promises, once; and what a credential of the shipped type gives a job."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import controller
import pytest
import serving
import trustme
import yaml
from controller import PASSWORD, TOKEN, USER, Controller, Refused
from job import COLLECTION, Done, Job

from tests.process.cloud import GROUP, WORKSPACE, Cloud

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT / "extensions" / "awx"
PROJECT = KIT / "project"
PLAYBOOKS = sorted(path.name for path in PROJECT.glob("*.yml") if "import_playbook" in path.read_text())
WANTED = {"awx_setup_scm_url": "https://git.invalid/estate.git"}


@pytest.fixture
def awx(tmp_path: Path) -> Iterator[tuple[Controller, dict[str, str], str]]:
    """An AWX with nothing in it but what every AWX has; how it is reached; its certificate authority."""
    holds = Controller(PLAYBOOKS)
    with controller.serving(holds, tmp_path / "awx") as (url, authority):
        yield holds, {"CONTROLLER_HOST": url, "CONTROLLER_OAUTH_TOKEN": TOKEN}, authority


def setup(awx: tuple[Controller, dict[str, str], str], place: Path, *words: str, **variables: Any) -> Done:
    """Run it as a job of AWX itself: the credential of Automation Platform sets these variables."""
    holds, environment, authority = awx
    holds.writes.clear()
    given = {**WANTED, "awx_setup_ca_path": authority, **variables}
    done = Job(place, f"{COLLECTION}awx_setup", environment, given, words).done()
    assert TOKEN not in json.dumps(done.events) and PASSWORD not in json.dumps(done.events)
    return done


def shipped(name: str) -> Any:
    """What a file of the kit holds."""
    return yaml.safe_load((KIT / name).read_text())


def recap(done: Done) -> int:
    """How many tasks changed something."""
    return done.events[-1]["event_data"]["changed"].get("localhost", 0)


def test_a_second_run_changes_nothing(
    awx: tuple[Controller, dict[str, str], str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("ecosystem-sum:awx.passed", 1)
    holds = awx[0]
    first = setup(awx, tmp_path, awx_setup_credential="Azure")
    assert first.status == "successful" and recap(first) == len(holds.writes) > 15, first.printed
    templates = {row["name"]: row for row in holds.of("job_templates")}
    assert list(templates) == ["AML plan", "AML provision", "AML drift", "AML doctor", "AML quickstart"]
    assert templates["AML plan"]["job_type"] == "check" and templates["AML plan"]["diff_mode"] is True
    assert json.loads(templates["AML drift"]["extra_vars"]) == {"estate_fail_on_changes": True}
    credentials = [holds.lists[f"job_templates/{row['id']}/credentials"] for row in templates.values()]
    assert credentials == [[holds.one("credentials", "Azure")["id"]]] * 5
    nodes = [holds.one("workflow_job_template_nodes", name) for name in ("plan", "approve", "provision")]
    after = [holds.lists.get(f"workflow_job_template_nodes/{node['id']}/success_nodes", []) for node in nodes]
    assert after == [[nodes[1]["id"]], [nodes[2]["id"]], []]
    runs = [holds.rows[node["unified_job_template"]]["name"] for node in nodes]
    assert runs == ["AML plan", "Approve the plan", "AML provision"]
    (schedule,) = holds.of("schedules")
    assert schedule["unified_job_template"] == templates["AML drift"]["id"]
    (source,) = holds.of("hosts")
    assert json.loads(source["variables"])["ansible_python_interpreter"] == "{{ ansible_playbook_python }}"
    assert len(holds.surveys) == 4

    again = setup(awx, tmp_path, awx_setup_credential="Azure")
    assert again.status == "successful" and (recap(again), holds.writes) == (0, []), again.printed


@pytest.mark.everything
def test_what_differs_is_changed_and_nothing_else(awx: tuple[Controller, dict[str, str], str], tmp_path: Path) -> None:
    holds = awx[0]
    assert setup(awx, tmp_path).status == "successful"
    plan, quickstart = (holds.one("job_templates", f"AML {name}") for name in ("plan", "quickstart"))
    plan["job_type"] = "run"
    survey = f"job_templates/{quickstart['id']}/survey_spec"
    holds.surveys[survey.rpartition("/")[0]]["name"] = "Other"
    changes = [f"PATCH job_templates/{plan['id']}/", f"POST {survey}/"]
    predicted = setup(awx, tmp_path, "--check")
    assert predicted.status == "successful" and (recap(predicted), holds.writes) == (2, []), predicted.printed
    assert setup(awx, tmp_path).status == "successful" and holds.writes == changes


@pytest.mark.everything
def test_a_fleet_in_slices(awx: tuple[Controller, dict[str, str], str], tmp_path: Path) -> None:
    """By user and password, and with an execution environment; first what would be done in an AWX without all this."""
    holds, environment, _authority = awx
    environment.update(CONTROLLER_OAUTH_TOKEN="", CONTROLLER_USERNAME=USER, CONTROLLER_PASSWORD=PASSWORD)
    given = {
        "awx_setup_fleet": "fleet.aml.yml",
        "awx_setup_slices": 4,
        "awx_setup_credential": "Azure",
        "awx_setup_execution_environment": "Azure ML",
        "awx_setup_estate": {"estate_prune": ["compute"]},
    }
    predicted = setup(awx, tmp_path, "--check", **given)
    assert predicted.status == "successful" and recap(predicted) >= 10 and not holds.writes, predicted.printed
    assert setup(awx, tmp_path, **given).status == "successful"
    plan, doctor = (holds.one("job_templates", f"AML {name}") for name in ("plan", "doctor"))
    assert (plan["job_slice_count"], doctor["job_slice_count"]) == (4, 1)
    assert json.loads(plan["extra_vars"]) == {"estate_hosts": "all", "estate_prune": ["compute"]}
    assert plan["execution_environment"] == holds.one("execution_environments", "Azure ML")["id"]
    (source,) = holds.of("inventory_sources")
    assert source["source_path"] == "fleet.aml.yml" and not holds.of("hosts")
    assert (PROJECT / source["source_path"]).is_file()
    again = setup(awx, tmp_path, **given)
    assert again.status == "successful" and not holds.writes


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        pytest.param({"awx_setup_url": "http://awx.invalid"}, "https URL", marks=pytest.mark.everything),
        pytest.param(
            {"awx_setup_credential": "Nobody's"},
            "AWX has 0 credentials named Nobody's",
            marks=pytest.mark.everything,
        ),
        ({"awx_setup_token": "canary-that-is-wrong"}, "HTTP Error 401"),
        pytest.param({"awx_setup_drift_rule": "RRULE:FREQ=DAILY"}, "AWX answered 400", marks=pytest.mark.everything),
        pytest.param({"awx_setup_ca_path": ""}, "CERTIFICATE_VERIFY_FAILED", marks=pytest.mark.everything),
    ],
    ids=["plain", "credential", "token", "rule", "authority"],
)
def test_what_is_wrong_is_told(
    variables: dict[str, Any], said: str, awx: tuple[Controller, dict[str, str], str], tmp_path: Path
) -> None:
    done = setup(awx, tmp_path, **variables)
    assert done.status == "failed" and said in re.sub(r"\s+", " ", done.printed), done.printed
    assert "canary-that-is-wrong" not in json.dumps([event.get("stdout") for event in done.events])


def injected(inputs: dict[str, str], place: Path) -> dict[str, str]:
    """The environment that AWX makes of a credential of the shipped type; what was left out is not there at all."""
    kind = shipped("credential_type_workload_identity.yml")
    assert set(kind["inputs"]["required"]) <= set(inputs) <= {one["id"] for one in kind["inputs"]["fields"]}
    paths = {}
    for name, text in kind["injectors"]["file"].items():
        paths[name.partition(".")[2]] = str(place / name)
        (place / name).write_text(controller.render(text, inputs))
        (place / name).chmod(0o600)
    values = {**inputs, "tower": {"filename": paths}}
    return {name: controller.render(text, values) for name, text in kind["injectors"]["env"].items()}


@pytest.mark.parametrize("proof", ["federated_token", pytest.param("certificate", marks=pytest.mark.everything)])
def test_a_credential_of_the_shipped_type_logs_in(proof: str, cloud: Cloud, tmp_path: Path) -> None:
    emulator = cloud.emulator
    inputs = {"tenant": serving.TENANT, "client_id": serving.CLIENT, "subscription": serving.SUBSCRIPTION}
    where = {"cloud_environment": emulator.url, "resource_group": GROUP, "workspace": WORKSPACE}
    variables = injected({**inputs, **where, proof: proofs()[proof]}, tmp_path)
    assert [name for name, value in variables.items() if value == ""] == [
        "AZURE_CLIENT_CERTIFICATE_PATH" if proof == "federated_token" else "AZURE_FEDERATED_TOKEN_FILE"
    ]
    done = Job(tmp_path, f"{COLLECTION}doctor", {**variables, "AZURE_CA_PATH": emulator.ca_file}).done()
    assert done.artifacts["aml_doctor_healthy"] is True, done.printed
    assert [entry for entry in cloud.requests() if entry["path"].endswith(f"/workspaces/{WORKSPACE}")]


def proofs() -> dict[str, str]:
    """A token as an identity provider issues one, and a certificate with its key."""
    parts = ({"alg": "RS256", "typ": "JWT"}, {"iss": "https://issuer.invalid", "sub": "job", "exp": 4102444800})
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    issued = trustme.CA().issue_cert("client.invalid", key_type=trustme.KeyType.RSA)
    pem = issued.private_key_pem.bytes() + issued.cert_chain_pems[0].bytes()
    return {"federated_token": ".".join([*coded, "Y2FuYXJ5"]), "certificate": pem.decode()}


# ----- the rules of AWX --------------------------------------------------------------------------------------------


def test_what_is_shipped_is_accepted() -> None:
    controller.judge_credential_type({**shipped("credential_type_workload_identity.yml")})
    for path in KIT.glob("survey_*.yml"):
        controller.judge_survey(yaml.safe_load(path.read_text()))
    named = {one["playbook"] for one in shipped("content.yml")["job_templates"]}
    assert named <= set(PLAYBOOKS)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row["inputs"]["fields"][0].update(dependencies=["x"]),
        lambda row: row["inputs"]["fields"][0].update(id="tower"),
        lambda row: row["inputs"]["fields"][0].update(type="number"),
        lambda row: row["inputs"]["required"].append("nobody"),
        lambda row: row["injectors"]["env"].update(ANSIBLE_FORKS="1"),
        lambda row: row["injectors"]["env"].update(PATH="x"),
        lambda row: row["injectors"]["env"].update(AZURE_X="{{ nobody }}"),
        lambda row: row["injectors"]["file"].update(cert="x"),
        lambda row: row.update(kind="ssh"),
    ],
)
def test_what_awx_refuses_is_refused(change: Any) -> None:
    row = shipped("credential_type_workload_identity.yml")
    change(row)
    with pytest.raises(Refused):
        controller.judge_credential_type(row)


# ----- patterns of Automation Platform ------------------------------------------------------------------------------

PATTERNS = sorted((ROOT / "extensions" / "patterns").iterdir())
#: The members that the pattern service reads: what it must find, and of which kind that is.
PATTERN = {
    "schema_version": str,
    "name": str,
    "title": str,
    "description": str,
    "short_description": str,
    "tags": list,
    "aap_resources": dict,
}


def test_there_are_two() -> None:
    assert [path.name for path in PATTERNS] == ["plan_estate", "provision_workspace"]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda path: path.name)
def test_a_pattern_becomes_job_templates(pattern: Path) -> None:
    """What the pattern service does with it, in an AWX whose project is the collection itself."""
    content = json.loads((pattern / "meta" / "pattern.json").read_text())
    assert {key: type(value) for key, value in content.items()} == PATTERN
    assert content["name"] == pattern.name and content["schema_version"] == "1.0" and (pattern / "README.md").is_file()
    resources = content["aap_resources"]
    templates = resources["controller_job_templates"]
    below = f"extensions/patterns/{pattern.name}/playbooks"
    holds = Controller([f"{below}/{path.name}" for path in (pattern / "playbooks").glob("*.yml")])
    assert len(holds.playbooks) == len(templates) and sum(one["primary"] for one in templates) == 1
    organization = holds.one("organizations", "Default")["id"]
    project = holds.add("projects", organization=organization, **resources["controller_project"], status="successful")
    inventory = holds.add("inventories", name="Any", organization=organization)
    image = holds.add("execution_environments", **resources["controller_execution_environment"])
    for one in templates:
        survey = one.pop("survey", None)
        assert set(one.pop("labels")) <= set(resources["controller_labels"]) and isinstance(one.pop("primary"), bool)
        places = {"organization": organization, "project": project["id"], "inventory": inventory["id"]}
        wanted = {**one, **places, "execution_environment": image["id"], "playbook": f"{below}/{one['playbook']}"}
        _status, row = holds.answer("POST", "job_templates/", {}, wanted)
        if survey:
            holds.answer("POST", f"job_templates/{row['id']}/survey_spec/", {}, survey)
            shared = [path for path in KIT.glob("survey_*.yml") if yaml.safe_load(path.read_text()) == survey]
            assert shared, "the same question is asked in the same way everywhere"
