# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make editor``: what an editor shows of every module, asked of the language server of Ansible.

Each module is hovered over, each option of it is completed, and the names of all modules are. Needs node 20 and npm;
the server goes below ``.venv``. The figures are in ``tests/output/editor.json``.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import environment
import tree

HERE = environment.ROOT / "tests" / "editor"
PLACE = environment.WORK / "editor"
FIGURES = environment.OUTPUT / "editor.json"
# After so long a server that says nothing is ended. The first answer waits until it has asked Ansible what there is.
SECONDS = 600
SETTINGS = {
    "ansible": {"path": "ansible", "useFullyQualifiedCollectionNames": True},
    "python": {"interpreterPath": "", "activationScript": ""},
    "validation": {"enabled": False, "lint": {"enabled": False}},
    "executionEnvironment": {"enabled": False},
    "completion": {"provideRedirectModules": True, "provideModuleOptionAliases": True},
}


class NoAnswer(Exception):
    """The server ended, or said that it failed; the text has its words."""


class Server:
    """The language server as a process, spoken to by the Language Server Protocol over its pipes."""

    def __init__(self, command: list[str], root: Path, variables: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(variables),
            cwd=root,
        )
        self._end = threading.Timer(SECONDS, self._process.kill)
        self._end.start()
        self._asked = 0
        folder = {"uri": root.as_uri(), "name": "project"}
        capabilities = {"workspace": {"workspaceFolders": True, "configuration": True}}
        project = {"rootUri": root.as_uri(), "workspaceFolders": [folder]}
        self.ask("initialize", {"processId": None, "capabilities": capabilities, **project})
        self.tell("initialized", {})

    def ask(self, method: str, params: Any) -> Any:
        """The answer to a request. :raises NoAnswer: when there is none."""
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._read()
            if "method" in message and "id" in message:  # It asks us.
                settings = message["method"] == "workspace/configuration"
                answer = [SETTINGS for _item in message["params"]["items"]] if settings else None
                self._send({"id": message["id"], "result": answer})
            elif message.get("id") == self._asked:
                if "error" in message:
                    raise NoAnswer(f"{method}: {message['error']['message']}")
                return message["result"]

    def tell(self, method: str, params: Any) -> None:
        """Send what has no answer."""
        self._send({"method": method, "params": params})

    def close(self) -> None:
        """End it."""
        self._end.cancel()
        self._process.kill()
        self._process.wait()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        length = 0
        while (line := self._process.stdout.readline()) != b"\r\n":
            if not line:
                raise NoAnswer("the language server ended")
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self._process.stdout.read(length))


def main() -> int:
    """Return the exit status."""
    if not shutil.which("npm"):
        print("make editor needs node and npm", file=sys.stderr)
        return 2
    tools = environment.main_environment()
    environment.HOME.mkdir(exist_ok=True)
    installed()
    collection = tree.copy("editor")
    variables = environment.variables(tools, ANSIBLE_COLLECTIONS_PATH=str(tree.collections_path(collection)))
    project = PLACE / "project"
    project.mkdir(exist_ok=True)
    server = Server(["node", str(PLACE / "node_modules/.bin/ansible-language-server"), "--stdio"], project, variables)
    try:
        problems, figures = looked(server, project, modules(collection, variables))
    except NoAnswer as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        server.close()
    environment.OUTPUT.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps({**figures, "problems": problems}, indent=1) + "\n", encoding="utf-8")
    print(*problems, sep="\n", end="\n" if problems else "")
    print(json.dumps(figures))
    return int(bool(problems))


def installed() -> None:
    """Put the pinned server below ``.venv``. :raises subprocess.CalledProcessError: when npm cannot."""
    lock = (HERE / "package-lock.json").read_bytes()
    stamp, wanted = PLACE / "stamp", hashlib.sha256(lock).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, PLACE)
    # The caller's own environment stays in force: it says where packages come from.
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=PLACE, check=True)
    stamp.write_text(wanted)


def modules(collection: Path, variables: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The documentation of every module, by its full name. :raises subprocess.CalledProcessError: when it has none."""
    names = sorted(f"mlops.azureml.{path.stem}" for path in (collection / "plugins" / "modules").glob("aml_*.py"))
    shown = subprocess.run(["ansible-doc", "--json", *names], env=dict(variables), check=True, capture_output=True)
    return {name: found["doc"] for name, found in json.loads(shown.stdout).items()}


def looked(server: Server, project: Path, known: Mapping[str, dict[str, Any]]) -> tuple[list[str], dict[str, Any]]:
    """What is missing in what the server shows, and the figures."""
    problems: list[str] = []
    times: dict[str, list[float]] = {"hover": [], "options": [], "modules": []}
    options = 0
    for number, (name, documented) in enumerate(known.items()):
        # Each in a file of its own, as an unfinished task that somebody is writing.
        uri = (project / f"{number}.yml").as_uri()
        text = f"---\n- name: A play\n  hosts: localhost\n  tasks:\n    - name: A task\n      {name}:\n        \n"
        item = {"uri": uri, "languageId": "ansible", "version": 1, "text": text}
        server.tell("textDocument/didOpen", {"textDocument": item})

        shown = _timed(times["hover"], server, "textDocument/hover", uri, 5, 12)
        if documented["short_description"] not in plain(json.dumps(shown)):
            problems.append(f"{name}: hovering shows {json.dumps(shown)[:200]}")
        offered = _timed(times["options"], server, "textDocument/completion", uri, 6, 8)
        labels = {entry["label"] for entry in offered or ()}
        options += len(labels & set(documented["options"]))
        if missing := sorted(set(documented["options"]) - labels):
            problems.append(f"{name}: no completion of {', '.join(missing)}")
        if number == 0:
            offered = _timed(times["modules"], server, "textDocument/completion", uri, 5, 6 + len("mlops.azureml.aml"))
            labels = {entry["label"] for entry in offered or ()}
            problems += [f"{other}: its name is not completed" for other in known if other not in labels]
        server.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    seconds = {f"{what}_seconds_most": round(max(found), 3) for what, found in times.items()}
    return problems, {"modules": len(known), "options": options, **seconds}


def plain(text: str) -> str:
    """Markdown without the backslashes that escape it."""
    return re.sub(r"\\+", "", text)


def _timed(times: list[float], server: Server, method: str, uri: str, line: int, character: int) -> Any:
    began = time.monotonic()
    found = server.ask(method, {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
    times.append(time.monotonic() - began)
    return found


if __name__ == "__main__":
    sys.exit(main())
