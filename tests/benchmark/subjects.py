# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is measured: how each of them is installed, told where the cloud is, and asked to do a work."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import environment
import estate
import figures
import serving
import tree

HERE = Path(__file__).resolve().parent
REQUIREMENTS = "tests/benchmark/requirements.txt"
AZCOLLECTION = "tests/benchmark/requirements-azcollection.txt"
AZURE_CLI = "tests/benchmark/requirements-azure-cli.txt"
# The conformance tests pin the same client.
AZURE_AI_ML = ("tests/conformance/requirements.txt", "tests/emulator/requirements.txt")
AZCOLLECTION_PYTHON = "3.12"
#: What a client that takes no URL asks for; a hosts file of its own leads it to the emulator.
AZURE_HOSTS = ("management.azure.com", "login.microsoftonline.com")
_ENTER = 'mount --bind "$0" /etc/hosts && exec "$@"'
QUIET = {"ANSIBLE_LOCALHOST_WARNING": "false", "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false"}
NOT_WAITING = "returns once the service has taken the request, so a finished creation cannot be measured"


class Absent(Exception):
    """A subject cannot be measured here; the text says why."""


@dataclass
class Ground:
    """What every subject stands on: the cloud, the copy of the collection, and a folder for its files."""

    estate: estate.Estate
    collections: Path
    place: Path
    named_port: str = ""  # why the emulator does not listen where a hosts file could lead, '' when it does
    _made: dict[str, Path] = field(default_factory=dict)

    @property
    def emulator(self) -> serving.Emulator:
        """The running emulator."""
        return self.estate.emulator

    def installed(self, name: str, requirements: Iterable[str], python: Path | None = None) -> Path:
        """Return an environment below ``.venv/``, made when needed. Raises Absent when it cannot be made."""
        if name not in self._made:
            try:
                base = python or Path(sys.executable)
                self._made[name] = environment.ensure(name, base, requirements, pinned=False)
            except environment.SetupError as error:
                raise Absent(" ".join(str(error).split())[-300:]) from error
        return self._made[name]

    def variables(self, place: Path, **extra: str) -> dict[str, str]:
        """Return the environment variables of a command that runs inside the environment ``place``.

        Every run begins with an empty cache of tokens. Bytecode is written, as it is for a user. Nothing of what is
        measured leaves the machine, so there is no proxy.
        """
        fresh = self.place / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        home = self.place / "home"
        home.mkdir(exist_ok=True)
        inherited = environment.variables(place)
        proxies = {"http_proxy", "https_proxy", "all_proxy"}
        kept = {name: value for name, value in inherited.items() if name.lower() not in proxies}
        kept.pop("PYTHONDONTWRITEBYTECODE")
        folders = {"XDG_CACHE_HOME": str(fresh), "XDG_RUNTIME_DIR": str(fresh), "HOME": str(home)}
        return {**kept, **folders, "ANSIBLE_HOME": str(home / ".ansible"), **extra}


@dataclass(frozen=True)
class Command:
    """What is started, and with which environment variables."""

    argv: Sequence[str | Path]
    variables: dict[str, str]


@dataclass(frozen=True)
class Subject:
    """One client.

    :param sync: how many no-op tasks are measured; other counts follow from these along a line.
    :param create: the same for creations; empty where ``no_creation`` says why not, or where it creates nothing.
    :param only: the works that it is asked for, where not all that it could do tell anything.
    :param reads: what a run in sync must ask the cloud for: ``each`` compute, ``pages``, or ``nothing``.
    """

    name: str
    sync: tuple[int, ...]
    create: tuple[int, ...]
    ready: Callable[[Ground], None]
    command: Callable[[Ground, str, int], Command]
    reads: str = "each"
    no_creation: str = ""
    ours: bool = False
    peer: bool = False
    only: tuple[figures.Work, ...] = ()

    def works(self) -> list[figures.Work]:
        """Return the works that this subject can be asked for."""
        if self.only:
            return list(self.only)
        if self.reads == "nothing":
            return [figures.ONE, figures.TWENTY, figures.ONE_MORE]
        left_out = {figures.ONE_MORE} if self.reads == "pages" else {figures.TEN_THOUSAND}
        return [work for work in figures.WORKS if work not in left_out]

    def counts(self, work: figures.Work) -> set[int]:
        """Return the counts to measure for one work."""
        sizes = self.sync if work.kind == figures.SYNC else self.create
        if work.count in sizes:
            return {work.count}
        if work.count == 0:
            return set(figures.slope_sizes(sizes) or ())
        return {min(sizes), max(sizes)} if sizes else set()


# ----- Ansible ------------------------------------------------------------------------------------------------------


def _own(ground: Ground) -> Path:
    """Return the environment of our own tasks: the Python and ansible-core that azure.azcollection runs on, if any."""
    return ground.installed("bench", (REQUIREMENTS,), environment.interpreters().get(AZCOLLECTION_PYTHON))


def block(value: Any, depth: int = 0) -> str:
    """Return a value as YAML in block style, the way people write it; dictionaries, lists and scalars, none empty."""
    if not isinstance(value, (dict, list)):
        return f" {json.dumps(value)}\n"
    start = "" if depth == 0 else "\n"
    indent = "  " * depth
    if isinstance(value, dict):
        return start + "".join(f"{indent}{key}:{block(below, depth + 1)}" for key, below in value.items())
    # The first line of an item follows its dash.
    return start + "".join(f"{indent}- {block(below, depth + 1).lstrip()}" for below in value)


def _play(
    ground: Ground,
    place: Path,
    tasks: Sequence[dict[str, Any]],
    written: Callable[[Any], str] = json.dumps,
    **extra: str,
) -> Command:
    """Return the ``ansible-playbook`` command that runs ``tasks`` on the controller.

    The playbook is JSON unless ``written`` says otherwise: what Ansible takes to read YAML is not what is compared.
    """
    playbook = ground.place / "playbook.yml"
    plays = [{"name": "Measure", "hosts": "localhost", "gather_facts": False, "tasks": list(tasks)}]
    playbook.write_text(written(plays))
    variables = {**QUIET, "ANSIBLE_COLLECTIONS_PATH": str(ground.collections), **extra}
    return Command([place / "bin" / "ansible-playbook", playbook], ground.variables(place, **variables))


def _builtin(task: dict[str, Any]) -> Callable[[Ground, str, int], Command]:
    return lambda ground, kind, count: _play(ground, _own(ground), [task] * count)


def _uri(ground: Ground, kind: str, count: int) -> Command:
    """What a user would write who has a token: a GET; to create, a PUT and a GET until it has succeeded."""

    def call(number: int, **options: Any) -> dict[str, Any]:
        url = f"{ground.emulator.url}{estate.path_of(number)}?api-version={estate.API_VERSION}"
        headers = {"Authorization": "Bearer {{ lookup('ansible.builtin.env', 'BENCH_TOKEN') }}"}
        return {"ansible.builtin.uri": {"url": url, "headers": headers, "ca_path": ground.emulator.ca_file, **options}}

    tasks = []
    for number in range(1, count + 1):
        if kind == figures.CREATE:
            sent = {"body_format": "json", "body": estate.BODY, "status_code": [200, 201]}
            tasks.append(call(number, method="PUT", **sent))
            done = "answer.json.properties.provisioningState == 'Succeeded'"
            tasks.append({**call(number), "register": "answer", "until": done, "retries": 60, "delay": 5})
        else:
            tasks.append(call(number))
    return _play(ground, _own(ground), tasks, BENCH_TOKEN=ground.estate.token())


def _compute_options(number: int) -> dict[str, Any]:
    scale = {"max_nodes": estate.MAX_NODES}
    return {"name": estate.name_of(number), "vm_size": estate.SIZE, "scale": scale}


def _task(execution: str) -> Callable[[Ground, str, int], Command]:
    """Our own task, once for each compute; ``execution`` is how it is to run."""

    def command(ground: Ground, kind: str, count: int) -> Command:
        scope = {"resource_group": estate.GROUP, "workspace": estate.WORKSPACE, "type": "AmlCompute"}
        numbers = range(1, count + 1)
        tasks = [{"mlops.azureml.aml_compute": {**scope, **_compute_options(number)}} for number in numbers]
        return _play(ground, _own(ground), tasks, AML_EXECUTION=execution, **ground.emulator.variables())

    return command


def _apply(written: Callable[[Any], str]) -> Callable[[Ground, str, int], Command]:
    """Our task for a whole estate."""

    def command(ground: Ground, kind: str, count: int) -> Command:
        cluster = {"type": "compute", "compute_type": "AmlCompute"}
        resources = [{**cluster, **_compute_options(number)} for number in range(1, count + 1)]
        options = {"resource_group": estate.GROUP, "workspace": estate.WORKSPACE, "resources": resources}
        tasks = [{"mlops.azureml.aml_apply": options}]
        return _play(ground, _own(ground), tasks, written, **ground.emulator.variables())

    return command


def _needs_own(ground: Ground) -> None:
    _own(ground)


def _needs_apply(ground: Ground) -> None:
    if not (ground.collections / tree.COLLECTION / "plugins" / "modules" / "aml_apply.py").is_file():
        raise Absent("plugins/modules/aml_apply.py does not exist yet")
    _own(ground)


# ----- clients that take no URL -------------------------------------------------------------------------------------


def _named(ground: Ground, command: Sequence[str | Path]) -> list[str | Path]:
    """Return ``command``, run in a mount namespace whose own hosts file leads Azure's names to the emulator."""
    hosts = ground.place / "hosts"
    given = Path("/etc/hosts").read_text(encoding="utf-8")
    hosts.write_text(given + "".join(f"\n127.0.0.1 {name}" for name in AZURE_HOSTS) + "\n")
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", _ENTER, hosts, *command]


def _needs_names(ground: Ground) -> None:
    """Raise Absent where Azure's names cannot be led to the emulator."""
    if ground.named_port:
        raise Absent(ground.named_port)
    if not shutil.which("unshare"):
        raise Absent("there is no unshare here, so Azure's host names cannot be led to the emulator")
    show = "import socket, sys; print(*map(socket.gethostbyname, sys.argv[1:]))"
    command = [str(word) for word in _named(ground, [sys.executable, "-c", show, *AZURE_HOSTS])]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    if tried.stdout.split() != ["127.0.0.1"] * len(AZURE_HOSTS):
        reason = (tried.stderr.strip().splitlines() or ["the names did not change"])[-1]
        raise Absent(f"Azure's host names cannot be led to the emulator: {reason}")


def _trust(ground: Ground) -> dict[str, str]:
    """Return what makes requests, msal and Python itself trust the emulator's authority."""
    return dict.fromkeys(("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"), ground.emulator.ca_file)


def _azcollection(ground: Ground) -> Path:
    python = environment.interpreters().get(AZCOLLECTION_PYTHON)
    if python is None:
        raise Absent(f"azure.azcollection 3.21 needs Python {AZCOLLECTION_PYTHON}, which this machine does not have")
    return ground.installed("bench-azcollection", (AZCOLLECTION,), python)


def _needs_azcollection(ground: Ground) -> None:
    _needs_names(ground)
    _azcollection(ground)


def _foreign_play(ground: Ground, tasks: Sequence[dict[str, Any]]) -> Command:
    place = _azcollection(ground)
    options = ground.emulator.options()
    login = {f"AZURE_{name.upper()}": options[name] for name in ("subscription_id", "tenant", "client_id", "secret")}
    played = _play(ground, place, tasks, **login, **_trust(ground))
    # The collection is the one of its own package; a path of ours would hide it.
    played.variables.pop("ANSIBLE_COLLECTIONS_PATH")
    return Command(_named(ground, played.argv), played.variables)


def _rm_resource(ground: Ground, kind: str, count: int) -> Command:
    tasks = [
        {
            "azure.azcollection.azure_rm_resource": {
                "resource_group": estate.GROUP,
                "provider": "MachineLearningServices",
                "resource_type": "workspaces",
                "resource_name": estate.WORKSPACE,
                "subresource": [{"type": "computes", "name": estate.name_of(number)}],
                "api_version": estate.API_VERSION,
                "idempotency": True,
                "body": estate.BODY,
            }
        }
        for number in range(1, count + 1)
    ]
    return _foreign_play(ground, tasks)


def _rm_ml_compute(ground: Ground, kind: str, count: int) -> Command:
    tasks = [
        {
            "azure.azcollection.azure_rm_ml_compute": {
                "resource_group": estate.GROUP,
                "ml_workspace": estate.WORKSPACE,
                "name": estate.name_of(number),
                "type": "amlcompute",
                "size": estate.SIZE,
                "min_instances": 0,
                "max_instances": estate.MAX_NODES,
            }
        }
        for number in range(1, count + 1)
    ]
    return _foreign_play(ground, tasks)


# ----- Microsoft's own clients --------------------------------------------------------------------------------------


def _needs_ml_client(ground: Ground) -> None:
    ground.installed("conformance", AZURE_AI_ML)


def _ml_client(ground: Ground, kind: str, count: int) -> Command:
    place = ground.installed("conformance", AZURE_AI_ML)
    told = {
        "BENCH_URL": ground.emulator.url,
        # Read while the client is imported.
        "ARM_CLOUD_METADATA_URL": f"{ground.emulator.url}/metadata/endpoints?api-version=2019-05-01",
        "BENCH_GROUP": estate.GROUP,
        "BENCH_WORKSPACE": estate.WORKSPACE,
        "BENCH_SIZE": estate.SIZE,
        "BENCH_NODES": str(estate.MAX_NODES),
    }
    names = [estate.name_of(number) for number in range(1, count + 1)]
    variables = ground.variables(place, **ground.emulator.variables(), **_trust(ground), **told)
    return Command([place / "bin" / "python", HERE / "ml_client.py", kind, *names], variables)


def _az_variables(ground: Ground) -> dict[str, str]:
    place = ground.installed("bench-azure-cli", (AZURE_CLI,))
    own = {"AZURE_CONFIG_DIR": str(ground.place / "azure-cli"), "AZURE_CORE_COLLECT_TELEMETRY": "no"}
    return ground.variables(place, **own, **_trust(ground), AZURE_CORE_NO_COLOR="yes")


def _needs_az(ground: Ground) -> None:
    """Log the CLI in, as a user of it has done long ago."""
    _needs_names(ground)
    login = ["--service-principal", "-u", serving.CLIENT, "-p", serving.CLIENT_SECRET, "-t", serving.TENANT]
    command = [str(word) for word in _named(ground, ["az", "login", *login])]
    ground.estate.prepare(figures.SYNC, 1, 0)
    done = subprocess.run(command, env=_az_variables(ground), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Absent(f"az login failed: {' '.join(done.stderr.split())[-300:]}")


def _az_rest(ground: Ground, kind: str, count: int) -> Command:
    url = f"https://{AZURE_HOSTS[0]}{{path}}?api-version={estate.API_VERSION}"
    words = [
        shlex.join(["az", "rest", "--url", url.format(path=estate.path_of(number))]) for number in range(1, count + 1)
    ]
    return Command(_named(ground, ["sh", "-e", "-c", "\n".join(words)]), _az_variables(ground))


FEW, SOME = (1, 20), (1, 20, 100)
IN_SYNC = (figures.HUNDRED, figures.THOUSAND)
DEBUG = Subject("debug", FEW, (), _needs_own, _builtin({"ansible.builtin.debug": {"msg": "here"}}), "nothing")
PING = Subject("ping", FEW, (), _needs_own, _builtin({"ansible.builtin.ping": {}}), "nothing")
URI = Subject("uri", FEW, (1, 2), _needs_own, _uri)
IN_PROCESS = Subject("aml_compute, in process", SOME, (1, 2), _needs_own, _task("in_process"), ours=True)
MODULE = Subject("aml_compute, as a module", FEW, (1, 2), _needs_own, _task("module"), ours=True)
APPLY = Subject("aml_apply", (1, 20, 100, 1000, 10000), (100,), _needs_apply, _apply(json.dumps), "pages", ours=True)
# The same with the list as people write it: what Ansible itself takes to read it comes on top.
APPLY_YAML = Subject("aml_apply, YAML", (100, 1000), (), _needs_apply, _apply(block), "pages", ours=True, only=IN_SYNC)
# One of their tasks takes seconds, so a few of them tell the slope.
RM_RESOURCE = Subject(
    "azure_rm_resource", (1, 4), (), _needs_azcollection, _rm_resource, no_creation=NOT_WAITING, peer=True
)
RM_ML_COMPUTE = Subject("azure_rm_ml_compute", (1, 4), (1, 2), _needs_azcollection, _rm_ml_compute, peer=True)
ML_CLIENT = Subject("MLClient", SOME, (100,), _needs_ml_client, _ml_client, peer=True)
AZ_REST = Subject("az rest", (1, 4), (), _needs_az, _az_rest, no_creation=NOT_WAITING, peer=True)
SUBJECTS = (DEBUG, PING, URI, IN_PROCESS, MODULE, APPLY, APPLY_YAML, RM_RESOURCE, RM_ML_COMPUTE, ML_CLIENT, AZ_REST)
NAMES = figures.Names(
    debug=DEBUG.name,
    ping=PING.name,
    in_process=IN_PROCESS.name,
    module=MODULE.name,
    apply=APPLY.name,
    rm_resource=RM_RESOURCE.name,
    rm_ml_compute=RM_ML_COMPUTE.name,
)


def versions(ground: Ground) -> dict[str, str]:
    """Return what was measured: the Pythons and the releases that the environments hold."""
    shown = {"runner": sys.version.split()[0], "processors": str(os.cpu_count())}
    show = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
    for name, packages in (
        ("bench", ("ansible-core", "requests")),
        ("bench-azcollection", ("ansible", "ansible-core", "azure-ai-ml")),
        ("conformance", ("azure-ai-ml",)),
        ("bench-azure-cli", ("azure-cli",)),
    ):
        place = environment.WORK / name
        if not (place / "stamp").is_file():
            continue
        command = [place / "bin" / "python", "-c", show, *packages]
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        shown[f"{name}: python"] = environment.python_version(place)
        shown.update({f"{name}: {package}": release for package, release in zip(packages, found, strict=True)})
    return shown
