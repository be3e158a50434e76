# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The EXAMPLES of the machine learning modules of azure.azcollection 3.21, moved by the codemod of
``playbooks/migrate.yml``, run with the modules of this collection: they change something, and nothing the second time.

They are read from the installed collection, and nothing of them is kept here. What a person has to do to them is in
``BY_HAND``: fill in what they leave open, and do what the codemod tells of. It has to tell of all that is no filling.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import serving
import yaml

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "playbooks" / "files"))

import azcollection  # noqa: E402  # no package: it is a file of a playbook
import migrate  # noqa: E402

# run.py makes the environment, which takes 2 GB, and says where it is.
PLACE = os.environ.get("CONFORMANCE_AZCOLLECTION", "")
# A model, an environment and a component in what the examples refer to, and many workspaces: some minutes when busy.
LONGEST_SECONDS = 1200
RECAP = re.compile(r"^localhost\s*:\s*ok=(\d+)\s+changed=(\d+)\s+unreachable=0\s+failed=(\d+)", re.MULTILINE)
LOCATION = "westeurope"
OURS = "mlops.azureml."
STORE = "azureml://datastores/workspaceblobstore/paths"
# These do something each time, to an endpoint that somebody has deployed to; only that they are moved is looked at.
INVOKED = frozenset({"online_endpoint_invoke", "batch_endpoint_invoke"})

pytestmark = pytest.mark.skipif(not PLACE, reason="CONFORMANCE_AZCOLLECTION does not say where azure.azcollection is")

# By module: the option that is told of, '' where the example leaves something open; what is replaced, and by what.
Change = tuple[str, str, str]
GONE = r"\n +{}: \S+(?=\n)"
BY_HAND: dict[str, tuple[Change, ...]] = {
    "compute": (("vm_size", "", ""),),
    "compute_info": (("type", GONE.format("type"), ""),),
    # Microsoft's client refuses capital letters there, too.
    "component": (("", "name: MyComponent", "name: my_component"),),
    "data": (
        ("location", r"(\n +)name: .*", rf"\g<0>\g<1>data_uri: {STORE}/rows\g<1>type: uri_folder\g<1>version: 1"),
    ),
    "datastore": (
        ("", r"( +)FIXME\.+", r"\1type: azure_blob\n\1account_name: account\n\1container_name: container"),
        ("", r"\Z", ""),
    ),
    "online_deployment_info": (("local", GONE.format("local"), ""),),
    "online_endpoint": (("", r"definition: \|", "auth_mode: Key"),),
    "online_endpoint_info": (
        ("include_auth_keys", GONE.format("include_auth_keys"), ""),
        ("local", GONE.format("local"), ""),
    ),
    "registry": (("description", GONE.format("description").replace(r"\S+", ".*"), ""),),
    "workspace": (
        (
            "storage_account",
            r"(\n +)location: .*",
            r"\g<0>\1storage_account: '{{ storage }}'\1key_vault: '{{ vault }}'",
        ),
    ),
    "batch_endpoint_invoke": (("name", "", ""),),
}
# The files that the examples name, by what they end with: what is in them is of no matter to the modules.
FILES = {
    "train_src/train.py": "print()\n",
    "src/train.py": "print()\n",
    "conda.yml": "name: one\ndependencies:\n  - python=3.11\n",
    "conda.yaml": "name: one\ndependencies:\n  - python=3.11\n",
    "python-aml-rai.yaml": "name: one\ndependencies:\n  - python=3.11\n",
    "onlinescoring/score.py": "def run(data): return data\n",
    "model/model.pkl": "one\n",
    "mlflow-model/model.pkl": "one\n",
    "simple-pipeline-job.yml": "type: pipeline\njobs:\n  one:\n    type: command\n    command: echo one\n"
    "    environment: azureml:one:1\n    compute: azureml:cluster-cpu\n",
}
FOLDERS = {
    "azure_rm_ml_component/files/": ("train_src/train.py",),
    "azure_rm_ml_job/files/": ("src/train.py", "conda.yml"),
    "azure_rm_ml_online_deployment/files/": ("model/model.pkl", "onlinescoring/score.py"),
    "azure_rm_ml_online_deployment/files/environment/": ("conda.yaml",),
    "azure_rm_ml_schedule/files/": ("simple-pipeline-job.yml",),
}
OWN = {"files/": ("python-aml-rai.yaml", "mlflow-model/model.pkl")}


def examples(name: str) -> str:
    (found,) = Path(PLACE).glob(
        f"lib/python3*/site-packages/ansible_collections/azure/azcollection/plugins/modules/azure_rm_ml_{name}.py"
    )
    return re.search(r"EXAMPLES\s*=\s*r?('''|\"\"\")(.*?)\1", found.read_text(), re.DOTALL)[2]


def moved(name: str) -> list[dict[str, Any]]:
    """The tasks of the EXAMPLES of a module, moved, with what a person has to do done."""
    text, notes, tasks = migrate.migrate(examples(name))
    assert tasks, name
    told = {re.split(r"[:,]", words)[0] for _line, words in notes} - {"result", "results"}
    changes = BY_HAND.get(name, ())
    assert told == {option for option, _pattern, _new in changes if option}, notes
    for _option, pattern, new in changes:
        if pattern:
            text, times = re.subn(pattern, new, text)
            assert times, f"{name}: {pattern}\n{text}"
    return yaml.safe_load(text)


def options(task: dict[str, Any]) -> dict[str, Any]:
    return next(value for key, value in task.items() if key.startswith(OURS)) or {}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Emulator]:
    with serving.serving(Path(sys.executable), ROOT, tmp_path_factory.mktemp("emulator")) as found:
        config = {"registered": ["*"], "operation_seconds": {"default": 0.05}}
        found.call("PATCH", "/_emulator/config", json.dumps(config).encode())
        yield found


def play(emulator: serving.Emulator, place: Path, tasks: list[dict[str, Any]], *words: str) -> tuple[int, int, str]:
    """How many tasks were fine, how many changed something, and what was printed."""
    book = [{"name": "Play", "hosts": "localhost", "gather_facts": False, "tasks": tasks}]
    (place / "playbook.yml").write_text(yaml.safe_dump(book, sort_keys=False))
    done = subprocess.run(
        ["ansible-playbook", "playbook.yml", *words],
        cwd=place,
        env={
            **os.environ,
            **emulator.variables(),
            "HOME": str(place),
            "ANSIBLE_COLLECTIONS_PATH": os.environ["PYTHONPATH"].partition(os.pathsep)[0],
            "ANSIBLE_LOCALHOST_WARNING": "false",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    found = RECAP.search(done.stdout)
    assert done.returncode == 0 and found, done.stdout[-6000:]
    return int(found[1]), int(found[2]), done.stdout


def furnished(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tasks that make what the examples refer to: groups, workspaces, and what some name in these."""
    given = [options(task) for task in tasks]
    made: list[dict[str, Any]] = []
    for group in sorted({row["resource_group"] for row in given if "resource_group" in row}):
        made.append({f"{OURS}aml_resource_group": {"name": group, "location": LOCATION}})
    for number, (group, workspace) in enumerate(
        sorted({(r["resource_group"], r["workspace"]) for r in given if "workspace" in r})
    ):
        needs = {"storage_account": {"name": f"stexamples{number}"}, "key_vault": {"name": f"kv-examples-{number}"}}
        made.append({f"{OURS}aml_dependencies": {"resource_group": group, **needs}, "register": "needs"})
        ids = {name: f"{{{{ needs.ids.{name} }}}}" for name in needs}
        named = {"resource_group": group, "name": workspace, "location": LOCATION}
        made.append({f"{OURS}aml_workspace": {**named, **ids}})
    endpoints = {
        (row["resource_group"], row["workspace"], row["endpoint"], "batch" if "Batch" in task["name"] else "online")
        for task, row in zip(tasks, given, strict=True)
        if "endpoint" in row
    }
    for group, workspace, name, kind in sorted(endpoints):
        scope = {"resource_group": group, "workspace": workspace}
        mode = {"batch": "AADToken", "online": "Key"}[kind]
        made.append({f"{OURS}aml_{kind}_endpoint": {**scope, "name": name, "auth_mode": mode}})
    size = {"type": "AmlCompute", "vm_size": "Standard_DS3_v2", "scale": {"max_nodes": 1}}
    for noun, cluster in (("job", "cluster-cpu"), ("batch_deployment", "batch-cluster"), ("schedule", "cluster-cpu")):
        scope = {"resource_group": f"xxxxx-ml-{noun}", "workspace": "workspace-xxxxxxxxxx"}
        made.append({f"{OURS}aml_compute": {**scope, "name": cluster, **size}})
        image = {"name": "one", "version": "1", "image": "mcr.microsoft.com/azureml/one:1"}
        made.append({f"{OURS}aml_environment": {**scope, **image}})
        if noun == "job":
            data = {"name": "data-fashion-mnist", "version": "1", "type": "uri_folder", "data_uri": f"{STORE}/mnist"}
            made.append({f"{OURS}aml_data": {**scope, **data}})
        if noun == "batch_deployment":
            steps = {"one": {"type": "command", "command": "echo", "environment": "azureml:one:1"}}
            spec = {"type": "pipeline", "name": "hello_batch", "version": "1", "jobs": steps}
            made.append({f"{OURS}aml_component": {**scope, "definition": spec}})
    return [{"name": "Furnish", **task} for task in made]


def test_every_example_is_moved() -> None:
    """Each module has EXAMPLES, and each task in them is one of this collection afterwards."""
    for name in azcollection.MODULES:
        assert all(any(key.startswith(OURS) for key in task) for task in moved(name)), name


def test_examples_change_something_and_then_nothing(emulator: serving.Emulator, tmp_path: Path) -> None:
    for folder, names in {**{f"targets/{place}": held for place, held in FOLDERS.items()}, **OWN}.items():
        for name in names:
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(FILES[name])
    of = {name: moved(name) for name in azcollection.MODULES if name not in INVOKED}
    makers = [task for name, tasks in of.items() for task in tasks if not name.endswith("_info")]
    readers = [task for name, tasks in of.items() for task in tasks if name.endswith("_info")]
    play(emulator, tmp_path, furnished([*makers, *readers]))
    ids = {
        "storage": f"/subscriptions/{serving.SUBSCRIPTION}/resourceGroups/myResourceGroup/providers/"
        "Microsoft.Storage/storageAccounts/stexamples0",
        "vault": f"/subscriptions/{serving.SUBSCRIPTION}/resourceGroups/myResourceGroup/providers/"
        "Microsoft.KeyVault/vaults/kv-examples-0",
    }
    more = ("-e", json.dumps({**ids, "batch_deployment_name": "hello", "online_deployment_name": "blue"}))
    ok, changed, printed = play(emulator, tmp_path, [*makers, *readers], *more)
    assert (ok, changed) == (len(makers) + len(readers), len(makers)), printed
    ok, changed, printed = play(emulator, tmp_path, [*makers, *readers], *more, "--diff")
    assert (ok, changed) == (len(makers) + len(readers), 0), printed
