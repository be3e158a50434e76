# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the EXAMPLES of every module, as ``ansible-doc`` shows them, against the emulator, and hold what they return
against RETURN and its samples.

``examples/common.yml`` makes what all examples take for granted, once; the emulator keeps it. ``examples/<module>.yml``
makes what those of one module need besides, and returns what they leave out.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import event_queries
import pytest
import samples
import serving
import yaml

HERE = Path(__file__).resolve().parent
MODULES = sorted(path.stem for path in (HERE.parents[1] / "plugins" / "modules").glob("aml_*.py"))
# What the examples returned, for tests/tools/samples.py.
NOTED = HERE.parents[1] / "tests" / "output" / "samples"
TIMEOUT_SECONDS = 300
# The variables of the examples that hold secrets. None of the values may ever be printed.
SECRETS = {
    "admin_password": "an-example-of-a-password",
    "endpoint_key": "an-example-of-a-key-of-an-endpoint",
    "openai_key": "an-example-of-a-key",
    "partner_secret": "an-example-of-a-client-secret",
    "storage_key": "YW4gZXhhbXBsZSBvZiBhbiBhY2NvdW50IGtleQ==",
}
# What Ansible itself documents, or adds to a registered result.
ANSIBLES = {"ansible_loop_var", "changed", "diff", "failed", "failed_when_result", "invocation", "item"}
TYPES = {"bool": bool, "dict": dict, "float": float, "int": int, "list": list, "raw": object, "str": str}


@pytest.fixture(scope="module")
def documentation() -> dict[str, Any]:
    """What ``ansible-doc`` knows of every module, by name."""
    command = ["ansible-doc", "--json", *(f"mlops.azureml.{module}" for module in MODULES)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return {name.rpartition(".")[2]: found for name, found in json.loads(done.stdout).items()}


def written(name: str) -> list[dict[str, Any]]:
    """The tasks of a file of ``examples``, none where there is no such file."""
    path = HERE / "examples" / f"{name}.yml"
    return yaml.safe_load(path.read_text()) if path.is_file() else []


def play(
    name: str,
    tasks: list[dict[str, Any]],
    emulator: serving.Emulator,
    place: Path,
    variables: Mapping[str, Any] | None = None,
) -> dict[str, list[Any]]:
    """Play tasks; the results of those of each of our modules, by its name."""
    place.mkdir()
    registered: dict[str, list[str]] = {}
    for position, task in enumerate(tasks):
        task.setdefault("register", f"example_{position}")
        for key in task:
            registered.setdefault(key.removeprefix("mlops.azureml."), []).append(task["register"])
    ours = ", ".join(f"'{module}': [{', '.join(registered[module])}]" for module in MODULES if module in registered)
    noted = {"content": "{{ {" + ours + "} | to_json }}", "dest": "results.json", "mode": "0600"}
    content = {
        "name": name,
        "hosts": "localhost",
        "gather_facts": False,
        "vars": {**SECRETS, **(variables or {}), "ansible_python_interpreter": "{{ ansible_playbook_python }}"},
        "tasks": [*tasks, {"name": "Note the results", "ansible.builtin.copy": noted, "no_log": True}],
    }
    (place / "playbook.yml").write_text(json.dumps([content]))  # JSON is YAML.
    words = ("-i", "localhost,", "-c", "local", "-v", "playbook.yml")
    done = emulator.playbook(*words, place=place, seconds=TIMEOUT_SECONDS)
    print(done.stdout)
    assert done.returncode == 0, f"ansible-playbook ended with status {done.returncode}; its output is below"
    assert "WARNING]" not in done.stdout
    printed = [name for name, value in SECRETS.items() if value in done.stdout]
    assert not printed, "secrets of the examples were printed"
    return json.loads((place / "results.json").read_text())


def unlike(value: Any, documented: Mapping[str, Any], where: str, seen: set[str]) -> list[str]:
    """What in ``value`` is not as RETURN documents it; what is gets noted in ``seen``."""
    problems: list[str] = []
    for key, found in value.items():
        path = f"{where}{key}"
        if key not in documented:
            problems.append(f"{path} is returned and not documented")
            continue
        seen.add(path)
        entry = documented[key]
        if found is not None and not isinstance(found, TYPES[entry["type"]]):
            problems.append(f"{path} is documented as {entry['type']} and is {found!r}")
            continue
        for element in found or [] if entry["type"] == "list" else [found]:
            if entry["type"] == "list" and not isinstance(element, TYPES[entry["elements"]]):
                problems.append(f"{path} is documented as a list of {entry['elements']} and has {element!r}")
            elif "contains" in entry and element:
                problems += unlike(element, entry["contains"], f"{path}.", seen)
    return problems


def documented_paths(documented: Mapping[str, Any], where: str = "") -> set[str]:
    """Every key of RETURN, dotted."""
    found: set[str] = set()
    for key, entry in documented.items():
        found |= {f"{where}{key}", *documented_paths(entry.get("contains") or {}, f"{where}{key}.")}
    return found


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> None:
    """Count a module before anything of it can fail: as one that ran, and as one that passed if it does."""
    record_property("ecosystem-count:examples.run", 1)
    record_property("ecosystem-sum:examples.passed", 1)


@pytest.fixture
def common(running_emulator: serving.Emulator, kept_states: dict[str, Any], tmp_path: Path) -> dict[str, list[Any]]:
    """What making the things that all examples take for granted returned; the emulator holds them, and nothing else."""
    if "examples" not in kept_states:
        running_emulator.reset()
        place = tmp_path / "common"
        kept_states["examples"] = play("What all take for granted", written("common"), running_emulator, place)
        running_emulator.keep("examples")
    running_emulator.reset(to="examples")
    return kept_states["examples"]


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("module", MODULES)
def test_the_examples_run_and_return_what_is_documented(
    module: str,
    documentation: dict[str, Any],
    common: dict[str, list[Any]],
    running_emulator: serving.Emulator,
    tmp_path: Path,
) -> None:
    described = documentation[module]
    examples = yaml.safe_load(described["examples"])
    assert any(f"mlops.azureml.{module}" in task for task in examples)
    (dependencies,) = common["aml_dependencies"]
    results = play(
        module, [*written(module), *examples], running_emulator, tmp_path / "own", {"dependencies": dependencies}
    )

    returned = [
        {key: value for key, value in one.items() if key not in ANSIBLES}
        for result in common.get(module, []) + results[module]
        for one in result.get("results", [result])
    ]
    NOTED.mkdir(parents=True, exist_ok=True)
    (NOTED / f"{module}.json").write_text(json.dumps(returned))
    seen: set[str] = set()
    problems = [problem for own in returned for problem in unlike(own, described["return"], "", seen)]
    if module in event_queries.changing():
        counted = [
            event_queries.nodes(module, one) for result in results[module] for one in result.get("results", [result])
        ]
        if not any(counted):
            problems.append("extensions/audit/event_query.yml counts no node")
    problems += [f"{path} is documented and never returned" for path in documented_paths(described["return"]) - seen]
    values = samples.noted(returned, described["return"])
    for path, entry in samples.leaves(described["return"]):
        if problem := samples.unfit(entry.get("sample"), values[path]):
            problems.append(f"{path} {problem}: run python3 tests/tools/samples.py")
    assert not problems, "\n".join(sorted(set(problems)))
