# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may know whom. The drawing in CONTRIBUTING.md, as a table that fails with a sentence."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
PACKAGE = "ansible_collections.mlops.azureml.plugins"

# Anyone may import them; they import nothing of ours but errors.
LEAVES = {
    "bounds",
    "clock",
    "clouds",
    "errors",
    "files",
    "folder",
    "ids",
    "landing",
    "members",
    "redact",
    "remedies",
    "scope",
}
LEAVES |= {"tree"}

# What each file or folder of module_utils may import beside the leaves, from the bottom to the top.
MAY_KNOW = {
    # declares and decides: pure data and pure functions
    "holds": "",
    "parts": "",
    "source": "",
    "schema": "holds parts source",
    "compare": "schema",
    "shape": "compare schema",
    "bodies": "compare parts schema shape",
    "plan": "bodies compare schema shape",
    "address": "schema",
    "task": "schema",
    "baseline": "",
    "argspec": "auth.options schema task",
    "goals": "compare schema shape task",
    "inputs": "address compare schema task",
    "resources": "address baseline holds parts resources schema source task",
    "actions": "actions compare resources schema task",
    # speaks
    "wire": "",
    "exchange": "wire",
    "retry": "clock",
    "pace": "",
    "auth": "auth pace",
    "response": "",
    "transport": "auth.cache auth.credential exchange pace response retry",
    "arm": "response transport",
    "steps": "clock",
    "pool": "clock",
    "operation": "arm response retry steps",
    "data_plane": "arm transport",
    # uploads
    "patterns": "",
    "content": "",
    "local": "content patterns",
    # definitions in the CLI's own schema
    "definition": "bodies compare content definition resources schema source",
    "blobs": "content response transport",
    "send": "blobs content local pool session",
    "upload": "address arm blobs content definition local schema send session source steps target transport",
    # carries out
    "session": "address arm auth data_plane exchange pace schema transport wire",
    "absence": "session",
    "target": "address arm operation plan schema session shape steps",
    "write": "address operation parts plan response steps target transport",
    "apply": "write operation plan response retry schema steps target transport",
    "action": "absence goals operation response retry session steps task transport",
    "result": "apply plan shape target",
    "listing": "address arm schema session shape",
    "newest": "address content plan schema session steps",
    "resolve": "content definition schema session source steps target upload",
    "prelude": "address argspec definition inputs newest resolve resources result schema session source steps target "
    "task upload write",
    # many at once
    "estate": "inputs prelude schema task",
    "lookup": "arm steps",
    "schedule": "lookup operation pool steps",
    "reconcile": "address apply argspec estate listing lookup plan pool result schedule schema session steps task",
    "report": "address argspec baseline calls listing pool reconcile report schema session task",
    "whole": "address reconcile report session task",
    "guard": "address plan schema target",
    "bundle": "inputs pool schema task",
    "calls": "absence address apply arm auth calls clock compare data_plane exchange inputs landing listing newest "
    "operation plan pool resources response retry schema session shape steps target task transport",
    "engine": "absence action address apply argspec bundle guard inputs listing plan prelude result schema session "
    "steps target task upload whole",
    # tells
    "failure": "",
    "items": "argspec task",
    "module": "argspec engine exchange failure items task",
}
PURE = {
    "actions",
    "address",
    "argspec",
    "baseline",
    "bodies",
    "compare",
    "estate",
    "failure",
    "goals",
    "holds",
    "inputs",
    "parts",
    "plan",
    "remedies",
    "resources",
    "schema",
}
PURE |= {"content", "patterns", "shape", "source", "task", "tree"}
SEES_THE_WORLD = {"concurrent", "http", "io", "logging", "pathlib", "random", "requests", "shutil", "socket", "ssl"}
SEES_THE_WORLD |= {"subprocess", "tempfile", "threading", "time", "urllib3", "uuid"}
DECLARE = ("actions", "calls", "resources")
FRONTS = ("inventory/aml.py", "module_utils/items.py", "module_utils/module.py", "plugin_utils/in_process.py")
FRONTS += ("plugin_utils/asking.py", "plugin_utils/expressions.py")
# What a filter or a test is made of: pure functions, each of which one of them names.
EXPRESSIONS = ("filter", "test")
# What of plugin_utils is pure, and what of it that may import; of module_utils all that is pure.
DECLARING_CALLS = ("calls",)
PURE_EXPRESSIONS = {
    "azapi": "",
    "azurerm": "",
    "conditions": "",
    "cli_documents": "",
    "differences": "",
    "identifiers": "",
    "masking": "",
    "plans": "",
    "questions": "",
    "terraform": "azapi azurerm identifiers",
}
# Of what the fronts share, what is about Ansible's own values.
ABOUT_ANSIBLE = ("plugin_utils/templates.py",)


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PLUGINS).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> set[str]:
    """Every imported module: our own as a path below plugins, such as ``module_utils.auth.select``, others as they
    are.
    """
    here = path.relative_to(PLUGINS).with_suffix("").parts if PLUGINS in path.parents else ()
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(item.name for item in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(here[: len(here) - node.level]) if node.level else ""
            whole = ".".join(part for part in (start, node.module or "") if part)
            # `from . import errors` names a module, `from .errors import AmlError` something in one.
            below = PLUGINS.joinpath(*whole.split(".")) if node.level else None
            inner = [item.name for item in node.names] if below and below.is_dir() else []
            found.update([f"{whole}.{name}" for name in inner] or [whole])
    return {name.removeprefix(PACKAGE + ".") for name in found}


def layer_of(module: str) -> str:
    """The row of the table: ``auth.select`` belongs to ``auth``."""
    return module.split(".")[0]


@pytest.mark.parametrize("path", sources("plugins/module_utils"), ids=name_of)
def test_a_file_of_module_utils_knows_only_what_is_below_it(path):
    own = ".".join(path.relative_to(PLUGINS / "module_utils").with_suffix("").parts)
    leaf = layer_of(own) in LEAVES
    assert leaf or layer_of(own) in MAY_KNOW, f"{own} has no row in MAY_KNOW: say what it may import"
    allowed = {"errors", layer_of(own)} if leaf else LEAVES | set(MAY_KNOW[layer_of(own)].split())
    known = {name.removeprefix("module_utils.") for name in imports(path) if name.startswith("module_utils")}
    strangers = sorted(name for name in known if name not in allowed and layer_of(name) not in allowed)
    assert not strangers, "; ".join(f"{name_of(path)} must not know {name}" for name in strangers)
    if layer_of(own) in PURE:
        seen = sorted({name.split(".")[0] for name in imports(path)} & SEES_THE_WORLD)
        assert not seen, f"{name_of(path)} is pure and must not import {', '.join(seen)}"


@pytest.mark.parametrize("path", sources("plugins"), ids=name_of)
def test_nothing_but_a_front_knows_ansible(path):
    if name_of(path) in (*FRONTS, *ABOUT_ANSIBLE) or path.parent.name == "doc_fragments":
        return
    known = sorted(name for name in imports(path) if name.split(".")[0] == "ansible")
    assert not known, f"{name_of(path)} must not import {', '.join(known)}"
    words = {getattr(node, "id", None) or getattr(node, "attr", None) for node in ast.walk(tree_of(path))}
    told = sorted(words & {"AnsibleModule", "ActionBase", "fail_json", "exit_json"})
    assert not told, f"{name_of(path)} must not name {', '.join(told)}"


def test_a_module_file_knows_one_declaration_and_the_front():
    for path in sources("plugins/modules"):
        known = sorted(name for name in imports(path) if name != "__future__")
        declared = [name for name in known if name.startswith(tuple(f"module_utils.{word}." for word in DECLARE))]
        assert known == sorted([*declared, "module_utils.module"]) and len(declared) == 1, f"{path.name} knows {known}"


def test_an_action_file_knows_its_module_and_the_in_process_front_only():
    for path in sources("plugins/action"):
        known = imports(path) - {"__future__"}
        assert known == {"plugin_utils.in_process", f"modules.{path.stem}"}, f"{path.name} knows {sorted(known)}"


def test_a_filter_or_a_test_knows_its_front_and_one_pure_function():
    for path in sources(*(f"plugins/{kind}" for kind in EXPRESSIONS)):
        known = imports(path) - {"__future__", "plugin_utils.expressions"}
        assert known <= {f"plugin_utils.{name}" for name in PURE_EXPRESSIONS}, f"{path.name} knows {sorted(known)}"
        assert len(known) == 1, f"{path.name} knows {sorted(known)}"


def test_a_lookup_knows_its_front_and_what_it_asks():
    for path in sources("plugins/lookup"):
        known = imports(path) - {"__future__"}
        assert known == {"plugin_utils.asking", "plugin_utils.questions"}, f"{path.name} knows {sorted(known)}"


@pytest.mark.parametrize("name", PURE_EXPRESSIONS)
def test_what_a_filter_or_a_test_is_made_of_is_pure(name):
    known = imports(PLUGINS / "plugin_utils" / f"{name}.py")
    seen = sorted({word.split(".")[0] for word in known} & (SEES_THE_WORLD | {"os"}))
    assert not seen, f"{name} is pure and must not import {', '.join(seen)}"
    allowed = {f"plugin_utils.{word}" for word in PURE_EXPRESSIONS[name].split()}
    below = {word.partition(".")[2] for word in known if word.startswith("module_utils.")}
    strangers = sorted(word for word in below if layer_of(word) not in PURE | LEAVES | {"definition", *DECLARING_CALLS})
    strangers += sorted(word for word in known if word.startswith("plugin_utils.") and word not in allowed)
    assert not strangers, f"{name} must not know {', '.join(strangers)}"


def test_every_module_has_its_action_and_is_in_the_group():
    modules = [path.stem for path in sources("plugins/modules")]
    actions = [path.stem for path in sources("plugins/action")]
    assert modules == actions
    runtime = (ROOT / "meta/runtime.yml").read_text(encoding="utf-8")
    grouped = [line.strip(" -") for line in runtime.splitlines() if line.strip().startswith("- aml_")]
    assert grouped == modules


@pytest.mark.parametrize("path", sources("plugins/module_utils", "plugins/plugin_utils"), ids=name_of)
def test_no_file_has_more_than_300_lines(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 300, f"{name_of(path)} has {lines} lines; split it by what it knows"


@pytest.mark.parametrize("path", sources("plugins"), ids=name_of)
def test_only_the_engine_and_what_it_hands_it_to_know_check_mode(path):
    """A call that is no resource gets it as an argument; the fronts read it from Ansible."""
    if name_of(path) in ("module_utils/engine.py", *FRONTS) or path.parent.name in ("calls", "doc_fragments"):
        return
    words = {
        str(getattr(node, kind, ""))
        for node in ast.walk(tree_of(path))
        for kind in ("id", "attr", "arg")
        if not isinstance(node, ast.Constant)
    }
    assert not {word for word in words if word.strip("_") == "check_mode"}, f"{name_of(path)} must not know check mode"


def test_only_the_wire_imports_requests_when_it_is_loaded():
    for path in sources("plugins"):
        top = {alias.name for node in _loaded(tree_of(path)) if isinstance(node, ast.Import) for alias in node.names}
        top |= {node.module or "" for node in _loaded(tree_of(path)) if isinstance(node, ast.ImportFrom)}
        heavy = {name for name in top if name.split(".")[0] in ("requests", "urllib3", "cryptography")}
        assert not heavy or name_of(path) == "module_utils/wire.py", f"{name_of(path)} imports {sorted(heavy)}"


def _loaded(node: ast.AST) -> list[ast.AST]:
    """The nodes that run on import: all but the bodies of functions."""
    inner = [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.FunctionDef)]
    return [found for child in inner for found in (child, *_loaded(child))]


def test_only_the_session_reads_the_environment_and_nobody_writes_it():
    for path in sources("plugins/module_utils"):
        readers = {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}
        named = readers & {"environ", "getenv", "putenv"}
        assert not named or name_of(path) == "module_utils/session.py", f"{name_of(path)} must not read the environment"


def test_nothing_dangerous_is_called():
    """No deserialiser that runs code, no shell, no import that AnsiballZ cannot read (reliability S09, S20)."""
    for path in sources("plugins"):
        known = {name.split(".")[0] for name in imports(path)}
        reads_yaml = name_of(path) == "module_utils/definition/document.py"
        foreign = {"pickle", "marshal", "shelve", *(() if reads_yaml else ("yaml",))}
        assert not known & foreign, f"{name_of(path)} must read JSON only"
        assert "importlib" not in known, f"{name_of(path)}: importlib"
        for node in ast.walk(tree_of(path)):
            called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            assert called not in ("eval", "exec", "__import__"), f"{name_of(path)}:{node.lineno} calls {called}"
            shell = isinstance(node, ast.keyword) and node.arg == "shell"
            assert not shell, f"{name_of(path)} passes shell="


def test_the_emulator_and_the_plugins_do_not_know_each_other():
    for path in sources("tests/emulator"):
        known = {name for name in imports(path) if name.startswith(("ansible", "plugins", "module_utils"))}
        assert not known, f"{path.relative_to(ROOT)} must not know {sorted(known)}"
    for path in sources("plugins/module_utils", "plugins/plugin_utils"):
        assert not {name for name in imports(path) if name.split(".")[0] == "tests"}
        values = [node for node in ast.walk(tree_of(path)) if isinstance(node, (ast.Compare, ast.Call, ast.Dict))]
        texts = [child.value for node in values for child in ast.walk(node) if isinstance(child, ast.Constant)]
        told = [text for text in texts if isinstance(text, str) and "emulator" in text.lower()]
        assert not told, f"{name_of(path)} must not know the emulator: {told}"


def test_only_the_login_of_the_cli_starts_programs():
    starting = [name_of(path) for path in sources("plugins") if "subprocess" in imports(path)]
    assert starting == ["module_utils/auth/azure_cli.py"]


def test_loading_the_action_plugins_opens_nothing():
    """Ansible loads them before it forks its workers: an open socket or a thread would be shared, or lost, by all."""
    names = [f"{PACKAGE}.action.{path.stem}" for path in sources("plugins/action")]
    code = (
        "import importlib, json, sys\n"
        "import requests  # tries once whether there is IPv6, and closes that socket\n"
        "from ansible.plugins import action\n"
        "seen, watched = [], ('_thread.start', 'os.fork', 'os.putenv', 'os.unsetenv', 'socket', 'subprocess')\n"
        "sys.addaudithook(lambda name, _args: seen.append(name) if name.startswith(watched) else None)\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "print(json.dumps([seen, sorted(name for name in sys.modules if '.azureml.plugins.modules.' in name)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    seen, loaded = json.loads(done.stdout)
    assert [name.rpartition(".")[2] for name in loaded] == [path.stem for path in sources("plugins/modules")]
    assert not seen
