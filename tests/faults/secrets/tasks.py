# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks of the secrets matrix: every module, every outcome, every secret option with a canary of its own.

What is secret follows from the argument specs. What a module needs beside its secrets stands in :data:`NEEDS`; a module
that is not there, and a secret option that no task sends, is a failure that names it.

The outcome of a task follows from the word in its names: the emulator's script answers the requests whose URL has it.
"""

from __future__ import annotations

import copy
import importlib
import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils.argspec import AUTH_OPTIONS, arguments, of_item
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE
from ansible_collections.mlops.azureml.plugins.module_utils.task import Action, Call

from ..families import GROUP_PATH, SUBSCRIPTION, WORKSPACE_PATH, Family
from ..types import BATCH_DEPLOYMENT, BATCH_ENDPOINT, BY_NAME, ENVIRONMENT_ID, ONLINE_DEPLOYMENT, ONLINE_ENDPOINT, TYPES
from .canaries import MIDDLES, canary

Options = dict[str, Any]
MODULES_FOLDER = Path(__file__).parents[3] / "plugins" / "modules"
MODULES = sorted(path.stem for path in MODULES_FOLDER.glob("aml_*.py"))
TENANT = "11111111-1111-1111-1111-111111111111"

# Words in names and the outcome that they stand for. Readers have words of their own, because a manager reads too.
NEW, ECHO, ECHO_READ, FAILS, SLOW, SLOW_READ = "xnew", "xechoed", "xreadecho", "xfailing", "xslow", "xreadslow"
BROKEN, BROKEN_READ = "xforced", "xforcedread"
#: Families that a task of another module is about.
WANTED = ("online_deployment", "batch_deployment", "featureset")
#: The runs that are there, for each outcome that a request to one can have.
RUNS = (NEW, ECHO, FAILS, SLOW)
# What a URL holds in which a secret of the service's own is.
SIGNATURE = canary("signature of an operation's URL")
FAILURE_KEY = canary("key in a failure", "key")
_OPERATION = (
    f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.MachineLearningServices/locations/westeurope/operations"
)

#: The values that go into options of the kind which cannot take every character.
_ONLY_PLAIN = ("access_token", "federated_token", "proxy")
_MULTILINE = ("certificate",)

CLUSTER_BODY = {
    "location": "westeurope",
    "properties": {
        "computeType": "AmlCompute",
        "properties": {"vmSize": "STANDARD_D2_V2", "scaleSettings": {"maxNodeCount": 1}},
    },
}


@dataclass(frozen=True)
class Need:
    """What a module needs beside its secrets, as one of possibly several ways to use it.

    :param options: by the word that goes into the names.   :param secrets: dotted options that get their canary.
    :param free: (dotted place, label) pairs: where a canary goes inside a free form; the last name is a secret's.
    :param text: the dotted place of a map that is given as what is in a file: no front knows what it says.
    """

    options: Callable[[str], Options]
    secrets: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    text: str = ""


def _defined(*secrets: str, where: Options | None = None, **document: Any) -> Need:
    """A way that says everything in the CLI's own schema, as the text in a file."""

    def options(word: str) -> Options:
        return {**(where or {}), "definition": {"name": f"{word}-d", **copy.deepcopy(document)}}

    return Need(options, free=tuple(f"definition.{place}" for place in secrets), text="definition")


def _datastore(credentials: Options, secret: str) -> Need:
    def options(word: str) -> Options:
        name = f"{word}_{credentials['type'].lower()}"
        blob = {"type": "AzureBlob", "account_name": "account", "container_name": "data"}
        return {"name": name, **blob, "credentials": dict(credentials)}

    return Need(options, (f"credentials.{secret}",))


def _defined_datastore(kind: str, secret: str, **more: str) -> Need:
    """The same in the CLI's own schema."""
    inner = {name: more.pop(name) for name in ("client_id", "tenant_id", "thumbprint") if name in more}
    document = {"type": kind, "account_name": "account", "credentials": inner, **more}
    made = _defined(f"credentials.{secret}", **document)

    def options(word: str) -> Options:
        own = made.options(word)
        return {"definition": {**own["definition"], "name": f"{word}_d_{secret}"}}

    return replace(made, options=options)


_APPLICATION = {"client_id": TENANT, "tenant_id": TENANT}
_DATASTORES = (
    _datastore({"type": "AccountKey"}, "account_key"),
    _datastore({"type": "Sas"}, "sas_token"),
    _datastore({"type": "Certificate", "thumbprint": "AB", **_APPLICATION}, "certificate"),
    _datastore({"type": "ServicePrincipal", **_APPLICATION}, "client_secret"),
    _defined_datastore("azure_blob", "account_key", container_name="data"),
    _defined_datastore("azure_file", "sas_token", file_share_name="data"),
    _defined_datastore("azure_data_lake_gen2", "client_secret", filesystem="data", **_APPLICATION),
    _defined_datastore("azure_data_lake_gen2", "certificate", filesystem="data", thumbprint="AB", **_APPLICATION),
)


def _connection(kind: str, *secrets: str, **fixed: str) -> Need:
    """A way to log in to what a connection leads to. The custom keys are free: any name is one."""

    def options(word: str) -> Options:
        name = f"{word}_{kind.lower()}"
        return {"name": name, "category": "AzureOpenAI", "target": "t", "credentials": {"type": kind, **fixed}}

    free = tuple(f"credentials.{secret}" for secret in secrets if "." in secret)
    return Need(options, tuple(f"credentials.{secret}" for secret in secrets if "." not in secret), free)


_CONNECTIONS = (
    _connection("ApiKey", "api_key"),
    _connection("AccessKey", "secret_access_key", access_key_id="me"),
    _connection("AccountKey", "account_key"),
    _connection("CustomKeys", "custom_keys.password"),
    _connection("PAT", "pat"),
    _connection("SAS", "sas"),
    _connection("OAuth2", "client_secret", "password", "developer_token", "refresh_token", client_id=TENANT),
    _connection("ServicePrincipal", "client_secret", **_APPLICATION),
    _connection("UsernamePassword", "user_password", "security_token", username="me"),
    _defined("credentials.pat", type="git", target="https://example.org/x", credentials={"type": "pat"}),
    _defined("api_key", type="open_ai"),
)
_COMPUTES = (
    Need(
        lambda word: {
            "name": f"{word}-c",
            "type": "AmlCompute",
            "vm_size": "Standard_D2_v2",
            "scale": {"max_nodes": 1},
            "admin": {"user_name": "azureuser"},
        },
        ("admin.password", "admin.ssh_public_key"),
        ("property_bag.password",),
    ),
    Need(
        lambda word: {
            "name": f"{word}-i",
            "type": "ComputeInstance",
            "vm_size": "Standard_DS3_v2",
            "custom_services": [{"name": "s", "image": {"type": "docker", "reference": "r"}}],
        },
        free=("custom_services.0.environmentVariables.TOKEN.value",),
    ),
    Need(
        lambda word: {"name": f"{word}-a", "type": "AKS", "ssl": {"status": "Enabled"}},
        ("ssl.certificate", "ssl.key"),
    ),
    Need(
        lambda word: {"name": f"{word}-b", "type": "Databricks", "workspace_url": "https://adb-1.azuredatabricks.net"},
        ("databricks_access_token",),
    ),
    Need(
        lambda word: {"name": f"{word}-k", "type": "Kubernetes", "instance_types": {"small": {}}},
        ("relay_connection_string", "service_bus_connection_string"),
        ("instance_types.small.password",),
    ),
    Need(
        lambda word: {
            "name": f"{word}-v",
            "type": "VirtualMachine",
            "administrator_account": {"user_name": "azureuser"},
        },
        tuple(f"administrator_account.{name}" for name in ("password", "private_key", "public_key")),
    ),
    _defined(
        "ssh_settings.admin_password",
        "ssh_settings.ssh_key_value",
        type="amlcompute",
        size="Standard_D2_v2",
        max_instances=1,
        ssh_settings={"admin_username": "azureuser"},
    ),
)
_RESOURCES = (
    Need(
        lambda word: {
            "type": "workspaces/connections",
            "name": f"ws/{word}-k",
            "body": {"properties": {"category": "CustomKeys", "authType": "CustomKeys", "target": "t"}},
        },
        free=("body.properties.credentials.keys.one", "body.properties.metadata.token"),
    ),
    Need(
        lambda word: {"type": "workspaces/computes", "name": f"ws/{word}-r", "body": copy.deepcopy(CLUSTER_BODY)},
        free=("body.properties.properties.userAccountCredentials.adminUserPassword",),
    ),
)
#: The model that is there in every play.
CHURN = {"name": "churn", "version": "1"}
_GROUP = {"resource_group": "rg"}
_WORKSPACE = {**_GROUP, "workspace": "ws"}


def _item(kind: str, need: Need) -> Need:
    def options(word: str) -> Options:
        own = need.options(word)
        for name in ("datastore_type", "compute_type", "resource_type"):
            if kind == name.rpartition("_")[0] and "type" in own:
                own[name] = own.pop("type")
        return {"resources": [{"type": kind, **own}]}

    return Need(
        options,
        tuple(f"resources.0.{place}" for place in need.secrets),
        tuple(f"resources.0.{place}" for place in need.free),
        f"resources.0.{need.text}" if need.text else "",
    )


def _reported(item: Need) -> Need:
    """The same resources, to compare a workspace with."""
    return replace(
        item,
        options=lambda word: {
            "workspace": "ws" if word.startswith(NEW) else word,
            "dest": f"{{{{ fetched }}}}/{word}.html",
            **item.options(word),
        },
    )


def _typed(family: Family, *secrets: str) -> tuple[Need]:
    """The task that makes a resource of a type, by another name."""
    return (Need(lambda word: {**family.where, **copy.deepcopy(dict(family.made)), "name": word}, secrets),)


def _read(family: Family) -> tuple[Need]:
    """The task that reads one."""
    return (Need(lambda word: {**family.where, "name": word}),)


def _there(known: str, option: str = "name", **more: Any) -> tuple[Need]:
    """The task that is about what is there already; every other outcome follows from the word in its place."""
    return (Need(lambda word: {**more, option: known if word.startswith(NEW) else word}),)


_OF_WORKSPACE = _there("ws", "workspace")
_OF_REGION = _there("westeurope", "location")
_OF_RUN = (Need(lambda word: {"experiment": "e" if word.startswith(NEW) else word, "run": NEW}),)


def _run(word: str) -> Options:
    """A run that is there, see :mod:`served`; nobody creates one."""
    name = next((known for known in RUNS if word.startswith(known)), word)
    return {"experiment": "e", "name": name, "tags": {"team": "churn"}}


_ONLINE_ENDPOINTS = _typed(ONLINE_ENDPOINT, "primary_key", "secondary_key")
NEEDS: Mapping[str, tuple[Need, ...]] = {
    **{family.module: _typed(family) for family in reversed(TYPES)},
    **{family.reader[0]: _read(family) for family in reversed(TYPES)},
    "aml_apply": tuple(
        _item(kind, need)
        for kind, needs in (
            ("datastore", _DATASTORES),
            ("compute", _COMPUTES),
            ("connection", _CONNECTIONS),
            ("online_endpoint", _ONLINE_ENDPOINTS),
            ("resource", _RESOURCES),
        )
        for need in needs
    ),
    "aml_report": tuple(_reported(_item("datastore", need)) for need in _DATASTORES),
    "aml_artifact": (Need(lambda word: {**_OF_RUN[0].options(word), "path": "outputs", "dest": "{{ fetched }}"}),),
    "aml_artifact_info": (Need(lambda word: {"experiment": "e" if word.startswith(NEW) else word, "run": word}),),
    "aml_asset_prune": (Need(lambda word: {"type": "model", "name": word, "keep_last": 1}),),
    "aml_asset_publish": (
        Need(lambda word: {"type": "model", **CHURN, "registry": "shared", "destination_name": word}),
    ),
    "aml_batch_endpoint_invoke": (
        Need(
            lambda word: {
                "name": BATCH_ENDPOINT.made["name"] if word.startswith(NEW) else word,
                "deployment": BATCH_DEPLOYMENT.made["name"],
                "inputs": {"data": {"jobInputType": "UriFolder", "uri": "azureml://datastores/d/paths/x"}},
            },
        ),
    ),
    "aml_batch_endpoint": _typed(BATCH_ENDPOINT, "primary_key", "secondary_key"),
    "aml_compute": _COMPUTES,
    "aml_compute_info": (Need(lambda word: {"name": word}),),
    "aml_compute_idle_shutdown": _there("instance", idle_time_before_shutdown="PT1H"),
    "aml_compute_key_info": _there("attached"),
    "aml_compute_resize": _there("instance", vm_size="Standard_D2_v2"),
    "aml_connection": _CONNECTIONS,
    "aml_connection_secret_info": _there("held"),
    "aml_datastore": _DATASTORES,
    "aml_datastore_info": (Need(lambda word: {"name": word}),),
    "aml_datastore_secret_info": _there("held"),
    "aml_dependencies": (
        Need(
            lambda word: {
                "storage_account": {"name": f"{word}st"},
                "application_insights": {"name": f"{word}-appi"},
                "container_registry": {"name": f"{word}cr"},
            },
        ),
    ),
    "aml_discovery_info": (Need(lambda word: {"workspace": "ws" if word.startswith(NEW) else word}),),
    "aml_doctor": (Need(lambda word: {"workspace": "ws" if word.startswith(NEW) else word}),),
    "aml_endpoint_key_info": _there(ONLINE_ENDPOINT.made["name"]),
    "aml_endpoint_key_regenerate": (
        Need(
            lambda word: {
                "name": ONLINE_ENDPOINT.made["name"] if word.startswith(NEW) else word,
                "key_type": "secondary",
            },
            ("key_value",),
        ),
    ),
    "aml_endpoint_token_info": _there(ONLINE_ENDPOINT.made["name"]),
    "aml_experiment": (Need(lambda word: {"name": word, "tags": {"team": "churn"}}),),
    "aml_experiment_info": (Need(lambda word: {"name": word}),),
    "aml_export": (Need(lambda word: {"workspace": "ws" if word.startswith(NEW) else word}),),
    "aml_feature_info": _there("sums", "featureset", version="1", name="amount"),
    "aml_featureset_backfill": _there("sums", version="1", data_availability_status=["None"]),
    "aml_managed_network_provision": _OF_WORKSPACE,
    "aml_metric_info": (Need(lambda word: {"run": NEW if word.startswith(NEW) else word}),),
    "aml_endpoint_traffic": (
        Need(
            lambda word: {
                "endpoint": ONLINE_ENDPOINT.made["name"] if word.startswith(NEW) else word,
                "traffic": {ONLINE_DEPLOYMENT.made["name"]: 100},
                "probe": {"body": {"data": [1]}, "delay": 0},
            }
        ),
    ),
    "aml_gate": (
        Need(
            lambda word: {
                **({"model": "churn", "version": "1"} if word.startswith(NEW) else {"job": word}),
                "tags": {"approved": "true"},
                "fail": False,
            }
        ),
    ),
    "aml_job": (
        *_typed(BY_NAME["command_job"]),
        _defined(
            "environment_variables.API_TOKEN",
            type="command",
            command="python train.py",
            environment=ENVIRONMENT_ID,
            compute="azureml:cpu",
        ),
    ),
    "aml_model": (
        Need(
            lambda word: {
                "name": f"{word}-m",
                "version": "1",
                "model_type": "custom_model",
                "model_uri": "azureml://datastores/store/paths/m",
            },
            free=("properties.password", "flavors.python_function.password"),
        ),
    ),
    "aml_model_info": (Need(lambda word: {"name": word, "version": "1"}),),
    "aml_online_deployment": (
        *_typed(ONLINE_DEPLOYMENT),
        _defined(
            "environment_variables.API_TOKEN",
            endpoint_name=ONLINE_ENDPOINT.made["name"],
            model="azureml:churn:1",
            instance_type="Standard_DS3_v2",
            instance_count=1,
        ),
    ),
    "aml_online_deployment_log_info": _there(
        ONLINE_ENDPOINT.made["name"], "endpoint", name=ONLINE_DEPLOYMENT.made["name"]
    ),
    "aml_online_endpoint": _ONLINE_ENDPOINTS,
    "aml_online_endpoint_invoke": (
        Need(
            lambda word: {
                "name": ONLINE_ENDPOINT.made["name"] if word.startswith(NEW) else word,
                "deployment": ONLINE_DEPLOYMENT.made["name"],
                "body": {"data": [1]},
            },
        ),
    ),
    "aml_provider": (
        Need(lambda word: {"name": f"Microsoft.{word}" if not word.startswith(NEW) else "Microsoft.Storage"}),
    ),
    "aml_provider_info": (
        Need(lambda word: {"name": f"Microsoft.{word}" if not word.startswith(NEW) else "Microsoft.Storage"}),
    ),
    "aml_quota": _there("westeurope", "location", name="standardDSv2Family", limit=24),
    "aml_quota_info": _OF_REGION,
    "aml_registry_region_remove": _there("shared", regions=[{"location": "northeurope"}]),
    "aml_resource": _RESOURCES,
    "aml_resource_group": (Need(lambda word: {"name": f"{word}-rg", "location": "westeurope"}),),
    "aml_resource_group_info": (Need(lambda word: {"name": "rg" if word.startswith(NEW) else word}),),
    "aml_resource_info": (Need(lambda word: {"type": "workspaces/computes", "name": f"ws/{word}"}),),
    "aml_rest": (
        Need(
            lambda word: {
                "method": "PUT",
                "path": f"{WORKSPACE_PATH}/computes/{word}-x",
                "api_version": "2025-12-01",
                "body": copy.deepcopy(CLUSTER_BODY),
            },
            free=("body.properties.properties.userAccountCredentials.adminUserPassword", "query.sig"),
        ),
    ),
    "aml_run": (Need(_run),),
    "aml_run_log_info": _OF_RUN,
    "aml_run_info": (Need(lambda word: {"experiment": "e" if word.startswith(NEW) else word, "name": word}),),
    "aml_token": (Need(lambda word: {"tenant": TENANT if word.startswith(NEW) else f"{word}.example"}),),
    "aml_usage_info": _OF_REGION,
    "aml_vm_size_info": _OF_REGION,
    "aml_workspace_diagnose": _OF_WORKSPACE,
    "aml_workspace_key_info": _OF_WORKSPACE,
    "aml_workspace_key_resync": _OF_WORKSPACE,
    "aml_workspace_network_info": _OF_WORKSPACE,
    "aml_workspace_notebook_prepare": _OF_WORKSPACE,
    "aml_workspace": (
        Need(
            lambda word: {
                "name": f"{word}-ws",
                "location": "westeurope",
                "storage_account": f"{GROUP_PATH}/providers/Microsoft.Storage/storageAccounts/stfaults",
                "key_vault": f"{GROUP_PATH}/providers/Microsoft.KeyVault/vaults/kv-faults",
                "application_insights": f"{GROUP_PATH}/providers/Microsoft.Insights/components/appi",
            },
        ),
    ),
    "aml_workspace_info": (Need(lambda word: {"name": "ws" if word.startswith(NEW) else word}),),
}


@dataclass(frozen=True)
class Entry:
    """One task of the matrix.

    :param secrets: label -> canary of what the task is given.
    :param documented: the keys of its registered result that carry a credential on purpose.
    """

    module: str
    outcome: str
    options: Options
    secrets: Mapping[str, str]
    keywords: Mapping[str, Any] = field(default_factory=dict)
    documented: tuple[str, ...] = ()

    def task(self) -> dict[str, Any]:
        """The task as Ansible takes it; every secret is a variable."""
        return {f"mlops.azureml.{self.module}": self.options, **self.keywords}


def task_of(module: str) -> Any:
    """The declaration and verb of a module."""
    return importlib.import_module(f"ansible_collections.mlops.azureml.plugins.modules.{module}").TASK


def manages(module: str) -> bool:
    """Whether a module may write."""
    return task_of(module).verb in ("manage", "ensure", "reconcile") or module == "aml_rest"


def leaves(spec: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """The dotted name of every option that the spec calls secret."""
    for option, entry in spec.items():
        if entry.get("no_log"):
            yield above + option + (".password" if entry["type"] == "dict" else "")
        yield from leaves(entry.get("options") or {}, _inside(above + option, entry))


def _inside(option: str, entry: Mapping[str, Any]) -> str:
    """The beginning of the names below an option; of a list, those of its first element."""
    return f"{option}.0." if entry.get("elements") == "dict" else f"{option}."


def free_forms(spec: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """A place for a secret in every option that takes what no spec describes."""
    for option, entry in spec.items():
        if entry.get("options"):
            yield from free_forms(entry["options"], _inside(above + option, entry))
        elif entry["type"] in ("dict", "raw"):
            yield f"{above}{option}.password"
        elif entry.get("elements") in ("dict", "raw"):
            yield f"{above}{option}.0.password"


def own_secrets(module: str) -> set[str]:
    """The secret options of a module beside the connection's; of one with items, those of the items."""
    task = task_of(module)
    if task.verb == "reconcile":
        return {f"resources.0.{place}" for kind in ESTATE.kinds for place in leaves(of_item(kind))}
    return set(leaves(arguments(task))) - set(AUTH_OPTIONS)


#: The secret options of the connection.
CONNECTION = tuple(leaves(AUTH_OPTIONS))


def secret_of(module: str, place: str) -> tuple[str, str]:
    """Label and canary of an option."""
    option = place.rpartition(".")[2]
    label = f"{module} {place}"
    if option in _ONLY_PLAIN:
        return label, canary(label)
    if option in _MULTILINE:
        return label, canary(label, "lines")
    kinds = [kind for kind in MIDDLES if kind != "lines"]
    return label, canary(label, kinds[sum(label.encode()) % len(kinds)])


def variable(label: str) -> str:
    """How a task names the canary of a label; none stands in a playbook."""
    return f"{{{{ canaries['{label}'] }}}}"


class _Writer:
    """Fills the secrets of one task's options in, and keeps which."""

    def __init__(self, module: str, options: Options) -> None:
        self.module = module
        self.options = options
        self.secrets: dict[str, str] = {}
        self._nested: list[str] = []

    def put(self, place: str, shape: str = "{}", inside: bool = False) -> _Writer:
        """Put the canary of ``place`` there; ``shape`` is the text around it. ``inside`` another option, whose
        sub-options are declared.
        """
        if inside and "." in place:
            self._nested.append(place)
        label, value = secret_of(self.module, place)
        self.secrets[label] = value
        self._holder(place)[place.rpartition(".")[2]] = shape.format(variable(label))
        return self

    def connection(self, *options: str) -> _Writer:
        """Put the canaries of these options of the connection there."""
        for option in options:
            self.put(option, "http://user:{}@127.0.0.1:9" if option == "proxy" else "{}")
        return self

    def spell(self, place: str) -> _Writer:
        """Give the map at ``place`` as what is in a file."""
        holder, name = self._holder(place), place.rpartition(".")[2]
        # What is a template inside is part of one here.
        told = re.sub(r'"\{\{ (.*?) \}\}"', r"\1", json.dumps(holder[name]))
        holder[name] = f"{{{{ {told} | to_nice_yaml }}}}"
        return self

    def spoil(self) -> bool:
        """Put an unknown option beside each secret that lies inside an option; whether there is one."""
        for place in self._nested:
            self._holder(place)["bogus"] = 1
        return bool(self._nested)

    def _holder(self, place: str) -> Any:
        holder: Any = self.options
        steps = place.split(".")[:-1]
        for name, following in zip(steps, [*steps, ""][1:], strict=True):
            new: Any = [{}] if following == "0" else {}
            holder = holder[int(name)] if isinstance(holder, list) else holder.setdefault(name, new)
        return holder


def entries(modules: list[str], all_ways: bool = True) -> list[Entry]:
    """Every task of the matrix for these modules, in the order in which they run.

    :param all_ways: each way to use a module, not only the first and the first that a front cannot look into; and on
        every module, not only on one of each verb, what is the same everywhere: the secrets of the connection, and what
        is wrong with an option of the connection or with one that no module has.
    """
    return [entry for module in modules for entry in _of(module, all_ways)]


def _of(module: str, all_ways: bool) -> Iterator[Entry]:
    """The tasks of one module. :raises KeyError: naming a module that is not in :data:`NEEDS`."""
    if module not in NEEDS:
        raise KeyError(f"{module} has no tasks in the secrets matrix; add what it needs to NEEDS of {__file__}")
    writes = manages(module)
    documented = ("token",) if module == "aml_token" else ()
    declared = task_of(module).declaration
    hides = declared.hides if isinstance(declared, Call) else ""
    if isinstance(declared, Action) and declared.secret:
        hides = "reveal"
    # No two modules write the same resource; readers read what is there.
    own = "".join(chr(ord("a") + digit) for digit in divmod(MODULES.index(module), 26)) if writes else ""
    ways = NEEDS[module]
    everywhere = all_ways or module in {task_of(name).verb: name for name in reversed(MODULES)}.values()
    for need in ways if all_ways else (*ways[:1], *[way for way in ways[1:] if way.text][:1]):

        def write(word: str, need: Need = need) -> _Writer:
            options = {**_scope(module), "client_id": module, **need.options(word + own)}
            writer = _Writer(module, options).connection("secret", "proxy")
            for place in (*need.secrets, *need.free):
                writer.put(place, inside=place in need.secrets)
            return writer.spell(need.text) if need.text else writer

        def entry(outcome: str, writer: _Writer, *more: str, **keywords: Any) -> Entry:
            return Entry(module, outcome, writer.options, writer.secrets, keywords, (*documented, *more))

        def sure(writer: _Writer) -> _Writer:
            if writes and module != "aml_rest" and "update_secret" in arguments(task_of(module)):
                writer.options["update_secret"] = "always"
            return writer

        yield entry("check", write(NEW), check_mode=True, diff=True)
        yield entry("changed", write(NEW), diff=True)
        yield entry("ok", write(NEW), diff=True)
        if writes:
            yield entry("diff", sure(write(NEW)), diff=True)
        yield entry("echo", write(ECHO if writes else ECHO_READ))
        if writes:
            yield entry("failed operation", write(FAILS))
        slow = write(SLOW if writes else SLOW_READ)
        if "wait_timeout" in arguments(task_of(module)):
            slow.options["wait_timeout"] = 1
        yield entry("timeout", slow)
        yield entry("exception", write(BROKEN if writes else BROKEN_READ))
        yield from _siblings(module, write, entry)
        if everywhere:
            yield from _strangers(write, entry)
        for word in (NEW, ECHO) if need is NEEDS[module][0] else ():
            free = write(word)
            for place in free_forms(arguments(task_of(module))):
                free.put(place)
            if free.secrets.keys() != write(word).secrets.keys():
                yield entry("free forms", free, check_mode=word == NEW, diff=True)
        if hides and hides != "always":
            writer = write(NEW)
            shown = {"method": "POST", "path": f"{WORKSPACE_PATH}/listKeys", "read_only": True}
            if module == "aml_rest":
                writer.options = {**writer.options, **shown, "body": None, "query": None}
            writer.options[hides] = True
            yield entry("reveal", writer, "json" if module == "aml_rest" else declared.noun)
    if everywhere:
        yield from _connections(module)


def _scope(module: str) -> Options:
    spec = arguments(task_of(module))
    wanted = _WORKSPACE if module not in ("aml_resource", "aml_resource_info") else _GROUP
    return {option: value for option, value in wanted.items() if option in spec}


def _siblings(module: str, write: Callable[[str], _Writer], entry: Callable[..., Entry]) -> Iterator[Entry]:
    """What is wrong beside a secret: a secret that is no choice, an unknown option inside another."""
    spec = arguments(task_of(module))
    choice = next((option for option in ("state", "method", "endpoint", "plane") if option in spec), "auth_source")
    word = write(NEW)
    first, *_others = word.secrets
    word.options[choice] = variable(first)
    yield entry("bad sibling", word)
    nested = write(NEW)
    if nested.spoil():
        yield entry("bad sibling", nested)


def _strangers(write: Callable[[str], _Writer], entry: Callable[..., Entry]) -> Iterator[Entry]:
    """What is wrong beside a secret, whatever the module: an unknown option, one of the wrong kind."""
    for option, value in (("bogus", 1), ("validate_certs", "perhaps")):
        writer = write(NEW)
        writer.options[option] = value
        yield entry("bad sibling", writer)


def _connections(module: str) -> Iterator[Entry]:
    """The connection's own secrets: all at once, and each in a request that is refused with a quotation of it."""
    need = NEEDS[module][0]

    def write(*options: str, **fixed: Any) -> _Writer:
        base = {**_scope(module), "client_id": module, **need.options(NEW), **fixed}
        return _Writer(module, base).connection(*options)

    def entry(outcome: str, writer: _Writer) -> Entry:
        return Entry(
            module, outcome, writer.options, writer.secrets, documented=("token",) if module == "aml_token" else ()
        )

    yield entry("all credentials", write(*CONNECTION))
    yield entry("echo", write("secret", tenant=f"{ECHO}.example", token_cache=False))
    federated = {"auth_source": "workload_identity", "tenant": f"{ECHO}.example"}
    yield entry("echo", write("federated_token", **federated))
    certificate = {"auth_source": "certificate", "x509_certificate_path": "{{ no_certificate }}"}
    yield entry("error", write("x509_certificate_password", **certificate))
    token = _Writer(module, {**_scope(module), **need.options(ECHO if manages(module) else ECHO_READ)})
    token.options["auth_source"] = "token"
    yield entry("given token", token.connection("access_token"))


def faults() -> list[dict[str, Any]]:
    """The emulator's script: what it answers to URLs that hold one of the words."""
    running = f"{_OPERATION}/{{}}?api-version=2025-12-01&c={SIGNATURE}&s={SIGNATURE}"
    refused = {"status": 400, "code": "BadRequest", "message": "Wrong request: ", "echo": True}
    pending = {"status": "InProgress"}
    json_headers = {"Content-Type": "application/json"}
    told = f"BlobEndpoint=https://x;AccountKey={FAILURE_KEY};"
    failed = {"status": "Failed", "error": {"code": "Conflict", "message": told}}
    script: list[dict[str, Any]] = [
        {
            "match": {"method": "GET", "path": "slowop"},
            "action": {"status": 200, "body": pending, "headers": json_headers},
        },
        {
            "match": {"method": "GET", "path": "failop"},
            "action": {"status": 200, "body": failed, "headers": json_headers},
        },
        {
            "match": {"path": SLOW_READ},
            "action": {"status": 429, "code": "TooManyRequests", "headers": {"Retry-After": "3600"}},
        },
        {"match": {"path": ECHO_READ}, "action": refused},
        {"match": {"path": f"{ECHO}.example/oauth2"}, "action": refused},
        # Of a provider that does not exist, Azure refuses the reading that goes before a registration.
        {"match": {"path": rf"providers/Microsoft\.{ECHO}"}, "action": refused},
    ]
    for method in ("PUT", "PATCH", "POST"):
        script += [
            {"match": {"method": method, "path": ECHO}, "action": refused},
            {
                "match": {"method": method, "path": SLOW},
                "action": {"status": 202, "headers": {"Azure-AsyncOperation": running.format("slowop")}},
            },
            # Where the type has an operation, it fails with a quotation; where it has none, one is made up.
            {
                "match": {"method": method, "path": f"computes/{FAILS}"},
                "action": {"fail_operation": {"code": "Conflict", "message": "Wrong: "}, "echo": True},
            },
            {
                "match": {"method": method, "path": FAILS},
                "action": {"status": 202, "headers": {"Azure-AsyncOperation": running.format("failop")}},
            },
        ]
    return script


def detached(modules: list[str]) -> list[Entry]:
    """A task of each module that runs on by itself, for what it leaves in the file of its job."""
    found = []
    for module in modules:
        entry = next(entry for entry in _of(module, False) if entry.outcome == "ok")
        keywords = {"async": 300, "poll": 0}
        found.append(Entry(module, "async", entry.options, entry.secrets, keywords, entry.documented))
    return found


def labels_given(all_entries: list[Entry]) -> dict[str, str]:
    """Label -> canary of everything that the tasks are given."""
    return dict(itertools.chain.from_iterable(entry.secrets.items() for entry in all_entries))
