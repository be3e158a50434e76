# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of a definition become. Each row was compared with what azure-ai-ml 1.35.2 makes of the same YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mlops.azureml.plugins.module_utils.content import Content
from ansible_collections.mlops.azureml.plugins.module_utils.definition import document
from ansible_collections.mlops.azureml.plugins.module_utils.definition.draft import Draft, again, drafted
from ansible_collections.mlops.azureml.plugins.module_utils.definition.place import Kept, Measured, Place
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.tree import dig

PLACE = Place("s", "rg", "ws")
HOME = PLACE.home
COMMAND = "{name: j1, command: echo, environment: 'azureml:e:1'%s}"
SWEEP = """
type: sweep
name: j1
trial: {command: echo, environment: 'azureml:e:1'}
objective: {goal: minimize, primary_metric: m}
limits: {max_total_trials: 4}
sampling_algorithm: random
search_space: {a: {type: randint, upper: 3}}
%s
"""
PIPELINE = "{type: pipeline, name: j1, settings: {default_compute: 'azureml:cpu'}, jobs: {x: %s}}"
OWN = "{type: command, command: echo, environment: 'azureml:e:1'%s}"
COUNT = "distribution.processCountPerInstance"
ONE = "{type: command, component: 'azureml:c:1'%s}"
TABLE = "{type: mltable, path: 'azureml:t:1'}"
AUTOML = f"{{type: automl, name: j1, task: %s, target_column_name: y, training_data: {TABLE}%s}}"
STEP = "{type: automl, task: %s, target_column_name: y, training_data: '${{parent.inputs.t}}'%s}"
SPARK = """
type: spark
name: j1
code: .
entry: {file: a.py}
conf: {spark.driver.cores: 1, spark.driver.memory: 2g, spark.executor.cores: 1, spark.executor.memory: 2g,
  spark.executor.instances: 1}
%s
"""
MACHINES = "resources: {instance_type: %s, runtime_version: %s}"
COMPONENT = "{name: c1, version: 1, type: command, command: echo, environment: 'azureml:e:1'%s}"
PARALLEL = """
{name: c1, version: 1, type: parallel, input_data: '${{inputs.d}}', inputs: {d: {type: mltable}},
 task: {type: run_function, entry_script: a.py, environment: 'azureml:e:1'}%s}
"""
INSTANCE = "{type: computeinstance, name: c1%s}"
STOP = ", schedules: {compute_start_stop: [{action: stop, trigger: %s}]}"
MONITOR = """
name: m1
trigger: {type: recurrence, frequency: day, interval: 1}
create_monitor:
  compute: %s
  monitoring_target: {model_id: 'azureml:m:1'}
  monitoring_signals: {s: %s}
"""
MACHINE = "{instance_type: standard_e4s_v3, runtime_version: '3.4'}"
ENDS = "{window_start: '2024-01-01T00:00:00', window_end: '2024-02-01'}"
INPUT = "{input_data: {type: uri_folder, path: 'azureml:d:1'}, data_context: model_inputs%s}"
DATA = f"production_data: {INPUT % ''}, reference_data: {INPUT % ''}"
DRIFT = f"{{type: data_drift, {DATA}, metric_thresholds: {{numerical: {{}}}}}}"
RATE = "{learning_rate: {type: uniform, min_value: 0.00001, max_value: 1}}"
SOURCE = "{type: database, query: q, connection: 'azureml:c'}"
WEEKLY = "{type: recurrence, frequency: week, interval: 1, schedule: {hours: 9, minutes: 0, week_days: monday}}"
DAILY = "{type: recurrence, frequency: day, interval: 1, schedule: {hours: 1}}"
HOURLY = "{type: cron, expression: '0 * * * *'}"
IMPORTS = {
    "actionType": "ImportData",
    "dataImportDefinition": {
        "dataType": "uri_folder",
        "dataUri": "azureml://datastores/d/paths/p",
        "assetName": "d1",
        "source": {"sourceType": "database", "query": "q", "connection": "azureml:c"},
    },
}
PERFORMS = f"{{type: model_performance, {DATA}, metric_thresholds: {{classification: {{recall: 1, accuracy: 0.9}}}}}}"
THRESHOLDS = {
    "azureml.modelmonitor.model_performance_thresholds": (
        '[{"modelType":"classification","metric":"Accuracy","threshold":{"value":0.9}}, '
        '{"modelType":"classification","metric":"Recall","threshold":{"value":1.0}}]'
    )
}
ONLINE = "{name: blue, endpoint_name: ep1, model: 'azureml:m:1', instance_type: s%s}"
BATCH = "{name: dep1, endpoint_name: bep1, type: pipeline%s}"
CONNECTION = "{name: con1, type: %s, target: 'https://t', credentials: {type: %s}}"
PROJECT = f"{{name: w1, location: l, kind: project, hub_id: '{HOME}'%s}}"
ENTITY = "{name: e1, version: '1', index_columns: [{name: a, type: string}]%s}"


def made(noun: str, text: str, folder: Path) -> dict[str, Any]:
    """What a definition comes to, its defaults beside what it says. Nothing of it is on the service yet."""
    files = {
        "env/env.yml": "{image: i, conda_file: conda.yml}",
        "env/conda.yml": "{name: x}",
        "a.py": "x = 1",
        "wrong.py": "def x(:",
        "key": "canary-key",
        "table/MLTable": "{paths: [{file: a, folder: b}]}",
        "empty.yml": "# nothing\n",
        "requirements.txt": "numpy\n",
        "import.yml": f"{{name: d1, path: 'azureml://datastores/d/paths/p', source: {SOURCE}}}",
        "lib/b.py": "y = 1",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    draft = drafted(noun, yaml.safe_load(text), str(folder), PLACE, document)
    labels: dict[Any, Any] = {}
    while draft.missing - set(labels):
        labels.update({asked: _answer(asked) for asked in draft.missing})
        draft = again(draft, labels, document)
    return {**_both(draft), "before": draft.before, "warnings": draft.warnings}


def _answer(asked: Any) -> Any:
    if isinstance(asked, Measured):
        return Content(asked.path.rpartition("/")[2], "1" * 64, (), False)
    return None if isinstance(asked, Kept) else {"location": "westeurope"} if hasattr(asked, "path") else "3"


def _both(draft: Draft) -> dict[str, Any]:
    def laid(new: Any, said: Any) -> Any:
        if isinstance(new, dict) and isinstance(said, dict):
            return {key: laid(new.get(key), said.get(key)) for key in {*new, *said}}
        return new if said is None else said

    found: dict[str, Any] = laid(dict(draft.new), dict(draft.options))
    return found


ROWS: tuple[tuple[str, str, str, Any], ...] = (
    # Commands (mapping 8, 9)
    ("job", COMMAND % ", identity: {type: ManagedIdentity}", "identity.identityType", "Managed"),
    ("job", COMMAND % ", inputs: {a: {path: 'azureml:d:1', mode: eval_mount}}", "inputs.a.mode", "EvalMount"),
    ("job", COMMAND % ", services: {s: {port: 3}}", "services.s.jobServiceType", "SSH"),
    ("job", COMMAND % ", services: {s: {log_dir: l}}", "services.s.jobServiceType", "TensorBoard"),
    ("job", COMMAND % ", services: {s: {type: vs_code, status: s}}", "services.s", {"jobServiceType": "VSCode"}),
    ("job", COMMAND % ", resources: {docker_args: [a]}", "resources.dockerArgsList", ["a"]),
    ("job", COMMAND % ", distribution: {type: mpi, process_count_per_instance: 2.5}", COUNT, 2),
    # Sweeps (mapping 10)
    ("job", SWEEP % "early_termination: {type: bandit, slack_factor: null}", "early_termination.slackFactor", None),
    ("job", SWEEP % "early_termination: {type: bandit}", "early_termination.slackFactor", 0),
    # Pipelines (mapping 11)
    ("job", PIPELINE % (ONE % ", resources: {docker_args: [a]}"), "jobs.x.resources.docker_args_list", ["a"]),
    ("job", PIPELINE % (ONE % ", resources: {instance_count: '2'}"), "jobs.x.resources.instance_count", 2),
    ("job", PIPELINE % (ONE % ", description: d"), "jobs.x.description", None),
    ("job", PIPELINE % (ONE % ", services: {s: {}}"), "jobs.x.services.s.job_service_type", "SSH"),
    ("job", PIPELINE % (ONE % ""), "settings.default_compute", f"{HOME}/computes/cpu"),
    ("job", "{type: pipeline, name: j, settings: {default_compute: Serverless, own: 1}}", "settings.own", 1),
    ("job", PIPELINE % (STEP % ("regression", "")), "jobs.x.log_verbosity", "info"),
    ("job", PIPELINE % (STEP % ("regression", "")), "jobs.x.primary_metric", "normalized_root_mean_squared_error"),
    ("job", PIPELINE % (STEP % ("classification", "")), "jobs.x.primary_metric", "accuracy"),
    (
        "job",
        PIPELINE % (STEP % ("classification", ", primary_metric: AUCWeighted")),
        "jobs.x.primary_metric",
        "auc_weighted",
    ),
    ("job", PIPELINE % (STEP % ("text_ner", "")), "jobs.x.limits", {"max_trials": 1, "max_nodes": 1}),
    (
        "job",
        PIPELINE % (STEP % ("image_classification", f", search_space: [{RATE}]")),
        "jobs.x.search_space",
        [{"learning_rate": "uniform(0.00001,1)"}],
    ),
    (
        "job",
        PIPELINE % f"{{type: data_transfer, task: import_data, source: {SOURCE}}}",
        "jobs.x.componentId",
        "azureml://registries/azureml/components/import_data_database/versions/0.0.1",
    ),
    (
        "job",
        PIPELINE % "{type: data_transfer, task: export_data, sink: {type: file_system, connection: 'azureml:c'}}",
        "jobs.x.componentId",
        "azureml://registries/azureml/components/export_data_file_system/versions/0.0.1",
    ),
    (
        "job",
        PIPELINE % (OWN % ", outputs: {o: 'azureml://datastores/d/paths/p'}"),
        "jobs.x.outputs.o",
        {"uri": "azureml://datastores/d/paths/p", "job_output_type": "uri_folder"},
    ),
    ("job", COMMAND % ", outputs: {a: {path: '${{parent.outputs.o}}'}}", "outputs.a.uri", "${{parent.outputs.o}}"),
    # AutoML and Spark (mapping 12)
    ("job", AUTOML % ("text_classification", ""), "task_details.limitSettings.maxTrials", 1),
    ("job", AUTOML % ("text_ner", ""), "task_details.targetColumnName", None),
    (
        "job",
        AUTOML % ("classification", ", featurization: {mode: custom, transformer_params: {HashOneHotEncoder: []}}"),
        "task_details.featurizationSettings.transformerParams",
        {"HashOneHotEncoder": []},
    ),
    ("job", SPARK % (MACHINES % ("Standard_E8S_V3", "3.4")), "resources.runtimeVersion", "3.4"),
    # Assets (mapping 13)
    (
        "data",
        "{name: d, path: 'https://a/b', auto_delete_setting: {value: 1d}}",
        "extra_properties.autoDeleteSetting.condition",
        "createdGreaterThan",
    ),
    ("component", PARALLEL % ", mini_batch_size: 1kb, partition_keys: [a]", "component_spec.partition_keys", '["a"]'),
    ("component", PARALLEL % ", mini_batch_size: 1kb, own: 1", "component_spec.own", None),
    (
        "component",
        COMPONENT % ", outputs: {o: {type: integer, early_available: true}}",
        "component_spec.outputs.o.early_available",
        True,
    ),
    ("component", COMPONENT % ", additional_includes: []", "component_spec.additional_includes", None),
    ("component", COMPONENT % ", distribution: {type: mpi, own: 1}", "component_spec.distribution", {"type": "mpi"}),
    ("component", COMPONENT % ", resources: {own: 1}", "component_spec.resources", None),
    ("environment", "{name: e, image: i, conda_file: empty.yml}", "conda_file", None),
    ("environment", "{name: e, image: i, conda_file: ''}", "conda_file", None),
    # Computes (mapping 14)
    (
        "compute",
        INSTANCE % ", ssh_public_access_enabled: true, ssh_settings: {ssh_key_value: k}",
        "ssh",
        {"public_access": "Enabled", "admin_public_key": "k"},
    ),
    (
        "compute",
        INSTANCE % (STOP % "{type: cron, expression: '0 1 * * *'}"),
        "schedules",
        [
            {
                "action": "Stop",
                "status": "Enabled",
                "trigger_type": "Cron",
                "cron": {"expression": "0 1 * * *", "time_zone": "UTC"},
            }
        ],
    ),
    (
        "compute",
        INSTANCE % (STOP % WEEKLY),
        "schedules",
        [
            {
                "action": "Stop",
                "status": "Enabled",
                "trigger_type": "Recurrence",
                "recurrence": {
                    "frequency": "Week",
                    "interval": 1,
                    "hours": [9],
                    "minutes": [0],
                    "week_days": ["Monday"],
                    "time_zone": "UTC",
                },
            }
        ],
    ),
    ("compute", "{type: kubernetes, name: k1, resource_id: /k, namespace: n}", "compute_location", "westeurope"),
    ("compute", "{type: kubernetes, name: k1, resource_id: /k, namespace: n}", "namespace", "n"),
    (
        "compute",
        "{type: virtualmachine, name: v, resource_id: v, ssh_settings: {admin_username: u, ssh_private_key_file: key}}",
        "administrator_account",
        {"user_name": "u", "private_key": "canary-key"},
    ),
    ("compute", "{type: virtualmachine, name: v1, resource_id: /v, ssh_settings: {admin_username: u}}", "ssh_port", 22),
    ("compute", "{type: synapsespark, name: s1, resource_id: /s}", "type", "SynapseSpark"),
    # Deployments, schedules, workspaces, features (mapping 16 to 19)
    (
        "online_deployment",
        ONLINE % ", code_configuration: {code: 'azureml:c:1', scoring_script: s.py}",
        "code.id",
        f"{HOME}/codes/c/versions/1",
    ),
    ("online_deployment", ONLINE % ", request_settings: {request_timeout_ms: 0}", "request_settings", None),
    (
        "batch_deployment",
        BATCH % ", component: 'azureml:c:1', job_definition: 'azureml:j'",
        "deployment_configuration.componentId.assetId",
        f"{HOME}/components/c/versions/1",
    ),
    (
        "online_deployment",
        ONLINE % f", code_configuration: {{code: '{HOME}/codes/c/versions/1', scoring_script: s.py}}",
        "code.id",
        f"{HOME}/codes/c/versions/1",
    ),
    (
        "online_deployment",
        ONLINE % ", private_network_connection: true",
        "properties",
        {"private-network-connection": "true"},
    ),
    (
        "schedule",
        f"{{name: s1, create_job: 'azureml:{HOME}/jobs/j', trigger: {HOURLY}}}",
        "action.jobDefinition.sourceJobId",
        f"{HOME}/jobs/j",
    ),
    ("schedule", f"{{name: s1, import_data: import.yml, trigger: {HOURLY}}}", "action", IMPORTS),
    ("schedule", MONITOR % (MACHINE, PERFORMS), "action.monitorDefinition.signals.s.properties", THRESHOLDS),
    (
        "schedule",
        MONITOR % (MACHINE, PERFORMS),
        "action.monitorDefinition.signals.s.productionData",
        [
            {
                "inputDataType": "Rolling",
                "dataContext": "model_inputs",
                "jobInputType": "uri_folder",
                "uri": f"{HOME}/data/d/versions/1",
                "windowSize": "P1D",
                "windowOffset": "P0D",
            }
        ],
    ),
    ("schedule", MONITOR % (MACHINE, DRIFT), "action.monitorDefinition.monitoringTarget.taskType", "Classification"),
    ("workspace", f"{{name: w1, location: l, workspace_hub: '{HOME}'}}", "kind", "project"),
    ("workspace", f"{{name: w1, location: l, workspace_hub: '{HOME}'}}", "hub_id", HOME),
    ("feature_store_entity", ENTITY % "", "stage", "Development"),
)


@pytest.mark.parametrize(("noun", "text", "place", "expected"), ROWS)
def test_becomes(noun: str, text: str, place: str, expected: Any, tmp_path: Path) -> None:
    assert dig(made(noun, text, tmp_path), place) == expected


# A definition that the client refuses, and the key that the message names.
REFUSED: tuple[tuple[str, str, str], ...] = (
    ("job", COMMAND % ", tags: {a: 1}", "tags.a"),
    ("job", COMMAND % ", properties: {a: 1}", "properties.a"),
    ("job", COMMAND % ", inputs: {a-b: 1}", "inputs.a-b"),
    ("job", COMMAND % ", inputs: {a: 2020-01-01}", "inputs.a"),
    ("job", COMMAND % ", outputs: {a: {description: d}}", "outputs.a.description"),
    ("job", COMMAND % ", outputs: {a: {version: 1}}", "outputs.a.name"),
    ("job", COMMAND % ", queue_settings: {job_tier: null}", "queue_settings.job_tier"),
    ("job", (COMMAND % "").replace("echo", "'${{inputs.a}}'"), "command"),
    ("job", COMMAND % ", tags: {1: a}", "tags.1"),
    ("job", COMMAND % ", code: file:env", "code"),
    ("job", COMMAND % ", code: 'wasbs://a@b.blob.core.windows.net/c'", "code"),
    ("job", COMMAND % ", code: 'http://example.org/c'", "code"),
    ("job", COMMAND % ", code: 'git+https://example.org/c'", "code"),
    ("job", COMMAND % ", code: 'azureml://registries/r/codes/c/versions/1'", "code"),
    ("job", COMMAND % ", inputs: {a: {path: file:a.py, type: uri_file}}", "inputs.a.path"),
    ("job", COMMAND % ", outputs: {a: '${{parent.outputs.o}}'}", "outputs.a"),
    ("job", PIPELINE % (ONE % ", outputs: {o: 'azureml://datastores/d/paths/p'}"), "outputs.o"),
    ("job", PIPELINE % (OWN % ", comment: c"), "component"),
    ("job", PIPELINE % (OWN % ", tags: {a: 1}"), "jobs.x.tags.a"),
    ("job", PIPELINE % (OWN % ", resources: {instance_count: '${{parent.inputs.a}}'}"), "resources.instance_count"),
    ("job", PIPELINE % (OWN % ", code: 'https://example.org/c'"), "code"),
    ("job", SWEEP.replace("randint, upper: 3", "choice, values: [[1]]") % "", "search_space.a.values[0]"),
    ("job", PIPELINE.replace("'azureml:cpu'", "cpu") % (ONE % ""), "settings.default_compute"),
    ("job", PIPELINE.replace("cpu'", "cpu', force_rerun: perhaps") % (ONE % ""), "settings.force_rerun"),
    ("job", (PIPELINE % (ONE % "")).replace("name: j1,", "name: j1, component: 'azureml:p:1',"), "jobs"),
    ("job", PIPELINE % (STEP % ("wrong", "")), "jobs.x.task"),
    ("job", PIPELINE % (STEP % ("regression", "")).replace("target_column_name: y, ", ""), "target_column_name"),
    ("job", PIPELINE % "{type: data_transfer, task: wrong}", "jobs.x.task"),
    ("job", AUTOML % ("image_classification", ", sweep: {}"), "sweep.sampling_algorithm"),
    ("job", AUTOML % ("text_ner", ", primary_metric: wrong"), "primary_metric"),
    ("job", SPARK % (MACHINES % ("Standard_D2", "3.4")), "resources.instance_type"),
    ("job", SPARK % (MACHINES % ("Standard_E8S_V3", "new")), "resources.runtime_version"),
    ("job", SPARK % "resources: {instance_type: Standard_E8S_V3}", "resources.runtime_version"),
    ("job", SPARK % (MACHINES % ("Standard_E8S_V3", "3.4")) + "args: ${{inputs.a}}", "args"),
    ("data", "{name: d, path: 'azureml:d:1'}", "path"),
    ("data", "{name: d, path: 'runs:/a/b'}", "path"),
    ("data", "{name: d, type: mltable, path: table}", "path"),
    ("model", "{name: m, path: 'azureml:m:1'}", "path"),
    ("environment", "{name: e, image: i, conda_file: requirements.txt}", "conda_file"),
    ("environment", "{name: e, image: i, conda_file: file:env/conda.yml}", "conda_file"),
    ("environment", "{name: e, image: i, conda_file: {a: [2020-01-01]}}", "conda_file.a[0]"),
    ("model", "{name: m, path: 'https://a/b', flavors: {f: text}}", "flavors.f"),
    ("component", COMPONENT % ", additional_includes: [/]", "additional_includes[0]"),
    ("component", COMPONENT % ", additional_includes: [no.zip]", "additional_includes[0]"),
    ("environment", "{name: e, build: {path: 'azureml://datastores/d/paths/p'}}", "build.path"),
    ("component", COMPONENT % ", tags: {a: 1}", "tags.a"),
    ("component", COMPONENT % ", inputs: {a-b: {type: string}}", "inputs.a-b"),
    ("component", COMPONENT % ", inputs: {ab: {type: string}, AB: {type: string}}", "inputs.AB"),
    ("component", COMPONENT % ", inputs: {a: {type: uri_file, default: x}}", "inputs.a.default"),
    ("component", COMPONENT % ", outputs: {a: {type: uri_file, early_available: true}}", "early_available"),
    ("component", PARALLEL % ", mini_batch_size: 10", "mini_batch_size"),
    ("component", PARALLEL % ", mini_batch_size: 10 kb", "mini_batch_size"),
    ("compute", "{type: amlcompute, name: c1, tags: {a: 1}}", "tags.a"),
    ("compute", "{type: amlcompute, name: c1, state: running}", "state"),
    ("compute", "{type: amlcompute, name: c1, ssh_settings: {ssh_key_value: k}}", "ssh_settings.admin_username"),
    ("compute", INSTANCE % ", custom_applications: [{name: a}]", "custom_applications[0].endpoints"),
    ("compute", INSTANCE % ", custom_applications: [{name: a, endpoints: [{target: 80, published: 8080}]}]", "target"),
    ("compute", "{type: kubernetes, name: k1, resource_id: /k}", "namespace"),
    ("datastore", "{name: d1, type: azure_blob, account_name: a, container_name: c, tags: {a: 1}}", "tags.a"),
    ("online_endpoint", "{name: ep1, compute: 'azureml:k', public_network_access: disabled}", "public_network_access"),
    ("online_endpoint", "{name: ep1, compute: k}", "compute"),
    ("batch_deployment", BATCH % ", component: file:pipe.yml", "component"),
    ("batch_deployment", BATCH % ", component: {type: pipeline, jobs: {}}", "component"),
    ("online_deployment", ONLINE % ", location: l", "location"),
    ("online_deployment", ONLINE % ", code_configuration: {code: ., scoring_script: wrong.py}", "scoring_script"),
    ("online_deployment", "{name: blue, model: 'azureml:m:1', instance_type: s}", "endpoint_name"),
    ("batch_deployment", BATCH % ", job_definition: j1", "job_definition"),
    ("batch_deployment", BATCH % ", component: 'azureml:c:1', properties: {a: b}", "properties"),
    ("schedule", f"{{name: s1, create_job: 'azureml:j', trigger: {DAILY}}}", "schedule.minutes"),
    ("schedule", f"{{name: s1, create_job: {{type: pipeline, jobs: {{}}}}, trigger: {HOURLY}}}", "create_job.job"),
    ("schedule", f"{{name: s1, create_job: file:job.yml, trigger: {HOURLY}}}", "create_job"),
    ("schedule", f"{{name: s1, create_job: 'azureml:j', import_data: import.yml, trigger: {HOURLY}}}", "create_job"),
    ("schedule", f"{{name: s1, import_data: {{name: d, path: p}}, trigger: {HOURLY}}}", "import_data.source"),
    ("schedule", MONITOR % (MACHINE, PERFORMS.replace("accuracy", "wrong")), "classification.wrong"),
    (
        "schedule",
        MONITOR % (MACHINE, DRIFT.replace("reference_data: {", f"reference_data: {{data_window: {ENDS}, ")),
        "data_window",
    ),
    ("schedule", MONITOR % ("{instance_type: standard_e4s_v3}", DRIFT), "compute.runtime_version"),
    ("schedule", MONITOR % (MACHINE.replace("3.4", "3.2"), DRIFT), "compute.runtime_version"),
    (
        "schedule",
        MONITOR % (MACHINE, DRIFT.replace("_inputs", "_inputs, data_window: {window_start: a}", 1)),
        "production_data.data_window",
    ),
    ("schedule", MONITOR % (MACHINE, "{type: feature_attribution_drift, metric_thresholds: {}}"), "production_data"),
    ("connection", CONNECTION % ("azure_data_lake_gen2", "pat, pat: canary"), "credentials.type"),
    ("workspace", PROJECT % f", key_vault: '{HOME}'", "key_vault"),
    ("workspace", "{name: w1, location: l, tags: {a: 1}}", "tags.a"),
    ("workspace", "{name: w1, location: l, kind: default}", "kind"),
    ("workspace", "{name: w1, location: l, workspace_id: i}", "workspace_id"),
    ("workspace", "{name: w1, location: l, customer_managed_key: {key_uri: 'https://kv/k/1'}}", "key_uri"),
    ("workspace", "{name: w1, location: l, identity: {type: user_assigned, user_assigned_identities: []}}", "identit"),
    (
        "workspace",
        "{$schema: 'https://a/featureStore.schema.json', name: w1, offline_store: {target: x}}",
        "offline_store.target",
    ),
    ("workspace", "{name: w1, location: l, managed_network: {firewall_sku: basic}}", "managed_network.isolation_mode"),
    ("feature_store_entity", ENTITY.replace("'1'", "1") % "", "version"),
    ("feature_store_entity", "{name: e1, version: '1'}", "index_columns"),
    ("job", SPARK % (MACHINES % ("Standard_E8S_V3", "3.4")) + "conf: {own: null}", "conf.own"),
    ("component", "{name: c1, version: 1, type: spark, conf: {own: null}, entry: {file: a.py}}", "conf.own"),
    ("registry", "{name: r1, location: l, container_registry: own}", "container_registry"),
    (
        "schedule",
        f"{{name: s1, create_job: {{type: wrong, job: 'azureml:j'}}, trigger: {HOURLY}}}",
        "create_job.type",
    ),
    (
        "schedule",
        MONITOR % (MACHINE, DRIFT) + "  alert_notification: {emails: [a@example.org], own: 1}",
        "alert_notification.own",
    ),
)


@pytest.mark.parametrize(("noun", "text", "key"), REFUSED)
def test_refuses(noun: str, text: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        made(noun, text, tmp_path)
    assert key in str(raised.value)


def test_environment_of_another_file(tmp_path: Path) -> None:
    """Its own paths are relative to that file."""
    found = made("job", COMMAND.replace("azureml:e:1", "file:env/env.yml") % "", tmp_path)
    (before,) = found["before"]
    assert before.noun == "environment" and before.options["conda_file"] == {"name": "x"}
    assert found["environment_id"].endswith(before.options["version"])


def test_spark_environment_needs_no_image(tmp_path: Path) -> None:
    text = SPARK % (MACHINES % ("Standard_E8S_V3", "3.4") + "\nenvironment: {conda_file: {name: x}}")
    (options,) = [one.options for one in made("job", text, tmp_path)["before"] if one.noun == "environment"]
    assert options["image"] == "conda/miniconda3"


@pytest.mark.parametrize(("kind", "end"), [("uri_folder", "/env/"), ("mltable", "/env"), ("mlflow_model", "/env")])
def test_only_a_folder_ends_with_a_slash(kind: str, end: str, tmp_path: Path) -> None:
    found = made("job", COMMAND % f", inputs: {{a: {{type: {kind}, path: env}}}}", tmp_path)
    assert found["inputs"]["a"]["uri"].endswith(end)


def test_pipeline_that_is_a_component_has_its_inputs_and_outputs(tmp_path: Path) -> None:
    (tmp_path / "p.yml").write_text(
        "{type: pipeline, name: p, inputs: {n: {type: integer, default: 1}}, outputs: {m: {type: mltable}}, jobs: {}}",
        encoding="utf-8",
    )
    found = made("job", "{type: pipeline, name: j, component: ./p.yml}", tmp_path)
    assert found["inputs"] == {"n": {"jobInputType": "literal", "value": "1"}}
    assert found["outputs"] == {"m": {"jobOutputType": "mltable"}}


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (COMMAND % ", code: 'https://example.org/c'", "https://example.org/c"),
        (SWEEP.replace("echo,", "echo, code: 'git+https://example.org/c',") % "", "git+https://example.org/c"),
    ],
)
def test_code_at_a_url_is_an_asset_whose_name_follows_from_it(text: str, url: str, tmp_path: Path) -> None:
    found = made("job", text, tmp_path)
    (options,) = [one.options for one in found["before"] if one.noun == "code"]
    assert options["code_uri"] == url and options["is_anonymous"]
    id_of = dig(found, "code_id") or dig(found, "trial.codeId")
    assert id_of == f"{HOME}/codes/{options['name']}/versions/1"
    (again_,) = [one.options for one in made("job", text, tmp_path)["before"] if one.noun == "code"]
    assert again_ == options


def test_text_as_an_output_of_a_step_makes_it_a_text_of_its_component(tmp_path: Path) -> None:
    found = made("job", PIPELINE % (OWN % ", outputs: {o: 'azureml://datastores/d/paths/p'}"), tmp_path)
    (options,) = [one.options for one in found["before"] if one.noun == "component"]
    assert options["component_spec"]["outputs"] == {"o": {"type": "string"}}


def test_folder_named_as_an_archive_is_included(tmp_path: Path) -> None:
    found = made("component", COMPONENT % ", additional_includes: [lib.zip]", tmp_path)
    assert found["component_spec"]["additional_includes"] == ["lib.zip"]
    assert [one.noun for one in found["before"]] == ["code"]


@pytest.mark.parametrize("text", ["import_data: import.yml", "create_job: 'azureml:j'"])
def test_only_an_import_needs_another_api_version(text: str, tmp_path: Path) -> None:
    (tmp_path / "import.yml").write_text(
        "{name: d1, path: p, source: {type: database, connection: c, query: q}}", encoding="utf-8"
    )
    document_ = yaml.safe_load(f"{{name: s1, trigger: {HOURLY}, {text}}}")
    draft = drafted("schedule", document_, str(tmp_path), PLACE, document)
    assert draft.version == ("2024-04-01-preview" if "import" in text else "")
